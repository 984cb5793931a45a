"""The gradebook's database: nbgrader's, with two tables of the engine's own."""

import json
import os
import re
import shutil
import sysconfig
import time
from collections.abc import Callable
from typing import TypeVar

from nbgrader import api
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Column, Float, Select, String, Text, and_, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

SECONDS_LOCKED = "10"  # how long SQLite waits for another program
PAUSES = (0.05, 0.1, 0.2, 0.4)  # seconds before a transaction is tried again
WAYS_OUT = {
    r"read-?only|permission|not permitted|unable to open": "Make it and its folder writable for you.",
    r"no space|is full|quota|too large|disk i/o": "Make room on its disk.",
    r"locked": "Close the program that keeps it open.",
    r"no such column": "Copy the gradebook, then run `nbgrader db upgrade`.",
    r"connect|translate host": "See whether its server runs and CourseDirectory.db_url is right.",
    r"malformed|not a database|corrupt": "Put back a copy of it, or move it away and grade again.",
    r"add or remove": "Undo that change in source/, or give up the marks there are with "
    "`nbgrader db assignment remove NAME --force`.",
}

T = TypeVar("T")


class GradebookError(Exception):
    """The gradebook or a folder cannot be used; the message names it, and the way out."""

    WHAT, AFTER = "", ""

    def __init__(self, what: object, error: object):
        why = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).strip()
        ways = [f" {way}" for pattern, way in WAYS_OUT.items() if re.search(pattern, why, re.IGNORECASE)]
        why = why.split("\n")[0].rstrip(".")
        super().__init__(f"{self.WHAT} {what}: {why}.{''.join(ways[:1])}{self.AFTER}")


class CannotRead(GradebookError):
    """What is stored cannot be read."""

    WHAT = "Cannot read"


class CannotSave(GradebookError):
    """A result cannot be saved."""

    WHAT, AFTER = "Cannot write", " What was saved before is intact."


class Result(api.Base):
    """The engine's own table. No foreign keys: nbgrader removes students without knowing of it."""

    __tablename__ = "autograder_result"
    student_id = Column(String(128), primary_key=True)
    assignment_id = Column(String(32), primary_key=True)
    fingerprint = Column(String(128), nullable=False)
    result = Column(Text, nullable=False)


class Extension(api.Base):
    """More time for one learner, kept here because nbgrader knows no extension before there is a submission."""

    __tablename__ = "autograder_extension"
    student_id = Column(String(128), primary_key=True)
    assignment_id = Column(String(32), primary_key=True)
    seconds = Column(Float, nullable=False)


class OneTransaction(Session):
    """A session for nbgrader's Gradebook, which commits every step: here they are committed together."""

    def commit(self) -> None:
        """Write the changes, but let nobody else see them yet."""
        self.flush()
        self.expire_all()

    def commit_all(self) -> None:
        """Commit."""
        super().commit()


def stored_results(coursedir: CourseDirectory, assignment_name: str) -> list[dict]:
    """Return what `save` was given for each submission of the assignment, by the students' ids in order.

    Raises
    ------
    CannotRead
        If the gradebook cannot be opened.
    """

    def work() -> list[dict]:
        with open_gradebook(coursedir) as gradebook:
            query = select_results(assignment_name, Result.result).order_by(Result.student_id)
            return [json.loads(text) for text in gradebook.db.scalars(query)]

    return insist(coursedir, work, CannotRead)


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
    if (
        shutil.which("alembic") is None
    ):  # nbgrader starts it by its name, also where no environment is activated
        os.environ["PATH"] = os.pathsep.join(
            [sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]
        )
    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite":
        url = url.update_query_dict({"timeout": SECONDS_LOCKED})
    gradebook = Gradebook(url, coursedir.course_id)
    gradebook.db.remove()
    gradebook.db = scoped_session(sessionmaker(gradebook.engine, class_=OneTransaction, autoflush=False))
    return gradebook


def insist(
    coursedir: CourseDirectory, work: Callable[[], T], complaint: type[GradebookError] = CannotSave
) -> T:
    """Return what `work` returns; if the database refuses, try again, for another program may be in the way."""
    for pause in (*PAUSES, None):
        try:
            return work()
        except (SQLAlchemyError, InvalidEntry, MissingEntry) as error:
            if pause is None:
                raise complaint(database(coursedir), error) from error
        time.sleep(pause)


def database(coursedir: CourseDirectory) -> str:
    """Return the gradebook's name for a message: its path, or its address without the password."""
    url = make_url(coursedir.db_url)
    return url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
