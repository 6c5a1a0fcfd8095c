"""Filters as links with counts: what a search may be narrowed to, and how many articles each would leave."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytz import country_names

from pipelines.errors import QueryError
from pipelines.web.asked import Asked, quoted
from pipelines.web.counted import MOST_VALUES, Counted
from pipelines.web.shown import paper

if TYPE_CHECKING:
    from pipelines.corpus.counting import Counts, Facet

MOST = 12
"""Choices of one filter; beyond, ``more`` says how many are left out."""
MOST_COLLECTIONS = 12
FACETS: "dict[str, Facet]" = {
    "site": "site",
    "language": "language",
    "section": "section",
    "author": "author",
    "length": "trait",
    "access": "trait",
    "live": "trait",
    "changed": "trait",
}
"""What each filter counts by."""


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

    source: Counted
    search: Asked
    _texts: dict[str, str]
    """What is asked where one filter does not narrow, by its name."""
    _held: "dict[tuple[str, str], Counts]"

    @classmethod
    def of(cls, source: Counted, search: Asked) -> "Counting":
        """Nothing is counted yet."""
        whole = search.text()
        texts = {name: search.without(name).text() if getattr(search, name) else whole for name in FACETS}
        return cls(source=source, search=search, _texts=texts, _held={})

    def filters(self) -> Iterator[Filter]:
        """All filters that offer a choice."""
        found = (
            self.listed("site", "Newspaper"),
            self.collections(),
            self.countries(),
            self.listed("language", "Language"),
            self.listed("section", "Section"),
            self.listed("author", "Author"),
            self.traits("length", "Length", LENGTHS),
            self.traits("access", "Paywall", ACCESS),
            self.yes_or_no("live", "Live", "live coverage", "no live coverage"),
            self.yes_or_no("changed", "Changed", "changed after publication", "one text only"),
        )
        return (one for one in found if one.choices)

    def counts(self, name: str) -> "Counts":
        """Of one filter; what is to be counted of the same question comes along in the same pass."""
        return self.counted(self._texts[name], FACETS[name])

    def counted(self, text: str, by: "Facet") -> "Counts":
        """The same of any question."""
        if (text, by) not in self._held:
            same = {facet for name, facet in FACETS.items() if self._texts[name] == text}
            found = self.source.facets(text, same | {by}, self.search.bounds)
            self._held |= {(text, facet): counts for facet, counts in found.items()}
        return self._held[text, by]

    def listed(self, name: str, title: str) -> Filter:
        """Values that occur, of which one can be chosen."""
        counts = self.counts(name).counts
        chosen = getattr(self.search, name)
        shown = [(value, count) for i, (value, count) in enumerate(counts) if i < MOST or value == chosen]
        if chosen and chosen not in dict(shown):
            shown.append((chosen, 0))
        choices = tuple(self.choice(name, value, paper(value), count) for value, count in shown)
        return Filter(name=name, title=title, choices=choices, more=max(0, len(counts) - len(shown)))

    def collections(self) -> Filter:
        """Named sets of sites; each is counted by itself, since sites may be in several."""
        others = self.search.without("collection").without("site")
        held = self.source.collections()[:MOST_COLLECTIONS]
        sites = self.by_site(others) if held else {}
        choices = tuple(
            self.choice("collection", one.name, one.name, sum(sites.get(site, 0) for site in one.sites))
            for one in held
        )
        return Filter(name="collection", title="Collection", choices=choices)

    def countries(self) -> Filter:
        """Where the newspapers are from, as far as their site files say."""
        held = self.source.corpus.countries.all()
        sites = self.by_site(self.search.without("country").without("site")) if held else {}
        counts: Counter[str] = Counter()
        for site, country in held.items():
            counts[country] += sites.get(site, 0)
        counts[self.search.country] += 0
        shown = [(c, n) for c, n in counts.most_common() if c and (n or c == self.search.country)]
        choices = tuple(self.choice("country", c, country_names.get(c, c), n) for c, n in shown[:MOST])
        return Filter(name="country", title="Country", choices=choices, more=max(0, len(shown) - MOST))

    def by_site(self, others: Asked) -> dict[str, int]:
        """Counts of a search by site, of the chosen one alone where one is."""
        text, chosen = others.text(), self.search.site
        sites = dict(self.counted(text, "site").counts)
        if len(sites) >= MOST_VALUES:
            sites = self.source.sites(text, self.search.bounds)
        return {chosen: sites.get(chosen, 0)} if chosen else sites

    def traits(self, name: str, title: str, labels: dict[str, str]) -> Filter:
        """States of which an article has one."""
        counts = dict(self.counts(name).counts)
        choices = [self.choice(name, key, label, counts.get(key, 0)) for key, label in labels.items()]
        return Filter(name=name, title=title, choices=tuple(c for c in choices if c.count or c.chosen))

    def yes_or_no(self, name: str, title: str, yes: str, no: str) -> Filter:
        """A state that an article is in or not."""
        counts = self.counts(name)
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
