"""Assignments, submissions and the gradebook: from what was handed in to a mark."""

EVERYBODY = "*"  # in the place of a student's name, as in nbgrader
