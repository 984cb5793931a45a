"""What the monitor finds, and how often it finds what is not there."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from course.marketplace import simulate
from course.service import monitor, training
from course.service.ledger import Ledger
from course.service.replay import Fault, rehearse
from course.service.replay import replay as events_of

DAY = datetime(2025, 6, 1)
DAYS = (monitor.NOW + monitor.BEFORE).days


def answers(rng: np.random.Generator, change: float = 0.0, homes: int = 120) -> pd.DataFrame:
    """Draw answers as `Ledger.joined` has them; the bias of all is larger by `change` in the last weeks.

    Each home has an error of its own and, as some homes are booked far more often than others, a number of answers.
    """
    home = np.repeat(np.arange(homes), rng.poisson(rng.exponential(12, homes)))
    age = rng.uniform(0, DAYS, len(home))
    error = 0.25 * rng.normal(size=homes)[home] + 0.2 * rng.normal(size=len(home))
    error += change * (age < monitor.NOW.days)
    known = pd.Series(DAY - pd.to_timedelta(age, unit="D"))
    return pd.DataFrame(
        {
            "at": known - timedelta(days=20),
            "known_at": known,
            "price": np.exp(error),
            "value": 1.0,
            "room_type": np.array(["Entire home/apt", "Private room"])[home % 2],
            "city": np.array(["Larkhaven", "Veldermere"])[home // 2 % 2],
            "latitude": 44 + home / 1000,
            "longitude": -36.0,
            "property_type": "Loft",
        }
    )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_more_false_alarms_than_promised(seed):
    """Where every true change is exactly its margin, the worst of what needs no alarm."""
    rng, promised, nights = np.random.default_rng(seed), 0.05, 120
    margin = monitor.MARGINS["bias"]
    rung = 0
    for night in range(nights):
        figures = list(monitor.errors(answers(rng, margin if night % 2 else -margin), DAY))
        assert len(figures) == 5
        rung += bool(monitor.alarms(figures, promised))
    assert rung / nights <= promised + 3 * np.sqrt(promised * (1 - promised) / nights)


def test_a_change_well_beyond_the_margin_rings():
    rng = np.random.default_rng(0)
    for _ in range(20):
        figures = list(monitor.errors(answers(rng, 0.30), DAY))
        assert "all homes" in [figure.what for figure in monitor.alarms(figures, monitor.FALSE_ALARMS)]


def test_the_standard_error_counts_homes_and_not_answers():
    """Ten copies of every answer say no more than one."""
    table = answers(np.random.default_rng(1))
    once = next(monitor.errors(table, DAY))
    ten = next(monitor.errors(pd.concat([table] * 10, ignore_index=True), DAY))
    assert (ten.value, ten.error) == (pytest.approx(once.value), pytest.approx(once.error))


def test_the_standard_error_is_right():
    drawn = [next(monitor.errors(answers(np.random.default_rng(seed)), DAY)) for seed in range(150)]
    spread = np.std([figure.value for figure in drawn])
    assert 0.85 < np.mean([figure.error for figure in drawn]) / spread < 1.15


def test_too_few_homes_say_nothing():
    table = answers(np.random.default_rng(2), 0.5, homes=20)
    assert list(monitor.errors(table, DAY)) == []


def test_whoever_makes_up_words_does_not_have_each_of_them_watched():
    rng = np.random.default_rng(3)
    table = answers(rng).assign(reason=None, minimum_nights=1, longitude=-36.0)
    table = table.assign(accommodates=2, bathrooms=1.0, bedrooms=1.0, beds=1.0)
    table = table.assign(neighbourhood_group=[f"word {k}" for k in rng.permutation(len(table))])
    figures = list(monitor.inputs(table, DAY))
    assert len(figures) < 50
    (new,) = [figure for figure in figures if figure.what.startswith("neighbourhood_group not seen")]
    assert new.value == 1.0


def test_an_empty_ledger_has_a_report(tmp_path):
    report = monitor.report(Ledger(f"sqlite:///{tmp_path}/ledger.db"), DAY)
    assert report == {"day": "2025-06-01", "watched": 0, "alarms": [], "weeks": []}


@pytest.fixture(scope="module")
def watched():
    """Return a function that reports on a morning of a replay with a fault, one model answering all along."""
    market = simulate(1000, seed=0, run_on=60)
    model = training.fit(training.stays(market, "2025-01-01", 90), "2025-01-01")

    def report(folder, day: datetime, *faults: Fault) -> dict:
        ledger = Ledger(f"sqlite:///{folder}/ledger.db")
        first = day - monitor.NOW - monitor.BEFORE - timedelta(days=30)
        rehearse(events_of(market, first, day, faults=faults), model, ledger)
        return monitor.report(ledger, day)

    return report


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (None, set()),
        (
            "renamed category",
            {"room_type not seen before, mostly 'Entire place'", "room_type = Entire home/apt"},
        ),
        ("frozen feature", {"accommodates up to 2"}),
        ("changed currency", {"city = Larkhaven"}),
    ],
)
def test_a_fault_rings_by_its_name_four_weeks_later(watched, tmp_path, kind, what):
    morning = datetime(2025, 5, 20)
    faults = [Fault(kind, "Larkhaven", morning - timedelta(days=28))] if kind else []
    rung = {alarm["what"] for alarm in watched(tmp_path, morning, *faults)["alarms"]}
    assert what <= rung
    assert bool(rung) == bool(kind)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_drift_rings_for_private_rooms_alone_and_not_before_it_is_there(seed, tmp_path):
    market = simulate(1000, seed=seed, run_on=60)
    drift = market.truth.drift_date.to_pydatetime()
    model = training.fit(training.stays(market, "2025-01-01", 90), "2025-01-01")
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.db")
    rehearse(events_of(market, "2025-01-01", drift + timedelta(days=50)), model, ledger)

    def rung(day: datetime) -> list[str]:
        figures = list(monitor.errors(ledger.joined(day, since=day - monitor.LATEST_LABEL), day))
        return [figure.what for figure in monitor.alarms(figures, monitor.FALSE_ALARMS / 2)]

    before = [rung(drift - timedelta(weeks=weeks)) for weeks in (0, 3, 6)]
    after = [rung(drift + timedelta(days=days)) for days in (36, 43, 50)]
    assert before == [[]] * 3
    assert ["room_type = Private room"] in after
    assert {what for names in after for what in names} == {"room_type = Private room"}


def test_a_report_has_what_the_page_draws(watched, tmp_path):
    weeks = watched(tmp_path, datetime(2025, 5, 20))["weeks"]
    assert {week["weeks_ago"] for week in weeks} == set(range(monitor.WEEKS))
    assert all(abs(week["bias"]) < 0.3 for week in weeks if week["n"] >= 20)


def test_an_alarm_depends_on_the_margin_the_error_and_the_chance():
    figure = monitor.Figure("bias", "all homes", value=-0.15, error=0.02, homes=200)
    assert figure.alarms(1e-4)
    assert not replace(figure, error=0.03).alarms(1e-4)
    assert not replace(figure, value=-0.05).alarms(0.4)
    assert not figure.alarms(1e-9)
