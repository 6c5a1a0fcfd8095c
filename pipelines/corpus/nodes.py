"""A query as a tree: what :func:`~pipelines.corpus.query.parse` makes of its text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

HEADLINE_OR_TEXT = ""
"""The field of a phrase that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild:
    """Any word that a regular expression describes from its first letter to its last."""

    regex: str
    """Over folded words, in what tantivy and RE2 both read."""


Word = str | Wild


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One word, or several in a row."""

    words: tuple[Word, ...]
    field: str = HEADLINE_OR_TEXT
    """``headline``, ``author``, ``section``, or headline or text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """All the parts, in any order, in a stretch with at most ``gaps`` other words."""

    parts: tuple[tuple[str, ...], ...]
    """Each what stood between two spaces: a word, or several in a row (``l'État``, ``東京``)."""
    gaps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One of the left and one of the right, in either order, the second beginning at most ``distance`` words
    after the first has ended."""

    left: tuple[Phrase, ...]
    right: tuple[Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzy:
    """A word with at most so many letters added, left out, changed, or swapped with the next."""

    word: str
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """Words in a row, in any form that the stemmer of the article's language takes for the same."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A field with its value: ``site:herald``."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """Any of these sites: what a collection was resolved to."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Half-open range of days; None is open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """Articles whose day nobody stated: neither the page nor what announced it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    clause: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of these."""

    clauses: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these; none given matches every article."""

    clauses: tuple["Node", ...] = ()


Leaf = Phrase | Close | Near | Fuzzy | Stem
Filter = Term | Sites | Days | Undated
Node = Leaf | Filter | Not | Any | All


def wanted(node: Node) -> frozenset[Leaf]:
    """What a reader wants to see marked in headline and text: all that is not negated."""
    return frozenset(leaf for leaf in _asked(node) if not isinstance(leaf, Phrase) or not _elsewhere(leaf))


def _asked(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, (All, Any)):
        for clause in node.clauses:
            yield from _asked(clause)


def _elsewhere(phrase: Phrase) -> bool:
    return phrase.field in ("author", "section")


GROUPS = ("collection", "country")
MARK = "country:"
"""What stands before a country where the members of a collection are asked for; no collection has such a name."""


def collections(node: Node) -> frozenset[str]:
    """The collections that a query names."""
    return frozenset(term.value for term in groups(node) if term.name == "collection")


def groups(node: Node) -> frozenset[Term]:
    """What a query says of sites by a name for several: collections and countries."""
    if isinstance(node, Term):
        return frozenset({node} if node.name in GROUPS else ())
    if isinstance(node, Not):
        return groups(node.clause)
    if isinstance(node, (All, Any)):
        return frozenset().union(*map(groups, node.clauses))
    return frozenset()


def frame(node: All) -> All:
    """The filters alone that every match has to pass: sites and days. Nothing negated or optional is one, but
    an OR of sites."""
    kept = [clause for clause in _flat(node) if _frames(clause)]
    return All(clauses=tuple(kept))


def _flat(node: All) -> Iterator[Node]:
    for clause in node.clauses:
        if isinstance(clause, All):
            yield from _flat(clause)
        else:
            yield clause


def _frames(node: Node) -> bool:
    if isinstance(node, Any):
        return all(_frames(clause) and not isinstance(clause, Days) for clause in node.clauses)
    return isinstance(node, (Days, Sites)) or (isinstance(node, Term) and node.name in ("site", *GROUPS))


def resolved(node: Node, sites: Callable[[str], frozenset[str]]) -> Node:
    """The tree with its collections and countries as sites; ``sites`` knows their members."""
    if isinstance(node, Term) and node.name in GROUPS:
        return Sites(names=sites(node.value if node.name == "collection" else f"{MARK}{node.value}"))
    if isinstance(node, Not):
        return Not(clause=resolved(node.clause, sites))
    if isinstance(node, (All, Any)):
        return replace(node, clauses=tuple(resolved(clause, sites) for clause in node.clauses))
    return node
