"""Which announced addresses a run asks for, and how the others end. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.archive.ledger import End, Entry
from pipelines.archive.unit import Interval
from spiders.discover.link import Link
from spiders.site import Site

DIGITS = re.compile(r"\d+")
DATING = ("feed", "dated")
"""Kinds of source that say when an article was published, or on which day it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a run wants of a site."""

    site: Site
    interval: Interval | None = None
    """Only what was published in it; None asks for all that is announced."""
    held: Collection[str] = ()
    """Settled earlier; empty for a refetch."""
    same: Mapping[str, str] = field(default_factory=dict)
    """Addresses that are known to be another one that is settled."""
    limit: int | None = None
    """At most so many articles."""
    modified_counts: bool = False
    """A date of last change is the best that the site gives."""


def modified_counts(site: Site, links: Iterable[Link]) -> bool:
    """Does a date of last change have to do, since no source of the site says when articles were published?

    A site with such a source is judged by it alone: an old article touched today did not appear today.
    """
    if any(source.kind in DATING for source in site.discover):
        return False
    return not any(link.dated in ("published", "day") for link in links)


def decide(link: Link, wish: Wish) -> End | None:
    """How an address ends without being requested; None where it is to be fetched."""
    if not wish.site.is_article(link.url):
        return "unwanted"
    if not _timely(link, wish):
        return "outside"
    return "held" if link.url in wish.held or link.url in wish.same else None


def _timely(link: Link, wish: Wish) -> bool:
    if wish.interval is None:
        return True
    if link.announced is None or (link.dated == "modified" and not wish.modified_counts):
        return False
    return link.announced in wish.interval


def sort(links: Iterable[Link], wish: Wish) -> tuple[list[Link], list[Entry]]:
    """What is wanted, however much it is, and the entries of everything else."""
    chosen: list[Link] = []
    entries: list[Entry] = []
    for link in links:
        end = decide(link, wish)
        if end is None:
            chosen.append(link)
        else:
            entries.append(entry(link, end, target=wish.same.get(link.url) if end == "held" else None))
    return chosen, entries


def plan(links: Iterable[Link], wish: Wish) -> tuple[list[Link], list[Entry]]:
    """What to fetch, oldest first, and the entries of everything else."""
    chosen, entries = sort(links, wish)
    chosen.sort(key=lambda link: (link.announced is None, link.announced and link.announced.timestamp()))
    chosen, trapped = untrapped(chosen, wish.site.caps.alike)
    entries += trapped
    most = wish.site.caps.pages if wish.limit is None else min(wish.limit, wish.site.caps.pages)
    note = f"more than {most} articles"
    entries += [entry(link, "dropped", note=note) for link in chosen[most:]]
    return chosen[:most], entries


def remembered(entries: Iterable[Entry], interval: Interval) -> tuple[Link, ...]:
    """Links of articles that earlier runs heard of and never had, announced for the interval: feeds forget them."""
    return tuple(
        Link(
            url=e.url, announced=e.announced, dated=e.dated, source=e.sources[0], also=e.sources[1:]
        )
        for e in entries
        if e.announced is not None and e.announced in interval and e.sources
    )  # fmt: skip


def untrapped(links: Iterable[Link], most: int) -> tuple[list[Link], list[Entry]]:
    """At most so many addresses that differ in digits only, and the entries of the rest: a calendar has no end."""
    counts: Counter[str] = Counter()
    kept: list[Link] = []
    entries: list[Entry] = []
    for link in links:
        alike = pattern(link.url)
        counts[alike] += 1
        if counts[alike] <= most:
            kept.append(link)
        else:
            entries.append(entry(link, "dropped", note=f"more than {most} addresses like {alike}"))
    return kept, entries


def pattern(url: str) -> str:
    """An address without its numbers.

    >>> pattern("https://herald.example/calendar/2026/01?page=17")
    'https://herald.example/calendar/0/0?page=0'
    """
    return DIGITS.sub("0", url)


def entry(link: Link, end: End, *, note: str | None = None, target: str | None = None) -> Entry:
    """The ledger's line for an announced address."""
    return Entry(
        url=link.url, end=end, sources=link.sources, announced=link.announced, dated=link.dated,
        target=target, note=note,
    )  # fmt: skip
