"""Counts of articles: over time, and by what they have in common. Every article is in some bucket or told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal, get_args

import tantivy

from pipelines.corpus import intervals
from pipelines.corpus.columns import EPOCH
from pipelines.corpus.holes import Elsewhere, Known, Ledger
from pipelines.corpus.matching import DatedBy
from pipelines.corpus.membership import Change, Collection
from pipelines.corpus.periods import as_day
from pipelines.corpus.question import Question
from pipelines.corpus.search import Searcher, answered
from pipelines.errors import QueryError

Facet = Literal["site", "language", "author", "section", "trait"]
FACETS: tuple[str, ...] = get_args(Facet)
By = intervals.Name | Facet
TIMES: tuple[str, ...] = get_args(intervals.Name)
_FIELDS = {
    "site": "site",
    "language": "language",
    "author": "authors",
    "section": "sections",
    "trait": "traits",
}
_MOST = 65_000  # tantivy refuses more buckets in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One stretch of time; stretches without any article are there, too."""

    label: str
    """2026-01-05, 2026-W02, 2026-01, 2026-Q1, 2026, or an hour as 2026-01-05T13:00+01:00."""
    count: int
    parts: tuple[tuple[str, int], ...] = ()
    """By site or language where that was asked for, in order of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Articles over time, with what they were dated by."""

    query: str
    since: date | None
    until: date | None
    interval: str
    dated_by: DatedBy
    zone: str | None
    """None: local days of each site; UTC where instants are counted."""
    by: str | None
    buckets: tuple[Bucket, ...]
    undated: int
    """Articles whose day nobody stated; only where they are dated by publication."""
    untimed: int
    """Articles of which the day is known and no time, where hours are counted."""
    total: int
    snapshot: int | None
    """Of the table, as the index showed it."""
    collections: tuple[Collection, ...] = ()
    """The versions of the collections that the query names: their sites were counted on all days."""
    membership: tuple[Change, ...] = ()
    """When sites joined or left these collections."""
    ledger: Ledger | Elsewhere | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> Known | None:
        """What the ledger knows of the sites and days that were counted, holes and all."""
        return self.ledger.ask() if self.ledger else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Articles by what they have in common, most first."""

    by: str
    counts: tuple[tuple[str, int], ...]
    missing: int
    """Articles that have none."""
    total: int
    ledger: Ledger | Elsewhere | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> Known | None:
        """What the ledger knows of the sites and days that were counted, holes and all."""
        return self.ledger.ask() if self.ledger else None


def facet(searcher: Searcher, question: Question, by: str, most: int = _MOST) -> Counts:
    """How many articles of each site, language, author, section or trait (an article has several)."""
    return facets(searcher, question, (by,), most)[by]


def facets(
    searcher: Searcher, question: Question, names: tuple[str, ...], most: int = _MOST
) -> dict[str, Counts]:
    """Several of them in one pass over the articles."""
    for by in names:
        if by not in FACETS:
            raise QueryError(f"count by {by!r}: there are {', '.join((*TIMES, *FACETS))}")
    size = min(most, _MOST - 1) + 1
    asked = {by: {"terms": {"field": _FIELDS[by], "size": size, "missing": ""}} for by in names}
    with answered():
        found = searcher.open().aggregate(searcher.query(question), asked)
    total = searcher.total(question)
    return {by: _counts(by, found[by]["buckets"], most, total) for by in names}


def _counts(by: str, buckets: Iterable[dict[str, Any]], most: int, total: int) -> Counts:
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    missing = counts.pop("", 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return Counts(by=by, counts=tuple(ordered), missing=missing, total=total)


def histogram(
    searcher: Searcher,
    question: Question,
    interval: str,
    zone: str | None = None,
    by: Facet | None = None,
) -> Histogram:
    """Articles by hour, day, ISO week, month, quarter or year, in local days or in any time zone."""
    if interval not in TIMES:
        raise QueryError(f"interval {interval!r}: there are {', '.join(TIMES)}")
    if by is not None and by not in ("site", "language"):
        raise QueryError(f"a count over time is split by site or language, not by {by!r}")
    question.check()
    count = _Count(searcher=searcher.open(), query=searcher.query(question), schema=searcher.schema,
                   dated_by=question.dated_by, interval=interval, by=by)  # fmt: skip
    mark = searcher.mark()
    with answered():
        counted = count.over(zone)
        published = question.dated_by == "published"
        undated = count.number(count.only(dated=0)) if published else 0
        untimed = count.number(count.only(dated=1, timed=0)) if published and interval == "hour" else 0
        total = count.number(count.query)
    return Histogram(
        query=question.text, since=as_day(question.since, "since"), until=as_day(question.until, "until"),
        interval=interval, dated_by=question.dated_by, zone=zone, by=by, buckets=tuple(_filled(interval, counted)),
        undated=undated, untimed=untimed, total=total, snapshot=mark.snapshot if mark else None,
    )  # fmt: skip


Parts = Counter[str]
"""Articles by site or language; under "" all together."""


@dataclass(slots=True, kw_only=True)
class _Count:
    searcher: tantivy.Searcher
    query: tantivy.Query
    schema: tantivy.Schema
    dated_by: DatedBy
    interval: str
    by: str | None

    def only(self, **flags: int) -> tantivy.Query:
        """The query with flags of the documents."""
        terms = [tantivy.Query.term_query(self.schema, name, value) for name, value in flags.items()]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (self.query, *terms)])

    def number(self, query: tantivy.Query) -> int:
        return int(self.searcher.search(query, limit=1).count)  # type: ignore[attr-defined]

    def over(self, zone: str | None) -> dict[str, Parts]:
        """Counts by label, in order of time."""
        hours = self.interval == "hour"
        if zone is None and not hours:
            seen = self.dated_by == "first_seen"
            return self.on_days("first_" if seen else "", self.query if seen else self.only(dated=1))
        if self.dated_by == "first_seen":
            return self.at_instants("first", self.query, zone or "UTC")
        counted = self.at_instants("published", self.only(timed=1), zone or "UTC")
        if not hours:  # a bare day is the same day in every zone
            for label, parts in self.on_days("", self.only(dated=1, timed=0)).items():
                _add(counted, label, parts)
        return counted

    def on_days(self, prefix: str, query: tantivy.Query) -> dict[str, Parts]:
        monthly = self.interval in ("month", "quarter", "year")
        field = f"{prefix}{'ym' if monthly else 'day'}"
        kind = intervals.INTERVALS[self.interval]
        counted: dict[str, Parts] = {}
        for bucket in self.buckets(query, {"terms": {"field": field, "size": _MOST}}):
            value = int(bucket["key"]) * 100 + 1 if monthly else int(bucket["key"])
            day = date(value // 10000, value // 100 % 100, value % 100)
            _add(counted, kind.label(kind.start(day)), _parts(bucket))
        return counted

    def at_instants(self, field: str, query: tantivy.Query, zone: str) -> dict[str, Parts]:
        ends = self.searcher.aggregate(query, {"ends": {"stats": {"field": field}}})["ends"]
        if not ends["count"]:
            return {}
        first, last = (EPOCH + timedelta(seconds=int(ends[name])) for name in ("min", "max"))
        starts = list(intervals.instants(self.interval, intervals.zone_of(zone), first, last))
        seconds = [int((start - EPOCH).total_seconds()) for start, _ in starts]
        ranges = [{"from": a, "to": b} for a, b in pairwise(seconds)]
        labels = {start: label for start, (_, label) in zip(seconds, starts, strict=True)}
        counted: dict[str, Parts] = {label: Counter() for label in labels.values()}
        for bucket in self.buckets(query, {"range": {"field": field, "ranges": ranges}}):
            counted[labels[int(bucket["from"])]].update(_parts(bucket))
        del counted[starts[-1][1]]
        return counted

    def buckets(self, query: tantivy.Query, over: dict[str, Any]) -> Iterable[dict[str, Any]]:
        if self.by:
            split = {"by": {"terms": {"field": self.by, "size": _MOST, "missing": ""}}}
            over = {**over, "aggs": split}
        found: list[dict[str, Any]] = self.searcher.aggregate(query, {"over": over})["over"]["buckets"]
        return [bucket for bucket in found if "range" not in over or {"from", "to"} <= set(bucket)]


def _parts(bucket: dict[str, Any]) -> Parts:
    split = bucket.get("by", {}).get("buckets", ())
    return Counter({**{part["key"]: int(part["doc_count"]) for part in split}, "": int(bucket["doc_count"])})


def _add(counted: dict[str, Parts], label: str, parts: Parts) -> None:
    """Most labels come once; adding Counters up is slow where there are many sites."""
    if label in counted:
        counted[label].update(parts)
    else:
        counted[label] = parts


def _filled(interval: str, counted: dict[str, Parts]) -> Iterator[Bucket]:
    """Buckets in order, with those between first and last that hold nothing."""
    for label in _labels(interval, counted):
        parts = counted.get(label, Counter())
        split = sorted(parts.items())
        yield Bucket(label=label, count=parts[""], parts=tuple(pair for pair in split if pair[0]))


def _labels(interval: str, counted: dict[str, Parts]) -> Iterable[str]:
    if not counted:
        return []
    if interval == "hour":
        return counted  # in order, and complete
    kind = intervals.INTERVALS[interval]
    starts = sorted(start_of(interval, label) for label in counted)
    return [kind.label(day) for day in intervals.days(interval, starts[0], starts[-1])]


def start_of(interval: str, label: str) -> date:
    """The first day of a label."""
    if interval == "week":
        return date.fromisocalendar(int(label[:4]), int(label[6:]), 1)
    if interval == "quarter":
        return date(int(label[:4]), int(label[6:]) * 3 - 2, 1)
    return date.fromisoformat(f"{label}-01-01"[:10])
