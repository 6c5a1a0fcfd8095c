"""The words of blocks and of their elements' names, as places in tables of learned weights.

Weights are whole numbers: their sums are exact, whatever the order and the machine.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.classes import words_of
from pipelines.clean.level import Level

SAID_BITS = 16
NAMED_BITS = 15
_HEAD, _TAIL = 160, 24
"""Letters at the beginning and end of a block that are read: the furniture of pages says what it is there."""
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|\d+|[^\W\d_]+|[©|»›•*@#]"
)
Ids = tuple[int, ...]


@lru_cache(maxsize=65536)
def _said_id(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass")) & ((1 << SAID_BITS) - 1)


def said_ids(text: str) -> list[int]:
    """Places of a block's words, of pairs of them, and of the first and last.

    >>> len(said_ids("Read more")), len(said_ids(""))
    (5, 1)
    """
    head = text[:_HEAD].casefold()
    words = _TOKEN.findall(head)
    if not words:
        return [_said_id("_none")]
    if _DIGIT.search(head):
        words = ["0" * len(w) if w[0].isdecimal() else w for w in words]
    last = words[-1] if len(text) <= _HEAD else (_TOKEN.findall(text[-_TAIL:].casefold()) or [""])[-1]
    pairs = map(" ".join, pairwise(words))
    return [*map(_said_id, words), *map(_said_id, pairs), _said_id(f"^{words[0]}"), _said_id(f"{last}$")]


@lru_cache(maxsize=16384)
def named_ids(name: str, said: str) -> Ids:
    """Places of an element's tag and the words in its names, near to the text; see :func:`farther`."""
    words = words_of(said)[:12]
    tokens = {name, *(f".{w}" for w in words), *(f"{name}.{w}" for w in words[:4])}
    tokens |= {f".{a}.{b}" for a, b in pairwise(words)}
    return tuple(sorted(crc32(t.encode("utf-8", "surrogatepass")) & ((1 << NAMED_BITS) - 1) for t in tokens))


REACH = (2, 5, 99)
"""Elements up to these distances from the text are told apart: near, middle, far."""


def chain(level: Level) -> tuple[list[Ids], list[Ids], list[Ids]]:
    """The elements around a text by their distance from it."""
    out: tuple[list[Ids], list[Ids], list[Ids]] = ([], [], [])
    here: Level | None = level
    distance = 0
    while here is not None:
        out[0 if distance < REACH[0] else 1 if distance < REACH[1] else 2].append(
            named_ids(here.name, here.said)
        )
        distance += 1
        here = here.above
    return out


def sums(ids: Sequence[Sequence[int]], weights: NDArray[np.int16]) -> NDArray[np.float32]:
    """For each list of places the sum of their weights over the root of their number."""
    sizes = np.fromiter(map(len, ids), np.int64, len(ids))
    flat = np.fromiter((i for some in ids for i in some), np.int64, int(sizes.sum()))
    ends = np.concatenate([[0], np.cumsum(weights[flat].astype(np.int64))])
    stop = np.cumsum(sizes)
    total = ends[stop] - ends[stop - sizes]
    scores: NDArray[np.float32] = (total / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)
    return scores


class Names:
    """Weights of elements' names, added up along the tree; each element is asked for once a page."""

    def __init__(self, weights: Sequence[Sequence[int]]) -> None:
        self.weights = weights
        self.own: dict[tuple[str, str], tuple[int, int, int, int]] = {}
        self.sums: dict[Level | None, tuple[int, int, int, int]] = {None: (0, 0, 0, 0)}
        """Near, middle, far and count of an element and all around it."""

    def of(self, level: Level) -> tuple[float, float, float]:
        """Scores of the elements near to a text, in the middle and far from it."""
        here: Level | None = level
        all_ = self._sums(here)
        for _ in range(REACH[0]):
            here = here.above if here is not None else None
        outer = self._sums(here)
        for _ in range(REACH[1] - REACH[0]):
            here = here.above if here is not None else None
        far = self._sums(here)
        return (
            _scaled(all_[0] - outer[0], all_[3] - outer[3]),
            _scaled(outer[1] - far[1], outer[3] - far[3]),
            _scaled(far[2], far[3]),
        )

    def _sums(self, level: Level | None) -> tuple[int, int, int, int]:
        found = self.sums.get(level)
        if found is not None:
            return found
        todo = []
        while (found := self.sums.get(level)) is None:
            todo.append(level)
            level = level.above if level is not None else None
        for one in reversed(todo):
            a, b, c, n = self._own(one) if one is not None else (0, 0, 0, 0)
            found = self.sums[one] = (found[0] + a, found[1] + b, found[2] + c, found[3] + n)
        return found

    def _own(self, level: Level) -> tuple[int, int, int, int]:
        key = (level.name, level.said)
        found = self.own.get(key)
        if found is None:
            ids = named_ids(*key)
            near, mid, far = (sum(map(table.__getitem__, ids)) for table in self.weights)
            found = self.own[key] = (near, mid, far, len(ids))
        return found


def _scaled(total: int, count: int) -> float:
    return total / count**0.5 if count else 0.0
