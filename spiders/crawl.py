"""Crawling from Python: a site's days, or just some URLs. The work is done by a child process.

The child (``python -m spiders.crawler``) has its own session and environment, gets its job on standard input,
and takes the end of standard input for the end of its parent. It prints progress as JSON lines and ends with a
report; its exit code is 0 (done), 75 (stopped, what it had is committed), 76 (somebody else has the site),
2 (asked wrongly) or 1 (failed).
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from pipelines.archive import Archive, open_archive
from pipelines.archive.manifests import new_id
from pipelines.archive.unit import KEPT, Interval, Unit
from pipelines.errors import ConfigError, CrawlError, LeaseBusy
from spiders.crawler.child import Child
from spiders.crawler.job import BUSY, DONE, FAILED, STOPPED, USAGE, CrawlReport, Job, Row
from spiders.crawler.turns import HANDED_OVER
from spiders.site import Site

__all__ = [
    "BUSY",
    "DONE",
    "FAILED",
    "STOPPED",
    "USAGE",
    "Child",
    "CrawlReport",
    "Job",
    "archive_urls",
    "contact_of",
    "crawl",
    "intervals",
    "run_job",
    "site_job",
]
OUTSIDE = "_"
"""The site of pages kept outside any."""
GO_ON = ("finished", "limit", "capped", "sources failed")
"""After these ends the next day is crawled; after others (stopped, blocked, unreachable) it would end likewise."""
LATER = 2.0
"""Seconds before a backfill that gave way looks again whether the site is free."""
Progress = Callable[[dict[str, Any]], None]
When = date | datetime | str


class Options(TypedDict, total=False):
    """How to crawl a site, all optional."""

    kind: Literal["days", "poll"]
    """``days`` (default): what was published in the interval; ``poll``: what is announced and not held."""
    refetch: bool
    """Request again what is held."""
    past: bool
    """A backfill of past days: no re-visits, what sources answered within the last hour counts, scheduled runs
    of the site come first."""
    turn: float | None
    """Of a backfill: seconds after which it lets others have its place, and goes on."""
    limit: int | None
    """At most so many articles a unit."""
    connect_to: str | None
    ca_file: Path | None
    contact: str | None
    """Mail or web address for site owners, where the site's file names none; else CORANTO_CONTACT."""
    run: Mapping[str, str] | None
    """Who asked, for the manifest."""
    now: datetime
    """The instant of the run, for re-visits and rests of sources; default: the clock's."""
    wait: float
    """Seconds to wait for the site's lease before giving up as busy."""


def crawl(
    site: Site,
    *,
    to: Archive | str | Path,
    since: When,
    until: When | None = None,
    progress: Progress | None = None,
    **options: Unpack[Options],
) -> CrawlReport:
    """Crawl a site's local days from ``since`` to before ``until`` (default: one day), each its own unit.

    ``kind="poll"`` asks what is new instead, in one unit of exactly that interval.
    """
    archive, total = _archive(to), None
    for interval in intervals(site, since, until, options.get("kind", "days")):
        report = _whole(site_job(site, interval, to=archive, **options), progress, begun=total is not None)
        total = report if total is None else total + report
        if report.finish not in GO_ON:
            break
    return total or CrawlReport()


def _whole(job: Job, progress: Progress | None, *, begun: bool) -> CrawlReport:
    """Run a job to its end, however often it hands its place over; a range that has begun waits as long as it takes."""
    total = None
    while True:
        try:
            report = run_job(job, progress)
        except LeaseBusy:
            if not job.gives_way or not (begun or total):
                raise
            time.sleep(LATER)
            continue
        total = report if total is None else _after(total, report)
        if report.finish != HANDED_OVER:
            return total


def _after(first: CrawlReport, then: CrawlReport) -> CrawlReport:
    """One report of a job that went on: what the first attempt fetched is held to the next, and counts once."""
    done = first.counts.get("fetched", 0)
    counts = {**then.counts, "fetched": then.counts.get("fetched", 0) + done}
    counts["held"] = max(0, then.counts.get("held", 0) - done)
    return replace(first + then, counts=counts, finish=then.finish, complete=then.complete)


def site_job(site: Site, interval: Interval, *, to: Archive, **options: Unpack[Options]) -> Job:
    """The job of one unit of a site."""
    connect_to, ca_file = _connections(options.get("connect_to"), options.get("ca_file"))
    return Job(
        unit=Unit.of(site.id, interval),
        kind=options.get("kind", "days"),
        archive=to.objects.url,
        keys=getattr(to.objects, "keys", None),
        replica=to.replica,
        spool=str(_spool(to)),
        site=site.yaml.decode(),
        past=options.get("past", False),
        turn=options.get("turn"),
        refetch=options.get("refetch", False),
        limit=options.get("limit"),
        connect_to=connect_to,
        ca_file=ca_file,
        contact=contact_of(f"site {site.id}", site.contact or options.get("contact"), connect_to),
        run=dict(options.get("run") or {}),
        now=options.get("now") or datetime.now(UTC),
        wait=float(options.get("wait", 75.0)),
    )


