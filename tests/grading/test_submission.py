"""Reading trusted source notebooks and hostile submitted ones, and rebuilding the notebook that was graded."""

import copy
import json
import math
import os
import random
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, determine_grade, parse_utc
from notebooks import KERNELSPEC, RELEASE, ROOT, TINY_HIDDEN, assignments, nbgrader_cell, tiny
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.grading import reading
from autograder.grading.assignment import AssignmentError, Notebook, load_assignment
from autograder.grading.finding import find_notebook, read_timestamp
from autograder.grading.reading import Submitted, read_submitted
from autograder.grading.rebuilding import Step, autograded, steps, untouched

pytestmark = pytest.mark.filterwarnings("error::nbformat.warnings.DuplicateCellId")

RIGHT = "def double(x):\n    return x + x"
GIF = "R0lGODlhAQABAAAAACw="
EMPTY = Submitted({}, {}, ())


def load(root: Path, node: NotebookNode | str, config: Config | None = None, name: str = "tiny") -> Notebook:
    """Write a source notebook into a course and load its assignment."""
    path = root / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(node if isinstance(node, str) else nbformat.writes(node), encoding="utf-8")
    return load_assignment(CourseDirectory(root=str(root), config=config or Config()), name).notebooks[0]


@pytest.fixture(scope="module")
def config() -> Config:
    """Return this course's configuration."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, config) -> Notebook:
    """Return the tiny assignment's notebook."""
    return load(tmp_path_factory.mktemp("course"), tiny(), config)


@pytest.fixture
def released(notebook) -> NotebookNode:
    """Return the tiny assignment's release, to be filled in."""
    return nbformat.reads(notebook.release, as_version=4)


@pytest.fixture
def read(notebook, tmp_path) -> Callable[..., Submitted]:
    """Return a function that writes a submission (a notebook, data for JSON, text or bytes) and reads it."""

    def read(content) -> Submitted:
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (tmp_path / "tiny.ipynb").write_bytes(data)
        return read_submitted(tmp_path / "tiny.ipynb", notebook)

    return read


def cell_of(node: NotebookNode, name: str) -> NotebookNode:
    """Return the cell with that id."""
    return next(cell for cell in node.cells if cell.id == name)


def put(node: NotebookNode, after: str, *cells: NotebookNode) -> None:
    """Put cells after the one with that id."""
    at = node.cells.index(cell_of(node, after)) + 1
    node.cells[at:at] = cells


def noted(submitted: Submitted, *sentences: str) -> bool:
    """Tell whether these sentences (with {} for any names) are all the notes there are."""
    starts = sorted(sentence.partition("{}")[0] for sentence in sentences)
    return len(starts) == len(submitted.notes) and all(map(str.startswith, sorted(submitted.notes), starts))


# The trusted side


@pytest.mark.parametrize("name", assignments())
def test_the_release_is_nbgraders(name):
    """What learners are taken to have received is the committed release, which nbgrader made."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assignment = load_assignment(CourseDirectory(root=str(ROOT), config=config), name)
    for notebook in assignment.notebooks:
        text = (RELEASE / name / f"{notebook.name}.ipynb").read_text(encoding="utf-8")
        assert notebook.release == text.rstrip("\n")
        cells = nbformat.reads(text, as_version=4).cells
        assert [cell.stub for cell in notebook.cells] == [cell.source for cell in cells]


def test_cells(notebook):
    """Every kind of cell is told apart, and keeps the instructor's text beside the learners'."""
    found = {cell.name: (cell.kind, cell.cell_type, cell.points, cell.hidden) for cell in notebook.cells}
    assert found == {
        "title": ("text", "markdown", 0, False),
        "setup": ("locked", "code", 0, False),
        "double": ("answer", "code", 0, False),
        "double_check": ("check", "code", 1, False),
        "double_hidden": ("check", "code", 2, True),
        "why": ("manual", "markdown", 3, False),
    }
    hidden, answer = notebook.cells[4], notebook.cells[2]
    assert hidden.source == TINY_HIDDEN
    assert hidden.stub == "# More checks run when you submit."
    assert "return 2 * x" in answer.source
    assert 'NotImplementedError("double: not attempted' in answer.stub


def test_stubs_follow_the_course(tmp_path):
    """Markers and stubs are those that the course has configured, with nbgrader's own steps."""
    node = tiny()
    cell_of(node, "double").source = "def double(x):\n    # SECRET\n    return 2 * x\n    # TERCES"
    config = Config()
    config.ClearSolutions.begin_solution_delimeter = "SECRET"
    config.ClearSolutions.end_solution_delimeter = "TERCES"
    config.ClearSolutions.code_stub = {"python": "..."}
    config.ClearSolutions.text_stub = "Say why."
    notebook = load(tmp_path, node, config)
    assert notebook.cells[2].stub == "def double(x):\n    ..."
    assert notebook.cells[5].stub == "Say why."


@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
@pytest.mark.parametrize("ids", [False, True])
def test_headers(tmp_path, ids):
    """Cells that the course puts before every notebook are the notebook's; cells without ids get lasting names."""
    node = nbformat.from_dict(tiny() | {"nbformat_minor": 5 if ids else 4})
    header = new_notebook(
        cells=[new_code_cell('NAME = ""'), new_markdown_cell("---"), new_markdown_cell("---")]
    )
    header.nbformat_minor = 4
    for cell in [*([] if ids else node.cells), *header.cells]:
        del cell["id"]
    (tmp_path / "header.ipynb").write_text(nbformat.writes(header), encoding="utf-8")
    config = Config()
    config.IncludeHeaderFooter.header = "header.ipynb"
    notebook = load(tmp_path, node, config)
    header = "unnamed" if ids else "cell"
    names = [f"{header}-1", f"{header}-2", f"{header}-3", "title" if ids else "cell-4", "setup"]
    assert [cell.name for cell in notebook.cells[:5]] == names
    assert notebook.cells[0].source == 'NAME = ""'
    handed_in = nbformat.reads(notebook.release, as_version=4)
    for cell in handed_in.cells:
        cell.pop("id", None)
    (tmp_path / "tiny.ipynb").write_text(json.dumps(handed_in))
    submitted = read_submitted(tmp_path / "tiny.ipynb", notebook)
    assert (submitted.added, submitted.notes) == ({}, ())
    rebuilt = autograded(notebook, EMPTY, result(notebook))
    nbformat.validate(rebuilt)
    assert [cell.source for cell in rebuilt.cells] == [cell.stub for cell in notebook.cells]


