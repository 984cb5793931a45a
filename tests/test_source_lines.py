"""Check cells are read by learners when something fails: their lines fit a screen."""

import pytest
from notebooks import assignments, grade_id, is_check, load

WIDEST = 110


@pytest.mark.parametrize("assignment", assignments())
def test_lines_of_checks(assignment: str):
    """No line of a check cell, visible or hidden, has more than 110 characters."""
    long = [
        f"{grade_id(cell)}, line {number}: {len(line)} characters"
        for cell in load(assignment).cells
        if is_check(cell)
        for number, line in enumerate(cell.source.splitlines(), start=1)
        if len(line) > WIDEST
    ]
    assert not long, "\n".join(long)
