"""The raw export learners receive: texts in Inside Airbnb's columns of 2025, with its mess, plus `city`."""

import json
from math import isnan

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from course.marketplace.catalogue import words
from course.marketplace.draw import Draw
from course.marketplace.listings import open_ahead, scrape
from course.marketplace.reviews import count_between
from course.marketplace.world import pick

COLUMNS = words(
    "id|listing_url|scrape_id|last_scraped|source|name|description|neighborhood_overview|picture_url|"
    "host_id|host_url|host_name|host_since|host_location|host_about|host_response_time|"
    "host_response_rate|host_acceptance_rate|host_is_superhost|host_thumbnail_url|host_picture_url|"
    "host_neighbourhood|host_listings_count|host_total_listings_count|host_verifications|"
    "host_has_profile_pic|host_identity_verified|neighbourhood|neighbourhood_cleansed|"
    "neighbourhood_group_cleansed|latitude|longitude|property_type|room_type|accommodates|bathrooms|"
    "bathrooms_text|bedrooms|beds|amenities|price|minimum_nights|maximum_nights|minimum_minimum_nights|"
    "maximum_minimum_nights|minimum_maximum_nights|maximum_maximum_nights|minimum_nights_avg_ntm|"
    "maximum_nights_avg_ntm|calendar_updated|has_availability|availability_30|availability_60|"
    "availability_90|availability_365|calendar_last_scraped|number_of_reviews|number_of_reviews_ltm|"
    "number_of_reviews_l30d|availability_eoy|number_of_reviews_ly|estimated_occupancy_l365d|"
    "estimated_revenue_l365d|first_review|last_review|review_scores_rating|review_scores_accuracy|"
    "review_scores_cleanliness|review_scores_checkin|review_scores_communication|review_scores_location|"
    "review_scores_value|license|instant_bookable|calculated_host_listings_count|"
    "calculated_host_listings_count_entire_homes|calculated_host_listings_count_private_rooms|"
    "calculated_host_listings_count_shared_rooms|reviews_per_month|city"
)
ROOM_COUNTS = {
    "entire_homes": "Entire home/apt",
    "private_rooms": "Private room",
    "shared_rooms": "Shared room",
}
RENAMED = {
    "listing_id": "id",
    "snapshot_date": "last_scraped",
    "neighbourhood": "neighbourhood_cleansed",
    "neighbourhood_group": "neighbourhood_group_cleansed",
}
DUPLICATE_SHARE = 0.005  # rows that occur twice
OLDER_SHARE = 0.005  # rows that occur again as an older scrape saw them
OLDER_BY = 31  # nights
OLDER_PRICE = 0.95
DESCRIPTIONS = (
    *("", "Walk to everything.", "Bright and quiet, with all you need.<br /><br />Tram stop at the door."),
    *("Our home, with a view. No parties, please.", 'We call it "the nest": small, warm, complete.'),
    *(
        "A calm base for work & play; fast internet, desk.",
        "Newly renovated.<br />Late check-in is fine.",
    ),
)
DESCRIPTION_WEIGHTS = (0.02, 0.2, 0.2, 0.18, 0.1, 0.15, 0.15)


def raw_listings(draw: Draw, listings: pd.DataFrame) -> pd.DataFrame:
    """Return `listings`, one row per row of `draw.homes`, as texts, "" for a missing value, some twice."""
    rng = draw.world.rng("export", draw.block)
    n = len(listings)
    unchanging = pd.DataFrame(_unchanging(rng, draw) | _host_counts(draw))
    day = draw.today
    table = _scraped(draw, listings, day, unchanging)
    repeated = table[rng.random(n) < DUPLICATE_SHARE]
    earlier = day - OLDER_BY
    seen_earlier = (rng.random(n) < OLDER_SHARE) & (draw.homes["first_night"] < earlier).to_numpy()
    rows = [table, repeated]
    if earlier >= 0 and seen_earlier.any():
        homes = draw.homes.assign(is_stale=False, price=np.round(draw.homes["price"] * OLDER_PRICE))
        rows.append(_scraped(draw, scrape(draw, homes, earlier), earlier, unchanging)[seen_earlier])
    rows = pd.concat(rows)
    place = np.concatenate([np.arange(n), rng.integers(n, size=len(rows) - n)])
    is_listed = draw.is_listed[rows.index]
    rows, place = rows[is_listed], place[is_listed]
    return _texts(rows.iloc[np.argsort(place, kind="stable")])


def raw_calendar(draw: Draw) -> pd.DataFrame:
    """Return the calendar as texts, one row per listing and night."""
    homes, n_nights = draw.homes[draw.is_listed], draw.world.n_shown
    n = len(homes)
    prices, price_codes = np.unique(draw.prices[draw.is_listed, :n_nights].ravel(), return_inverse=True)
    by_listing = np.repeat(np.arange(n), n_nights)
    days = pd.date_range(draw.world.start, draw.world.end).strftime("%Y-%m-%d")
    columns = {
        "listing_id": (by_listing, homes["listing_id"].astype("str")),
        "date": (np.tile(np.arange(n_nights), n), days),
        "available": (draw.available[draw.is_listed, :n_nights].ravel().astype(np.int64), ["f", "t"]),
        "price": (price_codes, [_dollars(price) for price in prices]),
        "adjusted_price": (np.zeros(n * n_nights, dtype=np.int64), [""]),
        "minimum_nights": (by_listing, homes["minimum_nights"].astype("str")),
        "maximum_nights": (by_listing, homes["maximum_nights"].astype("str")),
    }
    arrays = {
        name: pa.array(texts, pa.large_string()).take(pa.array(codes))
        for name, (codes, texts) in columns.items()
    }
    return pa.table(arrays).to_pandas(use_threads=False)


