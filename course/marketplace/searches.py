"""Searches: what was shown at which position and what was clicked.

A guest clicks what they both look at and like: P(click) = examination(position) * attraction(listing, query),
the position-based model (Richardson, Dominowska and Ragno, 2007). Ten per cent of the searches are shown in
random order, so their clicks by position reveal the examination curve.
"""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.draw import Draw
from course.marketplace.world import CITIES, pick

CANDIDATES = 40  # listings of the city looked up per search, with replacement
GUESTS = (0.22, 0.42, 0.13, 0.14, 0.04, 0.05)  # shares of parties of 1, 2, ... guests
BASE_LOG_ODDS = -0.9  # of liking a listing of average attractiveness
EMPTY_BEDS = -0.25  # on the log-odds, per guest the listing could sleep beyond the party
TASTE_SD = 0.5  # what the ranking cannot know


def examination() -> np.ndarray:
    """Return the probability that a guest looks at position 1, 2, ..., shape (PAGE,)."""
    return np.arange(1, planted.PAGE + 1, dtype=np.float64) ** -planted.EXAMINATION_POWER


def draw_searches(draw: Draw) -> pd.DataFrame:
    """Return one row per impression, sorted by search and position."""
    world, homes = draw.world, draw.homes
    rng = world.rng("searches", draw.block)
    n = planted.SEARCHES_PER_LISTING * draw.n_listings
    city = homes["city_code"].to_numpy()[rng.integers(draw.n_listings, size=n)]  # more homes, more guests
    minute = np.sort(np.floor(rng.random(n) * world.n_nights * 1440).astype(np.int64))
    guests = 1 + pick(rng, GUESTS, n)
    ahead = 1 + np.floor(rng.exponential(35.0, n)).astype(np.int64)
    shuffled = rng.random(n) < planted.SHUFFLED_SHARE

    candidates, is_shown = _candidates(rng, draw, city, minute // 1440, guests)
    liking = homes["attractiveness"].to_numpy()[candidates]
    liking = liking + EMPTY_BEDS * (homes["accommodates"].to_numpy()[candidates] - guests[:, None])
    score = liking - planted.RANKING_PENALTY * homes["is_underserved"].to_numpy()[candidates]
    page = np.argsort(np.where(is_shown, -score, np.inf), axis=1, kind="stable")[:, : planted.PAGE]
    n_shown = np.minimum(is_shown.sum(axis=1), planted.PAGE)
    page[shuffled] = _shuffle(rng, page[shuffled], n_shown[shuffled])

    search, place = np.nonzero(np.arange(page.shape[1]) < n_shown[:, None])
    column = page[search, place]
    log_odds = BASE_LOG_ODDS + liking[search, column] + TASTE_SD * rng.normal(size=len(search))
    clicked = rng.random(len(search)) < examination()[place] / (1.0 + np.exp(-log_odds))
    first_search = draw.first_serial * planted.SEARCHES_PER_LISTING + 1
    return pd.DataFrame(
        {
            "search_id": first_search + search,
            "searched_at": world.start.to_datetime64().astype("datetime64[us]")
            + minute[search].astype("timedelta64[m]"),
            "city": pd.Series([city.name for city in CITIES], dtype="str").take(city[search]).array,
            "check_in": (
                world.start.to_datetime64().astype("datetime64[D]") + (minute // 1440 + ahead)[search]
            ).astype("datetime64[us]"),
            "guests": guests[search],
            "shuffled": shuffled[search],
            "position": place + 1,
            "listing_id": homes["listing_id"].to_numpy()[candidates[search, column]],
            "clicked": clicked,
        }
    )


def _candidates(
    rng: np.random.Generator, draw: Draw, city: np.ndarray, night: np.ndarray, guests: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of listings of each search's city, and which are distinct, on offer and big enough."""
    homes = draw.homes
    by_city = np.argsort(homes["city_code"].to_numpy(), kind="stable")
    size = np.bincount(homes["city_code"], minlength=len(CITIES))
    first = np.cumsum(size) - size
    place = np.floor(rng.random((len(city), CANDIDATES)) * size[city][:, None]).astype(np.int64)
    candidates = np.sort(by_city[first[city][:, None] + place], axis=1)
    repeated = np.zeros(candidates.shape, dtype=bool)
    repeated[:, 1:] = candidates[:, 1:] == candidates[:, :-1]
    on_offer = (homes["first_night"].to_numpy()[candidates] <= night[:, None]) & (
        night[:, None] < homes["closing_night"].to_numpy()[candidates]
    )
    return candidates, ~repeated & on_offer & (
        homes["accommodates"].to_numpy()[candidates] >= guests[:, None]
    )


def _shuffle(rng: np.random.Generator, page: np.ndarray, n_shown: np.ndarray) -> np.ndarray:
    """Return every row of `page` with its first `n_shown` entries in random order."""
    keys = np.where(np.arange(page.shape[1]) < n_shown[:, None], rng.random(page.shape), np.inf)
    return np.take_along_axis(page, np.argsort(keys, axis=1, kind="stable"), axis=1)
