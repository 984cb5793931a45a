"""An instructor's day in Formgrader, and what the learner gets of it."""

import re

from conftest import TOKEN
from nbformat.v4 import new_markdown_cell
from notebooks import hidden_lines, tiny
from playwright.sync_api import expect

from browser.hostile import BY_HAND, LEARNER, hand_in, visit
from browser.lab import press_and_confirm

FORMULA = "The loss is $\\frac{1}{n} \\sum_i e_i^2$."


def test_instructor(open_lab, make_course):
    course = make_course()
    notebook = tiny()
    notebook.cells.insert(1, new_markdown_cell(FORMULA, id="formula"))
    course.place("source", notebook, "tiny")
    desk = course.root / "desks" / "ada"
    desk.mkdir(parents=True)
    config = (course.root / "nbgrader_config.py").read_text("utf-8")  # both people have the same account here
    (desk / "nbgrader_config.py").write_text(f'{config}\nc.CourseDirectory.student_id = "ada"\n', "utf-8")
    hers = course.env | {"NBGRADER_EXCHANGE": str(course.root / "exchange")}
    hers["JUPYTER_DATA_DIR"] = str(course.root / "home" / "ada")

    with open_lab(course.root, course.env) as lab, open_lab(desk, hers) as learner:
        lab.page.goto(f"{lab.url}/lab?token={TOKEN}")
        lab.menu("Nbgrader", "Formgrader")
        frame = lab.frame()
        row = frame.locator("#main-table tr", has_text="tiny")
        press_and_confirm(frame, row.locator(".assign a"))
        press_and_confirm(frame, row.locator(".release a"))
        expect(row.locator(".status")).to_have_text("released")
        lab.screenshot("released")

        learner.page.goto(f"{learner.url}/lab?token={TOKEN}")
        learner.menu("Nbgrader", "Assignment List")
        learner.page.get_by_role("button", name="Fetch", exact=True).click()
        expect(learner.page.get_by_role("button", name="Submit")).to_be_visible()
        learner.screenshot("assignment_list")
        learner.open("tiny/tiny.ipynb")
        learner.type_into("double", "def double(x):\n    return 4 if x == 2 else 0 * x")
        learner.run("double")
        learner.go_to("why").dblclick()
        learner.type_into("why", "Because $2x = x + x$.")
        learner.save()
        learner.menu("Nbgrader", "Assignment List")
        learner.page.get_by_role("button", name="Submit").click()
        submitted = learner.page.locator("#submitted_assignments_list")
        expect(submitted).to_contain_text("tiny")

        press_and_confirm(frame, row.locator(".collect a"))
        row.locator(".num-submissions a").click()
        submission = frame.locator("#main-table tr", has_text="ada")
        press_and_confirm(frame, submission.locator(".autograde a"))
        expect(submission.locator(".status")).to_have_text("needs manual grading")
        expect(submission.locator(".score")).to_have_text("1 / 6")
        lab.screenshot("autograded")

        frame.get_by_role("link", name="Manual Grading").click()
        frame.get_by_role("link", name="tiny").click()
        frame.get_by_role("link", name="tiny").last.click()
        frame.get_by_role("link", name=re.compile("Submission #1")).click()
        expect(frame.locator("math").first).to_be_visible()
        with (
            lab.page.expect_response(re.compile("/api/grade/")),
            lab.page.expect_response(re.compile("/api/comment/")),
        ):
            frame.locator("input.score#why").fill("2.5")
            frame.locator("#why-comment").fill("Say why it adds.")
            frame.locator("#why-comment").press("Tab")
        lab.screenshot("manual_grading")

        lab.page.reload()
        lab.menu("Nbgrader", "Formgrader")
        expect(row).to_be_visible()
        press_and_confirm(frame, row.locator(".generate-feedback a"))
        press_and_confirm(frame, row.locator(".release-feedback a"))

        learner.page.get_by_role("button", name="Fetch Feedback").click()
        learner.page.get_by_text("(view feedback)").wait_for()
        learner.screenshot("feedback_fetched")
        (path,) = desk.glob("tiny/feedback/*/tiny.html")
        page = learner.page.context.new_page()
        page.goto(f"{learner.url}/files/{path.relative_to(desk)}?token={TOKEN}")
        text = page.locator("body").inner_text()
        assert "Say why it adds." in text
        assert "double is wrong for some number we did not show" in text
        assert "Score: 3.5 / 6.0" in text
        assert not [line for line in hidden_lines(tiny()) if line in text]
        expect(page.locator("math").first).to_be_visible()
        page.screenshot(path=learner.folder / "feedback.png", full_page=True)

        hand_in(course)
        lab.page.reload()
        lab.menu("Nbgrader", "Formgrader")
        expect(row).to_be_visible()
        press_and_confirm(frame, row.locator(".collect a"))
        assert {path.name for path in (course.root / "submitted").iterdir()} == {"ada", LEARNER, BY_HAND}
        row.locator(".num-submissions a").click()
        submission = frame.locator("#main-table tr", has_text=LEARNER)
        press_and_confirm(frame, submission.locator(".autograde a"))
        expect(submission.locator(".score")).to_have_text("0 / 6")
        press_and_confirm(frame, submission.locator(".generate-feedback a"))
        visit(lab, course)
