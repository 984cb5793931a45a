"""The `autograder` command as its users meet it: what it prints, how it ends, what it leaves."""

import contextlib
import csv
import re
from unittest.mock import patch

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import Course
from notebooks import hidden_lines, submission, tiny
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.instructor.doctor import Probe

RIGHT = "def double(x):\n    return x + x"
HOSTILE = """from IPython.display import HTML, Markdown, display
display(HTML('<img src=x onerror="alert(1)"><script>alert(2)</script>'))
display(Markdown('[x](javascript:alert(3))'))
print('<script>alert(4)</script>')
def double(x):
    return x"""
CLASS = {
    "ends": "import os\nos._exit(0)",
    "hostile": HOSTILE,
    "loops": "while True:\n    pass",
    "nearly": "def double(x):\n    return 4 if x == 2 else 0",
    "right": RIGHT,
}
SCORES = {"ends": (0, 0), "hostile": (0, 0), "loops": (0, 0), "nearly": (1, 0), "right": (1, 2)}


def autograder(course: Course, *arguments: str) -> Result:
    """Run the command in the course's folder."""
    with contextlib.chdir(course.root), pytest.MonkeyPatch.context() as patch:
        for name, value in course.env.items():
            patch.setenv(name, value)
        patch.setenv("COLUMNS", "200")
        return CliRunner().invoke(app, arguments)


def make_class(make_course) -> Course:
    """Return a course in which a class has handed in."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    for student, text in CLASS.items():
        written = {"double": text, "why": "It <script>alert(5)</script> <b onclick='x()'>adds</b>."}
        course.place(f"submitted/{student}", submission(course.read("release", "tiny"), written), "tiny")
    return course


def scores(course: Course) -> dict[str, tuple]:
    """Return what every student's two checks gave."""
    return {
        student: tuple(course.scores(student, "tiny")[f"double_{check}"] for check in ("check", "hidden"))
        for student in CLASS
    }


@pytest.fixture(scope="module")
def course(make_course) -> Course:
    """Return a course whose class nobody has graded."""
    return make_class(make_course)


@pytest.fixture(scope="module")
def graded(make_course) -> tuple[Course, Result]:
    """Return a course whose class has been graded, and what the command said."""
    course = make_class(make_course)
    return course, autograder(course, "grade", "tiny", "--seconds", "2")


def test_help_names_every_command(course):
    printed = autograder(course, "--help").output
    for command in ("grade", "check", "feedback", "report", "doctor", "sample-class"):
        assert command in printed
        assert autograder(course, command, "--help").exit_code == 0


def test_every_submission_gets_its_mark(graded):
    course, result = graded
    assert result.exit_code == 0
    assert scores(course) == SCORES
    assert "right: 3 of 3" in result.output
    assert "5 graded, on average 0.8 of 3" in result.output


def test_what_has_not_changed_is_left_alone(graded):
    course, _ = graded
    again = autograder(course, "grade", "tiny", "--seconds", "2")
    assert (again.exit_code, again.output.count("graded before, unchanged")) == (0, len(CLASS))
    one = autograder(course, "grade", "tiny", "--student", "nearly", "--regrade", "--jobs", "1")
    assert one.output.splitlines()[0] == "nearly: 1 of 3"
    assert "1 graded" in one.output
    assert scores(course) == SCORES


