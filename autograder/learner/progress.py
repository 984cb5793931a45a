"""What a learner has reached, remembered between sittings in a file of the course folder."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from autograder.grading.assignment import AssignmentError
from autograder.grading.course import find_course
from autograder.grading.files import Unreadable, read_regular, write_whole
from autograder.grading.reading import as_dict
from autograder.learner.released import load_released
from autograder.learner.scorecard import title_of

FILE = "progress.json"
MOST_BYTES = 1 << 20
KEPT = ("title", "score", "points", "passed", "next")


def progress_file(place: Path) -> Path:
    """Return where the progress is kept of the person who works in this folder, or has this notebook.

    In the course folder; for a notebook outside of one, such as a fetched assignment, beside the assignment's folder.
    """
    place = place.resolve()
    return (find_course(place) or (place if place.is_dir() else place.parent.parent)) / FILE


def remember(path: Path, card: dict) -> None:
    """Keep what the scorecard of this notebook says, in the place of what was kept of it before.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    kept = {key: card[key] for key in KEPT}
    kept["exercises"] = sum(not row["written"] for row in card["exercises"])
    kept["when"] = datetime.now().astimezone().isoformat(timespec="seconds")
    whole = recall(path) | {card["notebook"]: kept}
    write_whole(progress_file(path), json.dumps(whole, indent=1))


def recall(path: Path) -> dict[str, dict]:
    """Return what is kept of each notebook by its name; what cannot be read counts as nothing."""
    kept, file = {}, progress_file(path)
    with suppress(
        Unreadable, ValueError, RecursionError
    ):  # it may lie beside a notebook that somebody else wrote
        kept = as_dict(json.loads(read_regular(file, file.parent, MOST_BYTES)))
    return {name: one for name, one in kept.items() if {*KEPT, "exercises", "when"} <= {*as_dict(one)}}


def overview(folder: Path) -> list[dict]:
    """Return a row for each assignment of the course that a folder is in, and for each other one that was checked.

    Returns
    -------
    list of dict
        `title`; `share`, what is reached of the points that the checks give, from 0 to 1; `words`; `next`.
    """
    kept, course = recall(folder), find_course(folder)
    titles = dict.fromkeys(kept)
    for path in sorted(course.glob("release/*/*.ipynb")) if course else ():
        with suppress(AssignmentError, Unreadable):
            titles[path.stem] = title_of(load_released(path)[0])
    return [row(name, title, kept.get(name)) for name, title in sorted(titles.items())]


def row(name: str, title: str | None, kept: dict | None) -> dict:
    """Return an assignment's row."""
    if kept is None:
        return {"title": title or name, "share": 0.0, "words": "not begun", "next": ""}
    when = datetime.fromisoformat(kept["when"])
    words = (
        f"{kept['passed']} of {kept['exercises']} exercises, {kept['score']:g} of {kept['points']:g} points, "
        f"when checked on {when.day} {when:%B %Y at %H:%M}"
    )
    share = kept["score"] / kept["points"] if kept["points"] else 0.0
    return {"title": kept["title"], "share": share, "words": words, "next": kept["next"]}
