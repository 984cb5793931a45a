"""Who hosts: how many listings each host has, where, since when, and how well they answer."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.world import World, pick

# Hosts by number of listings: most have one, few have many.
HOST_SIZES = np.arange(1, 31)
HOST_SIZE_WEIGHTS = np.concatenate(
    [[0.76, 0.115], np.full(3, 0.027), 0.17 * np.arange(6, 21) ** -1.5, np.full(10, 0.0004)]
)
FEWEST_FOR_LARGE_HOSTS = 50  # listings; a smaller market has no large host
RESPONSE_TIMES = ("within an hour", "within a few hours", "within a day", "a few days or more")


def draw_hosts(world: World, n_listings: int, block: int) -> pd.DataFrame:
    """Return one row per host; `size` sums to `n_listings`. The first rows are the large hosts, if any."""
    rng = world.rng("hosts", block)
    large = _large_host_sizes(n_listings)
    sizes = np.concatenate([large, _ordinary_sizes(rng, n_listings - large.sum())])
    n = len(sizes)
    is_large = np.arange(n) < len(large)
    city = pick(rng, [city.share for city in world.cities], n)
    city[is_large] = np.arange(len(large)) % len(world.cities)
    effect = planted.HOST_SD * heavy_tailed(rng, n)
    quality = rng.normal(0.0, 1.0, n)
    answers = rng.random(n) + 0.04 * quality
    response = np.select([answers > 0.27, answers > 0.17, answers > 0.10, answers > 0.08], [0, 1, 2, 3], -1)
    slack = rng.gamma(0.5, np.array([0.02, 0.10, 0.25, 0.6, 0.0])[response])
    acceptance = np.clip(1.02 - rng.gamma(0.45, 0.30, n), 0.0, 1.0)
    gave_no_answer = rng.random(n)
    return pd.DataFrame(
        {
            "size": sizes,
            "is_large": is_large,
            "city_code": city,
            "effect": effect,  # of an ordinary host; a large host's follows from its discount
            "quality": quality,
            "thinks_in_fives": (rng.random(n) < planted.HEAPING_SHARE) & ~is_large,
            "response_time": np.array([*RESPONSE_TIMES, None], dtype=object)[response],
            "response_rate": np.where(response < 0, np.nan, np.round(np.maximum(1.0 - slack, 0.0), 2)),
            "acceptance_rate": np.where(gave_no_answer < 0.05, np.nan, np.round(acceptance, 2)),
            "is_superhost": np.where(
                rng.random(n) < 0.025, np.nan, (quality + rng.normal(0.0, 0.8, n) > 0.6).astype(np.float64)
            ),
            "elsewhere": np.where(
                rng.random(n) < 0.35 + 0.4 * (sizes > 5), np.floor(rng.pareto(1.1, n) * (1 + sizes / 4)), 0
            )
            .clip(0, 4000)
            .astype(np.int64),
            "days_before_listing": np.floor(np.minimum(rng.exponential(500.0, n), 900.0)).astype(np.int64),
        }
    )


def host_ids(world: World, homes: pd.DataFrame, block: int) -> np.ndarray:
    """Return the id of every host, shape (n_hosts,): it grows with the serial of the host's first listing."""
    first = homes.groupby("host")["serial"].min().sort_index().to_numpy()
    return 100_000 + first * 400 + world.rng("host ids", block).integers(400, size=len(first))


def heavy_tailed(rng: np.random.Generator, size: int) -> np.ndarray:
    """Draw standardised values (mean 0, sd 1) with right skew and excess kurtosis."""
    symmetric = np.clip(rng.standard_t(4, size), -6, 6) * np.sqrt(2 / 4)
    skewed = np.minimum(rng.standard_exponential(size), 7.0) - 1.0
    return np.sqrt(0.35) * symmetric + np.sqrt(0.65) * skewed


def _large_host_sizes(n_listings: int) -> np.ndarray:
    if n_listings < FEWEST_FOR_LARGE_HOSTS:
        return np.zeros(0, dtype=np.int64)
    split = np.array(planted.LARGE_HOST_SPLIT) * planted.LARGE_HOST_SHARE * n_listings
    return np.round(split).astype(np.int64)


def _ordinary_sizes(rng: np.random.Generator, n_listings: int) -> np.ndarray:
    """Draw host sizes until they hold `n_listings`; the last host gets what is left."""
    sizes = HOST_SIZES[pick(rng, HOST_SIZE_WEIGHTS, n_listings)]
    before = np.cumsum(sizes) - sizes
    sizes, before = sizes[before < n_listings], before[before < n_listings]
    return np.minimum(sizes, n_listings - before).astype(np.int64)
