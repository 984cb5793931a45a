"""Every stored answer gets what its header says: right answers all points, each misconception its message."""

import copy
import functools
import traceback

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.display import display
from notebooks import (
    RELEASE,
    SPECIMENS,
    Exercise,
    Specimen,
    assignments,
    exercises,
    grade_id,
    is_check,
    load,
    specimens,
)

matplotlib.use("Agg")
DATA = (pd.DataFrame, pd.Series, np.ndarray, dict, list, set)

EXERCISES = {
    (assignment, exercise.name): exercise
    for assignment in assignments()
    for exercise in exercises(load(assignment))
}
pytestmark = pytest.mark.filterwarnings("ignore")  # a right answer that warns is right
every_exercise = pytest.mark.parametrize(
    ("assignment", "exercise"),
    [
        pytest.param(assignment, exercise, id=f"{assignment}/{name}")
        for (assignment, name), exercise in EXERCISES.items()
    ],
)


def execute(source: str, name: str, namespace: dict[str, object]) -> None:
    """Run a cell's source in `namespace`; tracebacks call it `name`."""
    exec(compile(source, f"<{name}>", "exec"), namespace)


@functools.cache
def before_answers(assignment: str) -> dict[str, dict[str, object]]:
    """Return for each answer cell the names there are before it: of set-up cells and earlier reference answers."""
    namespace = {"__name__": "__main__", "display": display}
    snapshots = {}
    for cell in load(assignment).cells:
        if cell.cell_type == "code" and not is_check(cell):
            snapshots[grade_id(cell)] = namespace.copy()
            execute(cell.source, grade_id(cell), namespace)
    return snapshots


def fresh(value: object) -> object:
    """Return a copy of data, so that no answer can spoil it for the next; anything else as it is."""
    return copy.deepcopy(value) if isinstance(value, DATA) else value


def failures(assignment: str, exercise: Exercise, answer: str) -> dict[str, BaseException]:
    """Return the error of each test cell that fails on `answer`, by its grade_id and in the notebook's order."""
    namespace = {name: fresh(value) for name, value in before_answers(assignment)[exercise.name].items()}
    failed = {}
    try:
        execute(answer, exercise.name, namespace)
    except Exception:
        # As in a notebook: the checks run all the same, and fail where they miss a name.
        traceback.print_exc()
    for check in exercise.checks:
        try:
            execute(check.source, grade_id(check), namespace)
        except (Exception, SystemExit) as error:
            failed[grade_id(check)] = error
            traceback.print_exc()
    plt.close("all")
    return failed


@pytest.mark.parametrize("specimen", specimens(), ids=str)
def test_specimen(specimen: Specimen):
    """An accepted answer passes every check; a rejected one fails those it names, with its message."""
    exercise = EXERCISES[specimen.assignment, specimen.exercise]
    failed = failures(specimen.assignment, exercise, specimen.text)
    assert set(failed) == specimen.loses
    if not specimen.accepted:
        message = str(next(iter(failed.values())))
        assert specimen.header["message"] in message


@pytest.mark.parametrize("specimen", specimens(), ids=str)
def test_header(specimen: Specimen):
    """The header of a specimen says what it is, in the words that the other tests read."""
    exercise = EXERCISES[specimen.assignment, specimen.exercise]
    if specimen.accepted:
        assert set(specimen.header) == {"accept"}
    else:
        assert set(specimen.header) == {"reject", "loses", "message"}
        assert specimen.loses
        assert specimen.loses <= set(exercise.points)
    assert all(specimen.header.values())


@every_exercise
def test_enough_specimens(assignment: str, exercise: Exercise):
    """Each exercise has at least three right answers and five wrong ones."""
    assert len(specimens(assignment, exercise.name, "accept")) >= 3
    assert len(specimens(assignment, exercise.name, "reject")) >= 5


def test_no_stray_files():
    """Every file among the specimens is one that the tests above run."""
    files = {path for path in SPECIMENS.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert files == {specimen.path for specimen in specimens(verdict="accept") + specimens(verdict="reject")}


@every_exercise
def test_reference(assignment: str, exercise: Exercise):
    """The reference answer passes every check."""
    assert not failures(assignment, exercise, exercise.answer.source)


@every_exercise
def test_stub(assignment: str, exercise: Exercise):
    """The untouched answer cell of the release fails every check and says what is missing."""
    released = next(e for e in exercises(load(assignment, RELEASE)) if e.name == exercise.name)
    failed = failures(assignment, exercise, released.answer.source)
    assert set(failed) == set(exercise.points)
    for error in failed.values():
        # Where the whole body of a class is left to the learner, its name is what is missing.
        assert f"{exercise.name}: not attempted yet" in str(error) or isinstance(error, NameError)
