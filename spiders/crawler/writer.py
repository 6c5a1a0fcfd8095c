"""One thread that writes exchanges to the spool: hashing and compressing leave the event loop alone."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pipelines.archive.exchange import Exchange, Kept

BOUND = 64 << 20
"""Bytes that may wait to be written; beyond it, fetches wait."""


class Writer:
    """Hands exchanges to ``write`` in order and gives the receipt back, once the write has returned."""

    def __init__(
        self, write: Callable[[Exchange], Kept], failed: Callable[[Exception], None], bound: int = BOUND
    ) -> None:
        self._write, self._failed, self._bound = write, failed, bound
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._waiting = 0
        self._room: asyncio.Condition | None = None
        self.exchanges = 0
        self.bytes = 0

    async def keep(self, exchange: Exchange) -> Kept:
        """Write one exchange; an error of the disk or the store ends the run through ``failed``."""
        size = len(exchange.request) + len(exchange.response or b"") + len(exchange.unparsable)
        room = self._room = self._room or asyncio.Condition()
        async with room:
            await room.wait_for(lambda: self._waiting == 0 or self._waiting + size <= self._bound)
            self._waiting += size
        try:
            kept = await asyncio.get_running_loop().run_in_executor(self._thread, self._write, exchange)
        except Exception as e:
            self._failed(e)
            raise
        finally:
            self._waiting -= size
            async with room:
                room.notify_all()
        self.exchanges += 1
        self.bytes += size
        return kept

    def close(self) -> None:
        """Wait for what is being written."""
        self._thread.shutdown(wait=True)