def test_steps_that_move_cells_are_refused(tmp_path):
    """Source and release must have the same cells."""

    def drop(node, resources):
        node.cells.pop()
        return node, resources

    config = Config()
    config.GenerateAssignment.preprocessors = ["nbgrader.preprocessors.ClearSolutions", drop]
    with pytest.raises(AssignmentError, match="adds, drops or moves cells"):
        load(tmp_path, tiny(), config)


def test_exercises(tmp_path):
    """A check grades the answers since the previous checks, and is its own exercise if there is none."""
    source = {"code": "x = 1", "markdown": "text"}
    layout = ["check:c0", "answer:a", "check:c1", "text:t", "check:c2", "answer:b1", "code:s", "answer:b2"]
    layout += ["manual:m", "check:c3"]
    cells = []
    for kind, name in (one.split(":") for one in layout):
        flags = {"grade": kind in ("check", "manual"), "solution": kind in ("answer", "manual"), "points": 1}
        cells.append(nbgrader_cell("markdown" if kind in ("text", "manual") else "code", name, "x", **flags))
        cells[-1].source = source[cells[-1].cell_type]
    notebook = load(tmp_path, new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC}))
    checks = [cell for cell in notebook.cells if cell.kind == "check"]
    answers = {check.name: [cell.name for cell in notebook.answers_of(check)] for check in checks}
    assert answers == {"c0": [], "c1": ["a"], "c2": ["a"], "c3": ["b1", "b2"]}
    assert [notebook.exercise_of(check) for check in checks] == ["c0", "a", "a", "b2"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import os.path, numpy as np\nfrom x import y as z", "os np z"),
        ("a = b, (c, *d) = 1, (2, 3)\nprint(used)", "a b c d"),
        (
            "def f(p):\n    global g\n    g = local = 1\n    def h():\n        global deep\n        import deep",
            "f g deep",
        ),
        ("class K(B):\n    attr = 1\n    def m(self): self.x = y = 1", "K"),
        ("async def co(): pass\nfor i in [j for k in x]: n = 1", "co i n"),
        ("with open(k) as w, e: pass\n[q := s for t in range(3)]\ndel gone", "w q gone"),
        ("%matplotlib inline\nfiles = !ls\n?print", "files"),
        ("%%time\nx = 1", "x"),
    ],
)
def test_crossing(tmp_path, text, names):
    """Checks may fetch what the instructor's answers bind at the top level, in notebook's Python too."""
    node = tiny()
    cell_of(node, "double").source = text
    assert load(tmp_path, node).crossing == set(names.split())


def test_crossing_leaves_locked_names_alone(tmp_path):
    """A name that a locked cell binds crosses only if an answer binds it too."""
    node = tiny()
    cell_of(node, "setup").source = "import math\ntable = 1\nother = 2"
    cell_of(node, "double").source = "table = other"
    assert load(tmp_path, node).crossing == {"table"}


def test_own_files(tmp_path):
    """An assignment's files are those that a release holds besides notebooks."""
    load(tmp_path, tiny())
    for name in (
        "data/prices.csv",
        ".ipynb_checkpoints/tiny-checkpoint.ipynb",
        "old/solution.ipynb",
        "a.pyc",
    ):
        path = tmp_path / "source" / "tiny" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assignment = load_assignment(CourseDirectory(root=str(tmp_path)), "tiny")
    assert assignment.files == ((tmp_path / "source/tiny/data/prices.csv", Path("data/prices.csv")),)


def without_points(cell: NotebookNode) -> None:
    """Take the points away."""
    del cell.metadata.nbgrader["points"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda node: "{", "tiny.ipynb"),
        (
            lambda node: node.cells.append(nbformat.from_dict(cell_of(tiny(), "double") | {"id": "new"})),
            "Duplicate grade id: double",
        ),
        (lambda node: without_points(cell_of(node, "double_check")), "double_check.*points"),
        (
            lambda node: cell_of(node, "double_check").metadata.nbgrader.update(points="many"),
            "points",
        ),
        (
            lambda node: cell_of(node, "double_check").metadata.nbgrader.update(points=math.inf),
            "double_check needs points",
        ),
        (lambda node: cell_of(node, "double").update(source="### BEGIN SOLUTION"), "no end solution"),
        (lambda node: cell_of(node, "double").update(source="def ("), "cell double is not Python"),
        (
            lambda node: cell_of(node, "double").update(source="from math import *"),
            "cell double says `import",
        ),
    ],
)
def test_unusable_sources(tmp_path, change, message):
    """What is wrong with a source notebook is said, with its name."""
    node = tiny()
    changed = change(node)
    with pytest.raises(AssignmentError, match=message) as error:
        load(tmp_path, changed if isinstance(changed, str) else node)
    assert "tiny.ipynb" in str(error.value)


def test_no_such_assignment(tmp_path):
    """Who mistypes an assignment reads which there are."""
    load(tmp_path, tiny())
    with pytest.raises(AssignmentError, match="Assignments: tiny"):
        load_assignment(CourseDirectory(root=str(tmp_path)), "tinny")


