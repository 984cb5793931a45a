"""What is planted so that one model, or one more feature, beats another: in prices, in values, in cancellations."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from course.marketplace import simulate
from course.marketplace.draw import Draw
from course.marketplace.market import END, START, checked_world

LOGS = ["accommodates", "minimum_nights"]
NUMBERS = ["bedrooms", "bathrooms", "beds", "bathrooms_shared", "n_amenities", "distance"]
NUMBERS += ["latitude", "longitude", "instant_bookable", *LOGS]
PLACES = ["neighbourhood_group", "city", "neighbourhood"]
ONE_HOT = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5, sparse_output=False)
CODES = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)


def ordinary_homes(seed: int) -> pd.DataFrame:
    """Return the homes of hosts with at most 30 listings, with place and log price."""
    world = checked_world(seed, START, END)
    homes = Draw(world, 16_000).homes
    places = world.neighbourhoods.loc[homes["neighbourhood_row"], PLACES].reset_index(drop=True)
    homes = homes.drop(columns="city", errors="ignore").join(places)
    homes[LOGS] = np.log(homes[LOGS].astype("float64"))
    homes[NUMBERS] = homes[NUMBERS].astype("float64")
    homes["y"] = np.log(homes["price"])
    return homes[~(homes["is_large"] | homes["is_placeholder"])]


def linear() -> Pipeline:
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    columns = make_column_transformer((scaled, NUMBERS), (ONE_HOT, [*PLACES, "room_type"]))
    return make_pipeline(columns, Ridge(3.0))


def boosted() -> Pipeline:
    columns = make_column_transformer((CODES, [*PLACES, "room_type"]), ("passthrough", NUMBERS))
    return make_pipeline(
        columns, HistGradientBoostingRegressor(max_iter=150, max_leaf_nodes=15, random_state=0)
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_boosted_model_of_the_price_needs_rows_and_then_wins(seed: int):
    homes = ordinary_homes(seed)
    held_out = homes["host"] % 5 == 0
    test, train = homes[held_out], homes[~held_out].sample(frac=1.0, random_state=0)

    def gain(rows: pd.DataFrame) -> float:
        scores = [
            r2_score(test["y"], make().fit(rows, rows["y"]).predict(test)) for make in (boosted, linear)
        ]
        return scores[0] - scores[1]

    assert np.mean([gain(train[first : first + 300]) for first in (0, 300)]) < -0.02
    assert gain(train[:10_000]) > 0.02


@pytest.mark.parametrize("seed", range(3))
def test_slopes_of_the_price_differ_by_kind_and_place_as_planted(seed: int):
    """Without its noise the price is linear, so least squares find every slope exactly."""
    homes = ordinary_homes(seed)[:3000]
    private, log_guests = homes["room_type"] == "Private room", homes["accommodates"]
    groups = homes["city"] + "/" + homes["neighbourhood_group"]
    others = ["bedrooms_true", "bathrooms", "bathrooms_shared", "n_amenities", "quality", "minimum_nights"]
    design = pd.concat(
        [
            pd.get_dummies(homes[["neighbourhood", "room_type"]], dtype="float64"),
            pd.get_dummies(groups, dtype="float64").mul(log_guests, axis=0),
            homes[[*others, "instant_bookable"]],
            pd.DataFrame({"near": homes["distance"] * ~private, "private": homes["distance"] * private}),
        ],
        axis=1,
    ).astype("float64")
    slopes = pd.Series(np.linalg.lstsq(design, homes["log_price"], rcond=None)[0], index=design.columns)
    assert slopes["instant_bookable"] == pytest.approx(0.12)
    assert slopes["near"] == pytest.approx(-0.05)
    assert slopes["private"] == pytest.approx(-0.05 / 3)
    of_guests = slopes[groups.unique()]
    for city, by_group in of_guests.groupby(of_guests.index.str.split("/").str[0]):
        middle = 0.80 if city == "Kettle Sound" else 0.58
        expected = middle + np.where(by_group > middle, 0.29, -0.29)
        assert by_group.to_numpy() == pytest.approx(expected), city
        assert by_group.min() < middle < by_group.max()


# The day of listing

TYPED = ["price", "accommodates", "bedrooms", "beds", "bathrooms", "minimum_nights", "latitude", "longitude"]


@pytest.fixture(scope="module", params=range(4))
def new_homes(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Return ordinary hosts' homes listed since the start, as typed, with the value of their first year."""
    market = simulate(2000, seed=request.param, late_share=0.85)
    offers = market.offers
    size = offers["host_id"].map(offers["host_id"].value_counts())
    homes = offers[(offers["listed_on"] >= START) & (size <= 30) & (offers["price"] < 999)]
    stays = market.bookings.query("status == 'completed'").merge(homes[["listing_id", "listed_on"]])
    first_year = stays[(stays["check_in"] - stays["listed_on"]).dt.days < 365]
    value = 0.15 * first_year.groupby("listing_id")["price"].sum()
    return homes.assign(value=value.reindex(homes["listing_id"]).fillna(0.0).to_numpy())


