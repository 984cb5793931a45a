"""What people have reported to other graders of notebooks, tried here: each test is a report, or a wish."""

import base64
import json
import math
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from conftest import Course
from notebooks import nbgrader_cell, submission, tiny
from test_cli import autograder
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

from autograder.confinement.sandbox import Limits
from autograder.grading.course import students_with
from autograder.grading.run import verdict
from autograder.grading.settings import limits_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SETUP = "import math\nimport beside\nrows = open('data/rows.csv').read().split()\n"
PARTIAL = "{1: float('nan'), 2: 2.0, 3: 0.0}[double(1)]"
OWN = """import helper
print(open('data/mine.csv').read())
def double(x):
    return helper.twice(x)"""
NAN = "def double(x):\n    return 2 * x if x != 1 else 1"
NOTHING = "def double(x):\n    return 2 * x if x != 1 else 3"
RIGHT = "def double(x):\n    return x + x"
CLASS = {"own files": OWN, "x [1]": RIGHT, "x 1": RIGHT, "nan": NAN, "nothing": NOTHING}
FILES = {
    "helper.py": b"def twice(x):\n    return 2 * x",
    "data/mine.csv": b"mine,1",
    "data/rows.csv": b"forged",
    "plot.png": PNG,
    "page.html": b"<script>alert(1)</script>",
}


def place_assignment(course: Course) -> None:
    """Put an assignment with data and a module beside its notebook into the course, and release it."""
    notebook = tiny()
    notebook.cells[1].source = SETUP
    notebook.cells.insert(5, nbgrader_cell("code", "partial", PARTIAL, points=2, grade=True))
    folder = course.place("source", notebook, "tiny").parent
    (folder / "data").mkdir()
    (folder / "data" / "rows.csv").write_text("1 2 3")
    (folder / "beside.py").write_text("NUMBER = len(open('data/rows.csv').read())")
    course.nbgrader("generate_assignment", "tiny")


