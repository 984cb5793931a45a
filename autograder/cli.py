"""The `autograder` command. Run it in a course folder, as nbgrader's commands are.

Each command imports what it needs: nbgrader alone takes seconds, which `--help` and `doctor` would wait for.
"""

import json
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from autograder.confinement.image import PreludeError
from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading import EVERYBODY
from autograder.grading.names import printable, shown

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
TABLE_WIDTH = 130  # characters that the table of `verify` needs


def without_slash(name: str) -> str:
    """Return an assignment's name as a shell may complete it, without the slash of its folder."""
    return name.rstrip("/") or name


Assignment = Annotated[
    str, typer.Argument(help="The assignment's name: its folder under source/.", callback=without_slash)
]
Student = Annotated[str, typer.Option(help="Only this student's submission.")]


def coursedir() -> "CourseDirectory":
    """Return the course in this folder, configured as nbgrader would."""
    from autograder.grading.course import CONFIG, open_course

    if not Path(CONFIG).exists():
        fail(f"There is no {CONFIG} here. Run autograder in the folder of the course.")
    return open_course(Path())


def fail(message: str, code: int = 2) -> None:
    """Say what is wrong and end with that code."""
    errors.print(shown(message), style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def progress() -> Progress:
    """Return a progress bar with the time that is left; it shows itself on a terminal only."""
    columns = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    ]
    return Progress(
        *columns, TimeRemainingColumn(), console=errors, transient=True, disable=not errors.is_terminal
    )


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        console.print(f"autograder {version('perch-course')}", markup=False)
        raise typer.Exit()


@app.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Grade a course of Jupyter notebooks. Run it in the course's folder, as nbgrader's commands are."""


@app.command()
def grade(
    assignment: Assignment,
    student: Student = EVERYBODY,
    jobs: Annotated[int, typer.Option(min=0, help="Submissions at a time; 0: one per core.")] = 0,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Also what is graded and has not changed.")
    ] = False,
    seconds: Annotated[
        float | None,
        typer.Option(min=1, help="CPU time that one cell may take; Execute.timeout if not given."),
    ] = None,
    no_sandbox: Annotated[
        bool,
        typer.Option("--no-sandbox", help="Run submissions with your own rights. Only for those you trust."),
    ] = False,
) -> None:
    """Grade the submissions of an assignment into nbgrader's gradebook.

    Ends with 0 when every submission has a mark, 1 when some could not be graded, 2 when grading could not start or go
    on. What is graded and has not changed is left alone; a run that was interrupted goes on where it stopped.
    """
    from autograder.grading.assignment import AssignmentError
    from autograder.grading.classroom import Classroom, GradingError, Options
    from autograder.grading.database import CannotSave
    from autograder.grading.settings import limits_of

    course = coursedir()
    limits = limits_of(course, seconds)
    options = Options(jobs=jobs, regrade=regrade, limits=limits, confined=not no_sandbox)
    try:
        with Classroom(course, assignment, options) as classroom, progress() as bar:
            todo = classroom.find(student)
            for sentence in classroom.refused:
                bar.console.print(sentence, markup=False, soft_wrap=True)
            task = bar.add_task(f"Grading {assignment}", total=len(todo))
            for graded in classroom.grade(todo):
                bar.advance(task)
                bar.console.print(graded.line(), markup=False, soft_wrap=True)
        console.print(classroom.summary(), markup=False, soft_wrap=True)
    except (AssignmentError, CannotSave, GradingError, PreludeError, OSError) as error:
        fail(str(error))
    except SandboxUnavailable as error:
        fail(f"{error}\n`autograder doctor` finds out what is missing on this machine.")
    except KeyboardInterrupt:
        fail("Stopped. What is graded is saved; run the command again to go on.", 130)
    raise typer.Exit(1 if classroom.failed else 0)


@app.command("collect-zip")
def collect_zip(
    assignment: Assignment,
    downloads: Annotated[
        list[Path], typer.Argument(help="Zip files from Canvas or Moodle, or one per learner.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of what was collected before.")
    ] = False,
) -> None:
    """Sort submissions downloaded from a learning platform into submitted/."""
    from autograder.grading.assignment import AssignmentError
    from autograder.grading.database import CannotSave
    from autograder.grading.files import notes_on
    from autograder.instructor.collect_zip import CollectError
    from autograder.instructor.collect_zip import collect_zip as collect

    try:
        collected = collect(coursedir(), assignment, downloads, replace)
    except (AssignmentError, CannotSave, CollectError, OSError) as error:
        fail(str(error))
    for student, files in sorted(collected.files.items()):
        console.print(f"{student}: {', '.join(files)}", markup=False, soft_wrap=True)
    for note in notes_on(collected.left):
        console.print(note, markup=False, soft_wrap=True)
    console.print(f"{len(collected.files)} submissions to {assignment} collected", markup=False)


@app.command()
def report(assignment: Assignment) -> None:
    """Write a page and a table about the class: marks, each check's pass rate, the commonest messages."""
    from autograder.grading.assignment import AssignmentError, load_assignment
    from autograder.grading.database import CannotRead, stored_results
    from autograder.grading.marks import stored_marks
    from autograder.instructor.report import summary, write_report

    course = coursedir()
    try:
        results, marks = stored_results(course, assignment), stored_marks(course, assignment)
        page = write_report(results, load_assignment(course, assignment), Path(course.root, "reports"), marks)
    except (AssignmentError, CannotRead, OSError) as error:
        fail(str(error))
    console.print(summary(results, marks))
    console.print(f"The page is {page}", markup=False, soft_wrap=True)


