"""The kernel's own account of a submission: a control group of version 2, where the grader may make one.

It counts every byte that a submission brings about, also those that belong to no process, and gives each submission
the same share of the processors. Without one, the supervisor's own measurements must do.
"""

import errno
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from autograder.confinement.sandbox import Limits

ROOT = Path("/sys/fs/cgroup")
REMOVALS = 100  # attempts to remove a group: two seconds, then it stays, empty


def parent(root: Path = ROOT, own: Path = Path("/proc/self/cgroup")) -> Path | None:
    """Return the nearest group above this process that we may make groups in which count memory, None if none is."""
    try:
        line = next(line for line in own.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return None
    here = root / line[3:].strip("/")
    for group in (here, *here.parents):
        if not group.is_relative_to(root):
            return None
        with suppress(OSError):
            counted = (group / "cgroup.subtree_control").read_text().split()
            if (
                "memory" in counted
                and os.access(group, os.W_OK)
                and os.access(group / "cgroup.procs", os.W_OK)
            ):
                return group
    return None


def words() -> str:
    """Return what limits memory here."""
    if parent() is not None:
        return "memory.max of a cgroup v2"
    return "no cgroup v2 that we may write to: the memory of each process, its folders and descriptors are added up"


class Group:
    """The control group of one process and its children."""

    def __init__(self, above: Path, limits: Limits):
        self._folder = Path(tempfile.mkdtemp(prefix="autograder-", dir=above))
        self._set("memory.max", limits.memory)
        self._set("memory.swap.max", 0)
        self._set("memory.oom.group", 1)
        self._set("pids.max", 2 * limits.processes)  # RLIMIT_NPROC binds first, and tells the learner

    def _set(self, name: str, value: int) -> None:
        """Set a limit, where its controller is there."""
        with suppress(FileNotFoundError):
            (self._folder / name).write_text(str(value))

    def open(self) -> int:
        """Return a descriptor: whatever process writes 0 to it joins the group, with its future children."""
        return os.open(self._folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    def out_of_memory(self) -> bool:
        """Tell whether the kernel has ended the group since it held too much memory."""
        with suppress(OSError):
            lines = (self._folder / "memory.events").read_text().splitlines()
            return any(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
        return False

    def close(self) -> None:
        """End whatever is in the group, and the group."""
        with suppress(OSError):
            (self._folder / "cgroup.kill").write_text("1")
        for _ in range(REMOVALS):
            try:
                self._folder.rmdir()
            except OSError as error:
                if error.errno == errno.EBUSY:  # its processes are ending
                    time.sleep(0.02)
                    continue
            return
