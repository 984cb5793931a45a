"""The `autograder` command. Run it in a course folder, as nbgrader's commands are."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from nbgrader.coursedir import CourseDirectory
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
from autograder.confinement.sandbox import Limits, SandboxUnavailable
from autograder.grading.assignment import AssignmentError, load_assignment, source_assignments
from autograder.grading.classroom import Classroom, GradingError, Options
from autograder.grading.course import CONFIG, open_course
from autograder.grading.gradebook import CannotSave, stored_results
from autograder.grading.names import shown

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
TABLE_WIDTH = 130  # characters that the table of `verify` needs

Assignment = Annotated[str, typer.Argument(help="The assignment's name: its folder under source/.")]
Student = Annotated[str, typer.Option(help="Only this student's submission.")]
Seed = Annotated[int, typer.Option(help="What the checks draw their data from.")]


def coursedir() -> CourseDirectory:
    """Return the course in this folder, configured as nbgrader would."""
    if not Path(CONFIG).exists():
        fail(f"There is no {CONFIG} here. Run autograder in the folder of the course.")
    return open_course(Path())


def fail(message: str, code: int = 2) -> None:
    """Say what is wrong and end with that code."""
    errors.print(shown(message), style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def progress() -> Progress:
    """Return a progress bar with the time that is left; it shows itself on a terminal only."""
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    return Progress(
        *columns, TimeRemainingColumn(), console=errors, transient=True, disable=not errors.is_terminal
    )


@app.command()
def grade(
    assignment: Assignment,
    student: Student = "*",
    jobs: Annotated[int, typer.Option(min=0, help="Submissions at a time; 0: one per core.")] = 0,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Also what is graded and has not changed.")
    ] = False,
    seed: Seed = 0,
    seconds: Annotated[
        float | None, typer.Option(min=1, help="What one cell may take; Execute.timeout if not given.")
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
    course = coursedir()
    seconds = seconds or float(course.parent.config.Execute.get("timeout", Limits.cell))
    options = Options(
        jobs=jobs, regrade=regrade, seed=seed, limits=Limits(cell=seconds), confined=not no_sandbox
    )
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
    except (AssignmentError, CannotSave, GradingError, PreludeError) as error:
        fail(str(error))
    except SandboxUnavailable as error:
        fail(f"{error}\n`autograder doctor` says more. For submissions that you trust: --no-sandbox")
    except KeyboardInterrupt:
        fail("Stopped. What is graded is saved; run the command again to go on.", 130)
    raise typer.Exit(1 if classroom.failed else 0)


@app.command()
def report(assignment: Assignment) -> None:
    """Write a page and a table about the class: marks, each check's pass rate, the commonest messages."""
    from autograder.instructor.report import summary, write_report

    course = coursedir()
    try:
        results = stored_results(course, assignment)
        page = write_report(results, load_assignment(course, assignment), Path(course.root, "reports"))
    except (AssignmentError, CannotSave, OSError) as error:
        fail(str(error))
    console.print(summary(results))
    console.print(f"The page is {page}", markup=False, soft_wrap=True)


@app.command()
def feedback(assignment: Assignment, student: Student = "*") -> None:
    """Write the feedback pages, as `nbgrader generate_feedback` does; hidden tests are not in them."""
    from nbgrader.converters import GenerateFeedback, NbGraderException

    course = coursedir()
    course.assignment_id, course.student_id = assignment, student
    converter = GenerateFeedback(coursedir=course, parent=course.parent)
    converter.force = True
    try:
        converter.start()
    except (NbGraderException, SystemExit) as error:
        fail(f"No feedback: {error}", 1)


@app.command("sample-class")
def sample_class(
    assignment: Assignment,
    students: Annotated[int, typer.Option(min=1, help="How many.")] = 30,
    seed: Annotated[int, typer.Option(help="Another number, another class.")] = 0,
) -> None:
    """Fill submitted/ with an invented class, made from the stored right and wrong answers."""
    from autograder.instructor.sample_class import SampleError, make_class

    try:
        names = make_class(coursedir(), assignment, students, seed)
    except (AssignmentError, SampleError, OSError) as error:
        fail(str(error))
    console.print(f"{len(names)} submissions to {assignment}: {names[0]} to {names[-1]}", markup=False)


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your notebook.")],
    seed: Seed = 0,
    course: Annotated[
        Path | None, typer.Option(help="The course's folder; this one if a course is here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result for another program.")] = False,
) -> None:
    """Grade one notebook for the person who wrote it; its progress is kept in progress.json.

    The hidden checks are run where the course's source/ is there. Ends with 0 when every check that was run passes, 1
    when some do not, 2 when the notebook could not be graded. No configuration is read that lies beside the notebook.
    """
    from autograder.grading.course import working_course
    from autograder.learner.progress import remember
    from autograder.learner.scorecard import as_text
    from autograder.learner.self_check import check_notebook

    try:
        with errors.status(f"Running the checks of {notebook.name} ..."):
            card = check_notebook(notebook, seed, course or working_course(notebook))
    except (AssignmentError, PreludeError, SandboxUnavailable, OSError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped; nothing was changed.", 130)
    try:
        remember(notebook, card)
    except OSError as error:
        card["notices"].append(f"Your progress could not be kept: {error}")
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
    from autograder.proof.verify import VerifyError
    from autograder.proof.verify import verify as verify_assignment
    from autograder.proof.verify_page import results_table, sentences, write_pages

    course = coursedir()
    reports = []
    try:
        for name in assignments or source_assignments(course):
            with progress() as bar:
                task = bar.add_task(f"Verifying {name}", total=None, completed=-1)
                tick = partial(advance, bar, task)
                reports.append(verify_assignment(course, name, fast=fast, jobs=jobs, tick=tick))
            wide = Console(highlight=False, width=max(console.width, TABLE_WIDTH))
            wide.print(results_table(reports[-1]))
            for sentence in sentences(reports[-1]):
                console.print(sentence, style="red", markup=False, soft_wrap=True)
        page = write_pages(reports, Path(course.root, "reports"), fast)
    except (AssignmentError, PreludeError, SandboxUnavailable, VerifyError, OSError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped; nothing was written.", 130)
    console.print(f"The page is {page}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if all(report.sound for report in reports) else 1)


@app.command("new-exercise")
def new_exercise(
    assignment: Annotated[str, typer.Argument(help="The assignment's name; a new one is made.")],
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

    table = Table("", "what", "found, or the way out", box=None)
    findings = list(examine())
    for finding in findings:
        mark = "[green]ok[/green]" if finding.good else "[red]no[/red]"
        table.add_row(mark, finding.what, finding.words)
    console.print(table)
    raise typer.Exit(0 if all(finding.good for finding in findings) else 1)
