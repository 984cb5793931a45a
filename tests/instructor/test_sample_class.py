"""An invented class hands in what a real one might, the same each time, and overwrites nobody."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from dateutil.parser import parse
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_solution
from notebooks import grade_id, nbgrader_cell

from autograder.instructor.sample_class import SampleError, make_class
from autograder.proof import specimens as stored

STUB = "def {name}():\n    # YOUR CODE HERE\n    raise NotImplementedError('not yet')"
EXERCISES = [f"exercise_{number}" for number in range(6)]


@pytest.fixture
def course(tmp_path) -> CourseDirectory:
    """Return a course with a release of six exercises, three specimens each, and two manual answers."""
    cells = [nbgrader_cell("code", "setup", "import math")]
    for name in EXERCISES:
        cells.append(nbgrader_cell("code", name, STUB.format(name=name), solution=True))
        cells.append(nbgrader_cell("code", f"{name}_check", f"assert {name}()", points=1, grade=True))
        for verdict, kind, value in (("accept", "a", 1), ("accept", "b", 2), ("reject", "c", 0)):
            path = tmp_path / "tests" / "specimens" / "week" / name / verdict / f"{kind}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            header = "# accept: so\n" if value else "# reject: so\n# loses: x\n# message: no\n"
            path.write_text(f"{header}def {name}():\n    # {verdict}\n    return {value}\n")
    for name in ("why", "how"):
        kind = "markdown" if name == "why" else "code"
        blank = nbgrader_cell(kind, name, "YOUR ANSWER HERE", points=3, grade=True, solution=True)
        cells.append(blank)
    release = tmp_path / "release" / "week" / "week.ipynb"
    release.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), release)
    return CourseDirectory(root=str(tmp_path))


def submitted(course: CourseDirectory) -> dict[str, nbformat.NotebookNode]:
    """Return the notebooks handed in, by student."""
    paths = sorted(Path(course.root, "submitted").glob("*/week/week.ipynb"))
    return {path.parts[-3]: nbformat.read(path, as_version=4) for path in paths}


def files(course: CourseDirectory) -> dict[str, bytes]:
    """Return every file below submitted/."""
    root = Path(course.root, "submitted")
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def kinds(course: CourseDirectory) -> list[list[str]]:
    """Return for each student what stands in each answer cell: accept, reject, stub, or an error."""
    found = []
    for notebook in submitted(course).values():
        cells = {grade_id(cell): cell.source for cell in notebook.cells}
        row = []
        for name in EXERCISES:
            text = cells[name]
            if text == STUB.format(name=name):
                row.append("stub")
            elif "reslut" in text or text.endswith("print("):
                row.append("error")
            else:
                row.append(re.search(r"# (accept|reject)\n", text)[1])
        found.append(row)
    return found


def test_a_class(course):
    """All kinds of answers occur, in valid notebooks whose other cells are the release's."""
    names = make_class(course, "week", 80)
    assert names == [f"student-{number:03d}" for number in range(1, 81)]
    released = nbformat.read(Path(course.root, "release/week/week.ipynb"), as_version=4)
    given = {grade_id(cell): cell for cell in released.cells if not is_solution(cell)}
    own, manual = 0, set()
    for notebook in submitted(course).values():
        nbformat.validate(notebook)
        named = {grade_id(cell): cell for cell in notebook.cells if grade_id(cell)}
        assert {name: named[name] for name in given} == given
        assert len(named) == len(released.cells)
        own += len(notebook.cells) > len(released.cells)
        manual |= {named["why"].source, named["how"].source}
        assert named["how"].source == "YOUR ANSWER HERE" or named["how"].source.startswith("# ")
    assert 0 < own < 60
    assert len(manual) > 20
    assert "YOUR ANSWER HERE" in manual
    assert {kind for row in kinds(course) for kind in row} == {"accept", "reject", "stub", "error"}


def test_answers_have_no_header(course):
    """What says whether an answer is right is not handed in."""
    make_class(course, "week", 20)
    assert not re.search(rb"# (accept|reject|loses|message):", b"".join(files(course).values()))


def test_ability_and_hardness(course):
    """Some students are better than others in all they do, and the last exercises are solved less often."""
    make_class(course, "week", 200)
    right = [[kind == "accept" for kind in row] for row in kinds(course)]
    solved = [sum(column) / 200 for column in zip(*right, strict=True)]
    assert solved[0] > solved[-1] + 0.1
    totals = [sum(row) for row in right]
    mean = sum(totals) / 200
    spread = sum((total - mean) ** 2 for total in totals) / 200
    independent = sum(share * (1 - share) for share in solved)
    assert spread > 1.3 * independent
    # Of an exercise's right answers some are common, others rare.
    cells = [cell.source for notebook in submitted(course).values() for cell in notebook.cells]
    assert sum("return 1" in text for text in cells) > 1.5 * sum("return 2" in text for text in cells)


