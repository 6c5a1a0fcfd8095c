"""Hits with snippets, of whatever index is asked."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipelines.corpus import nodes as n
from pipelines.corpus.article import where_of
from pipelines.corpus.snippets import Snippet, snippet
from pipelines.corpus.spans import spans
from pipelines.errors import CorpusError
from pipelines.page import Where

if TYPE_CHECKING:
    from pipelines.corpus.engine import Reader
    from pipelines.corpus.index import Mark, Row
    from pipelines.corpus.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article in its current version."""

    id: str
    article_id: str
    headline: str | None
    headline_marks: tuple[tuple[int, int], ...]
    site: str
    url: str | None
    language: str | None
    day: date
    date_published: datetime | date | None
    captured: datetime
    snippet: Snippet
    score: float
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The hits asked for, and how many articles there are in all."""

    total: int
    hits: tuple[Hit, ...]
    next: str | None = None
    """Cursor of the page behind; None where there is none."""

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


def search(reader: "Reader", question: "Question") -> Results:
    """Hits in order of relevance or time."""
    leaves = n.wanted(question.tree())
    page = reader.page(question)
    hits = tuple(_hit(row, leaves, score) for row, score in page.rows)
    return Results(total=page.total, hits=hits, next=page.next)


def _hit(row: "Row", leaves: frozenset[n.Leaf], score: float) -> Hit:
    headline = row["headline"] or row["alternative_headline"]
    return Hit(
        id=row["id"],
        article_id=row["article_id"],
        headline=headline,
        headline_marks=tuple(spans(headline or "", leaves, row["language"])),
        site=row["site"],
        url=row["url"],
        language=row["language"],
        day=row["day"],
        date_published=row["date_published"] or row["date_published_day"],
        captured=row["captured"],
        snippet=snippet(row["text"], spans(row["text"], in_text(leaves), row["language"])),
        score=score,
        where=where_of(row),
    )


def in_text(leaves: frozenset[n.Leaf]) -> frozenset[n.Leaf]:
    """Those that are looked for outside the headline, too."""
    return frozenset(leaf for leaf in leaves if not (isinstance(leaf, n.Phrase) and leaf.field == "headline"))


def wait_for(reader: "Reader", wanted: "Mark", seconds: float) -> None:
    """Until the index shows the table as it was asked for, or later; CorpusError after that time."""
    end = time.monotonic() + seconds
    while True:
        shown = reader.mark()
        if shown is not None and shown.table == wanted.table and shown.sequence >= wanted.sequence:
            return
        if time.monotonic() > end:
            raise CorpusError(
                f"after {seconds:.0f} s the index still shows snapshot {shown.snapshot if shown else None}, the table"
                f" is at {wanted.snapshot}; is the indexer running (coranto status)?"
            )
        time.sleep(0.05)
