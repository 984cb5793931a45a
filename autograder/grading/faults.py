"""What can be seen to be wrong with the checks of an assignment before anybody is graded with them."""

import ast
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from IPython.core.inputtransformer2 import TransformerManager

from autograder.grading.assignment import Assignment, Cell


def find_faults(assignment: Assignment) -> list[str]:
    """Return a sentence for each check that no answer can pass.

    It is not Python, or needs a module that is not there.
    """
    beside = {inside.parts[0].removesuffix(".py") for _, inside in assignment.files}
    return [
        f"{notebook.name}.ipynb: the check {cell.name} cannot be run: line {line}: {what}"
        for notebook in assignment.notebooks
        for cell in notebook.cells
        if cell.kind == "check" and cell.cell_type == "code"
        for line, what in faults_of(cell, beside)
    ]


def faults_of(check: Cell, beside: set[str]) -> Iterator[tuple[int, str]]:
    """Yield line and sentence for each fault of a check; `beside` are the modules among the assignment's own files."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(check.source))
    except SyntaxError as error:
        yield error.lineno or 1, f"{error.msg}: {(error.text or '').strip()}"
        return
    for line, module in imports(tree):
        root = module.partition(".")[0]
        if root not in beside and not is_there(root):
            yield line, f"there is no module {module}. Install it, or put it beside the notebook."


def imports(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of each module that the code imports, unless it is prepared for its absence."""
    if isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.lineno, node.module
    elif not isinstance(node, ast.Try | ast.With):  # `with pytest.raises(ImportError)` and the like
        for child in ast.iter_child_nodes(node):
            yield from imports(child)


def is_there(module: str) -> bool:
    """Tell whether a module can be imported here, and hence in the judge."""
    try:
        return module in sys.modules or find_spec(module) is not None
    except (ImportError, ValueError):
        return False
