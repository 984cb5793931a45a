"""Grading a class: finds the submissions, has them graded in parallel, saves each result whole."""

import base64
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.confinement.ahead import Leading
from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import Limits
from autograder.grading import EVERYBODY
from autograder.grading.assignment import Assignment, Notebook, load_assignment
from autograder.grading.course import students_with
from autograder.grading.faults import find_faults
from autograder.grading.files import is_harmless, own_files
from autograder.grading.finding import find_notebook, read_timestamp
from autograder.grading.gradebook import ResultWriter
from autograder.grading.marks import Mark
from autograder.grading.names import is_name, printable, shown
from autograder.grading.reading import Submitted, read_submitted
from autograder.grading.rebuilding import autograded, steps, untouched
from autograder.grading.run import grade_notebook
from autograder.grading.secret import course_secret, hidden_seed

# Part of every fingerprint: raise it when the engine may give another result for the same submission.
ENGINE = 2


class GradingError(Exception):
    """Grading cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes
    ----------
    jobs : the number of submissions at a time, 0 for one per core
    ahead : whether what is the same for every submission is computed before the first; the results are the same
    """

    jobs: int = 0
    regrade: bool = False
    limits: Limits = field(default_factory=Limits)
    confined: bool = True
    ahead: bool = True

    @property
    def workers(self) -> int:
        """The number of submissions graded at a time."""
        return self.jobs or len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Work:
    """One submission, read and ready to be graded."""

    student: str
    jobs: tuple[dict, ...]
    submitted: tuple[Submitted, ...]
    files: dict[str, bytes]
    timestamp: datetime | None
    fingerprint: str


@dataclass(frozen=True)
class Graded:
    """What became of one submission. `failed` says why it has no mark from its checks; "" if it has.

    `score` and `points` are those of the checks; `mark` is what the gradebook has in all.
    """

    student: str
    score: float = 0
    points: float = 0
    unchanged: bool = False
    failed: str = ""
    notes: tuple[str, ...] = ()
    mark: Mark | None = None

    def line(self) -> str:
        """Return the result in a line, and a line for each note; no terminal takes anything in it for a command."""
        if self.unchanged:
            return f"{self.student}: graded before, unchanged"
        mark = f"{self.student}: {self.score:g} of {self.points:g}{self._more()}"
        return shown("\n  ".join([mark, *([self.failed] if self.failed else []), *self.notes]))

    def _more(self) -> str:
        """Return what the gradebook adds: what somebody has given by hand, and what lateness costs."""
        if self.mark is None:
            return ""
        by_hand = self.mark.score != self.score
        words = (
            f"; with what was marked by hand {self.mark.score:g} of {self.mark.points:g}" if by_hand else ""
        )
        if self.mark.penalty:
            words += f"; late: {self.mark.penalty:g} taken off, {self.mark.total:g} left"
        return words


@dataclass
class Sources:
    """The warm images of an assignment's notebooks, each started when it is first needed.

    `secret` is what the seeds of hidden data are derived from.
    """

    assignment: Assignment
    options: Options
    secret: str
    _started: dict[str, Source] = field(default_factory=dict)
    _files: tempfile.TemporaryDirectory | None = None

    def start(self) -> dict[str, Source]:
        """Return the sources by notebook. Call it from the main thread; see `image.Image`."""
        if not self._started:
            self._files = tempfile.TemporaryDirectory()
            copy_files(self.assignment, Path(self._files.name))
            for notebook in self.assignment.notebooks:
                o, seed = self.options, hidden_seed(self.secret, self.assignment.name, notebook.name)
                setting = Setting(prelude(notebook), Path(self._files.name), seed, o.limits, o.confined)
                self._started[notebook.name] = Source(setting)
                if o.ahead:
                    self._started[notebook.name].run_ahead(leading(notebook))
        return self._started

    def close(self) -> None:
        """End the images."""
        for source in self._started.values():
            source.close()
        if self._files is not None:
            self._files.cleanup()


