"""The learner's bundle: the part of the course that learners receive, as a folder and as a zip file."""

import json
import os
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath

from nbgrader.coursedir import CourseDirectory

from autograder.grading.assignment import Assignment, is_ignored, load_assignment, source_assignments
from autograder.grading.course import PRISTINE
from autograder.proof.leaks import find_secrets, look_for, text_of

NAME = "perch-learner"

# What learners receive of the course's folder, beside the releases and the packages' data files, which pyproject.toml
# names. What no line here speaks of stays at home.
CONTENTS = (
    "course/**/*.py",
    "course/**/*.ipynb",
    "course/**/*.md",
    "autograder/**/*.py",  # it grades, and holds no secrets
    "nbgrader_config.py",
    ".jupyter/jupyter_server_config.py",
    ".jupyter/labconfig/*.json",
    "pyproject.toml",
    "constraints.txt",
    "environment.yml",
    ".gitignore",
    "docs/dataset.md",
    "docs/service.md",
    "docs/images/service.png",
    "docs/images/tables.png",
    "docs/images/target_leak.png",
)
ONLY_IF_THERE = ("LICENSE", "postBuild")
ELSEWHERE = {"docs/learner_readme.md": "README.md", "lab.mk": "Makefile"}

# Of every file in the zip, so that the same course makes the same bytes.
WRITTEN = (2000, 1, 1, 0, 0, 0)  # zip knows no year before 1980, in any time zone
MODE = 0o100644


class BundleError(Exception):
    """There is no bundle to be made; the message says why and what to do."""


def write_bundle(coursedir: CourseDirectory, to: Path) -> tuple[Path, Path]:
    """Write the learner's bundle, and return its folder and its zip file.

    A former bundle is replaced; where its folder is a git repository, it stays one, with its history.

    Parameters
    ----------
    to : the folder for both; it is made if it is not there

    Raises
    ------
    AssignmentError
        If an assignment cannot be read, or its source does not run.
    BundleError
        If a release is not what its source makes, something is missing, or a secret would get out. Nothing is changed.
    """
    assignments = [load_assignment(coursedir, name) for name in source_assignments(coursedir)]
    if not assignments:
        raise BundleError(f"There is no assignment in {coursedir.source_directory}/ to make a bundle of.")
    files = bundle_files(coursedir, assignments)
    if leaks := bundle_leaks(files, assignments):
        raise BundleError("\n".join(["The learner's bundle is not written, for it would give away:", *leaks]))
    to.mkdir(parents=True, exist_ok=True)
    folder, archive = to / NAME, to / f"{NAME}.zip"
    with tempfile.TemporaryDirectory(prefix=f".{NAME}-", dir=to) as place:
        made = Path(place, "made")
        write_folder(files, made)
        write_zip(files, Path(place, archive.name))
        put_in_place(made, folder, Path(place, "former"))
        Path(place, archive.name).replace(archive)
    return folder, archive


def bundle_files(coursedir: CourseDirectory, assignments: Sequence[Assignment]) -> dict[str, bytes]:
    """Return the content of every file of the bundle by its path there, in the order of paths.

    Raises
    ------
    BundleError
        If a release is not what its source makes, or something is missing.
    """
    root = Path(coursedir.root)
    files = {}
    above = release_folder(coursedir, "any").parent
    for path in released_files(coursedir, assignments):
        files[path.relative_to(root).as_posix()] = path
        files[f"{PRISTINE}/{path.relative_to(above).as_posix()}"] = path
    for pattern in (*CONTENTS, *ONLY_IF_THERE, *ELSEWHERE, *package_data(root)):
        found = [path.relative_to(root) for path in root.glob(pattern) if path.is_file()]
        if not found and pattern not in ONLY_IF_THERE:
            raise BundleError(f"There is no {pattern} in {root}, which belongs in the learner's bundle.")
        for path in found:
            if not is_ignored(coursedir, path):
                files[ELSEWHERE.get(pattern, path.as_posix())] = root / path
    return {name: content(files[name]) for name in sorted(files)}


def package_data(root: Path) -> Iterator[str]:
    """Yield the patterns of the files that pyproject.toml has installed with the packages."""
    tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    for package, patterns in tools["setuptools"]["package-data"].items():
        yield from (f"{package.replace('.', '/')}/{pattern}" for pattern in patterns)


