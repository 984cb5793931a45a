"""Marks in the formats that learning platforms import; `nbgrader export --exporter` plugs one in."""

import csv
import io
from collections.abc import Iterator
from types import SimpleNamespace

from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin, ExportPlugin

from autograder.grading.marks import mark_of
from autograder.grading.names import without_formulas

NAMES = ("last_name", "first_name", "email")


class Table(CsvExportPlugin):
    """nbgrader's own table, but of a name with commas or quotes in it, it makes one cell, and of none a formula."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks to the file that --to names."""
        super().export(Quoted(gradebook))


class Quoted:
    """A gradebook whose students' names can be written between commas."""

    def __init__(self, gradebook: Gradebook):
        self._gradebook = gradebook

    @property
    def students(self) -> list[SimpleNamespace]:
        """The students, with their names as cells of a table."""
        return [
            SimpleNamespace(id=one.id, **{name: quoted(getattr(one, name)) for name in NAMES})
            for one in self._gradebook.students
        ]

    def __getattr__(self, name: str) -> object:
        return getattr(self._gradebook, name)


def quoted(text: str | None) -> str:
    """Return text as a cell of a CSV table."""
    held = io.StringIO()
    csv.writer(held, lineterminator="").writerow([without_formulas(text or "")])
    return held.getvalue() if text else ""


class Platform(ExportPlugin):
    """A table with a row for each learner and a column for each assignment.

    A learner who has not handed in, or has an answer that nobody has read, has an empty cell there: platforms leave
    alone what is empty.
    """

    FILE, ABOUT = "", ()

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks to the file that --to names."""
        assignments = [
            one for one in gradebook.assignments if not self.assignment or one.name in self.assignment
        ]
        students = [one for one in gradebook.students if not self.student or one.id in map(str, self.student)]
        with open(self.to or self.FILE, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*self.ABOUT, *(one.name for one in assignments)])
            writer.writerows(self.above([one.max_score for one in assignments]))
            for student in students:
                marks = [self.mark(gradebook, one.name, student.id) for one in assignments]
                writer.writerow([*map(without_formulas, self.about(student)), *marks])

    def mark(self, gradebook: Gradebook, assignment: str, student: str) -> str:
        """Return a learner's mark as a number, or nothing."""
        try:
            mark = mark_of(gradebook.find_submission(assignment, student))
        except MissingEntry:
            return ""
        if mark.unread:
            self.log.warning(
                "%s has answers to %s that nobody has read; no mark is written.", student, assignment
            )
            return ""
        return f"{mark.total:g}"

    def above(self, points: list[float]) -> Iterator[list[str]]:
        """Yield the rows between the names of the columns and the learners."""
        yield from ()

    def about(self, student: Student) -> list[str]:
        """Return what says who a learner is, for the columns in ABOUT."""
        raise NotImplementedError


class Canvas(Platform):
    """For Canvas: Grades, Import. Who a learner is says `lms_user_id`, or else the login, nbgrader's student id."""

    FILE, ABOUT = "canvas.csv", ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

    def above(self, points: list[float]) -> Iterator[list[str]]:
        """Yield the row with each assignment's points."""
        yield ["    Points Possible", "", "", "", "", *(f"{one:g}" for one in points)]

    def about(self, student: Student) -> list[str]:
        """Return name, Canvas's number and login."""
        name = ", ".join(filter(None, (student.last_name, student.first_name)))
        return [name or student.id, student.lms_user_id or "", "", student.id, ""]


class Moodle(Platform):
    """For Moodle: Grades, Import, CSV file. Map the column "Email address" or "ID number" to the same of the user."""

    FILE, ABOUT = "moodle.csv", ("First name", "Last name", "ID number", "Email address")

    def about(self, student: Student) -> list[str]:
        """Return names, number and address, with nbgrader's student id where there is no number."""
        names = [student.first_name or "", student.last_name or ""]
        return [*names, student.lms_user_id or student.id, student.email or ""]
