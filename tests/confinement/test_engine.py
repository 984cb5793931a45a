"""Checks in the judge, answers in the worker: what a check may do, what a learner sees, what cannot be done."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import Limits
from autograder.grading.assignment import Cell, Notebook, check_names, with_prepares
from autograder.grading.classroom import make_job
from autograder.grading.reading import Submitted
from autograder.grading.run import grade_notebook

LIMITS = Limits(cell=5, submission=30, memory=1 << 30)
SETUP = """
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin, clone
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.validation import check_is_fitted
def shout(text): return text.upper()
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    files = tmp_path_factory.mktemp("files")
    (files / "rows.txt").write_text("1 2 3")
    source = Source(Setting((("setup", SETUP),), Path(files), limits=LIMITS))
    yield source
    source.close()


@pytest.fixture
def grade(source) -> Callable[..., dict]:
    """Return a function that grades cells given as (kind, source) and returns the result of the notebook."""

    def grade(*cells: tuple[str, str], crossing: str = "answer", untouched: tuple[str, ...] = ()) -> dict:
        steps = [{"kind": "locked", "name": "setup", "source": SETUP}]
        checks = {}
        for number, (kind, text) in enumerate(cells):
            hidden = kind == "hidden"
            step = {
                "kind": "check" if hidden else kind,
                "name": f"{kind}{number}",
                "source": text,
                "hidden": hidden,
                "released": "",
                "prepares": [],
            }
            steps.append(step)
            if step["kind"] == "check":
                answers = [s["name"] for s in steps if s["kind"] == "answer"]
                checks[step["name"]] = {"exercise": "e", "answers": answers, "hidden": hidden, "points": 2.0}
        job = {"name": "n", "steps": steps, "crossing": crossing.split(), "checks": checks}
        return grade_notebook(job | {"untouched": list(untouched), "notes": []}, source, LIMITS)

    return grade


