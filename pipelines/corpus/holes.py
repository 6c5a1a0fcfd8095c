"""What a count misses, as far as the ledger knows: days of its sites that no crawl covers, and what was lost.

A site is expected to have every local day between the first and the last that is asked for or known. A day is
complete when a crawl of the whole day came to its end, partial when only polls or cut-off crawls looked at it, and
unknown when nothing did.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal, Self

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.archive.unit import Interval
from pipelines.corpus import nodes as n
from pipelines.corpus.completeness import Estimate, estimate
from pipelines.corpus.filters import among, on_days
from pipelines.corpus.intervals import INTERVALS
from pipelines.corpus.question import Question
from pipelines.corpus.tables import Tables
from pipelines.printable import counted

LOST = ("blocked", "failed", "refused", "left", "robots", "uncleaned")
"""Ends of announced addresses that may have been articles."""
INTERVAL_KINDS = ("days", "poll")
_COLUMNS = (
    "site",
    "unit",
    "hour",
    "day",
    "kind",
    "complete",
    "announced",
    "published",
    "quarantined",
    "lists",
    *LOST,
)
ONE = timedelta(days=1)
LONGEST = timedelta(days=31)
"""How long before the first day a crawl is looked for that covers it; a unit is a day, unless somebody crawls by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Days in a row of a site that no complete crawl covers."""

    site: str
    since: date
    until: date
    """The day after the last."""
    why: Literal["unknown", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Site days of one stretch, or of one site."""

    expected: int = 0
    complete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger knows of the sites and days that a count is of."""

    sites: int
    days: Days
    """Site days: of two sites, a week has fourteen."""
    announced: int
    published: int
    quarantined: int
    """Articles that wait for a person, and are not counted."""
    lost: int
    """Addresses that were announced and never became anything: refused, failed, forbidden, not reached."""
    estimate: Estimate | None
    """How many articles there were on the complete days, by two independent lists; None: unknown."""
    holes: tuple[Hole, ...]
    imported: tuple[str, ...] = ()
    """Sites of which only imports are known: whether these are all there was, nothing says."""
    spans: tuple[tuple[str, date, date], ...] = ()
    """Expected days of each site: first, and the day after the last."""
    of_days: int = 0
    """Articles published by crawls of whole days, whose lists the estimate is of; neither polls nor imports."""

    @property
    def share(self) -> tuple[float, float, float] | None:
        """The share of all articles of whole days that is published: estimate, low, high; None: unknown."""
        return self.estimate.share(self.of_days) if self.estimate else None

    def over(self, interval: str) -> dict[str, Days]:
        """Site days by the labels of a count over time."""
        kind = INTERVALS["day" if interval == "hour" else interval]
        expected = _by_day((first, after) for _, first, after in self.spans)
        missing = _by_day((hole.since, hole.until) for hole in self.holes)
        found: dict[str, Days] = {}
        for day, sites in expected.items():
            label = kind.label(kind.start(day))
            held = found.get(label, Days())
            whole = held.complete + sites - missing.get(day, 0)
            found[label] = Days(expected=held.expected + sites, complete=whole)
        return found

    def by_site(self) -> dict[str, Days]:
        """Site days by site."""
        lost: Counter[str] = Counter()
        for hole in self.holes:
            lost[hole.site] += (hole.until - hole.since).days
        lengths = {site: (after - first).days for site, first, after in self.spans}
        return {site: Days(expected=n, complete=n - lost[site]) for site, n in sorted(lengths.items())}

    def __str__(self) -> str:
        if not self.days.expected:
            return "the ledger knows nothing of these sites and days"
        told = [
            f"{self.days.complete} of {self.days.expected} site days complete ({counted(self.sites, 'site')})"
        ]
        told += [f"{self.lost} announced addresses lost"] * bool(self.lost)
        told += [f"{self.quarantined} articles in quarantine"] * bool(self.quarantined)
        if self.share:
            told.append("{:.0%} ({:.0%} to {:.0%}) of all articles".format(*self.share))
        told += [f"only imports of {', '.join(self.imported)}"] * bool(self.imported)
        return "; ".join(told)


def _by_day(spans: Iterable[tuple[date, date]]) -> dict[date, int]:
    """How many of the spans hold each day, in order of the days, from the sums of where they begin and end."""
    steps: Counter[date] = Counter()
    for first, after in spans:
        steps[first] += 1
        steps[after] -= 1
    found: dict[date, int] = {}
    held = 0
    for here, there in pairwise(sorted(steps)):
        held += steps[here]
        if held:
            found |= dict.fromkeys(_days(here, there), held)
    return found


Frame = tuple[frozenset[str] | None, date | None, date | None]
"""Sites (None: all) and days, half-open, outside of which a question matches nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Days in a row of a site that are all complete, or all partial."""

    since: date
    until: date
    complete: bool
    """Did a crawl of the whole day come to its end?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgered:
    """Rows of the table ``coverage``, and what they say of each site's days."""

    rows: pa.Table
    seen: Mapping[str, tuple[Run, ...]]
    """By site its days of which something is known, in order."""

    @classmethod
    def of(cls, rows: pa.Table) -> Self:
        """From rows."""
        seen = _seen(rows.filter(pc.is_in(rows["kind"], pa.array(INTERVAL_KINDS))))
        return cls(rows=rows, seen={site: tuple(_runs(days)) for site, days in seen.items()})


