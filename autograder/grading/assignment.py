"""An assignment as its instructor wrote it: the trusted source notebooks, cell by cell."""

import ast
import functools
import json
import math
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader import nbgraderformat
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, SaveCells
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from traitlets.utils.importstring import import_item

from autograder.grading.leading import leading_statements

CLEARING = (ClearSolutions, ClearHiddenTests, ClearMarkScheme)
EARLY = {"generators": 0, "iter": 1, "value": 1}  # fields of Python's syntax trees that come before others
FLAGS = {"grade": is_grade, "solution": is_solution, "locked": is_locked, "task": is_task}


class AssignmentError(Exception):
    """The assignment cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Cell:
    """A cell of a source notebook.

    Attributes
    ----------
    name : its grade_id; a cell that nbgrader does not know goes by its id
    kind : "answer", "check", "manual", "locked" (other code) or "text" (other markdown)
    cell_type : "code", "markdown" or "raw"
    source : the instructor's text, with solutions and hidden tests
    stub : what the release holds
    points : of a check, a manual answer or a task
    hidden : whether it is a check of which the release does not hold everything
    id : the notebook format's id, "" in a notebook without ids
    flags : those of grade, solution, locked and task that are set; without any, learners may edit it
    secrets : pictures, in base64, that are attached to the source and that the release's text does not show
    prepares : whether later checks, hidden ones (True) and others (False), use names that this check binds
    ahead : of a check, how many leading statements are the same for every submission; of a locked cell, all or none
    """

    name: str
    kind: str
    cell_type: str
    source: str
    stub: str
    points: float = 0.0
    hidden: bool = False
    id: str = ""
    flags: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    prepares: frozenset[bool] = frozenset()
    ahead: int = 0

    @property
    def for_code(self) -> bool:
        """Whether learners type code here."""
        return self.kind in ("answer", "manual") and self.cell_type == "code"


@dataclass(frozen=True)
class Notebook:
    """A source notebook.

    Attributes
    ----------
    name : without .ipynb
    crossing : the names that the instructor's answers bind at the top level: what checks may fetch
    release : the JSON of the notebook that learners receive; its cells are those of `cells`, in this order
    """

    name: str
    cells: tuple[Cell, ...]
    crossing: frozenset[str] = frozenset()
    release: str = ""

    def answers_of(self, check: Cell) -> tuple[Cell, ...]:
        """Return the answer cells that a check grades: those since the previous group of checks."""
        answers: list[Cell] = []
        graded = False
        for cell in self.cells:
            if cell.for_code:
                answers = [cell] if graded else [*answers, cell]
                graded = False
            elif cell.kind == "check":
                graded = True
            if cell.name == check.name:
                return tuple(answers)
        raise KeyError(check.name)

    def exercise_of(self, check: Cell) -> str:
        """Return the name of a check's exercise: that of its last answer cell, or its own if it has none."""
        return [check, *self.answers_of(check)][-1].name


@dataclass(frozen=True)
class Assignment:
    """The source notebooks of an assignment, and its own files, each with its path inside the assignment."""

    name: str
    notebooks: tuple[Notebook, ...]
    files: tuple[tuple[Path, Path], ...] = ()


def source_assignments(coursedir: CourseDirectory) -> list[str]:
    """Return the names of the assignments in the course's source folder."""
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", "*"))
    return sorted({path.parent.name for path in folder.parent.glob("*/*.ipynb")})


def load_assignment(coursedir: CourseDirectory, name: str) -> Assignment:
    """Read an assignment from the course's source folder.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or one of its notebooks cannot be released.
    """
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", name))
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        there = ", ".join(source_assignments(coursedir)) or "none yet"
        raise AssignmentError(f"There is no notebook in {folder}. Assignments: {there}")
    return Assignment(
        name, tuple(load_notebook(coursedir, path) for path in paths), tuple(own_files(coursedir, folder))
    )