IDIOMS = {
    "a number": ("answer = 41 + 1", "assert answer == 42"),
    "a function": ("def answer(x): return 2 * x", "assert answer(4) == 8 and callable(answer)"),
    "the same text": (
        "answer = ['\\ud83d\\udd25', '🔥']",
        "assert answer[0] != answer[1] and answer[1] == '🔥'",
    ),
    "a frame": (
        "def answer(f): return f.assign(b=f['a'].map(str), c=pd.to_datetime('2024-01-31')).set_index('b')",
        "f = answer(pd.DataFrame({'a': [1, 2]}, index=[5, 5]))\n"
        "assert isinstance(f, pd.DataFrame) and list(f.index) == ['1', '2'] and f['c'].dt.day.eq(31).all()",
    ),
    "an argument changed in place": (
        "def answer(rows, table, array): rows.append(1); table['x'] = 0; array[0] = 9",
        "# In place: the answer changes what it is given.\n"
        "r, t, a = [], pd.DataFrame({'y': [1]}), np.zeros(2)\nanswer(r, t, a)\n"
        "assert r == [1] and list(t) == ['y', 'x'] and a.tolist() == [9, 0]",
    ),
    "an argument left alone": (
        "def answer(rows): return sorted(rows)",
        "r = [2, 1]\nassert answer(r) == [1, 2] and r == [2, 1]",
    ),
    "a random generator moves on": (
        "def answer(rng): return rng.integers(1000)",
        "rng, twin = np.random.default_rng(3), np.random.default_rng(3)\n"
        "assert [answer(rng), answer(rng)] == twin.integers(1000, size=2).tolist()",
    ),
    "a callback": (
        "def answer(f, x): return f(f(x))",
        "assert answer(lambda x: x + 1, 3) == 5 and answer(shout, 'a') == 'A' and answer(np.sqrt, 16.0) == 2",
    ),
    "apply": ("def answer(x): return x * 2", "assert pd.Series([1, 2]).apply(answer).tolist() == [2, 4]"),
    "a closure": ("def answer(n):\n    return lambda x: x + n", "add = answer(3)\nassert add(1) == 4"),
    "a generator": ("def answer():\n    yield 1\n    yield 2", "assert list(answer()) == [1, 2]"),
    "a class": (
        "class answer:\n    limit = 3\n    def __init__(self, x): self.x = x\n    def __len__(self): return 7\n"
        "    def __add__(self, o): return answer(self.x + o.x)\n    def __repr__(self): return f'answer({self.x})'",
        "a = answer(1)\na.x = 5\nb = a + answer(2)\n"
        "assert b.x == 7 and len(b) == 7 and repr(b) == 'answer(7)' and isinstance(b, answer) and answer.limit == 3",
    ),
    "a subclass": (
        "class base:\n    pass\nclass answer(base, dict):\n    pass\nclass answer(base):\n    pass",
        "assert issubclass(answer, base) and isinstance(answer(), base) and not isinstance(answer(), dict)",
    ),
    "expected exceptions": (
        "class Bad(ValueError):\n    def __init__(self, row):\n        super().__init__(row)\n        self.row = row\n"
        "def answer(x):\n    raise Bad(x) if x else KeyError('k')",
        "for x, kind in [(3, Bad), (3, ValueError), (0, KeyError)]:\n    try:\n        answer(x)\n"
        "    except kind as error:\n        assert error.args == ((3,) if x else ('k',)) and (not x or error.row == 3)\n"
        "    else:\n        raise AssertionError('no exception')",
    ),
    "an estimator": (
        "class answer(RegressorMixin, BaseEstimator):\n    def __init__(self, k=1): self.k = k\n"
        "    def fit(self, X, y):\n        self.mean_ = float(np.mean(y))\n        return self\n"
        "    def predict(self, X): return np.full(len(X), self.mean_)\n    def score(self, X, y): return 1.0",
        "X, y = np.arange(12.0).reshape(6, 2), np.arange(6.0)\nm = answer(k=4)\n"
        "assert clone(m).get_params() == {'k': 4} and isinstance(m, BaseEstimator)\n"
        "assert m.fit(X, y) is m and m.mean_ == 2.5 and m.score(X, y) == 0\ncheck_is_fitted(m)\n"
        "assert (cross_val_score(answer(), X, y, cv=3) <= 0).all()\n"
        "assert make_pipeline(answer()).fit(X, y).predict(X).shape == (6,)",
    ),
    "the judge's estimator": (
        "def answer(model, X, y): return model.fit(X, y).predict(X)",
        "assert np.allclose(answer(Ridge(alpha=0.0), [[0.0], [1.0]], [1.0, 3.0]), [1, 3])",
    ),
    "a deleted helper": (
        "def helper(x): return x\ndef answer(x): return helper(x)",
        "kept = helper\ndel helper\ntry:\n    answer(1)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError\n"
        "finally:\n    helper = kept\nassert answer(1) == 1",
    ),
    "a replaced helper": (
        "def helper(x): return x\ndef answer(x): return helper(x)",
        "helper = lambda x: 10 * x\nassert answer(2) == 20",
    ),
    "a signature": (
        "def answer(a, b=3, *, c=None): pass",
        "import inspect\np = inspect.signature(answer).parameters\nassert list(p) == ['a', 'b', 'c'] and p['b'].default == 3",
    ),
    "a figure": (
        "import matplotlib.pyplot as plt\ndef answer():\n    _, ax = plt.subplots()\n    ax.plot([1, 2])\n    ax.set_xlabel('x')\n    return ax",
        "ax = answer()\nassert ax.get_xlabel() == 'x' and len(ax.lines) == 1",
    ),
    "a state that grows": (
        "answer = []\ndef log(x): answer.append(x)",
        "log(1)\nlog(2)\nassert answer == [1, 2]",
    ),
    "warnings and prints": (
        "import warnings\ndef answer():\n    warnings.warn('w')\n    print('p')\n    return 1",
        "assert answer() == 1",
    ),
    "the assignment's files": (
        "answer = open('rows.txt').read()",
        "assert answer.split() == ['1', '2', '3']",
    ),
    "magics": ("%%time\nanswer = 1", "assert answer == 1"),
    "await": ("import asyncio\nawait asyncio.sleep(0)\nanswer = 1", "assert answer == 1"),
}


@pytest.mark.parametrize("name", IDIOMS)
def test_idiom(name, grade):
    answer, check = IDIOMS[name]
    (result,) = grade(("answer", answer), ("check", check), crossing="answer base Bad helper log")["checks"]
    assert (result["outcome"], result["message"], result["score"]) == ("passed", "", 2.0)


