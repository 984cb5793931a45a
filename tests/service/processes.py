"""The service as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from notebooks import ROOT


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