def test_without_sandbox_the_marks_are_the_same(make_course):
    course = make_class(make_course)
    result = autograder(course, "grade", "tiny", "--seconds", "8", "--no-sandbox")
    assert result.exit_code == 0
    assert scores(course) == SCORES


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade", "tinny"], "There is no notebook in"),
        (["grade", "tiny", "--student", "nobody"], "There are no submissions to tiny"),
        (["report", "tinny"], "There is no notebook in"),
        (["check", "missing.ipynb"], "There is no notebook missing.ipynb"),
        (
            ["check", "stranger.ipynb"],
            "stranger.ipynb belongs to no assignment. The notebook is damaged: no cells can be found in it. "
            "Notebooks of assignments: tiny.ipynb.",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said(course, arguments, sentence):
    (course.root / "stranger.ipynb").write_text("{}")
    result = autograder(course, *arguments)
    assert (result.exit_code, sentence in result.output) == (2, True), result.output


def test_outside_of_a_course(tmp_path):
    result = autograder(Course(tmp_path), "grade", "tiny")
    assert result.exit_code == 2
    assert "There is no nbgrader_config.py here" in result.output


def test_nobody_has_handed_in(make_course):
    course = make_course()
    course.place("source", tiny(), "tiny")
    result = autograder(course, "grade", "tiny")
    assert (result.exit_code, "There are no submissions to tiny" in result.output) == (2, True)


def test_no_sandbox_no_grading(course, monkeypatch):
    monkeypatch.setattr("autograder.confinement.sandbox.bubblewrap", lambda: None)
    result = autograder(course, "grade", "tiny")
    assert result.exit_code == 2
    assert "sudo apt install bubblewrap" in result.output
    assert "autograder doctor" in result.output
    assert "--no-sandbox" not in result.output
    assert not (course.root / "autograded").exists()


def test_doctor(course, monkeypatch):
    monkeypatch.setattr("autograder.cli.console.width", 200)  # a row is a line
    with patch("autograder.instructor.doctor.Probe", wraps=Probe) as started:
        fit = autograder(course, "doctor")
    assert fit.exit_code == 0
    lines = fit.output.splitlines()[1:]
    assert [line for line in lines if not line.strip().startswith("ok")] == []
    assert not re.search(r"\w(Error|Exception|Interrupt)\b", fit.output)
    assert started.call_count == 1  # a busy machine takes its time to start one
    for what in ("network", "system calls", "memory of all processes", "CPU time"):
        assert [line for line in lines if what in line]
    monkeypatch.setattr("autograder.instructor.doctor.bubblewrap", lambda: None)
    unfit = autograder(course, "doctor")
    assert (unfit.exit_code, "apt install bubblewrap" in unfit.output) == (1, True)
    assert "--no-sandbox" in unfit.output


def own_notebook(course: Course, text: str | None, name: str = "my work") -> str:
    """Write a learner's notebook; return its path in the course."""
    notebook = submission(course.read("release", "tiny"), {"double": text} if text else {})
    path = course.root / name / "tiny.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return f"{name}/tiny.ipynb"


ANSWERS = {
    "right": (RIGHT, 0, ["3 of 3"]),
    "wrong": (CLASS["nearly"], 1, ["1 of 3", "double(0)", "wrong for some number"][::2]),
    "untouched": (None, 1, ["0 of 3", "not attempted"]),
    "ends its process": (CLASS["ends"], 1, ["0 of 3", "ended its Python process"]),
}


@pytest.mark.parametrize("sandboxed", [True, False], ids=["sandbox", "plain"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_check(course, monkeypatch, answer, sandboxed):
    text, code, sentences = ANSWERS[answer]
    for kept in course.root.rglob(".checked.json"):  # what passed with a sandbox is not run again without
        kept.unlink()
    if not sandboxed:
        monkeypatch.setattr("autograder.confinement.sandbox.bubblewrap", lambda: None)
    result = autograder(course, "check", own_notebook(course, text))
    assert result.exit_code == code
    assert not [sentence for sentence in sentences if sentence not in result.output], result.output
    assert ("Your code runs without the sandbox" in result.output) is not sandboxed


def test_check_takes_windows_line_ends(course):
    path = course.root / own_notebook(course, RIGHT.replace("\n", "\r\n"), "windows")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert autograder(course, "check", "windows/tiny.ipynb").exit_code == 0


def test_feedback_is_harmless_and_hides_hidden_tests(graded):
    course, _ = graded
    assert autograder(course, "feedback", "tiny").exit_code == 0
    for student in CLASS:
        page = course.feedback(student, "tiny")
        assert not [line for line in hidden_lines(tiny()) if line in page]
        found = BeautifulSoup(page, "html.parser")
        assert not [script for script in found.find_all("script") if "alert(" in script.text]
        tags = found.find_all(True)
        assert not [tag for tag in tags if any(name.startswith("on") for name in tag.attrs)]
        assert not [tag for tag in tags if "javascript:" in str(tag.get("href"))]
    assert "alert(4)" in course.feedback("hostile", "tiny")  # as text


def test_report(graded):
    course, _ = graded
    result = autograder(course, "report", "tiny")
    assert result.exit_code == 0
    assert "double_hidden" in result.output
    assert "<svg" not in (course.root / "reports" / "tiny.html").read_text("utf-8")
    with open(course.root / "reports" / "tiny.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student"] for row in rows} == set(CLASS)
