"""A plan before the work: what a backfill of a site's days would find, ask for and cost; and afterwards what came of it.

A plan is made by a crawl child that reads the sources of all days as a run would, requests no article, and commits
what it read as a unit ``plans/<id>`` of the site. A backfill within the next hour reads the same answers out of the
archive; later ones ask with their validators. The plan itself is kept as ``plans/<site>/<id>.json``.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Unpack

from pipelines.archive import Archive, plain
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import keys, load_manifest, new_id, span_of
from pipelines.archive.unit import PLANS, Interval, Unit
from pipelines.errors import CrawlError
from spiders.crawl import Options, When, intervals, run_job, site_job
from spiders.discover.link import Link
from spiders.discover.variants import split
from spiders.site import Site

MOST = 62
"""Days that one look at the sources covers; more are looked at in several."""
HISTORY = 30
"""Runs of a site with pages that estimates are made from, the latest."""
LOOKED_AT = 90
"""Manifests that are read to find so many."""
BYTES = 60_000
"""Of an article, where the site has no history."""
UNCERTAIN = 1.125
"""A turn comes up to a quarter later than the pace asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a plan says of one local day."""

    day: date
    known: int = 0
    """Articles that the sources announce for it, or announced to earlier runs."""
    held: int = 0
    """Of these settled already: no request."""
    to_fetch: int = 0
    forbidden: int = 0
    """Of these closed by robots.txt, or at an address that is never asked."""
    dropped: int = 0
    """Of these beyond the site's cap for one run; a second run of the day asks for them."""
    requests: int = 0
    """Articles, the redirects and what pages need to be shown, as often as in the site's history."""
    minutes: float = 0.0
    """At the site's pace."""
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one article has cost at this site."""

    requests: float = 1.0
    bytes: float = BYTES
    runs: int = 0
    """Runs that this is taken from; 0: nothing is known yet, and it is a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a backfill of some days would do."""

    id: str
    site: str
    since: date
    until: date
    """The day after the last one."""
    made: datetime
    days: tuple[Day, ...]
    discovery: int = 0
    """Requests that this plan took: sources, and the rules of their hosts. A run within the hour makes none of them."""
    again: int = 0
    """Requests for sources in :attr:`minutes` and :attr:`requests`: work that takes hours asks some once an hour."""
    costs: Costs = Costs()
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that could not be read, and why; what only they announce is not in the plan."""
    manifests: tuple[str, ...] = ()

    @property
    def total(self) -> Day:
        """All days together, with the sources asked again; its date is the first one's."""
        sums = {name: sum(getattr(day, name) for day in self.days) for name in ADDED}
        pace = sum(day.minutes for day in self.days) / max(1, sum(day.requests for day in self.days))
        sums |= {"requests": sums["requests"] + self.again, "minutes": sums["minutes"] + pace * self.again}
        return Day(day=self.since, **sums)


ADDED = ("known", "held", "to_fetch", "forbidden", "dropped", "requests", "minutes", "bytes")


