"""Attacks that span two submissions, from the same images: nothing of the first reaches the second."""

import ctypes
import json
import os
import threading
from collections import Counter

import pytest
from notebooks import ROOT
from red_team.pairs import CLASSMATE, N_JOBS, PAIRS, ROWS, SETUP, Pair

from autograder.confinement import syscalls
from autograder.confinement.image import Setting, Source
from autograder.confinement.sandbox import Limits
from autograder.grading.run import grade_notebook

LIMITS = Limits(cell=5, submission=25, memory=1 << 30)
NEEDS_OWN_USER = {
    "pipes_of_the_user"
}  # as an ordinary user all submissions are that user's; see docs/security.md


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    files = tmp_path_factory.mktemp("files")
    (files / "rows.csv").write_text(ROWS)
    if here := syscalls.machine():  # a session with a keyring of its own, as after a login
        ctypes.CDLL(None).syscall(syscalls.DENIED["keyctl"][here.column], 1, None)
    source = Source(Setting((("setup", SETUP),), files, limits=LIMITS))
    yield source
    source.close()


def grade(source: Source, text: str, limits: Limits = LIMITS) -> str:
    """Return the marks and the feedback of a submission with this answer."""
    check = {"kind": "check", "hidden": False, "released": "", "prepares": []}
    steps = [
        {"kind": "locked", "name": "setup", "source": SETUP},
        {"kind": "answer", "name": "answer", "source": text},
        check | {"name": "heard", "source": "assert str(heard) == '', 'heard something'"},
        check | {"name": "there", "source": "assert len(heard) >= 0"},
    ]
    about = {"exercise": "e", "answers": ["answer"], "hidden": False, "points": 1.0}
    checks = {"heard": about, "there": about}
    job = {"name": "n", "steps": steps, "crossing": ["heard"], "checks": checks, "untouched": [], "notes": []}
    result = grade_notebook(job, source, limits)
    del result["seconds"]
    return json.dumps(result)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_second_submission_gets_what_it_gets_alone(pair: Pair, source):
    if pair.name in NEEDS_OWN_USER and os.geteuid() != 0:
        pytest.skip("submissions have users of their own only where root grades")
    alone = grade(source, pair.second)
    first = threading.Thread(target=grade, args=(source, pair.first))
    first.start()
    if not pair.together:
        first.join()
    beside = grade(source, pair.second)
    first.join()
    assert beside == alone


def test_the_classmate_is_able(source):
    """What an honest submission does with threads, processes, files and databases works in the sandbox."""
    result = json.loads(
        grade(source, CLASSMATE + N_JOBS, Limits())
    )  # each of joblib's processes imports everything
    assert result["checks"][1]["outcome"] == "passed", result


def test_every_pair_says_what_it_attempts():
    for words in ([pair.name for pair in PAIRS], [pair.attempts for pair in PAIRS]):
        assert max(Counter(words).values()) == 1


def test_the_docs_count_them():
    docs = (ROOT / "docs" / "security.md").read_text("utf-8")
    assert f"{len(PAIRS)} *pairs* of submissions" in docs
    assert f"It does for all {len(PAIRS)};" in docs
