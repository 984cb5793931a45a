"""Four experiments with traffic of their own: visits of guests, and what they clicked.

A guest's visits resemble one another (intraclass correlation .2), so visits are no independent observations.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from course.marketplace import planted
from course.marketplace.draw import Draw
from course.marketplace.tables import moments
from course.marketplace.world import World

DAYS = 28  # each
GUESTS = 40_000  # each
FIRST_GUEST = 900_000_000
MORE_VISITS = 1.5  # of a guest after the first one, on average
IMPRESSIONS = 10  # homes on the page that a visit shows
CLICK_RATE = 0.176  # of an impression
CLICK_RATE_SD = 0.0595  # between guests
BADGE_LOG_ODDS = -1.2  # of a click on an average home's page
BADGE_GUEST_SD = 0.8  # on the log-odds, between guests


class Experiment(NamedTuple):
    """What is planted in one experiment."""

    unit: str  # what is assigned to an arm: guest or listing
    lift: float = 0.0  # of arm B over arm A in clicks per visit, relative
    lost: float = 0.0  # share of arm B's clickless visits that are not logged
    crossed: float = 0.0  # share of guests whose later visits are logged in the other arm


EXPERIMENTS = {
    "a/a": Experiment("guest"),
    "ranker": Experiment("guest", lift=planted.RANKER_LIFT),
    "badge": Experiment("listing"),
    "logging": Experiment("guest", lost=planted.LOST_SHARE, crossed=planted.CROSSED_SHARE),
}


def build_experiments(draw: Draw) -> pd.DataFrame:
    """Return one row per logged visit, experiment by experiment in the order of time."""
    tables = []
    for number, (name, experiment) in enumerate(EXPERIMENTS.items()):
        rng = draw.world.rng("experiments", draw.block * len(EXPERIMENTS) + number)
        visits = _draw_visits(rng, window(draw.world, number))
        visits["guest_id"] += FIRST_GUEST + number * GUESTS
        _add_clicks(rng, draw.homes, experiment, visits)
        tables.append(_log(rng, experiment, visits).assign(experiment=name))
    table = pd.concat(tables, ignore_index=True)
    return pd.DataFrame(
        {
            "experiment": table["experiment"].astype("str"),
            "visit_id": np.arange(1, len(table) + 1),
            "visited_at": moments(draw.world, table["minute"]),
            "guest_id": table["guest_id"],
            "listing_id": table["listing_id"],
            "arm": pd.Series(["A", "B"], dtype="str").take(table["in_b"]).array,
            "clicks": table["clicks"],
        }
    )[(table["minute"] < draw.now).to_numpy()].reset_index(drop=True)


def window(world: World, number: int) -> tuple[int, int]:
    """Return the first night of an experiment and the one after its last: they follow the snapshot in turn."""
    days = max(min(DAYS, (world.n_shown - world.snapshot_night) // len(EXPERIMENTS)), 1)
    first = min(world.snapshot_night + number * days, world.n_shown - 1)
    return first, first + days


def _draw_visits(rng: np.random.Generator, nights: tuple[int, int]) -> pd.DataFrame:
    """Return one row per visit: guest, minute and how many visits of the guest came before; by minute."""
    visits = 1 + rng.poisson(MORE_VISITS, GUESTS)
    guest = np.repeat(np.arange(GUESTS), visits)
    first, stop = nights
    minute = first * 1440 + np.floor(rng.random(len(guest)) * (stop - first) * 1440).astype(np.int64)
    order = np.lexsort((minute, guest))
    before = np.arange(len(guest)) - np.repeat(np.cumsum(visits) - visits, visits)
    table = pd.DataFrame({"guest": guest, "minute": minute[order], "before": before})
    table = table.assign(guest_id=rng.permutation(GUESTS)[guest])  # an id does not tell how often they come
    return table.sort_values("minute", kind="stable", ignore_index=True)


def _add_clicks(
    rng: np.random.Generator, homes: pd.DataFrame, experiment: Experiment, visits: pd.DataFrame
) -> None:
    """Add the arm and the clicks, and the listing where arms are assigned to listings."""
    guest = visits["guest"].to_numpy()
    if experiment.unit == "listing":
        row = rng.integers(len(homes), size=len(visits))
        log_odds = BADGE_LOG_ODDS + homes["attractiveness"].to_numpy()[row]
        log_odds += BADGE_GUEST_SD * rng.normal(size=GUESTS)[guest]
        rate, trials = 1.0 / (1.0 + np.exp(-log_odds)), 1
        visits["in_b"] = (rng.random(len(homes)) < 0.5)[row]
        visits["listing_id"] = pd.array(homes["listing_id"].to_numpy()[row], dtype="Int64")
    else:
        size = CLICK_RATE * (1.0 - CLICK_RATE) / CLICK_RATE_SD**2 - 1.0
        rate = rng.beta(CLICK_RATE * size, (1.0 - CLICK_RATE) * size, GUESTS)[guest]
        trials = IMPRESSIONS
        visits["in_b"] = (rng.random(GUESTS) < 0.5)[guest]
        visits["listing_id"] = pd.array(np.full(len(visits), pd.NA), dtype="Int64")
    lift = np.where(visits["in_b"], 1.0 + experiment.lift, 1.0)
    visits["clicks"] = rng.binomial(trials, np.minimum(rate * lift, 1.0)).astype(np.int64)


def _log(rng: np.random.Generator, experiment: Experiment, visits: pd.DataFrame) -> pd.DataFrame:
    """Return the visits as logged: some clickless ones of arm B lost, some guests in both arms."""
    lost = visits["in_b"] & (visits["clicks"] == 0) & (rng.random(len(visits)) < experiment.lost)
    returning = rng.permutation(np.unique(visits["guest"][visits["before"] > 0]))
    crossed = returning[: round(experiment.crossed * GUESTS)]
    in_other = visits["guest"].isin(crossed) & (visits["before"] > 0)
    return visits.assign(in_b=(visits["in_b"] ^ in_other).astype(np.int64))[~lost]
