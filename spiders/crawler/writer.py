"""Writes exchanges to the spool: small ones at once, long ones in a thread, so that they do not hold up the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pipelines.archive.exchange import Copied, Exchange, Kept
from pipelines.archive.spool import Taken
from pipelines.errors import WarcError

BOUND = 64 << 20
"""Bytes that may wait to be written; beyond it, fetches wait."""
AT_ONCE = 1 << 20
"""Bytes of an exchange that is written where it stands: under a millisecond, which is less than it costs two threads
to wait for each other (on two idle cores, 0.8 ms a page)."""
Receipt = asyncio.Future[Kept]


class Writer:
    """Hands exchanges to ``write`` in order and gives the receipt back, once the write has returned.

    The thread takes all that waits and wakes the event loop once for it: waking each other for every exchange
    costs as much as a third of the writing.
    """

    def __init__(
        self, write: Callable[[Taken], Kept], failed: Callable[[Exception], None], bound: int = BOUND
    ) -> None:
        self._write, self._failed, self._bound = write, failed, bound
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._queue: deque[tuple[Taken, int, Receipt]] = deque()
        self._writing = False
        self._waiting = 0
        """Bytes that the thread has not written yet, whether or not somebody still waits for the receipt."""
        self._room = asyncio.Event()
        self.exchanges = 0
        self.bytes = 0

    async def keep(self, exchange: Taken) -> Kept:
        """Write one exchange; an error of the disk or the store ends the run through ``failed``."""
        size = _size(exchange)
        while self._waiting and self._waiting + size > self._bound:
            self._room.clear()
            await self._room.wait()
        try:
            if size <= AT_ONCE and not self._waiting:
                kept = self._write(exchange)
            else:
                kept = await self._in_turn(exchange, size)
        except WarcError:
            raise  # a copy that is no record: no fault of ours
        except Exception as e:
            self._failed(e)
            raise
        self.exchanges += 1
        self.bytes += size
        return kept

    async def _in_turn(self, exchange: Taken, size: int) -> Kept:
        """Have it written by the thread, behind what waits already."""
        self._waiting += size
        loop = asyncio.get_running_loop()
        receipt: Receipt = loop.create_future()
        self._queue.append((exchange, size, receipt))
        if not self._writing:
            self._start(loop)
        return await receipt

    def close(self) -> None:
        """Wait for what is being written."""
        self._thread.shutdown(wait=True)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._writing = True
        self._thread.submit(self._write_all, loop)

    def _write_all(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the thread: write what waits now."""
        done: list[tuple[Receipt, Kept | Exception]] = []
        written = 0
        for _ in range(len(self._queue)):
            exchange, size, receipt = self._queue.popleft()
            written += size
            try:
                done.append((receipt, self._write(exchange)))
            except Exception as e:  # noqa: BLE001 - whoever waits for the receipt raises it
                done.append((receipt, e))
        loop.call_soon_threadsafe(self._give, done, written, loop)

    def _give(
        self, done: list[tuple[Receipt, Kept | Exception]], written: int, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._writing = False
        self._waiting -= written
        self._room.set()
        if self._queue:
            self._start(loop)
        for receipt, result in done:
            if receipt.done():  # whoever asked has gone
                continue
            if isinstance(result, Exception):
                receipt.set_exception(result)
            else:
                receipt.set_result(result)


def _size(taken: Taken) -> int:
    if isinstance(taken, Exchange):
        return len(taken.request) + len(taken.response or b"") + len(taken.unparsable)
    return len(taken.member if isinstance(taken, Copied) else taken.body)
