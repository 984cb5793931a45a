"""Confines a copy of an image and watches over it: its memory, its CPU time, its end.

The supervisor is the copy's parent, outside its namespaces: the copy can neither see nor signal it. What it cannot
measure it takes to be as large as it can be.
"""

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

import psutil

from autograder.confinement import inheritance, sandbox
from autograder.confinement.sandbox import Limits

SELDOM, OFTEN = 0.2, 0.05  # seconds between two looks at memory: below half the limit, and above it
LOOKING = 0.2  # share of the time that looking may take
BUFFER = 208 << 10  # bytes that the kernel may hold for one socket or pipe, on no process's account
HOW_MUCH = b"?"  # what the driver sends to learn the CPU time


class Activity(IntEnum):
    """What the threads of a process and of its descendants do: the highest that one of them does."""

    ASLEEP = 0
    DISK = 1  # waits for a disk
    READY = 2  # runs, or waits for its turn on a processor


ACTIVITIES = {"D": Activity.DISK, "R": Activity.READY}  # by the letter in /proc


def run_confined(
    limits: Limits,
    lifeline: int,
    others: list[int],
    memory: list[inheritance.Mapping],
    serve: Callable[[], None],
) -> None:
    """Fork the calling process into a confined one that serves, and watch over it; return when it has ended.

    Parameters
    ----------
    lifeline, others
        Descriptors: the first is the supervisor's, the others are those that the confined process keeps.
    memory
        What it inherits and must not share.
    """
    sandbox.enter()
    child = os.fork()
    if child:
        for descriptor in others:
            os.close(descriptor)
        supervise(child, socket.socket(fileno=lifeline), limits)
        return
    os.close(lifeline)
    for descriptor in inheritance.descriptors({*inheritance.STANDARD, *others}):
        inheritance.reopen(descriptor)
    for mapping in memory:
        inheritance.copy_memory(mapping)
    sandbox.confine(limits)
    inheritance.discard_standard_streams()  # until here an error could be told
    serve()


def supervise(child: int, lifeline: socket.socket, limits: Limits) -> None:
    """Wait for the child and say on the lifeline why it ended; end it when the lifeline does, or memory does.

    The words are "exit N", "signal N" or "memory". Asked for it, say "cpu N A", the seconds of CPU time so far and
    the activity's number.
    """
    handle = os.pidfd_open(child)
    poller = select.poll()
    poller.register(lifeline, select.POLLIN | select.POLLHUP)
    poller.register(handle, select.POLLIN)
    words, pause = "", SELDOM
    while True:
        events = dict(poller.poll(1000 * pause))
        if handle in events:
            break
        if lifeline.fileno() in events:
            if received(lifeline) != HOW_MUCH:
                os.kill(child, signal.SIGKILL)
                break
            answer(lifeline, f"cpu {cpu_seconds(child):.2f} {activity(child):d}")
        start = time.monotonic()
        used = memory_used(child, limits)
        often = max(OFTEN, (time.monotonic() - start) / LOOKING)
        pause = often if used > limits.memory / 2 else SELDOM
        if not words and used > limits.memory:
            words = "memory"
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    answer(lifeline, words or (f"signal {-code}" if code < 0 else f"exit {code}"))


def received(lifeline: socket.socket) -> bytes:
    """Return what the driver has sent; nothing if it has gone."""
    try:
        return lifeline.recv(len(HOW_MUCH))
    except OSError:
        return b""


def answer(lifeline: socket.socket, words: str) -> None:
    """Tell the driver, if it is still there."""
    with suppress(OSError):
        lifeline.send(words.encode(), socket.MSG_DONTWAIT)


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that descend from it, as far as they live."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and of all that descend from it, those that have ended included."""
    return sum(sum(measured(one.cpu_times, (0.0,))[:4]) for one in family(pid))


def activity(pid: int) -> Activity:
    """Return what a process and its descendants do; only Linux says so."""
    most = Activity.ASLEEP
    for one in family(pid):
        for stat in Path(f"/proc/{one.pid}/task").glob("*/stat"):
            with suppress(OSError):
                state = stat.read_text().rpartition(")")[2].split()[0]
                most = max(most, ACTIVITIES.get(state, Activity.ASLEEP))
    return most


def memory_used(child: int, limits: Limits) -> int:
    """Return the bytes that the child and its children hold, an upper bound.

    Pages shared with the image and among themselves count once, which takes long to find out: only where it matters.
    """
    processes = family(child)
    resident = [measured(lambda one=one: one.memory_info().rss, 0) for one in processes]
    besides = BUFFER * sum(measured(one.num_fds, 0, sandbox.OPEN_FILES) for one in processes)
    besides += sum(folder_used(child, folder, limits.disk) for folder in sandbox.FOLDERS)
    if sum(resident) + besides < limits.memory:
        return sum(resident) + besides
    shares = (
        measured(lambda one=one: one.memory_full_info().pss, 0, whole)
        for one, whole in zip(processes, resident, strict=True)
    )
    return sum(shares) + besides


def measured(ask: Callable, gone: object, hidden: object = None) -> object:
    """Return what a process says of itself; `gone` if it has just ended, `hidden` if it does not let itself be read."""
    try:
        return ask()
    except psutil.NoSuchProcess:
        return gone
    except (psutil.AccessDenied, OSError):
        return gone if hidden is None else hidden


def folder_used(child: int, folder: str, most: int) -> int:
    """Return the bytes that lie in one of the child's folders, the most there can be if it cannot be looked at."""
    try:
        about = os.statvfs(f"/proc/{child}/root{folder}")
    except OSError:
        return most
    return (about.f_blocks - about.f_bfree) * about.f_frsize
