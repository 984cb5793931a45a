"""`simulate` and the `Marketplace` it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral, Real

import numpy as np
import pandas as pd

from course.marketplace import (
    deliveries,
    experiments,
    export,
    listings,
    offers,
    photos,
    planted,
    searches,
    tables,
)
from course.marketplace.as_of import past
from course.marketplace.draw import Draw
from course.marketplace.truth import Truth
from course.marketplace.world import CITIES, City, World

START, END = "2024-01-01", "2025-12-31"


def simulate(
    n_listings: int = 2000,
    seed: int = 0,
    start: str | pd.Timestamp = START,
    end: str | pd.Timestamp = END,
    run_on: int = 0,
    cities: Sequence[City] = CITIES,
    late_share: float = planted.LATE_START_SHARE,
    searches_per_listing: int = planted.SEARCHES_PER_LISTING,
) -> "Marketplace":
    """Simulate Perch.

    Parameters
    ----------
    n_listings : int
        At least 1.
    seed : int
        At least 0. The same arguments give the same tables, on every platform.
    start, end : str or pandas.Timestamp
        First and last night of the tables.
    run_on : int
        Nights simulated beyond `end` and cut from the tables. Without them a booking exists only if its stay ends
        by `end`, so towards the end bookings and lead times dwindle.
    cities : sequence of City
        At least one; `unseen_cities` draws new ones.
    late_share : float
        Share of the listings that join between `start` and the snapshot, from 0 to 1.
    searches_per_listing : int
        At least 1.

    Returns
    -------
    Marketplace

    Raises
    ------
    ValueError
        If an argument is of the wrong kind or out of range; the message names it.
    """
    size = whole_number("n_listings", n_listings, 1)
    world = checked_world(seed, start, end, run_on, cities, late_share, searches_per_listing)
    return Marketplace(Draw(world, size))


def checked_world(
    seed: int,
    start: str | pd.Timestamp = START,
    end: str | pd.Timestamp = END,
    run_on: int = 0,
    cities: Sequence[City] = CITIES,
    late_share: float = planted.LATE_START_SHARE,
    searches_per_listing: int = planted.SEARCHES_PER_LISTING,
) -> World:
    """Return the world of the arguments of `simulate`, or say which of them is wrong."""
    if not cities or not all(isinstance(city, City) for city in cities):
        raise ValueError(f"cities must be one City or more, not {cities!r}")
    if isinstance(late_share, bool) or not isinstance(late_share, Real) or not 0 <= late_share <= 1:
        raise ValueError(f"late_share must be a number from 0 to 1, not {late_share!r}")
    world = World(
        whole_number("seed", seed, 0),
        _moment("start", start).normalize(),
        _moment("end", end).normalize(),
        whole_number("run_on", run_on, 0),
        tuple(cities),
        float(late_share),
        whole_number("searches_per_listing", searches_per_listing, 1),
    )
    if world.end < world.start:
        raise ValueError(f"end ({world.end:%Y-%m-%d}) lies before start ({world.start:%Y-%m-%d})")
    return world


def whole_number(name: str, value: int, least: int) -> int:
    """Return `value` as an int, or say what is wrong with the argument `name`."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}")
    return int(value)


def _moment(name: str, value: str | pd.Timestamp) -> pd.Timestamp:
    try:
        moment = pd.Timestamp(value)
    except (TypeError, ValueError):
        moment = pd.NaT
    if moment is pd.NaT or moment.tz is not None:
        raise ValueError(f"{name} must be a date such as '2024-01-01', not {value!r}")
    return moment


