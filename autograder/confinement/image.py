"""Warm interpreters: the numeric stack imported once, every judge and worker a copy.

An image is a process that has imported what an assignment needs and has run the assignment's leading locked cells. It
never sees a submission: those go straight to its children, over lines whose ends it only passes on. That of the judges
has also run what of the checks is the same for all; that of the workers never sees a check.
"""

import json
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.confinement import cgroup, sandbox
from autograder.confinement.ahead import Done, Leading, Spoilt
from autograder.confinement.pair import END_SECONDS, ROLES, Pair
from autograder.confinement.sandbox import Limits
from autograder.confinement.supervisor import Activity, activity, cpu_seconds
from autograder.confinement.warm import FORK, JOIN, RUN_AHEAD, make_shell, serve, tell_seed, warm_up

AHEAD_SECONDS = 60  # that the leading statements of one cell may take: an exercise's checks should take two
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
                [*command, sys.executable, "-m", "autograder.confinement.warm", role, str(theirs.fileno())],
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

    def run_ahead(self, cells: Sequence[Leading]) -> Iterator[Done]:
        """Have the leading statements of these cells run, which are in the notebook's order; yield what became of each.

        Raises
        ------
        Spoilt
            If the image has ended, or must, on account of the cell whose turn it was.
        """
        self._control.send(RUN_AHEAD)
        self._line.send_bytes(json.dumps([asdict(cell) for cell in cells]).encode())
        for cell in cells:
            try:
                reply = json.loads(self._line.recv_bytes()) if self._line.poll(AHEAD_SECONDS) else {}
            except (EOFError, OSError):
                reply = {"spoilt": "ends Python"}
            if "refused" not in reply:
                self.close()
                raise Spoilt(Done(cell, 0.0, reply.get("spoilt", f"takes more than {AHEAD_SECONDS} seconds")))
            yield Done(cell, **reply)

    def said(self) -> str:
        """Return the end of what the image and its children have written to standard error."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()[-2_000:]

    def fork(self, *descriptors: int, group: cgroup.Group | None = None) -> None:
        """Start a copy that holds these descriptors; its first one is its lifeline. It joins the group."""
        with self._lock:
            if group is None:
                socket.send_fds(self._control, [FORK], descriptors)
            else:
                joining = group.open()
                socket.send_fds(self._control, [JOIN], [joining, *descriptors])
                os.close(joining)

    def close(self) -> None:
        """End the image and whatever it has started."""
        if self._process.returncode is None:
            self._line.close()
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._errors.close()


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

    def progress(self) -> tuple[float, Activity]:
        """Return the CPU time of both processes and their children so far, and what the busiest does."""
        seconds = sum(cpu_seconds(process.pid) for process in self._processes)
        return seconds, max(activity(process.pid) for process in self._processes)

    def cause(self) -> str:
        """Return why the worker ended."""
        self._processes[1].join(END_SECONDS)
        return f"exit {self._processes[1].exitcode}"

    def close(self) -> None:
        """End both processes."""
        self.orders.close()
        for process in self._processes:
            process.kill()
            process.join()
        with suppress(OSError):
            self._folder.cleanup()


def serve_plain(role: str, setting: Setting, folder: str, ends: Sequence[Connection]) -> None:
    """Be a judge or a worker without an image."""
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    tell_seed(setting.seed)
    with open(os.devnull, "w") as nowhere:  # what cells write past IPython is nobody's output
        os.dup2(nowhere.fileno(), 1)
    shutil.copytree(setting.files, Path(folder, role))
    os.chdir(Path(folder, role))
    shell = make_shell(role)
    warm_up(shell, [])
    serve(role, shell, {}, ends)


class Source:
    """Where the pairs of one notebook come from.

    Attributes
    ----------
    ran : how many of the leading locked cells need not run again
    ahead : what became of the leading statements of other cells that were run ahead, by the cell's name
    """

    def __init__(self, setting: Setting):
        self._setting = setting
        self._images: dict[str, Image] = {}
        self.ran = len(setting.prelude) if setting.confined else 0
        self.ahead: dict[str, Done] = {}
        if setting.confined:
            setting.files.chmod(0o755)  # for processes without rights
            self._start(ROLES)

    def _start(self, roles: Sequence[str]) -> None:
        """Start images and wait until they are warm."""
        self._images |= {role: Image(role, self._setting) for role in roles}
        try:
            for role in roles:
                self._images[role].ready()
        except BaseException:
            self.close()
            raise

    def run_ahead(self, cells: Sequence[Leading]) -> None:
        """Have the judges' image run the leading statements of these cells, as far as it has not yet.

        Where these do not leave the image as it was, it is started again and does without them. Call it from the main
        thread; see `Image`.

        Parameters
        ----------
        cells : in the notebook's order
        """
        if not self._setting.confined or all(cell.name in self.ahead for cell in cells):
            return
        while True:
            left = [
                cell for cell in cells if cell.name not in self.ahead or not self.ahead[cell.name].refused
            ]
            try:
                for done in self._images["judge"].run_ahead(left):
                    self.ahead.setdefault(done.cell.name, done)
                return
            except Spoilt as spoilt:
                self.ahead = {name: done for name, done in self.ahead.items() if done.refused}
                self.ahead[spoilt.done.cell.name] = spoilt.done
                self._start(["judge"])

    def pair(self) -> Pair | PlainPair:
        """Return a new judge with a new worker."""
        if not self._setting.confined:
            return PlainPair(self._setting)
        above = cgroup.parent()
        groups = {role: cgroup.Group(above, self._setting.limits) for role in ROLES} if above else {}
        return Pair({role: image.fork for role, image in self._images.items()}, groups)

    def said(self) -> str:
        """Return what the images have written to standard error."""
        return "\n".join(image.said() for image in self._images.values()).strip()

    def close(self) -> None:
        """End the images."""
        for image in self._images.values():
            image.close()