@pytest.fixture(scope="module")
def graded(make_course) -> tuple[Course, str]:
    """Return a course whose class has been graded late, and what the command said."""
    course = make_course()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    place_assignment(course)
    course.nbgrader("db", "assignment", "add", "tiny", "--duedate=2026-03-01 12:00 UTC")
    for student, text in CLASS.items():
        written = {"double": text, "why": "See ![the plot](./plot.png)."}
        folder = course.place(
            f"submitted/{student}", submission(course.read("release", "tiny"), written), "tiny"
        ).parent
        if student == "own files":
            for name, content in FILES.items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(content)
        if student == "x 1":
            (folder / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    ended = autograder(course, "grade", "tiny/")
    assert ended.exit_code == 1, ended.output  # the instructor is told of the check that gives nan
    return course, ended.output


def test_data_and_modules_beside_the_notebook(graded):
    """Set-up cells read them, in the image as elsewhere."""
    assert "x [1]: 5 of 5\n" in graded[1]


def test_a_learners_own_files(graded):
    """They are there for the learner's cells, but no file of the assignment's gives way to one."""
    course, printed = graded
    assert "own files: 5 of 5\n" in printed
    folder = course.root / "autograded" / "own files" / "tiny"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {"tiny.ipynb", "helper.py", "data/mine.csv", "plot.png"}
    assert "mine,1" in json.dumps(course.read("autograded/own files", "tiny"))


def test_check_reads_data_and_modules(graded):
    """A learner's check finds what is beside the notebook, with the source and without."""
    course, _ = graded
    ended = autograder(course, "check", "submitted/own files/tiny/tiny.ipynb")
    assert "5 of 5" in ended.output, ended.output


def test_partial_credit(graded):
    """A check that gives nan is the check's mistake, and the instructor's to mend; 0 points are not passed."""
    course, printed = graded
    assert "nan: 3 of 5\n  The check partial gives nan points." in printed
    assert "1 could not be graded" in printed
    assert course.scores("nan", "tiny")["partial"] == 0
    check = course.read("autograded/nothing", "tiny").cells
    said = next(
        cell.outputs for cell in check if cell.metadata.get("nbgrader", {}).get("grade_id") == "partial"
    )
    assert said[0].evalue == "The check gave 0 of 2 points."


@pytest.mark.parametrize(
    ("value", "outcome", "score"),
    [(None, "passed", 2), (2.0, "passed", 2), (0.5, "passed", 0.5), (9.0, "passed", 2)]
    + [(0.0, "wrong", 0), (-1.0, "wrong", 0)]
    + [(value, "error", 0) for value in (math.nan, math.inf, -math.inf)],
)
def test_points_of_a_check(value, outcome, score):
    about = {"exercise": "e", "hidden": False, "points": 2, "answers": ["e"]}
    given = verdict("c", about, {"outcome": "passed", "message": "", "value": value}, [], [])
    assert (given["outcome"], given["score"]) == (outcome, score)


def test_penalties_are_said(graded):
    """Who is late is told what the checks gave and what is left of it."""
    _, printed = graded
    assert "x 1: 5 of 5; late: 5 taken off, 0 left\n" in printed
    assert "5 written answers to be read; 1 late, with points taken off" in printed


def test_names_are_no_patterns(graded):
    """A name with brackets means one student, in grading and in feedback; nobody is left out in silence."""
    course, _ = graded
    again = autograder(course, "grade", "tiny", "--student", "x [1]", "--regrade")
    assert next(line for line in again.output.splitlines() if " of 5" in line) == "x [1]: 5 of 5"
    assert "1 graded" in again.output
    assert autograder(course, "feedback", "tiny").exit_code == 0
    assert {path.parent.parent.name for path in course.root.glob("feedback/*/tiny/tiny.html")} == set(CLASS)
    assert autograder(course, "feedback", "tiny", "--student", "x [1]").exit_code == 0
    nobody = autograder(course, "feedback", "tiny", "--student", "ps+1")
    assert (nobody.exit_code, "there is no graded submission of ps+1" in nobody.output) == (1, True)


def test_pictures_show_in_feedback(graded):
    """A learner's picture beside the notebook is in the page itself."""
    course, _ = graded
    autograder(course, "feedback", "tiny", "--student", "own files")
    page = BeautifulSoup(course.feedback("own files", "tiny"), "html.parser")
    assert base64.b64encode(PNG).decode() in page.find("img", alt="the plot")["src"]


def test_report_shows_marks_in_all(graded):
    course, _ = graded
    printed = " ".join(autograder(course, "report", "tiny").output.split())
    assert re.search(
        r"mean 3.* of 8; 5 written answers not read yet, which count 0; 5 points taken off 1", printed
    )
    page = BeautifulSoup((course.root / "reports" / "tiny.html").read_text("utf-8"), "html.parser")
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.find_all("tr")]
    assert ["x 1", "5 of 8", "5", "0", "1"] in rows


def test_extension(graded):
    """A learner with more time is not late any more, without grading again."""
    course, _ = graded
    said = autograder(course, "extend", "tiny", "x 1", "--days", "2").output
    assert "x 1: 2 days, 0:00:00 more for tiny; 5 of 8" in said
    assert "5 taken off" in autograder(course, "extend", "tiny", "x 1").output


@pytest.mark.parametrize(
    ("settings", "limits"),
    [
        ("", Limits(60, 300)),
        ("c.Execute.timeout = 600", Limits(600, 3000)),
        ("c.Execute.timeout = DeferredConfigString('600')", Limits(600, 3000)),  # --Execute.timeout=600
        *((f"c.Execute.timeout = {value}", Limits(math.inf, math.inf)) for value in (None, -1, 0)),
        ("c.Execute.timeout = None\nc.Grading.total_seconds = 50", Limits(math.inf, 50)),
        ("c.Grading.memory = 4 << 30\nc.Grading.file_size = 1000", Limits(memory=4 << 30, disk=1000)),
    ],
)
def test_limits(settings, limits):
    """No time limit is what nbgrader documents as none; in all there is time for five long cells."""
    c = Config()
    exec(settings, {"c": c, "DeferredConfigString": DeferredConfigString})
    course = SimpleNamespace(parent=SimpleNamespace(config=c))
    assert limits_of(course) == limits


