"""`simulate` and the `Marketplace` it returns."""

from dataclasses import dataclass
from functools import cached_property
from numbers import Integral

import pandas as pd

from course.marketplace import export, listings, photos, searches, tables
from course.marketplace.draw import Draw
from course.marketplace.truth import Truth, tell
from course.marketplace.world import World

START, END = "2024-01-01", "2025-12-31"


def simulate(
    n_listings: int = 2000,
    seed: int = 0,
    start: str | pd.Timestamp = START,
    end: str | pd.Timestamp = END,
) -> "Marketplace":
    """Simulate Perch.

    Parameters
    ----------
    n_listings : int
        At least 1.
    seed : int
        At least 0. The same arguments give the same tables, on every platform.
    start, end : str or pandas.Timestamp
        First and last simulated night.

    Returns
    -------
    Marketplace

    Raises
    ------
    ValueError
        If an argument is of the wrong kind or out of range; the message names it.
    """
    size = whole_number("n_listings", n_listings, 1)
    return Marketplace(Draw(checked_world(seed, start, end), size))


def checked_world(seed: int, start: str | pd.Timestamp, end: str | pd.Timestamp) -> World:
    """Return the world of the arguments of `simulate`, or say which of them is wrong."""
    world = World(whole_number("seed", seed, 0), _day("start", start), _day("end", end))
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


def _day(name: str, value: str | pd.Timestamp) -> pd.Timestamp:
    try:
        day = pd.Timestamp(value)
    except (TypeError, ValueError):
        day = pd.NaT
    if day is pd.NaT or day.tz is not None:
        raise ValueError(f"{name} must be a date such as '2024-01-01', not {value!r}")
    return day.normalize()


@dataclass(frozen=True)
class Marketplace:
    """The tables of one simulated market, each built when first asked for and then kept.

    `listings`, `calendar` and `reviews` have the canonical columns of `course.marketplace.schema` and show
    what the platform knew on the morning of the snapshot; docs/dataset.md describes every table.
    """

    _draw: Draw

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
        return listings.build_listings(self._draw)

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
        """One row per booking with check-in from start to end, also those made after the snapshot."""
        return tables.bookings(self._draw)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """One row per review published before the snapshot, also those older than `start`."""
        return tables.reviews(self._draw)

    @cached_property
    def searches(self) -> pd.DataFrame:
        """One row per impression of a search result."""
        return searches.draw_searches(self._draw)

    @cached_property
    def photos(self) -> pd.DataFrame:
        """One row per photo, with its true room."""
        return photos.draw_photos(self._draw)

    @cached_property
    def annotations(self) -> pd.DataFrame:
        """One row per annotator's vote on a photo."""
        return photos.draw_annotations(self._draw, self.photos)

    @cached_property
    def truth(self) -> Truth:
        """The planted facts."""
        return tell(self._draw)

    @cached_property
    def raw_listings(self) -> pd.DataFrame:
        """`listings` as texts in Inside Airbnb's columns, with a few duplicated rows."""
        return export.raw_listings(self._draw, self.listings)

    @cached_property
    def raw_calendar(self) -> pd.DataFrame:
        """`calendar` as texts."""
        return export.raw_calendar(self._draw)

    @cached_property
    def raw_reviews(self) -> pd.DataFrame:
        """`reviews` as texts."""
        return export.raw_reviews(self.reviews)