class Classroom:
    """The submissions to one assignment; a context manager.

    Raises
    ------
    GradingError
        If a check cannot be run at all.
    """

    def __init__(self, coursedir: CourseDirectory, name: str, options: Options):
        self._coursedir, self._options = coursedir, options
        self.assignment = load_assignment(coursedir, name)
        if faults := find_faults(self.assignment):
            raise GradingError("\n".join(faults))
        self._secret = course_secret(coursedir.root)
        self._sources = Sources(self.assignment, options, self._secret)
        self._writer = ResultWriter(coursedir, self.assignment)
        self._before = self._writer.graded()
        self.refused: list[str] = []  # a sentence for each folder that is no student's
        self.done: list[Graded] = []

    def __enter__(self) -> "Classroom":
        self._writer.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._sources.close()
        self._writer.__exit__(*error)

    @property
    def failed(self) -> int:
        """The number of submissions whose checks could not be run, or that are nobody's."""
        return sum(bool(graded.failed) for graded in self.done) + len(self.refused)

    def find(self, student: str = EVERYBODY) -> list[str]:
        """Return the students who have submitted, sorted; a folder whose name is none is left out, and said to be.

        Raises
        ------
        GradingError
            If there are none.
        """
        found = students_with(self._coursedir, self._coursedir.submitted_directory, self.assignment.name)
        wanted = [name for name in found if student in (EVERYBODY, name)]
        wanted = wanted or [
            name for name in found if fnmatchcase(name, student)
        ]  # as nbgrader's option allows
        if not wanted:
            raise GradingError(
                f"There are no submissions to {self.assignment.name}: there is no {self._folder(student)}"
            )
        self.refused = [
            f"{printable(name)}: not graded, for this is no name of a student. "
            f"Rename the folder in {self._coursedir.submitted_directory}/."
            for name in wanted
            if not is_name(name)
        ]
        return [name for name in wanted if is_name(name)]

    def grade(self, students: list[str]) -> Iterator[Graded]:
        """Grade these students' submissions and save each result; yield what became of each, as it is done."""
        running: dict[Future, Work] = {}
        pool = ThreadPoolExecutor(self._options.workers)
        try:
            for student in students:
                work = self._read(student)
                if self._before.get(student) == work.fingerprint and not self._options.regrade:
                    yield self._note(Graded(student, unchanged=True))
                    continue
                running[pool.submit(grade_work, work, self._sources.start(), self._options.limits)] = work
                while len(running) > self._options.workers:
                    yield from self._save_finished(running)
            while running:
                yield from self._save_finished(running)
        finally:
            self._sources.close()  # whatever still runs has nobody waiting for it
            pool.shutdown(cancel_futures=True)

    def summary(self) -> str:
        """Return what was done, in a line."""
        graded = [one for one in self.done if not one.unchanged]
        words = f"{len(graded)} graded"
        if graded:
            words += (
                f", on average {sum(one.score for one in graded) / len(graded):.1f} of {graded[0].points:g}"
            )
        if len(graded) < len(self.done):
            words += f"; {len(self.done) - len(graded)} unchanged since they were graded"
        marks = [one.mark for one in graded if one.mark]
        if unread := sum(mark.unread for mark in marks):
            words += f"; {unread} written answers to be read"
        if late := sum(mark.penalty > 0 for mark in marks):
            words += f"; {late} late, with points taken off"
        return words + (f"; {self.failed} could not be graded and have 0 or no mark" if self.failed else "")

    def _folder(self, student: str) -> Path:
        c = self._coursedir
        return Path(c.format_path(c.submitted_directory, student, self.assignment.name))

    def _read(self, student: str) -> Work:
        """Read a student's notebooks. Whatever is wrong with them becomes a note."""
        folder = self._folder(student)
        root = Path(self._coursedir.root, self._coursedir.submitted_directory)  # below it no link is followed
        names = [notebook.name for notebook in self.assignment.notebooks]
        theirs = {PurePosixPath(inside.as_posix()) for _, inside in self.assignment.files}
        files, left_out = own_files(folder, root, theirs)
        submitted, jobs = [], []
        for notebook in self.assignment.notebooks:
            path, notes = find_notebook(folder, notebook, names, root)
            one = read_submitted(path, notebook, root)
            jobs.append(make_job(notebook, one, notes, files))
            submitted.append(one)
        timestamp, words = read_timestamp(folder, parse_utc, root)
        jobs[0]["notes"] += [*left_out, *([words] if words else [])]
        facts = [ENGINE, self._secret, str(timestamp), jobs, [asdict(one) for one in submitted]]
        fingerprint = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        return Work(student, tuple(jobs), tuple(submitted), files, timestamp, fingerprint)

    def _save_finished(self, running: dict[Future, Work]) -> Iterator[Graded]:
        """Wait until something is finished; save it."""
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            work, failed = running.pop(future), ""
            try:
                results = future.result()
                failed = "\n  ".join(fault for result in results for fault in result["faults"])
            except Exception as error:  # one submission's trouble stays its own
                failed = f"The checks could not be run: {type(error).__name__}: {error}"
                results = [without_marks(job) for job in work.jobs]
            yield self._save(work, results, failed)

    def _save(self, work: Work, results: list[dict], failed: str) -> Graded:
        """Save a result. One that failed is graded again by the next run, and replaces no former result."""
        notebooks = {}
        for notebook, one, result in zip(self.assignment.notebooks, work.submitted, results, strict=True):
            notebooks[notebook.name] = autograded(notebook, one, result, work.files)
            del result["outputs"]  # which are in the notebook now
            del result["seconds"], result["stopped"]  # which differ each time, or may
            del result["faults"]  # which the line names
        whole = {"assignment": self.assignment.name, "student": work.student, "notebooks": results}
        mark = None
        if not failed or work.student not in self._before:
            fingerprint = "" if failed else work.fingerprint
            shown = {path: content for path, content in work.files.items() if is_harmless(path)}
            mark = self._writer.save(work.student, whole, fingerprint, notebooks, work.timestamp, shown)
        checks = [check for result in results for check in result["checks"]]
        score, points = (sum(check[key] for check in checks) for key in ("score", "points"))
        notes = tuple(note for result in results for note in result["notes"])
        return self._note(Graded(work.student, score, points, failed=failed, notes=notes, mark=mark))

    def _note(self, graded: Graded) -> Graded:
        self.done.append(graded)
        return graded


