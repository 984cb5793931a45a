r"""Dollars in Markdown are dollars, and formulas are formulas, in JupyterLab as well as on the site.

JupyterLab takes the backslash of ``\$`` away before it looks for formulas, and it looks in every cell that has one.
"""

import re

import nbformat
import pytest
from notebooks import ROOT

NOTEBOOKS = sorted(
    path
    for path in (*ROOT.glob("course/**/*.ipynb"), *ROOT.glob("source/*/*.ipynb"))
    if path.parent.name != ".ipynb_checkpoints"
)
CODE = r"```.*?```|(`+).*?\1"
BLOCKS = r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\|"  # paragraphs, items, cells of tables
FORMULA = r"(?<!\\)\$"


def misread(source: str) -> list[str]:
    """Return the blocks of a Markdown cell in which JupyterLab finds a formula between or after plain dollars."""
    text = re.sub(CODE, "", source, flags=re.S)
    if not re.search(FORMULA, text):
        return []
    return [block for block in re.split(BLOCKS, text) if re.search(r"\\\$.*\$", block, re.S)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_dollars_are_no_formulas(path):
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    found = {cell.id: misread(cell.source) for cell in cells}
    assert not {name: blocks for name, blocks in found.items() if blocks}


@pytest.mark.parametrize(
    ("source", "number"),
    [
        (r"it costs \$5, or \$12", 0),
        (r"with $p$ it costs \$5", 0),
        (r"it costs \$5 with $p$", 1),
        ("if $p$ is .1\n\n" r"it costs \$5, or \$12", 1),
        ("if $p$ is .1\n\n- " r"it costs \$5" "\n- " r"or \$12", 0),
        (r"`$p` costs \$5, or \$12", 0),
    ],
)
def test_what_is_misread(source, number):
    assert len(misread(source)) == number
