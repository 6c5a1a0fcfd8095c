"""Which sign of a text stands for which in the index: :func:`.words.spaced` for whole texts, by a table.

Of nearly all signs the folded form depends on nothing around them; a text that has only such signs is folded at once.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from pipelines.corpus import words

_SPACE = ord(" ")
_ALONE = 1 << 24
"""Flag of a sign that is a word by itself."""
_HARD = 1 << 25
"""A sign that has to be looked at together with its neighbours."""
_UNKNOWN = 1 << 26
_SHORT = 200
"""Signs of a text that the table is not quicker for."""
_JAMO = ("\u1100", "\u11ff")
Signs = npt.NDArray[np.uint32]


def spaced(text: str) -> str:
    """What :func:`.words.spaced` says.

    >>> spaced("Rail-strike: day 3, 東京")
    'rail strike day 3 東 京'
    """
    if len(text) < _SHORT:
        return words.spaced(text)
    table = _table()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    signs = table[codes]
    top = signs.max(initial=0)
    if top >= _UNKNOWN:
        _learn(table, np.unique(codes[signs == _UNKNOWN]))
        signs = table[codes]
        top = signs.max()
    if top >= _HARD:
        return words.spaced(text)
    single = _single(_apart(signs) if top >= _ALONE else signs)
    if _longest(single) > words.LONGEST:
        return words.spaced(text)
    return single.tobytes().decode("utf-32-le").strip(" ")


@cache
def _table() -> Signs:
    return np.full(0x110000, _UNKNOWN, np.uint32)


def _learn(table: Signs, codes: Signs) -> None:
    table[codes] = [_sign(chr(code)) for code in codes.tolist()]


def _sign(sign: str) -> int:
    """What stands for a sign between letters; hard where that may be another between others."""
    found = words.spaced(f"a{sign}a")[1:-1]
    if found == " ":
        return _HARD if sign.isalnum() else _SPACE
    folded = found.strip(" ")
    joins = not folded or unicodedata.category(folded[0])[0] == "M" or _JAMO[0] <= folded <= _JAMO[1]
    if joins or len(folded) > 1 or len(found) == 2:
        return _HARD
    return ord(folded) | (_ALONE if len(found) == 3 else 0)


def _apart(signs: Signs) -> Signs:
    """Spaces on both sides of the words of one sign."""
    alone = signs >= _ALONE
    places = np.arange(signs.size) + 2 * np.cumsum(alone) - alone
    out = np.full(signs.size + 2 * int(alone.sum()), _SPACE, np.uint32)
    out[places] = signs & (_ALONE - 1)
    return out


def _single(signs: Signs) -> Signs:
    """One space of each run."""
    kept = signs != _SPACE
    kept[1:] |= kept[:-1]
    single: Signs = signs[kept]
    return single


def _longest(signs: Signs) -> int:
    """Signs of the longest word."""
    spaces = np.flatnonzero(signs == _SPACE)
    if not spaces.size:
        return int(signs.size)
    between = (spaces[1:] - spaces[:-1]).max(initial=0) - 1
    return int(max(spaces[0], between, signs.size - spaces[-1] - 1))
