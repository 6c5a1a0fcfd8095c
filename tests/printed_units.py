"""Units of an invented paper that are really in an archive: WARC files, manifests, and the tables made of them."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from archive_exchanges import attempt, exchange

from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.archive.spool import Spool
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus import Corpus
from pipelines.corpus.schemas import KEYS, TABLES
from pipelines.errors import Quarantined
from pipelines.record import Hints

STUB = "<html lang=en><body><h1>Subscribe</h1><p>Please subscribe to read on.</p></body></html>"
TABLE = list[dict[str, Any]]


def story(headline: str, word: str = "ferries") -> str:
    """An article that speaks of a word."""
    told = "".join(
        f"<p>Paragraph {n} of {headline}: the {word} between the islands ran again after days of storm, said the"
        f" harbour office, and travellers number {n * 7} went aboard with their luggage and their dogs.</p>"
        for n in range(5)
    )
    data = json.dumps({"@type": "NewsArticle", "headline": headline})
    return (
        f"<!doctype html><html lang=en><head><title>{headline}</title>"
        f"<script type='application/ld+json'>{data}</script></head>"
        f"<body><article><h1>{headline}</h1>{told}</article></body></html>"
    )


def printed(
    corpus: Corpus, day: int, pages: Mapping[str, str], *, site: str = "herald", later: int = 0, **fields: Any
) -> Manifest:
    """Commit an attempt at the n-th day that has captured these pages, by path; ``later`` by so many hours."""
    base = attempt(site)
    interval = base.unit.interval
    assert interval is not None
    start, end = (at + timedelta(days=day) for at in (interval.start, interval.end))
    unit = Unit.of(site, Interval(start=start, end=end))
    hints = (DatedHints(hints=Hints(time_zone="Europe/Paris", language="en")),)
    made = attempt(site, unit=unit, started=start, hints=hints)
    ledger = []
    assert corpus.archive.spool is not None
    with Spool.open(corpus.archive.spool, made, corpus.archive) as spool:
        for number, (path, body) in enumerate(pages.items()):
            taken = exchange(
                number,
                body.encode(),
                url=f"https://{site}.example/{path}",
                started=start + timedelta(hours=9 + later, seconds=number),
                **fields,
            )
            kept = spool.write(taken)
            ledger.append(
                Entry(url=taken.url, end="fetched", status=200, captured=kept.captured, where=kept.where)
            )
        return spool.commit(ledger=tuple(ledger), robots=(), complete=True, finish="finished", stats={})


def published(corpus: Corpus, day: int, pages: Mapping[str, str], **options: Any) -> Manifest:
    """The same, cleaned and in the tables, unless the gate holds it."""
    manifest = printed(corpus, day, pages, **options)
    with suppress(Quarantined):
        corpus.add(manifest.key)
    return manifest


def tables_of(corpus: Corpus) -> dict[str, TABLE]:
    """Every row of every table, in order."""
    found: dict[str, TABLE] = {}
    for name in TABLES:
        rows = corpus.tables.load(name).scan().to_arrow().to_pylist()
        found[name] = sorted(rows, key=lambda row: (row[KEYS[name]], str(row)))
    return found