FAULTS = {
    "double_check": ("assert double(2) == 4\nassert double(0 == 0", "line 2: "),
    "double_hidden": (
        "import math\nimport no_such_module_here",
        "line 2: there is no module no_such_module_here",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_checks_that_cannot_be_run(make_course, name):
    """The instructor is told before anybody is graded, with cell and line."""
    text, said = FAULTS[name]
    course = make_course()
    course.place("source", submission(tiny(), {name: text}), "tiny")
    course.place("submitted/ada", tiny(), "tiny")
    ended = autograder(course, "grade", "tiny")
    assert ended.exit_code == 2
    assert f"tiny.ipynb: the check {name} cannot be run: {said}" in ended.output
    assert not (course.root / "autograded").exists()


def test_modules_that_may_be_missing(make_course):
    """A module beside the notebook, or one whose absence the check is prepared for, is no fault."""
    course = make_course()
    text = "try:\n    import no_such_module_here\nexcept ImportError:\n    pass\nimport beside"
    path = course.place("source", submission(tiny(), {"double_check": text}), "tiny")
    path.with_name("beside.py").write_text("")
    ended = autograder(course, "grade", "tiny")
    assert "There are no submissions to tiny" in ended.output


def test_metadata_without_grade_id(make_course):
    """Cells as `nbgrader update` leaves them are cells that nbgrader does not know."""
    course = make_course()
    notebook = tiny()
    notebook.cells[0].metadata["nbgrader"] = {
        "grade": False,
        "locked": False,
        "solution": False,
        "schema_version": 3,
    }
    course.place("source", notebook, "tiny")
    course.place("submitted/ada", submission(notebook, {"double": RIGHT}), "tiny")
    assert "ada: 3 of 3" in autograder(course, "grade", "tiny").output


@pytest.mark.parametrize("name", ["feedback", "reports", "autograded"])
def test_a_file_where_a_folder_should_be(graded, make_course, name):
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.place("submitted/ada", tiny(), "tiny")
    if name != "autograded":
        autograder(course, "grade", "tiny")
    (course.root / name).write_text("")
    command = {"feedback": "feedback", "reports": "report", "autograded": "grade"}[name]
    ended = autograder(course, command, "tiny")
    assert ended.exit_code in (1, 2)
    assert name in ended.output
    assert ended.exception is None or isinstance(ended.exception, SystemExit)


def test_a_damaged_gradebook(make_course):
    course = make_course()
    course.place("source", tiny(), "tiny")
    (course.root / "gradebook.db").write_bytes(b"no database" * 1000)
    ended = autograder(course, "report", "tiny")
    assert ended.exit_code == 2
    assert re.search(r"Cannot read .*gradebook\.db: file is not a database\. Put back a copy", ended.output)


def test_version(make_course):
    ended = autograder(make_course(), "--version")
    assert (ended.exit_code, bool(re.fullmatch(r"autograder \d+\.\d+\.\d+\n", ended.output))) == (0, True)


def test_students(tmp_path):
    """Names are taken as they are, whatever the folders are called; those that nbgrader excludes are left out."""
    for name in ("a[1]", "b*", "c", "d"):
        (tmp_path / "handed" / f"of-{name}" / "ps").mkdir(parents=True)
    (tmp_path / "handed" / "of-e").mkdir()
    course = SimpleNamespace(
        student_id_exclude="c,x",
        format_path=lambda step, student, assignment: str(tmp_path / step / f"of-{student}" / assignment),
    )
    assert students_with(course, "handed", "ps") == ["a[1]", "b*", "d"]
    assert students_with(course, "elsewhere", "ps") == []
