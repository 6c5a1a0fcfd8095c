"""The download handler: HTTP/1.1 with everything kept that crosses a connection.

A middleware cannot keep it: Scrapy's own handlers lower-case header names, drop the reason phrase, join folded lines,
remove chunking, trailers and 1xx answers before any middleware sees a response. So every fetch goes through here:
robots.txt, feeds, redirects, retries, errors, answers cut short. A page is unpacked once, here; with its body goes its
Content-Encoding, as with Scrapy's own middleware, which then has nothing to do. Scrapy's signals about single pieces
of an answer are not sent.
"""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import asyncio
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.core.downloader._idna_patch import _install_twisted_idna_fallbacks
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings
from scrapy.utils._download_handlers import wrap_twisted_exceptions

from pipelines.archive.exchange import Exchange, Truncated
from pipelines.errors import ConfigError
from spiders.crawler.capture import About, exchange
from spiders.crawler.connect import Endpoints, GuardedResolver, Trust
from spiders.crawler.pool import Origin, Pool, origin
from spiders.crawler.protocol import Capture, Connection, Unanswered
from spiders.crawler.reason import reason
from spiders.crawler.received import IN_MEMORY
from spiders.crawler.request import message

PATH = "spiders.crawler.handler.WarcDownloadHandler"
AGAIN = ("GET", "HEAD", "OPTIONS")
"""Asked again at once where a connection that was kept open turns out to be dead (RFC 9112, 9.3.1)."""
HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "te", "trailers", "transfer-encoding", "upgrade"}
)
"""Headers that speak of the connection; whoever reads the page does not see them."""


def require_capture(settings: BaseSettings) -> None:
    """Raise ConfigError unless http and https, and nothing else, go through the capturing handler."""
    handlers = {
        scheme: handler
        for scheme, handler in settings.getwithbase("DOWNLOAD_HANDLERS").items()
        if handler is not None
    }
    for scheme in ("http", "https", *sorted(set(handlers) - {"http", "https"})):
        found = handlers.get(scheme)
        if found not in ((PATH, WarcDownloadHandler) if scheme in ("http", "https") else (None,)):
            raise ConfigError(
                f"DOWNLOAD_HANDLERS[{scheme!r}] is {found!r}: its fetches would not be archived; remove it"
            )


class WarcDownloadHandler(BaseDownloadHandler):
    """Fetches by HTTP/1.1; answers are handed on only once the archive has written them."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        _install_twisted_idna_fallbacks()  # for names that IDNA 2008 refuses and the DNS does not
        settings, guard = crawler.settings, crawler.spider.guard
        self._writer = crawler.spider.writer
        self._verified = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        trust = Trust.of(crawler, guard, settings.get("CORANTO_CA_FILE"))
        resolver = GuardedResolver.from_crawler(crawler, reactor)
        self._pool = Pool(Endpoints(reactor, trust, guard, resolver, self._timeout))
        folder = settings.get("CORANTO_SPOOL")
        self._folder = Path(folder) if folder else None
        self._live: set[asyncio.Timeout] = set()
        self._aborted = False
        crawler.spider.abort = self.abort

    def abort(self) -> None:
        """Cut what is still under way: the stop was asked for some seconds ago."""
        self._aborted = True
        now = asyncio.get_running_loop().time()
        for limit in self._live:
            if not limit.expired():
                limit.reschedule(now)

    async def close(self) -> None:
        """Let all connections go."""
        await self._pool.close()

    async def download_request(self, request: Request) -> Response:
        """Fetch, and write to the archive what crossed the wire, whatever came of it."""
        most = request.meta.get("download_maxsize") or self._most
        capture = Capture(request.method, most, self._folder)
        capture.beginning = bool(request.meta.get("beginning"))
        try:
            await self._fetch(capture, request)
        except BaseException as e:
            await self._keep(capture, request, e)
            raise
        taken = await self._keep(capture, request, None)
        assert taken is not None
        return _response(request, capture, taken)

    async def _fetch(self, capture: Capture, request: Request) -> None:
        seconds = request.meta.get("download_timeout") or self._timeout
        limit = asyncio.timeout(seconds)
        self._live.add(limit)
        try:
            async with limit:
                await self._ask(capture, origin(request.url), message(request))
        except TimeoutError as e:
            if self._aborted:
                raise DownloadCancelledError("the crawl was stopped") from e
            raise DownloadTimeoutError(f"{request.url}: no whole answer in {seconds} seconds") from e
        finally:
            self._live.discard(limit)

    async def _ask(self, capture: Capture, server: Origin, said: bytes) -> None:
        connection = self._pool.waiting(server)
        if connection is not None:
            try:
                await _answered(connection, capture, said)
            except Unanswered:
                if capture.method not in AGAIN:
                    raise
            else:
                return
        with wrap_twisted_exceptions():
            connection = await self._pool.connected(server)
        await _answered(connection, capture, said)

    async def _keep(self, capture: Capture, request: Request, error: BaseException | None) -> Exchange | None:
        """Have all attempts written; returns the last one, None where nothing crossed a wire."""
        about = About(
            url=request.url.partition("#")[0],
            via=request.meta.get("via"),
            hops=request.meta.get("hops", ""),
            told=request.meta.get("told", ()),
            verified=self._verified,
            basis=request.meta.get("basis"),
            most=min(capture.most or IN_MEMORY, IN_MEMORY),
        )
        taken: Exchange | None = None
        wires = [wire for wire in capture.wires if wire.crossed()]
        for wire in wires:
            failed = error if wire is wires[-1] else ConnectionError("connection lost; asked again")
            cut = None if wire.whole or failed is None else self._cut(failed)
            said = reason(failed, request.url) if failed is not None else None
            taken = exchange(wire, about, said, cut)
            if cut == "length" and capture.beginning:
                request.meta["begun"] = taken.response
            if isinstance(taken.response, memoryview):
                request.meta["spooled"] = taken.response  # the response's own body is not kept
            request.meta["kept"] = await self._writer.keep(taken)
        return taken

    def _cut(self, error: BaseException) -> Truncated:
        if isinstance(error, DownloadTimeoutError):
            return "time"
        if isinstance(error, DownloadCancelledError):
            return "unspecified" if self._aborted else "length"
        return "disconnect"


async def _answered(connection: Connection, capture: Capture, said: bytes) -> None:
    try:
        await connection.ask(capture, said)
    except asyncio.CancelledError:
        connection.give_up(capture)
        raise


def _response(request: Request, capture: Capture, taken: Exchange) -> Response:
    """What the spider gets: as from Scrapy's own handler and decompression."""
    framing, peer, parsed, wire = capture.framing, capture.peer, taken.message, capture.wires[-1]
    assert peer is not None
    assert parsed is not None and parsed.status is not None  # noqa: PT018
    left_out = HOP | {"content-encoding"} if taken.plain is not None else HOP
    headers = Headers(
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in parsed.headers
        if name.lower() not in left_out
    )
    body = b"" if isinstance(taken.response, memoryview) else taken.plain
    if body is None:
        body = bytes(parsed.payload)
    if wire.first is not None:
        request.meta["download_latency"] = wire.first - wire.started
    kind = responsetypes.from_args(headers=headers, url=taken.url, body=body)
    return kind(
        url=taken.url,
        status=parsed.status,
        headers=headers,
        body=body,
        flags=["partial"] if framing.by_close else None,
        certificate=peer.certificate,
        ip_address=peer.address,
        protocol=f"HTTP/{framing.version}",
    )
