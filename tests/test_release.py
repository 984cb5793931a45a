"""`release/` is what nbgrader makes of `source/`, byte for byte, and gives nothing away."""

import re
from pathlib import Path

import pytest
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution
from notebooks import RELEASE, SOURCE, assignments, load

every_assignment = pytest.mark.parametrize("assignment", assignments())
REGION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)


@pytest.fixture(scope="module")
def generated(make_course) -> Path:
    """Return a `release` folder fresh from `nbgrader generate_assignment`."""
    course = make_course(*assignments())
    course.nbgrader("generate_assignment", "*")
    return course.root / "release"


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in each file below `folder`, except a running JupyterLab's checkpoints."""
    paths = [path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@every_assignment
def test_release_is_reproducible(generated: Path, assignment: str):
    """The committed release has the very bytes of a fresh one; if not, run `make release`."""
    assert files(RELEASE / assignment) == files(generated / assignment)


def test_nothing_else_is_released():
    """A release whose source is gone is gone too."""
    assert {name.split("/")[0] for name in files(RELEASE)} == set(assignments())


@every_assignment
def test_nothing_is_given_away(assignment: str):
    """No line of a solution or of a hidden test is in the release, unless learners see it elsewhere."""
    sources = [cell.source for cell in load(assignment, SOURCE).cells]
    shown = {line.strip() for source in sources for line in REGION.sub("", source).splitlines()}
    secret = {
        line.strip() for source in sources for _, text in REGION.findall(source) for line in text.splitlines()
    }
    released = [cell.source for cell in load(assignment, RELEASE).cells]
    assert not (secret - shown) & {line.strip() for source in released for line in source.splitlines()}
    assert not [
        source for source in released if re.search("(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", source)
    ]


@every_assignment
def test_release_is_ready_to_work_in(assignment: str):
    """Cells are clean, in the order of the source, locked where they should be, and pass `validate`'s checksums."""
    released = load(assignment, RELEASE)
    assert [cell.id for cell in released.cells] == [cell.id for cell in load(assignment, SOURCE).cells]
    for cell in released.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert cell.metadata.get("editable", True) is not is_locked(cell)
        if is_grade(cell) or is_solution(cell) or is_locked(cell):
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)