def known(tables: Tables, question: Question) -> Known:
    """What the ledger knows of the sites and days that a question names; all that it has where none are named."""
    sites, since, until = frame(question)
    only = on_days(since and since - LONGEST, until)
    if sites is not None:
        from pyiceberg.expressions import And

        only = And(only, among("site", set(sites)))
    return known_of(ledgered(tables, only), question)


def ledgered(tables: Tables, only: Any = None) -> Ledgered:
    """The table ``coverage``, all of it or where ``only`` holds."""
    return Ledgered.of(tables.scan(tables.load("coverage"), only or on_days(None, None), _COLUMNS))


def known_of(held: Ledgered, question: Question) -> Known:
    """The same from a ledger that holds at least what the question names."""
    rows, (sites, since, until) = held.rows, frame(question)
    if sites is not None:
        rows = rows.filter(pc.is_in(rows["site"], pa.array(sorted(sites), pa.string())))
    if since is not None:
        rows = rows.filter(pc.greater_equal(rows["day"], since - LONGEST))
    if until is not None:
        rows = rows.filter(pc.less(rows["day"], until))
    planned = _sites_in(rows.filter(pc.is_in(rows["kind"], pa.array(INTERVAL_KINDS))))
    return _known(rows, {site: held.seen[site] for site in planned}, sites, (since, until))


def frame(question: Question) -> Frame:
    """Sites (None: all) and days, half-open, outside of which a question matches nothing."""
    sites: frozenset[str] | None = None
    since = until = None
    for clause in n.frame(question.tree()).clauses:
        if isinstance(clause, n.Days):
            since = max(filter(None, (since, clause.since)), default=None)
            until = min(filter(None, (until, clause.until)), default=None)
        elif (named := _sites(clause)) is not None:
            sites = named if sites is None else sites & named
    return sites, since, until


def _sites(node: n.Node) -> frozenset[str] | None:
    if isinstance(node, n.Sites):
        return node.names
    if isinstance(node, n.Term):
        return frozenset({node.value})
    if isinstance(node, n.Any):
        return frozenset().union(*(_sites(clause) or frozenset() for clause in node.clauses))
    return None


def _sites_in(rows: pa.Table) -> set[str]:
    return set(pc.unique(rows["site"]).to_pylist())


def _known(
    rows: pa.Table,
    seen: Mapping[str, tuple[Run, ...]],
    sites: frozenset[str] | None,
    bounds: tuple[date | None, date | None],
) -> Known:
    since, until = bounds
    rows = rows.filter(pc.greater_equal(rows["day"], since)) if since else rows
    imported = _sites_in(rows) - seen.keys()
    end = max((runs[-1].until for runs in seen.values() if runs), default=None)
    spans: list[tuple[str, date, date]] = []
    holes: list[Hole] = []
    for site in sorted((sites or seen.keys()) - imported):
        runs = seen.get(site, ())
        first, after = since or (runs[0].since if runs else None), until or end
        if first is None or after is None or first >= after:
            continue
        spans.append((site, first, after))
        holes += _holes(site, runs, first, after)
    missing = sum((hole.until - hole.since).days for hole in holes)
    expected = sum((after - first).days for _, first, after in spans)
    sums = {
        name: int(pc.sum(rows[name]).as_py() or 0)
        for name in ("announced", "published", "quarantined", *LOST)
    }
    return Known(
        sites=len(spans),
        days=Days(expected=expected, complete=expected - missing),
        announced=sums["announced"],
        published=sums["published"],
        quarantined=sums["quarantined"],
        lost=sum(sums[name] for name in LOST),
        estimate=estimate(_lists(rows)),
        holes=tuple(holes),
        imported=tuple(sorted(imported)),
        spans=tuple(spans),
        of_days=int(pc.sum(_of_days(rows)["published"]).as_py() or 0),
    )


