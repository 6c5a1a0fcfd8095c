"""Searching the index: hits with snippets, page after page."""

import hashlib
import json
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import tantivy

from pipelines.archive.kept import Kept
from pipelines.corpus import index as ix
from pipelines.corpus import nodes as n
from pipelines.corpus.article import where_of
from pipelines.corpus.forms import forms
from pipelines.corpus.matching import matching
from pipelines.corpus.question import DEEPEST, Cursor, Question, cursor_of
from pipelines.corpus.snippets import Snippet, snippet
from pipelines.corpus.spans import spans
from pipelines.errors import CorpusError, QueryError
from pipelines.page import Where

Counted = TypeVar("Counted")
_KEPT = 200
"""Counts kept of one state of the index."""
_MORE = 16
"""Hits looked at behind a page, for those that share its last key."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of current versions with their scores, in order."""

    total: int
    rows: tuple[tuple[ix.Row, float], ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commit:
    """One state of the index."""

    written: tuple[int, int]
    searcher: tantivy.Searcher
    mark: ix.Mark | None
    counted: Kept[Any, Any] = field(default_factory=lambda: Kept(_KEPT))


def _commit(index: tantivy.Index, written: tuple[int, int]) -> _Commit:
    return _Commit(written=written, searcher=index.searcher(), mark=ix.mark_of(index))


class Searcher:
    """An open index for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.index = ix.open_index(folder)
        self.schema = self.index.schema
        self._meta = folder / f"articles-{ix.VERSION}" / "meta.json"
        self._now = _commit(self.index, (0, 0))

    def open(self) -> tantivy.Searcher:
        """Of the newest commit. While the index is being made anew there is none: the last one is kept."""
        return self._newest().searcher

    def _newest(self) -> "_Commit":
        with suppress(OSError, ValueError):
            stat = self._meta.stat()
            written = stat.st_mtime_ns, stat.st_ino  # each commit puts a new file in its place
            if written != self._now.written:
                self.index.reload()
                self._now = _commit(self.index, written)
        return self._now

    def once(
        self, question: Question, what: Hashable, count: Callable[[tantivy.Searcher], Counted]
    ) -> Counted:
        """What is counted for a question, kept while the index stays as it is; only for what is small."""
        commit, key = self._newest(), (question.tree(), question.dated_by, question.without, what)
        found: Counted = commit.counted.get(key, lambda: count(commit.searcher))
        return found

    def generation(self) -> tuple[int, int]:
        """Another one after each commit: with the same one, the same answers."""
        return self._newest().written

    def mark(self) -> ix.Mark | None:
        """What the index shows now."""
        return self._newest().mark

    def search(self, question: Question) -> Results:
        """Hits in order of relevance or time."""
        leaves = n.wanted(question.tree())
        page = self.page(question)
        hits = tuple(_hit(row, leaves, score) for row, score in page.rows)
        return Results(total=page.total, hits=hits, next=page.next)

    def page(self, question: Question) -> Page:
        """The rows that a question's place among the hits leads to."""
        question.check()
        query, searcher, cursor = self.query(question), self.open(), cursor_of(question)
        with answered():
            if question.sort == "relevance":
                return self._by_relevance(searcher, query, question, cursor)
            return self._in_time(searcher, query, question, cursor)

    def query(self, question: Question) -> tantivy.Query:
        """The question as tantivy's query."""
        with answered():
            found = matching(self.schema, question.tree(), forms(self.open()), question.dated_by)
            if not question.without:
                return found
            left_out = tantivy.Query.term_set_query(self.schema, "id", sorted(question.without))
            return tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, found), (tantivy.Occur.MustNot, left_out)]
            )

    def total(self, question: Question) -> int:
        """Articles in all."""
        question.check()
        query = self.query(question)
        with answered():
            return _total(self.open(), query)

    def versions(self, id: str) -> list[ix.Row]:  # noqa: A002  (the word of the interface)
        """The rows of all versions of an article, oldest first; empty where nothing has this id."""
        searcher = self.open()
        for name in ("id", "article_id"):
            found = searcher.search(tantivy.Query.term_query(self.schema, name, id), limit=1).hits
            if found:
                row = ix.restored(searcher.doc(found[0][1]))
                return ix.versions(ix.rows_of(searcher, self.schema, [row["article_id"]]))
        return []

    def rows(self, question: Question) -> Iterator[ix.Row]:
        """Every hit's row as the index has it, newest first."""
        searcher, query = self.open(), self.query(question)
        with answered():
            total = _total(searcher, query)
            found = searcher.search(query, limit=max(total, 1), count=False, order_by_field=question.key)
        for _, address in found.hits:
            yield ix.restored(searcher.doc(address))

    def among(self, question: Question, field: str, names: Iterable[str]) -> Iterator[tuple[ix.Row, int]]:
        """The hits whose id or article id is one of these, each with its key in time."""
        searcher = self.open()
        held = tantivy.Query.term_set_query(self.schema, field, sorted(names))
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, part) for part in (self.query(question), held)]
        )
        with answered():
            total = _total(searcher, query)
            found = searcher.search(query, limit=max(total, 1), count=False, order_by_field=question.key)
        for key, address in found.hits:
            yield _row(searcher, address), int(key)

    def ids(self, question: Question) -> Iterator[tuple[str, datetime]]:
        """Id and capture time of every hit, for export."""
        return ((row["id"], row["captured"]) for row in self.rows(question))

    def _by_relevance(
        self, searcher: tantivy.Searcher, query: tantivy.Query, question: Question, cursor: Cursor | None
    ) -> Page:
        state = self._state()
        if cursor is not None and cursor.state != state:
            raise QueryError(
                "the index has changed since this cursor was given, and with it the order by relevance; begin without"
                " one, or sort by newest, where cursors keep"
            )
        offset = cursor.value if cursor else question.offset
        if offset + question.limit > DEEPEST:
            raise QueryError(f"hits beyond {DEEPEST} are not paged to; sort by newest, or export the search")
        found = searcher.search(query, limit=max(question.limit, 1), offset=offset)
        total = int(found.count)  # type: ignore[attr-defined]
        hits = found.hits[: question.limit]
        end = offset + len(hits)
        more = Cursor(value=end, state=state).written(question) if hits and end < total else None
        return Page(total=total, rows=tuple((_row(searcher, at), float(key)) for key, at in hits), next=more)

    def _in_time(
        self, searcher: tantivy.Searcher, query: tantivy.Query, question: Question, cursor: Cursor | None
    ) -> Page:
        """Whoever shares the key of the last hit comes along, so that the next page can begin behind it."""
        total = _total(searcher, query)
        behind = self._behind(query, question, cursor) if cursor else query
        order = tantivy.Order.Desc if question.sort == "newest" else tantivy.Order.Asc
        size, more = question.limit, _MORE
        while True:
            hits = searcher.search(
                behind, limit=size + more, offset=question.offset, count=False,
                order_by_field=question.key, order=order,
            ).hits  # fmt: skip
            end = min(size, len(hits))
            while 0 < end < len(hits) and hits[end][0] == hits[end - 1][0]:
                end += 1
            if end < len(hits) or len(hits) < size + more:
                break
            more *= 4
        last = Cursor(value=int(hits[end - 1][0])).written(question) if 0 < end < len(hits) else None
        rows = tuple((_row(searcher, at), 0.0) for _, at in hits[:end])
        return Page(total=total, rows=rows, next=last)

    def _behind(self, query: tantivy.Query, question: Question, cursor: Cursor) -> tantivy.Query:
        newest = question.sort == "newest"
        bounds = (None, cursor.value - 1) if newest else (cursor.value + 1, None)
        beyond = tantivy.Query.range_query(self.schema, question.key, tantivy.FieldType.Integer, *bounds)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, beyond)])

    def _state(self) -> str:
        """Digest of the segments: with equal ones, equal scores come in the same order."""
        segments = json.loads(self._meta.read_bytes())["segments"]
        names = "".join(segment["segment_id"] for segment in segments)
        return hashlib.sha256(names.encode()).hexdigest()[:12]


@contextmanager
def answered() -> Iterator[None]:
    """Turn what tantivy refuses into a QueryError."""
    try:
        yield
    except ValueError as e:
        said = " ".join(str(e).split())[:200]
        raise QueryError(
            f"the query asks too much of the index ({said}); write more letters, or ask in several queries"
        ) from e


def _total(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(searcher.search(query, limit=1).count)  # type: ignore[attr-defined]


def _row(searcher: tantivy.Searcher, address: Any) -> ix.Row:
    return ix.restored(searcher.doc(address))


def _hit(row: ix.Row, leaves: frozenset[n.Leaf], score: float) -> Hit:
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
