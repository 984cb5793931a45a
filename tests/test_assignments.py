"""Every source notebook has the shape that nbgrader, the specimens and the grading rely on."""

import ast
import re

import nbformat
import pytest
from nbgrader.utils import is_grade, is_locked, is_solution
from notebooks import KERNELSPEC, SOURCE, assignments, exercises, grade_id, is_check, load

every_assignment = pytest.mark.parametrize("assignment", assignments())


def test_every_folder_is_an_assignment():
    """A notebook is called like its folder: otherwise no test here would see it."""
    assert {path.name for path in SOURCE.iterdir() if path.is_dir()} == set(assignments())


@every_assignment
def test_notebook(assignment: str):
    """The notebook is valid nbformat 4.5, names the kernel python3 and carries no traces of a run."""
    notebook = load(assignment)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec == KERNELSPEC
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@every_assignment
def test_ids(assignment: str):
    """Ids are unique and readable, and a cell that nbgrader knows has one id, not two."""
    cells = load(assignment).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    for cell in cells:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", cell.id), cell.id
        assert grade_id(cell) in (None, cell.id)


@every_assignment
def test_only_answers_can_be_edited(assignment: str):
    """Learners change answer cells and nothing else: all other code is locked."""
    for cell in load(assignment).cells:
        if cell.cell_type == "code":
            assert is_locked(cell) or is_solution(cell), cell.id


@every_assignment
def test_exercises_are_complete(assignment: str):
    """A prompt, an answer with a solution region, then its checks, each worth points; no check belongs to nobody."""
    cells = load(assignment).cells
    expected = []
    for exercise in exercises(load(assignment)):
        position = next(i for i, cell in enumerate(cells) if cell.id == exercise.name)
        following = [cell for cell in cells[position + 1 :] if cell.cell_type == "code"]
        assert exercise.checks, exercise.name
        assert [cell.id for cell in following[: len(exercise.checks)]] == [c.id for c in exercise.checks]
        assert f"{exercise.name}_prompt" in [cell.id for cell in cells[:position]]
        assert (
            len(re.findall(r"### BEGIN SOLUTION\n.+?### END SOLUTION", exercise.answer.source, re.DOTALL)) > 0
        )
        assert all(points > 0 for points in exercise.points.values())
        expected += exercise.points
    assert [cell.id for cell in cells if is_check(cell)] == expected


@every_assignment
def test_checks(assignment: str):
    """Visible checks are all visible; hidden ones hide all but a comment; neither ends in a value.

    nbgrader would read a value at the end of a check as its score.
    """
    for cell in filter(is_check, load(assignment).cells):
        visible = re.sub(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", "", cell.source, flags=re.DOTALL)
        if cell.id.endswith("_hidden"):
            assert visible != cell.source
            assert re.fullmatch(r"(# .+\n)+", visible), cell.id
        else:
            assert visible == cell.source
        statements = ast.parse(cell.source).body
        assert not isinstance(statements[-1], ast.Expr), cell.id
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.Assert) or node.msg, f"{cell.id}, line {node.lineno}: no message"


@every_assignment
def test_written_answers(assignment: str):
    """A manually graded answer is worth points and follows its prompt."""
    cells = load(assignment).cells
    for cell in cells:
        if is_grade(cell) and is_solution(cell):
            assert cell.cell_type == "markdown"
            assert cell.metadata.nbgrader.points > 0
            assert f"{cell.id}_prompt" in [other.id for other in cells]
