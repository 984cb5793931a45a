"""What learners put into the exchange instead of a submission, and detectors of what they gain when it is collected.

Each is made by the account of a learner, beside an honest submission. Under this course's settings all are there at once.

    cd tests && python -m red_team.doors

measures as root what each gains alone under plain nbgrader, and writes it to nbgrader_doors.json.
"""

import json
import logging
import os
import resource
import shutil
import socket
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conftest import Course
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeFactory
from notebooks import ROOT

from autograder.grading.course import open_course
from autograder.grading.names import is_file_name, is_name

# Accounts that every Debian has, and nobody uses.
HONEST, HOSTILE = "games", "news"
HONEST_TEXT = "the work of an honest learner"
SECRET = "osprey_solution"  # in a file that only the instructor may read
EARLY, LATE = "2025-03-01 10:00:00.000000 UTC", "2025-03-02 10:00:00.000000 UTC"
TABLE = Path(__file__).resolve().with_name("nbgrader_doors.json")
DISK = 20 << 20  # that whoever collects may write


@dataclass(frozen=True)
class Door:
    """One way in.

    Attributes
    ----------
    attempts : what it tries, in a sentence
    place : what the hostile account does, given the folder for submissions and that of the course
    """

    name: str
    attempts: str
    place: Callable[[Path, Path], None]


def folder(inbound: Path, name: str = f"{HOSTILE}+tiny+{EARLY}+x") -> Path:
    """Make a submission's folder with a notebook and the time."""
    made = inbound / name
    made.mkdir()
    (made / "tiny.ipynb").write_text("{}")
    (made / "timestamp.txt").write_text(EARLY)
    return made


def named(name: str | bytes) -> Callable[[Path, Path], None]:
    """Return what makes a submission under a name."""
    return lambda inbound, course: folder(inbound, os.fsdecode(name)) and None


def with_file(
    make: Callable[[Path, Path], None], name: str | bytes = "tiny.ipynb"
) -> Callable[[Path, Path], None]:
    """Return what makes a submission in which something has the place of a file."""

    def place(inbound: Path, course: Path) -> None:
        path = folder(inbound) / os.fsdecode(name)
        path.unlink(missing_ok=True)
        make(path, course)

    return place


def to_secret(path: Path, course: Path) -> None:
    """Make a symbolic link."""
    path.symlink_to(course / "source" / "tiny" / "tiny.ipynb")


def sparse(path: Path, course: Path) -> None:
    """Make a file of a terabyte that takes no room."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def bind(path: Path, course: Path) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as one:
        os.chdir(path.parent)  # the address is short
        one.bind(path.name)


def many(path: Path, course: Path) -> None:
    """Fill a folder."""
    path.mkdir()
    for number in range(3_000):
        (path / str(number)).touch()


def deep(path: Path, course: Path) -> None:
    """Put folders into folders."""
    path.mkdir()
    os.chdir(path)
    for _ in range(300):
        os.mkdir("ddd")
        os.chdir("ddd")


def link_folder(inbound: Path, course: Path) -> None:
    """Hand in the instructor's own folder."""
    (inbound / f"{HOSTILE}+tiny+{EARLY}+x").symlink_to(course / "source" / "tiny")


def link_classmates_folder(inbound: Path, course: Path) -> None:
    """Hand in an empty folder of the honest learner, under that name, later."""
    (inbound / f"{HONEST}+tiny+{LATE}+x").symlink_to(course / "of_the_honest")


def wrong_time(inbound: Path, course: Path) -> None:
    """Write a time that nobody can read."""
    (folder(inbound) / "timestamp.txt").write_bytes(b"\xff tomorrow")


MARKUP = "<img src=x onerror=alert(1)>"
DOORS = [
    Door("file_link", "Hands in a link to the solution.", with_file(to_secret)),
    Door("other_file_link", "Hands in a link to the solution beside the notebook.", with_file(to_secret, "notes.txt")),
    Door("folder_link", "Hands in a link to the instructor's folder.", link_folder),
    Door("inner_folder_link", "Hands in a link to the course inside the folder.",
         with_file(lambda path, course: path.symlink_to(course), "data")),
    Door("endless_link", "Hands in a link to a device that never ends.",
         with_file(lambda path, course: path.symlink_to("/dev/zero"))),
    Door("pipe", "Hands in a pipe that nobody writes to.", with_file(lambda path, course: os.mkfifo(path))),
    Door("socket", "Hands in a socket.", with_file(bind)),
    Door("sparse_file", "Hands in a file of a terabyte with nothing in it.", with_file(sparse, "data.bin")),
    Door("many_files", "Hands in thousands of files.", with_file(many, "data")),
    Door("deep_folders", "Hands in hundreds of folders in one another.", with_file(deep, "data")),
    Door("classmates_folder", "Hands in a classmate's other folder under the classmate's name.", link_classmates_folder),
    Door("markup_name", "Hands in under a name that is HTML.", named(f"{MARKUP}+tiny+{EARLY}+x".replace("/", ""))),
    Door("escape_name", "Hands in under a name that clears the terminal.", named(f"a\x1b[2J+tiny+{EARLY}+x")),
    Door("newline_name", "Hands in under a name of two lines.", named(f"a\nben: 14 of 14+tiny+{EARLY}+x")),
    Door("bidi_name", "Hands in under a name that reads backwards.", named(f"\u202enimda+tiny+{EARLY}+x")),
    Door("byte_name", "Hands in under a name that is not UTF-8.", named(b"a\xff+tiny+" + EARLY.encode() + b"+x")),
    Door("option_name", "Hands in under a name that is an option.", named(f"--student+tiny+{EARLY}+x")),
    Door("formula_name", "Hands in under a name that is a spreadsheet's formula.", named(f"=1+1+tiny+{EARLY}+x")),
    Door("no_time", "Hands in at a time that is none.", named(f"{HOSTILE}+tiny+tomorrow+x")),
    Door("late_time", "Hands in on a day that there is not.", named(f"{HOSTILE}+tiny+9999-99-99 10:00:00.000000 UTC+x")),
    Door("two_parts", "Hands in under a name of too few parts.", named("a+tiny+")),
    Door("time_file", "Hands in a time that is not text.", wrong_time),
    Door("markup_file", "Hands in a file whose name is HTML.", with_file(lambda path, course: path.touch(), MARKUP)),
    Door("escape_file", "Hands in a file whose name clears the terminal.",
         with_file(lambda path, course: path.touch(), "a\x1b[2J.ipynb")),
    Door("byte_file", "Hands in a file whose name is not UTF-8.", with_file(lambda path, course: path.touch(), b"a\xff.txt")),
]  # fmt: skip


