"""Queries of OpenSearch, and what its index is made of.

The server is sent our own words, joined by spaces, and splits them at these again: folding, stems and scripts without
spaces are the same code for every engine. Distances are span queries, which Lucene answers exactly for rows of words of
known length.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pipelines.corpus import nodes as n
from pipelines.corpus.index import FLAGS, NUMBERS, Row
from pipelines.corpus.matching import Budget, Parts
from pipelines.corpus.question import DEEPEST
from pipelines.corpus.stemming import STEMMERS, stems

VERSION = 1
"""Raise it when the index's fields or what is in them change."""
LONGEST = 8191
"""Characters of a name that can be found as a whole: Lucene takes 32,766 bytes."""
MOST_TERMS = 50_000
"""Values asked for at once; OpenSearch takes 65,536 (``index.max_terms_count``)."""
_STATES = 10_000
"""Of the automaton of one regular expression. Lucene refuses what needs more."""
_STEMMED = {"headline": "headline_stems", "text": "text_stems"}
Query = dict[str, Any]


def index_body() -> dict[str, Any]:
    """Settings and mapping of a new index; shards and replicas are the server's to say, by a template.

    What is not committed is not seen, since nothing is refreshed but by the writer. A deleted row's version is remembered
    for an hour, so that no late word of a writer that was taken for dead brings it back.
    """
    words = {"type": "text", "analyzer": "words", "position_increment_gap": 1}
    name = {"type": "keyword", "ignore_above": LONGEST}
    key = {"type": "keyword", "doc_values": False}
    flag, number = {"type": "byte", "doc_values": False}, {"type": "long"}
    kinds: dict[str, dict[str, Any]] = {
        **dict.fromkeys(("headline", "text", "author", "section", *_STEMMED.values()), words),
        **dict.fromkeys(("site", "language", "authors", "sections", "traits"), name),
        **dict.fromkeys(("article_id", "stemmer", "mark"), key),
        "id": {"type": "keyword"},
        **dict.fromkeys(FLAGS, flag),
        **dict.fromkeys(NUMBERS, number),
        "row": {"type": "object", "enabled": False},
    }
    return {
        "settings": {
            "index": {"refresh_interval": "-1", "gc_deletes": "1h", "max_result_window": DEEPEST + 1},
            "analysis": {"analyzer": {"words": {"type": "custom", "tokenizer": "whitespace"}}},
        },
        "mappings": {"dynamic": "strict", "_source": {"includes": ["row"]}, "properties": kinds},
    }


def document(made: Row) -> Row:
    """The fields of a row as the server is sent them, with the stems of its words."""
    told = {**made, "row": made["row"].decode()}
    key = made.get("stemmer", "none")
    if key in STEMMERS:
        told["headline_stems"] = [_stemmed(key, text) for text in made["headline"]]
        told["text_stems"] = _stemmed(key, made["text"])
    return told


def _stemmed(key: str, text: str) -> str:
    return " ".join(stems(key, tuple(text.split())))


