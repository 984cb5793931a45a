"""The public tables that need no more than looking up what the draw holds."""

import numpy as np
import pandas as pd

from course.marketplace import schema
from course.marketplace.draw import Draw
from course.marketplace.hosts import joining_nights
from course.marketplace.listings import dates
from course.marketplace.world import World

BOOKINGS_PER_LISTING = 10_000  # at most; one id range per listing
REVIEWS_PER_LISTING = 100_000


def neighbourhoods(world: World) -> pd.DataFrame:
    """Return one row per neighbourhood: names and coordinates of its middle."""
    table = world.neighbourhoods.round({"latitude": 5, "longitude": 5})
    names = ["city", "neighbourhood_group", "neighbourhood"]
    return table[[*names, "latitude", "longitude"]].astype(dict.fromkeys(names, "str"))


def hosts(draw: Draw) -> pd.DataFrame:
    """Return one row per host."""
    table = draw.hosts
    hosts = pd.DataFrame(
        {
            "host_id": draw.host_ids,
            "city": pd.Series([city.name for city in draw.world.cities], dtype="str")
            .take(table["city_code"])
            .array,
            "host_since": dates(draw.world, joining_nights(table, draw.homes)),
            "host_response_time": table["response_time"].astype("str"),
            "host_response_rate": table["response_rate"],
            "host_acceptance_rate": table["acceptance_rate"],
            "host_is_superhost": pd.Series(draw.superhosts).astype("boolean"),
            "host_listings_count": table["size"] + table["elsewhere"],
            "calculated_host_listings_count": table["size"],
        }
    )
    return hosts[table["size"] > 0].reset_index(drop=True)


def lifecycle(draw: Draw) -> pd.DataFrame:
    """Return the day every listing joined and, if its host left, the first day it was no longer offered."""
    homes = draw.homes[draw.is_listed].reset_index(drop=True)
    return pd.DataFrame(
        {
            "listing_id": homes["listing_id"],
            "listed_on": dates(draw.world, homes["first_night"]),
            "closed_on": dates(draw.world, homes["closing_night"].where(homes["is_closed"])),
        }
    )


def calendar(draw: Draw) -> pd.DataFrame:
    """Return one row per listing and night, in the canonical schema."""
    homes, n_nights = draw.homes[draw.is_listed], draw.world.n_shown
    n = len(homes)
    nights = pd.date_range(draw.world.start, draw.world.end, unit="us").to_numpy()
    by_listing = np.repeat(np.arange(n), n_nights)
    table = {
        "listing_id": homes["listing_id"].to_numpy()[by_listing],
        "date": np.tile(nights, n),
        "available": draw.available[draw.is_listed, :n_nights].ravel(),
        "price": draw.prices[draw.is_listed, :n_nights].ravel(),
        "minimum_nights": homes["minimum_nights"].to_numpy()[by_listing],
        "maximum_nights": homes["maximum_nights"].to_numpy()[by_listing],
    }
    return schema.conform(pd.DataFrame(table), schema.CALENDAR)


def bookings(draw: Draw) -> pd.DataFrame:
    """Return one row per booking, by listing and check-in; numbered in the order in which they were made."""
    table, world = draw.bookings, draw.world
    table = table[table["created"] < draw.now]
    row = table["row"].to_numpy()
    check_in, check_out = table["check_in"].to_numpy(), (table["check_in"] + table["nights"]).to_numpy()
    paid = np.zeros((draw.n_listings, world.n_nights + 1))
    np.cumsum(draw.prices, axis=1, out=paid[:, 1:])
    order = np.lexsort((check_in, table["created"], row))
    number = np.empty(len(table), dtype=np.int64)
    number[order] = ordinal(row)
    homes = draw.homes
    return pd.DataFrame(
        {
            "booking_id": homes["serial"].to_numpy()[row] * BOOKINGS_PER_LISTING + number + 1,
            "listing_id": homes["listing_id"].to_numpy()[row],
            "guest_id": table["guest_id"].to_numpy(),
            "created_at": moments(world, table["created"]),
            "check_in": dates(world, check_in),
            "check_out": dates(world, check_out),
            "nights": table["nights"].to_numpy(),
            "guests": table["guests"].to_numpy(),
            "price": paid[row, check_out] - paid[row, check_in],
            "status": _status(table),
            "cancelled_at": moments(world, table["cancelled_at"]),
            "rating": table["stars"].astype("Int64").array,
            "reviewed_on": dates(world, table["review_night"]),
            "outcome_known_at": moments(world, table["known"]),
        }
    )


def _status(bookings: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    """Return booked, as long as the outcome is unknown, completed or cancelled."""
    code = np.where(bookings["known"].isna(), 0, np.where(bookings["cancelled"], 2, 1))
    return pd.Series(["booked", "completed", "cancelled"], dtype="str").take(code).array


def reviews(draw: Draw) -> pd.DataFrame:
    """Return one row per review, by listing and date, in the canonical schema."""
    table = draw.reviews
    row = table["row"].to_numpy()
    columns = {
        "listing_id": draw.homes["listing_id"].to_numpy()[row],
        "review_id": draw.homes["serial"].to_numpy()[row] * REVIEWS_PER_LISTING + ordinal(row) + 1,
        "date": dates(draw.world, table["night"]),
        "reviewer_id": table["guest_id"].to_numpy(),
        "comments": draw.comments[table.index],
    }
    return schema.conform(pd.DataFrame(columns), schema.REVIEWS)


def ordinal(row: np.ndarray) -> np.ndarray:
    """Return 0, 1, ... within every run of equal, sorted values."""
    first = np.searchsorted(row, row, side="left")
    return np.arange(len(row)) - first


def moments(world: World, minutes: pd.Series) -> np.ndarray:
    """Return times of minutes since the first midnight, NaT for NaN, as datetime64[us]."""
    missing = minutes.isna().to_numpy()
    result = world.start.to_datetime64().astype("datetime64[us]") + minutes.fillna(0).to_numpy().astype(
        np.int64
    ).astype("timedelta64[m]")
    result[missing] = np.datetime64("NaT")
    return result
