"""Writing WARC 1.1: pure functions from exchanges and documents to gzip members, one a record.

Own serializer, since the libraries cannot repeat WARC-Protocol, take payload digests over chunked bytes,
and spend five times the time. https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pipelines.archive import deflate, http
from pipelines.archive.exchange import Copied, Exchange, Kept, Original
from pipelines.page import Where

FIELDS = "application/warc-fields"
RESPONSE = "application/http;msgtype=response"
REQUEST = "application/http;msgtype=request"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FORMAT_URL = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

SHA256 = "payloadSha256"
"""Metadata field of a revisit, whose own block does not have the payload."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BASE32 = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SHIFTS = range(150, -1, -10)
"""Base32 two letters at a time: base64.b32encode costs three times the SHA-1 of a small page."""

Fields = tuple[tuple[str, str], ...]
_PERCENT = re.compile(r"(?:%[0-9A-F]{2})+")
_NAME = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What an index says about one record."""

    url: str
    captured: datetime
    record_type: str
    record_id: str
    mime: str | None
    status: int | None
    digest: str | None
    """``sha1:…`` in base32, over the payload."""
    sha256: str
    """Hex, over the payload."""
    payload_length: int
    """-1 where it is not known: of a revisit that was read."""
    truncated: bool = False
    filename: str = ""
    offset: int = 0
    length: int = 0

    def where(self, key: str) -> Where:
        """The record's place, in the object ``key``."""
        return Where(
            record_id=self.record_id,
            payload_sha256=self.sha256,
            key=key,
            offset=self.offset,
            length=self.length,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The records of one exchange or document; the first is the one that is indexed."""

    members: tuple[bytes, ...]
    indexed: Indexed

    def at(self, filename: str, offset: int) -> Indexed:
        """The index entry, once it is known where the batch was written."""
        return replace(self.indexed, filename=filename, offset=offset, length=len(self.members[0]))


Find = Callable[[str, int], Original | None]
"""The committed record with a payload of this SHA-256 and so many bytes, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A document of a raw dump, to be kept as it is."""

    url: str
    captured: datetime
    body: bytes
    media_type: str
    metadata: Fields = ()


def new_record_id() -> str:
    """A random WARC-Record-ID, without angle brackets."""
    text = os.urandom(16).hex()
    variant = "89ab"[int(text[16], 16) & 3]  # RFC 9562, 5.4
    return f"urn:uuid:{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


def sha1(data: bytes | memoryview) -> str:
    """A digest as WARC writes it.

    >>> sha1(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    number = int.from_bytes(hashlib.sha1(data, usedforsecurity=False).digest())
    return "sha1:" + "".join([_BASE32[number >> shift & 1023] for shift in _SHIFTS])


def date(instant: datetime) -> str:
    """WARC-Date with microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def value(text: str) -> str:
    """A header value on one line: what does not print, line ends above all, is percent-encoded.

    >>> value("a\\r\\nWARC-Type: request")
    'a%0D%0AWARC-Type: request'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _percent(c) for c in text)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def unvalue(text: str) -> str:
    """What :func:`value` made such a line of.

    >>> unvalue(value("100 %41\\n\\u00a0")) == "100 %41\\n\\u00a0"
    True
    """
    return _PERCENT.sub(_unpercent, text)


def _unpercent(found: re.Match[str]) -> str:
    try:
        meant = bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "surrogatepass")
    except UnicodeError:
        return found[0]
    return "".join(_percent(c) if c.isprintable() else c for c in meant)


def uri(text: str) -> str:
    """A target URI: as :func:`value`, and without spaces."""
    return value(text).replace(" ", "%20")


def record(fields: Fields, content_type: str, block: bytes) -> bytes:
    """One record as a gzip member of its own, block digest included."""
    return _member(_lines(fields), value(content_type), block)


def _lines(fields: Fields) -> str:
    return "".join([f"{name}: {value(text)}\r\n" for name, text in fields])


