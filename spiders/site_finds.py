"""Which sources a site has: what is named or usual, what of it answered, and what it leads to. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from pipelines.page import Page
from spiders.discover import autodiscovery, front, shape
from spiders.discover.canonical import canonical
from spiders.discover.link import Link, merge
from spiders.discover.reading import Reading, read
from spiders.local_days import day_of
from spiders.look import Looked
from spiders.site import Source

SECTIONS = 5
CHILDREN = 2
"""Newest sitemaps of an index that are looked at."""
SECTION_FEEDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address that may be a source's."""

    kind: str
    """feed, sitemap, front or dated."""
    origin: str
    """How it came up, for the draft."""
    stands_for: str = ""
    """The index that names it, or the template that it was filled in from."""
    day: date | None = None
    """The local day that a dated page stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A source that is there, what it announces, and how it was found."""

    source: Source
    links: tuple[Link, ...]
    found: str


def named(home: Page, robots: Mapping[str, bytes]) -> dict[str, Lead]:
    """What to look at after the front page: named sources, usual places where none is named, sections."""
    url = home.url or ""
    found: dict[str, Lead] = {}
    feeds = autodiscovery.feeds(home.body, url)
    maps = [one for where, body in robots.items() for one in autodiscovery.sitemaps(body, where)]
    listed = (
        ("feed", feeds, autodiscovery.FEEDS, "the front page"),
        ("sitemap", maps, autodiscovery.SITEMAPS, "robots.txt"),
    )
    for kind, told, usual, by in listed:
        origin = f"named by {by}" if told else "at a usual place"
        for one in told or [urljoin(url, path) for path in usual]:
            found.setdefault(one, Lead(kind=kind, origin=origin))
    for one in autodiscovery.sections(front.links(home.body, url), url, SECTIONS):
        found.setdefault(one, Lead(kind="front", origin="a section of the front page"))
    return found


def drawn(looked: Looked, leads: Mapping[str, Lead], zone: ZoneInfo, home: Page) -> tuple[Drawn, ...]:
    """Leads that answered with links or sitemaps, each once, however many addresses it has."""
    found: dict[str, Drawn] = {}
    contents: set[frozenset[str]] = set()
    for url, lead in leads.items():
        page, where = looked.seen[url].page, looked.seen[url].url
        if page is None or re.search(r"[{}]", where) or where in found or where == home.url:
            continue
        said = read(lead.kind, page.body, where, zone)
        links = frozenset(canonical(link.url) for link in said.links)
        if (links and links not in contents) or said.children:
            contents.add(links)
            source = Source(kind=lead.kind, url=where)
            found[where] = Drawn(source=source, links=said.links, found=lead.origin)
    return tuple(found.values())


def leads(
    looked: Looked, named: Mapping[str, Lead], drawn: Iterable[Drawn], home: Page, zone: ZoneInfo
) -> dict[str, Lead]:
    """What to look at next: the newest sitemaps of indexes, feeds of sections, pages of one day."""
    found: dict[str, Lead] = {}
    for url, page in looked.pages(named).items():
        where = looked.seen[url].url
        if named[url].kind == "sitemap":
            for child in _newest(read("sitemap", page.body, where, zone)):
                found.setdefault(child, Lead(kind="sitemap", origin="named by an index", stands_for=where))
        elif named[url].kind == "front":
            feeds = (one for one in autodiscovery.feeds(page.body, url) if one not in named)
            found |= {
                one: Lead(kind="feed", origin=f"named by {url}") for one in islice(feeds, SECTION_FEEDS)
            }
    links = [link for one in drawn for link in one.links]
    if days := _days(links, zone):
        day, own = _whole(days), front.links(home.body, home.url or "")
        linked = autodiscovery.day_templates([*own, *links])
        for url, template in autodiscovery.day_pages(days[day], linked, home.url or "", day).items():
            lead = Lead(kind="dated", origin="a page for each day", stands_for=template, day=day)
            found.setdefault(url, lead)
    return found


def with_children(
    drawn: tuple[Drawn, ...], looked: Looked, leads: Mapping[str, Lead], zone: ZoneInfo
) -> tuple[Drawn, ...]:
    """Each index with the links of those of its sitemaps that were looked at."""
    links: dict[str, list[Link]] = {}
    for url, page in looked.pages(u for u, lead in leads.items() if lead.kind == "sitemap").items():
        links.setdefault(leads[url].stands_for, []).extend(read("sitemap", page.body, url, zone).links)
    return tuple(replace(d, links=(*d.links, *links.get(d.source.url, ()))) for d in drawn)


def day_pages(
    looked: Looked, leads: Mapping[str, Lead], drawn: Iterable[Drawn], zone: ZoneInfo
) -> tuple[Drawn, ...]:
    """Day pages that list what appeared on their day, and little of other days; the best first."""
    days = _days((link for one in drawn for link in one.links), zone)
    known = {url for urls in days.values() for url in urls}
    found: list[tuple[int, Drawn]] = []
    for url, page in looked.pages(u for u, lead in leads.items() if lead.kind == "dated").items():
        day = leads[url].day
        links = read("dated", page.body, url, zone, day).links
        listed = {canonical(link.url) for link in links}
        wanted = days.get(day, set()) if day else set()
        right, dated = len(listed & wanted), len(listed & known)
        # A site may answer any address with its front page: that one lists other days too.
        if right >= max(2, len(wanted) / 2) and right > dated / 2:
            template = Source(kind="dated", url=leads[url].stands_for)
            found.append((right, Drawn(source=template, links=links, found=f"lists {right} of {day}")))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def useful(drawn: tuple[Drawn, ...], patterns: Iterable[str], home: str) -> tuple[Drawn, ...]:
    """Sources that announce articles; of sections those that announce some nothing else does."""
    made = [re.compile(pattern) for pattern in patterns]

    def articles(one: Drawn) -> set[str]:
        urls = {canonical(link.url) for link in one.links}
        return {url for url in urls if any(p.search(shape.place(url)) for p in made)}

    kept = [d for d in drawn if d.source.kind != "front" and articles(d)]
    told = {url for one in kept for url in articles(one)}
    front_page = Drawn(source=Source(kind="front", url=home), links=(), found="the front page")
    sections = [d for d in drawn if d.source.kind == "front" and articles(d) - told]
    days = [d for d in kept if d.source.kind == "dated"]
    return (*(d for d in kept if d.source.kind != "dated"), front_page, *sections, *days)


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
