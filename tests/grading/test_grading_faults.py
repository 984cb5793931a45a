"""Grading that is killed, starved of disk, or run twice at once ends with the marks of an undisturbed run."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Course
from notebooks import submission, tiny

from autograder.grading.secret import SECRET_FILE

STUDENTS = [f"student-{number:02}" for number in range(12)]
KILLS = 50


def answer(number: int) -> str:
    """Return an answer whose marks depend on the student, slow enough to be killed in the middle."""
    return f"import time; time.sleep(0.05)\ndef double(x):\n    return x + x + {number % 3 == 0} * (x > 10)"


def grade(course: Course, *options: str, **popen: object) -> subprocess.Popen:
    """Start `autograder grade` in the course."""
    command = [sys.executable, "-m", "autograder", "grade", "tiny", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, cwd=course.root, env=course.env, **pipes | popen)


def rows(course: Course, table: str) -> list[tuple]:
    """Return a table's rows without ids made at random."""
    with sqlite3.connect(course.root / "gradebook.db") as db:
        return sorted(db.execute(table).fetchall())


def marks(course: Course) -> dict:
    """Return everything grading is for: scores by student and check, results with their messages, notebooks."""
    scores = {student: course.scores(student, "tiny") for student in STUDENTS}
    results = rows(course, "SELECT student_id, fingerprint, result FROM autograder_result")
    folder = course.root / "autograded"
    notebooks = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.ipynb")}
    return {"scores": scores, "results": results, "notebooks": notebooks}


def make_class(make_course) -> Course:
    """Return a course with a class that has handed in."""
    course = make_course()
    (course.root / SECRET_FILE).write_text(f"{0:032}\n")  # the classes are compared
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    released = course.read("release", "tiny")
    for number, student in enumerate(STUDENTS):
        course.place(
            f"submitted/{student}", submission(released, {"double": answer(number), "why": "so"}), "tiny"
        )
    return course


@pytest.fixture(scope="module")
def undisturbed(make_course) -> tuple[Course, dict]:
    """Return a class that was graded in peace, and its marks."""
    course = make_class(make_course)
    run = grade(course)
    printed, _ = run.communicate()
    assert run.returncode == 0, printed
    return course, marks(course)


def test_marks_depend_on_the_student(undisturbed):
    """The other tests compare something."""
    assert {tuple(scores.values())[:2] for scores in undisturbed[1]["scores"].values()} == {(1, 0), (1, 2)}


def test_killed_at_any_moment(make_course, undisturbed):
    """Fifty runs are killed with everything they have started; the last one goes on, and grades nothing twice."""
    course, dice, graded = make_class(make_course), random.Random(0), []
    for _ in range(KILLS):
        run = grade(course, start_new_session=True)
        deadline = time.monotonic() + dice.uniform(0.5, 4)
        while time.monotonic() < deadline and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        lines = run.communicate()[0].splitlines()
        graded += [line.split(":")[0] for line in lines if " of " in line and line.startswith("student-")]
    run = grade(course)
    printed, _ = run.communicate()
    assert run.returncode == 0, printed
    assert marks(course) == undisturbed[1]
    assert len(graded) == len(set(graded))  # what was said to be graded was not graded again
    assert not list((course.root / "autograded").rglob(".*"))


def test_regrade_keeps_the_former_result_until_the_new_one_is_there(undisturbed):
    course, before = undisturbed
    run = grade(course, "--regrade", start_new_session=True)
    time.sleep(3.5)
    run.kill()
    run.communicate()
    assert marks(course) == before


def test_nothing_is_graded_twice(undisturbed):
    course, before = undisturbed
    printed, _ = grade(course).communicate()
    assert f"{len(STUDENTS)} unchanged" in printed
    assert marks(course) == before


def test_two_runs_at_once(make_course, undisturbed):
    course = make_class(make_course)
    runs = [grade(course), grade(course)]
    for run in runs:
        printed, _ = run.communicate()
        assert run.returncode == 0, printed
    assert marks(course) == undisturbed[1]


@pytest.mark.parametrize("limit", [20_000, 150_000])
def test_full_disk(make_course, undisturbed, limit):
    """A file that cannot be written whole is one clear error; with room again, the next run goes on."""
    course = make_class(make_course)
    command = [sys.executable, "-m", "autograder", "grade", "tiny"]
    shell = ["bash", "-c", f"trap '' XFSZ; ulimit -f {limit // 1024}; exec \"$@\"", "bash", *command]
    run = subprocess.run(shell, cwd=course.root, env=course.env, text=True, capture_output=True)
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Cannot write" in run.stderr
    assert "Traceback" not in run.stderr
    printed, _ = grade(course).communicate()
    assert marks(course) == undisturbed[1], printed


def test_changed_written_answer_is_saved(make_course):
    """A submission whose only change is in a written answer is not taken for unchanged."""
    course = make_class(make_course)
    grade(course, "--student", STUDENTS[0]).communicate()
    path = Path(course.root, "submitted", STUDENTS[0], "tiny", "tiny.ipynb")
    notebook = json.loads(path.read_text())
    notebook["cells"][-1]["source"] = "Another reason."
    path.write_text(json.dumps(notebook))
    grade(course, "--student", STUDENTS[0]).communicate()
    assert "Another reason." in Path(course.root, "autograded", STUDENTS[0], "tiny", "tiny.ipynb").read_text()
