"""Reading what a learner handed in. None of it is trusted: what is odd is left out or put right, and noted."""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.grading.assignment import Cell, Notebook, flags
from autograder.grading.files import Unreadable, read_regular

MAX_BYTES = 32 << 20
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


def listed(names: list[str]) -> str:
    """Return names as they stand in a sentence; the first five of them."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def grade_ids(path: Path, root: Path) -> set[str]:
    """Return the names of a notebook's cells that nbgrader knows; none of a file that cannot be read."""
    try:
        cells = read_cells(path, root, Notes())
    except Unreadable:
        return set()
    settings = (as_dict(as_dict(as_dict(cell).get("metadata")).get("nbgrader")) for cell in cells)
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
    reader = Reader(notebook, notes)
    for cell in cells[:MAX_CELLS]:
        reader.read(cell)
    if len(cells) > MAX_CELLS:
        notes.add(TOO_MANY_CELLS)
    for cell in notebook.cells:
        if cell.kind in ("answer", "manual") and cell.name not in reader.answers:
            notes.add(MISSING, cell.name)
    added = {anchor: tuple(cells) for anchor, cells in reader.added.items()}
    return Submitted(reader.answers, added, notes.sentences(), reader.attachments)


class Reader:
    """Reads the cells of a submitted notebook, one after the other."""

    def __init__(self, notebook: Notebook, notes: Notes):
        self._notes = notes
        self._by_grade_id = {cell.name: cell for cell in notebook.cells if cell.flags}
        self._by_id = {cell.id: cell for cell in notebook.cells if cell.id}
        self._open = [(trimmed(cell.stub), cell) for cell in notebook.cells if not cell.flags]
        self._seen: set[str] = set()
        self._anchor = ""
        self.answers: dict[str, str] = {}
        self.attachments: dict[str, dict] = {}
        self.added: dict[str, list[AddedCell]] = {}

    def read(self, cell: object) -> None:
        """Read one cell."""
        cell = self._dict(cell)
        text = cell.get("source", cell.get("input"))  # "input" for code in nbformat 3
        if isinstance(text, list) and all(isinstance(line, str) for line in text):
            text = "".join(text)
        if not isinstance(text, str):
            self._notes.add(DAMAGED)
            return
        settings = self._dict(self._dict(cell.get("metadata", {})).get("nbgrader", {}))
        source = self._match(cell, settings, text)
        text = self._clean(text, source.name if source else "a cell of your own")
        if source is None:
            self._add(cell, text)
        elif source.name in self._seen:
            self._notes.add(COPIED, source.name)
            self._add(cell, text)
        else:
            self._seen.add(source.name)
            self._anchor = source.name
            self._compare(source, cell, settings)
            self._take(source, cell, text)

    def _match(self, cell: dict, settings: dict, text: str) -> Cell | None:
        """Return the source cell that this is: by grade_id, by id, or, unknown to nbgrader, by text."""
        for key, cells in ((settings.get("grade_id"), self._by_grade_id), (cell.get("id"), self._by_id)):
            if isinstance(key, str) and key in cells:
                return cells[key]
        text = trimmed(text)
        return next((one for stub, one in self._open if stub == text and one.name not in self._seen), None)

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

    def _take(self, source: Cell, cell: dict, text: str) -> None:
        """Take the text that stands for a source cell, if that is one to be filled in."""
        if source.kind in ("answer", "manual"):
            self.answers[source.name] = text
            if source.cell_type == "markdown" and (attached := self._dict(cell.get("attachments", {}))):
                self.attachments[source.name] = self._pictures(source, attached)
        elif trimmed(text) == trimmed(source.stub):
            return
        elif not source.flags:
            self._add(cell, text)
        elif source.cell_type == "code":
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
    notebook = as_dict(parse(read_regular(path, root, MAX_BYTES), notes))
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
