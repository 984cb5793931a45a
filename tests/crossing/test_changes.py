"""What tells whether a call has changed a table in place: it may be doubtful, but never wrongly sure."""

import numpy as np
import pandas as pd
import pytest

from autograder.crossing.changes import watch


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {"a": [1, 2], "tags": [["x"], ["y", "z"]], "text": ["p", None], "name": [0.5, np.nan]}, index=[3, 4]
    )


def series() -> pd.Series:
    return pd.Series([1.0, np.nan], name="n")


CHANGES = {
    "a value": (frame, lambda t: t.__setitem__("a", [1, 3])),
    "a value in the array": (frame, lambda t: t["text"].array.__setitem__(0, "q")),
    "a value inside a list": (frame, lambda t: t["tags"].iloc[0].append("n")),
    "a dtype": (frame, lambda t: t.__setitem__("a", t["a"].astype("int32"))),
    "another column": (frame, lambda t: t.insert(0, "z", 0)),
    "a column less": (frame, lambda t: t.pop("a")),
    "the labels": (frame, lambda t: setattr(t, "index", [4, 3])),
    "the labels' dtype": (frame, lambda t: setattr(t, "index", pd.Index([3.0, 4.0]))),
    "the labels' name": (frame, lambda t: setattr(t.index, "name", "i")),
    "the columns' name": (frame, lambda t: setattr(t.columns, "name", "c")),
    "a value of a series": (series, lambda s: s.__setitem__(0, 2.0)),
    "the name of a series": (series, lambda s: setattr(s, "name", "m")),
    "the labels of a series": (series, lambda s: setattr(s, "index", [1, 2])),
    "a blank of another kind": (
        lambda: pd.Series(["x", np.nan], dtype=object),
        lambda s: s.__setitem__(1, None),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(name):
    make, change = CHANGES[name]
    table = make()
    unchanged = watch(table)
    change(table)
    assert not unchanged()


@pytest.mark.parametrize(
    "make",
    [frame, series, lambda: 5, lambda: "text", lambda: (1, 2), lambda: pd.DataFrame({("a", "b"): [1]})],
)
def test_what_is_left_alone_is_not_doubtful(make):
    argument = make()
    unchanged = watch(argument)
    assert unchanged()


@pytest.mark.parametrize("argument", [[1], {"a": 1}, np.zeros(2), pd.Series([object()])])
def test_what_cannot_be_told_is_doubtful(argument):
    assert not watch(argument)()