def plan(
    site: Site, *, to: Archive, since: When, until: When | None = None, **options: Unpack[Options]
) -> Plan:
    """Look at the sources for the local days from ``since`` to before ``until``, and say what a backfill would do."""
    wanted = intervals(site, since, until, "days")
    looks = [_look(site, to, wanted[n : n + MOST], options) for n in range(0, len(wanted), MOST)]
    entries = [entry for look in looks for entry in look.ledger]
    costs = costs_of(_history(to, site.id))
    seconds = max(float(look.stats.get("pace", 0.0)) for look in looks)
    days = tuple(_days(site, wanted, entries, costs, seconds))
    shared = sum(int(look.stats.get("sources_read", 0)) for look in looks) - len(wanted) * _dated(site)
    hours = int(sum(day.minutes for day in days) // 60)
    made = Plan(
        id=new_id(),
        site=site.id,
        since=site.local_day(wanted[0].start),
        until=site.local_day(wanted[-1].start) + timedelta(days=1),
        made=datetime.now(UTC).replace(microsecond=0),
        days=days,
        discovery=sum(int(look.stats["requests"]) for look in looks),
        again=hours * max(0, shared),
        costs=costs,
        failed={url: why for look in looks for url, why in look.stats["sources_failed"].items()},
        manifests=tuple(look.key for look in looks),
    )
    to.objects.put(f"plans/{site.id}/{made.id}.json", plain.encode(made))
    return made


def _look(site: Site, to: Archive, wanted: Sequence[Interval], options: Options) -> Manifest:
    span = Interval(start=wanted[0].start, end=wanted[-1].end)
    unit = Unit(site=site.id, span=f"{PLANS}/{new_id()}")
    job = site_job(site, span, to=to, **options)
    job = replace(job, kind="plan", interval=span, unit=unit, past=True)
    report = run_job(job)
    if report.manifest is None or report.finish not in ("finished", "sources failed"):
        why = "; ".join(report.errors) or report.finish
        raise CrawlError(f"{site.id}: no plan, since its sources cannot be read: {why}; try again later")
    return load_manifest(to, report.manifest)


def _dated(site: Site) -> int:
    return sum(source.kind == "dated" for source in site.discover)


def _days(
    site: Site, wanted: Sequence[Interval], entries: Iterable[Entry], costs: Costs, seconds: float
) -> Iterator[Day]:
    by_day = of_days(wanted, entries)
    for interval in wanted:
        day = day_of(site, interval, by_day[interval])
        requests = round(day.to_fetch * costs.requests)
        yield replace(
            day,
            requests=requests,
            minutes=requests * seconds * UNCERTAIN / 60,
            bytes=round(day.to_fetch * costs.bytes),
        )


def of_days(wanted: Sequence[Interval], entries: Iterable[Entry]) -> dict[Interval, list[Entry]]:
    """Entries that a plan or run wanted, by the day that each lands in: exactly one, or none of these."""
    starts = [interval.start for interval in wanted]
    found: dict[Interval, list[Entry]] = {interval: [] for interval in wanted}
    for entry in entries:
        if entry.announced is None or entry.end in ("outside", "unwanted"):
            continue
        at = bisect_right(starts, entry.announced) - 1
        if at >= 0 and entry.announced in wanted[at]:
            found[wanted[at]].append(entry)
    return found


def day_of(site: Site, interval: Interval, entries: Sequence[Entry]) -> Day:
    """One day's articles by what will become of them; a second spelling of an address is no second article."""
    links = [Link(url=entry.url, source="") for entry in entries]
    plainest = {link.url for link in split(links)[0]}
    ends: dict[str, int] = defaultdict(int)
    for entry in entries:
        if entry.url in plainest:
            ends[entry.end] += 1
    fetch = min(ends["waiting"], site.caps.pages)
    return Day(
        day=site.local_day(interval.start),
        known=len(plainest),
        held=ends["held"],
        to_fetch=fetch,
        forbidden=ends["robots"] + ends["refused"],
        dropped=ends["waiting"] - fetch,
    )


def _history(archive: Archive, site: str) -> Iterator[Manifest]:
    """The latest manifests of a site's runs."""
    own = [key for key in keys(archive, site) if "--" in span_of(key)]
    return (load_manifest(archive, key) for key in own[: -LOOKED_AT - 1 : -1])


def costs_of(history: Iterable[Manifest]) -> Costs:
    """What an article costs, by the latest runs that fetched some; a run that says nothing of it counts for nothing."""
    with_pages = (m for m in history if m.stats.get("sent", {}).get("page"))
    runs = list(islice(with_pages, HISTORY))
    pages = sum(_answered(m.ledger) for m in runs)
    if not pages:
        return Costs()
    sent = sum(m.stats["sent"].get(role, 0) for m in runs for role in ("page", "requisite"))
    received = sum(m.stats["received"].get(role, 0) for m in runs for role in ("page", "requisite"))
    return Costs(requests=sent / pages, bytes=received / pages, runs=len(runs))


def _answered(ledger: Iterable[Entry]) -> int:
    """Articles that were asked for: a redirect and where it leads are one."""
    return sum(entry.captured is not None and entry.end != "moved" for entry in ledger)


def plans(archive: Archive, site: str, most: int = 20) -> tuple[Plan, ...]:
    """The latest plans that were made for a site, newest first."""
    found = sorted((held.key for held in archive.objects.list(f"plans/{site}/")), reverse=True)
    return tuple(plain.decode(Plan, archive.objects.read(key)) for key in found[:most])
