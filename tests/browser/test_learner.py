"""A learner's day, with nothing but the learner's bundle: from the welcome page to their progress the day after."""

import json
import os
from pathlib import Path

import pytest
from notebooks import RELEASE, exercises, hidden_lines, load
from playwright.sync_api import expect

from browser.lab import ERROR

ASSIGNMENT = "03_encoding"
NOTEBOOK = f"release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"


@pytest.fixture
def env(bundle: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a learner to whom only the bundle belongs."""
    ours = {"HOME": str(tmp_path), "PYTHONPATH": str(bundle), "JUPYTER_CONFIG_PATH": str(bundle / ".jupyter")}
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | ours


def typed(solution: str) -> str:
    """Return a solution as a learner would type it."""
    return "\n".join(line for line in solution.splitlines() if not line.strip().startswith("###"))


def test_learner(open_lab, bundle, env):
    answers = {exercise.name: typed(exercise.answer.source) for exercise in exercises(load(ASSIGNMENT))}
    shown = {line.strip() for cell in load(ASSIGNMENT, RELEASE).cells for line in cell.source.splitlines()}
    with open_lab(bundle, env) as lab:
        lab.open()
        expect(lab.page.locator(".jp-NotebookPanel:visible h1")).to_contain_text("Welcome to Perch")
        lab.run_all()
        assert lab.page.locator(f".jp-NotebookPanel:visible {ERROR}").count() == 0
        assert "Assignment 03: Encoding: not begun" in lab.output("progress")
        lab.go_to("map")
        expect(lab.page.locator(".jp-NotebookPanel:visible .jp-Cell.jp-mod-active img")).to_be_visible()
        lab.screenshot("welcome")

        lab.open("course/lessons/03_encoding/2_target_encoding.ipynb")
        lab.run_all()
        figure = lab.go_to("leak").locator("img")
        figure.scroll_into_view_if_needed()
        lab.screenshot("lesson")
        assert figure.evaluate("image => image.naturalWidth") > 300
        assert lab.page.locator(ERROR).count() == 0
        lab.go_to("smooth_text")
        expect(lab.page.locator(".jp-NotebookPanel:visible mjx-container").first).to_be_visible()

        lab.open(NOTEBOOK)
        lab.run_to("parse_prices_check")
        assert "not attempted yet. Replace this line" in lab.run("parse_prices_check").inner_text()
        lab.screenshot("stub")
        lab.type_into("parse_prices", answers["parse_prices"].replace("return text", "return 0 * text"))
        lab.run("parse_prices")
        assert "parse_prices: '$85.00' is 85.0, not 0.0" in lab.run("parse_prices_check").inner_text()
        lab.screenshot("message")
        lab.type_into("parse_prices", answers["parse_prices"])
        lab.run("parse_prices")
        passed = lab.run("parse_prices_check")
        assert passed.locator(ERROR).count() == 0
        assert "This check passes." in passed.inner_text()

        lab.page.get_by_role("button", name="Validate").click()
        dialog = lab.page.locator(".jp-Dialog")
        expect(dialog).to_contain_text("The following cell failed", timeout=180_000)
        expect(dialog).not_to_contain_text("parse_prices:")
        lab.screenshot("validate")
        dialog.get_by_role("button", name="OK").click()

        # Typed and not saved: the check has the page save it.
        lab.type_into("parse_prices", answers["parse_prices"] + "\n# typed last")
        card = lab.run("points_so_far")
        text = card.inner_text()
        assert "passed so far" in text
        assert "without the sandbox" not in text
        assert "It is not attempted yet." in text
        assert "hidden checks for" in text

        # Wrong, in the bundle's own place: its message, and a link that leads to the exercise.
        lab.type_into("build_vocabulary", "def build_vocabulary(train):\n    return {None: 0}")
        card = lab.run("points_so_far")
        row = card.locator(".scorecard tbody", has_text="2. Build a vocabulary")
        expect(row).to_contain_text("wrong")
        expect(row.locator(".message")).to_contain_text("build_vocabulary: ")
        lab.screenshot("points")
        prompt = lab.page.get_by_role("heading", name="2. Build a vocabulary")
        for link in ("2. Build a vocabulary", "Next: 2. Build a vocabulary."):
            lab.go_to("points_so_far").get_by_role("link", name=link, exact=False).first.click()
            expect(prompt).to_be_in_viewport()
        outcome = json.loads((bundle / "progress.json").read_text())[NOTEBOOK]
        assert (outcome["passed"], outcome["exercises"]) == (1, len(answers))
        assert "# typed last" in (bundle / NOTEBOOK).read_text("utf-8")
        page = lab.page.locator("body").inner_text()
        assert not [line for line in hidden_lines(load(ASSIGNMENT)) if line in page and line not in shown]

    with open_lab(bundle, env) as lab:
        lab.open("course/welcome.ipynb")
        lab.run_to("progress")
        lab.run("progress")
        assert f"1 of {len(answers)} exercises" in lab.output("progress")
        lab.screenshot("progress")
        prompt = lab.page.get_by_role("heading", name="2. Build a vocabulary")
        lab.go_to("progress").get_by_role("link", name="Next: 2. Build a vocabulary.").click()
        expect(prompt).to_be_attached()
        # JupyterLab scrolls to a heading of a notebook that is open; if it has to open it first, only if that is quick.
        lab.page.get_by_role("tab", name="welcome.ipynb").click()
        lab.go_to("progress").get_by_role("link", name="Next: 2. Build a vocabulary.").click()
        expect(prompt).to_be_in_viewport()
