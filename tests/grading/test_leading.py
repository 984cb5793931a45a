"""Which statements of a check come before an answer has a part in it."""

import ast

import pytest

from autograder.grading.leading import late_statements, leading_statements

ANSWERS = frozenset(["answer", "helper"])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a = 1\nb = answer(a)\nc = 2", 1),
        ("a = 1\nassert a\nb = [helper for _ in a]", 2),
        ("a = 1\nf = lambda x: answer(x)\nc = 2", 1),
        ("def f(answer): return answer\na = f(1)\nanswer", 2),
        ("def f(x): return answer(x)\na = 1\nb = f(a)", 2),
        ("def f(x): return answer(x)\ndef g(x): return f(x)\na = 1\nb = g(a)", 3),
        ("def f(x=answer): return x\na = 1", 0),
        ("@answer\ndef f(x): return x\na = 1", 0),
        ("class C:\n    a = answer\nb = 1", 0),
        ("def answer(x): return x\na = 1", 0),
        ("answer = 1", 0),
        ("del answer", 0),
        ("def f():\n    global answer\n    answer = 1\na = 1\nf()", 2),
        ("a = {}\na['x'] = 1\nb = table\nb['y'] = 1\ntable['x'] = 1", 4),
        ("a = 1\nnp.random.f = a\nb = 2", 1),
        ("a = 1\ndel table['x'], a\nb = 2", 1),
        ("a = 1\nf().x = 2\nb = 2", 1),
        ("from __future__ import annotations\na = 1\nb = 2", 0),
        ("from numpy import *\na = 1\nb = 2", 0),
        ("import os\nfrom os import path\na = 1", 3),
        ("a = 1\na", 1),
        ("a", 0),
        ("a = !ls\nb = 1\nanswer", 2),
        ("%%time\na = 1\nb = 2", 0),
        ("a = ", 0),
        ("", 0),
    ],
)
def test_statements_of_a_check(text, count):
    assert leading_statements(text, ANSWERS) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a = 1\na", 2),
        ("a = 1\nanswer", 0),
        ("def f(): return answer\na = 1", 0),
        ("a = 1\nnp.x = 1", 0),
    ],
)
def test_a_locked_cell_counts_as_a_whole(text, count):
    assert leading_statements(text, ANSWERS, whole=True) == count


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("a = f(1)\nanswer\nb = f(2)", ["b = f(2)"]),
        ("answer\nb = 2\nc = f(b)", ["c = f(b)"]),
        ("x = answer()\nb = f(x)\nc = f(b)", []),
        ("def g(): return answer\nx = g()\nb = f(1)", ["b = f(1)"]),
        ("answer(b)\nb = f(1)", []),
        ("answer\nassert f(1)\nprint(1)\ndef g(): f()", []),
    ],
)
def test_what_could_stand_further_up(text, late):
    assert [ast.unparse(node) for node in late_statements(text, ANSWERS)] == late
