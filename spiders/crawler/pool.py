"""Connections that are kept open for the next request to the same server."""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import asyncio
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.protocol import Factory

from spiders.crawler.address import WEB_PORTS
from spiders.crawler.connect import Endpoints
from spiders.crawler.protocol import Connection

KEPT_OPEN = 240.0
"""Seconds after which an idle connection is not used again."""
PARTING = 1.0
"""Seconds that connections have to end in order."""

Origin = tuple[str, str, int]
"""Scheme, host and port."""


class Pool:
    """All connections of one crawl."""

    def __init__(self, endpoints: Endpoints) -> None:
        self._endpoints = endpoints
        self._idle: defaultdict[Origin, list[Connection]] = defaultdict(list)
        self._open: dict[Connection, Origin] = {}
        self._none_open = asyncio.Event()

    def waiting(self, origin: Origin) -> Connection | None:
        """The one that served last; None where a new one has to be made."""
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if time.monotonic() - connection.since > KEPT_OPEN:
                connection.close()
            if connection.stale():
                connection.cut()
            if not connection.over:
                return connection
        return None

    async def connected(self, origin: Origin) -> Connection:
        """A new one."""

        def built() -> Connection:
            connection = Connection(self._rest, self._gone)
            self._open[connection] = origin
            return connection

        factory: Any = Factory.forProtocol(built)
        made = self._endpoints.of(*origin).connect(factory)
        connection: Connection = await made.asFuture(asyncio.get_running_loop())
        return connection

    async def close(self) -> None:
        """End all of them."""
        if not self._open:
            return
        self._none_open.clear()
        for connection in list(self._open):
            connection.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none_open.wait(), PARTING)

    def _rest(self, connection: Connection) -> None:
        connection.since = time.monotonic()
        self._idle[self._open[connection]].append(connection)

    def _gone(self, connection: Connection) -> None:
        origin = self._open.pop(connection, None)
        if origin is not None and connection in self._idle[origin]:
            self._idle[origin].remove(connection)
        if not self._open:
            self._none_open.set()


def origin(url: str) -> Origin:
    """The server that an address is asked of.

    >>> origin("https://herald.example/a"), origin("http://[::1]:8080/")
    (('https', 'herald.example', 443), ('http', '::1', 8080))
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or WEB_PORTS.get(parts.scheme, 0)