# What a submission contributes


def test_an_honest_submission(read, released, notebook):
    """Answers are taken, nothing is noted."""
    cell_of(released, "double").source = RIGHT
    cell_of(released, "why").source = "It adds."
    submitted = read(released)
    assert submitted == Submitted({"double": RIGHT, "why": "It adds."}, {}, ())
    assert untouched(notebook, submitted) == []


def test_the_release_itself(read, released, notebook):
    """An untouched submission is complete, and known to be untouched, whatever an editor did to line ends."""
    cell_of(released, "double").source = cell_of(released, "double").source.replace("\n", "  \r\n") + "\n\n"
    submitted = read(released)
    assert submitted.notes == ()
    assert untouched(notebook, submitted) == ["double", "why"]
    assert untouched(notebook, EMPTY) == ["double", "why"]
    assert "\r" not in submitted.answers["double"]


def test_steps(read, released, notebook):
    """The source's cells run in the source's order, checks with their hidden tests, own code where it stands."""
    cell_of(released, "double").source = RIGHT
    cell_of(released, "double_hidden").source = "pass"
    released.cells.insert(0, new_code_cell("first = 1"))
    put(released, "double", new_code_cell("mine = 2"), new_markdown_cell("A thought."), new_code_cell(" \n"))
    put(released, "why", new_code_cell("last = 3"))
    names = [
        "own cell 1 at the top",
        "own cell 1 after double",
        "own cell 2 after double",
        "own cell 1 after why",
    ]
    submitted = read(released)
    sources = {cell.name: cell.source for cell in notebook.cells}
    stubs = {cell.name: cell.stub for cell in notebook.cells}
    assert steps(notebook, submitted) == (
        Step("added", names[0], "first = 1"),
        Step("locked", "setup", "import math"),
        Step("answer", "double", RIGHT),
        Step("added", names[1], "mine = 2"),
        Step("check", "double_check", sources["double_check"], False, stubs["double_check"]),
        Step("check", "double_hidden", sources["double_hidden"], True, stubs["double_hidden"]),
        Step("added", names[3], "last = 3"),
    )
    assert [(cell.name, cell.cell_type) for cell in submitted.added["double"]] == [
        (names[1], "code"),
        (names[2], "markdown"),
    ]


def test_missing_answers(read, released, notebook):
    """A deleted answer is noted, and does not run; the rest counts."""
    released.cells = [cell for cell in released.cells if cell.id not in ("double", "double_check")]
    submitted = read(released)
    assert noted(submitted, reading.MISSING)
    assert "double." in submitted.notes[0]
    assert [step.name for step in steps(notebook, submitted)] == ["setup", "double_check", "double_hidden"]
    assert "double" in untouched(notebook, submitted)


def test_moved_cells(read, released, notebook):
    """An answer counts wherever it stands."""
    cell_of(released, "double").source = RIGHT
    released.cells.reverse()
    submitted = read(released)
    assert submitted.notes == ()
    assert [step.name for step in steps(notebook, submitted)] == [
        "setup",
        "double",
        "double_check",
        "double_hidden",
    ]


def test_copies(read, released, notebook):
    """The first of several cells is the answer; the others run where they stand."""
    cell_of(released, "double").source = RIGHT
    copies = [copy.deepcopy(cell_of(released, "double")) for _ in range(2)]
    copies[0].source, copies[0].id = "copied = 1", "new"
    copies[1].source = "copied = 2"
    put(released, "double", copies[0])
    put(released, "double_hidden", copies[1])
    submitted = read(released)
    assert submitted.answers["double"] == RIGHT
    run = [
        (step.kind, step.source) for step in steps(notebook, submitted) if step.kind in ("answer", "added")
    ]
    assert run == [("answer", RIGHT), ("added", "copied = 1"), ("added", "copied = 2")]
    assert noted(submitted, reading.COPIED)


def change_settings(released: NotebookNode) -> None:
    """Ask for more points, and unlock, ungrade and rename cells."""
    cell_of(released, "double_check").metadata.nbgrader.points = 100
    cell_of(released, "double_hidden").metadata.nbgrader.grade = False
    cell_of(released, "why").metadata.nbgrader.solution = [True]
    cell_of(released, "setup").metadata.nbgrader.locked = False
    cell_of(released, "double").metadata.nbgrader.grade_id = "other"


def change_types(released: NotebookNode) -> None:
    """Make text of code and code of text."""
    cell_of(released, "double").cell_type = "markdown"
    cell_of(released, "why").cell_type = "raw"
    cell_of(released, "double_check").cell_type = "markdown"


def change_texts(**texts: str) -> Callable[[NotebookNode], None]:
    """Return a function that gives cells another text."""
    return lambda released: [cell_of(released, name).update(source=text) for name, text in texts.items()]


@pytest.mark.parametrize(
    ("tamper", "sentences"),
    [
        (change_settings, [reading.SETTINGS]),
        (lambda released: [cell.update(metadata={}) for cell in released.cells], [reading.SETTINGS]),
        (
            lambda released: cell_of(released, "double").metadata.nbgrader.update(grade_id="x"),
            [reading.SETTINGS],
        ),
        (change_types, [reading.TYPE]),
        (change_texts(double_check="assert True", double_hidden=""), [reading.CHECKS]),
        (change_texts(setup="double = object()"), [reading.LOCKED]),
        (change_texts(why="Because \ud800 it adds."), [reading.NOT_TEXT]),
        (lambda released: released.update(nbformat=5), [reading.UNUSUAL]),
        (
            lambda released: cell_of(released, "double_check").update(metadata=[1]),
            [reading.DAMAGED, reading.SETTINGS],
        ),
        (
            lambda released: released.cells.extend([1, None, {"source": 7}, {"source": ["a", 1]}]),
            [reading.DAMAGED],
        ),
    ],
)
def test_tampering(read, released, notebook, tamper, sentences):
    """Whatever is changed around the answers, the source counts, and one note per kind says so."""
    cell_of(released, "double").source = RIGHT
    honest = steps(notebook, read(released))
    tamper(released)
    submitted = read(released)
    assert steps(notebook, submitted) == honest
    assert set(submitted.answers) == {"double", "why"}
    assert noted(submitted, *sentences), submitted.notes


