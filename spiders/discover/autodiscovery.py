"""Where a site's sources may be: what its pages and its robots.txt name, and where they usually are."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urljoin, urlsplit

from pipelines.archive import hypertext
from pipelines.archive.hypertext import absolute
from spiders.discover.link import Link
from spiders.discover.template import MONTHS, fill

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
FEEDS = ("/rss.xml", "/feed", "/rss", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")
"""Usual places, asked where nothing is named."""
ARCHIVES = (
    "/{yyyy}/{mm}/{dd}/", "/archive/{yyyy}/{mm}/{dd}/", "/archives/{yyyy}/{mm}/{dd}/",
    "/archive/{yyyy}-{mm}-{dd}/", "/archives/{dd}-{mm}-{yyyy}/",
)  # fmt: skip
"""Usual places of the page of one day."""
SECTION = re.compile(r"/[a-z][a-z_-]{2,24}/?")
NO_SECTION = re.compile(
    r"/(about|contact|imprint|impressum|privacy|terms|login|signin|register|subscri|abo|shop|search|newsletter|"
    r"members?|account|user|help|faq|cookies?|legal|advert|jobs|apps?|rss|feeds?)",
    re.IGNORECASE,
)
DAY_PATH = re.compile(
    r"(?P<head>.*/)(?:(?P<y>20\d\d)(?P<s>[/-])(?P<m>\d\d?|[a-z]{3})(?P=s)(?P<d>\d\d?)"
    r"|(?P<d2>\d\d)(?P<s2>[/-])(?P<m2>\d\d)(?P=s2)(?P<y2>20\d\d))(?P<tail>/?|/all|\.html?)"
)


def feeds(body: bytes, url: str) -> tuple[str, ...]:
    """Feeds that a page names (``<link rel=alternate>`` with the type of a feed)."""
    root = hypertext.tree(body)
    base = hypertext.base_of(root, url)
    found: dict[str, None] = {}
    for element in () if root is None else root.iter("link", "a"):
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().partition(";")[0].strip()
        where = absolute(element.get("href") or "", base)
        if where and "alternate" in rel and kind in FEED_TYPES:
            found.setdefault(where.partition("#")[0])
    return tuple(found)


def sitemaps(robots: bytes, url: str) -> tuple[str, ...]:
    """Sitemaps that a robots.txt names (``Sitemap:``, sitemaps.org)."""
    lines = robots.decode("utf-8-sig", "replace").splitlines()
    named = (re.match(r"\s*sitemap\s*:\s*(\S+)", line, re.IGNORECASE) for line in lines)
    found = (absolute(line[1], url) for line in named if line)
    return tuple(dict.fromkeys(where for where in found if where))


def sections(links: Iterable[Link], home: str, most: int) -> tuple[str, ...]:
    """Fronts of sections: the first links of a front page, on its own host, whose path is one plain word."""
    host = urlsplit(home).hostname
    found: dict[str, None] = {}
    for link in links:
        parts = urlsplit(link.url)
        plain = SECTION.fullmatch(parts.path) and not NO_SECTION.match(parts.path) and not parts.query
        if parts.hostname == host and plain:
            found.setdefault(link.url)
    return tuple(found)[:most]


def day_templates(links: Iterable[Link]) -> tuple[str, ...]:
    """Templates of day pages that are linked: addresses that end in a date."""
    found: dict[str, None] = {}
    for link in links:
        parts = urlsplit(link.url)
        if (path := template(parts.path)) and not parts.query:
            found.setdefault(urljoin(link.url, path))
    return tuple(found)


def template(path: str) -> str | None:
    """The template of a path that ends in a date; None for any other.

    >>> template("/archives/2026/01/05/"), template("/world/2026/jan/05/all"), template("/2026/01/05/harbour")
    ('/archives/{yyyy}/{mm}/{dd}/', '/world/{yyyy}/{mon}/{dd}/all', None)
    """
    found = DAY_PATH.fullmatch(path)
    if not found or re.search(r"[{}]", path):
        return None
    month, day = found["m"] or found["m2"], found["d"] or found["d2"]
    real = month in MONTHS if month.isalpha() else 1 <= int(month) <= 12
    if not real or not 1 <= int(day) <= 31:
        return None
    mm = "{mon}" if month.isalpha() else "{mm}" if len(month) == 2 else "{m}"
    dd = "{dd}" if len(day) == 2 else "{d}"
    when = found["s"].join(("{yyyy}", mm, dd)) if found["y"] else found["s2"].join((dd, mm, "{yyyy}"))
    return f"{found['head']}{when}{found['tail']}"


def day_pages(articles: Iterable[str], linked: Iterable[str], home: str, day: date) -> dict[str, str]:
    """Addresses to try for the page of a day, with their templates: linked ones, above articles, usual ones."""
    above = (re.match(r"(.*?/20\d\d/[a-z0-9]{1,3}/\d\d?/)", urlsplit(url).path) for url in articles)
    paths = dict.fromkeys(template(found[1]) for found in above if found)
    tried = [*linked, *(urljoin(home, path) for path in (*paths, *ARCHIVES) if path)]
    return {fill(one, day): one for one in dict.fromkeys(tried)}