def _member(lines: str, content_type: str, block: deflate.Block, coded: int | None = None) -> bytes:
    """A record of header lines that have been through :func:`value` already."""
    head = (
        f"WARC/1.1\r\n{lines}WARC-Block-Digest: {sha1(block)}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return deflate.member(head.encode(), block, coded)


def warc_fields(fields: Fields) -> bytes:
    """A block of ``application/warc-fields``."""
    return "".join(f"{_NAME.sub('-', name) or '-'}: {value(text)}\r\n" for name, text in fields).encode()


def read_fields(block: bytes) -> Fields:
    """The fields of a metadata or warcinfo block."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").split("\r\n"))
    return tuple((name, text.strip()) for name, colon, text in pairs if colon)


def warcinfo(filename: str, written: datetime, fields: Fields) -> tuple[str, bytes]:
    """The first record of a file, and its id."""
    record_id = new_record_id()
    all_fields = (("format", "WARC File Format 1.1"), ("conformsTo", FORMAT_URL), *fields)
    head = (
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", date(written)),
        ("WARC-Filename", filename),
    )
    return record_id, record(head, FIELDS, warc_fields(all_fields))


def exchange(taken: Exchange, warcinfo_id: str, find: Find = lambda *_: None) -> Batch:
    """Response or revisit, request, metadata; request and metadata alone where no answer came.

    ``find`` names the record for a revisit to point to; it is not asked for truncated or empty payloads.
    """
    url = uri(taken.url)
    shared = _shared(url, taken.started, warcinfo_id)
    wire = _lines(_wire(taken))
    request_id = new_record_id()
    members: list[bytes] = []
    if taken.response is None:
        sha256 = hashlib.sha256(b"").hexdigest()
        indexed = _indexed(taken, url, "request", request_id, None, sha256)
        request_extra, told = wire, _told(taken)
    else:
        message = taken.message or http.parse(memoryview(taken.response))
        sha256 = hashlib.sha256(message.payload).hexdigest()
        profile, original = _unchanged(taken, message, sha256, find)
        kind = "revisit" if original else "response"
        indexed = _indexed(taken, url, kind, new_record_id(), message, sha256)
        if original is not None and profile == NOT_MODIFIED:  # what it stands for is the original's payload
            sha256 = original.sha256
            indexed = replace(indexed, sha256=sha256, digest=original.digest)
        extra = f"{wire}WARC-Payload-Digest: {indexed.digest}\r\n{_lines(_refers(profile, original))}"
        if taken.truncated:
            extra += f"WARC-Truncated: {taken.truncated}\r\n"
        block = message.head if original else taken.response
        coded = None if original or not _is_coded(message) else len(message.head)
        members.append(_member(_head(kind, indexed.record_id, shared) + extra, RESPONSE, block, coded))
        request_extra = _beside(indexed.record_id) + _lines(_address(taken))
        told = (*taken.metadata, *(((SHA256, sha256),) if original else ()))
    members.append(_member(_head("request", request_id, shared) + request_extra, REQUEST, taken.request))
    members.append(_metadata(indexed.record_id, shared, told))
    return Batch(members=tuple(members), indexed=indexed)


def resource(document: Resource, warcinfo_id: str) -> Batch:
    """A document of a dump, and its provenance."""
    url = uri(document.url)
    shared = _shared(url, document.captured, warcinfo_id)
    digest, record_id = sha1(document.body), new_record_id()
    head = f"{_head('resource', record_id, shared)}WARC-Payload-Digest: {digest}\r\n"
    members = (
        _member(head, value(document.media_type or "application/octet-stream"), document.body),
        _metadata(record_id, shared, document.metadata),
    )
    indexed = Indexed(
        url=url,
        captured=document.captured,
        record_type="resource",
        record_id=record_id,
        mime=re.split(r"[;\s]", document.media_type)[0] or None,
        status=None,
        digest=digest,
        sha256=hashlib.sha256(document.body).hexdigest(),
        payload_length=len(document.body),
    )
    return Batch(members=members, indexed=indexed)


def copied(record: Indexed, taken: Copied, warcinfo_id: str) -> Batch:
    """A record of another archive as it is, and where it comes from; ``record`` is what an index says of it."""
    shared = _shared(uri(record.url), record.captured, warcinfo_id)
    return Batch(members=(taken.member, _metadata(record.record_id, shared, taken.metadata)), indexed=record)


def kept(entry: Indexed, key: str) -> Kept:
    """The receipt for what was written to the object ``key``."""
    return Kept(
        where=entry.where(key),
        captured=entry.captured,
        status=entry.status,
        record_type=entry.record_type,  # type: ignore[arg-type]
        payload_length=entry.payload_length,
    )


def _shared(url: str, started: datetime, warcinfo_id: str) -> str:
    return f"WARC-Date: {date(started)}\r\nWARC-Target-URI: {url}\r\nWARC-Warcinfo-ID: <{warcinfo_id}>\r\n"


def _head(kind: str, record_id: str, shared: str) -> str:
    return f"WARC-Type: {kind}\r\nWARC-Record-ID: <{record_id}>\r\n{shared}"


def _beside(record_id: str) -> str:
    return f"WARC-Concurrent-To: <{record_id}>\r\n"


def _metadata(beside: str, shared: str, fields: Fields) -> bytes:
    return _member(_head("metadata", new_record_id(), shared) + _beside(beside), FIELDS, warc_fields(fields))


def _address(taken: Exchange) -> Fields:
    return (("WARC-IP-Address", taken.ip),) if taken.ip else ()


def _wire(taken: Exchange) -> Fields:
    """Address, protocols (one field each, iipc issue 42) and cipher suite (iipc issue 86)."""
    protocols = tuple(("WARC-Protocol", protocol) for protocol in taken.protocols)
    cipher = (("WARC-Cipher-Suite", taken.cipher),) if taken.cipher else ()
    return (*_address(taken), *protocols, *cipher)


def _is_coded(message: http.Message) -> bool:
    """Is the payload compressed already?"""
    return (message.header("content-encoding") or "identity").lower() != "identity"


def _unchanged(
    taken: Exchange, message: http.Message, sha256: str, find: Find
) -> tuple[str, Original | None]:
    """The committed record that holds this payload already, and the profile of a revisit to it (WARC 1.1, 6.7).

    A 304 that nobody asked for refers to nothing: it stays a plain response.
    """
    if taken.truncated:
        return IDENTICAL, None
    if message.status == 304 and taken.basis is not None:
        return NOT_MODIFIED, taken.basis
    return IDENTICAL, find(sha256, len(message.payload)) if message.payload else None


def _refers(profile: str, original: Original | None) -> Fields:
    """File name and offset are an extension that Heritrix writes too; they spare a search in the index."""
    if original is None:
        return ()
    return (
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", uri(original.url)),
        ("WARC-Refers-To-Date", date(original.captured)),
        ("WARC-Refers-To-Filename", original.filename),
        ("WARC-Refers-To-File-Offset", str(original.offset)),
    )


def _told(taken: Exchange) -> Fields:
    """The metadata of an exchange without an answer: the reason and the bytes as well."""
    told = dict.fromkeys(name for name, _ in taken.metadata)
    error = () if "fetchError" in told else (("fetchError", "no answer that can be parsed"),)
    received = base64.b64encode(taken.unparsable).decode()
    return (*taken.metadata, *error, *((("receivedBase64", received),) if received else ()))


def _indexed(
    taken: Exchange, url: str, kind: str, record_id: str, message: http.Message | None, sha256: str
) -> Indexed:
    media = (message.header("content-type") or "") if message else ""
    return Indexed(
        url=url,
        captured=taken.started,
        record_type=kind,
        record_id=record_id,
        mime="warc/revisit" if kind == "revisit" else re.split(r"[;\s]", media)[0] or None,
        status=message.status if message else None,
        digest=sha1(message.payload) if message else None,
        sha256=sha256,
        payload_length=len(message.payload) if message else 0,
        truncated=bool(taken.truncated),
    )
