"""Formulas as MathML, which browsers show without a script and without the network."""

import re
import unicodedata
from html import escape, unescape
from types import MappingProxyType
from xml.etree.ElementTree import Element, tostring

from latex2mathml.commands import LIMIT, MATRICES
from latex2mathml.converter import Converter
from latex2mathml.symbols_parser import convert_symbol

LONGEST = 2_000  # characters
DEEPEST = 40  # levels of elements; a fraction has two

ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|menclose|"
    "msub|msup|msubsup|munder|mover|munderover|mtable|mtr|mtd"
)
TOKENS = ("mi", "mn", "mo", "mtext")  # what is inside them is text
WORDS = re.compile(r"[a-z]+( [a-z]+)*")
LENGTH = re.compile(r"0|[0-9](\.[0-9]+)?(em|ex)|[0-9]{1,2}(\.[0-9]+)?(pt|px)")  # short, and not negative
ATTRIBUTES = {
    "accent": WORDS,
    "accentunder": WORDS,
    "columnalign": WORDS,
    "columnlines": WORDS,
    "depth": LENGTH,
    "displaystyle": WORDS,
    "fence": WORDS,
    "form": WORDS,
    "height": LENGTH,
    "largeop": WORDS,
    "linethickness": LENGTH,
    "lspace": LENGTH,
    "mathcolor": re.compile(r"[A-Za-z]+|#[0-9A-Fa-f]{3,8}"),
    "mathsize": LENGTH,
    "mathvariant": re.compile("normal"),
    "maxsize": LENGTH,
    "minsize": LENGTH,
    "movablelimits": WORDS,
    "notation": WORDS,
    "rowlines": WORDS,
    "rspace": LENGTH,
    "scriptlevel": re.compile("[0-9]"),
    "separator": WORDS,
    "stretchy": WORDS,
    "width": LENGTH,
}

# What latex2mathml does not know, or would number or stretch, and what it has instead.
ENVIRONMENTS = {
    "align": "align*",
    "aligned": "align*",
    "dcases": "cases",
    "gather": "displaylines",
    "gather*": "displaylines",
    "gathered": "displaylines",
}
REPLACEMENTS = {
    r"\\label\{[^}]*\}": "",
    r"\\[lr]vert(?![A-Za-z])": "|",
    r"\\[lr]Vert(?![A-Za-z])": r"\\|",
}
MORE_FUNCTIONS = (r"\arg",)
KNOWN_ENVIRONMENTS = {command.removeprefix("\\") for command in MATRICES} | {"equation", "equation*"}


def mathml(latex: str, display: bool = False) -> str:
    r"""Return a formula as a `<math>` element that is harmless whoever wrote the formula.

    Only elements and attributes that lay out a formula are in it: no links, scripts, styles or classes. The
    LaTeX is its `alttext`.

    Parameters
    ----------
    latex
        The formula without its delimiters.
    display
        Whether the formula stands on a line of its own.

    Returns
    -------
    str
        HTML. A formula that is empty, faulty, too long, too deep or defines macros comes back as it was
        written, escaped and between dollars.
    """
    try:
        math = Element("math", display="block" if display else "inline", alttext=latex.strip())
        math.extend(harmless(element) for element in converted(latex, display))
    except Exception:  # latex2mathml raises whatever it stumbles over, RecursionError included
        dollars = "$$" if display else "$"
        return escape(f"{dollars}{latex}{dollars}")
    return tostring(math, encoding="unicode", short_empty_elements=False)


def converted(latex: str, display: bool) -> Element:
    """Return what latex2mathml makes of a formula; raise some exception if it makes nothing of it."""
    if len(latex) > LONGEST or not latex.strip():
        raise ValueError(f"a formula of {len(latex)} characters")
    converter = Converter(display="block" if display else "inline")
    # Nobody may define a macro: a few that use one another twice would make a page of any size.
    converter.macros = MappingProxyType({})
    for pattern, replacement in REPLACEMENTS.items():
        latex = re.sub(pattern, replacement, latex)
    latex = re.sub(r"\\(begin|end)\s*\{([a-zA-Z]+\*?)\}", known_environment, latex)
    return converter.convert_to_element(latex)


def known_environment(found: re.Match[str]) -> str:
    r"""Return `\begin{...}` or `\end{...}` with a name that latex2mathml knows."""
    name = ENVIRONMENTS.get(found[2], found[2])
    if name not in KNOWN_ENVIRONMENTS:
        raise ValueError(f"unknown environment {name}")
    return f"\\{found[1]}{{{name}}}"


def harmless(element: Element, depth: int = 0) -> Element:
    """Return a copy without attributes that are not known to be harmless; raise ValueError for such an element."""
    if not ELEMENTS.fullmatch(element.tag) or depth > DEEPEST:
        raise ValueError(f"{element.tag} at depth {depth}")
    attributes = {
        name: value
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    }
    copy = Element("mrow" if element.tag in TOKENS and len(element) else element.tag, attributes)
    copy.text = shown_text(element)
    copy.extend(harmless(child, depth + 1) for child in element)
    adapt(copy)
    return copy


def adapt(element: Element) -> None:
    """Have browsers space, stretch and place an element as LaTeX would."""
    text = element.text or ""
    if element.tag == "mi" and re.fullmatch("[A-Za-z]{2,}", text):  # log and the like
        element.tag = "mo"
        element.attrib.update(lspace="0.167em", rspace="0.167em")
    elif element.tag == "mtext" and text.strip():  # beside mtext, which counts as space, a plus has none
        element.tag = "mi"
        element.set("mathvariant", "normal")
    elif element.tag == "mo" and "minsize" in element.attrib:  # \big and the like
        element.set("stretchy", "true")
    elif element.tag == "mo" and text in ("⟨", "⟩", "⌊", "⌋", "⌈", "⌉"):
        element.attrib.setdefault("stretchy", "false")
    elif element.tag == "mo" and f"\\{text}" in LIMIT:
        element.set("movablelimits", "true")
    elif element.tag == "msub" and element[0].get("movablelimits") == "true":
        element.tag = "munder"


def shown_text(element: Element) -> str:
    """Return an element's characters; raise ValueError for a command that latex2mathml has left as it was."""
    text = unescape(element.text or "")
    if element.tag == "mtext":
        return re.sub(r"\\([^A-Za-z])", r"\1", text)
    if re.fullmatch(r"\\.+", text, re.DOTALL):
        symbol = convert_symbol(text)
        if symbol is None and text[1:].isalpha() and text not in MORE_FUNCTIONS:
            raise ValueError(f"unknown command {text}")
        return text[1:] if symbol is None else chr(int(symbol, 16))
    return styled(text, element.get("mathvariant", "normal"))


def styled(text: str, variant: str) -> str:
    """Return the text in Unicode's bold, script, ... letters: browsers no longer know this as an attribute."""
    style = variant.upper().replace("-ITALIC", " ITALIC")
    return "".join(styled_letter(letter, style) for letter in text) if variant != "normal" else text


def styled_letter(letter: str, style: str) -> str:
    """Return Unicode's letter of the style, or the letter itself where there is none."""
    name = unicodedata.name(unicodedata.normalize("NFKC", letter)[:1], "")
    name = re.sub("LATIN |GREEK |LETTER ", "", name)
    for styled_name in (f"MATHEMATICAL {style} {name}", f"{style} {name}"):
        try:
            return unicodedata.lookup(styled_name)
        except KeyError:
            continue
    return letter
