"""Grading one notebook for the person who wrote it: with all checks where there is a source, else with the visible."""

import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading.assignment import Assignment, AssignmentError, Notebook, load_assignment
from autograder.grading.classroom import Options, Sources, make_job
from autograder.grading.copying import DEEPEST, MOST_BYTES, MOST_FILES
from autograder.grading.course import find_course, notebooks_in, open_course
from autograder.grading.files import Unreadable, read_regular
from autograder.grading.reading import grade_ids, read_submitted
from autograder.grading.run import grade_notebook
from autograder.learner.released import load_released
from autograder.learner.scorecard import scorecard

UNSEEN = ("feedback", "__pycache__")  # folders that come with no assignment
NO_SOURCE = "The hidden checks are not in this folder; they run when your work is handed in."


def check_notebook(path: Path, seed: int = 0, course: Path | None = None) -> dict:
    """Grade the notebook and return its scorecard.

    The checks are those of the course's `source/`, hidden ones included. Where there is none, they are the visible ones
    of the `release/` around the notebook, or of the notebook itself.

    Parameters
    ----------
    course : the folder of a course that is trusted: its configuration is run

    Raises
    ------
    AssignmentError
        If it is no notebook of an assignment.
    FileNotFoundError
        If there is no such notebook.
    SandboxUnavailable
        If the checks cannot be run.
    """
    if not path.is_file():
        raise FileNotFoundError(f"There is no notebook {path}")
    path = path.resolve()
    assignment, notebook, notes = find_notebook(path, course)
    submitted = read_submitted(path, notebook)
    job = make_job(notebook, submitted, notes)
    notices = []
    with tempfile.TemporaryDirectory() as place:
        if assignment is None:
            notices.append(NO_SOURCE)
            assignment = Assignment(notebook.name, (notebook,), copy_beside(path, Path(place)))
            unseen = {cell.name for cell in notebook.cells if cell.hidden}
            job["steps"] = [step for step in job["steps"] if step["name"] not in unseen]
            job["checks"] = {name: about for name, about in job["checks"].items() if name not in unseen}
        result, more = run(job, assignment, seed)
    return scorecard(notebook, result | {"untouched": job["untouched"]}, [*more, *notices])


def run(job: dict, assignment: Assignment, seed: int) -> tuple[dict, list[str]]:
    """Return the result of a job and what its owner should know: the sandbox is used where there is one."""
    options, notices = Options(seed=seed), []
    sources = Sources(assignment, options)
    try:
        try:
            source = sources.start()[job["name"]]
        except SandboxUnavailable as error:
            reason = "there is no sandbox on this system" if platform.system() != "Linux" else str(error)
            notices.append(f"Your code runs without the sandbox, with your own rights: {reason}")
            sources = Sources(assignment, replace(options, confined=False))
            source = sources.start()[job["name"]]
        return grade_notebook(job, source, options.limits), notices
    finally:
        sources.close()


def find_notebook(path: Path, root: Path | None) -> tuple[Assignment | None, Notebook, tuple[str, ...]]:
    """Return the assignment if its source is here, the notebook whose checks are to be run, and notes."""
    sources, releases = [], []
    if root is not None:
        course = open_course(root)
        sources = notebooks_in(course, course.source_directory)
        releases = notebooks_in(course, course.release_directory)
    elif around := find_course(path):
        releases = sorted(around.glob("release/*/*.ipynb"))  # read, and nothing there is run
    if original := best_match(path, sources):
        assignment = load_assignment(course, original.parent.name)
        return assignment, next(one for one in assignment.notebooks if one.name == original.stem), ()
    try:
        return None, *load_released(best_match(path, releases) or path)
    except (AssignmentError, Unreadable) as error:
        names = ", ".join(sorted({one.name for one in sources + releases})) or "none here"
        raise AssignmentError(
            f"{path.name} belongs to no assignment. {error} Notebooks of assignments: {names}. "
            "One that is damaged can be graded under the name that it had."
        ) from None


def copy_beside(path: Path, place: Path) -> tuple[tuple[Path, Path], ...]:
    """Copy the files that came with a notebook; return where each is now, with its path inside the assignment.

    Of a folder that anybody may have written only regular files are taken, through no link, and not too much.
    """
    folder, room, copied = path.parent, MOST_BYTES, []
    files = visible_files(folder) if folder != Path.home() else iter(())
    for inside in islice(files, MOST_FILES):
        with suppress(Unreadable):
            data = read_regular(folder / inside, folder, room)
            room -= len(data)
            (place / inside).parent.mkdir(parents=True, exist_ok=True)
            (place / inside).write_bytes(data)
            copied.append((place / inside, inside))
    return tuple(copied)


def visible_files(folder: Path) -> Iterator[Path]:
    """Yield the paths in a folder of what is no notebook, not hidden and not lying too deep."""
    for above, folders, files in os.walk(folder):
        inside = Path(above).relative_to(folder)
        folders[:] = sorted(name for name in folders if name not in UNSEEN and not name.startswith("."))
        if len(inside.parts) >= DEEPEST:
            folders.clear()
        yield from (
            inside / name
            for name in sorted(files)
            if not name.startswith(".") and not name.endswith(".ipynb")
        )


def best_match(path: Path, originals: Sequence[Path]) -> Path | None:
    """Return the original that a notebook was made from: that of its name, or with most of its cells."""
    ours = grade_ids(path, path.parent)
    common = {one: len(ours & grade_ids(one, one.parent)) + (one.name == path.name) for one in originals}
    best = max(originals, key=common.__getitem__, default=None)
    return best if best and common[best] else None
