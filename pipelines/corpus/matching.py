"""A query's tree as the query of an engine, exactly; which engine, its builder knows."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from math import factorial
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from pipelines.corpus import nodes as n
from pipelines.errors import QueryError

if TYPE_CHECKING:
    from pipelines.corpus.question import Question

DatedBy = Literal["published", "first_seen"]
ARRANGEMENTS = 400
"""Phrases that one query's distances may be written out as."""
MOST_PATTERNS = 16
"""Wildcards, regular expressions and fuzzy words of one query: each walks through all words of the corpus."""
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DAYS = {"published": "day", "first_seen": "first_day"}
_WORDS = ("headline", "text")
Query = TypeVar("Query")
Parts = tuple[tuple[n.Word, ...], ...]
"""Rows of words."""


@dataclass(slots=True, kw_only=True)
class Budget:
    """What one query may still cost."""

    arranged: int = 0
    patterns: int = 0

    def spend(self, *, arranged: int = 0, patterns: int = 0) -> None:
        """QueryError where it is too much."""
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

    def orders(self, parts: Parts, each: int = 1) -> list[Parts]:
        """Every order of some parts, of which each is written out in so many ways."""
        self.spend(arranged=each * (factorial(len(parts)) if len(parts) < 7 else ARRANGEMENTS + 1))
        return list(dict.fromkeys(permutations(parts)))

    def walk(self, name: str, parts: Parts, times: int = 1) -> None:
        """Spend the patterns of some words; the few words of headlines cost nothing beside those of texts."""
        if name != "headline":
            self.spend(patterns=times * sum(isinstance(word, n.Wild) for part in parts for word in part))


class Builder(Protocol[Query]):
    """What an engine makes its queries of. A name is a field of :func:`.index.fields`."""

    budget: Budget

    def everything(self) -> Query:
        """All documents."""

    def term(self, name: str, value: str | int) -> Query:
        """The field has this value."""

    def terms(self, name: str, values: Sequence[str]) -> Query:
        """The field has one of these values; with none of them, nothing has."""

    def between(self, name: str, since: int, until: int) -> Query:
        """The number is from the first on and below the second."""

    def pattern(self, name: str, regex: str) -> Query:
        """The whole of a value is what a regular expression describes."""

    def fuzzy(self, name: str, word: str, edits: int) -> Query:
        """A word with at most so many letters added, left out, changed, or swapped with the next."""

    def row(self, name: str, words: tuple[n.Word, ...]) -> Query:
        """Words in a row."""

    def together(self, name: str, parts: Parts, gaps: int) -> Query:
        """Rows of words in any order, none over another, in a stretch with at most so many other words."""

    def stems(self, words: tuple[str, ...]) -> list[Query]:
        """Words in a row in any form, in articles whose language has a stemmer."""

    def any(self, queries: Iterable[Query]) -> Query:
        """At least one of them."""

    def all(self, queries: Iterable[Query], without: Iterable[Query] = ()) -> Query:
        """All of them, and none of the others."""

    def quiet(self, query: Query) -> Query:
        """A filter: it says nothing about relevance."""

    def louder(self, query: Query, by: float) -> Query:
        """A query whose relevance counts for so much."""


def asked(make: Builder[Query], question: "Question") -> Query:
    """The question without its place among the hits."""
    found = matching(make, question.tree(), question.dated_by)
    if not question.without:
        return found
    return make.all([found], [make.terms("id", sorted(question.without))])


def matching(make: Builder[Query], tree: n.All, dated_by: DatedBy = "published") -> Query:
    """The current rows of the articles that a query tree means."""
    found = _Compiler(make=make, days=_DAYS[dated_by]).node(tree)
    if _has_words(tree):
        return found
    return make.all([make.quiet(make.term("current", 1)), found])


def _has_words(node: n.Node) -> bool:
    """Does whatever matches have a word or a name? Only current rows have."""
    match node:
        case n.All():
            return any(map(_has_words, node.clauses))
        case n.Any():
            return all(map(_has_words, node.clauses))
    return not isinstance(node, (n.Not, n.Days, n.Undated))


