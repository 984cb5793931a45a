"""Finding what a learner handed in: the file for each notebook, and the time of submission."""

import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from autograder.grading.assignment import Notebook
from autograder.grading.files import Unreadable, list_notebooks, read_regular
from autograder.grading.names import printable
from autograder.grading.reading import grade_ids, listed


def find_notebook(
    folder: Path, notebook: Notebook, others: Collection[str] = (), root: Path | None = None
) -> tuple[Path | None, tuple[str, ...]]:
    """Find the file that a learner handed in for a notebook.

    A file by another name is taken if it alone has cells of this notebook.

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
        names = list_notebooks(folder, root)
    except Unreadable as error:
        return None, (str(error),)
    extra = sorted(names - {wanted} - {f"{name}.ipynb" for name in others})
    found, notes = folder / wanted, ()
    if wanted not in names:
        ours = [name for name in extra[:5] if has_cells_of(notebook, folder / name, root)]
        if len(ours) != 1:
            several = f" Several files could be meant: {listed([*map(printable, ours)])}." if ours else ""
            return None, (f"There is no {wanted}; its exercises count as not attempted.{several}",)
        extra.remove(ours[0])
        found, notes = folder / ours[0], (f"{wanted} was found renamed, as {printable(ours[0])}.",)
    if extra:
        notes += (f"Other notebooks were not graded: {listed([*map(printable, extra)])}.",)
    return found, notes


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
        if not re.search(r"\.\.|\\|(^|\W)/", text):
            return (parse(text) if text else None), ""
    return None, "The time of submission in timestamp.txt cannot be read; it counts as unknown."
