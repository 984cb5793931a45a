"""The nightly job: what it refuses, and that it may be run twice, killed anywhere, and run again."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from itertools import count

import numpy as np
import pandas as pd
import pytest
from notebooks import ROOT
from typer.testing import CliRunner

from course.service import nightly, training
from course.service.__main__ import app
from course.service.ledger import Answer, Label, Ledger
from course.service.nightly import Refused
from course.service.replay import rehearse, replay
from course.service.store import Store
from service.conftest import DAY
from service.processes import content, killed_at

NEXT = "2025-03-08"


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture
def empty(tmp_path) -> Store:
    return Store(tmp_path / "empty")


def test_the_first_night_publishes_and_the_same_night_again_changes_nothing(market, empty, ledger, model):
    assert nightly.run(DAY, market, empty, ledger) == "published"
    assert empty.load_whole() == (model, None)
    before = content(empty)
    assert nightly.run(DAY, market, empty, ledger) == "unchanged"
    assert content(empty) == before


def test_an_old_night_run_again_does_not_go_back(market, store, ledger):
    assert nightly.run(NEXT, market, store, ledger) == "published"
    before = content(store)
    assert nightly.run(DAY, market, store, ledger) == "unchanged"
    assert content(store) == before
    nightly.run("2025-02-15", market, store, ledger)
    assert (store.current(), store.report()["day"]) == (NEXT, NEXT)


def test_a_job_that_is_killed_anywhere_and_run_again_leaves_what_an_undisturbed_one_leaves(
    market, model, ledger, tmp_path, monkeypatch
):
    ready = training.stays(market, NEXT, nightly.WINDOW_DAYS)
    fitted = training.fit(ready, NEXT)
    monkeypatch.setattr(training, "stays", lambda *_: ready)  # these take the time, and write nothing
    monkeypatch.setattr(training, "fit", lambda *_: fitted)

    def store_of(name: str) -> Store:
        store = Store(tmp_path / name)
        store.write(model)
        store.point_to(model.version)
        return store

    undisturbed = store_of("undisturbed")
    nightly.run(NEXT, market, undisturbed, ledger)
    for step in count():
        store = store_of(f"killed{step}")
        killed = killed_at(step, lambda store=store: nightly.run(NEXT, market, store, ledger))
        version = store.current()
        assert store.load_whole()[1] is None
        done = nightly.run(NEXT, market, store, ledger)
        assert done == ("published" if version == model.version else "unchanged")
        assert content(store) == content(undisturbed)
        if not killed:
            break
    assert step > 9


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda stays: stays.head(150), "150 stays, and at least"),
        (
            lambda stays: stays.assign(price=100 * stays["price"]),
            r"100.00 times the one .*has a unit changed",
        ),
        (lambda stays: stays.assign(price=stays["price"].where(stays.index != 7)), "a price is missing"),
        (lambda stays: stays.assign(price=0.0), "0 or below"),
        (lambda stays: stays.assign(beds=np.nan), "beds is missing in 100%"),
        (
            lambda stays: stays.assign(
                room_type=stays["room_type"].replace("Entire home/apt", "Entire place")
            ),
            "room_type is 'Entire place' or other new ones",
        ),
    ],
)
def test_stays_that_no_model_should_learn_from_are_refused(
    market, store, ledger, stays, monkeypatch, spoil, reason
):
    monkeypatch.setattr(training, "stays", lambda *_: spoil(stays))
    with pytest.raises(Refused, match=reason):
        nightly.run(NEXT, market, store, ledger)
    assert (store.current(), store.versions()) == (DAY, [DAY])
    assert store.report()["day"] == NEXT  # who watches does not depend on who trains


def test_good_stays_are_not_refused(stays, model):
    nightly.validate(stays, model)
    nightly.validate(stays, None)


def test_a_model_that_prices_golden_homes_otherwise_is_refused(model):
    nightly.compare_golden(model, model)
    nightly.compare_golden(replace(model, intercept=model.intercept + 0.2), model)
    with pytest.raises(Refused, match=r"cost 1\.35 times as much"):
        nightly.compare_golden(replace(model, intercept=model.intercept + 0.3), model)
    with pytest.raises(Refused, match="golden homes get a fallback"):
        nightly.compare_golden(replace(model, centres={"Elsewhere": [0.0, 0.0]}), model)


def test_a_training_that_would_have_answered_worse_is_refused(market, model, ledger):
    """The answers of the ledger are as good as the model's, then as good as if they had known."""
    morning = datetime(2025, 4, 20)
    events = replay(market, "2025-02-01", morning)
    rehearse(events, model, ledger)
    nightly.compare_shadow(market, ledger, morning)
    rows = ledger.joined(morning).dropna(subset=["value"])
    homes = training.records(rows)
    knowing = [
        Answer(f"k{k}", at.to_pydatetime(), DAY, home, value)
        for k, (at, home, value) in enumerate(zip(rows["at"], homes, rows["value"], strict=True))
    ]
    ledger.record(knowing)
    known = zip(knowing, rows["known_at"], rows["value"], strict=True)
    ledger.label([Label(one.request_id, at.to_pydatetime(), value) for one, at, value in known])
    with pytest.raises(Refused, match="in shadow the error is"):
        nightly.compare_shadow(market, ledger, morning)


def test_the_gain_of_a_shadow_has_the_error_that_it_really_has():
    drawn = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        home = np.repeat(np.arange(80), rng.integers(1, 15, 80))
        lift = 0.1 * rng.normal(size=80)[home]
        value = np.exp(0.3 * rng.normal(size=len(home)))
        homes = pd.Series(home)
        drawn.append(nightly.shadow_gain(np.ones(len(home)), np.exp(lift) * np.ones(len(home)), value, homes))
    gains, errors = np.transpose(drawn)
    assert 0.85 < errors.mean() / gains.std() < 1.15


def test_the_command_trains_and_publishes(tmp_path, model):
    command = [sys.executable, "-m", "course.service", "nightly", "--day", DAY, "--folder", tmp_path]
    command += ["--listings", "300", "--seed", "1"]
    assert subprocess.check_output([*map(str, command)], cwd=ROOT, text=True) == f"{DAY}: published\n"
    assert Store(tmp_path).current() == DAY


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["use", "2024-01-01"], "2024-01-01.json"),
        (["nightly", "--day", "soon"], "day: 'soon' is no day"),
        (["nightly", "--day", "2024-01-10", "--listings", "100"], "stays, and at least 200 are usual"),
        (["nightly", "--day", "2030-01-01", "--listings", "100"], "when must be from"),
        (["replay", "--url", "http://127.0.0.1:9", "--listings", "10"], "Connection refused"),
        (["replay", "--fault", "earthquake,Larkhaven,2025-01-01"], "there is no 'earthquake'"),
    ],
)
def test_a_command_that_cannot_do_it_says_why_in_a_line(tmp_path, arguments, words):
    done = CliRunner().invoke(app, [*arguments, "--folder", str(tmp_path)])
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_one_goes_back_to_an_earlier_model(store, model):
    store.write(replace(model, version=NEXT))
    store.point_to(NEXT)
    done = CliRunner().invoke(app, ["use", DAY, "--folder", str(store.folder)])
    assert done.stdout.startswith(f"{DAY} is in use")
    assert store.current() == DAY
