"""Grading one submission: plain data in, plain data out.

A job says what to run, in order; the result says what became of each check. Neither holds anything that is not JSON,
so a job can be graded by any process that can start a `Source` of judges and workers.
"""

import json
import time

from autograder.image import Pair, PlainPair, Source
from autograder.sandbox import Limits, SandboxUnavailable

MAX_RESTARTS = 25
START_SECONDS = 60  # without a warm image, all the imports
MAX_OUTPUTS = 20_000_000  # characters of JSON: the outputs of all cells that are the learner's
Failure = tuple[str, str]  # outcome and message


class Stopped(Exception):
    """A cell did not come to its end; holds the outcome and the message for what depended on it."""


def grade_notebook(job: dict, source: Source, limits: Limits) -> dict:
    """Grade one notebook of one submission.

    Parameters
    ----------
    job
        `name`; `steps`: a list of dicts with `kind` (locked, answer, added, check), `name`, `source` and `hidden`;
        `crossing`: the names that checks may fetch; `checks`: for each check its `exercise`, `answers` (the names of
        the exercise's answer cells), `hidden` and `points`; `untouched`: the names of the answers left as released;
        `notes`.

    Returns
    -------
    dict
        `name`, `checks` (one dict each: `name`, `exercise`, `hidden`, `score`, `points`, `outcome`, `message`),
        `outputs` of the learner's cells by name, `notes`.
    """
    run = Run(job, source, limits)
    try:
        run.all()
    finally:
        run.close()
    checks = [verdict(name, about, run, job["untouched"]) for name, about in job["checks"].items()]
    return {"name": job["name"], "checks": checks, "outputs": run.outputs, "notes": job["notes"]}


def verdict(name: str, about: dict, run: "Run", untouched: list[str]) -> dict:
    """Return the result of one check: its outcome, message and score."""
    reply = run.replies[name]
    outcome, message, score = reply["outcome"], reply["message"], 0.0
    if outcome == "passed":
        value = reply.get("value")
        score = about["points"] if value is None else min(max(value, 0.0), about["points"])
    elif about["answers"] and all(answer in untouched for answer in about["answers"]):
        outcome, message = "not attempted", f"{about['exercise']}: not attempted yet."
    elif reply.get("missing"):
        failures = [run.failures[answer] for answer in about["answers"] if answer in run.failures]
        if failures:
            outcome, message = failures[0]
    shown = {key: about[key] for key in ("exercise", "hidden", "points")}
    return {"name": name, **shown, "score": score, "outcome": outcome, "message": message}


class Run:
    """One notebook, step by step. A cell that kills its process, or must be killed, is left out of a new start."""

    def __init__(self, job: dict, source: Source, limits: Limits):
        self._job, self._source, self._limits = job, source, limits
        self._deadline = time.monotonic() + limits.submission
        self._done: list[dict] = []
        self._pair: Pair | PlainPair | None = None
        self._restarts = 0
        self._room = MAX_OUTPUTS
        self.replies: dict[str, dict] = {}
        self.failures: dict[str, Failure] = {}
        self.outputs: dict[str, list] = {}

    def close(self) -> None:
        """End the processes."""
        if self._pair is not None:
            self._pair.close()

    def all(self) -> None:
        """Run every step."""
        for step in self._job["steps"]:
            try:
                self._start()
                if step["kind"] == "check":
                    order = {key: step[key] for key in ("name", "source", "hidden")}
                    self.replies[step["name"]] = self._ask("check", **order)
                else:
                    self._cell(step, record=True)
                    self._done.append(step)
            except Stopped as stopped:
                self._fail(step, stopped.args)

    def _fail(self, step: dict, failure: Failure) -> None:
        """Remember why a step did not end, and start afresh before the next."""
        if self._pair is not None:
            self._pair.close()
            self._pair = None
        outcome, message = failure
        if step["kind"] == "check":
            self.replies[step["name"]] = {"outcome": outcome, "message": message}
        else:
            self.failures[step["name"]] = failure
            self.outputs[step["name"]] = [error_output(outcome, message)]

    def _start(self) -> None:
        """See to it that there are processes which have run every step that is done."""
        while self._pair is None:
            if self._restarts > MAX_RESTARTS or time.monotonic() > self._deadline:
                raise Stopped(
                    "timed out", f"Stopped: the notebook used up its {self._limits.submission:g} seconds."
                )
            self._restarts += 1
            self._pair = self._source.pair()
            try:
                self._ask("start", START_SECONDS, crossing=self._job["crossing"])
            except Stopped as stopped:  # nothing of the learner's has run yet
                raise SandboxUnavailable(
                    f"no judge and worker: {stopped.args[1]} {self._source.said()}"
                ) from None
            try:
                self._locked_seen, self._own_seen = 0, False
                for step in self._done:
                    self._cell(step, record=False)
            except Stopped:
                self._pair.close()
                self._pair = None
                self._done.remove(step)  # it went well the first time; without it the rest may still run

    def _cell(self, step: dict, record: bool) -> None:
        """Run a cell that is not a check: the learner's in the worker, the instructor's on both sides."""
        order = {"name": step["name"], "source": step["source"]}
        if step["kind"] != "locked":
            self._own_seen = True
            reply = self._ask("worker", **order)
            if record:
                self._record(step["name"], reply)
            return
        in_image = self._locked_seen < self._source.ran
        self._locked_seen += 1
        if not in_image or self._own_seen:
            self._ask("worker", **order)
        if not in_image:
            self._ask("locked", **order)

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

    def _ask(self, what: str, seconds: float | None = None, **order: object) -> dict:
        """Give the judge an order and return its reply, or raise `Stopped` with the reason why there is none."""
        seconds = min(seconds or self._limits.cell, self._deadline - time.monotonic())
        try:
            self._pair.orders.send_bytes(json.dumps({"do": what, **order}).encode())
            if not self._pair.orders.poll(max(seconds, 0)):
                raise Stopped(
                    "timed out", f"Stopped after {self._limits.cell:g} seconds. Does a loop never end?"
                )
            reply = json.loads(self._pair.orders.recv_bytes())
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
