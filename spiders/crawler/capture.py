"""What crossed the wire for one request, and the exchange it makes for the archive. Pure: no network here."""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from pipelines.archive import http
from pipelines.archive.exchange import Exchange, Original, Truncated
from pipelines.archive.http import BLANK_LINES, HEAD_END, STATUS_LINE
from spiders.crawler.optout import signals
from spiders.crawler.received import IN_MEMORY, Received

Data = bytes | memoryview
"""An answer: a long one is a view of a file."""

# Key exchange and cipher as OpenSSL names them for TLS 1.2, and as IANA does; TLS 1.3 names are the same.
EXCHANGES = {
    "ECDHE-RSA": "ECDHE_RSA",
    "ECDHE-ECDSA": "ECDHE_ECDSA",
    "DHE-RSA": "DHE_RSA",
    "DHE-DSS": "DHE_DSS",
}
CIPHERS = re.compile(r"(?:(.+)-)?(AES|CAMELLIA|ARIA)(128|256)(?:-(GCM|CCM8?))?(?:-(SHA\d*))?")


@dataclass(slots=True, kw_only=True)
class Wire:
    """One attempt at a request on one connection; a second one may be made on a fresh connection."""

    sent: list[bytes] = field(default_factory=list)
    got: Received = field(default_factory=Received)
    started: float = 0.0
    """Seconds since the epoch: when the first byte was written."""
    first: float | None = None
    ended: float | None = None
    whole: bool = False
    """The end of the message was seen."""
    excess: int = 0
    """Bytes received beyond it."""
    ip: str | None = None
    tls: str | None = None
    """As OpenSSL says: ``TLSv1.3``."""
    cipher: str | None = None
    """OpenSSL's name."""
    crossed: Callable[[], bool] = lambda: True
    """Did the request leave? Not where the TLS handshake failed: it was only waiting for it."""
    certificate: str | None = None
    """Hex SHA-256 of the server's certificate."""
    verdict: str | None = None
    """What checking it would have said, where a bad one was let pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of the request beside its bytes."""

    url: str
    via: str | None = None
    hops: str = ""
    told: tuple[tuple[str, str], ...] = ()
    """What a recovered ledger will be made from: role, announcedBy, announced, dated."""
    verified: bool = True
    """Was the server's certificate checked?"""
    basis: Original | None = None
    """Where the request's validators were taken from."""
    most: int = IN_MEMORY
    """Bytes of the longest page that is unpacked."""


def exchange(wire: Wire, about: About, error: str | None, cut: Truncated | None) -> Exchange:
    """The exchange of one attempt; ``cut`` says why its answer would be incomplete."""
    received = wire.got.whole()
    message = received[: len(received) - wire.excess] if wire.excess else received
    interim, final = split_interim(message)
    parsed = http.parse(memoryview(final)) if is_answer(final) else None
    plain = _plain(parsed, about.most) if parsed and not cut and isinstance(final, bytes) else None
    return Exchange(
        url=about.url,
        started=datetime.fromtimestamp(wire.started, UTC),
        request=b"".join(wire.sent),
        response=final if parsed else None,
        message=parsed,
        plain=plain,
        truncated=cut if parsed else None,
        ip=wire.ip,
        protocols=protocols(wire, final),
        cipher=iana_cipher(wire.cipher),
        unparsable=b"" if parsed else bytes(final),
        metadata=(
            *_metadata(wire, about, error, interim),
            *_beyond(received, wire.excess),
            *(signals(parsed, about.url, plain) if parsed else ()),
        ),
        basis=about.basis,
    )


def _plain(message: http.Message, most: int) -> bytes | None:
    """What a reader of the page sees; None where it was not packed, or cannot be unpacked without a loss."""
    return http.whole(message.payload, message.codings, most) if message.codings and message.payload else None