def test_new_homes_that_can_be_booked_at_once_earn_almost_twice_as_much(new_homes: pd.DataFrame):
    value = new_homes.groupby("instant_bookable")["value"].mean()
    assert 1.6 < value[True] / value[False] < 2.3


def test_on_the_day_of_listing_instant_booking_explains_some_of_the_value(new_homes: pd.DataFrame):
    numbers = new_homes[TYPED].astype("float64").assign(n_amenities=new_homes["amenities"].map(len))
    numbers["room_type"] = pd.factorize(new_homes["room_type"], sort=True)[0]
    folds = list(GroupKFold(4, shuffle=True, random_state=0).split(numbers, groups=new_homes["host_id"]))

    def score(features: pd.DataFrame) -> float:
        model = HistGradientBoostingRegressor(max_iter=60, max_leaf_nodes=8, random_state=0)
        return r2_score(new_homes["value"], cross_val_predict(model, features, new_homes["value"], cv=folds))

    instant = new_homes["instant_bookable"].astype("float64")
    assert 0.02 < score(numbers.assign(instant=instant)) - score(numbers) < 0.15


# Cancellations


def with_guests_record(bookings: pd.DataFrame) -> pd.DataFrame:
    """Add what was known of the guest at the time of booking: earlier bookings and how many were cancelled."""
    known = bookings[["guest_id", "outcome_known_at", "cancelled"]].sort_values(
        "outcome_known_at", kind="stable"
    )
    known["earlier"] = known.groupby("guest_id").cumcount() + 1
    known["cancellations"] = known.groupby("guest_id")["cancelled"].cumsum()
    return pd.merge_asof(
        bookings,
        known.drop(columns="cancelled").rename(columns={"outcome_known_at": "known_at"}),
        left_on="created_at",
        right_on="known_at",
        by="guest_id",
        allow_exact_matches=False,
    ).fillna({"earlier": 0, "cancellations": 0})


@pytest.fixture(scope="module", params=range(3))
def bookings(request: pytest.FixtureRequest) -> pd.DataFrame:
    market = simulate(2000, seed=request.param)
    table = market.bookings.merge(market.listings[["listing_id", "city"]], on="listing_id")
    table["cancelled"] = table["status"] == "cancelled"
    table["log_lead"] = np.log1p((table["check_in"] - table["created_at"]) / pd.Timedelta(days=1))
    table["log_price"] = np.log(table["price"] / table["nights"])
    table = with_guests_record(table.sort_values("created_at", kind="stable"))
    table["record"] = (table["cancellations"] + 0.4) / (table["earlier"] + 3)
    return table


def test_boosted_trees_rank_cancellations_a_little_better_than_logistic_regression(bookings: pd.DataFrame):
    half = len(bookings) // 2
    train, test = bookings[:half], bookings[half:]
    numbers = ["log_lead", "log_price", "nights", "guests", "earlier", "record"]

    def auc(model, encoder, columns: list[str]) -> float:
        model = make_pipeline(
            make_column_transformer((StandardScaler(), columns), (encoder, ["city"])), model
        )
        return roc_auc_score(
            test["cancelled"], model.fit(train, train["cancelled"]).predict_proba(test)[:, 1]
        )

    logistic = auc(LogisticRegression(), OneHotEncoder(), numbers)
    trees = HistGradientBoostingClassifier(max_iter=80, max_leaf_nodes=15, random_state=0)
    assert 0.01 < auc(trees, OrdinalEncoder(), numbers) - logistic < 0.03
    assert logistic - auc(LogisticRegression(), OneHotEncoder(), numbers[:4]) > 0.02  # the guest's record


def test_in_one_city_early_bookings_are_cancelled_less(bookings: pd.DataFrame):
    early = bookings["log_lead"] > np.log1p(30)
    rate = bookings.groupby([bookings["city"] == "Veldermere", early])["cancelled"].mean()
    assert rate[False, True] > 1.3 * rate[False, False]
    assert rate[True, True] < rate[True, False]


def test_guests_come_again(bookings: pd.DataFrame):
    per_guest = bookings.groupby("guest_id").size().sort_values()
    assert 3 < per_guest.mean() < 8
    assert 0.4 < per_guest.iloc[-len(per_guest) // 5 :].sum() / len(bookings) < 0.65
    assert per_guest.max() < 60
