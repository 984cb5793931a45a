"""Readers of Inside Airbnb files of every era, and of Perch's raw export, into the canonical tables.

| files | told by | what differs |
|---|---|---|
| 2015 to 2020, 91 to 106 columns | `cancellation_policy` | ratings to 100, numeric bathrooms, `{TV,Wifi}` |
| 2021 and early 2022, 74 columns | neither | bathrooms as text; ratings to 100, from mid-2021 to 5 |
| from late 2022, 75 and 79 columns | `source` | stale rows are marked; prices may be blank |
| summary, 16 to 18 columns | no `amenities` | plain prices; no ratings, no amenities |

The readers parse and rename, they do not clean: duplicate ids, prices of 0 (old files have a few) and
placeholders such as 9,999 come out as they went in. Every error names the file, the row and the column; rows
count CSV records, the header being row 1.
"""

import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from course.marketplace import parsing
from course.marketplace.schema import CALENDAR, DATE, LISTINGS, REVIEWS, conform
from course.marketplace.text_table import open_table
from course.marketplace.unpacking import ExportError, fault

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
    "bathrooms": parsing.rooms,
    "bedrooms": parsing.rooms,
    "beds": parsing.rooms,
    "latitude": partial(parsing.degrees, limit=90),
    "longitude": partial(parsing.degrees, limit=180),
    "amenities": parsing.amenities,
}
_FREE_TEXT = ("name", "comments")
_MISSING = ("", "N/A")

_RATING = "review_scores_rating"
_SUB_SCORES = [column for column in LISTINGS if column.startswith("review_scores_") and column != _RATING]

# Many cities have no groups of neighbourhoods, and no calendar since 2024 has adjusted prices.
_OFTEN_BLANK = {"neighbourhood_group", "adjusted_price"}

_LISTING_COLUMNS = {"listing_id": "id", "snapshot_date": "last_scraped"}
_REVIEW_COLUMNS = {"review_id": "id"}
# Summary files have none of these.
_DETAILED = {"listing_url", "last_scraped", "property_type", "accommodates", "amenities"}


@dataclass(frozen=True)
class _Kind:
    """A kind of file: the columns that it always has, others that tell it from its kin, and who reads it."""

    name: str
    required: list[str]
    typical: set[str]
    advice: str


_LISTINGS = _Kind(
    "listings",
    [
        *("id", "name", "host_id", "latitude", "longitude", "room_type", "price", "minimum_nights"),
        *("number_of_reviews", "last_review", "reviews_per_month", "calculated_host_listings_count"),
        "availability_365",
    ],
    _DETAILED | {_LISTING_COLUMNS.get(column, column) for column in LISTINGS},
    "read it with read_listings",
)
_CALENDAR = _Kind(
    "calendar", ["listing_id", "date", "available", "price"], set(CALENDAR), "read it with read_calendar"
)
_REVIEWS = _Kind(
    "reviews",
    ["listing_id", "id", "date", "reviewer_id", "comments"],
    {"reviewer_name"},
    "read it with read_reviews",
)
_KINDS = [
    _LISTINGS,
    _CALENDAR,
    _REVIEWS,
    _Kind(
        "summary reviews",
        ["listing_id", "date"],
        set(),
        "it holds no review ids or texts; read_reviews needs the detailed file, reviews.csv.gz",
    ),
    _Kind("neighbourhoods", ["neighbourhood_group", "neighbourhood"], set(), "read it with pandas.read_csv"),
    _Kind("canonical listings", list(LISTINGS), set(), "it was read before; pandas.read_parquet reads it"),
    _Kind("canonical reviews", list(REVIEWS), set(), "it was read before; pandas.read_parquet reads it"),
]


def read_listings(path: str | os.PathLike) -> pd.DataFrame:
    """Read a listings file, detailed or summary, of any era.

    Parameters
    ----------
    path : path of a CSV file, plain, gzipped or alone in a zip, or of a Parquet file that was written from
        one; the content decides which it is, not the name

    Returns
    -------
    pandas.DataFrame
        One row per record in the file's order, with the columns and dtypes of `schema.LISTINGS`. A column
        that the file lacks is missing throughout. In detail:

        * ``price`` is in the file's currency, whatever sign it is printed with; 0.0 stays 0.0.
        * Ratings are 1 to 5 stars: the rating / 20 and the sub-scores / 2 on the old scale, which is
          in use if the file has ``cancellation_policy`` and not if it has ``source``. The files in between
          changed scale with the same columns, so there the old scale is in use if most ratings are above 5
          (one star is 20 or 2 on it). A published 0 means "no rating" and is missing.
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

    Warns
    -----
    UserWarning
        Once, naming the columns that are blank in every row. Those that many files leave blank
        (neighbourhood groups, adjusted prices) do not cause a warning of their own.
    """
    export = _Export.load(path, _LISTINGS, [*LISTINGS, "bathrooms_text"])
    top = 100 if _old_scale(export) else 5
    stars = {_RATING: partial(parsing.stars, top=top)}
    stars |= dict.fromkeys(_SUB_SCORES, partial(parsing.stars, top=min(top, 10)))
    table = export.table(LISTINGS, {**_BY_COLUMN, **stars})
    if "bathrooms_text" in export.texts:
        recovered = export.column("bathrooms_text", parsing.bathroom_count, "float64")
        table["bathrooms"] = table["bathrooms"].fillna(recovered) if "bathrooms" in table else recovered
        table["bathrooms_shared"] = export.column("bathrooms_text", parsing.bathroom_shared, "boolean")
    export.warn_of_blanks(table)
    if "amenities" in table:
        # Equal texts were parsed once: each row gets a list of its own.
        table["amenities"] = [list(items or ()) for items in table["amenities"]]
    return conform(table, LISTINGS)


