"""Fetching what an article needs to be shown as it was, through the same door as everything else.

robots.txt, address guard and pace hold for each host that a requisite is on. What this run or the last day has
captured is not asked for again; what is older is asked for with its validators. Frames are fetched with what they need
where they are the site's own: those of others are mostly advertisements. Nothing here is in the ledger: requisites
were not announced, and are never cleaned; but those that could not be had are written down with the reason.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pipelines.archive.earlier import Earlier
from pipelines.archive.ledger import Entry
from pipelines.archive.requisites import DEPTH, Requisite, is_html, of_page, of_part
from spiders.crawler.fetch import Answer, Ask
from spiders.crawler.stop import Stopped
from spiders.site import Site

ROLE = (("role", "requisite"),)
FRESH = timedelta(days=1)
"""What was captured so lately is not asked for again."""
REDIRECTS = 5
HAD = ("fetched", "held")
"""Ends after which the archive has it."""


@dataclass(slots=True)
class Budget:
    """What one page may still cost."""

    count: int
    bytes: int

    @property
    def spent(self) -> bool:
        """Is nothing left?"""
        return self.count <= 0 or self.bytes <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One requisite, and where it was named."""

    item: Requisite
    ask: Ask
    depth: int


class Requisites:
    """Fetches the requisites of pages of one site, each address once in a run."""

    def __init__(self, site: Site, fetch: Callable[[Ask], Awaitable[Answer]], earlier: Earlier) -> None:
        self._site, self._fetch, self._earlier = site, fetch, earlier
        self._seen: set[str] = set()
        self._now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.counts: Counter[str] = Counter()
        """How they ended, as a ledger would say; ``dropped`` for those beyond a page's caps."""
        self.lacking: dict[str, Entry] = {}
        """Those that were not had, by address."""

    async def of(self, ask: Ask, answer: Answer) -> None:
        """Fetch what a page needs, hosts side by side. A stop leaves the rest undone."""
        if self._site.requisites == "none" or not is_html(_media_type(answer)):
            return
        budget = Budget(self._site.caps.requisites, self._site.caps.requisite_bytes)
        found = of_page(answer.content, answer.url, images=self._site.requisites == "article")
        await self._all(self._wanted(found, replace(ask, url=answer.url), 1), budget)

    async def of_earlier(self, urls: Iterable[str]) -> None:
        """The same for pages that earlier runs fetched, as the archive holds them."""
        for url in urls:
            page = await self._held(url)
            if page is not None:
                await self.of(Ask(url=url, hops="L"), page)

    def _wanted(self, found: tuple[Requisite, ...], ask: Ask, depth: int) -> list[Wanted]:
        wanted = []
        for item in found:
            if item.kind == "frame" and not self._site.owns(item.url):
                self._lacks(item.url, Answer(url=item.url, end="unwanted", note="a frame of another site"))
            elif item.url not in self._seen:
                self._seen.add(item.url)
                told = Ask(url=item.url, via=ask.url, hops=f"{ask.hops}E", told=ROLE, again=True)
                wanted.append(Wanted(item=item, ask=told, depth=depth))
        return wanted

    async def _all(self, wanted: list[Wanted], budget: Budget) -> None:
        hosts: dict[str, list[Wanted]] = defaultdict(list)
        for one in wanted:
            hosts[urlsplit(one.item.url).hostname or ""].append(one)
        async with asyncio.TaskGroup() as group:
            for queue in hosts.values():
                group.create_task(self._queue(queue, budget))

    async def _queue(self, queue: list[Wanted], budget: Budget) -> None:
        try:
            for one in queue:
                await self._one(one, budget)
        except Stopped:
            return  # whoever fetches the articles notices it too

    async def _one(self, wanted: Wanted, budget: Budget) -> None:
        answer = await self._fresh(wanted)
        if answer is None:
            if budget.spent:
                self.counts["dropped"] += 1
                self._lacks(wanted.item.url, Answer(url=wanted.item.url, end="dropped"))
                self._seen.discard(wanted.item.url)  # another page may have room for it
                return
            budget.count -= 1
            answer = await self._asked(wanted.ask, budget)
            budget.bytes -= answer.kept.payload_length if answer.kept else 0
        self.counts[answer.end] += 1
        self._lacks(wanted.item.url, answer)
        if answer.end in HAD and wanted.depth < DEPTH:
            below = of_part(wanted.item.kind, answer.content, answer.url, _media_type(answer))
            await self._all(
                self._wanted(below, replace(wanted.ask, url=answer.url), wanted.depth + 1), budget
            )

    def _lacks(self, url: str, answer: Answer) -> None:
        if answer.end in HAD:
            self.lacking.pop(url, None)
        else:
            self.lacking[url] = Entry(url=url, end=answer.end, status=answer.status, note=answer.note)

    async def _asked(self, ask: Ask, budget: Budget) -> Answer:
        ask = replace(ask, most_bytes=min(self._site.caps.bytes, budget.bytes))
        answer = await self._fetch(ask)
        for _ in range(REDIRECTS):
            target = answer.target
            if target is None or target in self._seen:
                break
            self._seen.add(target)
            ask = replace(ask, url=target, via=ask.url, hops=f"{ask.hops}R")
            answer = await self._fetch(ask)
        return answer

    async def _fresh(self, wanted: Wanted) -> Answer | None:
        """The answer that the archive has, where it is of the last day; a style's or frame's own needs are looked at anew."""
        captured = self._earlier.captured(wanted.item.url)
        if captured is None or self._now() - captured > FRESH:
            return None
        if wanted.item.kind not in ("style", "frame"):
            return Answer(url=wanted.item.url, end="held", sent=False)
        return await self._held(wanted.item.url)

    async def _held(self, url: str) -> Answer | None:
        """What the archive has at an address; None where that cannot be read, or not lately."""
        basis = await asyncio.to_thread(self._earlier.basis, url)
        if basis is None:
            return None
        return Answer(
            url=url, end="held", headers=basis.message.headers, body=basis.message.payload, sent=False
        )


def _media_type(answer: Answer) -> str:
    return answer.header("content-type") or ""
