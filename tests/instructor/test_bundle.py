"""The learner's bundle: what is in it, what keeps it from being written, and that it works where it is unpacked."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import mistune
import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import Course
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks import ROOT, exercises, load, submission, tiny
from typer.testing import CliRunner, Result

from autograder.cli import app
from autograder.grading.assignment import load_assignment, source_assignments
from autograder.grading.course import open_course
from autograder.instructor.bundle import NAME, BundleError, bundle_files, write_bundle, write_folder

SOLUTION = "twice_the_number_in_question = 2 * x"
HIDDEN = 'assert double(617.2839) == total_that_is_hidden, "double is wrong for some number"'
NUMBER = "1234.5678"  # what HIDDEN compares with; no line of the source has it
LESSON = new_notebook(cells=[new_markdown_cell("# One", id="title"), new_code_cell("1 + 1", id="sum")])
ALWAYS = (2000, 1, 1, 0, 0, 0), 0o100644  # time and mode of each file in a zip
WRITTEN = {
    "course/__init__.py": "",
    "course/README.md": "Start with [one](lessons/one.ipynb).\n",
    "course/lessons/one.ipynb": nbformat.writes(LESSON),
}
ENGINE = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("**/*.py", "**/*.html", "**/*.j2")
    for path in (ROOT / "autograder").glob(pattern)
]
COPIED = (
    "lab.mk",
    "pyproject.toml",
    "constraints.txt",
    "environment.yml",
    ".gitignore",
    "docs/dataset.md",
    "docs/images/service.png",
    "docs/images/tables.png",
    "docs/images/target_leak.png",
    "docs/learner_readme.md",
    "docs/service.md",
    "course/service/page.html",
    "course/service/Dockerfile",
    "course/service/Dockerfile.dockerignore",
    *ENGINE,
)
CONTENTS = {
    *WRITTEN,
    *(set(COPIED) - {"lab.mk", "docs/learner_readme.md"}),
    "Makefile",
    "README.md",
    "nbgrader_config.py",
    ".jupyter/jupyter_server_config.py",
    ".jupyter/labconfig/default_setting_overrides.json",
    "release/tiny/tiny.ipynb",
    ".release/tiny/tiny.ipynb",
}
# What a course in use has beside it, in folders that the bundle takes from and in others.
LITTER = (
    "autograded/ada/tiny/tiny.ipynb",
    "autograder/learner/__pycache__/page.cpython-311.pyc",
    "autograder/learner/notes.txt",
    "build/lib/course/__init__.py",
    "course_secret.txt",
    "course/.ipynb_checkpoints/welcome-checkpoint.ipynb",
    "course/__pycache__/old.py",
    "course/interview/interview_scores.csv",
    "data/perch_2000_0/listings.csv.gz",
    "docs/authoring.md",
    "docs/images/formgrader.png",
    "exchange/perch/inbound/ada.ipynb",
    "feedback/ada/tiny/tiny.html",
    "gradebook.db",
    ".jupyter/lab/user-settings/theme.json",
    ".jupyter/migrated",
    "progress.json",
    "release/tiny/.ipynb_checkpoints/tiny-checkpoint.ipynb",
    "reports/verify.html",
    "submitted/ada/tiny/tiny.ipynb",
    "tests/specimens/tiny/double/accept/adds.py",
    "tests/test_tiny.py",
)


def write(root: Path, texts: dict[str, str]) -> None:
    """Write each text to its path below the folder."""
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def original(make_course) -> Course:
    """Return a small course from which a bundle can be made."""
    course = make_course()
    notebook = tiny()
    cells = {cell.id: cell for cell in notebook.cells}
    cells["double"].source = cells["double"].source.replace(
        "return 2 * x", f"{SOLUTION}\n    return twice_the_number_in_question"
    )
    cells["double_hidden"].source = cells["double_hidden"].source.replace(
        "for secret", f"total_that_is_hidden = 2 * 617.2839\n{HIDDEN}\nfor secret", 1
    )
    course.place("source", notebook, "tiny")
    course.nbgrader("generate_assignment", "tiny")
    write(course.root, WRITTEN)
    for name in COPIED:
        (course.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, course.root / name)
    return course


@pytest.fixture
def course(original, tmp_path) -> Course:
    """Return a copy of the small course, to be changed."""
    return Course(shutil.copytree(original.root, tmp_path / "course"))


@pytest.fixture
def no_secrets(monkeypatch) -> None:
    """Leave out the search for secrets, which runs the source, in a test of something else."""
    monkeypatch.setattr("autograder.instructor.bundle.find_secrets", lambda assignment: [])


def files_of(root: Path) -> dict[str, bytes]:
    """Return what the bundle of the course in this folder would hold."""
    course = open_course(root)
    return bundle_files(course, [load_assignment(course, name) for name in source_assignments(course)])


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of each file below a folder by its path in it."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def bundle(course: Course, *arguments: str) -> Result:
    """Run `autograder bundle` in the course's folder."""
    with contextlib.chdir(course.root):
        return CliRunner().invoke(app, ["bundle", *arguments])


