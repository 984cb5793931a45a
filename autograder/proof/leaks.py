"""Leaks: what learners must not see of an assignment, looked for in what they do see."""

import io
import json
import math
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup
from nbgrader.coursedir import CourseDirectory

from autograder.grading.assignment import Assignment, AssignmentError, Notebook, is_ignored
from autograder.grading.classroom import copy_files
from autograder.grading.secret import SECRET_FILE, hidden_seed
from autograder.proof.specimens import Specimen
from autograder.proof.trials import SECRET

PACKAGES = ("course", "autograder")  # what a learner installs
MESSAGE = "a message"  # what each hidden check's message is called
PAGES = 4  # of feedback, that are looked at
SHORTEST_LINE = 30  # characters; shorter ones are found anywhere
LONGEST_SHOWN = 200  # characters of a line in a message; a picture is one line
IMPORT = re.compile(r"import [\w., ]+|from [\w.]+ import [\w, ]+")
DIGITS = 5  # that a number needs to be told from others
MOST_VALUES = 100  # of one container


@dataclass(frozen=True)
class Secret:
    """What learners must not see of a cell.

    Attributes
    ----------
    cell : the cell's name
    text : a line of its solution or hidden test, or a number
    computed : whether it is a number that the hidden test computes
    """

    cell: str
    text: str
    computed: bool = False


def find_leaks(
    coursedir: CourseDirectory, assignment: Assignment, stored: Iterable[Specimen], messages: Iterable[str]
) -> list[str]:
    """Return a sentence for each secret of an assignment that is found where learners can see it.

    It is looked for in the release, in the packages that a learner installs, in the messages of hidden checks, and on
    the feedback pages of submissions made for that: an untouched one, and some with the wrong answers that are stored.
    """
    places = [(MESSAGE, text) for text in sorted(set(messages))]
    places += [*public_texts(coursedir, assignment), *feedback_texts(coursedir, assignment, list(stored))]
    return look_for(find_secrets(assignment), places)


def find_secrets(assignment: Assignment) -> list[Secret]:
    """Return the lines of solutions, hidden tests and mark schemes, and the numbers that hidden tests compute.

    Raises
    ------
    AssignmentError
        If a cell of the source does not run.
    """
    return [
        secret
        for notebook in assignment.notebooks
        for secret in [*secret_lines(notebook), *hidden_values(assignment, notebook)]
    ]


def look_for(secrets: Sequence[Secret], places: Iterable[tuple[str, str]]) -> list[str]:
    """Return a sentence for each secret in a place; a place is what it is called, and the text there."""
    found = []
    for where, text in places:
        lines = text if where == MESSAGE else stripped(text)  # a message may quote a line anywhere
        for secret in secrets:
            if not secret.computed and secret.text in lines:
                found.append(f"{secret.cell}: a line of it is in {where}: {secret.text[:LONGEST_SHOWN]}")
            elif secret.computed and has_number(text, secret.text):
                found.append(f"{secret.cell}: a value that it computes is in {where}: {secret.text}")
    return list(dict.fromkeys(found))


