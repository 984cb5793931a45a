"""What a learner has reached, remembered between sittings in a file of the course folder."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from autograder.grading.assignment import AssignmentError
from autograder.grading.course import PRISTINE, find_course
from autograder.grading.files import Unreadable, read_regular, write_whole
from autograder.grading.names import shown
from autograder.grading.reading import as_dict
from autograder.learner.released import load_released
from autograder.learner.scorecard import ended, title_of

FILE = "progress.json"
MOST_BYTES = 1 << 20
LESSONS, INTERVIEW = "course/lessons", "course/interview/README.md"
KEPT = ("notebook", "title", "score", "points", "passed", "next", "next_cell")
NUMBERS, LARGEST = ("score", "points", "passed", "exercises"), 1_000_000
TEXTS = ("notebook", "title", "next", "next_cell", "when")


def home_of(place: Path) -> Path:
    """Return where things are kept of the person who works in this folder, or has this notebook.

    The course folder; for a notebook outside of one, such as a fetched assignment, beside the assignment's folder.
    """
    place = place.resolve()
    return find_course(place) or (place if place.is_dir() else place.parent.parent)


def remember(path: Path, card: dict) -> None:
    """Keep what the scorecard of this notebook says, in the place of what was kept of it before.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    kept = {key: card[key] for key in KEPT}
    kept["exercises"] = sum(not row["written"] for row in card["exercises"])
    kept["when"] = datetime.now().astimezone().isoformat(timespec="microseconds")
    home = home_of(path)
    whole = recall(home) | {path.resolve().relative_to(home).as_posix(): kept}
    write_whole(home / FILE, json.dumps(whole, indent=1))


def recall(home: Path) -> dict[str, dict]:
    """Return what is kept of each notebook that is still there, by its path from that folder."""
    kept = {}
    with suppress(
        Unreadable, ValueError, RecursionError
    ):  # it may lie beside a notebook that somebody else wrote
        kept = as_dict(json.loads(read_regular(home / FILE, home, MOST_BYTES)))
    whole = {name: one for name, one in kept.items() if is_whole(as_dict(one))}
    return {name: one for name, one in whole.items() if (home / name).is_file()}


def is_whole(kept: dict) -> bool:
    """Tell whether all is there that is kept of a notebook, and can be shown as it is."""
    texts = [kept.get(key) for key in TEXTS]
    with suppress(TypeError, ValueError):
        return (
            all(0 <= kept.get(key) <= LARGEST for key in NUMBERS)
            and all(text == shown(text) for text in texts)
            and datetime.fromisoformat(kept["when"]).tzinfo is not None
        )
    return False


def overview(folder: Path) -> list[dict]:
    """Return a row for each assignment of the course that a folder is in, and for each other one that was checked.

    Returns
    -------
    list of dict
        `title`; `path` of the learner's copy, the one that was checked last if there are several, or of the release;
        `share`, what is reached of the points that the checks give, from 0 to 1; `words`; `when` it was checked, in
        ISO 8601, "" if never; `finished`, whether every exercise is done; `next`, what to do next, and `next_cell`,
        the id of the cell to do it in.
    """
    home = home_of(folder)
    begun: dict[str, dict[str, dict]] = {}
    for name, kept in recall(home).items():
        begun.setdefault(kept["notebook"], {})[name] = kept
    rows = [row(home, copies) for copies in begun.values()]
    for path in releases(home):
        with suppress(AssignmentError, Unreadable):
            if path.stem not in begun and title_of(load_released(path)[0]) not in {
                one["title"] for one in rows
            }:
                rows.append(not_begun(path))
    return sorted(rows, key=lambda one: one["title"])


def releases(home: Path) -> list[Path]:
    """Return the notebooks to begin in; where the releases are kept as they came, without copies saved beside them."""
    pristine = [path.relative_to(home / PRISTINE) for path in (home / PRISTINE).glob("*/*.ipynb")]
    return sorted([home / "release" / path for path in pristine] or home.glob("release/*/*.ipynb"))


def not_begun(path: Path) -> dict:
    """Return the row of an assignment of which no copy was checked."""
    row = {"title": title_of(load_released(path)[0]), "path": path, "share": 0.0, "words": "not begun"}
    return row | {"when": "", "finished": False, "next": "", "next_cell": ""}


def row(home: Path, copies: dict[str, dict]) -> dict:
    """Return an assignment's row: that of the copy which was checked last, by its path if there are others."""
    name = max(copies, key=lambda name: datetime.fromisoformat(copies[name]["when"]))
    kept = copies[name]
    when = datetime.fromisoformat(kept["when"])
    words = (
        f"{kept['passed']} of {kept['exercises']} exercises, {kept['score']:g} of {kept['points']:g} points, "
        f"when checked on {when.day} {when:%B %Y at %H:%M}"
    )
    about = {"path": home / name, "words": words + (f", in {shown(name)}" if len(copies) > 1 else "")}
    about |= {"share": kept["score"] / kept["points"] if kept["points"] else 0.0}
    about |= {"finished": kept["passed"] == kept["exercises"]}
    return about | {key: kept[key] for key in ("title", "when", "next", "next_cell")}


def next_step(folder: Path, rows: Sequence[dict]) -> dict | None:
    """Return what to do next, of the rows of `overview`: a sentence in `words`, and the `path` of the notebook for it.

    What was begun last comes before what was not begun; of a new unit, the lesson comes before the assignment.
    """
    home = home_of(folder)
    begun = sorted((row for row in rows if row["when"] and not row["finished"]), key=lambda row: row["when"])
    new = [row for row in rows if not row["when"]]
    if begun:
        return {"words": f"Go on with {ended(begun[-1]['title'])}", "path": begun[-1]["path"]}
    if new:
        unit, title = new[0]["path"].stem, new[0]["title"]
        lessons = sorted((home / LESSONS).glob(f"{unit}*.ipynb")) + sorted(
            (home / LESSONS / unit).glob("*.ipynb")
        )
        if lessons:
            return {
                "words": f"Begin with the lesson {lessons[0].stem}; then comes {ended(title)}",
                "path": lessons[0],
            }
        return {"words": f"Begin {ended(title)}", "path": new[0]["path"]}
    if rows and (home / INTERVIEW).is_file():
        return {"words": "Every exercise passes. The interview room is open.", "path": home / INTERVIEW}
    return None
