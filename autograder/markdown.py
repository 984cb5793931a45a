"""What `plugins.markdown` holds, by the name that an older `nbgrader_config.py` has for it."""

from autograder.plugins.markdown import safe_markdown2html

__all__ = ["safe_markdown2html"]