def split_interim(data: Data) -> tuple[bytes, Data]:
    r"""Leading 1xx answers, and the rest. 101 is final: what follows it is no HTTP. Blank lines before an answer are
    no part of it, browsers pass over them.

    >>> split_interim(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    (b'HTTP/1.1 103 Early Hints\r\n\r\n', b'HTTP/1.1 200 OK\r\n\r\n')
    """
    at = _blank(data, 0)
    while (line := STATUS_LINE.match(data, at)) and line[1][:1] == b"1" and line[1] != b"101":
        end = HEAD_END.search(data, line.end())
        if end is None:
            break
        at = _blank(data, end.end())
    return bytes(data[:at]), data[at:]


def _blank(data: Data, at: int) -> int:
    """Where an answer begins behind blank lines; where none does, nothing is passed over."""
    begin = BLANK_LINES.match(data, at)
    return begin.end() if begin and STATUS_LINE.match(data, begin.end()) else at


def is_answer(data: Data) -> bool:
    """Does it begin with a status line and a whole header?"""
    return STATUS_LINE.match(data) is not None and HEAD_END.search(data) is not None


def protocols(wire: Wire, answer: Data) -> tuple[str, ...]:
    """Values for WARC-Protocol: ``http/1.1`` and ``tls/1.3``."""
    version = ("http/1.0",) if answer[:9] == b"HTTP/1.0 " else ("http/1.1",)
    return (
        version
        if wire.tls is None
        else (*version, wire.tls.lower().replace("tlsv", "tls/").replace("sslv", "ssl/"))
    )


@cache
def iana_cipher(name: str | None) -> str | None:
    """The IANA name of a cipher suite; None where we cannot tell it.

    >>> iana_cipher("ECDHE-RSA-AES128-GCM-SHA256"), iana_cipher("TLS_AES_256_GCM_SHA384")
    ('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384')
    >>> iana_cipher("ECDHE-ECDSA-CHACHA20-POLY1305"), iana_cipher("AES128-SHA")
    ('TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'TLS_RSA_WITH_AES_128_CBC_SHA')
    """
    if name is None or name.startswith("TLS_"):
        return name
    if name.endswith("-CHACHA20-POLY1305"):
        key = EXCHANGES.get(name.removesuffix("-CHACHA20-POLY1305"))
        return key and f"TLS_{key}_WITH_CHACHA20_POLY1305_SHA256"
    found = CIPHERS.fullmatch(name)
    if found is None:
        return None
    key, cipher, bits, mode, digest = found.groups()
    exchange = EXCHANGES.get(key) if key else "RSA"
    if exchange is None:
        return None
    if mode and mode.startswith("CCM"):
        return f"TLS_{exchange}_WITH_{cipher}_{bits}_{mode.replace('CCM8', 'CCM_8')}"
    return f"TLS_{exchange}_WITH_{cipher}_{bits}_{mode or 'CBC'}_{digest}" if digest else None


def _metadata(wire: Wire, about: About, error: str | None, interim: bytes) -> Iterator[tuple[str, str]]:
    yield from about.told
    escaped = interim.decode("latin-1").encode("unicode_escape").decode("ascii")
    unknown = wire.cipher if iana_cipher(wire.cipher) is None else None
    fields = (
        ("via", about.via),
        ("hopsFromSeed", about.hops),
        ("firstByteTimeMs", _milliseconds(wire.started, wire.first)),
        ("fetchTimeMs", _milliseconds(wire.started, wire.ended)),
        ("fetchError", error),
        ("interimResponses", escaped),
        ("cipher", unknown),
        ("certificateSha256", wire.certificate),
        ("certificateVerified", "no" if wire.certificate and not about.verified else None),
        ("certificateVerdict", wire.verdict),
    )
    yield from ((name, value) for name, value in fields if value)


def _beyond(received: Data, excess: int) -> tuple[tuple[str, str], ...]:
    """Bytes behind the end of the answer, as far as they came with it."""
    if not excess:
        return ()
    beyond = base64.b64encode(received[len(received) - excess :]).decode()
    return (("excessBytes", str(excess)), ("excessBase64", beyond))


def _milliseconds(start: float, end: float | None) -> str | None:
    return None if end is None else str(max(0, round((end - start) * 1000)))
