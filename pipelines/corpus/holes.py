"""What a count misses, as far as the ledger knows: days of its sites that no crawl covers, and what was lost.

A site is expected to have every local day between the first and the last that is asked for or known. A day is
complete when a crawl of the whole day came to its end, partial when only polls or cut-off crawls looked at it, and
unknown when nothing did.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.completeness import Estimate, estimate
from pipelines.corpus.filters import among, on_days
from pipelines.corpus.frame import frame
from pipelines.corpus.intervals import INTERVALS
from pipelines.corpus.ledgered import Days, Ledgered, Run, days_of, looked_from
from pipelines.corpus.question import Question
from pipelines.corpus.tables import Tables
from pipelines.printable import counted

LOST = ("blocked", "failed", "refused", "left", "robots", "uncleaned")
"""Ends of announced addresses that may have been articles."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Days in a row of a site that no complete crawl covers."""

    site: str
    since: date
    until: date
    """The day after the last."""
    why: Literal["unknown", "partial"]


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
            found |= dict.fromkeys(days_of(here, there), held)
    return found


def known(tables: Tables, question: Question) -> Known:
    """What the ledger knows of the sites and days that a question names; all that it has where none are named."""
    sites, since, until = frame(question)
    only = on_days(looked_from(since), until)
    if sites is not None:
        from pyiceberg.expressions import And

        only = And(only, among("site", set(sites)))
    return known_of(ledgered(tables, only), question)


def ledgered(tables: Tables, only: Any = None) -> Ledgered:
    """The table ``coverage``, all of it or where ``only`` holds."""
    return Ledgered.of(tables.scan(tables.load("coverage"), only or on_days(None, None), _COLUMNS))


def known_of(held: Ledgered, question: Question) -> Known:
    """The same from a ledger that holds at least what the question names."""
    place = frame(question)
    rows, planned = held.within(place), held.planned(place)
    holes = tuple(
        hole
        for site, first, after in planned.spans
        for hole in _holes(site, held.seen[site] if site in planned.sites else (), first, after)
    )
    missing = sum((hole.until - hole.since).days for hole in holes)
    expected = sum((after - first).days for _, first, after in planned.spans)
    sums = {
        name: int(pc.sum(rows[name]).as_py() or 0)
        for name in ("announced", "published", "quarantined", *LOST)
    }
    return Known(
        sites=len(planned.spans),
        days=Days(expected=expected, complete=expected - missing),
        announced=sums["announced"],
        published=sums["published"],
        quarantined=sums["quarantined"],
        lost=sum(sums[name] for name in LOST),
        estimate=estimate(_lists(rows)),
        holes=holes,
        imported=planned.imported,
        spans=planned.spans,
        of_days=int(pc.sum(_of_days(rows)["published"]).as_py() or 0),
    )


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
