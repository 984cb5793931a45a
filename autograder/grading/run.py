"""Grading one submission: plain data in, plain data out.

A job says what to run, in order; the result says what became of each check. Neither holds anything that is not JSON,
so a job can be graded by any process that can start a `Source` of judges and workers.

The learner's cells run twice, each time in new processes: once with the visible checks, which gives all that is shown,
and once with the hidden checks, of which only the verdicts and messages are kept. So nothing that the learner's code
sees of a hidden check can find its way into an output or an error.
"""

import json
import math
import time
from collections.abc import Callable, Collection

from autograder.confinement.image import Pair, PlainPair, Source
from autograder.confinement.sandbox import Limits
from autograder.grading.patience import Impatient, wait_for_reply, wait_for_start

MAX_RESTARTS = 25
MAX_OUTPUTS = 20_000_000  # characters of JSON: the outputs of all cells that are the learner's
Failure = tuple[str, str]  # outcome and message
# All that a hidden check says of code that did not come to its end: which error it raises is the learner's to choose.
UNSEEN = {
    "error": "Your code raised an error, or ended Python, on data that is not shown.",
    "timed out": "Stopped: your code took too long on data that is not shown.",
    "out of memory": "Your code needs more memory than there is, on data that is not shown.",
}


class Stopped(Exception):
    """A cell did not come to its end; holds the outcome and the message for what depended on it."""


class NotStarted(Exception):
    """There is no judge or no worker for this notebook; the message says why."""


def be_silent(name: str) -> None:
    """Tell nobody."""


def grade_notebook(
    job: dict,
    source: Source,
    limits: Limits,
    tick: Callable[[str], object] = be_silent,
    *,
    explain: bool = False,
) -> dict:
    """Grade one notebook of one submission.

    Parameters
    ----------
    job
        `name`; `steps`: a list of dicts with `kind` (locked, answer, added, check), `name`, `source` and, for checks,
        `hidden`, `released` and `prepares` (see `assignment.Cell`); `crossing`: the names that checks may fetch;
        `files`: what the learner handed in beside the notebook, in base64 by path; `checks`: for each check its
        `exercise`, `answers` (the names of the exercise's answer cells), `hidden` and `points`; `untouched`: the names
        of the answers left as released; `notes`.
    tick
        Told the name of each check that has run.
    explain
        Whether the result also has `reasons`, of each check that ended with an exception. For who tries out exercises:
        they hold what learners must not see.

    Returns
    -------
    dict
        `name`, `checks` (one dict each: `name`, `exercise`, `hidden`, `score`, `points`, `outcome`, `message`),
        `outputs` of the learner's cells by name, `seconds` that each check took, `stopped`: the names of the cells that
        did not come to their end, `notes`, and `faults`: what is wrong with the checks themselves, for the instructor.
    """
    shown = Run(job, source, limits, hidden=False, tick=tick)
    shown.all()
    unseen = Run(job, source, limits, hidden=True, without=shown.stopped, tick=tick)
    if any(about["hidden"] for about in job["checks"].values()):
        unseen.all()
    replies = shown.replies | unseen.replies
    checks = []
    for name, about in job["checks"].items():
        causes = [shown.failures[answer] for answer in about["answers"] if answer in shown.failures]
        checks.append(verdict(name, about, replies[name], causes, job["untouched"]))
    result = {"name": job["name"], "checks": checks, "outputs": shown.outputs, "notes": job["notes"]}
    faults = [
        f"The check {name} gives {reply['value']} points. Let it end with a number from 0 to its points."
        for name, reply in replies.items()
        if not math.isfinite(reply.get("value") or 0)
    ]
    if explain:
        result["reasons"] = {name: reply["reason"] for name, reply in replies.items() if "reason" in reply}
    return result | {
        "seconds": shown.seconds | unseen.seconds,
        "stopped": sorted(shown.stopped | unseen.stopped),
        "faults": faults,
    }


