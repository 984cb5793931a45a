"""Watching a service through its ledger: what is asked, how far off the answers were, and for whom.

One rule for everything that is watched: a figure has a margin within which nobody need get up, and it alarms when it is
beyond the margin by more than chance explains. The chance of a night with any false alarm, while every true figure lies
within its margin, is at most `FALSE_ALARMS`, however much is watched.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.stats import t as student

from course.service.home import WORDS, Home
from course.service.ledger import Ledger

FALSE_ALARMS = 1 / 365  # a night: once a year
NOW, BEFORE = timedelta(days=28), timedelta(days=84)  # what is looked at, and what it is compared with
LATEST_LABEL = timedelta(days=240)  # after the answer; later ones are not looked at
LEAST_HOMES = 30
USUAL = 0.01  # share of the answers of before that a word has that is watched by itself
MARGINS = {"share": 0.05, "unseen": 0.02, "fallback": 0.02, "bias": 0.05}
SLICES = ("room_type", "city")
WEEKS = 16  # in the report, for the chart


@dataclass(frozen=True)
class Figure:
    """How something has changed: what it is in `NOW`, less what it was in `BEFORE`.

    Parameters
    ----------
    kind : str
        Of `MARGINS`: a share of answers, or "bias", the mean of log(price / value), above 0 where too much was asked.
    what : str
        Such as "room_type = Private room".
    value, error : float
        Estimate and standard error.
    homes : int
        That it rests on.
    """

    kind: str
    what: str
    value: float
    error: float
    homes: int

    def alarms(self, chance: float) -> bool:
        """Return whether it is beyond its margin, with a chance of error."""
        beyond = abs(self.value) - MARGINS[self.kind]
        return beyond > student.ppf(1 - chance, self.homes - 1) * self.error


def alarms(figures: list[Figure], false_alarms: float) -> list[Figure]:
    """Return the figures that alarm, with a chance of any false alarm of at most `false_alarms` (Bonferroni)."""
    return [figure for figure in figures if figure.alarms(false_alarms / len(figures))]


def report(ledger: Ledger, day: datetime) -> dict:
    """Return what there is to say on the morning of a day, as plain values.

    Raises
    ------
    LedgerAway
    """
    answers = ledger.joined(day, since=day - LATEST_LABEL)
    asked, off = list(inputs(answers, day)), list(errors(answers, day))
    # Half of the false alarms for each, for there are ten times as many figures of inputs as of errors.
    rung = [*alarms(asked, FALSE_ALARMS / 2), *alarms(off, FALSE_ALARMS / 2)]
    return {
        "day": f"{day:%Y-%m-%d}",
        "watched": len(asked) + len(off),
        "alarms": [asdict(figure) for figure in rung],
        "weeks": _weeks(answers, day),
    }


def inputs(answers: pd.DataFrame, day: datetime) -> Iterator[Figure]:
    """Yield how what is asked has changed.

    Parameters
    ----------
    answers : pandas.DataFrame
        As `Ledger.joined` returns them.
    day : datetime
    """
    asked, is_now = _periods(answers, "at", day)
    homes = homes_of(asked)
    for name in Home.model_fields:
        if name in WORDS:
            is_new = ~asked[name].isin(asked.loc[~is_now, name])
            mostly = "".join(f", mostly {word!r}" for word in asked.loc[is_new, name].mode()[:1])
            yield from _change("unseen", f"{name} not seen before{mostly}", is_new, is_now, homes)
        for label, is_there in _groups(asked[name], asked.loc[~is_now, name]).items():
            yield from _change("share", f"{name} {label}", is_there, is_now, homes)
    yield from _change("fallback", "answers that are fallbacks", asked["reason"].notna(), is_now, homes)


def errors(answers: pd.DataFrame, day: datetime) -> Iterator[Figure]:
    """Yield how the error of answers whose label has become known has changed, of all and slice by slice.

    Parameters
    ----------
    answers : pandas.DataFrame
        As `Ledger.joined` returns them.
    day : datetime
    """
    known, is_now = _periods(answers, "known_at", day)
    homes = homes_of(known)
    error = np.log(known["price"] / known["value"])
    yield from _change("bias", "all homes", error, is_now, homes)
    for name in SLICES:
        for word, rows in known.groupby(name):
            yield from _change(
                "bias", f"{name} = {word}", error[rows.index], is_now[rows.index], homes[rows.index]
            )


def _periods(answers: pd.DataFrame, time: str, day: datetime) -> tuple[pd.DataFrame, pd.Series]:
    """Return the answers of `NOW` and of `BEFORE`, and which are of now."""
    rows = answers[(answers[time] >= day - NOW - BEFORE) & (answers[time] < day)]
    return rows, rows[time] >= day - NOW


def _groups(values: pd.Series, before: pd.Series) -> dict[str, pd.Series]:
    """Return which answers have each usual word, or a number in each tenth of those of before, or none."""
    if before.name in WORDS:
        shares = before.value_counts(normalize=True)
        return {f"= {word}": values == word for word in shares.index[shares >= USUAL]}
    edges = before.astype("float64").quantile(np.linspace(0.1, 0.9, 9)).dropna().unique()
    numbers = values.astype("float64")
    found = {"is missing": numbers.isna()}
    for low, high in pairwise([-np.inf, *edges, np.inf]):
        bounds = [f"above {low:.6g}"] if low > -np.inf else []
        bounds += [f"up to {high:.6g}"] if high < np.inf else []
        found[", ".join(bounds) or "is known"] = (numbers > low) & (numbers <= high)
    return found


def _change(kind: str, what: str, values: pd.Series, is_now: pd.Series, homes: pd.Series) -> Iterator[Figure]:
    """Yield the mean of now less that of before, if it rests on enough homes.

    Answers about one home are no independent cases, and many homes are asked about in both periods. So the standard
    error counts what each home contributes to the difference; what is peculiar to a home cancels.
    """
    if min(homes[is_now].nunique(), homes[~is_now].nunique()) < LEAST_HOMES:
        return
    values = values.astype("float64")
    now, before = values[is_now].mean(), values[~is_now].mean()
    parts = ((values - now) / is_now.sum()).where(is_now, (before - values) / (~is_now).sum())
    by_home = parts.groupby(homes).sum()
    n = len(by_home)
    yield Figure(kind, what, float(now - before), float(np.sqrt((by_home**2).sum() * n / (n - 1))), n)


def homes_of(answers: pd.DataFrame) -> pd.Series:
    """Return a number for the home that each answer is about."""
    return answers.groupby(["latitude", "longitude", "property_type"]).ngroup()


def _weeks(answers: pd.DataFrame, day: datetime) -> list[dict]:
    """Return number and bias of the answers whose label became known in each of the last weeks, by room type."""
    known = answers[answers["known_at"] > day - timedelta(weeks=WEEKS)]
    age = (day - known["known_at"]) // pd.Timedelta(weeks=1)
    bias = np.log(known["price"] / known["value"]).groupby([age, known["room_type"]])
    table = pd.DataFrame({"n": bias.size(), "bias": bias.mean()})
    return [
        {"weeks_ago": int(age), "room_type": room_type, "n": int(row.n), "bias": float(row.bias)}
        for (age, room_type), row in table.iterrows()
    ]