@dataclass(slots=True, kw_only=True)
class _Compiler(Generic[Query]):
    make: Builder[Query]
    days: str

    def node(self, node: n.Node) -> Query:
        match node:
            case n.Not():
                return self.all((node,))
            case n.Any():
                return self.make.any([self.node(clause) for clause in node.clauses])
            case n.All():
                return self.all(node.clauses)
            case n.Term() | n.Sites() | n.Days() | n.Undated():
                return self.make.quiet(self.filter(node))
            case _:
                return self.leaf(node)

    def all(self, clauses: tuple[n.Node, ...]) -> Query:
        wanted, without = [], []
        for clause in filter(_narrows, clauses):
            if isinstance(clause, n.Not):
                without.append(self.node(clause.clause))
            else:
                wanted.append(self.node(clause))
        if not wanted:
            wanted.append(self.make.quiet(self.make.everything()))
        return self.make.all(wanted, without) if without or len(wanted) > 1 else wanted[0]

    def filter(self, node: n.Filter) -> Query:
        match node:
            case n.Undated():
                return self.make.term("dated", 0)
            case n.Sites():
                return self.make.terms("site", sorted(node.names))
            case n.Days():
                return self.between(node)
            case n.Term(name="language"):
                return self.language(node.value)
            case n.Term(name="collection"):
                raise QueryError(
                    f"collection:{node.value[:40]}: collections are only known to an open corpus"
                )
        return self.make.term(node.name, node.value)

    def language(self, tag: str) -> Query:
        """``pt`` also finds ``pt-BR`` (basic filtering of RFC 4647)."""
        if not _TAG.fullmatch(tag):
            raise QueryError(f"lang:{tag[:40]}: write a language tag, as in lang:fr or lang:pt-BR")
        primary, mark, rest = tag.partition("-")
        return self.make.pattern("language", f"{primary.lower()}{mark}{rest}(-.*)?")

    def between(self, days: n.Days) -> Query:
        since = number(days.since) if days.since else 0
        until = number(days.until) if days.until else 99_999_999
        return self.make.terms("site", ()) if since >= until else self.make.between(self.days, since, until)

    def leaf(self, node: n.Leaf) -> Query:
        match node:
            case n.Fuzzy():
                self.make.budget.spend(patterns=1)
                return self.make.any([self.make.fuzzy(name, node.word, node.edits) for name in _WORDS])
            case n.Stem():
                return self.stem(node)
            case n.Phrase(field=name) if name:
                return self.make.row(name, node.words)
            case n.Phrase():
                return self.anywhere(lambda name: self.make.row(name, node.words))
            case n.Close():
                return self.anywhere(lambda name: self.make.together(name, node.parts, node.gaps))
        return self.anywhere(lambda name: self.near(name, node))

    def near(self, name: str, node: n.Near) -> Query:
        """Between two stand fewer words than the second may be away from the first."""
        pairs = [(left.words, right.words) for left in node.left for right in node.right]
        return self.make.any([self.make.together(name, pair, node.distance - 1) for pair in pairs])

    def stem(self, node: n.Stem) -> Query:
        """The exact words in languages that have no stemmer."""
        exact = self.make.all(
            [
                self.make.quiet(self.make.term("stemmer", "none")),
                self.anywhere(lambda name: self.make.row(name, node.words)),
            ]
        )
        return self.make.any([*self.make.stems(node.words), exact])

    def anywhere(self, of: Callable[[str], Query]) -> Query:
        """In the headline or, which counts for less, in the text."""
        return self.make.any([self.make.louder(of("headline"), 2.0), self.make.louder(of("text"), 1.0)])


def _narrows(node: n.Node) -> bool:
    """Is there anything that it does not match?"""
    if isinstance(node, n.All):
        return any(map(_narrows, node.clauses))
    return node != n.Days()


def number(day: date) -> int:
    """A day as the index holds it: 20260105."""
    return day.year * 10000 + day.month * 100 + day.day
