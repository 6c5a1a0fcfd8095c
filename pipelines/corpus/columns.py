"""One cleaning result as one row of ``articles`` or ``rejected``."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.archive.ledger import Entry
from pipelines.archive.unit import Unit
from pipelines.corpus.addresses import article_id
from pipelines.page import Page, Where
from pipelines.record import Hints, Record, Rejected
from pipelines.schema import as_json

Row = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SAME = (
    "headline", "alternative_headline", "lead", "text", "section", "publisher", "language", "dateline",
    "agency", "canonical_url", "is_accessible_for_free", "is_live",
)  # fmt: skip
_LISTS = ("authors", "keywords", "footnotes", "corrections", "captions", "credits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to clean, with what is known of it beforehand."""

    unit: Unit
    entry: Entry
    where: Where
    captured: datetime
    hints: Hints
    announced: datetime | None
    """The best date that any source of the unit's attempts gave for the address."""

    @property
    def record(self) -> tuple[str, str]:
        """Which record, and which part of it."""
        return self.where.record_id, self.where.part or ""

    @property
    def id(self) -> str:
        """Time-ordered and derived from the record alone: fetching by id reads one row group."""
        return row_id(self.captured, self.where)


def row_id(captured: datetime, where: Where) -> str:
    """``<captured in µs>-<8 bytes of the digest of the record's name>``."""
    name = f"{where.record_id}\n{where.part or ''}"
    micros = (captured - EPOCH) // datetime.resolution
    return f"{micros}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def captured_of(row: str) -> datetime | None:
    """The capture time that a row's id begins with; None where the text is no id.

    >>> captured_of("1767654000000000-0123456789abcdef").isoformat()
    '2026-01-05T23:00:00+00:00'
    """
    micros, mark, tail = row.partition("-")
    if not (mark and micros.isascii() and micros.isdigit() and len(micros) < 18 and len(tail) == 16):
        return None
    return EPOCH + int(micros) * datetime.resolution


def article_row(task: Task, page: Page, record: Record) -> Row:
    """The row of a record."""
    zone = zone_of(task.hints)
    day, source = _day(task, record, zone)
    published, published_day = _instant(record.date_published, zone)
    modified, modified_day = _instant(record.date_modified, zone)
    return {
        **_common(task, page, record.cleaner),
        **{name: getattr(record, name) for name in _SAME},
        **{name: as_json(getattr(record, name)) for name in _LISTS},
        "article_id": article_id(_url(task, page), record.canonical_url, task.where.payload_sha256),
        "text_hash": hashlib.sha256(record.text.encode("utf-8", "replace")).hexdigest(),
        "day": day,
        "day_source": source,
        "date_published": published,
        "date_published_day": published_day,
        "date_modified": modified,
        "date_modified_day": modified_day,
        "blocks": _json(record.blocks),
        "origins": _json(record.origins),
        "state": "published",
    }


def rejected_row(task: Task, page: Page | None, rejected: Rejected) -> Row:
    """The row of a rejection; ``page`` is None where nothing had to be read for it."""
    return {
        **_common(task, page, rejected.cleaner),
        "reason": rejected.reason,
        "evidence": rejected.evidence,
        "fields": _json(rejected.fields),
        "blocks": _json(rejected.blocks),
    }


def _common(task: Task, page: Page | None, cleaner: str) -> Row:
    where = task.where
    return {
        "id": task.id,
        "site": task.unit.site,
        "unit": task.unit.span,
        "captured": task.captured,
        "url": _url(task, page),
        "cleaner": cleaner,
        "hints_digest": hashlib.sha256(_json(task.hints).encode()).hexdigest()[:16],
        "warc_record_id": where.record_id,
        "payload_sha256": where.payload_sha256,
        "warc_key": where.key,
        "warc_offset": where.offset,
        "warc_length": where.length,
        "warc_part": where.part,
        "media_type": page.media_type if page else None,
        "status": page.status if page and page.status is not None else task.entry.status,
    }


def _url(task: Task, page: Page | None) -> str | None:
    return (page.url if page else None) or task.entry.url or None


def _json(value: Any) -> str:
    return json.dumps(as_json(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def zone_of(hints: Hints) -> ZoneInfo | None:
    """The site's zone; None where the hints name none that there is."""
    try:
        return ZoneInfo(hints.time_zone) if hints.time_zone else None
    except (KeyError, ValueError, OSError):
        return None


def _day(task: Task, record: Record, zone: ZoneInfo | None) -> tuple[date, str]:
    """The day an article belongs to: the page's word, else its source's, else the capture's."""
    _, stated = _instant(record.date_published, zone)
    if stated:
        return stated, "page"
    if task.announced:
        return task.announced.astimezone(zone or UTC).date(), "announced"
    return task.captured.astimezone(zone or UTC).date(), "captured"


def _instant(value: datetime | date | None, zone: ZoneInfo | None) -> tuple[datetime | None, date | None]:
    """The instant in UTC (None for a bare day) and the local day.

    Without a known zone the day is the one the page itself wrote beside its offset.
    """
    if not isinstance(value, datetime):
        return None, value
    if value.tzinfo is None:  # the contract says aware; a bare time is no instant
        return None, value.date()
    return value.astimezone(UTC), (value.astimezone(zone) if zone else value).date()
