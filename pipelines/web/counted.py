"""Counts of the index as it is: the same question is counted once, until the index changes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.archive.kept import Kept
from pipelines.corpus import nodes as n
from pipelines.corpus.membership import Collection, collections
from pipelines.corpus.query import parse

if TYPE_CHECKING:
    from pipelines.corpus import Corpus
    from pipelines.corpus.counting import Counts, Facet

MOST_KEPT = 200
"""One for each page: a chart takes some tens of KiB."""
MOST_VALUES, MOST_SITES = 200, 50_000
SECONDS = 10
"""How long the list of collections is good for: it is many objects of the archive."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What the pages count, of one corpus."""

    corpus: "Corpus"
    _kept: Kept[Any, Any] = field(default_factory=lambda: Kept(MOST_KEPT))
    _collections: Kept[int, tuple[Collection, ...]] = field(default_factory=lambda: Kept(1))

    def facets(self, text: str, names: "Iterable[Facet]", bounds: dict[str, Any]) -> "dict[str, Counts]":
        """As :meth:`~pipelines.corpus.answering.Answering.facets` counts them."""
        # The index keeps what it has counted; sorted, so that the same question is the same.
        return self.corpus.facets(text, sorted(set(names)), most=MOST_VALUES, **bounds)

    def sites(self, text: str, bounds: dict[str, Any]) -> dict[str, int]:
        """Counts of all sites, however many there are."""
        found = self.once(
            "sites", text, bounds, lambda: self.corpus.facets(text, ("site",), most=MOST_SITES, **bounds)
        )
        return dict(found["site"].counts)

    def once(self, what: object, text: str, bounds: dict[str, Any], make: Callable[[], Any]) -> Any:
        """An answer that depends on the index alone; collections, countries and families may change without it."""
        if bounds.get("per", "article") != "article" or n.groups(parse(text)):
            return make()
        key = (self.corpus.searcher(fresh=False).generation(), what, text, *sorted(bounds.items()))
        return self._kept.get(key, make)

    def collections(self) -> tuple[Collection, ...]:
        """The newest versions."""
        return self._collections.get(
            int(time.monotonic() / SECONDS), lambda: collections(self.corpus.archive)
        )
