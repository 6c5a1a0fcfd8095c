"""Searching the index: hits with snippets, and counts."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import tantivy

from pipelines.corpus import index as ix
from pipelines.corpus import query as q
from pipelines.corpus.article import where_of
from pipelines.corpus.matching import matching
from pipelines.corpus.snippets import Snippet, snippet
from pipelines.corpus.words import find
from pipelines.errors import CorpusError, QueryError
from pipelines.page import Where

By = Literal["day", "month", "site", "language"]
Sort = Literal["relevance", "newest"]
_BUCKETS = {"day": "day", "month": "ym", "site": "site", "language": "language"}
_MOST_BUCKETS = 65_000  # tantivy refuses more
DEEPEST = 100_000


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

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query with its bounds; days are half-open."""

    text: str = ""
    since: date | str | None = None
    until: date | str | None = None
    limit: int = 20
    offset: int = 0
    sort: Sort = "relevance"

    def tree(self) -> q.All:
        """The query's tree with the bounds in it."""
        days = q.Days(since=q.as_day(self.since, "since"), until=q.as_day(self.until, "until"))
        return q.All(clauses=(q.parse(self.text), days))


class Searcher:
    """An open index for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.index = ix.open_index(folder)
        self.schema = self.index.schema
        self._seen = 0
        self._meta = folder / f"articles-{ix.VERSION}" / "meta.json"

    def _searcher(self) -> tantivy.Searcher:
        """Of the newest commit. While the index is being made anew there is none: the last one is kept."""
        with suppress(OSError, ValueError):
            changed = self._meta.stat().st_mtime_ns
            if changed != self._seen:
                self.index.reload()
                self._seen = changed
        return self.index.searcher()

    def mark(self) -> ix.Mark | None:
        """What the index shows now."""
        self._searcher()
        return ix.mark_of(self.index)

    def search(self, question: Question) -> Results:
        """Hits in order of relevance or newest first."""
        _check(question)
        tree = question.tree()
        searcher = self._searcher()
        found = searcher.search(
            matching(self.schema, tree),
            limit=max(question.limit, 1),
            offset=question.offset,
            order_by_field="newest" if question.sort == "newest" else None,
        )
        phrases = q.wanted(tree)
        score_of = (lambda key: 0.0) if question.sort == "newest" else float
        hits = (
            _hit(ix.restored(searcher.doc(address)["row"][0]), phrases, score_of(key))
            for key, address in found.hits[: question.limit]
        )
        return Results(total=found.count, hits=tuple(hits))  # type: ignore[attr-defined]

    def count(self, question: Question, by: By | None = None) -> int | list[tuple[str, int]]:
        """Articles in all, or as (bucket, count) in order of the bucket."""
        if by is not None and by not in _BUCKETS:
            raise QueryError(f"count by {by!r}: there are day, month, site and language")
        query, searcher = matching(self.schema, question.tree()), self._searcher()
        if by is None:
            return int(searcher.search(query, limit=1).count)  # type: ignore[attr-defined]
        asked = {"by": {"terms": {"field": _BUCKETS[by], "size": _MOST_BUCKETS}}}
        buckets = searcher.aggregate(query, asked)["by"]["buckets"]
        return sorted((_name(bucket["key"], by), int(bucket["doc_count"])) for bucket in buckets)

    def versions(self, id: str) -> list[ix.Row]:  # noqa: A002  (the word of the interface)
        """The rows of all versions of an article, oldest first; empty where nothing has this id."""
        searcher = self._searcher()
        for name in ("id", "article_id"):
            found = searcher.search(tantivy.Query.term_query(self.schema, name, id), limit=1).hits
            if found:
                row = ix.restored(searcher.doc(found[0][1])["row"][0])
                return ix.versions(ix.rows_of(searcher, self.schema, [row["article_id"]]))
        return []

    def ids(self, question: Question) -> Iterator[tuple[str, datetime]]:
        """Id and capture time of every hit, for export."""
        searcher, query = self._searcher(), matching(self.schema, question.tree())
        total: int = searcher.search(query, limit=1).count  # type: ignore[attr-defined]
        found = searcher.search(query, limit=max(total, 1), count=False, order_by_field="newest")
        for _, address in found.hits:
            row = ix.restored(searcher.doc(address)["row"][0])
            yield row["id"], row["captured"]


def _check(question: Question) -> None:
    if question.sort not in ("relevance", "newest"):
        raise QueryError(f"sort {question.sort!r}: there are relevance and newest")
    if question.limit < 0 or question.offset < 0:
        raise QueryError("limit and offset cannot be negative")
    if question.limit + question.offset > DEEPEST:
        raise QueryError(f"hits beyond {DEEPEST} are not paged to; narrow the days, or export the search")


def _name(key: Any, by: By) -> str:
    text = str(int(key)) if by in ("day", "month") else str(key)
    if by == "day":
        return f"{text[:-4]:0>4}-{text[-4:-2]}-{text[-2:]}"
    return f"{text[:-2]:0>4}-{text[-2:]}" if by == "month" else text


def _hit(row: ix.Row, phrases: set[tuple[str, ...]], score: float) -> Hit:
    headline = row["headline"] or row["alternative_headline"]
    return Hit(
        id=row["id"],
        article_id=row["article_id"],
        headline=headline,
        headline_marks=tuple(find(headline or "", phrases)),
        site=row["site"],
        url=row["url"],
        language=row["language"],
        day=row["day"],
        date_published=row["date_published"] or row["date_published_day"],
        captured=row["captured"],
        snippet=snippet(row["text"], phrases),
        score=score,
        where=where_of(row),
    )


def wait_for(searcher: Searcher, wanted: ix.Mark, seconds: float) -> None:
    """Until the index shows the table as it was asked for, or later; CorpusError after that time."""
    end = time.monotonic() + seconds
    while True:
        shown = searcher.mark()
        if shown is not None and shown.table == wanted.table and shown.sequence >= wanted.sequence:
            return
        if time.monotonic() > end:
            raise CorpusError(
                f"after {seconds:.0f} s the index still shows snapshot {shown.snapshot if shown else None}, the table"
                f" is at {wanted.snapshot}; is the indexer running (coranto status)?"
            )
        time.sleep(0.05)
