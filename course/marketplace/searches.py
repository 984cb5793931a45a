"""Searches: what was shown at which position and what was clicked.

A guest clicks what they both look at and like: P(click) = examination(position) * attraction(listing, query, guest),
the position-based model (Richardson, Dominowska and Ragno, 2007). A tenth of the searches show the ranker's page
in random order, so their clicks by position reveal the examination curve; a fiftieth explore: they show a random
page of all candidates, so homes that the ranker leaves out are seen, too.
"""

import numpy as np
import pandas as pd

from course.marketplace import guests, planted
from course.marketplace.world import World, pick

CANDIDATES = 40  # listings of the city looked up per search, with replacement
GUESTS = (0.22, 0.42, 0.13, 0.14, 0.04, 0.05)  # shares of parties of 1, 2, ... guests
LOGGED_GUESTS_PER_LISTING = 2  # the log holds the searches of a part of all guests
SEARCHES_PER_SESSION = 2.2  # on average: a guest looks again, for the same trip
MINUTES_BETWEEN = 4.0
BASE_LOG_ODDS = -0.9  # of liking a listing of average attractiveness
EMPTY_BEDS = -0.25  # on the log-odds, per guest the listing could sleep beyond the party
CHUNK = 20_000  # searches answered at a time


def examination() -> np.ndarray:
    """Return the probability that a guest looks at position 1, 2, ..., shape (PAGE,)."""
    return np.arange(1, planted.PAGE + 1, dtype=np.float64) ** -planted.EXAMINATION_POWER


def draw_searches(world: World, homes: pd.DataFrame, block: int) -> pd.DataFrame:
    """Return one row per impression, by search and position, with `attraction`, the chance of a click if seen."""
    rng = world.rng("searches", block)
    searches = _draw_queries(rng, world, homes)
    taste = planted.PRICE_TASTE_SD * rng.normal(size=LOGGED_GUESTS_PER_LISTING * len(homes))
    by_city = _rows_by_city(world, homes)
    chunks = [
        _answer(rng, homes, by_city, searches.iloc[first : first + CHUNK])
        for first in range(0, len(searches), CHUNK)
    ]
    shown = pd.concat(chunks, ignore_index=True)
    table = searches.iloc[shown["search"]].reset_index(drop=True).assign(**shown)
    log_odds = BASE_LOG_ODDS + table["liking"] + taste[table["guest"]] * _dearness(homes)[table["row"]]
    attraction = 1.0 / (1.0 + np.exp(-log_odds.to_numpy()))
    looked_at = rng.random(len(table)) < examination()[table["place"]]
    return table.assign(attraction=attraction, clicked=looked_at & (rng.random(len(table)) < attraction))


def show(world: World, homes: pd.DataFrame, impressions: pd.DataFrame) -> pd.DataFrame:
    """Return the public table of the rows of `draw_searches`."""
    serial = int(homes["serial"].iloc[0])
    midnight = world.start.to_datetime64().astype("datetime64[us]")
    cities = pd.Series([city.name for city in world.cities], dtype="str")
    first_guest = guests.FIRST_ID + guests.GUESTS_PER_LISTING * serial
    every = guests.GUESTS_PER_LISTING // LOGGED_GUESTS_PER_LISTING
    return pd.DataFrame(
        {
            "search_id": serial * world.searches_per_listing + 1 + impressions["search"].to_numpy(),
            "session_id": serial * world.searches_per_listing + 1 + impressions["session"].to_numpy(),
            "guest_id": first_guest + every * impressions["guest"].to_numpy(),
            "searched_at": midnight + impressions["minute"].to_numpy().astype("timedelta64[m]"),
            "city": cities.take(impressions["city_code"]).array,
            "check_in": midnight + impressions["check_in"].to_numpy().astype("timedelta64[D]"),
            "guests": impressions["guests"].to_numpy(),
            "shuffled": impressions["shuffled"].to_numpy(),
            "explored": impressions["explored"].to_numpy(),
            "position": impressions["place"].to_numpy() + 1,
            "listing_id": homes["listing_id"].to_numpy()[impressions["row"]],
            "score": impressions["score"].to_numpy(),
            "clicked": impressions["clicked"].to_numpy(),
        }
    )