@dataclass(frozen=True)
class Marketplace:
    """The tables of one simulated market, each built when first asked for and then kept.

    `listings`, `calendar` and `reviews` have the canonical columns of `course.marketplace.schema` and show
    what the platform knew on the morning of the snapshot; docs/dataset.md describes every table.
    """

    _draw: Draw

    def as_of(self, when: str | pd.Timestamp) -> "Marketplace":
        """Return the market as it was known at a moment: every table without what came later.

        Parameters
        ----------
        when : str or pandas.Timestamp
            From the midnight before the first night to the one after the last; of a market as of some moment, not
            after it. What bears the time `when` itself is not known yet, but a listing is there from the
            midnight of its `listed_on` on.

        Returns
        -------
        Marketplace
            Its listings, calendar and reviews are scraped on the morning of `when`; a booking's `status` is
            "booked", and all else about its end missing, until its `outcome_known_at`. `truth` stays whole.

        Raises
        ------
        ValueError
            If `when` is no moment, or out of that range.
        """
        moment, draw = _moment("when", when), self._draw
        first, last = draw.world.start, draw.world.start + pd.Timedelta(minutes=draw.now)
        if not first <= moment <= last:
            raise ValueError(f"when must be from {first} to {last}, not {moment}")
        return Marketplace(past(draw, (moment - first) // pd.Timedelta(minutes=1)))

    @cached_property
    def neighbourhoods(self) -> pd.DataFrame:
        """One row per neighbourhood: city, neighbourhood_group, neighbourhood, latitude, longitude."""
        return tables.neighbourhoods(self._draw.world)

    @cached_property
    def hosts(self) -> pd.DataFrame:
        """One row per host: the host columns of `listings`, and the host's city."""
        return tables.hosts(self._draw)

    @cached_property
    def listings(self) -> pd.DataFrame:
        """One row per listing, as scraped on the snapshot's morning."""
        return self._scrape[self._draw.is_listed].reset_index(drop=True)

    @cached_property
    def _scrape(self) -> pd.DataFrame:
        return listings.build_listings(self._draw)

    @cached_property
    def offers(self) -> pd.DataFrame:
        """One row per listing as its host typed it: cheap, for no booking is drawn."""
        return offers.build_offers(self._draw)

    @cached_property
    def lifecycle(self) -> pd.DataFrame:
        """One row per listing: listing_id, listed_on, closed_on (NaT while the host still offers it)."""
        return tables.lifecycle(self._draw)

    @cached_property
    def calendar(self) -> pd.DataFrame:
        """One row per listing and night from start to end."""
        return tables.calendar(self._draw)

    @cached_property
    def bookings(self) -> pd.DataFrame:
        """One row per booking made by the end, also those made after the snapshot."""
        return tables.bookings(self._draw)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """One row per review published before the snapshot, also those older than `start`."""
        return tables.reviews(self._draw)

    @cached_property
    def searches(self) -> pd.DataFrame:
        """One row per impression of a search result."""
        return searches.show(self._draw.world, self._draw.homes, self._draw.searches)

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """One row per event of a booking as it was delivered to the warehouse, in the order of arrival."""
        return deliveries.build_deliveries(self._draw)

    @cached_property
    def experiments(self) -> pd.DataFrame:
        """One row per logged visit in one of four experiments."""
        return experiments.build_experiments(self._draw)

    @cached_property
    def photos(self) -> pd.DataFrame:
        """One row per photo, with its true room and 16 features."""
        shown = self._all_photos[self._all_photos["photo_id"] <= planted.PHOTOS]
        return shown.reset_index(drop=True)

    @cached_property
    def photo_pool(self) -> pd.DataFrame:
        """One row per photo that nobody has labelled: as `photos`, without the room."""
        pool = self._all_photos[self._all_photos["photo_id"] > planted.PHOTOS]
        return pool.drop(columns="room").reset_index(drop=True)

    @cached_property
    def photo_pixels(self) -> np.ndarray:
        """The pictures of `photos` and then of `photo_pool`, shape (n_photos, 16, 16), uint8."""
        return self._draw.photo_pixels[self._draw.photos["photo"]]

    @cached_property
    def _all_photos(self) -> pd.DataFrame:
        return photos.show_photos(self._draw.homes, self._draw.photos, self._draw.photo_features)

    @cached_property
    def annotations(self) -> pd.DataFrame:
        """One row per annotator's vote on a photo."""
        return photos.show_annotations(self._draw.world, self._draw.annotations)

    @cached_property
    def truth(self) -> Truth:
        """The planted facts."""
        return Truth(self._draw.whole)

    @cached_property
    def raw_listings(self) -> pd.DataFrame:
        """`listings` as texts in Inside Airbnb's columns, with a few duplicated rows."""
        return export.raw_listings(self._draw, self._scrape)

    @cached_property
    def raw_calendar(self) -> pd.DataFrame:
        """`calendar` as texts."""
        return export.raw_calendar(self._draw)

    @cached_property
    def raw_reviews(self) -> pd.DataFrame:
        """`reviews` as texts."""
        return export.raw_reviews(self.reviews)
