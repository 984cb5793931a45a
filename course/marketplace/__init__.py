"""Perch, a fictional home-sharing marketplace, and readers of real Inside Airbnb files."""

from course.marketplace.cities import unseen_cities
from course.marketplace.market import Marketplace, simulate
from course.marketplace.readers import read_calendar, read_listings, read_reviews
from course.marketplace.storage import prepare_data, stream_parquet

__all__ = [
    "Marketplace",
    "prepare_data",
    "read_calendar",
    "read_listings",
    "read_reviews",
    "simulate",
    "stream_parquet",
    "unseen_cities",
]
