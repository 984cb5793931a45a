"""Mutants: copies of a right answer with one small mistake each, to see whether the checks notice.

Most mistakes are mutmut's. Those of numerical code that it does not know are added here. Only what stands between
`### BEGIN SOLUTION` and `### END SOLUTION` is changed: the rest is given to the learner.
"""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import libcst as cst
import libcst.matchers as m
from libcst.metadata import PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

MARK = re.compile(r"\s*### (BEGIN|END) SOLUTION")

# What is easily confused in data work.
METHODS = {
    "all": "any",
    "any": "all",
    "ceil": "floor",
    "fit_transform": "transform",
    "floor": "ceil",
    "max": "min",
    "mean": "median",
    "min": "max",
    "sum": "mean",
    "transform": "fit_transform",
}
FUNCTIONS = {"all": "any", "any": "all", "max": "min", "min": "max"}
NEGATED = {
    cst.LessThan: cst.GreaterThanEqual,
    cst.LessThanEqual: cst.GreaterThan,
    cst.GreaterThan: cst.LessThanEqual,
    cst.GreaterThanEqual: cst.LessThan,
}


@dataclass(frozen=True)
class Mutant:
    """A changed answer: its whole text, and the change in a line, told from every other change of the answer."""

    text: str
    name: str


def mutants(answer: str) -> list[Mutant]:
    """Return every mutant of an answer, in the order of the text, none of them twice.

    Raises
    ------
    libcst.ParserSyntaxError
        If the answer is not Python.
    """
    wrapper = cst.MetadataWrapper(cst.parse_module(answer))
    found = Places(solution_lines(answer))
    wrapper.visit(found)
    made, names = {ast.dump(ast.parse(answer))}, Counter()
    mutants = []
    for node, replacement in found.changes:
        text = wrapper.module.deep_replace(node, replacement).code
        try:
            meaning = ast.dump(ast.parse(text))
        except SyntaxError:
            continue
        if meaning not in made:
            made.add(meaning)
            name = change(answer, text)
            names[name] += 1
            mutants.append(Mutant(text, name if names[name] == 1 else f"{name} ({names[name]})"))
    return mutants


def solution_lines(answer: str) -> frozenset[int]:
    """Return the numbers of the lines of solutions, from 1; those of the whole answer if none are marked."""
    lines, inside, found = answer.splitlines(), False, set()
    for number, line in enumerate(lines, 1):
        if MARK.match(line):
            inside = MARK.match(line)[1] == "BEGIN"
        elif inside:
            found.add(number)
    return frozenset(found or range(1, len(lines) + 1))


def change(answer: str, text: str) -> str:
    """Return the lines that the answer has and the mutant lacks, then those that it has instead."""
    lines = list(difflib.ndiff(answer.splitlines(), text.splitlines()))
    removed, added = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in ("- ", "+ ")
    )
    return f"{removed} => {added}"


