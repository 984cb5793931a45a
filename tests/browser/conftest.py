"""A browser for the tests in this folder, and JupyterLab servers for it to open."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from notebooks import ROOT
from playwright.sync_api import Browser, Error, expect, sync_playwright

from autograder.assignment import load_assignment, source_assignments
from autograder.bundle import bundle_files, write_folder
from autograder.course import open_course
from browser.lab import Lab

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet, and without requests of the browser's own; the sandbox needs rights that root in a container does not have.
SWITCHES = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
SECONDS = 60  # that anything on a page may take when both cores are busy with other tests


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Return the folder for screenshots; `make pictures` takes those of the docs from it."""
    folder = ROOT / "reports" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return the learner's bundle, unpacked."""
    course = open_course(ROOT)
    assignments = [load_assignment(course, name) for name in source_assignments(course)]
    write_folder(bundle_files(course, assignments), tmp_path / "perch-learner")
    return tmp_path / "perch-learner"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield Chromium: the system's, or the one that playwright has installed."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    expect.set_options(timeout=SECONDS * 1000)
    switches = [*SWITCHES.split(), *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=switches)
        except Error as error:
            pytest.skip(f"no browser: install Debian's chromium, or `playwright install chromium` ({error})")
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Serve JupyterLab from a folder, as `make lab` does; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "lab.log"
    with log.open("a") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}"],
            cwd=folder,
            env=env | {"JUPYTER_TOKEN": "perch"},
            stdout=file,
            stderr=file,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert server.poll() is None, log.read_text()
            with suppress(OSError):
                urllib.request.urlopen(f"{url}/api/status?token=perch")
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()
    said = log.read_text()
    for word in ("without encryption", "deprecat", "Traceback"):
        assert word not in said, said


@pytest.fixture
def open_lab(browser: Browser, screenshots: Path) -> Iterator[Callable]:
    """Return a context manager that serves JupyterLab from a folder and opens it in a new page."""

    @contextmanager
    def open_lab(folder: Path, env: dict[str, str]) -> Iterator[Lab]:
        with serving(folder, env) as url:
            context = browser.new_context(viewport={"width": 1400, "height": 1000})
            context.set_default_timeout(SECONDS * 1000)
            lab = Lab(context.new_page(), url, screenshots)
            try:
                yield lab
            except BaseException:
                lab.screenshot(f"failed_{folder.name}")
                raise
            finally:
                context.close()
            assert (lab.foreign, lab.errors) == ([], [])

    return open_lab