def _draw_queries(rng: np.random.Generator, world: World, homes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per search, in the order of time; those of a session are of one guest and one trip."""
    n = world.searches_per_listing * len(homes)
    sizes = rng.geometric(1.0 / SEARCHES_PER_SESSION, size=n)
    session = np.repeat(np.arange(n), sizes)[:n]
    n_sessions = int(session[-1]) + 1
    last = world.n_shown * 1440 - 1
    begins = np.sort(np.floor(rng.random(n_sessions) * (last + 1)).astype(np.int64))
    pause = np.floor(rng.exponential(MINUTES_BETWEEN, n)).astype(np.int64) + 1
    pause[np.diff(session, prepend=-1) > 0] = 0
    since = np.cumsum(pause)
    first = np.searchsorted(session, np.arange(n_sessions))
    trips = pd.DataFrame(
        {
            "guest": rng.integers(LOGGED_GUESTS_PER_LISTING * len(homes), size=n_sessions),
            "city_code": homes["city_code"].to_numpy()[rng.integers(len(homes), size=n_sessions)],
            "check_in": begins // 1440 + 1 + np.floor(rng.exponential(35.0, n_sessions)).astype(np.int64),
            "guests": 1 + pick(rng, GUESTS, n_sessions),
        }
    )
    u = rng.random(n)
    queries = trips.iloc[session].assign(
        session=session,
        minute=np.minimum(begins[session] + since - since[first[session]], last),
        explored=u < planted.EXPLORED_SHARE,
        shuffled=u < planted.EXPLORED_SHARE + planted.SHUFFLED_SHARE,
    )
    order = np.lexsort((np.arange(n), queries["minute"]))
    return queries.iloc[order].reset_index(drop=True).assign(search=np.arange(n))


def _answer(
    rng: np.random.Generator,
    homes: pd.DataFrame,
    by_city: tuple[np.ndarray, np.ndarray, np.ndarray],
    searches: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per impression of `searches`: search, place, row of the listing, score and liking."""
    candidates, is_offered = _candidates(rng, homes, by_city, searches)
    spare = homes["accommodates"].to_numpy()[candidates] - searches["guests"].to_numpy()[:, None]
    liking = homes["attractiveness"].to_numpy()[candidates] + EMPTY_BEDS * spare
    score = np.round(liking - planted.RANKING_PENALTY * homes["is_underserved"].to_numpy()[candidates], 4)
    at_random = rng.random(score.shape)
    key = np.where(searches["explored"].to_numpy()[:, None], at_random, -score)
    page = np.argsort(np.where(is_offered, key, np.inf), axis=1, kind="stable")[:, : planted.PAGE]
    is_shown = np.take_along_axis(is_offered, page, axis=1)
    key = np.where(searches["shuffled"].to_numpy()[:, None], np.take_along_axis(at_random, page, axis=1), 0.0)
    order = np.argsort(np.where(is_shown, key, np.inf), axis=1, kind="stable")
    page = np.take_along_axis(page, order, axis=1)
    search, place = np.nonzero(np.take_along_axis(is_shown, order, axis=1))
    column = page[search, place]
    return pd.DataFrame(
        {
            "search": searches["search"].to_numpy()[search],
            "place": place,
            "row": candidates[search, column],
            "score": score[search, column],
            "liking": liking[search, column],
        }
    )


def _candidates(
    rng: np.random.Generator,
    homes: pd.DataFrame,
    by_city: tuple[np.ndarray, np.ndarray, np.ndarray],
    searches: pd.DataFrame,
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of listings of each search's city, and which are distinct, on offer and big enough."""
    rows, first, size = by_city
    city, night = searches["city_code"].to_numpy(), searches["minute"].to_numpy()[:, None] // 1440
    place = np.floor(rng.random((len(city), CANDIDATES)) * size[city][:, None]).astype(np.int64)
    candidates = np.sort(rows[first[city][:, None] + place], axis=1)
    repeated = np.zeros(candidates.shape, dtype=bool)
    repeated[:, 1:] = candidates[:, 1:] == candidates[:, :-1]
    listed = homes["first_night"].to_numpy()[candidates] <= night
    left = homes["closing_night"].to_numpy()[candidates] <= night
    big_enough = homes["accommodates"].to_numpy()[candidates] >= searches["guests"].to_numpy()[:, None]
    return candidates, ~repeated & listed & ~left & big_enough


def _rows_by_city(world: World, homes: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of `homes` city by city, and where each city begins and how many it has."""
    city = homes["city_code"].to_numpy()
    size = np.bincount(city, minlength=len(world.cities))
    return np.argsort(city, kind="stable"), np.cumsum(size) - size, size


def _dearness(homes: pd.DataFrame) -> np.ndarray:
    """Return how dear every listing is for its city, in standard deviations, at most 2, shape (n_listings,)."""
    city = homes["city_code"].to_numpy()
    log_price = (homes["log_price"] + homes["residual"]).to_numpy()
    mean = np.bincount(city, log_price) / np.maximum(np.bincount(city), 1)
    difference = log_price - mean[city]
    return np.clip(difference / max(difference.std(), 1e-9), -2.0, 2.0)
