"""What `plugins.preprocessors` holds, by the names that an older `nbgrader_config.py` has for it."""

from autograder.plugins.preprocessors import ClearSolutions, autograde, mark_hand_placed

__all__ = ["ClearSolutions", "autograde", "mark_hand_placed"]
