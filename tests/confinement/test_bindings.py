"""What is computed ahead in the judges' image: what may be, what a copy makes of it, and what it must not change."""

import os
import random
import sys
import threading
import warnings
from functools import cached_property
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.confinement.ahead import Leading, Spoilt
from autograder.confinement.bindings import run_ahead
from autograder.confinement.image import Setting, Source
from autograder.confinement.namespace import Namespace
from autograder.confinement.sandbox import Limits
from autograder.confinement.watching import Watch, never
from autograder.grading.assignment import Cell, Notebook, with_ahead, with_prepares
from autograder.grading.classroom import leading, make_job
from autograder.grading.reading import Submitted
from autograder.grading.run import grade_notebook

LIMITS = Limits(cell=5, submission=30, memory=1 << 30)
SETUP = """
import os
import random
import numpy as np
import pandas as pd
table = pd.DataFrame({"x": [1, 2], "t": ["a", "b"]})
rows = [[1], [2]]
def total(): return int(table["x"].sum())
"""
MEMORY = 1 << 30


class Market:
    """As the course's: its tables are made when they are asked for."""

    def __init__(self):
        self._drawn = np.arange(3)

    @cached_property
    def listings(self):
        """A table."""
        return pd.DataFrame({"n": self._drawn})


@pytest.fixture
def shell():
    """Return what of a shell is needed here, with the names of a set-up cell."""
    names = Namespace()
    exec(SETUP, names)
    dict.update(names, market=Market(), rng=np.random.default_rng(1))
    return SimpleNamespace(user_ns=names, transform_cell=TransformerManager().transform_cell)


def ahead(shell, *texts: str, hidden: bool | None = True) -> tuple[list, dict]:
    """Run cells ahead, all of their statements; return what became of them and what is kept."""
    kept = {}
    cells = [Leading(f"c{i}", text, 1_000, hidden) for i, text in enumerate(texts)]
    return list(run_ahead(shell, cells, MEMORY, kept)), kept


def test_what_is_bound_is_kept_and_bound_no_more(shell):
    before = dict(shell.user_ns)
    (done,), kept = ahead(shell, "a = total()\ndel rows\nfor i in range(3): pass\ndel i\nprint(a)")
    assert not done.refused and dict(shell.user_ns) == before
    (bindings,) = kept.values()
    shell.user_ns["i"] = 7
    assert bindings.put(shell.user_ns)
    assert shell.user_ns["a"] == 3 and not {"rows", "i"} & shell.user_ns.keys()


def test_functions_find_their_globals_where_the_check_runs(shell):
    _, kept = ahead(shell, "def late(): return later + total()")
    (bindings,) = kept.values()
    bindings.put(shell.user_ns)
    shell.user_ns["later"] = 4
    assert shell.user_ns["late"]() == 7


# What a check does before the one whose leading statements were run ahead, and what these read.
CHANGES = {
    "another value": ("table = table.head(1)", "a = table.shape"),
    "another value that a function reads": ("table = table.head(1)", "a = total()"),
    "a new column": ("table['y'] = 0", "a = table.shape"),
    "a cell": ("table.loc[0, 'x'] = 5", "a = total()"),
    "a table that a query reads": ("limit = 1", "a = len(table.query('x > @limit'))"),
    "an element": ("rows.append([3])", "a = len(rows)"),
    "an element's element": ("rows[0].append(3)", "a = str(rows)"),
    "a generator": ("rng.random()", "a = str(rng.bit_generator.state)"),
    "a table of a market": ("market.listings['y'] = 0", "a = market.listings.shape"),
    "a name that was not there": ("sum = max", "a = sum([1, 2])"),
    "a name that is gone": ("del limit", "a = limit"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_depends_on_what_has_changed_is_computed_again(name, shell):
    change, text = CHANGES[name]
    shell.user_ns["limit"] = 0
    (done,), kept = ahead(shell, text)
    assert not done.refused
    (bindings,) = kept.values()
    exec(change, shell.user_ns)
    assert not bindings.put(shell.user_ns)
    assert "a" not in shell.user_ns


def test_names_of_answers_are_left_to_the_worker(shell):
    _, kept = ahead(shell, "a = 1")
    (bindings,) = kept.values()
    shell.user_ns.crossing = frozenset(["a"])
    assert not bindings.put(shell.user_ns)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit", "SystemExit"),
        ("a = nobody_has_bound_this", "NameError"),
        ("a = bytearray(1 << 34)", "MemoryError"),
        ("a = odd", "odd"),
    ],
)
def test_what_fails_is_left_to_each_judge(text, why, shell):
    shell.user_ns["odd"] = threading.Lock()
    (bad, good), kept = ahead(shell, text, "b = 1")
    assert why in bad.refused and not good.refused and len(kept) == 1


