"""Warm interpreters: the numeric stack imported once, every judge and worker a copy.

An image is a process that has imported what an assignment needs and has run the assignment's leading locked cells. It
never sees a submission or a check: those go straight to its children, over lines whose ends it only passes on.
"""

import gc
import importlib
import json
import multiprocessing
import os
import random
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.confinement import sandbox
from autograder.confinement.sandbox import Limits

ROLES = ("judge", "worker")
WARM = (
    "autograder.confinement.judge",
    "autograder.confinement.worker",
    "psutil",
    "scipy.sparse",
    "pandas",
    "matplotlib.pyplot",
)
ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # another one would reserve a gigabyte of address space
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # threads would not survive the fork
    "HOME": sandbox.HOME,
    "LANG": "C.UTF-8",
    "IPYTHONDIR": f"{sandbox.HOME}/.ipython",
    "MPLCONFIGDIR": f"{sandbox.HOME}/.matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NBGRADER_EXECUTION": "autograde",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": os.defpath,
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),  # this package, installed or not
    "TMPDIR": sandbox.HOME,
    "XDG_CACHE_HOME": f"{sandbox.HOME}/.cache",
}


@dataclass(frozen=True)
class Setting:
    """What the processes of one notebook start from.

    Attributes
    ----------
    prelude : (name, source) of the leading locked cells
    files : folder with the assignment's own files
    seed : what checks draw their data from, None for what the cells have without a grader; see `of`
    confined : whether the learner's code runs in the sandbox
    """

    prelude: tuple[tuple[str, str], ...]
    files: Path
    seed: int | None = None
    limits: Limits = field(default_factory=Limits)
    confined: bool = True

    def of(self, role: str) -> "Setting":
        """Return what a judge or a worker may know of it: the judge alone has the seed."""
        return self if role == "judge" else replace(self, seed=None)


class PreludeError(Exception):
    """The assignment's leading locked cells cannot be run ahead of the submissions; the message says why."""


