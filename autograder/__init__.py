"""What the project adds to nbgrader. In a notebook: `from autograder import check`."""

from autograder.learner.in_notebook import check, progress

__all__ = ["check", "progress"]
