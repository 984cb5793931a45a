"""Assignments, submissions and the gradebook: from what was handed in to a mark."""
