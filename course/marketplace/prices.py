"""What a listing costs, and whether the scrape saw it: price, stale rows, closed calendars."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.hosts import heavy_tailed
from course.marketplace.world import Columns, World, balanced

BASE_LOG_PRICE = 4.38
LOWEST_PRICE = 10.0
NEVER = 10_000_000  # a night that does not come


def add_price(rng: np.random.Generator, world: World, hosts: pd.DataFrame, homes: Columns) -> None:
    """Add the hedonic price; `log_price` is without noise, `residual` is host effect plus own noise."""
    n = len(homes["host"])
    explained = (
        BASE_LOG_PRICE
        + np.array([city.level for city in world.cities])[homes["city_code"]]
        + homes["neighbourhood_effect"]
        + np.array([planted.ROOM_EFFECT[room_type] for room_type in homes["room_type"]])
        + _crossed(homes)
        + planted.BEDROOM_SLOPE * homes["bedrooms_true"]
        + planted.BATHROOM_SLOPE * homes["bathrooms"]
        + planted.SHARED_BATH_EFFECT * homes["bathrooms_shared"]
        + planted.AMENITY_SLOPE * homes["n_amenities"]
        + planted.QUALITY_SLOPE * homes["quality"]
        + planted.MINIMUM_NIGHTS_SLOPE * np.log(homes["minimum_nights"])
    )
    large = homes["is_large"]
    sd = np.where(large, planted.LARGE_HOST_IDIOSYNCRATIC_SD, planted.IDIOSYNCRATIC_SD)
    host = homes["host"]
    effect = hosts["effect"].to_numpy()[host]
    if large.any():
        level = (explained + effect)[~large].mean() - planted.LARGE_HOST_DISCOUNT
        explained_level = np.bincount(host[large], explained[large]) / np.bincount(host[large])
        effect[large] = level - explained_level[host[large]]
    homes["host_effect"] = effect
    residual = effect + sd * heavy_tailed(rng, n)
    price = explained + residual
    instant = np.zeros(n, dtype=bool)
    instant[large] = balanced(rng, price[large], planted.LARGE_HOST_INSTANT_SHARE)
    instant[~large] = balanced(rng, price[~large], planted.OTHER_INSTANT_SHARE)
    premium = planted.INSTANT_PREMIUM * instant
    homes["instant_bookable"] = instant
    homes["log_price"] = explained + premium
    homes["residual"] = residual
    z = residual / np.hypot(planted.HOST_SD, planted.IDIOSYNCRATIC_SD)
    homes["attractiveness"] = 0.8 * homes["quality"] - 0.6 * np.clip(z, -2.0, 2.0)
    homes["price"] = _round_price(rng, hosts, homes, np.exp(price + premium))


def _crossed(homes: Columns) -> np.ndarray:
    """Return what distance and guests add to the log price: how much depends on the kind and the place."""
    private = homes["room_type"] == "Private room"
    far = homes["distance"] - planted.TYPICAL_DISTANCE
    roomy = np.log(homes["accommodates"] / planted.TYPICAL_GUESTS)
    return (
        planted.DISTANCE_SLOPE * np.where(private, planted.PRIVATE_ROOM_DISTANCE, 1.0) * far
        + homes["guests_slope"] * roomy
    )


def _round_price(
    rng: np.random.Generator, hosts: pd.DataFrame, homes: Columns, price: np.ndarray
) -> np.ndarray:
    """Round to whole units or to fives, and put placeholders where a host keeps guests away."""
    fives = hosts["thinks_in_fives"].to_numpy()[homes["host"]]
    rounded = np.maximum(np.where(fives, 5.0 * np.round(price / 5.0), np.round(price)), LOWEST_PRICE)
    n = len(homes["host"])
    n_9999 = round(planted.PLACEHOLDER_9999_SHARE * n)
    n_999 = round(planted.PLACEHOLDER_999_SHARE * n)
    keep_away = rng.permutation(np.flatnonzero(~homes["is_large"]))
    rounded[keep_away[:n_9999]] = 9_999.0
    rounded[keep_away[n_9999 : n_9999 + n_999]] = 999.0
    homes["is_placeholder"] = np.isin(np.arange(n), keep_away[: n_9999 + n_999])
    return rounded


def add_staleness(rng: np.random.Generator, world: World, hosts: pd.DataFrame, homes: Columns) -> None:
    """Decide which rows come from an earlier scrape and which hosts have closed their calendar, and when."""
    n = len(homes["host"])
    single = hosts["size"].to_numpy()[homes["host"]] == 1
    residual_sd = np.hypot(planted.HOST_SD, planted.IDIOSYNCRATIC_SD)
    log_odds = (
        planted.STALE_INTERCEPT
        + planted.STALE_RESIDUAL_SLOPE * homes["residual"] / residual_sd
        + planted.STALE_SINGLE_HOST * single
        + planted.STALE_UNDERSERVED * homes["is_underserved"]
    )
    stale = (rng.random(n) < 1.0 / (1.0 + np.exp(-log_odds))) & ~homes["is_placeholder"]
    closed = rng.random(n) < np.where(stale, planted.CLOSED_IF_STALE, planted.CLOSED_IF_FRESH)
    closed &= ~homes["is_placeholder"]
    quiet_days = np.floor(rng.exponential(np.where(stale, 420.0, 60.0)))
    closing = np.maximum(world.snapshot_night - quiet_days, homes["first_night"] + 1)
    homes["is_stale"] = stale
    homes["is_missed"] = stale & ~closed  # on offer, yet scrapes fail to see it
    homes["is_closed"] = closed
    homes["closing_night"] = np.where(closed, np.minimum(closing, world.snapshot_night), NEVER).astype(
        np.int64
    )
