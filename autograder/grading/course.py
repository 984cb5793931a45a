"""The course that a folder belongs to."""

import logging
from contextlib import chdir
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory

CONFIG = "nbgrader_config.py"
PRISTINE = ".release"  # in a learner's folder: the releases as they came, where nobody works in them


def find_course(path: Path) -> Path | None:
    """Return the course that a folder or file is in; None if it is in none. Nothing in it is run."""
    path = path.resolve()
    return next((folder for folder in (path, *path.parents) if (folder / CONFIG).is_file()), None)


def working_course(notebook: Path) -> Path | None:
    """Return the working directory if it is a course of its own, and not just where a notebook lies.

    Its configuration is a program that runs with the rights of whoever opens the course. So a course is chosen by
    going there, never found around a file that somebody else may have written.
    """
    here = Path.cwd()
    return here if (here / CONFIG).is_file() and notebook.resolve().parent != here else None


def open_course(root: Path) -> CourseDirectory:
    """Return the course in this folder, configured as nbgrader's commands are when they are started there."""
    with chdir(root):
        nbgrader = NbGrader()
        nbgrader.log_level = logging.ERROR
        nbgrader.initialize([])
        course = nbgrader.coursedir
        course.root = course.root  # by default the folder in which it is first asked for
    return course


def notebooks_in(course: CourseDirectory, folder: str) -> list[Path]:
    """Return the notebooks of all assignments in the course's folder for sources, or that for releases."""
    return sorted(Path(course.format_path(folder, ".", "*")).parent.glob("*/*.ipynb"))


def students_with(course: CourseDirectory, step: str, assignment: str) -> list[str]:
    """Return the students who have a folder for an assignment in a step, sorted; without those nbgrader excludes.

    Names are taken as they are: none of them is a pattern.
    """
    mark = "\0"
    parts = Path(course.format_path(step, mark, assignment)).parts
    place = next(number for number, part in enumerate(parts) if mark in part)
    above, below = Path(*parts[:place]), Path(*parts[place + 1 :])
    before, after = parts[place].split(mark)
    excluded = course.student_id_exclude.split(",")
    names = [path.name for path in above.iterdir()] if above.is_dir() else []
    names = [name for name in names if name.startswith(before) and name.endswith(after)]
    students = [
        name[len(before) : len(name) - len(after)] for name in names if (above / name / below).exists()
    ]
    return sorted(student for student in students if student not in excluded)
