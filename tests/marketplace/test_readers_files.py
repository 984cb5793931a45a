"""The readers on whole files: other kinds, other wrappings, and files that are damaged or were saved again."""

import gzip
import io
import warnings
import zipfile

import pandas as pd
import pytest

from course.marketplace.readers import read_calendar, read_listings, read_reviews
from course.marketplace.schema import LISTINGS
from marketplace.exports import DETAILED, ERAS, NIGHT, READERS, REVIEW, SUMMARY, csv_bytes, message

pytestmark = pytest.mark.filterwarnings("ignore:.*blank in every row")

ROWS = {"listings": DETAILED, "calendar": NIGHT, "reviews": REVIEW}


def without(row: dict[str, str], *columns: str) -> dict[str, str]:
    return {name: text for name, text in row.items() if name not in columns}


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


# Kinds and columns


@pytest.mark.parametrize("given", [("listings", DETAILED), ("calendar", NIGHT), ("reviews", REVIEW)])
@pytest.mark.parametrize("wanted", READERS)
def test_the_wrong_kind_of_file_names_its_reader(export, given, wanted):
    kind, row = given
    path = export(row)
    if kind == wanted:
        assert len(READERS[wanted](path)) == 1
    else:
        assert f"looks like a {kind} file" in (error := message(READERS[wanted], path))
        assert f"read_{kind}" in error


def test_files_no_reader_takes(export):
    summary = export({"listing_id": "7", "date": "2024-11-05"})
    assert "detailed file, reviews.csv.gz" in message(read_reviews, summary)
    assert "summary reviews file" in message(read_calendar, summary)
    places = export({"neighbourhood_group": "North", "neighbourhood": "Mill Hill"})
    assert "neighbourhoods file" in message(read_listings, places)


REQUIRED = [
    *[
        ("listings", DETAILED, name)
        for name in (
            *(name for name in SUMMARY if name != "host_name" and "neighb" not in name),
            "neighbourhood_cleansed",
        )
    ],
    *[("listings", SUMMARY, name) for name in SUMMARY if name != "host_name" and "neighb" not in name],
    *[("calendar", NIGHT, name) for name in ("listing_id", "date", "available", "price")],
    *[("reviews", REVIEW, name) for name in REVIEW if name != "reviewer_name"],
]


@pytest.mark.parametrize(("kind", "row", "column"), REQUIRED)
def test_a_missing_column_is_named_by_every_reader(export, kind, row, column):
    path = export(without(row, column))
    assert message(READERS[kind], path).startswith(f": the column '{column}' is missing: a {kind} file")
    for other in READERS.keys() - {kind}:
        error = message(READERS[other], path)
        assert error.startswith(f": this looks like a {kind} file") and f"read_{kind}" in error
        assert f"without its column '{column}'" in error or column == "neighbourhood_cleansed"


def test_old_calendars_and_reviews_without_two_columns_are_known(export):
    night = without(NIGHT, "adjusted_price", "minimum_nights", "maximum_nights")
    assert "'available' is missing" in message(read_calendar, export(without(night, "available")))
    assert "'available' is missing" in message(read_calendar, export(without(NIGHT, "available", "price")))
    assert "'id' is missing" in message(read_reviews, export(without(REVIEW, "id", "reviewer_id")))


def test_semicolons_between_columns_are_no_export(export):
    assert "commas between columns" in message(read_calendar, export(csv_bytes(NIGHT).replace(b",", b";")))