def _seen(rows: pa.Table) -> dict[str, dict[date, bool]]:
    """Days by site, and whether a crawl of the whole day came to its end."""
    found: dict[str, dict[date, bool]] = defaultdict(dict)
    grouped = rows.group_by(["site", "unit", "kind", "complete"], use_threads=False)
    sums = grouped.aggregate([("hour", "min"), ("day", "min"), ("day", "distinct")])
    for row in sums.to_pylist():
        days = found[row["site"]]
        if row["kind"] == "days" and row["complete"]:
            days |= dict.fromkeys(_of_unit(row["unit"], row["hour_min"], row["day_min"]), True)
        else:
            days |= {day: days.get(day, False) for day in row["day_distinct"]}
    return found


def _of_unit(span: str, hour: datetime, day: date) -> Iterator[date]:
    """The local days of a unit, which begins at a local midnight; an hour of it and its local day tell the zone."""
    interval = Interval.parse(span)
    midnight = timedelta(hours=interval.start.hour, minutes=interval.start.minute)
    begun = max(hour, interval.start)
    zones = (-midnight, timedelta(days=1) - midnight)
    first = next(((interval.start + zone).date() for zone in zones if (begun + zone).date() == day), day)
    yield from _days(first, first + max(1, round((interval.end - interval.start) / ONE)) * ONE)


def _runs(days: Mapping[date, bool]) -> Iterator[Run]:
    begun = last = None
    for day in sorted(days):
        if begun is not None and last is not None and (day != last + ONE or days[day] != days[last]):
            yield Run(since=begun, until=last + ONE, complete=days[last])
            begun = None
        begun, last = begun or day, day
    if begun is not None and last is not None:
        yield Run(since=begun, until=last + ONE, complete=days[last])


def _holes(site: str, runs: Iterable[Run], first: date, after: date) -> Iterator[Hole]:
    at = first
    for run in runs:
        if run.until <= at:
            continue
        if run.since >= after:
            break
        if run.since > at:
            yield Hole(site=site, since=at, until=run.since, why="unknown")
        since, at = max(run.since, at), min(run.until, after)
        if not run.complete:
            yield Hole(site=site, since=since, until=at, why="partial")
    if at < after:
        yield Hole(site=site, since=at, until=after, why="unknown")


def _of_days(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.equal(rows["kind"], "days"))


def _lists(rows: pa.Table) -> dict[str, int]:
    """Addresses of closed days by the lists that name them."""
    named = pc.list_flatten(_of_days(rows)["lists"])
    columns = {name: pc.struct_field(named, name) for name in ("lists", "urls")}
    sums = pa.table(columns).group_by("lists", use_threads=False).aggregate([("urls", "sum")])
    return dict(zip(sums["lists"].to_pylist(), sums["urls_sum"].to_pylist(), strict=True))


def _days(first: date, after: date) -> Iterator[date]:
    for number in range((after - first).days):
        yield first + number * ONE


@dataclass(frozen=True, slots=True)
class Ledger:
    """What to ask for what is known; it reads the table ``coverage``, so nobody asks who does not need it."""

    tables: Callable[[], Tables]
    question: Question

    def ask(self) -> Known:
        """Read it."""
        return known(self.tables(), self.question)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same where somebody else has the table."""

    fetch: Callable[[], Known]

    def ask(self) -> Known:
        """Ask them."""
        return self.fetch()


class Count(int):
    """How many articles there are."""

    ledger: Ledger | Elsewhere

    @property
    def known(self) -> Known:
        """What the ledger knows of their sites and days."""
        return self.ledger.ask()


class Counted(list[tuple[str, int]]):
    """Buckets with how many articles there are in each."""

    ledger: Ledger | Elsewhere

    @property
    def known(self) -> Known:
        """What the ledger knows of their sites and days."""
        return self.ledger.ask()
