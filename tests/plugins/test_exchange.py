"""What is collected from an exchange where anybody may hand in anything, under any name."""

import json
import os
import shutil

import pytest
from conftest import Course
from notebooks import ROOT
from red_team.doors import (
    DOORS,
    EARLY,
    HONEST,
    HOSTILE,
    LATE,
    TABLE,
    accounts_are_shut_out,
    as_account,
    collect,
    exchange,
    folder,
    gained,
    let_pass,
)

from autograder.grading import copying
from autograder.grading.copying import Copy, Refused, opened

pytestmark = pytest.mark.skipif(bool(accounts_are_shut_out()), reason=accounts_are_shut_out())


@pytest.fixture
def course(make_course, monkeypatch) -> Course:
    """Return a course whose folders on the way others may pass."""
    monkeypatch.delenv("NBGRADER_EXCHANGE", raising=False)
    course = make_course()
    let_pass(course)
    return course


def test_nothing_is_gained(course):
    """All of them in one class."""
    inbound = exchange(course)
    for number, door in enumerate(DOORS):
        before = set(inbound.iterdir())
        as_account(HOSTILE, lambda door=door: door.place(inbound, course.root))
        (made,) = set(inbound.iterdir()) - before
        if made.name.startswith(HOSTILE):  # otherwise only one of them would be collected
            made.rename(inbound / made.name.replace(HOSTILE, f"{HOSTILE}{number}", 1))
    code, printed = collect(course, plain=False)
    assert (code, gained(course, code, printed)) == (0, set()), printed
    assert len(printed.splitlines()) < 3 * len(DOORS)
    by_others = [name for name in os.listdir(course.root / "submitted") if name != HONEST]
    assert by_others
    assert all(name.startswith(HOSTILE) for name in by_others)


def test_the_detectors_detect():
    """Plain nbgrader, tried in the same way, gives every kind of thing."""
    table = json.loads(TABLE.read_text("utf-8"))
    assert table.keys() <= {door.name for door in DOORS}
    assert {kind for kinds in table.values() for kind in kinds} >= {
        "abort",
        "classmate",
        "leak",
        "name",
        "terminal",
    }
    words = f"**{sum(map(bool, table.values()))} of {len(table)}**"
    assert words in (ROOT / "docs" / "security.md").read_text("utf-8")


def handed_in(course: Course, text: str, timestamp: str, account: str) -> None:
    """Hand in for the honest learner, by an account."""

    def hand_in() -> None:
        made = folder(inbound, f"{HONEST}+tiny+{timestamp}+y")
        (made / "tiny.ipynb").write_text(text)

    inbound = course.root / "exchange" / "perch" / "inbound"
    as_account(account, hand_in)


def collected(course: Course) -> str:
    code, printed = collect(course, plain=False)
    assert code == 0, printed
    return (course.root / "submitted" / HONEST / "tiny" / "tiny.ipynb").read_text()


@pytest.mark.parametrize(("account", "expected"), [(HOSTILE, "first"), (HONEST, "second")])
def test_the_own_account_comes_first(course, account, expected):
    shutil.rmtree(exchange(course) / f"{HONEST}+tiny+{EARLY}+x")
    handed_in(course, "first", EARLY, HONEST)
    handed_in(course, "second", LATE, account)
    assert collected(course) == expected


def test_one_account_for_all(course):
    shutil.rmtree(exchange(course) / f"{HONEST}+tiny+{EARLY}+x")
    handed_in(course, "first", EARLY, HOSTILE)
    handed_in(course, "second", LATE, HOSTILE)
    assert collected(course) == "second"
    assert "claims to be submitted by" in collect_again(course)


def collect_again(course: Course) -> str:
    shutil.rmtree(course.root / "submitted")
    return collect(course, plain=False)[1]


def test_a_hard_link_to_somebody_elses_file(course):
    """The kernel may forbid to make one; where it does not, it is another name of the instructor's file."""
    inbound = exchange(course)
    as_account(HOSTILE, lambda: folder(inbound) and None)
    place = inbound / f"{HOSTILE}+tiny+{EARLY}+x"
    os.link(course.root / "source" / "tiny" / "tiny.ipynb", place / "solution.ipynb")
    code, printed = collect(course, plain=False)
    assert gained(course, code, printed) == set()
    assert "belongs to somebody else" in printed


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_exchanged_for_a_link_after_a_look_at_it(tmp_path, monkeypatch, what):
    """Between any two system calls: what has been opened counts, not what was there before."""
    source, secret = tmp_path / "source", tmp_path / "secret"
    source.mkdir()
    secret.mkdir()
    (secret / "a.txt").write_text("secret")
    place = source / "a.txt" if what == "file" else source / "data"
    place.write_text("own") if what == "file" else place.mkdir()
    look = os.stat

    def and_exchange(path, *about, **more):
        seen = look(path, *about, **more)
        if path == place.name and not place.is_symlink():
            place.unlink() if what == "file" else place.rmdir()
            place.symlink_to(secret / "a.txt" if what == "file" else secret)
        return seen

    monkeypatch.setattr(copying.os, "stat", and_exchange)
    copy = Copy()
    with opened(str(source)) as descriptor:
        copy.folder(descriptor, tmp_path / "to")
    assert [path for path in (tmp_path / "to").rglob("*") if path.is_file()] == []
    assert len(copy.notes) == 1


def test_a_file_that_grows_while_it_is_copied(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("x")
    monkeypatch.setattr(copying.os, "read", lambda descriptor, most: b"x" * most)
    copy = Copy(bytes=5 << 20)
    with opened(str(source)) as descriptor:
        copy.folder(descriptor, tmp_path / "to")
    assert os.listdir(tmp_path / "to") == []
    assert "would make it larger" in copy.notes[0]


def test_devices_are_not_even_opened(monkeypatch):
    monkeypatch.setattr(copying.os, "open", lambda *about, **more: pytest.fail("opened"))
    with pytest.raises(Refused, match="neither a file nor a folder"), opened("/dev/null"):
        pass
