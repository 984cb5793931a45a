"""`check` and `progress`: what learners see of their own work, with the whole course and without its source."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import Course
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell
from notebooks import hidden_lines, nbgrader_cell, submission, tiny

from autograder.learner.in_notebook import show_card
from autograder.learner.progress import overview, progress_file, recall, remember
from autograder.learner.scorecard import what_next
from autograder.learner.self_check import check_notebook

RIGHT = "def double(x):\n    return x + x"
NEARLY = "def double(x):\n    return 4 if x == 2 else 0"  # passes the visible check only
WRONG = "def double(x):\n    return x"
CHECK = "from autograder import check\n\ncheck()"


def lesson_like() -> nbformat.NotebookNode:
    """Return the tiny assignment with headings, and a second exercise."""
    notebook = tiny()
    notebook.cells.insert(2, new_markdown_cell("## 1. Twice (3 points)\n\nWrite `double`.", id="twice"))
    notebook.cells[-1:-1] = [
        new_markdown_cell("## 2. Half", id="half_prompt"),
        nbgrader_cell("code", "half", "### BEGIN SOLUTION\nhalf = 0.5\n### END SOLUTION", solution=True),
        nbgrader_cell("code", "half_check", "assert half == 0.5, 'half is not 0.5'", points=2, grade=True),
        new_markdown_cell("## Written answer", id="why_prompt"),
    ]
    notebook.cells.insert(2, nbgrader_cell("code", "loud", "print('printed by a cell of the instructor')"))
    notebook.cells.append(nbgrader_cell("code", "points_so_far", CHECK))
    return notebook


@pytest.fixture(scope="module")
def course(make_course) -> Course:
    """Return a course with source and release."""
    course = make_course()
    course.place("source", lesson_like(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    return course


@pytest.fixture(scope="module")
def learners(course, tmp_path_factory) -> Course:
    """Return what a learner has of it: no source, no gradebook."""
    root = tmp_path_factory.mktemp("learner")
    (root / "home").mkdir()
    shutil.copy(course.root / "nbgrader_config.py", root)
    shutil.copytree(course.root / "release", root / "release")
    return Course(root)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run each test outside of this repository, which is a course, too."""
    monkeypatch.chdir(tmp_path)


def work(course: Course, name: str = "tiny", **answers: str) -> Path:
    """Write a learner's notebook and return its path."""
    path = course.root / "work" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(submission(course.read("release", "tiny"), answers), path)
    return path


def states(card: dict) -> dict[str, str]:
    """Return the state of each exercise."""
    return {row["name"]: row["state"] for row in card["exercises"]}


def test_with_the_source_every_check_runs(course):
    card = check_notebook(work(course, double=NEARLY, half="half = 0.5"), course=course.root)
    assert states(card) == {"double": "wrong", "half": "passed", "why": "not attempted"}
    assert (card["score"], card["points"], card["later"], card["written"]) == (3, 5, 0, 3)
    (message,) = card["exercises"][0]["messages"]
    assert message == {"hidden": True, "text": "double is wrong for some number we did not show"}
    assert "Its visible check passes." in card["next"]


def test_without_the_source_the_visible_checks_run(learners):
    card = check_notebook(work(learners, double=NEARLY, why="It adds."))
    assert states(card) == {"double": "passed so far", "half": "not attempted", "why": "for a person to read"}
    assert (card["score"], card["points"], card["later"]) == (1, 3, 2)
    assert any("they run when your work is handed in" in notice for notice in card["notices"])
    assert card["next"] == "Next: 2. Half. It is not attempted yet."


