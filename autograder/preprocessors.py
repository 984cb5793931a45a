"""What this course adds to nbgrader's own steps; `nbgrader_config.py` plugs it in."""

import re
import secrets
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbgrader import preprocessors
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import List


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


class HideHiddenTests(preprocessors.ClearHiddenTests):
    """Keep hidden tests, and the data they use, out of the feedback.

    The hidden region leaves the test cell's source. An error in a test cell shrinks to its name and message,
    since a traceback quotes source. Of a cell with a hidden region nothing else is kept: what the learner's
    code prints there, and the message of an error that it raises, may quote hidden data.
    """

    display_data_priority = List(config=True)  # every step of an HTML export is asked to know it

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Clean every test cell of an autograded notebook."""
        self._locked_runs = {cell.get("execution_count") for cell in nb.cells if is_locked(cell)}
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clean the cell if it is a test cell."""
        if cell.cell_type == "code" and is_grade(cell) and is_locked(cell):
            hidden = self._remove_hidden_test_region(cell)
            cell.outputs = [
                self._shorten(output, hidden) if output.output_type == "error" else output
                for output in cell.outputs
                if output.output_type == "error" or not hidden
            ]
        return cell, resources

    def _shorten(self, error: NotebookNode, hidden: bool) -> NotebookNode:
        """Return the error without its traceback, and without a message that may quote hidden data."""
        message = error.evalue
        if hidden and not self._raised_by_instructor(error):
            message = "raised on data that is not shown"
        line = f"{error.ename}: {message}" if message else error.ename
        return NotebookNode(output_type="error", ename=error.ename, evalue=message, traceback=[line])

    def _raised_by_instructor(self, error: NotebookNode) -> bool:
        """Tell whether the error comes from a locked cell, or from nbgrader that stopped the cell."""
        if len(error.traceback) < 2:
            return error.ename == "CellTimeoutError"
        frame = re.match(r"Cell In\[(\d+)\], line", strip_ansi(error.traceback[-2]))
        return frame is not None and int(frame[1]) in self._locked_runs


def mark_hand_placed(assignment: str, student: str, notebooks: list[str]) -> None:
    """Add what `nbgrader submit` would have added to a submission that somebody placed in `submitted/`.

    `release_feedback` opens both files, and stops for the whole class where one is missing. They are added to
    the autograded copy: a timestamp among the submitted files would be taken for the time of submission.
    """
    folder = Path(notebooks[0]).parent
    for name, content in {"timestamp.txt": "", "submission_secret.txt": secrets.token_hex(64)}.items():
        if not (folder / name).exists():
            (folder / name).write_text(content, encoding="utf-8")