@dataclass(slots=True, kw_only=True)
class Dsl:
    """A :class:`~pipelines.corpus.matching.Builder` for one query."""

    budget: Budget = field(default_factory=Budget)

    def everything(self) -> Query:
        """All documents."""
        return {"match_all": {}}

    def term(self, name: str, value: str | int) -> Query:
        """Compared whole."""
        return {"term": {name: {"value": value}}}

    def terms(self, name: str, values: Sequence[str]) -> Query:
        """In as many lists as the server wants."""
        return self.any([{"terms": {name: some}} for some in _lists(values)])

    def between(self, name: str, since: int, until: int) -> Query:
        """Numbers are indexed for this."""
        return {"range": {name: {"gte": since, "lt": until}}}

    def pattern(self, name: str, regex: str) -> Query:
        """Without Lucene's operators that no pattern of ours has."""
        asked = {"value": regex, "flags": "NONE", "max_determinized_states": _STATES}
        return {"regexp": {name: {**asked, "rewrite": "constant_score"}}}

    def fuzzy(self, name: str, word: str, edits: int) -> Query:
        """Every word near enough: without that ``rewrite``, the best 50."""
        asked = {"value": word, "fuzziness": edits, "prefix_length": 0, "transpositions": True}
        return {"fuzzy": {name: {**asked, "rewrite": "constant_score"}}}

    def row(self, name: str, words: tuple[n.Word, ...]) -> Query:
        """A phrase, or a word."""
        self.budget.walk(name, (words,))
        if len(words) == 1:
            word = words[0]
            return self.pattern(name, word.regex) if isinstance(word, n.Wild) else self.term(name, word)
        plain = [word for word in words if isinstance(word, str)]
        if len(plain) == len(words):
            return {"match_phrase": {name: {"query": " ".join(plain)}}}
        return self.span(name, words)

    def together(self, name: str, parts: Parts, gaps: int) -> Query:
        """One span in any order where no part can stand over another, else one for each order."""
        self.budget.walk(name, parts)
        alone = {part[0] for part in parts if len(part) == 1 and isinstance(part[0], str)}
        spans = [self.span(name, part) for part in parts]
        if len(alone) == len(parts):
            self.spend(name, 1)
            return _near(spans, gaps, in_order=False)
        orders = Budget().orders(parts)
        self.spend(name, len(orders))
        return self.any(
            [_near([self.span(name, part) for part in order], gaps, in_order=True) for order in orders]
        )

    def spend(self, name: str, orders: int) -> None:
        """Once for headline and text."""
        if name != "headline":
            self.budget.spend(arranged=orders)

    def span(self, name: str, words: tuple[n.Word, ...]) -> Query:
        """Words in a row, as a part of something longer."""
        spans = [self.one(name, word) for word in words]
        return spans[0] if len(spans) == 1 else _near(spans, 0, in_order=True)

    def one(self, name: str, word: n.Word) -> Query:
        """A word as a span; of a pattern the server takes 1,024 words, and refuses more."""
        if isinstance(word, n.Wild):
            return {"span_multi": {"match": self.pattern(name, word.regex)}}
        return {"span_term": {name: {"value": word}}}

    def stems(self, words: tuple[str, ...]) -> list[Query]:
        """In the fields of stems, where languages that stem the words alike are asked for together."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for key in STEMMERS:
            alike.setdefault(tuple(stems(key, words)), []).append(key)
        return [
            self.all([self.quiet(self.terms("stemmer", keys)), self.any(self.stem_rows(made))])
            for made, keys in alike.items()
        ]

    def stem_rows(self, made: tuple[str, ...]) -> list[Query]:
        """Stems in a row in headline and text."""
        return [self.row(name, made) for name in _STEMMED.values()]

    def any(self, queries: Iterable[Query]) -> Query:
        """One of several; one alone as it is."""
        found = list(queries)
        if len(found) == 1:
            return found[0]
        return {"bool": {"should": found, "minimum_should_match": 1}} if found else {"match_none": {}}

    def all(self, queries: Iterable[Query], without: Iterable[Query] = ()) -> Query:
        """Several at once."""
        found: dict[str, Any] = {"must": list(queries)}
        if left_out := list(without):
            found["must_not"] = left_out
        return {"bool": found}

    def quiet(self, query: Query) -> Query:
        """A filter."""
        return {"bool": {"filter": [query]}}

    def louder(self, query: Query, by: float) -> Query:
        """Its score times a number."""
        return query if by == 1 else {"bool": {"must": [query], "boost": by}}


def _near(spans: list[Query], gaps: int, *, in_order: bool) -> Query:
    return {"span_near": {"clauses": spans, "slop": gaps, "in_order": in_order}}


def _lists(values: Iterable[str]) -> Iterator[list[str]]:
    left = iter(values)
    while some := list(islice(left, MOST_TERMS)):
        yield some


def exactly(asked: Any) -> Any:
    """Aggregations, of which each shard says all it has: what it left out would be missing in the sum."""
    if not isinstance(asked, dict):
        return asked
    told = {name: exactly(value) for name, value in asked.items()}
    if "field" in told and "size" in told:
        told["shard_size"] = 65_535
    return told
