"""The grade and the progress, shown inside a notebook."""

import io
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

SAVE_SECONDS = 2  # that a page gets to save its notebook
WIDTH = 110  # characters, where there is no HTML
# Only while the cell runs: the page keeps this as an output, and runs it again when the notebook is opened.
SAVE = """
const app = window.jupyterapp;
if (app?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "busy") {
  app.commands.execute("docmanager:save");
}
"""
UNKNOWN = (
    "This process does not know which notebook it belongs to, so nothing was checked. "
    "Outside of JupyterLab, name the notebook: check('03_encoding.ipynb')"
)


class Shown:
    """Something to show: HTML in a notebook, text elsewhere."""

    def __init__(self, html: str, text: str):
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def check(notebook: str | Path | None = None) -> None:
    """Grade this notebook as it is now, and show the result: every exercise, its points and its messages.

    Parameters
    ----------
    notebook
        The path of another one. By default the notebook from which this is called, which JupyterLab saves first.
    """
    from IPython.display import display

    from autograder.grading.course import find_course
    from autograder.pages import template

    if "NBGRADER_EXECUTION" in os.environ:  # a grader runs this cell, and would start itself
        return
    path = Path(notebook) if notebook is not None else this_notebook()
    if path is None:
        print(UNKNOWN)
        return
    place = display(Shown("", "Saving ..."), display_id=True)
    saved = notebook is not None or save(path, place)
    place.update(
        Shown(f"<p>Running the checks of {path.name} ...</p>", f"Running the checks of {path.name} ...")
    )
    # -P: modules beside the notebook do not take the place of Python's. Its folder is trusted otherwise, for what this
    # kernel runs lies there: the course around it, if any, is the learner's own.
    command = [sys.executable, "-P", "-m", "autograder", "check", str(path), "--json"]
    if course := find_course(Path()):
        command += ["--course", str(course)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if ended.returncode not in (0, 1):
        said = (ended.stderr or ended.stdout).strip()
        place.update(Shown(template("learner/message.html").render(text=said), said))
        return
    card = json.loads(ended.stdout)
    if not saved:
        when = datetime.fromtimestamp(path.stat().st_mtime).strftime("%H:%M:%S")
        card["notices"].append(
            f"This is about the notebook as it was saved at {when}. "
            "If you have changed it since, save it (Ctrl+S) and run this cell again."
        )
    place.update(show_card(card))


def this_notebook() -> Path | None:
    """Return the path of the notebook that this kernel runs for, None if there is no way to know it."""
    from IPython import get_ipython

    shell = get_ipython()
    named = os.environ.get("JPY_SESSION_NAME")  # by Jupyter Server
    if shell is not None:
        named = shell.user_ns.get("__vsc_ipynb_file__", named)  # by Visual Studio Code
    return Path(named) if named and Path(named).is_file() else None


def save(path: Path, place: object) -> bool:
    """Have JupyterLab save the notebook; tell whether it did."""
    from IPython.display import Javascript

    before = path.stat().st_mtime_ns
    place.update(Javascript(SAVE))
    give_up = time.monotonic() + SAVE_SECONDS
    while path.stat().st_mtime_ns == before:
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def show_card(card: dict) -> Shown:
    """Return a scorecard to show."""
    from rich.console import Console

    from autograder.learner.scorecard import as_text, messages_of, points_of, total
    from autograder.pages import template

    text = io.StringIO()
    Console(file=text, width=WIDTH, highlight=False, force_jupyter=False).print(as_text(card))
    page = template("learner/scorecard.html")
    html = page.render(card=card, total=total(card), points_of=points_of, messages_of=messages_of)
    return Shown(html, text.getvalue())


def progress() -> Shown:
    """Show how far you are in each assignment, by the last time each was checked."""
    from autograder.learner.progress import overview
    from autograder.pages import template

    rows = overview(Path())
    text = "\n".join(f"{row['title']}: {row['words']}" for row in rows) or "There are no assignments here."
    return Shown(template("learner/progress.html").render(rows=rows), text)
