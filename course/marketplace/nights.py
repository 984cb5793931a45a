"""What happens night by night: prices, nights that hosts block, stays, bookings and availability.

Nights are numbered from 0, the first simulated one; times are minutes since its midnight.
"""

import numpy as np
import pandas as pd

from course.marketplace import guests, planted
from course.marketplace.world import World

DAY = 1440  # minutes
CHECK_IN_TIME = 900  # 15:00
WEEKDAY_DEMAND = (0.78, 0.78, 0.82, 0.92, 1.0, 0.95, 0.75)  # check-ins from Monday to Sunday
TYPICAL_GAP = 0.6  # nights until the next guest comes, at the highest demand
IDLE_SHARE = 0.05  # listings that nobody books
FULLY_OPEN = 0.93  # hosts who would open more than this share of nights never block one
LATE_OPENING_SHARE = 0.40  # calendars that are not open a year ahead


def nightly_prices(world: World, homes: pd.DataFrame, block: int) -> np.ndarray:
    """Return the price of every night, shape (n_listings, n_nights), float64 in whole currency units."""
    rng = world.rng("nightly prices", block)
    n = len(homes)
    u = rng.random(n)
    weekend = planted.WEEKEND_PREMIUM * rng.lognormal(0.0, planted.WEEKEND_SIGMA, n)
    weekend = np.select(
        [u < planted.WEEKEND_SHARE, u < planted.WEEKEND_SHARE + planted.WEEKEND_DISCOUNT_SHARE],
        [np.minimum(weekend, 0.6), -0.07],
        0.0,
    )
    season = np.minimum(planted.SEASON_RANGE * rng.lognormal(0.0, planted.SEASON_SIGMA, n), 1.2)
    seasonal = rng.random(n) < planted.SEASON_SHARE
    at_event = rng.random(n) < planted.EVENT_SHARE
    city = homes["city_code"].to_numpy()
    base = homes["price"].to_numpy()
    prices = base[:, None] * (1.0 + weekend[:, None] * world.is_weekend)
    prices[seasonal] *= np.exp(season[seasonal, None] * world.season[city[seasonal]])
    raised = np.flatnonzero(at_event & (city == world.event_city))
    prices[np.ix_(raised, np.flatnonzero(world.is_event))] *= np.exp(planted.EVENT_PREMIUM)
    drifting = (homes["room_type"] == planted.DRIFT_ROOM).to_numpy()
    prices[drifting, world.drift_night :] *= planted.DRIFT_PRICE_FACTOR
    fixed = homes["is_placeholder"].to_numpy()
    prices[fixed] = base[fixed, None]
    return np.round(prices)


def blocked_nights(world: World, homes: pd.DataFrame, block: int) -> np.ndarray:
    """Return the nights no guest can have, shape (n_listings, n_nights), bool.

    Hosts block runs of nights; nothing can be had before a listing's first night or after its host left.
    """
    rng = world.rng("blocks", block)
    n, n_nights = len(homes), world.n_nights
    open_share = np.clip(rng.beta(1.1, 0.5, n), 0.08, 0.99)
    open_share[(open_share > FULLY_OPEN) | homes["is_placeholder"]] = 1.0
    blocked_mean = np.clip(rng.lognormal(np.log(40.0), 0.8, n), 3.0, 200.0)
    open_mean = blocked_mean * open_share / np.maximum(1.0 - open_share, 1e-9)
    cycles = np.where(open_share < 1.0, 1.6 * n_nights / (blocked_mean + open_mean) + 8, 0).astype(np.int64)
    row = np.repeat(np.arange(n), cycles)
    open_run = np.floor(rng.standard_exponential(len(row)) * open_mean[row]) + 1
    blocked_run = np.floor(rng.standard_exponential(len(row)) * blocked_mean[row]) + 1
    has_runs = cycles > 0
    first = (np.cumsum(cycles) - cycles)[has_runs]
    open_run[first] *= rng.random(len(first)) < open_share[has_runs]  # some begin with a blocked run
    ends = _cumulate(open_run + blocked_run, cycles)
    blocked = fill(row, ends - blocked_run, ends, n, n_nights)
    night = np.arange(n_nights)
    blocked |= night < homes["first_night"].to_numpy()[:, None]
    blocked |= night >= homes["closing_night"].to_numpy()[:, None]
    return blocked


def draw_demand(rng: np.random.Generator, homes: pd.DataFrame) -> pd.DataFrame:
    """Return how soon the next guest comes to each listing: `gap` (nights, on average); `idle` if nobody does."""
    n = len(homes)
    wanted = planted.ATTRACTIVE_DEMAND * homes["attractiveness"].to_numpy()
    wanted += rng.normal(0.0, planted.DEMAND_SD, n)
    gap = TYPICAL_GAP * np.exp(-wanted)
    idle = (rng.random(n) < IDLE_SHARE) | homes["is_placeholder"].to_numpy()
    return pd.DataFrame({"gap": gap, "idle": idle})


