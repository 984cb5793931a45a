"""Feedback pages, as `nbgrader generate_feedback` makes them, for each learner by their name."""

from pathlib import Path

from nbgrader.converters import GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.grading import EVERYBODY
from autograder.grading.course import students_with


class GenerateOne(GenerateFeedback):
    """Makes one learner's pages. nbgrader looks for them by a pattern, which a name with brackets would be."""

    def init_notebooks(self) -> None:
        """Find the learner's graded notebooks."""
        folder = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        self.notebooks = []
        self.assignments = {folder: sorted(map(str, Path(folder).glob("*.ipynb")))}
        if not self.assignments[folder]:
            raise NbGraderException(f"there is no notebook in {folder}")


def write_feedback(coursedir: CourseDirectory, assignment: str, student: str = EVERYBODY) -> list[str]:
    """Write feedback pages for one learner, or for everybody who is graded; return a sentence for each failure."""
    graded = students_with(coursedir, coursedir.autograded_directory, assignment)
    wanted = [name for name in graded if student in (EVERYBODY, name)]
    if not wanted:
        whose = "" if student == EVERYBODY else f" of {student}"
        return [f"No feedback: there is no graded submission{whose} to {assignment}."]
    failed = []
    for name in wanted:
        coursedir.assignment_id, coursedir.student_id = assignment, name
        converter = GenerateOne(coursedir=coursedir, parent=coursedir.parent)
        converter.force = True
        try:
            converter.start()
        except (NbGraderException, SystemExit, OSError) as error:
            failed.append(f"No feedback for {name}: {error}")
    return failed
