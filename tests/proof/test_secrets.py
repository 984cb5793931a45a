"""What counts as a secret of an assignment, and what a new exercise may be called."""

import json
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from notebooks import ROOT, tiny
from traitlets.config.loader import PyFileConfigLoader

from autograder.grading.assignment import Assignment, load_assignment
from autograder.instructor.new_exercise import NewExerciseError, new_exercise
from autograder.proof.leaks import look_for, secret_lines

MODEL, SHOWN = "TU9ERUw" * 20, "U0hPV04" * 20  # two pictures


def load(root: Path, node: NotebookNode) -> Assignment:
    """Return the assignment, with this course's configuration."""
    path = root / "source" / "tiny" / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(node))
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    return load_assignment(CourseDirectory(root=str(root), config=config), "tiny")


def test_pictures_of_model_answers(tmp_path):
    """A picture attached to a model answer is gone with it, and would be found; one of the prompt stays."""
    node = tiny()
    node.cells[0].source = "# Tiny\n![shown](attachment:shown.png)"
    node.cells[0].attachments = {"shown.png": {"image/png": SHOWN}}
    node.cells[5].source = "Because ![of](attachment:model%20answer.png)"
    node.cells[5].attachments = {"model answer.png": {"image/png": MODEL}}
    notebook = load(tmp_path, node).notebooks[0]
    assert SHOWN in notebook.release
    assert MODEL not in notebook.release
    secrets = secret_lines(notebook)
    assert look_for(secrets, [("a page", f"text\n{MODEL}\n")]) == [f"why: a line of it is in a page: {MODEL}"]
    assert not look_for(secrets, [("a page", f"text\n{SHOWN}\n")])


def test_imports_are_no_secrets(tmp_path):
    """That a solution imports a library is nothing to hide; what it does with it is."""
    node = tiny()
    body = "    import matplotlib.pyplot as plt\n    from sklearn.linear_model import Ridge, Lasso\n"
    body += "    return sum(x for number_of_terms in range(2))\n"
    node.cells[2].source = node.cells[2].source.replace("    return 2 * x\n", body)
    lines = {secret.text for secret in secret_lines(load(tmp_path, node).notebooks[0])}
    assert "return sum(x for number_of_terms in range(2))" in lines
    assert not [line for line in lines if "import" in line]


@pytest.mark.parametrize("name", ["class", "match", "sorted", "np", "rng", "os"])
def test_names_that_break_an_exercise(tmp_path, name):
    """A word of Python, a function of it, or a name that the cells use is refused; nothing is written."""
    course = CourseDirectory(root=str(tmp_path))
    with pytest.raises(NewExerciseError, match="another name"):
        new_exercise(course, "week", name)
    assert not list(tmp_path.iterdir())


def test_a_name_that_another_exercise_uses(tmp_path):
    course = CourseDirectory(root=str(tmp_path))
    assert len(new_exercise(course, "week", "ordered")) == 3
    assert len(new_exercise(course, "week", "again")) == 3
    with pytest.raises(NewExerciseError, match="already"):
        new_exercise(course, "week", "ordered")
