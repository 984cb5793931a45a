"""Perch, a fictional home-sharing marketplace, and readers of real Inside Airbnb files."""

from course.marketplace.market import Marketplace, simulate
from course.marketplace.readers import read_calendar, read_listings, read_reviews

__all__ = ["Marketplace", "read_calendar", "read_listings", "read_reviews", "simulate"]