def read_calendar(path: str | os.PathLike) -> pd.DataFrame:
    """Read a calendar file: one row per listing and night.

    Parameters
    ----------
    path : path of a CSV file, plain, gzipped or alone in a zip, or of a Parquet file that was written from
        one; the content decides which it is, not the name

    Returns
    -------
    pandas.DataFrame
        One row per record in the file's order, with the columns and dtypes of `schema.CALENDAR`. Files of
        2015 have a price on open nights only, no ``adjusted_price`` and no limits on nights; files of 2025
        have no prices. All that is missing in the table, too.

    Raises
    ------
    ExportError, FileNotFoundError
        As `read_listings`, which also says when a `UserWarning` is given.
    """
    export = _Export.load(path, _CALENDAR, CALENDAR)
    table = export.table(CALENDAR, _BY_COLUMN)
    export.warn_of_blanks(table)
    return conform(table, CALENDAR)


def read_reviews(path: str | os.PathLike) -> pd.DataFrame:
    """Read a detailed reviews file; the reviewers' names are left out.

    Parameters
    ----------
    path : path of a CSV file, plain, gzipped or alone in a zip, or of a Parquet file that was written from
        one; the content decides which it is, not the name

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
    export = _Export.load(path, _REVIEWS, REVIEWS)
    table = export.table(REVIEWS, _BY_COLUMN)
    export.warn_of_blanks(table)
    return conform(table, REVIEWS)


@dataclass(frozen=True)
class _Export:
    """The texts of one file under the canonical column names, and the names the file gives them."""

    path: str | os.PathLike
    header: Sequence[str]
    published: Mapping[str, str]
    texts: pd.DataFrame

    @classmethod
    def load(cls, path: str | os.PathLike, kind: _Kind, columns: Iterable[str]) -> "_Export":
        source = open_table(path)
        renamed = _names_in(path, source.header, kind)
        published = {column: renamed.get(column, column) for column in columns}
        published = {column: name for column, name in published.items() if name in source.header}
        texts = source.texts(list(published.values()))
        return cls(path, source.header, published, texts.set_axis(list(published), axis=1))

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
                raise self._fault(column, str(error), codes == code) from None
        if dtype == "int64":
            values = np.array(values, dtype=dtype)
            if (rounded := parsing.rounded_id(values)) is not None:
                problem = (
                    f"{rounded}, like every long id in it, ends in what rounding leaves: {parsing.ROUNDED}"
                )
                raise self._fault(column, problem, values[codes] == rounded)
        return pd.Series(values, dtype=dtype).take(codes).reset_index(drop=True)

    def warn_of_blanks(self, table: pd.DataFrame) -> None:
        """Warn of the columns of `table` that the file has and leaves blank, on behalf of the public reader."""
        blank = {column for column in table if column in self.published and table[column].isna().all()}
        if len(table) and blank - _OFTEN_BLANK:
            names = ", ".join(repr(name) for column, name in self.published.items() if column in blank)
            warnings.warn(f"{os.fspath(self.path)}: blank in every row: {names}", stacklevel=3)

    def _fault(self, column: str, problem: str, rows: np.ndarray) -> ExportError:
        row = int(rows.argmax()) + 2
        return fault(self.path, problem, row=row, column=self.published[column])


def _names_in(path: str | os.PathLike, header: Sequence[str], kind: _Kind) -> Mapping[str, str]:
    """Return the file's names of the columns that are called otherwise in the canonical tables."""
    if kind is not _LISTINGS:
        _check_columns(path, header, kind, kind.required)
        return _REVIEW_COLUMNS if kind is _REVIEWS else {}
    if _DETAILED.isdisjoint(header):
        _check_columns(path, header, kind, kind.required)
        return _LISTING_COLUMNS
    # What a detailed file calls `neighbourhood` is what hosts typed.
    _check_columns(path, header, kind, [*kind.required, "neighbourhood_cleansed"])
    return _LISTING_COLUMNS | {
        "neighbourhood": "neighbourhood_cleansed",
        "neighbourhood_group": "neighbourhood_group_cleansed",
    }


def _check_columns(
    path: str | os.PathLike, header: Sequence[str], kind: _Kind, required: Sequence[str]
) -> None:
    missing = [column for column in required if column not in header]
    if not missing:
        return
    likely = max(_KINDS, key=lambda each: _likeness(each, header))
    if likely is not kind and _likeness(likely, header)[0]:
        lacks = [repr(column) for column in likely.required if column not in header]
        but = f", without its column {lacks[0]}" if lacks else ""
        raise fault(
            path, f"this looks like a {likely.name} file{but}, not a {kind.name} file: {likely.advice}"
        )
    raise fault(
        path,
        f"the column {missing[0]!r} is missing: a {kind.name} file of Inside Airbnb has it, and commas between "
        "columns; download the file again",
    )


def _likeness(kind: _Kind, header: Sequence[str]) -> tuple[int, int]:
    """Return how many columns of `kind` the file has, and, to decide a tie, how few it lacks."""
    known = kind.typical.union(kind.required)
    return len(known.intersection(header)), -len(set(kind.required) - set(header))


def _old_scale(export: _Export) -> bool:
    if "source" in export.header:
        return False
    if "cancellation_policy" in export.header:
        return True
    texts = export.texts.reindex(columns=[_RATING, *_SUB_SCORES])
    ratings = texts.apply(pd.to_numeric, errors="coerce").to_numpy()
    return bool((ratings > 5).sum() > (ratings > 0).sum() / 2)
