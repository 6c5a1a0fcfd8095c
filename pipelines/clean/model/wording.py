"""The words of blocks and of their elements' names, as places in tables of learned weights.

Weights are whole numbers: their sums are exact, whatever the order and the machine.
"""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.classes import words_of
from pipelines.clean.level import Level
from pipelines.clean.model.checksums import code, followed

SAID_BITS = 16
NAMED_BITS = 15
_HEAD, _TAIL = 160, 24
"""Letters at the beginning and end of a block that are read: the furniture of pages says what it is there."""
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|\d+|[^\W\d_]+|[©|»›•*@#]"
)
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+|[|*@#]")
"""The same for casefolded ASCII, in a third of the time."""
Ids = tuple[int, ...]
Numbers = NDArray[np.int64]
_MASK = (1 << SAID_BITS) - 1
_NOTHING, _NONE = code(""), code("_none")
_SPACE, _FIRST, _LAST = (np.array([code(sign)]) for sign in (" ", "^", "$"))


class Places(NamedTuple):
    """Places in a table, of all blocks in one."""

    at: Numbers
    owners: Numbers
    """The block that each is of."""
    blocks: int

    def lists(self) -> list[list[int]]:
        """The same block by block."""
        order = np.argsort(self.owners, kind="stable")
        ends = np.cumsum(np.bincount(self.owners, minlength=self.blocks))
        return [part.tolist() for part in np.split(self.at[order], ends[:-1])] if self.blocks else []


def said_ids(texts: Sequence[str]) -> Places:
    """Places of each block's words, of pairs of them, and of the first and last.

    >>> said_ids(["Read more", ""]).owners.tolist()
    [0, 0, 1, 0, 0, 0]
    """
    found = [_tokens(t[:_HEAD]) or [""] for t in texts]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    ends = np.cumsum(sizes)
    codes = np.fromiter(map(_word, itertools.chain.from_iterable(found)), np.int64, int(sizes.sum()))
    owners = np.repeat(np.arange(len(found)), sizes)
    first, last = codes[ends - sizes], codes[ends - 1]
    for i, text in enumerate(texts):
        if len(text) > _HEAD:
            last[i] = code((_tokens(text[-_TAIL:]) or [""])[-1])
    pairs = np.flatnonzero(owners[1:] == owners[:-1])
    some = np.flatnonzero(first != _NOTHING)
    at = (
        np.where(codes == _NOTHING, _NONE, codes),
        followed(followed(codes[pairs], _SPACE), codes[pairs + 1]),
        followed(_FIRST, first[some]),
        followed(last[some], _LAST),
    )
    return Places(
        np.concatenate(at) & _MASK, np.concatenate([owners, owners[pairs], some, some]), len(found)
    )


def _tokens(text: str) -> list[str]:
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text.casefold())


@lru_cache(maxsize=65536)
def _word(token: str) -> int:
    """The code of a word; of a number, that of as many noughts."""
    return code("0" * len(token) if token[:1].isdecimal() else token)


@lru_cache(maxsize=16384)
def named_ids(name: str, said: str) -> Ids:
    """Places of an element's tag and the words in its names, near to the text; see :func:`farther`."""
    words = words_of(said)[:12]
    tokens = {name, *(f".{w}" for w in words), *(f"{name}.{w}" for w in words[:4])}
    tokens |= {f".{a}.{b}" for a, b in itertools.pairwise(words)}
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


def sums(places: Places, weights: NDArray[np.int16]) -> NDArray[np.float32]:
    """For each block the sum of its places' weights over the root of their number."""
    sizes = np.bincount(places.owners, minlength=places.blocks)
    total = np.bincount(places.owners, weights.take(places.at), places.blocks)
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
