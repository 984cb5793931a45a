"""Grading one notebook for the person who wrote it."""

import platform
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder import submission
from autograder.assignment import Assignment, AssignmentError, load_assignment
from autograder.classroom import Options, Sources, make_job
from autograder.grading import grade_notebook
from autograder.sandbox import SandboxUnavailable

STYLES = {"passed": "green", "not attempted": "dim"}


@dataclass(frozen=True)
class Checked:
    """The result of one notebook, and what its writer should know about how it came about."""

    result: dict
    notices: tuple[str, ...]

    @property
    def perfect(self) -> bool:
        """Whether every check has passed."""
        return all(check["outcome"] == "passed" for check in self.result["checks"])


def check_notebook(path: Path, coursedir: CourseDirectory, seed: int = 0) -> Checked:
    """Grade the notebook with all checks of its assignment, hidden ones included.

    Raises
    ------
    AssignmentError
        If the course holds no assignment with a notebook of this name.
    FileNotFoundError
        If there is no such notebook.
    """
    if not path.is_file():
        raise FileNotFoundError(f"There is no notebook {path}")
    assignment = find_assignment(path, coursedir)
    notebook = next(one for one in assignment.notebooks if one.name == path.stem)
    submitted = submission.read_submitted(path, notebook)
    job = make_job(notebook, submitted)
    options, notices = Options(seed=seed), ()
    sources = Sources(assignment, options)
    try:
        try:
            source = sources.start()[notebook.name]
        except SandboxUnavailable as error:
            reason = "there is no sandbox on this system" if platform.system() != "Linux" else str(error)
            notices = (f"Your code runs without the sandbox, with your own rights: {reason}",)
            sources = Sources(assignment, Options(seed=seed, confined=False))
            source = sources.start()[notebook.name]
        return Checked(grade_notebook(job, source, options.limits), notices)
    finally:
        sources.close()


def find_assignment(path: Path, coursedir: CourseDirectory) -> Assignment:
    """Return the assignment that has a notebook of this name."""
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", "*"))
    found = sorted(folder.parent.glob(f"*/{path.name}"))
    if not found:
        names = sorted(one.name for one in folder.parent.glob("*/*.ipynb"))
        raise AssignmentError(
            f"No assignment has a notebook called {path.name}; there are: {', '.join(names) or 'none'}. "
            "Give your notebook the name that it had."
        )
    return load_assignment(coursedir, found[0].parent.name)


def results_table(result: dict) -> Group:
    """Return the outcome of every check, for the terminal."""
    table = Table("exercise", "check", "points", "outcome", "message", box=None, pad_edge=False)
    table.columns[2].justify = "right"
    seen = ""
    for check in result["checks"]:
        exercise = "" if check["exercise"] == seen else check["exercise"]
        seen = check["exercise"]
        outcome = Text(check["outcome"], STYLES.get(check["outcome"], "red"))
        points = f"{check['score']:g}/{check['points']:g}"
        table.add_row(
            exercise, "hidden" if check["hidden"] else "visible", points, outcome, Text(check["message"])
        )
    score, points = (sum(check[key] for check in result["checks"]) for key in ("score", "points"))
    notes = [Text(note) for note in result["notes"]]
    return Group(table, *notes, Text(f"{score:g} of {points:g} points that are graded automatically", "bold"))
