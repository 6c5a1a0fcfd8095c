"""Reading raw dumps: text, HTML, JSON, JSON Lines, CSV and WET files, also inside .gz, .zst and .zip.

What cannot be read is told by a :class:`DumpError` that names the file; the documents around it still come.
"""

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

import zstandard

from pipelines.archive import zips
from pipelines.archive.dump_rows import Row, row_of, rows_of_json, rows_of_line
from pipelines.archive.frames import raw_records
from pipelines.archive.http import CAP
from pipelines.archive.ledger import Dated
from pipelines.errors import DumpError, WarcError
from pipelines.printable import printable

JSON_CAP = 256 << 20
"""Longest JSON file; longer collections come as JSON Lines."""
_TEXT = "text/plain"
_HTML = "text/html"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x28\xb5\x2f\xfd",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a raw dump."""

    name: str
    """The file it came from."""
    part: str | None = None
    """Which document of a file that holds many: member name, line, row or record."""
    body: bytes
    media_type: str
    url: str | None = None
    captured: datetime | None = None
    """When it was fetched, where the dump says so."""
    charset: str | None = None
    announced: datetime | None = None
    """The date of publication that the dump states beside the document."""
    dated: Dated | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """What else the dump says of it."""


Found = Iterator[Document | DumpError]


def read_dump(source: Path | bytes, name: str) -> Iterator[Document]:
    """The documents of a dump; where some could not be read, DumpError once the others have come."""
    problem: DumpError | None = None
    for found in documents(source, name):
        if isinstance(found, DumpError):
            problem = problem or found
        else:
            yield found
    if problem is not None:
        raise problem


def documents(source: Path | bytes, name: str) -> Found:
    """The documents of a dump, and in their places the reasons why some could not be read."""
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
            yield from _told(_unpacked(stream, name, None), name, None)
    except OSError as e:
        yield DumpError(f"{printable(name)}: {e.strerror or e}; check that the file can be read")


def _told(found: Found, name: str, part: str | None) -> Found:
    """The same, with what breaks the reading as its last item."""
    place = _place(name, part)
    try:
        yield from found
    except DumpError as e:
        yield e
    except (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError, zipfile.BadZipFile) as e:
        yield DumpError(f"{place}: cannot be unpacked ({e}); the file is cut or broken, copy it again")
    except (NotImplementedError, RuntimeError) as e:  # a ZIP with a password, or packed in an odd way
        yield DumpError(f"{place}: cannot be unpacked ({e}); unpack it yourself first")
    except WarcError as e:
        yield DumpError(f"{e}; what came before was read")


def _unpacked(stream: BinaryIO, name: str, part: str | None) -> Found:
    """Take off one layer of packing, told by the name."""
    inner, suffix = _split(part or name)
    if suffix == ".gz":
        yield from _read(cast(BinaryIO, gzip.GzipFile(fileobj=stream)), name, part, inner)
    elif suffix == ".zst":
        engine = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        with engine.stream_reader(stream, read_across_frames=True) as plain:
            yield from _read(_buffered(plain), name, part, inner)
    elif suffix == ".zip" and part is None:
        yield from _zipped(stream, name)
    else:
        yield from _read(stream, name, part, part or name)


def _split(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    return str(path.with_suffix("")) if path.suffix else name, path.suffix.lower()


def _zipped(stream: BinaryIO, name: str) -> Found:
    with zips.opened(stream, name) as (archive, listed):
        members = [m for m in listed if not _is_hidden(m.filename)]
        if not members:
            raise DumpError(f"{printable(name)}: no files inside; give one to {zips.MEMBERS}")
        for member in members:
            yield from _told(_member(archive, member, name), name, member.filename)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Found:
    with archive.open(member) as inner:
        yield from _unpacked(cast(BinaryIO, inner), name, member.filename)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _read(stream: BinaryIO, name: str, part: str | None, inner: str) -> Found:
    """Read one unpacked file by the suffix of its inner name."""
    kind = _KINDS.get(_split(inner)[1])
    if kind is None:
        stream = buffered = _buffered(stream)
        kind = _sniffed(buffered.peek(1024)[:1024], _place(name, part))
    yield from kind(stream, name, part)


def _buffered(stream: Any) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)


def _sniffed(head: bytes, place: str) -> "Reader":
    if head.startswith(b"WARC/"):
        return _wet
    if re.match(rb"(?i)\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html|head|body)\b", head):
        return _html
    if _is_text(head):
        return _text
    raise DumpError(
        f"{place}: neither text nor a dump; give .txt .html .json .jsonl .csv .wet, or .gz .zst .zip of these"
    )


def _place(name: str, part: str | None) -> str:
    return printable(f"{name}, {part}" if part else name)


def _whole(stream: BinaryIO, place: str, cap: int = CAP) -> bytes:
    body = stream.read(cap + 1)
    if len(body) > cap:
        raise DumpError(f"{place}: longer than {cap >> 20} MiB; split it")
    if not body.strip():
        raise DumpError(f"{place}: empty")
    return body


