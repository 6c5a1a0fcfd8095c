"""Filters as links with counts: what a search may be narrowed to, and how many articles each would leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.corpus.membership import collections
from pipelines.errors import QueryError
from pipelines.web.asked import Asked, quoted
from pipelines.web.shown import paper

if TYPE_CHECKING:
    from pipelines.corpus import Corpus
    from pipelines.corpus.counting import Counts, Facet

MOST = 12
"""Choices of one filter; beyond, ``more`` says how many are left out."""
MOST_COLLECTIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One link."""

    label: str
    count: int
    link: str | None
    """None where no query can ask for it."""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter with its choices, most articles first."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: int = 0

    @property
    def chosen(self) -> bool:
        """Is it in use?"""
        return any(choice.chosen for choice in self.choices)


@dataclass(slots=True, kw_only=True)
class Counting:
    """Counts for the filters of one search. Those that leave the same question are counted once."""

    corpus: "Corpus"
    search: Asked
    _held: "dict[tuple[str, str], Counts]"

    @classmethod
    def of(cls, corpus: "Corpus", search: Asked) -> "Counting":
        """Nothing is counted yet."""
        return cls(corpus=corpus, search=search, _held={})

    def filters(self) -> Iterator[Filter]:
        """All filters that offer a choice."""
        found = (
            self.listed("site", "Newspaper", "site"),
            self.collections(),
            self.listed("language", "Language", "language"),
            self.listed("section", "Section", "section"),
            self.listed("author", "Author", "author"),
            self.traits("length", "Length", LENGTHS),
            self.traits("access", "Paywall", ACCESS),
            self.yes_or_no("live", "Live", "live coverage", "no live coverage"),
            self.yes_or_no("changed", "Changed", "changed after publication", "one text only"),
        )
        return (one for one in found if one.choices)

    def counts(self, search: Asked, by: "Facet") -> "Counts":
        key = (search.text(), by)
        if key not in self._held:
            self._held[key] = self.corpus.facet(key[0], by, most=200, **search.bounds)
        return self._held[key]

    def listed(self, name: str, title: str, by: "Facet") -> Filter:
        """Values that occur, of which one can be chosen."""
        counts = self.counts(self.search.without(name), by).counts
        chosen = getattr(self.search, name)
        shown = [(value, count) for i, (value, count) in enumerate(counts) if i < MOST or value == chosen]
        if chosen and chosen not in dict(shown):
            shown.append((chosen, 0))
        choices = tuple(self.choice(name, value, paper(value), count) for value, count in shown)
        return Filter(name=name, title=title, choices=choices, more=max(0, len(counts) - len(shown)))

    def collections(self) -> Filter:
        """Named sets of sites; each is counted by itself, since sites may be in several."""
        others = self.search.without("collection")
        held = collections(self.corpus.archive)[:MOST_COLLECTIONS]
        sites = dict(self.counts(others.without("site"), "site").counts) if held else {}
        if self.search.site:
            sites = {self.search.site: sites.get(self.search.site, 0)}
        choices = tuple(
            self.choice("collection", one.name, one.name, sum(sites.get(site, 0) for site in one.sites))
            for one in held
        )
        return Filter(name="collection", title="Collection", choices=choices)

    def traits(self, name: str, title: str, labels: dict[str, str]) -> Filter:
        """States of which an article has one."""
        counts = dict(self.counts(self.search.without(name), "trait").counts)
        choices = [self.choice(name, key, label, counts.get(key, 0)) for key, label in labels.items()]
        return Filter(name=name, title=title, choices=tuple(c for c in choices if c.count or c.chosen))

    def yes_or_no(self, name: str, title: str, yes: str, no: str) -> Filter:
        """A state that an article is in or not."""
        counts = self.counts(self.search.without(name), "trait")
        number = dict(counts.counts).get(name, 0)
        both = (("yes", yes, number), ("no", no, counts.total - number))
        choices = [self.choice(name, key, label, count) for key, label, count in both]
        offers = number or getattr(self.search, name)
        return Filter(name=name, title=title, choices=tuple(choices) if offers else ())

    def choice(self, name: str, value: str, label: str, count: int) -> Choice:
        """A link to the search with this choice made, or taken back."""
        chosen = getattr(self.search, name) == value
        try:
            quoted(name, value)
            link = self.search.link(**{name: "" if chosen else value})
        except QueryError:
            link = None
        return Choice(label=label, count=count, link=link, chosen=chosen)


LENGTHS = {
    "brief": "up to 149 words",
    "short": "150 to 399 words",
    "medium": "400 to 999 words",
    "long": "1000 words and more",
}
ACCESS = {"free": "free to read", "paywalled": "behind a paywall"}
