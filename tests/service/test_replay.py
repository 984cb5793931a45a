"""A market's past as requests and labels."""

from collections import Counter
from datetime import datetime

import httpx
import pandas as pd
import pytest

from course.marketplace import simulate
from course.service.home import BadRequest, read_request
from course.service.ledger import Label, Ledger
from course.service.replay import Fault, Sent, play, rehearse, replay

FIRST, LAST = "2025-03-01", "2025-05-01"


def read(event: Sent) -> dict | None:
    try:
        return read_request(event.raw).model_dump()
    except BadRequest:
        return None


@pytest.fixture(scope="module")
def events(market) -> list[Sent | Label]:
    return replay(market, FIRST, LAST)


def test_periods_that_follow_one_another_are_one_long_period(market, events):
    middle = "2025-04-01"
    assert [*replay(market, FIRST, middle), *replay(market, middle, LAST)] == events


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_some_requests_are_malformed_and_some_come_again(seed):
    events = replay(simulate(1000, seed=seed), FIRST, LAST, seed=seed)
    requests = [event for event in events if isinstance(event, Sent)]
    read_as = [read(request) for request in requests]
    names = Counter(home["request_id"] for home in read_as if home)
    assert 0.005 < sum(home is None for home in read_as) / len(requests) < 0.015
    assert 0.01 < sum(count > 1 for count in names.values()) / len(requests) < 0.03
    assert set(names.values()) == {1, 2}
    assert [event.at for event in requests] == sorted(event.at for event in requests)


def test_labels_are_what_completed_stays_brought_when_it_became_known(market, events):
    labels = [event for event in events if isinstance(event, Label)]
    bookings = market.bookings.set_index("booking_id")
    for label in labels[::20]:
        booking = bookings.loc[int(label.request_id[1:])]
        assert booking["status"] == "completed"
        assert label.known_at == booking["outcome_known_at"]
        assert label.value == booking["price"] / booking["nights"]
    assert all(pd.Timestamp(FIRST) <= label.known_at < pd.Timestamp(LAST) for label in labels)


def test_what_is_played_twice_is_written_once(events, model, ledger_url):
    ledger = Ledger(ledger_url)
    some = events[:400]
    assert rehearse(some, model, ledger) == rehearse(some, model, ledger)
    names = {home["request_id"] for event in some if isinstance(event, Sent) and (home := read(event))}
    rows = ledger.joined(datetime.max)
    assert sorted(rows["request_id"]) == sorted(names)
    ledger.close()


def test_a_service_and_a_rehearsal_answer_alike(events, model, run_service, tmp_path):
    some = events[:400]
    service = run_service("--replay")
    heard, rehearsed = (
        Ledger(f"sqlite:///{service.folder}/ledger.db"),
        Ledger(f"sqlite:///{tmp_path}/other.db"),
    )
    with httpx.Client(base_url=service.url, timeout=60) as client:
        assert play(some, client, heard) == rehearse(some, model, rehearsed)
    pd.testing.assert_frame_equal(heard.joined(datetime.max), rehearsed.joined(datetime.max))


@pytest.mark.parametrize(
    ("kind", "field", "spoilt"),
    [("renamed category", "room_type", "Entire place"), ("frozen feature", "accommodates", 2)],
)
def test_a_fault_of_requests_begins_on_its_day_in_its_city(market, events, kind, field, spoilt):
    day = datetime(2025, 4, 1)
    faulty = replay(market, FIRST, LAST, faults=[Fault(kind, "Larkhaven", day)])
    assert len(faulty) == len(events)
    changed = 0
    for before, after in zip(events, faulty, strict=True):
        if before != after and (home := read(after)):
            assert (home["city"], after.at >= day, home[field]) == ("Larkhaven", True, spoilt)
            assert read(before) | {field: spoilt} == home
            changed += 1
    assert changed > 50


def test_a_changed_currency_is_in_the_labels(market, events):
    faulty = replay(
        market, FIRST, LAST, faults=[Fault("changed currency", "Larkhaven", datetime(2025, 4, 1))]
    )
    ratios = Counter(
        round(after.value / before.value, 6)
        for before, after in zip(events, faulty, strict=True)
        if isinstance(after, Label) and after.known_at >= datetime(2025, 4, 1)
    )
    assert set(ratios) == {1.0, 0.78}
    assert [e for e in faulty if isinstance(e, Sent)] == [e for e in events if isinstance(e, Sent)]


@pytest.mark.parametrize(
    "text", ["nothing", "renamed category,Larkhaven,soon", "earthquake,Larkhaven,2025-01-01"]
)
def test_a_fault_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="fault: "):
        Fault.parse(text)