def verdict(name: str, about: dict, reply: dict, causes: list[Failure], untouched: list[str]) -> dict:
    """Return the result of one check: its outcome, message and score.

    `causes` are the failures of the answer cells that it is about, in the run with visible checks.
    """
    outcome, message, score = earned(reply, about["points"])
    if about["hidden"]:
        message = UNSEEN.get(outcome, message)
    if outcome != "passed":
        if about["answers"] and all(answer in untouched for answer in about["answers"]):
            outcome, message = "not attempted", f"{about['exercise']}: not attempted yet."
        elif reply.get("missing") and causes:
            outcome, message = causes[0]
    shown = {key: about[key] for key in ("exercise", "hidden", "points")}
    return {"name": name, **shown, "score": score, "outcome": outcome, "message": message}


def earned(reply: dict, points: float) -> tuple[str, str, float]:
    """Return outcome, message and score of what the judge said of a check, which may end with a number of points."""
    outcome, message, value = reply["outcome"], reply["message"], reply.get("value")
    if outcome != "passed" or value is None:
        return outcome, message, points if outcome == "passed" else 0.0
    if not math.isfinite(value):
        return "error", "The check gave no number of points: a mistake in it, not in your answer.", 0.0
    if points and value <= 0:
        return "wrong", f"The check gave 0 of {points:g} points.", 0.0
    return outcome, message, min(max(value, 0.0), points)


def up_to_last_check(steps: list[dict]) -> list[dict]:
    """Return the steps without those behind the last check."""
    return steps[: max((place for place, step in enumerate(steps, 1) if step["kind"] == "check"), default=0)]


