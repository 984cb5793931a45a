"""A browser for the tests in this folder, and JupyterLab servers for it to open."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import serving
from notebooks import ROOT
from playwright.sync_api import Browser, Error, expect, sync_playwright

from autograder.grading.assignment import load_assignment, source_assignments
from autograder.grading.course import open_course
from autograder.instructor.bundle import bundle_files, write_folder
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
        said = (folder / "lab.log").read_text()
        assert not [word for word in ("without encryption", "deprecat", "Traceback") if word in said], said

    return open_lab
