"""What a query means, said as plainly as can be: slow, over rows in memory, without any index.

Beside the tokenizer and the stemmers it shares nothing with the engine that it judges.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import Any

from pipelines.corpus import nodes as n
from pipelines.corpus.stemming import stemmed, stems
from pipelines.corpus.words import words

Row = dict[str, Any]
Words = list[str]
HOLE = ""
"""Stands between two headlines or two authors."""


def matches(row: Row, node: n.Node) -> bool:
    """Does the article answer the query?"""
    match node:
        case n.All():
            return all(matches(row, clause) for clause in node.clauses)
        case n.Any():
            return any(matches(row, clause) for clause in node.clauses)
        case n.Not():
            return not matches(row, node.clause)
        case n.Stem():
            return any(stands(stem_words(row, text), node) for text in (headline(row), words(row["text"])))
        case n.Phrase(field="author"):
            return stands(joined(row["authors"]), node)
        case n.Phrase(field="section"):
            return stands(words(row["section"] or ""), node)
        case n.Phrase(field="headline"):
            return stands(headline(row), node)
        case n.Phrase() | n.Close() | n.Near() | n.Fuzzy():
            return stands(headline(row), node) or stands(words(row["text"]), node)
    return passes(row, node)


def passes(row: Row, node: n.Filter) -> bool:
    match node:
        case n.Undated():
            return bool(row["day_source"] == "captured")
        case n.Sites():
            return row["site"] in node.names
        case n.Days():
            day = row["day"]
            return (node.since is None or day >= node.since) and (node.until is None or day < node.until)
        case n.Term(name="language"):
            tag = f"{row['language'] or ''}-"
            primary, mark, rest = node.value.partition("-")
            return tag.startswith(f"{primary.lower()}{mark}{rest}-")
        case n.Term(name="authors"):
            return node.value in row["authors"]
        case n.Term(name="sections"):
            return bool(row["section"] == node.value)
    return bool(row[node.name] == node.value)


def headline(row: Row) -> Words:
    return joined(row[name] for name in ("headline", "alternative_headline") if row[name])


def joined(texts: Iterable[str]) -> Words:
    found: Words = []
    for i, text in enumerate(texts):
        found += [HOLE] * (i > 0) + words(text)
    return found


def stem_words(row: Row, found: Words) -> tuple[str | None, Words]:
    return stemmed(row["language"]), found


def stands(found: Any, node: n.Leaf) -> bool:
    """Does it stand anywhere in these words?"""
    match node:
        case n.Stem():
            key, text = found
            if key is None:
                return in_a_row(text, list(node.words)) != []
            made = [stems(key, (word,))[0] if word else HOLE for word in text]
            return in_a_row(made, stems(key, node.words)) != []
        case n.Phrase():
            return in_a_row(found, list(node.words)) != []
        case n.Fuzzy():
            return any(edits(word, node.word) <= node.edits for word in found if word)
        case n.Close():
            return close(found, node.parts, node.gaps)
        case n.Near():
            return any(near(found, a, b, node.distance) for a, b in product(node.left, node.right))


def in_a_row(found: Words, wanted: Sequence[n.Word]) -> list[int]:
    size = len(wanted)
    return [
        i
        for i in range(len(found) - size + 1)
        if all(same(word, sought) for word, sought in zip(found[i : i + size], wanted, strict=True))
    ]


def same(word: str, sought: n.Word) -> bool:
    if isinstance(sought, n.Wild):
        return word != HOLE and re.fullmatch(sought.regex, word) is not None
    return word == sought


def close(found: Words, parts: tuple[tuple[str, ...], ...], gaps: int) -> bool:
    """Any choice of places, none used twice, that lie close enough."""
    for starts in product(*(in_a_row(found, list(part)) for part in parts)):
        used = [at + i for at, part in zip(starts, parts, strict=True) for i in range(len(part))]
        if len(set(used)) == len(used) and max(used) - min(used) + 1 <= len(used) + gaps:
            return True
    return False


def near(found: Words, left: n.Phrase, right: n.Phrase, distance: int) -> bool:
    a = [(i, i + len(left.words) - 1) for i in in_a_row(found, list(left.words))]
    b = [(i, i + len(right.words) - 1) for i in in_a_row(found, list(right.words))]
    pairs = [*product(a, b), *product(b, a)]
    return any(1 <= second[0] - first[1] <= distance for first, second in pairs)


@cache
def edits(a: str, b: str) -> int:
    """Optimal string alignment, by its definition."""
    if not a or not b:
        return len(a) + len(b)
    ways = [edits(a[:-1], b) + 1, edits(a, b[:-1]) + 1, edits(a[:-1], b[:-1]) + (a[-1] != b[-1])]
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        ways.append(edits(a[:-2], b[:-2]) + 1)
    return min(ways)
