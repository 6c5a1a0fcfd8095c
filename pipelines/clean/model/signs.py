"""The signs in the texts of a page that tell how a block looks, found for all blocks at once.

All texts stand in one array of code points; a table says of what kinds each sign is. Letters and most else are of none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kinds = NDArray[np.uint32]

DIGIT, UPPER, QUOTE, FURNITURE, ADDRESS, RIGHTS, YEAR, COMMA, WIDE_COMMA, STOP, WIDE_STOP = (
    1 << k for k in range(11)
)
COUNTED = (1 << 11) - 1
"""Kinds that are looked for anywhere in a text; the others only beside one of these, or at an end."""
SPACE, BLANK, AFTER_STOP, LOWER, COLON, ASKS, DASH, MARK, BULLET = (1 << k for k in range(11, 20))
_KINDS = {
    DIGIT: r"\d", UPPER: "[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]", QUOTE: "[«»\"“”„「」『』]", FURNITURE: "[|›»→▼▲✕•·/]", ADDRESS: "[@/]",
    RIGHTS: "©", YEAR: "年", COMMA: ",", WIDE_COMMA: "[，、،]", STOP: "[.!?…؟۔।։]", WIDE_STOP: "[。！？]",
    SPACE: r"\s", BLANK: " ", AFTER_STOP: r"[\s\"”’»)]", COLON: "[:：]", ASKS: "[?？؟]", DASH: "[–—-]", MARK: r"[*†‡※\[(]",
    BULLET: "[•·▪◦‣]",
}  # fmt: skip
_PLANE = 0x10000
"""Of what is beyond it, only digits and small letters are of a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs of the counted kinds, in the order of the page."""

    kinds: Kinds
    before: Kinds
    """Of the sign before each; at the beginning of a text of a line end."""
    after: Kinds
    owners: Numbers
    """The text that each is in."""
    offsets: Numbers
    """Its place there."""
    first: Kinds
    """Kinds of the first sign of each text; of an empty one those of a line end."""
    last: Kinds

    def are(self, kind: int) -> Flags:
        """Which signs are of a kind."""
        return self.kinds & kind > 0

    def stand_behind(self, kind: int) -> Flags:
        """Which signs have one of a kind before them."""
        return self.before & kind > 0

    def stand_before(self, kind: int) -> Flags:
        """Which signs have one of a kind behind them."""
        return self.after & kind > 0

    def count(self, flags: Flags) -> Numbers:
        """How many of the flagged signs are in each text."""
        counts: Numbers = np.bincount(self.owners[flags], minlength=len(self.first))
        return counts


def signs(texts: Sequence[str]) -> Signs:
    """The signs of all texts."""
    whole = "\n".join(["", *texts, ""])
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _table().take(np.minimum(codes, _PLANE - 1))
    for i in np.flatnonzero(codes >= _PLANE):
        sign = whole[i]
        kinds[i] = DIGIT * sign.isdecimal() | LOWER * sign.islower()
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.cumsum(sizes + 1) - sizes
    at = np.flatnonzero(kinds & COUNTED)
    owners = np.searchsorted(starts, at, "right") - 1
    return Signs(
        kinds=kinds[at],
        before=kinds[at - 1],
        after=kinds[at + 1],
        owners=owners,
        offsets=at - starts[owners],
        first=kinds[starts],
        last=kinds[starts + np.maximum(sizes - 1, 0)],
    )


@cache
def _table() -> Kinds:
    """Kinds of each sign below :data:`_PLANE`."""
    every = "".join(map(chr, range(_PLANE)))
    table = np.zeros(_PLANE, np.uint32)
    for kind, pattern in _KINDS.items():
        table[[found.start() for found in re.finditer(pattern, every)]] |= kind
    table[[code for code, sign in enumerate(every) if sign.islower()]] |= LOWER
    return table
