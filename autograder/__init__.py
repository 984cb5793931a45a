"""What the project adds to nbgrader. In a notebook: `from autograder import check`."""

from autograder.learner.in_notebook import check, progress, show_outcomes

__all__ = ["check", "progress", "show_outcomes"]
