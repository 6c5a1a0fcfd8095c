"""The documents of one unpacked file of a raw dump: text, HTML, JSON, JSON Lines, CSV, WET, saved pages, e-mails, in any encoding."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from pipelines.archive import dump_encodings, dump_texts, mbox, mime
from pipelines.archive.conversions import refusal, signed
from pipelines.archive.csv_rows import Cells, CsvRows
from pipelines.archive.dump_rows import Row, is_html, json_kind, row_of, rows_of_json, rows_of_line
from pipelines.archive.frames import raw_records
from pipelines.archive.http import CAP
from pipelines.archive.ledger import Dated
from pipelines.archive.unpack import Ahead
from pipelines.encoding import marked
from pipelines.errors import DumpError
from pipelines.printable import printable

JSON_CAP = 256 << 20
"""Longest JSON file, longer collections come as JSON Lines; longest page saved with its pictures."""
LOOKED_AT = 4096
"""Bytes of a file that tell what it is, where its name does not."""
_HEAD = 4096
"""Bytes that tell the encoding of a file of rows, and its delimiter."""
_TEXT = "text/plain"
_HTML = "text/html"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
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
_ZEROS = 200
"""Bytes of a text for each zero in it, which programs of old leave behind."""
_XML = re.compile(rb"(?i)\s*(?:\xef\xbb\xbf)?<\?xml\b(?!.{0,2000}?<(?:!doctype\s+html|html)\b)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a raw dump."""

    name: str
    """The file it came from."""
    part: str | None = None
    """Which document of a file that holds many: member name, line, row, record, or first and last byte."""
    body: bytes
    media_type: str
    url: str | None = None
    captured: datetime | None = None
    """When it was fetched, where the dump says so."""
    charset: str | None = None
    """The encoding that the dump has it in, where that was looked at."""
    announced: datetime | None = None
    """The date of publication that the dump states beside the document."""
    dated: Dated | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """What else the dump says of it."""


Found = Iterator[Document | DumpError]
Reader = Callable[[BinaryIO, str, str | None], Found]


def kind_of(suffix: str) -> Reader | None:
    """What reads files whose name ends so; None: their beginning has to tell."""
    return _KINDS.get(suffix)


def _unconverted(suffix: str) -> Reader:
    """What says how to make text of a file."""

    def refuse(stream: BinaryIO, name: str, part: str | None) -> Found:
        yield refusal(suffix, place_of(name, part))

    return refuse


def _xml(stream: BinaryIO, name: str, part: str | None) -> Found:
    yield DumpError(
        f"{place_of(name, part)}: XML, whose elements can mean anything; make HTML, JSON Lines or CSV of it first"
    )


def recognised(head: bytes) -> Reader | None:
    """What reads files that begin so, whatever their name is; None for text, and for what is none."""
    if head.startswith(b"WARC/"):
        return _wet
    if suffix := signed(head):
        return _unconverted(suffix)
    if _XML.match(head):
        return _xml
    if mbox.is_mbox(head):
        return _mailbox
    if mime.is_message(head):
        return _message
    kind = json_kind(head)
    return _KINDS[kind] if kind else None


def sniffed(head: bytes, place: str) -> Reader:
    """What reads a file without a telling name that begins so; DumpError where nothing does."""
    if kind := recognised(head):
        return kind
    if re.match(rb"(?i)\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html|head|body)\b", head):
        return _html
    if _is_text(head):
        return _text
    raise DumpError(
        f"{place}: neither text nor a dump; give .txt .html .mhtml .eml .mbox .json .jsonl .csv .wet, or .gz .zst .zip .tar of these"
    )


def place_of(name: str, part: str | None) -> str:
    """File and part, as they stand in a message."""
    return printable(f"{name}, {part}" if part else name)


