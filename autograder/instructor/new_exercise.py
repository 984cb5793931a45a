"""A new exercise, laid out: its cells below the others in a source notebook, and the folders for its specimens."""

import ast
import builtins
import keyword
import re
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.coursedir import CourseDirectory

from autograder.grading.assignment import as_python, occurrences

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SETUP = """import os

import numpy as np
import pandas as pd

from autograder import show_outcomes

show_outcomes()

# The checks draw their data from this seed; the grader may choose another.
CHECK_SEED = int(os.environ.get("CHECK_SEED", "0"))"""
PROMPT = """## NAME (3 points)

Why an engineer in production has to get this right, in two or three sentences.

Write `NAME(values)`. What goes in and what comes out: types, shapes, units; blanks, an empty input, equal values."""
ANSWER = '''def NAME(values):
    """Return the values, lowest first, as a list."""
    ### BEGIN SOLUTION
    return sorted(values)
    ### END SOLUTION'''
CHECK = """assert NAME([2, 3, 1]) == [1, 2, 3], "NAME: say here what its author has probably done\""""
HIDDEN = """# More checks run when your submission is graded: say in a line what they look at.
### BEGIN HIDDEN TESTS
rng = np.random.default_rng([CHECK_SEED, NUMBER])
numbers = rng.normal(size=50).tolist()
result = NAME(numbers)
assert result == sorted(result), "NAME: say what is probably wrong, without the hidden data"
assert len(result) == 50, "NAME: no value may get lost"
assert NAME([]) == [], "NAME: say what is right for an empty input"
### END HIDDEN TESTS"""
LAST_PROMPT = """## Your points so far

Run this cell whenever you like. It saves the notebook, runs every check from a clean start and says what to do next."""
LAST = """from autograder import check

check()"""
SPECIMENS = {
    "accept/RENAME_ME.py": """# accept: how it differs from the reference
def NAME(values):
    return sorted(list(values), reverse=False)
""",
    "reject/RENAME_ME.py": """# reject: the misconception in a sentence
# loses: NAME_check NAME_hidden
# message: say here what its author has probably done
def NAME(values):
    return list(values)
""",
}


class NewExerciseError(Exception):
    """The exercise cannot be laid out; the message says why and what to do."""


def new_exercise(coursedir: CourseDirectory, assignment: str, name: str) -> list[Path]:
    """Add a small working exercise to an assignment, for an author to rewrite.

    The assignment is made if there is none of that name. Nothing that exists is changed, except that cells are added
    at the end of the notebook, above the cell that shows the learner's points.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    NewExerciseError
        If `name` cannot be a function's name, is taken, or the notebook cannot be read.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise NewExerciseError(
            f"{name!r} is no name for an exercise: lower-case letters, digits and _ make one."
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name):
        raise NewExerciseError(f"{name!r} is a word of Python. Give the exercise another name.")
    if not re.fullmatch(r"\w[\w.-]*", assignment):
        raise NewExerciseError(
            f"{assignment!r} is no name for an assignment, which is a folder under source/."
        )
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    path = folder / f"{assignment}.ipynb"
    notebook = read(path) if path.exists() else blank(assignment)
    taken = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    if found := sorted(taken & {cell.id for cell in cells(name, 0)}):
        raise NewExerciseError(f"{path} has a cell {found[0]} already. Give the exercise another name.")
    if name in names_in(notebook):
        raise NewExerciseError(
            f"The cells of {path} use the name {name} already. Give the exercise another name."
        )
    specimens = Path(coursedir.root, "tests", "specimens", assignment, name)
    if specimens.exists():
        raise NewExerciseError(
            f"{specimens} exists already. Give the exercise another name, or move it away."
        )
    number = sum(str(grade_id).endswith("_hidden") for grade_id in taken) + 1
    ids = [cell.get("id") for cell in notebook.cells]
    at = ids.index("points_so_far_prompt") if "points_so_far_prompt" in ids else len(ids)
    notebook.cells[at:at] = cells(name, number)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    written = [path]
    for place, text in SPECIMENS.items():
        written.append(specimens / place)
        written[-1].parent.mkdir(parents=True, exist_ok=True)
        written[-1].write_text(text.replace("NAME", name), encoding="utf-8")
    return written


def names_in(notebook: NotebookNode) -> set[str]:
    """Return the names in the notebook's code, and in that of a new exercise, which none may be called by."""
    names = set()
    for text in [ANSWER, CHECK, HIDDEN, *(c.source for c in notebook.cells if c.cell_type == "code")]:
        with suppress(SyntaxError):
            names |= {name for name, _ in occurrences(ast.parse(as_python(text)))}
    return names


def read(path: Path) -> NotebookNode:
    """Return the notebook in the file."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        raise NewExerciseError(f"{path} is not a notebook: {error}") from error
    return notebook


def blank(assignment: str) -> NotebookNode:
    """Return an assignment without exercises."""
    cells = [
        new_markdown_cell(f"# {assignment}\n\nWhat this assignment is about.", id="title"),
        new_code_cell(SETUP, id="setup"),
        new_markdown_cell(LAST_PROMPT, id="points_so_far_prompt"),
        new_code_cell(LAST, id="points_so_far"),
    ]
    return new_notebook(
        metadata={"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        cells=[nbgrader_cell(cell) for cell in cells],
    )


def cells(name: str, number: int) -> list[NotebookNode]:
    """Return the four cells of an exercise."""
    texts = (PROMPT, ANSWER, CHECK, HIDDEN.replace("NUMBER", str(number)))
    prompt, answer, check, hidden = (text.replace("NAME", name) for text in texts)
    return [
        nbgrader_cell(new_markdown_cell(prompt, id=f"{name}_prompt")),
        nbgrader_cell(new_code_cell(answer, id=name), solution=True),
        nbgrader_cell(new_code_cell(check, id=f"{name}_check"), points=1),
        nbgrader_cell(new_code_cell(hidden, id=f"{name}_hidden"), points=2),
    ]


def nbgrader_cell(cell: NotebookNode, *, points: int = 0, solution: bool = False) -> NotebookNode:
    """Return the cell with what nbgrader has to know of it: an answer, a check if it has points, else locked."""
    about = {"grade": bool(points), "grade_id": cell.id, "locked": not solution, "schema_version": 3}
    about |= {"solution": solution, "task": False} | ({"points": points} if points else {})
    cell.metadata["nbgrader"] = about
    return cell
