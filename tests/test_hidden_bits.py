"""What a submission tells its author of hidden data: the result of each hidden check, one of a few, and nothing else.

`red_team/hidden_bits.py` holds the ways that are tried, and measures.
"""

import math
import sqlite3

import pytest
from conftest import Course
from nbformat.v4 import new_notebook
from notebooks import KERNELSPEC, ROOT, nbgrader_cell, submission
from red_team.hidden_bits import CHANNELS, ENDS, OWN_MESSAGES, measure
from typer.testing import CliRunner

from autograder import cli
from autograder.grading.secret import SECRET_FILE, hidden_seed

NAME = "bits"
SETUP = 'import os\nCHECK_SEED = int(os.environ.get("CHECK_SEED", "0"))'
HIDDEN = """# More is checked.
### BEGIN HIDDEN TESTS
byte = CHECK_SEED % 256
assert answer(byte) == 9 * byte, f"{answer(byte)} is wrong for a number that is not shown"
### END HIDDEN TESTS"""
SPEAKS = """import os, sys, time, warnings
seen = []
def answer(x):
    if x == 1: return 9
    print(x); print(x, file=sys.stderr); warnings.warn(str(x)); time.sleep(x / 400)
    seen.append(x); open('kept', 'a').write(str(x))
    if x % 2: raise type(f'E{x}', (ValueError,), {})(x)
    os._exit(x)"""
LATER = "print(seen, os.listdir('.'))\nif seen: raise type(f'E{seen}', (Exception,), {})(seen)"
RIGHT_FOR_SOME = "def answer(x):\n    if x == 1 or x % 2: return 9 * x\n    return 0"


@pytest.fixture(scope="module")
def measured() -> tuple[dict[str, set[tuple]], list[str]]:
    """Return what `measure` finds."""
    return measure()


def test_nothing_but_the_results_of_hidden_checks_varies_with_hidden_data(measured):
    _, leaks = measured
    assert leaks == []


def test_a_hidden_check_has_as_many_results_as_its_author_has_messages_and_a_few(measured):
    said, _ = measured
    assert len(said["answer_hidden"]) <= ENDS + OWN_MESSAGES
    assert len(said["second_hidden"]) <= ENDS + 1
    told = " ".join(message for results in said.values() for _, message, _ in results)
    assert not any(text in told for text in ("255", "64", "Error", "E1", "exit", "signal", "2295"))


def test_the_docs_give_the_figures():
    bits = math.log2(ENDS + OWN_MESSAGES)
    docs = (ROOT / "docs" / "security.md").read_text()
    assert f"{len(CHANNELS)} ways" in docs
    assert f"**{bits:.1f} bits**" in docs


def bits_course(course: Course) -> Course:
    """Fill a course with an assignment whose hidden check hands over a byte of the seed, and a learner who tells it."""
    cells = [
        nbgrader_cell("code", "setup", SETUP),
        nbgrader_cell("code", "answer", "### BEGIN SOLUTION\ndef answer(x): return 9 * x\n### END SOLUTION", solution=True),
        nbgrader_cell("code", "answer_check", "assert answer(1) == 9", points=1, grade=True),
        nbgrader_cell("code", "answer_hidden", HIDDEN, points=2, grade=True),
        nbgrader_cell("code", "later", "### BEGIN SOLUTION\nlater = 1\n### END SOLUTION", solution=True),
        nbgrader_cell("code", "later_check", "assert later == 1", points=1, grade=True),
    ]  # fmt: skip
    language = {"name": "python"}
    course.place(
        "source",
        new_notebook(metadata={"kernelspec": KERNELSPEC, "language_info": language}, cells=cells),
        NAME,
    )
    course.nbgrader("generate_assignment", NAME)
    return course


def hand_in(course: Course, answer: str, later: str) -> None:
    """Put a submission in place."""
    texts = {"answer": answer, "later": later}
    course.place("submitted/eve", submission(course.read("release", NAME), texts), NAME)


def told(course: Course, secret: str, monkeypatch: pytest.MonkeyPatch) -> tuple:
    """Grade with that secret; return everything that the learner, or the instructor's table, is given."""
    (course.root / SECRET_FILE).write_text(secret + "\n")
    monkeypatch.chdir(course.root)
    runner = CliRunner()
    printed = [runner.invoke(cli.app, [command, NAME]).output for command in ("grade", "feedback")]
    with sqlite3.connect(course.root / "gradebook.db") as db:
        stored = db.execute("SELECT student_id, result FROM autograder_result").fetchall()
        comments = db.execute("SELECT auto_comment, manual_comment FROM comment").fetchall()
    scores = course.scores("eve", NAME)
    marks = (course.root / "autograded" / "eve" / NAME / f"{NAME}.ipynb").read_bytes()
    return course.feedback("eve", NAME), printed, stored, comments, scores, marks


def parity(secret: str) -> int:
    """Return the hidden bit."""
    return hidden_seed(secret, NAME, NAME) % 2


def test_what_a_learner_receives_is_the_same_byte_for_byte_for_other_hidden_data(make_course, monkeypatch):
    course = bits_course(make_course())
    secrets = [f"{number:032x}" for number in range(10)]
    even, odd = (next(one for one in secrets if parity(one) == bit) for bit in (0, 1))
    hand_in(course, SPEAKS, LATER)
    assert told(course, even, monkeypatch) == told(course, odd, monkeypatch)
    hand_in(course, RIGHT_FOR_SOME, "later = 1")
    assert told(course, even, monkeypatch) != told(course, odd, monkeypatch)  # the bit that is a result
