"""The table ``coverage`` as it was read, ordered for questions about sites and days.

A large ledger has a row for each site and day of many years. What a page draws beside a count is worked out from sorted
numbers, days since 1970, and not from the rows.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.archive.unit import Interval
from pipelines.corpus.frame import Frame

Numbers = npt.NDArray[np.int64]
INTERVAL_KINDS = ("days", "poll")
ONE = timedelta(days=1)
LONGEST = timedelta(days=31)
"""How long before the first day a crawl is looked for that covers it; a unit is a day, unless somebody crawls by hand."""
_EPOCH = date(1970, 1, 1)
_FAR = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Days in a row of a site that are all complete, or all partial."""

    since: date
    until: date
    complete: bool
    """Did a crawl of the whole day come to its end?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Site days of one stretch, or of one site."""

    expected: int = 0
    complete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stretches:
    """Days in a row: first days, and the days after the last."""

    since: Numbers
    until: Numbers

    def before(self, days: Numbers) -> Numbers:
        """How many of all these days lie before each of some days.

        A stretch gives a day for each from its first on, and takes it back from its last on.
        """
        return _passed(self.since, days) - _passed(self.until, days)


class Planned(NamedTuple):
    """The sites and days of a frame on which something was to be crawled."""

    spans: tuple[tuple[str, date, date], ...]
    """Expected days of each site, in order of the names: first, and the day after the last."""
    sites: frozenset[str]
    """Those of which a crawl is known in the frame."""
    imported: tuple[str, ...]
    """Sites of which only imports are known there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledgered:
    """Rows of the table ``coverage`` in order of the days, and what they say of each site's days."""

    rows: pa.Table
    seen: Mapping[str, tuple[Run, ...]]
    """By site its days of which something is known, in order."""
    _names: tuple[str, ...]
    """The sites, in order."""
    _site: Numbers
    _day: Numbers
    _crawled: npt.NDArray[np.bool_]
    """Of each row: the number of its site, its day, and whether it is of a crawl."""
    _whole: _Stretches
    _whole_site: Numbers
    """Days that were crawled to their end, and the number of the site of each stretch."""

    @classmethod
    def of(cls, rows: pa.Table) -> Self:
        """From rows."""
        rows = rows.sort_by("day")
        crawled = pc.is_in(rows["kind"], pa.array(INTERVAL_KINDS))
        seen = {site: tuple(_runs(days)) for site, days in _seen(rows.filter(crawled)).items()}
        names = sorted(pc.unique(rows["site"]).to_pylist())
        whole = [
            (bisect_left(names, site), _day(run.since), _day(run.until))
            for site, runs in seen.items()
            for run in runs
            if run.complete
        ]
        site, since, until = np.array(whole, np.int64).reshape(-1, 3).T
        return cls(
            rows=rows,
            seen=seen,
            _names=tuple(names),
            _site=pc.index_in(rows["site"], pa.array(names, pa.string())).to_numpy().astype(np.int64),
            _day=rows["day"].cast(pa.int32()).to_numpy().astype(np.int64),
            _crawled=crawled.to_numpy(),
            _whole=_Stretches(since=since, until=until),
            _whole_site=site,
        )

    def within(self, frame: Frame) -> pa.Table:
        """The rows of a frame's sites and days."""
        sites, since, until = frame
        begin, end = self._between(since, until)
        rows = self.rows.slice(begin, end - begin)
        if sites is None:
            return rows
        return rows.filter(pc.is_in(rows["site"], pa.array(sorted(sites), pa.string())))

    def planned(self, frame: Frame) -> Planned:
        """What was to be crawled of a frame, as far as is known."""
        sites, since, until = frame
        crawled = self._sites(looked_from(since), until, sites, self._crawled)
        imported = self._sites(since, until, sites, None) - crawled
        end = until or max((self.seen[site][-1].until for site in crawled), default=None)
        spans = []
        for site in sorted((sites or crawled) - imported):
            first = since or (self.seen[site][0].since if site in crawled else None)
            if first is not None and end is not None and first < end:
                spans.append((site, first, end))
        return Planned(tuple(spans), crawled, tuple(sorted(imported)))

    def days(self, frame: Frame, stretches: Sequence[tuple[date, date]]) -> tuple[Days, ...]:
        """The site days of a frame by stretches of the calendar: first day, and the day after the last."""
        planned = self.planned(frame)
        first, after = np.full((2, len(self._names)), _FAR)
        for site, since, until in planned.spans:
            if site in planned.sites:
                number = bisect_left(self._names, site)
                first[number], after[number] = _day(since), _day(until)
        spans = _Stretches(
            since=np.array([_day(since) for _, since, _ in planned.spans], np.int64),
            until=np.array([_day(until) for _, _, until in planned.spans], np.int64),
        )
        ends = np.array([(_day(a), _day(b)) for a, b in stretches], np.int64).reshape(-1, 2).T
        expected, complete = (
            of.before(ends[1]) - of.before(ends[0]) for of in (spans, self._within(first, after))
        )
        return tuple(
            Days(expected=e, complete=c) for e, c in zip(expected.tolist(), complete.tolist(), strict=True)
        )

    def _within(self, first: Numbers, after: Numbers) -> _Stretches:
        """What was crawled to its end between the bounds of each site."""
        since = np.maximum(self._whole.since, first[self._whole_site])
        until = np.minimum(self._whole.until, after[self._whole_site])
        some = since < until
        return _Stretches(since=since[some], until=until[some])

    def _between(self, since: date | None, until: date | None) -> tuple[int, int]:
        begin = 0 if since is None else int(np.searchsorted(self._day, _day(since)))
        end = len(self._day) if until is None else int(np.searchsorted(self._day, _day(until)))
        return begin, max(begin, end)

    def _sites(
        self,
        since: date | None,
        until: date | None,
        sites: frozenset[str] | None,
        only: npt.NDArray[np.bool_] | None,
    ) -> frozenset[str]:
        begin, end = self._between(since, until)
        numbers = self._site[begin:end] if only is None else self._site[begin:end][only[begin:end]]
        there = np.zeros(len(self._names), np.bool_)
        there[numbers] = True
        found = frozenset(self._names[n] for n in np.flatnonzero(there))
        return found if sites is None else found & sites


