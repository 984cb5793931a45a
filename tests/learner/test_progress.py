"""What is remembered of a learner's notebooks between sittings."""

import json
import math
import os
from pathlib import Path

import nbformat
import pytest
from notebooks import tiny

from autograder.learner.in_notebook import progress
from autograder.learner.progress import FILE, next_step, overview, recall, remember

CARD = {"notebook": "tiny", "title": "Tiny", "score": 1, "points": 2, "passed": 1, "next": "Next: 1. Twice."}
CARD |= {"next_cell": "twice", "exercises": [{"written": False}, {"written": False}, {"written": True}]}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a learner's course with one assignment and a lesson on it."""
    (tmp_path / "nbgrader_config.py").touch()
    for name in ("release/tiny", ".release/tiny", "course/lessons", "course/interview", "mine"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("release/tiny/tiny.ipynb", ".release/tiny/tiny.ipynb"):
        nbformat.write(tiny(), tmp_path / name)
    (tmp_path / "course" / "lessons" / "tiny.ipynb").touch()
    (tmp_path / "course" / "interview" / "README.md").touch()
    return tmp_path


def checked(path: Path, **card: object) -> Path:
    """Remember that a notebook was checked."""
    if not path.exists():
        nbformat.write(tiny(), path)
    remember(path, CARD | card)
    return path


def test_before_anything_was_checked_the_lesson_comes_next(course):
    (row,) = overview(course)
    assert (row["title"], row["words"], row["share"]) == ("Tiny", "not begun", 0)
    assert row["path"] == course / "release" / "tiny" / "tiny.ipynb"
    step = next_step(course, [row])
    assert step == {
        "words": "Begin with the lesson tiny; then comes Tiny.",
        "path": course / "course/lessons/tiny.ipynb",
    }


def test_a_copy_that_was_not_checked_is_no_assignment(course):
    nbformat.write(tiny(), course / "release" / "tiny" / "tiny-Copy1.ipynb")
    assert len(overview(course)) == 1
    checked(course / "release" / "tiny" / "tiny-Copy1.ipynb")
    assert len(overview(course)) == 1


@pytest.mark.parametrize("pristine", [True, False])
def test_the_latest_copy_speaks_for_an_assignment(course, pristine):
    if not pristine:
        (course / ".release" / "tiny" / "tiny.ipynb").unlink()
    first = checked(course / "release" / "tiny" / "tiny.ipynb")
    (row,) = overview(course)
    assert row["path"] == first
    assert " in " not in row["words"]
    second = checked(course / "mine" / "my copy.ipynb", score=2, passed=2)
    (row,) = overview(course / "mine")
    assert (row["path"], row["share"]) == (second, 1)
    assert row["words"].endswith(", in mine/my copy.ipynb")
    checked(first)
    (row,) = overview(course)
    assert (row["path"], row["share"]) == (first, 0.5)
    second.unlink()
    (row,) = overview(course)
    assert " in " not in row["words"]
    first.unlink()
    assert overview(course) == []


def test_a_moved_folder_keeps_its_progress(course):
    checked(course / "release" / "tiny" / "tiny.ipynb")
    moved = course.rename(course.with_name("elsewhere"))
    (row,) = overview(moved)
    assert (row["share"], row["path"]) == (0.5, moved / "release" / "tiny" / "tiny.ipynb")


def test_what_comes_next(course):
    path = checked(course / "release" / "tiny" / "tiny.ipynb")
    assert next_step(course, overview(course)) == {"words": "Go on with Tiny.", "path": path}
    checked(path, passed=2)
    assert next_step(course, overview(course))["path"] == course / "course" / "interview" / "README.md"
    assert next_step(course, []) is None


def test_it_is_shown_with_links(course, monkeypatch):
    path = checked(course / "release" / "tiny" / "tiny.ipynb", title="<b>Tiny</b>?")
    monkeypatch.setenv("JPY_SESSION_NAME", str(course / "course" / "lessons" / "tiny.ipynb"))
    monkeypatch.chdir("/")  # the notebook counts
    shown = progress()
    assert path.is_file()
    assert 'href="../../release/tiny/tiny.ipynb#cell-id=twice"' in shown._repr_html_()
    assert "<b>" not in shown._repr_html_()
    assert repr(shown).endswith("Go on with <b>Tiny</b>?")


@pytest.mark.parametrize(
    "odd",
    [
        {"score": math.nan}, {"points": "2"}, {"passed": []}, {"exercises": 10**400}, {"score": math.inf}, {"next": None},
        {"notebook": ["tiny"]}, {"title": {}}, {"title": "a\x1b[2J"}, {"when": "now"}, {"when": "2026-01-01"},
    ],
)  # fmt: skip
def test_what_somebody_else_has_written_counts_as_none(course, monkeypatch, odd):
    """Numbers that are none, text that moves a cursor: neither is shown, and nothing ends."""
    monkeypatch.chdir(course)
    checked(course / "release" / "tiny" / "tiny.ipynb")
    checked(course / "mine" / "tiny.ipynb")
    path = course / FILE
    kept = json.loads(path.read_text())
    kept["mine/tiny.ipynb"] |= odd
    path.write_text(json.dumps(kept))
    assert [*recall(course)] == ["release/tiny/tiny.ipynb"]
    assert all(line.isprintable() for line in repr(progress()).splitlines())
    assert progress()._repr_html_()


@pytest.mark.parametrize("text", ["", "[1]", '{"tiny": 1}', '{"tiny": {"title": "x"}}', "\udcff"])
def test_damaged_progress_counts_as_none_and_is_replaced(tmp_path, text):
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert recall(tmp_path) == {}
    (tmp_path / "tiny").mkdir()
    checked(tmp_path / "tiny" / "tiny.ipynb")
    assert recall(tmp_path)["tiny/tiny.ipynb"]["score"] == 1
    assert [*json.loads((tmp_path / FILE).read_text())] == ["tiny/tiny.ipynb"]
    assert sorted(os.listdir(tmp_path)) == [FILE, "tiny"]
