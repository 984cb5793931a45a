"""Habits that a hidden check must not have: found in its text, before anybody can use them."""

import ast
from collections.abc import Collection, Iterator

from autograder.grading.assignment import Assignment, Cell, as_python

HELPERS = {
    "testing",
    "_testing",
    "unittest",
    "pytest",
}  # parts of the names of modules whose assertions quote values
QUOTES = "quotes what it compares, and none of that is shown; write a plain assert with a message of your own"
MADE = "a message that is neither text nor an f-string is not shown; write it out"
ECHOED = "is the answer's to choose, and is not shown; say what is probably wrong"
FIXED = "everybody can draw what is drawn from this seed; use rng.integers(2**63)"


def bad_habits(assignment: Assignment) -> list[str]:
    """Return a sentence for each bad habit of a hidden check."""
    return [
        f"{cell.name}, line {line}: {what}"
        for notebook in assignment.notebooks
        for cell in notebook.cells
        if cell.hidden
        for line, what in sorted(set(habits(cell, notebook.crossing)))
    ]


def habits(cell: Cell, answers: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the description of each bad habit of a check; `answers` are the names that answers bind."""
    tree = ast.parse(as_python(cell.source))
    theirs = from_answers(tree, answers)
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
        if message := message_of(node):
            if isinstance(message, ast.BinOp | ast.Call):
                yield node.lineno, f"{ast.unparse(message)}: {MADE}"
            if names_in(message) & theirs:
                yield node.lineno, f"{ast.unparse(message)} {ECHOED}"


def from_answers(tree: ast.Module, answers: Collection[str]) -> set[str]:
    """Return the names that hold what answers have given, and those of the functions that use it."""
    flows = list(assignments(tree))
    found, before = set(answers), set()
    while found != before:
        before = set(found)
        found |= {name for targets, sources in flows if sources & found for name in targets}
    return found


def assignments(tree: ast.Module) -> Iterator[tuple[set[str], set[str]]]:
    """Yield names that get a value, and the names that it is made of; an exception comes from what was tried."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield set().union(*map(names_in, node.targets)), names_in(node.value)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr) and node.value:
            yield names_in(node.target), names_in(node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            yield names_in(node.target), names_in(node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars:
            yield names_in(node.optional_vars), names_in(node.context_expr)
        elif isinstance(node, ast.Try):
            tried = set().union(*map(names_in, node.body))
            yield {handler.name for handler in node.handlers if handler.name}, tried
        elif isinstance(node, ast.FunctionDef):
            yield {node.name}, set().union(*map(names_in, node.body))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            parameters = [one.arg for one in functions[node.func.id].args.args]
            given = [*zip(parameters, node.args, strict=False), *((k.arg, k.value) for k in node.keywords)]
            yield from (({name}, names_in(value)) for name, value in given)


def names_in(node: ast.AST) -> set[str]:
    """Return the names in a piece of code."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


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
