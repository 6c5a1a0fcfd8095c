"""A query's tree as a query of tantivy, exactly: what needs distances is written out as phrases with gaps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations, product
from math import comb, factorial, prod
from typing import Literal

import tantivy

from pipelines.corpus import nodes as n
from pipelines.corpus.forms import Forms
from pipelines.corpus.patterns import described
from pipelines.errors import QueryError

DatedBy = Literal["published", "first_seen"]
ARRANGEMENTS = 400
"""Phrases that one query's distances may be written out as."""
MOST_PATTERNS = 16
"""Wildcards, regular expressions and fuzzy words of one query: each walks through all words of the corpus."""
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DAYS = {"published": "day", "first_seen": "first_day"}
Placed = tuple[tuple[int, n.Word], ...]
"""Words with their places from the first one on."""


def matching(
    schema: tantivy.Schema, tree: n.All, forms: Forms, dated_by: DatedBy = "published"
) -> tantivy.Query:
    """The current rows of the articles that a query tree means."""
    asked = _Compiler(schema=schema, forms=forms, days=_DAYS[dated_by]).node(tree)
    if _has_words(tree):
        return asked
    return _all_of(_quiet(tantivy.Query.term_query(schema, "current", 1)), asked)


def _has_words(node: n.Node) -> bool:
    """Does whatever matches have a word or a name? Only current rows have."""
    match node:
        case n.All():
            return any(map(_has_words, node.clauses))
        case n.Any():
            return all(map(_has_words, node.clauses))
    return not isinstance(node, (n.Not, n.Days, n.Undated))


