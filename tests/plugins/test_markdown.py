"""Markdown on pages that others open: formulas without a script, money is money, and nothing that acts."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from notebooks import ROOT

from autograder.plugins.markdown import Renderer, safe_markdown2html
from autograder.plugins.mathml import ATTRIBUTES, ELEMENTS, LONGEST

PNG = "data:image/png;base64,iVBORw0KGgo="
NOTEBOOKS = [
    path
    for folder in ("source", "course")
    for path in sorted((ROOT / folder).rglob("*.ipynb"))
    if path.parent.name != ".ipynb_checkpoints"
]


def page(markdown: str) -> BeautifulSoup:
    return BeautifulSoup(safe_markdown2html({}, markdown), "html.parser")


def formulas(markdown: str) -> list[str]:
    return [math["alttext"] for math in page(markdown).find_all("math")]


@pytest.mark.parametrize(
    ("markdown", "latex", "display"),
    [
        ("Let $x_1$ be.", "x_1", "inline"),
        ("Let $ x_1 $ be.", "x_1", "inline"),
        ("Let $x_1 $ be.", "x_1", "inline"),
        (r"Let \\(x_1\\) be.", "x_1", "inline"),
        ("Let $a *b* c$ be.", "a *b* c", "inline"),
        ("$$\nx_1\n$$", "x_1", "block"),
        (r"\\[x_1\\]", "x_1", "block"),
        ("\\begin{align}\na &= b\n\\end{align}", "\\begin{align}\na &= b\n\\end{align}", "block"),
        ("- first $x$\n  second", "x", "inline"),
        ("| a |\n|---|\n| $x$ |", "x", "inline"),
        ("**bold $x$**", "x", "inline"),
        ("# Of $x$", "x", "inline"),
        ("[to $x$](#x)", "x", "inline"),
        (r"$\$5$", r"\$5", "inline"),
    ],
)
def test_formulas(markdown, latex, display):
    """Every way of writing a formula that nbconvert knows."""
    (math,) = page(markdown).find_all("math")
    assert (math["alttext"], math["display"]) == (latex, display)
    assert "$" not in page(markdown).text.replace("$5", "").replace(latex, "")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("$5 and $10", "$5 and $10"),
        (r"\$1,500 and \$2,000", "$1,500 and $2,000"),
        ("between $20k-$30k, **$5** or **$10**", "between $20k-$30k, $5 or $10"),
        ("$ 5 and $ 10", "$ 5 and $ 10"),
        ("costs $5, see `a$b`", "costs $5, see a$b"),
        ("`$x$` is code", "$x$ is code"),
    ],
)
def test_money_is_no_formula(markdown, text):
    assert page(markdown).text.strip() == text
    assert not formulas(markdown)


def test_formulas_after_money():
    assert formulas("It costs $5, then $10, for $x$ nights.") == ["x"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_formula_of_the_course(path):
    """No prompt or lesson has a formula that is left as it was written; the dollars that are left are money."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            shown = BeautifulSoup(safe_markdown2html({"cell": cell}, cell.source), "html.parser")
            for code in shown.find_all(["code", "math"]):
                code.replace_with("…")
            assert not re.search(r"\$(?!\d)|\\[A-Za-z]", shown.text), cell.source


HARMLESS = {"align", "alt", "height", "href", "rel", "src", "target", "title", "width"}
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "event": f'<img src="{PNG}" onerror="alert(1)">',
    "field of Formgrader": '<input id="why" value="4"><span id="why">x</span>',
    "event that looks like a picture": f'<div id="image"></div><img src="{PNG}" onerror="data:image/alert(1)">',
    "link": "[x](javascript:alert(1)) <a href=' javascript:alert(1)'>x</a>",
    "formula's link": r"$\href{javascript:alert(1)}{x}$",
    "formula's text": r"$\text{<img src=x onerror=alert(1)>}$",
    "formula that ends": "$x</math><script>alert(1)</script>$",
    "formula in an attribute": f"![$x onerror=alert(1)$]({PNG})",
    "formula in a title": '[a](http://example.org "$x onclick=alert(1)$") <b title=$x">$y onclick=alert(1)$',
    "formula in a tag that does not end": '<div title="\n\n$x onclick=alert(1) $\n\n">',
    "formula in a tag's name": "<$x$ onclick=alert(1)> <b $x onclick=alert(1)$>",
    "formula in a comment": "<!-- \n\n$x$ --> <img src=x onerror=alert(1)> -->",
    "MathML": "<math><mtext></p><style><img src onerror=alert(1)></style></mtext></math>",
    "MathML that bleach must not see": "<math><mglyph><style><!--</style><img title='--><img src onerror=alert(1)>'>",
    "picture of another host": "![x](http://example.org/x.png) <img srcset='//example.org/x.png'>",
    "style": "<style>@import url(//example.org)</style><p style='background:url(//example.org)'>x</p>",
}


@pytest.mark.parametrize("markdown", ATTACKS.values(), ids=ATTACKS)
def test_attacks(markdown):
    """Nothing acts or asks another host for something."""
    shown = page(markdown)
    for tag in shown.find_all():
        assert tag.name not in ("script", "style", "svg", "iframe", "link", "mglyph")
        allowed = ATTRIBUTES.keys() | {"alttext", "display"} if ELEMENTS.fullmatch(tag.name) else HARMLESS
        assert tag.attrs.keys() <= allowed
        assert tag.get("src", PNG) == PNG
        assert tag.get("href", "#").startswith(("http", "#"))


def test_marks_cannot_be_foreseen():
    """A mark that a learner writes is text."""
    words = {Renderer({}).word for _ in range(9)}
    assert len(words) == 9
    forged = f"{words.pop()}x0x"
    assert page(f"$y$ {forged}").text.strip() == f"y {forged}"


def test_pictures():
    """Attached pictures are on the page; others are their text."""
    attached = {"cell": {"attachments": {"a.png": {"image/png": "iVBORw0KGgo="}}}}
    html = safe_markdown2html(attached, "![A](attachment:a.png) ![B](attachment:b.png)")
    assert [(img["src"], img["alt"]) for img in BeautifulSoup(html, "html.parser").find_all("img")] == [
        (PNG, "A")
    ]
    assert "B" in html


@pytest.mark.parametrize("formula", ["$$%s$$", r"\\[%s\\]", r"\\(%s\\)", r"\begin{a}%s\end{a}"])
def test_formulas_end_soon(formula):
    """The end of a formula is not looked for far away, or many beginnings would take hours: it is then ordinary text."""
    assert not page(formula % ("*x* " * 5)).find("em")
    assert page(formula % ("*x* " * LONGEST)).find("em")
