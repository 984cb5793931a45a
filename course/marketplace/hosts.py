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
HOSTS_A_DAY = 10_000_000  # ids kept for the hosts who join on one day
EARLIEST_NIGHT = -6_000  # nobody joined before
SUPERHOST_REVIEWS = 11  # in the past twelve months, per listing
SUPERHOST_RATING = 4.685
SUPERHOST_RESPONSE = 0.9
SUPERHOST_ELSEWHERE = 0.05  # of the hosts with homes elsewhere are judged by those
SUPERHOST_PRIOR = 2
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
    quality = np.where(is_large, 0.0, rng.normal(0.0, 1.0, n)) + planted.QUALITY_OF_ONE_LISTING
    quality += planted.QUALITY_PER_LOG_SIZE * np.log(sizes)
    answers = rng.random(n) + 0.04 * quality
    response = np.select([answers > 0.27, answers > 0.17, answers > 0.10, answers > 0.08], [0, 1, 2, 3], -1)
    slack = rng.gamma(0.5, np.array([0.008, 0.03, 0.12, 0.6, 0.0])[response])
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
            "elsewhere": np.where(
                rng.random(n) < 0.35 + 0.4 * (sizes > 5), np.floor(rng.pareto(1.1, n) * (1 + sizes / 4)), 0
            )
            .clip(0, 4000)
            .astype(np.int64),
            "days_before_listing": np.floor(np.minimum(rng.exponential(500.0, n), 900.0)).astype(np.int64),
        }
    )


def joining_nights(hosts: pd.DataFrame, homes: pd.DataFrame) -> np.ndarray:
    """Return the night on which every host joined, some time before their first listing, shape (n_hosts,)."""
    first = np.full(len(hosts), np.iinfo(np.int64).max)
    np.minimum.at(first, homes["host"].to_numpy(), homes["first_night"].to_numpy())
    return first - hosts["days_before_listing"].to_numpy()


def host_ids(hosts: pd.DataFrame, homes: pd.DataFrame) -> np.ndarray:
    """Return the id of every host, shape (n_hosts,): the later a host joined, the larger."""
    serial = np.zeros(len(hosts), dtype=np.int64)
    serial[homes["host"].to_numpy()] = homes["serial"].to_numpy()
    return (joining_nights(hosts, homes) - EARLIEST_NIGHT) * HOSTS_A_DAY + serial


def superhosts(
    world: World, hosts: pd.DataFrame, homes: pd.DataFrame, reviews: pd.DataFrame, today: int, block: int
) -> np.ndarray:
    """Return 1 for superhosts, 0 for others and NaN where the scrape missed it, shape (n_hosts,).

    There must be enough reviews, they must be good, and guests must have had answers. A few hosts owe the title
    to homes elsewhere.
    """
    rng = world.rng("superhosts", block)
    n = len(hosts)
    host = homes["host"].to_numpy()[reviews["row"].to_numpy()]
    recent = (reviews["night"] >= today - 365).to_numpy()
    count = np.bincount(host, weights=recent, minlength=n)
    stars = np.bincount(host, weights=reviews["stars"].to_numpy(), minlength=n)
    prior = SUPERHOST_PRIOR  # so many reviews of 4.6 stars are added, because few prove little
    rating = (stars + 4.6 * prior) / (np.bincount(host, minlength=n) + prior)
    elsewhere = (hosts["elsewhere"] > 0).to_numpy() & (rng.random(n) < SUPERHOST_ELSEWHERE)
    busy = elsewhere | (count / np.maximum(hosts["size"].to_numpy(), 1) >= SUPERHOST_REVIEWS)
    good = np.where(elsewhere, hosts["quality"].to_numpy() > 0.2, rating >= SUPERHOST_RATING)
    answers = ~(hosts["response_rate"].to_numpy() < SUPERHOST_RESPONSE)
    return np.where(rng.random(n) < 0.025, np.nan, (busy & good & answers).astype(np.float64))


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