class Places(cst.CSTVisitor):
    """Collects the nodes that can be changed, each with what it is to become.

    Annotations and imports do nothing, and the words of an error are free: they stay.
    """

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, lines: frozenset[int]):
        super().__init__()
        self._lines = lines
        self.changes: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        self._parameters: list[list[str]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Collect what this node can become; tell whether to look inside it."""
        if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom | cst.Raise | cst.Assert):
            return False
        if isinstance(node, cst.FunctionDef):
            self._parameters.append([parameter.name.value for parameter in node.params.params])
        if self._in_solution(node):
            self._change(node)
        return True

    def _in_solution(self, node: cst.CSTNode) -> bool:
        place = self.get_metadata(PositionProvider, node, None)
        return place is not None and {place.start.line, place.end.line} <= self._lines

    def _change(self, node: cst.CSTNode) -> None:
        for kind, operator in [*mutation_operators, *OPERATORS]:
            if isinstance(node, kind) and operator not in LEFT_OUT:
                self.changes += [(node, changed) for changed in operator(node)]
        if isinstance(node, cst.Arg) and self._parameters:
            self.changes += [(node, changed) for changed in another_parameter(node, self._parameters[-1])]

    def on_leave(self, node: cst.CSTNode) -> None:
        """Forget the parameters of a function that ends."""
        if isinstance(node, cst.FunctionDef):
            self._parameters.pop()


def another_parameter(node: cst.Arg, parameters: list[str]) -> Iterator[cst.Arg]:
    """Pass another of the function's own arguments on: fit on the wrong table."""
    if isinstance(node.value, cst.Name) and node.value.value in parameters:
        for other in parameters:
            if other not in (node.value.value, "self"):
                yield node.with_changes(value=cst.Name(other))


def dropped_statement(node: cst.SimpleStatementLine) -> Iterator[cst.SimpleStatementLine]:
    """Leave a statement out; a docstring and `pass` do nothing anyway."""
    (first, *_) = node.body
    is_text = isinstance(first, cst.Expr) and isinstance(first.value, cst.BaseString)
    if not is_text and not isinstance(first, cst.Pass | cst.Import | cst.ImportFrom):
        yield node.with_changes(body=[cst.Pass()])


def one_less(node: cst.Integer) -> Iterator[cst.BaseExpression]:
    """Miss a boundary on the other side than mutmut does."""
    value = node.evaluated_value - 1
    yield node.with_changes(value=str(value)) if value >= 0 else cst.parse_expression(f"({value})")


def swapped_arguments(node: cst.Call) -> Iterator[cst.Call]:
    """Exchange the first two positional arguments."""
    positional = [arg for arg in node.args if arg.keyword is None and not arg.star]
    if len(positional) >= 2:
        first, second, *rest = node.args
        exchanged = first.with_changes(value=second.value), second.with_changes(value=first.value)
        yield node.with_changes(args=[*exchanged, *rest])


def negated_comparison(node: cst.ComparisonTarget) -> Iterator[cst.ComparisonTarget]:
    """Turn a comparison round."""
    if kind := NEGATED.get(type(node.operator)):
        yield node.with_changes(operator=kind())


def confused_method(node: cst.Attribute) -> Iterator[cst.Attribute]:
    """Call the method's neighbour."""
    if other := METHODS.get(node.attr.value):
        yield node.with_changes(attr=cst.Name(other))


def confused_function(node: cst.Call) -> Iterator[cst.Call]:
    """Call the builtin function's neighbour."""
    if isinstance(node.func, cst.Name) and (other := FUNCTIONS.get(node.func.value)):
        yield node.with_changes(func=cst.Name(other))


def other_text(node: cst.SimpleString) -> Iterator[cst.SimpleString]:
    """Write another text. In capitals, as mutmut has it too, many a text means the same."""
    yield from (changed for changed in operator_string(node) if "XX" in changed.value)


def fewer_arguments(node: cst.Call) -> Iterator[cst.Call]:
    """Leave an argument out, or pass None by position. By name, None is mostly what leaving it out means."""
    for place, arg in enumerate(node.args):
        before, after = node.args[:place], node.args[place + 1 :]
        if arg.keyword is None and not arg.star and not m.matches(arg.value, m.Name("None")):
            yield node.with_changes(args=[*before, arg.with_changes(value=cst.Name("None")), *after])
        if arg.keyword is not None or len(node.args) > 1:
            yield node.with_changes(args=[*before, *after])


LEFT_OUT = (operator_string, operator_arg_removal)  # here they are more choosy
OPERATORS: list[tuple[type, Callable[..., Iterable[cst.CSTNode]]]] = [
    (cst.SimpleStatementLine, dropped_statement),
    (cst.Integer, one_less),
    (cst.Call, swapped_arguments),
    (cst.ComparisonTarget, negated_comparison),
    (cst.Attribute, confused_method),
    (cst.Call, confused_function),
    (cst.SimpleString, other_text),
    (cst.Call, fewer_arguments),
]
