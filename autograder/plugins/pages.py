"""Pages with learners' text take a bounded time: what would take longer is shown as it was written."""

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

CPU_SECONDS = 10.0  # of a page's text; processor time, so that a busy machine changes no page
LONGEST = 50_000  # characters of a cell that is rendered
MOST_TAGS = 20_000  # of tables on a page
MOST_OUTPUT = 4_000_000  # characters on a page
CUT = "The output of this cell is not shown: there is too much on this page."
ESCAPE_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # turns the text after it around

NAMES = ("student", "last_name", "first_name")

# What nbconvert's filters give way to, by name; and its steps before them.
FILTERS = {
    "ansi2html": "autograder.plugins.pages.plain_output",
    "highlight_code": "autograder.plugins.pages.bounded_highlight_code",
    "markdown2html": "autograder.plugins.markdown.safe_markdown2html",
}
STEPS = ["autograder.plugins.pages.BoundOutputs", "autograder.plugins.pages.EscapeNames"]


class TooSlow(BaseException):
    """The time is over; no `except Exception` on the way keeps it."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` when the body has used so much processor time. Only Unix's main thread can be stopped."""

    def stop(*about: object) -> None:
        raise TooSlow

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    former = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def within_limits(render: Callable[..., str]) -> Callable[..., str]:
    """Have a filter show text as it was written if it is too long, cannot be rendered, or its page has had its time."""

    @wraps(render)
    def limited(context: Context, source: str, *about: object, **more: object) -> str:
        budget = context.get("resources", {}).setdefault("cpu_seconds", [CPU_SECONDS])
        started = time.process_time()
        if len(source) > LONGEST or budget[0] <= 0:
            return as_written(source)
        try:
            with cpu_limit(budget[0]):
                return render(context, source, *about, **more)
        except TooSlow:
            budget[0] = 0.0
            return as_written(source)
        except Exception:  # whatever a library raises over a text of a kind that nobody tried
            return as_written(source)
        finally:
            budget[0] -= time.process_time() - started

    return limited


def as_written(source: str) -> str:
    """Return text as HTML that shows it as it is."""
    return f"<pre>{escape(visible(source))}</pre>"


def visible(text: str) -> str:
    """Return text without what moves a terminal's cursor, colours it or turns it around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # of progress bars each state is a line
    return BIDI.sub("\N{REPLACEMENT CHARACTER}", ESCAPE_SEQUENCE.sub("", lines))


def plain_output(text: str) -> str:
    """Return what a cell has printed as HTML, without colours: nbconvert looks for them again after each."""
    return escape(visible(text))


@pass_context
@within_limits
def bounded_highlight_code(context: Context, source: str, metadata: dict | None = None) -> str:
    """Colour code as nbconvert does, as Python, whatever language a notebook names."""
    return Highlight2HTML(pygments_lexer="ipython3")(source)


class BoundOutputs(Preprocessor):
    """Leave out what is too much for a page: it would take minutes to write, and a browser could not show it."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Bound the outputs of all cells together, the first ones first."""
        room, tags = MOST_OUTPUT, MOST_TAGS
        for output in (output for cell in nb.cells for output in cell.get("outputs", ())):
            data = output.get("data", {})
            tags -= data.get("text/html", "").count("<")
            if tags < 0:
                data.pop("text/html", None)
            pictures = sum(len(text) for mime, text in data.items() if mime.startswith("image/"))
            room -= len(str(output)) - pictures
            if room < 0:
                output.clear()
                output.update(output_type="stream", name="stderr", text=CUT)
        return nb, resources


class EscapeNames(Preprocessor):
    """Make HTML of the names on Formgrader's page of a submission, which puts them there as they are on the roster."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Escape the names; there are none for a page of feedback."""
        for name in NAMES:
            if resources.get(name):
                resources[name] = escape(visible(resources[name]))
        return nb, resources
