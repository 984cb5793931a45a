"""What a lesson says is true for more than one market.

claims/UNIT.toml has, for each lesson of a unit, a list of claims: `says`, words of the lesson or of a figure's
alternative text; `value`, an expression in the names that the lesson's cells leave behind; `range`, its bounds, which
are allowed. Each lesson draws its market from the `SEED` that its first code cell sets; its cells are run here with
three of them.
"""

import tomllib

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from IPython.display import display
from notebooks import ROOT

LESSONS = sorted((ROOT / "course" / "lessons").glob("*/*.ipynb"))
CLAIMS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "tests" / "lessons" / "claims").glob("*.toml"))
}
SEED = "SEED = 0"

every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def claims_of(path):
    return CLAIMS[path.parent.name][path.stem]


def names_after(path, seed):
    """Run a lesson's code cells with another seed and return the names that they leave behind."""
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert SEED in code[0].source.splitlines(), f"the first code cell says {SEED}"
    namespace = {"__name__": "__main__", "display": display}
    for cell in code:
        source = cell.source.replace(SEED, f"SEED = {seed}") if cell is code[0] else cell.source
        exec(compile(source, f"<{path.stem}: {cell.id}>", "exec"), namespace)
    return namespace


def test_every_list_of_claims_belongs_to_a_lesson():
    listed = {(unit, lesson) for unit, lessons in CLAIMS.items() for lesson in lessons}
    assert listed == {(path.parent.name, path.stem) for path in LESSONS}


@every_lesson
def test_a_claim_is_made_in_the_lesson(path):
    cells = nbformat.read(path, as_version=4).cells
    pictured = [cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "") for cell in cells]
    said = " ".join(" ".join(text.split()) for text in [*(cell.source for cell in cells), *pictured])
    for claim in claims_of(path):
        assert " ".join(claim["says"].split()) in said


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [0, 1, 2])
@every_lesson
def test_every_claim_holds(path, seed, monkeypatch):
    mpl.use("Agg")
    monkeypatch.chdir(path.parent)
    try:
        names = names_after(path, seed)
    finally:
        plt.close("all")
    names |= {"np": np}
    values = [(claim, float(eval(claim["value"], names))) for claim in claims_of(path)]
    missed = [
        f"{claim['says']}: {claim['value']} is {value:.4g}, not from {claim['range'][0]} to {claim['range'][1]}"
        for claim, value in values
        if not claim["range"][0] <= value <= claim["range"][1]
    ]
    assert not missed
