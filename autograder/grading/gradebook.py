"""The single writer of results: into nbgrader's gradebook and the folder `autograded/`.

A result is saved whole. Its marks are one transaction, and its files take their places just before the commit: an
interrupted save leaves the former result's fingerprint, so that the next run grades that submission again.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, suppress
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import api, preprocessors
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, is_solution, is_task
from sqlalchemy import select, update
from traitlets.utils.importstring import import_item

from autograder.grading.assignment import Assignment, flags
from autograder.grading.database import (
    CannotSave,
    Extension,
    Result,
    T,
    database,
    insist,
    open_gradebook,
    select_results,
)
from autograder.grading.files import NOT_THEIRS, Unreadable, read_regular
from autograder.grading.marks import Mark, mark_of, set_penalties
from autograder.grading.source_cells import SaveChangedCells

MAX_HANDED_IN = 1000  # bytes; nbgrader writes about 130
A_LINE = re.compile(rb"[ -~]+\n?")
NO_RESPONSE = "No response."  # nbgrader's comment on an answer that was left as released


class ResultWriter:
    """Saves the results of one assignment; a context manager.

    Opening it makes the assignment, its notebooks and their cells in the gradebook agree with the source.

    Raises
    ------
    CannotSave
        Here and in every method.
    """

    def __init__(self, coursedir: CourseDirectory, assignment: Assignment):
        self._coursedir, self._name = coursedir, assignment.name
        self._notebooks = sorted(notebook.name for notebook in assignment.notebooks)
        # The application's configuration may be newer than the one that it has given to its course directory.
        self._parent = coursedir.parent or coursedir
        self._autograde = Autograde(coursedir=coursedir, parent=self._parent)
        self._gradebook = insist(coursedir, lambda: open_gradebook(coursedir))
        self._transaction(self._save_source)
        self._before = self.graded()

    def __enter__(self) -> "ResultWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self._gradebook.close()

    def graded(self) -> dict[str, str]:
        """Return the fingerprints of the stored results by student, but for those whose notebooks are gone."""
        return self._transaction(self._stored)

    def save(
        self,
        student: str,
        result: dict,
        fingerprint: str,
        notebooks: dict[str, NotebookNode],
        timestamp: datetime | None,
        own_files: dict[str, bytes] | None = None,
    ) -> Mark:
        """Save the result of one submission, unless another run has saved it since this writer was opened.

        Return the learner's mark.

        Parameters
        ----------
        student
            Added to the gradebook if need be.
        result
            Plain data with a score for every check; see `grading`.
        fingerprint
            Equal for equal submissions; at most 128 characters.
        notebooks
            The autograded notebooks by name. One that is missing earns 0, as with nbgrader.
        timestamp
            When it was handed in (UTC if naive); None if that is unknown.
        own_files
            What else the learner handed in, by its path in the submission; put beside the notebooks.
        """
        folder = self._folder(self._coursedir.autograded_directory, student)
        files = {f"{name}.ipynb": nbformat.writes(notebook).encode() for name, notebook in notebooks.items()}
        files = (own_files or {}) | files | self._handed_in(student, NOT_THEIRS[timestamp is None :])

        def work() -> Mark:
            self._lock(student)
            if self._stored(student).get(student) == fingerprint != self._before.get(student):
                return self._mark(student)
            key = {"student_id": student, "assignment_id": self._gradebook.find_assignment(self._name).id}
            self._gradebook.db.merge(Result(**key, fingerprint=fingerprint, result=json.dumps(result)))
            self._gradebook.db.flush()  # here another writer of this student's first result waits
            self._record(student, result, notebooks, timestamp)
            with replaced(folder, files):
                with suppress(PermissionError):  # files of a colleague
                    self._autograde.set_permissions(self._name, student)
                mark = self._mark(student)
                self._gradebook.db().commit_all()
            for path in folder.rglob("*"):
                inside = path.relative_to(folder).as_posix()
                if path.is_file() and inside not in (*files, *NOT_THEIRS):
                    path.unlink()
            return mark

        try:
            return self._transaction(work)
        except OSError as error:
            raise CannotSave(error.filename or folder, error) from error

    def _mark(self, student: str) -> Mark:
        self._gradebook.db.expire_all()
        return mark_of(self._gradebook.find_submission(self._name, student))

    def _folder(self, step: str, student: str) -> Path:
        return Path(self._coursedir.format_path(step, student, self._name))

    def _handed_in(self, student: str, names: tuple[str, ...]) -> dict[str, bytes]:
        """Return what is in these files beside the submitted notebooks, without those that are not a line of text.

        nbgrader prints the time, and makes the name of the released feedback of the secret.
        """
        course, found = self._coursedir, {}
        root = Path(course.format_path(course.submitted_directory, ".", "."))
        for name in names:
            with suppress(Unreadable):
                path = self._folder(course.submitted_directory, student) / name
                content = read_regular(path, root, MAX_HANDED_IN)
                if A_LINE.fullmatch(content):
                    found[name] = content
        return found

    def _transaction(self, work: Callable[[], T]) -> T:
        """Do the work in a new session; again if another program was in the way."""

        def attempt() -> T:
            try:
                return work()
            finally:
                self._gradebook.db.remove()

        return insist(self._coursedir, attempt)

    def _lock(self, student: str = "") -> None:
        """Let other writers wait: all of them with SQLite, those of this student's results elsewhere."""
        same = update(Result).where(Result.student_id == student).values(student_id=student)
        self._gradebook.db.execute(same.execution_options(synchronize_session=False))

    def _stored(self, student: str | None = None) -> dict[str, str]:
        query = select_results(self._name, Result.student_id, Result.fingerprint)
        if student is not None:
            query = query.where(Result.student_id == student)
        found = dict(self._gradebook.db.execute(query).all())
        for name in list(found):
            folder = self._folder(self._coursedir.autograded_directory, name)
            if not all((folder / f"{notebook}.ipynb").exists() for notebook in self._notebooks):
                del found[name]
        return found

    def _save_source(self) -> None:
        """Let nbgrader's own steps, as the course configures them, record the source notebooks."""
        self._lock()
        assignment = self._gradebook.update_or_create_assignment(self._name)
        former = {notebook.name for notebook in assignment.notebooks}
        if assignment.num_submissions and former != set(self._notebooks):
            raise CannotSave(database(self._coursedir), "Cannot add or remove notebooks once there are marks")
        for name in former.difference(self._notebooks):
            self._gradebook.remove_notebook(name, self._name)
        converter = GenerateAssignment(coursedir=self._coursedir, parent=self._parent)
        exporter = converter.exporter_class(parent=converter, config=converter.config)
        steps = [import_item(step) if isinstance(step, str) else step for step in converter.preprocessors]
        for step in takewhile(lambda step: not issubclass(step, preprocessors.SaveCells), steps):
            exporter.register_preprocessor(step)
        exporter.register_preprocessor(SaveChangedCells(self._gradebook, parent=exporter))
        folder = self._coursedir.format_path(self._coursedir.source_directory, ".", self._name)
        with chdir(self._coursedir.root):  # a header's path is relative to it
            for name in self._notebooks:
                path = f"{folder}/{name}.ipynb"
                try:
                    exporter.from_filename(path, converter.init_single_notebook_resources(path))
                except RuntimeError as error:  # nbgrader's: cells came or went, and there are marks
                    raise CannotSave(database(self._coursedir), error) from error
        self._gradebook.db().commit_all()

    def _record(
        self, student: str, result: dict, notebooks: dict[str, NotebookNode], timestamp: datetime | None
    ) -> None:
        """Write the rows as nbgrader's Autograde, SaveAutoGrades and AssignLatePenalties do."""
        self._gradebook.update_or_create_student(student)
        submission = self._gradebook.update_or_create_submission(self._name, student, timestamp=timestamp)
        checks = {notebook["name"]: notebook["checks"] for notebook in result["notebooks"]}
        key = {"student_id": student, "assignment_id": submission.assignment_id}
        if extension := self._gradebook.db.get(Extension, key):
            submission.extension = timedelta(seconds=extension.seconds)
        for submitted in submission.notebooks:
            scores = {check["name"]: check["score"] for check in checks.get(submitted.name, ())}
            self._record_notebook(submitted, notebooks.get(submitted.name), scores)
        set_penalties(self._autograde, submission)
        self._gradebook.db.flush()

    def _record_notebook(
        self, submitted: api.SubmittedNotebook, notebook: NotebookNode | None, scores: dict[str, float]
    ) -> None:
        db = self._gradebook.db
        names, checksums = (
            dict(db.execute(select(*columns).filter_by(notebook_id=submitted.notebook_id)).all())
            for columns in (
                (api.BaseCell.id, api.BaseCell.name),
                (api.SourceCell.name, api.SourceCell.checksum),
            )
        )
        cells = [cell for cell in notebook.cells if flags(cell)] if notebook else []
        by_name = {cell.metadata.nbgrader.grade_id: cell for cell in cells}
        tasks = {name for name, cell in by_name.items() if is_task(cell)}
        untouched = {
            name
            for name, cell in by_name.items()
            if is_solution(cell) and compute_checksum(cell) == checksums.get(name)
        }
        for grade in db.scalars(select(api.Grade).filter_by(notebook_id=submitted.id).with_for_update()):
            name = names[grade.cell_id]
            if notebook is None:
                grade.auto_score, grade.needs_manual_grade = 0.0, False
            elif name not in tasks:
                grade.auto_score = scores.get(name, 0.0 if name in untouched else None)
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in db.scalars(select(api.Comment).filter_by(notebook_id=submitted.id)):
            comment.auto_comment = NO_RESPONSE if names[comment.cell_id] in untouched else None
        db.flush()


