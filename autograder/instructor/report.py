"""The class at a glance: a page with figures and a table, from the stored results of an assignment."""

import base64
import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter
from rich.table import Table
from rich.text import Text

from autograder.grading.assignment import Assignment
from autograder.grading.marks import Mark
from autograder.grading.names import without_formulas
from autograder.pages import template

TEXTS = ["student", "notebook", "exercise", "check", "outcome", "message"]
COLUMNS = ["student", "notebook", "exercise", "check", "hidden", "score", "points", "outcome", "message"]
# Colours of Okabe and Ito (2008), told apart with any colour vision.
OUTCOMES = {
    "passed": "#0072b2",
    "wrong": "#e69f00",
    "error": "#d55e00",
    "timed out": "#cc79a7",
    "out of memory": "#000000",
    "not attempted": "#d0d0d0",
}
STYLE = {
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 9,
    "legend.frameon": False,
    "svg.fonttype": "none",  # text stays text: small and sharp
    "svg.hashsalt": "report",  # equal figures are equal files
    "text.parse_math": False,
    "ytick.major.size": 0,
}
MOST_MESSAGES = 5  # of each exercise
HEADLINE = 240  # characters of a message on the page; the table has all of it
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def write_report(
    results: list[dict], assignment: Assignment, folder: Path, in_all: Sequence[Mark] = ()
) -> Path:
    """Write the report on a class.

    Parameters
    ----------
    results : what `gradebook.stored_results` returns
    in_all : marks with written answers and penalties, as `marks.stored_marks` returns them
    folder : where ASSIGNMENT.html and ASSIGNMENT.csv are written; made if it is missing

    Returns
    -------
    Path
        The page. The table beside it has a row for each student and check; an apostrophe is put before what a
        spreadsheet would take for a formula.
    """
    every = table(results)
    expected = {
        (notebook.name, cell.name): cell.points
        for notebook in assignment.notebooks
        for cell in notebook.cells
        if cell.kind == "check"
    }
    rows = pd.DataFrame(list(expected), columns=["notebook", "check"], dtype="str").merge(every)
    marks = automatic_marks(results)
    checks = by_check(rows)
    page = template("instructor/report.html").render(
        assignment=assignment.name,
        best=number(sum(expected.values())),
        statistics=statistics(marks),
        in_all=[(printable(mark.student), mark) for mark in in_all],
        in_all_words=words_in_all(in_all),
        outdated=sum(graded_checks(result) != expected for result in results),
        histogram=histogram(marks, sum(expected.values())) if results else "",
        bars=bars(checks, len(results)) if len(checks) else "",
        checks=checks.to_dict("records"),
        outcomes=list(OUTCOMES),
        messages=list(common_messages(rows)),
        notes=[(printable(result["student"]), found) for result in results if (found := notes(result))],
    )
    harmless = {column: every[column].map(without_formulas) for column in TEXTS}
    cells = every.assign(**harmless)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{assignment.name}.html"
    path.write_bytes(page.encode())
    text = cells.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    path.with_name(f"{assignment.name}.csv").write_bytes(text.encode("utf-8-sig"))  # the mark is for Excel
    return path


def summary(results: list[dict], in_all: Sequence[Mark] = ()) -> Table:
    """Return the marks and each check's pass rate, for the terminal."""
    figures = ", ".join(f"{name} {value}" for name, value in statistics(automatic_marks(results)).items())
    words = f"automatic marks: {figures}" if results else "No submission has been graded yet."
    if in_all:
        words += f"\n{words_in_all(in_all)}"
    summary = Table("exercise", "check", "", "passed", "mean points", box=None, pad_edge=False)
    summary.caption = Text(words, justify="left")
    for column in summary.columns[3:]:
        column.justify = "right"
    for check in by_check(table(results)).itertuples():
        names = Text(check.exercise), Text(check.check), "hidden" if check.hidden else "visible"
        summary.add_row(*names, f"{check.rate:.0%}", f"{check.score:.2f} of {check.points:g}")
    return summary


def words_in_all(marks: Sequence[Mark]) -> str:
    """Return a sentence on the marks with written answers and penalties, "" without marks."""
    if not marks:
        return ""
    mean = number(sum(mark.total for mark in marks) / len(marks))
    words = f"With written answers and penalties: mean {mean} of {number(max(mark.points for mark in marks))}"
    if unread := sum(mark.unread for mark in marks):
        words += f"; {unread} written answers not read yet, which count 0"
    late = [mark.penalty for mark in marks if mark.penalty]
    return words + (
        f"; {number(math.fsum(late))} points taken off {len(late)} late submissions" if late else ""
    )


def table(results: list[dict]) -> pd.DataFrame:
    """Return a row for each student and check, with the columns `COLUMNS`."""
    rows = [
        {"student": result["student"], "notebook": notebook["name"], "check": check["name"], **check}
        for result in results
        for notebook in result["notebooks"]
        for check in notebook["checks"]
    ]
    # Before pandas sees them: it cannot hold lone surrogates.
    tidy = [
        [printable(row[column]) if column in TEXTS else row[column] for column in COLUMNS] for row in rows
    ]
    kinds = dict.fromkeys(TEXTS, "str") | {"hidden": bool, "score": float, "points": float}
    return pd.DataFrame(tidy, columns=COLUMNS).astype(kinds)


