"""What the records of somebody else's WARC file are to us: pages, revisits of pages, or neither."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from pipelines.archive import cdx, http, warc
from pipelines.archive.frames import Bad, RawRecord, bare
from pipelines.archive.ledger import End, Entry
from pipelines.errors import WarcError
from pipelines.page import Where

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
"""Media types that may hold an article."""
_GONE = frozenset({404, 410, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refers:
    """What a revisit says of its original."""

    record_id: str
    url: str
    captured: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A response, revisit or resource of a file."""

    indexed: warc.Indexed
    location: str | None = None
    refers: Refers | None = None
    media: str = ""
    whole: bool = True


@dataclass(slots=True)
class Seen:
    """SHA-256 of the payloads of responses, by the ways in which revisits name them."""

    by_id: dict[str, str] = field(default_factory=dict)
    by_url: dict[tuple[str, datetime | None], str] = field(default_factory=dict)

    def original(self, found: Found) -> str | None:
        """The payload that a revisit stands for."""
        refers = found.refers
        return self.of(refers) if refers else None

    def of(self, refers: "Refers") -> str | None:
        """The payload of what is referred to."""
        return self.by_id.get(refers.record_id) or self.by_url.get((refers.url, refers.captured))


def refers_of(record: RawRecord) -> Refers:
    """What a revisit record says of its original."""
    stated = RawRecord(fields=(("WARC-Date", record.header("WARC-Refers-To-Date") or ""),), block=b"")
    return Refers(
        record_id=bare(record.header("WARC-Refers-To")),
        url=bare(record.header("WARC-Refers-To-Target-URI")),
        captured=stated.captured,
    )


def scan(records: Iterable[RawRecord], key: str, bad: Bad, seen: Seen) -> Iterator[Found]:
    """The records of a file that are captures; one whose id was there before is told to ``bad``."""
    ids: set[str] = set()
    for record in records:
        if record.record_type not in cdx.TYPES:
            continue
        if record.record_id in ids:
            bad(WarcError(f"{key} at offset {record.offset}: {record.record_id} is there twice"))
            continue
        ids.add(record.record_id)
        found = of_record(record, key)
        if record.record_type == "response":
            seen.by_id[record.record_id] = found.indexed.sha256
            seen.by_url[record.url, record.captured] = found.indexed.sha256
        yield found


def of_record(record: RawRecord, key: str) -> Found:
    """What there is to know of a record."""
    message = http.parse(record.block) if record.record_type in {"response", "revisit"} else None
    target = message.header("location") if message else None
    media = (message.header("content-type") if message else record.header("Content-Type")) or ""
    return Found(
        indexed=cdx.of_record(record, key),
        location=_joined(record.url, target) if target else None,
        refers=refers_of(record) if record.record_type == "revisit" else None,
        media=media.partition(";")[0].strip().lower(),
        whole=record.whole,
    )


def _joined(url: str, target: str) -> str | None:
    try:
        return urljoin(url, target)
    except ValueError:
        return None


def entry_of(found: Found, name: str) -> Entry | None:
    """The ledger's entry for a page; None for what is no page: pictures, styles, robots.txt, log files."""
    held = found.indexed
    if not held.url.lower().startswith(("http://", "https://")) or _path(held.url) == "/robots.txt":
        return None
    if found.media not in PAGES and not (found.refers and not found.media):
        return None
    end, note = _end(found)
    return Entry(
        url=held.url,
        end=end,
        sources=(name,),
        status=held.status,
        captured=held.captured,
        where=Where(
            record_id=held.record_id,
            payload_sha256=held.sha256,
            key=held.filename,
            offset=held.offset if held.length else None,
            length=held.length or None,
        ),
        target=found.location if end == "moved" else None,
        note=note,
    )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _end(found: Found) -> tuple[End, str | None]:
    held = found.indexed
    if not found.whole:
        return "failed", "longer than can be read"
    if held.record_type == "resource" or held.status == 200:
        return "imported", None
    if found.refers is not None and held.status in {None, 304}:
        return "imported", None
    if held.status in _GONE:
        return "gone", None
    if held.status is not None and 300 <= held.status < 400 and found.location:
        return "moved", None
    return "failed", f"status {held.status}" if held.status else "no HTTP answer that can be parsed"