def make_way(folder: Path, file: Path) -> None:
    """Make the folders for a file, whose path is one in `folder`.

    What is a folder in one submission and a file in the next gives way; it is a copy of what was handed in.
    """
    for above in reversed(file.parents):
        if above != Path() and (folder / above).is_file():
            (folder / above).unlink()
        (folder / above).mkdir(exist_ok=True)
    if (folder / file).is_dir():
        shutil.rmtree(folder / file)


@contextmanager
def replaced(folder: Path, files: dict[str, bytes]) -> Iterator[None]:
    """Put the files into the folder, all or none. If the block fails, the former files come back."""
    new, old = (
        {name: (folder / name).with_name(f".{Path(name).name}.{state}") for name in files}
        for state in ("new", "old")
    )

    def clear() -> None:
        for path in (*new.values(), *old.values()):
            path.unlink(missing_ok=True)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in files:
            make_way(folder, Path(name))
        clear()
        for name, content in files.items():
            with open(new[name], "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if (folder / name).exists():
                shutil.copy(folder / name, old[name])
        try:
            for name in files:
                os.replace(new[name], folder / name)
            yield
        except BaseException:
            for name in files:
                if old[name].exists():
                    os.replace(old[name], folder / name)
                else:
                    (folder / name).unlink(missing_ok=True)
            raise
    finally:
        clear()
