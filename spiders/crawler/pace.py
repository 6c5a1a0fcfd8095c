"""Politeness in time: whose turn it is, how long to wait when a site asks for it, and when a site says no.

One request to a host at a time (two where its file says so), spaced by the larger of the site's pace and what
robots.txt asks; several hosts at once, since one site may have hundreds.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from spiders.crawler.stop import Stop

OVERALL = 8
"""Requests at the same time over all hosts."""
LONGEST_WAIT = 120.0
"""Seconds we are ready to wait when asked to; a longer Retry-After leaves the address for a later run."""
UNREACHED = 3
"""Failed connections in a row after which a host is left alone for the rest of the run."""
SLOWEST = 60.0
"""Longest wait between two requests that a slow host can bring about."""


@dataclass(slots=True, kw_only=True)
class Host:
    """What is known of one host during a run."""

    name: str
    delay: float
    """Seconds between two requests at the moment."""
    floor: float
    """What the site's file and robots.txt ask for; never less."""
    turns: asyncio.Semaphore
    next_at: float = 0.0
    """When the next request may start, by the monotonic clock."""
    unreached: int = 0
    refused: int = 0
    """Refusals in a row of what pages need to be shown."""

    def heed(self, latency: float, well: bool) -> None:
        """Follow the time that the host takes, for one request under way at a time on average.

        As Scrapy's AutoThrottle does: errors are often quick, so they never make us quicker. A host without a
        floor is a test's own.
        """
        if self.floor <= 0:
            return
        wished = max(latency, (self.delay + latency) / 2)
        if well or wished > self.delay:
            self.delay = min(max(self.floor, wished), max(self.floor, SLOWEST))

    @property
    def dead(self) -> bool:
        """Nobody answered there several times in a row."""
        return self.unreached >= UNREACHED


class Pace:
    """Gives turns: spaced for each host, bounded over all."""

    def __init__(self, stop: Stop, delay: Callable[[str], float], at_once: int = 1) -> None:
        self._stop, self._delay, self._at_once = stop, delay, at_once
        self._hosts: dict[str, Host] = {}
        self._overall = asyncio.Semaphore(OVERALL)

    def host(self, url: str) -> Host:
        """The host of an address; http and https share it."""
        name = (urlsplit(url).hostname or "").lower()
        if name not in self._hosts:
            turns = asyncio.Semaphore(self._at_once)
            delay = self._delay(url)
            self._hosts[name] = Host(name=name, delay=delay, floor=delay, turns=turns)
        return self._hosts[name]

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[Host]:
        """Wait for this host's turn; raises Stopped when the run is to end."""
        host = self.host(url)
        async with host.turns:
            while (wait := host.next_at - time.monotonic()) > 0:
                await self._stop.sleep(wait)
            # Up to a quarter more, never less than asked, so that requests do not beat like a clock.
            host.next_at = time.monotonic() + host.delay * random.uniform(1, 1.25)  # noqa: S311
            async with self._overall:
                await self._stop.sleep(0)
                yield host

    def ask_less(self, url: str, delay: float) -> None:
        """Space this host's requests at least so far: its robots.txt says so."""
        host = self.host(url)
        host.floor = max(host.floor, delay)
        if delay > host.delay:
            host.next_at += delay - host.delay
            host.delay = delay

    def pause(self, url: str, seconds: float) -> None:
        """Ask this host for nothing during the next seconds."""
        host = self.host(url)
        host.next_at = max(host.next_at, time.monotonic() + seconds)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110 §10.2.3); None where it says nothing sound.

    >>> retry_after("120", datetime(2026, 1, 5, tzinfo=UTC))
    120.0
    >>> retry_after("Mon, 05 Jan 2026 00:01:00 GMT", datetime(2026, 1, 5, tzinfo=UTC))
    60.0
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 10**9))
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())


def backoff(attempt: int, delay: float) -> float:
    """Seconds to wait before attempt number ``attempt`` (from 1) where the site did not say how long."""
    return float(min(max(0.5, delay) * 2 ** (attempt - 1) * random.uniform(1, 1.5), LONGEST_WAIT))  # noqa: S311
