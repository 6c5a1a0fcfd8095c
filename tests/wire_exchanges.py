"""Generated HTTP exchanges: what a server sends, and what an archive must then hold of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from crawler_wire import Script

STATUSES = (200, 200, 200, 201, 203, 206, 226, 299, 300, 404, 410, 418, 451, 501, 511, 599, 600, 999)
BODILESS = (204, 304)
PHRASES = (b" OK", b"", b" ", b" Tr\xe8s  bien", b"  two", b" \xe2\x98\x83", b" 200 OK", b"\tTab")
VERSIONS = (b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/1.2")
HEADERS = (
    b"Content-Type: text/html", b"content-TYPE:text/html; charset=\xe9", b"X-A: 1", b"x-a:2", b"X-Empty:", b"X-Tab:\t v \t",
    b"Set-Cookie: a=b", b"Set-Cookie: a=c", b"X-Fold: one\r\n two\r\n\tthree", b"no colon at all", b"Bad Name: x", b": nameless",
    b"X-Latin: caf\xe9", b"X-Utf8: \xe2\x82\xac", b"X-Nul: a\x00b", b"X-Bell: \x07\x1b[31m", b"X-Long: " + b"l" * 70_000,
    b"X-CR: a\rb", b"Connection: Keep-Alive", b"Keep-Alive: timeout=5", b"Trailer: X-Sum", b"Content-Encoding: gzip",
    b"Content-Encoding: br", b"Content-Encoding: zstd, gzip", b"WARC-Type: request", b"Content-Length2: 5", b"Upgrade: h2c",
    b"Accept-Ranges:bytes", b'ETag: W/"x"', b"Vary: *", b"Date: yesterday", b"Retry-After: never", b"X-\xfc: name",
)  # fmt: skip
FRAMINGS = {
    "none": (b"", b"Content-Length: 500", b"Transfer-Encoding: chunked"),
    "length": (
        b"Content-Length: SIZE", b"CONTENT-length:SIZE ", b"Content-Length: SIZE, SIZE",
        b"Content-Length: SIZE\r\ncontent-length: 0SIZE", b"Transfer-Encoding: identity\r\nContent-Length: SIZE",
    ),
    "chunked": (
        b"Transfer-Encoding: chunked", b"transfer-encoding:CHUNKED ", b"Transfer-Encoding: gzip, chunked",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 0",
        b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
    ),
    "close": (
        b"", b"Connection: close", b"Connection: Close", b"Transfer-Encoding: identity", b"Content-Length: none",
        b"Content-Length: -1", b"Content-Length: 3, 4", b"Content-Length:",
    ),
}  # fmt: skip
"""What a head says of its body, by what is true of it."""
INTERIM = (b"100 Continue", b"102 Processing", b"103 Early Hints", b"110", b"199 Odd")
EXTENSIONS = (b"", b"", b";x", b";x=y", b';x="quoted"', b" ; x = y", b" ", b";\xe9=\x01", b";" + b"e" * 300)
TRAILERS = (b"X-Sum: 7", b"x-sum:8", b"no colon", b"X-Fold: a\r\n b", b"X-Latin: \xe9")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One answer, in the parts that a record tells apart."""

    interim: bytes = b""
    head: bytes
    """Where it has no status line, it is no answer."""
    method: str = "GET"
    tls: bool = False
    framed: bytes = b""
    """The body as it is framed."""
    payload: bytes = b""
    """The same without its framing."""
    excess: bytes = b""
    by_close: bool = False
    """Only the end of the connection ends it."""
    cut: int | None = None
    """So many bytes are sent."""
    end: str = "keep"
    pause_at: int | None = None
    """Where the server waits for a moment, so that it arrives in two pieces."""

    @property
    def message(self) -> bytes:
        """The answer itself, whole."""
        return self.head + self.framed

    @property
    def sent(self) -> bytes:
        """What the server sends."""
        return (self.interim + self.message + self.excess)[: self.cut]

    @property
    def answered(self) -> bool:
        """Does what is sent hold a whole head?"""
        return self.head[:5] == b"HTTP/" and (self.cut is None or self.cut >= len(self.interim + self.head))

    @property
    def whole(self) -> bool:
        """Is what is sent a whole answer, as far as a client can tell?"""
        if self.by_close:
            return self.answered and (self.tls or self.end != "reset")
        return self.answered and (self.cut is None or self.cut >= len(self.interim + self.message))

    @property
    def kept(self) -> bytes:
        """Block of the response record."""
        return self.sent[len(self.interim) : len(self.interim + self.message)]

    @property
    def digested(self) -> bytes:
        """The payload, as far as it was sent; asked for whole answers only."""
        return self.kept[len(self.head) :] if self.by_close else self.payload

    @property
    def script(self) -> Script:
        """For the server."""
        return Script(data=self.sent, end=self.end, pause_at=self.pause_at)


