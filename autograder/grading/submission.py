"""What a learner handed in. None of it is trusted: what is odd is left out or put right, and noted."""

import base64
import json
import os
import re
import stat
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.assignment import Cell, Notebook, flags

MAX_BYTES = 32 << 20
MAX_VALUES = 2_000_000  # in the JSON; reading them takes up to 300 MB of memory
MAX_CELLS = 2_000
MAX_TEXT = 1_000_000  # characters in a cell
MAX_OUTPUT = 5_000_000  # characters of a cell's outputs, as JSON
PICTURES = ("image/png", "image/jpeg", "image/gif")
TABLE_STYLE = re.compile(r"<style scoped>[^<]*</style>")  # as pandas writes it; it would style the whole page
TABLE_TAG = re.compile(
    r"</?(?:table|thead|tbody|tr|th|td|div|p)"
    r'(?: (?:(?:border|colspan|rowspan)="\d+"|v?h?align="\w+"|class="dataframe"|style="text-align: \w+;"))*>'
)

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


@dataclass(frozen=True)
class Step:
    """A cell to run: "locked", "answer", "added" or "check"; the last with more about it, as `Cell` has it."""

    kind: str
    name: str
    source: str
    hidden: bool = False
    released: str = ""
    prepares: tuple[bool, ...] = ()


class Unreadable(Exception):
    """A file cannot be read; the message says why, in words for the learner."""


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


def printable(name: str) -> str:
    """Return the name of a learner's file, short and fit for any page or terminal."""
    name = re.sub(r"[^\w .()+-]", "?", name)
    return name if len(name) <= 60 else f"{name[:45]}...{name[-12:]}"


def find_notebook(
    folder: Path, notebook: Notebook, others: Collection[str] = (), root: Path | None = None
) -> tuple[Path | None, tuple[str, ...]]:
    """Find the file that a learner handed in for a notebook.

    A file by another name is taken if it alone has cells of this notebook.

    Parameters
    ----------
    folder : the submission
    others : names of the assignment's other notebooks
    root : the folder below which no symbolic link is followed; `folder` if it is None

    Returns
    -------
    tuple
        The path, None if there is no such file, and notes.
    """
    wanted, root = f"{notebook.name}.ipynb", root or folder
    try:
        names = list_notebooks(folder, root)
    except Unreadable as error:
        return None, (str(error),)
    extra = sorted(names - {wanted} - {f"{name}.ipynb" for name in others})
    found, notes = folder / wanted, ()
    if wanted not in names:
        ours = [name for name in extra[:5] if has_cells_of(notebook, folder / name, root)]
        if len(ours) != 1:
            several = f" Several files could be meant: {listed([*map(printable, ours)])}." if ours else ""
            return None, (f"There is no {wanted}; its exercises count as not attempted.{several}",)
        extra.remove(ours[0])
        found, notes = folder / ours[0], (f"{wanted} was found renamed, as {printable(ours[0])}.",)
    if extra:
        notes += (f"Other notebooks were not graded: {listed([*map(printable, extra)])}.",)
    return found, notes


def has_cells_of(notebook: Notebook, path: Path, root: Path) -> bool:
    """Tell whether a file is a notebook with one of the source's grade_ids."""
    return bool(grade_ids(path, root) & {cell.name for cell in notebook.cells if cell.flags})


def grade_ids(path: Path, root: Path) -> set[str]:
    """Return the names of a notebook's cells that nbgrader knows; none of a file that cannot be read."""
    try:
        cells = read_cells(path, root, Notes())
    except Unreadable:
        return set()
    settings = (as_dict(as_dict(as_dict(cell).get("metadata")).get("nbgrader")) for cell in cells)
    return {name for one in settings if isinstance(name := one.get("grade_id"), str)}