def released_files(coursedir: CourseDirectory, assignments: Sequence[Assignment]) -> Iterator[Path]:
    """Yield the files of the release folder, which must be those that the sources make."""
    expected: dict[Path, str | bytes] = {}
    for one in assignments:
        folder = release_folder(coursedir, one.name)
        expected |= {folder / f"{notebook.name}.ipynb": notebook.release for notebook in one.notebooks}
        expected |= {folder / inside: path.read_bytes() for path, inside in one.files}
    for path, made in expected.items():
        if not path.is_file():
            raise BundleError(f"{path} is missing. Run `make release`.")
        if not is_same(path.read_bytes(), made):
            raise BundleError(f"{path} is not what its source makes now. Run `make release`.")
        yield path
    above = release_folder(coursedir, "any").parent
    for path in sorted(path for path in above.rglob("*") if path.is_file()):
        if path not in expected and not is_ignored(coursedir, path.relative_to(above)):
            raise BundleError(f"{path} comes from no source. Move it out of {above.name}/.")


def release_folder(coursedir: CourseDirectory, assignment: str) -> Path:
    """Return the folder of an assignment's release."""
    return Path(coursedir.format_path(coursedir.release_directory, ".", assignment))


def is_same(there: bytes, made: str | bytes) -> bool:
    """Compare a file of the release with what the source makes: a notebook's JSON, or the bytes of another file."""
    if isinstance(made, bytes):
        return there == made
    try:
        return without_ids(json.loads(there)) == without_ids(json.loads(made))
    except (ValueError, KeyError, TypeError):  # there is no notebook
        return False


def without_ids(node: dict) -> dict:
    """Return a notebook without its cells' ids, which nbformat makes up where a source has none."""
    return node | {"cells": [cell | {"id": ""} for cell in node["cells"]]}


def content(path: Path) -> bytes:
    """Return what is in a file; of a notebook, without what it has put out when somebody ran it."""
    there = path.read_bytes()
    if path.suffix != ".ipynb":
        return there
    try:
        node = json.loads(there)
        ran = [cell for cell in node["cells"] if cell.get("outputs") or cell.get("execution_count")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BundleError(f"{path} is not a notebook: {error!r}. Put it right, or move it away.") from error
    if not ran:
        return there
    for cell in ran:
        cell |= {"outputs": [], "execution_count": None}
    return (json.dumps(node, indent=1, ensure_ascii=False) + "\n").encode()


def bundle_leaks(files: dict[str, bytes], assignments: Sequence[Assignment]) -> list[str]:
    """Return a sentence for each secret of an assignment that is in a file of the bundle."""
    with ThreadPoolExecutor() as pool:  # each assignment's cells run in a process of their own
        secrets = list(pool.map(find_secrets, assignments))
    places = [(name, text_of(PurePath(name), there)) for name, there in files.items()]
    return [
        f"{assignment.name}, {sentence}"
        for assignment, found in zip(assignments, secrets, strict=True)
        for sentence in look_for(found, places)
    ]


def write_folder(files: dict[str, bytes], folder: Path) -> None:
    """Write the files into a new folder."""
    for name, there in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(there)


def write_zip(files: dict[str, bytes], path: Path) -> None:
    """Write the files, in a folder, into a zip file: the same bytes whenever and wherever it is written."""
    # Stored, for libraries differ in how they compress.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, there in files.items():
            about = zipfile.ZipInfo(f"{NAME}/{name}", WRITTEN)
            about.create_system, about.external_attr = 3, MODE << 16  # Unix
            archive.writestr(about, there)


def put_in_place(made: Path, folder: Path, former: Path) -> None:
    """Put the new folder where the former one is, with the former's .git, and move the former one away."""
    repository = folder / ".git"
    if repository.is_dir():
        shutil.copytree(repository, made / ".git", symlinks=True)
    elif repository.is_file():  # a worktree, or a submodule
        shutil.copy2(repository, made)
    if os.path.lexists(folder):
        folder.rename(former)
    try:
        made.rename(folder)
    except BaseException:  # also when interrupted: the former one may hold a history
        if former.exists():
            former.rename(folder)
        raise
