"""Which sign of a text stands for which in the index: what :func:`.words.spaced` makes of whole texts, by a table.

Of nearly all signs the folded form depends on nothing around them; a text that has only such signs is folded at once,
and several texts together.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.corpus import words

_SPACE = ord(" ")
_ALONE = 1 << 24
"""Flag of a sign that is a word by itself."""
_HARD = 1 << 25
"""A sign that has to be looked at together with its neighbours."""
_UNKNOWN = 1 << 26
_SIMPLE, _MIXED = 80_000, 24_000
"""Letters folded at once, in ASCII and in any script: what the processor's cache has room for, in arrays for which the
kernel is not asked each time (of 128 KB, by malloc(3))."""
_JAMO = ("\u1100", "\u11ff")
Signs = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


class Folded(NamedTuple):
    """The words of a text."""

    text: str
    """With one space or several between them."""
    words: int
    """How many there are."""


def folded(texts: Sequence[str]) -> list[Folded]:
    """What :func:`.words.spaced` says of each.

    >>> folded(["Rail-strike: day 3, 東京", "Straße"])
    [Folded(text='rail strike  day 3   東  京 ', words=6), Folded(text='strasse', words=1)]
    """
    found = [Folded("", 0)] * len(texts)
    for fold, kind, most in ((_simple, True, _SIMPLE), (_mixed, False, _MIXED)):
        chosen = [i for i, text in enumerate(texts) if text.isascii() == kind]
        for some in _together(chosen, texts, most):
            for i, one in zip(some, fold([texts[i] for i in some]), strict=True):
                found[i] = one
    return found


def _together(chosen: list[int], texts: Sequence[str], most: int) -> Iterator[list[int]]:
    """Some of the chosen texts at a time, by their letters."""
    some, length = list[int](), 0
    for i in chosen:
        if some and length + len(texts[i]) > most:
            yield some
            some, length = [], 0
        some.append(i)
        length += len(texts[i])
    if some:
        yield some


def _simple(texts: list[str]) -> list[Folded]:
    """Of texts in ASCII."""
    whole = " ".join((*texts, "")).translate(_ascii())
    bounds = np.fromiter(accumulate((len(text) + 1 for text in texts), initial=0), np.int64)
    return _parted(texts, whole, np.frombuffer(whole.encode(), np.uint8) == _SPACE, bounds)


def _mixed(texts: list[str]) -> list[Folded]:
    """Of any texts."""
    easy = [text.replace("ß", "ss") for text in texts]
    signs = _signs(" ".join((*easy, "")))
    bounds = np.fromiter(accumulate((len(text) + 1 for text in easy), initial=0), np.int64)
    tops = np.maximum.reduceat(signs, bounds[:-1])
    if tops.max() >= _HARD:
        signs[signs >= _HARD] = _SPACE
    if tops.max() >= _ALONE:
        signs, bounds = _apart(signs, bounds)
    found = _parted(texts, signs.tobytes().decode("utf-32-le"), signs == _SPACE, bounds)
    for i in np.flatnonzero(tops >= _HARD).tolist():
        found[i] = _slowly(texts[i])
    return found


def _parted(texts: list[str], whole: str, spaces: npt.NDArray[np.bool_], bounds: Places) -> list[Folded]:
    """The folded texts out of one, in which each ends with a space."""
    if _has_run(~spaces, words.LONGEST + 1):
        return [_slowly(text) for text in texts]
    begins = np.empty_like(spaces)
    begins[0], begins[1:] = not spaces[0], spaces[:-1] > spaces[1:]
    places = bounds.tolist()
    return [
        Folded(whole[start : end - 1], int(np.count_nonzero(begins[start:end])))
        for start, end in pairwise(places)
    ]


def _has_run(marks: npt.NDArray[np.bool_], size: int) -> bool:
    """Are so many in a row set? Each step finds the runs of up to twice the length."""
    length = 1
    while length < size:
        more = min(length, size - length)
        marks = marks[more:] & marks[:-more]
        length += more
    return bool(marks.any())


def _slowly(text: str) -> Folded:
    spaced = words.spaced(text)
    return Folded(spaced, spaced.count(" ") + bool(spaced))


@cache
def _ascii() -> str:
    signs = _signs("".join(map(chr, range(128))))
    return signs.astype(np.uint8).tobytes().decode()


@cache
def _table() -> Signs:
    return np.full(0x110000, _UNKNOWN, np.uint32)


def _signs(text: str) -> Signs:
    """What stands for each sign, with its flags."""
    table, codes = _table(), np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    signs = table.take(codes)
    if signs.max() >= _UNKNOWN:
        unknown = np.unique(codes[signs == _UNKNOWN])
        table[unknown] = [_sign(chr(code)) for code in unknown.tolist()]
        signs = table.take(codes)
    return signs


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


def _apart(signs: Signs, bounds: Places) -> tuple[Signs, Places]:
    """Spaces on both sides of the words of one sign, and where the texts then begin."""
    alone = signs >= _ALONE
    before = 2 * np.cumsum(alone)
    out = np.full(signs.size + int(before[-1]), _SPACE, np.uint32)
    out[np.arange(signs.size) + before - alone] = signs & (_ALONE - 1)
    return out, bounds + np.concatenate(([0], before))[bounds]