def archive_urls(
    urls: Iterable[str | Mapping[str, str]],
    *,
    to: Archive | str | Path,
    dedup: bool = True,
    insecure: bool = False,
    allow_private: bool = False,
    timeout: float = 60.0,
    max_redirects: int = 10,
    pace: float = 1.0,
    connect_to: str | None = None,
    ca_file: Path | None = None,
    contact: str | None = None,
    progress: Progress | None = None,
) -> CrawlReport:
    """Keep just these URLs (or rows with ``url``, ``method``, ``body``), their redirects and robots.txt.

    Always paced, never ended by the block detector.
    """
    archive = _archive(to)
    served, authorities = _connections(connect_to, ca_file)
    job = Job(
        unit=Unit(site=OUTSIDE, span=f"{KEPT}/{new_id()}"),
        kind="kept",
        archive=archive.objects.url,
        keys=getattr(archive.objects, "keys", None),
        replica=archive.replica,
        spool=str(_spool(archive)),
        rows=tuple(_row(given) for given in urls),
        dedup=dedup,
        insecure=insecure,
        allow_private=allow_private,
        timeout=float(timeout),
        max_redirects=max_redirects,
        pace=float(pace),
        connect_to=served,
        ca_file=authorities,
        contact=contact,
    )
    return run_job(job, progress)


def contact_of(what: str, given: str | None, connect_to: str | None) -> str | None:
    """Whom a site's owner can turn to; nobody crawls the open web without saying so."""
    contact = given or os.environ.get("CORANTO_CONTACT")
    if not contact and not _connections(connect_to, None)[0]:
        raise ConfigError(
            f"{what}: nobody for its owner to turn to; set CORANTO_CONTACT, or contact: in the site's "
            "file, to a mail or web address that is read"
        )
    return contact


def _connections(connect_to: str | None, ca_file: Path | None) -> tuple[str | None, str | None]:
    """CONNECT_TO and its certificates: as asked, else what tests and the demo put into the environment."""
    if connect_to is None and ca_file is None:
        connect_to = os.environ.get("CORANTO_CONNECT_TO") or None
        named = os.environ.get("CORANTO_CA_FILE")
        ca_file = Path(named) if named else None
    if ca_file and not connect_to:
        raise ConfigError(f"CA file {ca_file}: counts only beside CONNECT_TO; set both, or neither")
    if ca_file and not ca_file.is_file():
        raise ConfigError(f"CA file {ca_file}: no such file; correct or unset CORANTO_CA_FILE")
    return connect_to, str(ca_file) if ca_file else None


def intervals(site: Site, since: When, until: When | None, kind: str) -> tuple[Interval, ...]:
    """The units that ``since`` and ``until`` ask for: whole local days, or for a poll just that span."""
    first, last = _when(since, site), None if until is None else _when(until, site)
    if kind == "poll":
        end = _instant(last, site) if last else _instant(_day(first, site) + timedelta(days=1), site)
        return (Interval(start=_instant(first, site), end=end),)
    start = _day(first, site)
    stop = start + timedelta(days=1) if last is None else _day(last, site)
    if isinstance(last, datetime) and last > site.day(stop).start:
        stop += timedelta(days=1)  # the day that an instant lies in is asked for whole
    if stop <= start:
        raise ConfigError(f"since {since} until {until}: no day in between; until is exclusive")
    return site.days(start, stop)


def _when(value: When, site: Site) -> date | datetime:
    """A date, or an aware instant; a time without a zone is in the site's zone."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError as e:
            raise ConfigError(f"{value!r} is no date; write 2026-01-31, or 2026-01-31T12:00+01:00") from e
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=site.zone)).astimezone(UTC)
    return value


def _day(value: date | datetime, site: Site) -> date:
    return site.local_day(value) if isinstance(value, datetime) else value


def _instant(value: date | datetime, site: Site) -> datetime:
    return value if isinstance(value, datetime) else site.day(value).start


def _row(given: str | Mapping[str, str]) -> Row:
    if isinstance(given, str):
        return Row(url=given)
    if "url" not in given:
        raise ConfigError(
            f"row {dict(given)}: names no url; write one URL a line, or JSON with url, method, body"
        )
    return Row(url=given["url"], method=(given.get("method") or "GET").upper(), body=given.get("body") or "")


def _archive(to: Archive | str | Path) -> Archive:
    return to if isinstance(to, Archive) else open_archive(to)


def _spool(archive: Archive) -> Path:
    if archive.spool is None:
        raise ConfigError(f"{archive}: has no spool; open it with spool=, a folder on a local disk")
    return archive.spool


def run_job(job: Job, progress: Progress | None = None) -> CrawlReport:
    """Do a job in a child and wait for its report."""
    child = Child.start(job)
    try:
        for event in child.lines():
            if progress is not None and event.get("event") not in ("report", "error"):
                progress(event)
    except BaseException:
        child.stop()
        with suppress(CrawlError):
            child.wait()
        raise
    return child.wait()