def test_same_class_again(course, tmp_path):
    """The same seed gives the same bytes, and a smaller class is the beginning of a larger one."""
    make_class(course, "week", 9)
    first = files(course)
    Path(course.root, "submitted").rename(tmp_path / "a")
    make_class(course, "week", 5)
    assert files(course) == {path: data for path, data in first.items() if path[:11] <= "student-005"}
    Path(course.root, "submitted").rename(tmp_path / "b")
    make_class(course, "week", 9, seed=-1)
    assert not set(files(course).values()) & set(first.values())


def test_timestamp(course):
    """Each submission has a time that nbgrader understands, before the deadline."""
    make_class(course, "week", 10)
    texts = {path.read_text() for path in Path(course.root, "submitted").glob("*/week/timestamp.txt")}
    assert len(texts) == 10
    deadline = parse("2025-03-14 18:00 UTC")
    assert all(parse(text) < deadline for text in texts)


def test_nothing_is_overwritten(course):
    """A submission that is there stops everything, before anything is written."""
    taken = Path(course.root, "submitted", "student-003", "week")
    taken.mkdir(parents=True)
    (taken / "week.ipynb").write_text("mine")
    with pytest.raises(SampleError, match=r"student-003.week is there already\. Move"):
        make_class(course, "week", 4)
    assert files(course) == {"student-003/week/week.ipynb": b"mine"}
    make_class(course, "week", 2)
    with pytest.raises(SampleError, match=r"student-001.week is there already, and 2 more\."):
        make_class(course, "week", 4)


def test_dangling_link_is_there(course):
    folder = Path(course.root, "submitted", "student-002")
    folder.mkdir(parents=True)
    (folder / "week").symlink_to("nowhere")
    with pytest.raises(SampleError, match="student-002"):
        make_class(course, "week", 4)
    assert files(course) == {}


@pytest.mark.parametrize("students", [0, -3])
def test_nobody(course, students):
    with pytest.raises(SampleError, match=f"at least one student, not {students}"):
        make_class(course, "week", students)


def test_no_release(course):
    with pytest.raises(SampleError, match=r"no notebook in .*other.*`nbgrader generate_assignment other`"):
        make_class(course, "other", 3)
    Path(course.root, "release/week/week.ipynb").write_text("not a notebook")
    with pytest.raises(
        SampleError, match=r"week\.ipynb is not a notebook.*`nbgrader generate_assignment week`"
    ):
        make_class(course, "week", 3)


def test_no_specimens(course):
    """The message says where they are expected; nothing is written."""
    Path(course.root, "tests/specimens/week").rename(Path(course.root, "tests/specimens/other"))
    with pytest.raises(SampleError, match=r"tests/specimens/week/EXERCISE/accept/NAME\.py"):
        make_class(course, "week", 3)
    assert files(course) == {}


def test_notebook_without_cell_ids(course):
    """In a notebook of an older format the cells of one's own have no ids either."""
    path = Path(course.root, "release/week/week.ipynb")
    notebook = json.loads(path.read_text())
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]
    path.write_text(json.dumps(notebook))
    make_class(course, "week", 20)
    handed_in = submitted(course).values()
    assert not [cell for notebook in handed_in for cell in notebook.cells if "id" in cell]
    assert any(len(one.cells) > len(notebook["cells"]) for one in handed_in)


def test_specimens(tmp_path):
    """A specimen knows its place, its header and the answer below it; patterns select."""
    path = tmp_path / "week" / "double" / "reject" / "halves.py"
    path.parent.mkdir(parents=True)
    path.write_text("# reject: halves\n# loses: a b\n# message: twice\n\ndef double(x):\n    return x / 2\n")
    (specimen,) = stored.specimens(tmp_path)
    assert (specimen.assignment, specimen.exercise, specimen.accepted) == ("week", "double", False)
    assert specimen.header == {"reject": "halves", "loses": "a b", "message": "twice"}
    assert specimen.loses == {"a", "b"}
    assert specimen.answer == "def double(x):\n    return x / 2"
    assert str(specimen) == "week/double/reject/halves"
    assert stored.specimens(tmp_path, "week", verdict="accept") == []
    assert stored.specimens(tmp_path, "other") == []
