"""The single writer of results: into nbgrader's gradebook and the folder `autograded/`.

A result is saved whole. Its marks are one transaction, and its files take their places just before the commit: an
interrupted save leaves the former result's fingerprint, so that the next run grades that submission again.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, suppress
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveCells
from nbgrader.utils import compute_checksum, is_solution, is_task
from sqlalchemy import Column, Select, String, Text, and_, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.utils.importstring import import_item

from autograder.grading.assignment import Assignment
from autograder.grading.files import Unreadable, read_regular

HANDED_IN = ("timestamp.txt", "submission_secret.txt")  # `nbgrader release_feedback` needs them
MAX_HANDED_IN = 1000  # bytes; nbgrader writes about 130
NO_RESPONSE = "No response."  # nbgrader's comment on an answer that was left as released
SECONDS_LOCKED = "10"  # how long SQLite waits for another program
PAUSES = (0.05, 0.1, 0.2, 0.4)  # seconds before a transaction is tried again
WAYS_OUT = {
    r"read-?only|permission|not permitted|unable to open": "Make it and its folder writable for you.",
    r"no space|is full|quota|too large|disk i/o": "Make room on its disk.",
    r"locked": "Close the program that keeps it open.",
    r"no such column": "Copy the gradebook, then run `nbgrader db upgrade`.",
    r"connect|translate host": "See whether its server runs and CourseDirectory.db_url is right.",
    r"add or remove": "Undo that change in source/, or give up the marks there are with "
    "`nbgrader db assignment remove NAME --force`.",
}

T = TypeVar("T")


class CannotSave(Exception):
    """A result cannot be saved; the message names the file or database and the way out."""

    def __init__(self, what: object, error: object):
        why = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).strip()
        ways = [f" {way}" for pattern, way in WAYS_OUT.items() if re.search(pattern, why, re.IGNORECASE)]
        why = why.split("\n")[0].rstrip(".")
        super().__init__(f"Cannot write {what}: {why}.{''.join(ways[:1])} What was saved before is intact.")


class Result(api.Base):
    """The engine's own table. No foreign keys: nbgrader removes students without knowing of it."""

    __tablename__ = "autograder_result"
    student_id = Column(String(128), primary_key=True)
    assignment_id = Column(String(32), primary_key=True)
    fingerprint = Column(String(128), nullable=False)
    result = Column(Text, nullable=False)


class OneTransaction(Session):
    """A session for nbgrader's Gradebook, which commits every step: here they are committed together."""

    def commit(self) -> None:
        """Write the changes, but let nobody else see them yet."""
        self.flush()
        self.expire_all()

    def commit_all(self) -> None:
        """Commit."""
        super().commit()


