"""Processes that die, and what they leave."""

import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path

from course.service.store import Store


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a process that is killed (-9) before its `step`-th use of the disk; return whether it was."""
    child = os.fork()
    if child == 0:
        steps = count()

        def deadly(function):
            def used(*arguments, **named):
                if next(steps) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **named)

            return used

        os.fsync, os.replace = deadly(os.fsync), deadly(os.replace)
        Path.open, Path.unlink, Path.mkdir = map(deadly, (Path.open, Path.unlink, Path.mkdir))
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def content(store: Store) -> dict[str, bytes]:
    """Return what is in a store, by path."""
    paths = [path for path in store.folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in paths}
