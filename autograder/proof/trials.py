"""Trials: a notebook graded by the engine with answers that somebody has made up."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from autograder.confinement.ahead import Done
from autograder.confinement.image import Source
from autograder.confinement.sandbox import Limits
from autograder.grading.assignment import Assignment, Notebook
from autograder.grading.classroom import Options, Sources, make_job
from autograder.grading.reading import Submitted
from autograder.grading.run import grade_notebook

LIMITS = Limits(cell=20, submission=120)  # a mutant may well loop for ever
SECRET = "0" * 32  # of the made-up course in which answers are tried
EVERY = ""  # the exercise of a trial that is about the whole notebook


@dataclass(frozen=True)
class Trial:
    """An answer to try.

    Attributes
    ----------
    notebook : its name
    exercise : the grade_id of the answer cell that has the text; the others have the reference's. `EVERY` stands for
        the whole notebook, answered by the reference or not at all
    kind : "stub", "reference", "accept", "reject" or "mutant"
    name : tells it from others of its kind
    text : of the answer cell
    secret : what the seed of the checks' data is derived from
    """

    notebook: str
    exercise: str
    kind: str
    name: str = ""
    text: str = ""
    secret: str = SECRET


@dataclass(frozen=True)
class Tried:
    """A trial with the results of its checks, in the notebook's order, the seconds that each took and why it failed.

    `ahead` is what became of what was computed ahead, by the cell's name.
    """

    trial: Trial
    checks: tuple[dict, ...]
    seconds: dict[str, float]
    reasons: dict[str, str]
    ahead: dict[str, Done]

    @property
    def lost(self) -> dict[str, dict]:
        """The checks that it did not pass, by name."""
        return {check["name"]: check for check in self.checks if check["score"] < check["points"]}

    def about(self, exercise: str) -> "Tried":
        """Return the part about one exercise."""
        checks = tuple(check for check in self.checks if check["exercise"] == exercise)
        return replace(self, checks=checks)


def run_trials(
    assignment: Assignment, trials: Iterable[Trial], jobs: int = 0, *, ahead: bool = True
) -> Iterator[Tried]:
    """Run the trials in parallel; yield them by secret, then in the order given. Call it from the main thread.

    Parameters
    ----------
    jobs : trials at a time; 0 for one per core
    ahead : whether what is the same for all of them is computed once

    Raises
    ------
    PreludeError, SandboxUnavailable
        If the engine cannot start.
    """
    notebooks = {notebook.name: notebook for notebook in assignment.notebooks}
    options = Options(jobs=jobs, limits=LIMITS, ahead=ahead)
    for secret, group in groupby(sorted(trials, key=attrgetter("secret")), key=attrgetter("secret")):
        sources, pool = Sources(assignment, options, secret), ThreadPoolExecutor(options.workers)
        try:
            started = sources.start()

            def run(trial: Trial, started: dict[str, Source] = started) -> Tried:
                return try_answer(notebooks[trial.notebook], trial, started[trial.notebook])

            yield from pool.map(run, group)
        finally:
            sources.close()  # whatever still runs has nobody waiting for it
            pool.shutdown(cancel_futures=True)


def try_answer(notebook: Notebook, trial: Trial, source: Source) -> Tried:
    """Grade the notebook, or only the exercise, with the trial's answer."""
    answers = {
        cell.name: cell.stub if trial.kind == "stub" else cell.source
        for cell in notebook.cells
        if cell.for_code
    }
    if trial.exercise != EVERY:
        answers[trial.exercise] = trial.text
    job = make_job(notebook, Submitted(answers, {}, ()))
    if trial.exercise != EVERY:
        job = only(job, trial.exercise)
    result = grade_notebook(job, source, LIMITS, explain=True)
    return Tried(trial, tuple(result["checks"]), result["seconds"], result["reasons"], source.ahead)


def only(job: dict, exercise: str) -> dict:
    """Return the job without the other exercises' checks, and without what comes after its own."""
    checks = {name: about for name, about in job["checks"].items() if about["exercise"] == exercise}
    steps = [s for s in job["steps"] if s["kind"] != "check" or s["name"] in checks or s["prepares"]]
    last = max(place for place, step in enumerate(steps) if step["name"] in checks)
    return job | {"checks": checks, "steps": steps[: last + 1]}
