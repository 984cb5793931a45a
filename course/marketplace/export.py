"""The raw export learners receive: texts in Inside Airbnb's columns of 2025, with its mess, plus `city`."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa

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
    unchanging = _unchanging_texts(rng, draw)
    day = draw.today
    table = _texts(draw, listings, day, unchanging)
    repeated = table[rng.random(n) < DUPLICATE_SHARE]
    earlier = day - OLDER_BY
    seen_earlier = (rng.random(n) < OLDER_SHARE) & (draw.homes["first_night"] < earlier).to_numpy()
    rows = [table, repeated]
    if earlier >= 0 and seen_earlier.any():
        homes = draw.homes.assign(is_stale=False, price=np.round(draw.homes["price"] * OLDER_PRICE))
        rows.append(_texts(draw, scrape(draw, homes, earlier), earlier, unchanging)[seen_earlier])
    rows = pd.concat(rows)
    place = np.concatenate([np.arange(n), rng.integers(n, size=len(rows) - n)])
    is_listed = draw.is_listed[rows.index]
    rows, place = rows[is_listed], place[is_listed]
    return rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


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
    return pa.table(arrays).to_pandas()


def raw_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews as texts."""
    return pd.DataFrame(
        {
            "listing_id": reviews["listing_id"].astype("str"),
            "id": reviews["review_id"].astype("str"),
            "date": _days(reviews["date"]),
            "reviewer_id": reviews["reviewer_id"].astype("str"),
            "reviewer_name": "",
            "comments": reviews["comments"],
        },
        dtype="str",
    )


def _unchanging_texts(rng: np.random.Generator, draw: Draw) -> dict[str, np.ndarray | str]:
    """Return what every scrape shows alike and no canonical column holds."""
    n = draw.n_listings
    descriptions = np.array(DESCRIPTIONS, dtype=object)[pick(rng, DESCRIPTION_WEIGHTS, n)]
    has_overview = rng.random(n) < 0.5
    return {
        "description": descriptions,
        "neighbourhood": np.where(has_overview, "Neighborhood highlights", ""),
        "neighborhood_overview": np.where(has_overview, "Cafés, a market and the water, minutes away.", ""),
        "host_verifications": "['email', 'phone']",
        "host_has_profile_pic": np.where(rng.random(n) < 0.98, "t", "f"),
        "host_identity_verified": np.where(rng.random(n) < 0.9, "t", "f"),
    }


def _texts(draw: Draw, listings: pd.DataFrame, day: int, unchanging: dict) -> pd.DataFrame:
    """Return one scrape, made on the morning of night `day`, as texts."""
    columns = {RENAMED.get(name, name): _text(listings[name]) for name in listings} | unchanging
    for name in ("host_response_rate", "host_acceptance_rate"):
        columns[name] = ["N/A" if np.isnan(rate) else f"{rate:.0%}" for rate in listings[name].to_numpy()]
    columns["host_response_time"] = listings["host_response_time"].fillna("N/A")
    columns["host_total_listings_count"] = columns["host_listings_count"]
    columns["host_location"] = columns["city"]
    columns["price"] = ["" if np.isnan(price) else _dollars(price) for price in listings["price"].to_numpy()]
    columns["amenities"] = [json.dumps(names) for names in listings["amenities"]]
    baths = zip(listings["bathrooms"], listings["bathrooms_shared"], listings["room_type"], strict=True)
    columns["bathrooms_text"] = [_bathrooms(*bath) for bath in baths]
    for limit in ("minimum_nights", "maximum_nights"):
        columns |= dict.fromkeys((f"minimum_{limit}", f"maximum_{limit}"), columns[limit])
        columns[f"{limit}_avg_ntm"] = columns[limit] + ".0"
    columns["has_availability"] = np.where(listings["availability_365"] > 0, "t", "")
    columns["calendar_last_scraped"] = columns["last_scraped"]
    columns["scrape_id"] = f"{draw.world.date(day):%Y%m%d}031500"
    columns |= _host_counts(draw) | _calendar_year_counts(draw, day)
    return pd.DataFrame({name: columns.get(name, "") for name in COLUMNS}, index=listings.index, dtype="str")


def _host_counts(draw: Draw) -> dict[str, np.ndarray]:
    """Return the number of the host's listings of every room type but hotel rooms."""
    host, room_type = draw.homes["host"].to_numpy(), draw.homes["room_type"].to_numpy()
    counts = {}
    for kind, name in ROOM_COUNTS.items():
        here = (room_type == name) & draw.is_listed
        per_host = np.bincount(host[here], minlength=len(draw.hosts))
        counts[f"calculated_host_listings_count_{kind}"] = per_host[host].astype(str)
    return counts


def _calendar_year_counts(draw: Draw, day: int) -> dict[str, np.ndarray]:
    """Return the columns of 2025 that count to the new year or in the past one."""
    year = draw.world.date(day).year
    before, last, new = ((pd.Timestamp(y, 1, 1) - draw.world.start).days for y in (year - 1, year, year + 1))
    counts = {
        "availability_eoy": open_ahead(draw.available, day, new - day),
        "number_of_reviews_l30d": count_between(draw.reviews, day - 30, day, draw.n_listings),
        "number_of_reviews_ly": count_between(draw.reviews, before, last, draw.n_listings),
    }
    return {name: count.astype(str) for name, count in counts.items()}


def _text(values: pd.Series) -> pd.Series | np.ndarray:
    """Return texts as Inside Airbnb prints a column: t and f, ISO days, 2 for 2.0, "" for a missing value."""
    if pd.api.types.is_datetime64_dtype(values):
        return _days(values)
    if pd.api.types.is_bool_dtype(values):
        return np.where(values.isna(), "", np.where(values.fillna(False), "t", "f"))
    if pd.api.types.is_float_dtype(values):
        texts = [f"{value:.15g}" for value in values.to_numpy()]
        return np.where(values.isna(), "", np.array(texts, dtype=object))
    return values.astype("str").fillna("")


def _days(values: pd.Series) -> np.ndarray:
    texts = np.datetime_as_string(values.to_numpy().astype("datetime64[D]")).astype(object)
    return np.where(values.isna(), "", texts)


def _dollars(price: float) -> str:
    return f"${price:,.2f}"


def _bathrooms(count: float, shared: bool, room_type: str) -> str:
    if np.isnan(count):
        return ""
    kind = "shared" if shared else "private" if room_type == "Private room" else ""
    if count == 0.5:
        return f"{kind} half-bath".strip().capitalize()
    return f"{count:g} {kind} bath{'' if count == 1 else 's'}".replace("  ", " ")
