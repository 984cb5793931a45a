"""The service as a process of its own, for notebooks, tests and measurements."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """A service that is started and ended from here.

    As a context manager it runs while the block lasts::

        with Server(folder, "--replay") as server:
            httpx.post(f"{server.url}/quote", json=home)

    Parameters
    ----------
    folder : path
        Of the store.
    *options : str
        Further ones of ``python -m course.service serve``. It takes a free port.
    """

    def __init__(self, folder: str | os.PathLike, *options: str):
        self.folder, self._options = Path(folder), options

    def start(self) -> "Server":
        """Start it, and wait until it answers at `url`; what it says is in `said`, line by line.

        Raises
        ------
        RuntimeError
            If it ends instead; the message is what it said.
        """
        command = [
            sys.executable,
            "-m",
            "course.service",
            "serve",
            "--folder",
            self.folder.resolve(),
            "--port",
            "0",
        ]
        self._process = subprocess.Popen(
            [*map(str, command), *self._options], stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.said: list[str] = []
        self.url, is_up = "", False
        for line in self._process.stderr:
            self.said.append(line)
            is_up |= "startup complete" in line
            if found := re.search(r"running on (http://[0-9.:]+)", line):
                self.url = found[1]
            if is_up and self.url:
                # Somebody must go on reading, or it would wait for that.
                threading.Thread(target=self._listen, daemon=True).start()
                return self
        self._process.wait()
        raise RuntimeError("".join(self.said))

    def stop(self) -> None:
        """End it as a service manager does: it answers what it is answering."""
        self._process.terminate()
        self._process.wait()

    def kill(self) -> None:
        """End it and its workers at once (-9), if it runs."""
        for one in self.processes():
            one.kill()
        self._process.wait()

    def processes(self) -> list[psutil.Process]:
        """Return its process and those of its workers; none after it has ended."""
        if self._process.poll() is not None:
            return []
        own = psutil.Process(self._process.pid)
        return [own, *own.children(recursive=True)]

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()

    def _listen(self) -> None:
        self.said.extend(self._process.stderr)
