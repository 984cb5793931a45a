"""Pages with learners' text: what is on them cannot be taken for the page's own, and takes no more than its time."""

import re
import subprocess
import sys
import threading
import time
from html import escape

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks import submission, tiny
from test_cli import autograder
from traitlets.config import Config

from autograder.grading.rebuilding import shown_data
from autograder.plugins import pages
from autograder.plugins.markdown import DEEPEST, safe_markdown2html
from autograder.plugins.pages import MOST_OUTPUT, MOST_TAGS, TooSlow, cpu_limit, plain_output

KEPT = {
    "align", "alt", "alttext", "display", "height", "href", "lspace", "rel", "rspace", "src", "target", "title", "width",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "<div class='full-credit'>x</div>", "<p id='why' name='why' role='button' tabindex='1' style='color:red'>x</p>",
        "<span data-toggle='modal' aria-label='x' accesskey='s' contenteditable draggable='true' hidden>x</span>",
        "<button class='save'>x</button><input name='score'><textarea>x</textarea><select><option>x</select>",
        "<form action='/formgrader/api'><label for='why'>x</label></form>", "```python\nx\n```", "```mermaid\nx\n```",
        "# Heading", "| a |\n|:-:|\n| b |", "- [x] done", "term\n: def", "<a href='/formgrader?path=/tmp'>x</a>",
        "[x](#why)", "[x](https://example.org 'y')", "<img usemap='#a' ismap srcset='x 1x' loading='lazy'>",
    ],
)  # fmt: skip
def test_no_attribute_that_a_script_could_look_for(text):
    page = BeautifulSoup(safe_markdown2html({}, text), "html.parser")
    assert {name for tag in page.find_all() for name in tag.attrs} <= KEPT
    assert not page.find_all(["button", "form", "input", "label", "option", "select", "textarea"])
    for link in page.find_all("a"):
        if link.get("href"):
            assert link["href"].startswith(("http", "mailto:"))
            assert (link["target"], link["rel"]) == ("_blank", ["noopener", "noreferrer"])


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 9_000, "<div>\n\n" * 5_000, "<b title=x>" * 4_000, "<table><tr><td>" * 3_000, "x" * 60_000,
        "".join(f"<b title={n}>" for n in range(3_000)), "<ul><li>" * 5_000,
    ],
)  # fmt: skip
def test_what_is_too_deep_or_too_long_is_shown_as_it_was_written(text):
    used = time.process_time()
    page = BeautifulSoup(safe_markdown2html({}, text), "html.parser")
    assert [tag.name for tag in page.find_all()] == ["pre"]
    assert page.text == text
    assert time.process_time() - used < pages.CPU_SECONDS


def test_ordinary_depth_is_kept():
    html = "<div>" * (DEEPEST - 5) + "x" + "</div>" * (DEEPEST - 5)
    assert len(BeautifulSoup(safe_markdown2html({}, html), "html.parser").find_all("div")) == DEEPEST - 5


def test_a_page_has_its_time_and_the_next_one_too(monkeypatch):
    """Processor time of all its cells together."""
    monkeypatch.setattr(pages, "CPU_SECONDS", 0.2)

    @pages.within_limits
    def forever(context: dict, source: str) -> str:
        while source == "slow":
            re.match("(a+)+$", "a" * 25 + "b")
        return "rendered"

    page: dict = {"resources": {}}
    assert forever(page, "quick") == "rendered"
    assert forever(page, "slow") == "<pre>slow</pre>"
    assert forever(page, "quick") == "<pre>quick</pre>"
    assert forever({"resources": {}}, "quick") == "rendered"


def test_the_limit_ends_with_its_body():
    with pytest.raises(TooSlow), cpu_limit(0.05):
        while True:
            pass
    end = time.process_time() + 0.1
    with cpu_limit(0.05):
        pass
    while time.process_time() < end:
        pass


def test_beside_the_main_thread_pages_are_written_without_the_limit():
    written = []
    thread = threading.Thread(target=lambda: written.append(safe_markdown2html({}, "*x*")))
    thread.start()
    thread.join()
    assert written == ["<p><em>x</em></p>\n"]


def test_outputs_are_text_on_pages():
    assert (
        plain_output("a\x1b[31mred\x1b[0m <b> \x1b]8;;http://x\x07link\r\nb\rc\u202e")
        == "ared &lt;b&gt; link\nb\nc�"
    )
    used = time.process_time()
    assert plain_output("\x1b[31mx" * 200_000) == "x" * 200_000
    assert time.process_time() - used < 5


@pytest.mark.parametrize(
    "html",
    ["</div></div><table></table>", "<table><tr><td>x", "<div></table></div>", "<div>" * 30 + "</div>" * 30, "<b>x</b>",
     '<table id="why"></table>', '<div class="full-credit"></div>'],
)  # fmt: skip
def test_no_table(html):
    assert "text/html" not in shown_data({"text/html": html, "text/plain": "x"})


def test_a_table_keeps_its_cells():
    html = '<div>\n<table border="1" class="dataframe"><tr style="text-align: right;"><th colspan="2">a</th></tr></table></div>'
    assert shown_data({"text/html": html})["text/html"] == (
        '<div>\n<table border="1"><tr><th colspan="2">a</th></tr></table></div>'
    )


def test_a_page_is_bounded():
    table = {"text/html": "<p></p>" * (MOST_TAGS // 4), "text/plain": "table"}
    outputs = [new_output("display_data", table) for _ in range(5)]
    outputs += [new_output("stream", text="x" * (MOST_OUTPUT // 2)) for _ in range(5)]
    cells = [new_code_cell("1", outputs=outputs), new_markdown_cell("**end**")]
    config = Config(
        {"HTMLExporter": {"filters": pages.FILTERS, "preprocessors": pages.STEPS, "template_name": "basic"}}
    )
    page, _ = HTMLExporter(config=config).from_notebook_node(new_notebook(cells=cells))
    assert len(page) < 1.5 * MOST_OUTPUT
    assert page.count("<p></p>") <= MOST_TAGS
    assert pages.CUT in page
    assert "<strong>end</strong>" in page


def test_one_page_stops_no_other(make_course):
    """Neither text that no page is made of, nor a file that cannot be read."""
    course = make_course()
    course.place("source", tiny(), "tiny")
    texts = {
        "ada": "Because it adds.",
        "bob": "<div>" * 9_000,
        "cleo": "x" * 60_000,
        "dan": "damaged",
        "eva": "It is twice as much.",
    }
    for name, text in texts.items():
        course.place(f"submitted/{name}", submission(tiny(), {"why": text}), "tiny")
    assert autograder(course, "grade", "tiny").exit_code == 0
    (course.root / "autograded" / "dan" / "tiny" / "tiny.ipynb").write_text("{")
    run = [sys.executable, "-m", "nbgrader", "generate_feedback", "tiny"]
    ended = subprocess.run(run, cwd=course.root, env=course.env, text=True, capture_output=True)
    assert (ended.returncode, "dan" in ended.stderr) == (1, True)
    for name in texts.keys() - {"dan"}:
        assert escape(texts[name]) in course.feedback(name, "tiny")
