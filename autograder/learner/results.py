"""What the checks said of one's own notebook, kept so that what has not changed need not run again.

A result is found again by a digest of everything that it depends on, so it cannot be stale: one thing changes, and it
is another digest. The file is the learner's own and is read for the learner's own card alone, never for a mark.
"""

import hashlib
import json
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from autograder.grading.assignment import Assignment
from autograder.grading.classroom import Options
from autograder.grading.files import Unreadable, read_regular, write_whole
from autograder.grading.reading import as_dict

FILE = ".checked.json"
MOST = 1_000  # results in the file: some twenty states of every assignment
MOST_BYTES = 32 << 20
SETTLED = ("passed", "wrong", "error", "not attempted")  # the others depend on how busy the machine was


def digest(*facts: object) -> str:
    """Return a text that stands for these facts, which are JSON."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def engine() -> str:
    """Return a digest of Python, the libraries' versions, and the code of the grader and the course."""
    package = Path(__file__).resolve().parents[1]
    code = [*files_below(package), *files_below(package.parent / "course")]
    libraries = {one.name for folder in sys.path for one in Path(folder).glob("*.*-info")}
    contents = [[str(path), hashlib.sha256(path.read_bytes()).hexdigest()] for path in code]
    return digest(sys.version, platform.platform(), sorted(libraries), contents)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a package, without its notebooks and what Python has compiled."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".ipynb", ".pyc"):
            yield path


def start_of(assignment: Assignment, options: Options, secret: str) -> str:
    """Return a digest of what all cells of an assignment's notebooks depend on beside one another."""
    files = [
        [str(inside), hashlib.sha256(path.read_bytes()).hexdigest()] for path, inside in assignment.files
    ]
    return digest(engine(), files, asdict(options), secret, assignment.name)


def keys(job: dict, start: str) -> dict[str, str]:
    """Return for each check of a job a digest of all that its result depends on: what comes before it, and itself."""
    found, before = {}, digest(start, job["name"], job["crossing"])
    for step in job["steps"]:
        before = digest(before, step)
        if about := job["checks"].get(step["name"]):
            untouched = [answer in job["untouched"] for answer in about["answers"]]
            found[step["name"]] = digest(before, about, untouched)
    return found


def left_to_do(job: dict, known: dict[str, dict]) -> dict:
    """Return the job without the checks of which the results are known, and without what then has no check below it.

    A check that binds names for later ones stays among the steps.
    """
    checks = {name: about for name, about in job["checks"].items() if name not in known}
    steps = [
        step
        for step in job["steps"]
        if step["name"] not in known or step["name"] in checks or step["prepares"]
    ]
    last = max((number for number, step in enumerate(steps) if step["name"] in checks), default=-1)
    return job | {"steps": steps[: last + 1], "checks": checks}


def is_number(value: object) -> bool:
    """Tell whether this is a number, and not the NaN that JSON knows in Python."""
    return isinstance(value, int | float) and value == value


def is_message(text: object) -> bool:
    """Tell whether this is text that a terminal can show as it is, as the messages of checks are."""
    return isinstance(text, str) and text.replace("\n", "").isprintable()


class Results:
    """The results that are kept in a folder."""

    def __init__(self, folder: Path):
        self._path = folder / FILE
        self._kept: dict[str, dict] = {}
        with suppress(Unreadable, ValueError, RecursionError):
            self._kept = as_dict(json.loads(read_regular(self._path, folder, MOST_BYTES)))

    def known(self, job: dict, keys: dict[str, str]) -> dict[str, dict]:
        """Return those results of a job's checks that are kept, by the check's name."""
        known = {}
        for name, key in keys.items():
            kept, about = as_dict(self._kept.get(key)), job["checks"][name]
            score, message = kept.get("score"), kept.get("message")
            if kept.get("outcome") in SETTLED and is_number(score) and is_message(message):
                known[name] = {"name": name, **{one: about[one] for one in ("exercise", "hidden", "points")}}
                score = min(max(score, 0.0), about["points"])
                known[name] |= {"score": score, "outcome": kept["outcome"], "message": message}
        return known

    def keep(self, job: dict, result: dict, keys: dict[str, str]) -> None:
        """Keep what became of the checks of a job, up to the first cell or check that had to be stopped.

        Where the folder cannot be written, they will run again.
        """
        checks = {check["name"]: check for check in result["checks"]}
        for step in job["steps"]:
            name = step["name"]
            if name in result["stopped"] or (name in checks and checks[name]["outcome"] not in SETTLED):
                break
            if name in checks:
                self._kept.pop(keys[name], None)  # to the end, away from those that are dropped
                self._kept[keys[name]] = {one: checks[name][one] for one in ("score", "outcome", "message")}
        self._kept = dict(list(self._kept.items())[-MOST:])
        with suppress(OSError):
            write_whole(self._path, json.dumps(self._kept))
