"""What a learner sees of the result of one notebook: an exercise to a row, the points, and what to do next."""

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.grading.assignment import Notebook
from autograder.grading.names import shown

HEADING = re.compile(r"^(#+) +(.+?)(?: +\([\d.]+ points?\))? *$", re.MULTILINE)
PASSED = ("passed", "passed so far")
READ = "for a person to read"
STYLES = {**dict.fromkeys(PASSED, "green"), "not attempted": "dim", READ: "dim"}
OUTCOME = 14  # characters; a longer one is broken between words
BAR = 40  # characters, and less where there is no room


def scorecard(notebook: Notebook, result: dict, notices: Sequence[str] = ()) -> dict:
    """Return the card for a notebook.

    Parameters
    ----------
    result
        Of `grading.grade_notebook`. Checks that it does not have were not run, because there is no source.
    notices
        Sentences on how the result came about.

    Returns
    -------
    dict
        Ready for JSON: `notebook`; `title`; `exercises`, a list of dicts with `name`, `title`, `cell` (the id of the
        cell in which the title stands, or ""), `score`, `points`, `state` and `messages` (each with `hidden` and
        `text`); `score` of `points`, without those of checks that were not run, which are `later`, and of written
        answers, `written`; `passed`, the number of exercises that are done; `next`, what to do next, and `next_cell`,
        the id of the cell to go to; `notes`; `notices`.
    """
    checks = {check["name"]: check for check in result["checks"]}
    rows = exercises(notebook, checks, result["untouched"])
    scored = [row for row in rows if not row["written"]]
    points = {cell.name: cell.points for cell in notebook.cells if cell.kind == "check"}
    todo, sentence = what_next(rows)
    return {
        "notebook": notebook.name,
        "title": title_of(notebook),
        "exercises": rows,
        "score": sum(row["score"] for row in scored),
        "points": sum(points[name] for name in checks),
        "later": sum(points.values()) - sum(points[name] for name in checks),
        "written": sum(row["points"] for row in rows if row["written"]),
        "passed": sum(row["state"] in PASSED for row in scored),
        "next": sentence,
        "next_cell": todo["cell"] if todo else "",
        "notes": list(map(shown, result["notes"])),
        "notices": list(map(shown, notices)),
    }


def title_of(notebook: Notebook) -> str:
    """Return the first heading of a notebook, or its name, fit for a terminal."""
    texts = (cell.stub for cell in notebook.cells if cell.kind == "text")
    return shown(next((found[2] for text in texts for found in HEADING.finditer(text)), notebook.name))


def exercises(notebook: Notebook, checks: dict[str, dict], untouched: list[str]) -> list[dict]:
    """Return a row for each exercise and each written answer, in the order of the notebook."""
    rows: dict[str, dict] = {}
    title, place = "", ""
    for cell in notebook.cells:
        if cell.kind == "text":
            below = [found[2] for found in HEADING.finditer(cell.stub) if len(found[1]) > 1]
            title, place = (below[0], cell.id) if below else (title, place)
        elif cell.kind in ("manual", "check"):
            written = cell.kind == "manual"
            name = cell.name if written else notebook.exercise_of(cell)
            row = rows.setdefault(name, new_row(name, title or name, place or cell.id, written=written))
            row["points"] += cell.points
            if not written:
                add_check(row, checks.get(cell.name), hidden=cell.hidden)
            elif name in untouched:
                row["state"] = "not attempted"
            title, place = "", ""
    for row in rows.values():
        if row["state"] == "not attempted" and len(row["messages"]) == 1:
            row["messages"] = []  # the state says it
    return list(rows.values())


def new_row(name: str, title: str, cell: str, *, written: bool) -> dict:
    """Return a row with nothing against it."""
    about = {"name": name, "title": shown(title), "cell": cell, "written": written}
    return about | {"score": 0.0, "points": 0.0, "messages": [], "state": READ if written else "passed"}


