"""Asking a site's sources: feeds, sitemaps and their indexes, front pages, dated archive pages."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date

from pipelines.archive.unit import Interval
from spiders.crawler.decide import pattern
from spiders.crawler.fetch import Answer, Ask
from spiders.discover.link import Link, merge
from spiders.discover.reading import Reading, read
from spiders.discover.template import days, fill
from spiders.site import Site, Source

REDIRECTS = 5
NEXT = 100
"""Next pages whose addresses differ in digits only: a calendar always has another month."""
NOTHING_THERE = (404, 410)
"""A dated page that is not there: nothing appeared on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document to ask for links."""

    kind: str
    url: str
    day: date | None = None
    """The local day that a dated page stands for."""
    depth: int = 0
    via: str | None = None


@dataclass(slots=True)
class Found:
    """What the sources said."""

    links: list[Link] = field(default_factory=list)
    read: int = 0
    kinds: dict[str, str] = field(default_factory=dict)
    """Kind of list (feed, sitemap, front, dated) of each document that was read."""
    failed: dict[str, str] = field(default_factory=dict)
    """Documents that could not be read, and why."""
    rested: dict[str, str] = field(default_factory=dict)
    """Documents that were left alone, and why."""

    @property
    def merged(self) -> tuple[Link, ...]:
        """One link for each address."""
        return merge(self.links)


class Sources:
    """Reads every source of a site once, in the order of its file."""

    def __init__(
        self,
        site: Site,
        interval: Interval,
        fetch: Callable[[Ask], Awaitable[Answer]],
        rests: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._site, self._interval, self._fetch, self._rests = site, interval, fetch, rests
        self._seen: set[str] = set()
        self._following: Counter[str] = Counter()
        self.found = Found()

    async def read(self) -> Found:
        """Ask them all; what one fails with is noted, the others go on."""
        for source in self._site.discover:
            for document in self.documents(source):
                await self._read(document)
        return self.found

    def documents(self, source: Source) -> list[Document]:
        """The addresses that a source stands for in this interval."""
        if source.kind == "front":
            return [Document(kind="front", url=source.url)]
        found: dict[str, Document] = {}
        for day in days(self._interval, self._site.zone):
            listed = day if source.kind == "dated" else None
            url = fill(source.url, day)
            found.setdefault(url, Document(kind=source.kind, url=url, day=listed))
        return list(found.values())

    async def _read(self, document: Document) -> None:
        waiting = [document]
        while waiting:
            here = waiting.pop(0)
            if here.url in self._seen:
                continue
            if len(self._seen) >= self._site.caps.documents:
                self.found.failed[here.url] = f"more than {self._site.caps.documents} documents; raise caps"
                return
            self._seen.add(here.url)
            if why := self._rests(here.url):
                self.found.rested[here.url] = why
                continue
            answer = await self._answer(here)
            if answer is not None:
                waiting += self._take(here, answer)

    async def _answer(self, document: Document) -> Answer | None:
        hops = "L" if document.via else ""
        ask = Ask(url=document.url, via=document.via, hops=hops, told=(("role", "source"),), again=True)
        answer = await self._fetch(ask)
        for _ in range(REDIRECTS):
            if (target := answer.target) is None:
                break
            ask = replace(ask, url=target, via=ask.url, hops=f"{ask.hops}R")
            answer = await self._fetch(ask)
        if answer.end in ("fetched", "held"):  # held: it says that nothing has changed
            self.found.read += 1
            return answer
        if document.kind == "dated" and answer.status in NOTHING_THERE:
            self.found.read += 1
        else:
            self.found.failed[document.url] = answer.note or f"status {answer.status}"
        return None

    def _take(self, document: Document, answer: Answer) -> list[Document]:
        """Note the links of a document; returns the documents that it leads to."""
        self.found.kinds[answer.url] = document.kind
        said = read(document.kind, answer.content, answer.url, self._site.zone, document.day)
        self.found.links.extend(said.links)
        if said.cut:
            self.found.failed[document.url] = "ends in the middle; what was whole was taken"
        return self._children(said, document) + self._next(said.following, document, answer.url)

    def _next(self, following: str | None, document: Document, via: str) -> list[Document]:
        if following is None:
            return []
        alike = pattern(following)
        self._following[alike] += 1
        if self._following[alike] <= NEXT:
            return [replace(document, url=following, via=via)]
        self.found.failed[following] = f"more than {NEXT} next pages like {alike}"
        return []

    def _children(self, said: Reading, document: Document) -> list[Document]:
        """Sitemaps below an index that may hold something of the interval or later."""
        if document.depth >= self._site.caps.depth and said.children:
            self.found.failed[document.url] = f"indexes deeper than {self._site.caps.depth}; raise caps"
            return []
        return [
            Document(kind="sitemap", url=child.url, depth=document.depth + 1, via=document.url)
            for child in said.children
            if child.lastmod is None or child.lastmod >= self._interval.start
        ]