class Image:
    """A warm interpreter in the sandbox, to be forked. Start it from the main thread: it ends with its thread."""

    def __init__(self, role: str, setting: Setting):
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `close`; a pipe would have to be read)
        command = sandbox.command(setting.files, ENVIRONMENT)
        with theirs:
            self._process = subprocess.Popen(
                [*command, sys.executable, "-m", "autograder.confinement.image", role, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
            )
        self._line = Connection(os.dup(self._control.fileno()))
        with suppress(OSError):
            # Not by the command line or its environment, which others on the machine may see.
            about = [setting.prelude, asdict(setting.limits), setting.of(role).seed]
            self._line.send_bytes(json.dumps(about).encode())

    def ready(self) -> None:
        """Wait until the image is warm.

        Raises
        ------
        PreludeError
            If a leading cell fails, or starts threads, which copies would lack.
        SandboxUnavailable
            If the image does not start.
        """
        try:
            error = json.loads(self._line.recv_bytes())
        except (EOFError, OSError):
            said = self.said()
            self.close()
            raise sandbox.SandboxUnavailable(f"the sandbox does not start: {said}") from None
        if error:
            self.close()
            raise PreludeError(error)

    def said(self) -> str:
        """Return the end of what the image and its children have written to standard error."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()[-2_000:]

    def fork(self, *descriptors: int) -> None:
        """Start a copy that holds these descriptors; its first one is its lifeline."""
        with self._lock:
            socket.send_fds(self._control, [b"f"], descriptors)

    def close(self) -> None:
        """End the image and whatever it has started."""
        if self._process.returncode is None:
            self._line.close()
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._errors.close()


class Pair:
    """A judge with its worker, for one notebook of one submission; both end with it."""

    def __init__(self, images: dict[str, Image]):
        lifelines, theirs = {}, []
        judge_end, worker_end = socket.socketpair()
        driver_end, order_end = socket.socketpair()
        for role in ROLES:
            lifelines[role], other = socket.socketpair()
            theirs.append(other)
        images["worker"].fork(theirs[1].fileno(), worker_end.fileno())
        images["judge"].fork(theirs[0].fileno(), judge_end.fileno(), order_end.fileno())
        for end in (*theirs, judge_end, worker_end, order_end):
            end.close()
        self._lifelines = lifelines
        self.orders = Connection(driver_end.detach())

    def cause(self) -> str:
        """Wait for the end of either process, which is under way, and return why: see `supervise`."""
        ended, _, _ = select.select(self._lifelines.values(), [], [], 5)
        return ended[0].recv(100).decode() if ended else ""

    def close(self) -> None:
        """End both processes and whatever they have started."""
        for end in (self.orders, *self._lifelines.values()):
            end.close()


class PlainPair:
    """A judge and a worker as plain processes: for one's own work, where there is no sandbox."""

    def __init__(self, setting: Setting):
        context = multiprocessing.get_context("spawn")
        judge_end, worker_end = context.Pipe()
        self.orders, order_end = context.Pipe()
        self._folder = tempfile.TemporaryDirectory()
        self._processes = [
            context.Process(
                target=serve_plain, args=(role, setting.of(role), self._folder.name, ends), daemon=True
            )
            for role, ends in (("judge", (judge_end, order_end)), ("worker", (worker_end,)))
        ]
        for process in self._processes:
            process.start()
        for end in (judge_end, worker_end, order_end):
            end.close()

    def cause(self) -> str:
        """Return why the worker ended."""
        self._processes[1].join(5)
        return f"exit {self._processes[1].exitcode}"

    def close(self) -> None:
        """End both processes."""
        self.orders.close()
        for process in self._processes:
            process.kill()
            process.join()
        with suppress(OSError):
            self._folder.cleanup()


class Source:
    """Where the pairs of one notebook come from."""

    def __init__(self, setting: Setting):
        self._setting = setting
        self._images = {}
        self.ran = (
            len(setting.prelude) if setting.confined else 0
        )  # leading locked cells that need not run again
        if setting.confined:
            setting.files.chmod(0o755)  # for processes without rights
            self._images = {role: Image(role, setting) for role in ROLES}
            try:
                for image in self._images.values():
                    image.ready()
            except BaseException:
                self.close()
                raise

    def pair(self) -> Pair | PlainPair:
        """Return a new judge with a new worker."""
        return Pair(self._images) if self._setting.confined else PlainPair(self._setting)

    def said(self) -> str:
        """Return what the images have written to standard error."""
        return "\n".join(image.said() for image in self._images.values()).strip()

    def close(self) -> None:
        """End the images."""
        for image in self._images.values():
            image.close()


def make_shell(role: str) -> object:
    """Return the IPython shell in which one role's cells run, without history, threads or files."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from autograder.confinement.judge import Namespace

    config = Config()
    config.HistoryManager.enabled = False
    names = Namespace() if role == "judge" else None
    shell = InteractiveShell.instance(config=config, user_ns=names)
    with suppress(Exception):
        shell.enable_matplotlib("inline")
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


def serve(role: str, shell: object, ends: Sequence[Connection]) -> None:
    """Be a judge or a worker until the line is closed."""
    from autograder.confinement.judge import Judge
    from autograder.confinement.worker import Worker

    if role == "worker":
        Worker(ends[0], shell).peer.serve_forever()
    else:
        Judge(ends[0], shell).serve(ends[1])


def serve_plain(role: str, setting: Setting, folder: str, ends: Sequence[Connection]) -> None:
    """Be a judge or a worker without an image."""
    import shutil

    os.environ["NBGRADER_EXECUTION"] = "autograde"
    tell_seed(setting.seed)
    with open(os.devnull, "w") as nowhere:  # what cells write past IPython is nobody's output
        os.dup2(nowhere.fileno(), 1)
    shutil.copytree(setting.files, Path(folder, role))
    os.chdir(Path(folder, role))
    shell = make_shell(role)
    warm_up(shell, [])
    serve(role, shell, ends)


def main(role: str, descriptor: int) -> None:
    """Warm up, then fork a child for each set of descriptors that comes down the line, until it is closed."""
    control = socket.socket(fileno=descriptor)
    line = Connection(os.dup(descriptor))
    prelude, limits, seed = json.loads(line.recv_bytes())
    tell_seed(seed)
    shell = make_shell(role)
    line.send_bytes(json.dumps(warm_up(shell, prelude)).encode())
    state = random.getstate()  # Python gives every copy a new one
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, len(ROLES) + 1)
        if not message:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            line.close()
            be_child(role, shell, state, Limits(**limits), descriptors)
        for received in descriptors:
            os.close(received)


def be_child(role: str, shell: object, state: tuple, limits: Limits, descriptors: list[int]) -> None:
    """Confine this copy and serve, with Python's random numbers in that state; never return."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sandbox.enter(limits)
        child = os.fork()
        if child == 0:
            random.setstate(state)
            os.close(descriptors[0])
            sandbox.confine(limits)
            serve(role, shell, [Connection(descriptor) for descriptor in descriptors[1:]])
        else:
            for descriptor in descriptors[1:]:
                os.close(descriptor)
            supervise(child, socket.socket(fileno=descriptors[0]), limits)
        status = 0
    except BaseException as error:
        with suppress(OSError):
            os.write(2, f"{role}: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def supervise(child: int, lifeline: socket.socket, limits: Limits) -> None:
    """Wait for the child and say on the lifeline why it ended; end it when the lifeline does, or memory does.

    The words are "exit N", "signal N" or "memory".
    """
    handle = os.pidfd_open(child)
    poller = select.poll()
    poller.register(lifeline, select.POLLIN | select.POLLHUP)
    poller.register(handle, select.POLLIN)
    words = ""
    while True:
        events = dict(poller.poll(200))
        if handle in events:
            break
        if lifeline.fileno() in events:
            os.kill(child, signal.SIGKILL)
            break
        if not words and memory_used(child, limits.memory) > limits.memory:
            words = "memory"
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):
        lifeline.send((words or (f"signal {-code}" if code < 0 else f"exit {code}")).encode())


def memory_used(child: int, enough: int) -> int:
    """Return the bytes that the child and its children hold in memory; not exact below `enough`.

    Pages shared with the image and among themselves count once, which takes long to find out: only where it matters.
    """
    import psutil

    try:
        process = psutil.Process(child)
        family = [process, *process.children(recursive=True)]
        if sum(one.memory_info().rss for one in family) < enough:
            return 0
        return sum(one.memory_full_info().pss for one in family)
    except psutil.Error:  # one has just ended
        return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.argv[1], int(sys.argv[2]))