def as_account(name: str, work: Callable[[], None]) -> None:
    """Do some work in a process that belongs to an account of this machine."""
    import pwd

    child = os.fork()
    if not child:
        try:
            about = pwd.getpwnam(name)
            os.setgroups([])
            os.setgid(about.pw_gid)
            os.setuid(about.pw_uid)
            work()
        except BaseException as error:
            traceback.print_exception(error)
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def exchange(course: Course) -> Path:
    """Make an exchange in which the honest learner has handed in; return the folder for submissions."""
    inbound = course.root / "exchange" / "perch" / "inbound"
    inbound.mkdir(parents=True)
    course.root.chmod(0o711)  # others pass through
    inbound.chmod(0o733)
    secret = course.root / "source" / "tiny" / "tiny.ipynb"
    secret.parent.mkdir(parents=True)
    secret.write_text(SECRET)
    secret.chmod(0o600)
    (course.root / "of_the_honest").mkdir()
    (course.root / "of_the_honest" / "tiny.ipynb").write_text("{}")
    os.chown(course.root / "of_the_honest", *ids(HONEST))

    def hand_in() -> None:
        made = folder(inbound, f"{HONEST}+tiny+{EARLY}+x")
        (made / "tiny.ipynb").write_text(HONEST_TEXT)

    as_account(HONEST, hand_in)
    return inbound


def ids(name: str) -> tuple[int, int]:
    """Return the numbers of an account and of its group."""
    import pwd

    about = pwd.getpwnam(name)
    return about.pw_uid, about.pw_gid


def collect(course: Course, plain: bool) -> tuple[int, str]:
    """Collect as this course does, or as plain nbgrader does; return the exit code and what was printed."""
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            code = 1
            try:
                os.dup2(printed.fileno(), 1)
                os.dup2(printed.fileno(), 2)
                # What never ends is stopped there, and shows.
                resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
                resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
                coursedir = open_course(course.root)
                coursedir.assignment_id = "tiny"
                parent = coursedir.parent
                parent.log.setLevel("INFO")
                parent.log.handlers = [logging.StreamHandler(sys.__stderr__)]
                sys.__stderr__.reconfigure(errors="surrogateescape")
                if plain:
                    del parent.config["ExchangeFactory"]
                factory = ExchangeFactory(parent=parent)
                factory.Collect(
                    coursedir=coursedir, authenticator=Authenticator(parent=parent), parent=parent
                ).start()
                code = 0
            except BaseException as error:
                print(repr(error)[:200], file=sys.stderr)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        printed.seek(0)
        return code, printed.read().decode("utf-8", "surrogateescape")


def gained(course: Course, code: int, printed: str) -> set[str]:
    """Return the kinds of what somebody has gained by what was collected."""
    found = set()
    if code:
        found.add("abort")
    honest = course.root / "submitted" / HONEST / "tiny" / "tiny.ipynb"
    if not honest.is_file() or honest.read_text() != HONEST_TEXT:
        found.add("classmate")
    total, submitted = 0, course.root / "submitted"
    for above, folders, files in os.walk(submitted):
        for name in (*folders, *files):
            about = os.lstat(f"{above}/{name}")
            total += 1 + about.st_size // 1_000
            if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
                found.add("file")
            if not (is_name(name) if Path(above) == submitted else is_file_name(name)):
                found.add("name")
            if (
                name in files
                and about.st_size < 10_000
                and SECRET in Path(above, name).read_text("utf-8", "replace")
            ):
                found.add("leak")
    if total > 2_000:
        found.add("delay")
    lines = [line for line in printed.splitlines() if "Error" not in line]
    if any(not line.isprintable() for line in lines):
        found.add("terminal")
    return found


def main() -> None:
    """Measure what each gains under plain nbgrader."""
    table = {}
    for door in DOORS:
        with tempfile.TemporaryDirectory() as place:
            course = Course(Path(place))
            shutil.copy(ROOT / "nbgrader_config.py", course.root)
            inbound = exchange(course)
            as_account(HOSTILE, lambda door=door, to=inbound, around=course.root: door.place(to, around))
            table[door.name] = sorted(gained(course, *collect(course, plain=True)))
            print(door.name, table[door.name], flush=True)
    TABLE.write_text(json.dumps(table, indent=1) + "\n")
    print(
        f"**{sum(map(bool, table.values()))} of {len(table)}** gain something when plain nbgrader collects."
    )


if __name__ == "__main__":
    main()
