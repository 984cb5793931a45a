"""An assignment's notebook as learners have it: with the visible checks, without what is hidden."""

import ast
import builtins
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.grading.assignment import (
    AssignmentError,
    Cell,
    Notebook,
    as_python,
    bound_names,
    cell_names,
    check_names,
    read_cell,
    with_ahead,
    with_prepares,
)
from autograder.grading.files import Unreadable
from autograder.grading.reading import Notes, as_dict, as_text, grade_ids, read_cells

ANSWERS = ("answer", "manual")
CHANGED = "Cells that should be as they were released have been changed: {}. A fresh copy has the originals."


def load_released(path: Path) -> tuple[Notebook, tuple[str, ...]]:
    """Read a notebook of which there is no source, and return it with notes on what is odd about it.

    It may be the learner's own copy, with answers in it: the stub of an answer that is not as it was released counts
    as empty. A check of which the release holds no code is hidden. Of one that is hidden in part nobody can tell.

    Raises
    ------
    AssignmentError
        If it is not a released notebook, or too damaged to tell.
    files.Unreadable
        If the file is not a notebook at all.
    """
    notes = Notes()
    nodes, seen = [], set()
    for raw in read_cells(path, path.parent, notes):
        node = as_node(raw)
        name = node.metadata.nbgrader.get("grade_id")
        if name not in seen:  # of copies the first counts
            nodes.append(node)
            seen |= {name} - {None}
        if as_released(node) is False and not node.metadata.nbgrader.get("solution"):
            notes.add(CHANGED, name)
    names = cell_names(NotebookNode(cells=nodes))
    read = [read_cell(path, name, node, node) for name, node in zip(names, nodes, strict=True)]
    read = [replace(cell, hidden=cell.kind == "check" and not has_code(cell)) for cell in read]
    answered = [
        cell.kind in ANSWERS and as_released(node) is False for cell, node in zip(read, nodes, strict=True)
    ]
    read = [replace(cell, stub="") if done else cell for cell, done in zip(read, answered, strict=True)]
    cells = tuple(with_prepares(read))
    if not any(cell.kind == "check" for cell in cells):
        raise AssignmentError("None of its cells is a check.")
    crossing = answered_names(path, cells)
    return Notebook(path.stem, tuple(with_ahead(cells, crossing)), crossing), notes.sentences()


def as_node(raw: object) -> NotebookNode:
    """Return a cell as nbformat has it, whatever the file holds in its place."""
    cell = as_dict(raw)
    metadata = as_dict(cell.get("metadata"))
    settings = as_dict(metadata.get("nbgrader"))
    settings["grade_id"] = as_text(settings.get("grade_id")) or None
    text = cell.get("source")
    text = "".join(map(as_text, text)) if isinstance(text, list) else as_text(text)
    return NotebookNode(
        cell_type=as_text(cell.get("cell_type")),
        source=text.replace("\r\n", "\n"),
        id=as_text(cell.get("id")),
        metadata=NotebookNode(nbgrader=NotebookNode(settings)),
    )


def as_released(node: NotebookNode) -> bool | None:
    """Tell by nbgrader's checksum whether a cell is as it was released; None if it has none."""
    settings = node.metadata.nbgrader
    if not settings.get("grade_id") or not settings.get("checksum"):
        return None
    try:
        return compute_checksum(node) == settings.checksum
    except (KeyError, TypeError, ValueError):  # the points are gone, or are no number
        return False


def unchanged(path: Path) -> set[str]:
    """Return the names of the cells that are as they were released; none of a file that cannot be read."""
    try:
        nodes = [as_node(raw) for raw in read_cells(path, path.parent, Notes())]
    except Unreadable:
        return set()
    return {node.metadata.nbgrader.grade_id for node in nodes if as_released(node)}


def best_match(path: Path, originals: Sequence[Path]) -> Path | None:
    """Return the original that a notebook was made from, None if it shares nothing with any.

    It is the one with most of its cells; among these, such as copies of one release, the one that is least changed;
    among these, or for a notebook too damaged to tell, the one of its name.
    """
    ours = grade_ids(path, path.parent)

    def rank(one: Path) -> tuple[int, int, bool]:
        common = len(ours & grade_ids(one, one.parent))
        return common, len(unchanged(one)) if common else 0, one.name == path.name

    best = max(originals, key=rank, default=None)
    return best if best and any(rank(best)) else None


def has_code(cell: Cell) -> bool:
    """Tell whether there is anything in a cell to run."""
    try:
        return bool(ast.parse(as_python(cell.source)).body)
    except SyntaxError:
        return True


def answered_names(path: Path, cells: tuple[Cell, ...]) -> frozenset[str]:
    """Return the names that the answers have to bind: those that checks use and nobody else binds."""
    known, wanted = set(dir(builtins)), set()
    for cell in cells:
        if cell.kind == "locked":
            known |= bound_names(cell, path)
        elif cell.kind == "check" and (names := check_names(cell.source)):
            bound, needed = names
            wanted |= needed - known
            known |= bound - wanted
    return frozenset(wanted)
