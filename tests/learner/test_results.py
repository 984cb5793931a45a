"""What has not changed is not run again, and nothing that is shown is stale."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from notebooks import nbgrader_cell, submission, tiny

from autograder.grading.assignment import Assignment
from autograder.grading.classroom import Options
from autograder.learner import results, self_check
from autograder.learner.results import FILE
from autograder.learner.self_check import Checker

EXERCISES = ("first", "second", "third")


def notebook() -> NotebookNode:
    """Return a released assignment of three exercises, of which the first check binds a name for the last."""
    made = tiny()
    made.cells = made.cells[:2]
    for name in EXERCISES:
        made.cells.append(nbgrader_cell("code", name, f"{name} = 0", solution=True))
        text = f"assert {name} == shared" if name == "third" else f"shared = 1\nassert {name} == 1"
        made.cells.append(nbgrader_cell("code", f"{name}_check", text, points=1, grade=True))
    return made


class Bench:
    """A learner's notebook, and in the place of the engine one that notes which checks it is to run."""

    def __init__(self, root: Path):
        self.root, self.path = root, root / "work" / "three.ipynb"
        (root / "nbgrader_config.py").touch()
        for folder in ("release/three", "work"):
            (root / folder).mkdir(parents=True)
        nbformat.write(notebook(), root / "release" / "three" / "three.ipynb")
        self.outcomes: dict[str, str] = {}
        self.stopped: list[str] = []
        self.jobs: list[dict] = []
        self.answers = dict.fromkeys(EXERCISES, "x = 1")

    def grade(self, job: dict, source: object, limits: object, tick: Callable[[str], None]) -> dict:
        """Do as `grade_notebook` does: each time a check is run, its message has a new number."""
        self.jobs.append(job)
        checks = []
        for name, about in job["checks"].items():
            tick(name)
            shown = {key: about[key] for key in ("exercise", "hidden", "points")}
            outcome = self.outcomes.get(name, "wrong")
            message = f"{name} in run {len(self.jobs)}"
            checks.append({"name": name, **shown, "score": 0.0, "outcome": outcome, "message": message})
        return {"checks": checks, "stopped": self.stopped}

    def runs(self, edit: Callable[[NotebookNode], object] = bool, **answers: str) -> list[str]:
        """Check the notebook after a change; return the exercises whose checks were run, and compare the card."""
        self.answers |= answers
        made = submission(notebook(), self.answers)
        edit(made)
        nbformat.write(made, self.path)
        before = len(self.jobs)
        with Checker() as checker:
            card = checker.grade(self.path)
        assert [row["name"] for row in card["exercises"]] == list(EXERCISES)
        ran = [name.removesuffix("_check") for job in self.jobs[before:] for name in job["checks"]]
        now = f"in run {len(self.jobs)}" if len(self.jobs) > before else "never"
        for row in card["exercises"]:
            assert (now in row["messages"][0]["text"]) == (row["name"] in ran)
        return ran