def raw_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews as texts."""
    return pd.DataFrame(
        {
            "listing_id": reviews["listing_id"].astype("str"),
            "id": reviews["review_id"].astype("str"),
            "date": _text(reviews["date"]),
            "reviewer_id": reviews["reviewer_id"].astype("str"),
            "reviewer_name": "",
            "comments": reviews["comments"],
        },
        dtype="str",
    )


def _unchanging(rng: np.random.Generator, draw: Draw) -> dict[str, np.ndarray | str]:
    """Return what every scrape shows alike and no canonical column holds."""
    n = draw.n_listings
    descriptions = np.array(DESCRIPTIONS, dtype=object)[pick(rng, DESCRIPTION_WEIGHTS, n)]
    has_overview = rng.random(n) < 0.5
    return {
        "description": descriptions,
        "neighbourhood": np.where(has_overview, "Neighborhood highlights", ""),
        "neighborhood_overview": np.where(has_overview, "Cafés, a market and the water, minutes away.", ""),
        "host_verifications": "['email', 'phone']",
        "host_has_profile_pic": rng.random(n) < 0.98,
        "host_identity_verified": rng.random(n) < 0.9,
    }


def _host_counts(draw: Draw) -> dict[str, np.ndarray]:
    """Return the number of the host's listings of every room type but hotel rooms."""
    host, room_type = draw.homes["host"].to_numpy(), draw.homes["room_type"].to_numpy()
    counts = {}
    for kind, name in ROOM_COUNTS.items():
        here = (room_type == name) & draw.is_listed
        per_host = np.bincount(host[here], minlength=len(draw.hosts))
        counts[f"calculated_host_listings_count_{kind}"] = per_host[host]
    return counts


def _calendar_year_counts(draw: Draw, day: int) -> dict[str, np.ndarray]:
    """Return the columns of 2025 that count to the new year or in the past one, seen from night `day`."""
    year = draw.world.date(day).year
    before, last, new = ((pd.Timestamp(y, 1, 1) - draw.world.start).days for y in (year - 1, year, year + 1))
    return {
        "availability_eoy": open_ahead(draw.available, day, new - day),
        "number_of_reviews_l30d": count_between(draw.reviews, day - 30, day, draw.n_listings),
        "number_of_reviews_ly": count_between(draw.reviews, before, last, draw.n_listings),
    }


def _scraped(draw: Draw, listings: pd.DataFrame, day: int, unchanging: pd.DataFrame) -> pd.DataFrame:
    """Return one scrape, made on the morning of night `day`, with all that an export shows beyond `listings`."""
    counts = pd.DataFrame(_calendar_year_counts(draw, day))
    return pd.concat([listings.rename(columns=RENAMED), unchanging, counts], axis=1)


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of scrapes as texts in Inside Airbnb's columns."""
    columns = {name: _text(values) for name, values in rows.drop(columns="amenities").items()}
    for name in ("host_response_rate", "host_acceptance_rate"):
        columns[name] = ["N/A" if isnan(rate) else f"{rate:.0%}" for rate in rows[name].tolist()]
    columns["host_response_time"] = rows["host_response_time"].fillna("N/A")
    columns["host_total_listings_count"] = columns["host_listings_count"]
    columns["host_location"] = columns["city"]
    columns["price"] = ["" if isnan(price) else _dollars(price) for price in rows["price"].tolist()]
    columns["amenities"] = [json.dumps(names) for names in rows["amenities"]]
    baths = zip(rows["bathrooms"], rows["bathrooms_shared"], rows["room_type"], strict=True)
    columns["bathrooms_text"] = [_bathrooms(*bath) for bath in baths]
    for limit in ("minimum_nights", "maximum_nights"):
        columns |= dict.fromkeys((f"minimum_{limit}", f"maximum_{limit}"), columns[limit])
        columns[f"{limit}_avg_ntm"] = pc.binary_join_element_wise(columns[limit], ".0", "")
    columns["has_availability"] = np.where(rows["availability_365"] > 0, "t", "")
    columns["calendar_last_scraped"] = columns["last_scraped"]
    columns["scrape_id"] = rows["last_scraped"].dt.strftime("%Y%m%d031500")
    empty = [""] * len(rows)
    return pa.table({name: columns.get(name, empty) for name in COLUMNS}).to_pandas(use_threads=False)


def _text(values: pd.Series) -> pa.Array | pa.ChunkedArray | list[str]:
    """Return texts as Inside Airbnb prints a column: t and f, ISO days, 2 for 2.0, "" for a missing value."""
    if pd.api.types.is_float_dtype(values):
        return ["" if isnan(value) else f"{value:.15g}" for value in values.tolist()]
    array = pa.array(values)
    if pa.types.is_boolean(array.type):
        array = pc.if_else(array, "t", "f")
    elif pa.types.is_timestamp(array.type):
        array = array.cast(pa.date32())
    return array.cast(pa.string()).fill_null("")


def _dollars(price: float) -> str:
    return f"${price:,.2f}"


def _bathrooms(count: float, shared: bool, room_type: str) -> str:
    if isnan(count):
        return ""
    kind = "shared" if shared else "private" if room_type == "Private room" else ""
    if count == 0.5:
        return f"{kind} half-bath".strip().capitalize()
    return f"{count:g} {kind} bath{'' if count == 1 else 's'}".replace("  ", " ")
