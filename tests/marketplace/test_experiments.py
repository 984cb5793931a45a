"""Experiments: the planted effects are there, and so is what makes naive reading fail."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chisquare

from course.marketplace import Marketplace, simulate


@pytest.fixture(scope="module", params=range(3))
def market(request: pytest.FixtureRequest) -> Marketplace:
    return simulate(1000, seed=request.param)


def visits(market: Marketplace, experiment: str) -> pd.DataFrame:
    return market.experiments[market.experiments["experiment"] == experiment]


def lift(table: pd.DataFrame, unit: str) -> tuple[float, float]:
    """Return arm B's clicks per visit over arm A's, minus 1, and its standard error by unit (a ratio of means)."""
    means, variances = {}, {}
    for arm, rows in table.groupby("arm"):
        per_unit = rows.groupby(unit)["clicks"].agg(["sum", "size"])
        means[arm] = per_unit["sum"].sum() / per_unit["size"].sum()
        rest = per_unit["sum"] - means[arm] * per_unit["size"]
        variances[arm] = (rest**2).sum() / per_unit["size"].sum() ** 2
    error = np.sqrt(variances["A"] + variances["B"]) / means["A"]
    return means["B"] / means["A"] - 1, error


def test_every_experiment_has_its_own_guests_and_weeks(market: Marketplace):
    table, truth = market.experiments, market.truth.experiments
    assert list(table["experiment"].unique()) == list(truth.index)
    assert table["visit_id"].is_unique
    for name, row in truth.iterrows():
        here = visits(market, name)
        assert here["visited_at"].is_monotonic_increasing
        assert (here["visited_at"] >= row["start"]).all()
        assert (here["visited_at"] < row["end"]).all()
        assert 39_000 < here["guest_id"].nunique() <= 40_000
        assert here["listing_id"].notna().all() == (row["unit"] == "listing")
        unit_arms = here.groupby(f"{row['unit']}_id")["arm"].nunique()
        assert abs((unit_arms > 1).sum() / 40_000 - row["crossed"]) < 0.001
    assert table.groupby("guest_id")["experiment"].nunique().eq(1).all()


def test_visits_of_a_guest_resemble_one_another(market: Marketplace):
    table = visits(market, "a/a")
    by_guest = table.groupby("guest_id")["clicks"]
    table = table.assign(mean=by_guest.transform("mean"), size=by_guest.transform("size"))
    table = table[table["size"] > 1]
    n, k = len(table), table["guest_id"].nunique()
    within = ((table["clicks"] - table["mean"]) ** 2).sum() / (n - k)
    between = ((table["mean"] - table["clicks"].mean()) ** 2).sum() / (k - 1)
    typical = (n - table["size"].sum() / n) / (k - 1)
    assert 0.17 < (between - within) / (between + (typical - 1) * within) < 0.23


def test_the_planted_lift_is_there_and_no_other(market: Marketplace):
    assert market.truth.experiments["lift"].to_dict() == {"a/a": 0, "ranker": 0.03, "badge": 0, "logging": 0}
    for name, unit in (("a/a", "guest_id"), ("ranker", "guest_id"), ("badge", "listing_id")):
        found, error = lift(visits(market, name), unit)
        planted = market.truth.experiments.loc[name, "lift"]
        assert abs(found - planted) < 3.5 * error, name
        assert error < 0.01 or name == "badge"
    found, error = lift(visits(market, "ranker"), "guest_id")
    assert found > 1.96 * error


def test_a_badge_on_homes_must_be_read_by_home(market: Marketplace):
    """Redraw the arms, without any effect: counted by visit, far too many differences are significant."""
    table, rng = visits(market, "badge"), np.random.default_rng(0)
    homes, code = np.unique(table["listing_id"].to_numpy(dtype=np.int64), return_inverse=True)
    clicks, size = np.bincount(code, table["clicks"]), np.bincount(code)
    alarms = {"visit": 0, "home": 0}
    for _ in range(200):
        arm = rng.random(len(homes)) < 0.5
        rate = {b: clicks[arm == b].sum() / size[arm == b].sum() for b in (True, False)}
        by_visit = sum(rate[b] * (1 - rate[b]) / size[arm == b].sum() for b in rate)
        rest = clicks - np.where(arm, rate[True], rate[False]) * size
        by_home = sum((rest[arm == b] ** 2).sum() / size[arm == b].sum() ** 2 for b in rate)
        for unit, variance in (("visit", by_visit), ("home", by_home)):
            alarms[unit] += abs(rate[True] - rate[False]) > 1.96 * np.sqrt(variance)
    assert alarms["visit"] > 80
    assert alarms["home"] < 22


def test_broken_logging_fakes_a_lift_that_counting_guests_misses(market: Marketplace):
    table = visits(market, "logging")
    found, error = lift(table, "guest_id")
    assert found > 2 * error
    arms = table.groupby("guest_id")["arm"].nunique()
    assert 0.013 < (arms > 1).mean() < 0.017
    crossed = arms.index[arms > 1]
    guests = table[~table["guest_id"].isin(crossed)].groupby("arm")["guest_id"].nunique()
    assert chisquare(guests).pvalue > 0.001
    clickless = table["clicks"].eq(0).groupby(table["arm"]).mean()
    assert 0.8 < clickless["B"] / clickless["A"] < 0.93


def test_short_ranges_have_experiments_too():
    market = simulate(20, seed=1, start="2024-03-01", end="2024-03-03")
    assert market.experiments["visited_at"].max() < pd.Timestamp("2024-03-04")
    assert len(market.experiments)
