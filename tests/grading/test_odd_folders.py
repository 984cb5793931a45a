"""Folders in submitted/ that are no student's: the others are graded, and the odd ones named."""

import os
import subprocess
import sys

from notebooks import submission, tiny


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