LIES = {
    "always equal": "class E(float):\n    def __eq__(self, o): return True\n    __hash__ = None\nanswer = E(1)",
    "always equal object": "class E:\n    def __eq__(self, o): return True\nanswer = E()",
    "array that is always equal": "class A(np.ndarray):\n    def __eq__(self, o): return np.True_\nanswer = np.zeros(1).view(A)",
    "fake class": "class E:\n    __class__ = int\n    def __eq__(self, o): return True\nanswer = E()",
    "text that is always equal": "class E(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\nanswer = E('x')",
    "patched builtins": "import builtins, numpy\nbuiltins.isinstance = lambda *a: True\nnumpy.allclose = lambda *a: True\nanswer = 0",
    "shadowed names": "class np:\n    allclose = isclose = lambda *a: True\nisinstance = lambda *a: True\nanswer = 0",
}


@pytest.mark.parametrize("name", LIES)
def test_lie(name, grade):
    """An object cannot decide that it is right."""
    checks = [
        ("check", "assert answer == 42"),
        ("check", "assert isinstance(answer, int) and np.allclose(answer, 42)"),
    ]
    for result in grade(("answer", LIES[name]), *checks)["checks"]:
        assert result["score"] == 0


def test_visible_message_shows_values(grade):
    (result,) = grade(("answer", "def answer(x): return x"), ("check", "assert answer(3) == 9, 'square it'"))[
        "checks"
    ]
    assert (result["outcome"], result["message"]) == ("wrong", "square it\n  answer(3) is 3")


def test_error_shows_the_learners_lines(grade):
    text = "def answer(x):\n    return 1 / x"
    (result,) = grade(("answer", text), ("check", "answer(0)"))["checks"]
    assert result["outcome"] == "error"
    assert (
        result["message"]
        == "Your code raised ZeroDivisionError: division by zero\n  answer0, line 2: return 1 / x"
    )


@pytest.mark.parametrize(
    "answer",
    [
        "def answer(x): raise ValueError(x)",
        "def answer(x): raise type('E' + str(x), (Exception,), {})",
        "def answer(x): raise AssertionError(x)",
        "def answer(x): return str(x)",
        "def answer(x): print(x); assert False, x",
        "answer = 3",
        "def answer(x): return object()",
    ],
)
def test_hidden_check_shows_only_its_message(answer, grade):
    """Neither inputs, expected values nor source are in the message or in the outputs."""
    check = "for hidden_input in [987654]:\n    assert answer(hidden_input) - 123123 == hidden_input, 'wrong for some number'"
    result = grade(("answer", answer), ("hidden", check))
    told = json.dumps(result)
    assert not any(secret in told for secret in ("987654", "123123", "hidden_input"))
    assert result["checks"][0]["outcome"] in ("wrong", "error")
    assert result["checks"][0]["message"]


def test_outcomes(grade):
    cells = (
        ("answer", "def answer(x):\n    raise NotImplementedError('e: not attempted yet.')"),
        ("check", "answer(1)"),
    )
    assert grade(*cells)["checks"][0]["outcome"] == "not attempted"
    cells = ("answer", "pass"), ("check", "assert answer == 1")
    assert grade(*cells, untouched=("answer0",))["checks"][0]["outcome"] == "not attempted"
    (result,) = grade(("answer", "answer = 1 +"), ("check", "answer"))["checks"]
    assert (result["outcome"], "SyntaxError" in result["message"]) == ("error", True)
    (result,) = grade(("answer", "answer = bytearray(1 << 33)"), ("check", "answer"))["checks"]
    assert result["outcome"] == "out of memory"


def test_partial_credit(grade):
    scores = [
        grade(("answer", "answer = 3"), ("check", f"answer / {n}"))["checks"][0]["score"]
        for n in (6, 2, 1, -1)
    ]
    assert scores == [0.5, 1.5, 2.0, 0.0]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("while True: pass", "timed out"),
        ("import os; os._exit(0)", "error"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "error"),
        ("rows = []\nwhile True: rows.append(bytearray(1 << 24))", "out of memory"),
        ("import os\nwhile True: os.fork()", None),
    ],
)
def test_a_cell_that_ends_its_process_spoils_no_other(answer, outcome, grade):
    cells = [
        ("answer", "answer = 1"),
        ("check", "assert answer == 1"),
        ("answer", answer),
        ("check", "assert later == 2"),
    ]
    cells += [("answer", "later = 2"), ("check", "assert answer == 1 and later == 2")]
    first, second, third = grade(*cells, crossing="answer later")["checks"]
    assert (first["outcome"], third["outcome"]) == ("passed", "passed")
    assert second["outcome"] != "passed"
    assert outcome in (None, second["outcome"])


