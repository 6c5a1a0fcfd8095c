"""Servers that mean harm, one for each host name; what they send has often no end."""

import gzip
import itertools
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import brotli  # type: ignore[import-untyped]
import zstandard
from crawler_wire import Seen, WireServer

OK = b"HTTP/1.1 200 OK\r\n"
ZEROS = b"\0" * (1 << 20)
BOMB_MIB = 256
RULES = b"User-agent: *\nDisallow: /trap\n"
SMUGGLED = (
    b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:11111111-1111-4111-8111-111111111111>\r\n"
    b"WARC-Target-URI: http://smuggled.example/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
)
COOKIES = b"".join(b"Set-Cookie: c%d=%060d; Path=/\r\n" % (n, n) for n in range(10_000))

Trap = Callable[[str], Iterable[bytes]]


def whole(body: bytes, *headers: bytes) -> bytes:
    """An answer with a length."""
    lines = (*headers, b"Content-Length: %d" % len(body))
    return OK + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def moved(to: bytes) -> bytes:
    """A redirect."""
    return b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % to


def for_ever(piece: bytes, first: bytes = b"", every: float = 0.0) -> Trap:
    """The same piece again and again, at once or in drips."""

    def send(_: str) -> Iterator[bytes]:
        yield first
        while True:
            yield piece
            time.sleep(every)

    return send


def _packed(compress: Callable[[bytes], bytes], flush: Callable[[], bytes], start: bytes) -> bytes:
    parts = [compress(start), *(compress(ZEROS) for _ in range(BOMB_MIB)), flush()]
    return b"".join(parts)


@cache
def bomb(coding: str, start: bytes = RULES) -> bytes:
    """A quarter of a gigabyte in little; it begins with rules that a robots.txt could have."""
    if coding == "gzip":
        engine = zlib.compressobj(9, zlib.DEFLATED, 31)
        return _packed(engine.compress, engine.flush, start)
    if coding == "br":
        squeeze: Any = brotli.Compressor(quality=1)
        return _packed(squeeze.process, squeeze.finish, start)
    if coding == "zstd":
        frame = zstandard.ZstdCompressor(level=1).compressobj()
        return _packed(frame.compress, frame.flush, start)
    return gzip.compress(bomb("gzip", start))  # gzip, gzip


CODINGS = {"gzip": "gzip", "br": "br", "zstd": "zstd", "nested": "gzip, gzip"}


def trapped(kind: str) -> Trap:
    """A bomb as robots.txt and as page."""
    headers = (b"Content-Type: text/plain", b"Content-Encoding: " + CODINGS[kind].encode())
    return lambda _: [whole(bomb(kind), *headers)]


def chain(path: str) -> list[bytes]:
    """Redirects without an end, each to a longer address."""
    return [moved(path.encode() + b"x" * 10)]


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
TRAPS: dict[str, Trap] = {
    "endless-body": for_ever(ZEROS, OK + b"\r\n"),
    "endless-chunks": for_ever(b"100000\r\n" + ZEROS + b"\r\n", CHUNKED),
    "endless-headers": for_ever(b"X-More: %b\r\n" % (b"h" * 4000), OK),
    "endless-line": for_ever(b"h" * 65536, OK + b"X-Long: "),
    "endless-status": for_ever(b"9" * 65536, b"HTTP/1.1 200 "),
    "endless-interim": for_ever(b"HTTP/1.1 103 Early Hints\r\nLink: </%b>\r\n\r\n" % (b"l" * 4000)),
    "endless-trailers": for_ever(b"X-More: %b\r\n" % (b"t" * 4000), CHUNKED + b"2\r\nhi\r\n0\r\n"),
    "endless-extension": for_ever(b"e" * 65536, CHUNKED + b"2;x="),
    "drip-body": for_ever(b".", OK + b"Content-Length: 1000\r\n\r\n", 0.2),
    "drip-header": for_ever(b"A: b\r\n", OK, 0.2),
    "silent": for_ever(b"", b"", 0.5),
    "loop": lambda path: [moved(b"/trap" if path == "/back" else b"/back")],
    "chain": chain,
    "cookies": lambda _: [whole(b"many", COOKIES.removesuffix(b"\r\n"))],
    "smuggler": lambda _: [whole(SMUGGLED + gzip.compress(SMUGGLED) + SMUGGLED, b"X: WARC/1.1")],
    "lying-length": lambda _: [OK + b"Content-Length: 99999999999999999999\r\n\r\nshort"],
    "minus-length": lambda _: [OK + b"Content-Length: -5\r\n\r\nshort"],
    "huge-chunk": lambda _: [CHUNKED + b"FFFFFFFFFFFFFFFF\r\nshort"],
    "to-file": lambda _: [moved(b"file:///etc/passwd")],
    "to-gopher": lambda _: [moved(b"gopher://127.0.0.1:70/1")],
    "to-long": lambda _: [moved(b"/" + b"l" * 100_000)],
    **{kind: trapped(kind) for kind in CODINGS},
}
"""What a host does at every path but ``/fine`` and ``/robots.txt``."""

COMMENTS = b"# nothing to see here\n" * 50_000
BIG_ROBOTS = {
    "big-robots": for_ever(COMMENTS, OK + b"Content-Type: text/plain\r\n\r\n" + RULES),
    "long-robots": for_ever(COMMENTS, OK + b"Content-Length: 104857600\r\n\r\n" + RULES),
    "far-robots": for_ever(COMMENTS, OK + b"Content-Length: 104857600\r\n\r\n" + COMMENTS + RULES),
}
"""100 MB; in the last one the rules are behind the first megabyte."""


class HostileServer(WireServer):
    """Does what :data:`TRAPS` says for the host that is asked; ``/fine`` is an article at every host."""

    traps: dict[str, Trap] = TRAPS

    def _answer(self, wire: socket.socket, request: bytes) -> bool:
        path = request.split(b" ", 2)[1].decode("latin-1")
        host = request.partition(b"Host: ")[2].partition(b"\r\n")[0].decode().partition(".")[0]
        self._log(path, request, b"", host)
        if path == "/fine" or (host in BIG_ROBOTS and path != "/robots.txt"):
            wire.sendall(whole(b"<p>An article of %b.</p>" % host.encode()))
            return True
        if path == "/robots.txt" and host not in CODINGS:
            if host not in BIG_ROBOTS:
                wire.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                return True
            pieces: Iterable[bytes] = itertools.islice(BIG_ROBOTS[host](path), 100)
        else:
            pieces = self.traps[host](path)
        for piece in pieces:
            wire.sendall(piece)
        return host not in (*BIG_ROBOTS, "lying-length", "minus-length", "huge-chunk")

    def _log(self, path: str, request: bytes, sent: bytes, host: str) -> None:
        self.seen.append(Seen(path=f"//{host}{path}", request=request, sent=sent))