@pytest.fixture
def bench(tmp_path, monkeypatch) -> Bench:
    """Return a bench with a notebook that was checked once."""
    bench = Bench(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(self_check, "grade_notebook", bench.grade)
    monkeypatch.setattr(Checker, "_source", lambda *arguments: None)
    assert bench.runs() == list(EXERCISES)
    return bench


def test_what_has_not_changed_is_not_run(bench):
    assert bench.runs() == []
    assert len(bench.jobs) == 1  # and nothing was started for it


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_runs_again_when_an_answer_up_to_it_changes(bench, name):
    assert bench.runs(**{name: "x = 2"}) == list(EXERCISES[EXERCISES.index(name) :])
    assert bench.runs(**{name: "x = 1"}) == []  # that is known, too


def test_of_what_did_not_change_only_what_others_need_is_run(bench):
    bench.runs(third="x = 2")
    ran = [step["name"] for step in bench.jobs[-1]["steps"]]
    assert ran == ["setup", "first", "first_check", "second", "second_check", "third", "third_check"]
    bench.runs(second="x = 3")
    bench.runs(second="x = 4", third="x = 2")
    bench.runs(first="x = 5", second="x = 6")
    assert bench.runs(second="x = 7") == ["second", "third"]


def test_cells_of_the_learner_count_as_answers_do(bench):
    own = new_code_cell("second = 7", id="own")
    assert bench.runs(edit=lambda made: made.cells.insert(4, own)) == ["second", "third"]


def change_file_beside(bench: Bench) -> None:
    (bench.root / "work" / "rows.csv").write_text("1,2")


def change_release(bench: Bench) -> None:
    made = notebook()
    made.cells[1].source += "\nimport cmath"
    nbformat.write(made, bench.root / "release" / "three" / "three.ipynb")


def change_check(bench: Bench) -> None:
    made = notebook()
    made.cells[3].source += "\nassert True"
    nbformat.write(made, bench.root / "release" / "three" / "three.ipynb")


@pytest.mark.parametrize("change", [change_file_beside, change_release, change_check])
def test_everything_else_that_a_check_depends_on_counts(bench, change):
    change(bench)
    assert bench.runs() == list(EXERCISES)
    assert bench.runs() == []


def test_engine_libraries_and_secret_count(bench, monkeypatch, tmp_path):
    known = results.engine()
    library = tmp_path / "site" / "numpy-99.0.dist-info"
    library.mkdir(parents=True)
    monkeypatch.syspath_prepend(library.parent)
    assert results.engine() != known
    assert bench.runs() == list(EXERCISES)
    made = [
        results.start_of(Assignment("three", ()), Options(), secret) for secret in ("", "00" * 16, "11" * 16)
    ]
    assert len({*made}) == 3


def test_code_of_the_grader_and_the_course_counts(tmp_path, monkeypatch):
    module = tmp_path / "autograder" / "learner" / "results.py"
    other = tmp_path / "course" / "draw.py"
    seen = set()
    for path, text in ((module, "1"), (other, "1"), (module, "2"), (other, "2")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        monkeypatch.setattr(results, "__file__", str(module))
        seen.add(results.engine())
    assert len(seen) == 4


@pytest.mark.parametrize("outcome", ["timed out", "out of memory"])
def test_what_had_to_be_stopped_is_tried_again_and_so_is_what_follows(bench, outcome):
    bench.outcomes["second_check"] = outcome
    bench.runs(first="x = 2")
    assert bench.runs() == ["second", "third"]


def test_after_a_cell_that_had_to_be_stopped_all_is_tried_again(bench):
    bench.stopped = ["second"]
    bench.runs(first="x = 2")
    bench.stopped = []
    assert bench.runs() == ["second", "third"]


DAMAGED = ["", "[]", '{"a": 1}', "\udcff", '{"KEY": {"outcome": "passed", "message": 1, "score": 1}}']
DAMAGED += ["[" * 100_000, '{"KEY": {"outcome": "wrong", "message": "\\u001b[2J", "score": 1}}']
DAMAGED += ['{"KEY": {"outcome": "praised", "message": "", "score": 1}}', '{"KEY": {"outcome": "passed"}}']
DAMAGED += ['{"KEY": {"outcome": "passed", "message": "", "score": NaN}}']


@pytest.mark.parametrize("text", DAMAGED)
def test_what_is_damaged_is_run_again(bench, text):
    path = bench.root / FILE
    for key in json.loads(path.read_text()):
        path.write_bytes(text.replace("KEY", key).encode("utf-8", "surrogateescape"))
        assert bench.runs()


def test_no_more_points_than_there_are(bench):
    path = bench.root / FILE
    kept = {
        key: one | {"score": 1e9, "outcome": "passed", "points": 99, "name": {}}
        for key, one in json.loads(path.read_text()).items()
    }
    path.write_text(json.dumps(kept))
    with Checker() as checker:
        card = checker.grade(bench.path)
    assert card["score"] == card["points"] == 3


def test_a_folder_that_cannot_be_written_is_no_obstacle(bench, monkeypatch):
    (bench.root / FILE).unlink()

    def refuse(*arguments: object, **named: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(results, "write_whole", refuse)
    assert bench.runs() == list(EXERCISES)
    assert bench.runs() == list(EXERCISES)


def test_the_file_does_not_grow_without_end(bench, monkeypatch):
    monkeypatch.setattr(results, "MOST", 6)
    for number in range(5):
        bench.runs(third=f"x = {number}")
    assert len(json.loads((bench.root / FILE).read_text())) == 6


def test_without_the_sandbox_nothing_is_kept(bench, monkeypatch):
    """Then an answer may read any file."""
    os.remove(bench.root / FILE)

    def without(checker: Checker, *arguments: object) -> None:
        checker._options = replace(checker._options, confined=False)

    monkeypatch.setattr(Checker, "_source", without)
    assert bench.runs() == list(EXERCISES)
    assert bench.runs() == list(EXERCISES)
    assert not (bench.root / FILE).exists()


def test_the_images_stay_as_long_as_what_they_start_from(tmp_path, monkeypatch):
    bench = Bench(tmp_path)
    started, ahead = [], []

    class Source:
        def run_ahead(self, cells: list) -> None:
            ahead.append({cell.name for cell in cells})

    class Sources:
        def __init__(self, assignment: object, options: object, secret: str):
            started.append(self)

        def start(self) -> dict:
            return {"three": Source()}

        def close(self) -> None:
            started.remove(self)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(self_check, "grade_notebook", bench.grade)
    monkeypatch.setattr(self_check, "Sources", Sources)
    nbformat.write(submission(notebook(), {"first": "x = 1"}), bench.path)
    with Checker() as checker:
        checker.grade(bench.path)
        (first,) = started
        nbformat.write(submission(notebook(), {"first": "x = 2"}), bench.path)
        checker.grade(bench.path)
        assert started == [first]
        change_file_beside(bench)
        checker.grade(bench.path)
        assert len(started) == 1
        assert started != [first]
    assert started == []
    assert len(ahead) == 3


def test_progress_that_cannot_be_kept_is_a_notice(bench, monkeypatch):
    def refuse(*arguments: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(self_check, "remember", refuse)
    with Checker() as checker:
        card = checker.check(bench.path)
    assert [notice for notice in card["notices"] if "could not be kept: read-only" in notice]


def test_it_is_told_how_far_the_checks_are(bench):
    bench.answers["second"] = "x = 2"
    nbformat.write(submission(notebook(), bench.answers), bench.path)
    said = []
    with Checker() as checker:
        checker.grade(bench.path, tell=lambda *words: said.append(words))
    assert said == [(1, 3, "Starting Python"), (2, 3, "Running the checks"), (3, 3, "Running the checks")]
