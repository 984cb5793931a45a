"""What of a check mentions no answer: its leading statements, which are the same for every submission.

They end at the first statement that mentions a name of an answer, or that does something to an object which they have
not made themselves. A function that mentions an answer may be defined among them; then its name counts as one, too.
"""

import ast
import functools
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell.

    Attributes
    ----------
    used, bound : the global names that it uses and those that it binds
    inside : those of them that a function mentions which it defines: nothing uses them before its call
    """

    node: ast.stmt
    used: frozenset[str]
    bound: frozenset[str]
    inside: frozenset[str]

    @classmethod
    def of(cls, node: ast.stmt) -> "Statement":
        """Return a statement with its names."""
        return cls(node, *names_of(node))

    @property
    def names(self) -> frozenset[str]:
        """All of them."""
        return self.used | self.bound | self.inside


@functools.lru_cache(maxsize=1_000)
def leading_statements(text: str, answers: frozenset[str], *, whole: bool = False) -> int:
    """Return how many statements of a cell lead up to the first that is not the same for every submission.

    Parameters
    ----------
    answers : the names that the instructor's answers bind
    whole : whether all of the cell must be so, else none is; if not, a last expression, which may be a check's points,
        is not among them
    """
    nodes = nodes_of(text)
    own: set[str] = set()
    dependent = set(answers)
    count = 0
    for one in map(Statement.of, nodes):
        own |= one.bound
        if (one.used | one.bound) & dependent or not is_plain(one.node) or changed_names(one.node) - own:
            break
        if one.inside & dependent:
            dependent |= one.bound
        count += 1
    if whole:
        return count if count == len(nodes) and dependent == answers else 0
    return count - (count == len(nodes) > 0 and isinstance(nodes[-1], ast.Expr))


def late_statements(text: str, answers: frozenset[str]) -> list[ast.stmt]:
    """Return the statements behind the leading ones that compute something and could stand among them.

    Neither do they mention an answer, nor anything that depends on one.
    """
    found = [*map(Statement.of, nodes_of(text))]
    first = leading_statements(text, answers)
    dependent = set(answers).union(*(one.bound for one in found[:first] if one.inside & answers))
    late, mentioned = [], set()
    for one in found[first:]:
        if one.names & dependent or one.bound & mentioned or not is_plain(one.node):
            mentioned |= one.names
            dependent |= one.bound
        elif computes(one.node):
            late.append(one.node)
    return late


def computes(node: ast.stmt) -> bool:
    """Tell whether a statement calls something, and not only to look whether all is well."""
    no_data = (ast.Assert, ast.Expr, ast.FunctionDef, ast.ClassDef)
    return not isinstance(node, no_data) and any(isinstance(one, ast.Call) for one in ast.walk(node))


def nodes_of(text: str) -> list[ast.stmt]:
    """Return the statements of a cell; none of one that is not Python, or is as a whole an argument of a magic."""
    if text.lstrip().startswith("%%"):
        return []
    try:
        return as_tree(text).body
    except SyntaxError:
        return []


def as_tree(text: str) -> ast.Module:
    """Return the code of a cell as IPython runs it."""
    return ast.parse(TransformerManager().transform_cell(text))


def names_of(node: ast.stmt) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the global names that a statement uses, those that it binds, and those inside a function it defines."""
    top = symtable.symtable(ast.unparse(node), "statement", "exec")
    used, bound, inside, tables = set(), set(), set(), [top]
    defines = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if defines and table is not top:
                inside |= {symbol.get_name()} if symbol.is_global() else set()
            elif table is top or symbol.is_global():
                used |= {symbol.get_name()} if symbol.is_referenced() else set()
                bound |= {symbol.get_name()} if symbol.is_assigned() or symbol.is_imported() else set()
    return frozenset(used), frozenset(bound), frozenset(inside)


def is_plain(node: ast.stmt) -> bool:
    """Tell whether a statement concerns no other one, and says which names it binds."""
    if not isinstance(node, ast.ImportFrom):
        return True
    return node.module != "__future__" and all(alias.name != "*" for alias in node.names)


def changed_names(node: ast.stmt) -> set[str]:
    """Return the names of the objects of which a statement sets or deletes elements or attributes."""
    return {root for place in targets(node) if (root := root_name(place)) is not None}


def targets(node: ast.stmt) -> Iterator[ast.expr]:
    """Yield the elements and attributes that a statement sets or deletes, outside of functions and classes."""
    waiting: list[ast.AST] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Attribute | ast.Subscript) and not isinstance(one.ctx, ast.Load):
            yield one
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(one)


def root_name(place: ast.expr) -> str | None:
    """Return the name with which an expression such as `a.b[0].c` begins, None if it begins with something else."""
    while isinstance(place, ast.Attribute | ast.Subscript | ast.Call):
        place = place.func if isinstance(place, ast.Call) else place.value
    return place.id if isinstance(place, ast.Name) else None
