"""Filling gaps of many sites: one plan, then Airflow's own backfills, a few at a time, until all gaps are closed.

Plain functions, for the DAG ``fill_gaps`` and the page *Sources* alike::

    sites_ = select(sites(), "country:FR type:newspaper", members(archive))   # of spiders.choice
    found = plan(archive, sites_, since, until, "missing")   # asks nobody but the archive
    filling = start(archive, found)                          # kept in the store `state`; nothing runs yet
    filling = step(archive, airflow, filling.id)             # again every few seconds, until filling.ended
    pause(archive, airflow, filling.id); resume(…); cancel(…); progress(archive, filling.id)

What is a gap is decided by the manifests (:mod:`spiders.gaps`), never by Airflow's run history: each backfill is asked
for with "all runs" over just the days that lack something. Airflow takes one backfill of a DAG at a time; whoever is
refused waits in the queue and says so. ``step`` may be called by several at once: the state changes by
compare-and-swap, and a step that lost the race changes nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pipelines.archive import Archive, plain
from pipelines.archive.amending import amend
from pipelines.archive.manifests import new_id
from pipelines.errors import AirflowError, BackfillRefused, ConfigError, NoSuchObject, ObjectExists
from spiders.airflow_api import ENDED, AirflowApi
from spiders.crawl import When, intervals
from spiders.gaps import State, states
from spiders.site import Site

What = Literal["missing", "failed", "everything"]
"""Days never tried or never complete; only those tried and never complete; all days."""
WANTED: dict[What, tuple[State, ...]] = {
    "missing": ("missing", "failed"),
    "failed": ("failed",),
    "everything": ("missing", "failed", "complete"),
}
AT_ONCE = 3
"""Backfills under way at the same time; the pool of crawls has not many more places."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteGaps:
    """What one site lacks."""

    site: str
    days: tuple[date, ...] = ()
    """To be run, in order."""
    complete: int = 0
    failed: int = 0
    missing: int = 0
    stretches: tuple[tuple[datetime, datetime, int], ...] = ()
    """Beginnings of the first and the last day, and the number, of days without a break: a backfill each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPlan:
    """What all sites lack in a range."""

    since: date
    until: date
    """The day after the last one."""
    what: What
    sites: tuple[SiteGaps, ...] = ()

    @property
    def days(self) -> int:
        """Runs that will be made."""
        return sum(len(site.days) for site in self.sites)


PartState = Literal["waiting", "running", "done", "incomplete", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One backfill of one DAG."""

    site: str
    first: datetime
    last: datetime
    days: int
    state: PartState = "waiting"
    backfill: int | None = None
    """Airflow's number."""
    ended: int = 0
    """Days whose run has ended."""
    note: str | None = None
    """What an operator has to know, in one line."""

    @property
    def dag_id(self) -> str:
        """The DAG that is backfilled."""
        return f"days_{self.site}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A filling of gaps while it goes on."""

    id: str
    since: date
    until: date
    what: What
    begun: datetime
    parts: tuple[Part, ...]
    paused: bool = False
    cancelled: bool = False
    at_once: int = AT_ONCE
    by: str = ""
    """Who asked for it."""

    @property
    def ended(self) -> bool:
        """Is there nothing left to do?"""
        return all(part.state not in ("waiting", "running") for part in self.parts)

    @property
    def counts(self) -> dict[PartState, int]:
        """Backfills by state."""
        found = [part.state for part in self.parts]
        return {state: found.count(state) for state in dict.fromkeys(found)}

    @property
    def days(self) -> tuple[int, int]:
        """Days whose run has ended, and all days."""
        return sum(part.ended for part in self.parts), sum(part.days for part in self.parts)


def plan(
    archive: Archive, found: Iterable[Site], since: When, until: When, what: What = "missing"
) -> FleetPlan:
    """What the sites lack from ``since`` to before ``until``, by the archive alone: no site is asked."""
    first, last = _date(since), _date(until)
    lacking = tuple(_gaps(archive, site, (first, last), WANTED[what]) for site in found)
    return FleetPlan(since=first, until=last, what=what, sites=lacking)


def _date(value: When) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as e:
            raise ConfigError(f"{value!r} is no date; write it like 2026-01-31") from e
    return value.date() if isinstance(value, datetime) else value


def _gaps(archive: Archive, site: Site, span: tuple[date, date], wanted: tuple[State, ...]) -> SiteGaps:
    days = intervals(site, *span, "days")
    found = states(archive, site, days)
    chosen = [i for i in days if found[site.local_day(i.start)] in wanted]
    stretches: list[tuple[datetime, datetime, int]] = []
    ends: datetime | None = None
    for interval in chosen:
        first, _, days_before = stretches.pop() if ends == interval.start else (interval.start, ends, 0)
        stretches.append((first, interval.start, days_before + 1))
        ends = interval.end
    counts = list(found.values())
    return SiteGaps(
        site=site.id,
        days=tuple(site.local_day(i.start) for i in chosen),
        complete=counts.count("complete"),
        failed=counts.count("failed"),
        missing=counts.count("missing"),
        stretches=tuple(stretches),
    )


def start(
    archive: Archive, found: FleetPlan, *, by: str = "", at_once: int = AT_ONCE, name: str | None = None
) -> Filling:
    """Write down what is to be filled; :func:`step` does it. The same name again goes on with what there is."""
    filling = Filling(
        id=name or new_id(),
        since=found.since,
        until=found.until,
        what=found.what,
        begun=datetime.now(UTC).replace(microsecond=0),
        parts=tuple(part for site in found.sites for part in _parts(site)),
        at_once=at_once,
        by=by,
    )
    try:
        archive.state.swap(_key(filling.id), plain.encode(filling), etag=None)
    except ObjectExists:
        return progress(archive, filling.id)
    return filling


