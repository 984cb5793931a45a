"""What can be computed once for a class: the leading statements of cells, and what became of them."""

from dataclasses import dataclass

Key = tuple[
    str, bool | None
]  # a cell's source, and whether it is a hidden check or a visible one; see `Leading`


@dataclass(frozen=True)
class Leading:
    """The leading statements of a cell, which mention no answer.

    Attributes
    ----------
    name, source : of the cell
    statements : how many they are
    hidden : whether the cell is a hidden check or a visible one; None for a locked cell, of which they are all
    """

    name: str
    source: str
    statements: int
    hidden: bool | None = None

    @property
    def key(self) -> Key:
        """By what they are found again when the cell is to run: a released text is not that of the hidden check."""
        return self.source, self.hidden


@dataclass(frozen=True)
class Done:
    """What became of a cell's leading statements: their seconds of CPU time, and why they are not kept, if so."""

    cell: Leading
    seconds: float = 0.0
    refused: str = ""


class Spoilt(Exception):
    """A cell's leading statements have changed what is not theirs: the image is no longer what it was."""

    def __init__(self, done: Done):
        super().__init__(done.refused)
        self.done = done
