"""Fixtures: a throw-away course folder in which nbgrader's own commands run."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from notebooks import ROOT, SOURCE

# Before scikit-learn is imported, here and in kernels: test processes that each use all cores wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True)
class Course:
    """A folder with this repository's configuration; nothing outside it is read or written."""

    root: Path

    @property
    def env(self) -> dict[str, str]:
        """The environment of a person whose Jupyter folders are in the course and who activated no environment."""
        home = self.root / "home"
        ours = {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")}
        ours |= {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
        ours |= {"PATH": os.defpath, "JUPYTER_CONFIG_PATH": str(self.root / ".jupyter")}
        # Under pytest a kernel does not capture what libraries write, so it must not know.
        foreign = ("NBGRADER_EXCHANGE", "PYTEST_CURRENT_TEST")
        return {name: value for name, value in os.environ.items() if name not in foreign} | ours

    def nbgrader(self, *arguments: str, cwd: Path | None = None, **env: str) -> str:
        """Run `nbgrader ARGUMENTS` and return what it printed; fail the test if nbgrader fails."""
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=cwd or self.root,
            env=self.env | env,
            text=True,
            capture_output=True,
        )
        assert run.returncode == 0, f"nbgrader {' '.join(arguments)}\n{run.stdout}\n{run.stderr}"
        return run.stdout + run.stderr

    def place(self, folder: str, notebook: NotebookNode, assignment: str) -> Path:
        """Write the notebook as `folder`/ASSIGNMENT/ASSIGNMENT.ipynb and return its path."""
        path = self.root / folder / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path

    def read(self, folder: str, assignment: str) -> NotebookNode:
        """Return the notebook that `place` would have written."""
        return nbformat.read(self.root / folder / assignment / f"{assignment}.ipynb", as_version=4)

    def feedback(self, student: str, assignment: str) -> str:
        """Return the student's feedback page."""
        return (self.root / "feedback" / student / assignment / f"{assignment}.html").read_text("utf-8")

    def scores(self, student: str, assignment: str) -> dict[str, float]:
        """Return the student's score for each graded cell by its grade_id."""
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}

    def gradebook(self) -> Gradebook:
        """Open the gradebook; use it in a `with` statement."""
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "perch")


@pytest.fixture(scope="session")
def make_course(tmp_path_factory) -> Callable[..., Course]:
    """Return a function that makes a new course with copies of the named assignments."""

    def make(*assignments: str) -> Course:
        root = tmp_path_factory.mktemp("course")
        (root / "home").mkdir()
        shutil.copy(ROOT / "nbgrader_config.py", root)
        shutil.copytree(
            ROOT / ".jupyter", root / ".jupyter", ignore=shutil.ignore_patterns("lab", "migrated")
        )
        for assignment in assignments:
            shutil.copytree(
                SOURCE / assignment,
                root / "source" / assignment,
                ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
            )
        return Course(root)

    return make


TOKEN = "perch"


@contextmanager
def serving(folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Serve JupyterLab from a folder, as `make lab` does; yield its address. What it says is in lab.log there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "lab.log"
    with log.open("a") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}"],
            cwd=folder,
            env=env | {"JUPYTER_TOKEN": TOKEN},
            stdout=file,
            stderr=file,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert server.poll() is None, log.read_text()
            with suppress(OSError):
                urllib.request.urlopen(f"{url}/api/status?token={TOKEN}")
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()
