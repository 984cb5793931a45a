"""One draw of listings in a world, with everything the simulator knows about them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from course.marketplace import amenities, homes, hosts, names, nights, photos, pixels, reviews, searches
from course.marketplace.world import World


@dataclass(frozen=True)
class Draw:
    """Hidden tables behind the public ones, each drawn when first asked for from a stream of its own.

    Parameters
    ----------
    world : World
    n_listings : int
    block : int
        Number of this draw in the world; every block has other random streams.
    first_serial : int
        Serial number of the first listing, on which ids are built.
    """

    world: World
    n_listings: int
    block: int = 0
    first_serial: int = 0

    @property
    def whole(self) -> "Draw":
        """The draw with all that ever happens."""
        return self

    @property
    def today(self) -> int:
        """The night on whose morning the scrape is made."""
        return self.world.snapshot_night

    @property
    def now(self) -> int:
        """The minute up to which the company's logs run."""
        return self.world.n_shown * nights.DAY

    @cached_property
    def is_listed(self) -> np.ndarray:
        """Return which listings the tables show, shape (n_listings,)."""
        return np.ones(self.n_listings, dtype=bool)

    @cached_property
    def hosts(self) -> pd.DataFrame:
        """Return one row per host."""
        return hosts.draw_hosts(self.world, self.n_listings, self.block)

    @cached_property
    def homes(self) -> pd.DataFrame:
        """Return one row per listing, with what no scrape shows, too."""
        return homes.draw_homes(self.world, self.hosts, self.block, self.first_serial)

    @cached_property
    def host_ids(self) -> np.ndarray:
        """Return the id of every host, shape (n_hosts,)."""
        return hosts.host_ids(self.hosts, self.homes)

    @cached_property
    def superhosts(self) -> np.ndarray:
        """Return who is a superhost today: 1, 0 or NaN for unknown, shape (n_hosts,)."""
        return hosts.superhosts(self.world, self.hosts, self.homes, self.reviews, self.today, self.block)

    @cached_property
    def names(self) -> np.ndarray:
        """Return the title of every listing, shape (n_listings,)."""
        return names.draw_names(self.world, self.homes, self.block)

    @cached_property
    def amenities(self) -> list[list[str]]:
        """Return one list of texts per listing."""
        return amenities.draw_amenities(self.world, self.homes, self.block)

    @cached_property
    def blocked(self) -> np.ndarray:
        """Return the nights that no guest can have, shape (n_listings, n_nights)."""
        return nights.blocked_nights(self.world, self.homes, self.block)

    @cached_property
    def demand(self) -> pd.DataFrame:
        """Return one row per listing: how soon guests come to it."""
        return nights.draw_demand(self.world.rng("demand", self.block), self.homes)

    @cached_property
    def bookings(self) -> pd.DataFrame:
        """Return one row per booking, sorted by listing and check-in."""
        world, homes, block = self.world, self.homes, self.block
        stays = nights.draw_stays(world.rng("stays", block), world, homes, self.demand, self.blocked)
        bookings = nights.draw_bookings(world.rng("bookings", block), world, homes, stays)
        return reviews.draw_guest_reviews(self.world, self.homes, bookings, self.block)

    @cached_property
    def available(self) -> np.ndarray:
        """Return the nights open as of today, shape (n_listings, n_nights)."""
        return nights.open_nights(self.world, self.homes, self.blocked, self.bookings, self.today, self.block)

    @cached_property
    def all_reviews(self) -> pd.DataFrame:
        """Return one row per review that is ever written, oldest first within a listing."""
        earlier = reviews.draw_earlier_reviews(self.world, self.homes, self.bookings, self.block)
        return reviews.join(self.bookings, earlier)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """Return the rows of `all_reviews` that were published before today."""
        return self.all_reviews[self.all_reviews["night"] < self.today]

    @cached_property
    def comments(self) -> np.ndarray:
        """Return the text of every row of `all_reviews`, shape (n_reviews,)."""
        return reviews.draw_comments(self.world, len(self.all_reviews), self.block)

    @cached_property
    def prices(self) -> np.ndarray:
        """Return nightly prices, shape (n_listings, n_nights)."""
        return nights.nightly_prices(self.world, self.homes, self.block)

    @cached_property
    def searches(self) -> pd.DataFrame:
        """Return one row per impression."""
        return searches.draw_searches(self.world, self.homes, self.block)

    @cached_property
    def photos(self) -> pd.DataFrame:
        """Return one row per photo."""
        return photos.draw_photos(self.world, self.homes, self.block)

    @cached_property
    def photo_features(self) -> np.ndarray:
        """Return the features of every photo, shape (n_photos, FEATURES)."""
        return photos.draw_features(self.world, self.photos["room"].to_numpy(), self.block)

    @cached_property
    def photo_pixels(self) -> np.ndarray:
        """Return the picture of every photo, shape (n_photos, SIDE, SIDE)."""
        return pixels.draw_pixels(self.world, self.photos["room"].to_numpy(), self.block)

    @cached_property
    def annotations(self) -> pd.DataFrame:
        """Return one row per vote."""
        return photos.draw_annotations(self.world, self.homes, self.photos, self.block)