class Run:
    """One notebook with its visible or its hidden checks, step by step.

    A cell that kills its process, or must be killed, is left out of a new start.

    Attributes
    ----------
    replies : what the judge said of each check
    failures : outcome and message of the learner's cells that did not go well; of a run with hidden checks only those
        that were stopped
    outputs : of the learner's cells; none of a run with hidden checks
    stopped : the names of the cells that did not come to their end
    seconds : that each check took that came to its end
    """

    def __init__(
        self,
        job: dict,
        source: Source,
        limits: Limits,
        *,
        hidden: bool,
        without: Collection[str] = (),
        tick: Callable[[str], object] = be_silent,
    ):
        self._job, self._source, self._limits, self._hidden = job, source, limits, hidden
        self._tick = tick
        steps = [step for step in job["steps"] if self._wanted(step) and step["name"] not in without]
        self._steps = up_to_last_check(steps) if hidden else steps  # of the rest, nothing would be kept
        self._seconds_left = limits.submission
        self._done: list[dict] = []
        self._pair: Pair | PlainPair | None = None
        self._restarts = 0
        self._room = MAX_OUTPUTS
        self.replies: dict[str, dict] = {}
        self.failures: dict[str, Failure] = {}
        self.outputs: dict[str, list] = {}
        self.stopped: set[str] = set()
        self.seconds: dict[str, float] = {}

    def all(self) -> None:
        """Run every step."""
        try:
            for step in self._steps:
                try:
                    self._start()
                    self._step(step, record=True)
                    if step["kind"] != "check" or self._hidden in step["prepares"]:
                        self._done.append(step)
                except Stopped as stopped:
                    self._fail(step, stopped.args)
                if step["name"] in self.replies:
                    self._tick(step["name"])
        finally:
            self._close()

    def _wanted(self, step: dict) -> bool:
        return step["kind"] != "check" or step["hidden"] == self._hidden or self._hidden in step["prepares"]

    def _close(self) -> None:
        if self._pair is not None:
            self._pair.close()
            self._pair = None

    def _fail(self, step: dict, failure: Failure) -> None:
        """Remember why a step did not end, and start afresh before the next."""
        self._close()
        outcome, message = failure
        if step["kind"] != "check":
            self.stopped.add(step["name"])
            self.failures[step["name"]] = failure
            self.outputs[step["name"]] = [error_output(outcome, message)]
        elif step["hidden"] == self._hidden:
            self.replies[step["name"]] = {"outcome": outcome, "message": message}

    def _start(self) -> None:
        """See to it that there are processes which have run every step that is done."""
        while self._pair is None:
            if self._restarts > MAX_RESTARTS or self._seconds_left <= 0:
                raise Stopped("timed out", self._used_up())
            self._restarts += 1
            self._pair = self._source.pair()
            try:
                self._ask("start", crossing=self._job["crossing"])
                for path, content in self._job.get("files", {}).items():
                    self._ask("file", path=path, content=content)
            except Stopped as stopped:  # nothing of the learner's has run in them yet
                raise NotStarted(f"no judge and worker: {stopped.args[1]} {self._source.said()}") from None
            try:
                self._locked_seen, self._own_seen = 0, False
                for step in self._done:
                    self._step(step, record=False)
            except Stopped:
                self._close()
                self._done.remove(step)  # it went well the first time; without it the rest may still run

    def _step(self, step: dict, record: bool) -> None:
        """Run a check in the judge, the learner's cell in the worker, the instructor's on both sides."""
        name, order = step["name"], {"name": step["name"], "source": step["source"]}
        if step["kind"] == "check":
            if step["hidden"] == self._hidden:
                start = time.perf_counter()
                reply = self._ask("check", hidden=self._hidden, **order)
                if record:
                    self.replies[name] = reply
                    self.seconds[name] = time.perf_counter() - start
            else:  # for the names that it binds
                self._ask("check", name=name, source=step["released"], hidden=True)
        elif step["kind"] == "locked":
            in_image = self._locked_seen < self._source.ran
            self._locked_seen += 1
            if not in_image or self._own_seen:
                self._ask("worker", **order)
            if not in_image:
                self._ask("locked", **order)
        else:
            self._own_seen = True
            reply = self._ask("worker", **order)
            if record and not self._hidden:
                self._record(name, reply)

    def _record(self, name: str, reply: dict) -> None:
        """Keep the outputs of a learner's cell as long as there is room for them, and its error."""
        outputs = [output for output in reply["outputs"] if isinstance(output, dict)]
        self._room -= len(json.dumps(outputs))
        if self._room < 0:
            outputs = []
        if error := reply["error"]:
            outcome = "out of memory" if reply.get("memory") else "error"
            self.failures[name] = (outcome, f"Your cell raised {error}")
            outputs.append(error_output(outcome, error))
        self.outputs[name] = outputs

    def _used_up(self) -> str:
        return (
            f"Stopped: all cells of the notebook together used up their {self._limits.submission:g} seconds."
        )

    def _ask(self, what: str, **order: object) -> dict:
        """Give the judge an order and return its reply, or raise `Stopped` with the reason why there is none."""
        seconds = min(self._limits.cell, self._seconds_left)
        try:
            self._pair.orders.send_bytes(json.dumps({"do": what, **order}).encode())
            if what == "start":
                wait_for_start(self._pair)
            else:
                self._seconds_left -= wait_for_reply(self._pair, seconds)
            reply = json.loads(self._pair.orders.recv_bytes())
        except Impatient:
            self._seconds_left -= seconds
            words = f"Stopped after {seconds:g} seconds. Does a loop never end?"
            raise Stopped("timed out", words if seconds == self._limits.cell else self._used_up()) from None
        except (EOFError, OSError):
            reply = {"lost": True}
        if reply.get("lost"):
            raise Stopped(*failure(self._pair.cause()))
        return reply


def failure(cause: str) -> Failure:
    """Return outcome and message for the way in which a process ended; see `image.supervise`."""
    if cause == "memory":
        return "out of memory", "The answer needs more memory than there is."
    if cause == "signal 24":  # SIGXCPU
        return "timed out", "Stopped: the notebook used up its time. Does a loop never end?"
    return (
        "error",
        f"The answer ended its Python process ({cause or 'without a word'}), as os._exit or a crash does.",
    )


def error_output(outcome: str, message: str) -> dict:
    """Return an error as a notebook holds it."""
    return {"output_type": "error", "ename": outcome, "evalue": message, "traceback": message.splitlines()}