def draw_stays(
    rng: np.random.Generator, world: World, homes: pd.DataFrame, demand: pd.DataFrame, blocked: np.ndarray
) -> pd.DataFrame:
    """Return stays that never overlap: row of the listing, check-in night and number of nights.

    Gaps and lengths make a renewal process at the highest demand; thinning it by city, season, weekday and
    event, and dropping what falls on a blocked night, leaves the stays.
    """
    n = len(homes)
    minimum, maximum = homes["minimum_nights"].to_numpy(), homes["maximum_nights"].to_numpy()
    gap_mean = demand["gap"].to_numpy()
    extra_mean = np.where(minimum >= 28, 25.0, 1.6)
    first = np.maximum(homes["first_night"].to_numpy(), 0)
    cycles = 1.5 * (world.n_nights - first) / (gap_mean + minimum + extra_mean - 0.5) + 10
    cycles = np.where(demand["idle"], 0, cycles).astype(np.int64)
    row, n_drawn = np.repeat(np.arange(n), cycles), cycles.sum()
    gap = (rng.standard_exponential(n_drawn) * np.repeat(gap_mean, cycles)).astype(np.int64)
    extra = (rng.standard_exponential(n_drawn) * np.repeat(extra_mean, cycles)).astype(np.int64)
    length = np.minimum(np.repeat(minimum, cycles) + extra, np.repeat(maximum, cycles))
    check_out = np.repeat(first, cycles) + _cumulate(gap + length, cycles)
    u = rng.random(n_drawn)
    inside = np.flatnonzero(check_out <= world.n_nights)
    row, length, check_out, u = row[inside], length[inside], check_out[inside], u[inside]
    check_in = check_out - length
    blocked_before = np.zeros((n, world.n_nights + 1), dtype=np.int32)
    np.cumsum(blocked, axis=1, out=blocked_before[:, 1:])
    is_free = blocked_before[row, check_out] == blocked_before[row, check_in]
    come_about = np.where(homes["instant_bookable"], 1.0, planted.GRANTED_REQUESTS)
    is_wanted = u < _demand(world)[homes["city_code"].to_numpy()[row], check_in] * come_about[row]
    keep = np.flatnonzero(is_free & is_wanted)
    return pd.DataFrame({"row": row[keep], "check_in": check_in[keep], "nights": length[keep]})


def draw_bookings(
    rng: np.random.Generator, world: World, homes: pd.DataFrame, stays: pd.DataFrame
) -> pd.DataFrame:
    """Return `stays` with the time of booking, cancellation and the party: columns in minutes and counts."""
    n = len(stays)
    row, check_in = stays["row"].to_numpy(), stays["check_in"].to_numpy()
    arrival = check_in * DAY + CHECK_IN_TIME
    opened = homes["first_night"].to_numpy()[row] * DAY
    wanted = np.floor(rng.exponential(1.0, n) * rng.choice([6.0, 30.0, 90.0], n, p=[0.3, 0.45, 0.25]) * DAY)
    created = arrival - wanted
    guest_id, habit = guests.draw_guests(rng, homes, n)
    log_odds = guests.cancelling_log_odds(world, homes, row, wanted / DAY, habit)
    cancelled = rng.random(n) < 1.0 / (1.0 + np.exp(-log_odds))
    cancelled_at = created + np.floor(rng.random(n) * wanted)
    capacity = homes["accommodates"].to_numpy()[row]
    solo = rng.random(n) < np.array(planted.SOLO_SHARE)[(check_in >= world.drift_night).astype(np.int64)]
    party = np.minimum(2 + rng.binomial(np.maximum(capacity - 2, 0), 0.45), capacity)
    columns = {
        **{name: stays[name].to_numpy() for name in stays},
        "created": created.astype(np.int64),
        "cancelled": cancelled,
        "cancelled_at": np.where(cancelled, cancelled_at, np.nan),
        "guests": np.where(solo, 1, party),
        "guest_id": guest_id,
    }
    # Who wanted to book before the home was listed has gone elsewhere.
    keep = np.flatnonzero(created >= opened)
    return pd.DataFrame({name: values[keep] for name, values in columns.items()})


def open_nights(
    world: World, homes: pd.DataFrame, blocked: np.ndarray, bookings: pd.DataFrame, today: int, block: int
) -> np.ndarray:
    """Return availability as known at the midnight before night `today`, shape (n_listings, n_nights)."""
    rng = world.rng("horizons", block)
    n = len(homes)
    midnight = today * DAY
    known = (bookings["created"] < midnight) & ~(bookings["cancelled_at"] < midnight)
    row, check_in, nights = (bookings.loc[known, name].to_numpy() for name in ("row", "check_in", "nights"))
    horizon = np.floor(rng.choice([90.0, 180.0, 270.0], n, p=[0.1, 0.3, 0.6]) + rng.uniform(-20.0, 60.0, n))
    horizon[rng.random(n) >= LATE_OPENING_SHARE] = world.n_nights
    horizon[homes["is_placeholder"].to_numpy()] = world.n_nights
    unopened = np.arange(world.n_nights) >= today + horizon[:, None]
    return ~(blocked | unopened | fill(row, check_in, check_in + nights, n, world.n_nights))


def fill(row: np.ndarray, first: np.ndarray, stop: np.ndarray, n: int, n_nights: int) -> np.ndarray:
    """Return a boolean (n, n_nights) matrix that is true from `first` to before `stop` in each given row."""
    width = n_nights + 1
    first = row * width + np.clip(first, 0, n_nights).astype(np.int64)
    stop = row * width + np.clip(stop, 0, n_nights).astype(np.int64)
    steps = np.zeros(n * width, dtype=np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, stop, -1)
    np.cumsum(steps, out=steps)  # from row to row, for the steps of each sum to 0
    return steps.reshape(n, width)[:, :-1] > 0


def _cumulate(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return cumulative sums that start anew for each of the groups of `counts` consecutive values."""
    total = np.zeros(len(values) + 1, dtype=values.dtype)
    np.cumsum(values, out=total[1:])
    before = np.cumsum(counts) - counts
    return total[1:] - np.repeat(total[before], counts)


def _demand(world: World) -> np.ndarray:
    """Return the share of possible check-ins that happen, shape (n_cities, n_nights)."""
    weekday = np.array(WEEKDAY_DEMAND)[(world.start.day_of_week + np.arange(world.n_nights)) % 7]
    demand = (0.98 + 0.34 * world.season) * weekday
    demand[world.event_city, world.is_event] = 1.0
    return demand
