"""Sphinx's settings for the site that `make site` builds from the repository as it stands.

Sphinx's source folder is the repository's root, so that links between files are the same on the site and in the
repository.
"""

import hashlib
import html
import logging
import textwrap
from pathlib import Path

from docutils import nodes
from jupyter_cache import get_cache
from jupyter_client import KernelManager
from sphinx import addnodes
from sphinx.util.logging import getLogger

from autograder.plugins.mathml import mathml

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = 160  # characters of a page's description that search engines show

project = "Perch"
html_title = "Perch"
extensions = ["myst_nb"]
include_patterns = [
    "index.md",
    "course/welcome.ipynb",
    "course/lessons/*/*.ipynb",
    "course/interview/**",
    "release/*/*.ipynb",
    "docs/*.md",
]
exclude_patterns = [".*", "build", "docs/learner_readme.md"]  # that one is the README of the learner's bundle

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_update_mathjax = False

# Outputs depend on a notebook, which jupyter-cache looks at, and on what it imports.
imported = [*sorted((ROOT / "course").rglob("*.py")), ROOT / "constraints.txt"]
executed = hashlib.sha256(b"".join(path.read_bytes() for path in imported)).hexdigest()[:12]
nb_execution_mode = "cache"
nb_execution_cache_path = str(ROOT / "build" / "executed" / executed)
get_cache(nb_execution_cache_path).db  # noqa: B018 (made now: processes that read pages would all make it at once)
nb_execution_excludepatterns = ["course/interview/[0-9]*.ipynb", "release/*/*.ipynb"]  # readers fill these in
nb_execution_timeout = 300  # seconds a cell may take
nb_execution_show_tb = True
nb_merge_streams = True
nb_output_stderr = "error"  # a notebook that warns is not ready to be read
KernelManager.transport_encryption.default_value = "auto"  # otherwise each kernel prints a warning

# Otherwise accessible-pygments, which comes with the theme, sets up logging and has every library's messages printed.
logging.root.addHandler(logging.NullHandler())

pygments_dark_style = "a11y-dark"
html_theme = "furo"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6677", "color-brand-content": "#0b6677"},
    "dark_css_variables": {"color-brand-primary": "#5cc3d4", "color-brand-content": "#5cc3d4"},
    "top_of_page_buttons": ["view"],  # a download, see _templates
}
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_sourcelink_suffix = ""  # a notebook that is downloaded keeps its name
html_use_index = False
html_show_copyright = False
html_math_renderer = "mathml"


def visit_math(translator, node):
    """Write a formula in a line of text."""
    translator.body.append(formula(node))
    raise nodes.SkipNode


def visit_math_block(translator, node):
    """Write a formula on a line of its own."""
    translator.body.append(f"{translator.starttag(node, 'div', CLASS='math')}{formula(node)}</div>\n")
    raise nodes.SkipNode


def formula(node) -> str:
    """Return a formula as MathML; warn of one that stays LaTeX."""
    written = mathml(node.astext(), display=isinstance(node, nodes.math_block))
    if not written.startswith("<math"):
        getLogger(__name__).warning("formula that is not understood: %s", node.astext(), location=node)
    return written


def lead_home(app, doctree):
    """Point links to README.md at the home page, which is made of it."""
    for link in doctree.findall(addnodes.pending_xref):
        if link["reftarget"] == "README":
            link["reftarget"] = app.config.root_doc


def describe(app, pagename, templatename, context, doctree):
    """Give a page the beginning of its text as its description."""
    if doctree is not None and (first := doctree.next_node(nodes.paragraph)):
        text = textwrap.shorten(first.astext(), DESCRIPTION, placeholder=" …")
        context["metatags"] += f'<meta name="description" content="{html.escape(text)}">\n'


def setup(app):
    """Register the functions above."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("doctree-read", lead_home)
    app.connect("html-page-context", describe)
