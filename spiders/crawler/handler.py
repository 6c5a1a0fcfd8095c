"""The download handler: HTTP/1.1 as Scrapy speaks it, with a tee on the connection.

A middleware cannot keep what crossed the wire: Twisted lower-cases header names, drops the reason phrase, joins
folded lines, removes chunking, trailers and 1xx answers before any middleware sees a response. So the bytes are
taken at the protocol, for every fetch: robots.txt, feeds, redirects, retries, errors, answers cut short.
These are private names of Scrapy 2.19 and Twisted 26.10, hence the pins; the wire tests watch them.
"""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import time
from hashlib import sha256
from typing import Any

from OpenSSL import crypto
from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, StopDownload
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.web.http_headers import Headers

from pipelines.archive.exchange import Truncated
from pipelines.errors import ConfigError
from spiders.crawler.address import Guard
from spiders.crawler.capture import About, Wire, exchange
from spiders.crawler.connect import GuardedEndpoints, GuardedResolver, Trust
from spiders.crawler.reason import reason

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


class Capture:
    """The wires of one request: usually one, more where Twisted tried again on a new connection."""

    def __init__(self) -> None:
        self.wires: list[Wire] = []


class CaptureHeaders(Headers):
    """Carries the capture from ``Agent.request()`` to the connection that serves it."""

    capture: Capture | None = None

    def copy(self) -> "CaptureHeaders":
        """The agent copies headers before it adds Host."""
        copy = super().copy()
        assert isinstance(copy, CaptureHeaders)
        copy.capture = self.capture
        return copy


class Parser(http11._LenientHTTPClientParser):
    """Reads answers that browsers read too."""

    MAX_LENGTH = 1 << 20  # the default of 16 KiB drops answers with one very long header line

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        """A header with an invalid name is skipped instead of failing the whole answer."""
        try:
            super().headerReceived(name, value)
        except ValueError:
            return


class _Tee:
    """The transport, copying what is written to it."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport, self._sent = transport, sent

    def write(self, data: bytes) -> None:
        self._sent.append(data)
        self._transport.write(data)

    def writeSequence(self, data: Any) -> None:  # noqa: N802 - Twisted's name
        pieces = list(data)
        self._sent.extend(pieces)
        self._transport.writeSequence(pieces)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class CapturingProtocol(http11._LenientHTTP11ClientProtocol):
    """One connection: copies what goes out and what comes in."""

    _wire: Wire | None = None

    def request(self, request: Any) -> "Deferred[Any]":
        """Send a request; called again by Twisted where it retries on another connection."""
        capture = getattr(request.headers, "capture", None)
        if capture is not None:
            transport = self.transport
            wire = self._wire = Wire(started=time.time(), ip=self._peer())
            wire.crossed = lambda: bool(getattr(transport, "_handshakeDone", True))
            capture.wires.append(wire)
            write_to = request.writeTo
            request.writeTo = lambda to: write_to(_Tee(to, wire.sent))
            try:
                sent = super().request(request)
            finally:
                request.writeTo = write_to
        else:
            sent = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = Parser
        return sent

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Keep the bytes object itself (no copy) and pass it on."""
        if (wire := self._wire) is not None:
            if wire.first is None:
                wire.first = time.time()
                self._secured(wire)
            wire.got.append(data)
            wire.ended = time.time()
        super().dataReceived(data)

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        if (wire := self._wire) is not None:
            self._wire = None
            wire.whole, wire.excess, wire.ended = True, len(rest), time.time()
        super()._finishResponse(rest)

    def connectionLost(self, reason: Any = None) -> None:  # noqa: N802 - Twisted's name
        """What was asked on it is over."""
        if (wire := self._wire) is not None:
            wire.ended = time.time()
        super().connectionLost(reason)
        self._wire = None

    def _peer(self) -> str | None:
        transport: Any = self.transport
        return getattr(transport.getPeer(), "host", None)

    def _secured(self, wire: Wire) -> None:
        """Note the TLS session; with the first answer, since only then the handshake is surely done."""
        transport: Any = self.transport
        handle = transport.getHandle()
        if not hasattr(handle, "get_cipher_name"):
            return
        wire.tls, wire.cipher = handle.get_protocol_version_name(), handle.get_cipher_name()
        if certificate := handle.get_peer_certificate():
            wire.certificate = sha256(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate)).hexdigest()


class _CapturingFactory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> CapturingProtocol:  # noqa: N802 - Twisted's name
        return CapturingProtocol(self._quiescentCallback)


class _CapturingAgent(http11._ScrapyAgent):
    def __init__(self, capture: Capture, handler: "WarcDownloadHandler", **options: Any) -> None:
        super().__init__(**options)
        self._capture, self._handler = capture, handler

    def _get_agent(self, request: Request, timeout: float) -> Any:
        agent: Any = super()._get_agent(request, timeout)
        agent._endpointFactory = self._handler.endpoints(timeout)
        send = agent.request

        def tagged(method: bytes, uri: bytes, headers: Headers, body: Any = None) -> Any:
            carrying = CaptureHeaders()
            carrying._rawHeaders = headers._rawHeaders
            carrying.capture = self._capture
            return send(method, uri, carrying, body)

        agent.request = tagged
        return agent


class WarcDownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler; answers are handed on only once the archive has written them."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        self._reactor = reactor
        self._guard: Guard = crawler.spider.guard
        self._writer = crawler.spider.writer
        self._contextFactory: Any = Trust.of(crawler, self._guard, crawler.settings.get("CORANTO_CA_FILE"))
        self._verified = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._resolver = GuardedResolver.from_crawler(crawler, reactor)
        self._live: set[Deferred[Response]] = set()
        self._aborted = False
        self._pool._factory = _CapturingFactory
        crawler.spider.abort = self.abort

    def endpoints(self, timeout: float) -> GuardedEndpoints:
        """How connections are made."""
        return GuardedEndpoints(self._reactor, self._contextFactory, self._guard, self._resolver, timeout)

    def abort(self) -> None:
        """Cut what is still under way: the stop was asked for some seconds ago."""
        self._aborted = True
        for pending in list(self._live):
            pending.cancel()

    async def download_request(self, request: Request) -> Response:
        """Fetch, and write to the archive what crossed the wire, whatever came of it."""
        capture = Capture()
        try:
            response = await self._fetch(capture, request)
        except BaseException as e:
            await self._keep(capture, request, e)
            raise
        await self._keep(capture, request, None)
        return response

    async def _fetch(self, capture: Capture, request: Request) -> Response:
        agent = _CapturingAgent(
            capture,
            self,
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
        )
        wires = [wire for wire in capture.wires if wire.crossed()]
        for wire in wires:
            failed = error if wire is wires[-1] else ConnectionError("connection lost; asked again")
            # A close-delimited body has no end that the parser could see: it is whole if nothing failed.
            cut = None if wire.whole or failed is None else self._cut(failed)
            said = reason(failed, request.url) if failed is not None else None
            request.meta["kept"] = await self._writer.keep(exchange(wire, about, said, cut))

    def _cut(self, error: BaseException) -> Truncated:
        if isinstance(error, DownloadTimeoutError):
            return "time"
        if isinstance(error, DownloadCancelledError | StopDownload):
            return "unspecified" if self._aborted else "length"
        return "disconnect"