def own_files(coursedir: CourseDirectory, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the files that learners receive with the notebooks."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        if path.suffix != ".ipynb" and not is_ignored(coursedir, inside):
            yield path, inside


def is_ignored(coursedir: CourseDirectory, path: Path) -> bool:
    """Tell whether nbgrader leaves such a file out, as it does with caches."""
    return any(fnmatch(part, pattern) for part in path.parts for pattern in coursedir.ignore)


def load_notebook(coursedir: CourseDirectory, path: Path) -> Notebook:
    """Read a source notebook, and make its release with the course's own steps."""
    try:
        text = path.read_text(encoding="utf-8")
        source, released = release(coursedir, path, nbgraderformat.reads(text, as_version=4))
    except Exception as error:  # whatever the notebook, or a step of the course, may raise
        raise AssignmentError(
            f"{path}: {error}. Put it right, and try `nbgrader generate_assignment`."
        ) from error
    if [cell.get("id") for cell in source.cells] != [cell.get("id") for cell in released.cells]:
        raise AssignmentError(
            f"{path}: a step of GenerateAssignment.preprocessors adds, drops or moves cells."
        )
    ids = {cell.get("id") for cell in json.loads(text).get("cells", ())}
    for number, pair in enumerate(zip(source.cells, released.cells, strict=True), 1):
        if pair[0].get("id") not in ids:  # of a header, or made up by nbformat, differently each time
            for cell in pair:
                cell.id = f"unnamed-{number}"
    names = cell_names(source)
    cells = [read_cell(path, *about) for about in zip(names, source.cells, released.cells, strict=True)]
    crossing = frozenset().union(*(bound_names(cell, path) for cell in cells if cell.for_code))
    cells = tuple(with_ahead(with_prepares(cells), crossing))
    return Notebook(path.stem, cells, crossing, nbformat.writes(released))


def release(coursedir: CourseDirectory, path: Path, node: NotebookNode) -> tuple[NotebookNode, NotebookNode]:
    """Return the notebook before the course's steps begin to clear it, and after all of them.

    The steps are `GenerateAssignment.preprocessors`, without the one that writes into the gradebook.
    """
    # The application's configuration may be newer than the one that it has given to its course directory.
    converter = GenerateAssignment(coursedir=coursedir, parent=coursedir.parent or coursedir)
    folder = coursedir.format_path(coursedir.source_directory, ".", path.parent.name)
    resources = converter.init_single_notebook_resources(f"{folder}/{path.name}")
    resources["metadata"] = {"path": str(path.parent), "name": path.stem}
    steps = [import_item(step) if isinstance(step, str) else step for step in converter.preprocessors]
    classes = [step if isinstance(step, type) else type(step) for step in steps]
    first = next((i for i, kind in enumerate(classes) if issubclass(kind, CLEARING)), len(steps))
    made = []
    for part in (slice(first), slice(first, None)):
        exporter = NotebookExporter(parent=converter, config=converter.config)
        for step, kind in zip(steps[part], classes[part], strict=True):
            if not issubclass(kind, SaveCells):
                exporter.register_preprocessor(step)
        with chdir(coursedir.root):  # a header's path is relative to it
            text, resources = exporter.from_notebook_node(node, resources)
        node = nbformat.reads(text, as_version=4)
        made.append(node)
    return made[0], made[1]


def cell_names(node: NotebookNode) -> list[str]:
    """Return a name for each cell: its grade_id, its id, or its number, made unique."""
    names = [cell.metadata.nbgrader.get("grade_id") if flags(cell) else None for cell in node.cells]
    taken = set(names)
    for number, cell in enumerate(node.cells):
        if names[number] is None:
            name = cell.get("id") or f"cell-{number + 1}"
            while name in taken:
                name += "-"
            names[number] = name
            taken.add(name)
    return names


def flags(cell: NotebookNode) -> frozenset[str]:
    """Return those of grade, solution, locked and task that nbgrader sees set."""
    return frozenset(flag for flag, is_set in FLAGS.items() if is_set(cell))


def read_cell(path: Path, name: str, cell: NotebookNode, released: NotebookNode) -> Cell:
    """Return a cell, given as it was before clearing and after."""
    settings, points = flags(cell), 0.0
    if settings & {"grade", "task"}:
        try:
            points = float(cell.metadata.nbgrader.points)
        except (AttributeError, TypeError, ValueError):
            points = math.nan
        if not 0 <= points < math.inf:
            raise AssignmentError(f"{path}: cell {name} needs points, a number that is not below 0")
    if "solution" in settings:
        kind = "manual" if "grade" in settings else "answer"
    elif "grade" in settings:
        kind = "check"
    else:
        kind = "locked" if cell.cell_type == "code" else "text"
    hidden = kind == "check" and cell.source != released.source
    unseen = cell.get("attachments", {}).keys() - shown_attachments(released.source)
    secrets = frozenset(data for name in unseen for data in cell.attachments[name].values())
    about = (
        cell.cell_type,
        cell.source,
        released.source,
        points,
        hidden,
        cell.get("id", ""),
        settings,
        secrets,
    )
    return Cell(name, kind, *about)


def shown_attachments(text: str) -> set[str]:
    """Return the names of the attachments that a Markdown text refers to."""
    return {unquote(name) for name in re.findall(r"attachment:([^)\s\"'>]+)", text)}


def bound_names(cell: Cell, path: Path) -> set[str]:
    """Return the names that the instructor's text binds at the top level, or as globals of its functions."""
    text = as_python(cell.source)
    try:
        top, tree = symtable.symtable(text, cell.name, "exec"), ast.parse(text)
    except SyntaxError as error:
        raise AssignmentError(f"{path}: the solution in cell {cell.name} is not Python: {error}") from error
    imports = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    if any(alias.name == "*" for alias in imports):
        raise AssignmentError(
            f"{path}: the solution in cell {cell.name} says `import *`; name what it imports"
        )
    names, tables = set(), [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            is_bound = symbol.is_assigned() or symbol.is_imported()
            if is_bound and (table is top or symbol.is_declared_global()):
                names.add(symbol.get_name())
    return names


@functools.lru_cache(maxsize=1_000)
def as_python(text: str) -> str:
    """Return a cell's text without what only IPython understands."""
    if text.lstrip().startswith("%%"):  # %%time and the like; what follows is Python in most of them
        text = text.lstrip().partition("\n")[2]
    return TransformerManager().transform_cell(text)


def with_prepares(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells, the checks with `prepares`."""
    used: dict[bool, set[str]] = {True: set(), False: set()}
    found = []
    for cell in reversed(cells):
        if cell.kind == "check" and (names := check_names(cell.source)):
            bound, needed = names
            cell = replace(cell, prepares=frozenset(hidden for hidden in used if bound & used[hidden]))
            for hidden in cell.prepares | {cell.hidden}:
                used[hidden] |= needed
        found.append(cell)
    return reversed(found)


def with_ahead(cells: Iterable[Cell], crossing: frozenset[str]) -> Iterator[Cell]:
    """Yield the cells, the checks and the locked ones with `ahead`."""
    for cell in cells:
        if cell.cell_type == "code" and cell.kind in ("check", "locked"):
            cell = replace(cell, ahead=leading_statements(cell.source, crossing, whole=cell.kind == "locked"))
        yield cell


def check_names(text: str) -> tuple[set[str], set[str]] | None:
    """Return the names that a check binds at its top level, and those that it uses before; None if it is not Python."""
    text = as_python(text)
    try:
        top, tree = symtable.symtable(text, "check", "exec"), ast.parse(text)
    except SyntaxError:
        return None
    bound = {
        symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    }
    first: dict[str, bool] = {}
    for name, used in occurrences(tree):
        first.setdefault(name, used)
    return bound, {name for name, used in first.items() if used}


def occurrences(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield each name in the code, and whether it is used there or bound, about in the order of execution."""
    if isinstance(node, ast.Name):
        yield node.id, isinstance(node.ctx, ast.Load)
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0], False
    elif isinstance(node, ast.arg):
        yield node.arg, False
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, True
    elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
        yield node.name, False
    for field in sorted(node._fields, key=lambda field: EARLY.get(field, 2)):
        part = getattr(node, field, None)
        for child in part if isinstance(part, list) else [part]:
            if isinstance(child, ast.AST):
                yield from occurrences(child)
