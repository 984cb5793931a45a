"""What the project adds to nbgrader."""
