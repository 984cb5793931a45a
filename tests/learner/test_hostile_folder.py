"""`autograder check` of a notebook in a folder that somebody else has filled."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import Course
from nbformat.v4 import new_markdown_cell
from notebooks import nbgrader_cell, submission, tiny
from rich.console import Console

from autograder.grading.copying import MOST_FILES
from autograder.grading.course import working_course
from autograder.grading.files import LEFT_OUT, MAX_FILES, own_files
from autograder.learner import results
from autograder.learner.progress import FILE, recall, remember
from autograder.learner.results import Results
from autograder.learner.scorecard import as_text
from autograder.learner.self_check import AT_HOME, check_notebook, copy_beside, notices_at_home

RIGHT = "def double(x):\n    return x + x"
MARK = "import pathlib; pathlib.Path({!r}).touch()\n"
PROGRAMS = (
    "nbgrader_config.py", "jupyter_config.py", "jupyter_server_config.py", "sitecustomize.py", "usercustomize.py", "json.py",
    "autograder/__init__.py", "autograder/__main__.py", "autograder/cli.py", "course/__init__.py", "conftest.py", "nbgrader.py",
    ".jupyter/nbgrader_config.py", ".jupyter/jupyter_config.py", ".ipython/profile_default/startup/a.py", "typer.py", "rich.py",
)  # fmt: skip


@pytest.fixture
def hostile(tmp_path) -> Path:
    """Return a folder with a notebook, in which every program that could be run leaves a mark."""
    folder = tmp_path / "hostile" / "tiny"
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        for name in PROGRAMS:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(MARK.format(str(tmp_path / "mark")))
        (place / ".env").write_text("PYTHONSTARTUP=json.py\n")
        shutil.copytree(place / "autograder", place / "source" / "autograder")
    nbformat.write(submission(tiny(), {"double": RIGHT}), folder / "tiny.ipynb")
    shutil.copytree(folder, folder.parent / "source" / "tiny", ignore=shutil.ignore_patterns("source"))
    return folder


def check(cwd: Path, path: Path, course: Course, *arguments: str) -> subprocess.CompletedProcess:
    """Run the installed command, as a person does."""
    command = [str(Path(sys.executable).with_name("autograder")), "check", str(path), *arguments]
    return subprocess.run(command, cwd=cwd, env=course.env, text=True, capture_output=True)


@pytest.mark.parametrize("where", ["beside", "elsewhere"])
def test_nothing_beside_the_notebook_is_run(make_course, hostile, tmp_path, where):
    ended = check(hostile if where == "beside" else Path.home(), hostile / "tiny.ipynb", make_course())
    assert ended.returncode == 0, ended.stderr
    assert "3 of 3 points" in ended.stdout  # of the checks in the notebook itself
    assert not (tmp_path / "mark").exists()


def test_what_a_notebook_says_moves_no_cursor(tmp_path, monkeypatch):
    notebook = tiny()
    notebook.cells.insert(0, new_markdown_cell("# All\x1b]0;done\x07\n## \u202e3 of 3\x1b[2J (3 points)"))
    notebook.cells.insert(1, nbgrader_cell("code", "odd", "pass"))
    notebook.cells[1].metadata.nbgrader |= {"grade_id": "a\x1b[2J", "checksum": "of another text"}
    path = tmp_path / "tiny.ipynb"
    nbformat.write(submission(notebook, {"double": RIGHT}), path)
    monkeypatch.chdir(tmp_path)
    card = check_notebook(path)
    console = Console(file=io.StringIO(), width=200, highlight=False)
    console.print(as_text(card))
    printed = console.file.getvalue()
    assert "have been changed: a" in printed
    assert "3 of 3" in card["exercises"][0]["title"]
    assert all(line.isprintable() for line in [card["title"], card["next"], *printed.splitlines()])


def test_a_course_is_chosen_by_going_there(tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "submitted" / "ada").mkdir(parents=True)
    notebook = tmp_path / "submitted" / "ada" / "tiny.ipynb"
    monkeypatch.chdir(tmp_path)
    assert working_course(notebook) == tmp_path
    assert working_course(tmp_path / "tiny.ipynb") is None  # the configuration came with it
    monkeypatch.chdir(notebook.parent)
    assert working_course(notebook) is None


def test_only_regular_files_come_with_a_notebook(tmp_path):
    folder, secret = tmp_path / "tiny", tmp_path / "secret"
    folder.mkdir()
    secret.mkdir()
    (secret / "key").write_text("secret")
    (folder / "rows.csv").write_text("1")
    (folder / "key").symlink_to(secret / "key")
    (folder / "folder").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    with (folder / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    place = tmp_path / "place"
    place.mkdir()
    copied, notes = copy_beside(folder / "tiny.ipynb", place)
    assert [str(inside) for _, inside in copied] == ["rows.csv"]
    assert all(name in notes[0] for name in ("key", "pipe", "sparse"))


def test_what_is_beyond_the_bounds_is_said(tmp_path, monkeypatch):
    """With the source and without: nobody wonders why a file is not there."""
    folder = tmp_path / "tiny"
    deep = folder.joinpath(*"abcdefghi")
    deep.mkdir(parents=True)
    (deep / "deep.csv").touch()
    for number in range(2 * MOST_FILES):
        (folder / f"{number:04}.csv").touch()
    copied, notes = copy_beside(folder / "tiny.ipynb", tmp_path / "place")
    assert (len(copied), "and 495 more" in notes[0]) == (MOST_FILES, True)
    taken, notes = own_files(folder, folder, set())
    assert (len(taken), "and 796 more" in notes[0]) == (MAX_FILES, True)
    for path in folder.glob("*.csv"):
        path.unlink()
    assert copy_beside(folder / "tiny.ipynb", tmp_path / "place")[1] == (
        LEFT_OUT.format("a/b/c/d/e/f/g/h/i"),
    )
    assert own_files(folder, folder, set())[1] == (LEFT_OUT.format("a/b/c/d"),)
    (folder / "rows.csv").touch()
    monkeypatch.setenv("HOME", str(folder))
    assert notices_at_home(folder / "tiny.ipynb") == [AT_HOME]
    assert notices_at_home(deep / "tiny.ipynb") == []


@pytest.mark.parametrize("with_source", [True, False])
def test_the_card_names_what_was_left_out(make_course, monkeypatch, with_source):
    course = make_course()
    if with_source:
        course.place("source", tiny(), "tiny")
    folder = course.place("mine", submission(tiny(), {"double": RIGHT}), "tiny").parent
    os.mkfifo(folder / "rows.csv")
    monkeypatch.chdir(course.root)
    card = check_notebook(folder / "tiny.ipynb", course.root)
    assert LEFT_OUT.format("rows.csv") in card["notes"] + card["notices"]


def test_progress_is_written_through_no_link(tmp_path):
    folder, mine = tmp_path / "tiny", tmp_path / "mine"
    folder.mkdir()
    mine.write_text("{}")
    (tmp_path / FILE).symlink_to(mine)
    card = {
        "title": "Tiny",
        "score": 1,
        "points": 2,
        "passed": 1,
        "next": "",
        "next_cell": "",
        "notebook": "tiny",
        "exercises": [],
    }
    (folder / "tiny.ipynb").touch()
    remember(folder / "tiny.ipynb", card)
    assert mine.read_text() == "{}"
    assert recall(tmp_path)["tiny/tiny.ipynb"]["score"] == 1
    (tmp_path / FILE).unlink()
    os.mkfifo(tmp_path / FILE)
    assert recall(tmp_path) == {}


def test_results_are_kept_through_no_link(tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("{}")
    (tmp_path / results.FILE).symlink_to(mine)
    result = {"checks": [{"name": "c", "score": 1.0, "outcome": "passed", "message": ""}], "stopped": []}
    Results(tmp_path).keep({"steps": [{"name": "c"}]}, result, {"c": "key"})
    assert mine.read_text() == "{}"
    assert json.loads((tmp_path / results.FILE).read_text())["key"]["score"] == 1
    (tmp_path / results.FILE).unlink()
    os.mkfifo(tmp_path / results.FILE)
    assert Results(tmp_path).known({"checks": {"c": {}}}, {"c": "key"}) == {}
