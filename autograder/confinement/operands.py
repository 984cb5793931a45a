"""The code of a check, as it is run: a visible one keeps both sides of a comparison, to show them."""

import ast
from types import TracebackType

from IPython.core.interactiveshell import InteractiveShell

from autograder.confinement.words import clean


def parse(
    shell: InteractiveShell, source: str, hidden: bool | None
) -> tuple[ast.Module, "KeepOperands | None"]:
    """Return a cell's code and, of a visible check, what knows its operands; `hidden` is None for a locked cell."""
    tree = ast.parse(shell.transform_cell(source))
    if hidden is not False:
        return tree, None
    operands = KeepOperands()
    return ast.fix_missing_locations(operands.visit(tree)), operands


class KeepOperands(ast.NodeTransformer):
    """Let `assert left == right` keep both sides, so that a visible check can show them."""

    def __init__(self):
        self.kept: list[tuple[range, dict[str, str]]] = []  # lines of an assert; name and source of each side

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        """Wrap the operands of a plain comparison in assignment expressions."""
        test, sources = node.test, {}
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            test.left = self._keep(test.left, sources)
            test.comparators = [self._keep(test.comparators[0], sources)]
            self.kept.append((range(node.lineno, node.end_lineno + 1), sources))
        return node

    def _keep(self, operand: ast.expr, sources: dict[str, str]) -> ast.expr:
        if not any(isinstance(part, ast.Name) for part in ast.walk(operand)):
            return operand
        name = f"_side_{operand.lineno}_{operand.col_offset}"
        sources[name] = ast.unparse(operand)
        return ast.copy_location(ast.NamedExpr(ast.Name(name, ast.Store()), operand), operand)

    def values(self, traceback: TracebackType) -> str:
        """Return the sides of the assert that has failed, one to a line, ready to append to its message."""
        while traceback.tb_next is not None:
            traceback = traceback.tb_next
        for lines, sources in self.kept:
            if traceback.tb_lineno in lines:
                names = dict(traceback.tb_frame.f_locals)
                kept = [(source, repr(names[name])) for name, source in sources.items() if name in names]
                return "".join(f"\n  {source[:80]} is {clean(value)[:300]}" for source, value in kept)
        return ""
