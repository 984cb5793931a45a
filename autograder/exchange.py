"""What `plugins.exchange` holds, by the name that an older `nbgrader_config.py` has for it."""

from autograder.plugins.exchange import Collect

__all__ = ["Collect"]
