"""Formulas become MathML, whoever wrote them: harmless, never an error, and the text where there is no formula."""

import re
from html import escape
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from autograder.plugins.mathml import ATTRIBUTES, ELEMENTS, TOKENS, mathml


def parsed(latex: str, display: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(mathml(latex, display))


def text(latex: str) -> str:
    return "".join(parsed(latex).itertext())


def test_a_formula_is_a_tree():
    math = parsed(r"\frac{a}{1+b^2}", display=True)
    assert math.attrib == {"display": "block", "alttext": r"\frac{a}{1+b^2}"}
    fraction = math.find(".//mfrac")
    assert ["".join(part.itertext()) for part in fraction] == ["a", "1+b2"]
    assert parsed("a").get("display") == "inline"


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"x < y \& z", "x<y&z"),
        (r"\text{cost\_fn} \cdot 50\%", "cost_fn·50%"),
        (r"\Big\{ x \Big\}", "{x}"),
        (r"\text{a < b & c}", "a\xa0<\xa0b\xa0&\xa0c"),
        (r"\mathbf{w}", "\N{MATHEMATICAL BOLD SMALL W}"),
        (r"\mathbf{Xy}", "\N{MATHEMATICAL BOLD CAPITAL X}\N{MATHEMATICAL BOLD SMALL Y}"),
        (r"\boldsymbol{\beta}", "\N{MATHEMATICAL BOLD ITALIC SMALL BETA}"),
        (
            r"\mathbb{R} \mathbb{PR}",
            "\N{DOUBLE-STRUCK CAPITAL R}\N{DOUBLE-STRUCK CAPITAL P}\N{DOUBLE-STRUCK CAPITAL R}",
        ),
        (r"\mathcal{LD}", "\N{SCRIPT CAPITAL L}\N{MATHEMATICAL SCRIPT CAPITAL D}"),
        (r"\mathrm{dx}", "dx"),
        (r"\arg\max_i x_i \label{eq:best}", "argmaxixi"),
    ],
)
def test_characters(latex, shown):
    """What a reader sees of the formula's characters; browsers know bold and script letters as characters alone."""
    assert text(latex) == shown


@pytest.mark.parametrize(
    "name", ["align", "align*", "aligned", "gather", "cases", "dcases", "split", "pmatrix"]
)
def test_rows_of_environments(name):
    """Environments have their rows, and no numbers as in JupyterLab."""
    math = parsed(rf"\begin{{{name}}} a &= b \\ c &= d \end{{{name}}}")
    assert len(math.findall(".//mtr")) == 2
    assert "(1)" not in "".join(math.itertext())


def test_equation_is_its_contents():
    assert text(r"\begin{equation} x = 1 \end{equation}") == "x=1"


AS_WRITTEN = {
    "empty": "",
    "blank": " \n",
    "an unknown command": r"\frobnicate{x} + 1",
    "an unknown environment": r"\begin{tikzpicture} x \end{tikzpicture}",
    "an environment without an end": r"\begin{align} x",
    "an open bracket": r"\left( x",
    "a lone right": r"x \right)",
    "a fraction of nothing": r"\frac",
    "two superscripts": "x^1^2",
    "a long formula": "+".join(["x"] * 1_100),
    "100 kB of braces": "{" * 100_000,
    "many braces": "{" * 1_900,
    "many roots": r"\sqrt" * 350,
    "deep fractions": r"\frac{1}{" * 40 + "x" + "}" * 40,
    "macros": r"\def\a{xx}\a\a",
    "new commands": r"\newcommand{\a}{xx}\a\a",
    "new environments": r"\newenvironment{a}{x}{x}\begin{a}\end{a}",
    "html": r"</math><script>alert(1)</script>\frobnicate",
}


@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("latex", AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_what_is_no_formula_is_shown_as_written(latex, display):
    """No error, no endless work: the text, escaped, between its dollars."""
    dollars = "$$" if display else "$"
    assert mathml(latex, display) == escape(dollars + latex + dollars)


def test_a_formula_may_be_long_and_deep():
    """The limits are far from what people write."""
    assert parsed("+".join(["x"] * 900)).find(".//mi") is not None
    assert parsed(r"\frac{1}{" * 10 + "x" + "}" * 10).find(".//mfrac") is not None


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\class{modal}{x}",
        r"\style{position:fixed}{x}",
        r"\style{x}{\frac{1}{2}}",
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        r"\text{</mtext></math><img src=x onerror=alert(1)>}",
        r"\hbox{<img src=x onerror=alert(1)> $<b>$}",
        r"</math><script>alert(1)</script>",
        r'x" onclick="alert(1)',
        r'\color{red" onclick="alert(1)}{x}',
        r"\textcolor{url(http://example.org)}{x}",
        r"\colorbox{url(http://example.org)}{x}",
        r"\unicode{x3c}script\unicode{x3e}",
        r"\verb|<img src=x onerror=alert(1)>|",
        r"\operatorname{script}",
        r"\hspace{-90em} x \kern999em y",
        r"\mathop{\frac{a}{b}}",
        r"\raise90em{x} \smash{x} \mathllap{x}",
        r"\begin{array}{c" + "|c" * 50 + r"} x \end{array}",
    ],
)
def test_attacks(latex):
    """Only elements and attributes that lay out a formula come out, each with a value that is known to be harmless."""
    page = BeautifulSoup(mathml(latex), "html.parser")
    for tag in page.find_all():
        assert ELEMENTS.fullmatch(tag.name)
        attributes = {name: value for name, value in tag.attrs.items() if name not in ("alttext", "display")}
        assert all(ATTRIBUTES[name].fullmatch(value) for name, value in attributes.items())
        assert tag.name == "math" or attributes == tag.attrs
        assert tag.name not in TOKENS or not tag.find()
    assert not re.search("-?[0-9]{2,}(em|pt)", str(page).replace(escape(latex), ""))


def test_markup_in_text_is_text():
    assert text(r"\text{<b>bold</b>}") == "<b>bold</b>"
