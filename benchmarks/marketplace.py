"""Measure the simulator: processor time for small markets, rows per second and peak memory for a large one.

``python benchmarks/marketplace.py --listings 1000000`` takes minutes and gigabytes of temporary space.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.dataset as pads

from course.marketplace import Marketplace, simulate, stream_parquet
from course.marketplace.storage import STREAMED

DEFAULT_TABLES = ("listings", "calendar", "bookings", "reviews")
TABLES = ("neighbourhoods", "hosts", "offers", "lifecycle", "deliveries", "searches", "experiments", "photos")
TABLES += ("photo_pool", "annotations", *DEFAULT_TABLES)


def main() -> None:
    """Print the measurements of both market sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listings", type=int, default=50_000, help="size of the large market")
    parser.add_argument("--tables", nargs="+", default=DEFAULT_TABLES, choices=STREAMED, metavar="TABLE")
    parser.add_argument("--block", type=int, default=5000, help="listings held in memory at a time")
    arguments = parser.parse_args()
    measure_small_markets()
    with tempfile.TemporaryDirectory() as folder:
        measure_streaming(Path(folder), arguments.listings, arguments.tables, arguments.block)


def measure_small_markets() -> None:
    """Print the processor time of what checks and lessons draw: the median of seven runs, each a market of its own."""
    for name, n_listings, draw in (
        ("the listings of 2,000", 2000, lambda market: market.listings),
        ("the raw export of 200", 200, lambda market: market.raw_listings),
        ("20,000 offers", 20_000, lambda market: market.offers),
        ("two years of everything for 2,000", 2000, every_table),
    ):
        seconds = []
        for seed in range(7):
            market = simulate(n_listings, seed=seed)
            began = time.process_time()
            draw(market)
            seconds.append(time.process_time() - began)
        print(f"{name}: {sorted(seconds)[3]:.3f} s of processor time")


def every_table(market: Marketplace) -> None:
    """Build every table that a market has."""
    for name in TABLES:
        getattr(market, name)


def measure_streaming(folder: Path, n_listings: int, tables: list[str], block: int) -> None:
    """Print time, rows, bytes and the peak memory of this process."""
    began = time.perf_counter()
    stream_parquet(folder, n_listings, tables=tables, block=block)
    seconds = time.perf_counter() - began
    n_rows = 0
    for table in tables:
        rows = pads.dataset(folder / table).count_rows()
        size = sum(path.stat().st_size for path in (folder / table).iterdir())
        print(f"  {table}: {rows:,} rows, {size / 1e6:,.0f} MB")
        n_rows += rows
    print(f"{n_listings:,} listings streamed: {seconds:.0f} s, {n_rows / seconds:,.0f} rows per second")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, elsewhere in KiB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(f"peak memory: {peak / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
