"""Reading what a learner handed in. None of it is trusted: what is odd is left out or put right, and noted."""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from autograder.grading.assignment import Cell, Notebook, flags
from autograder.grading.files import Unreadable, read_notebook
from autograder.grading.names import listed

MAX_VALUES = 2_000_000  # in the JSON; reading them takes up to 300 MB of memory
MAX_CELLS = 2_000
MAX_TEXT = 1_000_000  # characters in a cell
PICTURES = ("image/png", "image/jpeg", "image/gif")

# Sentences for learner and instructor; {} stands for the names of cells.
NOT_JSON = "The notebook is damaged: it is not JSON, and nothing in it can be read."
TOO_DEEP = "The notebook is damaged: its parts are nested too deeply to be read."
TOO_MANY_VALUES = "The notebook holds too much to be read. Clear its outputs and save it again."
NO_CELLS = "The notebook is damaged: no cells can be found in it."
NOT_UTF8 = "The notebook holds bytes that are not text; they were replaced."
TRAILING = "Something follows the end of the notebook; it was left out."
UNUSUAL = "The notebook is saved in an unusual format; what could be found in it was taken."
DAMAGED = "Parts of the notebook are damaged; what cannot be read of them was left out."
TOO_MANY_CELLS = f"The notebook has more than {MAX_CELLS:,} cells; the rest was left out."
TOO_LONG = f"Cells of more than {MAX_TEXT:,} characters were cut off there: {{}}."
NOT_TEXT = "Characters that are not text were replaced: {}."
MISSING = "Missing from the notebook, and counted as not attempted: {}."
COPIED = "Cells that occur more than once: {}. The first counts; the copies run as your own cells."
SETTINGS = "Changed points or other grading settings were put right: {}."
TYPE = "Changed cell types were put right: {}."
PLACED = "The notebook has lost the names of its cells; by text and place these were found: {}."
CHECKS = "The check cells were changed; the originals were used: {}."
LOCKED = "Cells that are not for answers were changed; the originals were used: {}."
ATTACHMENTS = "Only PNG, JPEG and GIF pictures can be attached to an answer; others were left out: {}."


@dataclass(frozen=True)
class AddedCell:
    """A cell of the learner's own. Its name is unique in the notebook; its type is code or markdown."""

    name: str
    cell_type: str
    source: str


@dataclass(frozen=True)
class Submitted:
    """What one submitted notebook contributes.

    Attributes
    ----------
    answers : the learner's text by the name of the answer or manual cell; without those that are missing
    added : the learner's own cells by the name of the source cell after which they stand, "" for the top
    notes : what was odd, each a sentence for learner and instructor
    attachments : pictures attached to manual answers, as nbformat has them, by the name of the cell
    """

    answers: dict[str, str]
    added: dict[str, tuple[AddedCell, ...]]
    notes: tuple[str, ...]
    attachments: dict[str, dict] = field(default_factory=dict)


class Notes(dict[str, dict[str, None]]):
    """What was odd: for each sentence the names of the cells that it is about."""

    def add(self, sentence: str, name: str = "") -> None:
        """Add a sentence, or a name to it."""
        self.setdefault(sentence, {})[name] = None

    def sentences(self) -> tuple[str, ...]:
        """Return the whole sentences."""
        return tuple(sentence.format(listed(list(names))) for sentence, names in self.items())


def grade_ids(path: Path, root: Path) -> set[str]:
    """Return the names of a notebook's cells that nbgrader knows; none of a file that cannot be read."""
    try:
        cells = read_cells(path, root, Notes())
    except Unreadable:
        return set()
    settings = (settings_of(as_dict(cell)) for cell in cells)
    return {name for one in settings if isinstance(name := one.get("grade_id"), str)}


def read_submitted(path: Path | None, notebook: Notebook, root: Path | None = None) -> Submitted:
    """Read a submitted notebook. Whatever it is, no exception is raised.

    Parameters
    ----------
    path : the file; None for a notebook that was not handed in
    root : the folder below which no symbolic link is followed; the file's own folder if it is None
    """
    if path is None:
        return Submitted({}, {}, ())
    notes = Notes()
    try:
        cells = read_cells(path, root or path.parent, notes)
    except Unreadable as error:
        return Submitted({}, {}, (*notes.sentences(), str(error)))
    cells, too_many = cells[:MAX_CELLS], len(cells) > MAX_CELLS
    reader = Reader(notes)
    for cell, (source, named) in zip(cells, match_cells(notebook, cells), strict=True):
        reader.read(cell, source, named)
    if too_many:
        notes.add(TOO_MANY_CELLS)
    for cell in notebook.cells:
        if cell.kind in ("answer", "manual") and cell.name not in reader.answers:
            notes.add(MISSING, cell.name)
    added = {anchor: tuple(cells) for anchor, cells in reader.added.items()}
    return Submitted(reader.answers, added, notes.sentences(), reader.attachments)


