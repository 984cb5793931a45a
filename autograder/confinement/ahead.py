"""What checks compute without the learner, computed once: in the judge's image, for all judges to come.

The leading statements of a check mention no answer. An image runs them and keeps what they bind; each of its copies
binds that instead of running them, once, and only if all that they have read is what it was. So a check finds
what it would have computed itself, or computes it itself.
"""

import contextlib
import io
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from autograder.confinement.namespace import GONE, Namespace
from autograder.confinement.operands import parse
from autograder.confinement.watching import Unchanged, Watch, differing, never, process_state

Key = tuple[
    str, bool | None
]  # a cell's source, and whether it is a hidden check or not; None for a locked cell


@dataclass(frozen=True)
class Leading:
    """The leading statements of a cell.

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
        """By what the cell is found again when it is to run: a released text is not that of the hidden check."""
        return self.source, self.hidden


@dataclass(frozen=True)
class Done:
    """What became of a cell's leading statements: their seconds of CPU time, and why they are not kept, if so."""

    cell: Leading
    seconds: float = 0.0
    refused: str = ""


@dataclass(frozen=True)
class Bindings:
    """What the leading statements of a cell bind.

    Attributes
    ----------
    statements : how many they are
    bound : the value of each name, `GONE` for one that they delete
    read : what each name held that they read, with a function that tells whether it is as it was
    """

    statements: int
    bound: dict[str, object]
    read: dict[str, tuple[object, Unchanged]]

    def put(self, names: Namespace) -> bool:
        """Bind it all, if the statements would still come to the same; tell whether they would."""
        held = (dict.get(names, name, GONE) is value for name, (value, _) in self.read.items())
        if names.crossing & self.bound.keys() or not all(held):
            return False
        if not all(unchanged() for _, unchanged in self.read.values()):
            return False
        for name, value in self.bound.items():
            if value is not GONE:
                names[name] = value
            elif name in names:
                del names[name]
        return True


class Spoilt(Exception):
    """A cell's leading statements have changed what is not theirs: the image is no longer what it was."""

    def __init__(self, done: Done):
        super().__init__(done.refused)
        self.done = done


class Ahead:
    """The bindings of the leading statements of a notebook's cells."""

    def __init__(self, shell: InteractiveShell):
        self._shell = shell
        self._names: Namespace = shell.user_ns
        self._kept: dict[Key, Bindings] = {}

    def take(self, source: str, hidden: bool | None) -> Bindings | None:
        """Return a cell's bindings, the first time; the cell will change them."""
        return self._kept.pop((source, hidden), None)

    def run(self, cells: Sequence[Leading], memory: int) -> Iterator[Done]:
        """Run the leading statements of these cells, which are in the notebook's order; yield what became of each.

        What a locked cell binds stays bound for those after it. In the end all names are bound to what they were.

        Parameters
        ----------
        memory : bytes that each cell may need

        Raises
        ------
        Spoilt
            If this process cannot go on as an image.
        """
        before, watch = dict(self._names), Watch()
        unchanged = [watch.see(value) for value in before.values()]
        state = process_state()
        for cell in cells:
            start = time.process_time()
            refused = "" if cell.key in self._kept else self._run(cell, memory)
            seconds = time.process_time() - start
            if not all(same() for same in unchanged if same is not never):
                raise Spoilt(Done(cell, seconds, "changes an object of a locked cell"))
            if changed := differing(state, process_state()):
                raise Spoilt(Done(cell, seconds, f"changes {changed}"))
            if cell.hidden is None and not refused:
                self._kept[cell.key].put(self._names)
                unchanged += [watch.see(value) for value in self._kept[cell.key].bound.values()]
            yield Done(cell, seconds, refused)
        self._names.rebind(before)

    def _run(self, cell: Leading, memory: int) -> str:
        """Run leading statements and keep what they bind; return why not, if so."""
        tree = parse(self._shell, cell.source, cell.hidden)[0]
        del tree.body[cell.statements :]
        nowhere = io.StringIO()
        with self._names.recorded() as names:
            try:
                with (
                    bounded(memory),
                    contextlib.redirect_stdout(nowhere),
                    contextlib.redirect_stderr(nowhere),
                ):
                    exec(compile(tree, f"<check {cell.name}>", "exec"), names)
            except BaseException as error:  # whatever it is, the judge of each submission will come to it
                return f"raises {type(error).__name__}"
            watch = Watch()
            read = {name: (value, watch.see(value)) for name, value in names.read.items()}
            if unclear := [name for name, (_, unchanged) in read.items() if unchanged is never]:
                return f"uses {', '.join(unclear)}, of which nobody can tell whether it has changed"
            self._kept[cell.key] = Bindings(cell.statements, names.bound(), read)
        return ""


@contextlib.contextmanager
def bounded(memory: int) -> Iterator[None]:
    """Allow as many more bytes of memory for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + memory, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