def printable(text: str) -> str:
    """Return the text fit for a page and a table."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def notes(result: dict) -> list[str]:
    """Return what was odd about a submission."""
    return [printable(note) for notebook in result["notebooks"] for note in notebook["notes"]]


def graded_checks(result: dict) -> dict[tuple[str, str], float]:
    """Return the points of each check that a submission was graded with, by notebook and name."""
    return {
        (notebook["name"], check["name"]): check["points"]
        for notebook in result["notebooks"]
        for check in notebook["checks"]
    }


def automatic_marks(results: list[dict]) -> pd.Series:
    """Return the sum of each submission's scores."""
    checks = (
        [check for notebook in result["notebooks"] for check in notebook["checks"]] for result in results
    )
    return pd.Series([math.fsum(check["score"] for check in graded) for graded in checks], dtype=float)


def statistics(marks: pd.Series) -> dict[str, str]:
    """Return figures about the class, by what they are called."""
    if marks.empty:
        return {"submissions": "0"}
    lower, median, upper = marks.quantile([0.25, 0.5, 0.75])
    quartiles = f"{number(lower)} and {number(upper)}"
    figures = {"submissions": f"{len(marks):,}", "mean": number(marks.mean()), "median": number(median)}
    return figures | {"quartiles": quartiles}


def number(value: float) -> str:
    """Return a mark in words: one decimal if it needs any."""
    return f"{value:.1f}".removesuffix(".0")


def by_check(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each check: what it is, its mean score, and how many had each outcome."""
    counted = rows.assign(submissions=1, **{outcome: rows["outcome"].eq(outcome) for outcome in OUTCOMES})
    each = dict.fromkeys(["exercise", "hidden", "points"], "last") | {"score": "mean"}
    each |= dict.fromkeys(["submissions", *OUTCOMES], "sum")
    checks = counted.groupby(["notebook", "check"], sort=False).agg(each).reset_index()
    return checks.assign(rate=checks["passed"] / checks["submissions"])


def common_messages(rows: pd.DataFrame) -> Iterator[dict]:
    """Yield for each exercise the commonest messages with the number of submissions that got them."""
    failed = rows[~rows["outcome"].isin(["passed", "not attempted"])]
    headline = failed["message"].str.strip().str.split("\n").str[0].str.slice(0, HEADLINE)
    failed = failed.assign(message=headline)
    for (_, exercise), group in failed.groupby(["notebook", "exercise"], sort=False):
        counts = group.groupby("message")["student"].nunique().sort_values(ascending=False, kind="stable")
        most = list(counts.head(MOST_MESSAGES).items())
        yield {"exercise": exercise, "most": most, "others": len(counts) - len(most)}


def histogram(marks: pd.Series, best: float) -> str:
    """Return a figure of how often each mark occurs."""
    whole = (marks % 1 == 0).all() and best % 1 == 0
    top = max(best, marks.max())
    steps = [size * 10**power for power in range(-2, 6) for size in (1, 2, 5)]
    step = next(step for step in steps if top / step <= 20 and (step >= 1 or not whole))
    edges = np.arange(math.floor(top / step) + 2) * step - (0.5 if whole else 0)
    lower, median, upper = marks.quantile([0.25, 0.5, 0.75])
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=(4.2, 2.4), layout="constrained")
        axes = figure.subplots()
        axes.hist(marks, edges, color=OUTCOMES["passed"], edgecolor="white", linewidth=1)
        axes.axvline(median, color="black", label=f"median, {number(median)}")
        half = f"middle half, {number(lower)} to {number(upper)}"
        axes.axvspan(lower, upper, color="#d0d0d0", alpha=0.6, zorder=0, label=half)
        axes.set(
            xlabel=f"automatic mark (points of {number(best)})", ylabel="submissions", xlim=edges[[0, -1]]
        )
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
        return as_image(figure)


def bars(checks: pd.DataFrame, submissions: int) -> str:
    """Return a figure with a bar for each check, divided into its outcomes."""
    exercises = checks.groupby(["notebook", "exercise"], sort=False).ngroup()
    place = np.arange(len(checks)) + 1.2 * exercises + 1  # a line is left for the name of each exercise
    kind = checks["hidden"].map({True: "hidden", False: "visible"})
    nth = checks.groupby([exercises, kind]).cumcount()
    labels = kind.where(nth == 0, kind + " " + (nth + 1).astype("str"))
    left = np.zeros(len(checks))
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=(4.2, 1.1 + 0.2 * (place.max() + 1)), layout="constrained")
        axes = figure.subplots()
        for outcome, color in OUTCOMES.items():
            share = checks[outcome] / checks["submissions"]
            if share.any():
                axes.barh(
                    place, share, 0.8, left, color=color, edgecolor="white", linewidth=0.5, label=outcome
                )
            left = left + share
        for first in np.flatnonzero(~exercises.duplicated()):
            axes.text(0, place[first] - 1, checks["exercise"][first], weight="bold", va="center")
        for y, rate in zip(place, checks["rate"], strict=True):
            axes.text(1.02, y, f"{rate:.0%}", va="center")
        axes.set(xlabel=f"share of the class ({submissions:,}); at the right, passed", xlim=(0, 1))
        axes.set_yticks(place, labels)
        axes.set_ylim(place.max() + 0.6, -0.6)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
        return as_image(figure)


def as_image(figure: Figure) -> str:
    """Return the address of an image that holds all of itself."""
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