def test_learners_receive_what_is_listed_and_nothing_else(course):
    write(course.root, dict.fromkeys(LITTER, "{}"))
    assert set(files_of(course.root)) == CONTENTS


def test_a_licence_and_binders_script_are_there_if_the_course_has_them(course):
    write(course.root, {"LICENSE": "Do as you like.\n", "postBuild": "true\n"})
    assert set(files_of(course.root)) == CONTENTS | {"LICENSE", "postBuild"}


def test_files_are_as_they_are_in_the_course(course):
    files = files_of(course.root)
    moved = {"Makefile": "lab.mk", "README.md": "docs/learner_readme.md"}
    moved[".release/tiny/tiny.ipynb"] = "release/tiny/tiny.ipynb"
    assert files == {name: (course.root / moved.get(name, name)).read_bytes() for name in CONTENTS}


def test_notebooks_are_without_the_outputs_of_a_run(course):
    ran = nbformat.from_dict(LESSON)
    output = new_output("execute_result", {"text/plain": "2"}, execution_count=7)
    ran.cells[1] |= {"outputs": [output], "execution_count": 7}
    nbformat.write(ran, course.root / "course/lessons/one.ipynb")
    assert nbformat.reads(files_of(course.root)["course/lessons/one.ipynb"].decode(), as_version=4) == LESSON


@pytest.mark.parametrize(
    "pattern", ["environment.yml", "docs/learner_readme.md", "course/**/*.md", "autograder/*/*.html"]
)
def test_what_is_missing_is_named(course, pattern):
    for path in course.root.glob(pattern):
        path.unlink()
    with pytest.raises(BundleError, match=re.escape(f"There is no {pattern} in ")):
        files_of(course.root)


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 1}', '{"cells": ["x"]}'])
def test_a_damaged_notebook_is_named(course, text):
    write(course.root, {"course/lessons/one.ipynb": text})
    with pytest.raises(BundleError, match=r"one\.ipynb is not a notebook"):
        files_of(course.root)


def edited(text: str) -> str:
    """Return a release of which an instruction was changed by hand."""
    assert "# Tiny" in text
    return text.replace("# Tiny", "# Small")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("release/tiny/tiny.ipynb", None, "is missing. Run `make release`"),
        ("release/tiny/tiny.ipynb", edited, "is not what its source makes now. Run `make release`"),
        ("source/tiny/tiny.ipynb", edited, "is not what its source makes now. Run `make release`"),
        ("release/tiny/tiny.ipynb", lambda text: "[]", "is not what its source makes now"),
        ("release/tiny/tiny.ipynb", lambda text: "{", "is not what its source makes now"),
        ("source/tiny/rows.csv", lambda text: "1,2\n", "is missing. Run `make release`"),
        ("release/tiny/rows.csv", lambda text: "1,2\n", "comes from no source"),
        ("release/past/past.ipynb", lambda text: "{}", "comes from no source"),
    ],
)
def test_a_release_that_is_not_what_the_source_makes_is_refused(course, name, change, said):
    path = course.root / name
    if change is None:
        path.unlink()
    else:
        write(course.root, {name: change(path.read_text("utf-8") if path.exists() else "")})
    result = bundle(course)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert not (course.root / "build").exists()


def test_an_assignments_own_files_are_compared_and_taken_along(course):
    write(course.root, dict.fromkeys(("source/tiny/rows.csv", "release/tiny/rows.csv"), "1,2\n"))
    assert set(files_of(course.root)) == CONTENTS | {"release/tiny/rows.csv", ".release/tiny/rows.csv"}
    write(course.root, {"source/tiny/rows.csv": "1,3\n"})
    with pytest.raises(BundleError, match=r"rows\.csv is not what its source makes now"):
        files_of(course.root)


def test_a_source_reads_data_and_modules_beside_it(course):
    """Also where it is run to find the secrets in it."""
    path = course.root / "source" / "tiny" / "tiny.ipynb"
    text = path.read_text("utf-8").replace("import math", "import beside; open('rows.csv').read()")
    path.write_text(text, encoding="utf-8")
    write(course.root, {"source/tiny/rows.csv": "1,2\n", "source/tiny/beside.py": "import math\n"})
    course.nbgrader("generate_assignment", "tiny", "--force")
    result = bundle(course)
    assert result.exit_code == 0, result.output


