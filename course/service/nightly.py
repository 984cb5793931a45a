"""The nightly job: from the stays known this morning to the model that answers today.

Every step is a function of its arguments, the day among them, and what it leaves behind appears whole or not at all. So
the job can be run twice, killed anywhere, and run again.
"""

from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from course.marketplace.market import Marketplace
from course.service import monitor, training
from course.service.home import NUMBERS
from course.service.ledger import Ledger
from course.service.model import Model
from course.service.store import Store

WINDOW_DAYS = 90  # of stays
SHADOW_DAYS = 28  # of labels on which answers are compared
LEAST_STAYS = 200
LEAST_SHADOWED = 100  # homes
MOST_WORSE = 0.01  # mean absolute log error


class Refused(Exception):
    """A model that is not published, and why; the one in use stays."""


def run(day: str, market: Marketplace, store: Store, ledger: Ledger) -> str:
    """Watch, validate, train, compare, publish.

    Parameters
    ----------
    day : str
        Such as "2025-03-01"; nothing that became known on it or later is used.
    market : Marketplace
    store : Store
        Gets the model, and the monitor's report.
    ledger : Ledger
        Is only read.

    Returns
    -------
    str
        "published", or "unchanged" if the store has this model already or uses one of a later day.

    Raises
    ------
    Refused
        If the stays or the model are not fit for use.
    LedgerAway
    ValueError
        If `day` is none.
    """
    try:
        morning = datetime.combine(date.fromisoformat(day), time())
    except ValueError as error:
        raise ValueError(f"day: {day!r} is no day such as 2025-03-01") from error
    if (last := store.report()) is None or last["day"] <= day:
        store.write_report(monitor.report(ledger, morning))
    before = in_use_before(day, store)
    stays = training.stays(market, morning, WINDOW_DAYS)
    validate(stays, before)
    candidate = Model.from_bytes(
        training.fit(stays, day).to_bytes()
    )  # as it will be loaded, golden homes and all
    if before:
        compare_golden(candidate, before)
    compare_shadow(market, ledger, morning)
    store.write(candidate)
    if (current := store.current()) is not None and current >= day:
        return "unchanged"
    store.point_to(day)
    return "published"


def in_use_before(day: str, store: Store) -> Model | None:
    """Return the model in use before a day: the same whenever the job of the day is run again."""
    current = store.current()
    if current is not None and current >= day:
        current = max((version for version in store.versions() if version < day), default=None)
    return None if current is None else store.load(current)


def validate(stays: pd.DataFrame, before: Model | None) -> None:
    """Refuse stays that no model should learn from.

    Parameters
    ----------
    stays : pandas.DataFrame
        As `training.stays` returns them.
    before : Model, optional
        The model in use, whose stays are what is usual.

    Raises
    ------
    Refused
    """
    least = max(LEAST_STAYS, before.rows // 2 if before else 0)
    if len(stays) < least:
        raise Refused(f"{len(stays)} stays, and at least {least} are usual")
    if not (np.isfinite(stays["price"]) & (stays["price"] > 0)).all():
        raise Refused("a price is missing, 0 or below")
    blank = stays[list(NUMBERS)].isna().mean()
    if blank.max() > 0.5:
        raise Refused(f"{blank.idxmax()} is missing in {blank.max():.0%} of the stays")
    if before is None:
        return
    for name in ("city", "room_type"):
        is_new = ~stays[name].isin(before.words[name].keys())
        if is_new.mean() > 0.2:
            raise Refused(
                f"{name} is {stays.loc[is_new, name].iloc[0]!r} or other new ones in {is_new.mean():.0%}"
            )
    ratio = stays["price"].median() / before.medians[""]
    if not 2 / 3 < ratio < 3 / 2:
        raise Refused(
            f"the median price is {ratio:.2f} times the one of {before.version}: has a unit changed?"
        )


def compare_golden(candidate: Model, before: Model) -> None:
    """Refuse a model that prices the golden homes of the one in use by far differently.

    Raises
    ------
    Refused
    """
    ratios = [
        candidate.quote(home).price / home["price"]
        for home in before.golden
        if not candidate.quote(home).reason
    ]
    if len(ratios) < len(before.golden) / 2:
        raise Refused(
            f"{len(before.golden) - len(ratios)} of {len(before.golden)} golden homes get a fallback"
        )
    if not 4 / 5 < (ratio := float(np.median(ratios))) < 5 / 4:
        raise Refused(f"the golden homes of {before.version} cost {ratio:.2f} times as much")


def compare_shadow(market: Marketplace, ledger: Ledger, day: datetime) -> None:
    """Refuse if what is trained today answers past requests worse than they were answered.

    A model may not be tried on what it was trained on. So the same training, as it would have been `SHADOW_DAYS` ago,
    prices the requests whose label has become known since.

    Raises
    ------
    Refused
    """
    since = day - timedelta(days=SHADOW_DAYS)
    known = ledger.joined(day, since=day - monitor.LATEST_LABEL)
    known = known[known["known_at"] >= since]
    homes = monitor.homes_of(known)
    if homes.nunique() < LEAST_SHADOWED:
        return
    shadow = training.fit(training.stays(market, since, WINDOW_DAYS), f"{since:%Y-%m-%d}")
    prices = np.array([shadow.quote(home).price for home in training.records(known)])
    gain, error = shadow_gain(known["price"], prices, known["value"], homes)
    if gain + 2 * error < -MOST_WORSE:
        raise Refused(
            f"in shadow the error is {-gain:.3f} ± {2 * error:.3f} larger than that of the answers given"
        )


def shadow_gain(
    given: np.ndarray, shadow: np.ndarray, value: np.ndarray, homes: pd.Series
) -> tuple[float, float]:
    """Return by how much the mean absolute log error of `shadow` is smaller, and the standard error, by homes.

    Parameters
    ----------
    given, shadow, value : array-like of float
        Prices answered, prices that would have been, and what the night brought, shape (n,).
    homes : pandas.Series
        Number of the home of each: requests about one home are not independent.
    """
    gains = np.abs(np.log(given / value)) - np.abs(np.log(shadow / value))
    gains = pd.Series(np.asarray(gains), homes.index)
    sums = (gains - gains.mean()).groupby(homes).sum()
    n = len(sums)
    return float(gains.mean()), float(np.sqrt((sums**2).sum() * n / (n - 1)) / len(gains))
