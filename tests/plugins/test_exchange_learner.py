"""What a learner takes out of an exchange in which somebody else may have put anything, and puts into it."""

import io
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import notebook_hash

from autograder.grading.copying import MOST_BYTES, MOST_FILES
from autograder.grading.course import open_course
from autograder.plugins.exchange import MOST_FEEDBACK

SECRET = "of the learner alone"
OWN_SECRET = "0" * 128  # of the submission
TIME = "2026-03-01 10:00:00.000000 UTC"
root_only = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")


class Desk:
    """A learner's folder, and the course's part of the exchange."""

    def __init__(self, folder: Path, exchange: Path):
        self.folder, self.exchange = folder, exchange
        self.cache = folder / "data" / "nbgrader_cache" / "perch"
        self.key = folder / "key.txt"
        self.key.write_text(SECRET)
        for name in ("outbound/tiny", "inbound", "feedback"):
            (exchange / name).mkdir(parents=True)
        (exchange / "outbound" / "tiny" / "tiny.ipynb").write_text("{}")

    def use(self, what: str, **settings: object) -> tuple[object, str]:
        """Use the exchange as nbgrader's command of that name does; return what comes of it, and what is said."""
        coursedir, said = open_course(self.folder), io.StringIO()
        coursedir.assignment_id, parent = settings.pop("assignment", "tiny"), coursedir.parent
        parent.log.setLevel("INFO")
        parent.log.handlers = [logging.StreamHandler(said)]
        about = {"coursedir": coursedir, "authenticator": Authenticator(parent=parent), "parent": parent}
        found = getattr(ExchangeFactory(parent=parent), what)(**about, **settings).start()
        assert all(line.isprintable() for line in said.getvalue().split("\n")), said.getvalue()
        return found, said.getvalue()

    def submitted(self, name: str = "learner") -> Path:
        """Put a submission into the learner's own cache."""
        folder = self.cache / f"{name}+tiny+{TIME}"
        folder.mkdir(parents=True)
        (folder / "tiny.ipynb").write_text("{}")
        (folder / "submission_secret.txt").write_text(OWN_SECRET)
        return folder