@app.command()
def extend(
    assignment: Assignment,
    student: Annotated[str, typer.Argument(help="The learner's name, as in submitted/.")],
    days: Annotated[float, typer.Option(min=0, help="Days after the due date.")] = 0,
    hours: Annotated[float, typer.Option(min=0, help="Hours after the due date.")] = 0,
) -> None:
    """Give a learner more time for an assignment; without days and hours, take it back.

    The penalty of what is graded already is computed anew.
    """
    from autograder.grading.database import CannotSave
    from autograder.grading.marks import extend as extend_time

    time = timedelta(days=days, hours=hours)
    try:
        mark = extend_time(coursedir(), assignment, student, time)
    except CannotSave as error:
        fail(str(error))
    words = (
        f"{student}: {time} more for {assignment}" if time else f"{student}: no more time for {assignment}"
    )
    if mark is None:
        words += "; nothing is graded yet"
    else:
        words += f"; {mark.total:g} of {mark.points:g}" + (
            f", {mark.penalty:g} taken off" if mark.penalty else ""
        )
    console.print(words, markup=False, soft_wrap=True)


@app.command()
def feedback(assignment: Assignment, student: Student = EVERYBODY) -> None:
    """Write the feedback pages, as `nbgrader generate_feedback` does; hidden tests are not in them."""
    from autograder.instructor.feedback import write_feedback

    if failed := write_feedback(coursedir(), assignment, student):
        fail("\n".join(failed), 1)


