"""A folder that somebody else wrote, copied: its regular files, reached through no link, and no more than a bound.

What is there may change while it is looked at. So each file and folder is opened first, below the one that is open
already, and judged by what has been opened.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from autograder.grading.names import is_file_name, printable

MOST_FILES = 500  # and folders
MOST_NAMES = 20_000  # that are read, to choose from
MOST_BYTES = 128 << 20
DEEPEST = 8  # folders in one another
AT_ONCE = 1 << 20  # bytes
# Without O_NONBLOCK, opening a pipe waits for a writer.
OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Refused(Exception):
    """Something is not copied; the message says why, after the name."""


@contextmanager
def opened(name: str, above: int | None = None) -> Iterator[int]:
    """Open a regular file or a folder, not through a link, below an open folder if there is one.

    Raises
    ------
    Refused
        If it is anything else, or cannot be opened.
    """
    try:
        require_ordinary(
            os.stat(name, dir_fd=above, follow_symlinks=False)
        )  # opening a device may do something
        descriptor = os.open(name, OPEN, dir_fd=above)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None
    try:
        require_ordinary(os.fstat(descriptor))
        yield descriptor
    finally:
        os.close(descriptor)


def require_ordinary(about: os.stat_result) -> None:
    """Raise `Refused` for what is neither a regular file nor a folder."""
    if stat.S_ISLNK(about.st_mode):
        raise Refused("is a symbolic link")
    if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
        raise Refused("is neither a file nor a folder")


@dataclass
class Copy:
    """One copy, being made.

    Attributes
    ----------
    ignored : tells of the name of a file or folder whether it is left out without a word
    files, bytes, names : what may still be copied, and read of what is in folders
    notes : what was left out, and why, each a sentence fit for a terminal
    """

    ignored: Callable[[str], bool] = lambda name: False
    files: int = MOST_FILES
    bytes: int = MOST_BYTES
    names: int = MOST_NAMES
    notes: list[str] = field(default_factory=list)

    def folder(self, source: int, to: Path, inside: str = "", depth: int = 0) -> None:
        """Copy what is in an open folder into a new one; notebooks first, in case not everything is taken."""
        to.mkdir()
        with os.scandir(source) as entries:
            names = [entry.name for entry in islice(entries, self.names)]
        self.names -= len(names)
        for name in sorted(names, key=lambda name: (not name.endswith((".ipynb", ".txt")), name)):
            if self.ignored(name):
                continue
            try:
                self._entry(source, name, to, inside, depth)
            except Refused as refused:
                self.notes.append(f"{printable(inside + name)} {refused}; it was left out.")

    def _entry(self, source: int, name: str, to: Path, inside: str, depth: int) -> None:
        if not is_file_name(name):
            raise Refused("has a name that is none")
        if self.files <= 0:
            raise Refused(f"is one of more than {MOST_FILES} files")
        self.files -= 1
        with opened(name, source) as descriptor:
            about, around = os.fstat(descriptor), os.fstat(source)
            # Also by another, "hard" link, somebody else's file would become part of this folder.
            if (about.st_uid, about.st_dev) != (around.st_uid, around.st_dev):
                raise Refused("belongs to somebody else")
            if stat.S_ISDIR(about.st_mode):
                if depth >= DEEPEST:
                    raise Refused(f"lies more than {DEEPEST} folders deep")
                self.folder(descriptor, to / name, f"{inside}{name}/", depth + 1)
            elif about.st_nlink != 1:
                raise Refused("is a file under another name, too")
            else:
                self._file(descriptor, to / name)

    def _file(self, source: int, to: Path) -> None:
        """Copy an open file, which may grow meanwhile."""
        if os.fstat(source).st_size > self.bytes:  # also of a file with holes
            raise Refused(f"would make it larger than {MOST_BYTES:,} bytes")
        with to.open("xb") as file:
            while data := os.read(source, min(AT_ONCE, self.bytes + 1)):
                self.bytes -= len(data)
                if self.bytes < 0:
                    break
                file.write(data)
        if self.bytes < 0:
            self.bytes = 0
            to.unlink()
            raise Refused(f"would make it larger than {MOST_BYTES:,} bytes")
