"""The readers on small files of every era, and on cells that do not parse."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest

from course.marketplace.readers import read_calendar, read_listings, read_reviews
from course.marketplace.schema import CALENDAR, LISTINGS, REVIEWS
from marketplace.exports import DETAILED, ERAS, NIGHT, REVIEW, SUB_SCORES, SUMMARY, csv_bytes, message

pytestmark = pytest.mark.filterwarnings("ignore:.*blank in every row")


@pytest.mark.parametrize("era", ERAS)
def test_detailed_listings_of_every_era_agree(export, era):
    row = ERAS[era]
    table = read_listings(export(row))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(LISTINGS)
    expected = {
        "listing_id": 7,
        "snapshot_date": pd.Timestamp("2024-11-05"),
        "name": "Loft by the mill",
        "host_since": pd.Timestamp("2014-05-21"),
        "host_response_rate": 0.98,
        "host_is_superhost": True,
        "neighbourhood": "SIXTH WARD",
        "longitude": -73.77,
        "bathrooms": 1.5,
        "price": 1234.0,
        "maximum_nights": 1125,
        "review_scores_rating": 4.6,
        **dict.fromkeys(SUB_SCORES, 4.5),
        "instant_bookable": False,
        "reviews_per_month": 0.08,
    }
    assert {name: table.loc[0, name] for name in expected} == expected
    assert sorted(table.loc[0, "amenities"]) == [
        '32" TV',
        "Café, bar",
        "TV" if era in ("2015", "2019") else "Wifi",
    ]
    assert table[["host_acceptance_rate", "neighbourhood_group"]].isna().all(axis=None)
    assert table["city"].tolist() == [row["city"].strip()] if "city" in row else table["city"].isna().all()
    assert table["source"].isna().all() == ("source" not in row)
    assert table["bathrooms_shared"].tolist() == ([True] if "bathrooms_text" in row else [pd.NA])
    assert table["number_of_reviews_ltm"].tolist() == ([4] if "number_of_reviews_ltm" in row else [pd.NA])
    assert table["estimated_revenue_l365d"].notna().all() == (era in ("2025", "Perch"))


def test_summary_listings(export):
    table = read_listings(export(SUMMARY, SUMMARY | {"id": "8", "price": "0", "last_review": "", "name": ""}))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(LISTINGS)
    assert table["price"].tolist() == [149.0, 0.0]
    assert table["neighbourhood"].eq("Mill Hill").all()
    assert table["neighbourhood_group"].eq("North").all()
    assert table["name"].isna().tolist() == table["last_review"].isna().tolist() == [False, True]
    absent = ["snapshot_date", "amenities", "bathrooms", "bathrooms_shared", "review_scores_rating", "beds"]
    assert table[absent].isna().all(axis=None)


def test_calendar_of_2015_and_later(export):
    old = {name: NIGHT[name] for name in ("listing_id", "date", "available", "price")}
    early = read_calendar(export(old, old | {"available": "f", "price": ""}))
    late = read_calendar(export(NIGHT, NIGHT | {"minimum_nights": "", "price": "", "adjusted_price": ""}))
    for table in (early, late):
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(CALENDAR)
        assert table["price"].tolist()[0] == 70 and np.isnan(table["price"].tolist()[1])
    assert early["available"].tolist() == [True, False]
    assert early[["adjusted_price", "minimum_nights"]].isna().all(axis=None)
    assert late["minimum_nights"].tolist() == [28, pd.NA]
    assert late.loc[0, "adjusted_price"] == 65


def test_reviews(export):
    table = read_reviews(export(REVIEW, REVIEW | {"id": "1282783365611274832", "comments": ""}))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(REVIEWS)
    assert table["review_id"].tolist() == [15066586, 1282783365611274832]
    assert table.loc[0, "comments"] == " Great,\nquiet "
    assert table["comments"].isna().tolist() == [False, True]


def test_long_reviews_with_line_breaks(export):
    rows = [
        REVIEW | {"id": str(i), "comments": f"{i}\n" + 1000 * "a line of a review\n"} for i in range(1000)
    ]
    table = read_reviews(export(*rows))
    assert table["comments"].tolist() == [row["comments"] for row in rows]


def test_encodings_of_the_file_make_no_difference(export):
    content = csv_bytes(DETAILED, DETAILED | {"name": 'Say "höj",\nplease'})
    tables = [
        read_listings(export(content)),
        read_listings(str(export(gzip.compress(content), name="gzipped.csv"))),
        read_listings(export(content, name="plain.csv.gz")),
        read_listings(export(b"\xef\xbb\xbf" + content, name="bom.csv")),
        read_listings(export(content.replace(b"\r\n", b"\n"), name="unix.csv")),
        read_listings(
            export(b"\r\n" + content.replace(b"\r\n7,", b"\r\n\r\n7,") + b"\r\n\r\n", name="blank.csv")
        ),
    ]
    assert tables[0].loc[1, "name"] == 'Say "höj",\nplease'
    for table in tables[1:]:
        pd.testing.assert_frame_equal(table, tables[0])


@pytest.mark.parametrize(
    ("read", "row", "schema"),
    [(read_listings, DETAILED, LISTINGS), (read_calendar, NIGHT, CALENDAR), (read_reviews, REVIEW, REVIEWS)],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_header_alone_is_an_empty_table(export, read, row, schema, end):
    table = read(export((",".join(row) + end).encode()))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(schema)
    assert len(table) == 0


def test_duplicates_stay_and_share_nothing(export):
    table = read_listings(export(DETAILED, DETAILED))
    assert table["listing_id"].tolist() == [7, 7]
    table.loc[0, "amenities"].append("Pool")
    assert "Pool" not in table.loc[1, "amenities"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[
            ("$1,234.00", 1234),
            ("149", 149),
            ("€80", 80),
            ("£1,234,567.50", 1234567.5),
            ("75 €", 75),
            ("$0.00", 0),
        ],
        *[("", np.nan), ("N/A", np.nan)],
    ],
)
def test_prices(export, text, value):
    np.testing.assert_equal(read_listings(export(DETAILED | {"price": text}))["price"].tolist(), [value])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[
            ("[]", []),
            ("{}", []),
            ("", []),
            ("{TV}", ["TV"]),
            ('["TV"]', ["TV"]),
            ('{"",TV, Wifi}', ["TV", "Wifi"]),
        ],
        ('{TV,"Washer, dryer","A ""big"" bed","55\\" TV"}', ["TV", "Washer, dryer", 'A "big" bed', '55" TV']),
        (
            json.dumps(["Fast wifi \N{EN DASH} 93 Mbps", "a \\ b", "{x}"]),
            ["Fast wifi \N{EN DASH} 93 Mbps", "a \\ b", "{x}"],
        ),
    ],
)
def test_amenities(export, text, value):
    assert read_listings(export(DETAILED | {"amenities": text})).loc[0, "amenities"] == value


@pytest.mark.parametrize(
    ("text", "number", "shared"),
    [
        *[
            ("1 shared bath", 1, True),
            ("1.5 baths", 1.5, False),
            ("1 private bath", 1, False),
            ("0 baths", 0, False),
        ],
        *[("Half-bath", 0.5, False), ("Shared half-bath", 0.5, True), ("Private half-bath", 0.5, False)],
        *[("0 shared baths", 0, True), ("", np.nan, pd.NA)],
    ],
)
def test_bathrooms_are_recovered_from_the_text(export, text, number, shared):
    row = DETAILED | {"bathrooms": "", "bathrooms_text": text}
    table = read_listings(export(row))
    np.testing.assert_equal(table["bathrooms"].tolist(), [number])
    assert table["bathrooms_shared"].tolist() == [shared]
    assert read_listings(export(row | {"bathrooms": "3.0"})).loc[0, "bathrooms"] == 3


def test_blank_bedrooms_and_large_numbers_are_left_alone(export):
    table = read_listings(
        export(
            DETAILED | {"bedrooms": "", "maximum_nights": "2147483647", "host_listings_count": "3.0"},
            DETAILED
            | {"id": "1282783365611274833", "maximum_nights": "", "longitude": "-5e-05", "name": "N/A"},
        )
    )
    assert table["bedrooms"].isna().tolist() == [True, False]
    assert table["maximum_nights"].tolist() == [2147483647, pd.NA]
    assert table["listing_id"].tolist() == [7, 1282783365611274833]
    assert table["host_listings_count"].tolist() == [3, 3]
    assert table.loc[1, "longitude"] == -5e-05
    assert table.loc[1, "name"] == "N/A"


def test_ratings_of_five_stars_are_exact(export):
    texts = [f"{hundredths / 100}" for hundredths in range(100, 501)]
    table = read_listings(export(*[ERAS["2025"] | {"review_scores_rating": text} for text in texts]))
    assert table["review_scores_rating"].tolist() == [float(text) for text in texts]


def test_the_header_decides_the_scale_of_ratings_before_the_values_do(export):
    no_rating = dict.fromkeys(["review_scores_rating", *SUB_SCORES], "")
    one_sub_score = no_rating | {"review_scores_value": "4"}
    value = {
        era: read_listings(export(ERAS[era] | one_sub_score)).loc[0, "review_scores_value"]
        for era in ("2015", "2021", "2025")
    }
    assert value == {"2015": 2, "2021": 4, "2025": 4}
    # Files of 2021 have one header and two scales: one rating above 5 in any row decides for all.
    rows = [ERAS["2021"] | one_sub_score, ERAS["early 2021"] | {"review_scores_rating": "20"}]
    assert read_listings(export(*rows))["review_scores_value"].tolist() == [2, 4.5]
    assert read_listings(export(*rows))["review_scores_rating"].tolist()[1] == 1


@pytest.mark.parametrize("era", ["2021", "2023"])
def test_a_rating_of_zero_is_no_rating(export, era):
    row = (
        ERAS[era]
        | dict.fromkeys(SUB_SCORES, "")
        | {"review_scores_rating": "0.0", "review_scores_value": "0.0"}
    )
    table = read_listings(export(row))
    assert table[["review_scores_rating", *SUB_SCORES]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("column", "text", "hint"),
    [
        *[
            ("price", text, "$1,234.00")
            for text in ("-$5.00", "$-5", "$1.234,00", "1,23", "free", "nan", "1e3")
        ],
        *[("id", text, "spreadsheet") for text in ("5.2E+17", "1282783365611270000.0")],
        *[
            ("id", text, "at most 19 digits")
            for text in ("12a", "99999999999999999999", "-7", "9223372036854775808")
        ],
        *[("id", "", "must not be blank"), ("host_id", "N/A", "must not be blank")],
        *[("host_response_rate", text, "0% to 100%") for text in ("0.98", "980%")],
        *[("host_is_superhost", "yes", "t or f"), ("minimum_nights", "2.5", "whole number")],
        *[
            ("minimum_nights", "-1", "whole number"),
            ("beds", "two", "a number"),
            ("beds", "1e999", "a number"),
            ("beds", "-1", "a number"),
        ],
        *[("last_review", text, "YYYY-MM-DD") for text in ("4/26/2017", "2021-02-29", "20210228")],
        *[
            ("latitude", "-90.1", "-90 and 90"),
            ("longitude", "181", "-180 and 180"),
            ("longitude", "-73,77", "decimal point"),
        ],
        *[("review_scores_rating", text, "1 to 5") for text in ("5.1", "0.5", "92")],
        *[
            ("amenities", text, '["TV", "Wifi"]')
            for text in ("TV, Wifi", '{TV,"Wifi', '{TV,"Wifi}', '["TV"', "[1]", '"TV"')
        ],
        *[("bathrooms_text", text, "Half-bath") for text in ("baths", "two baths", "1 half-bath")],
    ],
)
def test_a_bad_cell_is_named(export, column, text, hint):
    # A record before it spans lines, and a blank line does not count: the header is row 1.
    rows = [ERAS["2025"] | {"name": "Two\nlines"}, ERAS["2025"], ERAS["2025"] | {column: text}]
    error = message(read_listings, export(csv_bytes(*rows).replace(b"\r\n7,", b"\r\n\r\n7,")))
    assert error.startswith(f", row 4, column '{column}': ")
    assert hint in error
    assert repr(text) in error


def test_a_bad_old_rating_is_named(export):
    error = message(read_listings, export(ERAS["2019"], ERAS["2019"] | {"review_scores_rating": "4.6"}))
    assert error.startswith(", row 3, column 'review_scores_rating': '4.6' is not a rating from 20 to 100")


@pytest.mark.parametrize(
    ("read", "row", "column", "text"),
    [
        *[(read_calendar, NIGHT, "available", text) for text in ("", "yes")],
        *[(read_calendar, NIGHT, "date", text) for text in ("", "05/11/2024")],
        (read_calendar, NIGHT, "adjusted_price", "-1"),
        (read_reviews, REVIEW, "date", ""),
        (read_reviews, REVIEW, "id", "1.28E+18"),
    ],
)
def test_a_bad_cell_of_a_calendar_or_reviews_file_is_named(export, read, row, column, text):
    error = message(read, export(row, row | {column: text}))
    assert error.startswith(f", row 3, column '{column}': ")
    assert repr(text) in error