class SaveChangedCells(SaveCells):
    """nbgrader's step in a gradebook that is already open; what has not changed is left alone."""

    def __init__(self, gradebook: Gradebook, **kwargs: object):
        super().__init__(**kwargs)
        self.gradebook = gradebook

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Record the notebook's cells."""
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id = about["notebook"], about["assignment"]
        kinds = ("grade", "solution", "task", "source")
        for kind in kinds:
            setattr(self, f"new_{kind}_cells", {})
        nb, resources = super(SaveCells, self).preprocess(nb, resources)
        if any(getattr(self, f"new_{kind}_cells") != self._stored(kind) for kind in kinds):
            self._create_notebook(nb)
        return nb, resources

    def _stored(self, kind: str) -> dict[str, dict] | None:
        """Return the stored cells as the step holds new ones, None if the notebook is not stored."""
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return None
        cells = [cell.to_dict() for cell in getattr(notebook, f"{kind}_cells")]
        place = ("name", "notebook", "assignment")
        return {cell["name"]: {key: cell[key] for key in cell if key not in place} for cell in cells}


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
        self._penalties = AssignLatePenalties(parent=self._autograde)
        self._penalties.init_plugin()
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
    ) -> None:
        """Save the result of one submission, unless another run has saved it since this writer was opened.

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
        """
        folder = self._folder(self._coursedir.autograded_directory, student)
        files = {f"{name}.ipynb": nbformat.writes(notebook).encode() for name, notebook in notebooks.items()}
        files |= self._handed_in(student, HANDED_IN[timestamp is None :])

        def work() -> None:
            self._lock(student)
            if self._stored(student).get(student) == fingerprint != self._before.get(student):
                return
            key = {"student_id": student, "assignment_id": self._gradebook.find_assignment(self._name).id}
            self._gradebook.db.merge(Result(**key, fingerprint=fingerprint, result=json.dumps(result)))
            self._gradebook.db.flush()  # here another writer of this student's first result waits
            self._record(student, result, notebooks, timestamp)
            with replaced(folder, files):
                with suppress(PermissionError):  # files of a colleague
                    self._autograde.set_permissions(self._name, student)
                self._gradebook.db().commit_all()
            for path in folder.glob("*.ipynb"):
                if path.name not in files:
                    path.unlink()

        try:
            self._transaction(work)
        except OSError as error:
            raise CannotSave(error.filename or folder, error) from error

    def _folder(self, step: str, student: str) -> Path:
        return Path(self._coursedir.format_path(step, student, self._name))

    def _handed_in(self, student: str, names: tuple[str, ...]) -> dict[str, bytes]:
        """Return what is in these files beside the submitted notebooks, without those that are not files."""
        course, found = self._coursedir, {}
        root = Path(course.format_path(course.submitted_directory, ".", "."))
        for name in names:
            with suppress(Unreadable):
                path = self._folder(course.submitted_directory, student) / name
                found[name] = read_regular(path, root, MAX_HANDED_IN)
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
        for step in takewhile(lambda step: not issubclass(step, SaveCells), steps):
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
        for submitted in submission.notebooks:
            scores = {check["name"]: check["score"] for check in checks.get(submitted.name, ())}
            self._record_notebook(submitted, notebooks.get(submitted.name), scores)
            submitted.late_submission_penalty = None
            if submission.assignment.duedate is not None and submission.total_seconds_late > 0:
                facts = (student, submitted.score, submission.total_seconds_late)
                penalty = self._penalties.plugin_inst.late_submission_penalty(*facts)
                if penalty is not None:
                    penalty = self._penalties._check_late_penalty(submitted, penalty)
                submitted.late_submission_penalty = penalty
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
        cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata] if notebook else []
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


def stored_results(coursedir: CourseDirectory, assignment_name: str) -> list[dict]:
    """Return what `save` was given for each submission of the assignment, by the students' ids in order.

    Raises
    ------
    CannotSave
        If the gradebook cannot be opened.
    """

    def work() -> list[dict]:
        with open_gradebook(coursedir) as gradebook:
            query = select_results(assignment_name, Result.result).order_by(Result.student_id)
            return [json.loads(text) for text in gradebook.db.scalars(query)]

    return insist(coursedir, work)


def select_results(assignment_name: str, *columns: Column) -> Select:
    """Return the query for the results of submissions that nbgrader still knows."""
    submission = and_(
        api.SubmittedAssignment.assignment_id == Result.assignment_id,
        api.SubmittedAssignment.student_id == Result.student_id,
    )
    query = select(*columns).join(api.SubmittedAssignment, submission)
    return query.join(api.Assignment).where(api.Assignment.name == assignment_name)


def open_gradebook(coursedir: CourseDirectory) -> Gradebook:
    """Open the course's gradebook, made if there is none, with a session that commits when it is told to."""
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite":
        url = url.update_query_dict({"timeout": SECONDS_LOCKED})
    gradebook = Gradebook(url, coursedir.course_id)
    gradebook.db.remove()
    gradebook.db = scoped_session(sessionmaker(gradebook.engine, class_=OneTransaction, autoflush=False))
    return gradebook


def insist(coursedir: CourseDirectory, work: Callable[[], T]) -> T:
    """Return what `work` returns; if the database refuses, try again, for another program may be in the way."""
    for pause in (*PAUSES, None):
        try:
            return work()
        except (SQLAlchemyError, InvalidEntry, MissingEntry) as error:
            if pause is None:
                raise CannotSave(database(coursedir), error) from error
        time.sleep(pause)


def database(coursedir: CourseDirectory) -> str:
    """Return the gradebook's name for a message: its path, or its address without the password."""
    url = make_url(coursedir.db_url)
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def replaced(folder: Path, files: dict[str, bytes]) -> Iterator[None]:
    """Put the files into the folder, all or none. If the block fails, the former files come back."""
    new, old = ({name: folder / f".{name}.{state}" for name in files} for state in ("new", "old"))

    def clear() -> None:
        for path in (*new.values(), *old.values()):
            path.unlink(missing_ok=True)

    try:
        folder.mkdir(parents=True, exist_ok=True)
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
