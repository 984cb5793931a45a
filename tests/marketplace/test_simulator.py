"""The simulator keeps its promises: pure, consistent, exportable, and able to stream."""

import gzip
import hashlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from course.marketplace import (
    Marketplace,
    prepare_data,
    read_calendar,
    read_listings,
    read_reviews,
    simulate,
    storage,
    stream_parquet,
)
from course.marketplace.schema import CALENDAR, LISTINGS, REVIEWS
from course.marketplace.world import STREAMS, World

TABLES = (
    *("neighbourhoods", "hosts", "listings", "lifecycle", "calendar", "bookings", "reviews"),
    *("offers", "deliveries", "searches", "experiments", "photos", "photo_pool", "annotations"),
    *("raw_listings", "raw_calendar", "raw_reviews"),
)
DIGEST = "69b799063fb5bc8520e4de899956cf86219afac509f9c6c20f6557b5e0b42099"
DAY = pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def market() -> Marketplace:
    return simulate(300, seed=5)


# Purity


@pytest.mark.parametrize("table", TABLES)
def test_the_same_arguments_give_the_same_table_in_any_order_of_building(market: Marketplace, table: str):
    alone = getattr(simulate(300, seed=5), table)
    for other in reversed(TABLES):
        getattr(market, other)
    pd.testing.assert_frame_equal(alone, getattr(market, table), check_exact=True)


@pytest.mark.parametrize("table", TABLES)
def test_another_seed_gives_another_table(market: Marketplace, table: str):
    assert not getattr(simulate(300, seed=6), table).equals(getattr(market, table))


def test_the_listings_are_the_same_on_every_platform():
    """A new digest is right only if a change of the simulated listings was meant."""
    export = simulate(50, seed=1).raw_listings.to_csv(index=False, lineterminator="\n")
    assert hashlib.sha256(export.encode()).hexdigest() == DIGEST