GOOD = csv_bytes(*[NIGHT] * 3000)
FAULTS = {
    "empty": (b"", ": the file is empty"),
    "blank": (b"\r\n \n", ": the file is empty"),
    "too few fields": (GOOD + b"\r\n7,2024-11-05\r\n", ", row 3002: has 2 fields where the header has 7"),
    "too many fields": (GOOD + b"7,2024-11-05,t,1,234,,2,3,4\r\n", ", row 3002: has 9 fields"),
    "open quote": (GOOD + b'7,2024-11-05,t,,,2,"3\r\n' + GOOD[90:], ", row 3002: a quote is never closed"),
    "open quote, last record": (GOOD + b'7,2024-11-05,t,,,2,"3', ", row 3002: the file is cut off"),
    "open quote in the header": (b'"' + GOOD, ", row 1: a quote is never closed"),
    "twice": (GOOD.replace(b"adjusted_price", b"price"), ", row 1, column 'price': "),
    "not UTF-8": (
        GOOD + b"7,2024-11-05,t,\xa370,,2,3\r\n",
        ", row 3002, column 'price': the text is not UTF-8",
    ),
    "UTF-16": (GOOD.decode().encode("utf-16"), ": the file is encoded as UTF-16"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), ": the file is encoded as UTF-16"),
    "one long line": (b"QUJD" * 50_000 + b"\r\n", ": this is not the header of a CSV file"),
    "cut off": (gzip.compress(GOOD)[:-20], ": the gzip data is damaged or cut off"),
    "cut off at once": (gzip.compress(GOOD)[:2], ": the gzip data is damaged or cut off"),
    "damaged": (gzip.compress(GOOD)[:-6] + b"\0" * 6, ": the gzip data is damaged or cut off"),
    "garbled": (gzip.compress(GOOD)[:10] + b"\xff" * 99, ": the gzip data is damaged or cut off"),
    "compressed twice": (gzip.compress(gzip.compress(GOOD)), ": the file is compressed twice"),
    "nothing compressed": (gzip.compress(b""), ": the file is empty"),
    "Excel": (
        zipped(**{"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}),
        ": the file is an Excel (.xlsx)",
    ),
    "damaged zip": (b"PK\x03\x04" + GOOD, ": the zip file cannot be read"),
    "zip cut off": (zipped(a=GOOD)[:-30], ": the zip file cannot be read"),
    "garbled zip": (
        zipped(a=GOOD).replace(zipped(a=GOOD)[40:60], b"\xff" * 20),
        ": the zip file cannot be read",
    ),
    "zip of several": (zipped(a=GOOD, b=GOOD), ": the zip file holds 'a', 'b', not one CSV file"),
    "zip of nothing": (zipped(), ": the zip file holds nothing"),
    "zip of a zip": (zipped(a=zipped(b=GOOD)), ": the file is a zip or Excel (.xlsx) file inside another"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ": the file is an Excel"),
    "HTML": (b"\n<!DOCTYPE html>\n<html></html>", ": the file is a web page"),
    "HTML with a mark": (b"\xef\xbb\xbf<html></html>", ": the file is a web page"),
    "JSON": (b'{"listing_id": 7}', ": the file is a JSON file"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\n", ": the file is a Git LFS pointer"),
    "Parquet cut off": (b"PAR1\x15", ": the Parquet file is damaged or cut off"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["calendar.csv", "calendar.csv.gz"])
def test_a_faulty_file_is_explained(export, fault, name):
    content, expected = FAULTS[fault]
    assert message(read_calendar, export(content, name=name)).startswith(expected)


@pytest.mark.parametrize("read", READERS.values())
def test_a_folder_and_a_missing_file(tmp_path, read):
    assert message(read, tmp_path).startswith(": is a folder")
    with pytest.raises(FileNotFoundError, match=r"absent\.csv"):
        read(tmp_path / "absent.csv")


# Strict quoting


INCH = b'7,2,2014-07-02,3,S,the 5" pipe\r\n'
HEADER = ",".join(REVIEW).encode() + b"\r\n"
FINE = b"7,1,2014-07-01,2,R,fine\r\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (FINE + INCH + FINE, ", row 3: a quote stands inside a field"),
        (FINE + INCH.replace(b'5"', b'5""') + FINE, ", row 3: a quote stands inside a field"),
        (FINE + b'7,2,2014-07-02,3,S, "spaced"\r\n', ", row 3: a quote stands inside a field"),
        (FINE + b'7,2,2014-07-02,3,S,"a" b\r\n' + FINE, ", row 3: text follows the quote"),
        (FINE + b'7,2,2014-07-02,3,S,"say \\"a\\""\r\n' + FINE, ", row 3: text follows the quote"),
        (FINE + b'7,2,2014-07-02,3,"S"x,b\r\n' + FINE, ", row 3: text follows the quote"),
        # Two quotes that are never closed made one review of three.
        (
            FINE + b'7,2,2014-07-02,3,S,"open\r\n7,3,2014-07-03,4,T,x\r\n7,4,2014-07-04,5,U,"z\r\n' + FINE,
            ", row 3: text follows the quote",
        ),
        (FINE + b'7,2,2014-07-02,3,S,"open\r\n' + FINE * 3, ", row 3: a quote is never closed"),
        (FINE + b'7,2,2014-07-02,3,S,"""\r\n' + FINE * 3, ", row 3: a quote is never closed"),
        # Records before it span lines, and blank lines do not count.
        (
            b'\r\n7,1,2014-07-01,2,R,"two\r\n\r\nlines"\r\n\r\n' + INCH,
            ", row 3: a quote stands inside a field",
        ),
    ],
)
def test_a_quote_out_of_place_is_an_error_of_its_row(export, content, expected):
    for data in (HEADER + content, (HEADER + content).replace(b"\r\n", b"\n")):
        assert message(read_reviews, export(data)).startswith(expected)


def test_a_quote_out_of_place_is_found_in_listings_calendars_and_unread_columns(export):
    night = csv_bytes(NIGHT, NIGHT)
    swallowed = (
        night.replace(b"$70.00", b'"$70.00', 1)
        + csv_bytes(NIGHT).split(b"\r\n")[1].replace(b"$70", b'"$70')
        + b"\r\n"
    )
    assert message(read_calendar, export(swallowed)).startswith(", row 2: text follows the quote")
    rows = csv_bytes(DETAILED, DETAILED | {"listing_url": "5inch"}).replace(b"5inch", b'5" wide')
    assert message(read_listings, export(rows)).startswith(", row 3: a quote stands inside a field")


def test_a_quote_out_of_place_is_found_where_blocks_meet(export, monkeypatch):
    rows = [REVIEW | {"comments": f'"{i}" and, "so\n on"'} for i in range(20)]
    content = csv_bytes(*rows)
    for size in (1, 2, 3, 7):
        monkeypatch.setattr("course.marketplace.strict_csv._BLOCK_BYTES", size)
        assert len(read_reviews(export(content))) == 20
        assert message(read_reviews, export(content + INCH)).startswith(", row 22: a quote stands inside")
        assert message(read_reviews, export(content + b'7,2,2014-07-02,3,S,"a"b\r\n')).startswith(
            ", row 22: text"
        )


# Cut off


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_a_file_cut_off_anywhere_in_its_last_line_is_an_error(export, kind, end):
    row = ROWS[kind] | {"name": "Loft", "description": "", "comments": "said"}
    row = {name: row[name] for name in ROWS[kind]}
    content = csv_bytes(row, row).replace(b"\r\n", end)
    assert len(READERS[kind](export(content))) == 2
    last = content[: -len(end)].rindex(end) + len(end)
    for stop in {*range(last + 1, len(content), 40), *range(len(content) - 6, len(content))}:
        assert message(READERS[kind], export(content[:stop])).startswith(", row 3: the file is cut off"), stop
    assert ", row 1: the file is cut off" in message(READERS[kind], export(content.split(end)[0]))


def test_a_text_cut_off_at_the_end_of_a_line_leaves_its_quote_open(export):
    content = csv_bytes(REVIEW, REVIEW | {"comments": "Two\r\nlines"})
    error = message(read_reviews, export(content[: content.rindex(b"lines")]))
    assert error.startswith(", row 3: a quote is never closed")


# Bytes that are not UTF-8


@pytest.mark.parametrize("column", [name for name in NIGHT if name != "listing_id"])
def test_bytes_that_are_not_utf8_are_placed(export, column):
    bad = csv_bytes(NIGHT, NIGHT, NIGHT | {column: "bad"}).replace(b"bad", b"\xa3 \xff")
    assert message(read_calendar, export(bad)).startswith(
        f", row 4, column '{column}': the text is not UTF-8"
    )


def test_bytes_that_are_not_utf8_in_the_header_and_in_other_columns(export):
    content = csv_bytes(REVIEW | {"reviewer_name": "Zoe"})
    assert len(read_reviews(export(content.replace(b"Zoe", b"Zo\xeb")))) == 1
    assert message(read_reviews, export(content.replace(b"reviewer_name", b"pr\xe9nom"))).startswith(
        ", row 1: the text is not UTF-8"
    )
    assert message(read_reviews, export(content.replace(b"15066586", b"\xa3"))).startswith(
        ", row 2, column 'id': the text is not UTF-8"
    )


def test_a_short_row_that_is_not_utf8_is_one_error(export, capfd):
    error = message(read_calendar, export(csv_bytes(NIGHT, NIGHT) + b"7,2024-11-05,t,\xa370.00,9\r\n"))
    assert error.startswith(", row 4: has 5 fields where the header has 7")
    assert capfd.readouterr() == ("", "")


# Saved again by a spreadsheet or pandas

IDS = [
    *("1282783365611274832", "1189091774066712345", "1321949733901823459"),
    *("1048837466184753333", "985940069189911111", "864512345678912777"),
]


def by_a_spreadsheet(text: str) -> str:
    """Return an id as a spreadsheet leaves it: fifteen digits."""
    return text[:15] + "0" * (len(text) - 15)


def by_a_float(text: str) -> str:
    return str(int(float(text)))


def by_javascript(text: str) -> str:
    return repr(float(text)).split("e")[0].replace(".", "").ljust(len(text), "0")


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        *[("listings", "id"), ("listings", "host_id"), ("calendar", "listing_id")],
        *[("reviews", "listing_id"), ("reviews", "id"), ("reviews", "reviewer_id")],
    ],
)
@pytest.mark.parametrize("rounded", [by_a_spreadsheet, by_a_float, by_javascript])
def test_ids_that_were_rounded_are_an_error(export, kind, column, rounded):
    rows = [ROWS[kind] | {column: text} for text in IDS]
    assert len(READERS[kind](export(*rows, *rows))) == 12
    # A short id is none of those that a float cannot hold.
    rows = [ROWS[kind], *(row | {column: rounded(row[column])} for row in rows)]
    error = message(READERS[kind], export(*rows))
    assert f", column '{column}': " in error and "has rounded the ids" in error
    assert int(error.split(", ")[1].removeprefix("row ")) > 2
    assert len(READERS[kind](export(*rows, ROWS[kind] | {column: "1282783365611274833"}))) == 8


