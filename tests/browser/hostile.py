"""A learner who would like scripts to run on the instructor's pages, and a look at all of these pages."""

import shutil

import nbformat
from conftest import TOKEN, Course
from nbformat.v4 import new_code_cell, new_markdown_cell
from notebooks import submission
from playwright.sync_api import Page, expect

from browser.lab import Lab

MARK = "eider"  # in the address of whatever a script or a picture of the learner's asks for
LEARNER = "mal." + 92 * "x" + "@b-c"  # the longest name there may be
NO_NAMES = (
    f"<img src={MARK} onerror=alert(1)>",
    'a"onmouseover="alert(1)',
    "a'); alert(1); ('",
    "x" * 101,
    "a{{7*7}}",
)
BY_HAND = NO_NAMES[0]  # also where nobody collects it from the exchange
HTML = f"""<script>alert(1); fetch("/{MARK}")</script><img src="/{MARK}" onerror="alert(1)"><iframe srcdoc="<script>alert(1)</script>"></iframe>
<svg onload="alert(1)"></svg><a href="javascript:alert(1)">link</a><form action="/{MARK}"><button>Save</button><input name="score"></form>
<div class="full-credit" onclick="alert(1)">full</div><span class="mark-graded save" data-toggle="modal" tabindex="0" role="button">x</span>
<div id="statusmessage" class="comment tabbable" contenteditable>y</div><details ontoggle="alert(1)" open><summary>z</summary></details>
<style>@import url("/{MARK}.css"); body {{ background: url("/{MARK}.png"); }}</style><link rel="stylesheet" href="/{MARK}.css">
<meta http-equiv="refresh" content="0;url=/{MARK}"><base href="http://{MARK}.invalid/"><x-y style="background: url(/{MARK})">"""
MARKDOWN = f"""{HTML}

# <b class="no-credit">Heading</b>

![picture](/{MARK}.png) ![attached](attachment:a.svg) [link](javascript:alert(1)) $\\href{{javascript:alert(1)}}{{x}}$ $<script>alert(1)</script>$
"""
ANSWER = f"""from IPython.display import HTML, SVG, Javascript, Markdown, display
print({HTML!r})
display(HTML({HTML!r}), Markdown({HTML!r}), Javascript("alert(1)"), SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))
def double(x):
    raise ValueError({HTML!r})"""
# What a page may have only where it is its own, not in a learner's text or output.
CLICKABLE = (
    "button, input, select, textarea, form, label, iframe, script, style, svg, [onclick], [role=button]"
)
CLICKABLE += ", [tabindex]:not([tabindex='-1'])"  # a page's script takes links out of the order of its fields
LEARNERS = ".text_cell_render, .output_area, .output_subarea, .input_area"
BOUND = ".full-credit, .no-credit, .mark-graded, .save, .tabbable, .comment, .score, [data-toggle], [contenteditable]"


def hand_in(course: Course) -> None:
    """Hand in, under a name and under some that are none; and choose names for a roster."""
    inbound = course.root / "exchange" / "perch" / "inbound"
    notebook = submission(course.read("release", "tiny"), {"double": ANSWER, "why": MARKDOWN})
    notebook.cells += [new_markdown_cell(MARKDOWN), new_code_cell(f"print({HTML!r})")]
    notebook.cells[-2]["attachments"] = {"a.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}
    for name in (LEARNER, *NO_NAMES):
        folder = inbound / f"{name}+tiny+2026-03-01 10:00:00.000000 UTC+x"
        folder.mkdir()
        nbformat.write(notebook, folder / "tiny.ipynb")
        (folder / "page.html").write_text(HTML)
    shutil.copytree(folder, course.root / "submitted" / BY_HAND / "tiny")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(LEARNER, first_name=HTML, last_name=HTML, email=HTML)


def visit(lab: Lab, course: Course) -> None:
    """Open every page of Formgrader that shows something of the learner's, and the feedback: nothing runs there."""
    asked, dialogs = [], []
    page = lab.page.context.new_page()
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with course.gradebook() as gradebook:
        (submitted,) = gradebook.find_submission("tiny", LEARNER).notebooks
    tables = [
        "manage_assignments",
        "manage_submissions/tiny",
        "manage_students",
        f"manage_students/{LEARNER}",
    ]
    tables += [f"manage_students/{LEARNER}/tiny", "gradebook", "gradebook/tiny", "gradebook/tiny/tiny"]
    for path in tables:
        page.goto(f"{lab.url}/formgrader/{path}?token={TOKEN}")
        expect(page.locator("#main-table")).not_to_contain_text("Loading")
        expect(page.locator("#main-table tr").first).to_be_visible()
        assert (
            page.locator("#main-table").locator("script, img, iframe, [onclick], .full-credit").count() == 0
        ), path
    page.goto(f"{lab.url}/formgrader/submissions/{submitted.id}/?token={TOKEN}")
    expect(page.locator("input.score#why")).to_be_visible()
    expect(page.locator(".full-credit")).to_have_count(3)  # the page's own
    page.screenshot(path=lab.folder / "hostile.png", full_page=True)
    require_dead(page)
    page.locator(".name-hidden.glyphicon").click()
    expect(page.locator(".name-shown").first).to_contain_text("<script>alert(1)")
    press_everything(page)
    assert set(page.locator("input.score").evaluate_all("inputs => inputs.map(input => input.value)")) == {""}
    page.goto(f"{lab.url}/files/feedback/{LEARNER}/tiny/tiny.html?token={TOKEN}")
    expect(page.locator("body")).to_contain_text("Heading")
    require_dead(page)
    press_everything(page)
    asked = [one for one in asked if MARK in one or one.startswith(("PUT", "DELETE"))]
    assert not dialogs + asked, dialogs + asked
    page.close()


def require_dead(page: Page) -> None:
    """Require of the learner's text and outputs that nothing in them can be pressed, but for links to other pages."""
    text = page.locator(LEARNERS)
    assert text.count() > 3
    odd = text.locator(f"{CLICKABLE}, {BOUND}, a[href]:not([target=_blank][rel~=noopener])")
    found = odd.evaluate_all("parts => parts.map(part => part.outerHTML)")
    assert not found, found


def press_everything(page: Page) -> None:
    """Click each element of the learner's text and outputs, as nobody would."""
    page.locator(LEARNERS).locator(":not(a)").evaluate_all("parts => parts.forEach(part => part.click?.())")
