"""Habits that a hidden check must not have: found in its text, before anybody can use them."""

import ast
from collections.abc import Iterator

from autograder.grading.assignment import Assignment, Cell, as_python

HELPERS = {
    "testing",
    "_testing",
    "unittest",
    "pytest",
}  # parts of the names of modules whose assertions quote values
QUOTES = "quotes what it compares, and none of that is shown; write a plain assert with a message of your own"
MADE = "a message that is neither text nor an f-string is not shown; write it out"
FIXED = "everybody can draw what is drawn from this seed; use rng.integers(2**63)"


def bad_habits(assignment: Assignment) -> list[str]:
    """Return a sentence for each bad habit of a hidden check."""
    return [
        f"{cell.name}, line {line}: {what}"
        for notebook in assignment.notebooks
        for cell in notebook.cells
        if cell.hidden
        for line, what in sorted(set(habits(cell)))
    ]


def habits(cell: Cell) -> Iterator[tuple[int, str]]:
    """Yield the line and the description of each bad habit."""
    tree = ast.parse(as_python(cell.source))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            if HELPERS & {part for module in modules for part in module.split(".")}:
                yield node.lineno, f"{ast.unparse(node)}: {QUOTES}"
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if HELPERS & set(name.split(".")) or is_assertion(name, own):
                yield node.lineno, f"{name} {QUOTES}"
            if any(keyword.arg == "seed" and is_literal(keyword.value) for keyword in node.keywords):
                yield node.lineno, f"{name}: {FIXED}"
        if isinstance(message := message_of(node), ast.BinOp | ast.Call):
            yield node.lineno, f"{ast.unparse(message)}: {MADE}"


def is_assertion(name: str, own: set[str]) -> bool:
    """Tell whether a function is named like a library's assertion, and is not the check's own."""
    return name not in own and name.rpartition(".")[2].startswith("assert")


def is_literal(node: ast.expr) -> bool:
    """Tell whether an expression has the same value in every run, whatever the secret."""
    return not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node))


def message_of(node: ast.AST) -> ast.expr | None:
    """Return the message of an assert, or of an AssertionError that is raised."""
    if isinstance(node, ast.Assert):
        return node.msg
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
        return node.exc.args[0] if ast.unparse(node.exc.func) == "AssertionError" else None
    return None
