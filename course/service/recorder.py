"""Writing answers down in groups: those that come in while one group is being written are the next group."""

import asyncio

from course.service.ledger import Answer, Ledger, LedgerAway

MOST_TOGETHER = 200
MOST_WAITING = 1000


class Recorder:
    """Gives each answer to the ledger, and tells who waits for it when it is on disk.

    Parameters
    ----------
    ledger : Ledger
    seconds : float
        To wait at most.
    """

    def __init__(self, ledger: Ledger, seconds: float):
        self._ledger, self._seconds = ledger, seconds
        self._waiting: asyncio.Queue[tuple[Answer, asyncio.Future]] = asyncio.Queue(MOST_WAITING)

    async def record(self, answer: Answer) -> Answer:
        """Return the answer that stands in the ledger, once it stands there.

        Raises
        ------
        LedgerAway
            If it cannot be written, not in time, or too many answers wait already.
        """
        written = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((answer, written))
            return await asyncio.wait_for(written, self._seconds)
        except asyncio.QueueFull as error:
            raise LedgerAway("too many answers wait to be written") from error
        except TimeoutError as error:
            raise LedgerAway(f"not written within {self._seconds} s") from error

    async def run(self) -> None:
        """Write what waits, until cancelled."""
        while True:
            group = [await self._waiting.get()]
            while not self._waiting.empty() and len(group) < MOST_TOGETHER:
                group.append(self._waiting.get_nowait())
            group = [(answer, written) for answer, written in group if not written.done()]  # given up
            try:
                standing = await asyncio.to_thread(self._ledger.record, [answer for answer, _ in group])
            except Exception as error:  # those who wait must hear of whatever it is
                for _, written in group:
                    if not written.done():
                        written.set_exception(error)
            else:
                for (_, written), answer in zip(group, standing, strict=True):
                    if not written.done():
                        written.set_result(answer)
