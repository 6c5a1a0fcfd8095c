"""One document of a source, read by the source's kind."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from spiders.discover import dated, feed, front, sitemap
from spiders.discover.link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a document says."""

    links: tuple[Link, ...] = ()
    children: tuple[sitemap.Child, ...] = ()
    """Sitemaps that an index names."""
    following: str | None = None
    """The next page of a day."""
    cut: bool = False
    """It ends in the middle; what was whole is here."""


def read(kind: str, body: bytes, url: str, zone: ZoneInfo, day: date | None = None) -> Reading:
    """Read a feed, sitemap, front page or (with its ``day``) dated page. Nothing is raised."""
    if kind == "feed":
        return Reading(links=feed.links(body, url, zone))
    if kind == "sitemap":
        said = sitemap.read(body, url, zone)
        return Reading(links=said.links, children=said.children, cut=said.cut)
    if day is not None:
        return Reading(links=dated.links(body, url, day, zone), following=front.next_page(body, url))
    return Reading(links=front.links(body, url))
