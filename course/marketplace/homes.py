"""What is on offer: place, kind, size and rules of every listing."""

import numpy as np
import pandas as pd

from course.marketplace import catalogue, planted
from course.marketplace.prices import add_price, add_staleness
from course.marketplace.world import KM_PER_DEGREE, Columns, World, km_per_degree_of_longitude, pick

HOSTS_PART_OF_QUALITY = 0.92  # of its variance; the rest differs from home to home
MORE_BEDS_SHARE = 0.014  # listings with a bed more than guests
SAME_HOUSE_SHARE = 0.15  # listings at the very place of their host's first one, if in its neighbourhood


def draw_homes(world: World, hosts: pd.DataFrame, block: int, first_serial: int) -> pd.DataFrame:
    """Return one row per listing: everything about it that does not change from night to night."""
    rng = world.rng("homes", block)
    host = rng.permutation(np.repeat(np.arange(len(hosts)), hosts["size"].to_numpy()))
    homes = {"host": host} | {name: hosts[name].to_numpy()[host] for name in ("is_large", "city_code")}
    _add_place(rng, world, homes, block)
    _add_life(rng, world, homes, first_serial)
    _add_kind(rng, world, homes)
    _add_rooms(rng, homes)
    _add_rules(rng, world, homes)
    own = rng.normal(0.0, 1.0, len(host))
    of_host = np.sqrt(HOSTS_PART_OF_QUALITY) * hosts["quality"].to_numpy()[host]
    homes["quality"] = of_host + np.sqrt(1.0 - HOSTS_PART_OF_QUALITY) * own
    roomier = 3.0 * (np.log(homes["accommodates"]) - 1.0)
    homes["n_amenities"] = np.clip(
        np.round(rng.normal(32.0, 10.5, len(host)) + 4.0 * homes["quality"] + roomier), 4, 70
    ).astype(np.int64)
    add_price(world.rng("prices", block), world, hosts, homes)
    add_staleness(world.rng("staleness", block), world, hosts, homes)
    return pd.DataFrame(homes)


def _add_place(rng: np.random.Generator, world: World, homes: Columns, block: int) -> None:
    """Add neighbourhood, coordinates and the distance to the centre in km."""
    table = world.neighbourhoods
    row = _draw_neighbourhoods(rng, world, homes)
    place = table.iloc[row]
    centre = np.array([(city.latitude, city.longitude) for city in world.cities])[homes["city_code"]]
    spot = _spots(world.rng("whereabouts", block), homes["host"], row)
    north, east = rng.normal(0.0, 0.5, (2, len(row)))[:, spot]  # km from the middle of the neighbourhood
    km_per_longitude = km_per_degree_of_longitude(centre[:, 0])
    homes["neighbourhood_row"] = row
    homes["neighbourhood_effect"] = place["effect"].to_numpy()
    homes["guests_slope"] = place["guests_slope"].to_numpy()
    homes["is_underserved"] = (place["neighbourhood_group"] == planted.UNDERSERVED_GROUP).to_numpy()
    homes["latitude"] = np.round(place["latitude"].to_numpy() + north / KM_PER_DEGREE, 5)
    homes["longitude"] = np.round(place["longitude"].to_numpy() + east / km_per_longitude, 5)
    homes["distance"] = np.hypot(
        (homes["latitude"] - centre[:, 0]) * KM_PER_DEGREE,
        (homes["longitude"] - centre[:, 1]) * km_per_longitude,
    )


def _spots(rng: np.random.Generator, host: np.ndarray, neighbourhood: np.ndarray) -> np.ndarray:
    """Return for every listing the row of the listing at whose place it stands: mostly its own."""
    _, first, inverse = np.unique(host, return_index=True, return_inverse=True)
    host_spot = first[inverse]
    same_house = rng.random(len(host)) < SAME_HOUSE_SHARE
    return np.where(same_house & (neighbourhood == neighbourhood[host_spot]), host_spot, np.arange(len(host)))


def _draw_neighbourhoods(rng: np.random.Generator, world: World, homes: Columns) -> np.ndarray:
    """Return rows of `world.neighbourhoods`; hosts cluster, and a large host's listings are all in one."""
    table = world.neighbourhoods
    city, host = homes["city_code"], homes["host"]
    u = rng.random(len(host))
    row = np.zeros(len(host), dtype=np.int64)
    for code in range(len(world.cities)):
        rows = np.flatnonzero(table["city_code"] == code)
        edges = np.cumsum(table["weight"].to_numpy()[rows])
        here = city == code
        row[here] = rows[np.searchsorted(edges, u[here] * edges[-1] * (1 - 1e-12), side="right")]
    hosts, first = np.unique(host, return_index=True)
    home_row = row[first][np.searchsorted(hosts, host)]
    row = np.where(rng.random(len(host)) < planted.SAME_NEIGHBOURHOOD_SHARE, home_row, row)
    large = homes["is_large"]
    row[large] = world.outskirts[city[large]]
    return row


