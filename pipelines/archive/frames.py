"""Finding the records of a WARC or ARC file: where each begins and ends, and whether the file was cut.

warcio parses the records, in raw mode; the gzip members and zstd frames are walked here, since warcio
silently accepts a last member that is cut short, and its content decoder crashes on Brotli.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from pipelines.archive.unpack import GZIP, PIECE, ZSTD, Counted, Frame, Member, Source, dictionary
from pipelines.errors import WarcError

LIMIT = 256 << 20
"""Most bytes of a block that are kept in memory; the rest of such a record is passed over."""

_ARC_LINE = re.compile(r"\d{14}")
Bad = Callable[[WarcError], None]
Unpack = Callable[[Source, str], io.RawIOBase]
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One WARC record as it lies in its file."""

    fields: tuple[tuple[str, str], ...]
    """The WARC header, in order."""
    block: bytes
    whole: bool = True
    """False where the block was longer than the limit."""
    offset: int | None = None
    """Where its gzip member, or in a plain file the record, begins; None within a shared member."""
    length: int | None = None
    """Length of the member, or in a plain file of the record without the blank lines behind it."""

    def header(self, name: str) -> str | None:
        """The first WARC header of this name."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def record_type(self) -> str:
        """``response``, ``request`` …"""
        return (self.header("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str:
        """WARC-Record-ID without angle brackets; one made from the record where a foreign one has none."""
        stated = bare(self.header("WARC-Record-ID"))
        told = f"{self.record_type} {self.header('WARC-Date')} {self.offset} {self.url}"
        return stated or f"urn:uuid:{uuid5(NAMESPACE_URL, told)}"

    @property
    def url(self) -> str:
        """WARC-Target-URI; empty where there is none."""
        return bare(self.header("WARC-Target-URI"))

    @property
    def captured(self) -> datetime | None:
        """WARC-Date; None where it is missing or no full date."""
        try:
            instant = datetime.fromisoformat(self.header("WARC-Date") or "")
        except ValueError:
            return None
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def bare(text: str | None) -> str:
    """A header value without the angle brackets that WARC 1.0 asks for."""
    return (text or "").strip().removeprefix("<").removesuffix(">")


class _Misframed(WarcError):
    """What lies here is no record, or not as long as it says, though it could be unpacked."""


def raw_records(
    stream: BinaryIO, name: str, *, limit: int = LIMIT, bad: Bad | None = None, trained: bytes | None = None
) -> Iterator[RawRecord]:
    """All records of a file, compressed or plain. A cut or broken file: all whole ones, then WarcError.

    With ``bad``, a member that holds something else than it says is told to it and passed over, and the
    members behind it are read. ``trained`` is the dictionary of a ``.warc.zst`` that is read from its middle.
    """
    source = Source(stream)
    if not source.peek(1):
        raise WarcError(f"{name}: empty, not a WARC")
    trained = dictionary(source, name) or trained
    magic = source.peek(4)
    unpack: Unpack
    if magic.startswith(GZIP):
        unpack = Member
    elif magic.startswith(ZSTD):
        unpack = partial(Frame, dictionary=trained)
    else:
        yield from _plain_records(source, name, limit)
        return
    while source.peek(1):
        yield from _member_records(source, name, limit, unpack, bad)


def _plain_records(source: Source, name: str, limit: int) -> Iterator[RawRecord]:
    reader = Counted(io.BufferedReader(source, PIECE))
    while reader.peek():
        start = reader.count
        fields, block, whole = _parse(reader, f"{name} at offset {start}", limit)
        length = reader.count - start
        reader.pass_blank_lines()
        yield RawRecord(fields=fields, block=block, whole=whole, offset=start, length=length)


def _member_records(
    source: Source, name: str, limit: int, unpack: Unpack, bad: Bad | None
) -> Iterator[RawRecord]:
    start = source.position
    place = f"{name} at offset {start}"
    reader = Counted(io.BufferedReader(unpack(source, place), PIECE))
    alone, held = True, None
    try:
        while reader.peek():
            fields, block, whole = _parse(reader, place, limit)
            reader.pass_blank_lines()
            if held:
                yield held
            alone = alone and not reader.peek()  # at its end the member's checksum has been verified
            at = (start, source.position - start) if alone else (None, None)
            held = RawRecord(fields=fields, block=block, whole=whole, offset=at[0], length=at[1])
    except _Misframed as e:
        if bad is not None:  # nor is the record before it, whose length led here, to be trusted
            bad(e)
            while reader.read(PIECE):
                pass
            return
        if held:
            yield held
        raise
    except WarcError:
        if held:
            yield held
        raise
    if held:
        yield held


def _parse(reader: Counted, place: str, limit: int) -> tuple[Fields, bytes, bool]:
    reader.head = 0
    try:
        record = ArcWarcRecordLoader(arc2warc=False).parse_record_stream(reader, no_record_parse=True)
    except (ArchiveLoadFailed, EOFError) as e:
        raise _Misframed(f"{place}: no WARC record; the file is cut, or is no WARC") from e
    if record.format == "arc":
        fields, length = _of_arc(record, place)
    else:
        fields = tuple((str(key), str(value)) for key, value in record.rec_headers.headers)
        length = _stated(record.rec_headers.get_header("Content-Length"), place)
    block = reader.read(min(length, limit))
    passed = len(block)
    while passed < length and (skipped := reader.read(min(length - passed, PIECE))):
        passed += len(skipped)
    if passed < length:
        raise _Misframed(f"{place}: cut, {passed} of {length} bytes of the record's block are there")
    return fields, block, length <= limit


def _stated(length: str | None, place: str) -> int:
    if not length or not (length.isascii() and length.isdigit()) or len(length) > 15:
        raise _Misframed(f"{place}: no WARC record; the file is cut, or is no WARC")
    return int(length)


def _of_arc(record: Any, place: str) -> tuple[Fields, int]:
    """The header that a record of an ARC file would have in a WARC.

    warcio takes any five words for an ARC record, so what they say is looked at.
    """
    told = {key: str(value) for key, value in record.rec_headers.headers}
    url, stamp = told.get("uri", ""), told.get("archive-date", "")
    _stated(told.get("length"), place)
    if "://" not in url or not _ARC_LINE.fullmatch(stamp) or record.length is None:
        raise _Misframed(f"{place}: no WARC record; the file is cut, or is no WARC")
    kind = "warcinfo" if record.rec_type == "arc_header" else "resource"
    media = told.get("content-type", "")
    if kind == "resource" and url.lower().startswith(("http://", "https://")):
        kind, media = "response", "application/http;msgtype=response"
    date = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
    return (
        ("WARC-Type", kind),
        ("WARC-Target-URI", url),
        ("WARC-Date", date),
        ("WARC-IP-Address", told.get("ip-address", "")),
        ("Content-Type", media),
        ("Content-Length", str(record.length)),
    ), record.length
