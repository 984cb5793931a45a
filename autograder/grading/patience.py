"""How long a reply is waited for: by what has been computed, not by the clock.

A computer that is busy with others makes an honest answer late, so seconds of CPU time are what counts. Seconds in
which nothing at all is computed count for themselves: they end what sleeps. The clock has the last word, and a late
one; what waits for its turn on a processor hears it later still, since others may keep it waiting.
"""

import math
import time

from autograder.confinement.image import Pair, PlainPair
from autograder.confinement.supervisor import Activity

CLOCK = 10  # times as long by the clock as in CPU time, for what does not ask for a processor all the time
TURN = 0.25  # what a second by the clock counts in which a processor was asked for: others may have had it
SOON = 0.2  # seconds in which most replies come; before, nobody counts
LOOK = 0.5  # seconds between two looks at the CPU time, of which the kernel tells hundredths
START_WAITING = (
    60  # seconds without any progress after which a start has failed, however long the whole takes
)


class Impatient(Exception):
    """There was no reply in time."""


def wait_for_start(pair: Pair | PlainPair) -> None:
    """Wait for a reply as long as anything is computed.

    Raises
    ------
    Impatient
        If there is no reply and no progress.
    """
    wait_for_reply(pair, math.inf, START_WAITING)


def wait_for_reply(pair: Pair | PlainPair, seconds: float, waiting: float | None = None) -> float:
    """Wait for a reply; return the seconds that it took, computing or waiting, 0 if it came soon.

    Parameters
    ----------
    seconds
        Of CPU time that it may take.
    waiting
        Seconds for which nothing may be computed; as many if not given.

    Raises
    ------
    Impatient
        If it takes more.
    """
    if pair.orders.poll(SOON):
        return 0.0
    seen = time.monotonic()
    before, _ = pair.progress()
    used = before
    idle, clock, most = 0.0, 0.0, seconds if waiting is None else waiting
    pause = min(LOOK, most / 4)
    while not pair.orders.poll(pause):
        used_now, activity = pair.progress()
        now = time.monotonic()
        if used_now <= used and activity == Activity.ASLEEP:
            idle += min(now - seen, 2 * pause)  # longer only where this very loop is kept waiting
        clock += (now - seen) * (TURN if activity == Activity.READY else 1)
        seen, used = now, used_now
        if used - before > seconds or idle > most or clock > CLOCK * seconds:
            raise Impatient
    took = pair.progress()[0] - before + idle
    return max(took, clock / CLOCK)
