"""Small Inside Airbnb files of every era, for the tests of the readers."""

import csv
import io

import pytest

from course.marketplace.readers import read_calendar, read_listings, read_reviews
from course.marketplace.unpacking import ExportError

READERS = {"listings": read_listings, "calendar": read_calendar, "reviews": read_reviews}

# A row in the style of 2024. Inside Airbnb's other columns are not read: two of them stand for all.
DETAILED = {
    "id": "7",
    "listing_url": "https://example.org/7",
    "last_scraped": "2024-11-05",
    "name": "Loft by the mill",
    "description": 'Bright,\r\nwith a "view"',
    "host_id": "70",
    "host_since": "2014-05-21",
    "host_response_time": "within an hour",
    "host_response_rate": "98%",
    "host_acceptance_rate": "N/A",
    "host_is_superhost": "t",
    "host_listings_count": "3",
    "neighbourhood": "Neighborhood highlights",
    "neighbourhood_cleansed": " SIXTH WARD ",
    "neighbourhood_group_cleansed": "",
    "latitude": "42.65",
    "longitude": "-73.77",
    "property_type": "Entire loft",
    "room_type": "Entire home/apt",
    "accommodates": "4",
    "bathrooms": "1.5",
    "bedrooms": "1",
    "beds": "2",
    "amenities": '["Wifi", "32\\" TV", "Caf\\u00e9, bar"]',
    "price": "$1,234.00",
    "minimum_nights": "2",
    "maximum_nights": "1125",
    "availability_30": "3",
    "availability_60": "6",
    "availability_90": "9",
    "availability_365": "36",
    "number_of_reviews": "5",
    "first_review": "2020-02-29",
    "last_review": "2024-10-31",
    "review_scores_rating": "4.6",
    "review_scores_accuracy": "4.5",
    "review_scores_cleanliness": "4.5",
    "review_scores_checkin": "4.5",
    "review_scores_communication": "4.5",
    "review_scores_location": "4.5",
    "review_scores_value": "4.5",
    "instant_bookable": "f",
    "calculated_host_listings_count": "1",
    "reviews_per_month": "0.08",
}
SUB_SCORES = [
    name for name in DETAILED if name.startswith("review_scores_") and name != "review_scores_rating"
]
OLD_RATINGS = {"review_scores_rating": "92"} | dict.fromkeys(SUB_SCORES, "9")
OLD = {"cancellation_policy": "strict", "city": "Millbrook ", "amenities": '{TV,"Café, bar","32\\" TV"}'}
AS_TEXT = {"bathrooms_text": "1.5 shared baths", "number_of_reviews_ltm": "4"}
STAYS = {"estimated_occupancy_l365d": "255", "estimated_revenue_l365d": "15300"}
SUMMARY = {
    name: DETAILED[name]
    for name in (
        *("id", "name", "host_id", "neighbourhood", "latitude", "longitude", "room_type", "price"),
        *("minimum_nights", "number_of_reviews", "last_review", "reviews_per_month"),
        *("calculated_host_listings_count", "availability_365"),
    )
} | {"host_name": "", "neighbourhood_group": "North", "neighbourhood": "Mill Hill", "price": "149"}
ERAS = {
    "2015": DETAILED | OLD | OLD_RATINGS,
    "2019": DETAILED | OLD | OLD_RATINGS | {"number_of_reviews_ltm": "4"},
    "early 2021": DETAILED | AS_TEXT | OLD_RATINGS | {"bathrooms": ""},
    "2021": DETAILED | AS_TEXT | {"bathrooms": ""},
    "2023": DETAILED | AS_TEXT | {"source": "city scrape", "bathrooms": ""},
    "2025": DETAILED | AS_TEXT | STAYS | {"source": "city scrape"},
    "Perch": DETAILED | AS_TEXT | STAYS | {"source": "city scrape", "city": "Tarn Harbour"},
}
NIGHT = {
    "listing_id": "7",
    "date": "2024-11-05",
    "available": "t",
    "price": "$70.00",
    "adjusted_price": "$65.00",
    "minimum_nights": "28",
    "maximum_nights": "1125",
}
REVIEW = {
    "listing_id": "7",
    "id": "15066586",
    "date": "2014-07-01",
    "reviewer_id": "16827297",
    "reviewer_name": "R.",
    "comments": " Great,\nquiet ",
}


def csv_bytes(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def message(read, path) -> str:
    """Return the error of a reader without the path that it starts with."""
    with pytest.raises(ExportError) as error:
        read(path)
    assert str(error.value).startswith(str(path))
    return str(error.value).removeprefix(str(path))
