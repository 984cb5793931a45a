"""Names that somebody else has chosen, and text on a terminal."""

import os

import pytest

from autograder.grading.names import is_file_name, is_name, printable, shown


@pytest.mark.parametrize(
    "name",
    [
        "ada",
        "a.b-c_d",
        "ada+ml@example.org",
        "_x",
        "7of9",
        "Zoë",
        "Zoe\u0308",
        "李明",
        "محمد",
        "नेहा",
        "Jane Doe",
        "x [1]",
        "Ada (2)",
        "x" * 100,
    ],
)
def test_names(name):
    assert is_name(name)
    assert printable(name[:9]).replace("?", name[2:3]) == name[:9]


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>", "a  b", "a ", " a", "a'b", 'a"b', "a/b", "..", ".", "", ".hidden", "-rf", "--student",
        "=1+1", "@SUM(A1)", "+1", "a\nb", "a\x1b[2Jb", "a\x07", "a\u202eb", "a\u200bb", "a\u3164b", "a\ufe0fb", "\u0308a",
        "a\\b", "$(x)", "a;b", "a|b", "*", "[a]", "a%b", "a&b", "a\xa0b", "😀", "x" * 101,
        os.fsdecode(b"a\xffb"), os.fsdecode(b"\xff"),
    ],
)  # fmt: skip
def test_no_names(name):
    assert not is_name(name)
    assert printable(name).isprintable()
    assert len(printable(name)) <= 60


def test_names_of_files():
    assert all(map(is_file_name, ["03 (1).ipynb", "été.csv", "a=b, c.txt", ".hidden"]))
    assert not any(
        map(is_file_name, ["..", "", "a\nb", "<b>", 'a"b', "a'b", "a\u202eb", os.fsdecode(b"\xff"), "a&b"])
    )


def test_shown():
    assert shown("a\n\tb é") == "a\n\tb é"
    text = shown("a\x1b[2J\u202eb\rc\udcff")
    assert text.isprintable()
    assert text.replace("\N{REPLACEMENT CHARACTER}", "") == "a[2Jbc"
