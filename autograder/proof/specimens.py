"""Specimens: stored answers to exercises, right and wrong.

One file each, `tests/specimens/ASSIGNMENT/EXERCISE/VERDICT/NAME.py`. The exercise is the grade_id of an
answer cell, the verdict is accept or reject, and the file is the whole text of the answer cell. Comments at its
top say what it is: `# accept: how it differs`, or

    # reject: the misconception
    # loses: grade_ids of the checks that must fail
    # message: what the first failing check's message must contain
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HEADER = re.compile(r"(?:#.*\n)*")


@dataclass(frozen=True)
class Specimen:
    """A stored answer to an exercise: the whole text of its answer cell, headed by what it is worth."""

    path: Path

    @property
    def assignment(self) -> str:
        """The assignment it belongs to."""
        return self.path.parts[-4]

    @property
    def exercise(self) -> str:
        """The exercise it answers."""
        return self.path.parts[-3]

    @property
    def accepted(self) -> bool:
        """Whether every check of its exercise must pass."""
        return self.path.parts[-2] == "accept"

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def header(self) -> dict[str, str]:
        """The `# key: value` comments at the top of the file."""
        lines = HEADER.match(self.text)[0].splitlines()
        return {key: value.strip() for key, value in re.findall(r"^# (\w+): *(.*)$", "\n".join(lines), re.M)}

    @property
    def answer(self) -> str:
        """What a learner would have typed: the text below the header."""
        return self.text[HEADER.match(self.text).end() :].strip("\n")

    @property
    def loses(self) -> set[str]:
        """grade_ids of the test cells that must fail."""
        return set(self.header.get("loses", "").split())

    def __str__(self) -> str:
        return "/".join(self.path.with_suffix("").parts[-4:])


def specimens(root: Path, assignment: str = "*", exercise: str = "*", verdict: str = "*") -> list[Specimen]:
    """Return the specimens below `root` that match these patterns, sorted by path."""
    return [Specimen(path) for path in sorted(root.glob(f"{assignment}/{exercise}/{verdict}/*.py"))]
