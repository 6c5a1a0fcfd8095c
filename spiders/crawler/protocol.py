"""One connection, HTTP/1.1 as its client speaks it: everything that crosses it is kept as it is."""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from socket import MSG_DONTWAIT, MSG_PEEK
from typing import Any

from OpenSSL import SSL, crypto
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, ResponseDataLossError
from twisted.internet.error import ConnectionLost
from twisted.internet.protocol import Protocol, connectionDone
from twisted.internet.ssl import Certificate
from twisted.python.failure import Failure

from spiders.crawler.capture import Wire
from spiders.crawler.connect import verdict
from spiders.crawler.framing import Broken, Endless, Framing, NotHttp
from spiders.crawler.received import Received

HEADROOM = 2 << 20
"""Bytes of headers, interim answers and framing beside twice a body's length."""


class Unanswered(DownloadFailedError):
    """The connection was lost before a byte of the answer had come; its cause says how."""


@dataclass(slots=True, kw_only=True)
class Peer:
    """Who is at the other end; holds for all requests on a connection."""

    address: IPv4Address | IPv6Address | None
    tls: str | None = None
    cipher: str | None = None
    fingerprint: str | None = None
    """Hex SHA-256 of the certificate."""
    wrong: str | None = None
    """What is wrong with that."""
    certificate: Certificate | None = None


class Capture:
    """The wires of one request: usually one, more where it was made again on a new connection."""

    def __init__(self, method: str = "GET", most: int = 0, folder: Path | None = None) -> None:
        self.method, self.folder = method, folder
        self.wires: list[Wire] = []
        self.most = most
        """Bytes of the longest body that is wanted; 0 for no end."""
        self.beginning = False
        """Is its beginning enough, however long it says it is?"""
        self.framing: Framing
        """Of the last wire, as soon as there is one."""
        self.peer: Peer | None = None
        """Of the last wire, as soon as it has answered."""

    def over(self, framing: Framing, size: int) -> str | None:
        """Why there is too much of an answer, framing and headers included, which no body's length says."""
        if not self.most:
            return None
        stated = framing.length or 0
        if framing.body > self.most or (stated > self.most and not self.beginning):
            return f"more than {self.most} bytes"
        if size > 2 * self.most + HEADROOM:
            return f"more than {2 * self.most + HEADROOM} bytes for a body of at most {self.most}"
        return None


