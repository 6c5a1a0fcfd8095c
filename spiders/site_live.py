"""Asking every source of a site once, politely, and saying what it gives and what is wrong with it."""

import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipelines.archive import Archive
from pipelines.archive.lease import hold
from spiders.discover.link import Link, merge
from spiders.discover.reading import Reading, read
from spiders.discover.template import fill
from spiders.look import Looked, Manner, look
from spiders.site import Site, Source

STALE = timedelta(days=14)
"""Age of the newest article after which a source that is asked for news is taken for abandoned."""
LEVELS = 3
"""Looks at sitemaps: the indexes, and of each the newest below it."""
PATIENCE = 20.0
"""Seconds to wait for a crawl of the same site to end: two at once would be twice the pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one source gave."""

    site: str
    source: Source
    answers: bool
    links: int = 0
    dated: int = 0
    """Links that the source dates."""
    articles: int = 0
    """Links that match the site's ``articles``."""
    newest: datetime | None = None
    """Latest date of an article."""
    wrong: tuple[str, ...] = ()
    """Problems, a line each; none: the source is of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A document of a source, and what was read of it so far."""

    source: Source
    url: str
    day: date | None = None
    """The local day that a dated page stands for."""
    wrong: str | None = None
    readings: tuple[Reading, ...] = ()


def check_live(
    site: Site, *, to: Archive, now: datetime, contact: str | None = None, manner: Manner | None = None
) -> tuple[Checked, ...]:
    """Ask each source once, for the last closed day where its address holds a date; of a sitemap index the
    newest sitemap too. LeaseBusy where the site is being crawled."""
    day = site.closed_day(now)
    asked = [
        _Asked(source=s, url=fill(s.url, day), day=day if s.kind == "dated" else None) for s in site.discover
    ]
    how: Manner = {"pace": site.pace, "insecure": site.certificate == "ignore", **(manner or {})}
    owner = f"{socket.gethostname()}/{os.getpid()}/check"
    with hold(to.state, site.id, owner, wait=PATIENCE):
        for _ in range(LEVELS):
            waiting = [(n, url) for n, one in enumerate(asked) for url in _next(one)]
            looked = look([url for _, url in waiting], to=to, contact=site.contact or contact, **how)
            for n, url in waiting:
                asked[n] = _read(asked[n], url, looked, site)
    return tuple(_checked(one, site, now) for one in asked)


def _next(one: _Asked) -> list[str]:
    """What to ask for: the document itself, then the newest sitemap of an index."""
    if not one.readings:
        return [] if one.wrong else [one.url]
    children = one.readings[-1].children
    if one.readings[-1].links or not children:
        return []
    newest = max(children, key=lambda child: child.lastmod.timestamp() if child.lastmod else 0.0)
    return [newest.url]


def _read(one: _Asked, url: str, looked: Looked, site: Site) -> _Asked:
    seen = looked.seen[url]
    if seen.page is None:
        return replace(one, wrong=f"{url}: {seen.wrong}" if one.readings else seen.wrong)
    said = read(one.source.kind, seen.page.body, seen.url, site.zone, one.day)
    return replace(one, readings=(*one.readings, said))


def _checked(one: _Asked, site: Site, now: datetime) -> Checked:
    links = merge(link for said in one.readings for link in said.links)
    articles = [link for link in links if site.is_article(link.url)]
    newest = max((link.announced for link in articles if link.announced), default=None)
    return Checked(
        site=site.id,
        source=one.source,
        answers=bool(one.readings),
        links=len(links),
        dated=sum(link.announced is not None for link in links),
        articles=len(articles),
        newest=newest,
        wrong=tuple(_problems(one, links, articles, None if newest is None else now - newest)),
    )


def _problems(
    one: _Asked, links: Sequence[Link], articles: Sequence[Link], age: timedelta | None
) -> Iterable[str]:
    if one.wrong:
        yield one.wrong
    if not one.readings:
        return
    if not links and not any(said.children for said in one.readings):
        yield f"is no {one.source.kind}, or an empty one"
    elif not articles and not one.wrong:
        yield "no link matches articles" if links else "names sitemaps, but no address in them was found"
    if any(said.cut for said in one.readings):
        yield "ends in the middle"
    if one.source.kind == "feed" and articles and age is None:
        yield "dates none of its articles: a run for a day cannot use it"
    if one.source.kind != "dated" and age is not None and age > STALE:
        yield f"its newest article is {age.days} days old"
