"""Marks as the gradebook has them: checks, written answers, what somebody gave by hand, and penalties."""

from dataclasses import dataclass
from datetime import timedelta

from nbgrader import api
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties

from autograder.grading.database import CannotRead, Extension, insist, open_gradebook


@dataclass(frozen=True)
class Mark:
    """What a learner has for an assignment.

    Attributes
    ----------
    score : points for everything, before the penalty
    points : that there are, written answers included
    penalty : points that are taken off for being late
    unread : answers that nobody has marked yet; they count 0
    """

    student: str
    score: float
    points: float
    penalty: float = 0
    unread: int = 0

    @property
    def total(self) -> float:
        """Points that are left."""
        return max(0.0, self.score - self.penalty)


def mark_of(submission: api.SubmittedAssignment) -> Mark:
    """Return the mark of a submission in an open gradebook."""
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    unread = sum(grade.needs_manual_grade and grade.manual_score is None for grade in grades)
    facts = (submission.score, submission.max_score, submission.late_submission_penalty or 0)
    return Mark(submission.student_id, *map(float, facts), unread)


def stored_marks(coursedir: CourseDirectory, assignment: str) -> list[Mark]:
    """Return the marks of an assignment's submissions, by the students' ids in order.

    Raises
    ------
    CannotRead
        If the gradebook cannot be read.
    """

    def work() -> list[Mark]:
        with open_gradebook(coursedir) as gradebook:
            try:
                submissions = gradebook.assignment_submissions(assignment)
            except MissingEntry:
                return []
            return sorted(map(mark_of, submissions), key=lambda mark: mark.student)

    return insist(coursedir, work, CannotRead)


def set_penalties(autograde: Autograde, submission: api.SubmittedAssignment) -> None:
    """Compute the penalties of a submission as the course is configured to."""
    step = AssignLatePenalties(parent=autograde)
    step.init_plugin()
    for submitted in submission.notebooks:
        submitted.late_submission_penalty = None
        if submission.assignment.duedate is not None and submission.total_seconds_late > 0:
            facts = (submission.student_id, submitted.score, submission.total_seconds_late)
            penalty = step.plugin_inst.late_submission_penalty(*facts)
            if penalty is not None:
                penalty = step._check_late_penalty(submitted, penalty)
            submitted.late_submission_penalty = penalty


def extend(coursedir: CourseDirectory, assignment: str, student: str, time: timedelta) -> Mark | None:
    """Give a learner more time, also for a submission that has not come yet; no time takes it back.

    Returns
    -------
    Mark or None
        The mark with its new penalty, None if nothing of the learner has been graded yet.

    Raises
    ------
    CannotSave
        If the gradebook cannot be written, or has no such assignment.
    """
    autograde = Autograde(coursedir=coursedir, parent=coursedir.parent or coursedir)

    def work() -> Mark | None:
        with open_gradebook(coursedir) as gradebook:
            key = {"student_id": student, "assignment_id": gradebook.find_assignment(assignment).id}
            gradebook.db.merge(Extension(**key, seconds=time.total_seconds()))
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                mark = None
            else:
                submission.extension = time or None
                gradebook.db.flush()
                set_penalties(autograde, submission)
                gradebook.db.flush()
                gradebook.db.expire_all()
                mark = mark_of(submission)
            gradebook.db().commit_all()
            return mark

    return insist(coursedir, work)