def strip(released: NotebookNode, ids: bool = True) -> None:
    """Take the metadata and, as some editors do, the ids from every cell."""
    for cell in released.cells:
        cell.metadata = {}
        if ids:
            del cell["id"]


def test_cells_without_names(read, released, notebook):
    """Where metadata and ids are gone, answers are found by their place, and a note says so."""
    cell_of(released, "double").source = RIGHT
    cell_of(released, "why").source = "It adds."
    honest = steps(notebook, read(released))
    strip(released)
    submitted = read(released)
    assert submitted.answers == {"double": RIGHT, "why": "It adds."}
    assert steps(notebook, submitted) == honest
    assert noted(submitted, reading.PLACED)
    assert untouched(notebook, submitted) == []


def test_cells_without_names_among_own_cells(read, released, notebook):
    """Where it is not certain which cell is the answer, every one counts as the learner's own."""
    cell_of(released, "double").source = RIGHT
    strip(released)
    released.cells.insert(3, new_code_cell("print(1)"))
    submitted = read(released)
    assert set(submitted.answers) == {"why"}
    assert [cell.source for cell in submitted.added["setup"]] == [RIGHT, "print(1)"]


def corrected(node: NotebookNode) -> None:
    """Correct a released assignment: another text, more points, a hidden check."""
    cell_of(node, "setup").source = "import math, statistics"
    cell_of(node, "double_check").source += "\nassert double(1) == 2"
    cell_of(node, "double_hidden").metadata.nbgrader.points = 4
    cell_of(node, "why").metadata.nbgrader.points = 5


def test_corrected_assignment(tmp_path, config, released):
    """What the instructor has changed since the release is not held against the learner; what they changed is."""
    node = tiny()
    corrected(node)
    newer = load(tmp_path / "course", node, config)
    cell_of(released, "double").source = RIGHT
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps(released))
    assert read_submitted(path, newer).notes == ()
    cell_of(released, "double_check").source = "assert True"
    path.write_text(json.dumps(released))
    assert read_submitted(path, newer).notes == (reading.CHECKS.format("double_check"),)


LINES = ",".join(['"' + '{\\"a\\": [' * 1_000 + '"'] * 4_000)
PUT_OUT = {
    "text": ('"outputs": []', f'"outputs": [{{"output_type": "stream", "text": [{LINES}]}}]'),
    "picture": ('"outputs": []', f'"outputs": [{{"data": {{"image/png": "{"A" * 40_000_000}"}}}}]'),
    "widgets": ('"kernelspec"', '"widgets": {"a": [' + "{}," * 2_000_000 + '{}]}, "kernelspec"'),
}


@pytest.mark.parametrize("kind", PUT_OUT)
def test_outputs_do_not_count(read, notebook, released, kind):
    """Forty megabytes of output are no reason not to read the answers."""
    answer = cell_of(released, "double").source = RIGHT + '  # a text with "outputs": [ in it'
    submitted = read(json.dumps(released).replace(*PUT_OUT[kind], 1).encode())
    assert (submitted.answers["double"], submitted.notes) == (answer, ())


def test_endless_outputs(read, released):
    """Outputs that take too long to be skipped are said to be too much."""
    submitted = read(json.dumps(released).encode() + b'"outputs": [' + b"[" * 6_000_000)
    assert (submitted.answers, submitted.notes) == ({}, (reading.TOO_MANY_VALUES,))


def test_open_cells(read, released, notebook, tmp_path, config):
    """A cell that nbgrader does not lock may be edited: the edited text is the learner's own. Ids may be lost."""
    node = tiny()
    node.cells.insert(2, new_code_cell("print(1)", id="play"))
    node.cells.insert(3, new_markdown_cell("Space.", id="cell-1"))
    node.cells.insert(4, new_markdown_cell("More space.", id="setup-"))
    node.cells[1].id, node.cells[4].id = node.cells[4].id, node.cells[1].id
    notebook = load(tmp_path / "course", node, config)
    released = nbformat.reads(notebook.release, as_version=4)
    for changed, own in (("print(1)", []), ("helper = 2", ["helper = 2"])):
        for lost in (False, True):
            cell_of(released, "play").source = changed
            handed_in = copy.deepcopy(released)
            if lost:
                for cell in handed_in.cells:
                    del cell["id"]
            (tmp_path / "tiny.ipynb").write_text(json.dumps(handed_in))
            submitted = read_submitted(tmp_path / "tiny.ipynb", notebook)
            run = steps(notebook, submitted)
            assert [step.source for step in run if step.kind == "added"] == own
            assert ("locked", "play") in [(step.kind, step.name) for step in run]
            assert submitted.notes == ()
            nbformat.validate(autograded(notebook, submitted, result(notebook)))


def test_limits(read, released, notebook):
    """More than a notebook can sensibly hold is cut off, and that is said."""
    cell_of(released, "double").source = "#" * 1_000_001
    released.cells += [new_markdown_cell("x") for _ in range(2_000)]
    submitted = read(released)
    assert len(submitted.answers["double"]) == 1_000_000
    assert sum(map(len, submitted.added.values())) == 2_000 - len(notebook.cells)
    assert noted(submitted, reading.TOO_LONG, reading.TOO_MANY_CELLS)


