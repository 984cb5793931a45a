"""Measure the price service, and print tables: latency against rate with one and two workers, and how it takes abuse.

    python benchmarks/service.py              about five minutes; nothing else should run meanwhile
    python benchmarks/service.py --small      a minute

The load comes from this machine, so client and workers share its cores. Requests come at random moments (an open loop);
latency is from the moment a request was due to its whole answer, which is on disk in the ledger by then.
"""

import argparse
import asyncio
import http.client
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psutil

from course.marketplace import simulate
from course.service import nightly, training
from course.service.ledger import Ledger
from course.service.load import Call, closed_loop, open_loop, percentile
from course.service.malformed import malformed
from course.service.store import Store

ROOT = Path(__file__).resolve().parent.parent
DAY = "2025-01-01"
RATES = (25, 50, 100, 200, 300, 400, 600, 800)  # requests a second
SECONDS = 10.0
MALFORMED = 10_000


@contextmanager
def serving(folder: Path, workers: int) -> Iterator[tuple[str, psutil.Process]]:
    """Run the service with a ledger of its own; yield its address and its process."""
    ledger = f"sqlite:///{folder}/ledger_{workers}.db"
    command = ["serve", "--folder", str(folder), "--ledger", ledger, "--workers", str(workers), "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "course.service", *command], stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        url, started = None, 0
        while url is None or started < workers:
            line = process.stderr.readline()
            if not line:
                sys.exit("the service has ended")
            started += "startup complete" in line
            if found := re.search(r"running on (http://[0-9.:]+)", line):
                url = found[1]
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.communicate()


def cpu_seconds(process: psutil.Process) -> float:
    """Return the processor time of a process and its children."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(time.user + time.system for time in times)


def milliseconds(calls: list[Call], percent: float) -> str:
    """Return a percentile for the table."""
    seconds = percentile(calls, percent)
    return "-" if math.isinf(seconds) else f"{1000 * seconds:,.1f}"


def measure_rates(
    url: str, process: psutil.Process, workers: int, bodies: list[bytes], rates: tuple, s: float
) -> None:
    """Print a row for each rate."""
    asyncio.run(open_loop(url, bodies, 50, 1.0, 100))  # connections, and code that is compiled at first use
    for rate in rates:
        before = cpu_seconds(process)
        calls = asyncio.run(open_loop(url, bodies, rate, s, most=int(2 * rate * s)))
        cost = 1000 * (cpu_seconds(process) - before) / len(calls)
        answered = sum(call.status == 200 for call in calls) / len(calls)
        shown = " | ".join(milliseconds(calls, percent) for percent in (50, 95, 99))
        print(f"| {workers} | {rate} | {shown} | {answered:.1%} | {cost:.2f} |", flush=True)


def measure_abuse(url: str, homes: list[dict]) -> None:
    """Print what malformed requests are answered."""
    rng, statuses = np.random.default_rng(0), Counter()
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        for number in range(MALFORMED):
            connection.request("POST", "/quote", malformed(rng, homes[number % len(homes)]))
            response = connection.getresponse()
            response.read()
            statuses[response.status] += 1
    told = ", ".join(f"{count:,} with {status}" for status, count in sorted(statuses.items()))
    print(f"\n{MALFORMED:,} malformed requests: {told}")


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--small", action="store_true", help="fewer rates, for a shorter time")
    rates, seconds = ((50, 200), 3.0) if parser.parse_args().small else (RATES, SECONDS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        market = simulate(2000, seed=0)
        nightly.run(DAY, market, Store(folder), Ledger(f"sqlite:///{folder}/ledger.db"))
        homes = training.records(training.homes(market.as_of(DAY)))
        bodies = [json.dumps(home).encode() for home in homes]
        print(f"{len(os.sched_getaffinity(0))} cores, {seconds:g} s at each rate.\n")
        print(
            "| workers | requests a second | p50, ms | p95, ms | p99, ms | answered | processor ms a request |"
        )
        print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
        for workers in (1, 2):
            with serving(folder, workers) as (url, process):
                measure_rates(url, process, workers, bodies, rates, seconds)
                if workers == 1:
                    closed = asyncio.run(closed_loop(url, bodies, 8, seconds, 100_000))
        print(
            f"\nClosed loop, one worker, 8 clients: {len(closed) / seconds:,.0f} answers a second, "
            f"p50 {milliseconds(closed, 50)} ms, p99 {milliseconds(closed, 99)} ms"
        )
        with serving(folder, 1) as (url, _):
            measure_abuse(url, homes)


if __name__ == "__main__":
    main()
