"""Markdown of learners and instructors as HTML that is safe to open, for Formgrader's pages and for feedback."""

import re
import secrets
from html import escape
from urllib.parse import unquote

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
    MathBlockParser,
    MathInlineParser,
)

from autograder.plugins.mathml import LONGEST, mathml

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
ATTRIBUTES = ("align", "class", "title")  # no id: by ids Formgrader finds its own fields
ATTRIBUTES_OF_PICTURES = ("alt", "height", "width")
LINKS = ("http:", "https:", "mailto:", "#")


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
        if self.word in value:
            return False
        if tag == "a" and name == "href":
            return value.startswith(LINKS)
        if tag == "img" and name == "src":
            return value.startswith("data:image/")
        return name in (*ATTRIBUTES, *(ATTRIBUTES_OF_PICTURES if tag == "img" else ()))

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


@pass_context
def safe_markdown2html(context: Context, source: str) -> str:
    """Render Markdown as nbconvert does, formulas as MathML, and keep only harmless HTML."""
    renderer = Renderer(context.get("cell", {}).get("attachments", {}))
    parser = MarkdownWithMath(renderer, block=BlockParser(), inline=InlineParser(hard_wrap=False))
    protocols = bleach.ALLOWED_PROTOCOLS | {"data"}
    html = parser.render(source)
    clean = bleach.clean(html, tags=TAGS, attributes=renderer.is_harmless, protocols=protocols, strip=True)
    return renderer.fill_in(clean)
