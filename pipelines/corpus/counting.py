"""Counts of articles: over time, and by what they have in common. Every article is in some bucket or told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any, Literal, get_args

from pipelines.corpus import intervals
from pipelines.corpus.columns import EPOCH
from pipelines.corpus.engine import Reader, View
from pipelines.corpus.holes import Elsewhere, Known, Ledger
from pipelines.corpus.matching import DatedBy
from pipelines.corpus.membership import Change, Collection
from pipelines.corpus.periods import as_day
from pipelines.corpus.question import Question
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
_SHORT = 1000
"""Counts of so many names are kept while the index stays as it is."""
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


def facet(searcher: Reader, question: Question, by: str, most: int = _MOST) -> Counts:
    """How many articles of each site, language, author, section or trait (an article has several)."""
    return facets(searcher, question, (by,), most)[by]


def facets(
    searcher: Reader, question: Question, names: tuple[str, ...], most: int = _MOST
) -> dict[str, Counts]:
    """Several of them in one pass over the articles."""
    for by in names:
        if by not in FACETS:
            raise QueryError(f"count by {by!r}: there are {', '.join((*TIMES, *FACETS))}")

    def count() -> dict[str, Counts]:
        with searcher.view(question) as view:
            return _facets(view, names, most)

    if most > _SHORT or question.without:
        return count()
    key = (searcher.generation(), question.tree(), question.dated_by, names, most)
    counted: dict[str, Counts] = searcher.counted.get(key, count)
    return counted


def _facets(view: View, names: tuple[str, ...], most: int) -> dict[str, Counts]:
    size = min(most, _MOST - 1) + 1
    asked: dict[str, Any] = {
        by: {"terms": {"field": _FIELDS[by], "size": size, "missing": ""}} for by in names
    }
    found = view.aggregate({**asked, "all": {"value_count": {"field": "day"}}})
    total = int(found["all"]["value"])
    return {by: _counts(by, found[by]["buckets"], most, total) for by in names}


def _counts(by: str, buckets: Iterable[dict[str, Any]], most: int, total: int) -> Counts:
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    missing = counts.pop("", 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return Counts(by=by, counts=tuple(ordered), missing=missing, total=total)


def histogram(
    searcher: Reader,
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
    mark = searcher.mark()
    with searcher.view(question) as view:
        counted = _Count(view=view, dated_by=question.dated_by, interval=interval, by=by).over(zone)
    return Histogram(
        query=question.text, since=as_day(question.since, "since"), until=as_day(question.until, "until"),
        interval=interval, dated_by=question.dated_by, zone=zone, by=by, buckets=tuple(_filled(interval, counted.held)),
        undated=counted.undated, untimed=counted.untimed, total=counted.total, snapshot=mark.snapshot if mark else None,
    )  # fmt: skip


Parts = tuple[tuple[str, int], ...]
"""Articles by site or language, in order of the name."""
Held = dict[str, tuple[int, Parts]]
"""Articles by label, in all and in parts."""


@dataclass(slots=True, kw_only=True)
class _Counted:
    held: Held
    undated: int = 0
    untimed: int = 0

    @property
    def total(self) -> int:
        return sum(count for count, _ in self.held.values()) + self.undated + self.untimed


@dataclass(slots=True, kw_only=True)
class _Count:
    view: View
    dated_by: DatedBy
    interval: str
    by: str | None

    def over(self, zone: str | None) -> _Counted:
        """Counts by label, in order of time."""
        hours = self.interval == "hour"
        seen = self.dated_by == "first_seen"
        if zone is None and not hours:
            return self.on_days("first_" if seen else "dated_")
        if seen:
            return _Counted(held=self.at_instants("first", zone or "UTC"))
        timed = self.at_instants("published", zone or "UTC", timed=1)
        rest = self.on_days("dated_", timed=0)  # a bare day is the same day in every zone
        if hours:
            return _Counted(held=timed, undated=rest.undated, untimed=rest.total - rest.undated)
        for label, stretch in rest.held.items():
            _add(timed, label, stretch)
        return _Counted(held=timed, undated=rest.undated)

    def on_days(self, prefix: str, **flags: int) -> _Counted:
        monthly = self.interval in ("month", "quarter", "year")
        field = f"{prefix}{'ym' if monthly else 'day'}"
        kind = intervals.INTERVALS["day" if self.interval == "hour" else self.interval]
        counted = _Counted(held={})
        for bucket in self.buckets({"terms": {"field": field, "size": _MOST, **_IN_ORDER}}, **flags):
            value = int(bucket["key"]) * 100 + 1 if monthly else int(bucket["key"])
            if value < 100:
                counted.undated = int(bucket["doc_count"])
                continue
            day = date(value // 10000, value // 100 % 100, value % 100)
            _add(counted.held, kind.label(kind.start(day)), _stretch(bucket))
        return counted

    def at_instants(self, field: str, zone: str, **flags: int) -> Held:
        ends = self.view.aggregate({"ends": {"stats": {"field": field}}}, **flags)["ends"]
        if not ends["count"]:
            return {}
        first, last = (EPOCH + timedelta(seconds=int(ends[name])) for name in ("min", "max"))
        starts = list(intervals.instants(self.interval, intervals.zone_of(zone), first, last))
        seconds = [int((start - EPOCH).total_seconds()) for start, _ in starts]
        ranges = [{"from": a, "to": b} for a, b in pairwise(seconds)]
        labels = {start: label for start, (_, label) in zip(seconds, starts, strict=True)}
        counted: Held = dict.fromkeys(labels.values(), (0, ()))
        for bucket in self.buckets({"range": {"field": field, "ranges": ranges}}, **flags):
            _add(counted, labels[int(bucket["from"])], _stretch(bucket))
        del counted[starts[-1][1]]
        return counted

    def buckets(self, over: dict[str, Any], **flags: int) -> Iterable[dict[str, Any]]:
        if self.by:
            split = {"by": {"terms": {"field": self.by, "size": _MOST, **_IN_ORDER}}}  # never missing
            over = {**over, "aggs": split}
        found: list[dict[str, Any]] = self.view.aggregate({"over": over}, **flags)["over"]["buckets"]
        return [bucket for bucket in found if "range" not in over or {"from", "to"} <= set(bucket)]


_IN_ORDER = {"order": {"_key": "asc"}}
_PART = itemgetter("key", "doc_count")


def _stretch(bucket: dict[str, Any]) -> tuple[int, Parts]:
    """Taken out of the bucket: to free what it held at once saves a tenth of the whole count."""
    parts = tuple(map(_PART, bucket.pop("by")["buckets"])) if "by" in bucket else ()
    return bucket["doc_count"], parts[1:] if parts and not parts[0][0] else parts


def _add(counted: Held, label: str, stretch: tuple[int, Parts]) -> None:
    """Most labels come once; adding up is slow where there are many sites."""
    held = counted.get(label)
    if held is None or not held[0]:
        counted[label] = stretch
        return
    parts = Counter(dict(held[1]))
    parts.update(dict(stretch[1]))
    counted[label] = (held[0] + stretch[0], tuple(sorted(parts.items())))


def _filled(interval: str, counted: Held) -> Iterator[Bucket]:
    """Buckets in order, with those between first and last that hold nothing."""
    for label in _labels(interval, counted):
        count, parts = counted.get(label, (0, ()))
        yield Bucket(label=label, count=count, parts=parts)


def _labels(interval: str, counted: Held) -> Iterable[str]:
    if not counted:
        return []
    if interval == "hour":
        return counted  # in order, and complete
    kind = intervals.INTERVALS[interval]
    first, last = (start_of(interval, label) for label in (min(counted), max(counted)))
    return [kind.label(day) for day in intervals.days(interval, first, last)]


def start_of(interval: str, label: str) -> date:
    """The first day of a label."""
    if interval == "week":
        return date.fromisocalendar(int(label[:4]), int(label[6:]), 1)
    if interval == "quarter":
        return date(int(label[:4]), int(label[6:]) * 3 - 2, 1)
    return date.fromisoformat(f"{label}-01-01"[:10])
