"""Hostile submissions, all in one class, graded by the engine: none gains anything.

`red_team/attacks/` holds them, `red_team/harness.py` what is looked for. `red_team/nbgrader.json` says what each of them
gains under plain nbgrader, found by the same detectors: see `red_team/against_nbgrader.py`.
"""

import ast
import json
from collections import Counter

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from notebooks import ROOT
from red_team.attack import KINDS, Attack
from red_team.attacks import ATTACKS, FAMILIES
from red_team.harness import graded_by_engine

UNDER_NBGRADER = json.loads((ROOT / "tests" / "red_team" / "nbgrader.json").read_text())
NOT_PYTHON = {"unbalanced_markers"}


def test_no_attack_gains_anything(tmp_path):
    whole, printed = graded_by_engine(tmp_path, ATTACKS)
    assert dict(whole.gained) == {}
    assert f"{len(ATTACKS) + 4} graded" in printed  # with the honest and the control submissions


def test_every_attack_says_what_it_attempts():
    assert len(ATTACKS) == sum(len(family.ATTACKS) for family in FAMILIES) >= 60
    sentences = Counter(attack.attempts for attack in ATTACKS.values())
    assert max(sentences.values()) == 1
    assert all(sentence.endswith(".") and len(sentence.split()) > 1 for sentence in sentences)
    assert {attack.kind for attack in ATTACKS.values()} == set(KINDS)


@pytest.mark.parametrize(
    "attack", [one for one in ATTACKS.values() if one.name not in NOT_PYTHON], ids=lambda one: one.name
)
def test_an_attack_is_not_stopped_by_its_own_mistake(attack: Attack):
    for name, text in [*attack.answers.items(), *enumerate(attack.own)]:
        if name != "why":
            ast.parse(TransformerManager().transform_cell(text))


def test_the_detectors_detect():
    """Under plain nbgrader the same attacks gain every kind of thing, so the detectors see it."""
    assert UNDER_NBGRADER.keys() == ATTACKS.keys()
    assert {kind for kinds in UNDER_NBGRADER.values() for kind in kinds} == set(KINDS)


def test_the_docs_count_what_was_measured():
    succeed = sum(map(bool, UNDER_NBGRADER.values()))
    assert f"**{succeed} of {len(ATTACKS)}**" in (ROOT / "docs" / "security.md").read_text()
