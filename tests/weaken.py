"""Replace each hidden assertion of an assignment by `pass`, one at a time, and see whether `autograder verify` notices.

    python tests/weaken.py 03_encoding [EXERCISE ...]

A check stops at its first assertion that fails, or that makes the answer raise. So only answers that were told what the
assertion says, or that raised, can be told anything else or pass when it is gone: these are tried again.
Prints a line for each assertion that is not missed, and the share that is. A quarter of an hour on two cores.
"""

import ast
import re
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from autograder.cli import coursedir
from autograder.grading.assignment import Cell, Notebook, load_assignment
from autograder.grading.classroom import Options, Sources
from autograder.proof.trials import EVERY, LIMITS, SECRET, Trial, Tried, try_answer
from autograder.proof.verify import Equivalent, Row, examine, read_specimens, trials_of

ROOT = Path(__file__).resolve().parent.parent
REGION = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)


def weakened(source: str) -> list[tuple[str, str]]:
    """Return the text of each hidden assertion (or `raise AssertionError`), and the cell without it."""
    first, last = (source[: REGION.search(source).span(1)[i]].count("\n") + 1 for i in (0, 1))
    found = []
    for node in ast.walk(ast.parse(source)):
        raises = isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node)
        if (isinstance(node, ast.Assert) or raises) and first <= node.lineno < last:
            lines = source.splitlines(keepends=True)
            lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + "pass\n"]
            found.append((ast.unparse(node), "".join(lines)))
    return found


def message_of(assertion: str) -> re.Pattern:
    """Return a pattern for the messages of an assertion: its text, anything where it holds an expression."""
    (node,) = ast.parse(assertion).body
    text = node.msg if isinstance(node, ast.Assert) else node.exc.args[0]
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return re.compile(
        "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".*" for p in parts), re.DOTALL
    )


def without(notebook: Notebook, cell: Cell, source: str) -> Notebook:
    """Return the notebook with another text of a cell."""
    return replace(
        notebook, cells=tuple(replace(c, source=source) if c is cell else c for c in notebook.cells)
    )


def main(name: str, *only: str) -> None:
    """Weaken every hidden assertion of the exercises, or of some, and print those that nobody misses."""
    assignment = load_assignment(coursedir(), name)
    stored = read_specimens(ROOT / "tests" / "specimens", name)
    trials = [
        t
        for n in assignment.notebooks
        for t in trials_of(assignment.name, n, stored, fast=False)
        if t.exercise != EVERY
    ]
    options = Options(limits=LIMITS)
    sources = Sources(assignment, options, SECRET)
    total = missed = 0
    with ThreadPoolExecutor(options.workers) as pool:
        started = sources.start()

        def tried(notebook: Notebook, trials: Iterable[Trial]) -> list[Tried]:
            return list(pool.map(lambda trial: try_answer(notebook, trial, started[notebook.name]), trials))

        for notebook in assignment.notebooks:
            before = tried(notebook, [trial for trial in trials if trial.notebook == notebook.name])
            for cell in [cell for cell in notebook.cells if cell.hidden]:
                exercise = notebook.exercise_of(cell)
                if only and exercise not in only:
                    continue
                for assertion, source in weakened(cell.source):
                    pattern, total = message_of(assertion), total + 1
                    stopped = [
                        one.trial
                        for one in before
                        if one.trial.exercise == exercise and stopped_by(one, cell.name, pattern)
                    ]
                    if notices(exercise, tried(without(notebook, cell, source), stopped), stored, name):
                        missed += 1
                    else:
                        print(f"{exercise} ({len(stopped)} answers end there): {assertion}", flush=True)
    sources.close()
    print(f"{missed} of {total} hidden assertions are missed when they are gone ({missed / total:.0%})")


def stopped_by(one: Tried, check: str, pattern: re.Pattern) -> bool:
    """Tell whether the check has failed with that message, or with an error of the answer."""
    lost = one.lost.get(check)
    return lost is not None and (lost["outcome"] != "wrong" or pattern.fullmatch(lost["message"]) is not None)


def notices(exercise: str, again: list[Tried], stored: list, name: str) -> bool:
    """Tell whether verify would complain about these answers: a mutant that passes, or a misconception not answered."""
    equivalent = Equivalent(ROOT / "tests" / "mutants" / f"{name}.toml")
    row = Row(exercise, 0)
    examine(row, again, stored, equivalent)
    return any(problem.startswith(("reject", "a mutant")) for problem in row.problems)


if __name__ == "__main__":
    main(*sys.argv[1:])
