"""Prepare the data folder: ``python -m course.marketplace``."""

from course.marketplace.storage import prepare_data

print(f"Perch is ready in {prepare_data()}")
