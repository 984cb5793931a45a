"""Markdown of learners and instructors as HTML that is safe to open, for Formgrader's pages and for feedback."""

import re
import secrets
from html import escape
from urllib.parse import unquote

import bleach
from bleach.html5lib_shim import BleachHTMLParser
from bleach.sanitizer import Cleaner
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
    MathBlockParser,
    MathInlineParser,
)

from autograder.plugins.mathml import LONGEST, mathml
from autograder.plugins.pages import within_limits

# What Markdown makes, and the little HTML that prompts use. No scripts, styles, forms, frames or event handlers.
TAGS = bleach.ALLOWED_TAGS | {
    "br",
    "del",
    "details",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "p",
    "pre",
    "span",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
}
# Each with the values that it may have. By ids, classes, names, roles and data Formgrader finds its own fields.
ATTRIBUTES = {
    "align": re.compile("left|center|right|justify"),
    "title": re.compile(".*", re.DOTALL),
}
ATTRIBUTES_OF = {
    "a": {"href": re.compile("(https?:|mailto:).*", re.DOTALL)},
    "img": {
        "alt": re.compile(".*", re.DOTALL),
        "height": re.compile("[0-9]{1,4}"),
        "src": re.compile("data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\\s]*"),
        "width": re.compile("[0-9]{1,4}"),
    },
}
# A link opens a page of its own, which knows nothing of this one.
LINK = '<a target="_blank" rel="noopener noreferrer" '
DEEPEST = 50  # elements in one another


def bounded(pattern: str) -> str:
    """Return a pattern of nbconvert's for formulas that does not search to the end of a long text."""
    return pattern.replace(".*?", f".{{0,{LONGEST}}}?")


class BlockParser(MathBlockParser):
    """Finds the blocks that nbconvert finds."""

    SPECIFICATION = MathBlockParser.SPECIFICATION | {
        "multiline_math": bounded(MathBlockParser.MULTILINE_MATH)
    }


class InlineParser(MathInlineParser):
    """Finds the formulas that nbconvert finds, but takes `$5 and $10` for money.

    After a formula comes no digit, and one that begins with a digit does not end with a space.
    """

    INSIDE = r"(?:\\.|[^$`\\])+"
    SPECIFICATION = MathInlineParser.SPECIFICATION | {
        "block_math_tex": bounded(MathInlineParser.BLOCK_MATH_TEX),
        "block_math_latex": bounded(MathInlineParser.BLOCK_MATH_LATEX),
        "inline_math_tex": rf"(?s:(?<![$\\])\$(?P<math_inline_tex>(?!\s*\d){INSIDE}|{INSIDE}(?<!\s))\$(?!\d))",
        "inline_math_latex": bounded(MathInlineParser.INLINE_MATH_LATEX),
        "latex_environment": bounded(MathInlineParser.LATEX_ENVIRONMENT),
    }


class Renderer(IPythonRenderer):
    """Renders as nbconvert does, but a picture that is not attached as its text, and formulas as marks.

    A mark stands for MathML while the rest is cleaned: cleaners that let MathML through can be led astray by it.
    Nobody can write a mark, for it has a random word in it.
    """

    def __init__(self, attachments: dict[str, dict[str, str]]):
        super().__init__(escape=False, attachments=attachments, exclude_anchor_links=True)
        self.word = secrets.token_hex(16)
        self.formulas: list[str] = []

    def mark(self, latex: str, display: bool) -> str:
        """Keep a formula, and return the mark that stands for it."""
        self.formulas.append(mathml(latex, display))
        return f"{self.word}x{len(self.formulas) - 1}x"

    def fill_in(self, html: str) -> str:
        """Put the formulas in the place of their marks, none of which may be inside a tag."""
        return re.sub(rf"{self.word}x(\d+)x", lambda found: self.formulas[int(found[1])], html)

    def is_harmless(self, tag: str, name: str, value: str) -> bool:
        """Tell whether an attribute may stay: harmless, and without a mark, whose formula would end its quotes."""
        allowed = (ATTRIBUTES | ATTRIBUTES_OF.get(tag, {})).get(name)
        return self.word not in value and allowed is not None and bool(allowed.fullmatch(value))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Render code without colours: these are classes, and some languages take forever to be told apart."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def inline_math(self, body: str) -> str:
        """Render a formula in a line of text."""
        return self.mark(body, display=False)

    def block_math(self, body: str) -> str:
        """Render a formula on a line of its own."""
        return self.mark(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        """Render a formula that is an environment of LaTeX."""
        return self.mark(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Render a picture; one of the learner's own files is an attachment by its path."""
        path = unquote(url).removeprefix("./")
        if path in self.attachments:
            url = f"attachment:{path}"
        if url.startswith("attachment:") and url.removeprefix("attachment:") not in self.attachments:
            return escape(text)
        return super().image(text, url, title)


class Shallow(list):
    """The elements that a parser has open, a bounded number: each new one is compared with all of them."""

    def append(self, element: object) -> None:
        """Open one more."""
        if len(self) >= DEEPEST:
            raise RecursionError("HTML is nested too deep")
        super().append(element)


def clean(html: str, renderer: Renderer) -> str:
    """Return only the harmless part of HTML; raise RecursionError if it is nested too deep."""
    cleaner = Cleaner(
        tags=TAGS,
        attributes=renderer.is_harmless,
        protocols=bleach.ALLOWED_PROTOCOLS | {"data"},
        strip=True,
    )

    class ShallowTree(type(cleaner.parser.tree)):
        def reset(self) -> None:
            super().reset()
            self.openElements = Shallow()

    cleaner.parser = BleachHTMLParser(
        tags=TAGS, strip=True, consume_entities=False, namespaceHTMLElements=False, tree=ShallowTree
    )
    return cleaner.clean(html)


@pass_context
@within_limits
def safe_markdown2html(context: Context, source: str) -> str:
    """Render Markdown as nbconvert does, formulas as MathML, and keep only harmless HTML."""
    renderer = Renderer(context.get("cell", {}).get("attachments", {}))
    parser = MarkdownWithMath(renderer, block=BlockParser(), inline=InlineParser(hard_wrap=False))
    html = clean(parser.render(source), renderer).replace("<a ", LINK)
    return renderer.fill_in(html)