@dataclass(slots=True, kw_only=True)
class _Compiler:
    schema: tantivy.Schema
    forms: Forms
    days: str
    arranged: int = 0
    patterns: int = field(default=0)

    def node(self, node: n.Node) -> tantivy.Query:
        match node:
            case n.Not():
                return self.all((node,))
            case n.Any():
                return _any(self.node(clause) for clause in node.clauses)
            case n.All():
                return self.all(node.clauses)
            case n.Term() | n.Sites() | n.Days() | n.Undated():
                return _quiet(self.filter(node))
            case _:
                return self.leaf(node)

    def all(self, clauses: tuple[n.Node, ...]) -> tantivy.Query:
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for clause in filter(_narrows, clauses):
            if isinstance(clause, n.Not):
                parts.append((tantivy.Occur.MustNot, self.node(clause.clause)))
            else:
                parts.append((tantivy.Occur.Must, self.node(clause)))
        if all(occur == tantivy.Occur.MustNot for occur, _ in parts):
            parts.append((tantivy.Occur.Must, _quiet(tantivy.Query.all_query())))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def filter(self, node: n.Filter) -> tantivy.Query:
        match node:
            case n.Undated():
                return tantivy.Query.term_query(self.schema, "dated", 0)
            case n.Sites():
                return tantivy.Query.term_set_query(self.schema, "site", sorted(node.names))
            case n.Days():
                return self.between(node)
            case n.Term(name="language"):
                return self.language(node.value)
            case n.Term(name="collection"):
                raise QueryError(
                    f"collection:{node.value[:40]}: collections are only known to an open corpus"
                )
        return tantivy.Query.term_query(self.schema, node.name, node.value)

    def language(self, tag: str) -> tantivy.Query:
        """``pt`` also finds ``pt-BR`` (basic filtering of RFC 4647)."""
        if not _TAG.fullmatch(tag):
            raise QueryError(f"lang:{tag[:40]}: write a language tag, as in lang:fr or lang:pt-BR")
        primary, mark, rest = tag.partition("-")
        return tantivy.Query.regex_query(self.schema, "language", f"{primary.lower()}{mark}{rest}(-.*)?")

    def between(self, days: n.Days) -> tantivy.Query:
        since = number(days.since) if days.since else 0
        until = number(days.until) if days.until else 99_999_999
        if since >= until:
            return tantivy.Query.empty_query()
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self.schema, self.days, kind, since, until, include_upper=False)

    def leaf(self, node: n.Leaf) -> tantivy.Query:
        match node:
            case n.Fuzzy():
                self.spend(patterns=1)
                return _any(self.fuzzy(name, node) for name in ("headline", "text"))
            case n.Stem():
                return _any(self.stemmed(node))
            case n.Phrase(field=name) if name:
                return self.placed(name, _in_a_row(node.words))
        shapes = list(self.shapes(node))
        return _any(
            tantivy.Query.boost_query(_any(self.shape(name, shape) for shape in shapes), boost)
            for name, boost in (("headline", 2.0), ("text", 1.0))
        )

    def fuzzy(self, name: str, node: n.Fuzzy) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self.schema, name, node.word, distance=node.edits)

    def stemmed(self, node: n.Stem) -> Iterator[tantivy.Query]:
        """The words of each stem in the languages that have a stemmer; the exact words in all others."""
        found = [self.forms(word) for word in node.words]
        alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
        for key in found[0]:
            alike.setdefault(tuple(words[key] for words in found), []).append(key)
        for choices, keys in alike.items():
            if all(choices):
                yield self.stemmer(keys, _any(self.chosen(name, choices) for name in ("headline", "text")))
        yield self.stemmer(["none"], self.leaf(n.Phrase(words=node.words)))

    def stemmer(self, keys: list[str], query: tantivy.Query) -> tantivy.Query:
        return _all_of(_quiet(tantivy.Query.term_set_query(self.schema, "stemmer", keys)), query)

    def chosen(self, name: str, choices: tuple[tuple[str, ...], ...]) -> tantivy.Query:
        """A row of words, of which each place has several to choose from."""
        if prod(map(len, choices)) <= ARRANGEMENTS or len(choices) == 1:
            return _any(self.placed(name, _in_a_row(row)) for row in product(*choices))
        spelt: list[str | tuple[int, str]] = [
            (at, f"({'|'.join(words)})") for at, words in enumerate(choices)
        ]
        return tantivy.Query.regex_phrase_query(self.schema, name, spelt)

    def shapes(self, node: n.Phrase | n.Close | n.Near) -> "Iterator[Shape]":
        """The phrases of which one has to be there."""
        match node:
            case n.Phrase():
                yield Shape(words=_in_a_row(node.words))
            case n.Close():
                yield from self.close(node)
            case n.Near():
                for left in node.left:
                    for right in node.right:
                        yield from self.near(left.words, right.words, node.distance)

    def near(self, left: tuple[n.Word, ...], right: tuple[n.Word, ...], distance: int) -> "Iterator[Shape]":
        if len(left) == len(right) == 1 and not _may_be_one(left[0], right[0]):
            # tantivy's slop of two words: the second stands up to so many places from where it would follow.
            self.spend(arranged=2)
            for pair in ((left[0], right[0]), (right[0], left[0])):
                yield Shape(words=_in_a_row(pair), slop=distance - 1)
            return
        self.spend(arranged=2 * distance)
        for first, second in ((left, right), (right, left)):
            for gap in range(distance):
                at = len(first) + gap
                yield Shape(words=(*_in_a_row(first), *((at + i, w) for i, w in enumerate(second))))

    def close(self, node: n.Close) -> "Iterator[Shape]":
        """Every order of the parts with every way to spread the gaps."""
        joints = len(node.parts) - 1
        orders = factorial(joints + 1) if joints < 6 else ARRANGEMENTS + 1
        self.spend(arranged=orders * comb(joints + node.gaps, joints))
        for order in dict.fromkeys(permutations(node.parts)):
            for chosen in combinations(range(joints + node.gaps), joints):
                # Bars among stars: so many of the gaps lie before each joint.
                yield Shape(words=_spread(order, [bar - i for i, bar in enumerate(chosen)]))

    def spend(self, *, arranged: int = 0, patterns: int = 0) -> None:
        self.arranged += arranged
        self.patterns += patterns
        if self.arranged > ARRANGEMENTS:
            raise QueryError(
                f"NEAR and ~ come to more than {ARRANGEMENTS} arrangements of the words; take smaller distances,"
                " fewer words, or join pairs with NEAR"
            )
        if self.patterns > MOST_PATTERNS:
            raise QueryError(
                f"more than {MOST_PATTERNS} wildcards, regular expressions and fuzzy words, each counted as often as"
                " NEAR repeats it; ask in several queries"
            )

    def shape(self, name: str, shape: "Shape") -> tantivy.Query:
        return self.placed(name, shape.words, shape.slop)

    def placed(self, name: str, words: Placed, slop: int = 0) -> tantivy.Query:
        """Words at their places within a field."""
        wild = sum(isinstance(word, n.Wild) for _, word in words)
        if wild and name != "headline":
            self.spend(patterns=wild)
        if len(words) == 1:
            word = words[0][1]
            if isinstance(word, n.Wild):
                return tantivy.Query.regex_query(self.schema, name, word.regex)
            return tantivy.Query.term_query(self.schema, name, word, "freq")
        if wild:
            return tantivy.Query.regex_phrase_query(self.schema, name, _spelt(words), slop)
        return tantivy.Query.phrase_query(self.schema, name, _spelt(words), slop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Words at their places; ``slop`` only for two."""

    words: Placed
    slop: int = 0


def _spelt(words: Placed) -> list[str | tuple[int, str]]:
    return [(at, word.regex if isinstance(word, n.Wild) else word) for at, word in words]


def _in_a_row(words: tuple[n.Word, ...]) -> Placed:
    return tuple(enumerate(words))


def _spread(parts: tuple[tuple[str, ...], ...], gaps: list[int]) -> Placed:
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


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    found = list(queries)
    if len(found) == 1:
        return found[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in found])


def _all_of(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _narrows(node: n.Node) -> bool:
    """Is there anything that it does not match?"""
    if isinstance(node, n.All):
        return any(map(_narrows, node.clauses))
    return node != n.Days()


def _quiet(query: tantivy.Query) -> tantivy.Query:
    """A filter says nothing about relevance."""
    return tantivy.Query.const_score_query(query, 0.0)


def number(day: date) -> int:
    """A day as the index holds it: 20260105."""
    return day.year * 10000 + day.month * 100 + day.day
