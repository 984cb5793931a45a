"""What Formgrader's pages are given."""

import os
from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from autograder.plugins import formgrader


@pytest.mark.parametrize("name", ["<script>", 'a"', "a\\", "a'", "a\nb", "</script>"])
@pytest.mark.parametrize("which", formgrader.NAMES)
def test_no_page_about_what_is_no_name(monkeypatch, which, name):
    """Its templates write names into scripts as they stand in the address."""
    monkeypatch.setattr(formgrader, "render", lambda self, template, **about: str(about))
    assert formgrader.render_names(None, "page.tpl", **{which: "03_encoding"})
    with pytest.raises(HTTPError):
        formgrader.render_names(None, "page.tpl", **{which: name})


def test_a_link_opens_no_other_course(monkeypatch, tmp_path):
    """The configuration in that folder would be run."""
    monkeypatch.setattr(formgrader, "open_course", lambda self: "opened")
    handler = SimpleNamespace(coursedir=SimpleNamespace(root=str(tmp_path)))
    for path, allowed in (
        ("", True),
        (str(tmp_path), True),
        (str(tmp_path / "other"), False),
        ("/tmp/..", False),
    ):
        handler.get_argument = lambda name, default, path=path: path
        if allowed:
            assert formgrader.open_own_course(handler) == "opened"
        else:
            with pytest.raises(HTTPError):
                formgrader.open_own_course(handler)


def test_folders_without_a_name_and_times_that_are_none(monkeypatch, tmp_path):
    monkeypatch.setattr(
        formgrader, "submitted_students", lambda self, name: {"ada", "<b>", "a\x1b", os.fsdecode(b"\xff")}
    )
    assert formgrader.get_submitted_students(None, "tiny") == {"ada"}
    (tmp_path / "timestamp.txt").write_bytes(b"\xff")
    course = SimpleNamespace(
        format_path=lambda *about: str(tmp_path), submitted_directory="submitted", root=str(tmp_path)
    )
    assert formgrader.get_submitted_timestamp(SimpleNamespace(coursedir=course), "tiny", "ada") is None
