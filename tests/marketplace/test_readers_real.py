"""The readers on real Inside Airbnb files, where there are any; the figures were measured on these files.

The files (Inside Airbnb, CC BY 4.0) are not part of the project. They are looked for in the folder that the
environment variable PERCH_REAL_DATA names, or else in `shared/real_data` beside the repository.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from course.marketplace.readers import read_calendar, read_listings, read_reviews
from course.marketplace.schema import CALENDAR, LISTINGS

REAL_DATA = Path(
    os.environ.get("PERCH_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "real_data")
)
pytestmark = pytest.mark.filterwarnings("ignore:.*blank in every row")

RATINGS = [name for name in LISTINGS if name.startswith("review_scores_")]


def real(read, name):
    path = REAL_DATA / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip(f"no {path}: set PERCH_REAL_DATA to a folder with the Inside Airbnb files")
    return read(path)


def quantiles(column) -> list[float]:
    return column.quantile([0.01, 0.05, 0.25, 0.5, 0.75, 0.99, 1]).round(2).tolist()


def never_reviewed_alone_lack_reviews_per_month(table) -> bool:
    never = table["number_of_reviews"] == 0
    return all((table[name].isna() == never).all() for name in ("reviews_per_month", "last_review"))


def test_new_york_2019():
    table = real(read_listings, "new-york_2019-07-08_summary")
    assert len(table) == 48895
    assert (table["price"] == 0).sum() == 11
    assert quantiles(table["price"]) == [30, 40, 69, 106, 175, 799, 10000]
    assert table["name"].isna().sum() == 16
    assert table["name"].str.contains("[\r\n]").sum() == 169
    assert table["last_review"].isna().sum() == 10052
    assert table["last_review"].max() == pd.Timestamp("2019-07-08")
    assert never_reviewed_alone_lack_reviews_per_month(table)
    assert table["host_id"].nunique() == 37457
    assert (
        table["calculated_host_listings_count"] == table.groupby("host_id")["host_id"].transform("size")
    ).all()
    assert table["neighbourhood"].nunique() == 221
    assert table["neighbourhood_group"].value_counts(normalize=True).round(3)["Manhattan"] == 0.443


DETAILED_FACTS = {
    # rows, price quantiles, zero prices, blank prices
    "washington-dc_2015-10-03": (3723, [38, 53, 85, 115, 165, 629, 2822], 0, 0),
    "jersey-city_2019-04-28": (2651, [25, 35, 66.5, 120, 195, 600, 2000], 2, 0),
    "boston_2021-12-17": (3349, [27.48, 37, 75, 126, 200, 794.2, 10000], 4, 0),
    "albany_2024-11-05": (421, [35, 48, 75, 100, 135, 378.25, 1379], 0, 37),
}


@pytest.mark.parametrize("name", DETAILED_FACTS)
def test_prices_and_ratings_of_detailed_files(name):
    table = real(read_listings, f"{name}_listings")
    n_rows, prices, zeros, blanks = DETAILED_FACTS[name]
    assert len(table) == n_rows and table["listing_id"].is_unique
    assert quantiles(table["price"]) == prices
    assert (table["price"] == 0).sum() == zeros
    assert table["price"].isna().sum() == blanks
    assert never_reviewed_alone_lack_reviews_per_month(table)
    for column in RATINGS:
        assert (table[column].min() >= 1, table[column].max()) == (True, 5)
        assert 4.5 < table[column].mean() < 5
    assert table["host_response_rate"].between(0, 1).sum() == table["host_response_rate"].notna().sum()
    assert table["latitude"].between(38, 43).all() and table["longitude"].between(-78, -70).all()


def test_washington_2015():
    table = real(read_listings, "washington-dc_2015-10-03_listings")
    assert table["review_scores_rating"].quantile([0, 0.25, 0.5, 0.75]).tolist() == [1.5, 4.5, 4.75, 5]
    assert table["review_scores_rating"].isna().sum() == 868
    counts = table["amenities"].map(len)
    assert (counts == 0).sum() == 57
    assert table["amenities"].explode().nunique() == 35
    assert "Family/Kid Friendly" in table.loc[0, "amenities"]
    assert table["maximum_nights"].max() == 2147483647
    assert table["host_response_rate"].isna().sum() == table["host_response_time"].isna().sum() == 434
    assert table["bathrooms_shared"].isna().all()
    assert table["bathrooms"].isna().sum() == 27
    assert table["neighbourhood"].nunique() == 39


def test_jersey_city_2019():
    table = real(read_listings, "jersey-city_2019-04-28_listings")
    assert table["review_scores_rating"].quantile([0.25, 0.5, 0.75]).round(2).tolist() == [4.55, 4.8, 4.95]
    assert table["amenities"].explode().nunique() == 120
    assert table["host_acceptance_rate"].isna().all()
    assert table["city"].value_counts()["Jersey City"] == 2497 + 4 + 1
    assert table["snapshot_date"].mode().tolist() == [pd.Timestamp("2019-04-28")]


def test_boston_2021():
    table = real(read_listings, "boston_2021-12-17_listings")
    assert table["review_scores_rating"].isna().sum() == 999 + 11
    assert table["bathrooms"].isna().sum() == table["bathrooms_shared"].isna().sum() == 5
    assert table["bedrooms"].isna().sum() == 467 and table["bedrooms"].min() == 1
    assert table["host_is_superhost"].isna().sum() == table["host_since"].isna().sum() == 325
    assert table["host_response_rate"].isna().sum() == 325 + 613
    assert table["amenities"].explode().nunique() == 562
    assert "\N{EN DASH} " in "".join(table["amenities"].explode()), "JSON escapes such as \\u2013 are decoded"
    assert table["source"].isna().all()


def test_albany_2024():
    table = real(read_listings, "albany_2024-11-05_listings")
    assert (table["price"].isna() == (table["source"] == "previous scrape")).all()
    assert table.loc[table["price"].isna(), "bathrooms"].notna().all()
    assert table["bathrooms_shared"].sum() == 41 + 17 + 10 + 1
    assert table["listing_id"].max() > 10**18
    assert table["amenities"].map(len).quantile([0.05, 0.5, 0.95]).tolist() == [11, 39, 59]
    assert table["neighbourhood"].nunique() == 15
    reviews = real(read_reviews, "albany_2024-11-05_reviews")
    assert len(reviews) == 25313 and reviews["review_id"].is_unique
    counts = reviews.groupby("listing_id").size().reindex(table["listing_id"], fill_value=0)
    assert counts.tolist() == table["number_of_reviews"].tolist()
    calendar = real(read_calendar, "albany_2024-11-05_calendar")
    assert len(calendar) == 153665 == 365 * 421
    assert calendar.groupby("listing_id")["price"].nunique().eq(1).all()
    assert calendar["adjusted_price"].isna().all()
    opened = calendar.groupby("listing_id")["available"].sum().reindex(table["listing_id"])
    assert (opened.to_numpy() == table["availability_365"].to_numpy()).mean() >= 0.988


def test_jersey_city_calendar_2019():
    table = real(read_calendar, "jersey-city_2019-04-28_calendar")
    assert len(table) == 967618
    assert round(table["available"].mean(), 2) == 0.58
    assert table.isna().sum().to_dict() == dict.fromkeys(CALENDAR, 0) | {
        "price": 22,
        "adjusted_price": 22,
        "minimum_nights": 2,
        "maximum_nights": 2,
    }
    assert round((table["price"] != table["adjusted_price"]).mean(), 3) == 0.008
    assert round((table.groupby("listing_id")["price"].nunique().gt(1)).mean(), 2) == 0.86
    assert table["date"].agg(["min", "max"]).tolist() == [
        pd.Timestamp("2019-04-27"),
        pd.Timestamp("2020-04-26"),
    ]
