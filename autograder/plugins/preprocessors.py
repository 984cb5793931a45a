"""What this course adds to nbgrader's own steps; `nbgrader_config.py` plugs it in."""

import secrets
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader import preprocessors
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.utils import is_solution

from autograder.grading.assignment import shown_attachments


def autograde(converter: Autograde) -> None:
    """Grade with this project's engine: what `nbgrader autograde` and Formgrader's button do in this course.

    Raises
    ------
    NbGraderException
        If there is nothing to grade, or some submission could not be graded.
    """
    from autograder.confinement.image import PreludeError
    from autograder.confinement.sandbox import SandboxUnavailable
    from autograder.grading.assignment import AssignmentError
    from autograder.grading.classroom import Classroom, GradingError, Options
    from autograder.grading.database import CannotSave
    from autograder.grading.settings import limits_of

    course = converter.coursedir
    limits = limits_of(course)
    try:
        options = Options(regrade=converter.force, limits=limits)
        with Classroom(course, course.assignment_id, options) as classroom:
            students = classroom.find(course.student_id)
            for sentence in classroom.refused:
                converter.log.warning(sentence)
            for graded in classroom.grade(students):
                converter.log.info(graded.line())
    except (AssignmentError, CannotSave, GradingError, PreludeError, SandboxUnavailable) as error:
        converter.log.error(str(error))
        raise NbGraderException(str(error)) from error
    if classroom.failed:
        raise NbGraderException(classroom.summary())


class ClearSolutions(preprocessors.ClearSolutions):
    """Clear solutions, and let the stub name its exercise: `{exercise}` stands for the cell's grade_id."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the solution by the stub, and the placeholder in the stub by the grade_id."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_solution(cell):
            cell.source = cell.source.replace("{exercise}", cell.metadata.nbgrader.grade_id)
        return cell, resources


class ClearAttachments(preprocessors.NbGraderPreprocessor):
    """Take out the pictures that no text shows any more: those of solutions and mark schemes, once these are gone."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Keep of a cell's attachments those that its text refers to."""
        if "attachments" in cell:
            shown = shown_attachments(cell.source)
            cell.attachments = NotebookNode(
                {name: data for name, data in cell.attachments.items() if name in shown}
            )
            if not cell.attachments:
                del cell["attachments"]
        return cell, resources


def mark_hand_placed(assignment: str, student: str, notebooks: list[str]) -> None:
    """Add what `nbgrader submit` would have added to a submission that somebody placed in `submitted/`.

    `release_feedback` opens both files, and stops for the whole class where one is missing. They are added to
    the autograded copy: a timestamp among the submitted files would be taken for the time of submission.
    """
    folder = Path(notebooks[0]).parent
    for name, content in {"timestamp.txt": "", "submission_secret.txt": secrets.token_hex(64)}.items():
        if not (folder / name).exists():
            (folder / name).write_text(content, encoding="utf-8")