@pytest.mark.filterwarnings("ignore:Cell is missing an id")
def test_a_source_without_cell_ids_is_not_taken_for_another_one(course):
    path = course.root / "source" / "tiny" / "tiny.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        del cell["id"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    course.nbgrader("generate_assignment", "tiny", "--force")  # nbformat makes ids up
    assert set(files_of(course.root)) == CONTENTS


def test_secrets_do_not_get_out(course):
    """Each secret, in another kind of file; the former bundle is left as it was."""
    assert bundle(course).exit_code == 0
    former = files_below(course.root / "build")
    tell_tale = new_notebook(cells=[new_markdown_cell(f"Do not say\n\n    {HIDDEN}\n", id="tale")])
    write(
        course.root,
        {
            "course/hint.py": f"def double(x):\n    {SOLUTION}\n",
            "course/lessons/one.ipynb": nbformat.writes(tell_tale),
            "docs/learner_readme.md": f"The sum is {NUMBER}, or nearly so.\n",
            "course/lessons/harmless.md": f"{NUMBER}9 and 9{NUMBER}\n",
        },
    )
    for name in ("source", "release"):
        write(course.root, {f"{name}/tiny/rows.json": f"[{NUMBER}]"})
    result = bundle(course)
    assert result.exit_code == 2
    assert result.output.splitlines()[1:] == [
        f"tiny, double_hidden: a value that it computes is in .release/tiny/rows.json: {NUMBER}",
        f"tiny, double_hidden: a value that it computes is in README.md: {NUMBER}",
        f"tiny, double: a line of it is in course/hint.py: {SOLUTION}",
        f"tiny, double_hidden: a line of it is in course/lessons/one.ipynb: {HIDDEN}",
        f"tiny, double_hidden: a value that it computes is in release/tiny/rows.json: {NUMBER}",
    ]
    assert files_below(course.root / "build") == former


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "2 * no_such_name": "tiny.ipynb: cell double_hidden of the source fails: NameError",
        "__import__('os')._exit(3)": "tiny.ipynb: a cell of the source ends its process",
    }.items(),
)
def test_a_source_that_does_not_run_is_named(course, text, said):
    path = course.root / "source" / "tiny" / "tiny.ipynb"
    path.write_text(path.read_text("utf-8").replace("2 * 617.2839", text), encoding="utf-8")
    result = bundle(course)
    assert (result.exit_code, said in result.output) == (2, True), result.output


def test_without_assignments_there_is_no_bundle(make_course):
    result = bundle(make_course())
    assert (result.exit_code, "There is no assignment in source/" in result.output) == (2, True)


