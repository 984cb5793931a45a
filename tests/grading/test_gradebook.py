"""The writer of results: what nbgrader would have written, whole or not at all, whatever happens meanwhile."""

import copy
import json
import logging
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import nbformat
import pytest
from conftest import Course
from nbgrader import api
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from notebooks import submission, tiny
from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from autograder.grading import database
from autograder.grading.assignment import load_assignment
from autograder.grading.database import CannotSave, stored_results
from autograder.grading.gradebook import ResultWriter
from autograder.grading.marks import Mark, extend, stored_marks

DUE = "2026-03-01 12:00:00.000000 UTC"
ON_TIME = "2026-03-01 11:00:00.000000 UTC"
LATE = "2026-03-02 12:00:00.000000 UTC"
POINTS = {"double_check": 1.0, "double_hidden": 2.0}


@dataclass(frozen=True)
class HandedIn:
    """One submission to the assignment `tiny`: what was typed, when it came, and which checks it must lose."""

    answers: dict[str, str] = field(default_factory=dict)
    timestamp: str | None = None
    loses: tuple[str, ...] = ()

    @property
    def time(self) -> datetime | None:
        """The timestamp as a time."""
        return (
            datetime.strptime(self.timestamp, "%Y-%m-%d %H:%M:%S.%f %Z").replace(tzinfo=UTC)
            if self.timestamp
            else None
        )


RIGHT = {"double": "def double(x):\n    return x + x", "why": "Two is one and one."}
HALF = {"double": "def double(x):\n    return 2 * x if x < 3 else 0", "why": "I guessed."}
FIRST = {
    "ada": HandedIn(RIGHT, ON_TIME),
    "ben": HandedIn(loses=("double_check", "double_hidden")),
    "eva": HandedIn(HALF, LATE, loses=("double_hidden",)),
}
# After the instructor's marks: Ada's submission is as it was, Eva's came again, in time and without the manual answer.
AGAIN = {"ada": FIRST["ada"], "eva": HandedIn({"double": RIGHT["double"]}, ON_TIME)}


@dataclass(frozen=True)
class Desk:
    """A course with the assignment `tiny`, as a program sees it."""

    course: Course
    coursedir: CourseDirectory

    @cached_property
    def release(self) -> str:
        """The JSON of the released notebook."""
        return load_assignment(self.coursedir, "tiny").notebooks[0].release

    @property
    def engine(self) -> Engine:
        """The database."""
        return create_engine(self.coursedir.db_url)

    def writer(self) -> ResultWriter:
        """Open a writer."""
        return ResultWriter(self.coursedir, load_assignment(self.coursedir, "tiny"))

    def folder(self, step: str, student: str) -> Path:
        """Return the student's folder in a step."""
        return self.course.root / step / student / "tiny"

    def save(self, writer: ResultWriter, student: str, work: HandedIn, fingerprint: str = "first") -> Mark:
        """Save what an engine would have found out."""
        return writer.save(
            student, result(student, work), fingerprint, {"tiny": self.notebook(work)}, work.time
        )

    def notebook(self, work: HandedIn) -> nbformat.NotebookNode:
        """Return the submitted notebook."""
        return submission(nbformat.reads(self.release, as_version=4), work.answers)

    def hand_in(self, student: str, work: HandedIn) -> None:
        """Put the submission where nbgrader looks for it."""
        self.course.place(f"submitted/{student}", self.notebook(work), "tiny")
        if work.timestamp:
            (self.folder("submitted", student) / "timestamp.txt").write_text(work.timestamp)

    def scores(self, student: str) -> dict[str, tuple]:
        """Return automatic score and whether a mark is awaited, for each graded cell."""
        with api.Gradebook(self.coursedir.db_url, "perch") as book:
            grades = book.find_submission("tiny", student).notebooks[0].grades
            return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}


def result(student: str, work: HandedIn) -> dict:
    """Return the result of a submission."""
    checks = [
        {"name": name, "score": 0.0 if name in work.loses else points, "points": points}
        for name, points in POINTS.items()
    ]
    return {
        "assignment": "tiny",
        "student": student,
        "notebooks": [{"name": "tiny", "checks": checks, "notes": []}],
    }