@app.command("sample-class")
def sample_class(
    assignment: Assignment,
    students: Annotated[int, typer.Option(min=1, help="How many.")] = 30,
    seed: Annotated[int, typer.Option(help="Another number, another class.")] = 0,
) -> None:
    """Fill submitted/ with an invented class, made from the stored right and wrong answers."""
    from autograder.grading.assignment import AssignmentError
    from autograder.instructor.sample_class import SampleError, make_class

    try:
        names = make_class(coursedir(), assignment, students, seed)
    except (AssignmentError, SampleError, OSError) as error:
        fail(str(error))
    console.print(f"{len(names)} submissions to {assignment}: {names[0]} to {names[-1]}", markup=False)


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your notebook.")],
    course: Annotated[
        Path | None, typer.Option(help="The course's folder; this one if a course is here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result for another program.")] = False,
) -> None:
    """Grade one notebook for the person who wrote it; its progress is kept in progress.json.

    The hidden checks are run where the course's source/ is there. Ends with 0 when every check that was run passes, 1
    when some do not, 2 when the notebook could not be graded. No configuration is read that lies beside the notebook.
    """
    from autograder.grading.assignment import AssignmentError
    from autograder.grading.course import working_course
    from autograder.grading.run import NotStarted
    from autograder.learner.scorecard import as_text
    from autograder.learner.self_check import Checker

    try:
        with Checker() as checker, progress() as bar:
            task = bar.add_task(f"Reading {printable(notebook.name)}", total=None)
            card = checker.check(
                notebook,
                course or working_course(notebook),
                lambda done, total, words: bar.update(task, completed=done, total=total, description=words),
            )
    except (AssignmentError, NotStarted, PreludeError, SandboxUnavailable, OSError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped; nothing was changed.", 130)
    if as_json:
        print(json.dumps(card))
    else:
        console.print(as_text(card))
    raise typer.Exit(0 if card["score"] == card["points"] else 1)


@app.command()
def verify(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Their names; all if none is given.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Without mutants, and the reference once instead of 20 times.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=0, help="Answers tried at a time; 0: one per core.")] = 0,
) -> None:
    """Prove that the exercises are good: right answers pass, and every known or mechanical mistake is caught.

    Ends with 0 when nothing falls short, 1 when something does, 2 when an assignment cannot be graded at all.
    """
    from autograder.grading.assignment import AssignmentError, source_assignments
    from autograder.grading.run import NotStarted
    from autograder.proof.verify import VerifyError
    from autograder.proof.verify import verify as verify_assignment
    from autograder.proof.verify_page import results_table, sentences, write_pages

    course = coursedir()
    reports = []
    try:
        for name in map(without_slash, assignments or source_assignments(course)):
            with progress() as bar:
                task = bar.add_task(f"Verifying {name}", total=None, completed=-1)
                tick = partial(advance, bar, task)
                reports.append(verify_assignment(course, name, fast=fast, jobs=jobs, tick=tick))
            wide = Console(highlight=False, width=max(console.width, TABLE_WIDTH))
            wide.print(results_table(reports[-1]))
            for sentence in sentences(reports[-1]):
                console.print(sentence, style="red", markup=False, soft_wrap=True)
            for hint in reports[-1].hints:
                console.print(hint, markup=False, soft_wrap=True)
        page = write_pages(reports, Path(course.root, "reports"), fast)
    except (AssignmentError, NotStarted, PreludeError, SandboxUnavailable, VerifyError, OSError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped; nothing was written.", 130)
    console.print(f"The page is {page}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if all(report.sound for report in reports) else 1)


@app.command("new-exercise")
def new_exercise(
    assignment: Annotated[
        str, typer.Argument(help="The assignment's name; a new one is made.", callback=without_slash)
    ],
    name: Annotated[str, typer.Argument(help="The exercise's name, that of its function.")],
) -> None:
    """Lay out a new exercise: cells to rewrite at the end of the source notebook, and folders for specimens."""
    from autograder.instructor.new_exercise import NewExerciseError
    from autograder.instructor.new_exercise import new_exercise as lay_out

    try:
        written = lay_out(coursedir(), assignment, name)
    except (NewExerciseError, OSError) as error:
        fail(str(error))
    for path in written:
        console.print(str(path), markup=False, soft_wrap=True)
    console.print(f"Rewrite them, then: autograder verify {assignment}", markup=False, soft_wrap=True)


@app.command()
def bundle(
    to: Annotated[Path, typer.Option(help="The folder to write it to.")] = Path("build"),
) -> None:
    """Write what learners receive, a folder and a zip file: no source, no solutions, no hidden tests.

    Ends with 0 when it is written, 2 when it could not be, or would give a secret away.
    """
    from autograder.grading.assignment import AssignmentError
    from autograder.instructor.bundle import BundleError, write_bundle

    try:
        with errors.status("Looking for secrets in what learners receive ..."):
            written = write_bundle(coursedir(), to)
    except (AssignmentError, BundleError, OSError) as error:
        fail(str(error))
    for path in written:
        console.print(str(path), markup=False, soft_wrap=True)


def advance(bar: Progress, task: TaskID, total: int) -> None:
    """Move a progress bar on by one of so many."""
    bar.update(task, total=total, advance=1)


@app.command()
def doctor() -> None:
    """Try what grading needs on this machine, and say how to get what is missing.

    Ends with 0 when untrusted submissions can be graded here, 1 when not.
    """
    from autograder.instructor.doctor import examine

    table = Table("", "what", "by what, or the way out", box=None)
    findings = list(examine())
    for finding in findings:
        mark = "[green]ok[/green]" if finding.good else "[red]no[/red]"
        table.add_row(mark, finding.what, finding.words)
    console.print(table)
    if all(finding.good for finding in findings):
        raise typer.Exit(0)
    fail("Submissions that you trust can be graded all the same: autograder grade --no-sandbox", 1)