def test_a_few_ids_that_look_rounded_by_chance_are_read(export):
    for ids in (
        ["1282783365611270000"],
        ["1282783365611274752", "1189091774066712320"],
        ["1000", "2000", "64"],
    ):
        assert read_listings(export(*[SUMMARY | {"id": text} for text in ids]))["listing_id"].tolist() == [
            int(text) for text in ids
        ]


@pytest.mark.parametrize("text", ["563402.0", "563402.00"])
def test_a_float_that_holds_an_id_exactly_is_read(export, text):
    assert read_listings(export(SUMMARY | {"id": text, "host_id": text}))["host_id"].tolist() == [563402]


@pytest.mark.parametrize(
    ("kind", "column"), [("listings", "host_id"), ("calendar", "listing_id"), ("reviews", "reviewer_id")]
)
@pytest.mark.parametrize("text", ["5.6E+17", "5.6e+17", "1282783365611270000.0", "563402.5"])
def test_ids_in_the_notation_of_floats_are_an_error(export, kind, column, text):
    error = message(READERS[kind], export(ROWS[kind], ROWS[kind] | {column: text}))
    assert (
        error.startswith(f", row 3, column '{column}': ") and repr(text) in error and "spreadsheet" in error
    )


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        *[
            (SUMMARY, "price", text)
            for text in ("1.250", "1.234 €", "$12.500", "€1.000", "0.125", "1,234.500")
        ],
        *[(DETAILED, column, "1.125") for column in ("price", "minimum_nights", "maximum_nights", "beds")],
        *[
            (DETAILED, column, "1.000")
            for column in ("number_of_reviews", "availability_365", "bedrooms", "bathrooms")
        ],
        *[
            (SUMMARY, column, "1.000")
            for column in ("minimum_nights", "calculated_host_listings_count", "id")
        ],
        *[
            (ERAS["2025"], "estimated_revenue_l365d", "15.300"),
            (ERAS["2025"], "estimated_occupancy_l365d", "1.000"),
        ],
        *[(NIGHT, column, "1.125") for column in ("price", "adjusted_price", "maximum_nights")],
    ],
)
def test_a_point_that_may_separate_thousands_is_an_error(export, row, column, text):
    read = read_calendar if row is NIGHT else read_listings
    error = message(read, export(row, row | {column: text}))
    assert error.startswith(f", row 3, column '{column}': ") and "three digits after the point" in error


