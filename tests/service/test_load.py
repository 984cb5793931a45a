"""The load generator, on servers whose behaviour is known."""

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable

import pytest

from course.service.load import Call, closed_loop, open_loop, percentile

BODIES = [b"{}"]


async def served(answer: Callable[[int], Awaitable[bytes]], work: Callable[[str], Awaitable]) -> tuple:
    """Return what `work` returns with a server that gives `answer(k)` to the k-th request, and how many came."""
    came = 0

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal came
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await reader.readexactly(2)
                came += 1
                writer.write(await answer(came - 1))
        except (EOFError, ConnectionError):
            writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await work(f"http://127.0.0.1:{port}"), came


def said(status: int) -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\n{{}}".encode()


async def always_200(_: int) -> bytes:
    return said(200)


def test_an_open_loop_sends_what_is_due():
    calls, came = asyncio.run(
        served(always_200, lambda url: open_loop(url, BODIES, rate=2000, seconds=60, most=300))
    )
    assert came == len(calls) == 300
    assert {call.status for call in calls} == {200}
    assert all(call.ended > call.due for call in calls)
    assert [call.due for call in calls] == sorted(call.due for call in calls)


def test_the_moments_are_drawn_and_the_same_each_time():
    runs = [
        asyncio.run(served(always_200, lambda url: open_loop(url, BODIES, 500, 0.2, 1000)))[0]
        for _ in range(2)
    ]
    assert [call.due for call in runs[0]] == [call.due for call in runs[1]]
    assert 50 < len(runs[0]) < 150
    assert max(call.due for call in runs[0]) < 0.2


def test_a_closed_loop_ends_after_its_number():
    calls, came = asyncio.run(
        served(always_200, lambda url: closed_loop(url, BODIES, 3, seconds=60, most=100))
    )
    assert came == len(calls) == 100


def test_in_a_stall_an_open_loop_goes_on_asking_and_a_closed_one_does_not():
    """The server stops for good after ten answers, until everybody whom the loop sends is there."""

    def stalling(until: int) -> Callable[[int], Awaitable[bytes]]:
        waiting, go = 0, asyncio.Event()

        async def answer(number: int) -> bytes:
            nonlocal waiting
            if number >= 10:
                waiting += 1
                if waiting == until:
                    go.set()
                await go.wait()
            return said(200)

        return answer

    async def compare() -> tuple[list[Call], list[Call]]:
        opened, _ = await served(stalling(90), lambda url: open_loop(url, BODIES, 3000, 60, 100))
        closed, _ = await served(stalling(1), lambda url: closed_loop(url, BODIES, 1, 60, 100))
        return opened, closed

    opened, closed = asyncio.run(compare())
    last = max(call.due for call in opened)
    assert sum(call.ended > last for call in opened) >= 90  # they waited until the last had come
    assert all(one.ended <= after.due for one, after in itertools.pairwise(closed))


def test_what_fails_is_a_call_that_took_for_ever():
    async def answer(number: int) -> bytes:
        return [said(200), said(503), b"nonsense\r\n\r\n", b"HTTP/1.1 200 X\r\n\r\n"][number % 4]

    calls, _ = asyncio.run(served(answer, lambda url: closed_loop(url, BODIES, 1, 60, 40)))
    assert [call.status for call in calls] == [200, 503, 0, 0] * 10
    assert percentile(calls, 25) < math.inf
    assert percentile(calls, 26) == math.inf


def test_a_service_that_is_not_there_is_all_failures():
    calls = asyncio.run(open_loop("http://127.0.0.1:9", BODIES, 1000, 60, 20))
    assert [call.status for call in calls] == [0] * 20


def test_no_more_are_in_flight_than_a_machine_can_bear(monkeypatch):
    monkeypatch.setattr("course.service.load.MOST_IN_FLIGHT", 5)
    go = asyncio.Event()

    async def answer(_: int) -> bytes:
        await go.wait()
        return said(200)

    async def run(url: str) -> list[Call]:
        asking = asyncio.create_task(open_loop(url, BODIES, 5000, 60, 50))
        await asyncio.sleep(0.1)
        go.set()
        return await asking

    calls, came = asyncio.run(served(answer, run))
    assert sorted(call.status for call in calls).count(0) == 50 - came
    assert came >= 5


@pytest.mark.parametrize(("percent", "seconds"), [(0, 1), (20, 1), (21, 2), (50, 3), (80, 4), (81, math.inf)])
def test_percentiles_are_those_of_clients_who_waited(percent, seconds):
    calls = [Call(10, 10 + took, 200) for took in (3, 1, 2, 4)] + [Call(10, 10.5, 503)]
    assert percentile(calls, percent) == seconds
