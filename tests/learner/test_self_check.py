"""`check` and `progress`: what learners see of their own work, with the whole course and without its source."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import Course
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell
from notebooks import hidden_lines, nbgrader_cell, submission, tiny

from autograder.grading.course import PRISTINE
from autograder.learner.in_notebook import show_card
from autograder.learner.progress import FILE, home_of, overview
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
    assert not (home_of(path) / FILE).exists()
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
    assert home_of(folder / "tiny.ipynb") == tmp_path


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


def in_place(learners: Course, root: Path, *, bundled: bool) -> Path:
    """Copy a learner's course, as a bundle has it or without the pristine release; return its notebook."""
    for name in ("release", PRISTINE) if bundled else ("release",):
        shutil.copytree(learners.root / "release", root / name)
    shutil.copy(learners.root / "nbgrader_config.py", root)
    return root / "release" / "tiny" / "tiny.ipynb"


def answer(path: Path, to: Path, **answers: str) -> Path:
    """Save a notebook with answers under another name, or its own."""
    nbformat.write(submission(nbformat.read(path, 4), answers), to)
    return to


@pytest.mark.parametrize("name", ["tiny", "tiny-Copy1", "my own"])
@pytest.mark.parametrize("bundled", [True, False], ids=["bundle", "repository"])
def test_a_notebook_worked_in_where_it_was_released(learners, tmp_path, bundled, name):
    """In its place, or saved beside it: nothing that the learner has changed is taken for the release."""
    path = in_place(learners, tmp_path / "course", bundled=bundled)
    mine = answer(path, path.with_name(f"{name}.ipynb"), double=WRONG)
    card = check_notebook(mine)
    assert states(card) == {"double": "wrong", "half": "not attempted", "why": "not attempted"}
    assert card["exercises"][0]["messages"][0]["text"].startswith("double(2) is not 4: multiply by two")
    answer(mine, mine, double=RIGHT, half="half = 1", why="It adds.")
    card = check_notebook(mine)
    assert states(card) == {"double": "passed so far", "half": "wrong", "why": "for a person to read"}
    answer(mine, mine, double="", half="half = 0.5", why=" ")
    assert states(check_notebook(mine)) == {
        "double": "not attempted",
        "half": "passed",
        "why": "not attempted",
    }


def test_a_copy_is_graded_though_the_release_was_worked_in_too(learners, tmp_path):
    path = in_place(learners, tmp_path / "course", bundled=False)
    copy = answer(path, path.with_name("copy.ipynb"), half="half = 1")
    answer(path, path, double=RIGHT, half="half = 0.5", why="It adds.")
    assert states(check_notebook(copy)) == {
        "double": "not attempted",
        "half": "wrong",
        "why": "not attempted",
    }


def test_checks_changed_in_their_place_are_those_of_the_pristine_release(learners, tmp_path):
    """Without it, what was changed can only be told by nbgrader's checksums."""
    bundled = in_place(learners, tmp_path / "bundle", bundled=True)
    alone = in_place(learners, tmp_path / "repository", bundled=False)
    for path in (bundled, alone):
        answer(path, path, double=WRONG, double_check="pass")
    assert states(check_notebook(bundled))["double"] == "wrong"
    card = check_notebook(alone)
    assert [note for note in card["notes"] if "have been changed: double_check." in note]
    assert states(card)["double"] == "passed so far"
    edited(bundled, without("double_check"))
    assert states(check_notebook(bundled))["double"] == "wrong"


def test_a_bundle_that_was_moved_still_grades(learners, tmp_path):
    path = in_place(learners, tmp_path / "here", bundled=True)
    answer(path, path, double=WRONG)
    (tmp_path / "here").rename(tmp_path / "there")
    assert states(check_notebook(tmp_path / "there" / "release" / "tiny" / "tiny.ipynb"))["double"] == "wrong"


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


def test_the_command_remembers_and_shows_the_same_as_json(learners, tmp_path):
    path = in_place(learners, tmp_path / "course", bundled=True)
    answer(path, path, double=RIGHT)
    course = Course(path.parents[2])
    shown = command(course, "check", str(path))
    assert shown.returncode == 1, shown.stderr  # one exercise is not attempted
    card = json.loads(command(course, "check", str(path), "--json").stdout)
    assert all(row["title"] in shown.stdout for row in card["exercises"])
    assert card["next"] in shown.stdout
    (row,) = overview(course.root)
    assert (row["title"], row["path"]) == ("Tiny", path)
    assert row["share"] == pytest.approx(1 / 3)
    assert row["words"].startswith("1 of 2 exercises, 1 of 3 points, when checked on ")