def test_attachments(read, released, notebook):
    """Pictures attached to a written answer are kept; what may run is not, nor are other cells' pictures."""
    pictures = {"a.gif": {"image/gif": GIF}, "b.svg": {"image/svg+xml": "<svg onload='x()'/>"}}
    pictures |= {"c.png": {"image/png": f'{GIF}" onerror="x()'}, "d.png": [1]}
    cell_of(released, "why").attachments = pictures
    for name in ("title", "double"):
        cell_of(released, name).attachments = {"e.gif": {"image/gif": GIF}}
    submitted = read(released)
    assert submitted.attachments == {"why": {"a.gif": {"image/gif": GIF}}}
    assert noted(submitted, reading.ATTACHMENTS, reading.DAMAGED)
    rebuilt = autograded(notebook, submitted, result(notebook))
    nbformat.validate(rebuilt)
    assert cell_of(rebuilt, "why").attachments == {"a.gif": {"image/gif": GIF}}
    assert not [cell.id for cell in rebuilt.cells if "attachments" in cell and cell.id != "why"]


# Files of every kind


def as_nbformat_3(released: NotebookNode) -> str:
    """Return the notebook as IPython 2 would have saved it."""
    return nbformat.writes(nbformat.convert(released, 3), version=3)


@pytest.mark.parametrize(
    ("damage", "sentences"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), []),
        (lambda text: text.encode("utf-16"), []),
        (lambda text: text.replace("\n", "\r\n").encode(), []),
        (lambda text: text.replace('"nbformat_minor": 5', f'"nbformat_minor": {"9" * 5000}').encode(), []),
        (
            lambda text: text.replace(
                '"nbformat_minor": 5', '"nbformat_minor": NaN, "a": -Infinity'
            ).encode(),
            [],
        ),
        (lambda text: text.replace('"cells"', '"cells": [], "cells"').encode(), []),
        (lambda text: text.replace("It adds.", "It\tadds.").replace("\\t", "\t").encode(), []),
        (lambda text: text.encode() + b"}{", [reading.TRAILING]),
        (lambda text: text.replace("It adds.", "It \u00e9 adds.").encode("latin-1"), [reading.NOT_UTF8]),
        (lambda text: as_nbformat_3(nbformat.reads(text, as_version=4)).encode(), [reading.UNUSUAL]),
    ],
)
def test_unusual_files(read, released, damage, sentences):
    """Whatever an editor or a mail program did to a file, its answers are found."""
    cell_of(released, "double").source = RIGHT
    cell_of(released, "why").source = "It adds."
    submitted = read(damage(nbformat.writes(released)))
    assert submitted.answers["double"] == RIGHT
    assert set(submitted.answers) == {"double", "why"}
    assert noted(submitted, *sentences), submitted.notes


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", reading.NOT_JSON),
        (b"PK\x03\x04" + bytes(range(256)), reading.NOT_JSON),
        (b"\x00" * 1000, reading.NOT_JSON),
        (b'{"cells": [', reading.NOT_JSON),
        (b"[" * 10_000, reading.TOO_DEEP),
        (b'{"cells":' * 10_000, reading.TOO_DEEP),
        (b'{"cells": [' + b"0," * 2_100_000 + b"0]}", reading.TOO_MANY_VALUES),
        (b"null", reading.NO_CELLS),
        (b'{"cells": {"a": 1}, "worksheets": 3}', reading.NO_CELLS),
        (b'{"worksheets": [1, {"cells": "x"}]}', reading.NO_CELLS),
    ],
)
def test_damaged_files(read, notebook, content, sentence):
    """A file that cannot be read contributes nothing but the reason."""
    submitted = read(content)
    assert (submitted.answers, submitted.added) == ({}, {})
    assert sentence in submitted.notes
    assert untouched(notebook, submitted) == ["double", "why"]


@pytest.mark.parametrize("depth", [100, 400, 990])
def test_deep_metadata(read, released, depth):
    """Nesting that JSON still reads does not stop what comes after."""
    deep = '{"nbgrader":' * depth + "1" + "}" * depth
    for name in ("double", "why"):
        cell_of(released, name).update(metadata="deep", attachments="deep")
    cell_of(released, "setup").metadata.nbgrader.grade = "deep"
    submitted = read(json.dumps(released).replace('"deep"', deep))
    assert submitted.notes
    assert set(submitted.answers) == ({"double", "why"} if depth < 900 else set())


def scrambled(value: object, chance: random.Random) -> object:
    """Return data for JSON with parts of it replaced, dropped, repeated or exchanged."""
    junk = [None, True, -1, 1e999, "", "double", "\ud800", [], {}, ["code"], {"nbgrader": []}, "x" * 1000]
    if chance.random() < 0.03:
        return chance.choice(junk)
    if isinstance(value, dict):
        items = [(key, scrambled(one, chance)) for key, one in value.items() if chance.random() > 0.02]
        return dict(items) | (
            {chance.choice(["source", "id", "cells"]): "x"} if chance.random() < 0.02 else {}
        )
    if isinstance(value, list):
        items = [scrambled(one, chance) for one in value for _ in range(chance.choice([0] + [1] * 20 + [2]))]
        return chance.sample(items, len(items)) if chance.random() < 0.1 else items
    return value


def test_scrambled_notebooks(read, released, notebook):
    """Whatever is in a notebook, it is read, and what is rebuilt is a valid notebook with every source cell."""
    cell_of(released, "why").attachments = {"a.gif": {"image/gif": GIF}}
    put(released, "double", new_code_cell("mine = 2"))
    names = [cell.id for cell in notebook.cells]
    taken = 0
    for seed in range(300):
        submitted = read(scrambled(released, random.Random(seed)))
        rebuilt = autograded(notebook, submitted, result(notebook, notes=submitted.notes))
        nbformat.validate(rebuilt)
        nbformat.writes(rebuilt).encode()
        assert [cell.id for cell in rebuilt.cells if cell.id in names] == names
        taken += "double" in submitted.answers
    assert 100 < taken < 300


