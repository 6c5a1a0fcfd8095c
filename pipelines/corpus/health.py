"""How each site is doing, in few small objects: what *Sources* and the list of waiting batches read.

``work/health/<x>.json`` holds the sites whose id's SHA-256 begins with the hex digit x, so that a view of any number
of sites is sixteen reads. Derived from the histories; :func:`note` is called whenever one of these has changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pipelines.archive import Archive, plain
from pipelines.archive.amending import amend
from pipelines.corpus.batches import Batch, Batches, days
from pipelines.corpus.volume import Past, judge_volume
from pipelines.errors import NoSuchObject

SHARDS = "0123456789abcdef"
SHOWN = 40
RECENT = 7
"""Days over which blocks and rejections are added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A local day of a site, all its units together."""

    announced: int = 0
    published: int = 0
    quarantined: int = 0
    rejected: int = 0
    lost: int = 0
    """Blocked, failed, refused or left; what robots.txt forbids is an answer, not a gap."""
    complete: bool = False
    """Some attempt at the whole day came to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A batch in quarantine."""

    span: str
    day: str
    digest: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One site."""

    site: str
    days: dict[str, Day] = field(default_factory=dict)
    """The last :data:`SHOWN` local days of which something is known."""
    last: Batch | None = None
    """The batch that ended last, without its profile."""
    good: str | None = None
    """The last local day that is complete and published."""
    volume: tuple[int, float] | None = None
    """Articles of the last closed day, and how many were expected."""
    findings: tuple[str, ...] = ()
    """Of the batch that ended last."""
    waiting: tuple[Waits, ...] = ()

    @property
    def state(self) -> str:
        """``quarantine``, ``blocked``, ``failing``, ``odd`` or ``good``: the worst that is so."""
        if self.waiting:
            return "quarantine"
        if self.last and self.last.finish == "blocked":
            return "blocked"
        if self.last and not self.last.complete:
            return "failing"
        return "odd" if self.findings else "good"

    def recent(self, name: str) -> int:
        """Sum of one of a day's numbers over the last week known."""
        newest = max(self.days, default=None)
        if newest is None:
            return 0
        first = (date.fromisoformat(newest) - timedelta(days=RECENT - 1)).isoformat()
        return sum(int(getattr(day, name)) for key, day in self.days.items() if key >= first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The sites of one object."""

    sites: dict[str, Health] = field(default_factory=dict)


def health(history: Batches) -> Health:
    """What is to be said of a site."""
    batches = history.batches
    newest = max((b.day for b in batches), default="")
    first = (date.fromisoformat(newest) - timedelta(days=SHOWN - 1)).isoformat() if newest else ""
    found: dict[str, Day] = {}
    for batch in batches:
        if batch.day >= first:
            found[batch.day] = _added(found.get(batch.day, Day()), batch)
    last = max(batches, key=lambda b: (b.ended, b.span), default=None)
    return Health(
        site=history.site,
        days=dict(sorted(found.items())),
        last=replace(last, profile=None, findings=(), lists={}, reasons={}) if last else None,
        good=max((d for d, day in found.items() if day.complete and day.published), default=None),
        volume=_volume(batches),
        findings=last.findings if last else (),
        waiting=tuple(_waits(b) for b in batches if b.state == "quarantined" and b.digest),
    )


def note(archive: Archive, history: Batches) -> None:
    """Put a site's health where it is looked for."""
    new = health(history)

    def change(old: bytes | None) -> bytes:
        shard = _decoded(old)
        return plain.encode(replace(shard, sites={**shard.sites, history.site: new}))

    amend(archive.work, _key(shard_of(history.site)), change)


def read_health(archive: Archive, shards: Iterable[str] = SHARDS) -> dict[str, Health]:
    """Every site of which something is known, by id: one read for each shard."""
    found: dict[str, Health] = {}
    for shard in shards:
        try:
            found |= _decoded(archive.work.read(_key(shard))).sites
        except NoSuchObject:
            continue
    return dict(sorted(found.items()))


def shard_of(site: str) -> str:
    """The digit of a site's object.

    >>> shard_of("herald") in SHARDS
    True
    """
    return hashlib.sha256(site.encode()).hexdigest()[0]


def _key(shard: str) -> str:
    return f"health/{shard}.json"


def _decoded(body: bytes | None) -> Shard:
    try:
        return plain.decode(Shard, body) if body else Shard()
    except ValueError:
        return Shard()


def _added(day: Day, batch: Batch) -> Day:
    counts = batch.counts
    lost = sum(counts.get(name, 0) for name in ("blocked", "failed", "refused", "left"))
    return Day(
        announced=day.announced + counts.get("announced", 0),
        published=day.published + counts.get("published", 0),
        quarantined=day.quarantined + (batch.came if batch.state == "quarantined" else 0),
        rejected=day.rejected + counts.get("rejected", 0),
        lost=day.lost + lost,
        complete=day.complete or (batch.kind == "days" and batch.complete),
    )


def _volume(batches: Sequence[Batch]) -> tuple[int, float] | None:
    counts = days(batches)
    if not counts:
        return None
    quiet = frozenset(date.fromisoformat(b.day) for b in batches if b.quiet)
    judged = judge_volume(max(counts), Past(counts=counts, quiet=quiet))
    return (judged.count, judged.expected) if judged else None


def _waits(batch: Batch) -> Waits:
    return Waits(span=batch.span, day=batch.day, digest=batch.digest or "", findings=batch.findings)
