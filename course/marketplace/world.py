"""The world every listing lives in: cities, neighbourhoods, the event, the drift and the random streams.

A world depends on the seed and the dates alone, so blocks of listings drawn separately share it.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.catalogue import words

KM_PER_DEGREE = 111.2
STREAMS = words(
    "world|dates|hosts|traits|homes|prices|staleness|nightly prices|blocks|horizons|stays|bookings|"
    "guest reviews|earlier reviews|scores|amenities|names|comments|searches|photos|annotations|export|"
    "superhosts|whereabouts|room centres|photo features|pixels|motifs|deliveries|delivery faults|"
    "experiments|demand|redrawn stays"
)

Columns = dict[str, np.ndarray]  # of one table, all of one length


@dataclass(frozen=True)
class City:
    """Fixed facts of one fictional city; its neighbourhoods are drawn anew for every seed."""

    name: str
    share: float  # of all hosts
    latitude: float
    longitude: float
    level: float  # log price against the mean city
    room_weights: tuple[float, ...]  # of `catalogue.ROOM_TYPES`
    monthly_rule: float  # share of listings with a minimum stay of about a month
    peak_day: int  # day of the year when demand is highest
    groups: dict[str, tuple[float, float]]  # name: (share of the city, typical distance in km)
    first_words: tuple[str, ...]
    second_words: tuple[str, ...]
    guests_slope: float = planted.ACCOMMODATES_SLOPE  # of log price on log guests


CITIES = (
    City(
        name=planted.UNDERSERVED_CITY,
        share=0.42,
        latitude=44.18,
        longitude=-36.42,
        level=0.12,
        room_weights=(0.66, 0.31, 0.015, 0.015),
        monthly_rule=0.06,
        peak_day=200,
        groups={
            "Old Harbour": (0.36, 1.6),
            "Lark Hill": (0.25, 3.4),
            planted.UNDERSERVED_GROUP: (planted.UNDERSERVED_SHARE, 3.6),
            "Eastmarsh": (0.12, 6.0),
            "Northshore": (0.08, 8.5),
        },
        first_words=words("Alder|Barrow|Candle|Dove|Ember|Fennel|Gannet|Hazel|Ivory|Juniper|Kestrel|Linnet"),
        second_words=words("Row|Quay|Green|Cross|Yard|Steps"),
    ),
    City(
        name="Veldermere",
        share=0.28,
        latitude=39.62,
        longitude=-31.87,
        level=-0.04,
        room_weights=(0.74, 0.24, 0.01, 0.01),
        monthly_rule=0.35,
        peak_day=130,
        groups={
            "Binnenmere": (0.44, 1.8),
            "Zuidveld": (0.31, 3.8),
            "De Polder": (0.17, 6.2),
            "Oostrand": (0.08, 9.0),
        },
        first_words=words("Apple|Bleach|Cooper|Dyer|Elm|Flax|Glass|Heron|Indigo|Kiln|Loom|Mill"),
        second_words=words("gracht|dijk|hof|markt|wijk|poort"),
    ),
    City(
        name="São Brisal",
        share=0.19,
        latitude=36.94,
        longitude=-27.15,
        level=-0.15,
        room_weights=(0.70, 0.27, 0.015, 0.015),
        monthly_rule=0.03,
        peak_day=225,
        groups={
            "Baixa": (0.48, 1.2),
            "Ribeira Alta": (0.32, 3.0),
            "Colinas": (0.20, 6.5),
        },
        first_words=words("Rua|Largo|Porta|Fonte|Monte|Quinta|Vale|Praia|Torre|Campo|Ponte|Alto"),
        second_words=words("do Sal|da Luz|das Pedras|do Vento|da Figueira"),
    ),
    City(
        name="Kettle Sound",
        share=0.11,
        latitude=47.33,
        longitude=-41.08,
        level=0.07,
        room_weights=(0.62, 0.37, 0.005, 0.005),
        monthly_rule=0.02,
        peak_day=190,
        groups={
            "Waterfront": (0.50, 1.4),
            "Timberline": (0.30, 4.5),
            "Outer Sound": (0.20, 9.5),
        },
        first_words=words("Cedar|Otter|Granite|Salmon|Heather|Raven|Copper|Birch|Tern|Moss"),
        second_words=words("Landing|Point|Cove|Ridge|Bluff"),
        guests_slope=planted.KETTLE_SOUND_ACCOMMODATES_SLOPE,
    ),
)


@dataclass(frozen=True)
class World:
    """Everything that listings share.

    Parameters
    ----------
    seed : int
    start, end : pandas.Timestamp
        First and last night that the tables show.
    run_on : int
        Nights simulated beyond `end`.
    cities : tuple of City
    late_share : float
        Share of the listings that join between `start` and the snapshot.
    searches_per_listing : int
    """

    seed: int
    start: pd.Timestamp
    end: pd.Timestamp
    run_on: int = 0
    cities: tuple[City, ...] = field(default=CITIES, repr=False)
    late_share: float = planted.LATE_START_SHARE
    searches_per_listing: int = planted.SEARCHES_PER_LISTING

    def rng(self, stream: str, block: int = 0) -> np.random.Generator:
        """Return the random stream of one table, independent of every other stream and block."""
        key = (STREAMS.index(stream), block)
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))

    @property
    def n_shown(self) -> int:
        """Number of nights from `start` to `end`."""
        return (self.end - self.start).days + 1

    @property
    def n_nights(self) -> int:
        """Number of simulated nights."""
        return self.n_shown + self.run_on

    @property
    def snapshot_night(self) -> int:
        """First night after the scrape: the 365th from the end, or the middle of a short range."""
        return self.n_shown - 1 - min(364, (self.n_shown - 1) // 2)

    @property
    def snapshot(self) -> pd.Timestamp:
        """The day of the scrape."""
        return self.date(self.snapshot_night)

    def date(self, night: int) -> pd.Timestamp:
        """Return the day on which night number `night` starts."""
        return self.start + pd.Timedelta(days=int(night))

    @cached_property
    def day_of_year(self) -> np.ndarray:
        """Day of the year of every night, shape (n_nights,)."""
        return pd.date_range(self.start, periods=self.n_nights).day_of_year.to_numpy(dtype=np.int64)

    @cached_property
    def is_weekend(self) -> np.ndarray:
        """Whether a night is a Friday or Saturday night, shape (n_nights,)."""
        return np.isin((self.start.day_of_week + np.arange(self.n_nights)) % 7, (4, 5))

    @cached_property
    def season(self) -> np.ndarray:
        """Season of every city and night between -0.5 and 0.5, shape (n_cities, n_nights)."""
        peaks = np.array([city.peak_day for city in self.cities])[:, None]
        waves = 0.5 * np.cos(2 * np.pi * (self.day_of_year - peaks) / 365.25)
        holidays = (self.day_of_year >= 356) | (self.day_of_year <= 2)  # 22 December to 2 January
        return np.where(holidays, np.maximum(waves, 0.25), waves)

    @cached_property
    def _dates_of_change(self) -> tuple[int, int, int]:
        """City of the event, its first night, first night of the drift."""
        rng = self.rng("dates")
        past = self.snapshot_night
        event = int(past * rng.uniform(0.15, 0.80))
        drift = past + int((self.n_shown - past) * rng.uniform(0.25, 0.70))
        return int(rng.integers(len(self.cities))), event, drift

    @property
    def event_city(self) -> int:
        """Code of the city that has the event."""
        return self._dates_of_change[0]

    @property
    def event_night(self) -> int:
        """First night of the event."""
        return self._dates_of_change[1]

    @cached_property
    def is_event(self) -> np.ndarray:
        """Whether a night belongs to the event, shape (n_nights,)."""
        nights = np.arange(self.n_nights) - self.event_night
        return (nights >= 0) & (nights < planted.EVENT_NIGHTS)

    @property
    def drift_night(self) -> int:
        """First night after the drift."""
        return self._dates_of_change[2]

    @cached_property
    def neighbourhoods(self) -> pd.DataFrame:
        """Neighbourhoods of all cities, one row each, with the share of their city and their price effect."""
        rng = self.rng("world")
        cities = [_draw_neighbourhoods(rng, code, city) for code, city in enumerate(self.cities)]
        return pd.DataFrame({name: np.concatenate([city[name] for city in cities]) for name in cities[0]})

    @cached_property
    def outskirts(self) -> np.ndarray:
        """Row of the farthest among every city's dozen busiest neighbourhoods, shape (n_cities,)."""
        table = self.neighbourhoods
        is_served = (table["neighbourhood_group"] != planted.UNDERSERVED_GROUP).to_numpy()
        city, weight, distance = (table[name].to_numpy() for name in ("city_code", "weight", "distance"))
        rows = [np.flatnonzero(is_served & (city == code)) for code in range(len(self.cities))]
        busiest = [here[np.argsort(-weight[here])[:12]] for here in rows]
        return np.array([here[np.argmax(distance[here])] for here in busiest])


