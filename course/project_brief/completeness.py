"""Completeness: what is missing in a brief or has a value that its field does not take, each field alone."""

import difflib
import math
import numbers
import re
import reprlib
from typing import Any

from course.project_brief.form import Brief, Choice, Field, Items, Number, Text

PLACEHOLDER = re.compile(
    "|to ?do|t ?b ?d|to be (done|decided)|fixme|x+|n ?a|none|null|nobody|no one|unknown|placeholder|fill (me )?in|"
    "your answer( here)?"
)
BROKEN = object()


def read(field: Field, value: object, path: str, found: list[str]) -> Any:
    """Return what is usable of `value`, or `BROKEN`, and add to `found` what is wrong with it."""
    if isinstance(field, dict):
        return _read_dict(field, value, path, found)
    if isinstance(field, Items):
        return _read_items(field, value, path, found)
    complaint, usable = _complaint(field, value)
    if complaint:
        found.append(f"{path} {complaint}: {_way_out(field)}.")
        return BROKEN
    return usable


def _complaint(field: Text | Number | Choice, value: object) -> tuple[str, Any]:
    """Return what is wrong with a single value ("" if nothing is), and the value in the form that rules use."""
    if value is None:
        return "is still to be filled in", None
    if isinstance(field, Number):
        number = _finite(value)
        if number is None:
            return f"must be a finite number, not {_shown(value)}", None
        if number < field.least or number <= field.above:
            limit = f"{field.least:g} or more" if number < field.least else f"more than {field.above:g}"
            return f"must be {limit}, not {plain(number)}", None
        return "", number
    if not isinstance(value, str):
        return f"must be text, not {_shown(value)}", None
    if PLACEHOLDER.fullmatch(same(value)):
        return "is still to be filled in", None
    if isinstance(field, Choice) and value not in field.options:
        return f"cannot be {_shown(value)}", None
    return "", value


def _read_dict(fields: dict[str, Field], value: object, path: str, found: list[str]) -> Brief:
    """Return the usable entries of a dict; none of something else."""
    if not isinstance(value, dict):
        name = path or "the brief"
        is_what = "is still to be filled in" if value is None else f"must be a dict, not {_shown(value)}"
        found.append(f"{name} {is_what}: {_way_out(fields)}.")
        return {}
    usable = {}
    for key, field in fields.items():
        inner = f"{path}.{key}" if path else key
        if key in value:
            inside = read(field, value[key], inner, found)
            if inside is not BROKEN:
                usable[key] = inside
        else:
            found.append(f"{inner} is missing: {_way_out(field)}.")
    for key in value:
        if key not in fields:
            close = difflib.get_close_matches(str(key)[:99], fields, n=1) if isinstance(key, str) else []
            way_out = f"did you mean {close[0]!r}?" if close else f"the keys here are {', '.join(fields)}."
            found.append(f"{path or 'the brief'} has an unknown key, {_shown(key)}: {way_out}")
    return usable


def _read_items(field: Items, value: object, path: str, found: list[str]) -> Any:
    """Return the usable items of a list, at their positions."""
    if not isinstance(value, list | tuple):
        is_what = "is still to be filled in" if value is None else f"must be a list, not {_shown(value)}"
        found.append(f"{path} {is_what}: {_way_out(field)}.")
        return BROKEN
    if not value and not field.may_be_empty:
        found.append(f"{path} is empty: {_way_out(field)}.")
        return BROKEN
    items = [read(field.item, item, f"{path}[{i}]", found) for i, item in enumerate(value)]
    return BROKEN if BROKEN in items else items


def _way_out(field: Field) -> str:
    if isinstance(field, dict):
        return f"give it the keys {', '.join(field)}"
    if isinstance(field, Choice):
        return f"write {field.ask}, {_either(field.options)}"
    return f"{'list' if isinstance(field, Items) else 'write'} {field.ask}"


def _finite(value: object) -> float | None:
    """Return a number as a float; None for what is not a finite real number (True and False are not)."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def same(text: str) -> str:
    """Return `text` without what does not matter when two texts are compared: case, punctuation, spaces."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _shown(value: object) -> str:
    """Return a value for a message: short, with its type where that is not plain."""
    if isinstance(value, str):
        return f"the text {reprlib.repr(value)}"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, numbers.Real):
        try:
            return plain(float(value))
        except OverflowError:
            return "one that large"
    return f"a {type(value).__name__}"


def short(text: str) -> str:
    """Return a text of the brief in one line that fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def plain(number: float) -> str:
    """Return a number as people write it."""
    return f"{number:,.10g}"


def _either(options: tuple[str, ...]) -> str:
    return ", ".join(map(repr, options[:-1])) + f" or {options[-1]!r}"
