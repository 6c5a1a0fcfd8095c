"""Reading the index on a server."""

import hashlib
import json
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from pipelines.corpus import index as ix
from pipelines.corpus.dsl import Dsl, Query, exactly
from pipelines.corpus.engine import Page, kept
from pipelines.corpus.matching import asked
from pipelines.corpus.opensearch import ASKED, alias_of, connected, told, whole
from pipelines.corpus.question import Cursor, Question, cursor_of, offset_of
from pipelines.corpus.server import Server
from pipelines.errors import CorpusError, QueryError, ServerError

AT_ONCE = 500
"""Rows fetched together."""
_KEEP = "5m"
"""How long the server keeps a state of the index for us between two requests."""
_LAST = "\uffff"
"""Behind every id."""


class OpenSearchReader:
    """A connection; safe to use from several threads."""

    def __init__(self, server: Server) -> None:
        self.server, self.alias = server, alias_of(server)
        self.client = connected(server)
        self.counted = kept()
        with told(server):
            if not self.client.indices.exists_alias(name=self.alias):
                raise CorpusError(
                    f"no search index {server.name} at {server.url}; start the indexer (coranto up) or search with fresh"
                )

    def mark(self) -> ix.Mark | None:
        """As the rows that are seen have it."""
        hit = self._mark()
        shown = json.loads(hit["_source"]["row"])["shown"] if hit else None
        return ix.Mark(**shown) if shown else None

    def generation(self) -> Hashable:
        """The index's own name and its mark."""
        hit = self._mark()
        return (hit["_index"], hit["_source"]["row"]) if hit else None

    def _mark(self) -> Any:
        hits = self._search({"query": Dsl().term("mark", "mark"), "size": 1})["hits"]["hits"]
        return hits[0] if hits else None

    def page(self, question: Question) -> Page:
        """One request; by relevance one more, for the state that the order depends on."""
        question.check()
        query, cursor = asked(Dsl(), question), cursor_of(question)
        if question.sort == "relevance":
            return self._by_relevance(query, question, cursor)
        return self._in_time(query, question, cursor)

    def _by_relevance(self, query: Query, question: Question, cursor: Cursor | None) -> Page:
        state = hashlib.sha256(repr(self.generation()).encode()).hexdigest()[:12]
        offset = offset_of(question, cursor, state)
        body = {
            "query": query,
            "from": offset,
            "size": question.limit,
            "sort": [{"_score": "desc"}, {"id": "asc"}],
        }
        found = self._search(body, preference=question.digest)["hits"]
        hits, total = found["hits"], found["total"]["value"]
        end = offset + len(hits)
        more = Cursor(value=end, state=state).written(question) if hits and end < total else None
        return Page(total=total, rows=tuple((_row(hit), hit["_score"] or 0.0) for hit in hits), next=more)

    def _in_time(self, query: Query, question: Question, cursor: Cursor | None) -> Page:
        """By key and then id, which is a total order: whatever is added, the next page begins where this one ended."""
        order = "desc" if question.sort == "newest" else "asc"
        body = {"query": query, "size": question.limit + 1, "sort": [{question.key: order}, {"id": "asc"}]}
        if cursor:
            body["search_after"] = [cursor.value, cursor.state or _LAST]
        else:
            body["from"] = question.offset
        found = self._search(body)["hits"]
        hits, last = found["hits"][: question.limit], None
        if hits and len(found["hits"]) > len(hits):
            key, id = hits[-1]["sort"]  # noqa: A001
            last = Cursor(value=key, state=id).written(question)
        return Page(total=found["total"]["value"], rows=tuple((_row(hit), 0.0) for hit in hits), next=last)

    def total(self, question: Question) -> int:
        """Exact, whatever it is."""
        question.check()
        found = self._search({"query": asked(Dsl(), question), "size": 0})
        return int(found["hits"]["total"]["value"])

    def rows(self, question: Question) -> Iterator[ix.Row]:
        """In one state of the index, some at a time."""
        return (_row(hit) for hit in self._hits(asked(Dsl(), question), question.key))

    def among(self, question: Question, field: str, names: Iterable[str]) -> Iterator[tuple[ix.Row, int]]:
        """As :meth:`rows`."""
        make = Dsl()
        query = make.all([asked(make, question), make.quiet(make.terms(field, sorted(names)))])
        return ((_row(hit), hit["sort"][0]) for hit in self._hits(query, question.key))

    def versions(self, id: str) -> list[ix.Row]:  # noqa: A002  (the word of the interface)
        """By the article of whatever has the id."""
        make = Dsl()
        known = make.any([make.term("id", id), make.term("article_id", id)])
        hits = self._search({"query": known, "size": 1})["hits"]["hits"]
        if not hits:
            return []
        article = make.term("article_id", _row(hits[0])["article_id"])
        return ix.versions(_row(hit) for hit in self._hits(article, "first_newest"))

    @contextmanager
    def view(self, question: Question) -> Iterator["_View"]:
        """One state of the index."""
        query = asked(Dsl(), question)
        with self._point() as point:
            yield _View(reader=self, query=query, point=point)

    @contextmanager
    def _point(self) -> Iterator[dict[str, str]]:
        """A state that stays what it is while the indexer goes on (a point in time, from OpenSearch 2.4 on)."""
        with told(self.server):
            made = self.client.create_pit(index=self.alias, params={"keep_alive": _KEEP})
            point = {"id": made["pit_id"], "keep_alive": _KEEP}
        try:
            yield point
        finally:
            with suppress(CorpusError), told(self.server):  # it goes by itself, later
                self.client.delete_pit(body={"pit_id": [point["id"]]})

    def _hits(self, query: Query, key: str) -> Iterator[Any]:
        """Every hit, newest first."""
        body = {"query": query, "size": AT_ONCE, "sort": [{key: "desc"}, {"id": "asc"}]}
        with self._point() as point:
            while True:
                hits = self._search({**body, "pit": point})["hits"]["hits"]
                yield from hits
                if len(hits) < AT_ONCE:
                    return
                body["search_after"] = hits[-1]["sort"]

    def _search(self, body: dict[str, Any], **params: str) -> Any:
        with told(self.server, asking=True):
            index = None if "pit" in body else self.alias
            found = self.client.search(
                index=index, body={"track_total_hits": True, **body}, params={**ASKED, **params}
            )
            return _read(whole(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    reader: OpenSearchReader
    query: Query
    point: dict[str, str]

    def aggregate(self, asked: dict[str, Any], **flags: int) -> dict[str, Any]:
        make = Dsl()
        query = make.all([self.query, *(make.quiet(make.term(*flag)) for flag in flags.items())])
        body = {"query": query, "size": 0, "aggs": exactly(asked), "pit": self.point}
        found: dict[str, Any] = self.reader._search(body)["aggregations"]
        if any(one.get("doc_count_error_upper_bound") for one in found.values()):
            raise QueryError(
                "there are more names to count by than the shards of the index tell exactly; narrow the query"
            )
        return found


def _read(found: Any) -> Any:
    """The answer, where it says all that is read of it; else KeyError, TypeError or ValueError."""
    hits = found["hits"]
    if hits["total"]["relation"] != "eq":
        raise ServerError("the search server counted only a part of the hits, though it was asked for all")
    for hit in hits["hits"]:
        if not isinstance(hit["_source"]["row"], str):
            raise TypeError("a hit without its row")
    return found


def _row(hit: Any) -> ix.Row:
    return ix.restored(hit["_source"]["row"])
