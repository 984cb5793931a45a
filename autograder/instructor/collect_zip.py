"""What a learning platform has let an instructor download, sorted into `submitted/`."""

import lzma
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from nbgrader.api import Gradebook
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import FileNameCollectorPlugin

from autograder.grading.assignment import load_assignment
from autograder.grading.database import insist, open_gradebook
from autograder.grading.files import Unreadable, is_notebook, require_names, require_short
from autograder.grading.names import is_name, listed, printable

MAX_BYTES = 2 << 30  # of everything in one archive, unpacked
MAX_MEMBERS = 50_000
MAX_INNER_BYTES = 100 << 20  # of all archives that a learner has put into their submission
MAX_INNER_MEMBERS = 1_000
# Canvas: doejane_LATE_4711_98765_work.ipynb; the first number is Canvas's for the learner.
CANVAS = re.compile(r"(?P<name>\w+?)_(?:LATE_)?(?P<number>\d+)_\d+_(?P<file>.+)")
# Moodle: "Jane Doe_4711_assignsubmission_file_", a folder or, before the file's name, a prefix; the number is another
# one in each assignment.
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)")
OF_MOODLE = "_assignsubmission_"  # twice where learners, who choose their names, play at being somebody else
SUFFIX = r"(?i)\.ipynb(\.(txt|json))?$"  # browsers save notebooks as text
AGAIN = re.compile(r"(?:-\d+| ?\(\d+\))$")  # what platforms and browsers add to a name that is there already


# What `zipfile` raises over an archive that is damaged, encrypted or of another kind.
UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class CollectError(Exception):
    """A download cannot be collected; the message says why and what to do."""


class TooMuch(CollectError):
    """There is more in an archive than there is room for."""


@dataclass
class Room:
    """What may still be unpacked."""

    bytes: int
    members: int

    def take(self, wanted: Sequence[zipfile.ZipInfo]) -> None:
        """Take room for these files; raise `TooMuch` if there is not enough for all of them."""
        size = sum(member.file_size for member in wanted)
        if size > self.bytes or len(wanted) > self.members:
            raise TooMuch(f"holds more than {self.bytes:,} bytes, or {self.members:,} files")
        self.bytes -= size
        self.members -= len(wanted)


@dataclass
class Collected:
    """What was sorted into `submitted/`.

    Attributes
    ----------
    files : the paths of each learner's files
    left : what was left out, as it is called in the download
    """

    files: dict[str, list[str]] = field(default_factory=dict)
    left: list[PurePath] = field(default_factory=list)


class Collector(FileNameCollectorPlugin):
    """Tells nbgrader's `zip_collect` whose file it is; `owners` has the answer by path."""

    owners: dict[str, tuple[str, str]]

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student and path of a file, None for one that is left out."""
        owner = self.owners.get(submitted_file)
        return owner and {"student_id": owner[0], "file_id": owner[1]}


def collect_zip(
    coursedir: CourseDirectory, assignment: str, downloads: Sequence[Path], replace: bool = False
) -> Collected:
    """Sort what was downloaded from a learning platform into `submitted/`.

    Parameters
    ----------
    downloads
        Zip files as Canvas and Moodle make them, with a folder for each learner, or one for each learner by their name.
    replace
        Whether what was collected before gives way.

    Returns
    -------
    Collected
        Canvas's number of a learner is kept in the gradebook as `lms_user_id`; one who is in the gradebook by that
        number, or for Moodle by first and last name, keeps the id that they have there.

    Raises
    ------
    AssignmentError, CollectError, CannotSave
        If there is no such assignment, the download cannot be read, or names are not unique; nothing is collected then.
    """
    notebooks = {notebook.name for notebook in load_assignment(coursedir, assignment).notebooks}
    collected = Collected()
    with tempfile.TemporaryDirectory() as place:
        extracted = Path(place, "downloaded", assignment, "extracted")
        extracted.mkdir(parents=True)
        for download in downloads:
            collected.left += unpack_download(download, extracted, alone=len(downloads) == 1)
        for path in [path for path in extracted.rglob("*") if is_notebook(path.name) and path.is_file()]:
            renamed = path.with_name(re.sub(SUFFIX, ".ipynb", path.name))
            if not renamed.exists():
                path.rename(renamed)
        files = [path.relative_to(extracted) for path in sorted(extracted.rglob("*")) if path.is_file()]
        owners = insist(coursedir, lambda: owners_of(coursedir, files))
        owners = {path: (name, tidy(inside, notebooks)) for path, (name, inside) in owners.items()}
        collected.left += [path for path in files if path not in owners]
        if not any(is_notebook(inside) for _, inside in owners.values()):
            there = listed([printable(path.as_posix()) for path in files]) or "nothing"
            raise CollectError(f"There is no notebook in {downloads[0]}, but {there}.")
        for name, inside in owners.values():
            collected.files.setdefault(name, []).append(inside)
        insist_on_room(coursedir, assignment, collected.files, replace)
        app = ZipCollectApp(coursedir=coursedir, force=replace, log_level="ERROR")
        app.collect_directory_structure = f"{place}/{{downloaded}}/{{assignment_id}}/{{collect_step}}"
        app.collector_plugin, coursedir.assignment_id = Collector, assignment
        app.init_plugins()
        app.collector_plugin_inst.owners = {str(extracted / path): owner for path, owner in owners.items()}
        app.process_extracted_files()
    return collected


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


def unpack_download(download: Path, folder: Path, alone: bool) -> list[PurePath]:
    """Unpack a download, so that below the folder stand learners' folders, or files named by a platform.

    Return what could not be unpacked.
    """
    try:
        with zipfile.ZipFile(download) as archive:
            names = [member.filename for member in members(archive)]
            of_platform = any(
                pattern.match(name.split("/")[0]) for name in names for pattern in (CANVAS, MOODLE)
            )
            of_class = of_platform or (alone and all("/" in name or name.endswith(".zip") for name in names))
            place = folder if of_class else folder / download.stem
            left = unpack(archive, place, Room(MAX_BYTES, MAX_MEMBERS))
    except (*UNREADABLE, TooMuch) as error:
        raise CollectError(f"{download} cannot be unpacked: {error}.") from error
    return left + unpack_inner(folder)


def unpack_inner(folder: Path) -> list[PurePath]:
    """Unpack the archives that learners have put into their submissions; return what could not be unpacked of them.

    An archive that cannot be unpacked at all is collected itself; the notes on the submission name it.
    """
    left: list[PurePath] = []
    rooms: dict[str, Room] = {}
    for inner in [path for path in folder.rglob("*") if path.suffix.lower() == ".zip"]:
        place, whose = inner.with_suffix(""), platform_owner(inner.relative_to(folder).parts[0])
        room = rooms.setdefault(whose, Room(MAX_INNER_BYTES, MAX_INNER_MEMBERS))
        if place.exists():
            continue
        try:
            with zipfile.ZipFile(inner) as archive:
                left += [PurePath(inner.name) / path for path in unpack(archive, place, room)]
            inner.unlink()
        except (*UNREADABLE, TooMuch):
            shutil.rmtree(place, ignore_errors=True)
    return left


def platform_owner(first: str) -> str:
    """Return what tells learners apart in a path that begins so: a platform's number, or the name itself."""
    found = pattern_of(first).fullmatch(first)
    return found["number"] if found else first


