"""The process that checks a notebook for its kernel again and again, and keeps the images warm in between.

Requests, each the path of a notebook and of the kernel's folder, come down standard input as lines of JSON; what goes
up standard output are lines of JSON, too: any number of `{"done", "total", "words"}`, then a `{"card"}`, an `{"error"}`
or `{"outdated"}`.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.confinement.image import PreludeError
from autograder.confinement.sandbox import SandboxUnavailable
from autograder.grading.assignment import AssignmentError
from autograder.grading.course import find_course
from autograder.grading.run import NotStarted
from autograder.learner.results import engine
from autograder.learner.self_check import Checker

IDLE = 900  # seconds after which this process ends, and gives half a gigabyte back


def say(**words: object) -> None:
    """Send a line."""
    print(json.dumps(words), flush=True)


def requests() -> Iterator[dict]:
    """Yield the requests until there are no more, or none for a long time."""
    while True:
        if (
            os.name == "posix" and not select.select([sys.stdin], [], [], IDLE)[0]
        ):  # one at a time: none is buffered
            return
        line = sys.stdin.readline()
        if not line:
            return
        yield json.loads(line)


def main() -> None:
    """Answer requests, until the code on the disk is no longer that of this process."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that what was started is ended
    started_with = engine()
    with Checker() as checker:
        for request in requests():
            if engine() != started_with:
                say(outdated=True)
                return
            try:
                card = checker.check(
                    Path(request["notebook"]),
                    find_course(Path(request["cwd"])),  # trusted: what the kernel runs lies in it
                    lambda done, total, words: say(done=done, total=total, words=words),
                )
                say(card=card)
            except (AssignmentError, NotStarted, PreludeError, SandboxUnavailable, OSError) as error:
                say(error=str(error))


if __name__ == "__main__":
    main()