SPOIL = {
    "random numbers": "random.random()",
    "random numbers of NumPy": "np.random.rand()",
    "environment variables": "os.environ['SPOILT'] = '1'",
    "the working directory": "os.chdir('/')",
    "the path of modules": "import sys\nsys.path.append('/nowhere')",
    "threads": "import threading\ngate = threading.Event()\nthreading.Thread(target=gate.wait, daemon=True).start()",
    "open files": "ends = os.pipe()",
    "files": "open(home + '/left.txt', 'w').close()",
    "options of NumPy": "np.set_printoptions(precision=1)",
    "options of pandas": "pd.set_option('display.precision', 1)",
    "warnings": "import warnings\nwarnings.simplefilter('error')",
    "figures": "import matplotlib.pyplot as plt\nfigure = plt.figure()",
    "an object of a locked cell": "same = table\nsame.loc[0, 'x'] = 9",
    "an object of a locked cell, deep inside": "market.listings['y'] = 1\nrows[0].clear()",
    "a generator of a locked cell": "rng.random()",
}


@pytest.fixture
def unspoilt(tmp_path, monkeypatch):
    """Put right afterwards what the cells spoil."""
    monkeypatch.setattr("autograder.confinement.sandbox.HOME", str(tmp_path))
    monkeypatch.setattr(sys, "path", [*sys.path])
    state, numpy_state, folder = random.getstate(), sys.modules["numpy"].random.get_state(), os.getcwd()
    with warnings.catch_warnings(), np.printoptions(), pd.option_context("display.precision", 6):
        yield
    random.setstate(state)
    sys.modules["numpy"].random.set_state(numpy_state)
    os.chdir(folder)
    os.environ.pop("SPOILT", None)
    plt.close("all")


@pytest.mark.parametrize("name", SPOIL)
def test_what_changes_more_than_its_own_names_is_noticed(name, shell, unspoilt, tmp_path):
    dict.update(shell.user_ns, home=str(tmp_path))
    kept = {}
    cells = [Leading("good", "a = total()", 9, True), Leading("bad", SPOIL[name], 9, True)]
    running = run_ahead(shell, cells, MEMORY, kept)
    assert not next(running).refused
    with pytest.raises(Spoilt) as spoilt:
        next(running)
    words = name.partition(" of a locked")[0] if "locked" in name else name.removesuffix(" of NumPy")
    assert spoilt.value.done.cell.name == "bad"
    assert (
        "an object" in str(spoilt.value) if "locked" in name else words.split(" of ")[0] in str(spoilt.value)
    )
    if gate := shell.user_ns.get("gate"):
        gate.set()


def test_a_property_that_is_kept_is_no_change(shell):
    (done, again), _ = ahead(shell, "a = len(market.listings)", "b = len(market.listings)")
    assert not done.refused and not again.refused


def test_locked_cells_serve_those_behind_them(shell):
    kept = {}
    cells = [
        Leading("later", "more = table.assign(z=1)", 1, None),
        Leading("check", "wide = more.shape[1]", 1, True),
    ]
    assert not any(done.refused for done in run_ahead(shell, cells, MEMORY, kept))
    assert "more" not in shell.user_ns
    later, check = (kept[cell.key] for cell in cells)
    assert not check.put(shell.user_ns)  # it has not run here yet
    assert later.put(shell.user_ns) and check.put(shell.user_ns)
    assert shell.user_ns["wide"] == 3


def test_a_watch_sees_what_it_says():
    watch = Watch()
    loop = []
    loop.append(loop)
    assert watch.see(loop)() and watch.see(3)() and watch.see(np)()
    assert watch.see(threading.Lock()) is never
    array = np.array(["2025-01-01", "2025-02-01"], dtype="datetime64[s]")[::-1]
    same = watch.see(array)
    assert same()
    array[0] += 9
    assert not same()


# Each check ends with the share of its leading statements that this judge has run itself: 1, or 0 if the image has.
HERE = "\nfloat(where == os.getpid())"