def test_folder_and_zip_hold_the_same_files(course, no_secrets):
    write(course.root, {"course/lessons/übung.md": "Grüße\n"})
    result = bundle(course, "--to", "hand out")
    assert (result.exit_code, result.output.split("\n")[:2]) == (
        0,
        [f"hand out/{NAME}", f"hand out/{NAME}.zip"],
    ), result.output
    with zipfile.ZipFile(course.root / "hand out" / f"{NAME}.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        assert {(about.date_time, about.external_attr >> 16) for about in archive.infolist()} == {ALWAYS}
        inside = {name: archive.read(name) for name in archive.namelist()}
    expected = files_of(course.root)
    assert "course/lessons/übung.md" in expected
    assert inside == {f"{NAME}/{name}": content for name, content in expected.items()}
    assert files_below(course.root / "hand out" / NAME) == expected
    assert sorted(os.listdir(course.root / "hand out")) == [NAME, f"{NAME}.zip"]


def test_the_same_course_makes_the_same_zip(course, tmp_path, no_secrets):
    copy = Course(tmp_path / "elsewhere" / "copy")
    for path in sorted(course.root.rglob("*"), reverse=True):
        if path.is_file():
            target = copy.root / path.relative_to(course.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            target.chmod(0o755)
            os.utime(target, (1e9, 1e9))
    archives = [write_bundle(open_course(one.root), one.root / "build")[1] for one in (course, copy)]
    assert archives[0].read_bytes() == archives[1].read_bytes()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_new_bundle_replaces_the_former_and_keeps_its_history(course, no_secrets, kind):
    build = course.root / "build"
    folder, archive = write_bundle(open_course(course.root), build)
    history = {".git/HEAD": "ref: refs/heads/main\n"} if kind == "folder" else {".git": "gitdir: elsewhere\n"}
    write(folder, history | {"course/lessons/gone.md": "old"})
    archive.write_text("old")
    write(course.root, {"course/README.md": "new"})
    write_bundle(open_course(course.root), build)
    expected = files_of(course.root)
    assert expected["course/README.md"] == b"new"
    assert files_below(folder) == expected | {name: text.encode() for name, text in history.items()}
    assert zipfile.is_zipfile(archive)
    assert sorted(os.listdir(build)) == [NAME, f"{NAME}.zip"]


def test_what_cannot_be_put_in_place_leaves_the_former(course, no_secrets, monkeypatch):
    build = course.root / "build"
    write(build / NAME, {".git/HEAD": "ref: refs/heads/main\n", "course/README.md": "former"})
    before = files_below(build)
    rename = Path.rename

    def rename_not_the_new(path: Path, target: Path) -> Path:
        if path.name == "made":
            raise PermissionError("the folder is open elsewhere")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_not_the_new)
    result = bundle(course)
    assert (result.exit_code, "the folder is open elsewhere" in result.output) == (2, True)
    assert files_below(build) == before


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    """Return the folder of this course's own bundle."""
    folder = tmp_path_factory.mktemp("unpacked") / NAME
    write_folder(files_of(ROOT), folder)
    return folder


def texts(folder: Path) -> dict[Path, str]:
    """Return the Markdown in each page and notebook below a folder."""
    found = {path: path.read_text("utf-8") for path in folder.rglob("*.md")}
    for path in folder.rglob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        found[path] = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return found


def links(text: str) -> set[str]:
    """Return the paths that a text in Markdown links to or shows, without those on the web."""
    page = BeautifulSoup(mistune.html(text), "html.parser")
    urls = [urlsplit(tag.get("href") or tag["src"]) for tag in page.select("[href], [src]")]
    return {unquote(url.path) for url in urls if not url.scheme and not url.netloc and url.path}


def test_links_lead_to_files_of_the_bundle(real):
    found = [
        (path, link, (path.parent / link).resolve())
        for path, text in texts(real).items()
        for link in links(text)
    ]
    assert {path.name for path, _, _ in found} >= {"README.md", "01_newsfeed.ipynb"}
    missing = [
        f"{path.relative_to(real)}: {link}"
        for path, link, target in found
        if not target.exists() or not target.is_relative_to(real.resolve())
    ]
    assert not missing


def test_this_courses_bundle_has_every_lesson_and_assignment_and_no_more(real):
    names = set(files_below(real))
    for pattern in (
        "course/lessons/*/*.ipynb",
        "course/interview/*.ipynb",
        "release/*/*.ipynb",
        "autograder/*/*.html",
    ):
        there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
        assert there
        assert there <= names
    assert {name.split("/")[0] for name in names} - {"LICENSE", "postBuild"} == {
        name.split("/")[0] for name in CONTENTS
    }


def run(folder: Path, *command: str) -> str:
    """Run a command in the bundle as its user would, and return what it prints."""
    env = Course(folder.parent).env | {"PYTHONPATH": str(folder), "COLUMNS": "200"}
    ended = subprocess.run(command, cwd=folder, env=env, text=True, capture_output=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_the_bundle_works_where_it_is_unpacked(real):
    script = (
        "import json, pathlib, course, autograder, autograder.grading.course as ours\n"
        "settings = ours.open_course(pathlib.Path())\n"
        "print(json.dumps([settings.course_id, course.__file__, autograder.__file__]))"
    )
    course_id, *packages = json.loads(run(real, sys.executable, "-c", script))
    assert course_id == "perch"
    assert packages == [str(real / name / "__init__.py") for name in ("course", "autograder")]
    assert "check" in run(real, sys.executable, "-m", "autograder", "--help")
    assert run(real, "make", "--no-print-directory").splitlines() == [
        "make lab      open JupyterLab on the course",
        "make serve    serve prices over HTTP, and a page, on http://127.0.0.1:8060",
    ]


def test_answers_in_the_bundles_own_place_are_graded(real):
    """Wrong, right, untouched and written; as a learner would type them."""
    path = real / "release" / "03_encoding" / "03_encoding.ipynb"
    before = path.read_bytes()
    solutions = {one.name: one.answer.source for one in exercises(load("03_encoding"))}
    answers = {"parse_prices": solutions["parse_prices"], "encoding_choice": "One-hot, since it is short."}
    answers["build_vocabulary"] = "def build_vocabulary(train):\n    return {None: 0}"
    nbformat.write(submission(nbformat.reads(before.decode(), 4), answers), path)
    command = [sys.executable, "-m", "autograder", "check", str(path), "--json"]
    env = Course(real.parent).env | {"PYTHONPATH": str(real)}
    card = json.loads(subprocess.run(command, cwd=real, env=env, text=True, capture_output=True).stdout)
    path.write_bytes(before)
    rows = {row["name"]: row for row in card["exercises"]}
    assert rows["parse_prices"]["state"] == "passed so far"
    assert rows["build_vocabulary"]["state"] == "wrong"
    assert rows["build_vocabulary"]["messages"][0]["text"].startswith("build_vocabulary: ")
    assert rows["one_hot"]["state"] == "not attempted"
    assert rows["encoding_choice"]["state"] == "for a person to read"
