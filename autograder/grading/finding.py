"""Finding what a learner handed in: the file for each notebook, and the time of submission."""

import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from dateutil.parser import parserinfo
from dateutil.tz import gettz

from autograder.grading.assignment import Notebook
from autograder.grading.files import NOT_THEIRS, Unreadable, is_notebook, list_files, read_regular
from autograder.grading.names import listed, printable
from autograder.grading.reading import grade_ids

YEARS = range(2000, 2100)  # of submissions; near the last one that there is, other time zones have none
MAX_LOOKED_AT = 5  # notebooks that are read to find the one that is meant
WORD = r"[A-Za-z]+(?:/[\w+-]+)*"  # in a timestamp: a month, or the name of a time zone


def find_notebook(
    folder: Path, notebook: Notebook, others: Collection[str] = (), root: Path | None = None
) -> tuple[Path | None, tuple[str, ...]]:
    """Find the file that a learner handed in for a notebook.

    A file by another name, or in a folder of the submission, is taken if it alone has cells of this notebook.

    Parameters
    ----------
    folder : the submission
    others : names of the assignment's other notebooks
    root : the folder below which no symbolic link is followed; `folder` if it is None

    Returns
    -------
    tuple
        The path, None if there is no such file, and notes.
    """
    wanted, root = f"{notebook.name}.ipynb", root or folder
    try:
        paths, _ = list_files(folder, root)
    except Unreadable as error:
        return None, (str(error),)
    there = [path for path in paths if is_notebook(path.name)]
    extra = [path for path in there if path.name not in {wanted, *(f"{name}.ipynb" for name in others)}]
    found, notes = folder / wanted, ()
    if PurePosixPath(wanted) not in there:
        named = [path for path in there if path.name == wanted]
        ours = [
            path for path in (*named, *extra)[:MAX_LOOKED_AT] if has_cells_of(notebook, folder / path, root)
        ]
        if len(ours) != 1:
            return None, (nothing_found(wanted, ours, paths),)
        extra = [path for path in extra if path != ours[0]]
        found, notes = folder / ours[0], (f"{wanted} was found renamed, as {printable(str(ours[0]))}.",)
    if extra:
        notes += (f"Other notebooks were not graded: {listed([printable(str(path)) for path in extra])}.",)
    return found, notes


def nothing_found(wanted: str, ours: list[PurePosixPath], paths: list[PurePosixPath]) -> str:
    """Return a note on a notebook that was not found: what could be meant, and what there is."""
    words = f"There is no {wanted}; its exercises count as not attempted."
    files = [printable(str(path)) for path in paths if str(path) not in NOT_THEIRS]
    if ours:
        return f"{words} Several files could be meant: {listed([printable(str(path)) for path in ours])}."
    return f"{words} There is: {listed(files)}." if files else words


def has_cells_of(notebook: Notebook, path: Path, root: Path) -> bool:
    """Tell whether a file is a notebook with one of the source's grade_ids."""
    return bool(grade_ids(path, root) & {cell.name for cell in notebook.cells if cell.flags})


def read_timestamp(
    folder: Path, parse: Callable[[str], datetime], root: Path | None = None
) -> tuple[datetime | None, str]:
    """Return the time of submission from timestamp.txt, None if it is not known, and a note or ""."""
    if not os.path.lexists(folder / "timestamp.txt"):
        return None, ""
    with suppress(Exception):  # dateutil meets text that anybody may have written
        text = read_regular(folder / "timestamp.txt", root or folder, 200).decode().strip()
        # It would open the file that the name of a time zone leads to.
        if not re.search(r"\.\.|\\|(^|\W)/", text) and all(map(is_unambiguous, re.findall(WORD, text))):
            when = parse(text) if text else None
            if when is None or when.year in YEARS:
                return when, ""
    return None, "The time of submission in timestamp.txt cannot be read; it counts as unknown."


def is_unambiguous(word: str) -> bool:
    """Tell whether a word of a timestamp means the same everywhere: CEST, PST and the like do not."""
    calendar = (*parserinfo.WEEKDAYS, *parserinfo.MONTHS, *parserinfo.AMPM, parserinfo.UTCZONE, ["T"])
    if "/" in word:
        return gettz(word) is not None
    return word.lower() in {name.lower() for names in calendar for name in names}
