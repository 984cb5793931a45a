"""Notebooks for tests: load a source assignment, list its exercises and specimens, build submissions.

An exercise called NAME is the answer cell whose grade_id is NAME and the test cells whose grade_ids are
NAME_check (visible) and NAME_hidden.
"""

import copy
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import is_grade, is_solution

from autograder.proof import specimens as stored

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "source"
RELEASE = ROOT / "release"
SPECIMENS = ROOT / "tests" / "specimens"
Specimen = stored.Specimen
specimens = partial(stored.specimens, SPECIMENS)
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Exercise:
    """An answer cell and the test cells that grade it."""

    answer: NotebookNode
    checks: tuple[NotebookNode, ...]

    @property
    def name(self) -> str:
        """The answer cell's grade_id."""
        return grade_id(self.answer)

    @property
    def points(self) -> dict[str, float]:
        """Points of each test cell by its grade_id."""
        return {grade_id(cell): float(cell.metadata.nbgrader.points) for cell in self.checks}


def grade_id(cell: NotebookNode) -> str | None:
    """Return the cell's grade_id, None for a cell that nbgrader does not know."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_check(cell: NotebookNode) -> bool:
    """Tell whether the cell is a test cell (graded, and not the learner's)."""
    return is_grade(cell) and not is_solution(cell)


def assignments() -> list[str]:
    """Return the names of the assignments under `source/`."""
    return sorted(path.parent.name for path in SOURCE.glob("*/*.ipynb") if path.stem == path.parent.name)


def load(assignment: str, folder: Path = SOURCE) -> NotebookNode:
    """Return the assignment's notebook in `folder` (`source/` or `release/`)."""
    return nbformat.read(folder / assignment / f"{assignment}.ipynb", as_version=4)


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """Return the autograded exercises, in the notebook's order."""
    checks = {grade_id(cell): cell for cell in notebook.cells if is_check(cell)}
    found = []
    for answer in notebook.cells:
        if is_solution(answer) and not is_grade(answer):
            names = [f"{grade_id(answer)}_{kind}" for kind in ("check", "hidden")]
            found.append(Exercise(answer, tuple(checks[name] for name in names if name in checks)))
    return found


def submission(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """Return a copy of `notebook` in which the cells named by grade_id hold the given texts."""
    submitted = copy.deepcopy(notebook)
    cells = {grade_id(cell): cell for cell in submitted.cells}
    for name, text in answers.items():
        cells[name].source = text
    return submitted


def hidden_lines(notebook: NotebookNode) -> set[str]:
    """Return the lines of code between the hidden-test markers, without comments and lone brackets."""
    regions = [
        region
        for cell in notebook.cells
        for region in re.findall(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", cell.source, re.DOTALL)
    ]
    lines = {line.strip() for region in regions for line in region.splitlines()}
    return {line for line in lines if len(line) > 4 and not line.startswith("#")}


def nbgrader_cell(
    kind: str, name: str, source: str, *, points: float | None = None, grade=False, solution=False
) -> NotebookNode:
    """Return a new cell of `kind` (code, markdown); one neither graded nor a solution is read-only."""
    metadata = {
        "grade": grade,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if grade:
        metadata["points"] = points
    new_cell = {"code": new_code_cell, "markdown": new_markdown_cell}[kind]
    return new_cell(source, id=name, metadata={"nbgrader": metadata})


TINY_ANSWER = '''def double(x):
    """Twice `x`."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION'''

TINY_CHECK = """assert double(2) == 4, "double(2) is not 4: multiply by two"
assert double(0) == 0, "double(0) is not 0"
"""

TINY_HIDDEN = """# More checks run when you submit.
### BEGIN HIDDEN TESTS
for secret_number in [-7, 1234]:
    assert double(secret_number) == 2 * secret_number, "double is wrong for some number we did not show"
### END HIDDEN TESTS"""


def tiny() -> NotebookNode:
    """Return the smallest assignment that has every kind of cell: an exercise and a manual answer."""
    return new_notebook(
        metadata={"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        cells=[
            new_markdown_cell("# Tiny", id="title"),
            nbgrader_cell("code", "setup", "import math"),
            nbgrader_cell("code", "double", TINY_ANSWER, solution=True),
            nbgrader_cell("code", "double_check", TINY_CHECK, points=1, grade=True),
            nbgrader_cell("code", "double_hidden", TINY_HIDDEN, points=2, grade=True),
            nbgrader_cell("markdown", "why", "Because it adds.", points=3, grade=True, solution=True),
        ],
    )
