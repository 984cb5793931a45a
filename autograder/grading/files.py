"""Files that somebody else wrote: read below a folder, without following links, and no more than a bound."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from autograder.grading.names import printable


class Unreadable(Exception):
    """A file cannot be read; the message says why, in words for the learner."""


def open_below(root: Path, path: Path, flags: int = 0) -> int:
    """Return a file descriptor for `path`, below `root`, reached without following a symbolic link."""
    *folders, name = path.relative_to(root).parts or (".",)
    if os.open not in os.supports_dir_fd:  # Windows
        if any(part.is_symlink() for part in (path, *path.parents[: len(folders)])):
            raise OSError("a symbolic link")
        return os.open(path, flags | os.O_BINARY)
    opened = os.open(root, os.O_DIRECTORY)
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    for part, how in (*((folder, os.O_DIRECTORY) for folder in folders), (name, flags | os.O_NONBLOCK)):
        above = opened
        try:
            opened = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | how, dir_fd=above)
        finally:
            os.close(above)
    return opened


def list_notebooks(folder: Path, root: Path) -> set[str]:
    """Return the names of the notebooks in a folder, or raise `Unreadable`."""
    try:
        if os.listdir not in os.supports_fd:  # Windows
            names = os.listdir(folder)
        else:
            opened = open_below(root, folder, os.O_DIRECTORY)
            try:
                names = os.listdir(opened)
            finally:
                os.close(opened)
    except OSError:
        raise Unreadable(
            f"The submission {printable(folder.name)} is not a folder that can be read."
        ) from None
    return {name for name in names if name.lower().endswith(".ipynb")}


def read_regular(path: Path, root: Path, limit: int) -> bytes:
    """Return what is in a regular file of at most `limit` bytes, or raise `Unreadable`."""
    try:
        opened = open_below(root, path)
        try:
            about = os.fstat(opened)
            if not stat.S_ISREG(about.st_mode):
                raise OSError("not a regular file")
            if about.st_size > limit:
                raise Unreadable(f"{printable(path.name)} is larger than {limit:,} bytes, and was not read.")
            with open(opened, "rb", closefd=False) as file:
                return file.read(limit)
        finally:
            os.close(opened)
    except OSError:
        words = "is not a file that can be read (but perhaps a link or a folder)"
        raise Unreadable(f"{printable(path.name)} {words}.") from None


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, into a folder that anybody may have filled: a link is replaced, not followed.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    opened, place = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(opened, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(place, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(place)
        raise