def make_link(path: Path) -> None:
    """Make a link to a file of the system."""
    path.symlink_to("/etc/passwd")


def make_folder(path: Path) -> None:
    """Make a folder with the notebook's name."""
    path.mkdir()


def make_pipe(path: Path) -> None:
    """Make a pipe that nobody writes into."""
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    """Make a socket that nobody listens to."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def make_sparse(path: Path) -> None:
    """Make a file of 100 MB that takes no room."""
    with path.open("wb") as file:
        file.truncate(100 << 20)


def make_dangling(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to("nowhere")


def make_own_link(path: Path) -> None:
    """Make a link to a good notebook, which the learner may not have been allowed to read."""
    path.with_name("good.txt").write_text(json.dumps(tiny()))
    path.symlink_to("good.txt")


@pytest.mark.parametrize(
    "make", [make_link, make_folder, make_pipe, make_socket, make_sparse, make_dangling, make_own_link]
)
def test_what_is_not_a_file(notebook, tmp_path, make):
    """Nothing but a regular file of moderate size is read, nothing is waited for, and no descriptor is left open."""
    make(tmp_path / "tiny.ipynb")
    before = len(os.listdir("/proc/self/fd"))
    path, notes = find_notebook(tmp_path, notebook)
    submitted = read_submitted(path, notebook)
    assert len(os.listdir("/proc/self/fd")) == before
    assert (submitted.answers, notes) == ({}, ())
    assert len(submitted.notes) == 1
    assert submitted.notes[0].startswith("tiny.ipynb is ")


@pytest.mark.parametrize("linked", ["ada", "ada/tiny"])
def test_linked_folders(notebook, released, tmp_path, linked):
    """No link below the folder of submissions is followed; the folder itself may be anywhere."""
    root = tmp_path / "submitted"
    (tmp_path / "real").mkdir()
    root.symlink_to("real")
    (root / "bob" / "tiny").mkdir(parents=True)
    (root / "bob" / "tiny" / "tiny.ipynb").write_text(json.dumps(released))
    assert find_notebook(root / "bob" / "tiny", notebook, (), root) == (
        root / "bob" / "tiny" / "tiny.ipynb",
        (),
    )
    assert read_submitted(root / "bob" / "tiny" / "tiny.ipynb", notebook, root).answers
    (root / linked).parent.mkdir(exist_ok=True)
    (root / linked).symlink_to(root / "bob" / ("tiny" if "/" in linked else ""))
    folder = root / "ada" / "tiny"
    path, notes = find_notebook(folder, notebook, (), root)
    assert path is None
    assert "not a folder" in notes[0]
    assert not read_submitted(folder / "tiny.ipynb", notebook, root).answers
    assert read_timestamp(folder, parse_utc, root) == (None, "")


@pytest.mark.parametrize(
    ("files", "taken", "words"),
    [
        ({"tiny.ipynb": "ours"}, "tiny.ipynb", []),
        ({"tiny.ipynb": "ours", "notes.txt": "ours"}, "tiny.ipynb", []),
        (
            {"tiny.ipynb": "other", "copy.ipynb": "ours"},
            "tiny.ipynb",
            ["Other notebooks were not graded: copy.ipynb"],
        ),
        ({"tiny (1).IPYNB": "ours"}, "tiny (1).IPYNB", ["renamed, as tiny (1).IPYNB"]),
        ({"mine.ipynb": "ours", "problem2.ipynb": "ours"}, "mine.ipynb", ["renamed, as mine.ipynb"]),
        ({"a.ipynb": "ours", "b.ipynb": "other"}, "a.ipynb", ["renamed, as a.ipynb", "not graded: b.ipynb"]),
        (
            {"a.ipynb": "ours", "b.ipynb": "ours"},
            None,
            ["There is no tiny.ipynb", "could be meant: a.ipynb, b.ipynb"],
        ),
        ({"a.ipynb": "other"}, None, ["There is no tiny.ipynb"]),
        ({"a.ipynb": "broken"}, None, ["There is no tiny.ipynb"]),
        ({}, None, ["There is no tiny.ipynb"]),
        ({"tiny.ipynb.txt": "ours"}, "tiny.ipynb.txt", ["renamed, as tiny.ipynb.txt"]),
        ({"week 1/ada/tiny.ipynb": "ours"}, "week 1/ada/tiny.ipynb", ["as week 1/ada/tiny.ipynb"]),
        ({"a/tiny.ipynb": "other", "b/mine.ipynb": "ours"}, "b/mine.ipynb", ["as b/mine.ipynb"]),
        ({"a/tiny.ipynb": "ours", "b/tiny.ipynb": "ours"}, None, ["meant: a/tiny.ipynb, b/tiny.ipynb"]),
        ({"__MACOSX/tiny.ipynb": "ours", ".x/tiny.ipynb": "ours"}, None, ["There is no tiny.ipynb"]),
        ({"tiny.zip": "other", "a.pdf": "broken"}, None, ["no tiny.ipynb", "There is: a.pdf, tiny.zip."]),
        (
            {"tiny.ipynb": "ours", "<b>`$x$`\u202e.ipynb": "ours"},
            "tiny.ipynb",
            ["not graded: ?b???x???.ipynb."],
        ),
        (
            {"tiny.ipynb": "ours", "x" * 200 + ".ipynb": "ours"},
            "tiny.ipynb",
            [f"{'x' * 45}...{'x' * 6}.ipynb."],
        ),
    ],
)
def test_find_notebook(notebook, released, tmp_path, files, taken, words):
    """A renamed notebook is found if it alone can be meant; names of files are shown safely."""
    contents = {"ours": json.dumps(released), "other": json.dumps(new_notebook()), "broken": "{"}
    for name, kind in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(contents[kind])
    path, notes = find_notebook(tmp_path, notebook, ["tiny", "problem2"])
    assert path == (None if taken is None else tmp_path / taken)
    assert all(word in " ".join(notes) for word in words), notes
    assert bool(notes) is bool(words)


def test_no_folder(notebook, tmp_path):
    """A submission that is not there, or not a folder, is said to be so."""
    (tmp_path / "file").touch()
    for name in ("file", "nothing"):
        path, notes = find_notebook(tmp_path / name, notebook)
        assert path is None
        assert "not a folder" in notes[0]
    assert read_submitted(None, notebook) == EMPTY


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-03-01 12:00:00.500000 UTC\n", datetime(2026, 3, 1, 12, 0, 0, 500000)),
        ("2026-03-01 12:00:00 America/New_York", datetime(2026, 3, 1, 17)),
        ("2026-03-01T12:00:00+02:00", datetime(2026, 3, 1, 10)),
        ("1 March 2026 9:30 am Z", datetime(2026, 3, 1, 9, 30)),
        ("", None),
    ],
)
def test_timestamps(tmp_path, text, time):
    """The time of submission is read as nbgrader reads it."""
    (tmp_path / "timestamp.txt").write_text(text)
    assert read_timestamp(tmp_path, parse_utc) == (time, "")


@pytest.mark.parametrize(
    "content",
    [
        b"soon",
        b"\xff\xfe",
        b"9" * 150,
        b"2026-03-01 12:00:00 C:\\x",
        b"2026-03-01 12:00:00 " + b" " * 300,
        b"0001-01-01 00:00:00 +2300",
        b"2026-03-01 12:00:00 /dev/stdin",
        b"2026-03-01 12:00:00 ../../etc/passwd",
        b"2026-03-01 09:30 CEST",
        b"2026-03-01 07:30 PST",
        b"07:30 EST 1 March 2026",
        b"2026-03-01 12:00:00 Europe/Atlantis",
        b"9999-12-31 23:59:59 UTC",
        make_pipe,
        make_link,
        make_sparse,
    ],
)
def test_forged_timestamps(tmp_path, content):
    """A time that cannot be read counts as unknown, and no file is opened on its behalf."""
    if callable(content):
        content(tmp_path / "timestamp.txt")
    else:
        (tmp_path / "timestamp.txt").write_bytes(content)
    time, note = read_timestamp(tmp_path, parse_utc)
    assert time is None
    assert note.startswith("The time of submission")


# The notebook that was graded


def result(
    notebook: Notebook, outputs: dict | None = None, notes: tuple = (), **messages: tuple[str, str]
) -> dict:
    """Return the result of grading: all checks pass but those with an outcome and a message."""
    names = [cell.name for cell in notebook.cells if cell.kind == "check"]
    checks = [
        dict(zip(("name", "outcome", "message"), (n, *messages.get(n, ("passed", ""))), strict=True))
        for n in names
    ]
    return {"checks": checks, "outputs": outputs or {}, "notes": list(notes)}


def test_autograded(read, released, notebook):
    """The graded notebook is the release with the learner's text and outputs and the checks' messages."""
    cell_of(released, "double").source = RIGHT
    cell_of(released, "why").source = "It adds."
    cell_of(released, "double_check").source = "forged"
    released.cells.insert(0, new_markdown_cell("Hello."))
    put(released, "double", new_code_cell("mine = 2"), new_raw_cell("<script>x()</script>"))
    put(released, "double_hidden", copy.deepcopy(cell_of(released, "double")))
    submitted = read(released)
    text = {"output_type": "stream", "name": "stdout", "text": "printed"}
    graded = result(
        notebook,
        {"double": [text], "own cell 1 after double": [text]},
        submitted.notes,
        double_hidden=("wrong", "double is wrong\nsomewhere"),
    )
    rebuilt = autograded(notebook, submitted, graded)
    nbformat.validate(rebuilt)
    assert rebuilt == autograded(notebook, submitted, graded)
    order = ["grading_notes", "cell-1", "title", "setup", "double", "cell-2", "cell-3", "double_check"]
    assert [cell.id for cell in rebuilt.cells] == [*order, "double_hidden", "cell-4", "why"]
    assert cell_of(rebuilt, "double").source == cell_of(rebuilt, "cell-4").source == RIGHT
    assert cell_of(rebuilt, "double").outputs == cell_of(rebuilt, "cell-2").outputs == [text]
    assert cell_of(rebuilt, "cell-3").cell_type == "markdown"
    assert cell_of(rebuilt, "why").source == "It adds."
    assert cell_of(rebuilt, "double_check").outputs == []
    assert cell_of(rebuilt, "double_hidden").outputs == [
        {
            "output_type": "error",
            "ename": "wrong",
            "evalue": "double is wrong\nsomewhere",
            "traceback": ["wrong: double is wrong", "somewhere"],
        }
    ]
    assert "secret_number" not in nbformat.writes(rebuilt)
    assert "forged" not in nbformat.writes(rebuilt)
    for cell in rebuilt.cells:
        assert ("nbgrader" in cell.metadata) is (cell.id in [c.name for c in notebook.cells if c.flags])


def test_nbgrader_reads_the_autograded_notebook(read, released, notebook):
    """To nbgrader the marks, an answer left as released and the checks' texts are what they are."""
    for answer, mark in (("It adds.", None), (cell_of(released, "why").source, 0)):
        cell_of(released, "why").source = answer
        rebuilt = autograded(notebook, read(released), result(notebook, double_hidden=("wrong", "")))
        assert determine_grade(cell_of(rebuilt, "why")) == (mark, 3)
        assert determine_grade(cell_of(rebuilt, "double_check")) == (1, 1)
        assert determine_grade(cell_of(rebuilt, "double_hidden")) == (0, 2)
        for name in ("setup", "double_check", "double_hidden"):
            assert cell_of(rebuilt, name).metadata.nbgrader.checksum == compute_checksum(
                cell_of(rebuilt, name)
            )


