"""Folders in submitted/ that are no student's: the others are graded, and the odd ones named."""

import os
import shutil
import subprocess
import sys

from conftest import Course
from nbgrader.apps.api import NbGraderAPI
from notebooks import submission, tiny
from test_cli import autograder

from autograder.grading.course import open_course


def test_one_odd_folder_stops_no_class(make_course):
    course = make_course()
    course.place("source", tiny(), "tiny")
    notebook = submission(tiny(), {"double": "def double(x):\n    return x + x"})
    odd = [
        "<img src=x onerror=alert(1)>",
        "a\x1b[2J",
        "a\nb: 3 of 3",
        "\u202eb",
        os.fsdecode(b"a\xff"),
        "=1+1",
        "--student",
    ]
    for name in ["ada", *odd]:
        course.place(f"submitted/{name}", notebook, "tiny")
    ended = {}
    for command in ("grade", "feedback", "report"):
        run = [sys.executable, "-m", "autograder", command, "tiny"]
        ended[command] = subprocess.run(run, cwd=course.root, env=course.env, text=True, capture_output=True)
        assert ended[command].returncode == (1 if command == "grade" else 0), ended[command].stderr
    printed = ended["grade"].stdout + ended["grade"].stderr
    assert "ada: 3 of 3" in printed
    assert printed.count("not graded, for this is no name of a student") == len(odd)
    assert all(line.isprintable() for line in printed.splitlines())
    assert os.listdir(course.root / "autograded") == os.listdir(course.root / "feedback") == ["ada"]
    report = next((course.root / "reports").glob("*.html")).read_text("utf-8")
    assert "onerror" not in report
    assert course.scores("ada", "tiny")["double_check"] == 1


RIGHT = "def double(x):\n    return x + x"
LONG = "x" * 250 + ".csv"


def hand_in(course: Course, student: str, files: dict[str, bytes]) -> None:
    """Put a submission in the place of the student's former one."""
    shutil.rmtree(course.root / "submitted" / student, ignore_errors=True)
    folder = course.place(f"submitted/{student}", submission(tiny(), {"double": RIGHT}), "tiny").parent
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


ODD_FILES = {
    "long name": {LONG: b"1"},
    "markup": {"<img src=x onerror=alert(1)>.csv": b"1"},
    "bytes": {os.fsdecode(b"a\xff.csv"): b"1"},
    "secret folder": {"submission_secret.txt/rows.csv": b"1"},
    "time folder": {"timestamp.txt/rows.csv": b"1"},
    "secret": {"submission_secret.txt": b"\xff\xfe"},
    "time": {"timestamp.txt": b"2026-03-01\r10:00:00 UTC"},
    "far": {"timestamp.txt": b"9999-12-31 23:59:59 UTC"},
}


def test_no_file_of_a_submission_stops_the_class(make_course):
    """Neither grading and feedback nor their release; and what was a file may be a folder the next time."""
    course = make_course()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.NbGraderAPI.timezone = "Europe/Berlin"\n')
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    for name, files in ODD_FILES.items():
        hand_in(course, name, files)
    hand_in(course, "changed", {"data": b"1", "rows/a.csv": b"1"})
    hand_in(course, "zoe", {})
    assert autograder(course, "grade", "tiny").exit_code == 0
    hand_in(course, "changed", {"data/a.csv": b"1", "rows": b"1"})
    printed = autograder(course, "grade", "tiny", "--regrade").output
    assert printed.count(": 3 of 3") == len(ODD_FILES) + 2
    folder = course.root / "autograded" / "changed" / "tiny"
    assert [(folder / name).is_file() for name in ("data/a.csv", "rows")] == [True, True]
    assert autograder(course, "feedback", "tiny").exit_code == 0
    said = course.nbgrader("release_feedback", "tiny")
    assert said.count("Feedback released to") == len(ODD_FILES) + 2
    assert all(line.isprintable() for line in said.split("\n"))
    assert not list(course.root.glob("autograded/*/tiny/*onerror*"))
    api = NbGraderAPI(open_course(course.root), config=open_course(course.root).config)
    for student in ("far", "zoe"):
        assert api.get_submission("tiny", student)["display_timestamp"] is None
