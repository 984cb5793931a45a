"""How long a reply is waited for, with a clock and a pair of processes that are made up."""

import pytest

from autograder.confinement.supervisor import Activity
from autograder.grading import patience


class MadeUp:
    """A pair that never replies, and the clock by which it is waited for.

    Parameters
    ----------
    share
        Seconds of CPU time that it gets in a second.
    slow
        Times as long as asked for that a look at it takes.
    """

    def __init__(self, share: float, activity: Activity, slow: float = 1):
        self.share, self.activity, self.slow = share, activity, slow
        self.now = 0.0
        self.orders = self

    def poll(self, seconds: float) -> bool:
        """Wait in vain."""
        self.now += seconds * self.slow
        return False

    def progress(self) -> tuple[float, Activity]:
        """Return the CPU time so far and the activity."""
        return round(self.now * self.share, 2), self.activity

    def monotonic(self) -> float:
        """Return the time."""
        return self.now


def patience_with(monkeypatch, *made_up) -> float:
    """Return the seconds after which nobody waits any longer for a reply that may take ten."""
    pair = MadeUp(*made_up)
    monkeypatch.setattr(patience, "time", pair)
    with pytest.raises(patience.Impatient):
        patience.wait_for_reply(pair, 10)
    return pair.now


@pytest.mark.parametrize(
    ("share", "activity", "seconds"),
    [
        (1.0, Activity.READY, 10),  # computes
        (0.5, Activity.READY, 20),  # shares its processor with another
        (0.04, Activity.READY, 250),  # with twenty-five
        (0.0, Activity.READY, 400),  # never has its turn
        (0.0, Activity.ASLEEP, 10),
        (0.04, Activity.ASLEEP, 100),  # naps
        (0.0, Activity.DISK, 100),
    ],
)
def test_patience(monkeypatch, share, activity, seconds):
    assert patience_with(monkeypatch, share, activity) == pytest.approx(seconds, rel=0.1)


def test_a_grader_that_is_itself_kept_waiting_takes_nothing_for_sleep(monkeypatch):
    assert patience_with(monkeypatch, 0.0, Activity.ASLEEP, 20) > 90
