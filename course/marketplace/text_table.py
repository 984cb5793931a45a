"""A CSV file, plain or gzipped, as a table of text.

Every fault of the file itself (damaged, not CSV, not UTF-8, records of unequal length) is found here; what
the texts mean is left to `parsing` and `readers`.
"""

import csv
import gzip
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

_GZIP = b"\x1f\x8b"

_NOT_CSV = {
    b"PK": "is a zip or Excel (.xlsx) file: unpack it, or save the sheet as 'CSV UTF-8'",
    b"\xd0\xcf\x11\xe0": "is an Excel (.xls) file: save the sheet as 'CSV UTF-8'",
    b"<": "is a web page (HTML or XML), not a CSV file: download the file that the page links to",
    b"{": "is a JSON file, not a CSV file: download the .csv or .csv.gz file",
    b"[": "is a JSON file, not a CSV file: download the .csv or .csv.gz file",
    b"PAR1": "is a Parquet file: read it with pandas.read_parquet",
    b"%PDF": "is a PDF file, not a CSV file",
    b"\xff\xfe": "is encoded as UTF-16: save it as 'CSV UTF-8'",
    b"\xfe\xff": "is encoded as UTF-16: save it as 'CSV UTF-8'",
    b"version https://git-lfs": "is a Git LFS pointer, not the data: run git lfs pull",
    _GZIP: "is compressed twice: unpack it once",
}
_OPEN_QUOTE = "a quote is never closed or out of place: the file may be cut off; download it again"
# Arrow needs every record to fit in one block; a description is a few kilobytes.
_BLOCK_BYTES = 1 << 24


class ExportError(ValueError):
    """A file is not the export it should be; the message says where the fault is and what to do."""


def fault(
    path: str | os.PathLike, problem: str, *, row: int | None = None, column: str | None = None
) -> ExportError:
    """Return an `ExportError` that says ``<file>, row N, column 'name': problem``.

    `row` counts CSV records: the header is row 1, a record with line breaks inside quotes is one row, and
    blank lines do not count.
    """
    place = os.fspath(path)
    if row is not None:
        place += f", row {row}"
    if column is not None:
        place += f", column {column!r}"
    return ExportError(f"{place}: {problem}")


def read_header(path: str | os.PathLike) -> list[str]:
    """Return the column names of a CSV file, plain or gzipped.

    Raises
    ------
    ExportError
        If the file is a folder, empty, damaged, or something other than CSV.
    FileNotFoundError
        If there is no such file.
    """
    with _opened(path) as stream:
        start = stream.read(256).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise fault(path, "the file is empty: download it again")
        for signature, problem in _NOT_CSV.items():
            if start.startswith(signature):
                raise fault(path, f"the file {problem}")
    with closing(_records(path)) as records:
        return next(records, [])


def read_texts(path: str | os.PathLike, header: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Read some columns of a CSV file as text, with "" where the field is empty.

    Parameters
    ----------
    path : path of the file, plain or gzipped (its content decides, not its name)
    header : all column names of the file, as `read_header` returns them
    columns : the columns to read

    Returns
    -------
    pandas.DataFrame
        One ``str`` column per name in `columns`, one row per record.

    Raises
    ------
    ExportError
        If a record has too many or too few fields, a quote is left open, the text is not UTF-8, a column
        occurs twice, or the gzip data is damaged.
    """
    for column in columns:
        if header.count(column) > 1:
            raise fault(path, "the header has this column more than once", row=1, column=column)
    with closing(_records(path)) as records:
        if next(islice(records, 1, None), None) is None:
            return pd.DataFrame(columns=list(columns), dtype="str")
    with _opened(path) as stream:
        return _read_arrow(path, stream, header, columns).to_pandas()


def _read_arrow(
    path: str | os.PathLike, stream: BinaryIO, header: Sequence[str], columns: Sequence[str]
) -> pa.Table:
    counted = _QuoteCounter(stream)
    ragged: list[pacsv.InvalidRow] = []

    def keep(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "error"

    try:
        table = pacsv.read_csv(
            counted,
            # One thread, because Arrow numbers the rows only then.
            read_options=pacsv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
            parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=keep),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(columns), column_types=dict.fromkeys(columns, pa.string())
            ),
        )
    except pa.ArrowInvalid as error:
        if ragged:
            raise fault(
                path,
                f"has {ragged[0].actual_columns} fields where the header has {ragged[0].expected_columns}: "
                "a quote or comma is out of place, or the file is cut off; download it again",
                row=ragged[0].number,
            ) from None
        if "UTF8" in str(error):
            raise _not_utf8(path, header) from None
        raise fault(path, _OPEN_QUOTE) from error
    # Arrow takes the rest of the file as the last field if its quote is never closed.
    if counted.quotes % 2:
        raise fault(path, _OPEN_QUOTE)
    return table


class _QuoteCounter:
    """A readable stream that counts the double quotes passing through it."""

    closed = False

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self.quotes = 0

    def read(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        self.quotes += chunk.count(b'"')
        return chunk


@contextmanager
def _opened(path: str | os.PathLike) -> Iterator[BinaryIO]:
    if os.path.isdir(path):
        raise fault(path, "is a folder: name a file in it")
    with open(path, "rb") as raw:
        try:
            yield gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == _GZIP else raw
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise fault(path, f"the gzip data is damaged or cut off ({error}): download it again") from None


def _records(path: str | os.PathLike) -> Iterator[list[str]]:
    """Yield the records that are not blank; bytes that are not UTF-8 become lone surrogates."""
    with (
        _opened(path) as stream,
        io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="") as lines,
    ):
        try:
            yield from filter(None, csv.reader(lines, strict=True))
        except csv.Error:
            raise fault(path, _OPEN_QUOTE) from None


def _not_utf8(path: str | os.PathLike, header: Sequence[str]) -> ExportError:
    problem = "the text is not UTF-8: download the file again, or save it as 'CSV UTF-8'"
    with closing(_records(path)) as records:
        for row, record in enumerate(records, start=1):
            for column, text in zip(header, record, strict=False):
                try:
                    text.encode()
                except UnicodeEncodeError:
                    return fault(path, problem, row=row, column=column)
    return fault(path, problem)
