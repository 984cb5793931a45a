"""Running the leading statements of cells ahead, and putting what they bind in the place of running them again.

A judges' image runs them and keeps what they bind. Each of its copies binds that instead of running them, once, and
only if all that they have read is what it was. So a check finds what it would have computed itself, or computes it.
"""

import contextlib
import io
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from autograder.confinement.ahead import Done, Key, Leading, Spoilt
from autograder.confinement.namespace import GONE, Namespace
from autograder.confinement.operands import parse
from autograder.confinement.watching import Unchanged, Watch, differing, never, process_state


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
        if names.crossing & self.bound.keys():
            return False
        for name, (value, unchanged) in self.read.items():
            if dict.get(names, name, GONE) is not value or not unchanged():
                return False
        for name, value in self.bound.items():
            if value is not GONE:
                names[name] = value
            elif name in names:
                del names[name]
        return True


class Refused(Exception):
    """What the leading statements of a cell bind cannot be kept; the message says why."""


def run_ahead(
    shell: InteractiveShell, cells: Sequence[Leading], memory: int, kept: dict[Key, Bindings]
) -> Iterator[Done]:
    """Run the leading statements of these cells, and keep what they bind; yield what became of each.

    What a locked cell binds stays bound for those after it. In the end all names are bound to what they were.

    Parameters
    ----------
    cells : in the notebook's order
    memory : bytes that each of them may need
    kept : what is kept already, of which nothing is run again

    Raises
    ------
    Spoilt
        If this process cannot go on as an image.
    """
    names: Namespace = shell.user_ns
    before, watch = dict(names), Watch()
    unchanged = [watch.see(value) for value in before.values()]
    state = process_state()
    for cell in cells:
        start, refused = time.process_time(), ""
        try:
            if cell.key not in kept:
                kept[cell.key] = run(shell, cell, memory)
        except Refused as error:
            refused = str(error)
        seconds = time.process_time() - start
        if not all(same() for same in unchanged if same is not never):
            raise Spoilt(Done(cell, seconds, "changes an object of a locked cell"))
        if changed := differing(state, process_state()):
            raise Spoilt(Done(cell, seconds, f"changes {changed}"))
        if cell.hidden is None and not refused:
            kept[cell.key].put(names)
            unchanged += [watch.see(value) for value in kept[cell.key].bound.values()]
        yield Done(cell, seconds, refused)
    names.rebind(before)


def run(shell: InteractiveShell, cell: Leading, memory: int) -> Bindings:
    """Run leading statements and return what they bind; afterwards it is bound no more.

    Raises
    ------
    Refused
        If they raise something, or read what nobody can compare with what it was.
    """
    tree, _ = parse(shell, cell.source, cell.hidden)
    del tree.body[cell.statements :]
    nowhere = io.StringIO()
    with shell.user_ns.recorded() as names:
        try:
            with bounded(memory), contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                exec(compile(tree, f"<check {cell.name}>", "exec"), names)
        except BaseException as error:  # whatever it is, the judge of each submission will come to it
            raise Refused(f"raises {type(error).__name__}") from None
        watch = Watch()
        read = {name: (value, watch.see(value)) for name, value in names.read.items()}
        if unclear := [name for name, (_, unchanged) in read.items() if unchanged is never]:
            raise Refused(f"reads {', '.join(unclear)}: nobody can tell whether that is changed")
        return Bindings(cell.statements, names.bound(), read)


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
