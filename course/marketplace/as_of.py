"""A draw as it was known at a moment: with nothing in it that came later."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from course.marketplace.draw import Draw
from course.marketplace.nights import DAY
from course.marketplace.prices import NEVER


@dataclass(frozen=True, kw_only=True)
class PastDraw(Draw):
    """The hidden tables of another draw, cut at a moment.

    Every listing keeps its row, so that random numbers fall as in the whole; `is_listed` says which of them the
    public tables show.

    Parameters
    ----------
    source : Draw
        The whole.
    moment : int
        In minutes since the midnight before the first night. What happens in it is not known yet.
    """

    source: Draw
    moment: int

    @property
    def whole(self) -> Draw:
        """The draw with all that ever happens."""
        return self.source

    @property
    def now(self) -> int:
        """The minute up to which the company's logs run."""
        return self.moment

    @property
    def today(self) -> int:
        """The night on whose morning the scrape is made."""
        return self.now // DAY

    @cached_property
    def is_listed(self) -> np.ndarray:
        """Return which listings were there, shape (n_listings,)."""
        return (self.homes["first_night"] <= self.today).to_numpy()

    @cached_property
    def hosts(self) -> pd.DataFrame:
        """Return the hosts with `size` the number of listings they had; 0 for those yet to come."""
        host = self.homes["host"].to_numpy()[self.is_listed]
        return self.whole.hosts.assign(size=np.bincount(host, minlength=len(self.whole.hosts)))

    @cached_property
    def homes(self) -> pd.DataFrame:
        """Return the listings, without hosts' leaving that was still to come."""
        homes = self.whole.homes
        is_closed = homes["closing_night"] <= self.today
        return homes.assign(
            is_closed=is_closed,
            is_stale=homes["is_missed"] | (homes["is_stale"] & is_closed),
            closing_night=homes["closing_night"].where(is_closed, NEVER),
        )

    @cached_property
    def bookings(self) -> pd.DataFrame:
        """Return the bookings made by then, as if those yet to end stood."""
        bookings = self.whole.bookings
        bookings = bookings[bookings["created"] < self.now].reset_index(drop=True)
        is_open = bookings["known"] >= self.now
        unknown = ["cancelled_at", "stars", "review_night", "known"]
        return bookings.assign(
            cancelled=bookings["cancelled"] & ~is_open,
            **{name: bookings[name].mask(is_open) for name in unknown},
        )

    @cached_property
    def searches(self) -> pd.DataFrame:
        """Return the impressions shown by then."""
        searches = self.whole.searches
        return searches[searches["minute"] < self.now].reset_index(drop=True)

    @cached_property
    def photos(self) -> pd.DataFrame:
        """Return the photos of the listings of then."""
        photos = self.whole.photos
        return photos[self.is_listed[photos["row"]]].reset_index(drop=True)

    @property
    def photo_features(self) -> np.ndarray:
        """Return the features of every photo, of those yet to come, too."""
        return self.whole.photo_features

    @property
    def photo_pixels(self) -> np.ndarray:
        """Return the picture of every photo, of those yet to come, too."""
        return self.whole.photo_pixels

    @cached_property
    def annotations(self) -> pd.DataFrame:
        """Return the votes cast by then."""
        annotations = self.whole.annotations
        return annotations[annotations["second"] < 60 * self.now].reset_index(drop=True)

    @property
    def host_ids(self) -> np.ndarray:
        """Return the id of every host, shape (n_hosts,)."""
        return self.whole.host_ids

    @property
    def names(self) -> np.ndarray:
        """Return the title of every listing, shape (n_listings,)."""
        return self.whole.names

    @property
    def amenities(self) -> list[list[str]]:
        """Return one list of texts per listing."""
        return self.whole.amenities

    @property
    def prices(self) -> np.ndarray:
        """Return nightly prices, shape (n_listings, n_nights); hosts set them long ahead."""
        return self.whole.prices

    @property
    def all_reviews(self) -> pd.DataFrame:
        """Return one row per review that is ever written; `reviews` is what is published."""
        return self.whole.all_reviews

    @property
    def comments(self) -> np.ndarray:
        """Return the text of every row of `all_reviews`, shape (n_reviews,)."""
        return self.whole.comments


def past(draw: Draw, now: int) -> PastDraw:
    """Return `draw` as known at minute `now`."""
    whole = draw.whole
    return PastDraw(whole.world, whole.n_listings, whole.block, whole.first_serial, source=whole, moment=now)
