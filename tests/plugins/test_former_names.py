"""Names by which an `nbgrader_config.py` written before the grader had rooms knows what is plugged in."""

from importlib.resources import files

import nbformat
import pytest
from bs4 import BeautifulSoup
from notebooks import submission, tiny
from traitlets.utils.importstring import import_item

FORMER = """
from importlib.resources import files
from nbgrader.converters import Autograde
from nbgrader.server_extensions.formgrader.handlers import template_path
from autograder.preprocessors import autograde

c.ExchangeFactory.collect = "autograder.exchange.Collect"
c.GenerateAssignment.preprocessors = [
    "autograder.preprocessors.ClearSolutions" if name.endswith("ClearSolutions") else name
    for name in c.GenerateAssignment.preprocessors
    if name.startswith("nbgrader") or name.endswith("ClearSolutions")
]
Autograde.start = autograde
c.HTMLExporter.filters = {"markdown2html": "autograder.markdown.safe_markdown2html"}
c.HTMLExporter.extra_template_basedirs = [str(files("autograder") / "templates"), template_path]
c.GenerateFeedback.pre_convert_hook = "autograder.preprocessors.mark_hand_placed"
"""
NAMES = ["exchange.Collect", "markdown.safe_markdown2html"]
NAMES += [f"preprocessors.{name}" for name in ("ClearSolutions", "autograde", "mark_hand_placed")]


@pytest.mark.parametrize("name", NAMES)
def test_a_former_name_is_the_same_thing(name):
    assert import_item(f"autograder.{name}") is import_item(f"autograder.plugins.{name}")


def test_templates_lie_where_they_lay():
    former, present = files("autograder") / "templates", files("autograder.plugins") / "templates"
    for name in ("base/mathjax.html.j2", "base/formulas.css", "formgrade/mathjax.html.j2"):
        assert former.joinpath(name).read_text("utf-8") == present.joinpath(name).read_text("utf-8")


def test_a_course_with_former_names(make_course):
    course = make_course()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(FORMER)
    course.place("source", tiny(), "tiny")
    course.nbgrader("generate_assignment", "tiny")
    course.nbgrader("release_assignment", "tiny")
    answers = {"double": "def double(x):\n    return x + x", "why": "It is $x + x$."}
    (course.root / "tiny").mkdir()
    handed_in = submission(course.read("release", "tiny"), answers)
    nbformat.write(handed_in, course.root / "tiny" / "tiny.ipynb")
    course.nbgrader("submit", "tiny", "--student=ada")
    course.nbgrader("collect", "tiny")
    course.nbgrader("autograde", "tiny")
    course.nbgrader("generate_feedback", "tiny")
    assert course.scores("ada", "tiny") == {"double_check": 1, "double_hidden": 2, "why": 0}
    page = course.feedback("ada", "tiny")
    assert "<math" in page
    assert not [one["src"] for one in BeautifulSoup(page, "html.parser").find_all("script", src=True)]