@pytest.mark.parametrize("sandboxed", [True, False], ids=["sandbox", "plain"])
def test_cells_of_the_instructor_neither_check_nor_print(learners, tmp_path, monkeypatch, capfd, sandboxed):
    path = tmp_path / "tiny" / "tiny.ipynb"
    path.parent.mkdir()
    shutil.copy(work(learners, double=RIGHT), path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    if not sandboxed:
        monkeypatch.setattr("autograder.confinement.sandbox.bubblewrap", lambda: None)
    assert states(check_notebook(path))["double"] == "passed so far"
    assert not progress_file(path).exists()
    assert capfd.readouterr().out == ""  # where the result goes


def test_wrong_answers_are_told_what_to_do(learners):
    card = check_notebook(work(learners, double=WRONG))
    assert states(card)["double"] == "wrong"
    assert "double(2) is not 4: multiply by two" in card["exercises"][0]["messages"][0]["text"]
    assert card["next"].startswith("Next: 1. Twice. Read its message")


def test_titles_are_the_headings_of_the_prompts(learners):
    card = check_notebook(work(learners))
    assert card["title"] == "Tiny"
    assert [row["title"] for row in card["exercises"]] == ["1. Twice", "2. Half", "Written answer"]


def test_a_copy_by_another_name_is_graded(course, learners):
    for place, points in ((course, 5), (learners, 3)):
        card = check_notebook(work(place, "tiny-Copy1", double=RIGHT), course=place.root)
        assert (card["notebook"], card["points"]) == ("tiny", points)


def test_a_fetched_assignment_needs_no_course_around_it(learners, tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    shutil.copy(work(learners, double=RIGHT), folder)
    card = check_notebook(folder / "tiny.ipynb")
    assert states(card)["double"] == "passed so far"
    assert progress_file(folder / "tiny.ipynb") == tmp_path / "progress.json"


def test_files_of_the_assignment_are_there(learners, tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "factor.txt").write_text("2")
    shutil.copy(
        work(learners, double="def double(x):\n    return int(open('factor.txt').read()) * x"), folder
    )
    assert states(check_notebook(folder / "tiny.ipynb"))["double"] == "passed so far"


def edited(path: Path, edit) -> Path:
    """Change a notebook's list of cells."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"] = edit(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def without(name: str):
    return lambda cells: [cell for cell in cells if cell["id"] != name]


@pytest.mark.parametrize("with_source", [True, False])
def test_missing_cells_cost_their_exercise_only(course, learners, with_source):
    place = course if with_source else learners
    path = edited(work(place, half="half = 0.5"), without("double"))
    card = check_notebook(path, course=place.root)
    assert states(card)["half"].startswith("passed")
    assert states(card)["double"] == "not attempted"
    assert "Missing from the notebook, and counted as not attempted: double." in card["notes"]


def test_missing_checks_come_from_the_release(learners):
    card = check_notebook(edited(work(learners, double=WRONG), without("double_check")))
    assert states(card)["double"] == "wrong"


def test_a_notebook_out_of_order_is_graded_in_order(learners):
    path = edited(work(learners, double=RIGHT, half="half = double(1) / 4"), lambda cells: cells[::-1])
    assert set(states(check_notebook(path)).values()) == {"passed so far", "passed", "not attempted"}


def test_a_notebook_worked_in_where_it_was_released(learners, tmp_path):
    """There is no other copy, so what was changed in it can only be told by nbgrader's checksums."""
    root = tmp_path / "course"
    shutil.copytree(learners.root / "release", root / "release")
    shutil.copy(learners.root / "nbgrader_config.py", root)
    path = root / "release" / "tiny" / "tiny.ipynb"
    nbformat.write(submission(nbformat.read(path, 4), {"double": WRONG, "double_check": "pass"}), path)
    card = check_notebook(path)
    assert [note for note in card["notes"] if "have been changed: double_check." in note]
    assert states(card)["double"] == "passed so far"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": [{"source": 1}]}'])
def test_a_broken_notebook_is_graded_under_its_name(course, learners, text):
    for place in (course, learners):
        path = work(place)
        path.write_text(text)
        card = check_notebook(path, course=place.root)
        assert set(states(card).values()) == {"not attempted"}
        assert card["notes"]


def test_without_a_name_it_says_what_there_is(learners, tmp_path):
    path = learners.root / "work" / "stranger.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")]), path)
    ran = command(learners, "check", str(path))
    assert ran.returncode == 2
    assert "belongs to no assignment" in ran.stderr
    assert "tiny.ipynb" in ran.stderr


