"""Queries of tantivy: what needs distances is written out as phrases with gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import comb, prod

import tantivy

from pipelines.corpus import nodes as n
from pipelines.corpus.forms import Forms
from pipelines.corpus.matching import ARRANGEMENTS, Budget, Parts
from pipelines.corpus.patterns import described

Placed = tuple[tuple[int, n.Word], ...]
"""Words with their places from the first one on."""


@dataclass(slots=True, kw_only=True)
class Phrases:
    """A :class:`~pipelines.corpus.matching.Builder` for one query."""

    schema: tantivy.Schema
    forms: Forms
    budget: Budget = field(default_factory=Budget)

    def everything(self) -> tantivy.Query:
        """All documents."""
        return tantivy.Query.all_query()

    def term(self, name: str, value: str | int) -> tantivy.Query:
        """Compared whole."""
        return tantivy.Query.term_query(self.schema, name, value)

    def terms(self, name: str, values: Sequence[str]) -> tantivy.Query:
        """In one pass, however many there are."""
        return tantivy.Query.term_set_query(self.schema, name, list(values))

    def between(self, name: str, since: int, until: int) -> tantivy.Query:
        """By the sorted numbers."""
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, name, kind, since, until, include_upper=False)

    def pattern(self, name: str, regex: str) -> tantivy.Query:
        """An automaton over all terms."""
        return tantivy.Query.regex_query(self.schema, name, regex)

    def fuzzy(self, name: str, word: str, edits: int) -> tantivy.Query:
        """An automaton, too."""
        return tantivy.Query.fuzzy_term_query(self.schema, name, word, distance=edits)

    def row(self, name: str, words: tuple[n.Word, ...]) -> tantivy.Query:
        """A phrase, or a word."""
        self.budget.walk(name, (words,))
        return self.placed(name, _in_a_row(words))

    def together(self, name: str, parts: Parts, gaps: int) -> tantivy.Query:
        """Every order of the parts with every way to spread the gaps."""
        joints = len(parts) - 1
        # tantivy's slop of two words: the second stands up to so many places from where it would follow.
        slops = joints == 1 and len(parts[0]) == len(parts[1]) == 1 and not _may_be_one(*parts[0], *parts[1])
        ways = 1 if slops else comb(joints + gaps, joints)
        if name == "headline":
            orders = Budget().orders(parts, ways)  # the same as in the text, where they are counted
        else:
            orders = self.budget.orders(parts, ways)
            self.budget.walk(name, parts, ways * len(orders))
        if slops:
            return self.any(self.placed(name, _spread(order, [0]), gaps) for order in orders)
        # Bars among stars: so many of the gaps lie before each joint.
        spread = [
            [bar - i for i, bar in enumerate(bars)] for bars in combinations(range(joints + gaps), joints)
        ]
        return self.any(self.placed(name, _spread(order, before)) for order in orders for before in spread)

    def stems(self, words: tuple[str, ...]) -> list[tantivy.Query]:
        """The words that have each stem, by the dictionary."""
        return list(self._stems(words))

    def _stems(self, words: tuple[str, ...]) -> Iterator[tantivy.Query]:
        found = [self.forms(word) for word in words]
        alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
        for key in found[0]:
            alike.setdefault(tuple(forms[key] for forms in found), []).append(key)
        for choices, keys in alike.items():
            if all(choices):
                held = self.any(self.chosen(name, choices) for name in ("headline", "text"))
                yield self.all([self.quiet(self.terms("stemmer", keys)), held])

    def chosen(self, name: str, choices: tuple[tuple[str, ...], ...]) -> tantivy.Query:
        """A row of words, of which each place has several to choose from."""
        if prod(map(len, choices)) <= ARRANGEMENTS or len(choices) == 1:
            return self.any(self.placed(name, _in_a_row(row)) for row in product(*choices))
        spelt: list[str | tuple[int, str]] = [
            (at, f"({'|'.join(words)})") for at, words in enumerate(choices)
        ]
        return tantivy.Query.regex_phrase_query(self.schema, name, spelt)

    def placed(self, name: str, words: Placed, slop: int = 0) -> tantivy.Query:
        """Words at their places within a field."""
        if len(words) == 1:
            word = words[0][1]
            if isinstance(word, n.Wild):
                return tantivy.Query.regex_query(self.schema, name, word.regex)
            return tantivy.Query.term_query(self.schema, name, word, "freq")
        if any(isinstance(word, n.Wild) for _, word in words):
            return tantivy.Query.regex_phrase_query(self.schema, name, _spelt(words), slop)
        return tantivy.Query.phrase_query(self.schema, name, _spelt(words), slop)

    def any(self, queries: Iterable[tantivy.Query]) -> tantivy.Query:
        """One of several; one alone as it is."""
        found = list(queries)
        if len(found) == 1:
            return found[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in found])

    def all(self, queries: Iterable[tantivy.Query], without: Iterable[tantivy.Query] = ()) -> tantivy.Query:
        """Several at once."""
        wanted = [(tantivy.Occur.Must, query) for query in queries]
        return tantivy.Query.boolean_query([*wanted, *((tantivy.Occur.MustNot, query) for query in without)])

    def quiet(self, query: tantivy.Query) -> tantivy.Query:
        """A score of nothing."""
        return tantivy.Query.const_score_query(query, 0.0)

    def louder(self, query: tantivy.Query, by: float) -> tantivy.Query:
        """Its score times a number."""
        return tantivy.Query.boost_query(query, by)


def _spelt(words: Placed) -> list[str | tuple[int, str]]:
    return [(at, word.regex if isinstance(word, n.Wild) else word) for at, word in words]


def _in_a_row(words: tuple[n.Word, ...]) -> Placed:
    return tuple(enumerate(words))


def _spread(parts: Parts, gaps: list[int]) -> Placed:
    """Parts in a row; ``gaps`` counts the other words before the second, the third … part, all in all."""
    placed: list[tuple[int, n.Word]] = []
    for part, before in zip(parts, (0, *gaps), strict=True):
        at = len(placed) + before
        placed += [(at + i, word) for i, word in enumerate(part)]
    return tuple(placed)


def _may_be_one(left: n.Word, right: n.Word) -> bool:
    """Could one word be both? tantivy's slop would take it for two of them."""
    if isinstance(left, n.Wild):
        return isinstance(right, n.Wild) or bool(described([right], left.regex))
    return bool(described([left], right.regex)) if isinstance(right, n.Wild) else left == right
