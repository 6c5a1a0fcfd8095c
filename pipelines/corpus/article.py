"""One article as the corpus holds it: the record, where it belongs, and where its bytes are."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.page import Where
from pipelines.record import Block, Caption, Credit, Origin

_TUPLES = ("authors", "keywords", "footnotes", "corrections")
_MADE = ("captions", "credits", "blocks", "origins", "where", "date_published", "date_modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A row of ``articles``; fields of the record as in :class:`~pipelines.record.Record`."""

    id: str
    article_id: str
    """The same for all captures of one article."""
    site: str
    unit: str
    """Span of the unit that captured it."""
    url: str | None
    canonical_url: str | None
    captured: datetime
    day: date
    """The local day it belongs to."""
    day_source: str
    """Who said so: ``page``, ``announced`` or ``captured``."""
    headline: str | None
    alternative_headline: str | None
    lead: str | None
    text: str
    text_hash: str
    """Hex SHA-256 of ``text``."""
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    section: str | None
    publisher: str | None
    language: str | None
    dateline: str | None
    agency: str | None
    date_published: datetime | date | None
    date_modified: datetime | date | None
    is_accessible_for_free: bool | None
    is_live: bool | None
    captions: tuple[Caption, ...]
    credits: tuple[Credit, ...]
    footnotes: tuple[str, ...]
    corrections: tuple[str, ...]
    blocks: tuple[Block, ...]
    origins: dict[str, Origin]
    cleaner: str
    hints_digest: str
    state: str
    media_type: str | None
    status: int | None
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an article, at the earliest capture of that text."""

    id: str
    article_id: str
    captured: datetime
    day: date
    site: str
    url: str | None
    headline: str | None
    text_hash: str
    current: bool


def article(row: dict[str, Any]) -> Article:
    """The article of a row."""
    fields = {name: row[name] for name in Article.__dataclass_fields__ if name not in _MADE}
    fields |= {name: tuple(row[name] or ()) for name in _TUPLES}
    return Article(
        **fields,
        captions=tuple(Caption(**c) for c in row["captions"] or ()),
        credits=tuple(Credit(**c) for c in row["credits"] or ()),
        blocks=tuple(Block(**b) for b in json.loads(row["blocks"] or "[]")),
        origins={name: _origin(o) for name, o in json.loads(row["origins"] or "{}").items()},
        date_published=row["date_published"] or row["date_published_day"],
        date_modified=row["date_modified"] or row["date_modified_day"],
        where=where_of(row),
    )


def _origin(raw: dict[str, Any]) -> Origin:
    losers = tuple((source, value) for source, value in raw["losers"])
    return Origin(source=raw["source"], confidence=raw["confidence"], losers=losers)


def where_of(row: dict[str, Any]) -> Where:
    """The place of a row's record in the archive."""
    return Where(
        record_id=row["warc_record_id"],
        payload_sha256=row["payload_sha256"],
        key=row["warc_key"],
        offset=row["warc_offset"],
        length=row["warc_length"],
        part=row["warc_part"],
    )
