"""The bytes of an export, out of its gzip or zip wrapping; files that cannot be one are told apart here."""

import gzip
import io
import lzma
import os
import struct
import zipfile
import zlib
from pathlib import Path

PARQUET = b"PAR1"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_GZIP = b"\x1f\x8b"
_ZIP = b"PK"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "is an Excel (.xls) file: save the sheet as 'CSV UTF-8'",
    b"<": "is a web page (HTML or XML), not a CSV file: download the file that the page links to",
    b"{": "is a JSON file, not a CSV file: download the .csv or .csv.gz file",
    b"[": "is a JSON file, not a CSV file: download the .csv or .csv.gz file",
    b"%PDF": "is a PDF file, not a CSV file",
    b"\xff\xfe": "is encoded as UTF-16: save it as 'CSV UTF-8'",
    b"\xfe\xff": "is encoded as UTF-16: save it as 'CSV UTF-8'",
    b"version https://git-lfs": "is a Git LFS pointer, not the data: run git lfs pull",
    _GZIP: "is compressed twice: unpack it once",
    _ZIP: "is a zip or Excel (.xlsx) file inside another: unpack it",
}

# RuntimeError is zipfile's word for a password, NotImplementedError for a compression that it lacks, and
# the others are what damaged data come to.
_BAD_ZIP = (
    *(zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError, EOFError),
    *(zlib.error, lzma.LZMAError, struct.error),
)


class ExportError(ValueError):
    """A file is not the export it should be; the message says where the fault is and what to do."""


def fault(
    path: str | os.PathLike, problem: str, *, row: int | None = None, column: str | None = None
) -> ExportError:
    """Return an `ExportError` that says ``<file>, row N, column 'name': problem``.

    `row` counts CSV records: the header is row 1, a record with line breaks inside quotes is one row, and
    blank lines do not count. The first row of a Parquet file is row 2, as in the CSV file it came from.
    """
    place = os.fspath(path)
    if row is not None:
        place += f", row {row}"
    if column is not None:
        place += f", column {column!r}"
    return ExportError(f"{place}: {problem}")


def unpack(path: str | os.PathLike) -> bytes:
    """Return the content of a file, which may be plain, gzipped, or the only CSV file in a zip.

    The content decides which it is, not the name.

    Raises
    ------
    ExportError
        If the file is a folder, empty, damaged, or of a kind that holds no export.
    FileNotFoundError
        If there is no such file.
    """
    if os.path.isdir(path):
        raise fault(path, "is a folder: name a file in it")
    content = Path(path).read_bytes()
    if content.startswith(_ZIP):
        content = _unzipped(path, content)
    if content.startswith(_GZIP):
        content = _gunzipped(path, content)
    start = content[:256].removeprefix(BYTE_ORDER_MARK).lstrip()
    if not start:
        raise fault(path, "the file is empty: download it again")
    for signature, problem in _FOREIGN.items():
        if start.startswith(signature):
            raise fault(path, f"the file {problem}")
    if b"\0" in start and not start.startswith(PARQUET):
        raise fault(path, "the file is encoded as UTF-16, or no text at all: save it as 'CSV UTF-8'")
    return content


def _gunzipped(path: str | os.PathLike, content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise fault(path, f"the gzip data is damaged or cut off ({error}): download it again") from None


def _unzipped(path: str | os.PathLike, content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if _is_of_interest(name)]
            unzipped = archive.read(names[0]) if len(names) == 1 else b""
    except _BAD_ZIP as error:
        raise fault(path, f"the zip file cannot be read ({error}): download it again, or unpack it") from None
    if "[Content_Types].xml" in names:
        raise fault(path, "the file is an Excel (.xlsx) file: save the sheet as 'CSV UTF-8'")
    if len(names) != 1:
        held = ", ".join(map(repr, names[:5])) or "nothing"
        raise fault(path, f"the zip file holds {held}, not one CSV file: unpack it and name one file")
    return unzipped


def _is_of_interest(name: str) -> bool:
    """Return whether a name in a zip is a file that somebody put there, not a folder or macOS's notes."""
    return not (name.endswith("/") or name.startswith("__MACOSX/") or name.endswith(".DS_Store"))
