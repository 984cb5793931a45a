"""Downloads from learning platforms come in, and marks go out in the formats that they import."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import Course
from notebooks import tiny
from test_cli import autograder

from autograder.instructor import collect_zip

BOOK = json.dumps(tiny())


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a zip file."""
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def inner(files: dict[str, str]) -> bytes:
    """Return a zip file that is in another one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


@pytest.fixture(scope="module")
def template(make_course) -> Course:
    """Return a course with the assignment in its gradebook, and a learner on the roster."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    about = ("--first-name=Eva", "--last-name=Müller", "--email=eva@example.org", "--lms-user-id=4711")
    course.nbgrader("db", "student", "add", "eva", *about)
    course.nbgrader("db", "student", "add", "mal", '--first-name==HYPERLINK("x")', "--last-name=@SUM(A1)")
    return course


@pytest.fixture
def course(template, tmp_path) -> Course:
    """Return a copy of the course."""
    return Course(shutil.copytree(template.root, tmp_path / "course"))


DOWNLOADS = {
    "Canvas": (
        {
            "doejane_4710_98765_tiny.ipynb": BOOK,
            "doejane_4710_98766_plot.png": "x",
            "roejo_LATE_4712_98767_tiny-1.ipynb": BOOK,
            "doejane_4713_98768_my_work.zip": inner({"week 1/tiny.ipynb": BOOK, "__MACOSX/._x": ""}),
        },
        {
            "doejane-4710": ["plot.png", "tiny.ipynb"],
            "roejo-4712": ["tiny.ipynb"],
            "doejane-4713": ["my_work/week 1/tiny.ipynb"],
        },
    ),
    "Moodle, in folders": (
        {
            "Jane Doe_100_assignsubmission_file_/tiny.ipynb": BOOK,
            "Jane Doe_100_assignsubmission_file_/data/mine.csv": "x",
            "Jo Roe_101_assignsubmission_file/tiny (1).ipynb.txt": BOOK,
        },
        {"jane-doe": ["data/mine.csv", "tiny.ipynb"], "jo-roe": ["tiny.ipynb"]},
    ),
    "Moodle, without folders": (
        {"Jane Doe_100_assignsubmission_file_tiny.ipynb": BOOK},
        {"jane-doe": ["tiny.ipynb"]},
    ),
    "Moodle, an apostrophe": (
        {
            "Jo O'Neill-Roe_101_assignsubmission_file_/tiny.ipynb": BOOK,
            "A_B_102_assignsubmission_file_/tiny.ipynb": BOOK,
        },
        {"jo-o-neill-roe": ["tiny.ipynb"], "a_b": ["tiny.ipynb"]},
    ),
    "a folder for each": (
        {"ada/tiny.ipynb": BOOK, "ben/notes/tiny.ipynb": BOOK, "../eva/tiny.ipynb": BOOK},  # Eva's is a trap
        {"ada": ["tiny.ipynb"], "ben": ["notes/tiny.ipynb"]},
    ),
    "one learner's": ({"tiny.ipynb": BOOK, "helper.py": ""}, {"download": ["helper.py", "tiny.ipynb"]}),
}


