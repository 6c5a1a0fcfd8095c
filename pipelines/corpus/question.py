"""What is asked of the index: a query with its bounds, its order and its place among the hits."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.corpus import nodes as n
from pipelines.corpus.matching import DatedBy
from pipelines.corpus.periods import as_day
from pipelines.corpus.query import parse
from pipelines.errors import QueryError

Sort = Literal["relevance", "newest", "oldest"]
SORTS = ("relevance", "newest", "oldest")
DATED_BY = ("published", "first_seen")
DEEPEST = 100_000
EVERYTHING = n.All()


def _no_collections(name: str) -> frozenset[str]:
    raise QueryError(f"collection:{name}: collections are only known to an open corpus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query with its bounds; days are half-open."""

    text: str = ""
    since: date | str | None = None
    until: date | str | None = None
    limit: int = 20
    offset: int = 0
    sort: Sort = "relevance"
    dated_by: DatedBy = "published"
    """What days, order and counts over time go by: the day an article belongs to, or that of its first capture."""
    cursor: str = ""
    """``next`` of the results before; instead of ``offset``."""
    without: frozenset[str] = frozenset()
    """Ids of rows that are left out."""
    within: n.All = EVERYTHING
    """Filters that hold beside the query's text."""
    sites: Callable[[str], frozenset[str]] = _no_collections
    """The members of a collection."""

    def tree(self) -> n.All:
        """The query's tree with the bounds in it and its collections as sites."""
        days = n.Days(since=as_day(self.since, "since"), until=as_day(self.until, "until"))
        tree = n.resolved(n.All(clauses=(parse(self.text), self.within, days)), self.sites)
        assert isinstance(tree, n.All)
        return tree

    @property
    def key(self) -> str:
        """The field that hits are ordered by in time."""
        return "newest" if self.dated_by == "published" else "first_newest"

    @property
    def digest(self) -> str:
        """Tells cursors of other questions apart."""
        asked = f"{self.text}\n{self.since}\n{self.until}\n{self.sort}\n{self.dated_by}"
        return f"{zlib.crc32(asked.encode('utf-8', 'replace')):08x}"

    def check(self) -> None:
        """Raise QueryError where order or place make no sense."""
        if self.sort not in SORTS:
            raise QueryError(f"sort {self.sort!r}: there are {', '.join(SORTS)}")
        if self.dated_by not in DATED_BY:
            raise QueryError(f"dated_by {self.dated_by!r}: there are {' and '.join(DATED_BY)}")
        if self.limit < 0 or self.offset < 0:
            raise QueryError("limit and offset cannot be negative")
        if self.cursor and self.offset:
            raise QueryError("give a cursor or an offset, not both")
        if self.limit + self.offset > DEEPEST:
            raise QueryError(
                f"hits beyond {DEEPEST} are not paged to; follow the cursor, or export the search"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page ended."""

    value: int
    """Key of the last hit in time; number of hits so far by relevance."""
    state: str = ""
    """By relevance: which state of the index was counted in. In time, where pages go on whatever is added, the last hit's
    id, if its key is not enough."""

    def written(self, question: Question) -> str:
        """As a caller hands it back."""
        return f"{question.digest}.{self.value}.{self.state}"


def cursor_of(question: Question) -> Cursor | None:
    """The cursor of a question; QueryError where it belongs to another one."""
    if not question.cursor:
        return None
    digest, _, rest = question.cursor.partition(".")
    value, _, state = rest.partition(".")
    if digest != question.digest or not value.lstrip("-").isdigit() or len(value) > 20:
        raise QueryError("this cursor belongs to another query, order or dates; begin without one")
    return Cursor(value=int(value), state=state)


def offset_of(question: Question, cursor: Cursor | None, state: str) -> int:
    """Where a page by relevance begins; QueryError where the order has changed, or it lies too deep."""
    if cursor is not None and cursor.state != state:
        raise QueryError(
            "the index has changed since this cursor was given, and with it the order by relevance; begin without"
            " one, or sort by newest, where cursors keep"
        )
    offset = cursor.value if cursor else question.offset
    if offset + question.limit > DEEPEST:
        raise QueryError(f"hits beyond {DEEPEST} are not paged to; sort by newest, or export the search")
    return offset