def test_a_check_that_never_ends_is_stopped(grade):
    cells = [
        ("answer", "def answer():\n    while True: pass"),
        ("check", "answer()"),
        ("answer", "b = 1"),
        ("check", "b"),
    ]
    never, passed = grade(*cells, crossing="answer b")["checks"]
    assert (never["outcome"], passed["outcome"]) == ("timed out", "passed")


def test_own_cells_run_in_place(grade):
    cells = [
        ("added", "x = 5"),
        ("answer", "answer = x"),
        ("added", "x = 6"),
        ("check", "assert answer == 5"),
    ]
    assert grade(*cells)["checks"][0]["outcome"] == "passed"


def test_nothing_stays_between_submissions(grade):
    write = "import builtins\nbuiltins.leak = 1\nopen('/dev/shm/left', 'w').write('x')\nopen('left', 'w').write('x')\nanswer = 1"
    read = "import os, builtins\nanswer = [hasattr(builtins, 'leak'), os.path.exists('/dev/shm/left'), os.path.exists('left')]"
    assert grade(("answer", write), ("check", "answer"))["checks"][0]["outcome"] == "passed"
    assert (
        grade(("answer", read), ("check", "assert answer == [False] * 3"))["checks"][0]["outcome"] == "passed"
    )


def test_same_marks_and_messages_bit_for_bit(grade):
    text = "import random\nanswer = [random.random(), np.random.rand(), {str(i) for i in range(50)}, hash('x')]\nprint(answer)\nanswer"
    results = [grade(("answer", text), ("check", "assert answer == 1")) for _ in range(2)]
    for result in results:
        assert result.pop("seconds").keys() == {"check1"}
    first, second = map(json.dumps, results)
    assert first == second


def test_outputs_are_kept_as_long_as_there_is_room(grade, monkeypatch):
    monkeypatch.setattr("autograder.grading.run.MAX_OUTPUTS", 200)
    cells = [("answer", "answer = 1\nprint('few')"), ("added", "print('much' * 100)")]
    result = grade(*cells, ("check", "assert answer == 1"))
    assert (result["outputs"]["answer0"][0]["text"], result["outputs"]["added1"]) == ("few\n", [])
    assert result["checks"][0]["score"] == 2.0


VANDALS = {
    "an emptied list": (
        "def answer(x):\n    x.clear()\n    return []",
        "x = [3, 1, 2]\nassert answer(x) == sorted(x), 'not sorted'",
    ),
    "labels set to zero": (
        "def answer(X, y):\n    y[:] = 0\n    return np.zeros(len(X))",
        "X, y = np.ones((4, 1)), np.arange(4.0)\nassert np.allclose(answer(X, y), y), 'not y'",
    ),
    "labels of the set-up": (
        "def answer(t):\n    t['y'] = 0\n    return t['y']",
        "assert answer(table).equals(table['y'] + 0), 'not y'",
    ),
    "points for a share": (
        "def answer(x):\n    x[:] = [0]\n    return [0]",
        "x = [1]\n2.0 if answer(x) == x else 1.0",
    ),
}


@pytest.mark.parametrize("name", VANDALS)
def test_changing_the_data_of_a_check_is_no_answer(name, grade):
    answer, check = VANDALS[name]
    setup = ("locked", "table = pd.DataFrame({'y': [1, 2]})")
    cells = [setup, ("answer", answer), ("check", check), ("check", check)]
    first, second = grade(*cells)["checks"]
    if name == "points for a share":
        assert (first["score"], second["score"]) == (1.0, 1.0)
    else:
        assert (first["outcome"], second["outcome"]) == ("wrong", "wrong")
        assert first["message"].startswith("not ")


def test_a_changed_input_is_seen_by_a_check_that_looks(grade):
    answer = "def answer(x):\n    x.sort()\n    return x"
    check = "x = [3, 1]\nassert answer(x) == [1, 3], 'not sorted'\nassert x == [3, 1], 'input changed'"
    sound = "assert answer([3, 1]) == [1, 3]"
    spoilt, fine = grade(("answer", answer), ("check", check), ("check", sound))["checks"]
    assert (spoilt["outcome"], spoilt["message"].split("\n")[0]) == ("wrong", "input changed")
    assert fine["outcome"] == "passed"


