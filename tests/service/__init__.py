"""Tests of the price service."""
