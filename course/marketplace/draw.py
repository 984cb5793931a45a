"""One draw of listings in a world, with everything the simulator knows about them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from course.marketplace import amenities, homes, hosts, names, nights, reviews
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
        """Return who is a superhost at the snapshot: 1, 0 or NaN for unknown, shape (n_hosts,)."""
        return hosts.superhosts(self.world, self.hosts, self.homes, self.reviews, self.block)

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
    def bookings(self) -> pd.DataFrame:
        """Return one row per booking, sorted by listing and check-in."""
        stays = nights.draw_stays(self.world, self.homes, self.blocked, self.block)
        bookings = nights.draw_bookings(self.world, self.homes, stays, self.block)
        return reviews.draw_guest_reviews(self.world, self.homes, bookings, self.block)

    @cached_property
    def available(self) -> np.ndarray:
        """Return the nights open as of the snapshot, shape (n_listings, n_nights)."""
        return nights.open_nights(self.world, self.homes, self.blocked, self.bookings, self.block)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """Return one row per review published before the snapshot."""
        earlier = reviews.draw_earlier_reviews(self.world, self.homes, self.bookings, self.block)
        return reviews.published(self.world, self.bookings, earlier)

    @cached_property
    def prices(self) -> np.ndarray:
        """Return nightly prices, shape (n_listings, n_nights)."""
        return nights.nightly_prices(self.world, self.homes, self.block)
