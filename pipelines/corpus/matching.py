"""A query's tree as a query of tantivy."""

import re
from datetime import date

import tantivy

from pipelines.corpus import query as q
from pipelines.errors import QueryError

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def matching(schema: tantivy.Schema, tree: q.All) -> tantivy.Query:
    """The current rows of the articles that a query tree means."""
    current = tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "current", 1), 0.0)
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, current), (tantivy.Occur.Must, _node(schema, tree))]
    )


def _node(schema: tantivy.Schema, node: q.Node) -> tantivy.Query:
    match node:
        case q.Phrase():
            return _phrase(schema, node.words)
        case q.Term(name="language"):
            return _quiet(_language(schema, node.value))
        case q.Term():
            return _quiet(tantivy.Query.term_query(schema, node.name, node.value))
        case q.Days():
            return _days(schema, node)
        case q.Not():
            return _all(schema, (node,))
        case q.Any():
            return tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, _node(schema, c)) for c in node.clauses]
            )
        case q.All():
            return _all(schema, node.clauses)


def _all(schema: tantivy.Schema, clauses: tuple[q.Node, ...]) -> tantivy.Query:
    parts = [(tantivy.Occur.Must, _quiet(tantivy.Query.all_query()))]
    for clause in clauses:
        if isinstance(clause, q.Not):
            parts.append((tantivy.Occur.MustNot, _node(schema, clause.clause)))
        else:
            parts.append((tantivy.Occur.Must, _node(schema, clause)))
    return tantivy.Query.boolean_query(parts)


def _phrase(schema: tantivy.Schema, words: tuple[str, ...]) -> tantivy.Query:
    def within(field: str) -> tantivy.Query:
        if len(words) == 1:
            return tantivy.Query.term_query(schema, field, words[0], "freq")
        return tantivy.Query.phrase_query(schema, field, list(words))

    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Should, tantivy.Query.boost_query(within("headline"), 2.0)),
            (tantivy.Occur.Should, within("text")),
        ]
    )


def _language(schema: tantivy.Schema, tag: str) -> tantivy.Query:
    """``pt`` also finds ``pt-BR`` (basic filtering of RFC 4647)."""
    if not _TAG.fullmatch(tag):
        raise QueryError(f"language:{tag}: write a language tag, as in language:fr or language:pt-BR")
    primary, mark, rest = tag.partition("-")
    return tantivy.Query.regex_query(schema, "language", f"{primary.lower()}{mark}{rest}(-.*)?")


def _days(schema: tantivy.Schema, days: q.Days) -> tantivy.Query:
    if days.since is None and days.until is None:
        return _quiet(tantivy.Query.all_query())
    since = _number(days.since) if days.since else 0
    until = _number(days.until) if days.until else 99_999_999
    if since >= until:
        return tantivy.Query.empty_query()
    kind = tantivy.FieldType.Integer
    between = tantivy.Query.range_query(schema, "day", kind, since, until, include_upper=False)
    return _quiet(between)


def _quiet(query: tantivy.Query) -> tantivy.Query:
    """A filter says nothing about relevance."""
    return tantivy.Query.const_score_query(query, 0.0)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
