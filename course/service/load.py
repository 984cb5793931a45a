"""Asking a service as many clients do, and timing its answers.

In a *closed loop* each client waits for its answer before it asks again, so a service that stalls is asked less, and
the stall is hardly seen. In an *open loop* requests come when they come, as guests do, and those that have to wait are
counted as waiting. Both end after a time or a number of requests, whichever is first, and no request waits for ever.
"""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np

MOST_IN_FLIGHT = 200  # further requests are not sent, and count as failures
TIMEOUT = 5.0


@dataclass(frozen=True)
class Call:
    """One request.

    Parameters
    ----------
    due, ended : float
        Seconds from the beginning of the run: when it should have been sent, and when its answer was there.
    status : int
        Of the answer; 0 if none came in time, or it could not be sent.
    """

    due: float
    ended: float
    status: int

    @property
    def seconds(self) -> float:
        """How long a client waited; infinite if in vain."""
        return self.ended - self.due if self.status == 200 else math.inf


def percentile(calls: Sequence[Call], percent: float) -> float:
    """Return the seconds within which so many percent of the clients had a price; infinite if fewer ever had.

    By nearest rank: the smallest waiting time that so many did not exceed.
    """
    return float(np.percentile([call.seconds for call in calls], percent, method="inverted_cdf"))


async def open_loop(
    url: str, bodies: Sequence[bytes], rate: float, seconds: float, most: int, seed: int = 0
) -> list[Call]:
    """Send requests at random moments, whatever has become of those before.

    Parameters
    ----------
    url : str
        Of the service.
    bodies : sequence of bytes
        Used in turn.
    rate : float
        Requests a second on average; the gaps between them are exponential.
    seconds : float
        For which requests are sent; then the last answers are waited for.
    most : int
        Number of requests at most.
    seed : int
        Of the gaps.
    """
    gaps = np.random.default_rng(seed).exponential(1 / rate, size=most)
    moments = [moment for moment in np.cumsum(gaps).tolist() if moment < seconds]
    async with _Client(url) as client:
        tasks = []
        for number, due in enumerate(moments):
            await asyncio.sleep(due - client.now())
            tasks.append(asyncio.create_task(client.call(bodies[number % len(bodies)], due)))
        return await asyncio.gather(*tasks)


async def closed_loop(
    url: str, bodies: Sequence[bytes], clients: int, seconds: float, most: int
) -> list[Call]:
    """Have some clients ask again and again, each as soon as it has its answer.

    Parameters
    ----------
    url, bodies, seconds, most
        As for `open_loop`.
    clients : int
    """
    calls: list[Call] = []
    async with _Client(url) as client:

        async def ask() -> None:
            while client.now() < seconds and len(calls) + client.in_flight < most:
                calls.append(await client.call(bodies[len(calls) % len(bodies)], client.now()))

        await asyncio.gather(*[ask() for _ in range(clients)])
    return calls


class _Client:
    """Connections that are kept and used again; plain HTTP/1.1, for a library would take longer than the service."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.in_flight = 0

    async def __aenter__(self) -> "_Client":
        self._began = asyncio.get_running_loop().time()
        return self

    async def __aexit__(self, *_) -> None:
        for _, writer in self._idle:
            writer.close()
        await asyncio.gather(*[writer.wait_closed() for _, writer in self._idle], return_exceptions=True)

    def now(self) -> float:
        return asyncio.get_running_loop().time() - self._began

    async def call(self, body: bytes, due: float) -> Call:
        status = 0
        if self.in_flight < MOST_IN_FLIGHT:
            self.in_flight += 1
            try:
                async with asyncio.timeout(TIMEOUT):
                    status = await self._send(body)
            except (TimeoutError, OSError, EOFError, ValueError):
                pass  # status 0
            finally:
                self.in_flight -= 1
        return Call(due, self.now(), status)

    async def _send(self, body: bytes) -> int:
        reader, writer = (
            self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        )
        try:
            head = f"POST /quote HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
            fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
            await reader.readexactly(int(fields.get("content-length", "")))
        except (
            BaseException
        ):  # also when it took too long: an answer that comes now is not that of the next request
            writer.close()
            raise
        if fields.get("connection") == "close":
            writer.close()
        else:
            self._idle.append((reader, writer))
        return int(lines[0].split()[1])