def test_missing_answers_are_shown_as_released(notebook):
    """Who handed in nothing finds the stubs."""
    rebuilt = autograded(notebook, EMPTY, result(notebook, notes=["None."]))
    assert [cell.source for cell in rebuilt.cells[1:]] == [cell.stub for cell in notebook.cells]
    assert "grading_notes" not in [cell.id for cell in autograded(notebook, EMPTY, result(notebook)).cells]


TABLE = '<table border="1" class="dataframe"><tr style="text-align: right;"><th>a &lt; b</th></tr></table>'
SHOWN = '<table border="1"><tr><th>a &lt; b</th></tr></table>'  # by classes Formgrader finds its own fields


@pytest.mark.parametrize(
    ("output", "kept"),
    [
        (
            {"output_type": "stream", "name": "x", "text": 5},
            {"output_type": "stream", "name": "stdout", "text": ""},
        ),
        (
            {"output_type": "error", "ename": 1, "evalue": "\ud800", "traceback": [1]},
            {"evalue": "?", "traceback": [""]},
        ),
        ({"output_type": "error", "traceback": "x"}, {"ename": "", "traceback": []}),
        (
            {"output_type": ["x"], "data": 3, "extra": 1},
            {"output_type": "display_data", "data": {"text/plain": ""}},
        ),
        ({"output_type": "execute_result", "data": {"text/plain": "1"}}, {"data": {"text/plain": "1"}}),
        ({"data": {"application/javascript": "x()", "text/plain": "p"}}, {"data": {"text/plain": "p"}}),
        (
            {"data": {"image/svg+xml": "<svg/>", "text/markdown": "<b>", "text/latex": "$x$"}},
            {"data": {"text/plain": ""}},
        ),
        ({"data": {"image/gif": GIF}}, {"data": {"text/plain": "", "image/gif": GIF}}),
        ({"data": {"image/png": f'{GIF}"><script>x()</script>'}}, {"data": {"text/plain": ""}}),
        ({"data": {"text/html": TABLE}}, {"data": {"text/plain": "", "text/html": SHOWN}}),
        (
            {"data": {"text/html": f"<style scoped>a{{}}</style>{TABLE}"}},
            {"data": {"text/plain": "", "text/html": SHOWN}},
        ),
        *(
            ({"data": {"text/html": html}}, {"data": {"text/plain": ""}})
            for html in (
                "<script>x()</script>",
                "<table onclick=x()><tr></table>",
                '<td style="position: fixed;">',
                '<div class="modal">',
                "<scr<p>ipt>x()</script>",
                "<td><img src=x onerror=x()>",
                "<td",
                ["<script>"],
            )
        ),
    ],
)
def test_outputs_are_harmless(notebook, output, kept):
    """Of a learner's outputs only what no page runs gets into the notebook, and the notebook stays valid."""
    rebuilt = autograded(notebook, EMPTY, result(notebook, {"double": [output]}))
    nbformat.validate(rebuilt)
    nbformat.writes(rebuilt).encode()
    (made,) = cell_of(rebuilt, "double").outputs
    assert made | kept == made


