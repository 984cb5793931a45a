"""An invented class: submissions put together from the specimens, to try grading, reports and feedback on."""

import copy
import math
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution

from autograder.proof.specimens import specimens

DEADLINE = datetime(2025, 3, 14, 18, tzinfo=UTC)
TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f %Z"  # that of nbgrader's Exchange.timestamp_format
SENTENCES = (
    "I would start with the simplest way and keep it as a baseline.",
    "What matters most is that training and serving do the same.",
    "With few rows I would rather merge rare values than trust their averages.",
    "It costs more memory, and I would measure how much before deciding.",
    "I am not sure about values that were never seen in training.",
    "On new data this would have to be checked again every month.",
)
OWN_CELLS = (
    new_code_cell("sum(range(10))", id="tried"),
    new_code_cell('print("so far so good")', id="printed"),
    new_markdown_cell("To do: read this again before handing in.", id="reminder"),
)


class SampleError(Exception):
    """The class cannot be made; the message says why and what to do."""


def make_class(coursedir: CourseDirectory, assignment_name: str, students: int, seed: int = 0) -> list[str]:
    """Write the submissions of an invented class into the course's folder of submissions.

    Nothing that is there is overwritten. The same arguments give the same files.

    Parameters
    ----------
    students : how many, at least 1
    seed : any integer; another one gives another class

    Returns
    -------
    list of str
        The students' ids.

    Raises
    ------
    SampleError
        If `students` is below 1, the release or the specimens are missing, or a submission is there already.
    """
    if students < 1:
        raise SampleError(f"A class needs at least one student, not {students}.")
    notebooks = released(coursedir, assignment_name)
    stored = stored_answers(coursedir, assignment_name, notebooks)
    names = [f"student-{number:03d}" for number in range(1, students + 1)]
    pattern = coursedir.submitted_directory
    folders = {name: Path(coursedir.format_path(pattern, name, assignment_name)) for name in names}
    if taken := [folder for folder in folders.values() if os.path.lexists(folder)]:
        raise SampleError(
            f"{taken[0]} is there already{f', and {len(taken) - 1} more' if len(taken) > 1 else ''}. "
            "Move such submissions away first; nothing was written."
        )
    for name, folder in folders.items():
        ability = Random(f"{seed} {name}").gauss(0.8, 1.2)  # the same in every assignment
        random = Random(f"{seed} {name} {assignment_name}")
        folder.mkdir(parents=True)
        for notebook_name, notebook in notebooks.items():
            nbformat.write(fill(notebook, stored, ability, random), folder / notebook_name)
        handed_in = DEADLINE - timedelta(seconds=random.expovariate(1 / 40_000))
        (folder / "timestamp.txt").write_text(handed_in.strftime(TIME_FORMAT), encoding="utf-8")
    return names


def released(coursedir: CourseDirectory, assignment_name: str) -> dict[str, NotebookNode]:
    """Return the notebooks of the assignment's release by file name."""
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", assignment_name))
    way_out = f"Make it with `nbgrader generate_assignment {assignment_name}`."
    notebooks = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebooks[path.name] = nbformat.read(path, as_version=4)
        except (nbformat.ValidationError, nbformat.reader.NotJSONError, UnicodeDecodeError) as error:
            raise SampleError(f"{path} is not a notebook. {way_out}") from error
    if not notebooks:
        raise SampleError(f"There is no notebook in {folder}. {way_out}")
    return notebooks


def stored_answers(
    coursedir: CourseDirectory, assignment_name: str, notebooks: dict[str, NotebookNode]
) -> dict[str, dict[bool, list[str]]]:
    """Return the right (True) and wrong (False) answers to each exercise."""
    root = Path(coursedir.root, "tests", "specimens")
    cells = (cell for notebook in notebooks.values() for cell in notebook.cells if is_solution(cell))
    stored = {cell.metadata.nbgrader.grade_id: {True: [], False: []} for cell in cells}
    found = [specimen for specimen in specimens(root, assignment_name) if specimen.exercise in stored]
    for specimen in found:
        stored[specimen.exercise][specimen.accepted].append(specimen.answer)
    if not found:
        raise SampleError(
            f"There are no stored answers to {assignment_name} to make a class from. They are expected at "
            f"{root / assignment_name}/EXERCISE/accept/NAME.py and …/reject/NAME.py, "
            "where EXERCISE is the grade_id of an answer cell."
        )
    return {exercise: answers for exercise, answers in stored.items() if any(answers.values())}


def fill(notebook: NotebookNode, stored: dict, ability: float, random: Random) -> NotebookNode:
    """Return the notebook as a student of this ability hands it in. Exercises get harder towards its end."""
    notebook = copy.deepcopy(notebook)
    blanks = [cell for cell in notebook.cells if is_solution(cell)]
    for position, cell in enumerate(blanks):
        hardness = 2 * position / len(blanks) - 1
        if answers := stored.get(cell.metadata.nbgrader.grade_id):
            cell.source = answer(cell.source, answers, ability - hardness, random)
        elif is_grade(cell) and random.random() < chance(ability + 1):
            text = " ".join(random.sample(SENTENCES, random.randint(1, 4)))
            cell.source = text if cell.cell_type == "markdown" else f"# {text}"
    if random.random() < 0.3:
        for own in random.sample(OWN_CELLS, random.randint(1, len(OWN_CELLS))):
            place = random.randint(1, len(notebook.cells))
            notebook.cells.insert(place, copy.deepcopy(own))
            if notebook.nbformat_minor < 5:  # cells have no ids there
                del notebook.cells[place]["id"]
    return notebook


def answer(stub: str, answers: dict[bool, list[str]], advantage: float, random: Random) -> str:
    """Return what the student leaves in an answer cell: mostly a right or wrong answer."""
    right = random.random() < chance(advantage)
    # Squared, so that some answers are common and others rare, as in a real class.
    choice = random.random() ** 2
    fate = random.random()
    if not right and fate < 0.25:
        return stub
    if not right and fate < 0.32:
        return re.sub(r"raise NotImplementedError.*", "return reslut", stub)
    if not answers[right]:
        return stub
    text = answers[right][int(choice * len(answers[right]))]
    return text if right or fate < 0.95 else f"{text}\n\nprint("  # a bracket that is never closed


def chance(advantage: float) -> float:
    """Return the probability to succeed of somebody who is that much better than the task is hard.

    This is Rasch's model: G. Rasch, Probabilistic Models for Some Intelligence and Attainment Tests (1960).
    """
    return 1 / (1 + math.exp(-advantage))
