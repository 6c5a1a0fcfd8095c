"""A page: bytes that were kept, and where they lie in the archive."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a page in the archive.

    A record is named by its WARC-Record-ID and the SHA-256 of its payload. The object key, offset and
    length are a hint for speed: a CDX look-up may replace them when a file has been moved or rewritten.
    """

    record_id: str
    """WARC-Record-ID without angle brackets: ``urn:uuid:…``."""
    payload_sha256: str
    """Hex SHA-256 of the transfer-decoded payload (RFC 9112 chunking removed, content coding kept)."""
    key: str | None = None
    """Object key of the WARC file below the archive's root."""
    offset: int | None = None
    """Where the record's gzip member begins, in bytes."""
    length: int | None = None
    """Length of the gzip member, in bytes."""
    part: str | None = None
    """Which document of a dump that holds many: a member name, line or row; None for a whole payload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document as the cleaner sees it: a captured answer, or one document of a raw dump."""

    body: bytes
    """Transfer- and content-decoded, under a size cap."""
    media_type: str
    """The Content-Type as received, parameters and all; empty where none was given."""
    url: str | None = None
    """Target URI; None for a dump that names none."""
    fetched: datetime | None = None
    """When the request was sent (aware, UTC), or when the dump was imported; None if unknown."""
    headers: tuple[tuple[str, str], ...] = ()
    """HTTP headers in order, as received."""
    status: int | None = None
    """HTTP status code; None for a dump."""
    where: Where | None = None
    """The record these bytes came from; None outside an archive."""
    stated: tuple[tuple[str, str], ...] = ()
    """What the row of a dump says beside the text, as (column, value); what is no text as JSON."""
