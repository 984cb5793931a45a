"""Grading one notebook for the person who wrote it: with all checks where there is a source, else with the visible."""

import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from autograder.confinement.image import Source
from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading.assignment import Assignment, AssignmentError, Notebook, load_assignment
from autograder.grading.classroom import Options, Sources, make_job
from autograder.grading.course import PRISTINE, find_course, notebooks_in, open_course
from autograder.grading.files import Unreadable, own_files
from autograder.grading.reading import read_submitted
from autograder.grading.run import grade_notebook
from autograder.grading.secret import course_secret
from autograder.learner.progress import home_of, remember
from autograder.learner.released import best_match, load_released, unchanged
from autograder.learner.results import Results, keys, left_to_do, start_of
from autograder.learner.scorecard import scorecard

NO_SOURCE = "The hidden checks are not in this folder; they run when your work is handed in."
Tell = Callable[[int, int, str], object]  # how many checks are done, of how many, and what is under way


def be_silent(done: int, total: int, words: str) -> None:
    """Tell nobody."""


class Checker:
    """Grades notebooks for the person who wrote them; a context manager.

    From one notebook to the next it keeps the warm images, as long as all that they start from is the same.
    """

    def __init__(self):
        self._options = Options()
        self._sources: Sources | None = None
        self._start = ""  # what the images have started from
        self._notices: list[str] = []

    def __enter__(self) -> "Checker":
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def check(self, path: Path, tell: Tell = be_silent) -> dict:
        """Grade a notebook, remember how far its owner is, and return its scorecard; see `grade`."""
        card = self.grade(path, tell)
        try:
            remember(path, card)
        except OSError as error:
            card["notices"].append(f"Your progress could not be kept: {error}")
        return card

    def grade(self, path: Path, tell: Tell = be_silent) -> dict:
        """Grade a notebook and return its scorecard.

        The checks are those of the course's `source/`, hidden ones included. Where there is none, they are the visible
        ones of the release, as it came, or as the notebook itself holds them.

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
        submitted = read_submitted(path, notebook)
        job = make_job(notebook, submitted, notes, own_files_beside(path, assignment))
        untouched = {name for name, text in submitted.answers.items() if not text.strip()}
        notices, secret = [], ""
        if assignment is not None:
            secret = course_secret(course_of(path))
        else:
            notices.append(NO_SOURCE)
            untouched |= unchanged(path) & submitted.answers.keys()
            assignment = Assignment(notebook.name, (), tuple(files_beside(path)))
            unseen = {cell.name for cell in notebook.cells if cell.hidden}
            job["steps"] = [step for step in job["steps"] if step["name"] not in unseen]
            job["checks"] = {name: about for name, about in job["checks"].items() if name not in unseen}
        job["untouched"] = sorted({*job["untouched"], *untouched})
        assignment = replace(assignment, notebooks=(notebook,))
        checks = self._run(job, assignment, secret, Results(home_of(path)), tell)
        result = {"checks": checks, "untouched": job["untouched"], "notes": job["notes"]}
        return scorecard(notebook, result, [*self._notices, *notices])

    def _run(
        self, job: dict, assignment: Assignment, secret: str, results: Results, tell: Tell
    ) -> list[dict]:
        """Return the result of each check, in the notebook's order; what cannot have changed is not run again."""
        start = start_of(assignment, self._options, secret)
        found = keys(job, f"{start} {json.dumps(job['files'])}")
        known = results.known(job, found)
        todo = left_to_do(job, known)
        if todo["checks"]:
            done, total = len(known), len(job["checks"])
            tell(done, total, "Starting Python")
            source = self._source(assignment, secret, start)

            def tick(name: str) -> None:
                nonlocal done
                done += name in todo["checks"]
                tell(done, total, "Running the checks")

            result = grade_notebook(todo, source, self._options.limits, tick)
            if self._options.confined:  # otherwise an answer may have read any file
                results.keep(todo, result, found)
            known |= {check["name"]: check for check in result["checks"]}
        return [known[name] for name in job["checks"]]

    def _source(self, assignment: Assignment, secret: str, start: str) -> Source:
        """Return the notebook's warm image, in the sandbox where there is one."""
        if self._start != start or self._sources is None:
            self._close()
            self._start = start
            self._sources = Sources(assignment, self._options, secret)
        try:
            return self._sources.start()[assignment.notebooks[0].name]
        except SandboxUnavailable as error:
            if not self._options.confined:
                raise
            reason = "there is no sandbox on this system" if platform.system() != "Linux" else str(error)
            self._notices = [f"Your code runs without the sandbox, with your own rights: {reason}"]
            self._options = replace(self._options, confined=False)
            self._close()
            self._sources = Sources(assignment, self._options, secret)
            return self._sources.start()[assignment.notebooks[0].name]

    def _close(self) -> None:
        """End the images."""
        if self._sources is not None:
            self._sources.close()
            self._sources = None


def check_notebook(path: Path) -> dict:
    """Grade one notebook and return its scorecard; see `Checker.grade`."""
    with Checker() as checker:
        return checker.grade(path)


def course_of(path: Path) -> Path | None:
    """Return the course of a notebook, or of the folder in which one works; None if there is none."""
    return find_course(path) or find_course(Path())


def find_notebook(path: Path) -> tuple[Assignment | None, Notebook, tuple[str, ...]]:
    """Return the assignment if its source is here, the notebook whose checks are to be run, and notes."""
    sources, releases = [], []
    if root := course_of(path):
        course = open_course(root)
        sources = notebooks_in(course, course.source_directory)
        releases = [
            one for name in (PRISTINE, course.release_directory) for one in notebooks_in(course, name)
        ]
    if original := best_match(path, sources):
        assignment = load_assignment(course, original.parent.name)
        return assignment, next(one for one in assignment.notebooks if one.name == original.stem), ()
    try:
        return None, *load_released(best_match(path, [*releases, path]) or path)
    except (AssignmentError, Unreadable) as error:
        names = ", ".join(sorted({one.name for one in sources + releases})) or "none here"
        raise AssignmentError(
            f"{path.name} belongs to no assignment. {error} Notebooks of assignments: {names}. "
            "One that is damaged can be graded under the name that it had."
        ) from None


def own_files_beside(path: Path, assignment: Assignment | None) -> dict[str, bytes]:
    """Return what of the files beside a notebook is not the assignment's; without a source nobody can tell."""
    if assignment is None or path.parent == Path.home():
        return {}
    return own_files(
        path.parent, path.parent, {PurePosixPath(one.as_posix()) for _, one in assignment.files}
    )[0]


def files_beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files that came with a notebook, each with its path inside the assignment."""
    if path.parent != Path.home():
        for file in sorted(path.parent.rglob("*")):
            inside = file.relative_to(path.parent)
            hidden = any(part.startswith(".") or part in ("feedback", "__pycache__") for part in inside.parts)
            if file.is_file() and file.suffix != ".ipynb" and not hidden:
                yield file, inside
