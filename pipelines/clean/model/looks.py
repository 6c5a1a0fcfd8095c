"""What a block looks like by itself: length, marks, case; the same for web pages and dumps."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.model import signs
from pipelines.clean.model.western import LETTERS, is_western
from pipelines.clean.shapes import squash, stops, weight

_HEAD = 200
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|@\w")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|年")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d\b")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W\d_]{4,}")
_ASCII_WORD = re.compile("[a-z]{4,}")
_WESTERN_WORD = re.compile(f"[a-z{LETTERS}]{{4,}}")
"""The same for casefolded ASCII, in a third of the time, and for :mod:`western <pipelines.clean.model.western>` texts."""
LOOKS = (
    "size", "words", "stop", "sentences", "commas", "digits", "upper", "capitals", "lower", "quotes", "colon", "asks",
    "address", "furniture", "rights", "year", "clock", "dash", "mark", "bullet",
)  # fmt: skip


def looks(texts: Sequence[str]) -> NDArray[np.float32]:
    """All blocks, one row each, in the order of :data:`LOOKS`."""
    found = signs.signs(texts)
    first, last, empty = found.first, found.last, np.array([not t for t in texts], np.bool_)
    heads = _heads([t[:_HEAD] for t in texts], found)
    columns: list[NDArray[Any]] = [
        np.array([weight(t) for t in texts]),
        np.array([t.count(" ") + 1 for t in texts]),
        np.array([stops(t) for t in texts]),
        found.count(
            found.are(signs.STOP) & found.stand_before(signs.AFTER_STOP) | found.are(signs.WIDE_STOP)
        ),
        found.count(found.are(signs.COMMA) & found.stand_before(signs.BLANK) | found.are(signs.WIDE_COMMA)),
        *heads[:3],
        first & signs.LOWER > 0,
        heads[3],
        (last & signs.COLON > 0) | empty,
        (last & signs.ASKS > 0) | empty,
        *heads[4:],
        (first & signs.DASH > 0) | empty,
        (first & signs.MARK > 0) | empty,
        (first & (signs.BULLET | signs.DIGIT) > 0) | empty,
    ]
    return np.column_stack(columns).astype(np.float32).reshape(len(texts), len(LOOKS))


def _heads(heads: Sequence[str], found: signs.Signs) -> tuple[NDArray[Any], ...]:
    """What is looked for only in the beginnings of blocks, which tell enough of long ones."""
    near = found.offsets < _HEAD
    sizes = np.array([len(h) or 1 for h in heads])
    words = np.array([h.count(" ") + 1 for h in heads])
    upper = found.are(signs.UPPER) & near
    capitals = upper & found.stand_behind(signs.SPACE)
    digits, address, rights, year = (
        found.count(found.are(kind) & near) for kind in (signs.DIGIT, signs.ADDRESS, signs.RIGHTS, signs.YEAR)
    )
    return (
        digits / sizes,
        found.count(upper) / sizes,
        found.count(capitals) / words,
        found.count(found.are(signs.QUOTE) & near),
        _matched(_ADDRESS, heads, (address > 0) | _holding("www.", heads)),
        found.count(found.are(signs.FURNITURE) & near),
        (rights > 0) | _holding("(c)", heads),
        _matched(_YEAR, heads, (digits > 3) | (year > 0)),
        _matched(_CLOCK, heads, digits > 2),
    )


def _holding(part: str, heads: Sequence[str]) -> signs.Flags:
    return np.array([part in h for h in heads], np.bool_)


def _matched(pattern: re.Pattern[str], heads: Sequence[str], may: signs.Flags) -> signs.Flags:
    """Which blocks hold what a pattern describes, of those that may."""
    out = np.zeros(len(heads), np.bool_)
    for i in np.flatnonzero(may).tolist():
        out[i] = pattern.search(heads[i]) is not None
    return out


TALK = ("title share", "title part", "known share", "copies", "first copy")


def talk(texts: Sequence[str], titles: Sequence[str], prose: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What blocks have to do with the title, with the page's prose and with each other."""
    heads = [_words(t[:400]) for t in texts]
    title = {w for t in titles for w in _words(t)}
    once, twice = set[str](), set[str]()
    for words, solid in zip(heads, prose.tolist(), strict=True):
        if solid:
            twice |= once & words
            once |= words
    keys = [squash(t) for t in texts]
    same = Counter(keys)
    seen = set[str]()
    rows = []
    for key, words, solid in zip(keys, heads, prose.tolist(), strict=True):
        total = len(words) or 1
        hits = len(words & title)
        shared = len(words & (twice if solid else once)) / total if words else -1.0
        rows.append((hits / total, hits / (len(title) or 1), shared, same[key], key not in seen))
        seen.add(key)
    return np.array(rows, np.float32).reshape(len(texts), len(TALK))


def _words(text: str) -> set[str]:
    pattern = _ASCII_WORD if text.isascii() else _WESTERN_WORD if is_western(text) else _WORD
    return set(pattern.findall(text.casefold()))