def match_cells(notebook: Notebook, cells: list) -> list[tuple[Cell | None, bool]]:
    """Return for each submitted cell the source cell that it is, and whether it says so itself.

    A cell is known by its grade_id or id. What is left is found by its text; an answer, whose text is the learner's,
    by its place: between the same neighbours stand as many unknown cells as answers are missing.
    """
    by_grade_id = {cell.name: cell for cell in notebook.cells if cell.flags}
    by_id = {cell.id: cell for cell in notebook.cells if cell.id}
    found: list[Cell | None] = []
    for cell in map(as_dict, cells):
        keys = ((settings_of(cell).get("grade_id"), by_grade_id), (cell.get("id"), by_id))
        known = (names[key] for key, names in keys if isinstance(key, str) and key in names)
        found.append(next(known, None))
    named = [source is not None for source in found]
    missing = [cell for cell in notebook.cells if cell not in found]
    by_text: dict[tuple, list[Cell]] = {}
    for cell in reversed(missing):
        by_text.setdefault((cell.cell_type, trimmed(cell.stub)), []).append(cell)
    for at, cell in enumerate(cells):
        kind, text = as_dict(cell).get("cell_type"), source_text(as_dict(cell))
        if found[at] is None and isinstance(kind, str) and text is not None:
            same = by_text.get((kind, trimmed(text)))
            found[at] = same.pop() if same else None
    place_answers(notebook, cells, found)
    return list(zip(found, named, strict=True))


def place_answers(notebook: Notebook, cells: list, found: list[Cell | None]) -> None:
    """Fill in those unknown cells that must be answers, by their neighbours."""
    order = {cell.name: number for number, cell in enumerate(notebook.cells)}
    known = [at for at, source in enumerate(found) if source is not None]
    for first, last in zip([-1, *known], [*known, len(cells)], strict=True):
        left = order[found[first].name] if first >= 0 else -1
        right = order[found[last].name] if last < len(cells) else len(order)
        gap = [cell for cell in notebook.cells[left + 1 : right] if cell not in found]
        unknown = range(first + 1, last)
        kinds = [as_dict(cells[at]).get("cell_type") for at in unknown]
        if gap and [cell.cell_type for cell in gap] == kinds:
            for at, cell in zip(unknown, gap, strict=True):
                found[at] = cell if cell.kind in ("answer", "manual") else None


class Reader:
    """Reads the cells of a submitted notebook, one after the other."""

    def __init__(self, notes: Notes):
        self._notes = notes
        self._seen: set[str] = set()
        self._anchor = ""
        self.answers: dict[str, str] = {}
        self.attachments: dict[str, dict] = {}
        self.added: dict[str, list[AddedCell]] = {}

    def read(self, cell: object, source: Cell | None, named: bool) -> None:
        """Read one cell, which stands for that source cell, and says so itself or not."""
        cell = self._dict(cell)
        text = source_text(cell)
        if text is None:
            self._notes.add(DAMAGED)
            return
        settings = self._dict(self._dict(cell.get("metadata", {})).get("nbgrader", {}))
        text = self._clean(text, source.name if source else "a cell of your own")
        if source is None:
            self._add(cell, text)
        elif source.name in self._seen:
            self._notes.add(COPIED, source.name)
            self._add(cell, text)
        else:
            self._seen.add(source.name)
            self._anchor = source.name
            unchanged = is_as_released(source, cell, settings)
            if not named and source.flags:
                self._notes.add(PLACED, source.name)
            elif not unchanged:
                self._compare(source, cell, settings)
            self._take(source, cell, text, unchanged)

    def _compare(self, source: Cell, cell: dict, settings: dict) -> None:
        """Note what is changed about a cell; the source counts anyway."""
        same = flags(NotebookNode(metadata={"nbgrader": settings})) == source.flags
        if source.flags:
            same = same and settings.get("grade_id") == source.name
            same = same and (not source.points or settings.get("points") == source.points)
        if not same:
            self._notes.add(SETTINGS, source.name)
        if cell.get("cell_type") != source.cell_type:
            self._notes.add(TYPE, source.name)

    def _take(self, source: Cell, cell: dict, text: str, unchanged: bool) -> None:
        """Take the text that stands for a source cell, if that is one to be filled in."""
        if source.kind in ("answer", "manual"):
            self.answers[source.name] = text
            if source.cell_type == "markdown" and (attached := self._dict(cell.get("attachments", {}))):
                self.attachments[source.name] = self._pictures(source, attached)
        elif trimmed(text) == trimmed(source.stub):
            return
        elif not source.flags:
            self._add(cell, text)
        elif source.cell_type == "code" and not unchanged:
            self._notes.add(CHECKS if source.kind == "check" else LOCKED, source.name)

    def _add(self, cell: dict, text: str) -> None:
        """Keep a cell of the learner's own. Raw becomes Markdown: raw HTML would reach pages as it is."""
        if text.strip():
            added = self.added.setdefault(self._anchor, [])
            name = f"own cell {len(added) + 1} " + (f"after {self._anchor}" if self._anchor else "at the top")
            added.append(AddedCell(name, "code" if cell.get("cell_type") == "code" else "markdown", text))

    def _pictures(self, source: Cell, attached: dict) -> dict[str, dict]:
        """Return those attachments that are pictures."""
        kept = {}
        for file, data in attached.items():
            data = self._dict(data)
            kept[cleaned(file)] = {mime: data[mime] for mime in PICTURES if is_base64(data.get(mime))}
            if len(kept[cleaned(file)]) < len(data):
                self._notes.add(ATTACHMENTS, source.name)
        return {file: data for file, data in kept.items() if data}

    def _clean(self, text: str, name: str) -> str:
        """Return text that every later step can digest."""
        if len(text) > MAX_TEXT:
            self._notes.add(TOO_LONG, name)
        text = text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n")
        if text != cleaned(text):
            self._notes.add(NOT_TEXT, name)
        return cleaned(text)

    def _dict(self, value: object) -> dict:
        """Return the value if it is a dict; note it if not."""
        if not isinstance(value, dict):
            self._notes.add(DAMAGED)
        return as_dict(value)


