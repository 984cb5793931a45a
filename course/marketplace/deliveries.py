"""Bookings as a warehouse gets them: events in a file a day, some late, some twice, and files with faults.

Every booking is delivered when it is made (version 1) and when its outcome is known (version 2).
"""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.draw import Draw
from course.marketplace.tables import bookings as all_bookings
from course.marketplace.tables import moments
from course.marketplace.world import World

PROMPT_HOURS = 1 / 12  # at most
LATE_HOURS = 20.0  # mean
VERY_LATE_HOURS = (24.0, 72.0)  # at least, and the mean beyond
REPEAT_HOURS = 8.0  # mean, after the first arrival
PAYLOAD = ["listing_id", "city", "guest_id", "check_in", "nights", "guests", "price", "status"]
RENAMED = ("guests", "party_size")


def build_deliveries(draw: Draw) -> pd.DataFrame:
    """Return one row per delivered event, in the order of arrival."""
    world = draw.world
    events = _add_arrivals(world.rng("deliveries", draw.block), _events(draw.whole))
    events["file"] = events["arrived_at"].dt.normalize()
    events = _spoil(world, events)
    moment = moments(world, pd.Series([0, draw.now]))
    events = events[(events["arrived_at"] >= moment[0]) & (events["arrived_at"] < moment[1])]
    events = events.sort_values(["arrived_at", "booking_id", "version"], ignore_index=True)
    names = ["booking_id", "version", "happened_at", "arrived_at", "file", *PAYLOAD, RENAMED[1]]
    return events[names].astype({"guests": "Int64", RENAMED[1]: "Int64"})


def faults(world: World) -> pd.DataFrame:
    """Return the planted faults of files: the day of the first one, and what it is about."""
    rng = world.rng("delivery faults")
    first, last = world.n_shown // 3, max(world.n_shown * 9 // 10, world.n_shown // 3 + 1)
    nights = np.resize(first + rng.permutation(last - first), 4)
    about = [" is called ".join(RENAMED), world.cities[len(world.cities) // 2].name, "", ""]
    return pd.DataFrame(
        {"file": moments(world, pd.Series(nights * 1440)), "about": pd.Series(about, dtype="str")}
    ).set_index(
        pd.Index(["renamed column", "changed currency", "empty file", "file sent twice"], name="fault")
    )


def _events(draw: Draw) -> pd.DataFrame:
    """Return the two events of every booking, one after the other, the bookings in the order of their making."""
    bookings = all_bookings(draw)
    city = draw.homes.set_index("listing_id")["city_code"].loc[bookings["listing_id"]]
    bookings["city"] = pd.Series([city.name for city in draw.world.cities], dtype="str").take(city).array
    made = bookings.assign(version=1, happened_at=bookings["created_at"], status="booked")
    ended = bookings.assign(version=2, happened_at=bookings["outcome_known_at"])
    return pd.concat([made, ended]).sort_values(["created_at", "booking_id", "version"], ignore_index=True)


def _add_arrivals(rng: np.random.Generator, events: pd.DataFrame) -> pd.DataFrame:
    """Add `arrived_at`; append the repeated events with another one.

    All numbers of an event are drawn together, so that those of early bookings do not depend on later ones.
    """
    kind, delay, is_repeated, pause = rng.random((len(events), 4)).T
    waited = -np.log1p(-delay)  # exponential, with mean 1
    very_late = kind < planted.VERY_LATE_SHARE
    late = ~very_late & (kind < planted.VERY_LATE_SHARE + planted.LATE_SHARE)
    hours = np.select(
        [very_late, late],
        [VERY_LATE_HOURS[0] + VERY_LATE_HOURS[1] * waited, LATE_HOURS * waited],
        PROMPT_HOURS * delay,
    )
    events = events.assign(arrived_at=events["happened_at"] + _seconds(hours))
    again = events.assign(arrived_at=events["arrived_at"] + _seconds(-REPEAT_HOURS * np.log1p(-pause)))
    return pd.concat([events, again[is_repeated < planted.REPEATED_SHARE]], ignore_index=True)


def _spoil(world: World, events: pd.DataFrame) -> pd.DataFrame:
    """Plant the faults of files."""
    fault = faults(world)
    since = fault["file"]
    day = pd.Timedelta(days=1)
    foreign = (events["file"] >= since["changed currency"]) & (
        events["city"] == fault.loc["changed currency", "about"]
    )
    events["price"] = events["price"].mask(foreign, (events["price"] * planted.CURRENCY_FACTOR).round(2))
    again = events[events["file"] == since["file sent twice"]]
    again = again.assign(file=again["file"] + day, arrived_at=again["arrived_at"] + day)
    events = pd.concat([events[events["file"] != since["empty file"]], again], ignore_index=True)
    old, new = RENAMED
    renamed = events["file"] >= since["renamed column"]
    return events.assign(
        **{new: events[old].astype("Int64").where(renamed), old: events[old].astype("Int64").mask(renamed)}
    )


def _seconds(hours: np.ndarray) -> np.ndarray:
    return np.round(3600 * hours).astype("timedelta64[s]")
