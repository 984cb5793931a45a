"""Files that somebody else wrote: read below a folder, without following links, and no more than a bound."""

import mimetypes
import os
import re
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath

from autograder.grading.names import is_file_name, listed, printable

MAX_BYTES = 32 << 20  # of a notebook, without what its cells have put out
MAX_NOTEBOOK = 256 << 20  # bytes of a notebook with it
MAX_TOKENS = 5_000_000  # texts and brackets in one output; looking through them takes about two seconds
MAX_DEPTH = 4  # of folders in a submission
MAX_FILES = 200
MAX_OWN_BYTES = 10 << 20  # of all of a learner's own files
LONGEST_NAME = 200  # bytes of a file's; a file system takes 255, and a copy beside it has a longer one
LEFT_OUT = "Left out for their kind, name or size, or because they are too many or too deep in folders: {}."
# What Formgrader may serve to an instructor's browser as it is; no page or drawing that runs scripts.
HARMLESS = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/plain",
    "text/csv",
    "text/x-python",
    "application/json",
)
NOT_THEIRS = ("timestamp.txt", "submission_secret.txt")  # nbgrader's, beside a submission
# What a notebook's cells have put out, and the state of widgets: neither counts.
PUT_OUT = re.compile(rb'"(?:outputs"\s*+:\s*+\[|widgets"\s*+:\s*+\{)')
BRACKET_OR_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
DEEPER = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}


class Unreadable(Exception):
    """A file cannot be read; the message says why, in words for the learner."""


def open_below(root: Path, path: Path, flags: int = 0) -> int:
    """Return a file descriptor for `path`, below `root`, reached without following a symbolic link."""
    *folders, name = path.relative_to(root).parts or (".",)
    if os.open not in os.supports_dir_fd:  # Windows
        if any(part.is_symlink() for part in (path, *path.parents[: len(folders)])):
            raise OSError("a symbolic link")
        return os.open(path, flags | os.O_BINARY)
    # A learner may pass through the exchange's folder for feedback, but not read it.
    pass_through = os.O_DIRECTORY | getattr(os, "O_PATH", 0)
    opened = os.open(root, pass_through)
    # Without O_NONBLOCK, opening a pipe waits for a writer.
    for part, how in (*((folder, pass_through) for folder in folders), (name, flags | os.O_NONBLOCK)):
        above = opened
        try:
            opened = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | how, dir_fd=above)
        finally:
            os.close(above)
    return opened


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


def read_notebook(path: Path, root: Path) -> bytes:
    """Return a notebook's JSON without what its cells have put out, or raise `Unreadable`."""
    data, kept, at = read_regular(path, root, MAX_NOTEBOOK), [], 0
    while found := PUT_OUT.search(data, at):
        kept.append(data[at : found.end()])
        at = end_of(data, found.end())
    kept.append(data[at:])
    if sum(map(len, kept)) > MAX_BYTES:
        raise Unreadable(
            f"{printable(path.name)} is larger than {MAX_BYTES:,} bytes, outputs aside, and was not read."
        )
    return b"".join(kept)


def end_of(data: bytes, start: int) -> int:
    """Return where the bracket closes that was opened just before `start`; the end if it does not.

    Raises
    ------
    Unreadable
        If that would take too long to find out.
    """
    depth = 1
    for number, token in enumerate(BRACKET_OR_TEXT.finditer(data, start)):
        if number > MAX_TOKENS:
            raise Unreadable("The notebook holds too much to be read. Clear its outputs and save it again.")
        depth += DEEPER.get(token[0], 0)
        if depth == 0:
            return token.end() - 1
    return len(data)


def list_files(folder: Path, root: Path) -> tuple[list[PurePosixPath], list[PurePosixPath]]:
    """Return the paths of what lies in a submission and its folders, and of what lies too deep or is too much; sorted.

    Hidden files and folders are in neither list. Raise `Unreadable` if it is no folder.
    """
    found: list[PurePosixPath] = []
    beyond: list[PurePosixPath] = []
    folders = [PurePosixPath()]
    while folders and len(found) < MAX_FILES:
        inside = folders.pop(0)
        for name in sorted(list_folder(folder / inside, root)):
            path = inside / name
            if name.startswith((".", "__")):
                continue
            if len(found) == MAX_FILES:
                beyond.append(path)
            elif is_notebook(name) or not is_folder(folder / path, root):
                found.append(path)
            elif len(path.parts) < MAX_DEPTH:
                folders.append(path)
            else:
                beyond.append(path)
    return sorted(found), sorted(beyond + folders)


def is_folder(path: Path, root: Path) -> bool:
    """Tell whether this is a folder, and no link to one."""
    try:
        os.close(open_below(root, path, os.O_DIRECTORY))
    except OSError:
        return False
    return True


def list_folder(folder: Path, root: Path) -> list[str]:
    """Return the names in a folder, or raise `Unreadable`."""
    try:
        if os.listdir not in os.supports_fd:  # Windows
            return os.listdir(folder)
        descriptor = open_below(root, folder, os.O_DIRECTORY)
        try:
            return os.listdir(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        raise Unreadable(
            f"The submission {printable(folder.name)} is not a folder that can be read."
        ) from None


def own_files(
    folder: Path, root: Path, others: set[PurePosixPath]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return what lies beside a learner's notebooks, and notes on what was left out.

    Parameters
    ----------
    folder : the submission
    root : the folder below which no symbolic link is followed
    others : paths in the submission that are not the learner's: the assignment's own files

    Returns
    -------
    tuple
        The content of each file by its path in the submission, at most 10 MB in all; and notes.
    """
    taken, room = {}, MAX_OWN_BYTES
    try:
        paths, left = list_files(folder, root)
    except Unreadable:
        return {}, ()
    for path in paths:
        if is_notebook(path.name) or path in others or path.parts[0] in NOT_THEIRS:
            continue
        try:
            require_names(path)
            taken[str(path)] = read_regular(folder / path, root, room)
            room -= len(taken[str(path)])
        except Unreadable:
            left.append(path)
    return taken, notes_on(left)


def require_names(path: PurePosixPath) -> None:
    """Raise `Unreadable` for a path with a name that is too long, or that pages and terminals could take for more."""
    require_short(path)
    if not all(map(is_file_name, path.parts)):
        raise Unreadable(f"{printable(str(path))} has a name that is none.")


def require_short(path: PurePosixPath) -> None:
    """Raise `Unreadable` for a path with a name that is too long for a file system."""
    if any(len(os.fsencode(part)) > LONGEST_NAME for part in path.parts):
        raise Unreadable(f"{printable(str(path))} has a name that is too long.")


def notes_on(left: Sequence[PurePath]) -> tuple[str, ...]:
    """Return a note on files that were left out, none if there are none."""
    names = [printable(path.as_posix()) for path in left]
    return (LEFT_OUT.format(listed(names)),) if names else ()


def is_harmless(path: str) -> bool:
    """Tell by its name whether a browser that opens a file shows it, or saves it, and runs nothing."""
    return (mimetypes.guess_type(path)[0] or HARMLESS[0]) in HARMLESS


def is_notebook(name: str) -> bool:
    """Tell by its name whether a file is a notebook, also as browsers save it: `.ipynb.txt`."""
    return bool(re.search(r"\.ipynb(\.(txt|json))?$", name, re.IGNORECASE))
