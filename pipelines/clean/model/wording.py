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
from pipelines.clean.model.western import LETTERS, is_western

SAID_BITS = 16
NAMED_BITS = 15
_HEAD, _TAIL = 160, 24
"""Letters at the beginning and end of a block that are read: the furniture of pages says what it is there."""
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|\d+|[^\W\d_]+|[©|»›•*@#]"
)
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+|[|*@#]")
_WESTERN_TOKEN = re.compile(f"[a-z{LETTERS}]+|[0-9]+|[©|»›•*@#]")
"""The same for casefolded ASCII, in a third of the time, and for :mod:`western <pipelines.clean.model.western>` texts."""
_MOST = 65536
"""Words whose codes are kept."""
Ids = tuple[int, ...]
Numbers = NDArray[np.int64]
_MASK = (1 << SAID_BITS) - 1
_NAMED_MASK = (1 << NAMED_BITS) - 1
_NOTHING, _NONE = code(""), code("_none")
_FIRST, _ENDS = np.array([code("^")]), np.array([code(" "), code("$")])
"""Before the first word; behind the first one of a pair, and behind the last one."""


class _Codes(dict[str, int]):
    """The code of each word; of a number, that of as many noughts. Quicker to ask than a function with a cache."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        found = self[token] = code("0" * len(token) if token[:1].isdecimal() else token)
        return found


_CODES = _Codes()


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
    found = [tokens(t[:_HEAD]) or [""] for t in texts]
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    ends = np.cumsum(sizes)
    codes = np.fromiter(
        map(_CODES.__getitem__, itertools.chain.from_iterable(found)), np.int64, int(sizes.sum())
    )
    owners = np.repeat(np.arange(len(found)), sizes)
    first, last = codes[ends - sizes], codes[ends - 1]
    for i, text in enumerate(texts):
        if len(text) > _HEAD:
            last[i] = code((tokens(text[-_TAIL:]) or [""])[-1])
    pairs = np.flatnonzero(owners[1:] == owners[:-1])
    some = np.flatnonzero(first != _NOTHING)
    count = len(pairs)
    ended = followed(np.concatenate([codes[pairs], last[some]]), np.repeat(_ENDS, (count, len(some))))
    begun = followed(
        np.concatenate([ended[:count], np.repeat(_FIRST, len(some))]),
        np.concatenate([codes[pairs + 1], first[some]]),
    )
    at = np.concatenate([np.where(codes == _NOTHING, _NONE, codes), begun, ended[count:]])
    return Places(at & _MASK, np.concatenate([owners, owners[pairs], some, some]), len(found))


def tokens(text: str) -> list[str]:
    """Words, numbers and a few signs of a text in one case; in scripts that part no words, each letter."""
    pattern = _ASCII_TOKEN if text.isascii() else _WESTERN_TOKEN if is_western(text) else _TOKEN
    return pattern.findall(text.casefold())


@lru_cache(maxsize=16384)
def named_ids(name: str, said: str) -> Ids:
    """Places of an element's tag and the words in its names: each word, the first ones with the tag, pairs of words."""
    words = [_dotted(word) for word in words_of(said)[:12]]
    tag = crc32(name.encode("utf-8", "surrogatepass"))
    found = {tag, *(own for _, own in words), *(crc32(text, tag) for text, _ in words[:4])}
    found |= {crc32(text, before) for (_, before), (text, _) in itertools.pairwise(words)}
    return tuple(sorted(one & _NAMED_MASK for one in found))


@lru_cache(maxsize=16384)
def _dotted(word: str) -> tuple[bytes, int]:
    """A word with a dot before it, and its checksum, from which that of another text before or behind it goes on."""
    text = f".{word}".encode("utf-8", "surrogatepass")
    return text, crc32(text)


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


def named(levels: Sequence[Level], weights: Numbers) -> NDArray[np.float32]:
    """Scores of the elements near to each text, in the middle and far from it; weights are one row for each of these."""
    tree = _Tree(levels)
    ids = [named_ids(*key) for key in tree.names]
    sizes = np.fromiter(map(len, ids), np.int64, len(ids))
    flat = np.fromiter(itertools.chain.from_iterable(ids), np.int64, int(sizes.sum()))
    own = np.add.reduceat(weights.take(flat, axis=1), np.cumsum(sizes) - sizes, axis=1)
    total = tree.summed(np.column_stack([own.T, sizes]))
    parent, here = np.array(tree.parent), tree.own
    ends = [here]
    for distance in range(1, REACH[1] + 1):
        here = parent[here]
        if distance in REACH:
            ends.append(here)
    inner, outer, far = (total[end] for end in ends)
    parts = [(inner - outer)[:, [0, 3]], (outer - far)[:, [1, 3]], far[:, [2, 3]]]
    return np.column_stack([p[:, 0] / np.sqrt(np.maximum(p[:, 1], 1)) for p in parts]).astype(np.float32)


class _Tree:
    """The elements around the texts of a page, numbered from the root; number 0 is around it."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.number: dict[Level | None, int] = {None: 0}
        self.parent = [0]
        self.name = [-1]
        """For each element, which of the names it has."""
        self.names: dict[tuple[str, str], int] = {}
        self.own = np.fromiter(map(self._number, levels), np.int64, len(levels))

    def _number(self, level: Level) -> int:
        todo = list[Level]()
        here: Level | None = level
        while (number := self.number.get(here)) is None and here is not None:
            todo.append(here)
            here = here.above
        above = number or 0
        for one in reversed(todo):
            self.parent.append(above)
            self.name.append(self.names.setdefault((one.name, one.said), len(self.names)))
            above = self.number[one] = len(self.parent) - 1
        return above

    def summed(self, own: Numbers) -> Numbers:
        """For each element the sums of what its names have and those of all elements around it."""
        rows: list[list[int]] = own.tolist()
        out = [(0, 0, 0, 0)]
        for above, name in zip(self.parent[1:], self.name[1:], strict=True):
            (a, b, c, d), (e, f, g, h) = out[above], rows[name]
            out.append((a + e, b + f, c + g, d + h))
        return np.array(out, np.int64)
