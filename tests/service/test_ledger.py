"""The ledger, on every database that is there."""

from datetime import datetime, timedelta
from itertools import permutations

import pandas as pd
import pytest

from course.service.ledger import Answer, Label, Ledger, LedgerAway

MONDAY = datetime(2025, 3, 3, 12)
HOME = {"city": "São Brisal", "accommodates": 2, "bathrooms": None}


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def answer(name: str, at: datetime = MONDAY, price: float = 80.25, **home) -> Answer:
    return Answer(name, at, "2025-03-01", HOME | home, price)


@pytest.fixture
def ledger(ledger_url) -> Ledger:
    ledger = Ledger(ledger_url)
    yield ledger
    ledger.close()


def test_what_was_answered_is_there_after_a_restart(ledger, ledger_url):
    given = [answer("a"), Answer("b", day(1), "2025-03-01", HOME, 1 / 3, "no city 'Atlantis'")]
    assert ledger.record(given) == given
    again = Ledger(ledger_url)
    rows = again.joined(day(2))
    assert rows["request_id"].tolist() == ["a", "b"]
    assert rows["price"].tolist() == [80.25, 1 / 3]
    assert rows["reason"].isna().tolist() == [True, False]
    assert rows["city"].tolist() == ["São Brisal"] * 2
    again.close()


def test_an_answer_stands_whatever_is_answered_later(ledger):
    first = answer("a", price=80.0)
    ledger.record([first])
    assert ledger.record([answer("a", day(3), price=95.0), answer("b")]) == [first, answer("b")]
    assert ledger.count() == 2


def test_an_id_twice_in_one_batch_has_one_answer(ledger):
    assert ledger.record([answer("a", price=1.0), answer("a", price=2.0)]) == [answer("a", price=1.0)] * 2
    assert ledger.count() == 1


def test_an_id_with_another_home_gets_the_home_of_then(ledger):
    ledger.record([answer("a")])
    (stands,) = ledger.record([answer("a", accommodates=4)])
    assert stands.home == HOME


def test_any_order_of_events_gives_the_same_table(ledger):
    """Labels that come before their answer, twice, or are corrected."""
    labels = [Label("a", day(10), 70.0), Label("a", day(20), 75.0), Label("a", day(10), 70.0)]
    for number, order in enumerate(permutations([answer("a"), *labels])):
        name = f"a{number}"
        for thing in order:
            if isinstance(thing, Answer):
                ledger.record([answer(name)])
            else:
                ledger.label([Label(name, thing.known_at, thing.value)])
    for moment, value in [(day(10), None), (day(11), 70.0), (day(20), 70.0), (day(21), 75.0)]:
        table = ledger.joined(moment)
        assert len(table) == number + 1
        assert table["value"].isna().all() if value is None else (table["value"] == value).all()


def test_what_is_not_yet_known_does_not_matter(ledger):
    ledger.record([answer("a"), answer("b", day(1))])
    ledger.label([Label("a", day(5), 70.0)])
    before = ledger.joined(day(6))
    ledger.record([answer("c", day(6)), answer("d", day(7))])
    ledger.label([Label("a", day(6), 1.0), Label("b", day(6), 2.0), Label("nobody", day(1), 3.0)])
    pd.testing.assert_frame_equal(ledger.joined(day(6)), before)
    assert ledger.joined(day(6), since=day(1))["request_id"].tolist() == ["b"]


def test_an_empty_ledger_has_the_columns_of_a_label(ledger):
    table = ledger.joined(day(1))
    assert len(table) == 0
    assert {"request_id", "at", "price", "value", "known_at"} <= set(table)
    assert ledger.record([]) == []
    assert ledger.recent(5) == []


def test_two_values_known_at_once_are_refused_and_nothing_is_written(ledger):
    ledger.record([answer("a"), answer("b")])
    ledger.label([Label("a", day(1), 70.0)])
    with pytest.raises(ValueError, match=r"'a' has the values 70.0 and 71.0"):
        ledger.label([Label("b", day(1), 5.0), Label("a", day(1), 71.0)])
    assert ledger.joined(day(2)).set_index("request_id")["value"].to_dict() == pytest.approx(
        {"a": 70.0, "b": float("nan")}, nan_ok=True
    )


def test_the_latest_answers_come_first_and_bring_their_labels(ledger):
    ledger.record([answer(name, day(number)) for number, name in enumerate("abc")])
    ledger.label([Label("b", day(9), 70.0), Label("b", day(8), 60.0)])
    recent = ledger.recent(2)
    assert [(row["request_id"], row["value"]) for row in recent] == [("c", None), ("b", 70.0)]
    assert recent[0]["home"] == HOME


@pytest.mark.parametrize("url", ["ledger.db", "mysql://x/y", "sqlite+nothing:///x", ""])
def test_a_url_that_cannot_be_used_says_what_one_is(url):
    with pytest.raises(ValueError, match=r"ledger: .*(sqlite|postgresql)"):
        Ledger(url)


def test_a_folder_that_is_not_there_is_a_ledger_that_is_away(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/later/ledger.db")
    with pytest.raises(LedgerAway):
        ledger.count()
    (tmp_path / "later").mkdir()
    assert ledger.count() == 0


def test_a_server_goes_and_comes_back(postgresql):
    ledger = Ledger(postgresql.make_database("goes_and_comes"))
    ledger.record([answer("a")])
    postgresql.stop()
    with pytest.raises(LedgerAway):
        ledger.record([answer("b")])
    postgresql.start()
    assert ledger.record([answer("b"), answer("a", price=1.0)]) == [answer("b"), answer("a")]
    ledger.close()
