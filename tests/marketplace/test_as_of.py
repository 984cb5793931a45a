"""Time travel: what is known at a moment does not depend on what comes later."""

import numpy as np
import pandas as pd
import pytest

from course.marketplace import Marketplace, simulate
from course.marketplace.draw import Draw
from course.marketplace.nights import DAY

WHEN = pd.Timestamp("2025-01-20 09:30")
SCRAPED = ("listings", "calendar", "reviews", "hosts", "raw_listings", "raw_calendar", "raw_reviews")
LOGS = {  # with the column that says when a row came to be
    "bookings": "created_at",
    "searches": "searched_at",
    "annotations": "annotated_at",
    "deliveries": "arrived_at",
    "experiments": "visited_at",
}
TABLES = (*SCRAPED, *LOGS, "neighbourhoods", "lifecycle", "offers", "photos", "photo_pool")
AFTER_THE_SNAPSHOT = ("annotations", "experiments")
OUTCOME = ["cancelled_at", "rating", "reviewed_on", "outcome_known_at"]


@pytest.fixture(scope="module")
def market() -> Marketplace:
    return simulate(150, seed=3, run_on=180)


def with_another_future(market: Marketplace, now: int) -> Marketplace:
    """Return the market with all that comes after minute `now` replaced: in it nothing is as it was."""
    whole = market._draw
    other = Draw(whole.world, whole.n_listings, whole.block, whole.first_serial)
    rng = np.random.default_rng(0)
    homes, bookings, reviews = whole.homes.copy(), whole.bookings.copy(), whole.all_reviews
    leaves = homes["closing_night"] * DAY > now
    homes.loc[leaves, "closing_night"] = now // DAY + 1 + rng.integers(50, size=leaves.sum())
    homes.loc[leaves, "is_closed"] = True
    homes.loc[leaves, "is_stale"] = homes["is_missed"] | (rng.random(len(homes)) < 0.5)
    bookings = bookings[(bookings["created"] < now) | (rng.random(len(bookings)) < 0.5)].reset_index(
        drop=True
    )
    is_open = bookings["known"] >= now
    bookings.loc[is_open, "known"] = now + rng.integers(100_000, size=is_open.sum())
    bookings.loc[is_open, "cancelled"] = ~bookings.loc[is_open, "cancelled"]
    bookings.loc[is_open, "cancelled_at"] = np.where(
        bookings.loc[is_open, "cancelled"], bookings.loc[is_open, "known"], np.nan
    )
    bookings.loc[is_open, "stars"] = 1.0
    keep = (reviews["night"] < now // DAY) | (rng.random(len(reviews)) < 0.5)
    changed = {"homes": homes, "bookings": bookings, "all_reviews": reviews[keep].reset_index(drop=True)}
    changed["comments"] = whole.comments[keep]
    for name, time in (
        ("searches", whole.searches["minute"]),
        ("annotations", whole.annotations["second"] // 60),
    ):
        changed[name] = getattr(whole, name)[(time < now) | (rng.random(len(time)) < 0.5)].reset_index(
            drop=True
        )
    other.__dict__.update(changed)
    return Marketplace(other)


@pytest.fixture(scope="module", params=[WHEN, pd.Timestamp("2024-04-10 18:00")], ids=["after", "before"])
def two_futures(request: pytest.FixtureRequest, market: Marketplace) -> tuple[Marketplace, Marketplace]:
    """Return two markets as of a moment, after or before the snapshot, whose futures differ."""
    now = (request.param - market._draw.world.start) // pd.Timedelta(minutes=1)
    return market.as_of(request.param), with_another_future(market, now).as_of(request.param)


@pytest.mark.parametrize("table", TABLES)
def test_the_past_is_the_same_whatever_comes_later(two_futures: tuple[Marketplace, Marketplace], table: str):
    one, other = (getattr(past, table) for past in two_futures)
    assert len(one) or (table in AFTER_THE_SNAPSHOT and two_futures[0]._draw.today < 366)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_another_future_is_another_market(market: Marketplace):
    now = (WHEN - market._draw.world.start) // pd.Timedelta(minutes=1)
    other = with_another_future(market, now)
    for table in ("lifecycle", "bookings", "searches", "deliveries", "annotations"):
        assert not getattr(other, table).equals(getattr(market, table)), table


@pytest.mark.parametrize("table", TABLES)
def test_as_of_an_earlier_moment_by_way_of_a_later_one(market: Marketplace, table: str):
    direct = getattr(market.as_of("2025-01-10"), table)
    detour = getattr(market.as_of(WHEN).as_of("2025-01-10"), table)
    pd.testing.assert_frame_equal(direct, detour, check_exact=True)


@pytest.mark.parametrize("table", SCRAPED)
def test_as_of_the_snapshot_the_scraped_tables_are_the_markets_own(market: Marketplace, table: str):
    snapshot = market.listings["snapshot_date"].iloc[0]
    pd.testing.assert_frame_equal(
        getattr(market.as_of(snapshot), table), getattr(market, table), check_exact=True
    )


@pytest.mark.parametrize("table", LOGS)
def test_a_log_is_cut_at_the_moment(market: Marketplace, table: str):
    log, column = getattr(market, table), LOGS[table]
    cut = getattr(market.as_of(WHEN), table)
    expected = log[log[column] < WHEN].reset_index(drop=True)
    same = [name for name in log if name not in (*OUTCOME, "status")]
    assert 0 < len(cut) < len(log)
    pd.testing.assert_frame_equal(cut[same], expected[same], check_exact=True)


def test_a_booking_stands_until_its_outcome_is_known(market: Marketplace):
    final = market.bookings[market.bookings["created_at"] < WHEN].reset_index(drop=True)
    known = market.as_of(WHEN).bookings
    settled = (final["outcome_known_at"] < WHEN).to_numpy()
    assert 0.5 < settled.mean() < 1.0
    assert known.loc[settled, OUTCOME].equals(final.loc[settled, OUTCOME])
    assert known.loc[settled, "status"].equals(final.loc[settled, "status"])
    assert (known.loc[~settled, "status"] == "booked").all()
    assert known.loc[~settled, OUTCOME].isna().all(axis=None)


def test_listings_are_there_from_the_day_they_are_listed_on(market: Marketplace):
    listed_on = market.lifecycle["listed_on"]
    day = listed_on[listed_on > "2024-06-01"].min()
    assert set(market.as_of(day).listings["listing_id"]) == set(
        market.lifecycle.loc[listed_on <= day, "listing_id"]
    )
    early = market.as_of(day - pd.Timedelta(minutes=1))
    assert len(early.listings) == (listed_on < day).sum() < len(market.listings)
    assert early.lifecycle["closed_on"].dropna().lt(day).all()
    assert set(early.hosts["host_id"]) == set(early.listings["host_id"])
    counted = early.listings.groupby("host_id").size()
    hosts = early.hosts.set_index("host_id")
    assert (hosts["calculated_host_listings_count"] == counted.reindex(hosts.index)).all()


def test_listings_count_what_was_booked_and_written_by_then(market: Marketplace):
    past = market.as_of("2025-06-01")
    listings = past.listings.set_index("listing_id")
    assert (listings["snapshot_date"] == "2025-06-01").all()
    counts = past.reviews.groupby("listing_id").size().reindex(listings.index).fillna(0)
    assert (listings["number_of_reviews"] == counts).all()
    assert past.reviews["date"].max() < pd.Timestamp("2025-06-01")
    nights = past.calendar[past.calendar["date"].between("2025-06-01", "2025-06-30")]
    opened = nights.groupby("listing_id")["available"].sum().reindex(listings.index)
    assert (listings["availability_30"] == opened).all()
    bookings = past.bookings[past.bookings["check_in"] <= past.calendar["date"].max()]
    standing = bookings[bookings["status"] == "booked"]
    calendar = past.calendar.set_index(["listing_id", "date"])["available"]
    assert not calendar.loc[list(zip(standing["listing_id"], standing["check_in"], strict=True))[:50]].any()


def test_private_rooms_ask_less_after_the_drift(market: Marketplace):
    before = market.as_of(market.truth.drift_date - pd.Timedelta(days=1)).listings.set_index("listing_id")
    after = market.as_of(market.truth.drift_date).listings.set_index("listing_id")
    ratio = (after["price"] / before["price"])[before["price"] < 999].dropna()
    private = before.loc[ratio.index, "room_type"] == market.truth.drift_room_type
    assert (ratio[private] - market.truth.drift_price_factor).abs().max() < 0.03
    assert (ratio[~private] == 1).all()


def test_pictures_are_those_of_the_photos_known_then(market: Marketplace):
    past = market.as_of("2024-03-01")
    ids = pd.concat([past.photos, past.photo_pool])["photo_id"].to_numpy()
    assert 0 < len(ids) < 4600
    assert np.array_equal(past.photo_pixels, market.photo_pixels[ids - 1])


def test_the_truth_stays_whole(market: Marketplace):
    assert market.as_of("2024-03-01").truth.listings.equals(market.truth.listings)


@pytest.mark.parametrize("when", ["2023-12-31", "2026-01-01 00:01", "soon", None])
def test_moments_out_of_range_are_refused(market: Marketplace, when):
    with pytest.raises(ValueError, match="when"):
        market.as_of(when)


def test_nobody_looks_ahead_of_the_moment(market: Marketplace):
    with pytest.raises(ValueError, match="when must be from 2024-01-01 00:00:00 to 2024-05-01 00:00:00"):
        market.as_of("2024-05-01").as_of("2024-05-02")


# Nights beyond the end


def test_running_on_keeps_bookings_and_lead_times_up():
    for seed in range(3):
        bookings = {run_on: simulate(800, seed, run_on=run_on).bookings for run_on in (0, 180)}
        lead, volume = {}, {}
        for run_on, table in bookings.items():
            days = (table["check_in"] - table["created_at"]).dt.total_seconds() / 86_400
            month = table["created_at"].dt.to_period("M")
            december = month == "2025-12"
            lead[run_on] = days[december].median() / days[month == "2024-12"].median()
            volume[run_on] = december.sum() / (month == "2024-12").sum()
        assert lead[0] < 0.5
        assert volume[0] < 0.6
        assert 0.8 < lead[180] < 1.25
        assert 0.8 < volume[180] < 1.3


def test_running_on_shows_no_night_after_the_end(market: Marketplace):
    assert market.calendar["date"].max() == pd.Timestamp("2025-12-31")
    assert market.bookings["created_at"].max() < pd.Timestamp("2026-01-01")
    assert market.bookings["check_in"].max() > pd.Timestamp("2026-03-01")
    plain = simulate(150, seed=3)
    offered = ["listing_id", "host_id", "price", "city", "name"]
    assert market.listings[offered].equals(plain.listings[offered])
