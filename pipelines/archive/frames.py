"""Finding the records of a WARC file: where each begins and ends, and whether the file was cut.

warcio parses the records, in raw mode; the gzip members are walked here, since warcio silently accepts a
last member that is cut short, and its content decoder crashes on Brotli.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from pipelines.errors import WarcError

LIMIT = 256 << 20
"""Most bytes of a block that are kept in memory; the rest of such a record is passed over."""

_PIECE = 1 << 16
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


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
        """WARC-Record-ID without angle brackets."""
        return bare(self.header("WARC-Record-ID"))

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


def raw_records(stream: BinaryIO, name: str, *, limit: int = LIMIT) -> Iterator[RawRecord]:
    """All records of a file, compressed or plain. A cut or broken file: all whole ones, then WarcError."""
    source = _Source(stream)
    magic = source.peek(4)
    if magic.startswith(_ZSTD):
        raise WarcError(f"{name}: compressed with zstd; turn it into .warc.gz with fastwarc recompress")
    if not magic:
        raise WarcError(f"{name}: empty, not a WARC")
    if not magic.startswith(_GZIP):
        yield from _plain_records(source, name, limit)
        return
    while source.peek(1):
        yield from _member_records(source, name, limit)


def _plain_records(source: "_Source", name: str, limit: int) -> Iterator[RawRecord]:
    reader = _Counted(io.BufferedReader(source, _PIECE))
    while reader.peek():
        start = reader.count
        fields, block, whole = _parse(reader, f"{name} at offset {start}", limit)
        length = reader.count - start
        reader.pass_blank_lines()
        yield RawRecord(fields=fields, block=block, whole=whole, offset=start, length=length)


def _member_records(source: "_Source", name: str, limit: int) -> Iterator[RawRecord]:
    start = source.position
    place = f"{name} at offset {start}"
    reader = _Counted(io.BufferedReader(_Member(source, place), _PIECE))
    alone = True
    while reader.peek():
        fields, block, whole = _parse(reader, place, limit)
        reader.pass_blank_lines()
        alone = alone and not reader.peek()  # at its end the member's checksum has been verified
        at = (start, source.position - start) if alone else (None, None)
        yield RawRecord(fields=fields, block=block, whole=whole, offset=at[0], length=at[1])


def _parse(reader: "_Counted", place: str, limit: int) -> tuple[tuple[tuple[str, str], ...], bytes, bool]:
    try:
        record = ArcWarcRecordLoader(arc2warc=False).parse_record_stream(reader, no_record_parse=True)
    except (ArchiveLoadFailed, EOFError) as e:
        raise WarcError(f"{place}: no WARC record; the file is cut, or is no WARC") from e
    stated = record.rec_headers.get_header("Content-Length") or ""
    if record.format != "warc" or not (
        stated.isascii() and stated.isdigit()
    ):  # warcio takes any five words for an ARC record
        raise WarcError(f"{place}: no WARC record; the file is cut, or is no WARC")
    length = int(stated)
    block = reader.read(min(length, limit))
    passed = len(block)
    while passed < length and (skipped := reader.read(min(length - passed, _PIECE))):
        passed += len(skipped)
    if passed < length:
        raise WarcError(f"{place}: cut, {passed} of {length} bytes of the record's block are there")
    fields = tuple((str(key), str(value)) for key, value in record.rec_headers.headers)
    return fields, block, length <= limit


class _Source(io.RawIOBase):
    """A stream that can be looked ahead in, takes bytes back and knows its position."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        self.position = 0

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        while len(self._ahead) < size and (data := self._stream.read(_PIECE)):
            self._ahead += data
        return self._ahead[:size]

    def take(self) -> bytes:
        data, self._ahead = self._ahead or self._stream.read(_PIECE), b""
        self.position += len(data)
        return data

    def give_back(self, data: bytes) -> None:
        self._ahead = data + self._ahead
        self.position -= len(data)

    def readinto(self, buffer: Any) -> int:
        data = self.take()
        if len(data) > len(buffer):
            self.give_back(data[len(buffer) :])
            data = data[: len(buffer)]
        buffer[: len(data)] = data
        return len(data)


class _Member(io.RawIOBase):
    """The content of one gzip member; what lies behind it stays in the source."""

    def __init__(self, source: _Source, place: str) -> None:
        self._source, self._place = source, place
        self._engine = zlib.decompressobj(31)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._engine.eof:
            data = self._engine.unconsumed_tail or self._source.take()
            if not data:
                raise WarcError(f"{self._place}: cut, the last gzip member is not whole")
            try:
                plain = self._engine.decompress(data, len(buffer))
            except zlib.error as e:
                raise WarcError(f"{self._place}: broken gzip member ({e})") from e
            self._source.give_back(self._engine.unused_data)  # empty before the member's end
            if plain:
                buffer[: len(plain)] = plain
                return len(plain)
        return 0


class _Counted:
    """What warcio needs of a stream, and how much of it was read."""

    def __init__(self, reader: io.BufferedReader) -> None:
        self._reader = reader
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._reader.read(size)
        self.count += len(data)
        return data

    def readline(self, size: int | None = None) -> bytes:
        data = self._reader.readline(-1 if size is None else size)
        self.count += len(data)
        return data

    def tell(self) -> int:
        return self.count

    def peek(self) -> bytes:
        return self._reader.peek(1)[:1]

    def pass_blank_lines(self) -> None:
        while self.peek() in {b"\r", b"\n"}:
            self.read(1)