def read_timestamp(
    folder: Path, parse: Callable[[str], datetime], root: Path | None = None
) -> tuple[datetime | None, str]:
    """Return the time of submission from timestamp.txt, None if it is not known, and a note or ""."""
    if not os.path.lexists(folder / "timestamp.txt"):
        return None, ""
    with suppress(Exception):  # dateutil meets text that anybody may have written
        text = read_regular(folder / "timestamp.txt", root or folder, 200).decode().strip()
        # It would open the file that the name of a time zone leads to.
        if not re.search(r"\.\.|\\|(^|\W)/", text):
            return (parse(text) if text else None), ""
    return None, "The time of submission in timestamp.txt cannot be read; it counts as unknown."


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


def open_below(root: Path, path: Path, flags: int = 0) -> int:
    """Return a file descriptor for `path`, below `root`, reached without following a symbolic link."""
    *folders, name = path.relative_to(root).parts or (".",)
    if os.open not in os.supports_dir_fd:  # Windows
        if any(part.is_symlink() for part in (path, *path.parents[: len(folders)])):
            raise OSError("a symbolic link")
        return os.open(path, flags | os.O_BINARY)
    opened = os.open(root, os.O_DIRECTORY)
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    for part, how in (*((folder, os.O_DIRECTORY) for folder in folders), (name, flags | os.O_NONBLOCK)):
        above = opened
        try:
            opened = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | how, dir_fd=above)
        finally:
            os.close(above)
    return opened


def list_notebooks(folder: Path, root: Path) -> set[str]:
    """Return the names of the notebooks in a folder, or raise `Unreadable`."""
    try:
        if os.listdir not in os.supports_fd:  # Windows
            names = os.listdir(folder)
        else:
            opened = open_below(root, folder, os.O_DIRECTORY)
            try:
                names = os.listdir(opened)
            finally:
                os.close(opened)
    except OSError:
        raise Unreadable(
            f"The submission {printable(folder.name)} is not a folder that can be read."
        ) from None
    return {name for name in names if name.lower().endswith(".ipynb")}


def read_regular(path: Path, root: Path, limit: int) -> bytes:
    """Return what is in a regular file of at most `limit` bytes, or raise `Unreadable`."""
    try:
        opened = open_below(root, path)
        try:
            about = os.fstat(opened)
            if not stat.S_ISREG(about.st_mode):
                raise OSError("not a regular file")
            if about.st_size > limit:
                raise Unreadable(f"{printable(path.name)} is larger than {limit:,} bytes, and was not read.")
            with open(opened, "rb", closefd=False) as file:
                return file.read(limit)
        finally:
            os.close(opened)
    except OSError:
        words = "is not a file that can be read (but perhaps a link or a folder)"
        raise Unreadable(f"{printable(path.name)} {words}.") from None


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


def steps(notebook: Notebook, submitted: Submitted) -> tuple[Step, ...]:
    """Return the cells to run, in order: the source's, with the learner's answers and own cells."""

    def own(anchor: str) -> list[Step]:
        cells = submitted.added.get(anchor, ())
        return [Step("added", cell.name, cell.source) for cell in cells if cell.cell_type == "code"]

    run = own("")
    for cell in notebook.cells:
        if cell.for_code and cell.name in submitted.answers:
            run.append(Step("answer", cell.name, submitted.answers[cell.name]))
        elif cell.kind == "locked":
            run.append(Step("locked", cell.name, cell.source))
        elif cell.kind == "check":
            prepares = tuple(sorted(cell.prepares))
            run.append(Step("check", cell.name, cell.source, cell.hidden, cell.stub, prepares))
        run += own(cell.name)
    return tuple(run)


def untouched(notebook: Notebook, submitted: Submitted) -> list[str]:
    """Return the names of the answer and manual cells that are missing, or as released."""
    cells = [cell for cell in notebook.cells if cell.kind in ("answer", "manual")]
    texts = {cell.name: submitted.answers.get(cell.name, cell.stub) for cell in cells}
    return [cell.name for cell in cells if trimmed(texts[cell.name]) == trimmed(cell.stub)]