def coursedir_of(course: Course, db_url: str | None = None) -> CourseDirectory:
    """Return the course as nbgrader's programs configure it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        for name, value in course.env.items():
            patch.setenv(name, value)
        program = NbGrader(log_level=logging.ERROR)
        program.initialize([])
        coursedir = program.coursedir
        coursedir.root = str(course.root)
        coursedir.db_url = db_url or f"sqlite:///{course.root / 'gradebook.db'}"
    return coursedir


@pytest.fixture(scope="module", autouse=True)
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader find the program that it creates gradebooks with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def new_course(make_course) -> Callable[[], Course]:
    """Return a function that makes a course with the assignment `tiny`; a late submission earns nothing."""

    def new() -> Course:
        course = make_course()
        course.place("source", tiny(), "tiny")
        with open(course.root / "nbgrader_config.py", "a") as config:
            config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
        return course

    return new


@pytest.fixture(scope="module")
def template(new_course) -> Path:
    """Return a gradebook with the assignment in it and nothing more, for it takes two seconds to make."""
    course = new_course()
    desk = Desk(course, coursedir_of(course))
    desk.writer().__exit__()
    return course.root / "gradebook.db"


@pytest.fixture
def desk(new_course, template) -> Desk:
    """Return a course with the assignment in its gradebook."""
    course = new_course()
    shutil.copy(template, course.root)
    return Desk(course, coursedir_of(course))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Return a function that makes a database on a server of our own and returns its URL."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), shutil.which("initdb")]
    if found == [None]:
        pytest.skip("PostgreSQL's server programs are not installed")
    programs = Path(found[0]).resolve().parent
    user = {"user": "postgres"} if os.getuid() == 0 else {}  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp())
    if user:
        shutil.chown(folder, **user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, *arguments], check=True, capture_output=True, cwd=folder, **user)

    run("initdb", "-D", f"{folder}/data", "-U", "perch", "-A", "trust", "-N")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run(
        [programs / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-l", folder / "log", "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **user,
    )
    made = []

    def new() -> str:
        made.append(f"gradebook{len(made)}")
        run("createdb", "-h", str(folder), "-U", "perch", made[-1])
        return f"postgresql+psycopg://perch@/{made[-1]}?host={folder}"

    yield new
    run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_desk(request, new_course) -> Desk:
    """Return a course without a gradebook, on either kind of database."""
    url = request.getfixturevalue("postgresql")() if request.param == "postgresql" else None
    course = new_course()
    return Desk(course, coursedir_of(course, url))


def rows(engine: Engine) -> list[str]:
    """Return every row of nbgrader's tables, with the row that an id stands for in the place of each id."""
    tables = [table for table in api.Base.metadata.sorted_tables if table.name != "autograder_result"]
    with engine.connect() as connection:
        stored = {table: connection.execute(table.select()).mappings().all() for table in tables}

    def describe(table, row) -> dict:
        described = {}
        for column in table.columns:
            value = row[column.name]
            if column.foreign_keys and value is not None:
                target = next(iter(column.foreign_keys)).column
                found = next(other for other in stored[target.table] if other[target.name] == value)
                value = describe(target.table, found)
            elif column.name == "id" and table.name not in ("student", "course"):
                continue
            described[column.name] = value
        return described

    described = [f"{table.name} {describe(table, row)}" for table in tables for row in stored[table]]
    # nbgrader adds this course too, which nothing belongs to: some of its steps do not know the course's id.
    return sorted(row for row in described if row != "course {'id': 'default_course'}")


def formgrader(desk: Desk) -> list:
    """Return what formgrader shows of the submissions."""
    shown = NbGraderAPI(coursedir=desk.coursedir, parent=desk.coursedir.parent)
    lists = [shown.get_submissions("tiny"), shown.get_notebook_submissions("tiny", "tiny")]
    lists += [shown.get_student_notebook_submissions(student, "tiny") for student in FIRST]
    lists = [[{k: v for k, v in row.items() if k not in ("id", "index")} for row in rows] for rows in lists]
    return [sorted(rows, key=lambda row: row["student"]) for rows in lists]


