"""What a learner sees below a check cell: a line when it passes, the message first when it does not."""

import ast
import linecache
from types import TracebackType

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

PASSED = "✓ This check passes."


def load(shell: InteractiveShell) -> None:
    """Have the shell show the outcome of check cells in this way."""
    if show_passed not in shell.events.callbacks["post_run_cell"]:  # the set-up cell may run again
        shell.events.register("post_run_cell", show_passed)
    shell.set_custom_exc((Exception,), show_error)


def show_passed(result: ExecutionResult) -> None:
    """Say so if the cell is a check and passes."""
    if result.success and is_check(result.info.raw_cell):
        print(PASSED)


def is_check(text: str) -> bool:
    """Tell whether a cell asserts something outside of the functions and classes that it defines."""
    try:
        waiting: list[ast.AST] = [ast.parse(text)]
    except SyntaxError:  # also what only IPython understands
        return False
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Assert):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return False


def show_error(
    shell: InteractiveShell,
    kind: type[Exception],
    error: Exception,
    traceback: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show an error as IPython does; one that a check cell asserts, by its message and the line."""
    while traceback.tb_next:
        traceback = traceback.tb_next
    place, line = traceback.tb_frame.f_code, traceback.tb_lineno
    if kind is AssertionError and str(error) and place.co_name == "<module>":
        text = "".join(linecache.getlines(place.co_filename))
        shown = [f"✗ {error}", "", f"What does not hold, in line {line}: {condition(text, line)}"]
        error._render_traceback_ = lambda: shown
    elif kind is NotImplementedError and str(error):  # as a stub raises it
        error._render_traceback_ = lambda: [f"✗ {error}"]
    shell.showtraceback((kind, error, error.__traceback__), tb_offset=tb_offset)


def condition(text: str, line: int) -> str:
    """Return what is asserted in that line of a cell."""
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assert))
    return next((ast.unparse(one.test) for one in found if one.lineno <= line <= one.end_lineno), "")
