"""The wish to stop a crawl: asked for once, by a signal, a lost parent, a lost lease or a full disk.

It may come at any moment, also while Scrapy is still being imported, so it is remembered here and acted upon
by whoever looks: nothing has to be running yet, and nothing is interrupted.
"""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable

WATCHDOG = 45.0
"""Seconds after which a child that was asked to stop ends itself, so that it cannot keep the site's lock."""
HUNG = 74
"""Exit code of that."""


class Stopped(Exception):
    """Raised in a wait when the crawl is asked to stop."""


class Stop:
    """One stop for the whole child, idempotent, callable from any thread and from a signal handler."""

    def __init__(self, watchdog: float = WATCHDOG) -> None:
        self.why: str | None = None
        self._watchdog = watchdog
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event: asyncio.Event | None = None

    def ask(self, why: str) -> None:
        """Ask for the stop from outside; only the first reason counts."""
        if self.why is None:
            self.why = why
            threading.Thread(target=self._bark, daemon=True).start()
            self._wake()

    def end(self, why: str) -> None:
        """End the run from within (blocked, nobody answers): no watchdog, the child is well."""
        if self.why is None:
            self.why = why
            self._wake()

    def on_signals(self) -> None:
        """Take SIGTERM and SIGINT for the wish to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.ask("shutdown"))

    def bind(self) -> None:
        """Let the running event loop's waits end when the stop is asked for."""
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if self.why is not None:
            self._event.set()

    async def sleep(self, seconds: float) -> None:
        """Wait, or raise :class:`Stopped` as soon as the stop is asked for."""
        if await self.within(seconds):
            raise Stopped(self.why)

    async def within(self, seconds: float | None) -> bool:
        """Wait for the stop, at most so long; True where it was asked for."""
        assert self._event is not None
        if self.why is not None:  # the event itself is set a moment later, by the loop
            return True
        if seconds is not None and seconds <= 0:
            return False
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        if self._loop is not None and self._event is not None:
            try:
                self._loop.call_soon_threadsafe(self._event.set)
            except RuntimeError:
                self._loop = None  # the loop has ended: nobody waits any more

    def _bark(self) -> None:
        time.sleep(self._watchdog)
        os._exit(HUNG)


def when_ended(read: Callable[[], bytes], act: Callable[[], None]) -> threading.Thread:
    """Call ``act`` from a thread of its own once ``read`` returns nothing: the other side is gone."""

    def wait() -> None:
        while read():
            pass
        act()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread
