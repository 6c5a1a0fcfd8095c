"""One job from lease to manifest: recover what was left, crawl, commit."""

import logging
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.archive import Archive, memories, open_archive
from pipelines.archive.lease import hold
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import new_id
from pipelines.archive.spool import Attempt, Spool
from pipelines.errors import LeaseBusy
from spiders.crawler.address import WEB_PORTS, Connect, Guard
from spiders.crawler.connect import roots
from spiders.crawler.cut_off import last_pages
from spiders.crawler.fetch import Manners
from spiders.crawler.holdings import recall
from spiders.crawler.job import CrawlReport, Job
from spiders.crawler.known import Known
from spiders.crawler.revisits import Due, due
from spiders.crawler.settings import settings
from spiders.crawler.spider import OVERTIME, NewsSpider, Outcome, Task
from spiders.crawler.stop import Stop
from spiders.crawler.turns import HANDED_OVER, got, want, wanted, watch
from spiders.crawler.writer import Writer
from spiders.site import Site

Tell = Callable[..., None]
MOST_BYTES = 64 << 20
"""Longest answer kept whole of pages outside any site."""
LOOK = 2.0
"""Seconds between two looks at who wants or holds the site, and whether this run shall stop."""
FRESH = timedelta(hours=1)
"""Days of one backfill, and its plan before it, share what a source answered so long ago."""


@dataclass(slots=True)
class _Patience:
    """How long a run waits for its site; that it waits is told once."""

    stop: Stop
    tell: Tell
    until: float
    """By the monotonic clock."""
    said: bool = False

    @property
    def over(self) -> bool:
        """Whether it waits no longer."""
        return self.stop.why is not None or time.monotonic() >= self.until

    @property
    def step(self) -> float:
        """Seconds until the next look."""
        return min(LOOK, max(0.0, self.until - time.monotonic()))

    def waits(self, why: str) -> None:
        """Tell whoever looks on."""
        if not self.said:
            self.said = True
            self.tell("waiting", why=why)


def run(job: Job, stop: Stop, tell: Tell) -> CrawlReport:
    """Do a job; raises CorantoError where it cannot even begin."""
    began = time.monotonic()
    site = Site.parse(job.unit.site, job.site.encode(), f"{job.unit.site}.yaml") if job.site else None
    guard = guard_of(job, site)
    if job.ca_file:
        roots(Path(job.ca_file))  # said now, before anything is asked
    archive = open_archive(job.archive, job.keys, replica=job.replica)
    with ExitStack() as stack:
        _lease(job, archive, _Patience(stop, tell, time.monotonic() + job.wait), stack)
        if site is not None:
            archive.objects.put(
                f"sites/{site.id}/{site.digest}.yaml", site.yaml, media_type="application/yaml"
            )
        attempt = attempt_of(job, site, memories.digests(archive, site.id) if site else {})
        spool = stack.enter_context(
            Spool.open(Path(job.spool), attempt, archive, dedup=job.dedup, wait=job.wait)
        )
        before = Known() if site is None or job.refetch else recall(archive, site.id)
        again = _due(job, site, before)
        tell("started", site=job.unit.site, unit=job.unit.span, held=len(before.settled))
        manners = replace(
            manners_of(job, site, attempt.user_agent or attempt.software), since=_since(job, attempt.started)
        )
        task = Task(
            job=job,
            site=site,
            guard=guard,
            known=before,
            due=tuple(again[: site.caps.revisits]) if site else (),
            bare=_bare(archive, site, job),
            manners=manners if site is None else replace(manners, earlier=spool.earlier, owns=site.owns),
            stop=stop,
            tell=tell,
        )
        for key in sorted({key for one in task.due for key in one.manifests}):
            spool.earlier.read(archive, key)  # validators of captures that are too old to be in it
        writer = Writer(spool.write, lambda e: stop.end(f"cannot write: {e}"))
        outcome = crawl(task, writer)
        outcome.revisits = {"due": len(again), "taken": len(task.due)}
        _judge(outcome, stop, job)
        manifest = spool.commit(
            ledger=outcome.book.entries,
            robots=outcome.robots,
            complete=outcome.complete,
            finish=outcome.finish,
            stats=stats(outcome, writer) | ({"requisites_level": site.requisites} if site else {}),
            requisites=outcome.lacking.values(),
        )
    return _report(manifest, outcome, writer, time.monotonic() - began)


def crawl(task: Task, writer: Writer) -> Outcome:
    """Run Scrapy in this process, once: a reactor cannot be started again."""
    from scrapy.crawler import AsyncCrawlerProcess

    site = task.site
    chosen = settings(
        task.job,
        most_bytes=site.caps.bytes if site else MOST_BYTES,
        verify=not task.job.insecure and (site is None or site.certificate == "verify"),
    )
    # An operator reads the log for requests and trouble, not for versions and settings at every start;
    # Scrapy sets its loggers to DEBUG while it is being made.
    logging.disable(logging.INFO)
    process = AsyncCrawlerProcess(chosen)
    logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy.core.engine").setLevel(logging.DEBUG)  # a line for each answer
    outcome = Outcome()
    process.crawl(NewsSpider, task=task, writer=writer, outcome=outcome)
    process.start(stop_after_crawl=True, install_signal_handlers=False)
    writer.close()
    return outcome


def guard_of(job: Job, site: Site | None) -> Guard:
    """Ports are the site's; for rows given by hand, those that the rows name."""
    ports = set(site.ports if site else (80, 443))
    for row in job.rows:
        with suppress(ValueError):
            parts = urlsplit(row.url)
            ports.add(parts.port or WEB_PORTS.get(parts.scheme, 80))
    connect = Connect.parse(job.connect_to) if job.connect_to else ()
    return Guard(ports=frozenset(ports), allow_private=job.allow_private, connect=connect)


def manners_of(job: Job, site: Site | None, user_agent: str) -> Manners:
    """What every request says, and how often it is made again."""
    languages = ", ".join((*site.languages, "*;q=0.5")) if site else "*"
    headers = (
        ("User-Agent", user_agent),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("Accept-Language", languages),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
    )
    retries = 1 if site is None else 2
    return Manners(headers=headers, timeout=job.timeout, retries=retries, may_be_blocked=site is not None)


def attempt_of(job: Job, site: Site | None, remembered: Mapping[str, str]) -> Attempt:
    """What every record of this run has in common."""
    contact = (site.contact if site else None) or job.contact or f"the operator of {socket.gethostname()}"
    kept = "/" in job.unit.span
    return Attempt(
        id=job.unit.span.rpartition("/")[2] if kept else new_id(),
        unit=job.unit,
        kind=job.kind,
        started=datetime.now(UTC),
        hints=site.hints if site else (),
        digests=digests(site) | dict(remembered),
        run={"host": socket.gethostname(), "pid": str(os.getpid()), **job.run},
        software=f"coranto/{own_version()} scrapy/{version('scrapy')} twisted/{version('twisted')}",
        operator=contact,
        user_agent=f"coranto/{own_version()} (news archive; contact: {contact})",
    )


def digests(site: Site | None) -> dict[str, str]:
    """What a record made from this crawl will have been made with."""
    from pipelines.clean import CLEANER

    found = {"cleaner": CLEANER}
    if site is not None:
        found["site"] = site.digest
    if commit := _commit():
        found["commit"] = commit
    return found


def own_version() -> str:
    """Version of coranto."""
    try:
        return version("coranto")
    except PackageNotFoundError:
        return "0"


def stats(outcome: Outcome, writer: Writer) -> dict[str, object]:
    """Numbers for the manifest, and the evidence where the site was found to refuse us."""
    evidence: dict[str, object] = {"blocked": outcome.blocked} if outcome.blocked else {}
    return evidence | {
        "requests": outcome.requests,
        "sent": outcome.sent,
        "received": outcome.received,
        "pace": outcome.pace,
        "exchanges": writer.exchanges,
        "bytes": writer.bytes,
        "counts": outcome.book.counts,
        "requisites": dict(outcome.requisites),
        "sources": outcome.found.kinds,
        "sources_read": outcome.found.read,
        "sources_failed": outcome.found.failed,
        "sources_rested": outcome.found.rested,
        "revisits": outcome.revisits,
    }


def _lease(job: Job, archive: Archive, patience: _Patience, stack: ExitStack) -> None:
    """Hold the site, or raise LeaseBusy; a stop ends the wait. A backfill holds it until somebody else wants it."""
    site = job.unit.site
    if not job.gives_way:
        _hold(job, archive, patience, stack)
        got(archive.state, site, job.waiter)
        return
    _let_in(archive, site, patience)
    _hold(job, archive, patience, stack)
    ended = threading.Event()
    stack.callback(ended.set)
    watch(archive.state, site, ended, lambda _: patience.stop.end(HANDED_OVER))


def _hold(job: Job, archive: Archive, patience: _Patience, stack: ExitStack) -> None:
    """Wait for the lease; a run that gives way to nobody says that it wants the site."""
    site, stop = job.unit.site, patience.stop
    owner = f"{socket.gethostname()}/{os.getpid()}/{job.run.get('run_id', job.unit.span)}"
    while True:
        try:
            lease = hold(
                archive.state, site, owner, wait=patience.step, on_lost=lambda: stop.ask("lease lost")
            )
            stack.enter_context(lease)
            return
        except LeaseBusy as e:
            if not job.gives_way:
                want(archive.state, site, job.waiter)
            if patience.over:
                raise
            patience.waits(str(e))


def _let_in(archive: Archive, site: str, patience: _Patience) -> None:
    """Wait until nobody else wants the site, or raise LeaseBusy."""
    while (who := wanted(archive.state, site)) is not None:
        why = f"{site} is wanted by {who}, which goes first; this backfill goes on at its next start"
        if patience.over:
            raise LeaseBusy(why)
        patience.waits(why)
        time.sleep(patience.step)


def _judge(outcome: Outcome, stop: Stop, job: Job) -> None:
    """Name the end of the run, and what the operator must know of it."""
    found, counts = outcome.found, outcome.book.counts
    if outcome.finish == "not started":
        outcome.errors.append("Scrapy did not start the crawl; its log says why")
    if outcome.finish != "finished":
        return
    outcome.errors += [f"{url}: {why}" for url, why in found.failed.items()]
    if stop.why is not None:
        outcome.finish = stop.why
    elif found.failed and not found.read:
        outcome.finish = "unreachable"
    elif found.failed:
        outcome.finish = "sources failed"
    elif counts.get("dropped"):
        outcome.finish = "limit" if job.limit is not None else "capped"
    if stop.why == OVERTIME:
        outcome.errors.append("the run's minutes are over; a later run goes on, or raise caps")
    if stop.why == "blocked":
        outcome.errors.append(
            f"{job.unit.site} refuses us (403, 429, a challenge or errors, again and again); not evaded"
        )
    if job.kind == "kept":
        failed = (e for e in outcome.book.entries if e.end in ("failed", "refused"))
        outcome.errors += [f"{entry.url}: {entry.note}" for entry in failed]


def _since(job: Job, now: datetime) -> datetime | None:
    """From when on an answer of a source is as good as a new one: not before the days asked for were over."""
    if not job.past or job.asked is None:
        return None
    return max(now - FRESH, job.asked.end)


def _due(job: Job, site: Site | None, before: Known) -> list[Due]:
    """The articles to ask for again; none in a try, a refetch, a backfill or a plan."""
    if site is None or job.now is None or job.limit is not None or job.past or job.kind == "plan":
        return []
    return due(site, before, job.now)


def _bare(archive: Archive, site: Site | None, job: Job) -> tuple[str, ...]:
    """Pages that may lack their requisites; the archive is not asked where nobody would fetch these."""
    if site is None or site.requisites == "none" or job.kind == "plan":
        return ()
    return last_pages(archive, site.id, site.caps.at_once)


def _report(manifest: Manifest, outcome: Outcome, writer: Writer, seconds: float) -> CrawlReport:
    return CrawlReport(
        manifest=manifest.key,
        manifests=(manifest.key,),
        warcs=tuple(stored.warc.key for stored in manifest.warcs),
        counts=outcome.book.counts,
        requests=outcome.requests,
        bytes=writer.bytes,
        finish=outcome.finish,
        complete=outcome.complete,
        seconds=seconds,
        errors=tuple(outcome.errors),
    )


def _commit() -> str | None:
    """The checkout's commit, where this is one."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return None
    try:
        found = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