def test_every_table_and_block_has_a_random_stream_of_its_own():
    world = World(1, pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31"))
    first_draws = [world.rng(stream, block).random() for stream in STREAMS for block in range(3)]
    assert len(set(first_draws)) == 3 * len(STREAMS)


def test_the_global_random_state_is_neither_used_nor_changed(market: Marketplace):
    np.random.seed(0)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert simulate(300, seed=5).listings.equals(market.listings)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


# Schema and keys


def test_the_canonical_tables_have_the_canonical_columns(market: Marketplace):
    for table, schema in (
        (market.listings, LISTINGS),
        (market.calendar, CALENDAR),
        (market.reviews, REVIEWS),
    ):
        assert list(table) == list(schema)
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(schema)


def test_ids_are_unique_and_refer_to_rows(market: Marketplace):
    for table, key in (
        ("listings", "listing_id"),
        ("hosts", "host_id"),
        ("bookings", "booking_id"),
        ("reviews", "review_id"),
        ("photos", "photo_id"),
        ("lifecycle", "listing_id"),
    ):
        assert getattr(market, table)[key].is_unique, table
    listings = market.listings
    for table in ("lifecycle", "calendar", "bookings", "reviews", "searches", "photos"):
        assert getattr(market, table)["listing_id"].isin(listings["listing_id"]).all(), table
    assert listings["host_id"].isin(market.hosts["host_id"]).all()
    assert market.annotations["photo_id"].isin(market.photos["photo_id"]).all()
    places = ["city", "neighbourhood_group", "neighbourhood"]
    known = set(market.neighbourhoods[places].itertuples(index=False, name=None))
    assert set(listings[places].itertuples(index=False, name=None)) <= known


def test_hosts_agree_with_listings(market: Marketplace):
    shared = [name for name in market.hosts if name in market.listings and name != "city"]
    merged = market.listings.merge(market.hosts, on="host_id", suffixes=("", "_host"), validate="many_to_one")
    for name in shared[1:]:
        pd.testing.assert_series_equal(
            merged[name], merged[f"{name}_host"], check_names=False, check_dtype=False, obj=name
        )
    assert (merged["city"] == merged["city_host"]).all()
    assert (merged["host_since"] <= merged.merge(market.lifecycle)["listed_on"]).all()


def test_recent_ids_have_eighteen_digits(market: Marketplace):
    listed = market.listings.merge(market.lifecycle)
    recent = listed["listed_on"] >= "2022-03-01"
    assert 0.3 < recent.mean() < 1.0
    assert (listed["listing_id"].astype("str").str.len() == 18).equals(recent)


# Nights, bookings, reviews


def nights_of(bookings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per booked night."""
    rows = bookings.loc[bookings.index.repeat(bookings["nights"])]
    offset = rows.groupby(level=0).cumcount()
    return rows[["listing_id"]].assign(date=rows["check_in"] + pd.to_timedelta(offset, unit="D"))


def test_the_calendar_is_complete(market: Marketplace):
    calendar = market.calendar
    assert len(calendar) == 300 * 731
    assert not calendar.duplicated(["listing_id", "date"]).any()
    assert calendar["date"].min() == pd.Timestamp("2024-01-01")
    assert calendar["date"].max() == pd.Timestamp("2025-12-31")


def test_stays_never_overlap_and_fit_the_rules(market: Marketplace):
    bookings = market.bookings.merge(market.listings[["listing_id", "accommodates", "minimum_nights"]])
    assert (bookings["check_out"] - bookings["check_in"] == bookings["nights"] * DAY).all()
    assert (bookings["nights"] >= bookings["minimum_nights"]).all()
    assert bookings["guests"].between(1, bookings["accommodates"]).all()
    ordered = bookings.sort_values(["listing_id", "check_in"])
    previous = ordered.groupby("listing_id")["check_out"].shift()
    assert (previous.isna() | (ordered["check_in"] >= previous)).all()
    assert bookings["check_in"].min() >= pd.Timestamp("2024-01-01")
    assert bookings["check_out"].max() <= pd.Timestamp("2026-01-01")


def test_a_booking_costs_the_prices_of_its_nights(market: Marketplace):
    nights = nights_of(market.bookings).merge(market.calendar, on=["listing_id", "date"], how="left")
    booking = np.repeat(market.bookings["booking_id"].to_numpy(), market.bookings["nights"])
    total = nights["price"].groupby(booking).sum().reindex(market.bookings["booking_id"])
    assert (total.to_numpy() == market.bookings["price"].to_numpy()).all()


def test_times_of_a_booking_are_in_order(market: Marketplace):
    bookings = market.bookings.merge(market.lifecycle)
    assert (bookings["created_at"] >= bookings["listed_on"]).all()
    assert (bookings["created_at"] <= bookings["check_in"] + DAY).all()
    cancelled = bookings[bookings["status"] == "cancelled"]
    assert (cancelled["cancelled_at"] >= cancelled["created_at"]).all()
    assert (cancelled["cancelled_at"] <= cancelled["check_in"] + DAY).all()
    assert cancelled["rating"].isna().all()
    assert (bookings["closed_on"].isna() | (bookings["check_out"] <= bookings["closed_on"])).all()


def test_nights_booked_as_of_the_snapshot_are_not_available(market: Marketplace):
    snapshot = market.listings["snapshot_date"].iloc[0]
    bookings = market.bookings
    known = (bookings["created_at"] < snapshot) & ~(bookings["cancelled_at"] < snapshot)
    booked = nights_of(bookings[known]).assign(booked=True)
    calendar = market.calendar.merge(booked, on=["listing_id", "date"], how="left")
    assert not (calendar["available"] & calendar["booked"].notna()).any()
    freed = nights_of(bookings[bookings["cancelled_at"] < snapshot]).merge(market.calendar)
    assert freed.loc[freed["date"] < snapshot, "available"].all()
    # Not booked, yet closed: hosts block nights. Booked only later: most of those were open.
    later = nights_of(bookings[bookings["created_at"] >= snapshot]).merge(market.calendar)
    assert 0.5 < later["available"].mean() < 1.0


def test_availability_columns_count_the_calendars_open_nights(market: Marketplace):
    listings = market.listings.set_index("listing_id")
    snapshot = listings["snapshot_date"].iloc[0]
    assert snapshot == pd.Timestamp("2025-01-01")
    ahead = (market.calendar["date"] - snapshot).dt.days
    for days in (30, 60, 90, 365):
        open_nights = market.calendar["available"] & ahead.between(0, days - 1)
        counted = open_nights.groupby(market.calendar["listing_id"]).sum()
        assert (counted.reindex(listings.index) == listings[f"availability_{days}"]).all()


def test_review_columns_summarise_the_reviews():
    market = simulate(300, seed=5, start="2023-06-01")
    listings = market.listings.set_index("listing_id")
    snapshot = listings["snapshot_date"].iloc[0]
    reviews = market.reviews.groupby("listing_id")["date"].agg(["size", "min", "max"]).reindex(listings.index)
    assert (reviews["size"].fillna(0) == listings["number_of_reviews"]).all()
    assert reviews["min"].equals(listings["first_review"])
    assert reviews["max"].equals(listings["last_review"])
    assert market.reviews["date"].max() < snapshot
    recent = market.reviews[market.reviews["date"] >= snapshot - 365 * DAY].groupby("listing_id").size()
    assert (recent.reindex(listings.index).fillna(0) == listings["number_of_reviews_ltm"]).all()
    months = ((snapshot - listings["first_review"]).dt.days + 1).clip(lower=30.4) / 30.4
    pace = (listings["number_of_reviews"] / months).astype("float64")
    assert ((pace - listings["reviews_per_month"]).abs().dropna() < 0.0101).all()
    first = market.lifecycle.set_index("listing_id")["listed_on"].reindex(listings.index)
    assert (listings["first_review"].isna() | (listings["first_review"] >= first)).all()


def test_reviews_since_the_start_are_those_of_bookings(market: Marketplace):
    reviewed = market.bookings[market.bookings["reviewed_on"] < "2025-01-01"]
    key = ["listing_id", "date", "reviewer_id"]
    written = reviewed.rename(columns={"reviewed_on": "date", "guest_id": "reviewer_id"})[key]
    published = market.reviews.loc[market.reviews["date"] >= "2024-01-01", key]
    columns = {"by": key, "ignore_index": True}
    pd.testing.assert_frame_equal(written.sort_values(**columns), published.sort_values(**columns))


def test_estimates_follow_inside_airbnbs_rule(market: Marketplace):
    listings = market.listings
    stay = listings["minimum_nights"].clip(lower=3)
    nights = (2 * listings["number_of_reviews_ltm"] * stay).clip(upper=255)
    assert (nights == listings["estimated_occupancy_l365d"]).all()
    assert (nights == 255).any()
    revenue = nights.where(listings["price"].notna()) * listings["price"]
    assert revenue.astype("float64").equals(listings["estimated_revenue_l365d"])


# Searches and annotations


def test_search_results_are_on_offer_and_big_enough(market: Marketplace):
    searches = market.searches.merge(market.lifecycle).merge(
        market.listings, on="listing_id", suffixes=("", "_")
    )
    assert (searches["searched_at"].dt.normalize() >= searches["listed_on"]).all()
    assert (searches["closed_on"].isna() | (searches["searched_at"] < searches["closed_on"])).all()
    assert (searches["accommodates"] >= searches["guests"]).all()
    assert (searches["city"] == searches["city_"]).all()
    assert not searches.duplicated(["search_id", "listing_id"]).any()
    positions = market.searches.groupby("search_id")["position"]
    assert (positions.max() == positions.size()).all()
    assert (positions.min() == 1).all()
    assert positions.max().max() == 10


def test_every_annotator_votes_at_most_once_on_a_photo(market: Marketplace):
    assert not market.annotations.duplicated(["photo_id", "annotator"]).any()
    assert set(market.annotations["label"]) == set(market.photos["room"])
    votes = market.annotations.groupby("annotator").size() / len(market.photos)
    assert len(votes) == 7
    assert votes.between(0.7, 0.9).all()


# Small markets, short ranges, bad arguments


@pytest.mark.parametrize("n_listings", [1, 2, 7, 49, 50])
def test_small_markets(n_listings: int):
    market = simulate(n_listings, seed=3)
    for table in TABLES:
        getattr(market, table)
    assert len(market.listings) == market.listings["listing_id"].nunique() == n_listings
    assert len(market.truth.listings) == n_listings


@pytest.mark.parametrize(
    ("start", "end"),
    [("2024-02-29", "2024-02-29"), ("2024-01-01", "2024-01-02"), ("2024-03-01", "2024-05-31")],
)
def test_short_ranges(start: str, end: str):
    market = simulate(20, seed=3, start=start, end=end)
    for table in TABLES:
        getattr(market, table)
    assert market.calendar["date"].agg(["min", "max"]).tolist() == [pd.Timestamp(start), pd.Timestamp(end)]
    assert pd.Timestamp(start) <= market.listings["snapshot_date"].iloc[0] <= pd.Timestamp(end)
    assert (market.listings["availability_30"] <= (market.calendar["date"].nunique())).all()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"n_listings": 0}, "n_listings"),
        ({"n_listings": 2.5}, "n_listings"),
        ({"n_listings": True}, "n_listings"),
        ({"seed": -1}, "seed"),
        ({"seed": None}, "seed"),
        ({"start": "soon"}, "start"),
        ({"end": None}, "end"),
        ({"end": "2024-01-01T00:00Z"}, "end"),
        ({"start": "2025-01-02", "end": "2025-01-01"}, "end .* before start"),
    ],
)
def test_bad_arguments_are_named(arguments: dict, named: str):
    with pytest.raises(ValueError, match=named):
        simulate(**arguments)


# Export


def test_the_raw_export_reads_back_exactly(tmp_path):
    market = simulate(400, seed=8)
    for name in ("listings", "calendar", "reviews"):
        getattr(market, f"raw_{name}").to_csv(tmp_path / f"{name}.csv", index=False)
    listings = read_listings(tmp_path / "listings.csv")
    newest = listings.sort_values("snapshot_date", kind="stable").drop_duplicates("listing_id", keep="last")
    newest = newest.set_index("listing_id").loc[market.listings["listing_id"]].reset_index()
    pd.testing.assert_frame_equal(newest, market.listings, rtol=1e-12, atol=0)
    for name, read in (("calendar", read_calendar), ("reviews", read_reviews)):
        pd.testing.assert_frame_equal(read(tmp_path / f"{name}.csv"), getattr(market, name), check_exact=True)


def test_the_raw_listings_are_inside_airbnbs_texts():
    raw = simulate(2000, seed=0).raw_listings
    assert raw.shape[1] == 80
    assert (raw.dtypes == "str").all()
    assert not raw.isna().any(axis=None)
    assert raw.loc[raw["price"] != "", "price"].str.fullmatch(r"\$\d{1,3}(,\d{3})*\.00").all()
    assert raw["price"].str.contains(",").any()
    assert (raw["price"] == "").equals(raw["source"] == "previous scrape")
    assert raw["host_response_rate"].str.fullmatch(r"\d{1,3}%|N/A").all()
    assert (raw["host_response_time"] == "N/A").any()
    assert set(raw["instant_bookable"]) == {"t", "f"}
    assert set(raw["host_is_superhost"]) == {"t", "f", ""}
    assert raw["amenities"].str.contains(r"\\u2013").any()
    assert {"1 bath", "1 shared bath", "1.5 baths", "1 private bath", "Half-bath"} <= set(
        raw["bathrooms_text"]
    )
    for personal in ("host_name", "host_about", "host_url", "host_picture_url", "license"):
        assert (raw[personal] == "").all()


def test_about_one_per_cent_of_the_raw_rows_are_duplicates():
    raw = simulate(2000, seed=0).raw_listings
    repeated = raw["id"].duplicated(keep=False)
    assert 0.004 < raw["id"].duplicated().mean() < 0.02
    exact = raw.duplicated(keep=False)
    assert exact.any()
    scrapes = raw[repeated & ~exact].groupby("id")["last_scraped"].agg(["nunique", "min", "max"])
    assert len(scrapes) > 0
    assert (scrapes["nunique"] == 2).all()
    assert (scrapes["min"] == "2024-12-01").all()
    assert (scrapes["max"] == "2025-01-01").all()


def test_prepare_data_writes_once_and_the_same_bytes(tmp_path):
    folder = prepare_data(tmp_path / "a", n_listings=20, seed=4)
    first = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert set(first) == {"listings.csv.gz", "calendar.csv.gz", "reviews.csv.gz", "market.json"}
    assert prepare_data(tmp_path / "a", n_listings=20, seed=4) == folder
    assert first == {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    again = prepare_data(tmp_path / "b", n_listings=20, seed=4)
    assert {name: data for name, (data, _) in first.items()} == {
        p.name: p.read_bytes() for p in again.iterdir()
    }
    with gzip.open(folder / "listings.csv.gz", "rt", encoding="utf-8") as file:
        assert file.readline().startswith("id,listing_url,")


def test_prepare_data_never_leaves_half_a_file(tmp_path, monkeypatch: pytest.MonkeyPatch):
    def fail_half_way(table: pd.DataFrame, file) -> None:
        file.write(b"half")
        if "comments" in table:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(storage, "_write_csv", fail_half_way)
        with pytest.raises(KeyboardInterrupt):
            prepare_data(tmp_path, n_listings=20, seed=4)
    assert {path.name for path in tmp_path.iterdir()} == {"listings.csv.gz", "calendar.csv.gz"}
    prepare_data(tmp_path, n_listings=20, seed=4)
    assert len(read_listings(tmp_path / "listings.csv.gz")) >= 20


def test_prepare_data_does_not_pass_off_another_market(tmp_path):
    prepare_data(tmp_path, n_listings=20, seed=4)
    with pytest.raises(ValueError, match="another market"):
        prepare_data(tmp_path, n_listings=20, seed=5)


def test_the_module_prepares_the_data_folder(tmp_path):
    code = (
        "import pathlib, runpy; from course.marketplace import storage; "
        f"storage.PROJECT = pathlib.Path({str(tmp_path)!r}); storage.prepare_data.__defaults__ = (None, 20, 0); "
        "runpy.run_module('course.marketplace')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(run.stdout.splitlines()) == 1
    assert (tmp_path / "data" / "perch_20_0" / "reviews.csv.gz").exists()


# Streaming


def test_stream_parquet_writes_disjoint_blocks_of_one_world(tmp_path):
    tables = storage.STREAMED
    stream_parquet(tmp_path, 250, seed=7, tables=tables, block=100)
    read = {table: pads.dataset(tmp_path / table).to_table().to_pandas() for table in tables}
    assert len(read["listings"]) == read["listings"]["listing_id"].nunique() == 250
    assert len(read["calendar"]) == 250 * 731
    for table, key in (("bookings", "booking_id"), ("reviews", "review_id"), ("hosts", "host_id")):
        assert read[table][key].is_unique
    parts = [pq.read_table(path) for path in sorted((tmp_path / "listings").iterdir())]
    assert [part.num_rows for part in parts] == [100, 100, 50]
    hosts = [set(part["host_id"].to_pylist()) for part in parts]
    assert not hosts[0] & hosts[1]
    searches = [
        set(pq.read_table(path)["search_id"].to_pylist()) for path in (tmp_path / "searches").iterdir()
    ]
    assert not searches[0] & searches[1]
    assert read["offers"]["listing_id"].equals(read["listings"]["listing_id"])
    assert set(read["deliveries"]["booking_id"]) <= set(read["bookings"]["booking_id"])
    assert not read["deliveries"].duplicated().any()
    world = simulate(1, seed=7).neighbourhoods["neighbourhood"]
    assert read["listings"]["neighbourhood"].isin(world).all()
    assert not parts[0]["price"].equals(parts[1]["price"])


def test_the_first_block_is_the_simulated_market(tmp_path):
    stream_parquet(tmp_path, 60, seed=7, tables=("bookings",), block=40)
    first = pd.read_parquet(tmp_path / "bookings" / "part-00000.parquet")
    pd.testing.assert_frame_equal(first, simulate(40, seed=7).bookings, check_exact=True)


def test_blocks_bound_what_is_held(tmp_path, monkeypatch: pytest.MonkeyPatch):
    sizes = []
    original = storage.Draw

    def counted(world, n_listings: int, *rest):
        sizes.append(n_listings)
        return original(world, n_listings, *rest)

    monkeypatch.setattr(storage, "Draw", counted)
    stream_parquet(tmp_path, 25, tables=("lifecycle",), block=10)
    assert sizes == [10, 10, 5]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"tables": ("listings", "prices")}, "'prices'; choose from listings"),
        ({"tables": "listings"}, "tables"),
        ({"block": 0}, "block"),
        ({"n_listings": 0}, "n_listings"),
        ({"seed": -2}, "seed"),
    ],
)
def test_stream_parquet_names_bad_arguments_and_writes_nothing(tmp_path, arguments: dict, named: str):
    with pytest.raises(ValueError, match=named):
        stream_parquet(tmp_path / "new", **{"n_listings": 10, **arguments})
    assert not (tmp_path / "new").exists()


def test_stream_parquet_does_not_mix_two_markets(tmp_path):
    stream_parquet(tmp_path, 5, tables=("lifecycle",))
    with pytest.raises(ValueError, match="exists already"):
        stream_parquet(tmp_path, 5, tables=("lifecycle",))
