"""The one spider: finds what a site announced, fetches what the run wants, settles every address.

It is written as one coroutine over Scrapy's engine instead of callbacks: a run is a sequence (robots.txt, sources,
articles), and a stop is then a wait that ends early. Bodies of articles are only looked at for their requisites.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import scrapy

from pipelines.archive.ledger import End, Entry
from pipelines.archive.manifest import RobotsVerdict
from pipelines.archive.manifests import settled as settled_of
from pipelines.archive.unit import Interval
from spiders.crawler.address import Guard
from spiders.crawler.decide import Wish, entry, modified_counts, plan, remembered, sort
from spiders.crawler.fetch import Answer, Ask, Fetcher, Manners
from spiders.crawler.handler import require_capture
from spiders.crawler.job import Job
from spiders.crawler.known import Known
from spiders.crawler.pace import Pace
from spiders.crawler.public import Public
from spiders.crawler.requisites import Requisites
from spiders.crawler.rests import rests
from spiders.crawler.revisits import Due
from spiders.crawler.settle import Book, Limits, Settler, same
from spiders.crawler.sources import Found, Sources
from spiders.crawler.stop import Stop, Stopped
from spiders.crawler.turns import HANDED_OVER
from spiders.crawler.writer import Writer
from spiders.discover import variants
from spiders.discover.canonical import canonical
from spiders.discover.link import Link, merge
from spiders.site import FLOOR, Site

GRACE = 8.0
"""Seconds that what is on the wire has to finish after a stop; then it is cut, and archived as cut."""
OVERTIME = "capped"
"""The end of a run that took longer than its site's caps allow."""
EVERY = 1.0
"""Seconds between two progress events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a run is made of."""

    job: Job
    site: Site | None
    guard: Guard
    known: Known
    due: tuple[Due, ...] = ()
    """Articles to ask for again, after what is new."""
    bare: tuple[str, ...] = ()
    """Pages of a crawl that was cut off, whose requisites may be missing: those are fetched before anything new."""
    manners: Manners
    stop: Stop
    tell: Callable[..., None]
    """Takes an event name and its fields."""

    def delay(self, url: str) -> float:
        """Seconds between requests to the host of an address; never below the floor on others' servers."""
        if self.site is not None:
            return self.site.pace_for(connected=self.guard.connected(url))
        asked = FLOOR if self.job.pace is None else self.job.pace
        return asked if self.guard.is_ours(url) else max(FLOOR, asked)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of it, for the manifest and the report."""

    book: Book = field(default_factory=Book)
    found: Found = field(default_factory=Found)
    finish: str = "not started"
    """Until the run has really come to its end: a crawl that never began covers nothing."""
    requests: int = 0
    sent: dict[str, int] = field(default_factory=dict)
    """Requests by role: page, requisite, source, robots, policy."""
    received: dict[str, int] = field(default_factory=dict)
    """Bytes of bodies by role."""
    pace: float = 0.0
    """Seconds between requests to the site's home that its file and robots.txt ask for."""
    requisites: Counter[str] = field(default_factory=Counter)
    """What pages needed to be shown, by how it ended;"""
    lacking: dict[str, Entry] = field(default_factory=dict)
    """what of it was not had."""
    revisits: dict[str, int] = field(default_factory=dict)
    """Articles that were due to be asked for again, and how many of them the caps let through."""
    robots: tuple[RobotsVerdict, ...] = ()
    blocked: list[dict[str, Any]] = field(default_factory=list)
    """The answers from which it was concluded that the site does not want us."""
    errors: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Does it cover what was asked for?"""
        return self.finish == "finished"


class NewsSpider(scrapy.Spider):
    """Runs one task; the outcome is there when the crawl has ended."""

    name = "news"

    def __init__(self, task: Task, writer: Writer, outcome: Outcome, **options: Any) -> None:
        super().__init__(**options)
        self.task, self.writer, self.outcome = task, writer, outcome
        self.guard = task.guard
        self._fetcher: Fetcher | None = None
        self.abort: Callable[[], None] = lambda: None
        """Cuts what is on the wire; the download handler puts its own here."""

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **options: Any) -> "NewsSpider":
        """As Scrapy builds it; refuses settings under which fetches would not be archived."""
        require_capture(crawler.settings)
        spider: NewsSpider = super().from_crawler(crawler, *args, **options)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The whole run; yields nothing."""
        self.task.stop.bind()
        beside = [asyncio.ensure_future(w) for w in (self._cut_late(), self._end_late(), self._tell())]
        try:
            await self._run()
            self.outcome.finish = "finished"
        except* Stopped:
            self.outcome.finish = "finished"
        except* Exception as group:
            self.outcome.errors += [f"{type(e).__name__}: {e}" for e in group.exceptions]
            self.outcome.finish = "failed"
            self.logger.exception("the crawl failed")
        finally:
            for helper in beside:
                helper.cancel()
        nothing: tuple[Any, ...] = ()
        for never in nothing:  # Scrapy takes an asynchronous generator
            yield never

    async def _run(self) -> None:
        task, site = self.task, self.task.site
        pace = Pace(task.stop, task.delay, site.caps.at_once if site else 1)
        fetcher = self._fetcher = Fetcher(self.crawler, task.guard, pace, task.stop, task.manners)
        try:
            await (self._keep(fetcher) if site is None else self._crawl(site, fetcher))
        finally:
            self.outcome.requests = fetcher.requests
            self.outcome.sent, self.outcome.received = dict(fetcher.sent), dict(fetcher.received)
            self.outcome.pace = pace.host(site.home).floor if site else 0.0
            if task.stop.why == "blocked":
                self.outcome.blocked = fetcher.signs.evidence
            self.outcome.robots = tuple(rules.verdict for rules in fetcher.verdicts)

    async def _keep(self, fetcher: Fetcher) -> None:
        """Keep the job's rows."""
        limits = Limits(redirects=self.task.job.max_redirects)
        settler = Settler(fetcher.fetch, self.outcome.book, limits)
        rows = [
            (
                Ask(url=row.url.partition("#")[0], method=row.method, body=row.body.encode()),
                Entry(url=row.url.partition("#")[0], end="waiting"),
            )
            for row in self.task.job.rows
        ]
        await settler.settle_all(rows)

    async def _crawl(self, site: Site, fetcher: Fetcher) -> None:
        """Ask the sources, decide, fetch the articles."""
        job, outcome = self.task.job, self.outcome
        interval = job.asked
        assert interval is not None
        sources = Sources(site, interval, fetcher.fetch, self._rests)
        outcome.found = sources.found
        await sources.read()
        public = Public(site, interval, (fetcher.fetch, self.writer.keep), outcome.found)
        if job.past:
            outcome.found.links += await public.links()
        links, wish = self._wish(site, interval)
        if job.kind == "plan":
            await self._note(fetcher, *sort(links, wish))
            return
        chosen, others = plan(links, wish)
        copies = [link for link in chosen if public.only(link)]
        chosen = [link for link in chosen if not public.only(link)]
        again = {one.entry.url for one in self.task.due}
        for other in others:
            if other.url not in again:
                outcome.book.put(other)
        self.task.tell("announced", urls=len(links), wanted=len(chosen), resting=len(outcome.found.rested))
        first, later = variants.split(chosen)
        waiting = {link.url: link for link in later}
        requisites = Requisites(site, fetcher.fetch, self.task.manners.earlier)
        outcome.requisites, outcome.lacking = requisites.counts, requisites.lacking
        await requisites.of_earlier(self.task.bare)
        settler = self._settler(site, requisites, fetcher, waiting)
        await settler.settle_all(self._wanted(first), site.caps.at_once)
        self._spelled(waiting)
        await settler.settle_all(self._wanted(later), site.caps.at_once)
        if job.past:
            await self._copy(public, copies)
        asks = [(Ask(url=one.entry.url, hops="L", again=True), one.entry) for one in self.task.due]
        await settler.settle_all(asks, site.caps.at_once)

    def _wish(self, site: Site, interval: Interval) -> tuple[tuple[Link, ...], Wish]:
        """All that is announced, by the sources now or to earlier runs, and what this run wants of it."""
        job, known, links = self.task.job, self.task.known, self.outcome.found.merged
        counts = modified_counts(site, links)
        if job.kind != "poll":
            links = merge((*links, *remembered(known.open.values(), interval)))
        wish = Wish(
            site=site,
            interval=None if job.kind == "poll" else interval,
            held=known.settled,
            same=known.twins | variants.twins((link.url for link in links), known.settled),
            limit=job.limit,
            modified_counts=counts,
        )
        return links, wish

    async def _copy(self, public: Public, links: Iterable[Link]) -> None:
        """Have from public archives what only they announce, and what is gone at the site, now or since before."""
        book, settled = self.outcome.book, self.task.known.settled
        waiting = [entry(link, "waiting") for link in links]
        for one in waiting:
            book.put(one)
        lost = [settled[url] for url in public.named if url in settled and settled[url].end == "gone"]
        for one in (*waiting, *lost, *(e for e in book.entries if e.end == "gone")):
            with suppress(Stopped):  # what is left stays as it is
                if (copied := await public.copy(one)) is not None:
                    book.put(copied)

    async def _note(self, fetcher: Fetcher, wanted: Iterable[Link], others: Iterable[Entry]) -> None:
        """Write down what a run would ask for; no article is asked for."""
        for link in wanted:
            answer = await fetcher.denied(link.url)
            self.outcome.book.put(entry(link, answer.end if answer else "waiting"))
        for other in others:
            self.outcome.book.put(other)

    def _rests(self, url: str) -> str | None:
        """Is a source left alone, since it brings nothing? Only polls do so."""
        now = self.task.job.now
        if self.task.job.kind != "poll" or now is None:
            return None
        return rests(self.task.known.heard, url, now)

    def _settler(
        self, site: Site, requisites: Requisites, fetcher: Fetcher, later: Mapping[str, Link]
    ) -> Settler:
        """Settles articles with all that they need; what a page says of its other addresses settles those."""
        book, known = self.outcome.book, self.task.known

        async def also(ask: Ask, answer: Answer) -> None:
            for url, how in variants.stated(answer.content, answer.url).items():
                if site.owns(url) and url not in known.settled and not book.has(url):
                    of = entry(later[url], "held") if url in later else None
                    book.put(same(book.of(answer.url), url, f"{how} of {answer.url}", of))
            await requisites.of(ask, answer)

        def beyond(url: str) -> End | None:
            return "unwanted" if not site.owns(url) else "held" if canonical(url) in known.settled else None

        limits = Limits(redirects=self.task.job.max_redirects, beyond=beyond)
        return Settler(fetcher.fetch, book, limits, also)

    def _spelled(self, waiting: Mapping[str, Link]) -> None:
        """Settle what is another spelling of something settled, where spelling makes no difference."""
        book = self.outcome.book
        settled = dict(self.task.known.settled) | settled_of(book.entries)
        for url, of in variants.twins(waiting, settled).items():
            if not book.has(url):
                book.put(same(settled[of], url, "only spelled otherwise", entry(waiting[url], "held")))

    def _wanted(self, links: Iterable[Link]) -> list[tuple[Ask, Entry]]:
        again = self.task.job.refetch
        return [
            (Ask(url=link.url, via=link.source, hops="L", again=again), entry(link, "waiting"))
            for link in links
        ]

    async def _cut_late(self) -> None:
        """Cut what is still on the wire some seconds after a stop."""
        await self.task.stop.within(None)
        await asyncio.sleep(GRACE)
        self.abort()

    async def _end_late(self) -> None:
        """End the run when its time is over; what it has is committed, a later run goes on."""
        site, turn = self.task.site, self.task.job.turn if self.task.job.gives_way else None
        if site is None:
            return
        most = 60.0 * site.caps.minutes
        if not await self.task.stop.within(most if turn is None else min(most, turn)):
            self.task.stop.end(OVERTIME if turn is None or turn > most else HANDED_OVER)

    async def _tell(self) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(EVERY)
                self.task.tell(
                    "progress",
                    requests=self._fetcher.requests if self._fetcher else 0,
                    bytes=self.writer.bytes,
                    **self.outcome.book.counts,
                )
