"""The simulated listings look like real ones: marginals, relations and baseline scores within real cities' range.

The ranges come from a dozen exports of Inside Airbnb (insideairbnb.com, CC BY 4.0) between 2015 and 2025.
"""

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from course.marketplace import simulate
from course.marketplace.schema import LISTINGS

DOCS = Path(__file__).parents[2] / "docs"
_spec = importlib.util.spec_from_file_location("realism", DOCS / "realism.py")
realism = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(realism)

N = 2000
RANDOM_FOLDS = KFold(5, shuffle=True, random_state=0)
HOST_FOLDS = GroupKFold(5, shuffle=True, random_state=0)
OUTCOMES = ["price", "estimated_occupancy_l365d", "estimated_revenue_l365d"]


@pytest.fixture(scope="module", params=[0, 11])
def listings(request: pytest.FixtureRequest) -> pd.DataFrame:
    market = simulate(N, seed=request.param)
    distance = market.truth.listings.set_index("listing_id")["distance_km"]
    return market.listings.assign(distance_km=distance.reindex(market.listings["listing_id"]).to_numpy())


@pytest.fixture(scope="module")
def trimmed(listings: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a price between its 0.5 % and 99 % quantiles, as in the real cities' baselines."""
    low, high = listings["price"].quantile([0.005, 0.99])
    return listings[listings["price"].between(low, high)]


def gini(counts: pd.Series) -> float:
    ordered = np.sort(counts.to_numpy())
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def test_prices_are_roughly_log_normal(trimmed: pd.DataFrame, listings: pd.DataFrame):
    low, middle, high = listings["price"].quantile([0.05, 0.5, 0.95])
    assert 30 < low < 62
    assert 80 < middle < 190
    assert 245 < high < 600
    assert 0.5 < np.log(trimmed["price"]).std() < 0.75


def test_prices_depend_on_size_distance_and_hardly_on_ratings(trimmed: pd.DataFrame):
    rank = trimmed[["price", "accommodates", "distance_km", "review_scores_rating", "number_of_reviews"]]
    correlation = rank.astype("float64").corr("spearman")["price"]
    assert 0.45 < correlation["accommodates"] < 0.76
    assert -0.51 < correlation["distance_km"] < -0.05
    assert -0.05 < correlation["review_scores_rating"] < 0.2
    assert -0.4 < correlation["number_of_reviews"] < 0.16


def test_hosts_and_their_sizes(listings: pd.DataFrame):
    size = listings.groupby("host_id").size()
    assert (listings["calculated_host_listings_count"] == size.reindex(listings["host_id"]).to_numpy()).all()
    assert (listings["host_listings_count"] >= listings["calculated_host_listings_count"]).all()
    assert 0.64 < (size == 1).mean() < 0.87
    assert 0.07 < (size == 2).mean() < 0.15
    assert 0.02 < size.between(6, 20).mean() < 0.10
    assert 0.06 < (listings["calculated_host_listings_count"] >= 10).mean() < 0.54
    assert 0.20 < listings["host_is_superhost"].mean() < 0.52


def test_cities_and_neighbourhoods_are_skewed(listings: pd.DataFrame):
    assert listings["city"].value_counts(normalize=True).between(0.05, 0.5).all()
    for _, names in listings.groupby("city")["neighbourhood"]:
        counts = names.value_counts()
        assert 0.44 < counts.iloc[:10].sum() / counts.sum() < 0.90
        assert 0.31 < gini(counts) < 0.80


def test_rooms_and_sizes(listings: pd.DataFrame):
    rooms = listings["room_type"].value_counts(normalize=True)
    assert 0.60 < rooms["Entire home/apt"] < 0.83
    assert 0.15 < rooms["Private room"] < 0.36
    assert rooms["Shared room"] < 0.04
    assert rooms["Hotel room"] < 0.04
    kinds = listings["property_type"].value_counts(normalize=True)
    assert 30 < len(kinds) < 54
    assert 0.3 < kinds.iloc[0] < 0.6
    guests = listings["accommodates"]
    assert 0.37 < (guests == 2).mean() < 0.55
    assert 0.13 < (guests == 4).mean() < 0.27
    assert guests.between(1, 16).all()
    assert 1.2 < listings["bedrooms"].mean() < 1.7
    assert 0.0 < listings["bedrooms"].isna().mean() < 0.05
    assert 1.4 < listings["beds"].mean() < 2.2
    assert 1.0 < listings["bathrooms"].mean() < 1.35


def test_minimum_stays(listings: pd.DataFrame):
    nights = listings["minimum_nights"]
    assert nights.quantile(0.25) <= 2
    assert 2 <= nights.median() <= 3
    assert 0.05 < (nights >= 28).mean() < 0.30
    assert (nights <= listings["maximum_nights"]).all()


def test_reviews_are_long_tailed(listings: pd.DataFrame):
    count = listings["number_of_reviews"].astype("float64")
    assert 0.08 < (count == 0).mean() < 0.30
    assert 4 < count.median() < 41
    assert 16 < count.quantile(0.75) < 127
    assert 66 < count.quantile(0.95) < 362
    assert 1.35 < np.log(count[count > 0]).std() < 1.75
    assert 0.5 < listings["reviews_per_month"].median() < 2.0
    assert 4.6 < listings["review_scores_rating"].quantile(0.25) + 0.1 < 4.85
    assert 4.7 < listings["review_scores_rating"].median() < 4.9


def test_availability_is_u_shaped(listings: pd.DataFrame):
    nights = listings["availability_365"].astype("float64")
    assert 0.04 < (nights == 0).mean() < 0.36
    assert 0.01 < (nights == 365).mean() < 0.09
    assert 0.43 < nights.mean() / 365 < 0.66
    assert nights.std() / 365 > 0.29  # a uniform distribution's


def test_amenities_per_listing(listings: pd.DataFrame):
    per_listing = listings["amenities"].map(len)
    assert 7 <= per_listing.quantile(0.05) <= 15
    assert 28 <= per_listing.median() <= 40
    assert 45 <= per_listing.quantile(0.95) <= 60
    assert listings["amenities"].map(lambda names: len(set(names)) == len(names)).all()


def test_host_responses(listings: pd.DataFrame):
    times = listings["host_response_time"].value_counts(normalize=True, dropna=False)
    assert times.index[0] == "within an hour"
    assert 0.5 < times.iloc[0] < 0.85
    assert (listings["host_response_time"].isna() == listings["host_response_rate"].isna()).all()
    assert 0.03 < listings["host_response_rate"].isna().mean() < 0.25


def test_core_columns_explain_most_of_the_log_price(trimmed: pd.DataFrame):
    columns = trimmed.assign(
        log_guests=np.log(trimmed["accommodates"].astype("float64")),
        log_nights=np.log(trimmed["minimum_nights"].astype("float64")),
    )
    encode = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore", min_frequency=3), ["room_type", "neighbourhood"]),
        (StandardScaler(), ["log_guests", "log_nights", "distance_km"]),
    )
    model = make_pipeline(encode, Ridge(3.0))
    score = cross_val_score(model, columns, np.log(columns["price"]), cv=RANDOM_FOLDS).mean()
    assert 0.5 < score < 0.8


