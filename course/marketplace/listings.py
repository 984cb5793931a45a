"""The canonical listings table: what a scrape on the day of the snapshot shows, without anything hidden."""

import numpy as np
import pandas as pd

from course.marketplace import planted, reviews, schema
from course.marketplace.draw import Draw
from course.marketplace.hosts import joining_nights
from course.marketplace.world import World


def build_listings(draw: Draw) -> pd.DataFrame:
    """Return the listings in the canonical schema; every summary agrees with the tables it summarises."""
    return scrape(draw, draw.homes, draw.today)


def scrape(draw: Draw, homes: pd.DataFrame, day: int) -> pd.DataFrame:
    """Return what a scrape on the morning of night `day` shows of `homes`, the rows of `draw.homes`."""
    world, hosts = draw.world, draw.hosts
    scores = reviews.summarise(world, homes, draw.reviews, day, draw.block)
    place = world.neighbourhoods.iloc[homes["neighbourhood_row"]]
    host = hosts.iloc[homes["host"]]
    stale = homes["is_stale"].to_numpy()
    price = np.where(stale, np.nan, asked_prices(world, homes, day))
    occupancy = estimated_nights(scores["number_of_reviews_ltm"], homes["minimum_nights"])
    size = hosts["size"].to_numpy()
    columns = {
        "snapshot_date": np.full(len(homes), world.date(day)),
        "source": np.where(stale, "previous scrape", "city scrape"),
        "name": draw.names,
        "host_id": draw.host_ids[homes["host"]],
        "host_since": dates(world, joining_nights(hosts, homes))[homes["host"]],
        "host_response_time": host["response_time"],
        "host_response_rate": host["response_rate"],
        "host_acceptance_rate": host["acceptance_rate"],
        "host_is_superhost": draw.superhosts[homes["host"]],
        "host_listings_count": (size + hosts["elsewhere"].to_numpy())[homes["host"]],
        "calculated_host_listings_count": size[homes["host"]],
        "city": place["city"],
        "neighbourhood_group": place["neighbourhood_group"],
        "neighbourhood": place["neighbourhood"],
        "amenities": pd.Series(draw.amenities, dtype=object),
        "bathrooms": homes["bathrooms"].mask(stale),
        "bathrooms_shared": homes["bathrooms_shared"].astype("boolean").mask(stale),
        "beds": homes["beds"].mask(stale),
        "price": price,
        **{f"availability_{days}": open_ahead(draw.available, day, days) for days in (30, 60, 90, 365)},
        "first_review": dates(world, scores["first_night"]),
        "last_review": dates(world, scores["last_night"]),
        "estimated_occupancy_l365d": occupancy,
        "estimated_revenue_l365d": occupancy * price,
    }
    for source in (homes, scores):
        columns |= {name: source[name] for name in source if name in schema.LISTINGS and name not in columns}
    return pd.DataFrame(
        {name: pd.array(columns[name], dtype=dtype) for name, dtype in schema.LISTINGS.items()}
    )


def asked_prices(world: World, homes: pd.DataFrame, day: int) -> np.ndarray:
    """Return what hosts ask for a night, apart from weekend, season and event, on night `day`."""
    price = homes["price"].to_numpy()
    if day >= world.drift_night:
        drifted = (homes["room_type"] == planted.DRIFT_ROOM) & ~homes["is_placeholder"]
        price = np.where(drifted, planted.DRIFT_PRICE_FACTOR * price, price)
    return np.round(price)


def open_ahead(available: np.ndarray, day: int, days: int) -> np.ndarray:
    """Return the number of open nights among the `days` nights from `day` on."""
    return available[:, day : day + days].sum(axis=1)


def estimated_nights(reviews_ltm: pd.Series, minimum_nights: pd.Series) -> np.ndarray:
    """Return Inside Airbnb's estimate of the nights slept in the past year.

    Every second guest is taken to write a review, and to stay the minimum or three nights.
    """
    nights = 2 * reviews_ltm.to_numpy() * np.maximum(minimum_nights.to_numpy(), 3)
    return np.minimum(nights, planted.OCCUPANCY_CAP)


def dates(world: World, nights: pd.Series | np.ndarray) -> np.ndarray:
    """Return dates of night numbers, NaT for NaN, as datetime64[us]."""
    nights = np.asarray(nights)
    missing = np.isnan(nights)
    days = np.where(missing, 0, nights).astype(np.int64).astype("timedelta64[D]")
    result = (world.start.to_datetime64().astype("datetime64[D]") + days).astype("datetime64[us]")
    result[missing] = np.datetime64("NaT")
    return result
