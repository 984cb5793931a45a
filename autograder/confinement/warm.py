"""The process that is an image: it warms up, runs what is ahead, and forks.

It never sees a submission: those go straight to its children, over lines whose ends it only passes on. That of the
judges also runs what of the checks is the same for all; that of the workers never sees a check.
"""

import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import socket
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from autograder.confinement import inheritance, sandbox
from autograder.confinement.ahead import Leading, Spoilt
from autograder.confinement.pair import ROLES
from autograder.confinement.sandbox import Limits
from autograder.confinement.supervisor import run_confined

# What an image is told: to make a copy, or one that joins the control group that comes first; to run what is ahead.
FORK, JOIN, RUN_AHEAD = b"f", b"j", b"a"
WARM = (
    "autograder.confinement.judge",
    "autograder.confinement.worker",
    "psutil",
    "scipy.sparse",
    "pandas",
    "matplotlib.pyplot",
)


def make_shell(role: str) -> object:
    """Return the IPython shell in which one role's cells run, without history, threads or files."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from autograder.confinement.namespace import Namespace

    class Shell(InteractiveShell):
        """Takes `%matplotlib` with any name, as a kernel does. There are no windows: figures are outputs."""

        def enable_gui(self, gui: str | None = None) -> None:
            """Do without."""

        def enable_matplotlib(self, gui: str | None = None) -> tuple:
            """Have figures shown as outputs."""
            return super().enable_matplotlib("inline")

    config = Config()
    config.HistoryManager.enabled = False
    names = Namespace() if role == "judge" else None
    sys.path.insert(0, "")  # modules beside the notebook, as in a kernel
    shell = Shell.instance(config=config, user_ns=names)
    with suppress(Exception):
        shell.enable_matplotlib()
    return shell


def warm_up(shell: object, prelude: Sequence[Sequence[str]]) -> str:
    """Import what the processes need and run the leading locked cells; return what went wrong, or ""."""
    for module in WARM:
        importlib.import_module(module)
    random.seed(0)
    sys.modules["numpy"].random.seed(0)
    for name, source in prelude:
        result = shell.run_cell(source, silent=True)
        if not result.success:
            error = result.error_before_exec or result.error_in_exec
            return f"The locked cell {name} raises {type(error).__name__}: {error}"
        if len(os.listdir("/proc/self/task")) > 1:
            return (
                f"The locked cell {name} starts threads, which the copies made for each submission would lack. Let it "
                "prepare data only, or let it stand after the first answer cell."
            )
    return ""


def tell_seed(seed: int | None) -> None:
    """Let the cells of this process find the seed, or none, in their environment."""
    os.environ.pop("CHECK_SEED", None)
    if seed is not None:
        os.environ["CHECK_SEED"] = str(seed)


def serve(role: str, shell: object, ahead: dict, ends: Sequence[Connection]) -> None:
    """Be a judge or a worker until the line is closed; `ahead` is what a judge need not compute."""
    from autograder.confinement.judge import Judge
    from autograder.confinement.worker import Worker

    if role == "worker":
        Worker(ends[0], shell).peer.serve_forever()
    else:
        Judge(ends[0], shell, ahead).serve(ends[1])


@dataclass(frozen=True)
class Copied:
    """What every copy starts from.

    Attributes
    ----------
    random : the state of Python's random numbers
    memory : what it must not share
    ahead : what a judge need not compute; see `bindings.Bindings`
    """

    random: tuple
    memory: list[inheritance.Mapping]
    ahead: dict


def be_copied(ahead: dict) -> Copied:
    """Return what copies start from, and see that they stay cheap."""
    gc.collect()
    gc.freeze()
    inheritance.use_large_pages()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    return Copied(random.getstate(), inheritance.shared_memory(), ahead)


def look_ahead(line: Connection, shell: object, memory: int, ahead: dict) -> None:
    """Run the leading statements that come down the line and keep what they bind; end if they spoil this process."""
    from autograder.confinement.bindings import run_ahead

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # they may start a program
    cells = [Leading(**cell) for cell in json.loads(line.recv_bytes())]
    try:
        for done in run_ahead(shell, cells, memory, ahead):
            line.send_bytes(json.dumps({"seconds": done.seconds, "refused": done.refused}).encode())
    except Spoilt as spoilt:
        line.send_bytes(json.dumps({"spoilt": str(spoilt)}).encode())
        os._exit(1)


def left_open(known: Collection[int]) -> str:
    """Return what is wrong with descriptors that the leading locked cells have left open, or ""."""
    opened = [
        os.readlink(f"/proc/self/fd/{descriptor}")
        for descriptor in inheritance.descriptors(known)
        if inheritance.cannot_be_reopened(descriptor)
    ]
    if not opened:
        return ""
    return (
        f"The leading locked cells leave {', '.join(opened)} open, which all submissions would share. Close it, or let "
        "the cell stand after the first answer cell."
    )


def main(role: str, descriptor: int) -> None:
    """Warm up, then fork a child for each set of descriptors that comes down the line, until it is closed."""
    control = socket.socket(fileno=descriptor)
    line = Connection(os.dup(descriptor))
    prelude, limits, seed = json.loads(line.recv_bytes())
    tell_seed(seed)
    shutil.copytree(sandbox.FILES, sandbox.HOME, dirs_exist_ok=True)  # the leading cells may read them
    shell = make_shell(role)
    error = warm_up(shell, prelude) or left_open({*inheritance.STANDARD, control.fileno(), line.fileno()})
    line.send_bytes(json.dumps(error).encode())
    copied = be_copied({})
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, len(ROLES) + 2)
        if not message:
            os._exit(0)
        if message == RUN_AHEAD:
            look_ahead(line, shell, limits["memory"], copied.ahead)
            copied = be_copied(copied.ahead)
            continue
        try:
            is_copy = os.fork() == 0
        except OSError as full:  # which this one submission will be told
            print(f"{role}: {full}", file=sys.stderr, flush=True)
            is_copy = False
        if is_copy:
            control.close()
            line.close()
            if message == JOIN:
                joining = descriptors.pop(0)
                os.write(joining, b"0")
                os.close(joining)
            be_child(role, shell, copied, Limits(**limits), descriptors)
        for received in descriptors:
            os.close(received)


def be_child(role: str, shell: object, copied: Copied, limits: Limits, descriptors: list[int]) -> None:
    """Confine this copy and serve; never return."""
    status = 1

    def serve_confined() -> None:
        random.setstate(copied.random)  # Python gives every copy a new one
        serve(role, shell, copied.ahead, [Connection(descriptor) for descriptor in descriptors[1:]])

    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        run_confined(limits, descriptors[0], descriptors[1:], copied.memory, serve_confined)
        status = 0
    except BaseException as error:
        with suppress(OSError):
            os.write(2, f"{role}: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.argv[1], int(sys.argv[2]))