def command(course: Course, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Run the `autograder` command in a course."""
    run = [sys.executable, "-m", "autograder", *arguments]
    env = course.env | {"COLUMNS": "200"} | env
    return subprocess.run(run, cwd=course.root, env=env, text=True, capture_output=True)


def test_the_command_remembers_and_shows_the_same_as_json(learners):
    path = work(learners, double=RIGHT)
    shown = command(learners, "check", str(path))
    assert shown.returncode == 1, shown.stderr  # one exercise is not attempted
    card = json.loads(command(learners, "check", str(path), "--json").stdout)
    assert all(row["title"] in shown.stdout for row in card["exercises"])
    assert card["next"] in shown.stdout
    (row,) = overview(learners.root)
    assert row["title"] == "Tiny"
    assert row["share"] == pytest.approx(1 / 3)
    assert row["words"].startswith("1 of 2 exercises, 1 of 3 points, when checked on ")


def test_progress_before_anything_was_checked(learners, tmp_path):
    shutil.copytree(learners.root / "release", tmp_path / "release")
    shutil.copy(learners.root / "nbgrader_config.py", tmp_path)
    assert overview(tmp_path) == [{"title": "Tiny", "share": 0.0, "words": "not begun", "next": ""}]


@pytest.mark.parametrize("text", ["", "[1]", '{"tiny": 1}', '{"tiny": {"title": "x"}}', "\udcff"])
def test_damaged_progress_counts_as_none_and_is_replaced(tmp_path, text):
    path = tmp_path / "tiny" / "tiny.ipynb"
    (tmp_path / "progress.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert recall(path) == {}
    card = {"title": "Tiny", "score": 1, "points": 2, "later": 0, "written": 0, "passed": 1, "next": ""}
    path.parent.mkdir()
    remember(path, card | {"notebook": "tiny", "exercises": [{"written": False}]})
    assert recall(path)["tiny"]["score"] == 1
    assert sorted(os.listdir(tmp_path)) == ["progress.json", "tiny"]


def run_cells(path: Path, course: Course, *cells: str, **env: str) -> nbformat.NotebookNode:
    """Run cells in a kernel of a notebook's folder, as Jupyter Server would start it; return the notebook."""
    notebook = nbformat.v4.new_notebook(cells=[new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="python3", timeout=120)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (course.env | env).items():
            patch.setenv(name, value)
        client.execute(cwd=path.parent)
    return notebook


def test_in_a_notebook(learners):
    path = work(learners, double=WRONG)
    notebook = run_cells(path, learners, CHECK, JPY_SESSION_NAME=str(path))
    (output,) = notebook.cells[0].outputs
    page = BeautifulSoup(output.data["text/html"], "html.parser").get_text()
    for text in (page, output.data["text/plain"]):
        assert "double(2) is not 4: multiply by two" in text
        assert "0 of 3 points" in text
        assert "as it was saved at" in text  # nobody answered the request to save it
        assert not [line for line in hidden_lines(lesson_like()) if line in text]


def test_in_a_process_without_a_notebook_nothing_happens(learners):
    notebook = run_cells(work(learners), learners, CHECK, JPY_SESSION_NAME="gone.ipynb")
    assert "does not know which notebook" in notebook.cells[0].outputs[0].text


def test_in_a_notebook_of_no_assignment(learners):
    path = learners.root / "notes.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    notebook = run_cells(path, learners, f"from autograder import check\n\ncheck({str(path)!r})")
    assert "notes.ipynb belongs to no assignment" in notebook.cells[0].outputs[0].data["text/html"]


def test_what_is_shown_is_text():
    """Titles and messages come from files that anybody may have written."""
    row = {"name": "x", "title": "<b>x</b>", "score": 0, "points": 1, "state": "wrong", "written": False}
    row["messages"] = [{"hidden": False, "text": "<script>alert(1)</script>"}]
    card = {"title": "<i>T</i>", "exercises": [row], "score": 0, "points": 1, "later": 0, "written": 0}
    card |= {"notes": ["<u>n</u>"], "notices": [], "next": what_next([row])}
    page = BeautifulSoup(show_card(card)._repr_html_(), "html.parser")
    assert not page.find_all(["script", "b", "i", "u"])
    assert "<script>alert(1)</script>" in page.get_text()
