"""The card: whole at every width, and what it says to do next."""

import io

import pytest
from rich.console import Console

from autograder.learner.scorecard import as_text, ended, total, what_next

LONG = "build_pipeline: R² on hosts never seen is 0.31; the ordinary pipeline of the lesson reaches 0.55. Is it fitted?"
STATES = [
    ("1. Parse the prices", "passed so far", ""),
    ("10. One pipeline, from listing to price", "wrong", f"{LONG}\n  model.predict(X) is array([1.0, 2.0])"),
    ('Written answer 1. "Make search better"', "for a person to read", ""),
    (
        "An exercise with a title that goes on and on, beyond any line of a narrow terminal",
        "out of memory",
        LONG,
    ),
]


def card() -> dict:
    """Return a card with every kind of row, and sentences longer than a line."""
    rows = [
        {"name": title, "title": title, "cell": "", "score": 1, "points": 3, "state": state}
        | {"written": "person" in state, "messages": [{"hidden": True, "text": text}] if text else []}
        for title, state, text in STATES
    ]
    card = {"exercises": rows, "score": 12, "points": 36, "later": 24, "written": 4, "notes": [LONG]}
    return card | {"notices": [f"A notice. {LONG}"], "next": what_next(rows)[1]}


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 120, 200])
def test_the_terminals_card_is_whole(width):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(as_text(card()))
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for sentence in (total(card()), card()["next"], f"A notice. {LONG}", f"hidden check: {LONG}"):
        assert sentence in text
    for title, state, _ in STATES:
        assert {*title.split(), *state.split()} <= {*text.split()}
    if width >= 120:
        assert all(any(title in line for line in lines) for title, _, _ in STATES)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("2. Build a vocabulary", "2. Build a vocabulary."),
        ("11. Which encoding for which column?", "11. Which encoding for which column?"),
        ("Stop!", "Stop!"),
        ("And so on …", "And so on …"),
        ('Written answer 1. "Make search better"', 'Written answer 1. "Make search better".'),
        ('"Why?"', '"Why?"'),
        ("Which (and why?)", "Which (and why?)"),
        ("**Really?**", "**Really?**"),
    ],
)
def test_a_title_ends_a_sentence_once(title, said):
    assert ended(title) == said
    row = {"title": title, "state": "not attempted", "messages": []}
    assert what_next([row]) == (row, f"Next: {said} It is not attempted yet.")


@pytest.mark.parametrize(
    ("later", "written", "said"),
    [
        (0, 0, "3 of 6 points."),
        (0, 4, "3 of 6 points, of 10 in all: a person gives up to 4 for what you write."),
        (
            2,
            0,
            "3 of 6 points that can be seen here, of 8 in all: hidden checks for 2 more run when you hand in.",
        ),
    ],
)
def test_points_say_what_they_are_of(later, written, said):
    assert total({"score": 3.0, "points": 6.0, "later": later, "written": written}) == said
