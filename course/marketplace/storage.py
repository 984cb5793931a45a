"""Perch on disk: the raw export as gzipped CSV, and markets of any size as Parquet."""

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from course.marketplace.draw import Draw
from course.marketplace.market import Marketplace, checked_world, simulate, whole_number

PROJECT = Path(__file__).resolve().parents[2]
EXPORTED = ("listings", "calendar", "reviews")
STREAMED = (
    *("listings", "calendar", "bookings", "reviews", "hosts", "lifecycle"),
    *("offers", "searches", "deliveries"),
)
MARKER = "market.json"  # written last: tells a finished folder from an interrupted one


def prepare_data(folder: str | os.PathLike | None = None, n_listings: int = 2000, seed: int = 0) -> Path:
    """Write the raw export of one market, unless it is there already.

    Parameters
    ----------
    folder : str or os.PathLike, optional
        Default: ``data/perch_<n_listings>_<seed>`` beside the package ``course``.
    n_listings, seed : int
        As in `simulate`.

    Returns
    -------
    pathlib.Path
        The folder, with ``listings.csv.gz``, ``calendar.csv.gz`` and ``reviews.csv.gz``.

    Raises
    ------
    ValueError
        If the folder holds another market.
    """
    folder = Path(folder) if folder is not None else PROJECT / "data" / f"perch_{n_listings}_{seed}"
    arguments = {"n_listings": n_listings, "seed": seed}
    marker = folder / MARKER
    if marker.exists():
        found = json.loads(marker.read_text(encoding="utf-8"))
        if found != arguments:
            raise ValueError(f"{folder} holds another market ({found}): choose another folder or delete it")
        return folder
    market = simulate(n_listings, seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name in EXPORTED:
        with _replacing(folder / f"{name}.csv.gz") as file:
            _write_csv(getattr(market, f"raw_{name}"), file)
    with _replacing(marker) as file:
        file.write(json.dumps(arguments).encode())
    return folder


def stream_parquet(
    folder: str | os.PathLike,
    n_listings: int,
    seed: int = 0,
    tables: Iterable[str] = ("listings", "calendar", "bookings", "reviews"),
    block: int = 5000,
) -> Path:
    """Write a market of any size as Parquet, holding one block of listings in memory at a time.

    Every block is a draw of its own in the same world: cities, neighbourhoods, event and drift are shared,
    ids never meet. The first block is the market that `simulate` returns for its size.

    Parameters
    ----------
    folder : str or os.PathLike
        Gets one folder per table, with a file ``part-<block>.parquet`` per block.
    n_listings, seed : int
        As in `simulate`.
    tables : iterable of str
        Any of listings, calendar, bookings, reviews, hosts, lifecycle, offers, searches, deliveries.
    block : int
        Listings per block, at least 1.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    ValueError
        If a table is unknown, an argument is out of range or the folder already has one of the tables.
    """
    tables = tuple(tables)
    for table in tables:
        if table not in STREAMED:
            raise ValueError(f"tables: there is no table {table!r}; choose from {', '.join(STREAMED)}")
    n_listings, block = whole_number("n_listings", n_listings, 1), whole_number("block", block, 1)
    world = checked_world(seed)
    folder = Path(folder)
    for table in tables:
        if (folder / table).exists():
            raise ValueError(f"{folder / table} exists already: choose another folder or delete it")
        (folder / table).mkdir(parents=True)
    for number, first in enumerate(range(0, n_listings, block)):
        market = Marketplace(Draw(world, min(block, n_listings - first), number, first))
        for table in tables:
            with _replacing(folder / table / f"part-{number:05d}.parquet") as file:
                pq.write_table(pa.Table.from_pandas(getattr(market, table), preserve_index=False), file)
    return folder


def _write_csv(table: pd.DataFrame, file: BinaryIO) -> None:
    """Write gzipped CSV whose bytes depend on the table alone."""
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as packed:
        table.to_csv(packed, index=False, lineterminator="\n", encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only when it is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
