"""A link that a source announced, and how several announcements of one address become one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.archive.ledger import Dated
from spiders.discover.canonical import canonical

TRUST: tuple[Dated | None, ...] = ("published", "day", "modified", None)
"""Which kind of date says best on which day an article appeared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One address as a source announced it."""

    url: str
    """Absolute, http or https."""
    announced: datetime | None = None
    """Aware, UTC; None where the source gave no date, or a broken one."""
    dated: Dated | None = None
    """What the date means; None without a date."""
    title: str | None = None
    source: str
    """Address of the document that announced it."""
    also: tuple[str, ...] = ()
    """Other documents that announced it too."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every document that announced it."""
        return (self.source, *self.also)


def merge(links: Iterable[Link]) -> tuple[Link, ...]:
    """One link for each address, in canonical spelling, in the order first seen.

    The best date wins: published before day before modified; of two equal kinds the first publication,
    but the latest change.
    """
    found: dict[str, Link] = {}
    for link in links:
        url = canonical(link.url)
        found[url] = _joined(found[url], link) if url in found else replace(link, url=url)
    return tuple(found.values())


def _joined(old: Link, new: Link) -> Link:
    better = new if _rank(new) < _rank(old) else old
    also = tuple(s for s in dict.fromkeys((*old.sources, *new.sources)) if s != old.source)
    return replace(
        old, announced=better.announced, dated=better.dated, title=old.title or new.title, also=also
    )


def _rank(link: Link) -> tuple[int, float]:
    if link.announced is None:
        return TRUST.index(None), 0.0
    seconds = link.announced.timestamp()
    return TRUST.index(link.dated), -seconds if link.dated == "modified" else seconds
