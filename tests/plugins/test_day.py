"""A day of three accounts on one machine: an honest learner, two hostile ones, and who collects, grades and reports."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import Course
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeFactory
from notebooks import hidden_lines, submission, tiny
from red_team.doors import HONEST, HOSTILE, MARKUP, SECRET, as_account, folder, ids
from red_team.harness import Executables

from autograder.grading.course import open_course

pytestmark = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root acts for other accounts"
)
IMPOSTOR = "mail"
NEVER = "2099-01-01 10:00:00.000000 UTC"
RIGHT = {"double": "def double(x):\n    return x + x", "why": "Because it adds."}
BOUND = "<b class='full-credit' onclick='alert(1)'>x</b><script>alert(1)</script>"


def transfer(course: Course, account: str, what: str, then: Callable[[], None] = lambda: None) -> Path:
    """Have an account use nbgrader's exchange from its own folder, which is returned, and do something more there."""
    desk = course.root / "desks" / account
    if not desk.exists():
        desk.mkdir(parents=True)
        (desk / "nbgrader_config.py").write_bytes((course.root / "nbgrader_config.py").read_bytes())
        os.chown(desk, *ids(account))

    def work() -> None:
        for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = str(desk / "home")
        os.environ["NBGRADER_EXCHANGE"] = str(course.root / "exchange")
        coursedir = open_course(desk)
        coursedir.assignment_id, parent = "tiny", coursedir.parent
        os.chdir(desk)
        about = {"coursedir": coursedir, "authenticator": Authenticator(parent=parent), "parent": parent}
        getattr(ExchangeFactory(parent=parent), what)(**about).start()
        then()

    as_account(account, work)
    return desk


def write(**answers: str) -> Callable[[], None]:
    """Return what answers a fetched assignment."""

    def answer() -> None:
        path = Path("tiny", "tiny.ipynb")
        nbformat.write(submission(nbformat.read(path, 4), answers), path)

    return answer


@pytest.fixture(scope="module")
def day(make_course) -> tuple[Course, list[subprocess.CompletedProcess]]:
    """Return a course in which they have handed in, and what the instructor's commands said after it."""
    course = make_course()
    for above in (course.root, *course.root.parents[:2]):
        above.chmod(0o711)
    source = course.place("source", tiny(), "tiny")
    open_course(course.root)  # imports what a learner's process may not be allowed to read
    course.nbgrader("generate_assignment", "tiny")
    (course.root / "exchange").mkdir(exist_ok=True)
    (course.root / "exchange").chmod(0o1777)
    course.nbgrader("release_assignment", "tiny")
    key = course.root / "home" / "key"
    key.write_text(SECRET)
    for path in (source, key):
        path.chmod(0o600)

    def leave_links() -> None:
        (own / "key.txt").symlink_to(key)
        (own / "solution.ipynb").symlink_to(source)
        (own / "course").symlink_to(course.root)
        os.mkfifo(own / "pipe.ipynb")
        (own / f"{MARKUP}.txt").touch()

    def pose_as_others() -> None:
        (folder(inbound, f"{HONEST}+tiny+{NEVER}+x") / "tiny.ipynb").write_text("{}")
        (inbound / f"{IMPOSTOR}+tiny+{NEVER}+x").symlink_to(source.parent)
        for name in (MARKUP, "--student", "a\x1b[2J", "*"):
            folder(inbound, f"{name}+tiny+{NEVER}+x")

    for account, answers in {HONEST: RIGHT, HOSTILE: {"double": "double = 4", "why": BOUND}}.items():
        transfer(course, account, "FetchAssignment", write(**answers))
        transfer(course, account, "Submit")
    inbound = course.root / "exchange" / "perch" / "inbound"
    (own,) = inbound.glob(f"{HOSTILE}+*")
    as_account(HOSTILE, leave_links)
    as_account(IMPOSTOR, pose_as_others)
    said = [
        subprocess.run(
            [sys.executable, "-m", *command.split(), "tiny"],
            cwd=course.root,
            env=course.env,
            text=True,
            capture_output=True,
        )
        for command in (
            "nbgrader collect",
            "autograder grade",
            "nbgrader generate_feedback",
            "nbgrader release_feedback",
        )
    ]
    return course, said


def test_every_command_ends_well(day):
    _, said = day
    for ended in said:
        assert ended.returncode == 0, ended.stderr
        assert all(line.isprintable() for line in (ended.stdout + ended.stderr).splitlines())
    assert "is a symbolic link; it was left out." in said[0].stderr


def test_marks_are_earned(day):
    course, said = day
    assert course.scores(HONEST, "tiny") == {"double_check": 1, "double_hidden": 2, "why": 0}
    assert course.scores(HOSTILE, "tiny") == {"double_check": 0, "double_hidden": 0, "why": 0}
    assert f"{HONEST}: 3 of 3" in said[1].stderr


def test_nothing_was_followed(day):
    course, _ = day
    told = ""
    for step in ("submitted", "autograded", "feedback"):
        assert sorted(os.listdir(course.root / step)) == sorted([HONEST, HOSTILE])
        for path in (course.root / step).rglob("*"):
            about = path.lstat()
            assert stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode), path
            told += path.read_text("utf-8") if stat.S_ISREG(about.st_mode) else ""
    assert SECRET not in told
    assert not [line for line in hidden_lines(tiny()) if line in told]


def test_the_pages_are_harmless(day):
    course, _ = day
    honest, hostile = (Executables(course.feedback(name, "tiny")).found for name in (HONEST, HOSTILE))
    assert hostile - honest == {}


def test_the_honest_learner_gets_the_feedback(day):
    course, _ = day
    desk = transfer(course, HONEST, "FetchFeedback")
    (page,) = desk.glob("tiny/feedback/*/tiny.html")
    assert "Score: 3.0 / 6.0" in page.read_text("utf-8")
