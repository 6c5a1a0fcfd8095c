"""What became of one text in another: sentence by sentence, and within an edited sentence word by word.

Sentences are aligned so that what is alike stays together: the alignment with the largest sum of likenesses, as
Needleman and Wunsch align sequences. What is left over on both sides and is alike has moved.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import Literal

from pipelines.corpus.sentences import pieces, sentences
from pipelines.corpus.words import words

Kind = Literal["equal", "edited", "added", "deleted", "moved"]
ALIKE = 0.5
"""Share of words that two sentences have in common from which one is the other, edited."""
MOST = 400
"""Sentences on either side that are aligned by likeness; beyond, only equal ones are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stretch of an edited sentence; ``before`` and ``after`` are equal where nothing was changed."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of either text, or of both."""

    kind: Kind
    before: str | None
    """None where it was added."""
    after: str | None
    """None where it was deleted."""
    words: tuple[Edit, ...] = ()
    """Where both are there and differ."""


Pair = tuple[int | None, int | None]


def difference(before: str, after: str) -> tuple[Sentence, ...]:
    """The sentences of the second text in order, with those that were deleted where they stood.

    >>> [s.kind for s in difference("One came. Two left at noon.", "Two left at ten. One came. Three stayed.")]
    ['moved', 'equal', 'added']
    """
    old, new = sentences(before), sentences(after)
    aligned = _aligned(old, new)
    moved = _moved(old, new, aligned)
    return tuple(_sentence(old, new, pair, moved) for pair in _in_order(aligned, moved))


def edits(before: str, after: str) -> tuple[Edit, ...]:
    """How one sentence became another.

    >>> [(e.before, e.after) for e in edits("Two left at noon.", "Two left at ten.")]
    [('Two left at ', 'Two left at '), ('noon', 'ten'), ('.', '.')]
    """
    old, new = pieces(before), pieces(after)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(Edit(before="".join(old[a:b]), after="".join(new[c:d])) for _, a, b, c, d in found)


def _sentence(old: list[str], new: list[str], pair: Pair, moved: dict[int, int]) -> Sentence:
    a, b = pair
    if b is None:
        return Sentence(kind="deleted", before=old[a or 0], after=None)
    if a is None:
        return Sentence(kind="added", before=None, after=new[b])
    same = old[a] == new[b]
    kind: Kind = "moved" if moved.get(b) == a else "equal" if same else "edited"
    return Sentence(kind=kind, before=old[a], after=new[b], words=() if same else edits(old[a], new[b]))


def _aligned(old: list[str], new: list[str]) -> list[Pair]:
    """Pairs in the order of both texts; what begins and ends alike needs no looking at."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _matched(old[head : len(old) - tail], new[head : len(new) - tail])
    pairs: list[Pair] = [(i, i) for i in range(head)]
    pairs += [(head + a if a is not None else None, head + b if b is not None else None) for a, b in middle]
    ends = zip(range(len(old) - tail, len(old)), range(len(new) - tail, len(new)), strict=True)
    return [*pairs, *ends]


def _matched(old: list[str], new: list[str]) -> list[Pair]:
    alike = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        row, below = best[a], best[a + 1]
        for b in range(len(new) - 1, -1, -1):
            both = alike.get((a, b), 0.0)
            row[b] = max(below[b], row[b + 1], below[b + 1] + both if both else 0.0)
    return list(_walk(best, alike))


def _walk(best: list[list[float]], alike: dict[tuple[int, int], float]) -> Iterator[Pair]:
    a = b = 0
    while a < len(best) - 1 or b < len(best[0]) - 1:
        both = alike.get((a, b), 0.0)
        if both and best[a][b] == best[a + 1][b + 1] + both:
            yield a, b
            a, b = a + 1, b + 1
        elif a < len(best) - 1 and best[a][b] == best[a + 1][b]:
            yield a, None
            a += 1
        else:
            yield None, b
            b += 1


def _likeness(old: list[str], new: list[str]) -> dict[tuple[int, int], float]:
    """How alike sentences are: twice the words in common by the words of both; an equal one counts for more
    than any edited one."""
    found = {(a, b): 2.0 for a, b in product(range(len(old)), range(len(new))) if old[a] == new[b]}
    if max(len(old), len(new)) > MOST:
        return found
    bags = [[Counter(words(sentence)) for sentence in side] for side in (old, new)]
    for (a, one), (b, other) in product(enumerate(bags[0]), enumerate(bags[1])):
        both = sum((one & other).values())
        share = 2 * both / (one.total() + other.total()) if both else 0.0
        if share >= ALIKE:
            found.setdefault((a, b), share)
    return found


def _moved(old: list[str], new: list[str], aligned: list[Pair]) -> dict[int, int]:
    """Of what was left over, which new sentence was which old one, most alike first."""
    gone = [a for a, b in aligned if b is None and a is not None]
    come = [b for a, b in aligned if a is None and b is not None]
    alike = _likeness([old[a] for a in gone], [new[b] for b in come])
    found: dict[int, int] = {}
    for (i, k), _ in sorted(alike.items(), key=lambda item: (-item[1], item[0])):
        if come[k] not in found and gone[i] not in found.values():
            found[come[k]] = gone[i]
    return found


def _in_order(aligned: list[Pair], moved: dict[int, int]) -> Iterator[Pair]:
    for a, b in aligned:
        if b is not None and b in moved:
            yield moved[b], b
        elif b is not None or a not in moved.values():
            yield a, b