def test_random_folds_flatter_a_flexible_model(trimmed: pd.DataFrame):
    numeric = [name for name, dtype in LISTINGS.items() if dtype in ("Int64", "float64", "boolean")]
    numbers = trimmed[[*numeric, "distance_km"]].drop(columns=OUTCOMES).astype("float64")
    levels = OneHotEncoder(sparse_output=False, min_frequency=5).fit_transform(
        trimmed[["room_type", "property_type", "neighbourhood", "city"]]
    )
    common = Counter(name for names in trimmed["amenities"] for name in names).most_common(50)
    amenities = [[name in set(names) for name, _ in common] for names in trimmed["amenities"]]
    features, target = np.hstack([numbers, levels, amenities]), np.log(trimmed["price"])
    model = HistGradientBoostingRegressor(
        learning_rate=0.2, max_iter=50, max_leaf_nodes=15, max_bins=31, random_state=0
    )
    random = cross_val_score(model, features, target, cv=RANDOM_FOLDS).mean()
    by_host = cross_val_score(model, features, target, cv=HOST_FOLDS, groups=trimmed["host_id"]).mean()
    assert 0.5 < random < 0.8
    assert 0.02 < random - by_host < 0.20


# Relations


@pytest.fixture(scope="module")
def relations() -> dict[str, np.ndarray]:
    return realism.measured([simulate(realism.N, seed=seed) for seed in realism.SEEDS])


@pytest.mark.parametrize("relation", realism.RELATIONS, ids=lambda relation: relation.name)
def test_relations_are_as_in_real_exports(relation, relations: dict[str, np.ndarray]):
    found = relations[relation.name]
    assert (found >= relation.low - 1e-9).all(), found
    assert (found <= relation.high + 1e-9).all(), found


def test_the_dataset_page_shows_the_relations_as_measured(relations: dict[str, np.ndarray]):
    _, shown, _ = realism.split((DOCS / "dataset.md").read_text(encoding="utf-8"))
    assert shown == realism.table(relations), "write it anew: python docs/realism.py docs/dataset.md"