def test_dataframes_keep_their_tables(notebook):
    """What pandas shows is a table after all."""
    import pandas as pd

    table = pd.DataFrame(
        {("a", "b"): [1, 2], ("a", "c"): ["<x>", None]}, index=pd.MultiIndex.from_product([["i"], list("jk")])
    )
    rebuilt = autograded(
        notebook, EMPTY, result(notebook, {"double": [{"data": {"text/html": table._repr_html_()}}]})
    )
    html = cell_of(rebuilt, "double").outputs[0].data["text/html"]
    assert html.count("<td>") == 4
    assert "<style" not in html


def test_outputs_are_bounded(notebook):
    """A flood of output ends somewhere."""
    flood = [{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}] * 100
    rebuilt = autograded(notebook, EMPTY, result(notebook, {"double": flood}))
    assert len(cell_of(rebuilt, "double").outputs) == 4


def test_nbgrader_makes_feedback_of_it(make_course):
    """The feedback shows answers, own cells, messages and notes, and runs nothing of a file's name."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    coursedir = CourseDirectory(root=str(course.root), config=config, assignment_id="tiny")
    GenerateAssignment(coursedir=coursedir, parent=coursedir).start()
    notebook = load_assignment(coursedir, "tiny").notebooks[0]
    submitted = Submitted({"double": RIGHT, "why": "It adds."}, {}, ())
    notes = ["Odd: <img src=x onerror=x()> *b* `c` $d$ [e](javascript:x()) one_hot_check."]
    graded = result(notebook, notes=notes, double_hidden=("wrong", "double is <b>wrong</b> somewhere"))
    with course.gradebook() as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("tiny", "ada")
    course.place("autograded/ada", autograded(notebook, submitted, graded), "tiny")
    GenerateFeedback(coursedir=coursedir, parent=coursedir).start()
    page = BeautifulSoup(course.feedback("ada", "tiny"), "html.parser").find(id="notebook-container")
    assert notes[0] in page.text
    assert not page.find_all(["img", "em", "script"])
    assert not [link for link in page.find_all("a") if "javascript" in link.get("href", "")]
    for text in ("It adds.", "return x + x", "wrong: double is <b>wrong</b> somewhere"):
        assert text in page.text