@pytest.fixture
def desk(make_course, monkeypatch) -> Desk:
    """Return the desk of a learner who works there."""
    course = make_course()
    folder = course.root / "desk"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_bytes((course.root / "nbgrader_config.py").read_bytes())
    for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(folder / "home"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("NBGRADER_EXCHANGE", str(course.root / "exchange"))
    monkeypatch.chdir(folder)
    return Desk(folder, course.root / "exchange" / "perch")


def link(path: Path, desk: Desk) -> None:
    """Lead to a file of the learner's."""
    path.symlink_to(desk.key)


def other_name(path: Path, desk: Desk) -> None:
    """Be another name of a file of the learner's."""
    os.link(desk.key, path)


def pipe(path: Path, desk: Desk) -> None:
    """Wait for a writer who never comes."""
    os.mkfifo(path)


def endless(path: Path, desk: Desk) -> None:
    """Lead to what never ends."""
    path.symlink_to("/dev/zero")


def huge(path: Path, desk: Desk) -> None:
    """Be larger than any disk, with nothing in it."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def folder_link(path: Path, desk: Desk) -> None:
    """Lead to the learner's folder."""
    path.symlink_to(desk.folder)


KINDS = [link, other_name, pipe, endless, huge, folder_link]
NO_NAMES = ["<img src=x onerror=alert(1)>", "a\x1b[2J", "a\nb", "\u202eb", os.fsdecode(b"a\xff"), "a'b", "=a"]


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_fetched_are_regular_files(desk, make: Callable, again):
    """The first time, and when what is missing is fetched once more."""
    if again:
        desk.use("FetchAssignment")
        (desk.folder / "tiny" / "tiny.ipynb").unlink()
    make(desk.exchange / "outbound" / "tiny" / "rows.csv", desk)
    _, said = desk.use("FetchAssignment", replace_missing_files=again)
    assert [path.name for path in (desk.folder / "tiny").iterdir()] == ["tiny.ipynb"]
    assert "rows.csv" in said


def test_names_and_numbers_of_fetched_files(desk):
    released = desk.exchange / "outbound" / "tiny"
    for name in NO_NAMES[:-1]:
        (released / name).touch()
    for number in range(MOST_FILES + 5):
        (released / f"{number:04}.csv").touch()
    desk.use("FetchAssignment")
    fetched = os.listdir(desk.folder / "tiny")
    assert len(fetched) <= MOST_FILES
    assert "tiny.ipynb" in fetched
    assert not {*fetched} & {*NO_NAMES}


@root_only
def test_somebody_elses_file_in_a_release(desk):
    path = desk.exchange / "outbound" / "tiny" / "rows.csv"
    path.touch()
    os.chown(path, 65534, 65534)
    desk.use("FetchAssignment")
    assert [path.name for path in (desk.folder / "tiny").iterdir()] == ["tiny.ipynb"]


@pytest.mark.parametrize("what", ["a link", "too large"])
def test_a_release_that_is_none(desk, what):
    """Nothing of it is there then."""
    released = desk.exchange / "outbound" / "tiny"
    if what == "a link":
        (released / "tiny.ipynb").unlink()
        released.rmdir()
        released.symlink_to(desk.folder)
        with pytest.raises(ExchangeError, match="symbolic link"):
            desk.use("FetchAssignment")
        assert not (desk.folder / "tiny").exists()
    else:
        with (released / "rows.bin").open("wb") as file:
            file.truncate(MOST_BYTES + 1)
        desk.use("FetchAssignment")
        assert [path.name for path in (desk.folder / "tiny").iterdir()] == ["tiny.ipynb"]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_fetched_feedback_is_a_regular_file(desk, make: Callable):
    """Another page is fetched all the same."""
    cached = desk.submitted()
    (cached / "other.ipynb").write_text("{}")
    pages = {name: notebook_hash(secret=OWN_SECRET, notebook_id=name) for name in ("tiny", "other")}
    if make is not other_name:  # of which the kernel says nothing here: it is a regular file
        make(desk.exchange / "feedback" / f"{pages['tiny']}.html", desk)
    (desk.exchange / "feedback" / f"{pages['other']}.html").write_text("page")
    desk.use("FetchFeedback")
    fetched = [path for path in desk.folder.glob("tiny/feedback/*/*") if path.is_file()]
    assert [path.name for path in fetched] == ["other.html"]
    assert SECRET not in fetched[0].read_text()


def test_feedback_has_a_bound(desk):
    desk.submitted()
    page = desk.exchange / "feedback" / f"{notebook_hash(secret=OWN_SECRET, notebook_id='tiny')}.html"
    with page.open("wb") as file:
        file.truncate(MOST_FEEDBACK + 1)
    _, said = desk.use("FetchFeedback")
    assert "was not fetched" in said
    assert not list(desk.folder.glob("tiny/feedback/*/*"))


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_odd_submissions_of_others_are_not_listed(desk, make: Callable):
    """A list of the exchange neither ends at one of them nor waits for it."""
    for name, file in (("a", "tiny.ipynb"), ("b", "submission_secret.txt")):
        folder = desk.exchange / "inbound" / f"{name}+tiny+{TIME}+x"
        folder.mkdir()
        make(folder / file, desk)
    (desk.exchange / "inbound" / f"good+tiny+{TIME}+x").mkdir()
    found, said = desk.use("List", inbound=True)
    expected = {"a", "b", "good"} if make is other_name else {"good"}
    assert {one["student_id"] for one in found} == expected
    assert f"good tiny {TIME}" in said


def test_only_names_are_listed(desk):
    for name in NO_NAMES:
        (desk.exchange / "outbound" / name).mkdir()
        (desk.exchange / "inbound" / f"{name}+tiny+{TIME}+x").mkdir()
    (desk.exchange / "outbound" / "link").symlink_to(desk.folder)
    (desk.exchange / "inbound" / "no submission+tiny+x").mkdir()
    (desk.exchange / "inbound" / f"link+tiny+{TIME}+x").symlink_to(desk.folder)
    found, _ = desk.use("List", assignment="")
    assert [one["assignment_id"] for one in found] == ["tiny"]
    assert desk.use("List", inbound=True)[0] == []


def test_a_secret_that_is_no_text(desk):
    folder = desk.exchange / "inbound" / f"a+tiny+{TIME}+x"
    folder.mkdir()
    (folder / "tiny.ipynb").write_text("{}")
    (folder / "submission_secret.txt").write_bytes(b"\xff")
    assert desk.use("List", inbound=True)[0] == []


@pytest.mark.parametrize("which", ["inbound", ""])
def test_nothing_is_submitted_through_a_link(desk, which):
    """Whoever has put it there would get the work."""
    desk.use("FetchAssignment")
    place = desk.exchange / which if which else desk.exchange
    elsewhere = place.rename(desk.folder / "elsewhere")
    place.symlink_to(elsewhere)
    with pytest.raises(ExchangeError, match="may be anybody's"):
        desk.use("Submit")
    assert not list(elsewhere.glob("**/*tiny+*"))


def test_a_submission_goes_to_the_instructor(desk):
    desk.use("FetchAssignment")
    desk.use("Submit")
    (submitted,) = (desk.exchange / "inbound").iterdir()
    assert (submitted / "tiny.ipynb").read_text() == "{}"