def looked_from(since: date | None) -> date | None:
    """The first day whose crawls may cover a day and what comes after it.

    >>> looked_from(date(2026, 2, 1)), looked_from(date(1, 1, 2))
    (datetime.date(2026, 1, 1), datetime.date(1, 1, 1))
    """
    return since and date.fromordinal(max(1, since.toordinal() - LONGEST.days))


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _passed(since: Numbers, days: Numbers) -> Numbers:
    """For each day the sum over all firsts of the days that have passed since."""
    since = np.sort(since, kind="stable")
    sums = np.concatenate(([0], np.cumsum(since)))
    begun = np.searchsorted(since, days)
    found: Numbers = begun * days - sums[begun]
    return found


def days_of(first: date, after: date) -> Iterator[date]:
    """From the first to the day before the last."""
    for number in range((after - first).days):
        yield first + number * ONE


def _seen(rows: pa.Table) -> dict[str, dict[date, bool]]:
    """Days by site, and whether a crawl of the whole day came to its end."""
    found: dict[str, dict[date, bool]] = defaultdict(dict)
    whole = pc.and_(pc.equal(rows["kind"], "days"), rows["complete"])
    for site, day in _distinct(rows.filter(pc.invert(whole)), ["site", "day"]):
        found[site][day] = False
    for site, *unit in _distinct(rows.filter(whole), ["site", "unit"], ("hour", "min"), ("day", "min")):
        found[site] |= dict.fromkeys(_of_unit(*unit), True)
    return found


def _distinct(rows: pa.Table, by: list[str], *sums: tuple[str, str]) -> Iterator[tuple[Any, ...]]:
    grouped = rows.group_by(by, use_threads=False).aggregate(sums)
    return zip(*(grouped[name].to_pylist() for name in (*by, *map("_".join, sums))), strict=True)


@lru_cache(maxsize=1024)  # on one day, the units of all sites of a time zone are the same
def _of_unit(span: str, hour: datetime, day: date) -> tuple[date, ...]:
    """The local days of a unit, which begins at a local midnight; an hour of it and its local day tell the zone."""
    interval = Interval.parse(span)
    midnight = timedelta(hours=interval.start.hour, minutes=interval.start.minute)
    begun = max(hour, interval.start)
    zones = (-midnight, timedelta(days=1) - midnight)
    first = next(((interval.start + zone).date() for zone in zones if (begun + zone).date() == day), day)
    return tuple(days_of(first, first + max(1, round((interval.end - interval.start) / ONE)) * ONE))


def _runs(days: Mapping[date, bool]) -> Iterator[Run]:
    begun = last = None
    for day in sorted(days):
        if begun is not None and last is not None and (day != last + ONE or days[day] != days[last]):
            yield Run(since=begun, until=last + ONE, complete=days[last])
            begun = None
        begun, last = begun or day, day
    if begun is not None and last is not None:
        yield Run(since=begun, until=last + ONE, complete=days[last])
