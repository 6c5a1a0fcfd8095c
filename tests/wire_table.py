"""Answers that servers really send, one a line: what is whole in them, and what an archive must hold.

``test_wire_kinds`` draws its answers by chance; these are the ones that somebody thought of, from RFC 9110 and
9112, from what browsers forgive, and from what broken servers and proxies do.
"""

import gzip
import zlib
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]
import zstandard
from crawler_wire import Script

HELLO, H5 = b"hello", b"5\r\nhello\r\n0\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked"
PAGE = b"<p>A story of the invented Herald.</p>" * 20
GZIP, BR, ZSTD = gzip.compress(PAGE, mtime=0), brotli.compress(PAGE), zstandard.compress(PAGE)
NOTHING = gzip.compress(b"", mtime=0)
_engine = zlib.compressobj(9, zlib.DEFLATED, -15)
RAW = _engine.compress(PAGE) + _engine.flush()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One answer."""

    data: bytes
    """What the server sends."""
    payload: bytes | None = HELLO
    """What the framing held; None where nothing is said of it."""
    before: bytes = b""
    """Interim answers and blank lines, which stand in the metadata."""
    excess: bytes = b""
    """What is behind the end."""
    cut: bool = False
    answered: bool = True
    """Is it an answer at all?"""
    fetched: bool = True
    end: str = "keep"
    step: int = 0
    tls: bool = False

    @property
    def kept(self) -> bytes:
        """Block of the response record."""
        return self.data[len(self.before) : len(self.data) - len(self.excess)]

    @property
    def script(self) -> Script:
        """For the server."""
        return Script(data=self.data, end=self.end, step=self.step)


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK", eol: bytes = b"\r\n") -> bytes:
    """A head of these lines."""
    return eol.join((status, *lines)) + eol * 2


def whole(body: bytes = HELLO, *lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """An answer with a length."""
    return head(*lines, b"Content-Length: %d" % len(body), status=status) + body


def ok(data: bytes, payload: bytes = HELLO, end: str = "keep") -> Kind:
    """A page that counts."""
    return Kind(data=data, payload=payload, end=end)


def closed(data: bytes, payload: bytes | None = HELLO) -> Kind:
    """A page that ends with its connection."""
    return Kind(data=data, payload=payload, end="close")


def refused(data: bytes, payload: bytes | None = HELLO, excess: bytes = b"", end: str = "keep") -> Kind:
    """Kept, but no page: its status says so."""
    return Kind(data=data, payload=payload, excess=excess, fetched=False, end=end)


def broken(data: bytes, payload: bytes | None = None) -> Kind:
    """Framing that ends nowhere, or that nobody could follow."""
    return Kind(data=data, payload=payload, cut=True, fetched=False, end="close")


def no_answer(data: bytes) -> Kind:
    """No HTTP."""
    return Kind(data=data, payload=None, answered=False, fetched=False, end="close")


def after(before: bytes) -> Kind:
    """A page behind what is no part of it."""
    return Kind(data=before + whole(), before=before)


def framed(chunks: bytes, *lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """An answer in chunks."""
    return head(*lines, CHUNKED, status=status) + chunks


def coded(coding: bytes, body: bytes) -> Kind:
    """A page in a content coding, or what says so."""
    return ok(whole(body, b"Content-Type: text/html", b"Content-Encoding: " + coding), body)


def _te(coding: bytes, payload: bytes = HELLO, end: str = "keep") -> Kind:
    return ok(head(b"Transfer-Encoding: " + coding) + H5, payload, end)


def _status(line: bytes) -> bytes:
    return whole(status=line)


def _interim(status: bytes, *lines: bytes) -> bytes:
    return head(*lines, status=b"HTTP/1.1 " + status)


START = {
    "1.0, kept alive": ok(head(b"Connection: keep-alive", b"Content-Length: 5", status=b"HTTP/1.0 200 OK") + HELLO),
    "1.0 in chunks": closed(framed(H5, status=b"HTTP/1.0 200 OK")),
    "HTTP/2 in text": ok(_status(b"HTTP/2 200")),
    "HTTP/1.2": ok(_status(b"HTTP/1.2 200 OK")),
    "small letters": ok(_status(b"http/1.1 200 ok")),
    "glued phrase": ok(_status(b"HTTP/1.1 200OK")),
    "no phrase": ok(_status(b"HTTP/1.1 200")),
    "two blanks": ok(_status(b"HTTP/1.1  200  OK")),
    "status 099": refused(_status(b"HTTP/1.1 099 Odd")),
    "status 000": refused(_status(b"HTTP/1.1 000 Odd")),
    "status 600": refused(_status(b"HTTP/1.1 600 Odd")),
    "status 1000": no_answer(_status(b"HTTP/1.1 1000 Odd")),
    "status 20": no_answer(_status(b"HTTP/1.1 20 Odd")),
    "status in letters": no_answer(_status(b"HTTP/1.1 OK 200")),
    "HTTP/0.9": no_answer(b"<html>hello</html>"),
    "ICY": no_answer(_status(b"ICY 200 OK")),
    "byte order mark": no_answer(b"\xef\xbb\xbf" + whole()),
    "bare carriage returns": no_answer(b"HTTP/1.1 200 OK\rContent-Length: 5\r\rhello"),
    "doubled carriage returns": no_answer(b"HTTP/1.1 200 OK\r\r\nContent-Length: 5\r\r\n\r\r\nhello"),
    "blank line before": after(b"\r\n"),
    "line feeds before": after(b"\n\n"),
    "mixed line ends": ok(b"HTTP/1.1 200 OK\nA: b\r\nContent-Length: 5\n\r\nhello"),
    "no headers": closed(b"HTTP/1.1 200 OK\r\n\r\nhello"),
    "100 twice": after(_interim(b"100 Continue") * 2),
    "103 twenty times": after(_interim(b"103 Early Hints", b"Link: </a>") * 20),
    "102 and 199": after(_interim(b"102 Processing") + _interim(b"199 Odd", b"X: y")),
    "100 with a length": after(_interim(b"100 Continue", b"Content-Length: 3")),
    "100 and nothing": no_answer(_interim(b"100 Continue")),
    "101": refused(_interim(b"101 Switching", b"Upgrade: x") + b"\x81\x05hello", b"", b"\x81\x05hello"),
    "204 with a body": refused(head(b"Content-Length: 5", status=b"HTTP/1.1 204 No Content") + HELLO, b"", HELLO),
    "204 in chunks": refused(framed(H5, status=b"HTTP/1.1 204 No Content"), b"", H5),
    "205 with a body": refused(_status(b"HTTP/1.1 205 Reset Content")),
    "206": refused(whole(HELLO, b"Content-Range: bytes 0-4/100", status=b"HTTP/1.1 206 Partial Content")),
    "304 with a body": refused(head(b"Content-Length: 5", status=b"HTTP/1.1 304 Not Modified") + HELLO, b"", HELLO),
}  # fmt: skip
LENGTHS = {
    **{f"length {text!r}": closed(head(b"Content-Length: " + text) + HELLO) for text in (
        b"+5", b"5.0", b"0x5", b"5;", b"five", b"-5", "٥".encode(), b"5_0", b"", b"5,", b"5, 6", b"\x0b5")},
    **{f"length {text!r}": ok(head(b"Content-Length:" + text) + HELLO) for text in (
        b"5", b" 0005", b" 5, 5", b" \t 5 \t ", b"\r\n\t5")},
    "two lengths": closed(head(b"Content-Length: 5", b"Content-Length: 7") + b"hello!!", b"hello!!"),
    "blank before the colon": closed(head(b"Content-Length : 5") + HELLO),
    "20 digits": broken(head(b"Content-Length: 99999999999999999999") + HELLO, HELLO),
    "2 to the 63rd": broken(head(b"Content-Length: 9223372036854775808") + HELLO, HELLO),
    "behind the end": Kind(data=whole() + b"more", excess=b"more"),
    "a second answer": Kind(data=whole() + whole(b"other"), excess=whole(b"other")),
    "empty": ok(whole(b""), b""),
    "empty and closed": closed(head(), b""),
}  # fmt: skip
CHUNKS = {
    "folded coding": _te(b"\r\n chunked"),
    "coding after identity": _te(b"identity, chunked"),
    "coding before identity": _te(b"chunked, identity", H5, "close"),
    "coding twice": _te(b"chunked, chunked"),
    "two lines of coding": ok(head(CHUNKED, CHUNKED) + H5),
    "unknown coding": ok(head(b"Transfer-Encoding: xchunked", b"Content-Length: 5") + HELLO),
    "coding in quotes": _te(b'"chunked"', H5, "close"),
    "no coding": ok(head(b"Transfer-Encoding:", b"Content-Length: 5") + HELLO),
    "coding and no length": ok(head(CHUNKED, b"Content-Length: 0") + H5),
    "gzip in chunks": ok(head(b"Transfer-Encoding: gzip, chunked") + b"%x\r\n" % len(GZIP) + GZIP + b"\r\n0\r\n\r\n", GZIP),
    "gzip and no chunks": closed(head(b"Transfer-Encoding: gzip") + GZIP, GZIP),
    "capitals": ok(framed(b"A\r\n0123456789\r\n1F\r\n" + b"z" * 31 + b"\r\n0\r\n\r\n"), b"0123456789" + b"z" * 31),
    "zeros": ok(framed(b"00000000005\r\nhello\r\n0000\r\n\r\n")),
    "31 digits": ok(framed(b"0" * 30 + b"5\r\nhello\r\n0\r\n\r\n")),
    "blank before": ok(framed(b" 5\r\nhello\r\n0\r\n\r\n")),
    "tab behind": ok(framed(b"5\t\r\nhello\r\n0\t\r\n\r\n")),
    "extensions": ok(framed(b'5;a=b;c="d;e"\r\nhello\r\n0;x\r\n\r\n')),
    "8 KB of extension": ok(framed(b"5;" + b"e" * 8000 + b"\r\nhello\r\n0\r\n\r\n")),
    "byte by byte": ok(framed(b"".join(b"1\r\n%c\r\n" % byte for byte in HELLO) + b"0\r\n\r\n")),
    "line feeds alone": ok(head(CHUNKED, eol=b"\n") + b"5\nhello\n0\n\n"),
    "trailers": ok(framed(b"5\r\nhello\r\n0\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 99\r\n\r\n", b"Trailer: X-A")),
    "folded trailer": ok(framed(b"5\r\nhello\r\n0\r\nX-A: 1\r\n two\r\n\r\n")),
    "an answer as trailer": ok(framed(b"5\r\nhello\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n")),
    "no bytes": ok(framed(b"0\r\n\r\n"), b""),
    **{f"size {text!r}": broken(framed(text + b"\r\nhello\r\n0\r\n\r\n")) for text in (
        b"0x5", b"+5", b"-5", b"3", b"9", b"", b"F" * 16, b"5 5")},
    "never in chunks": broken(framed(HELLO), HELLO),
    "no last chunk": broken(framed(b"5\r\nhello\r\n"), HELLO),
    "no last line": broken(framed(b"5\r\nhello\r\n0\r\n"), HELLO),
    "an empty line between": broken(framed(b"5\r\nhello\r\n\r\n0\r\n\r\n"), HELLO),
}  # fmt: skip
CODINGS = {
    **{f"{coding.decode()} {number}": coded(coding, body) for number, (coding, body) in enumerate((
        (b"x-gzip", GZIP), (b"GZip", GZIP), (b"gzip", GZIP + gzip.compress(b"<p>More.</p>")), (b"gzip", GZIP + b"garbage"),
        (b"gzip", GZIP + b"\0" * 9), (b"gzip", GZIP[:-9]), (b"gzip", GZIP[:10]), (b"gzip", b""), (b"gzip", NOTHING), (b"gzip", PAGE),
        (b"br", BR), (b"br", BR[:-3]), (b"br", BR + b"more"), (b"br", PAGE), (b"zstd", ZSTD), (b"zstd", ZSTD * 2),
        (b"zstd", ZSTD[:-3]), (b"zstd", PAGE), (b"deflate", zlib.compress(PAGE)), (b"deflate", RAW), (b"deflate", PAGE),
        (b"gzip, br", brotli.compress(GZIP)), (b"identity, gzip", GZIP), (b"gzip, gzip", gzip.compress(GZIP)),
        (b",gzip,", GZIP), (b"x-foo", PAGE), (b"none", PAGE), (b"UTF-8", PAGE), (b"aws-chunked", PAGE)))},
    "two lines": ok(whole(brotli.compress(GZIP), b"Content-Encoding: gzip", b"content-encoding: br"), brotli.compress(GZIP)),
    "the same line twice": ok(whole(GZIP, b"Content-Encoding: gzip", b"Content-Encoding: gzip"), GZIP),
}  # fmt: skip
HEADERS = {name: ok(whole(HELLO, *lines)) for name, lines in {
    "nul": (b"X: a\0b", b"X\0Y: c"), "carriage return": (b"X: a\rb",), "latin-1": (b"X-\xe9: \xff",),
    "utf-8": ("X-é: ☃".encode(),), "no colon": (b"nothing",), "no name": (b": x",), "a blank name": (b"  : x",),
    "control bytes": (bytes(range(128, 160)) + b": x",), "folded first": (b"\tfolded",), "a status line": (b"HTTP/1.1 200 OK",),
    "500 KB": (b"X: " + b"x" * 500_000,), "5000 lines": tuple(b"X-%d: y" % n for n in range(5000)),
    "10,000 cookies": tuple(b"Set-Cookie: c%d=v; Path=/" % n for n in range(10_000)),
    "folded thrice": (b"X: a\r\n b\r\n\tc\r\n  d",), "folded and empty": (b"X: a\r\n \r\n b",),
    "two types": (b"Content-Type: text/html", b"Content-Type: text/plain"), "no dates": (b"Date: never", b"Expires: 0"),
    "kept for no time": (b"Keep-Alive: timeout=0, max=0", b"Connection: Keep-Alive"),
    "close and upgrade": (b"Proxy-Connection: close", b"Connection: close, upgrade", b"Upgrade: h2c"),
    "elsewhere": (b"Refresh: 0; url=/never", b"Location: /never", b"Content-Location: /never"),
}.items()}  # fmt: skip
ENDS = {
    "half closed": ok(whole(), end="half"),
    "half closed without a length": ok(head() + HELLO, end="half"),
    "half closed too early": Kind(data=whole()[:-2], payload=b"hel", cut=True, fetched=False, end="half"),
    "in drips": Kind(data=whole(HELLO * 9), payload=HELLO * 9, step=1),
    "chunks in drips": Kind(data=framed(H5), step=1),
    "tls without an alert": Kind(data=whole(), end="close", tls=True),
    "tls without an alert or length": Kind(data=head() + HELLO, end="close", tls=True),
    "tls with an alert": Kind(data=head() + HELLO, end="goodbye", tls=True),
    "tls cut": Kind(data=whole()[:-2], payload=b"hel", end="close", tls=True, cut=True, fetched=False),
    "tls reset": Kind(data=whole()[:-2], payload=b"hel", end="reset", tls=True, cut=True, fetched=False),
    "tls broken": Kind(data=whole()[:-2], payload=b"hel", end="garble", tls=True, cut=True, fetched=False),
    "tls broken without a length": Kind(data=head() + HELLO, end="garble", tls=True, cut=True, fetched=False),
}
KINDS = {f"{table}: {name}": kind for table, kinds in (
    ("start", START), ("length", LENGTHS), ("chunks", CHUNKS), ("coding", CODINGS), ("header", HEADERS), ("end", ENDS),
) for name, kind in kinds.items()}  # fmt: skip
