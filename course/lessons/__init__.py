"""Lessons, a folder for each unit, and what draws their figures."""
