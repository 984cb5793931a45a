"""What is collected when somebody hands in under another learner's name."""

import pytest
from conftest import Course
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeFactory

from autograder.grading.course import open_course

EARLY, LATE = "2025-03-01 10:00:00.000000 UTC", "2025-03-02 10:00:00.000000 UTC"


@pytest.fixture
def course(make_course, monkeypatch) -> Course:
    """Return a course with two submissions in ada's name, the second by another account."""
    monkeypatch.delenv("NBGRADER_EXCHANGE", raising=False)
    course = make_course()
    for timestamp, text in {EARLY: "hers", LATE: "not hers"}.items():
        folder = course.root / "exchange" / "perch" / "inbound" / f"ada+tiny+{timestamp}+secret"
        folder.mkdir(parents=True)
        (folder / "tiny.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text(timestamp)
    return course


def collected(course: Course) -> str:
    """Return what `nbgrader collect` and Formgrader collect as ada's notebook."""
    coursedir = open_course(course.root)
    coursedir.assignment_id = "tiny"
    parent = coursedir.parent
    factory = ExchangeFactory(parent=parent)
    factory.Collect(coursedir=coursedir, authenticator=Authenticator(parent=parent), parent=parent).start()
    return (course.root / "submitted" / "ada" / "tiny" / "tiny.ipynb").read_text()


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        ({EARLY: "ada", LATE: "ben"}, "hers"),
        ({EARLY: "ada", LATE: None}, "hers"),
        ({EARLY: "ada", LATE: "ada"}, "not hers"),
        ({EARLY: "jovyan", LATE: "jovyan"}, "not hers"),
    ],
    ids=["another account", "an account that is gone", "her own", "one account for all"],
)
def test_the_own_account_comes_first(course, monkeypatch, owners, expected):
    def find_owner(path: str) -> str:
        owner = next(name for timestamp, name in owners.items() if timestamp in path)
        if owner is None:
            raise KeyError(path)
        return owner

    monkeypatch.setattr("autograder.plugins.exchange.find_owner", find_owner)
    assert collected(course) == expected
