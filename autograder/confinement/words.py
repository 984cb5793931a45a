"""The words of a hidden check's author: of its messages, only they are shown."""

import ast
import re
from collections.abc import Iterable

import pandas as pd

MAX_MESSAGE = 4_000  # characters
MAX_OWN = 600  # characters of a message
HOLDS_NOT = "The check does not hold."
Template = list[str | None]  # the parts of an f-string, None for what is filled in


class OwnWords:
    """What the authors of checks have written in them as text: of a hidden check's message, only that is shown.

    So neither a value that the answer has returned nor one that it should have is seen, whatever the check or a
    library has made the message of.
    """

    def __init__(self):
        self._texts: set[str] = set()
        self._labels: set[str] | None = None
        self._templates: list[Template] = []

    def learn(self, tree: ast.Module) -> None:
        """Take up the texts of one more check."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [getattr(part, "value", None) for part in ast.iter_child_nodes(node)]
                self._templates.append([part if isinstance(part, str) else None for part in parts])

    def learn_labels(self, values: Iterable[object]) -> None:
        """Take up the columns of the tables that there are before the first check; learners have these tables, too."""
        if self._labels is None:
            tables = [value for value in values if isinstance(value, pd.DataFrame)]
            self._labels = {label for table in tables for label in table.columns if isinstance(label, str)}

    def of(self, message: str) -> str:
        """Return the message; where something else is filled in, with an ellipsis for it."""
        return (self._own(message[:MAX_OWN]) if message else None) or HOLDS_NOT

    def _own(self, text: str) -> str | None:
        """Return the text as far as it is the authors' own, None if it is not made from their words at all."""
        if text in self._texts or text in self._labels:
            return text
        fitting = [parts for parts in self._templates if fill(parts, text) is not None]
        parts = max(fitting, key=typed, default=[])
        if not typed(parts):
            return None
        filled = fill(parts, text)
        shown = iter([self._own(piece) or "…" for piece in filled])
        return "".join(next(shown) if part is None else part for part in parts)


def typed(parts: Template) -> int:
    """Return how many letters of an f-string its author has typed."""
    return sum(len(part.strip()) for part in parts if part)


def fill(parts: Template, text: str) -> list[str] | None:
    """Return what stands in the text for each None; None if it does not consist of the parts."""
    pattern = "".join("(.*?)" if part is None else re.escape(part) for part in parts)
    match = re.fullmatch(pattern, text, re.DOTALL)
    return None if match is None else list(match.groups())


def clean(text: str) -> str:
    """Return text that a terminal, a notebook and a page can show as it is, cut to a sensible length."""
    text = "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text[:MAX_MESSAGE]
    )
    return text.encode("utf-8", "replace").decode("utf-8")
