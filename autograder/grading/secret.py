"""The course's secret, from which the seeds of hidden data are derived."""

import hashlib
import json
import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from autograder.grading.assignment import AssignmentError

SECRET_FILE = "course_secret.txt"
BYTES = 16


def course_secret(root: Path) -> str:
    """Return what is in the course's file for its secret; the file is made if it is not there.

    Raises
    ------
    AssignmentError
        If the file cannot be made or read, or holds something else.
    """
    path = Path(root, SECRET_FILE)
    try:
        if not path.exists():
            write_new(path, f"{secrets.token_hex(BYTES)}\n")
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"The hidden data's secret cannot be kept in {path}: {error}") from error
    if not re.fullmatch(rf"[0-9a-f]{{{2 * BYTES},}}", secret):
        raise AssignmentError(
            f"{path} does not hold the course's secret, a line of {2 * BYTES} hexadecimal digits. Put a copy back, or "
            "delete it: a new one is made, with which hidden checks draw other data."
        )
    return secret


def write_new(path: Path, text: str) -> None:
    """Write a file that nobody else can read, whole or not at all; leave one that somebody has made meanwhile."""
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        with suppress(FileExistsError):
            os.link(written, path)
    finally:
        os.unlink(written)


def hidden_seed(secret: str, assignment: str, notebook: str) -> int:
    """Return what the checks of a notebook draw their data from: 63 bits that tell nothing about another notebook's."""
    digest = hashlib.sha256(json.dumps([secret, assignment, notebook]).encode()).digest()
    return int.from_bytes(digest[:8]) >> 1