def _draw_neighbourhoods(rng: np.random.Generator, code: int, city: City) -> Columns:
    """Return the columns of `World.neighbourhoods` for one city."""
    pool = [_join(first, second) for first in city.first_words for second in city.second_words]
    n = int(rng.integers(min(42, len(pool) - 8), min(60, len(pool) - 4)))
    names = [pool[i] for i in rng.permutation(len(pool))[:n]]
    group_names = list(city.groups)
    group = np.concatenate([np.arange(len(group_names)), rng.integers(len(group_names), size=n)])[:n]
    rank = np.arange(1, n + 1)
    weight = rank**-1.0 * rng.lognormal(0.0, 0.4, n)
    shares, kilometres = np.array(list(city.groups.values())).T
    weight *= shares[group] / np.bincount(group, weights=weight)[group]
    distance = kilometres[group] * rng.lognormal(0.0, 0.3, n)
    angle = 2 * np.pi * ((group + rng.uniform(-0.45, 0.45, n)) / len(group_names))
    return {
        "city_code": np.full(n, code, dtype=np.int64),
        "city": np.full(n, city.name, dtype=object),
        "neighbourhood_group": np.array(group_names, dtype=object)[group],
        "neighbourhood": np.array(names, dtype=object),
        "latitude": city.latitude + distance * np.sin(angle) / KM_PER_DEGREE,
        "longitude": city.longitude + distance * np.cos(angle) / km_per_degree_of_longitude(city.latitude),
        "distance": distance,
        "weight": weight,
        "effect": rng.normal(0.0, planted.NEIGHBOURHOOD_SD, n),
        "guests_slope": city.guests_slope
        + planted.GROUP_ACCOMMODATES_SLOPE * np.where(group % 2 == 0, 1.0, -1.0),
    }


def km_per_degree_of_longitude(latitude: float | np.ndarray) -> float | np.ndarray:
    """Return the length of one degree of longitude at a latitude in degrees."""
    return KM_PER_DEGREE * np.cos(np.radians(latitude))


def _join(first: str, second: str) -> str:
    """Join the two parts of a name; a second part in lower case without a space is a suffix."""
    return first + second if second.islower() and " " not in second else f"{first} {second}"


def pick(rng: np.random.Generator, weights: np.ndarray | list[float], size: int) -> np.ndarray:
    """Draw `size` indices with probability proportional to `weights`."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.minimum(np.searchsorted(edges, rng.random(size) * edges[-1], side="right"), len(edges) - 1)


def balanced(rng: np.random.Generator, order_by: np.ndarray, share: float) -> np.ndarray:
    """Choose a share of the rows at random, but evenly along `order_by` (systematic sampling).

    The chosen and the others then have nearly the same distribution of `order_by`, in every seed.
    """
    order = np.argsort(order_by, kind="stable")
    chosen = np.zeros(len(order), dtype=bool)
    marks = np.floor(np.arange(len(order) + 1) * share + rng.random())
    chosen[order] = np.diff(marks) > 0
    return chosen