def buffered(stream: Any) -> io.BufferedReader:
    """The stream, able to be looked ahead in."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)


def _whole(stream: BinaryIO, place: str, cap: int = CAP) -> bytes:
    body = stream.read(cap + 1)
    if len(body) > cap:
        raise DumpError(f"{place}: longer than {cap >> 20} MiB; split it")
    if not body.strip():
        raise DumpError(f"{place}: empty")
    return body


def _is_text(body: bytes) -> bool:
    if marked(body):
        return True
    sample = body[: 1 << 16]
    return (
        not body.startswith(_BINARY)
        and sample.count(0) * _ZEROS <= len(sample)
        and len(_CONTROL.findall(sample)) * 20 <= len(sample)
    )


def _text(stream: BinaryIO, name: str, part: str | None) -> Found:
    """One article, or several with first and last byte of each as in a Range header (RFC 9110 §14.1.2); or rows of JSON."""
    ahead = buffered(stream)
    if kind := json_kind(ahead.peek(LOOKED_AT)[:LOOKED_AT]):
        yield from _KINDS[kind](ahead, name, part)
        return
    whole = _plain(ahead, name, part, _TEXT)
    found = dump_texts.parts(whole.body)
    if not found:
        yield (
            replace(whole, media_type=_HTML)
            if is_html(whole.body[:_HEAD].decode("utf-8", "replace"))
            else whole
        )
    for held in found:
        yield Document(
            name=name,
            part=_under(part, f"bytes {held.first}-{held.end - 1}"),
            body=whole.body[held.first : held.end],
            media_type=f"{_TEXT}; charset={held.encoding}",
            charset=held.encoding,
        )


def _html(stream: BinaryIO, name: str, part: str | None) -> Found:
    yield _plain(stream, name, part, _HTML)


def _message(stream: BinaryIO, name: str, part: str | None) -> Found:
    """A page that a browser saved with its pictures, or an e-mail, or a mailbox under the name of one."""
    stream = held = buffered(stream)
    if mbox.is_mbox(held.peek(1024)[:1024]):
        yield from _mailbox(stream, name, part)
        return
    yield _mailed(_whole(stream, place_of(name, part), JSON_CAP), name, part)


def _mailbox(stream: BinaryIO, name: str, part: str | None) -> Found:
    """Each message with its first and last byte in the file."""
    found = False
    for message in mbox.messages(stream, JSON_CAP):
        within = _under(part, f"bytes {message.first}-{message.end - 1}")
        if message.body is None:
            yield DumpError(f"{place_of(name, within)}: a message longer than {JSON_CAP >> 20} MiB; split it")
        elif message.body.strip():
            yield _mailed(message.body, name, within)
        found = True
    if not found:
        raise DumpError(f"{place_of(name, part)}: empty")


def _mailed(body: bytes, name: str, part: str | None) -> Document | DumpError:
    told = mime.columns_of(body)
    if not told:
        return DumpError(
            f"{place_of(name, part)}: a message without a text; only pictures or other files are attached to it"
        )
    return _document(row_of(told, ""), name, part, None)


def _plain(stream: BinaryIO, name: str, part: str | None, media_type: str) -> Document:
    place = place_of(name, part)
    body = _whole(stream, place)
    if suffix := signed(body[:_HEAD]):
        raise refusal(suffix, place)
    if not _is_text(body):
        raise DumpError(f"{place}: not text; if it is packed, give it the suffix .gz, .zst, .zip or .tar")
    return Document(name=name, part=part, body=body, media_type=media_type)


def _json(stream: BinaryIO, name: str, part: str | None) -> Found:
    ahead = buffered(stream)
    head = ahead.peek(LOOKED_AT)[:LOOKED_AT]
    if json_kind(head) == ".jsonl" and head.strip().count(b"\n"):
        yield from _jsonl(ahead, name, part)
        return
    body, charset = _in_utf8(_whole(ahead, place_of(name, part), JSON_CAP))
    for row in rows_of_json(body):
        yield _document(row, name, part, charset)


def _in_utf8(data: bytes, usual: str = "") -> tuple[bytes, str]:
    """The same text in UTF-8, without a mark, and the encoding it was in, which may be that of the other lines."""
    if mark := marked(data):
        data = data[mark[1] :]
        return (data, "utf-8") if mark[0] == "utf-8" else (data.decode(mark[0], "replace").encode(), mark[0])
    name = dump_encodings.of_row(data, usual)
    return (data, name) if name == "utf-8" else (data.decode(name, "replace").encode(), name)


def _jsonl(stream: BinaryIO, name: str, part: str | None) -> Found:
    source = Ahead(stream, dump_encodings.HEAD)
    head = source.head
    if json_kind(head[:LOOKED_AT]) == ".json" and not head.startswith(b'{"'):  # over many lines
        yield from _json(io.BufferedReader(source), name, part)
        return
    wide, usual, mark = None, "", marked(head[:_HEAD])
    stream = io.BufferedReader(source)
    if mark and mark[0] != "utf-8":  # line ends are two or four bytes there
        body, wide = _in_utf8(_whole(stream, place_of(name, part), JSON_CAP))
        stream = io.BytesIO(body)
    else:
        usual = dump_encodings.usual(head)
    number = 0
    for number, line in enumerate(iter(lambda: stream.readline(CAP), b""), 1):
        if len(line) == CAP and not line.endswith(b"\n"):
            yield DumpError(f"{place_of(name, part)}: line {number} is longer than {CAP >> 20} MiB; split it")
            while line and not line.endswith(b"\n"):
                line = stream.readline(CAP)
        elif line.strip():
            plain, charset = _in_utf8(line, usual)
            for row in rows_of_line(plain, f"line {number}"):
                yield _document(row, name, part, wide or charset)
    if not number:
        raise DumpError(f"{place_of(name, part)}: empty")


def _csv(stream: BinaryIO, name: str, part: str | None) -> Found:
    """Columns end at whatever is most often in the first line: much of Europe writes a semicolon.

    Bytes pass through the parser one for one, as if they were Latin-1: no encoding but UTF-16 and UTF-32 has a comma, quote
    or line end within a character. So each row is decoded by itself, in the encoding of the others where it says little.
    """
    place, source = place_of(name, part), Ahead(stream, dump_encodings.HEAD)
    head = source.head
    mark = marked(head[:_HEAD])
    wide = mark[0] if mark and mark[0] != "utf-8" else None
    usual = "" if wide else dump_encodings.usual(head)
    held = io.BufferedReader(source)
    held.read(mark[1] if mark else 0)
    csv.field_size_limit(CAP)  # of the process; the default of 128 KiB is less than a long article
    text = io.TextIOWrapper(held, wide or "latin-1", errors="replace", newline="")
    number = 0
    shown = head[mark[1] if mark else 0 :].decode(wide or "latin-1", "replace")
    for number, cells in enumerate(CsvRows(text.readline, shown, place), 1):
        yield cells if isinstance(cells, DumpError) else _cells(cells, wide, usual, number, name, part)
    if not number:
        raise DumpError(f"{place}: no rows; the first line names the columns, text or body among them")


def _cells(
    cells: Cells, wide: str | None, usual: str, number: int, name: str, part: str | None
) -> Document | DumpError:
    told = {k: c for k, c in cells.items() if isinstance(k, str) and isinstance(c, str)}
    more = cells.get(None) or ()  # cells behind the last column that has a name
    told |= {f"column {at}": cell for at, cell in enumerate(more, len(cells)) if cell}
    raw = "" if wide else "\n".join((*told, *told.values()))
    charset = wide or dump_encodings.of_row(raw.encode("latin-1"), usual)
    known = told if wide else {_said(k, charset): _said(c, charset) for k, c in told.items()}
    return _document(row_of(known, f"row {number}"), name, part, charset)


def _said(cell: str, charset: str) -> str:
    return cell.encode("latin-1").decode(charset, "replace")


def _wet(stream: BinaryIO, name: str, part: str | None) -> Found:
    found = False
    for record in raw_records(stream, place_of(name, part), limit=CAP):
        if record.record_type != "conversion":
            continue
        found = True
        if not record.whole:
            place = f"{place_of(name, part)} at offset {record.offset}"
            yield DumpError(f"{place}: a record is longer than {CAP >> 20} MiB; split it")
            continue
        yield Document(
            name=name,
            part=_under(part, record.record_id),
            body=record.block,
            media_type=record.header("Content-Type") or _TEXT,
            url=record.url or None,
            captured=record.captured,
            charset="utf-8",
        )
    if not found:
        raise DumpError(
            f"{place_of(name, part)}: no conversion records, which a WET file has; a WARC of captures is imported under a name that ends in .warc or .warc.gz"
        )


def _document(row: Row | DumpError, name: str, part: str | None, charset: str | None) -> Document | DumpError:
    """A document of a row; the row's number joins the name of the member."""
    if isinstance(row, DumpError):
        return DumpError(f"{place_of(name, part)}: {row}")
    return Document(
        name=name,
        part=_under(part, row.part),
        body=_encoded(row.text),
        media_type=f"{_HTML if row.is_html else _TEXT}; charset=utf-8",
        url=row.url,
        captured=row.captured,
        charset=charset,
        announced=row.announced,
        dated=row.dated,
        fields=row.fields,
    )


def _encoded(text: str) -> bytes:
    """In UTF-8; halves of a character that JSON may have apart are joined, or are told to be none."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _under(part: str | None, within: str) -> str | None:
    return "/".join(filter(None, (part, within))) or None


_KINDS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md"), _text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys((".jsonl", ".ndjson"), _jsonl),
    **dict.fromkeys((".mhtml", ".mht", ".eml", ".emlx"), _message),
    **dict.fromkeys((".mbox", ".mbx"), _mailbox),
    ".json": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".wet": _wet,
    **{suffix: _unconverted(suffix) for suffix in (".docx", ".odt", ".epub", ".msg")},
}
