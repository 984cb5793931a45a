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
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from course.marketplace import simulate
from course.service import nightly, training
from course.service.ledger import Ledger
from course.service.load import Call, closed_loop, open_loop, percentile
from course.service.malformed import malformed
from course.service.process import Server
from course.service.store import Store

DAY = "2025-01-01"
RATES = (25, 50, 100, 200, 300, 400, 600, 800)  # requests a second
SECONDS = 10.0
MALFORMED = 10_000


def serving(folder: Path, workers: int) -> Server:
    """Return the service with a ledger of its own, to be started."""
    return Server(folder, "--ledger", f"sqlite:///{folder}/ledger_{workers}.db", "--workers", str(workers))


def cpu_seconds(server: Server) -> float:
    """Return the processor time of all its processes."""
    times = [one.cpu_times() for one in server.processes()]
    return sum(time.user + time.system for time in times)


def milliseconds(calls: list[Call], percent: float) -> str:
    """Return a percentile for the table."""
    seconds = percentile(calls, percent)
    return "-" if math.isinf(seconds) else f"{1000 * seconds:,.1f}"


def measure_rates(server: Server, workers: int, bodies: list[bytes], rates: tuple, seconds: float) -> None:
    """Print a row for each rate."""
    asyncio.run(
        open_loop(server.url, bodies, 50, 2.0, 100)
    )  # connections, and code that is compiled at first use
    for rate in rates:
        before = cpu_seconds(server)
        calls = asyncio.run(open_loop(server.url, bodies, rate, seconds, most=int(2 * rate * seconds)))
        cost = 1000 * (cpu_seconds(server) - before) / len(calls)
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
            with serving(folder, workers) as server:
                measure_rates(server, workers, bodies, rates, seconds)
                if workers == 1:
                    closed = asyncio.run(closed_loop(server.url, bodies, 8, seconds, 100_000))
        print(
            f"\nClosed loop, one worker, 8 clients: {len(closed) / seconds:,.0f} answers a second, "
            f"p50 {milliseconds(closed, 50)} ms, p99 {milliseconds(closed, 99)} ms"
        )
        with serving(folder, 1) as server:
            measure_abuse(server.url, homes)


if __name__ == "__main__":
    main()