@pytest.mark.parametrize("text", ["1.25", "1.2500", "1250.5", "1,250", "1,250.00"])
def test_other_points_are_decimal(export, text):
    value = float(text.replace(",", ""))
    assert read_listings(export(SUMMARY | {"price": text, "reviews_per_month": "0.125"}))[
        "price"
    ].tolist() == [value]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *[
            ("price", text)
            for text in (
                "9" * 400,
                "9" * 16,
                "$€85",
                "$85€",
                "$$85",
                "-85",
                "\N{MINUS SIGN}85",
                "(85)",
                "$-85",
            )
        ],
        *[("price", text) for text in ("0,850", "1.250,00", "$", "85 EUR", "inf", "-0.5")],
        *[("estimated_revenue_l365d", text) for text in ("9" * 400, "$€85", "-1")],
        *[
            (column, text)
            for column in ("beds", "bathrooms", "reviews_per_month")
            for text in ("9" * 400, "1e300", "1e16", "-1", "inf")
        ],
        *[
            (column, "9" * 20)
            for column in ("minimum_nights", "maximum_nights", "availability_30", "host_listings_count")
        ],
        *[
            (column, "9" * 400)
            for column in ("id", "host_id", "latitude", "review_scores_rating", "number_of_reviews")
        ],
        ("host_response_rate", "9" * 400 + "%"),
    ],
)
def test_numbers_that_no_market_has_are_an_error(export, column, text):
    error = message(read_listings, export(ERAS["2025"], ERAS["2025"] | {column: text}))
    assert error.startswith(f", row 3, column '{column}': ") and text[:60] in error and len(error) < 300


