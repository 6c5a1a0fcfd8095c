"""Drafting the file of a site that nobody has described yet, from four polite looks at it.

::

    home, robots.txt -> feeds, sitemaps, sections -> newest sitemaps, page of a day -> ten articles

Each look is a crawl child's and is archived; between them there are functions only.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.archive import Archive
from pipelines.clean import clean
from pipelines.errors import CrawlError
from pipelines.page import Page
from pipelines.record import Hints, Record, Rejected
from spiders import site_facts as facts
from spiders.discover import autodiscovery, front, shape
from spiders.discover.canonical import canonical
from spiders.discover.link import Link, merge
from spiders.discover.reading import Reading, read
from spiders.local_days import day_of
from spiders.look import Looked, Manner, look
from spiders.site import Source
from spiders.site_facts import Fact

SAMPLE = 10
"""Articles that are cleaned for a person to judge by."""
SECTIONS = 5
CHILDREN = 2
"""Newest sitemaps of an index that are looked at."""
SECTION_FEEDS = 5
ENOUGH = 5
"""Announced articles below which no pattern is learned from feeds and news sitemaps alone."""
RECENT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A source that is there, what it announces, and how it was found."""

    source: Source
    links: tuple[Link, ...]
    found: str


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
    named = _named(home, robots)
    second = ask.at(named)
    feeds = second.pages(u for u, v in named.items() if v[0] == "feed")
    dated = second.pages(u for u, v in named.items() if v[0] != "front")
    zone = facts.time_zone(facts.country(home, ()), dated.values(), now)
    clock = ZoneInfo(zone.value)
    drawn = _drawn(second, named, clock, home)
    third = _leads(second, named, drawn, home, clock)
    looked = ask.at(third)
    drawn = _with_children(drawn, looked, third, clock)
    drawn += _drawn(looked, {u: v[:2] for u, v in third.items() if v[0] == "feed"}, clock, home)
    drawn += _day_pages(looked, third, drawn, clock)[:1]
    hosts = _hosts(home.url or url, drawn)
    front_links = [canonical(link.url) for link in front.links(home.body, home.url or url)]
    learned = _learned(drawn, [u for u in front_links if urlsplit(u).hostname in hosts], hosts)
    drawn = _useful(drawn, learned, home.url or url)
    pages = ask.at(_sample(drawn, learned))
    articles = [seen.page for seen in pages.seen.values() if seen.page]
    of = facts.country(home, articles)
    return Draft(
        home=home.url or url,
        name=facts.name(home, articles, feeds.values()),
        hosts=hosts,
        languages=facts.languages((home, *articles)),
        country=of,
        zone=facts.time_zone(of, dated.values(), now),
        sources=drawn,
        learned=learned,
        sample=_judged(pages, zone.value),
    )


Named = Mapping[str, tuple[str, str]]
"""Kind and origin of each address."""


def _home(url: str, ask: _Look) -> tuple[Page, dict[str, bytes]]:
    looked = ask.at([url])
    seen = looked.seen[url]
    if seen.page is None:
        raise CrawlError(f"{url}: {seen.wrong}; give the address of the front page as a browser shows it")
    return seen.page, looked.robots