SPY = """
seen = []
def answer(x):
    seen.append(x)
"""


HANDS_OVER = "assert answer('secret') == 'other', 'wrong'"


@pytest.mark.parametrize("cell", ["print(seen)", "raise ValueError(seen)", "1 / ('secret' not in seen)"])
@pytest.mark.parametrize("kind", ["added", "answer"])
def test_no_later_cell_can_tell_what_a_hidden_check_handed_over(grade, kind, cell):
    result = grade(("answer", SPY), ("hidden", HANDS_OVER), (kind, cell))
    blind = grade(("answer", SPY), ("hidden", "pass"), (kind, cell))
    assert [check["message"] for check in result["checks"]] == ["wrong"]
    assert result["outputs"] == blind["outputs"]


def test_no_later_visible_check_can_tell_what_a_hidden_one_handed_over(grade):
    visible = ("check", "assert answer(1) == 2, f'not {answer(0)}'")
    result = grade(("answer", SPY + "    raise ValueError(seen)"), ("hidden", HANDS_OVER), visible)
    assert "secret" not in json.dumps(result)


def graded(source, *cells: Cell) -> dict[str, str]:
    """Grade a notebook whose answers are the instructor's; return the outcomes by check."""
    notebook = Notebook("n", tuple(with_prepares(cells)), frozenset(["answer"]))
    submitted = Submitted({cell.name: cell.source for cell in cells if cell.kind == "answer"}, {}, ())
    result = grade_notebook(make_job(notebook, submitted), source, LIMITS)
    return {check["name"]: check["outcome"] for check in result["checks"]}


def visible(name: str, text: str) -> Cell:
    """Return a check of which the release holds everything."""
    return Cell(name, "check", "code", text, text, 1)


def hidden(name: str, released: str, text: str) -> Cell:
    """Return a check of which the release holds the first part."""
    return Cell(name, "check", "code", f"{released}\n{text}", released, 1, hidden=True)


def test_checks_find_the_names_that_checks_of_the_other_kind_have_bound(source):
    outcomes = graded(
        source,
        Cell("setup", "locked", "code", SETUP, SETUP),
        Cell("answer", "answer", "code", "def answer(x): return x", ""),
        visible("first", "base = 1"),
        visible("second", "top = base + 1\nassert answer(1) == 1"),
        hidden("third", "low = top - 2", "assert answer(low) == 0"),
        visible("fourth", "assert answer(low) == low == 0"),
        hidden("fifth", "", "top = 1\nassert [x for x in [answer(top)]] == [1]"),
    )
    assert set(outcomes.values()) == {"passed"}


def test_a_restart_keeps_the_names_that_later_checks_need(source):
    outcomes = graded(
        source,
        Cell("setup", "locked", "code", SETUP, SETUP),
        Cell("answer", "answer", "code", "def answer(x): return 1 if x else __import__('os')._exit(1)", ""),
        hidden("first", "", "base = 5\nassert answer(base) == 1"),
        hidden("ends", "", "assert answer(0) == 1"),
        hidden("last", "", "assert answer(base) == 1"),
    )
    assert outcomes == {"first": "passed", "ends": "error", "last": "passed"}


@pytest.mark.parametrize(
    ("text", "bound", "needed"),
    [
        ("x = x + 1", {"x"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("x = 1\ny = x", {"x", "y"}, set()),
        ("for x in y: z(x)", {"x"}, {"y", "z"}),
        ("a = [x for x in y]\nx", {"a"}, {"y"}),
        ("import a.b, c as d\na.e(d)", {"a", "d"}, set()),
        ("def f(x, y=z): return x + g\nf()", {"f"}, {"z", "g"}),
        ("with a as b: b.c\ntry: d\nexcept E as e: e", {"b", "e"}, {"a", "d", "E"}),
        ("%timeit x\n", set(), {"get_ipython"}),
        ("x = ", set(), set()),
    ],
)
def test_names_of_a_check(text, bound, needed):
    assert (check_names(text) or (set(), set())) == (bound, needed)
