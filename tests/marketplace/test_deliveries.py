"""Deliveries: every booking's events arrive, some late, some twice, in files of which four are faulty."""

import pandas as pd
import pytest

from course.marketplace import Marketplace, simulate

DAY = pd.Timedelta(days=1)
EVENT = ["booking_id", "version"]


@pytest.fixture(scope="module", params=range(3))
def market(request: pytest.FixtureRequest) -> Marketplace:
    return simulate(1000, seed=request.param, run_on=60)


@pytest.fixture(scope="module")
def first(market: Marketplace) -> pd.DataFrame:
    """Return every event's first arrival, away from the files that were lost or sent again."""
    faults = market.truth.delivery_faults["file"]
    unusual = [faults["empty file"], faults["file sent twice"] + DAY]
    once = market.deliveries[~market.deliveries["file"].isin(unusual)].drop_duplicates(EVENT)
    return once[once["happened_at"] >= "2024-01-01"]


def test_the_events_of_a_booking_are_the_bookings(market: Marketplace):
    bookings = market.bookings.set_index("booking_id")
    shown = market.deliveries
    shown = shown[~shown["city"].eq(market.truth.delivery_faults.loc["changed currency", "about"])]
    match = bookings.loc[shown["booking_id"]].reset_index()
    for name in ("listing_id", "guest_id", "check_in", "nights", "price"):
        assert (match[name].to_numpy() == shown[name].to_numpy()).all(), name
    guests = shown["guests"].fillna(shown["party_size"])
    assert (match["guests"].to_numpy() == guests.to_numpy()).all()
    made = (shown["version"] == 1).to_numpy()
    assert (match["created_at"].to_numpy() == shown["happened_at"].to_numpy())[made].all()
    assert (shown["status"] == "booked").to_numpy()[made].all()
    assert (match["outcome_known_at"].to_numpy() == shown["happened_at"].to_numpy())[~made].all()
    assert (match["status"].to_numpy() == shown["status"].to_numpy())[~made].all()


def test_events_arrive_in_files_by_day(market: Marketplace):
    deliveries = market.deliveries
    assert deliveries["arrived_at"].is_monotonic_increasing
    assert (deliveries["arrived_at"] >= deliveries["happened_at"]).all()
    assert (deliveries["file"] == deliveries["arrived_at"].dt.normalize()).all()
    assert deliveries["file"].min() == pd.Timestamp("2024-01-01")
    assert deliveries["file"].max() == pd.Timestamp("2025-12-31")


def test_a_few_events_arrive_late(first: pd.DataFrame):
    first = first[first["happened_at"] < "2025-12-01"]
    hours = (first["arrived_at"] - first["happened_at"]).dt.total_seconds() / 3600
    very_late = hours >= 24
    late = hours.between(1 / 12, 24, inclusive="neither")
    assert 0.032 < late.mean() < 0.046  # of five per cent, those of less than a day
    assert 0.02 < very_late.mean() < 0.03  # one per cent, and the tail of the late ones
    days = (first["file"] - first["happened_at"].dt.normalize()).dt.days
    assert 0.95 < (days == 0).mean() < 0.985
    assert 0.005 < (days > 2).mean() < 0.012
    # Of those beyond a day, two in five are the very late ones, with 72 hours more; the others have 20 hours more.
    assert 36 < hours[very_late].mean() - 24 < 46
    assert 9 < hours[late].mean() < 10.5  # 20 hours, cut off at 24


def test_two_per_cent_are_repeated_and_differ_in_their_arrival(market: Marketplace, first: pd.DataFrame):
    deliveries = market.deliveries[market.deliveries["file"].isin(first["file"].unique())]
    assert 0.016 < deliveries.duplicated(EVENT).mean() < 0.024
    assert not deliveries.duplicated().any()


def test_appending_overstates_and_the_last_arrival_misleads(market: Marketplace):
    seen = market.deliveries[market.deliveries["arrived_at"] < "2025-03-01"]
    made = seen[seen["version"] == 1]
    overstated = made["price"].sum() / made.drop_duplicates("booking_id")["price"].sum() - 1
    assert 0.012 < overstated < 0.035
    last = seen.drop_duplicates("booking_id", keep="last").set_index("booking_id")["status"]
    best = seen.sort_values("version", kind="stable").drop_duplicates("booking_id", keep="last")
    best = best.set_index("booking_id")["status"].reindex(last.index)
    cancelled = best == "cancelled"
    assert 0.002 < (last != best)[cancelled].mean() < 0.03


def test_the_planted_faults_are_where_the_truth_says(market: Marketplace):
    deliveries, faults = market.deliveries, market.truth.delivery_faults
    since = faults["file"]
    assert since.is_unique
    renamed = deliveries["file"] >= since["renamed column"]
    assert deliveries["guests"].isna().equals(renamed)
    assert deliveries["party_size"].notna().equals(renamed)
    prices = deliveries.merge(
        market.bookings[["booking_id", "price"]], on="booking_id", suffixes=("", "_paid")
    )
    ratio = prices["price"] / prices["price_paid"]
    foreign = (prices["file"] >= since["changed currency"]) & (
        prices["city"] == faults.loc["changed currency", "about"]
    )
    assert (ratio[~foreign] == 1).all()
    assert market.truth.currency_factor == 0.78
    assert (ratio[foreign] - 0.78).abs().max() < 1e-3
    assert since["empty file"] not in set(deliveries["file"])
    assert deliveries["file"].nunique() == 730
    again = deliveries[deliveries["file"] == since["file sent twice"] + DAY]
    before = deliveries[deliveries["file"] == since["file sent twice"]]
    both = before.merge(again, on=EVENT, suffixes=("", "_again"))
    twice = both[both["arrived_at_again"] == both["arrived_at"] + DAY]
    assert len(twice) == len(before) > 20


def test_blocks_share_the_days_of_the_faults(tmp_path, market: Marketplace):
    dates = market.truth.delivery_faults
    assert simulate(1, seed=market._draw.world.seed).truth.delivery_faults.equals(dates)
