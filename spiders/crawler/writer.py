"""One thread that writes exchanges to the spool: hashing and compressing leave the event loop alone."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pipelines.archive.exchange import Exchange, Kept

BOUND = 64 << 20
"""Bytes that may wait to be written; beyond it, fetches wait."""
Receipt = asyncio.Future[Kept]


class Writer:
    """Hands exchanges to ``write`` in order and gives the receipt back, once the write has returned.

    The thread takes all that waits and wakes the event loop once for it: waking each other for every exchange
    costs as much as a third of the writing.
    """

    def __init__(
        self, write: Callable[[Exchange], Kept], failed: Callable[[Exception], None], bound: int = BOUND
    ) -> None:
        self._write, self._failed, self._bound = write, failed, bound
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._queue: deque[tuple[Exchange, Receipt]] = deque()
        self._writing = False
        self._waiting = 0
        self._room = asyncio.Event()
        self.exchanges = 0
        self.bytes = 0

    async def keep(self, exchange: Exchange) -> Kept:
        """Write one exchange; an error of the disk or the store ends the run through ``failed``."""
        size = len(exchange.request) + len(exchange.response or b"") + len(exchange.unparsable)
        while self._waiting and self._waiting + size > self._bound:
            self._room.clear()
            await self._room.wait()
        self._waiting += size
        loop = asyncio.get_running_loop()
        receipt: Receipt = loop.create_future()
        self._queue.append((exchange, receipt))
        if not self._writing:
            self._start(loop)
        try:
            kept = await receipt
        except Exception as e:
            self._failed(e)
            raise
        finally:
            self._waiting -= size
            self._room.set()
        self.exchanges += 1
        self.bytes += size
        return kept

    def close(self) -> None:
        """Wait for what is being written."""
        self._thread.shutdown(wait=True)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._writing = True
        self._thread.submit(self._write_all, loop)

    def _write_all(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the thread: write what waits now."""
        done: list[tuple[Receipt, Kept | Exception]] = []
        for _ in range(len(self._queue)):
            exchange, receipt = self._queue.popleft()
            try:
                done.append((receipt, self._write(exchange)))
            except Exception as e:  # noqa: BLE001 - whoever waits for the receipt raises it
                done.append((receipt, e))
        loop.call_soon_threadsafe(self._give, done, loop)

    def _give(self, done: list[tuple[Receipt, Kept | Exception]], loop: asyncio.AbstractEventLoop) -> None:
        self._writing = False
        if self._queue:
            self._start(loop)
        for receipt, result in done:
            if receipt.done():  # whoever asked has gone
                continue
            if isinstance(result, Exception):
                receipt.set_exception(result)
            else:
                receipt.set_result(result)
