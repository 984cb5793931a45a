"""The rooms of the package import downwards only."""

import ast

import pytest
from notebooks import ROOT

ROOMS = ["crossing", "confinement", "grading", "plugins", "learner", "proof", "instructor"]
PACKAGE = ROOT / "autograder"


def rooms_imported_by(source: str) -> set[str]:
    """Return the rooms that a module imports from, wherever in it the import stands."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "autograder" and len(part) > 1}


def test_every_room_is_known():
    assert sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")) == sorted(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_is_below_it(room):
    below = {*ROOMS[: ROOMS.index(room) + 1], "pages"}
    for path in sorted((PACKAGE / room).rglob("*.py")):
        above = rooms_imported_by(path.read_text(encoding="utf-8")) - below
        assert not above, f"{path.relative_to(ROOT)} imports from {sorted(above)}"


@pytest.mark.parametrize(("one", "package"), [("course", "autograder"), ("autograder", "course")])
def test_the_course_and_the_grader_do_not_know_each_other(one, package):
    for path in sorted((ROOT / one).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
        assert not {name for name in modules if name and name.split(".")[0] == package}, path