def generated(chance: Random, count: int) -> Iterator[Planned]:
    """Answers of every kind; a third of them is cut somewhere."""
    for _ in range(count):
        planned = replace(_whole(chance), tls=chance.random() < 0.25)
        if chance.random() < 0.03:
            planned = Planned(head=b"\x16" + chance.randbytes(chance.randrange(300)), end="close")
        elif chance.random() < 0.15:
            planned = _otherwise_asked(chance, planned)
        if chance.random() < 0.3:
            cut = chance.randrange(len(planned.interim + planned.message) + 1)
            planned = replace(planned, cut=cut, excess=b"", end=chance.choice(("close", "goodbye", "reset")))
        if planned.answered and chance.random() < 0.3:
            planned = replace(planned, pause_at=chance.randrange(len(planned.sent) - len(planned.excess) + 1))
        yield planned


def every_cut(end: str) -> Iterator[Planned]:
    """One answer, ended behind each of its bytes."""
    planned = Planned(
        interim=b"HTTP/1.1 103 Early\r\nLink: </s>\r\n\r\n",
        head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Fold: a\r\n b\r\n\r\n",
        framed=b"5;x=y\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n",
        payload=b"hello",
        end=end,
    )
    for cut in range(len(planned.sent) + 1):
        yield replace(planned, cut=cut)


def _otherwise_asked(chance: Random, planned: Planned) -> Planned:
    """By POST; or by HEAD, and a body that comes all the same is no part of the answer."""
    if chance.random() < 0.5:
        return replace(planned, method="POST")
    return replace(planned, method="HEAD", framed=b"", payload=b"", excess=planned.framed, by_close=False)


def _whole(chance: Random) -> Planned:
    status = chance.choice(BODILESS if chance.random() < 0.1 else STATUSES)
    framing = (
        "none" if status in BODILESS else chance.choice(("length", "length", "chunked", "chunked", "close"))
    )
    payload = b"" if framing == "none" else chance.randbytes(chance.choice((0, 1, 7, 300, 5000, 70_000)))
    by_close = framing == "close"
    newline = chance.choice((b"\r\n", b"\r\n", b"\r\n", b"\n"))
    line = chance.choice(VERSIONS) + b" %d" % status + chance.choice(PHRASES)
    stated = chance.choice(FRAMINGS[framing]).replace(b"SIZE", b"%d" % len(payload))
    lines = (line, *chance.sample(HEADERS, chance.randrange(7)), *([stated] if stated else []))
    return Planned(
        interim=b"".join(_interim(chance) for _ in range(chance.choice((0, 0, 0, 1, 3)))),
        head=newline.join(lines) + newline * 2,
        framed=chunked(chance, payload) if framing == "chunked" else payload,
        payload=payload,
        excess=b"" if by_close or chance.random() < 0.9 else chance.randbytes(20),
        by_close=by_close,
        end=chance.choice(("close", "goodbye") if by_close else ("keep", "keep", "close")),
    )


def _interim(chance: Random) -> bytes:
    newline = chance.choice((b"\r\n", b"\n"))
    return newline.join((b"HTTP/1.1 " + chance.choice(INTERIM), b"Link: </s.css>", b"")) + newline


def chunked(chance: Random, payload: bytes) -> bytes:
    """A body in chunks, and trailers."""
    newline = chance.choice((b"\r\n", b"\r\n", b"\r\n", b"\n"))
    parts, at = [], 0
    while at < len(payload):
        piece = payload[at : at + chance.choice((1, 10, 4096, 100_000))]
        size = (b"%x", b"%X", b"000%x", b"%x  ")[chance.randrange(4)] % len(piece)
        parts.append(size + chance.choice(EXTENSIONS) + newline + piece + newline)
        at += len(piece)
    trailers = chance.sample(TRAILERS, chance.choice((0, 0, 1, 2)))
    zero = chance.choice((b"0", b"000", b"0;last"))
    return b"".join((*parts, newline.join((zero, *trailers, b"")), newline))
