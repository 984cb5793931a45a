"""A fixture for the tests of the readers."""

import pytest

from marketplace.exports import csv_bytes


@pytest.fixture
def export(tmp_path):
    """Write rows or bytes to a file and return its path."""

    def write(*content, name="export.csv"):
        path = tmp_path / name
        path.write_bytes(content[0] if isinstance(content[0], bytes) else csv_bytes(*content))
        return path

    return write
