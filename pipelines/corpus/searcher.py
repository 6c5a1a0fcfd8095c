"""Reading the index in a folder."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from pipelines.corpus import index as ix
from pipelines.corpus.engine import Page, kept
from pipelines.corpus.forms import forms
from pipelines.corpus.matching import asked
from pipelines.corpus.phrases import Phrases
from pipelines.corpus.question import Cursor, Question, cursor_of, offset_of
from pipelines.errors import QueryError

_MORE = 16
"""Hits looked at behind a page, for those that share its last key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commit:
    """One state of the index."""

    written: tuple[int, int]
    searcher: tantivy.Searcher
    mark: ix.Mark | None


def _commit(index: tantivy.Index, written: tuple[int, int]) -> _Commit:
    return _Commit(written=written, searcher=index.searcher(), mark=ix.mark_of(index))


class Searcher:
    """An open index for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.index = ix.open_index(folder)
        self.schema = self.index.schema
        self._meta = folder / f"articles-{ix.VERSION}" / "meta.json"
        self._now = _commit(self.index, (0, 0))
        self.counted = kept()

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

    def generation(self) -> tuple[int, int]:
        """Another one after each commit: with the same one, the same answers."""
        return self._newest().written

    def mark(self) -> ix.Mark | None:
        """What the index shows now."""
        return self._newest().mark

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
            return asked(Phrases(schema=self.schema, forms=forms(self.open())), question)

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
                row = _row(searcher, found[0][1])
                return ix.versions(ix.rows_of(searcher, self.schema, [row["article_id"]]))
        return []

    def rows(self, question: Question) -> Iterator[ix.Row]:
        """Every hit's row as the index has it, newest first."""
        for _, row in self._every(self.query(question), question.key):
            yield row

    def among(self, question: Question, field: str, names: Iterable[str]) -> Iterator[tuple[ix.Row, int]]:
        """The hits whose id or article id is one of these, each with its key in time."""
        held = tantivy.Query.term_set_query(self.schema, field, sorted(names))
        for key, row in self._every(_both(self.query(question), held), question.key):
            yield row, key

    def _every(self, query: tantivy.Query, key: str) -> Iterator[tuple[int, ix.Row]]:
        """Every hit with its key in time, newest first."""
        searcher = self.open()
        with answered():
            total = _total(searcher, query)
            found = searcher.search(query, limit=max(total, 1), count=False, order_by_field=key)
        return ((int(at), _row(searcher, address)) for at, address in found.hits)

    @contextmanager
    def view(self, question: Question) -> Iterator["_View"]:
        """One state of the index."""
        yield _View(searcher=self.open(), query=self.query(question), schema=self.schema)

    def _by_relevance(
        self, searcher: tantivy.Searcher, query: tantivy.Query, question: Question, cursor: Cursor | None
    ) -> Page:
        state = self._state()
        offset = offset_of(question, cursor, state)
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
        return _both(query, beyond)

    def _state(self) -> str:
        """Digest of the segments: with equal ones, equal scores come in the same order."""
        segments = json.loads(self._meta.read_bytes())["segments"]
        names = "".join(segment["segment_id"] for segment in segments)
        return hashlib.sha256(names.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    searcher: tantivy.Searcher
    query: tantivy.Query
    schema: tantivy.Schema

    def aggregate(self, asked: dict[str, Any], **flags: int) -> dict[str, Any]:
        query = self.query
        for name, value in flags.items():
            query = _both(query, tantivy.Query.term_query(self.schema, name, value))
        with answered():
            found: dict[str, Any] = self.searcher.aggregate(query, asked)
            return found


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


def _both(query: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, other)])


def _total(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(searcher.search(query, limit=1).count)  # type: ignore[attr-defined]


def _row(searcher: tantivy.Searcher, address: Any) -> ix.Row:
    return ix.restored(searcher.doc(address)["row"][0])