def _named(home: Page, robots: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """What to look at after the front page: named sources, usual places where none is named, sections."""
    url = home.url or ""
    found: dict[str, tuple[str, str]] = {}
    named = autodiscovery.feeds(home.body, url)
    for one in named or (_joined(url, path) for path in autodiscovery.FEEDS):
        found.setdefault(one, ("feed", "named by the front page" if named else "at a usual place"))
    maps = [one for where, body in robots.items() for one in autodiscovery.sitemaps(body, where)]
    for one in maps or [_joined(url, path) for path in autodiscovery.SITEMAPS]:
        found.setdefault(one, ("sitemap", "named by robots.txt" if maps else "at a usual place"))
    for one in autodiscovery.sections(front.links(home.body, url), url, SECTIONS):
        found.setdefault(one, ("front", "a section of the front page"))
    return found


def _drawn(looked: Looked, named: Named, zone: ZoneInfo, home: Page) -> tuple[Drawn, ...]:
    """Sources that answered with links or sitemaps, each once, however many addresses it has."""
    found: dict[str, Drawn] = {}
    contents: set[frozenset[str]] = set()
    for url, (kind, origin) in named.items():
        page = looked.seen[url].page
        where = looked.seen[url].url
        if page is None or re.search(r"[{}]", where) or where in found or where == home.url:
            continue
        said = read(kind, page.body, where, zone)
        links = frozenset(canonical(link.url) for link in said.links)
        if (links and links not in contents) or said.children:
            contents.add(links)
            found[where] = Drawn(source=Source(kind=kind, url=where), links=said.links, found=origin)
    return tuple(found.values())


def _leads(
    looked: Looked, named: Named, drawn: Iterable[Drawn], home: Page, zone: ZoneInfo
) -> dict[str, tuple[str, str, str]]:
    """What to look at next: kind, origin, and the source or template that it stands for."""
    found: dict[str, tuple[str, str, str]] = {}
    for url, page in looked.pages(named).items():
        if named[url][0] == "sitemap":
            for child in _newest(read("sitemap", page.body, looked.seen[url].url, zone)):
                found.setdefault(child, ("sitemap", "named by an index", looked.seen[url].url))
        elif named[url][0] == "front":
            for one in autodiscovery.feeds(page.body, url)[:SECTION_FEEDS]:
                if one not in named:
                    found.setdefault(one, ("feed", f"named by {url}", one))
    links = [link for one in drawn for link in one.links]
    days = _days(links, zone)
    linked = autodiscovery.day_templates([*front.links(home.body, home.url or ""), *links])
    if days:
        day = _whole(days)
        pages = autodiscovery.day_pages(days[day], linked, home.url or "", day)
        for url, template in pages.items():
            found.setdefault(url, ("dated", "a page for each day", template))
    return found


def _newest(said: Reading) -> list[str]:
    dated = [c for c in said.children if c.lastmod]
    newest = sorted(dated, key=lambda c: c.lastmod.timestamp() if c.lastmod else 0.0, reverse=True)
    return [child.url for child in (newest or said.children[-CHILDREN:])][:CHILDREN]


def _days(links: Iterable[Link], zone: ZoneInfo) -> dict[date, set[str]]:
    """Announced articles by local day, newest day first."""
    found: dict[date, set[str]] = {}
    for link in merge(links):
        if link.dated == "published" and link.announced:
            found.setdefault(day_of(link.announced, zone), set()).add(link.url)
    return {day: found[day] for day in sorted(found, reverse=True)}


def _whole(days: Mapping[date, Collection[str]]) -> date:
    """The newest day that is over, as far as is known; else the newest."""
    return next((day for day in list(days)[1:] if len(days[day]) >= 2), next(iter(days)))


def _with_children(
    drawn: tuple[Drawn, ...], looked: Looked, third: Mapping[str, tuple[str, str, str]], zone: ZoneInfo
) -> tuple[Drawn, ...]:
    """Each index with the links of those of its sitemaps that were looked at."""
    links: dict[str, list[Link]] = {}
    for url, page in looked.pages(u for u, v in third.items() if v[0] == "sitemap").items():
        links.setdefault(third[url][2], []).extend(read("sitemap", page.body, url, zone).links)
    return tuple(
        Drawn(source=d.source, links=(*d.links, *links.get(d.source.url, ())), found=d.found) for d in drawn
    )


def _day_pages(
    looked: Looked, third: Mapping[str, tuple[str, str, str]], drawn: Iterable[Drawn], zone: ZoneInfo
) -> tuple[Drawn, ...]:
    """Day pages that list what appeared on their day, and little of other days; the best first."""
    days = _days((link for one in drawn for link in one.links), zone)
    if not days:
        return ()
    day = _whole(days)
    known = {url for urls in days.values() for url in urls}
    found: list[tuple[int, Drawn]] = []
    for url, page in looked.pages(u for u, v in third.items() if v[0] == "dated").items():
        links = read("dated", page.body, url, zone, day).links
        listed = {canonical(link.url) for link in links}
        right, dated = len(listed & days[day]), len(listed & known)
        # A site may answer any address with its front page: that one lists other days too.
        if right >= max(2, len(days[day]) / 2) and right > dated / 2:
            template = Source(kind="dated", url=third[url][2])
            found.append((right, Drawn(source=template, links=links, found=f"lists {right} of {day}")))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


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


def _useful(drawn: tuple[Drawn, ...], learned: shape.Learned, home: str) -> tuple[Drawn, ...]:
    """Sources that announce articles; of sections those that announce some nothing else does."""
    made = [re.compile(pattern) for pattern in learned.patterns]

    def articles(one: Drawn) -> set[str]:
        urls = {canonical(link.url) for link in one.links}
        return {url for url in urls if any(p.search(shape.place(url)) for p in made)}

    kept = [d for d in drawn if d.source.kind != "front" and articles(d)]
    told = {url for one in kept for url in articles(one)}
    front_page = Drawn(source=Source(kind="front", url=home), links=(), found="the front page")
    sections = [d for d in drawn if d.source.kind == "front" and articles(d) - told]
    days = [d for d in kept if d.source.kind == "dated"]
    return (*(d for d in kept if d.source.kind != "dated"), front_page, *sections, *days)


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


def _joined(url: str, path: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path}"
