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
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from bs4 import BeautifulSoup
from nbgrader.coursedir import CourseDirectory

from autograder.assignment import Assignment, AssignmentError, Notebook
from autograder.classroom import copy_files
from autograder.specimens import Specimen

PACKAGES = ("course", "autograder")  # what a learner installs
PAGES = 4  # of feedback, that are looked at
SHORTEST_LINE = 30  # characters; shorter ones are found anywhere
DIGITS = 5  # that a number needs to be told from others
MOST_VALUES = 100  # of one container


def find_leaks(
    coursedir: CourseDirectory, assignment: Assignment, stored: Iterable[Specimen], messages: Iterable[str]
) -> list[str]:
    """Return a sentence for each secret that is found where learners can see it.

    Secrets are the lines of solutions and hidden tests, and the numbers that hidden tests compute. They are looked
    for in the release, in the packages that a learner installs, in the messages of hidden checks, and on the feedback
    pages of submissions made for that: an untouched one, and some with the wrong answers that are stored.
    """
    places = [("a message", text) for text in sorted(set(messages))]
    places += [*public_texts(coursedir, assignment), *feedback_texts(coursedir, assignment, list(stored))]
    found = []
    for notebook in assignment.notebooks:
        lines, values = secret_lines(notebook), hidden_values(assignment, notebook)
        patterns = [
            (name, value, re.compile(rf"(?<![\w.]){re.escape(value)}(?![\w]|\.\d)")) for name, value in values
        ]
        for where, text in places:
            there = stripped(text)
            for name, line in lines:
                if line in (text if where == "a message" else there):
                    found.append(f"{name}: a line of it is in {where}: {line}")
            for name, value, pattern in patterns:
                if value in text and pattern.search(text):
                    found.append(f"{name}: a value that it computes is in {where}: {value}")
    return list(dict.fromkeys(found))


def secret_lines(notebook: Notebook) -> list[tuple[str, str]]:
    """Return the cell's name and the text of each line of a solution or hidden test.

    A call that a hidden test has in common with a visible one is no secret.
    """
    shown = set().union(*(stripped(cell.stub) for cell in notebook.cells))
    return [
        (cell.name, line)
        for cell in notebook.cells
        if cell.kind in ("answer", "check")
        for line in sorted(stripped(cell.source) - (stripped(cell.stub) if cell.kind == "answer" else shown))
        if len(line) >= SHORTEST_LINE
    ]


def stripped(text: str) -> set[str]:
    """Return the lines of a text without the space around them."""
    return {line.strip() for line in text.splitlines()}


def public_texts(coursedir: CourseDirectory, assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that learners receive or install."""
    root = Path(coursedir.root)
    release = Path(coursedir.format_path(coursedir.release_directory, ".", assignment.name))
    paths = [*release.rglob("*"), *(path for package in PACKAGES for path in (root / package).rglob("*"))]
    for path in sorted(paths):
        if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            cells = nbformat.read(path, as_version=4).cells
            yield str(path.relative_to(root)), "\n".join(cell.source for cell in cells)
        elif path.suffix in (".py", ".html", ".md", ".csv", ".txt") and path.is_file():
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8", errors="replace")


def feedback_texts(
    coursedir: CourseDirectory, assignment: Assignment, stored: Sequence[Specimen]
) -> Iterator[tuple[str, str]]:
    """Grade some submissions in a course of their own; yield the text of each feedback page without their own lines."""
    with tempfile.TemporaryDirectory() as folder:
        root, source = Path(folder), Path(coursedir.source_directory, assignment.name)
        shutil.copytree(Path(coursedir.root, source), root / source)
        shutil.copy(Path(coursedir.root, "nbgrader_config.py"), root)
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


def hidden_values(assignment: Assignment, notebook: Notebook) -> list[tuple[str, str]]:
    """Return the check's name and the text of each distinctive number that a hidden check computes."""
    with tempfile.TemporaryDirectory() as folder:
        copy_files(assignment, Path(folder))
        # In a process of its own: cells change directories, settings and random numbers.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(run_cells, (notebook, folder))


def run_cells(notebook: Notebook, folder: str) -> list[tuple[str, str]]:
    """Run the notebook's code; see `hidden_values`."""
    os.chdir(folder)
    namespace = {"__name__": "__main__", "display": print}
    public = "\n".join(cell.stub for cell in notebook.cells)
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            before = {name: id(value) for name, value in namespace.items()}
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                exec(compile(cell.source, f"<{cell.name}>", "exec"), namespace)
            if cell.hidden:
                bound = [value for name, value in namespace.items() if before.get(name) != id(value)]
                texts = {text for value in bound for text in distinctive(value)}
                found += [(cell.name, text) for text in sorted(texts) if text not in public]
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
