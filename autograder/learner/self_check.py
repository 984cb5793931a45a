"""Grading one notebook for the person who wrote it: with all checks where there is a source, else with the visible."""

import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading import submission
from autograder.grading.assignment import Assignment, AssignmentError, Notebook, load_assignment
from autograder.grading.classroom import Options, Sources, make_job
from autograder.grading.course import find_course, notebooks_in, open_course
from autograder.grading.run import grade_notebook
from autograder.grading.secret import course_secret
from autograder.learner.released import load_released
from autograder.learner.scorecard import scorecard

NO_SOURCE = "The hidden checks are not in this folder; they run when your work is handed in."


def check_notebook(path: Path) -> dict:
    """Grade the notebook and return its scorecard.

    The checks are those of the course's `source/`, hidden ones included. Where there is none, they are the visible ones
    of `release/`, or of the notebook itself.

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
    assignment, notebook, notes = find_notebook(path)
    submitted = submission.read_submitted(path, notebook)
    job = make_job(notebook, submitted, notes)
    notices, secret = [], ""
    if assignment is not None:
        secret = course_secret(course_of(path))
    else:
        notices.append(NO_SOURCE)
        assignment = Assignment(notebook.name, (notebook,), tuple(files_beside(path)))
        unseen = {cell.name for cell in notebook.cells if cell.hidden}
        job["steps"] = [step for step in job["steps"] if step["name"] not in unseen]
        job["checks"] = {name: about for name, about in job["checks"].items() if name not in unseen}
    result, more = run(job, assignment, secret)
    return scorecard(notebook, result | {"untouched": job["untouched"]}, [*more, *notices])


def run(job: dict, assignment: Assignment, secret: str) -> tuple[dict, list[str]]:
    """Return the result of a job and what its owner should know: the sandbox is used where there is one."""
    options, notices = Options(), []
    sources = Sources(assignment, options, secret)
    try:
        try:
            source = sources.start()[job["name"]]
        except SandboxUnavailable as error:
            reason = "there is no sandbox on this system" if platform.system() != "Linux" else str(error)
            notices.append(f"Your code runs without the sandbox, with your own rights: {reason}")
            sources = Sources(assignment, replace(options, confined=False), secret)
            source = sources.start()[job["name"]]
        return grade_notebook(job, source, options.limits), notices
    finally:
        sources.close()


def course_of(path: Path) -> Path | None:
    """Return the course of a notebook, or of the folder in which one works; None if there is none."""
    return find_course(path) or find_course(Path())


def find_notebook(path: Path) -> tuple[Assignment | None, Notebook, tuple[str, ...]]:
    """Return the assignment if its source is here, the notebook whose checks are to be run, and notes."""
    sources, releases = [], []
    if root := course_of(path):
        course = open_course(root)
        sources = notebooks_in(course, course.source_directory)
        releases = notebooks_in(course, course.release_directory)
    if original := best_match(path, sources):
        assignment = load_assignment(course, original.parent.name)
        return assignment, next(one for one in assignment.notebooks if one.name == original.stem), ()
    try:
        return None, *load_released(best_match(path, releases) or path)
    except (AssignmentError, submission.Unreadable) as error:
        names = ", ".join(sorted({one.name for one in sources + releases})) or "none here"
        raise AssignmentError(
            f"{path.name} belongs to no assignment. {error} Notebooks of assignments: {names}. "
            "One that is damaged can be graded under the name that it had."
        ) from None


def files_beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files that came with a notebook, each with its path inside the assignment."""
    if path.parent != Path.home():
        for file in sorted(path.parent.rglob("*")):
            inside = file.relative_to(path.parent)
            hidden = any(part.startswith(".") or part in ("feedback", "__pycache__") for part in inside.parts)
            if file.is_file() and file.suffix != ".ipynb" and not hidden:
                yield file, inside


def best_match(path: Path, originals: Sequence[Path]) -> Path | None:
    """Return the original that a notebook was made from: that of its name, or with most of its cells."""
    ours = submission.grade_ids(path, path.parent)
    common = {
        one: len(ours & submission.grade_ids(one, one.parent)) + (one.name == path.name) for one in originals
    }
    best = max(originals, key=common.__getitem__, default=None)
    return best if best and common[best] else None
