"""The tee: one connection of Twisted's HTTP/1.1 client, copying what goes out and what comes in."""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import time
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from OpenSSL import SSL, crypto
from scrapy.core.downloader.handlers import http11
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionLost
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol
from twisted.web.http_headers import Headers

from spiders.crawler.capture import Wire
from spiders.crawler.connect import verdict
from spiders.crawler.parser import Parser
from spiders.crawler.received import Received

MOST_HEAD = 4 << 20
"""Bytes before the body, interim answers included; thousands of cookies fit, headers without end do not."""

Session = tuple[str | None, str | None, str | None, str | None]
"""TLS version, cipher, SHA-256 of the certificate, and what is wrong with that."""


class Capture:
    """The wires of one request: usually one, more where Twisted tried again on a new connection."""

    def __init__(self, most: int = 0, folder: Path | None = None) -> None:
        self.folder = folder
        self.wires: list[Wire] = []
        self.most = most
        """Bytes on the wire after which the connection is cut, framing and headers included; 0 for no end."""

    @property
    def over(self) -> bool:
        """Was it cut for that?"""
        return bool(self.most and self.wires and self.wires[-1].size > self.most)


class CaptureHeaders(Headers):
    """Carries the capture from ``Agent.request()`` to the connection that serves it."""

    capture: Capture | None = None

    @classmethod
    def of(cls, headers: Headers, capture: Capture | None) -> Self:
        """The same headers, checked already, and a capture."""
        carrying = cls()
        carrying._rawHeaders = {name: values[:] for name, values in headers._rawHeaders.items()}
        carrying.capture = capture
        return carrying

    def copy(self) -> "CaptureHeaders":
        """The agent copies headers before it adds Host."""
        return self.of(self, self.capture)


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


class CapturingProtocol(HTTP11ClientProtocol):
    """One connection: copies what goes out and what comes in."""

    _wire: Wire | None = None
    _session: Session | None = None
    """Holds for all requests on it."""
    _most = 0
    _closed = False
    _broken = False

    def request(self, request: Any) -> "Deferred[Any]":
        """Send a request; called again by Twisted where it retries on another connection."""
        capture = getattr(request.headers, "capture", None)
        if capture is not None:
            transport = self.transport
            wire = self._wire = Wire(started=time.time(), ip=self._peer(), got=Received(capture.folder))
            self._most = capture.most
            wire.crossed = lambda: bool(getattr(transport, "_handshakeDone", True))
            capture.wires.append(wire)
            write_to = request.writeTo
            request.writeTo = lambda to: write_to(_Tee(to, wire.sent))
            try:
                sent = super().request(request)
            finally:
                del request.writeTo  # or the request held itself, and what comes, until the next collection
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
            wire.size += len(data)
            wire.ended = time.time()
            if self._most and wire.size > self._most:  # endless headers or framing, which no body limit sees
                transport: Any = self.transport
                transport.abortConnection()
                return
            if not wire.bodied and self._endless(wire, len(data)):
                return
            if wire.size == len(data):  # blank lines before an answer: browsers pass over them
                data = data.lstrip(b"\r\n")
        super().dataReceived(data)

    def _endless(self, wire: Wire, more: int) -> bool:
        """Count what comes before the body, and end the connection where that does not end itself."""
        wire.head += more
        wire.bodied = self._parser is None or self._parser.state not in (STATUS, HEADER)
        if wire.bodied or wire.head <= MOST_HEAD:
            return False
        wire.endless = True
        transport: Any = self.transport
        transport.abortConnection()
        return True

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        if (wire := self._wire) is not None:
            self._wire = None
            wire.whole, wire.excess, wire.ended = not self._broken, len(rest), time.time()
            wire.by_close = self._closed
        parser: Any = self._parser
        if parser is not None and (rest or parser.request.method == b"HEAD"):
            # More may come (a body after all), and would be taken for the next answer.
            parser.connHeaders.addRawHeader(b"connection", b"close")
        super()._finishResponse(rest)

    def connectionLost(self, reason: Any = None) -> None:  # noqa: N802 - Twisted's name
        """What was asked on it is over."""
        if (wire := self._wire) is not None:
            wire.ended = time.time()
            # A body that ends with the connection is whole unless that broke (RFC 9112, 8).
            self._broken = reason is not None and _broke(reason, wire.tls)
        self._closed = True
        super().connectionLost(reason)
        self._wire = None

    def _peer(self) -> str | None:
        transport: Any = self.transport
        return getattr(transport.getPeer(), "host", None)

    def _secured(self, wire: Wire) -> None:
        """Note the TLS session; with the first answer, since only then the handshake is surely done."""
        if self._session is None:
            self._session = _session(self.transport)
        wire.tls, wire.cipher, wire.certificate, wire.verdict = self._session


def _broke(reason: Any, tls: str | None) -> bool:
    """Did the connection break? Over TLS an end without an alert tells nothing: half of all servers close so."""
    if tls is None:
        return bool(reason.check(ConnectionLost))
    return bool(reason.check(SSL.Error)) and not (
        reason.check(SSL.SysCallError) or "unexpected eof" in str(reason.value)
    )


def _session(transport: Any) -> Session:
    handle = transport.getHandle()
    if not hasattr(handle, "get_cipher_name"):
        return None, None, None, None
    certificate = handle.get_peer_certificate()
    der = crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate) if certificate else None
    digest = sha256(der).hexdigest() if der else None
    return handle.get_protocol_version_name(), handle.get_cipher_name(), digest, verdict(handle)


class CapturingFactory(http11._LenientHTTP11ClientFactory):
    """Builds them, for the connection pool."""

    def buildProtocol(self, addr: Any) -> CapturingProtocol:  # noqa: N802 - Twisted's name
        return CapturingProtocol(self._quiescentCallback)
