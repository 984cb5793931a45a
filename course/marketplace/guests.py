"""Who books: guests who come again, and what makes them cancel."""

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.world import World

GUESTS_PER_LISTING = 12
FREQUENT = 0.2  # of the guests travel often
FREQUENT_BOOKINGS = 0.5  # of all bookings are theirs
FIRST_ID = 1_000_000


def draw_guests(rng: np.random.Generator, homes: pd.DataFrame, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the id and the habit of the guest of each of `n` bookings.

    The habit is what a guest adds to the log-odds of cancelling, the same in all of their bookings.
    """
    n_guests = GUESTS_PER_LISTING * len(homes)
    habits = planted.CANCEL_HABIT_SD * rng.normal(size=n_guests)
    numbers = rng.permutation(n_guests)  # an id does not tell who travels often
    share = np.interp(rng.random(n), [0.0, FREQUENT_BOOKINGS, 1.0], [0.0, FREQUENT, 1.0])
    guest = np.minimum((share * n_guests).astype(np.int64), n_guests - 1)
    first = FIRST_ID + GUESTS_PER_LISTING * int(homes["serial"].iloc[0])
    return first + numbers[guest], habits[guest]


def cancelling_log_odds(
    world: World, homes: pd.DataFrame, row: np.ndarray, lead_days: np.ndarray, habit: np.ndarray
) -> np.ndarray:
    """Return the log-odds that bookings of the listings in `row` are cancelled.

    Parameters
    ----------
    row : numpy.ndarray
        Row of each booking's listing in `homes`, shape (n_bookings,).
    lead_days : numpy.ndarray
        Days from booking to check-in, shape (n_bookings,).
    habit : numpy.ndarray
        Of each booking's guest, shape (n_bookings,).
    """
    per_log_lead = np.array(
        [planted.CANCEL_PER_LOG_LEAD_IN.get(city.name, planted.CANCEL_PER_LOG_LEAD) for city in world.cities]
    )[homes["city_code"].to_numpy()]
    dearness = np.log(homes["price"].to_numpy()) - np.log(planted.TYPICAL_PRICE)
    level = planted.CANCEL_INTERCEPT + planted.CANCEL_PER_LOG_PRICE * dearness
    return level[row] + per_log_lead[row] * (np.log1p(lead_days) - planted.TYPICAL_LOG_LEAD) + habit