def settings_of(cell: dict) -> dict:
    """Return what nbgrader has noted about a cell."""
    return as_dict(as_dict(cell.get("metadata")).get("nbgrader"))


def source_text(cell: dict) -> str | None:
    """Return a cell's text, None if it has none that can be read."""
    text = cell.get("source", cell.get("input"))  # "input" for code in nbformat 3
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        text = "".join(text)
    return text if isinstance(text, str) else None


def is_as_released(source: Cell, cell: dict, settings: dict) -> bool:
    """Tell by nbgrader's checksum whether a cell is as it was released, perhaps from an earlier version of the source.

    Of an answer, only what is around its text is compared, and only as long as its stub stays.
    """
    text = source.stub if source.kind in ("answer", "manual") else source_text(cell)
    node = {"cell_type": cell.get("cell_type"), "source": text, "metadata": {"nbgrader": settings}}
    try:
        same = compute_checksum(nbformat.from_dict(node)) == settings.get("checksum")
    except (AttributeError, KeyError, TypeError, ValueError):  # whatever stands there instead
        return False
    return same and flags(nbformat.from_dict(node)) == source.flags


def as_dict(value: object) -> dict:
    """Return the value if it is a dict, otherwise an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: object) -> str:
    """Return the value if it is text, otherwise none."""
    return cleaned(value) if isinstance(value, str) else ""


def cleaned(text: str) -> str:
    """Return the text without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def trimmed(text: str) -> str:
    """Return the text without white space at the ends of its lines, for comparison."""
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


def is_base64(data: object) -> bool:
    """Tell whether this is binary data in base64, which can stand in a page as it is."""
    with suppress(ValueError):
        return isinstance(data, str) and bool(base64.b64decode(data.replace("\n", ""), validate=True))
    return False


def read_cells(path: Path, root: Path, notes: Notes) -> list:
    """Return the cells of a notebook file, as its JSON has them, or raise `Unreadable`."""
    notebook = as_dict(parse(read_notebook(path, root), notes))
    sheets = notebook.get("worksheets")  # of nbformat 3
    found = [
        as_dict(sheet).get("cells") for sheet in [notebook, *(sheets if isinstance(sheets, list) else [])]
    ]
    found = [cells for cells in found if isinstance(cells, list)]
    if not found:
        raise Unreadable(NO_CELLS)
    if notebook.get("nbformat") != 4:
        notes.add(UNUSUAL)
    return [cell for cells in found for cell in cells]


def parse(data: bytes, notes: Notes) -> object:
    """Return what JSON holds, read as generously as possible, or raise `Unreadable`."""
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        notes.add(NOT_UTF8)
    text = text.strip()
    if sum(map(text.count, "[{,")) > MAX_VALUES:
        raise Unreadable(TOO_MANY_VALUES)
    try:
        # int would refuse a number of thousands of digits
        value, end = json.JSONDecoder(strict=False, parse_int=float).raw_decode(text)
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    except ValueError:
        raise Unreadable(NOT_JSON) from None
    if end < len(text):
        notes.add(TRAILING)
    return value