def _is_text(body: bytes) -> bool:
    if body.startswith(_BOMS):
        return True
    sample = body[: 1 << 16]
    return (
        not body.startswith(_BINARY)
        and b"\0" not in sample
        and len(_CONTROL.findall(sample)) * 20 <= len(sample)
    )


def _text(stream: BinaryIO, name: str, part: str | None) -> Found:
    yield _plain(stream, name, part, _TEXT)


def _html(stream: BinaryIO, name: str, part: str | None) -> Found:
    yield _plain(stream, name, part, _HTML)


def _plain(stream: BinaryIO, name: str, part: str | None, media_type: str) -> Document:
    place = _place(name, part)
    body = _whole(stream, place)
    if not _is_text(body):
        raise DumpError(f"{place}: not text; if it is packed, give it the suffix .gz, .zst or .zip")
    return Document(name=name, part=part, body=body, media_type=media_type)


def _json(stream: BinaryIO, name: str, part: str | None) -> Found:
    for row in rows_of_json(_whole(stream, _place(name, part), JSON_CAP)):
        yield _document(row, name, part)


def _jsonl(stream: BinaryIO, name: str, part: str | None) -> Found:
    lines = iter(lambda: stream.readline(CAP), b"")
    number = 0
    for number, line in enumerate(lines, 1):
        if len(line) == CAP and not line.endswith(b"\n"):
            raise DumpError(f"{_place(name, part)}: line {number} is longer than {CAP >> 20} MiB; split it")
        if line.strip():
            yield _document(rows_of_line(line, f"line {number}"), name, part)
    if not number:
        raise DumpError(f"{_place(name, part)}: empty")


def _csv(stream: BinaryIO, name: str, part: str | None) -> Found:
    """Columns end at whatever is most often in the first line: much of Europe writes a semicolon."""
    stream = buffered = _buffered(stream)
    head = buffered.peek(4096)[:4096].partition(b"\n")[0].decode("latin-1")
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(CAP)  # of the process; the default of 128 KiB is less than a long article
    place = _place(name, part)
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    taken = [0]
    rows = csv.DictReader(_lines(text, taken, place), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(rows, 1):
            taken[0] = 0
            told = {
                key: cell for key, cell in cells.items() if isinstance(key, str) and isinstance(cell, str)
            }
            yield _document(row_of(told, f"row {number}"), name, part)
    except UnicodeDecodeError as e:
        raise DumpError(f"{place}: not UTF-8 after row {number}; turn it into UTF-8 (iconv)") from e
    except csv.Error as e:
        raise DumpError(f"{place}: no CSV after row {number} ({e}); check its quotes and delimiter") from e
    finally:
        text.detach()  # the stream is not ours to close
    if not number:
        raise DumpError(f"{place}: no rows; the first line names the columns, text or body among them")


def _lines(text: io.TextIOWrapper, taken: list[int], place: str) -> Iterator[str]:
    """Lines for a row, which may go on over many; ``taken`` is what this row has taken so far."""
    while line := text.readline(CAP + 1):
        taken[0] += len(line)
        if taken[0] > CAP:
            raise DumpError(f"{place}: a row is longer than {CAP >> 20} MiB; split it, or check its quotes")
        yield line


def _wet(stream: BinaryIO, name: str, part: str | None) -> Found:
    found = False
    for record in raw_records(stream, _place(name, part), limit=CAP):
        if record.record_type != "conversion":
            continue
        found = True
        if not record.whole:
            place = f"{_place(name, part)} at offset {record.offset}"
            yield DumpError(f"{place}: a record is longer than {CAP >> 20} MiB; split it")
            continue
        yield Document(
            name=name,
            part="/".join(filter(None, (part, record.record_id))),
            body=record.block,
            media_type=record.header("Content-Type") or _TEXT,
            url=record.url or None,
            captured=record.captured,
            charset="utf-8",
        )
    if not found:
        raise DumpError(
            f"{_place(name, part)}: no conversion records; a WET file has them, other WARCs are no dumps"
        )


def _document(row: Row | DumpError, name: str, part: str | None) -> Document | DumpError:
    """A document of a row; the row's number joins the name of the member."""
    if isinstance(row, DumpError):
        return DumpError(f"{_place(name, part)}: {row}")
    return Document(
        name=name,
        part="/".join(filter(None, (part, row.part))) or None,
        body=row.text.encode("utf-8", "replace"),
        media_type=f"{_HTML if row.is_html else _TEXT}; charset=utf-8",
        url=row.url,
        captured=row.captured,
        charset="utf-8",
        announced=row.announced,
        dated=row.dated,
        fields=row.fields,
    )


Reader = Callable[[BinaryIO, str, str | None], Found]
_KINDS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md"), _text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".jsonl", ".ndjson"), _jsonl),
    ".json": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".wet": _wet,
}