def check(name: str, text: str, released: str | None = None) -> Cell:
    """Return a check, hidden if the release holds something else."""
    held = text if released is None else released
    return Cell(name, "check", "code", text, held, 1, hidden=held != text)


def notebook_of(*cells: Cell) -> Notebook:
    """Return a notebook whose answer is called `answer`."""
    first = (Cell("setup", "locked", "code", SETUP, SETUP), Cell("answer", "answer", "code", "", ""))
    named = frozenset(["answer"])
    return Notebook("n", tuple(with_ahead(with_prepares([*first, *cells]), named)), named)


CELLS = (
    check("used", "where = os.getpid()\nassert answer([1]) == 1" + HERE),
    check("late", "assert answer([1]) == 1\nwhere = os.getpid()" + HERE),
    check("changes", "table['y'] = 0\nassert answer([1]) == 1\nrows.append([3])"),
    check(
        "reads", "where = os.getpid()\nwidth = table.shape[1]\nassert width == 3 and answer([1]) == 1" + HERE
    ),
    check("twice", "ran = []\ngiven = [1, 2]\nran.append(answer(given))\nassert len(ran) == 1"),
    check(
        "hidden", "# More\nbase = 1\nsecret = 'gr' + 'ue' * 9\nassert answer([1]) == 1", "# More\nbase = 1"
    ),
    check("after", "assert answer([base]) == 1 and 'secret' not in globals()"),
    check("spoils", "draw = random.random()\nassert answer([1]) == 1"),
    check("fails", "1 / 0\nassert answer([1]) == 1"),
    check(
        "message",
        "given = [5]\ndef same(a, b):\n    assert a == b, 'not the same'\nsame(answer(given), given)",
    ),
    Cell("locked", "locked", "code", "more = os.getpid()", "more = os.getpid()"),
    check("last", "where = more\nassert answer([1]) == 1" + HERE),
    check("ends", "import os as o\no._exit(3)\nanswer(1)"),
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Return one source that has run the cells ahead, and one that has not."""
    made = [
        Source(Setting((("setup", SETUP),), tmp_path_factory.mktemp("files"), limits=LIMITS)) for _ in "12"
    ]
    made[0].run_ahead(leading(notebook_of(*CELLS)))
    yield made
    for source in made:
        source.close()


def test_what_became_of_each(sources):
    refused = {name: done.refused for name, done in sources[0].ahead.items() if done.refused}
    assert refused.keys() == {"spoils", "fails", "ends"}
    assert "random numbers" in refused["spoils"] and "ends Python" in refused["ends"]
    assert "ZeroDivisionError" in refused["fails"]


ANSWERS = {
    "right": "def answer(x): return x[0]",
    "changes its argument": "def answer(x): return x.pop(0)",
    "ends": "import os\ndef answer(x): os._exit(1)",
    "looks around": """
import gc
def answer(x):
    texts = {v for d in gc.get_objects() if isinstance(d, dict) for v in list(d.values()) if isinstance(v, str)}
    return 'found' if any('gr' + 'ue' * 9 in text for text in texts) else 1
""",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_result_is_the_same(name, sources):
    notebook = notebook_of(*CELLS)
    job = make_job(notebook, Submitted({"answer": ANSWERS[name]}, {}, ()))
    results = [grade_notebook(job, source, LIMITS) for source in sources]
    with_it, alone = ({one["name"]: one for one in result["checks"]} for result in results)
    told = {"used", "last"} if name != "ends" else set()  # by these one can see where they ran
    if told:
        assert {with_it[one]["score"] for one in told} == {0.0}
        assert {alone[one]["score"] for one in told} == {1.0}
    for checks in (with_it, alone):
        for one in told | {
            "ends"
        }:  # of a check that ends its judge the message is whichever end is heard of first
            del checks[one]
    assert with_it == alone
    assert results[0]["outputs"] == results[1]["outputs"]
    if name == "right":
        lost = {one for one, about in with_it.items() if about["outcome"] != "passed"}
        assert lost == {"fails", "message"}
        assert with_it["reads"]["score"] == 1  # run here, since a check has changed the table
        assert "a is 5" in with_it["message"]["message"]


def test_what_was_run_ahead_stays_out_of_the_image_of_workers(sources):
    job = make_job(notebook_of(*CELLS), Submitted({"answer": ANSWERS["looks around"]}, {}, ()))
    checks = {one["name"]: one for one in grade_notebook(job, sources[0], LIMITS)["checks"]}
    assert checks["hidden"]["outcome"] == "passed"
