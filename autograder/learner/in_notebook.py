"""The grade and the progress, shown inside a notebook."""

import io
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

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
ENDED = "The checks were not run to their end; their process said: {}"


class Shown:
    """Something to show: HTML in a notebook, text elsewhere."""

    def __init__(self, html: str, text: str):
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


class Server:
    """The process that runs this kernel's checks; it is started when first needed and ends with the kernel."""

    def __init__(self):
        self._process: subprocess.Popen | None = None

    def check(self, notebook: Path, place: object) -> dict:
        """Have a notebook checked, show how far that is, and return the last reply; see `server`."""
        try:
            reply = self._ask(notebook, place)
            if reply.get("outdated"):  # the course was updated since
                self.close()
                reply = self._ask(notebook, place)
        except BaseException:  # also when interrupted: what is still to come would answer the wrong request
            self.close()
            raise
        if reply.keys().isdisjoint(("card", "error")):
            self.close()
        return reply

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with suppress(OSError):
                self._process.stdin.close()
            self._process.terminate()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def _ask(self, notebook: Path, place: object) -> dict:
        if self._process is None or self._process.poll() is not None:
            # -P: modules beside the notebook do not take the place of Python's.
            command = [sys.executable, "-P", "-m", "autograder.learner.server"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)
        request = {"notebook": str(notebook.resolve()), "cwd": str(Path.cwd())}
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        said = []
        for line in self._process.stdout:
            try:
                reply = json.loads(line)
            except ValueError:  # a warning, say
                said.append(line.decode(errors="replace"))
                continue
            if "done" not in reply:
                return reply
            place.update(show_running(**reply))
        return {"ended": "".join(said).strip()}


server = Server()


def check(notebook: str | Path | None = None) -> None:
    """Grade this notebook as it is now, and show the result: every exercise, its points and its messages.

    Parameters
    ----------
    notebook
        The path of another one. By default the notebook from which this is called, which JupyterLab saves first.
    """
    if "NBGRADER_EXECUTION" in os.environ:  # a grader runs this cell, and would start itself
        return
    from IPython.display import display

    from autograder.pages import template

    path = Path(notebook) if notebook is not None else this_notebook()
    if path is None:
        print(UNKNOWN)
        return
    place = display(Shown("", "Saving ..."), display_id=True)
    saved = notebook is not None or save(path, place)
    place.update(show_running(0, 0, f"Reading {path.name}"))
    reply = server.check(path, place)
    if "card" not in reply:
        said = reply.get("error") or ENDED.format(reply["ended"] or "nothing")
        place.update(Shown(template("learner/message.html").render(text=said), said))
        return
    if not saved:
        when = datetime.fromtimestamp(path.stat().st_mtime).strftime("%H:%M:%S")
        reply["card"]["notices"].append(
            f"This is about the notebook as it was saved at {when}. "
            "If you have changed it since, save it (Ctrl+S) and run this cell again."
        )
    place.update(show_card(reply["card"], link_to(path)))


def show_running(done: int, total: int, words: str) -> Shown:
    """Return how far the checks are."""
    from autograder.pages import template

    html = template("learner/running.html").render(words=words, share=done / total if total else 0)
    return Shown(html, f"{words} ... {done} of {total} checks are done" if total else f"{words} ...")


def link_to(path: Path) -> str:
    """Return the address of a file as seen from this notebook; "" if there is none."""
    here = this_notebook()
    with suppress(ValueError):  # on another drive
        return quote(Path(os.path.relpath(path, here.parent if here else Path.cwd())).as_posix())
    return ""


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


def show_card(card: dict, link: str = "") -> Shown:
    """Return a scorecard to show; `link` is the address of its notebook."""
    from rich.console import Console

    from autograder.learner.scorecard import as_text, messages_of, points_of, total
    from autograder.pages import template

    text = io.StringIO()
    Console(file=text, width=WIDTH, highlight=False, force_jupyter=False).print(as_text(card))
    page = template("learner/scorecard.html")
    html = page.render(card=card, link=link, total=total(card), points_of=points_of, messages_of=messages_of)
    return Shown(html, text.getvalue())


def progress() -> Shown:
    """Show how far you are in each assignment, by the last time each was checked, and what is next."""
    from autograder.learner.progress import next_step, overview
    from autograder.pages import template

    here = this_notebook()
    folder = here.parent if here else Path()
    rows = overview(folder)
    step = next_step(folder, rows)
    lines = [f"{row['title']}: {row['words']}" for row in rows] or ["There are no assignments here."]
    rows = [row | {"link": link_to(row["path"])} for row in rows]
    step_link = link_to(step["path"]) if step else ""
    html = template("learner/progress.html").render(rows=rows, step=step, step_link=step_link)
    return Shown(html, "\n".join([*lines, *([step["words"]] if step else [])]))


def show_outcomes() -> None:
    """Have the check cells of this notebook say that they pass, and show what is wrong before anything else."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None and "NBGRADER_EXECUTION" not in os.environ:  # a grader shows outcomes in its own way
        from autograder.learner.check_cells import load

        load(shell)
