"""What a learning platform has let an instructor download, sorted into `submitted/`."""

import re
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from nbgrader.api import Gradebook
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin

from autograder.grading.assignment import load_assignment
from autograder.grading.database import insist, open_gradebook
from autograder.grading.files import is_notebook

MAX_BYTES = 2 << 30  # of everything in one archive, unpacked
MAX_INNER_BYTES = 100 << 20  # of an archive that a learner has put into their submission
MAX_MEMBERS = 50_000
# Canvas: doejane_LATE_4711_98765_work.ipynb; the first number is Canvas's for the learner.
CANVAS = re.compile(r"(?P<name>\w+?)_(?:LATE_)?(?P<number>\d+)_\d+_(?P<file>.+)")
# Moodle: "Jane Doe_4711_assignsubmission_file_", a folder or, before the file's name, a prefix; the number is another
# one in each assignment.
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)")
SUFFIX = r"(?i)\.ipynb(\.(txt|json))?$"  # browsers save notebooks as text
AGAIN = re.compile(r"(?:-\d+| ?\(\d+\))$")  # what platforms and browsers add to a name that is there already


class CollectError(Exception):
    """A download cannot be collected; the message says why and what to do."""


class Collector(FileNameCollectorPlugin):
    """Tells nbgrader's `zip_collect` whose file it is; `owners` has the answer by path."""

    owners: dict[str, tuple[str, str]]

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student and path of a file."""
        student, path = self.owners[submitted_file]
        return {"student_id": student, "file_id": path}


def collect_zip(
    coursedir: CourseDirectory, assignment: str, downloads: Sequence[Path], replace: bool = False
) -> dict[str, list[str]]:
    """Sort what was downloaded from a learning platform into `submitted/`.

    Parameters
    ----------
    downloads
        Zip files as Canvas and Moodle make them, with a folder for each learner, or one for each learner by their name.
    replace
        Whether what was collected before gives way.

    Returns
    -------
    dict
        The paths of each learner's files. Canvas's number of a learner is kept in the gradebook as `lms_user_id`; one
        who is in the gradebook by that number, or for Moodle by first and last name, keeps the id that they have there.

    Raises
    ------
    AssignmentError, CollectError, CannotSave
        If there is no such assignment, the download cannot be read, or names are not unique; nothing is collected then.
    """
    notebooks = {notebook.name for notebook in load_assignment(coursedir, assignment).notebooks}
    with tempfile.TemporaryDirectory() as place:
        extracted = Path(place, "downloaded", assignment, "extracted")
        extracted.mkdir(parents=True)
        for download in downloads:
            unpack_download(download, extracted, alone=len(downloads) == 1)
        for path in [path for path in extracted.rglob("*") if is_notebook(path.name)]:
            path.rename(path.with_name(re.sub(SUFFIX, ".ipynb", path.name)))
        files = [path.relative_to(extracted) for path in sorted(extracted.rglob("*")) if path.is_file()]
        owners = insist(coursedir, lambda: owners_of(coursedir, files))
        owners = {path: (name, tidy(inside, notebooks)) for path, (name, inside) in owners.items()}
        if not any(is_notebook(inside) for _, inside in owners.values()):
            there = ", ".join(map(str, files[:5])) or "nothing"
            raise CollectError(f"There is no notebook in {downloads[0]}, but {there}.")
        found: dict[str, list[str]] = {}
        for name, inside in owners.values():
            found.setdefault(name, []).append(inside)
        insist_on_room(coursedir, assignment, found, replace)
        app = ZipCollectApp(coursedir=coursedir, force=replace, log_level="ERROR")
        app.collect_directory_structure = f"{place}/{{downloaded}}/{{assignment_id}}/{{collect_step}}"
        app.collector_plugin, coursedir.assignment_id = Collector, assignment
        app.init_plugins()
        app.collector_plugin_inst.owners = {str(extracted / path): owner for path, owner in owners.items()}
        app.process_extracted_files()
    return found


def insist_on_room(
    coursedir: CourseDirectory, assignment: str, found: dict[str, list[str]], replace: bool
) -> None:
    """Raise `CollectError` if something would be lost."""
    for name, files in found.items():
        if len(set(files)) < len(files):
            raise CollectError(f"{name} has two files of the same name. Put one of the downloads away.")
        folder = Path(coursedir.format_path(coursedir.submitted_directory, name, assignment))
        if not replace and folder.exists() and any(folder.iterdir()):
            raise CollectError(
                f"{folder} is there already. With --replace, what is downloaded takes its place."
            )


def unpack_download(download: Path, folder: Path, alone: bool) -> None:
    """Unpack a download, so that below the folder stand learners' folders, or files named by a platform."""
    try:
        with zipfile.ZipFile(download) as archive:
            names = [member.filename for member in members(archive)]
            of_platform = any(
                pattern.match(name.split("/")[0]) for name in names for pattern in (CANVAS, MOODLE)
            )
            of_class = of_platform or (alone and all("/" in name or name.endswith(".zip") for name in names))
            unpack(archive, folder if of_class else folder / download.stem, MAX_BYTES)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise CollectError(f"{download} cannot be unpacked: {error}") from error
    for inner in [path for path in folder.rglob("*") if path.suffix.lower() == ".zip"]:
        try:
            with zipfile.ZipFile(inner) as archive:
                unpack(archive, inner.with_suffix(""), MAX_INNER_BYTES)
            inner.unlink()
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, CollectError):
            continue  # the file itself is collected; the notes on the submission name it


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Yield the regular files of an archive, without those that a system has added."""
    for member in archive.infolist():
        parts = PurePosixPath(member.filename).parts
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if (
            not member.is_dir()
            and not is_link
            and not any(part.startswith((".", "__MACOSX")) for part in parts)
        ):
            yield member


def unpack(archive: zipfile.ZipFile, folder: Path, room: int) -> None:
    """Unpack the regular files of an archive; `zipfile` keeps them below the folder."""
    wanted = list(members(archive))
    if len(wanted) > MAX_MEMBERS or sum(member.file_size for member in wanted) > room:
        raise CollectError(f"{archive.filename} holds more than {room:,} bytes, or {MAX_MEMBERS:,} files.")
    for member in wanted:
        archive.extract(member, folder)


def owners_of(coursedir: CourseDirectory, files: Sequence[Path]) -> dict[Path, tuple[str, str]]:
    """Return for each file the learner's id, and the path inside their submission."""
    owners, numbers = {}, {}
    with open_gradebook(coursedir) as gradebook:
        for path in files:
            name, number, inside = owner(gradebook, path)
            if numbers.setdefault(name, number) != number:
                raise CollectError(
                    f"Two learners in the download are called {name}. Move the files of one to submitted/ by hand."
                )
            owners[path] = (name, inside)
        gradebook.db().commit_all()
    return owners


def owner(gradebook: Gradebook, path: Path) -> tuple[str, str, str]:
    """Return a learner's id, the platform's number for them, and the path inside their submission."""
    first, *rest = path.parts
    if found := CANVAS.fullmatch(first):
        known = [one.id for one in gradebook.students if one.lms_user_id == found["number"]]
        name = known[0] if known else f"{found['name']}-{found['number']}"
        gradebook.update_or_create_student(name, lms_user_id=found["number"])
    elif found := MOODLE.fullmatch(first):
        full = " ".join(found["name"].split()).casefold()
        known = [
            one.id for one in gradebook.students if f"{one.first_name} {one.last_name}".casefold() == full
        ]
        name = known[0] if len(known) == 1 else full.replace(" ", "-")
    elif rest:
        return first, "", "/".join(rest)
    else:
        return path.stem, "", path.name
    return name, found["number"], "/".join([*filter(None, [found["file"]]), *rest])


def tidy(inside: str, notebooks: set[str]) -> str:
    """Return the path in a submission, a notebook's as it was released."""
    if not is_notebook(inside):
        return inside
    path = PurePosixPath(inside)
    plain = AGAIN.sub("", path.stem)
    return str(path.with_name(f"{plain if plain in notebooks else path.stem}.ipynb"))