def run_cells(path: Path, course: Course, *cells: str, **env: str) -> nbformat.NotebookNode:
    """Run cells in a kernel of a notebook's folder, as Jupyter Server would start it; return the notebook."""
    notebook = nbformat.v4.new_notebook(cells=[new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, kernel_name="python3", timeout=1200)
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


HOLD = """
import os
from autograder.learner.in_notebook import server
pid = server._process.pid
"""
SAME, OTHER = "assert server._process.pid == pid", "assert server._process.pid != pid"
CHANGE = """
import nbformat
notebook = nbformat.read({path!r}, 4)
(cell,) = [cell for cell in notebook.cells if cell.id == "half"]
cell.source = {text!r}
nbformat.write(notebook, {path!r})
"""
UPDATE = """
from pathlib import Path
Path({library!r}).mkdir()
"""
KILL = "server._process.kill(); server._process.wait()"


def test_the_process_of_a_notebook_is_kept_and_never_out_of_date(learners, tmp_path):
    path = work(learners, "kept", double=WRONG)
    library = tmp_path / "numpy-99.0.dist-info"
    change = [CHANGE.format(path=str(path), text=text) for text in ("half = 1", "half = 0.5")]
    cells = [CHECK, HOLD, change[0], CHECK, SAME, change[1], UPDATE.format(library=str(library)), CHECK]
    cells += [OTHER, KILL, CHECK]
    ran = run_cells(path, learners, *cells, JPY_SESSION_NAME=str(path), PYTHONPATH=str(tmp_path))
    shown = [cell.outputs[0].data["text/plain"] for cell in ran.cells if cell.source == CHECK]
    assert all("double(2) is not 4: multiply by two" in text for text in shown)
    assert ["half is not 0.5" in text for text in shown] == [False, True, False, False]
    assert ["2 of 3 points" in text for text in shown] == [False, False, True, True]


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
    evil = '<a href="x">"x</a>'
    row = {
        "name": "x",
        "title": evil,
        "cell": evil,
        "score": 0,
        "points": 1,
        "state": "wrong",
        "written": False,
    }
    row["messages"] = [{"hidden": False, "text": "<script>alert(1)</script>"}]
    card = {"title": "<i>T</i>", "exercises": [row], "score": 0, "points": 1, "later": 0, "written": 0}
    card |= {"notes": ["<u>n</u>"], "notices": [], "next": what_next([row])[1], "next_cell": evil}
    page = BeautifulSoup(show_card(card, "x.ipynb")._repr_html_(), "html.parser")
    assert not page.find_all(["script", "b", "i", "u"])
    assert {link["href"] for link in page.find_all("a")} == {f"x.ipynb#cell-id={evil}"}
    assert "<script>alert(1)</script>" in page.get_text()


ASSERTED = """assert double(2) == 4, "double(2) is not 4: multiply by two"
assert double(0) == 0
"""
DEFINED = """def double(x):
    assert x is not None, "inside of an answer"
    return 2 * x"""


@pytest.mark.parametrize(
    ("answer", "check", "first", "also"),
    [
        (RIGHT, ASSERTED, "✓ This check passes.", ""),
        (WRONG, ASSERTED, "✗ double(2) is not 4: multiply by two", "in line 1: double(2) == 4"),
        (WRONG.replace("x", "y"), "for n in [1]:\n    assert double(n) == 2, n", "✗ 1", "double(n) == 2"),
        (
            'def double(x):\n    raise NotImplementedError("double: not attempted")',
            ASSERTED,
            "✗ double: not",
            "",
        ),
        ("def double(x):\n    return x / 0", ASSERTED, "---", "return x / 0"),
        (DEFINED, "double(None)", "---", "inside of an answer"),
        (RIGHT, DEFINED, "", ""),
        (RIGHT, "double(2)", "4", ""),
    ],
)
def test_a_check_cell_says_that_it_passes_or_its_message_first(answer, check, first, also):
    shell = InteractiveShell()
    show = "from autograder import show_outcomes; show_outcomes()"
    with pytest.MonkeyPatch.context() as patch, capture_output() as said:
        patch.setattr("IPython.get_ipython", lambda: shell)
        patch.delenv("NBGRADER_EXECUTION", raising=False)
        for cell in (show, show, answer, check):
            shell.run_cell(cell, store_history=True)
    text = re.sub(r"\x1b\[[\d;]*m|Out\[\d+\]: ", "", said.stdout).strip()
    assert text.startswith(first)
    assert also in text
    assert len(text.splitlines()) <= 3 or first == "---"
    assert text or not first


def test_a_grader_shows_outcomes_in_its_own_way(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    with capture_output() as said:
        for cell in ("from autograder import show_outcomes; show_outcomes()", "assert True"):
            shell.run_cell(cell)
    assert said.stdout == ""