@pytest.mark.parametrize(
    ("text", "value"), [("True", True), ("False", False), ("TRUE", True), ("false", False)]
)
def test_booleans_of_pandas_and_excel(export, text, value):
    assert read_listings(export(DETAILED | {"host_is_superhost": text}))["host_is_superhost"].tolist() == [
        value
    ]
    assert read_calendar(export(NIGHT | {"available": text}))["available"].tolist() == [value]


@pytest.mark.parametrize(
    "time", [" 00:00:00", "T00:00:00", " 00:00", " 00:00:00.000000", "T00:00:00Z", " 00:00:00+00:00"]
)
def test_midnight_is_the_day(export, time):
    day = pd.Timestamp("2024-01-05")
    assert read_listings(export(SUMMARY | {"last_review": f"{day.date()}{time}"}))[
        "last_review"
    ].tolist() == [day]
    assert read_calendar(export(NIGHT | {"date": f"{day.date()}{time}"}))["date"].tolist() == [day]
    assert read_reviews(export(REVIEW | {"date": f"{day.date()}{time}"}))["date"].tolist() == [day]
    other = time.replace("00", "01", 1)
    assert "YYYY-MM-DD" in message(read_reviews, export(REVIEW | {"date": f"{day.date()}{other}"}))


@pytest.mark.parametrize("line", [b"sep=,\r\n", b"sep=,\n", b'"sep=,"\r\n', b"\xef\xbb\xbfsep=,\r\n"])
@pytest.mark.parametrize("kind", READERS)
def test_a_line_that_tells_excel_the_comma_is_no_record(export, kind, line):
    content = csv_bytes(ROWS[kind])
    pd.testing.assert_frame_equal(READERS[kind](export(line + content)), READERS[kind](export(content)))
    error = message(READERS[kind], export(line + content + b"7\r\n"))
    assert error.startswith(", row 3: has 1 field")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_named(export, separator):
    content = csv_bytes(NIGHT).replace(b",", separator.encode())
    assert f"separated by {separator!r}" in message(
        read_calendar, export(f"sep={separator}\r\n".encode() + content)
    )
    assert "commas between columns" in message(read_calendar, export(content))


