"""One HTTP exchange as it crossed the wire, and what the archive answers when it has kept one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines.archive.http import Message
from pipelines.page import Where

Truncated = Literal["length", "time", "disconnect", "unspecified"]
"""Values of WARC-Truncated (WARC 1.1, section 5.13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A committed record for a revisit to point to."""

    record_id: str
    url: str
    captured: datetime
    filename: str
    offset: int
    digest: str | None = None
    """``sha1:…`` in base32, over its payload."""
    sha256: str = ""
    """Hex, over its payload."""
    size: int = -1
    """Bytes of its payload; -1 where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back on its connection, byte for byte."""

    url: str
    """Target URI, without fragment."""
    started: datetime
    """When the first byte of the request was written (aware, UTC, microseconds)."""
    request: bytes
    """Request line, headers and body as sent."""
    response: bytes | memoryview | None
    """Status line, headers and body as received, chunking and trailers included, 1xx answers and bytes
    beyond the message left out; None where no parsable answer came. A long one is a view of a file."""
    message: Message | None = None
    """The response taken apart, where that has been done already."""
    plain: bytes | None = None
    """Its payload with the content codings undone, where they are and could be without a loss."""
    truncated: Truncated | None = None
    """Why the answer is incomplete; None for a whole one."""
    ip: str | None = None
    """Address of the server; None where a proxy stood between."""
    protocols: tuple[str, ...] = ()
    """For WARC-Protocol: ``("http/1.1", "tls/1.3")``."""
    cipher: str | None = None
    """IANA name of the cipher suite, for WARC-Cipher-Suite."""
    unparsable: bytes = b""
    """What was received where no answer could be parsed."""
    metadata: tuple[tuple[str, str], ...] = ()
    """Fields of the metadata record in order: via, hopsFromSeed, fetchTimeMs, fetchError …"""
    basis: Original | None = None
    """What the request's validators were taken from; None for a request without conditions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A response record of another archive, to be kept byte for byte."""

    member: bytes
    """One gzip member that holds the whole record."""
    metadata: tuple[tuple[str, str], ...] = ()
    """Where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The receipt for one exchange: ``write()`` of all its records to the spool has returned."""

    where: Where
    """Of the response or revisit record, or of the request where there was no answer."""
    captured: datetime
    status: int | None
    record_type: Literal["response", "revisit", "request"]
    payload_length: int
