"""Checks in the judge, answers in the worker: what a check may do, what a learner sees, what cannot be done."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import Limits
from autograder.grading.assignment import Cell, Notebook, check_names, with_prepares
from autograder.grading.classroom import make_job
from autograder.grading.reading import Submitted
from autograder.grading.run import UNSEEN, grade_notebook

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
    "exceptions of a callback": (
        "def answer(f):\n    try:\n        return f()\n    except OSError as error: return 'os', str(error)\n"
        "    except ValueError as error: return 'value', str(error)\n    except Exception as error: return type(error).__name__",
        "class Own(KeyError): pass\n"
        "def raises(error):\n    def call(): raise error\n    return call\n"
        "assert answer(raises(FileNotFoundError(2, 'secret'))) == ('os', '')\n"
        "assert answer(raises(b'\\xff'.decode)) == 'TypeError'\n"
        "def broken(): b'\\xff'.decode()\n"
        "assert answer(broken) == ('value', '')\n"
        "assert answer(raises(Own('secret'))) == 'KeyError' and answer(raises(SystemExit())) == 'RuntimeError'",
    ),
    "apply": ("def answer(x): return x * 2", "assert pd.Series([1, 2]).apply(answer).tolist() == [2, 4]"),
    "a closure": ("def answer(n):\n    return lambda x: x + n", "add = answer(3)\nassert add(1) == 4"),
    "a generator": ("def answer():\n    yield 1\n    yield 2", "assert list(answer()) == [1, 2]"),
    "a class": (
        "class answer:\n    limit = 3\n    def __init__(self, x): self.x = x\n    def __len__(self): return 7\n"
        "    def plus(self, o): return answer(self.x + o.x)\n    def __repr__(self): return f'answer({self.x})'",
        "a = answer(1)\na.x = 5\nb = a.plus(answer(2))\n"
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
    "a container": (
        "class answer:\n    def __getitem__(self, i): return [4, 5, 6][i]\n    def __len__(self): return 3\n"
        "    def __reversed__(self): return iter([6, 5, 4])",
        "a = answer()\nassert [*a] == [4, 5, 6] and a[1] == 5 and len(a) == 3 and [*reversed(a)] == [6, 5, 4]\n"
        "assert np.asarray(a).tolist() == [4, 5, 6] and 5 in a and 7 not in a and sum(a) == 15",
    ),
    "a context": (
        "class answer:\n    def __enter__(self): return 3\n    def __exit__(self, *error): self.left = error == (None,) * 3",
        "a = answer()\nwith a as value:\n    assert value == 3\nassert a.left",
    ),
    "a score that is no estimator's": (
        "class answer:\n    score = 7\nclass base:\n    def score(self): return 8\n    def add(self, n): return n",
        "assert answer().score == 7 and base().score() == 8 and base().add(3) == 3",
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
    "figures in windows": ("%matplotlib notebook\n%matplotlib inline\nanswer = 1", "assert answer == 1"),
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
        assert result.pop("stopped") == []
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


# Whatever a stand-in's author may be asked by an operator, a library or the language; ASKED is what they were shown.
ASKED = '''
asked = []
class Spy:
    def fit(self, *a): return self
    def predict(self, X): asked.append(('predict', X)); return np.zeros(len(X))
    def __len__(self): return 3
    def __iter__(self): return iter([1.0, 2.0, 3.0])
    def __getitem__(self, key): asked.append(key); return [1.0, 2.0, 3.0][key]
def ask(name):
    def method(self, *others, **named):
        asked.append((name, others, named))
        return True
    return method
for name in """add sub mul truediv floordiv mod pow matmul divmod and or xor lshift rshift radd rsub rmul rtruediv rfloordiv
        rmod rpow rmatmul rdivmod rand ror rxor rlshift rrshift iadd isub imul eq ne lt le gt ge contains hash bool float int
        index complex round abs neg pos invert trunc floor ceil array array_ufunc array_function array_wrap array_interface
        array_struct array_namespace dataframe format buffer copy deepcopy instancecheck subclasscheck missing
        length_hint""".split():
    setattr(Spy, f"__{name}__", ask(f"__{name}__"))
Spy.score = lambda self, *a: asked.append(a) or 1.0
answer = Spy()
'''
OPERATIONS = [
    *(
        f"expected {op} answer"
        for op in [
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "**",
            "@",
            "&",
            "|",
            "^",
            "<<",
            ">>",
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "in",
        ]
    ),
    *(f"answer {op} expected" for op in ["+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "in"]),
    *(f"array {op} answer" for op in ["+", "-", "*", "/", "@", "==", "!=", "<"]),
    *(f"series {op} answer" for op in ["+", "-", "*", "/", "==", "!="]),
    "divmod(expected, answer)",
    "np.allclose(answer, array)",
    "np.isclose(answer, expected)",
    "np.array_equal(answer, array)",
    "np.testing.assert_allclose(answer, array)",
    "np.testing.assert_equal(answer, expected)",
    "np.isin(array, answer)",
    "np.concatenate([array, answer])",
    "math.isclose(answer, expected)",
    "pd.testing.assert_series_equal(answer, series)",
    "pd.testing.assert_frame_equal(series.to_frame(), answer)",
    "series.equals(answer)",
    "series.eq(answer)",
    "series.isin(answer)",
    "series.combine_first(answer)",
    "metrics.r2_score(array, answer)",
    "metrics.accuracy_score([1, 2, 3], answer)",
    "metrics.mean_squared_error(array, answer)",
    "answer.score(np.zeros((3, 1)), array)",
    "answer.score(X=np.zeros((3, 1)), y=array)",
    "type_of.score(answer, np.zeros((3, 1)), array)",
    "sorted([expected, answer])",
    "max(expected, answer)",
    "[expected].index(answer)",
    "{expected: 1}.get(answer)",
    "{expected, answer}",
    "Fraction(98765) == answer",
    "Fraction(98765) - answer",
    "Decimal(98765) == answer",
    "sparse == answer",
    "sparse - answer",
    "sparse @ answer",
    "f'{answer:{expected}}'",
    "format(answer, str(expected))",
    "sum(answer, start=expected)",
    "str(expected).join(answer)",
    "isinstance(expected, answer)",
    "round(answer, expected)",
    "pow(expected, 2, answer)",
    "slice(expected)[answer]",
    "array[answer]",
    "bytes(answer)",
    "memoryview(answer)",
    "pickle.dumps([expected, answer])",
    "copy.deepcopy([expected, answer])",
]


@pytest.mark.parametrize(
    "claims", ["", "Spy.__module__, Spy.__qualname__ = 'scipy.sparse._csr', 'csr_matrix'"]
)
def test_no_operation_shows_an_expected_value_to_a_stand_ins_author(grade, claims):
    """Nor does a stand-in pass for what it is compared with."""
    header = (
        "import copy, math, pickle, scipy.sparse\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
        "from sklearn import metrics\n"
        "expected = 98765\narray = np.array([98765.0, 2.0, 3.0])\nseries = pd.Series(array)\n"
        "sparse = scipy.sparse.csr_matrix([[98765.0, 0, 3]])\n"
    )
    body = "".join(
        f"try:\n    {line}\nexcept Exception:\n    pass\nassert '98765' not in shown(), {line!r}\n"
        for line in OPERATIONS
    )
    cells = ("answer", f"{ASKED}\n{claims}\ntype_of = Spy\ndef shown(): return repr(asked)")
    (result,) = grade(cells, ("check", header + body), crossing="answer shown type_of")["checks"]
    assert (result["outcome"], result["message"]) == ("passed", "")


def test_a_context_of_the_learners_swallows_no_assertion(grade):
    answer = (
        "class answer:\n    def __enter__(self): return self\n    def __exit__(self, *error): return True"
    )
    (result,) = grade(("answer", answer), ("check", "with answer():\n    assert False, 'no'"))["checks"]
    assert result["outcome"] == "wrong"


@pytest.mark.parametrize(
    "text", ["score = 9\n    predict = 1", "fit = predict = None\n    def score(self, X, y): return 1.0"]
)
def test_an_object_that_is_no_estimator_any_more_gives_no_score(grade, text):
    check = "m = answer()\nassert m.score([[1.0]], [5.0]) > 0.9, 'no'"
    (result,) = grade(("answer", f"class answer:\n    {text}"), ("check", check))["checks"]
    assert result["outcome"] == "wrong"


@pytest.mark.parametrize(
    ("check", "shown"),
    {
        "assert answer(7) == 8, 'plain'": "plain",
        "claim = 'as promised'\nassert answer(7) == 8, f'not {claim}'": "not as promised",
        "claims = {'a': 'as promised'}\nfor k in claims:\n    assert answer(7) == 8, f'x: {claims[k]}'": "x: as promised",
        "for k in ['beds']:\n    claim = f'a {k} is missing'\n    assert answer(7) == 8, f'x: {claim}; y'": "x: a beds is missing; y",
        "assert answer(7) == 8, f'{answer(7)} is wrong'": "… is wrong",
        "assert answer(7) == 8, f'seen {7 * 11111}'": "seen …",
        "assert answer(7) == 8, str(answer(7))": "The check does not hold.",
        "assert answer(7) == 8, answer(7)": "The check does not hold.",
        "assert answer(7) == 8": "The check does not hold.",
        "np.testing.assert_equal(answer(7), 77778, err_msg='mine')": "The check does not hold.",
        "pd.testing.assert_series_equal(pd.Series([answer(7)]), pd.Series([77778]))": "The check does not hold.",
        "try:\n    assert answer(7) == 8, '77777'[::1] + '!'\nexcept AssertionError as e:\n    raise AssertionError(f'{e}') from e": "The check does not hold.",
        "for k in table:\n    assert answer(7) == 8, f'a {k} is missing'": "a beds is missing",
        "t = pd.DataFrame({f'{answer(7)}': [1]})\nfor k in t:\n    assert answer(7) == 8, f'a {k} is missing'": "a … is missing",
        "answer(7).shape": "The check cannot use what your answer returned for data that is not shown.",
        "{}[answer(7)]": "The check cannot use what your answer returned for data that is not shown.",
    }.items(),
)  # fmt: skip
def test_a_hidden_check_shows_the_words_of_its_author_alone(grade, check, shown):
    table = ("locked", "table = pd.DataFrame({'beds': [1]})")
    (result,) = grade(table, ("answer", "def answer(x): return 11111 * x"), ("hidden", check))["checks"]
    assert (result["outcome"], result["message"]) == ("wrong", shown)


ENDS = [
    "raise KeyError(x)",
    "raise type(f'E{x}', (Exception,), {})",
    "raise NotImplementedError(x)",
    "import os; os._exit(x)",
]
ENDS += ["import ctypes; ctypes.string_at(0)", "import sys; sys.exit(x)", "raise AssertionError('plain')", "del globals()['answer']; answer"]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_hidden_check_says_the_same_of_every_error(grade, end):
    (result,) = grade(("answer", f"def answer(x):\n    {end}"), ("hidden", "assert answer(7) == 8, 'plain'"))[
        "checks"
    ]
    assert (result["outcome"], result["message"]) == ("error", UNSEEN["error"])


def test_a_visible_check_is_not_told_how_a_cell_ended_beside_the_hidden_one(grade):
    """A later cell that ends its process in the run with hidden checks leaves the visible results as they are."""
    answer = "import os\nseen = []\ndef answer(x):\n    if x != 1: seen.append(x)"
    cells = [
        ("answer", answer),
        ("hidden", "answer(7)"),
        ("answer", "later = 1\nif seen: os._exit(7)\ndel later"),
        ("check", "later"),
    ]
    hidden, visible = grade(*cells, crossing="answer later")["checks"]
    assert (hidden["outcome"], visible["message"]) == ("passed", "later is not defined.")


def seeded(seed: int, *cells: tuple[str, str]) -> list[dict]:
    """Grade cells with a secret seed; return what became of the checks."""
    text = f"import os\n{SETUP}\nCHECK_SEED = int(os.environ.get('CHECK_SEED', '0'))"
    made = [Cell("setup", "locked", "code", text, text)]
    for number, (kind, cell) in enumerate(cells):
        made.append(Cell(f"{kind}{number}", kind, "code", cell, cell * (kind == "check"), 1.0))
    with tempfile.TemporaryDirectory() as files:
        source = Source(Setting((("setup", text),), Path(files), seed=seed, limits=LIMITS))
        try:
            notebook = Notebook("n", tuple(with_prepares(made)), frozenset(["answer", "look"]))
            submitted = Submitted({cell.name: cell.source for cell in made if cell.kind == "answer"}, {}, ())
            return grade_notebook(make_job(notebook, submitted), source, LIMITS)["checks"]
        finally:
            source.close()


LOOK = """
import gc, os, sys, glob
def answer(rng): return rng.integers(5)
def look():
    digits = "SEED"[::-1]
    found = [repr(dict(os.environ)), repr(sys.argv), repr(globals().get("CHECK_SEED")), repr(sys.orig_argv)]
    for path in ["/proc/self/environ", "/proc/self/cmdline", "/proc/1/environ", *glob.glob("**", recursive=True)]:
        try:
            found.append(open(path, "rb").read().decode("latin-1"))
        except OSError:
            pass
    ints = [o for one in gc.get_objects() for o in gc.get_referents(one) if type(o) is int and o > 2**53]
    strings = [o for one in gc.get_objects() for o in gc.get_referents(one) if type(o) is str and len(o) < 40]
    return [*found, *map(str, ints), *strings]
"""


def test_the_judge_alone_has_the_seed():
    seed = 4_815_162_342_108_151_623
    checks = seeded(
        seed,
        ("answer", LOOK),
        ("check", f"assert CHECK_SEED == {seed - 1} + 1"),
        (
            "check",
            f"assert not [text for text in look() if str({seed - 1} + 1) in text], 'the worker has it'",
        ),
        ("check", "assert 'Gx' not in look() and '0' in look(), 'the constant is not there'"),
        ("check", "assert answer(np.random.default_rng(7)) in range(5)"),
        ("check", "answer(np.random.default_rng([CHECK_SEED, 1]))"),
        ("check", "answer(np.random.default_rng(CHECK_SEED).spawn(1)[0])"),
        ("check", "answer(CHECK_SEED)"),
    )
    assert [check["outcome"] for check in checks] == ["passed"] * 4 + ["wrong"] * 3
    assert all("cannot hand CHECK_SEED" in check["message"] for check in checks[4:])
