"""Training: the stays whose outcome has become known, and the model that is fitted to them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from course.marketplace.market import Marketplace
from course.service.home import WORDS, Home
from course.service.model import NUMERIC, UNSEEN, Model, Number, features

HOME = list(Home.model_fields)
LARGE_HOST = 30  # listings; homes of larger hosts are not scored, see docs/dataset.md
GOLDEN_ROWS = 24
MIN_FREQUENCY = 10  # stays; rarer words are one


def stays(market: Marketplace, day: str | pd.Timestamp, window_days: int) -> pd.DataFrame:
    """Return the completed stays whose outcome became known in the days before a day.

    By the day on which an outcome was known, every stay counts in one window and not in its neighbour, however late it
    was known. The homes are described as on the morning of `day`.

    Parameters
    ----------
    market : Marketplace
        Its `start` lies `window_days` before `day` or earlier.

    Returns
    -------
    pandas.DataFrame
        One row per stay, in the order in which outcomes became known: ``booking_id``, ``listing_id``, ``known_at``, the
        fields of `Home`, and ``price``, per night. Listings of large hosts are left out.
    """
    day = pd.Timestamp(day)
    past = market.as_of(day)
    bookings = past.bookings
    is_due = (bookings["status"] == "completed") & (
        bookings["outcome_known_at"] >= day - pd.Timedelta(days=window_days)
    )
    done = bookings[is_due].sort_values(["outcome_known_at", "booking_id"])
    table = done[["booking_id", "listing_id"]].assign(known_at=done["outcome_known_at"])
    table["price"] = done["price"] / done["nights"]
    return table.merge(homes(past), on="listing_id")


def homes(market: Marketplace) -> pd.DataFrame:
    """Return the homes of ordinary hosts: ``listing_id`` and the fields of `Home`, one row per listing."""
    listings = market.listings
    ordinary = listings[listings["calculated_host_listings_count"] <= LARGE_HOST]
    return ordinary[["listing_id", *HOME]].astype({"accommodates": "int64", "minimum_nights": "int64"})


def records(table: pd.DataFrame) -> list[dict]:
    """Return the homes of a table as requests have them: plain values, and None where one is missing."""
    plain = table[HOME].astype(object)
    return plain.where(plain.notna(), None).to_dict("records")


def fit(table: pd.DataFrame, version: str) -> Model:
    """Fit the log of the price per night.

    Parameters
    ----------
    table : pandas.DataFrame
        With the columns of `stays`; at least one row.
    version : str
    """
    centres = {
        city: [float(rows["latitude"].mean()), float(rows["longitude"].mean())]
        for city, rows in table.drop_duplicates("listing_id").groupby("city")
    }
    described = records(table)
    X = _frame([features(home, centres) for home in described])
    pipeline = make_pipeline(_encoder(), Ridge(2.0)).fit(X, np.log(table["price"]))
    numbers, words, intercept = _learnt(pipeline, X)
    golden = [described[row] for row in _spread(X)]
    prices = np.exp(pipeline.predict(_frame([features(home, centres) for home in golden])))
    by_room_type = table.groupby("room_type")["price"].median()
    return Model(
        version=version,
        rows=len(table),
        intercept=intercept,
        numbers=numbers,
        words=words,
        centres=centres,
        medians={**by_room_type.to_dict(), UNSEEN: float(table["price"].median())},
        golden=[{**home, "price": float(price)} for home, price in zip(golden, prices, strict=True)],
    )


def _encoder() -> Pipeline:
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), list(NUMERIC)),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=MIN_FREQUENCY), list(WORDS)),
    )


def _frame(rows: list[Mapping[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*NUMERIC, *WORDS]).astype(dict.fromkeys(NUMERIC, "float64"))


def _learnt(
    pipeline: Pipeline, X: pd.DataFrame
) -> tuple[dict[str, Number], dict[str, dict[str, float]], float]:
    """Return numbers, words and intercept of a model that gives the pipeline's predictions.

    The pipeline adds up what it learnt about each feature. So it is asked once for every word and for a step of each
    number, all else being equal; the differences are what it knows, whatever its steps call it.
    """
    medians = X[list(NUMERIC)].median()
    base = {**medians, **dict.fromkeys(WORDS, UNSEEN)}
    seen = {name: sorted(X[name].unique()) for name in WORDS}
    asked = [base]
    asked += [{**base, name: base[name] + 1.0} for name in NUMERIC]
    asked += [{**base, name: word} for name in WORDS for word in seen[name]]
    answer, *others = pipeline.predict(_frame(asked)).tolist()
    steps = iter(others)
    numbers = {
        name: Number(
            median=float(medians[name]),
            low=0.0 if name == "km" else float(X[name].min()),  # nobody lives too near the middle
            high=float(X[name].max()),
            weight=next(steps) - answer,
        )
        for name in NUMERIC
    }
    words = {name: {UNSEEN: 0.0, **{word: next(steps) - answer for word in seen[name]}} for name in WORDS}
    return numbers, words, answer - sum(number.weight * number.median for number in numbers.values())


def _spread(X: pd.DataFrame) -> list[int]:
    """Return the positions of the golden rows: one of each city and room type, and some of all the rest."""
    each = np.flatnonzero(~X.duplicated(["city", "room_type"]).to_numpy())
    blank = np.flatnonzero(X.isna().any(axis=1).to_numpy())[:2]
    anywhere = np.linspace(0, len(X) - 1, GOLDEN_ROWS).astype(int)
    return sorted({*each.tolist(), *blank.tolist(), *anywhere.tolist()})
