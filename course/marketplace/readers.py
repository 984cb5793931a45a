"""Readers of Inside Airbnb files of every era, and of Perch's raw export, into the canonical tables.

| files | told by | what differs |
|---|---|---|
| 2015 to 2020, 91 to 106 columns | `cancellation_policy` | ratings to 100, numeric bathrooms, `{TV,Wifi}` |
| 2021 and early 2022, 74 columns | neither | bathrooms as text; ratings to 100, from mid-2021 to 5 |
| from late 2022, 75 and 79 columns | `source` | stale rows are marked; prices may be blank |
| summary, 16 to 18 columns | no `neighbourhood_cleansed` | plain prices; no ratings, no amenities |

The readers parse and rename, they do not clean: duplicate ids, prices of 0 (old files have a few) and
placeholders such as 9,999 come out as they went in. Every error names the file, the row and the column; rows
count CSV records, the header being row 1.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from course.marketplace import parsing
from course.marketplace.schema import CALENDAR, DATE, LISTINGS, REVIEWS, conform
from course.marketplace.text_table import fault, read_header, read_texts

Parser = Callable[[str], Any]

_BY_DTYPE: Mapping[str, Parser] = {
    "int64": parsing.identifier,
    "Int64": parsing.count,
    "float64": parsing.number,
    "bool": parsing.flag,
    "boolean": parsing.flag,
    "str": parsing.label,
    DATE: parsing.iso_date,
}
_BY_COLUMN: Mapping[str, Parser] = {
    "price": parsing.price,
    "adjusted_price": parsing.price,
    "estimated_revenue_l365d": parsing.price,
    "host_response_rate": parsing.rate,
    "host_acceptance_rate": parsing.rate,
    "latitude": partial(parsing.degrees, limit=90),
    "longitude": partial(parsing.degrees, limit=180),
    "amenities": parsing.amenities,
}
_FREE_TEXT = ("name", "comments")
_MISSING = ("", "N/A")

_RATING = "review_scores_rating"
_SUB_SCORES = [column for column in LISTINGS if column.startswith("review_scores_") and column != _RATING]

_REQUIRED = {
    "listings": [
        *("id", "name", "host_id", "latitude", "longitude", "room_type", "price", "minimum_nights"),
        *("number_of_reviews", "last_review", "reviews_per_month", "calculated_host_listings_count"),
        "availability_365",
    ],
    "calendar": ["listing_id", "date", "available", "price"],
    "reviews": ["listing_id", "id", "date", "reviewer_id", "comments"],
}
# Kind of file, columns that give it away, what to do with it; the first that matches is meant.
_KINDS = [
    ("listings", {"id", "host_id"}, "read it with read_listings"),
    ("calendar", {"listing_id", "date", "available"}, "read it with read_calendar"),
    ("reviews", {"listing_id", "date", "reviewer_id"}, "read it with read_reviews"),
    (
        "summary reviews",
        {"listing_id", "date"},
        "it holds no review ids or texts; read_reviews needs the detailed file, reviews.csv.gz",
    ),
    ("neighbourhoods", {"neighbourhood_group", "neighbourhood"}, "read it with pandas.read_csv"),
]


def read_listings(path: str | os.PathLike) -> pd.DataFrame:
    """Read a listings file, detailed or summary, of any era.

    Parameters
    ----------
    path : path of a ``.csv`` or ``.csv.gz`` file; the content decides which it is, not the name

    Returns
    -------
    pandas.DataFrame
        One row per record in the file's order, with the columns and dtypes of `schema.LISTINGS`. A column
        that the file lacks is missing throughout. In detail:

        * ``price`` is in the file's currency, whatever sign it is printed with; 0.0 stays 0.0.
        * Ratings are 1 to 5 stars: the rating / 20 and the sub-scores / 2 on the old scale, which is
          in use if the file has ``cancellation_policy`` and not if it has ``source``. The files in between
          changed scale with the same columns, so there any rating above 5 tells (one star is 20 or 2 on the
          old scale). A published 0 means "no rating" and is missing.
        * ``bathrooms`` is the published number or else the number in ``bathrooms_text``; ``bathrooms_shared``
          comes from the text and is missing where there is none.
        * ``bedrooms`` is not imputed: in files of 2021 to 2023 it is blank for studios, later 0.
        * ``amenities`` is a list of str per row, empty if none is given; NaN if the file lacks the column.
        * ``neighbourhood`` is ``neighbourhood_cleansed`` in detailed files. ``city`` is what hosts typed, in
          files until 2020; later files lack it. Labels lose surrounding spaces; ``name`` is as published.
        * "N/A" is missing, except in ``name``.

    Raises
    ------
    ExportError
        If the file is damaged or of another kind, lacks a column that every era has, or has a cell that does
        not parse; the message names the file, the row (a CSV record; the header is row 1) and the column.
    FileNotFoundError
        If there is no such file.
    """
    renamed = {"listing_id": "id", "snapshot_date": "last_scraped"}
    header = _checked_header(path, "listings")
    if "neighbourhood_cleansed" in header:
        renamed["neighbourhood"] = "neighbourhood_cleansed"
        renamed["neighbourhood_group"] = "neighbourhood_group_cleansed"
    export = _Export.load(path, header, [*LISTINGS, "bathrooms_text"], renamed)

    top = 100 if _old_scale(export) else 5
    stars = {_RATING: partial(parsing.stars, top=top)}
    stars |= dict.fromkeys(_SUB_SCORES, partial(parsing.stars, top=min(top, 10)))
    table = export.table(LISTINGS, {**_BY_COLUMN, **stars})
    if "amenities" in table:
        # Equal texts were parsed once: each row gets a list of its own.
        table["amenities"] = [list(items or ()) for items in table["amenities"]]
    if "bathrooms_text" in export.texts:
        recovered = export.column("bathrooms_text", parsing.bathroom_count, "float64")
        table["bathrooms"] = table["bathrooms"].fillna(recovered) if "bathrooms" in table else recovered
        table["bathrooms_shared"] = export.column("bathrooms_text", parsing.bathroom_shared, "boolean")
    return conform(table, LISTINGS)


def read_calendar(path: str | os.PathLike) -> pd.DataFrame:
    """Read a calendar file: one row per listing and night.

    Parameters
    ----------
    path : path of a ``.csv`` or ``.csv.gz`` file; the content decides which it is, not the name

    Returns
    -------
    pandas.DataFrame
        One row per record in the file's order, with the columns and dtypes of `schema.CALENDAR`. Files of
        2015 have a price on open nights only, no ``adjusted_price`` and no limits on nights; files of 2025
        have no prices. All that is missing in the table, too.

    Raises
    ------
    ExportError, FileNotFoundError
        As `read_listings`.
    """
    export = _Export.load(path, _checked_header(path, "calendar"), CALENDAR, {})
    return conform(export.table(CALENDAR, _BY_COLUMN), CALENDAR)


def read_reviews(path: str | os.PathLike) -> pd.DataFrame:
    """Read a detailed reviews file; the reviewers' names are left out.

    Parameters
    ----------
    path : path of a ``.csv`` or ``.csv.gz`` file; the content decides which it is, not the name

    Returns
    -------
    pandas.DataFrame
        One row per record in the file's order, with the columns and dtypes of `schema.REVIEWS`; ``comments``
        is as published, missing where blank.

    Raises
    ------
    ExportError, FileNotFoundError
        As `read_listings`; also for the summary file of two columns, which lacks the reviews' ids and texts.
    """
    export = _Export.load(path, _checked_header(path, "reviews"), REVIEWS, {"review_id": "id"})
    return conform(export.table(REVIEWS, _BY_COLUMN), REVIEWS)


@dataclass(frozen=True)
class _Export:
    """The texts of one file under the canonical column names, and the names the file gives them."""

    path: str | os.PathLike
    header: list[str]
    published: Mapping[str, str]
    texts: pd.DataFrame

    @classmethod
    def load(
        cls, path: str | os.PathLike, header: list[str], columns: Iterable[str], renamed: Mapping[str, str]
    ) -> "_Export":
        published = {column: renamed.get(column, column) for column in columns}
        published = {column: name for column, name in published.items() if name in header}
        texts = read_texts(path, header, list(published.values()))
        return cls(path, header, published, texts.set_axis(list(published), axis=1))

    def table(self, schema: Mapping[str, str], by_column: Mapping[str, Parser]) -> pd.DataFrame:
        """Parse every column of `schema` that the file has."""
        return pd.DataFrame(
            {
                column: self.column(column, by_column.get(column, _BY_DTYPE.get(dtype)), dtype)
                for column, dtype in schema.items()
                if column in self.texts
            }
        )

    def column(self, column: str, parse: Parser, dtype: str) -> pd.Series:
        """Parse one column, each distinct text once."""
        texts = self.texts[column]
        if column in _FREE_TEXT:
            return texts.mask(texts == "")
        optional = column != "date" and dtype not in ("int64", "bool")
        codes, distinct = texts.factorize()
        values = []
        for code, text in enumerate(distinct.str.strip()):
            try:
                if text not in _MISSING:
                    values.append(parse(text))
                elif optional:
                    values.append(None)
                else:
                    raise ValueError(f"must not be blank, but is {text!r}: download the file again")
            except ValueError as error:
                row = int((codes == code).argmax()) + 2
                raise fault(self.path, str(error), row=row, column=self.published[column]) from None
        return pd.Series(values, dtype=dtype).take(codes).reset_index(drop=True)


def _checked_header(path: str | os.PathLike, kind: str) -> list[str]:
    header = read_header(path)
    missing = [column for column in _REQUIRED[kind] if column not in header]
    if not missing:
        return header
    for looks_like, marks, advice in _KINDS:
        if marks <= set(header):
            if looks_like == kind:
                break
            raise fault(path, f"this looks like a {looks_like} file, not a {kind} file: {advice}")
    raise fault(
        path,
        f"the column {missing[0]!r} is missing: a {kind} file of Inside Airbnb has it, and commas between "
        "columns; download the file again",
    )


def _old_scale(export: _Export) -> bool:
    if "source" in export.header:
        return False
    if "cancellation_policy" in export.header:
        return True
    ratings = export.texts.reindex(columns=[_RATING, *_SUB_SCORES])
    return bool((ratings.apply(pd.to_numeric, errors="coerce") > 5).any(axis=None))
