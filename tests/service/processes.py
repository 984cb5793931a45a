"""Processes that serve, and processes that die."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

from notebooks import ROOT

from course.service.store import Store


class Running:
    """A service, started as its users start it."""

    def __init__(self, folder: Path, *options: str):
        self.folder, self.options = folder, options
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "course.service", "serve", "--folder", self.folder, "--port", "0"]
        self.process = subprocess.Popen(
            [*map(str, command), *self.options],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        self.said, self.url, is_up = [], None, False
        for line in self.process.stderr:
            self.said.append(line)
            is_up |= "startup complete" in line
            if found := re.search(r"running on (http://[0-9.:]+)", line):
                self.url = found[1]
            if is_up and self.url:
                # What it says further must be read, or it would wait for somebody to do so.
                threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()
                return
        raise AssertionError("".join(self.said))

    def kill(self) -> None:
        """End it and its workers at once (-9)."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


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