def _parts(site: SiteGaps) -> Iterable[Part]:
    for first, last, days in site.stretches:
        yield Part(site=site.site, first=first, last=last, days=days)


def progress(archive: Archive, name: str) -> Filling:
    """How far a filling is, as of its last step."""
    return _load(archive, name)[0]


def fillings(archive: Archive) -> tuple[Filling, ...]:
    """All fillings, newest first."""
    names = [held.key.rpartition("/")[2].removesuffix(".json") for held in archive.state.list("fillings/")]
    found = [progress(archive, name) for name in names]
    return tuple(sorted(found, key=lambda filling: filling.begun, reverse=True))


def step(archive: Archive, airflow: AirflowApi, name: str) -> Filling:
    """Look at what runs, and start what may: at most ``at_once`` backfills, one of each site."""
    filling, etag = _load(archive, name)
    parts = [_looked(airflow, part) if part.state == "running" else part for part in filling.parts]
    if filling.cancelled:
        parts = [replace(p, state="cancelled") if p.state == "incomplete" else p for p in parts]
    elif not filling.paused:
        _begin(airflow, parts, filling.at_once)
    return _save(archive, replace(filling, parts=tuple(parts)), etag)


def _begin(airflow: AirflowApi, parts: list[Part], at_once: int) -> None:
    for n, part in enumerate(parts):
        running = {p.site for p in parts if p.state == "running"}
        if part.state == "waiting" and len(running) < at_once and part.site not in running:
            parts[n] = _begun(airflow, part)


def _begun(airflow: AirflowApi, part: Part) -> Part:
    try:
        if airflow.is_paused(part.dag_id):
            return replace(part, note=f"{part.dag_id} is paused; it waits until somebody unpauses it")
        number = airflow.create(
            part.dag_id, part.first, part.last, max_active_runs=2, reprocess_behavior="completed"
        )
    except BackfillRefused:
        return replace(part, note=f"another backfill of {part.dag_id} is under way; queued behind it")
    except AirflowError as e:
        return replace(part, note=str(e))
    return replace(part, state="running", backfill=number, note=None)


def _looked(airflow: AirflowApi, part: Part) -> Part:
    assert part.backfill is not None
    try:
        found = airflow.states(part.dag_id, part.first, part.last)
        ended = sum(state in ENDED for state in found.values())
        # Airflow closes a backfill up to half a minute after its last run: the runs tell it sooner.
        if ended < part.days and not airflow.is_complete(part.backfill):
            return replace(part, ended=ended, note=None)
    except AirflowError as e:
        return replace(part, note=str(e))
    bad = sorted(day for day, state in found.items() if state != "success")
    if bad or len(found) < part.days:
        note = f"{part.days - ended + len(bad)} days did not end well; clear them, or fill again"
        return replace(part, state="incomplete", ended=ended, note=note)
    return replace(part, state="done", ended=ended, note=None)


def pause(archive: Archive, airflow: AirflowApi, name: str) -> Filling:
    """Start no further run; what crawls now ends its day."""
    return _act(archive, airflow, name, "pause")


def resume(archive: Archive, airflow: AirflowApi, name: str) -> Filling:
    """Go on after a pause."""
    return _act(archive, airflow, name, "unpause")


def cancel(archive: Archive, airflow: AirflowApi, name: str) -> Filling:
    """End it: queued runs are given up, what crawls now ends its day, what is kept stays kept."""
    return _act(archive, airflow, name, "cancel")


def _act(archive: Archive, airflow: AirflowApi, name: str, action: str) -> Filling:
    saved = _wished(archive, name, action)  # first, so that no step begins anything new
    for part in saved.parts:
        if part.state == "running" and part.backfill is not None:
            airflow.act(part.backfill, action)
    return saved


def _wished(archive: Archive, name: str, action: str) -> Filling:
    """Write down what somebody wants of a filling, whoever else changes it at the same moment."""

    def change(body: bytes | None) -> bytes:
        filling = _decoded(name, body)
        wish = replace(filling, paused=action == "pause", cancelled=filling.cancelled or action == "cancel")
        if action == "cancel":
            parts = (replace(p, state="cancelled") if p.state == "waiting" else p for p in wish.parts)
            wish = replace(wish, parts=tuple(parts))
        return plain.encode(wish)

    return _decoded(name, amend(archive.state, _key(name), change))


def _key(name: str) -> str:
    return f"fillings/{name}.json"


def is_begun(archive: Archive, name: str) -> bool:
    """Is there a filling of this name?"""
    return archive.state.head(_key(name)) is not None


def _load(archive: Archive, name: str) -> tuple[Filling, str]:
    body: bytes | None = None
    etag = ""
    with suppress(NoSuchObject):
        body, etag = archive.state.fetch(_key(name))
    return _decoded(name, body), etag


def _decoded(name: str, body: bytes | None) -> Filling:
    if body is None:
        raise ConfigError(f"no filling {name!r}; fillings() lists them")
    return plain.decode(Filling, body)


def _save(archive: Archive, filling: Filling, etag: str) -> Filling:
    """Write it down; where somebody was quicker, theirs counts and the next step sees what runs."""
    try:
        archive.state.swap(_key(filling.id), plain.encode(filling), etag=etag)
    except ObjectExists:
        return progress(archive, filling.id)
    return filling