def instruct(desk: Desk) -> None:
    """Give marks, extra credit and comments by hand, as an instructor does in formgrader."""
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        for student, cell, score in (("ada", "why", 2.5), ("eva", "why", 1.0), ("eva", "double_hidden", 1.5)):
            grade = book.find_grade(cell, "tiny", "tiny", student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, 0.5, False
        book.find_comment("why", "tiny", "tiny", "ada").manual_comment = "Well said."
        book.db.commit()


def set_due(desk: Desk) -> None:
    """Set the date by which submissions are due."""
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        book.update_or_create_assignment("tiny", duedate=DUE)


@pytest.fixture(scope="module")
def by_nbgrader(new_course) -> list:
    """Return rows and what formgrader shows after `nbgrader autograde`, and again after marks by hand and a regrade."""
    course = new_course()
    desk = Desk(course, coursedir_of(course))
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nif 'start' in vars(Autograde):  # ours\n    del Autograde.start\n")
    course.nbgrader("generate_assignment", "tiny")
    set_due(desk)
    found = []
    for round_ in (FIRST, AGAIN):
        for student, work in round_.items():
            desk.hand_in(student, work)
        course.nbgrader(
            "autograde", "tiny", "--force", "--student=[ae]*" if round_ is AGAIN else "--student=*"
        )
        found.append((rows(desk.engine), formgrader(desk)))
        instruct(desk)
    return found


def test_writes_what_nbgrader_writes(empty_desk, by_nbgrader):
    """All rows, and what formgrader shows, are as after `nbgrader autograde`, also after marks by hand."""
    set_due(empty_desk)
    for round_, expected in zip((FIRST, AGAIN), by_nbgrader, strict=True):
        with empty_desk.writer() as writer:
            for student, work in round_.items():
                empty_desk.hand_in(student, work)
                empty_desk.save(writer, student, work, str(round_ is FIRST))
        assert rows(empty_desk.engine) == expected[0]
        assert formgrader(empty_desk) == expected[1]
        instruct(empty_desk)


def test_nbgrader_is_asked_about_everything(by_nbgrader):
    """The comparison is not one of nothing: penalties, marks by hand and awaited marks occur in it."""
    (first, shown), (again, _) = by_nbgrader
    text = "\n".join(first)
    assert "'late_submission_penalty': 1.0" in text and "'late_submission_penalty': 1.0" not in "\n".join(
        again
    )
    assert NO_RESPONSE_ROW in text
    assert [row["needs_manual_grade"] for row in shown[0]] == [True, False, True]
    assert any("'manual_score': 2.5" in row and "'needs_manual_grade': True" in row for row in again)


NO_RESPONSE_ROW = "'auto_comment': 'No response.'"


def test_result_can_be_read_again(desk):
    """The results come back as they were given, in the order of the students' ids."""
    with desk.writer() as writer:
        for student in ("eva", "ada"):
            desk.save(writer, student, FIRST[student])
        assert writer.graded() == {"ada": "first", "eva": "first"}
    assert stored_results(desk.coursedir, "tiny") == [result(name, FIRST[name]) for name in ("ada", "eva")]
    assert stored_results(desk.coursedir, "huge") == []


def test_what_is_gone_is_not_graded(desk):
    """A result does not count where its notebook is gone, or nbgrader has forgotten the submission."""
    with desk.writer() as writer:
        for student in FIRST:
            desk.save(writer, student, FIRST[student])
    shutil.rmtree(desk.folder("autograded", "ada"))
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        book.remove_student("eva")
    with desk.writer() as writer:
        assert writer.graded() == {"ben": "first"}
        for student in ("ada", "eva"):
            desk.save(writer, student, FIRST[student])
        assert writer.graded() == dict.fromkeys(FIRST, "first")
    assert len(stored_results(desk.coursedir, "tiny")) == 3


def test_another_run_has_saved_it(desk):
    """What another run has saved meanwhile is not written again; what was there before is, when somebody regrades."""
    with desk.writer() as slow, desk.writer() as fast:
        desk.save(fast, "ada", FIRST["ada"])
        instruct_one(desk)
        desk.save(slow, "ada", FIRST["ada"])
        assert desk.scores("ada")["why"] == (None, False)
    with desk.writer() as later:
        desk.save(later, "ada", FIRST["ada"])
        assert desk.scores("ada")["why"] == (None, True)


def instruct_one(desk: Desk) -> None:
    """Mark Ada's manual answer."""
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        grade = book.find_grade("why", "tiny", "tiny", "ada")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        book.db.commit()


def test_extension_counts_in_a_regrade(desk):
    """The penalty follows the due date that the student has when the result is saved."""
    set_due(desk)
    penalties = []
    for _ in range(2):
        with desk.writer() as writer:
            desk.save(writer, "eva", FIRST["eva"])
        with api.Gradebook(desk.coursedir.db_url, "perch") as book:
            penalties.append(book.find_submission("tiny", "eva").late_submission_penalty)
            book.grant_extension("tiny", "eva", days=3)
    assert penalties == [1.0, 0.0]


def test_missing_notebook(desk):
    """A notebook that was not handed in earns 0 and waits for nobody."""
    with desk.writer() as writer:
        writer.save("ben", result("ben", FIRST["ben"]), "first", {}, None)
    assert set(desk.scores("ben").values()) == {(0.0, False)}


def test_files(desk):
    """The notebook, timestamp and secret are copied, read-only; what else was there goes."""
    desk.hand_in("ada", FIRST["ada"])
    (desk.folder("submitted", "ada") / "submission_secret.txt").write_text("secret")
    folder = desk.folder("autograded", "ada")
    folder.mkdir(parents=True)
    for name in ("tiny.ipynb", "draft.ipynb", "data.csv"):
        (folder / name).write_text("former")
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    found = {path.name: path.read_text() for path in folder.iterdir()}
    notebook = nbformat.reads(found.pop("tiny.ipynb"), as_version=4)
    assert [cell.source for cell in notebook.cells] == [
        cell.source for cell in desk.notebook(FIRST["ada"]).cells
    ]
    assert found == {"timestamp.txt": ON_TIME, "submission_secret.txt": "secret"}
    assert (folder / "tiny.ipynb").stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("kind", ["link", "folder link", "pipe", "large"])
def test_only_small_files_are_copied(desk, kind):
    """What stands in the place of the secret is not followed, waited for or copied."""
    desk.hand_in("ada", FIRST["ada"])
    desk.hand_in("eva", FIRST["eva"])
    (desk.folder("submitted", "eva") / "submission_secret.txt").write_text("of another")
    secret = desk.folder("submitted", "ada") / "submission_secret.txt"
    if kind == "link":
        secret.symlink_to("../../eva/tiny/submission_secret.txt")
    elif kind == "folder link":
        shutil.rmtree(secret.parent)
        secret.parent.symlink_to("../eva/tiny")
    elif kind == "pipe":
        os.mkfifo(secret)
    else:
        secret.write_bytes(b"x" * 100_000)
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    names = {"tiny.ipynb"} if kind == "folder link" else {"tiny.ipynb", "timestamp.txt"}
    assert {path.name for path in desk.folder("autograded", "ada").iterdir()} == names


def test_unbelievable_timestamp_is_not_copied(desk):
    """Nbgrader's programs would trip over it."""
    desk.hand_in("ada", FIRST["ada"])
    (desk.folder("submitted", "ada") / "timestamp.txt").write_text("yesterday, honestly")
    with desk.writer() as writer:
        writer.save("ada", result("ada", FIRST["ada"]), "first", {"tiny": desk.notebook(FIRST["ada"])}, None)
    assert [path.name for path in desk.folder("autograded", "ada").iterdir()] == ["tiny.ipynb"]


def change_source(desk: Desk, change: Callable[[nbformat.NotebookNode], object]) -> None:
    """Change the source notebook."""
    notebook = tiny()
    change(notebook)
    desk.course.place("source", notebook, "tiny")


def test_source_changes_points(desk):
    """New points reach the gradebook, also when there are marks."""
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    change_source(desk, lambda notebook: notebook.cells[4].metadata.nbgrader.update(points=7))
    desk.writer().__exit__()
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        assert book.find_submission("tiny", "ada").max_score == 1 + 7 + 3


def test_source_changes_cells(desk):
    """Checks can come and go when there are marks: what the next run does not grade again is there already."""
    desk.writer().__exit__()
    change_source(desk, lambda notebook: notebook.cells.pop(3))
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    instruct_one(desk)
    assert set(desk.scores("ada")) == {"double_hidden", "why"}
    change_source(desk, lambda notebook: None)
    desk.writer().__exit__()
    assert desk.scores("ada") == {
        "double_check": (None, False),
        "double_hidden": (2.0, False),
        "why": (None, False),
    }
    change_source(desk, lambda notebook: notebook.cells.pop(4))
    with desk.writer() as writer:
        mark = desk.save(writer, "ada", FIRST["ada"], "again")
    assert set(desk.scores("ada")) == {"double_check", "why"}
    assert (mark.score, mark.points) == (1 + 2, 1 + 3)


def rename(notebook: nbformat.NotebookNode) -> None:
    """Call a written answer and a check something else."""
    for cell, name in ((notebook.cells[4], "double_unseen"), (notebook.cells[5], "reason")):
        cell.metadata.nbgrader.grade_id = cell.id = name


def test_renamed_cells_keep_their_marks(desk):
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    instruct_one(desk)
    change_source(desk, rename)
    desk.writer().__exit__()
    with api.Gradebook(desk.coursedir.db_url, "perch") as book:
        submission = book.find_submission("tiny", "ada")
        scores = {grade.name: grade.score for grade in submission.notebooks[0].grades}
        assert scores == {"double_check": 1.0, "double_unseen": 2.0, "reason": 2.0}
        assert [comment.name for comment in submission.notebooks[0].comments] == ["double", "reason"]


def test_what_was_marked_by_hand_is_not_removed(desk):
    """A written answer that somebody has read stays; nothing is changed then."""
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    instruct_one(desk)
    before = rows(desk.engine)
    change_source(desk, lambda notebook: notebook.cells.pop(5))
    with pytest.raises(CannotSave, match=r"gradebook\.db: Cannot add or remove cells.*: why\. Undo that"):
        desk.writer()
    assert rows(desk.engine) == before


def test_release_of_changed_cells(desk):
    """Nbgrader makes the release of an assignment whose checks have changed under marks."""
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    change_source(desk, lambda notebook: notebook.cells.pop(3))
    desk.course.nbgrader("generate_assignment", "tiny", "--force")
    assert set(desk.scores("ada")) == {"double_hidden", "why"}


def test_extension(desk):
    """More time counts before the submission is there and afterwards; a mark says what lateness costs."""
    set_due(desk)
    assert extend(desk.coursedir, "tiny", "eva", timedelta(days=3)) is None
    with desk.writer() as writer:
        marks = [desk.save(writer, "eva", FIRST["eva"])]
    marks.append(extend(desk.coursedir, "tiny", "eva", timedelta()))
    marks.append(extend(desk.coursedir, "tiny", "eva", timedelta(hours=25)))
    assert [(mark.score, mark.penalty, mark.total) for mark in marks] == [(1, 0, 1), (1, 1, 0), (1, 0, 1)]
    assert stored_marks(desk.coursedir, "tiny") == marks[-1:]
    with pytest.raises(CannotSave, match="No such assignment"):
        extend(desk.coursedir, "tinny", "eva", timedelta(days=1))


def test_own_files(desk):
    """What a learner handed in beside the notebook is put beside the graded one, and goes with it."""
    ada, folder = FIRST["ada"], desk.folder("autograded", "ada")
    for files in ({"plots/a.png": b"1", "help.py": b"x = 1"}, {"help.py": b"x = 2"}):
        with desk.writer() as writer:
            about = result("ada", ada), str(files), {"tiny": desk.notebook(ada)}, None, files
            writer.save("ada", *about)
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert there == {*files, "tiny.ipynb"}
        assert (folder / "help.py").read_bytes() == files["help.py"]


def test_source_that_stays_leaves_the_gradebook_alone(desk):
    """Another run does not make the cells anew, for the first run is using them."""
    before = desk.engine.connect().execute(select(api.SourceCell.id)).all()
    desk.writer().__exit__()
    assert desk.engine.connect().execute(select(api.SourceCell.id)).all() == before


def test_notebooks_cannot_change_under_marks(desk):
    """A notebook that joins a graded assignment is refused."""
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"])
    shutil.copy(desk.course.root / "source/tiny/tiny.ipynb", desk.course.root / "source/tiny/more.ipynb")
    with pytest.raises(CannotSave, match="Cannot add or remove notebooks"):
        desk.writer()


@contextmanager
def killed_at(step: int) -> Iterator[list]:
    """Let this process be killed at the `step`-th thing that a save does to the database or the disk."""
    left = [step]

    def count(*_: object, **__: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(function: Callable) -> Callable:
        def call(*args: object, **kwargs: object) -> object:
            count()
            value = function(*args, **kwargs)
            count()
            return value

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (os, "replace"),
            (os, "fsync"),
            (shutil, "copy"),
            (Path, "unlink"),
            (Session, "commit"),
        ):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        event.listen(Engine, "after_cursor_execute", count)
        yield left


def in_child(work: Callable[[], None]) -> int:
    """Do the work in a process of its own; return its exit code."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    return child.exitcode


@pytest.mark.parametrize("former", [True, False])
def test_killed_anywhere(desk, former):
    """Wherever a save is killed, there is the old result or the new one, and the next run completes it."""
    old, new = FIRST["ben"], FIRST["ada"]
    if former:
        with desk.writer() as writer:
            desk.save(writer, "ada", old, "old")
    shutil.copy(desk.course.root / "gradebook.db", desk.course.root / "before.db")
    before = set(rows(desk.engine))

    def save(step: int) -> None:
        writer = desk.writer()
        with killed_at(step):
            desk.save(writer, "ada", new, "new")

    step, complete = 0, set()
    code = -signal.SIGKILL
    while code:
        step += 1
        code = in_child(lambda: save(step))  # noqa: B023 (it runs at once)
        found = set(rows(desk.engine))
        with desk.writer() as writer:
            fingerprint = writer.graded().get("ada")
            if fingerprint != "new":
                assert fingerprint == ("old" if former else None) and found == before
                desk.save(writer, "ada", new, "new")
                found = set(rows(desk.engine))
        complete = complete or found
        assert found == complete
        text = (desk.folder("autograded", "ada") / "tiny.ipynb").read_text()
        assert "x + x" in text
        assert code in (0, -signal.SIGKILL)
        shutil.copy(desk.course.root / "before.db", desk.course.root / "gradebook.db")
    assert step > 25, step


def test_two_writers(empty_desk):
    """Two runs at once, from the making of the gradebook on, leave one whole result of either for each student."""
    students = [f"student-{number}" for number in range(12)]
    works = {"right": FIRST["ada"], "wrong": HandedIn(HALF, loses=tuple(POINTS))}

    def run(fingerprint: str) -> None:
        with empty_desk.writer() as writer:
            for student in students:
                empty_desk.save(writer, student, works[fingerprint], fingerprint)

    fork = multiprocessing.get_context("fork")
    runs = [fork.Process(target=run, args=(fingerprint,)) for fingerprint in works]
    for process in runs:
        process.start()
    for process in runs:
        process.join()
    assert [process.exitcode for process in runs] == [0, 0]
    with empty_desk.writer() as writer:
        graded = writer.graded()
    assert sorted(graded) == sorted(students)
    for student, fingerprint in graded.items():
        answer = works[fingerprint].answers["double"]
        notebook = nbformat.read(empty_desk.folder("autograded", student) / "tiny.ipynb", as_version=4)
        assert answer in [cell.source for cell in notebook.cells]
        scores = empty_desk.scores(student)
        assert scores["double_check"][0] == (1.0 if fingerprint == "right" else 0.0)
    assert len([row for row in rows(empty_desk.engine) if row.startswith("grade ")]) == 3 * len(students)


def test_locked_gradebook(desk, monkeypatch):
    """A program that holds the gradebook is waited for; if it does not let go, the message says so."""
    monkeypatch.setattr(database, "SECONDS_LOCKED", "0.01")
    monkeypatch.setattr(database, "PAUSES", (0.01,))
    with desk.writer() as writer, desk.engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(CannotSave, match=r"gradebook\.db: database is locked\. Close the program"):
            desk.save(writer, "ada", FIRST["ada"])
        other.rollback()
        desk.save(writer, "ada", FIRST["ada"])


def test_locked_for_a_moment(desk, monkeypatch):
    """A transaction that comes at a bad time is tried again."""
    monkeypatch.setattr(database, "SECONDS_LOCKED", "0.01")
    pauses = []
    with desk.writer() as writer, desk.engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        monkeypatch.setattr(
            database.time, "sleep", lambda seconds: (pauses.append(seconds), other.rollback())
        )
        desk.save(writer, "ada", FIRST["ada"])
    assert pauses


def state(desk: Desk) -> tuple:
    """Return all that a save may change."""
    files = {
        path: path.read_bytes() for path in (desk.course.root / "autograded").rglob("*") if path.is_file()
    }
    return rows(desk.engine), files, stored_results(desk.coursedir, "tiny")


def graded_once(desk: Desk) -> tuple:
    """Save a first result; return the state after it."""
    desk.hand_in("ada", FIRST["ada"])
    with desk.writer() as writer:
        desk.save(writer, "ada", FIRST["ada"], "old")
    return state(desk)


def test_read_only_gradebook(desk):
    """The message names the gradebook; nothing has changed, not even a file."""
    before = graded_once(desk)
    writable = desk.coursedir.db_url
    desk.coursedir.db_url = f"sqlite:///file:{desk.course.root}/gradebook.db?mode=ro&uri=true"
    with (
        pytest.raises(
            CannotSave, match=r"gradebook\.db: attempt to write a readonly database\. Make it .*writable"
        ),
        desk.writer() as writer,
    ):
        desk.save(writer, "ada", FIRST["eva"], "new")
    desk.coursedir.db_url = writable
    assert state(desk) == before


@pytest.mark.parametrize("limit", [0, 500, 20_000, 100_000, 150_000])
def test_full_disk(desk, limit):
    """Where no more can be written, file or gradebook is named, and the former result is whole."""
    before = graded_once(desk)
    big = copy.deepcopy(result("ada", FIRST["eva"]))
    big["notebooks"][0]["notes"] = ["long" * 50_000]  # the gradebook must grow

    def save() -> None:
        writer = desk.writer()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            writer.save("ada", big, "new", {"tiny": desk.notebook(FIRST["eva"])}, FIRST["eva"].time)
        except CannotSave as error:
            os._exit(7 if "Make room" in str(error) and "/" in str(error) else 8)

    assert in_child(save) == 7
    assert state(desk) == before


def test_read_only_folder(desk):
    """The message names the file; nothing has changed."""
    before = graded_once(desk)
    desk.course.root.chmod(0o777)
    for path in desk.course.root.parents:
        if not path.stat().st_mode & 0o001:  # pytest's folders: closed to other users
            path.chmod(0o711)
    (desk.course.root / "gradebook.db").chmod(0o666)
    desk.folder("autograded", "ada").chmod(0o555)

    def save() -> None:
        writer = desk.writer()
        if os.getuid() == 0:
            os.setresuid(65534, 65534, 65534)
        try:
            desk.save(writer, "ada", FIRST["eva"], "new")
        except CannotSave as error:
            os._exit(7 if "autograded/ada/tiny" in str(error) and "writable for you" in str(error) else 8)

    assert in_child(save) == 7
    assert state(desk) == before


def test_password_is_not_shown():
    """A gradebook's address is in the message without its password."""
    coursedir = CourseDirectory(db_url="postgresql+psycopg://perch:hush@localhost:1/grades")
    assert database.database(coursedir) == "postgresql+psycopg://perch:***@localhost:1/grades"


def test_stored_results_are_plain(desk):
    """Any text comes back: odd characters, and halves of characters."""
    odd = result("ada", FIRST["ada"])
    odd["notebooks"][0]["notes"] = ["\x00 \ud800 é \U0001f600"]
    with desk.writer() as writer:
        writer.save("ada", odd, "first", {"tiny": desk.notebook(FIRST["ada"])}, None)
    assert json.dumps(stored_results(desk.coursedir, "tiny")) == json.dumps([odd])
