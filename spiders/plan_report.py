"""What came of a plan: of each day the articles that were foreseen, had and missed, and what it took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pipelines.archive import Archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import keys_of, load_manifest
from pipelines.archive.unit import Interval
from spiders.crawl import When, intervals
from spiders.crawler.holdings import recall
from spiders.crawler.known import Known
from spiders.plan import Day, Plan, of_days, plans
from spiders.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """One day against the newest plan that was made before it was crawled last."""

    day: date
    planned: Day | None = None
    """None where no plan covers the day."""
    had: int = 0
    """Of the articles that the plan knew: fetched, gone (which the archive proves), or the same as one of these."""
    missed: tuple[str, ...] = ()
    """Addresses of the others, with how each ended."""
    requests: int = 0
    """Of all attempts since the plan, sources included."""
    bytes: int = 0
    minutes: float = 0.0
    attempts: int = 0

    @property
    def share(self) -> float | None:
        """Had, of those that may be asked for; None where there are none."""
        asked = self.had + len(self.missed)
        return self.had / asked if asked else None


def report(site: Site, *, to: Archive, since: When, until: When | None = None) -> tuple[Yield, ...]:
    """Each local day from ``since`` to before ``until``."""
    wanted = intervals(site, since, until, "days")
    made = plans(to, site.id)
    if not made:
        return tuple(Yield(day=site.local_day(interval.start)) for interval in wanted)
    spans, known = keys_of(to, site.id, map(str, wanted)), recall(to, site.id)
    read = cache(lambda key: load_manifest(to, key).ledger)
    found = []
    for interval in wanted:
        attempts = [load_manifest(to, key) for key in spans[str(interval)]]
        chosen = _chosen(made, site.local_day(interval.start), attempts)
        entries = [entry for key in (chosen.manifests if chosen else ()) for entry in read(key)]
        found.append(_yield(site, interval, (chosen, entries), (attempts, known)))
    return tuple(found)


def _chosen(made: Iterable[Plan], day: date, attempts: Sequence[Manifest]) -> Plan | None:
    """The newest plan of the day that its last attempt came after; before any attempt the newest."""
    last = max((m.ended for m in attempts), default=None)
    covering = (plan for plan in made if plan.since <= day < plan.until)
    return next((plan for plan in covering if last is None or plan.made <= last), None)


def _yield(
    site: Site,
    interval: Interval,
    planned: tuple[Plan | None, list[Entry]],
    done: tuple[list[Manifest], Known],
) -> Yield:
    (plan, entries), (attempts, known) = planned, done
    day = site.local_day(interval.start)
    if plan is None:
        return Yield(day=day)
    foreseen = of_days((interval,), entries)[interval]
    after = [m for m in attempts if m.ended >= plan.made]
    ends = {entry.url: entry for manifest in after for entry in manifest.ledger}
    asked = [entry for entry in foreseen if entry.end in ("waiting", "held")]
    missed = [entry for entry in asked if not _is_had(entry.url, known)]
    return replace(
        _spent(Yield(day=day), after),
        planned=next(row for row in plan.days if row.day == day),
        had=len(asked) - len(missed),
        missed=tuple(f"{e.url}: {_said(ends.get(e.url))}" for e in missed),
    )


def _is_had(url: str, known: Known) -> bool:
    return url in known.settled or known.same.get(url) in known.settled


def _said(entry: Entry | None) -> str:
    return "not asked for" if entry is None else f"{entry.end}, {entry.note}" if entry.note else entry.end


def _spent(row: Yield, after: Sequence[Manifest]) -> Yield:
    def total(name: str) -> Any:
        return sum(manifest.stats.get(name, 0) for manifest in after)

    seconds = sum((manifest.ended - manifest.started).total_seconds() for manifest in after)
    return replace(
        row, requests=total("requests"), bytes=total("bytes"), minutes=seconds / 60, attempts=len(after)
    )
