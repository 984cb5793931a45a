"""A class goes the whole way round with nbgrader's own commands, and everybody gets what their answers are worth."""

import ast
import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Course
from nbgrader.utils import is_grade, is_solution
from notebooks import Specimen, exercises, hidden_lines, load, specimens, submission

ASSIGNMENT = "03_encoding"
EXERCISES = exercises(load(ASSIGNMENT))
MANUAL = [cell for cell in load(ASSIGNMENT).cells if is_grade(cell) and is_solution(cell)]

NOISE = """

def _noisy(function):
    import functools, sys, warnings
    import matplotlib.pyplot as plt

    @functools.wraps(function)
    def call(*args, **kwargs):
        print("printed")
        print("printed to standard error", file=sys.stderr)
        warnings.warn("warned")
        plt.plot([1, 2])
        return function(*args, **kwargs)

    return call

"""


@dataclass
class Student:
    """What a student types into each answer cell, and which checks that must cost."""

    answers: dict[str, str] = field(default_factory=dict)
    loses: set[str] = field(default_factory=set)
    manual_mark: float = 0.0

    @property
    def scores(self) -> dict[str, float]:
        """Points of each graded cell by its grade_id."""
        checks = {name: points for exercise in EXERCISES for name, points in exercise.points.items()}
        marks = {name: 0.0 if name in self.loses else points for name, points in checks.items()}
        return marks | {cell.id: self.manual_mark for cell in MANUAL}


def right() -> Student:
    """Return a student who types the reference answers."""
    return Student({exercise.name: exercise.answer.source for exercise in EXERCISES})


def noisy() -> Student:
    """Return a student whose functions, all right, warn, print and plot at every call."""
    answers = {}
    for name, source in right().answers.items():
        functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
        answers[name] = (
            source + NOISE + "".join(f"{function} = _noisy({function})\n" for function in functions)
        )
    return Student(answers)


def mixed(number: int) -> Student:
    """Return a student with a stored answer to every exercise: in turn one accepted and one rejected."""
    student = Student()
    for position, exercise in enumerate(EXERCISES):
        verdict = "accept" if (position + number) % 2 else "reject"
        options = [one for one in specimens(ASSIGNMENT, exercise.name, verdict) if stands_alone(one)]
        specimen = options[number % len(options)]
        student.answers[exercise.name] = specimen.text
        student.loses |= specimen.loses
    return student


def stands_alone(specimen: Specimen) -> bool:
    """Tell whether an answer uses nothing of other exercises, whose answers may be wrong here."""
    others = [ast.parse(one.answer.source).body for one in EXERCISES if one.name != specimen.exercise]
    names = {node.name for body in others for node in body if hasattr(node, "name")}
    return not names & {node.id for node in ast.walk(ast.parse(specimen.text)) if isinstance(node, ast.Name)}


def untouched() -> Student:
    """Return a student who submits the release as it is."""
    return Student(loses={name for exercise in EXERCISES for name in exercise.points})


CLASS = {
    "ada": right(),
    "ben": untouched(),
    "cleo": mixed(0),
    "dan": mixed(1),
    "eva": mixed(2),
    "finn": noisy(),
}
BY_HAND = {"gina": mixed(3)}
EVERYBODY = CLASS | BY_HAND
CLASS["ada"].manual_mark = MANUAL[0].metadata.nbgrader.points - 0.5


def desk(course: Course, student: str) -> tuple[Path, dict[str, str]]:
    """Return the student's own folder, and the environment in which the course's configuration is found."""
    folder = course.root / "desks" / student
    folder.mkdir(parents=True, exist_ok=True)
    return folder, {"JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_CONFIG_PATH": str(course.root)}


@pytest.fixture(scope="module")
def course(make_course) -> Course:
    """Return a course after the whole circle."""
    course = make_course(ASSIGNMENT)
    course.nbgrader("generate_assignment", ASSIGNMENT)
    course.nbgrader("release_assignment", ASSIGNMENT)
    folder, env = desk(course, "ada")
    course.nbgrader("fetch_assignment", ASSIGNMENT, cwd=folder, **env)
    released = course.read("desks/ada", ASSIGNMENT)
    for name, student in EVERYBODY.items():
        manual = {cell.id: f"I am {name}." for cell in MANUAL} if student.answers else {}
        notebook = submission(released, student.answers | manual)
        course.place(f"desks/{name}" if name in CLASS else f"submitted/{name}", notebook, ASSIGNMENT)
    for name in CLASS:
        folder, env = desk(course, name)
        course.nbgrader("submit", ASSIGNMENT, f"--student={name}", cwd=folder, **env)
    course.nbgrader("collect", ASSIGNMENT)
    course.nbgrader("autograde", ASSIGNMENT, "--Execute.timeout=300")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(MANUAL[0].id, ASSIGNMENT, ASSIGNMENT, "ada")
        grade.manual_score = CLASS["ada"].manual_mark
        gradebook.db.commit()
    course.nbgrader("generate_feedback", ASSIGNMENT)
    course.nbgrader("release_feedback", ASSIGNMENT)
    folder, env = desk(course, "ada")
    course.nbgrader("fetch_feedback", ASSIGNMENT, cwd=folder, **env)
    course.nbgrader("export", "--to", "grades.csv")
    return course


@pytest.mark.parametrize("name", EVERYBODY)
def test_marks(course, name):
    """Every check is marked as the specimens' headers say."""
    assert course.scores(name, ASSIGNMENT) == EVERYBODY[name].scores


def test_answers_differ():
    """The class is a test of marking: full marks, none, and several in between."""
    totals = {sum(student.scores.values()) for student in EVERYBODY.values()}
    assert len(totals) >= 5


def test_only_written_answers_wait_for_a_mark(course):
    """An answer that was written waits for the instructor; an untouched one and a marked one do not."""
    with course.gradebook() as gradebook:
        waiting = {
            name: gradebook.find_grade(MANUAL[0].id, ASSIGNMENT, ASSIGNMENT, name).auto_score is None
            for name in EVERYBODY
        }
    assert waiting == {name: name != "ben" for name in EVERYBODY}


def test_export(course):
    """The exported table holds the same marks."""
    with open(course.root / "grades.csv", newline="") as table:
        exported = {
            row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(table)
        }
    full = sum(right().scores.values()) + sum(cell.metadata.nbgrader.points for cell in MANUAL)
    assert exported == {name: (sum(student.scores.values()), full) for name, student in EVERYBODY.items()}


@pytest.mark.parametrize("name", EVERYBODY)
def test_feedback_hides_hidden_tests(course, name):
    """No line of a hidden test is in a feedback page, unless the student wrote the same line."""
    folder = f"desks/{name}" if name in CLASS else f"submitted/{name}"
    own = "\n".join(cell.source for cell in course.read(folder, ASSIGNMENT).cells)
    page = BeautifulSoup(course.feedback(name, ASSIGNMENT), "html.parser").text
    assert EXERCISES[0].checks[0].source.splitlines()[0] in page
    assert not [line for line in hidden_lines(load(ASSIGNMENT)) if line in page and line not in own]


def test_feedback_arrives(course):
    """The student fetches the page that the instructor released."""
    folder, _ = desk(course, "ada")
    (fetched,) = (folder / ASSIGNMENT / "feedback").glob("*/*.html")
    assert fetched.read_text("utf-8") == course.feedback("ada", ASSIGNMENT)
