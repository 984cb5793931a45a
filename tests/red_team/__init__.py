"""Hostile submissions, and a harness that finds out which of them get what they want."""
