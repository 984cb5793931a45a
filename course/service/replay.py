"""A market's bookings as what a service meets: requests, some broken and some repeated, and labels that come late.

Whoever booked has asked for the price of the home at that moment. What the night brought is known when the stay is over
and nobody can cancel or complain any more; a cancelled stay never gets a label.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import httpx
import numpy as np
import pandas as pd

from course.marketplace.market import Marketplace
from course.service import training
from course.service.answering import answer
from course.service.home import BadRequest
from course.service.ledger import Label, Ledger
from course.service.malformed import malformed
from course.service.model import Model

MALFORMED_SHARE = 0.01
RETRIED_SHARE = 0.02
RETRY_SECONDS = 30.0  # mean
LATEST_RETRY = pd.Timedelta(hours=1)  # after the request
CURRENCY_FACTOR = 0.78
TOGETHER = 2000  # written in one transaction


@dataclass(frozen=True)
class Sent:
    """A request: when it comes in (UTC), and its body."""

    at: datetime
    raw: bytes


Event = Sent | Label


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong in one city from a day on.

    Parameters
    ----------
    kind : str
        One of `FAULTS`: "renamed category" (entire homes are called entire places), "frozen feature" (every home is
        said to take two guests) or "changed currency" (what is paid is reported in another one).
    city : str
    day : datetime

    Raises
    ------
    ValueError
        If the kind is not known.
    """

    kind: str
    city: str
    day: datetime

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read "kind,city,day".

        Raises
        ------
        ValueError
        """
        try:
            kind, city, day = text.split(",")
            moment = datetime.fromisoformat(day)
        except ValueError as error:
            raise ValueError(
                f"fault: {text!r} is not like 'renamed category,Larkhaven,2025-01-15'"
            ) from error
        return cls(kind, city, moment)

    def __post_init__(self):
        if self.kind not in FAULTS:
            raise ValueError(f"fault: there is no {self.kind!r}; choose from {', '.join(FAULTS)}")


def replay(
    market: Marketplace,
    first: str | pd.Timestamp,
    last: str | pd.Timestamp,
    seed: int = 0,
    faults: Sequence[Fault] = (),
) -> list[Event]:
    """Return what happens from one midnight to another, in the order of time.

    Periods that follow one another have the same requests and labels as one long period. One request in a hundred is
    malformed; one in fifty comes again, unchanged, half a minute later on average.

    Parameters
    ----------
    market : Marketplace
        Its tables go to `last` at least.
    first, last : str or pandas.Timestamp
        From the beginning of one day to the beginning of the other.
    seed : int
        Of what is malformed and what comes again.
    faults : sequence of Fault

    Returns
    -------
    list of Sent or Label
    """
    first, last = pd.Timestamp(first), pd.Timestamp(last)
    bookings = market.bookings.merge(training.homes(market.as_of(last)), on="listing_id")
    asked = bookings[bookings["created_at"].between(first - LATEST_RETRY, last)]
    known = bookings[bookings["outcome_known_at"].between(first, last)]
    events = [*_requests(asked, seed, faults), *_labels(known, faults)]
    return sorted((event for event in events if first <= _time(event) < last), key=_time)


def play(events: Sequence[Event], client: httpx.Client, ledger: Ledger) -> Counter[int]:
    """Send the requests to a service, and write down the labels.

    Parameters
    ----------
    events : sequence of Sent or Label
        As `replay` returns them.
    client : httpx.Client
        With the address of a service that was started with ``--replay`` as its base_url.
    ledger : Ledger
        Gets the labels.

    Returns
    -------
    collections.Counter
        Number of answers by status.
    """
    statuses: Counter[int] = Counter()
    for event in events:
        if isinstance(event, Sent):
            when = {"Perch-Time": event.at.isoformat(), "Content-Type": "application/json"}
            statuses[client.post("/quote", content=event.raw, headers=when).status_code] += 1
    _write_labels(events, ledger)
    return statuses


def rehearse(events: Sequence[Event], model: Model, ledger: Ledger) -> Counter[int]:
    """Do as `play` does, without a service: in this process, and writing many answers at once."""
    statuses: Counter[int] = Counter()
    answers = []
    for event in events:
        if isinstance(event, Sent):
            try:
                answers.append(answer(event.raw, event.at, model))
                statuses[200] += 1
            except BadRequest as refusal:
                statuses[refusal.status] += 1
    for some in _groups(answers):
        ledger.record(some)
    _write_labels(events, ledger)
    return statuses


def _write_labels(events: Sequence[Event], ledger: Ledger) -> None:
    for some in _groups([event for event in events if isinstance(event, Label)]):
        ledger.label(some)


def _groups(things: list) -> Iterator[list]:
    for first in range(0, len(things), TOGETHER):
        yield things[first : first + TOGETHER]


def _requests(bookings: pd.DataFrame, seed: int, faults: Sequence[Fault]) -> Iterator[Sent]:
    homes = training.records(bookings)
    for number, at, home in zip(bookings["booking_id"], bookings["created_at"], homes, strict=True):
        rng = np.random.default_rng([seed, number])  # of its own, so that no period depends on another
        luck = rng.random()
        at = at.to_pydatetime()
        for fault in faults:
            if fault.city == home["city"] and fault.day <= at:
                home = FAULTS[fault.kind].spoil_home(home)
        if luck < MALFORMED_SHARE:
            yield Sent(at, malformed(rng, home))
            continue
        request = Sent(at, json.dumps({**home, "request_id": f"b{number}"}, ensure_ascii=False).encode())
        yield request
        if luck < MALFORMED_SHARE + RETRIED_SHARE:
            yield replace(
                request, at=at + pd.Timedelta(seconds=rng.exponential(RETRY_SECONDS)).to_pytimedelta()
            )


def _labels(bookings: pd.DataFrame, faults: Sequence[Fault]) -> Iterator[Label]:
    done = bookings[bookings["status"] == "completed"]
    value = done["price"] / done["nights"]
    for fault in faults:
        spoilt = (done["city"] == fault.city) & (done["outcome_known_at"] >= fault.day)
        value = value.mask(spoilt, value * FAULTS[fault.kind].label_factor)
    known = done["outcome_known_at"].dt.to_pydatetime()
    for number, at, paid in zip(done["booking_id"], known, value, strict=True):
        yield Label(f"b{number}", at, float(paid))


@dataclass(frozen=True)
class _Effect:
    spoil_home: Callable[[dict], dict] = dict
    label_factor: float = 1.0


def _rename(home: dict) -> dict:
    return home | ({"room_type": "Entire place"} if home["room_type"] == "Entire home/apt" else {})


FAULTS = {
    "renamed category": _Effect(spoil_home=_rename),
    "frozen feature": _Effect(spoil_home=lambda home: home | {"accommodates": 2}),
    "changed currency": _Effect(label_factor=CURRENCY_FACTOR),
}


def _time(event: Event) -> datetime:
    return event.known_at if isinstance(event, Label) else event.at