def grade_work(work: Work, sources: dict[str, Source], limits: Limits) -> list[dict]:
    """Grade the notebooks of one submission, one after the other."""
    return [grade_notebook(job, sources[job["name"]], limits) for job in work.jobs]


def make_job(
    notebook: Notebook,
    submitted: Submitted,
    notes: tuple[str, ...] = (),
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> dict:
    """Return the job for one submitted notebook; see `grading.grade_notebook`."""
    checks = {}
    for cell in notebook.cells:
        if cell.kind == "check":
            answers = [answer.name for answer in notebook.answers_of(cell)]
            about = {"exercise": notebook.exercise_of(cell), "hidden": cell.hidden, "points": cell.points}
            checks[cell.name] = about | {"answers": answers}
    return {
        "name": notebook.name,
        "steps": [asdict(step) for step in steps(notebook, submitted)],
        "crossing": sorted(notebook.crossing),
        "files": {path: base64.b64encode(content).decode() for path, content in files.items()},
        "checks": checks,
        "untouched": untouched(notebook, submitted),
        "notes": [*notes, *submitted.notes],
    }


def without_marks(job: dict) -> dict:
    """Return the result of a notebook whose checks could not be run. Why is for the instructor, not for the learner."""
    checks = [
        {"name": name, **{key: about[key] for key in ("exercise", "hidden", "points")}}
        | {"score": 0.0, "outcome": "error", "message": "The checks could not be run."}
        for name, about in job["checks"].items()
    ]
    empty = {"outputs": {}, "seconds": {}, "stopped": [], "faults": []}
    return {"name": job["name"], "checks": checks, "notes": job["notes"], **empty}


def prelude(notebook: Notebook) -> tuple[tuple[str, str], ...]:
    """Return name and source of the locked cells that come before the first cell that is the learner's."""
    leading = []
    for cell in notebook.cells:
        if cell.kind == "locked":
            leading.append((cell.name, cell.source))
        elif cell.kind != "text":
            break
    return tuple(leading)


def leading(notebook: Notebook) -> list[Leading]:
    """Return the checks and locked cells behind the prelude of which something is the same for every submission."""
    behind = [cell for cell in notebook.cells if cell.kind in ("check", "locked")][len(prelude(notebook)) :]
    return [
        Leading(cell.name, cell.source, cell.ahead, cell.hidden if cell.kind == "check" else None)
        for cell in behind
        if cell.ahead
    ]


def copy_files(assignment: Assignment, folder: Path) -> None:
    """Copy the assignment's own files, which its cells may read, to where a process with no rights can."""
    for path, relative in assignment.files:
        (folder / relative).parent.mkdir(parents=True, exist_ok=True)
        (folder / relative).parent.chmod(0o755)
        shutil.copyfile(path, folder / relative)
        (folder / relative).chmod(0o644)
