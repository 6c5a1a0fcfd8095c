"""Drafting the file of a site that nobody has described yet, from four polite looks at it.

::

    home, robots.txt -> feeds, sitemaps, sections -> newest sitemaps, page of a day -> ten articles

Each look is a crawl child's and is archived; between them there are functions only.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.archive import Archive
from pipelines.clean import clean
from pipelines.errors import CrawlError
from pipelines.page import Page
from pipelines.record import Hints, Record, Rejected
from spiders import site_facts as facts
from spiders import site_finds as finds
from spiders.discover import front, shape
from spiders.discover.canonical import canonical
from spiders.discover.link import Link, merge
from spiders.look import Looked, Manner, look
from spiders.site_facts import Fact
from spiders.site_finds import Drawn, Lead

SAMPLE = 10
"""Articles that are cleaned for a person to judge by."""
ENOUGH = 5
"""Announced articles below which no pattern is learned from feeds and news sitemaps alone."""
RECENT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One article of the sample, cleaned; or why it could not be had."""

    url: str
    result: Record | Rejected | None = None
    wrong: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was found out about a site."""

    home: str
    name: Fact | None
    hosts: tuple[str, ...]
    languages: tuple[Fact, ...]
    country: Fact | None
    zone: Fact
    sources: tuple[Drawn, ...]
    learned: shape.Learned
    sample: tuple[Judged, ...]

    @property
    def announced(self) -> tuple[Link, ...]:
        """Every link of every source."""
        return merge(link for drawn in self.sources for link in drawn.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How this site is looked at, and where what comes back is kept."""

    to: Archive
    contact: str | None
    manner: Manner

    def at(self, urls: Iterable[str]) -> Looked:
        return look(urls, to=self.to, contact=self.contact, **self.manner)


def draft(
    url: str, *, to: Archive, now: datetime, contact: str | None = None, manner: Manner | None = None
) -> Draft:
    """Look at the site whose front page is at ``url``; CrawlError where that cannot be had."""
    ask = _Look(to=to, contact=contact, manner=manner or {})
    home, robots = _home(url, ask)
    where = home.url or url
    named = finds.named(home, robots)
    looked = ask.at(named)
    documents = looked.pages(u for u, lead in named.items() if lead.kind != "front").values()
    zone = facts.time_zone(facts.country(home, ()), documents, now)
    drawn = _sources(looked, named, home, ZoneInfo(zone.value), ask)
    hosts = _hosts(where, drawn)
    own = [
        u for u in (canonical(x.url) for x in front.links(home.body, where)) if urlsplit(u).hostname in hosts
    ]
    learned = _learned(drawn, own, hosts)
    drawn = finds.useful(drawn, learned.patterns, where)
    sample = ask.at(_sample(drawn, learned))
    articles = [seen.page for seen in sample.seen.values() if seen.page]
    of = facts.country(home, articles)
    zone = facts.time_zone(of, documents, now)
    return Draft(
        home=where,
        name=facts.name(home, articles, documents),
        hosts=hosts,
        languages=facts.languages((home, *articles)),
        country=of,
        zone=zone,
        sources=drawn,
        learned=learned,
        sample=_judged(sample, zone.value),
    )


def _sources(
    looked: Looked, named: Mapping[str, Lead], home: Page, zone: ZoneInfo, ask: _Look
) -> tuple[Drawn, ...]:
    """The sources that answered, and those that they lead to."""
    drawn = finds.drawn(looked, named, zone, home)
    leads = finds.leads(looked, named, drawn, home, zone)
    second = ask.at(leads)
    drawn = finds.with_children(drawn, second, leads, zone)
    feeds = {url: lead for url, lead in leads.items() if lead.kind == "feed"}
    drawn += finds.drawn(second, feeds, zone, home)
    return drawn + finds.day_pages(second, leads, drawn, zone)[:1]


def _home(url: str, ask: _Look) -> tuple[Page, dict[str, bytes]]:
    looked = ask.at([url])
    seen = looked.seen[url]
    if seen.page is None:
        raise CrawlError(f"{url}: {seen.wrong}; give the address of the front page as a browser shows it")
    return seen.page, looked.robots


def _hosts(home: str, drawn: Iterable[Drawn]) -> tuple[str, ...]:
    """The front page's host, and hosts below the same name that sources announce articles on."""
    own = urlsplit(home).hostname or ""
    base = own.removeprefix("www.")
    hosts = {urlsplit(link.url).hostname or "" for one in drawn for link in one.links}
    return (own, *sorted(h for h in hosts if h != own and (h == base or h.endswith(f".{base}"))))


def _learned(drawn: Iterable[Drawn], front_links: list[str], hosts: Collection[str]) -> shape.Learned:
    """The pattern by what feeds and news sitemaps announce; by all sitemaps where that is too little."""
    kinds = {one.source.kind for one in drawn}
    links = merge(link for one in drawn if one.source.kind in ("feed", "sitemap") for link in one.links)
    own = [link for link in links if urlsplit(link.url).hostname in hosts]
    feeds = {canonical(link.url) for one in drawn if one.source.kind == "feed" for link in one.links}
    told = [link.url for link in own if link.url in feeds or link.dated == "published"]
    if len(told) < ENOUGH and "sitemap" in kinds:
        told = [link.url for link in own if link.announced][-RECENT:]
    listed = {canonical(link.url) for one in drawn if one.source.kind == "dated" for link in one.links}
    return shape.learn(told[:RECENT], front_links, {link.url for link in own} | listed)


def _sample(drawn: Iterable[Drawn], learned: shape.Learned) -> list[str]:
    """Newest announced articles, one in turn from each beginning of an address: languages, sections."""
    made = [re.compile(pattern) for pattern in learned.patterns]
    links = [link for link in merge(link for one in drawn for link in one.links) if link.announced]
    links.sort(key=lambda link: link.announced.timestamp() if link.announced else 0.0, reverse=True)
    queues: dict[str, list[str]] = {}
    for link in links:
        if any(p.search(shape.place(link.url)) for p in made):
            queues.setdefault(urlsplit(link.url).path.split("/")[1], []).append(link.url)
    longest = max(map(len, queues.values()), default=0)
    turns = (queue[n] for n in range(longest) for queue in queues.values() if n < len(queue))
    return list(dict.fromkeys(turns))[:SAMPLE]


def _judged(looked: Looked, zone: str) -> tuple[Judged, ...]:
    hints = Hints(time_zone=zone)
    return tuple(
        Judged(url=url, result=clean(seen.page, hints) if seen.page else None, wrong=seen.wrong)
        for url, seen in looked.seen.items()
    )
