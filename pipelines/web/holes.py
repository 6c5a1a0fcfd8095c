"""Which days of which newspapers were crawled to their end, for drawing what a count may miss."""

import threading
import time
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Self

from pipelines.corpus import nodes as n

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

SECONDS = 60.0
"""How long what the table says is good for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The local days of each site that some crawl came to the end of."""

    closed: Mapping[str, tuple[int, ...]]
    """Of each site that something is known of, as ordinals in order."""

    @classmethod
    def of(cls, sites: Iterable[str], closed: Iterable[tuple[str, date]]) -> Self:
        """Sites, and the days of them that are closed."""
        found: dict[str, list[int]] = {site: [] for site in sites}
        for site, day in closed:
            found.setdefault(site, []).append(day.toordinal())
        return cls(closed={site: tuple(sorted(set(days))) for site, days in found.items()})

    def missing(self, sites: Collection[str], first: date, after: date) -> tuple[int, int]:
        """Days from ``first`` to before ``after`` of these sites that were not crawled to their end, of how many."""
        start, end = first.toordinal(), after.toordinal()
        known = (self.closed.get(site, ()) for site in sites)
        there = sum(bisect_left(days, end) - bisect_left(days, start) for days in known)
        expected = len(sites) * max(end - start, 0)
        return expected - there, expected


@dataclass(slots=True)
class Holes:
    """The coverage table, read again at most once a minute."""

    corpus: "Corpus"
    _known: Known | None = None
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def known(self) -> Known:
        """What is known now."""
        with self._lock:
            if self._known is None or time.monotonic() > self._until:
                self._known, self._until = _read(self.corpus), time.monotonic() + SECONDS
            return self._known


def within(known: Known, tree: n.All) -> list[str]:
    """Those of the known sites that a query asks of."""
    frame = n.frame(tree)
    return sorted(site for site in known.closed if _holds(frame, site))


def _read(corpus: "Corpus") -> Known:
    columns = ("site", "day", "kind", "complete")
    held = corpus.tables.load("coverage").scan(selected_fields=columns).to_arrow()
    days = held.group_by(["site", "day", "kind"]).aggregate([("complete", "max")]).to_pylist()
    closed = [(row["site"], row["day"]) for row in days if row["kind"] == "days" and row["complete_max"]]
    known = Known.of((row["site"] for row in days), closed)
    # What is imported under no newspaper's name is never crawled.
    return Known(closed={site: held for site, held in known.closed.items() if site != "_"})


def _holds(node: n.Node, site: str) -> bool:
    match node:
        case n.All():
            return all(_holds(clause, site) for clause in node.clauses)
        case n.Any():
            return any(_holds(clause, site) for clause in node.clauses)
        case n.Sites():
            return site in node.names
        case n.Term(name="site"):
            return site == node.value
    return True
