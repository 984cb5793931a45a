"""A judge and a worker in the sandbox, as the grader holds them: a line for orders, and one to each supervisor."""

import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from autograder.confinement.cgroup import Group
from autograder.confinement.supervisor import HOW_MUCH, Activity

ROLES = ("judge", "worker")
ANSWER_SECONDS = 1  # in which a supervisor answers, unless the machine is very busy
END_SECONDS = (
    10  # from a process's end to its supervisor's word; one that only hung up is not waited for any longer
)


class Pair:
    """A judge with its worker, for one notebook of one submission; both end with it.

    Parameters
    ----------
    forks
        For each role what starts it, given its descriptors and its control group; see `image.Image.fork`.
    groups
        For each role its control group, where there are any.
    """

    def __init__(self, forks: dict[str, Callable], groups: dict[str, Group]):
        lifelines, theirs = {}, []
        judge_end, worker_end = socket.socketpair()
        driver_end, order_end = socket.socketpair()
        for role in ROLES:
            lifelines[role], other = socket.socketpair(type=socket.SOCK_SEQPACKET)
            theirs.append(other)
        self._groups = groups
        worker, judge = groups.get("worker"), groups.get("judge")
        forks["worker"](theirs[1].fileno(), worker_end.fileno(), group=worker)
        forks["judge"](theirs[0].fileno(), judge_end.fileno(), order_end.fileno(), group=judge)
        for end in (*theirs, judge_end, worker_end, order_end):
            end.close()
        self._lifelines = lifelines
        self._seconds = dict.fromkeys(ROLES, 0.0)
        self._activity = {}
        self._ended = ""
        self.orders = Connection(driver_end.detach())

    def progress(self) -> tuple[float, Activity]:
        """Return the CPU time of both processes and their children so far, and what the busiest does.

        A supervisor that does not answer is itself kept waiting: the CPU time is as last heard, the activity unknown,
        and what is computed may be waiting for its turn as well.
        """
        self._activity = {}
        for end in self._lifelines.values():
            with suppress(OSError):
                end.send(HOW_MUCH, socket.MSG_DONTWAIT)
        end = time.monotonic() + ANSWER_SECONDS
        while len(self._activity) < len(ROLES) and self._hear(end - time.monotonic()):
            pass
        return sum(self._seconds.values()), max(self._activity.get(role, Activity.READY) for role in ROLES)

    def cause(self) -> str:
        """Wait for the end of either process, which is under way, and return why: see `supervise`."""
        end = time.monotonic() + END_SECONDS
        while not self._ended and self._hear(end - time.monotonic()):
            pass
        if any(group.out_of_memory() for group in self._groups.values()):
            return "memory"
        return self._ended

    def _hear(self, seconds: float) -> bool:
        """Listen to the supervisors; return whether there is more to come."""
        ready, _, _ = select.select(self._lifelines.values(), [], [], max(seconds, 0))
        for role, end in self._lifelines.items():
            if end in ready:
                try:
                    words = end.recv(100).decode()
                except ConnectionResetError:  # it ended before it could read the last question
                    words = end.recv(100).decode()
                if not words:
                    return False
                kind, *numbers = words.split()
                if kind == "cpu":
                    self._seconds[role], self._activity[role] = float(numbers[0]), Activity(int(numbers[1]))
                else:
                    self._ended = words
        return bool(ready)

    def close(self) -> None:
        """End both processes and whatever they have started."""
        for end in (self.orders, *self._lifelines.values(), *self._groups.values()):
            end.close()
