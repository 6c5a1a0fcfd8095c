"""The tables' columns. Times are UTC in microseconds; a missing value is null, an empty list is empty.

A later version may add columns that can be null, and widen int32 to int64 or float32 to float64: tables of an
earlier one are then brought up to it when they are opened. Everything else needs ``coranto rebuild``.
"""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.corpus.meanings import meaning
from pipelines.schema import Field

INSTANT = pa.timestamp("us", "UTC")
TEXTS = pa.list_(pa.string())
CAPTION = pa.struct([("text", pa.string()), ("credit", pa.string())])
CREDIT = pa.struct(
    [("text", pa.string()), ("agency", pa.string()), ("photographer", pa.string()), ("year", pa.int32())]
)


def _schema(table: str, required: dict[str, pa.DataType], optional: dict[str, pa.DataType]) -> pa.Schema:
    kinds = [(name, kind, name in optional) for name, kind in (required | optional).items()]
    return pa.schema(
        [pa.field(name, kind, null, {"doc": meaning(table, name)}) for name, kind, null in kinds]
    )


_UNIT = {"site": pa.string(), "unit": pa.string(), "captured": INSTANT}
_RECORD = {
    "warc_record_id": pa.string(),
    "payload_sha256": pa.string(),
    "warc_key": pa.string(),
    "warc_offset": pa.int64(),
    "warc_length": pa.int64(),
    "warc_part": pa.string(),
    "media_type": pa.string(),
    "status": pa.int32(),
}

CAPTURES = _schema(
    "captures",
    {"record_id": pa.string(), **_UNIT},
    {
        "url": pa.string(),
        "record_type": pa.string(),
        "status": pa.int32(),
        "media_type": pa.string(),
        "payload_sha256": pa.string(),
        "warc_key": pa.string(),
        "warc_offset": pa.int64(),
        "warc_length": pa.int64(),
        "manifest": pa.string(),
    },
)
"""One row per exchange; ``record_id`` is the WARC-Record-ID of its response, revisit or resource record."""

ARTICLES = _schema(
    "articles",
    {
        "id": pa.string(),
        "article_id": pa.string(),
        **_UNIT,
        "day": pa.date32(),
        "day_source": pa.string(),
        "text": pa.string(),
        "text_hash": pa.string(),
        "cleaner": pa.string(),
        "hints_digest": pa.string(),
        "state": pa.string(),
    },
    {
        "url": pa.string(),
        "canonical_url": pa.string(),
        "headline": pa.string(),
        "alternative_headline": pa.string(),
        "lead": pa.string(),
        "authors": TEXTS,
        "keywords": TEXTS,
        "section": pa.string(),
        "publisher": pa.string(),
        "language": pa.string(),
        "dateline": pa.string(),
        "agency": pa.string(),
        "date_published": INSTANT,
        "date_published_day": pa.date32(),
        "date_modified": INSTANT,
        "date_modified_day": pa.date32(),
        "is_accessible_for_free": pa.bool_(),
        "is_live": pa.bool_(),
        "captions": pa.list_(CAPTION),
        "credits": pa.list_(CREDIT),
        "footnotes": TEXTS,
        "corrections": TEXTS,
        "blocks": pa.string(),
        "origins": pa.string(),
        **_RECORD,
    },
)
"""One row per article and text of a unit, at its earliest capture there. ``blocks`` and ``origins`` are JSON."""

REJECTED = _schema(
    "rejected",
    {
        "id": pa.string(),
        **_UNIT,
        "reason": pa.string(),
        "evidence": pa.string(),
        "cleaner": pa.string(),
        "hints_digest": pa.string(),
    },
    {"url": pa.string(), "fields": pa.string(), "blocks": pa.string(), **_RECORD},
)
"""One row per page that holds no article text, with the reason. ``fields`` and ``blocks`` are JSON."""

COUNTS = (
    "announced", "fetched", "kept", "cleaned", "published", "quarantined", "rejected", "copied", "uncleaned",
    "unchanged", "gone", "robots", "blocked", "failed", "refused", "left", "held", "outside", "unwanted",
)  # fmt: skip
COVERAGE = _schema(
    "coverage",
    {
        "site": pa.string(),
        "unit": pa.string(),
        "hour": INSTANT,
        "day": pa.date32(),
        "kind": pa.string(),
        "complete": pa.bool_(),
        **dict.fromkeys(COUNTS, pa.int32()),
    },
    {
        "reasons": pa.list_(pa.struct([("reason", pa.string()), ("urls", pa.int32())])),
        "lists": pa.list_(pa.struct([("lists", pa.string()), ("urls", pa.int32())])),
    },
)
"""One row per unit and hour with something announced. The states from ``published`` to ``left`` add up to
``announced``; ``held``, ``outside`` and ``unwanted`` were listed too, but are not this unit's. ``day`` is the site's."""

FAMILIES = _schema(
    "families",
    {
        "family_id": pa.string(),
        "id": pa.string(),
        "article_id": pa.string(),
        "site": pa.string(),
        "captured": INSTANT,
        "appeared": INSTANT,
        "rank": pa.int32(),
        "articles": pa.int32(),
        "likeness": pa.float64(),
        "equal": pa.int32(),
        "edited": pa.int32(),
        "added": pa.int32(),
        "deleted": pa.int32(),
        "moved": pa.int32(),
        "headline_changed": pa.bool_(),
    },
    {"agency": pa.string()},
)
"""One row per article that others share its story with. ``family_id`` is the article id of the first publisher,
whose ``rank`` is 1; ``articles`` is the size of the family; the numbers of sentences say what became of its text."""

SCHEMAS: dict[str, pa.Schema] = {
    "captures": CAPTURES,
    "rejected": REJECTED,
    "articles": ARTICLES,
    "coverage": COVERAGE,
}
"""In the order of publishing: what an article's row refers to is there before the row, and what counts it after."""
TABLES: dict[str, pa.Schema] = {**SCHEMAS, "families": FAMILIES}
"""All tables: those of the units, and what is worked out from them."""
KEYS = {"captures": "record_id", "rejected": "id", "articles": "id", "coverage": "hour", "families": "id"}
TIMES = {**dict.fromkeys(TABLES, "captured"), "coverage": "hour"}
"""The instant by whose months a table is partitioned, and its rows ordered in a file."""


def columns() -> Iterator[Field]:
    """Every column of every table with its type and meaning, as ``coranto schema`` prints them."""
    for table, schema in TABLES.items():
        for column in schema:
            kind = f"{column.type}{'' if column.nullable else ', never null'}"
            yield Field(owner=f"table {table}", name=column.name, type=kind, doc=meaning(table, column.name))
