"""What a new listing is worth on average, apart from the luck of its first year."""

import numpy as np
import pandas as pd

from course.marketplace import nights, planted
from course.marketplace.draw import Draw

REDRAWS = 24
YEAR = 365  # nights


def expected_values(draw: Draw) -> pd.Series:
    """Return the mean over redrawn stays of a listing's value, by listing_id.

    For the listings whose first 365 nights are simulated.
    """
    world = draw.world
    first = draw.homes["first_night"].to_numpy()
    rows = np.flatnonzero((first >= 0) & (first + YEAR <= world.n_nights))
    if not len(rows):
        none = pd.Index([], dtype="int64", name="listing_id")
        return pd.Series([], index=none, dtype="float64", name="expected_value")
    homes, demand = (table.iloc[rows].reset_index(drop=True) for table in (draw.homes, draw.demand))
    blocked = draw.blocked[rows]
    paid = np.zeros((len(rows), world.n_nights + 1))
    np.cumsum(draw.prices[rows], axis=1, out=paid[:, 1:])
    total = np.zeros(len(rows))
    for redraw in range(REDRAWS):
        rng = world.rng("redrawn stays", draw.block * REDRAWS + redraw)
        stays = nights.draw_stays(rng, world, homes, demand, blocked)
        bookings = nights.draw_bookings(rng, world, homes, stays)
        row, check_in = bookings["row"].to_numpy(), bookings["check_in"].to_numpy()
        counts = ~bookings["cancelled"].to_numpy() & (check_in < first[rows][row] + YEAR)
        pays = paid[row, check_in + bookings["nights"].to_numpy()] - paid[row, check_in]
        total += np.bincount(row, weights=pays * counts, minlength=len(rows))
    index = pd.Index(homes["listing_id"], name="listing_id")
    return pd.Series(planted.FEE * total / REDRAWS, index=index, name="expected_value")
