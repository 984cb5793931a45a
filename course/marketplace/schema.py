"""The canonical tables of Perch: one name and one dtype for every column.

The simulator produces these tables and the readers turn every era of Inside Airbnb's files into them, so
code written for Perch runs on a real city.

Dtypes are pandas': ``Int64`` and ``boolean`` are the nullable extension types, ``str`` is the string type
with NaN for a missing value, ``object`` holds one Python list of strings per row.
"""

from collections.abc import Mapping

import pandas as pd

DATE = "datetime64[us]"

LISTINGS: Mapping[str, str] = {
    "listing_id": "int64",
    "snapshot_date": DATE,  # the day the row was scraped
    "source": "str",  # "city scrape", or "previous scrape" for a stale row; from 2023 on
    "name": "str",
    "host_id": "int64",
    "host_since": DATE,
    "host_response_time": "str",
    "host_response_rate": "float64",  # share in [0, 1]
    "host_acceptance_rate": "float64",  # share in [0, 1]
    "host_is_superhost": "boolean",
    "host_listings_count": "Int64",  # worldwide, as the platform reports it
    "calculated_host_listings_count": "Int64",  # in this export
    "city": "str",
    "neighbourhood_group": "str",
    "neighbourhood": "str",
    "latitude": "float64",  # degrees
    "longitude": "float64",  # degrees
    "property_type": "str",
    "room_type": "str",
    "accommodates": "Int64",  # guests
    "bathrooms": "float64",
    "bathrooms_shared": "boolean",
    "bedrooms": "float64",
    "beds": "float64",
    "amenities": "object",  # list of str
    "price": "float64",  # currency units per night
    "minimum_nights": "Int64",
    "maximum_nights": "Int64",
    "availability_30": "Int64",  # open nights among the next 30
    "availability_60": "Int64",
    "availability_90": "Int64",
    "availability_365": "Int64",
    "number_of_reviews": "Int64",
    "number_of_reviews_ltm": "Int64",  # in the last twelve months
    "first_review": DATE,
    "last_review": DATE,
    "review_scores_rating": "float64",  # 0 to 5
    "review_scores_accuracy": "float64",
    "review_scores_cleanliness": "float64",
    "review_scores_checkin": "float64",
    "review_scores_communication": "float64",
    "review_scores_location": "float64",
    "review_scores_value": "float64",
    "reviews_per_month": "float64",
    "instant_bookable": "boolean",
    "estimated_occupancy_l365d": "Int64",  # nights, at most 255; from 2025 on
    "estimated_revenue_l365d": "float64",  # currency units; from 2025 on
}

CALENDAR: Mapping[str, str] = {
    "listing_id": "int64",
    "date": DATE,  # the night that starts on this day
    "available": "bool",
    "price": "float64",  # currency units
    "adjusted_price": "float64",
    "minimum_nights": "Int64",
    "maximum_nights": "Int64",
}

REVIEWS: Mapping[str, str] = {
    "listing_id": "int64",
    "review_id": "int64",
    "date": DATE,
    "reviewer_id": "int64",
    "comments": "str",
}


def conform(table: pd.DataFrame, schema: Mapping[str, str]) -> pd.DataFrame:
    """Return `table` with exactly the columns of `schema`, in its order and dtypes.

    Columns that `table` lacks are added with missing values; columns that `schema` lacks are dropped.

    Raises
    ------
    ValueError, TypeError
        If a value does not fit its column's dtype.
    """
    return table.reindex(columns=list(schema)).astype(dict(schema))