@pytest.mark.parametrize("kind", DOWNLOADS)
def test_downloads(course, tmp_path, kind):
    files, found = DOWNLOADS[kind]
    ended = autograder(course, "collect-zip", "tiny", str(archive(tmp_path / "download.zip", files)))
    assert ended.exit_code == 0, ended.output
    folder = course.root / "submitted"
    there: dict[str, list[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        student, assignment, *inside = path.relative_to(folder).parts
        assert assignment == "tiny"
        there.setdefault(student, []).append("/".join(inside))
    assert there == {student: sorted(files) for student, files in found.items()}
    assert f"{len(found)} submissions to tiny collected" in ended.output


def test_the_roster_gives_the_names(course, tmp_path):
    """Learners whom the gradebook knows keep their ids."""
    for name in ("mullereva_4711_1_tiny.ipynb", "Eva Müller_100_assignsubmission_file_/tiny.ipynb"):
        download = archive(tmp_path / "a.zip", {name: BOOK})
        ended = autograder(course, "collect-zip", "tiny", str(download), "--replace")
        assert ended.exit_code == 0, ended.output
        assert [path.name for path in (course.root / "submitted").iterdir()] == ["eva"]


LONG = "x" * 250
# Learners choose their names on a platform, and those of their files.
HOSTILE = {
    "Moodle": (
        {
            ".._100_assignsubmission_file_/tiny.ipynb": BOOK,
            "Eva Müller_7_assignsubmission_file_x_101_assignsubmission_file_/tiny.ipynb": BOOK,
            "x_4711_1_x_102_assignsubmission_file_/tiny.ipynb": BOOK,  # as Canvas calls Eva's
            "=1+1_103_assignsubmission_file_/rows.csv": "x",
            "Ada_104_assignsubmission_file_/tiny.ipynb": BOOK,
        },
        {"x_4711_1_x": ["tiny.ipynb"], "1+1": ["rows.csv"], "ada": ["tiny.ipynb"]},
        2,
    ),
    "a folder for each": (
        {
            "<img src=x onerror=alert(1)>/tiny.ipynb": BOOK,
            "a\x1b[2J/tiny.ipynb": BOOK,
            "a\nben: tiny.ipynb/tiny.ipynb": BOOK,
            f"mal/{LONG}.csv": "x",
            f"mal/{LONG}/tiny.ipynb": BOOK,
            "mal/a\x1b[2J.csv": "x",
            "mal/<b>.csv": "x",
            "mal/a": "x",
            "mal/a/tiny.ipynb": BOOK,
            "mal/b.ipynb.txt/c.ipynb.txt": "x",
            "ada/tiny.ipynb": BOOK,
        },
        {"mal": ["a", "b.ipynb.txt/c.ipynb"], "ada": ["tiny.ipynb"]},
        8,
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_learner_stops_the_class_or_takes_a_name(course, tmp_path, kind):
    files, found, left = HOSTILE[kind]
    before = set(course.root.rglob("*"))
    ended = autograder(course, "collect-zip", "tiny", str(archive(tmp_path / "download.zip", files)))
    assert ended.exit_code == 0, ended.output
    assert all(line.isprintable() for line in ended.output.splitlines())
    assert {*ended.output.splitlines()} > {
        f"{student}: {', '.join(names)}" for student, names in found.items()
    }
    names = re.search("Left out.*?: (.*)", ended.output)[1]
    assert names.count(", ") + 1 == min(left, 5)
    assert left <= 5 or names.endswith(f" and {left - 5} more.")
    new = {path.relative_to(course.root) for path in set(course.root.rglob("*")) - before if path.is_file()}
    assert new == {
        Path("submitted", student, "tiny", name) for student, names in found.items() for name in names
    }


def damaged(method: int) -> bytes:
    """Return an archive whose data are none of the method that it names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        made.writestr("rows.csv", b"1,2\n" * 1000)
    data = bytearray(held.getvalue())
    start = data.index(b"rows.csv") + len("rows.csv")
    data[start + 2 : start + 12] = b"\xff" * 10
    return bytes(data)


NO_ARCHIVES = {
    "deflate": damaged(zipfile.ZIP_DEFLATED),
    "lzma": damaged(zipfile.ZIP_LZMA),
    "bzip2": damaged(zipfile.ZIP_BZIP2),
    "name": inner({"é.csv": ""}).replace("é".encode(), b"\xff\xff"),
    "method": inner({"rows.csv": ""}).replace(b"\x14\x00\x00\x00\x00\x00", b"\x14\x00\x00\x00\x63\x00"),
    "encrypted": inner({"rows.csv": ""}).replace(b"\x14\x00\x00\x00\x00\x00", b"\x14\x00\x01\x00\x00\x00"),
    "text": b"PK",
}


def test_an_archive_that_is_none_stops_nobody(course, tmp_path):
    """It is collected as it is."""
    files = {f"{kind}/work.zip": content for kind, content in NO_ARCHIVES.items()} | {"ada/tiny.ipynb": BOOK}
    ended = autograder(course, "collect-zip", "tiny", str(archive(tmp_path / "download.zip", files)))
    assert ended.exit_code == 0, ended.output
    there = {path.parts[-3]: path.name for path in course.root.glob("submitted/*/tiny/*")}
    assert there == {kind: "work.zip" for kind in NO_ARCHIVES} | {"ada": "tiny.ipynb"}
    assert "ada: tiny.ipynb\n" in ended.output


def test_archives_in_a_submission_have_a_bound(course, tmp_path, monkeypatch):
    """Of one learner all together; a classmate's is unpacked."""
    monkeypatch.setattr(collect_zip, "MAX_INNER_BYTES", 3_000)
    large = {f"mal_4712_{n}_{n}.zip": inner({"tiny.ipynb": BOOK, "x": "x" * 2_000}) for n in range(3)}
    assert len(BOOK) < 3_000
    files = large | {"ada_4713_1_a.zip": inner({"tiny.ipynb": BOOK})}
    ended = autograder(course, "collect-zip", "tiny", str(archive(tmp_path / "download.zip", files)))
    assert ended.exit_code == 0, ended.output
    assert "ada-4713: a/tiny.ipynb\n" in ended.output
    folder = course.root / "submitted" / "mal-4712" / "tiny"
    assert sum(path.stat().st_size for path in folder.rglob("x")) <= 3_000
    assert len(list(folder.glob("*.zip"))) >= 2


def bomb(path: Path) -> Path:
    """Write an archive that claims to hold more than a disk."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("ada/tiny.ipynb", bytes(5000))
    return path


REFUSED = {
    "nothing of use": (lambda path: archive(path, {"ada/work.pdf": "x"}), "There is no notebook in"),
    "no zip": (lambda path: path.write_text("x") and path, "cannot be unpacked"),
    "too much": (bomb, "holds more than 4,000 bytes"),
    "two of a name": (
        lambda path: archive(
            path,
            {f"Jane Doe_{n}_assignsubmission_file_/tiny.ipynb": BOOK for n in (1, 2)},
        ),
        "Two learners in the download are called jane-doe",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_downloads(course, tmp_path, monkeypatch, kind):
    """What cannot be collected is said, and nothing is collected then."""
    monkeypatch.setattr(collect_zip, "MAX_BYTES", 4000 if kind == "too much" else 10**6)
    make, said = REFUSED[kind]
    ended = autograder(course, "collect-zip", "tiny", str(make(tmp_path / "download.zip")))
    assert (ended.exit_code, said in ended.output) == (2, True), ended.output
    assert not (course.root / "submitted").exists()


def test_what_was_collected_stays(course, tmp_path):
    """A second download replaces the first only if it is told to."""
    path = str(archive(tmp_path / "download.zip", {"ada/tiny.ipynb": BOOK}))
    codes = [
        autograder(course, "collect-zip", "tiny", path, *more).exit_code for more in ([], [], ["--replace"])
    ]
    assert codes == [0, 2, 0]


TABLES = {
    "Canvas": [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "tiny"],
        ["    Points Possible", "", "", "", "", "6"],
        ["Müller, Eva", "4711", "", "eva", "", "2.5"],
        ['\'@SUM(A1), =HYPERLINK("x")', "", "", "mal", "", ""],
        ["ada", "", "", "ada", "", ""],
        ["nobody", "", "", "nobody", "", ""],
    ],
    "Moodle": [
        ["First name", "Last name", "ID number", "Email address", "tiny"],
        ["Eva", "Müller", "4711", "eva@example.org", "2.5"],
        ['\'=HYPERLINK("x")', "'@SUM(A1)", "mal", "", ""],
        ["", "", "ada", "", ""],
        ["", "", "nobody", "", ""],
    ],
}


@pytest.mark.parametrize("platform", TABLES)
def test_export(course, platform):
    """Marks are those that are left after penalties; who has none yet has an empty cell."""
    with course.gradebook() as gradebook:
        gradebook.add_student("ada")
        gradebook.add_student("nobody")
        for student in ("ada", "eva"):
            notebook = gradebook.add_submission("tiny", student).notebooks[0]
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 1.0, student == "ada"
            notebook.late_submission_penalty = 0.5
        gradebook.db.commit()
    course.nbgrader("export", f"--exporter=autograder.plugins.export.{platform}", "--to", "marks.csv")
    with open(course.root / "marks.csv", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    above = len(TABLES[platform]) - 5
    assert [head, *rows[:above], *sorted(rows[above:])] == [
        *TABLES[platform][: above + 1],
        *sorted(TABLES[platform][above + 1 :]),
    ]


def test_names_are_cells_of_nbgraders_own_table(course):
    """Neither a mark after a comma, nor a row after a line's end, nor a formula."""
    forged = "Doe,Mal,,9,0,9,9\ntiny,,2026-03-01,eva"
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("mal", first_name='=A1 "x"', last_name=forged, email="a,b")
        gradebook.update_or_create_student("nobody")
    course.nbgrader("export", "--to", "marks.csv")
    with open(course.root / "marks.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"eva", "mal", "nobody"}
    assert [rows["mal"][name] for name in ("last_name", "first_name", "email", "score")] == [
        *(forged, '\'=A1 "x"', "a,b", "0.0"),
    ]
    assert [rows["nobody"][name] for name in ("last_name", "score", "max_score")] == ["", "0.0", "6.0"]
    assert rows["eva"]["last_name"] == "Müller"
