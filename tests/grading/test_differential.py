"""The same submissions graded by plain nbgrader and by the engine: the same marks, but for what is meant to differ."""

import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import Course
from nbgrader.utils import is_grade
from notebooks import ROOT, grade_id, submission, tiny

PLAIN = """import os, sysconfig
os.environ["PATH"] += os.pathsep + sysconfig.get_path("scripts")  # nbgrader starts alembic by its name
c = get_config()
c.CourseDirectory.course_id = "perch"
c.Execute.kernel_name = "python3"
"""
Scores = dict[tuple[str, str, str], float | None]


def scores(course: Course, assignment: str) -> Scores:
    """Return the automatic scores by student, notebook and cell."""
    found = {}
    with course.gradebook() as gradebook:
        for submitted in gradebook.assignment_submissions(assignment):
            for notebook in submitted.notebooks:
                for grade in notebook.grades:
                    found[submitted.student.id, notebook.name, grade.name] = grade.auto_score
    return found


def plain_copy(course: Course) -> Course:
    """Return the course in which plain nbgrader grades."""
    return Course(course.root.with_name(f"{course.root.name}-plain"))


def warned(course: Course) -> set[tuple[str, str, str]]:
    """Return student, notebook and name of each check that has left something on standard error."""
    found = set()
    for path in course.root.glob("autograded/*/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if is_grade(cell) and any(output.get("name") == "stderr" for output in cell.get("outputs", ())):
                found.add((path.parts[-3], path.stem, grade_id(cell)))
    return found


def graded_by_both(course: Course, assignment: str) -> tuple[Scores, Scores]:
    """Grade a class in a copy of the course by plain nbgrader, and in the course by the engine."""
    copy = plain_copy(course)
    shutil.copytree(course.root, copy.root, symlinks=True)
    (copy.root / "nbgrader_config.py").write_text(PLAIN)
    copy.nbgrader("generate_assignment", assignment, "--force")
    for one, command in ((copy, ("nbgrader", "autograde")), (course, ("autograder", "grade"))):
        command = [sys.executable, "-m", *command, assignment]
        subprocess.run(
            command, cwd=one.root, env=one.env, capture_output=True
        )  # one that fails leaves no marks
    return scores(copy, assignment), scores(course, assignment)


EXAMPLE = {
    "right": {
        "squares": "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n    return [i * i for i in range(1, n + 1)]",
        "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))",
        "sum_of_squares_application": "print(sum_of_squares(3))",
    },
    "no_error": {
        "squares": "def squares(n):\n    return [i * i for i in range(1, n + 1)]",
        "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))",
    },
    "on_its_own": {
        "squares": "def squares(n):\n    assert n >= 1\n    return [i * i for i in range(n + 1)][1:]",
        "sum_of_squares": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
    },
    "broken": {
        "squares": "def squares(n)\n    return n",
        "sum_of_squares": "def sum_of_squares(n): return squares",
    },
    "nothing": {},
}


def test_nbgraders_own_example(tmp_path):
    course = Course(tmp_path / "perch")
    (tmp_path / "home").mkdir()
    scripts = [sys.executable, "-m", "nbgrader", "quickstart", "perch"]
    subprocess.run(scripts, cwd=tmp_path, env=course.env, check=True, capture_output=True)
    (course.root / "home").mkdir()
    config = course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{PLAIN}")
    course.nbgrader("generate_assignment", "ps1")
    for student, answers in EXAMPLE.items():
        shutil.copytree(course.root / "release" / "ps1", course.root / "submitted" / student / "ps1")
        path = course.root / "submitted" / student / "ps1" / "problem1.ipynb"
        nbformat.write(submission(nbformat.read(path, as_version=4), answers), path)
    plain, ours = graded_by_both(course, "ps1")
    assert ours == plain
    assert {
        student: sum(score or 0 for (who, *_), score in ours.items() if who == student) for student in EXAMPLE
    } == {
        "right": 3,
        "no_error": 2,
        "on_its_own": 1.5,
        "broken": 0,
        "nothing": 0,
    }


def test_a_class_of_this_course(make_course):
    course = make_course("03_encoding")
    (course.root / "tests").symlink_to(ROOT / "tests")
    course.nbgrader("generate_assignment", "03_encoding")
    command = [sys.executable, "-m", "autograder", "sample-class", "03_encoding", "--students", "10"]
    subprocess.run(command, cwd=course.root, env=course.env, check=True, capture_output=True)
    plain, ours = graded_by_both(course, "03_encoding")
    assert len({student for student, *_ in ours}) == 10
    assert ours.keys() == plain.keys()
    differ = {cell for cell in ours if ours[cell] != plain[cell]}
    assert differ == {cell for cell in warned(plain_copy(course)) if ours[cell]}  # see "standard error" below
    assert not any(plain[cell] for cell in differ)


# The answer, plain nbgrader's scores of the visible and the hidden check, and the engine's. The reasons are in
# docs/nbgrader.md, under the same names.
DIFFERENCES = {
    "standard error": (
        "import sys\ndef double(x):\n    print('slow', file=sys.stderr)\n    return 2 * x",
        (0, 0),
        (1, 2),
    ),
    "objects that decide": (
        "class Any:\n    __eq__ = lambda self, other: True\ndef double(x):\n    return Any()",
        (1, 2),
        (0, 0),
    ),
    "names of checks": (
        "def double(x):\n    return 2 * globals().get('secret_number', x if x == 2 else 0)",
        (1, 2),
        (1, 0),
    ),
    "the caller's frame": (
        "import sys\ndef double(x):\n    sys._getframe(1).f_globals['double'] = lambda n: 2 * n\n    return 2 * x if x == 2 else 0",
        (1, 2),
        (1, 0),
    ),
    "an ended process": (
        "def double(x):\n    if x > 2: import os; os._exit(0)\n    return 2 * x",
        (None, None),
        (1, 0),
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_is_meant_to_differ(make_course, name):
    answer, *expected = DIFFERENCES[name]
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    student = course.root / "submitted" / "ida" / "tiny" / "tiny.ipynb"
    student.parent.mkdir(parents=True)
    nbformat.write(submission(course.read("release", "tiny"), {"double": answer}), student)
    assert f"| {name} |" in (ROOT / "docs" / "nbgrader.md").read_text()
    cells = [("ida", "tiny", f"double_{check}") for check in ("check", "hidden")]
    assert [tuple(map(found.get, cells)) for found in graded_by_both(course, "tiny")] == expected
