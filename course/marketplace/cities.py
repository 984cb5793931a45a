"""Cities that nobody has seen: drawn anew, with the same kinds of difference as the four that Perch began in."""

import numpy as np

from course.marketplace import planted
from course.marketplace.catalogue import words
from course.marketplace.market import whole_number
from course.marketplace.world import City

STREAM = 3  # apart from the random numbers of markets with the same seed
LEVEL_SD = 0.2  # of log price between cities
FIRST_SYLLABLES = words(
    "Ael|Bryd|Cael|Dorv|Ersk|Fenn|Gorl|Hesp|Ild|Jarv|Korr|Lumm|Mard|Nev|Ostr|Pell|Quill|Rund|Syl|Tolv"
)
LAST_SYLLABLES = words("aby|bridge|dale|fell|haven|holt|mere|mouth|ness|stow|vane|wick")
GUESTS_SLOPE_SD = 0.08  # of log price on log guests, between cities
GROUPS = words(
    "Altstadt|Belvedere|Citadel|Dockside|Esplanade|Fairgrounds|Garden Quarter|Hilltop|Islands|Kingsmead|"
    "Lower Town|Market Quarter|New Town|Observatory|Park Side|Quayside|Riverbank|Southfield|Terraces|Uptown"
)
FIRST_WORDS = words(
    "Acorn|Beacon|Clover|Drift|Ebony|Falcon|Gorse|Harbour|Ibis|Jasper|Knot|Lantern|Maple|Nettle|Opal|Plover|"
    "Quarry|Reed|Sorrel|Thistle|Umber|Violet|Willow|Yarrow|Amber|Bramble|Cobalt|Dapple|Elder|Finch"
)
SECOND_WORDS = words("Lane|Wharf|Court|Rise|Common|Gardens|Walk|Bank|End|Heights|Fold|Square")
ROOM_TYPE_SHARES = (0.68, 0.295, 0.0125, 0.0125)  # on average, of `catalogue.ROOM_TYPES`


def unseen_cities(seed: int, k: int = 1) -> tuple[City, ...]:
    """Draw cities for `simulate(cities=...)`.

    Parameters
    ----------
    seed : int
        At least 0. The same seed gives the same cities, on every platform.
    k : int
        How many, from 1 to 240.

    Returns
    -------
    tuple of City
        With names, neighbourhood groups and neighbourhoods that the cities of `simulate` do not have, and with
        their own price level (log, sd .2), share of monthly stays, season and distances.

    Raises
    ------
    ValueError
        If an argument is no whole number or out of range.
    """
    seed, k = whole_number("seed", seed, 0), whole_number("k", k, 1)
    names = [first + last for first in FIRST_SYLLABLES for last in LAST_SYLLABLES]
    if k > len(names):
        raise ValueError(f"k must be at most {len(names)}, not {k}")
    rng = np.random.default_rng([seed, STREAM])
    return tuple(_draw_city(rng, names[i]) for i in rng.permutation(len(names))[:k])


def _draw_city(rng: np.random.Generator, name: str) -> City:
    n_groups = int(rng.integers(3, 6))
    distances = np.round(np.sort(rng.uniform(1.2, 9.5, n_groups)), 1)
    shares = np.sort(rng.dirichlet(np.full(n_groups, 4.0)))[::-1]  # the nearest group has most homes
    shares_and_distances = zip(shares.tolist(), distances.tolist(), strict=True)
    room_weights = np.array(ROOM_TYPE_SHARES) * rng.lognormal(0.0, 0.15, len(ROOM_TYPE_SHARES))
    return City(
        name=name,
        share=1.0,
        latitude=round(rng.uniform(35.0, 50.0), 2),
        longitude=round(rng.uniform(-43.0, -24.0), 2),
        level=rng.normal(0.0, LEVEL_SD),
        room_weights=tuple((room_weights / room_weights.sum()).tolist()),
        monthly_rule=rng.beta(1.0, 8.0),
        peak_day=int(rng.integers(120, 240)),
        groups=dict(zip(_choose(rng, GROUPS, n_groups), shares_and_distances, strict=True)),
        first_words=_choose(rng, FIRST_WORDS, 12),
        second_words=_choose(rng, SECOND_WORDS, 5),
        guests_slope=rng.normal(planted.ACCOMMODATES_SLOPE, GUESTS_SLOPE_SD),
    )


def _choose(rng: np.random.Generator, texts: tuple[str, ...], size: int) -> tuple[str, ...]:
    return tuple(texts[i] for i in rng.permutation(len(texts))[:size])