def autograded(notebook: Notebook, submitted: Submitted, result: dict) -> NotebookNode:
    """Return the notebook for the instructor and for feedback.

    It is the release with the learner's text, own cells and outputs, and the message of each check that did
    not pass. Notes stand first, in a cell called grading_notes.

    Parameters
    ----------
    result
        Of grading: `checks`, `outputs` of the learner's cells by name, and `notes`.
    """
    node = nbformat.reads(notebook.release, as_version=4)
    node.nbformat_minor = 5  # the first with ids
    taken = {cell.id for cell in notebook.cells}
    ids = (name for name in map("cell-{}".format, count(1)) if name not in taken)
    outputs = {name: shown(outputs) for name, outputs in result["outputs"].items()}
    outputs |= {check["name"]: failure(check) for check in result["checks"]}

    def own(anchor: str) -> list[NotebookNode]:
        return [
            new_code_cell(cell.source, id=next(ids), outputs=outputs.get(cell.name, []))
            if cell.cell_type == "code"
            else new_markdown_cell(cell.source, id=next(ids))
            for cell in submitted.added.get(anchor, ())
        ]

    cells = [notes_cell(result["notes"])] if result["notes"] else []
    cells += own("")
    for cell, rebuilt in zip(notebook.cells, node.cells, strict=True):
        rebuilt.id = cell.id or next(ids)
        rebuilt.source = submitted.answers.get(cell.name, cell.stub)
        if cell.cell_type == "code":
            rebuilt.update(outputs=outputs.get(cell.name, []), execution_count=None)
        if cell.name in submitted.attachments:
            rebuilt.attachments = nbformat.from_dict(submitted.attachments[cell.name])
        cells += [rebuilt, *own(cell.name)]
    node.cells = cells
    return node


def notes_cell(notes: Collection[str]) -> NotebookNode:
    """Return a cell that lists the notes, with Markdown's own characters escaped."""
    items = [re.sub(r"([\\`*_\[\]<>#$&~|!])", r"\\\1", note) for note in notes]
    return new_markdown_cell("\n- ".join(["**Notes on this submission**\n", *items]), id="grading_notes")


def failure(check: dict) -> list[NotebookNode]:
    """Return the outputs of a check: none if it passed, otherwise an error with its message."""
    if check["outcome"] == "passed":
        return []
    outcome, message = check["outcome"], check["message"]
    lines = f"{outcome}: {message}".splitlines()
    return shown([{"output_type": "error", "ename": outcome, "evalue": message, "traceback": lines}])


def shown(outputs: list[dict]) -> list[NotebookNode]:
    """Return what of a cell's outputs any page can show and none will run.

    Text, pictures and tables as pandas writes them are kept; other HTML gives way to its plain text.
    """
    kept, room = [], MAX_OUTPUT
    for output in outputs:
        kind = output.get("output_type")
        made: dict[str, object] = {"output_type": kind}
        if kind == "stream":
            made |= {"name": "stderr" if output.get("name") == "stderr" else "stdout"}
            made |= {"text": as_text(output.get("text"))}
        elif kind == "error":
            lines = output.get("traceback")
            made |= {key: as_text(output.get(key)) for key in ("ename", "evalue")}
            made |= {"traceback": [as_text(line) for line in lines] if isinstance(lines, list) else []}
        else:
            made |= {
                "output_type": "display_data",
                "metadata": {},
                "data": shown_data(as_dict(output.get("data"))),
            }
        room -= len(json.dumps(made))
        if room < 0:
            break
        kept.append(nbformat.from_dict(made))
    return kept


def shown_data(data: dict) -> dict[str, str]:
    """Return what of an output's data, by MIME type, is harmless."""
    kept = {mime: data[mime] for mime in PICTURES if is_base64(data.get(mime))}
    kept["text/plain"] = as_text(data.get("text/plain"))
    table = TABLE_STYLE.sub("", as_text(data.get("text/html")))
    if table and not re.search("[<>]", TABLE_TAG.sub("", table)):
        kept["text/html"] = table
    return kept
