"""The points card in JupyterLab: whole at every width, and its links lead to the exercise."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Locator, expect

from autograder.learner.scorecard import what_next

# Whether no word of an element is broken over two lines, and nothing is cut off.
WHOLE = """(element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("style")) continue;
    for (const word of node.data.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (range.getClientRects().length > 1) return false;
    }
  }
  return element.scrollWidth <= element.clientWidth;
}"""


def words_are_whole(card: Locator) -> bool:
    """Tell whether an element can be read whole, without scrolling sideways."""
    return card.evaluate(WHOLE)


LONG = "parse_prices: keep the index of raw, so that the prices still belong to their fresh listings; look at the rows"
ROWS = [
    ("1. Parse the prices", "passed so far", ""),
    (
        "2. Build a vocabulary",
        "wrong",
        f"{LONG}\n  vocabulary is {{None: 0, 'Barn': 1, 'Cabin': 2, 'Loft': 3}}",
    ),
    ("7. Target encoding that does not leak", "not attempted", ""),
    ('Written answer 1. "Make search better"', "for a person to read", ""),
]


def card() -> dict:
    """Return a card with every kind of row."""
    rows = [
        {"name": f"e{n}", "title": title, "cell": f"prompt_{n}", "score": 1.0, "points": 3.0, "state": state}
        | {"written": "person" in state, "messages": [{"hidden": False, "text": text}] if text else []}
        for n, (title, state, text) in enumerate(ROWS)
    ]
    todo, sentence = what_next(rows)
    card = {
        "title": "Assignment 03: Encoding",
        "exercises": rows,
        "score": 1.0,
        "points": 12.0,
        "later": 24.0,
    }
    card |= {
        "written": 4.0,
        "notes": [],
        "notices": ["The hidden checks are not in this folder; they run later."],
    }
    return card | {"next": sentence, "next_cell": todo["cell"]}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_card_is_whole_and_leads_to_the_exercise(open_lab, make_course, theme):
    course = make_course()
    filler = "\n\n".join(["A paragraph of the prompt."] * 20)
    cells = [
        new_markdown_cell(f"## {title}\n\n{filler}", id=f"prompt_{n}") for n, (title, _, _) in enumerate(ROWS)
    ]
    show = "from autograder.learner.in_notebook import link_to, show_card, this_notebook"
    show = f"{show}\n\nshow_card({card()!r}, link_to(this_notebook()))"
    nbformat.write(
        new_notebook(cells=[*cells, new_code_cell(show, id="card")]), course.root / "my card.ipynb"
    )
    with open_lab(course.root, course.env) as lab:
        lab.open("my card.ipynb")
        lab.page.evaluate(
            "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        lab.run("card")
        for width in (1900, 1400, 900, 620):
            lab.page.set_viewport_size({"width": width, "height": 1000})
            shown: Locator = lab.go_to("card").locator(".scorecard")
            shown.scroll_into_view_if_needed()
            assert shown.evaluate(WHOLE), width
            for _, state, _ in ROWS:
                expect(shown.get_by_role("cell", name=state)).to_be_visible()
            lab.screenshot(f"card_{theme.split()[1]}_{width}")
        lab.page.set_viewport_size({"width": 1400, "height": 1000})
        for name, title in [(title, title) for title, _, _ in ROWS] + [("Next: 2. Build", ROWS[1][0])]:
            lab.go_to("card").get_by_role("link", name=name).first.click()
            expect(lab.page.get_by_role("heading", name=title)).to_be_in_viewport()
        assert lab.page.locator(".lm-TabBar-tab", has_text="my card.ipynb").count() == 1
