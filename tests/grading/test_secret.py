"""The course's secret: made once, kept to oneself, and all that hidden data depends on."""

import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from notebooks import ROOT

from autograder.grading.assignment import AssignmentError
from autograder.grading.secret import SECRET_FILE, course_secret, hidden_seed


def test_it_is_made_once_and_nobody_else_can_read_it(tmp_path):
    secret = course_secret(tmp_path)
    path = tmp_path / SECRET_FILE
    assert len(secret) * 4 >= 64
    assert path.read_text() == f"{secret}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert course_secret(tmp_path) == secret
    assert [one.name for one in tmp_path.iterdir()] == [SECRET_FILE]


def test_commands_that_start_together_use_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(course_secret, [tmp_path] * 50))) == 1


def test_each_course_has_another(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert course_secret(tmp_path / "a") != course_secret(tmp_path / "b")


@pytest.mark.parametrize("content", ["", "0", "secret", "0" * 31, "g" * 32, "\xff"])
def test_another_content_is_refused(tmp_path, content):
    (tmp_path / SECRET_FILE).write_bytes(content.encode("latin-1"))
    with pytest.raises(AssignmentError, match=SECRET_FILE):
        course_secret(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(AssignmentError, match=str(tmp_path)):
        course_secret(tmp_path)


def test_seeds_are_reproducible_and_tell_nothing_of_each_other():
    seeds = {hidden_seed(s, a, n) for s in ("0" * 32, "1" * 32) for a in ("x", "y") for n in ("x", "z")}
    assert len(seeds) == 8
    assert all(2**40 < seed < 2**63 for seed in seeds)
    assert hidden_seed("0" * 32, "x", "z") == hidden_seed("0" * 32, "x", "z")


@pytest.mark.parametrize(
    "path",
    [
        SECRET_FILE, "gradebook.db", "marks.csv", "canvas.csv", "reports/tiny.html", "submitted/ada/tiny/tiny.ipynb",
        "autograded/x", "feedback/x", "exchange/x", "progress.json", ".checked.json",
    ],
)  # fmt: skip
def test_git_does_not_take_up_what_a_course_in_use_makes(path):
    ignored = subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT)
    assert ignored.returncode == 0