def _add_life(rng: np.random.Generator, world: World, homes: Columns, first_serial: int) -> None:
    """Draw the first night (an index, negative before `start`) and an id that tells old from recent."""
    n = len(homes["host"])
    late = rng.random(n) < world.late_share
    before = -1 - np.floor(np.minimum(rng.exponential(1100.0, n), 4800.0))
    after = np.floor(rng.random(n) * (world.snapshot_night - 1))
    homes["first_night"] = np.where(late & (world.snapshot_night > 1), after, before).astype(np.int64)
    since_2022 = homes["first_night"] + (world.start - pd.Timestamp("2022-03-01")).days
    serial = first_serial + np.arange(n, dtype=np.int64)
    recent = 600_000_000_000_000_000 + since_2022 * 100_000_000_000_000 + serial * 1_000_000
    homes["listing_id"] = np.where(
        since_2022 >= 0,
        recent + rng.integers(1_000_000, size=n),
        10_000_000 + serial * 40 + rng.integers(40, size=n),
    )
    homes["serial"] = serial


def _add_kind(rng: np.random.Generator, world: World, homes: Columns) -> None:
    n = len(homes["host"])
    weights = np.cumsum([city.room_weights for city in world.cities], axis=1)[homes["city_code"]]
    room = np.minimum((rng.random(n)[:, None] * weights[:, -1:] >= weights).sum(axis=1), 3)
    room[homes["is_large"]] = 0
    property_type = np.empty(n, dtype=object)
    accommodates = np.zeros(n, dtype=np.int64)
    is_old = homes["first_night"] < 0
    for code, name in enumerate(catalogue.ROOM_TYPES):
        here = np.flatnonzero(room == code)
        kinds = np.array(list(catalogue.PROPERTY_TYPES[name]), dtype=object)
        property_type[here] = kinds[pick(rng, list(catalogue.PROPERTY_TYPES[name].values()), len(here))]
        property_type[here[is_old[here] & np.isin(property_type[here], catalogue.NEW_PROPERTY_TYPES)]] = (
            kinds[0]
        )
        values, size_weights = catalogue.SIZES[name]
        accommodates[here] = np.array(values)[pick(rng, size_weights, len(here))]
    property_type[homes["is_large"]] = "Entire serviced apartment"
    accommodates[homes["is_large"]] = 2
    homes["room_type"] = np.array(catalogue.ROOM_TYPES, dtype=object)[room]
    homes["property_type"] = property_type
    homes["accommodates"] = accommodates


def _add_rooms(rng: np.random.Generator, homes: Columns) -> None:
    """Bedrooms, beds and bathrooms that fit the number of guests."""
    n = len(homes["host"])
    guests = homes["accommodates"]
    entire = homes["room_type"] == "Entire home/apt"
    ordinary = ~homes["is_large"]
    bedrooms = np.clip(np.floor(guests / 2.6 + rng.uniform(0.0, 1.0, n)), 1, 9)
    bedrooms[(guests <= 3) & entire & (rng.random(n) < 0.18) & ordinary] = 0
    bedrooms[~entire] = 1
    beds = np.maximum(np.floor(guests * 0.42 + rng.uniform(0.25, 1.25, n)), 1)
    u = rng.random(n)
    beds[(u < 0.03) & ordinary] = 0
    crowded = (u > 1.0 - MORE_BEDS_SHARE) & ordinary
    beds[crowded] = guests[crowded] + 1  # sofas and cots
    extra = 0.5 * rng.binomial(np.maximum(bedrooms, 1).astype(np.int64), 0.35) * (bedrooms > 1)
    bathrooms = 1.0 + extra + (bedrooms > 3)
    bathrooms[(rng.random(n) < 0.02) & ordinary] = 0.5
    shared = (~entire & (rng.random(n) < 0.62)) | (homes["room_type"] == "Shared room")
    unknown = ~entire & (rng.random(n) < 0.10)
    homes["bedrooms"] = np.where(unknown, np.nan, bedrooms)
    homes["bedrooms_true"] = bedrooms
    homes["beds"] = beds
    homes["bathrooms"] = bathrooms
    homes["bathrooms_shared"] = shared


def _add_rules(rng: np.random.Generator, world: World, homes: Columns) -> None:
    n = len(homes["host"])
    minimum = np.array(catalogue.MINIMUM_NIGHTS[0])[pick(rng, catalogue.MINIMUM_NIGHTS[1], n)]
    rule = np.array([city.monthly_rule for city in world.cities])[homes["city_code"]]
    minimum = np.where(rng.random(n) < rule, catalogue.MONTH + (rng.random(n) < 0.25), minimum)
    maximum = np.array(catalogue.MAXIMUM_NIGHTS[0])[pick(rng, catalogue.MAXIMUM_NIGHTS[1], n)]
    homes["minimum_nights"] = np.where(homes["is_large"], 2, minimum).astype(np.int64)
    homes["maximum_nights"] = np.where(homes["minimum_nights"] > maximum, 1125, maximum).astype(np.int64)
