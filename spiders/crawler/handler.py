"""The download handler: HTTP/1.1 as Scrapy speaks it, with a tee on the connection.

A middleware cannot keep what crossed the wire: Twisted lower-cases header names, drops the reason phrase, joins
folded lines, removes chunking, trailers and 1xx answers before any middleware sees a response. So the bytes are
taken at the protocol, for every fetch: robots.txt, feeds, redirects, retries, errors, answers cut short.
These are private names of Scrapy 2.19 and Twisted 26.10, hence the pins; the wire tests watch them.
"""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.web.client import Agent
from twisted.web.http_headers import Headers
from twisted.web.iweb import UNKNOWN_LENGTH

from pipelines.archive.exchange import Truncated
from pipelines.errors import ConfigError
from spiders.crawler.capture import About, exchange
from spiders.crawler.connect import GuardedEndpoints, GuardedResolver, Trust
from spiders.crawler.protocol import Capture, CaptureHeaders, CapturingFactory
from spiders.crawler.reason import reason
from spiders.crawler.received import Buffer

HEADROOM = 2 << 20
"""Bytes of headers, interim answers and framing beside twice a body's length."""
OURS = (DownloadTimeoutError, DownloadCancelledError, StopDownload)
"""With these it is we who end the connection."""
PATH = "spiders.crawler.handler.WarcDownloadHandler"


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


class _CarryingAgent:
    """Twisted's agent for one request, which takes its capture along to the connection."""

    def __init__(self, agent: Agent, capture: Capture) -> None:
        self._agent, self._capture = agent, capture

    def request(self, method: bytes, uri: bytes, headers: Headers, body: Any = None) -> Any:
        return self._agent.request(method, uri, CaptureHeaders.of(headers, self._capture), body)


class _CapturingAgent(http11._ScrapyAgent):
    def __init__(self, carrying: _CarryingAgent, **options: Any) -> None:
        super().__init__(**options)
        self._carrying = carrying
        self._headers: Any = None

    def _get_agent(self, request: Request, timeout: float) -> Any:
        return self._carrying

    def _headers_from_twisted_response(self, response: Any) -> Any:  # type: ignore[override]
        """Scrapy makes them twice, of one answer."""
        if self._headers is None:
            self._headers = super()._headers_from_twisted_response(response)
        return self._headers

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        if request.meta.get("beginning") and txresponse.length:
            txresponse.length = UNKNOWN_LENGTH  # however long it says it is
        deliver = txresponse.deliverBody

        def buffered(reader: Any) -> None:
            reader._bodybuf = Buffer()
            deliver(reader)

        txresponse.deliverBody = buffered
        try:
            return super()._cb_bodyready(txresponse, request)
        finally:
            del txresponse.deliverBody  # or the answer held itself, body and all, until the next collection


class WarcDownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler; answers are handed on only once the archive has written them."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        settings, guard = crawler.settings, crawler.spider.guard
        self._writer = crawler.spider.writer
        self._contextFactory: Any = Trust.of(crawler, guard, settings.get("CORANTO_CA_FILE"))
        self._verified = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        resolver = GuardedResolver.from_crawler(crawler, reactor)
        timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        endpoints = GuardedEndpoints(reactor, self._contextFactory, guard, resolver, timeout)
        self._agent = Agent.usingEndpointFactory(reactor, endpoints, self._pool)
        folder = settings.get("CORANTO_SPOOL")
        self._folder = Path(folder) if folder else None
        self._live: set[Deferred[Response]] = set()
        self._aborted = False
        self._pool._factory = CapturingFactory
        crawler.spider.abort = self.abort

    def abort(self) -> None:
        """Cut what is still under way: the stop was asked for some seconds ago."""
        self._aborted = True
        for pending in list(self._live):
            pending.cancel()

    async def download_request(self, request: Request) -> Response:
        """Fetch, and write to the archive what crossed the wire, whatever came of it."""
        most = request.meta.get("download_maxsize") or self._default_maxsize
        capture = Capture(2 * most + HEADROOM if most else 0, self._folder)
        try:
            response = await self._bounded(capture, request)
        except BaseException as e:
            if capture.over:
                over = DownloadCancelledError(f"more than {capture.most} bytes for a body of at most {most}")
                await self._keep(capture, request, over)
                raise over from e
            await self._keep(capture, request, e)
            raise
        await self._keep(capture, request, None)
        return response

    async def _bounded(self, capture: Capture, request: Request) -> Response:
        try:
            response = await self._fetch(capture, request)
        except DownloadFailedError as e:
            if any(wire.endless for wire in capture.wires):
                raise DownloadCancelledError("headers without an end") from e
            raise
        if not capture.wires[-1].whole:  # its end was the end of the connection, and that broke
            raise ResponseDataLossError
        return response

    async def _fetch(self, capture: Capture, request: Request) -> Response:
        agent = _CapturingAgent(
            _CarryingAgent(self._agent, capture),
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            pending = agent.download_request(request)
            self._live.add(pending)
            try:
                response: Response = await maybe_deferred_to_future(pending)
            finally:
                self._live.discard(pending)
        return response

    async def _keep(self, capture: Capture, request: Request, error: BaseException | None) -> None:
        about = About(
            url=request.url.partition("#")[0],
            via=request.meta.get("via"),
            hops=request.meta.get("hops", ""),
            told=request.meta.get("told", ()),
            verified=self._verified,
            basis=request.meta.get("basis"),
        )
        wires = [wire for wire in capture.wires if wire.crossed()]
        for wire in wires:
            failed = error if wire is wires[-1] else ConnectionError("connection lost; asked again")
            # A close-delimited body has no end that the parser could see: it is whole if nothing failed,
            # and if it was not we who closed.
            whole = wire.whole and not (wire.by_close and isinstance(failed, OURS))
            cut = None if whole or failed is None else self._cut(failed)
            said = reason(failed, request.url) if failed is not None else None
            taken = exchange(wire, about, said, cut)
            if cut == "length" and request.meta.get("beginning"):
                request.meta["begun"] = taken.response
            if isinstance(taken.response, memoryview):
                request.meta["spooled"] = taken.response  # the response's own body was not kept
            request.meta["kept"] = await self._writer.keep(taken)

    def _cut(self, error: BaseException) -> Truncated:
        if isinstance(error, DownloadTimeoutError):
            return "time"
        if isinstance(error, DownloadCancelledError | StopDownload):
            return "unspecified" if self._aborted else "length"
        return "disconnect"
