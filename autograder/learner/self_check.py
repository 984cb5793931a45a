"""Grading one notebook for the person who wrote it: with all checks where there is a source, else with the visible."""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path, PurePosixPath

from autograder.confinement.image import Source
from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading.assignment import Assignment, AssignmentError, Notebook, load_assignment
from autograder.grading.classroom import Options, Sources, leading, make_job
from autograder.grading.copying import DEEPEST, MOST_BYTES, MOST_FILES
from autograder.grading.course import PRISTINE, find_course, notebooks_in, open_course
from autograder.grading.files import Unreadable, notes_on, own_files, read_regular
from autograder.grading.reading import read_submitted
from autograder.grading.run import grade_notebook
from autograder.grading.secret import course_secret
from autograder.learner.progress import home_of, remember
from autograder.learner.released import best_match, load_released, unchanged
from autograder.learner.results import Results, keys, left_to_do, start_of
from autograder.learner.scorecard import scorecard

UNSEEN = ("feedback", "__pycache__")  # folders that come with no assignment
AT_HOME = (
    "Files right in your home folder are not read; give the notebook and its files a folder of their own."
)
NO_SOURCE = "The hidden checks are not in this folder; they run when your work is handed in."
Tell = Callable[[int, int, str], object]  # how many checks are done, of how many, and what is under way


def be_silent(done: int, total: int, words: str) -> None:
    """Tell nobody."""


class Checker:
    """Grades notebooks for the person who wrote them; a context manager.

    From one notebook to the next it keeps the warm images, as long as all that they start from is the same.
    """

    def __init__(self):
        self._options = Options(ahead=False)  # but for the checks that are left to do; see `_source`
        self._sources: Sources | None = None
        self._start = ""  # what the images have started from
        self._notices: list[str] = []

    def __enter__(self) -> "Checker":
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def check(self, path: Path, course: Path | None = None, tell: Tell = be_silent) -> dict:
        """Grade a notebook, remember how far its owner is, and return its scorecard; see `grade`."""
        card = self.grade(path, course, tell)
        try:
            remember(path, card)
        except OSError as error:
            card["notices"].append(f"Your progress could not be kept: {error}")
        return card

    def grade(self, path: Path, course: Path | None = None, tell: Tell = be_silent) -> dict:
        """Grade a notebook and return its scorecard.

        The checks are those of the course's `source/`, hidden ones included. Where there is none, they are the visible
        ones of the release around the notebook, as it came, or as the notebook itself holds them.

        Parameters
        ----------
        course : the folder of a course that is trusted: its configuration is run
        tell : is told how far the checks are

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
        files, left_out = own_files_beside(path, assignment)
        job = make_job(notebook, submitted, (*notes, *left_out), files)
        untouched = {name for name, text in submitted.answers.items() if not text.strip()}
        notices, secret = notices_at_home(path), ""
        with tempfile.TemporaryDirectory() as place:
            if assignment is not None:
                secret = course_secret(course)
            else:
                notices.append(NO_SOURCE)
                untouched |= unchanged(path) & submitted.answers.keys()
                copied, left_out = copy_beside(path, Path(place))
                notices += left_out
                assignment = Assignment(notebook.name, (), copied)
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
            source = self._source(assignment, secret, start, todo["checks"])

            def tick(name: str) -> None:
                nonlocal done
                done += name in todo["checks"]
                tell(done, total, "Running the checks")

            result = grade_notebook(todo, source, self._options.limits, tick)
            if self._options.confined:  # otherwise an answer may have read any file
                results.keep(todo, result, found)
            known |= {check["name"]: check for check in result["checks"]}
        return [known[name] for name in job["checks"]]

    def _source(self, assignment: Assignment, secret: str, start: str, checks: Collection[str]) -> Source:
        """Return the notebook's warm images, which have run ahead what these checks need.

        They are in the sandbox where there is one.
        """
        source = self._started(assignment, secret, start)
        cells = leading(assignment.notebooks[0])
        source.run_ahead([one for one in cells if one.hidden is None or one.name in checks])
        return source

    def _started(self, assignment: Assignment, secret: str, start: str) -> Source:
        """Return the notebook's warm images, those of before if they have started from the same."""
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


def check_notebook(path: Path, course: Path | None = None) -> dict:
    """Grade one notebook and return its scorecard; see `Checker.grade`."""
    with Checker() as checker:
        return checker.grade(path, course)


def find_notebook(path: Path, root: Path | None) -> tuple[Assignment | None, Notebook, tuple[str, ...]]:
    """Return the assignment if its source is here, the notebook whose checks are to be run, and notes."""
    sources, releases = [], []
    if root is not None:
        course = open_course(root)
        sources = notebooks_in(course, course.source_directory)
        releases = [
            one for name in (PRISTINE, course.release_directory) for one in notebooks_in(course, name)
        ]
    elif around := find_course(path):  # there files are read, and nothing is run
        releases = [one for name in (PRISTINE, "release") for one in sorted(around.glob(f"{name}/*/*.ipynb"))]
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


def notices_at_home(path: Path) -> list[str]:
    """Return what to say of a notebook that lies in the home folder: everything is beside it, so nothing is taken."""
    if path.parent != Path.home():
        return []
    names = (entry.name for entry in os.scandir(path.parent) if entry.is_file())
    return (
        [AT_HOME] if any(not name.startswith(".") and not name.endswith(".ipynb") for name in names) else []
    )


def own_files_beside(path: Path, assignment: Assignment | None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return what of the files beside a notebook is not the assignment's, and notes on what was left out.

    Without a source nobody can tell whose a file is.
    """
    if assignment is None or path.parent == Path.home():
        return {}, ()
    theirs = {PurePosixPath(one.as_posix()) for _, one in assignment.files}
    return own_files(path.parent, path.parent, theirs)


def copy_beside(path: Path, place: Path) -> tuple[tuple[tuple[Path, Path], ...], tuple[str, ...]]:
    """Copy the files that came with a notebook.

    Of a folder that anybody may have written only regular files are taken, through no link, and not too much.

    Returns
    -------
    tuple
        Where each file is now, with its path inside the assignment; and notes on what was left out.
    """
    folder, room, copied = path.parent, MOST_BYTES, []
    if folder == Path.home():
        return (), ()
    files, left = visible_files(folder)
    for inside in files:
        try:
            data = read_regular(folder / inside, folder, room)
        except Unreadable:
            left.append(inside)
            continue
        room -= len(data)
        (place / inside).parent.mkdir(parents=True, exist_ok=True)
        (place / inside).write_bytes(data)
        copied.append((place / inside, inside))
    return tuple(copied), notes_on(left)


def visible_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the paths in a folder of what is no notebook and not hidden; and of what is too much or lies too deep."""
    found, beyond = [], []
    for above, folders, files in os.walk(folder):
        inside = Path(above).relative_to(folder)
        folders[:] = sorted(name for name in folders if name not in UNSEEN and not name.startswith("."))
        wanted = [name for name in sorted(files) if not name.startswith(".") and not name.endswith(".ipynb")]
        found += [inside / name for name in wanted]
        if len(found) > MOST_FILES:  # there may be no end of folders
            break
        if len(inside.parts) >= DEEPEST:
            beyond += [inside / name for name in folders]
            folders.clear()
    return found[:MOST_FILES], found[MOST_FILES:] + beyond
