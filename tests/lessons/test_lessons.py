"""Every lesson, and the welcome notebook, is fit to be read; that they run without a warning is for test_site.py."""

import nbformat
import pytest
from notebooks import ROOT

COURSE = ROOT / "course"
LESSONS = sorted((COURSE / "lessons").glob("*/*.ipynb"))
MOST_WORDS = 1_100  # of text: a lesson of 15 to 30 minutes
MOST_LINES = 40  # of code in a cell: what only draws goes into course/lessons/figures

every_notebook = pytest.mark.parametrize(
    "path", [COURSE / "welcome.ipynb", *LESSONS], ids=lambda path: path.stem
)
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def draws_figure(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and "plt.show()" in cell.source


@every_notebook
def test_source_carries_no_outputs_and_has_readable_ids(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(cell_id.replace("_", "").isalpha() for cell_id in ids)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    assert notebook.metadata.kernelspec.name == "python3"


@every_notebook
def test_every_figure_has_an_alternative_text(path):
    figures = [cell for cell in nbformat.read(path, as_version=4).cells if draws_figure(cell)]
    assert figures
    for cell in figures:
        assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) > 40, cell.id


@every_lesson
def test_lesson_opens_with_its_title_and_asks_to_predict(path):
    texts = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert texts[0].startswith(f"# {path.parent.name[:2]}.{path.stem[0]} ")
    assert sum("**Predict first:**" in text for text in texts) >= 2


@every_lesson
def test_lesson_is_short(path):
    cells = nbformat.read(path, as_version=4).cells
    words = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    longest = max(len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code")
    assert words <= MOST_WORDS
    assert longest <= MOST_LINES
