"""What Formgrader's pages are given: names that are names, and a course that is the server's."""

import os
from datetime import datetime
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.server_extensions.formgrader.base import BaseHandler
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler
from nbgrader.utils import parse_utc
from tornado.web import HTTPError

from autograder.grading.finding import read_timestamp
from autograder.grading.names import is_file_name, is_name

NAMES = (
    "assignment_id",
    "notebook_id",
    "student_id",
)  # that templates put into pages and scripts as they are

submitted_students = NbGraderAPI.get_submitted_students
render = BaseHandler.render
open_course = FormgraderHandler.get


def get_submitted_students(self: NbGraderAPI, assignment_id: str) -> set[str]:
    """Return those who have submitted, by folders whose name is a student's."""
    return {name for name in submitted_students(self, assignment_id) if is_name(name)}


def get_submitted_timestamp(self: NbGraderAPI, assignment_id: str, student_id: str) -> datetime | None:
    """Return the time of submission, None if nobody knows it. Nbgrader's own would end the page of the whole class."""
    course = self.coursedir
    folder = Path(course.format_path(course.submitted_directory, student_id, assignment_id))
    return read_timestamp(folder, parse_utc, Path(course.root))[0]


def render_names(self: BaseHandler, template: str, **about: object) -> str:
    """Render one of Formgrader's pages, unless an address names what has no such name."""
    for name in NAMES:
        if name in about and not is_file_name(str(about[name])):
            raise HTTPError(404)
    return render(self, template, **about)


def open_own_course(self: FormgraderHandler) -> object:
    """Open Formgrader in the server's course. Another course's configuration would run by following a link."""
    path = self.get_argument("path", "")
    if path and os.path.realpath(path) != os.path.realpath(self.coursedir.root):
        raise HTTPError(403, "Formgrader opens the course that the server was started in.")
    return open_course(self)


def harden() -> None:
    """Have Formgrader and nbgrader's interface for programs do as this module says."""
    NbGraderAPI.get_submitted_students = get_submitted_students
    NbGraderAPI.get_submitted_timestamp = get_submitted_timestamp
    BaseHandler.render = render_names
    FormgraderHandler.get = open_own_course