def has_number(text: str, number: str) -> bool:
    """Tell whether a number is in a text, and not only as a part of a longer one."""
    return number in text and bool(re.search(rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)", text))


def secret_lines(notebook: Notebook) -> list[Secret]:
    """Return each line of a solution, hidden test or mark scheme, and each picture attached to one.

    A call that a hidden test has in common with a visible one is no secret, nor is that a library is imported.
    """
    shown = set().union(*(stripped(cell.stub) for cell in notebook.cells))
    return [
        Secret(cell.name, line)
        for cell in notebook.cells
        for line in sorted(stripped(cell.source) - (stripped(cell.stub) if cell.kind == "answer" else shown))
        if len(line) >= SHORTEST_LINE and not IMPORT.fullmatch(line)
    ] + [
        Secret(cell.name, line)
        for cell in notebook.cells
        for picture in sorted(cell.secrets)
        for line in sorted(stripped(picture))
        if len(line) >= SHORTEST_LINE
    ]


def stripped(text: str) -> set[str]:
    """Return the lines of a text without the space around them."""
    return {line.strip() for line in text.splitlines()}


def public_texts(coursedir: CourseDirectory, assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that learners receive or install."""
    root = Path(coursedir.root)
    release = Path(coursedir.format_path(coursedir.release_directory, ".", assignment.name))
    for folder in (release, *(root / package for package in PACKAGES)):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            inside = path.relative_to(root)
            if not is_ignored(coursedir, inside):
                yield str(inside), text_of(inside, path.read_bytes())


def text_of(path: PurePath, content: bytes) -> str:
    """Return what a file says; of a notebook, the texts in it."""
    text = content.decode("utf-8", errors="replace")
    if path.suffix == ".ipynb":
        with suppress(ValueError):  # a damaged notebook is looked at as it is
            text = "\n".join(texts(json.loads(text)))
    return text


def texts(node: object) -> Iterator[str]:
    """Yield every text in a notebook's JSON."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from texts(part)


def feedback_texts(
    coursedir: CourseDirectory, assignment: Assignment, stored: Sequence[Specimen]
) -> Iterator[tuple[str, str]]:
    """Grade some submissions in a course of their own; yield the text of each feedback page without their own lines."""
    with tempfile.TemporaryDirectory() as folder:
        root, source = Path(folder), Path(coursedir.source_directory, assignment.name)
        shutil.copytree(Path(coursedir.root, source), root / source)
        shutil.copy(Path(coursedir.root, "nbgrader_config.py"), root)
        (root / SECRET_FILE).write_text(SECRET, encoding="utf-8")
        own = {}
        for number in range(PAGES):
            student = f"wrong-{number}" if number else "untouched"
            own[student] = hand_in(root, student, assignment, stored, number)
        for command in (["grade", assignment.name], ["feedback", assignment.name]):
            ended = subprocess.run(
                [sys.executable, "-m", "autograder", *command], cwd=root, text=True, capture_output=True
            )
            if ended.returncode:
                said = (ended.stdout + ended.stderr).strip()
                raise AssignmentError(f"`autograder {' '.join(command)}` fails on made-up answers: {said}")
        for student, lines in own.items():
            for path in sorted(root.glob(f"feedback/{student}/{assignment.name}/*.html")):
                text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text()
                yield "a feedback page", "\n".join(stripped(text) - lines)


def hand_in(
    root: Path, student: str, assignment: Assignment, stored: Sequence[Specimen], number: int
) -> set[str]:
    """Write a submission with one wrong answer to each exercise, or none if `number` is 0; return its lines."""
    written = set()
    for notebook in assignment.notebooks:
        node = json.loads(notebook.release)
        for cell, about in zip(node["cells"], notebook.cells, strict=True):
            wrong = [one for one in stored if one.exercise == about.name and not one.accepted]
            if number and wrong:
                cell["source"] = wrong[(number - 1) % len(wrong)].answer
                written |= stripped(cell["source"])
        path = root / "submitted" / student / assignment.name / f"{notebook.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(node), encoding="utf-8")
    return written


def hidden_values(assignment: Assignment, notebook: Notebook) -> list[Secret]:
    """Return each distinctive number that a hidden check computes."""
    with tempfile.TemporaryDirectory() as folder:
        copy_files(assignment, Path(folder))
        # In a process of its own: cells change directories, settings and random numbers.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            try:
                seed = hidden_seed(SECRET, assignment.name, notebook.name)
                return pool.submit(run_cells, notebook, folder, seed).result()
            except BrokenProcessPool:
                raise AssignmentError(
                    f"{notebook.name}.ipynb: a cell of the source ends its process. Put it right."
                ) from None


def run_cells(notebook: Notebook, folder: str, seed: int) -> list[Secret]:
    """Run the notebook's code; see `hidden_values`."""
    os.chdir(folder)
    sys.path.insert(0, folder)  # modules beside the notebook
    os.environ["CHECK_SEED"] = str(seed)
    namespace = {"__name__": "__main__", "display": print}
    public = "\n".join(cell.stub for cell in notebook.cells)
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            before = {name: id(value) for name, value in namespace.items()}
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                try:
                    exec(compile(cell.source, f"<{cell.name}>", "exec"), namespace)
                except Exception as error:  # whatever the instructor's code may raise
                    raise AssignmentError(
                        f"{notebook.name}.ipynb: cell {cell.name} of the source fails: {error!r}. Put it right."
                    ) from None
            if cell.hidden:
                bound = [value for name, value in namespace.items() if before.get(name) != id(value)]
                numbers = {text for value in bound for text in distinctive(value)}
                found += [Secret(cell.name, text, True) for text in sorted(numbers) if text not in public]
    return found


def distinctive(value: object) -> Iterator[str]:
    """Yield the text of the numbers in a value that would not turn up by chance."""
    if isinstance(value, int | float | np.integer | np.floating):
        text = repr(value.item() if isinstance(value, np.number) else value)
        if math.isfinite(value) and len(re.sub(r"e.*|\D", "", text).strip("0")) >= DIGITS:
            yield text
    elif isinstance(value, np.ndarray | pd.Series | pd.Index):
        if len(value) <= MOST_VALUES:
            yield from distinctive(value.tolist())
    elif isinstance(value, dict):
        yield from distinctive([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | set | frozenset) and len(value) <= MOST_VALUES:
        for part in value:
            yield from distinctive(part)
