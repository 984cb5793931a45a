"""What `verify` has found, for the terminal, as a page and as data."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from autograder.pages import template
from autograder.proof.verify import Report, Row


def cells(row: Row) -> dict[str, str]:
    """Return what the table says of an exercise, by column."""
    caught = row.visible + row.hidden
    return {
        "exercise": row.exercise,
        "points": f"{row.points:g}",
        "stub": "0" if row.stub else "no",
        "reference": ratio(row.reference),
        "accept": ratio(row.accepted),
        "reject": ratio(row.rejected),
        "mutants": ratio(row.mutants),
        "equivalent": str(row.equivalent),
        "visible": f"{row.visible / caught:.0%}" if caught else "",
        "hidden": f"{row.hidden / caught:.0%}" if caught else "",
        "seconds": "+".join(f"{seconds:.2f}" for seconds in row.seconds.values()),
        "once": f"{sum(row.once.values()):.2f}",
        "": "falls short" if row.problems else "",
    }


def ratio(numbers: tuple[int, int]) -> str:
    """Return how many of how many."""
    return "{}/{}".format(*numbers) if numbers[1] else ""


COLUMNS = tuple(cells(Row("", 0)))


def sentences(report: Report) -> list[str]:
    """Return everything that falls short, each with the exercise's name."""
    return [f"{row.exercise}: {problem}" for row in report.rows for problem in row.problems] + report.problems


def results_table(report: Report) -> Table:
    """Return the table for the terminal."""
    table = Table(title=report.assignment, title_justify="left", box=None, pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in ("exercise", "") else "right", no_wrap=True)
    for row in report.rows:
        table.add_row(*map(Text, cells(row).values()), style="red" if row.problems else None)
    return table


def write_pages(reports: Sequence[Report], folder: Path, fast: bool) -> Path:
    """Write verify.html and verify.json into the folder, which is made if it is missing; return the page's path."""
    page = template("proof/verify.html").render(
        reports=reports, fast=fast, columns=COLUMNS, cells=cells, sentences=sentences
    )
    folder.mkdir(parents=True, exist_ok=True)
    data = {"fast": fast, "assignments": [report.as_dict() for report in reports]}
    (folder / "verify.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "verify.html").write_text(page, encoding="utf-8")
    return folder / "verify.html"
