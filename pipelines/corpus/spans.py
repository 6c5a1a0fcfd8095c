"""Where in an article's own text a query matched: for marks, snippets and keywords in context."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, product

from pipelines.corpus import nodes as n
from pipelines.corpus.patterns import described
from pipelines.corpus.stemming import stemmed, stems
from pipelines.corpus.words import Token, find, merged, tokens

Stretch = tuple[int, int]
"""First and last word, by number."""


def spans(text: str, leaves: Iterable[n.Leaf], language: str | None = None) -> list[tuple[int, int]]:
    """Where any of the leaves match, as sorted stretches of the text that do not overlap."""
    plain: set[tuple[str, ...]] = set()
    other: list[n.Leaf] = []
    for leaf in leaves:
        words = _plain(leaf)
        if words is None:
            other.append(leaf)
        else:
            plain.add(words)
    found = find(text, plain) if plain else []
    if other:
        held = list(tokens(text))
        for leaf in other:
            found += [(held[a].start, held[b].end) for a, b in _stretches(held, leaf, language)]
    return merged(found)


def _plain(leaf: n.Leaf) -> tuple[str, ...] | None:
    """The words of a phrase without patterns."""
    if not isinstance(leaf, n.Phrase):
        return None
    words = tuple(word for word in leaf.words if isinstance(word, str))
    return words if len(words) == len(leaf.words) else None


def _stretches(held: list[Token], leaf: n.Leaf, language: str | None) -> Iterator[Stretch]:
    match leaf:
        case n.Phrase():
            yield from _rows(held, _tests(held, leaf))
        case n.Fuzzy():
            yield from _rows(held, [lambda word: _differs(word, leaf.word) <= leaf.edits])
        case n.Stem():
            yield from _stems(held, leaf, stemmed(language))
        case n.Close():
            yield from _close(held, leaf)
        case n.Near():
            yield from _near(held, leaf)


def _tests(held: list[Token], phrase: n.Phrase) -> list[Callable[[str], bool]]:
    """One for each word of the phrase."""
    return [
        described((token.word for token in held), word.regex).__contains__
        if isinstance(word, n.Wild)
        else word.__eq__
        for word in phrase.words
    ]


def _rows(held: list[Token], tests: list[Callable[[str], bool]]) -> Iterator[Stretch]:
    """Where words in a row pass the tests one by one."""
    size = len(tests)
    first = tests[0]
    for i in range(len(held) - size + 1):
        if first(held[i].word) and all(tests[k](held[i + k].word) for k in range(1, size)):
            yield i, i + size - 1


def _stems(held: list[Token], leaf: n.Stem, key: str | None) -> Iterator[Stretch]:
    if key is None:
        yield from _rows(held, [word.__eq__ for word in leaf.words])
        return
    made = stems(key, tuple(token.word for token in held))
    sought = stems(key, leaf.words)
    for i in range(len(made) - len(sought) + 1):
        if made[i : i + len(sought)] == sought:
            yield i, i + len(sought) - 1


def _close(held: list[Token], leaf: n.Close) -> Iterator[Stretch]:
    """Stretches short enough that hold all the parts, none of them over another."""
    size = sum(map(len, leaf.parts)) + leaf.gaps
    places = [list(_rows(held, [word.__eq__ for word in part])) for part in leaf.parts]
    for start, end in sorted({stretch for found in places for stretch in found}):
        within = [[s for s in _from(found, start, start + size) if s[1] < start + size] for found in places]
        for chosen in product(*within):
            ordered = sorted(chosen)
            if ordered[0] == (start, end) and all(a[1] < b[0] for a, b in pairwise(ordered)):
                yield start, ordered[-1][1]
                break


def _from(found: list[Stretch], first: int, end: int) -> list[Stretch]:
    """Those that begin from ``first`` to before ``end``; searched for, since a text may be one word over and over."""
    return found[bisect_left(found, (first, 0)) : bisect_left(found, (end, 0))]


def _near(held: list[Token], leaf: n.Near) -> Iterator[Stretch]:
    """The words on both sides, not what stands between them."""
    left, right = (
        sorted({s for phrase in side for s in _rows(held, _tests(held, phrase))})
        for side in (leaf.left, leaf.right)
    )
    for these, those in ((left, right), (right, left)):
        begins, ends = [s[0] for s in those], sorted(s[1] for s in those)
        for first, last in these:
            if _any_from(begins, last + 1, last + leaf.distance) or _any_from(
                ends, first - leaf.distance, first - 1
            ):
                yield first, last


def _any_from(places: list[int], low: int, high: int) -> bool:
    """Is one of the sorted places within these bounds?"""
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high


@lru_cache(1 << 14)
def _differs(word: str, other: str) -> int:
    """Letters added, left out, changed, or swapped with the next (optimal string alignment).

    >>> _differs("strike", "strkie"), _differs("strike", "trikes")
    (1, 2)
    """
    if abs(len(word) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(word, 1):
        last, row = row, [i, *[0] * len(other)]
        for k, b in enumerate(other, 1):
            row[k] = min(last[k] + 1, row[k - 1] + 1, last[k - 1] + (a != b))
            if i > 1 and k > 1 and a == other[k - 2] and word[i - 2] == b:
                row[k] = min(row[k], before[k - 2] + 1)
        before = last
    return row[-1]
