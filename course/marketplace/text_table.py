"""A CSV file, plain, gzipped or zipped, or a Parquet file written from one, as a table of text.

Every fault of the file itself (damaged, cut off, not CSV, not UTF-8, records of unequal length) is found
here; what the texts mean is left to `parsing` and `readers`.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from course.marketplace.strict_csv import is_cut_off, misplaced_quote, records
from course.marketplace.unpacking import BYTE_ORDER_MARK, PARQUET, ExportError, fault, unpack

_NOT_UTF8 = "the text is not UTF-8: download the file again, or save it as 'CSV UTF-8'"
# Arrow needs every record to fit in one block; a description is a few kilobytes.
_BLOCK_BYTES = 1 << 24


@dataclass(frozen=True)
class TextTable:
    """The header of a file and its columns as text; nothing but the header has been parsed yet."""

    path: str | os.PathLike
    header: Sequence[str]
    _read: Callable[[Sequence[str]], pa.Table]

    def texts(self, columns: Sequence[str]) -> pd.DataFrame:
        """Return one ``str`` column per name in `columns`, with "" where the field is empty.

        Raises
        ------
        ExportError
            If a column occurs twice or is no text, a record has too many or too few fields, or the text
            is not UTF-8. What is wrong only in other columns is let pass.
        """
        for column in columns:
            if self.header.count(column) > 1:
                raise fault(self.path, "the header has this column more than once", row=1, column=column)
        return self._read(columns).to_pandas(use_threads=False)


def open_table(path: str | os.PathLike) -> TextTable:
    """Open a CSV file, plain, gzipped or alone in a zip, or a Parquet file.

    Raises
    ------
    ExportError
        If the file is damaged, cut off or of another kind, or a quote is out of place in any record.
    FileNotFoundError
        If there is no such file.
    """
    content = unpack(path)
    return _open_parquet(path, content) if content.startswith(PARQUET) else _open_csv(path, content)


def _open_csv(path: str | os.PathLike, content: bytes) -> TextTable:
    content = _without_preamble(path, content)
    if is_cut_off(content):
        raise fault(
            path,
            "the file is cut off: its last line has no end; download it again",
            row=len(records(content)),
        )
    if quote := misplaced_quote(content):
        position, problem = quote
        raise fault(path, problem, row=len(records(content[: position + 1])))
    header = _csv_header(path, content)

    def read(columns: Sequence[str]) -> pa.Table:
        try:
            table = pacsv.read_csv(
                pa.BufferReader(content),
                # More threads save little time and cost a third more of the processor's.
                read_options=pacsv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
                parse_options=pacsv.ParseOptions(newlines_in_values=True),
                # As bytes, because Arrow does not say in which row the text is not UTF-8.
                convert_options=pacsv.ConvertOptions(
                    include_columns=list(columns), column_types=dict.fromkeys(columns, pa.binary())
                ),
            )
        except pa.ArrowInvalid as error:
            raise _ragged(path, content, len(header), error) from None
        return pa.table({name: _decoded(path, name, table[name]) for name in columns})

    return TextTable(path, header, read)


def _without_preamble(path: str | os.PathLike, content: bytes) -> bytes:
    """Return a CSV file without the mark of its encoding and the line with which Excel is told the comma."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    if separator := re.match(rb'"?sep=([^\r\n])"?(\r?\n|\r)', content):
        if separator[1] != b",":
            sign = separator[1].decode(errors="replace")
            raise fault(path, f"columns are separated by {sign!r}: save it with commas between columns")
        content = content[separator.end() :]
    return content


def _csv_header(path: str | os.PathLike, content: bytes) -> list[str]:
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="surrogateescape", newline="")
    try:
        header = next(filter(None, csv.reader(lines)), [])
        ",".join(header).encode()
    except csv.Error as error:
        raise fault(
            path, f"this is not the header of a CSV file ({error}): download the file again"
        ) from None
    except UnicodeEncodeError:
        raise fault(path, _NOT_UTF8, row=1) from None
    return header


def _ragged(path: str | os.PathLike, content: bytes, n_columns: int, error: pa.ArrowInvalid) -> ExportError:
    for row, record in enumerate(records(content), start=1):
        if (n_fields := record.count(b",") + 1) != n_columns:
            return fault(
                path,
                f"has {n_fields} fields where the header has {n_columns}: a comma is out of place, or the file "
                "is cut off; download it again",
                row=row,
            )
    return fault(path, f"the file cannot be read as CSV ({error}): download it again")


def _decoded(path: str | os.PathLike, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        for row, field in enumerate(column.to_pylist(), start=2):
            try:
                field.decode()
            except UnicodeDecodeError:
                raise fault(path, _NOT_UTF8, row=row, column=name) from None
        raise


def _open_parquet(path: str | os.PathLike, content: bytes) -> TextTable:
    with _damage_told(path):
        file = pq.ParquetFile(pa.BufferReader(content))
        header = file.schema_arrow.names

    def read(columns: Sequence[str]) -> pa.Table:
        with _damage_told(path):
            table = file.read(columns)
        return pa.table({name: _as_text(path, name, table[name]) for name in columns})

    return TextTable(path, header, read)


@contextmanager
def _damage_told(path: str | os.PathLike) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise fault(path, f"the Parquet file is damaged or cut off ({error}): write it again") from None


def _as_text(path: str | os.PathLike, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return numbers, dates, booleans and categories as an export writes them, or nearly so."""
    try:
        return column.cast(pa.string()).fill_null("")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise fault(
            path, f"holds {column.type}, not the text, numbers or dates of an export", column=name
        ) from None
