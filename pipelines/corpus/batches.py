"""What became of a site's last batches: the memory of the gate, and what *Sources* shows. Derived: it may be deleted.

``work/history/<site>.json`` holds one :class:`Batch` for each unit, written by whoever publishes or accounts for the
unit; a lost race begins again. It can be made again from manifests and tables (:func:`forget`, then account for
each unit).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pipelines.archive import Archive, plain
from pipelines.archive.amending import amend
from pipelines.archive.manifest import Manifest
from pipelines.archive.unit import Unit
from pipelines.corpus.columns import Row
from pipelines.corpus.profile import Profile, unit_day
from pipelines.corpus.schemas import COUNTS
from pipelines.errors import NoSuchObject
from pipelines.record import NO_HINTS

MOST, PROFILED = 1200, 150
"""Batches kept of a site, and those of them whose profile is kept: the latest."""
State = Literal["published", "quarantined", "rejected", "uncleaned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is remembered of one unit."""

    span: str
    day: str
    """The site's local day in which it begins."""
    kind: str
    complete: bool = False
    finish: str = ""
    ended: str = ""
    """When its last attempt ended, UTC."""
    run: dict[str, str] = field(default_factory=dict)
    """The Airflow run of its last attempt."""
    digests: dict[str, str] = field(default_factory=dict)
    """``commit``, ``cleaner`` and ``site`` of its last attempt."""
    counts: dict[str, int] = field(default_factory=dict)
    """Addresses by column of ``coverage``; those that are nought left out."""
    reasons: dict[str, int] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)
    profile: Profile | None = None
    state: State = "uncleaned"
    digest: str | None = None
    """Of the staged batch."""
    quiet: bool = False
    """A public holiday."""
    findings: tuple[str, ...] = ()
    """What the gate had to say, worst first."""

    @property
    def key(self) -> tuple[str, str]:
        """Order in time."""
        return self.day, self.span

    @property
    def came(self) -> int:
        """Articles that came, wherever they are now."""
        return self.counts.get("published", 0) + self.counts.get("quarantined", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """The batches of a site, oldest first."""

    site: str
    batches: tuple[Batch, ...] = ()

    def of(self, span: str) -> Batch | None:
        """The batch of a unit."""
        return next((batch for batch in self.batches if batch.span == span), None)

    def before(self, batch: Batch, since: str = "") -> tuple[Batch, ...]:
        """Batches of other units that began earlier, and not before a day."""
        return tuple(b for b in self.batches if b.key < batch.key and b.span != batch.span and b.day >= since)

    def with_batch(self, batch: Batch) -> "Batches":
        """This history with the unit's batch in it, and the oldest forgotten."""
        others = (b for b in self.batches if b.span != batch.span)
        ordered = sorted((*others, batch), key=lambda b: b.key)[-MOST:]
        cut = len(ordered) - PROFILED
        kept = (replace(b, profile=None) if i < cut and b.profile else b for i, b in enumerate(ordered))
        return replace(self, batches=tuple(kept))


def batch_of(
    unit: Unit, attempts: Sequence[Manifest], coverage: Iterable[Row], profile: Profile | None = None
) -> Batch:
    """The batch of a unit, from its manifests and the rows of its coverage."""
    last = max(attempts, key=lambda m: m.id)
    rows = list(coverage)
    start = unit.interval.start if unit.interval else last.started
    counts = {name: n for name in COUNTS if (n := sum(row[name] for row in rows))}
    complete = any(m.complete for m in attempts)
    return Batch(
        span=unit.span,
        day=unit_day(start, last.hints[-1].hints if last.hints else NO_HINTS).isoformat(),
        kind=last.kind,
        complete=complete,
        finish="finished" if complete else last.finish,
        ended=max(m.ended for m in attempts).isoformat(timespec="seconds"),
        run={k: v for k, v in last.run.items() if k in ("dag_id", "run_id", "try_number")},
        digests={k: v for k, v in last.digests.items() if k in ("commit", "cleaner", "site")},
        counts=counts,
        reasons=_summed(rows, "reasons", "reason"),
        lists=_summed(rows, "lists", "lists"),
        profile=profile,
    )


def days(batches: Iterable[Batch]) -> dict[date, int]:
    """Articles that came, by local day, of days that some attempt closed."""
    found: Counter[date] = Counter()
    closed: set[date] = set()
    for batch in batches:
        day = date.fromisoformat(batch.day)
        found[day] += batch.came
        if batch.kind == "days" and batch.complete:
            closed.add(day)
    return {day: found[day] for day in closed}


def key_of(site: str) -> str:
    """The history's key in the ``work`` store."""
    return f"history/{site}.json"


def read(archive: Archive, site: str) -> Batches:
    """The history of a site; an empty one where there is none, or a damaged one."""
    try:
        return _decoded(site, archive.work.read(key_of(site)))
    except NoSuchObject:
        return Batches(site=site)


def remember(archive: Archive, site: str, batch: Batch) -> Batches:
    """Add or replace the batch of a unit; returns the history as it then is."""
    amended = amend(
        archive.work, key_of(site), lambda old: plain.encode(_decoded(site, old).with_batch(batch))
    )
    return _decoded(site, amended)


def forget(archive: Archive, site: str) -> None:
    """Begin again."""
    archive.work.delete(key_of(site))


def _decoded(site: str, body: bytes | None) -> Batches:
    try:
        return plain.decode(Batches, body) if body else Batches(site=site)
    except ValueError:
        return Batches(site=site)  # derived: the next batches fill it again


def _summed(rows: Iterable[Row], column: str, name: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in rows:
        for one in row[column] or ():
            found[one[name]] += one["urls"]
    return dict(sorted(found.items()))
