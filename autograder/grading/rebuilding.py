"""Rebuilding a notebook from the trusted source: the cells to run, and the page for instructor and learner."""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.assignment import Notebook
from autograder.grading.reading import PICTURES, Submitted, as_dict, as_text, is_base64, trimmed

PICTURE = re.compile(r"!\[[^\]\n]*\]\(<?([^)\s>]+)")  # in Markdown; the group is its address
BEGINNINGS = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}  # of such files
MAX_OUTPUT = 5_000_000  # characters of a cell's outputs, as JSON
TABLE_STYLE = re.compile(r"<style scoped>[^<]*</style>")  # as pandas writes it; it would style the whole page
TABLE_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>table|thead|tbody|tr|th|td|div|p)"
    r'(?P<kept>(?: (?:border|colspan|rowspan)="\d{1,4}"| v?h?align="[a-z]+"'
    r'| class="dataframe"| style="text-align: \w+;")*)>'
)
# A page's scripts find what is theirs by classes.
TABLE_ATTRIBUTE = re.compile(r' (?:class|style)="[^"]*"')
DEEPEST_TABLE = 20  # elements in one another


@dataclass(frozen=True)
class Step:
    """A cell to run: "locked", "answer", "added" or "check"; the last with more about it, as `Cell` has it."""

    kind: str
    name: str
    source: str
    hidden: bool = False
    released: str = ""
    prepares: tuple[bool, ...] = ()


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


def autograded(
    notebook: Notebook, submitted: Submitted, result: dict, files: Mapping[str, bytes] = MappingProxyType({})
) -> NotebookNode:
    """Return the notebook for the instructor and for feedback.

    It is the release with the learner's text, own cells and outputs, and the message of each check that did
    not pass. Notes stand first, in a cell called grading_notes.

    Parameters
    ----------
    result
        Of grading: `checks`, `outputs` of the learner's cells by name, and `notes`.
    files
        What the learner handed in beside the notebook, by path; pictures that their text shows become attachments.
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
            else with_pictures(new_markdown_cell(cell.source, id=next(ids)), files)
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
        if cell.name in submitted.answers:
            with_pictures(rebuilt, files)
        cells += [rebuilt, *own(cell.name)]
    node.cells = cells
    return node


def with_pictures(cell: NotebookNode, files: Mapping[str, bytes]) -> NotebookNode:
    """Attach the pictures among the files that a Markdown cell refers to; return the cell."""
    wanted = {unquote(url).removeprefix("./") for url in PICTURE.findall(cell.source)}
    if cell.cell_type == "markdown":
        for path in sorted(wanted & files.keys()):
            for mime, beginning in BEGINNINGS.items():
                if files[path].startswith(beginning):
                    attached = cell.setdefault("attachments", NotebookNode())
                    attached[path] = {mime: base64.b64encode(files[path]).decode()}
    return cell


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
    if table and not re.search("[<>]", TABLE_TAG.sub("", table)) and is_whole(table):
        kept["text/html"] = TABLE_TAG.sub(
            lambda tag: f"<{tag['end']}{tag['name']}{TABLE_ATTRIBUTE.sub('', tag['kept'])}>", table
        )
    return kept


def is_whole(table: str) -> bool:
    """Tell whether each element ends, and ends none of the page around it."""
    opened: list[str] = []
    for tag in TABLE_TAG.finditer(table):
        if not tag["end"]:
            opened.append(tag["name"])
        elif not opened or opened.pop() != tag["name"]:
            return False
        if len(opened) > DEEPEST_TABLE:
            return False
    return not opened