def add_check(row: dict, check: dict | None, *, hidden: bool) -> None:
    """Add a check, None for one that was not run, to the row of its exercise. The first that fails sets the state."""
    if check is None:
        if row["state"] == "passed":
            row["state"] = "passed so far"
        return
    row["score"] += check["score"]
    if check["outcome"] != "passed":
        if row["state"] in PASSED:
            row["state"] = check["outcome"]
        if check["message"] not in [message["text"] for message in row["messages"]]:
            row["messages"].append({"hidden": hidden, "text": check["message"]})


def what_next(rows: Sequence[dict]) -> tuple[dict | None, str]:
    """Return what to do next: the first exercise with a mistake, else the first that is open, and a sentence on it."""
    open_rows = [row for row in rows if row["state"] not in (*PASSED, READ)]
    if wrong := [row for row in open_rows if row["state"] != "not attempted"]:
        sentence = f"Next: {ended(wrong[0]['title'])} Read its message, mend the answer, run the check."
        shown = any(not message["hidden"] for message in wrong[0]["messages"])
        return wrong[0], sentence if shown else f"{sentence} Its visible check passes."
    if open_rows:
        return open_rows[0], f"Next: {ended(open_rows[0]['title'])} It is not attempted yet."
    if any(row["state"] == "passed so far" for row in rows):
        return None, "Every visible check passes. The hidden checks run when your work is handed in."
    return None, "Every check passes."


def ended(title: str) -> str:
    """Return a title with the full stop that it needs as a part of a text."""
    return title if title.rstrip("\"')*_`").endswith((".", "?", "!", "…")) else f"{title}."


def total(card: dict) -> str:
    """Return the points in a sentence."""
    whole = card["points"] + card["later"] + card["written"]
    here = " that can be seen here" if card["later"] else ""
    in_all = f", of {whole:g} in all" if whole > card["points"] else ""
    more = []
    if card["later"]:
        more.append(f"hidden checks for {card['later']:g} more run when you hand in")
    if card["written"]:
        more.append(f"a person gives up to {card['written']:g} for what you write")
    points = f"{card['score']:g} of {card['points']:g} points{here}{in_all}"
    return f"{points}: {'; '.join(more)}." if more else f"{points}."


def points_of(row: dict) -> str:
    """Return the points of a row: "2/3", and of what a person marks "-/4"."""
    return f"{'-' if row['written'] else format(row['score'], 'g')}/{row['points']:g}"


def messages_of(row: dict) -> str:
    """Return the messages of a row, those of hidden checks marked."""
    return "\n".join(("hidden check: " if one["hidden"] else "") + one["text"] for one in row["messages"])


def as_text(card: dict) -> Group:
    """Return the card for the terminal; each message has the whole width below its exercise."""
    points = max((len(points_of(row)) for row in card["exercises"]), default=0)
    outcome = min(max((len(row["state"]) for row in card["exercises"]), default=0), OUTCOME)
    natural = max((len(row["title"]) for row in card["exercises"]), default=0) + points + outcome + 6
    rows: list[RenderableType] = []
    for row in card["exercises"]:
        line = Table.grid(padding=(0, 2, 0, 0), expand=True)
        line.add_column(ratio=1)
        line.add_column(justify="right", no_wrap=True, width=points)
        line.add_column(width=outcome)
        line.add_row(Text(row["title"]), points_of(row), Text(row["state"], STYLES.get(row["state"], "red")))
        rows.append(Constrain(line, natural))
        if row["messages"]:
            rows.append(Padding(Text(messages_of(row)), (0, 0, 1, 4)))
    bar = Table.grid()
    bar.add_row(ProgressBar(total=card["points"] or 1, completed=card["score"], width=BAR))
    sentences = [Text(sentence) for sentence in (*card["notes"], *card["notices"])]
    return Group(*rows, "", *sentences, bar, Text(total(card), "bold"), Text(card["next"]))