def pattern_of(first: str) -> re.Pattern:
    """Return the pattern of the platform that may have given this name."""
    return MOODLE if OF_MOODLE in first else CANVAS


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Yield the regular files of an archive, without those that a system has added."""
    for member in archive.infolist():
        parts = PurePosixPath(member.filename).parts
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if (
            not member.is_dir()
            and not is_link
            and not any(part.startswith((".", "__MACOSX")) and OF_MOODLE not in part for part in parts)
        ):
            yield member


def unpack(archive: zipfile.ZipFile, folder: Path, room: Room) -> list[PurePath]:
    """Unpack the regular files of an archive; `zipfile` keeps them below the folder. Return what is left out."""
    wanted, left = list(members(archive)), []
    room.take(wanted)
    for member in wanted:
        path = PurePosixPath(member.filename)
        try:
            require_short(path)
            archive.extract(member, folder)
        except (Unreadable, FileExistsError, IsADirectoryError, NotADirectoryError):
            left.append(path)  # nobody else's files wait for it
    return left


def owners_of(coursedir: CourseDirectory, files: Sequence[Path]) -> dict[Path, tuple[str, str]]:
    """Return for each file the learner's id, and the path inside their submission; nothing for what has no name."""
    owners, numbers = {}, {}
    with open_gradebook(coursedir) as gradebook:
        for path in files:
            name, number, inside = owner(gradebook, path)
            try:
                require_names(PurePosixPath(inside))
            except Unreadable:
                continue
            if not is_name(name) or path.parts[0].count(OF_MOODLE) > 1:
                continue
            if numbers.setdefault(name, number) != number:
                raise CollectError(
                    f"Two learners in the download are called {name}. Move the files of one to submitted/ by hand."
                )
            owners[path] = (name, inside)
            if pattern_of(path.parts[0]) is CANVAS and number:
                gradebook.update_or_create_student(name, lms_user_id=number)
        gradebook.db().commit_all()
    return owners


def owner(gradebook: Gradebook, path: Path) -> tuple[str, str, str]:
    """Return a learner's id, the platform's number for them, and the path inside their submission."""
    first, *rest = path.parts
    pattern = pattern_of(first)
    found = pattern.fullmatch(first)
    if found is None:
        return (first, "", "/".join(rest)) if rest else (path.stem, "", path.name)
    if pattern is CANVAS:
        known = [one.id for one in gradebook.students if one.lms_user_id == found["number"]]
        name = f"{found['name']}-{found['number']}"
    else:
        full = " ".join(found["name"].split()).casefold()
        known = [
            one.id for one in gradebook.students if f"{one.first_name} {one.last_name}".casefold() == full
        ]
        name = re.sub(r"[^\w.@+]+", "-", full).strip("-")
    inside = "/".join([*filter(None, [found["file"]]), *rest])
    return known[0] if len(known) == 1 else name, found["number"], inside


def tidy(inside: str, notebooks: set[str]) -> str:
    """Return the path in a submission, a notebook's as it was released."""
    if not is_notebook(inside):
        return inside
    path = PurePosixPath(inside)
    plain = AGAIN.sub("", path.stem)
    return str(path.with_name(f"{plain if plain in notebooks else path.stem}.ipynb"))