@pytest.mark.parametrize("separator", [b"\xa7", b"\xff"])
def test_a_separator_that_is_not_utf8_is_an_error_too(export, separator):
    content = b"sep=" + separator + b"\r\n" + csv_bytes(NIGHT)
    assert message(read_calendar, export(content)).startswith(": columns are separated by")


def test_an_empty_parquet_file_is_an_empty_table(export):
    path = export(b"", name="export.parquet")
    frames("listings")["as read"].iloc[:0].to_parquet(path)
    table = read_listings(path)
    assert len(table) == 0 and {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(LISTINGS)


# One value among many


JUNK = {
    "listings": {
        **dict.fromkeys(
            ["id", "host_id", "minimum_nights", "number_of_reviews", "latitude", "price", "beds"], "junk"
        ),
        **dict.fromkeys(["last_review", "host_since", "host_is_superhost", "host_response_rate"], "junk"),
        **{
            "amenities": "junk",
            "bathrooms_text": "junk",
            "review_scores_rating": "45",
            "review_scores_value": "9",
        },
    },
    "calendar": dict.fromkeys(NIGHT, "junk"),
    "reviews": dict.fromkeys(["listing_id", "id", "date", "reviewer_id"], "junk"),
}


@pytest.mark.parametrize(("kind", "column"), [(kind, column) for kind in JUNK for column in JUNK[kind]])
def test_one_odd_value_among_many_is_the_one_that_is_named(export, kind, column):
    row = (ERAS["2021"] | {"bathrooms_text": "1 bath"}) if kind == "listings" else ROWS[kind]
    rows = [row] * 20
    rows[13] = row | {column: JUNK[kind][column]}
    error = message(READERS[kind], export(*rows))
    assert error.startswith(f", row 15, column '{column}': {JUNK[kind][column]!r} is not ")


def test_one_new_rating_among_old_ones_is_the_one_that_is_named(export):
    rows = [ERAS["early 2021"]] * 5 + [ERAS["early 2021"] | {"review_scores_rating": "4.6"}]
    assert message(read_listings, export(*rows)).startswith(
        ", row 7, column 'review_scores_rating': '4.6' is not"
    )


# Long fields


@pytest.mark.parametrize("length", [131_073, 1_000_000])
def test_a_long_first_field_is_read(export, length):
    comments = read_reviews(export(REVIEW | {"comments": "x" * length}, REVIEW))["comments"]
    assert comments.str.len().tolist() == [length, len(REVIEW["comments"])]
    assert len(read_listings(export(DETAILED | {"description": "x" * length}))) == 1


# Wrappings


@pytest.mark.parametrize("kind", READERS)
def test_a_zip_with_one_csv_file_is_read(export, kind):
    content = csv_bytes(ROWS[kind], ROWS[kind])
    plain = READERS[kind](export(content))
    for members in (
        {f"{kind}.csv": content},
        {
            "data/": b"",
            f"data/{kind}.csv": content,
            f"__MACOSX/data/._{kind}.csv": b"\0",
            "data/.DS_Store": b"\0",
        },
        {f"{kind}.csv.gz": gzip.compress(content)},
        {f"{kind}.csv": b"\xef\xbb\xbf" + content},
    ):
        pd.testing.assert_frame_equal(READERS[kind](export(zipped(**members), name="export.zip")), plain)


def frames(kind: str) -> dict[str, pd.DataFrame]:
    """Return an export as pandas users hold it: as read, as text, with dates and flags, with categories."""
    rows = {
        "listings": [
            ERAS["2025"],
            ERAS["2025"]
            | {"host_since": "", "beds": "", "host_is_superhost": "", "id": "1282783365611274833"},
        ],
        "calendar": [NIGHT, NIGHT | {"price": "", "available": "f", "listing_id": "1282783365611274833"}],
        "reviews": [REVIEW, REVIEW | {"comments": "", "id": "1282783365611274833"}],
    }[kind]
    content = csv_bytes(*rows)
    as_read = pd.read_csv(io.BytesIO(content))
    typed = as_read.copy()
    for column in ("date", "host_since", "last_review"):
        if column in typed:
            typed[column] = pd.to_datetime(typed[column])
    for column in ("host_is_superhost", "available"):
        if column in typed:
            typed[column] = typed[column].map({"t": True, "f": False}).astype("boolean")
    if "price" in typed:
        typed["price"] = typed["price"].str.replace("[$,]", "", regex=True).astype(float)
    return {
        "csv": content,
        "as read": as_read,
        "as text": pd.read_csv(io.BytesIO(content), dtype=str),
        "typed": typed,
        "categories": as_read.astype(dict.fromkeys(as_read.select_dtypes("str"), "category")),
        "nullable": as_read.convert_dtypes(),
    }


@pytest.mark.parametrize("held", ["as read", "as text", "typed", "categories", "nullable"])
@pytest.mark.parametrize("kind", READERS)
def test_parquet_that_pandas_wrote_is_read(export, kind, held):
    exports = frames(kind)
    path = export(b"", name="export.parquet")
    exports[held].to_parquet(path)
    pd.testing.assert_frame_equal(READERS[kind](path), READERS[kind](export(exports["csv"])))


def test_faults_of_parquet_files(export):
    path = export(b"", name="export.parquet")
    frame = frames("listings")["as read"]
    frame.assign(id=[1.0, 1282783365611274833.0]).to_parquet(path)
    assert message(read_listings, path).startswith(", row 3, column 'id': '1.28278336561127")
    frame.assign(price=["$70.00", "free"]).to_parquet(path)
    assert message(read_listings, path).startswith(", row 3, column 'price': 'free' is not a price")
    frame.assign(amenities=[["TV"], []]).to_parquet(path)
    assert message(read_listings, path).startswith(", column 'amenities': holds list<")
    frame.drop(columns="price").to_parquet(path)
    assert message(read_listings, path).startswith(": the column 'price' is missing")
    frame.to_parquet(path)
    content = path.read_bytes()
    cut = [content[:size] for size in (8, len(content) // 2, len(content) - 1)]
    for damaged in (*cut, content.replace(b"last_review", b"last\xaareview")):
        path.write_bytes(damaged)
        assert message(read_listings, path).startswith(": the Parquet file is damaged or cut off")
    read_listings(export(*[ERAS["2025"]] * 3)).to_parquet(path)
    assert "pandas.read_parquet" in message(read_listings, path)


# Blank columns


def test_columns_that_are_blank_throughout_are_warned_of_once(export):
    blank = dict.fromkeys(
        ["price", "host_since", "host_response_rate", "estimated_revenue_l365d", "amenities"], ""
    )
    row = ERAS["2025"] | {"host_acceptance_rate": "97%", "bathrooms": ""}
    for rows, expected in (
        ([row, row | blank], None),
        (
            [row | blank, row | blank | {"host_response_rate": "N/A"}],
            [*blank, "neighbourhood_group_cleansed"],
        ),
    ):
        path = export(*rows)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            read_listings(path)
        assert len(caught) == (expected is not None)
        if expected:
            text = str(caught[0].message)
            assert text.startswith(f"{path}: blank in every row: ") and caught[0].filename == __file__
            assert sorted(text.split("row: ")[1].split(", ")) == sorted(map(repr, expected))


@pytest.mark.parametrize(
    ("kind", "blank", "names"),
    [
        ("calendar", ["price", "adjusted_price"], "'price', 'adjusted_price'"),
        ("calendar", ["adjusted_price"], None),
        ("reviews", ["comments"], "'comments'"),
    ],
)
def test_blank_columns_of_calendars_and_reviews(export, kind, blank, names):
    row = ROWS[kind] | dict.fromkeys(blank, "")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        READERS[kind](export(row, row))
        READERS[kind](export(csv_bytes(row).split(b"\r\n")[0] + b"\r\n"))
    assert [str(warning.message).split("row: ")[1] for warning in caught] == ([names] if names else [])