class Connection(Protocol):
    """Serves one request after the other; ``idle`` and ``gone`` are called when it has served one, and at its end."""

    def __init__(self, idle: Callable[["Connection"], None], gone: Callable[["Connection"], None]) -> None:
        self._idle, self._gone = idle, gone
        self._ip: str | None = None
        self._peer: Peer | None = None
        self._capture: Capture | None = None
        self._answered: asyncio.Future[None] | None = None
        self.since = 0.0
        """When it became idle, on the monotonic clock."""
        self.over = False
        """No request can be sent on it any more."""

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """Note who it is."""
        transport: Any = self.transport
        self._ip = getattr(transport.getPeer(), "host", None)

    def ask(self, capture: Capture, message: bytes) -> "asyncio.Future[None]":
        """Send a request. The future is done when the answer is whole, or fails with why it will never be."""
        answered = asyncio.get_running_loop().create_future()
        if self.over:
            answered.set_exception(Unanswered("closed before it was asked anything"))
            return answered
        transport: Any = self.transport
        wire = Wire(started=time.time(), got=Received(capture.folder), ip=self._ip)
        wire.sent.append(message)
        wire.crossed = lambda: bool(getattr(transport, "_handshakeDone", True))
        capture.wires.append(wire)
        capture.framing = Framing(capture.method)
        self._capture, self._answered = capture, answered
        transport.write(message)
        return answered

    def stale(self) -> bool:
        """Has the server ended it, or sent what nobody asked for, and the event loop has not come to it yet?

        A request on it would be lost, and be made twice.
        """
        if self.over:
            return True
        transport: Any = self.transport
        try:
            transport.socket.recv(1, MSG_PEEK | MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def cut(self) -> None:
        """End it now, whatever is under way."""
        self._capture = self._answered = None
        self.over = True
        transport: Any = self.transport
        transport.abortConnection()

    def give_up(self, capture: Capture) -> None:
        """End it where it still serves this request, and not where the next one has it by now."""
        if self._capture is capture:
            self.cut()

    def close(self) -> None:
        """End it in order; nothing is under way."""
        self.over = True
        transport: Any = self.transport
        transport.loseConnection()

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Keep the bytes object itself (no copy), and see how far the answer has come."""
        capture = self._capture
        if capture is None:  # nobody asked for it: the next request would take it for its answer
            self.cut()
            return
        wire, framing = capture.wires[-1], capture.framing
        wire.ended = time.time()
        if wire.first is None:
            wire.first = wire.ended
            self._told(capture, wire)
        wire.got.append(data)
        try:
            framing.take(data)
        except Endless:
            self._fail(DownloadCancelledError("headers without an end"))
            return
        except (NotHttp, Broken) as e:
            self._fail(ResponseDataLossError() if framing.status else DownloadFailedError(str(e)), e)
            return
        if why := capture.over(framing, wire.got.size):
            self._fail(DownloadCancelledError(why))
        elif framing.ended:
            wire.whole, wire.excess = True, framing.excess
            self._done(framing.lasting)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """What was asked on it is over. A body that ends with the connection is whole unless that broke (RFC 9112, 8)."""
        self.over = True
        self._gone(self)
        if (capture := self._capture) is None:
            return
        wire = capture.wires[-1]
        wire.ended = time.time()
        if wire.first is None:
            self._fail(Unanswered(str(reason.value)), reason.value)
        elif capture.framing.by_close and not _broke(reason, wire.tls):
            wire.whole = True
            self._done(lasting=False)
        elif capture.framing.status is None:
            self._fail(DownloadFailedError(str(reason.value)), reason.value)
        else:
            self._fail(ResponseDataLossError(), reason.value)

    def _told(self, capture: Capture, wire: Wire) -> None:
        """Note who answers; with the first bytes, since only then the handshake is surely done."""
        if self._peer is None:
            self._peer = _peer(self._ip, self.transport)
        peer = capture.peer = self._peer
        wire.tls, wire.cipher = peer.tls, peer.cipher
        wire.certificate, wire.verdict = peer.fingerprint, peer.wrong

    def _done(self, lasting: bool) -> None:
        answered, self._capture, self._answered = self._answered, None, None
        if lasting:
            self._idle(self)
        else:
            self.close()
        if answered is not None and not answered.done():
            answered.set_result(None)

    def _fail(self, error: Exception, cause: BaseException | None = None) -> None:
        error.__cause__, answered = cause, self._answered
        self.cut()
        if answered is not None and not answered.done():
            answered.set_exception(error)


def _broke(reason: Failure, tls: str | None) -> bool:
    """Did the connection break? Over TLS an end without an alert tells nothing: half of all servers close so."""
    if tls is None:
        return bool(reason.check(ConnectionLost))
    return bool(reason.check(SSL.Error)) and not (
        reason.check(SSL.SysCallError) or "unexpected eof" in str(reason.value)
    )


def _peer(ip: str | None, transport: Any) -> Peer:
    peer = Peer(address=ip_address(ip) if ip else None)
    handle = transport.getHandle()
    if not hasattr(handle, "get_cipher_name"):
        return peer
    peer.tls, peer.cipher = handle.get_protocol_version_name(), handle.get_cipher_name()
    peer.wrong = verdict(handle)
    if certificate := handle.get_peer_certificate():
        peer.certificate = Certificate(certificate)
        peer.fingerprint = sha256(crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate)).hexdigest()
    return peer
