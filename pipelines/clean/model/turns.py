"""Where a dump turns to other things: lines that speak of comments, of other articles, of the page's furniture, and dates.

A comment reads as the story does. What tells it is that a line far above said "12 comments", or that dates and times
stand between its like.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.cues import cue
from pipelines.clean.stamps import is_stamp

Floats = NDArray[np.float32]
Bits = NDArray[np.bool_]
_FURNITURE = frozenset(("subscribe", "share", "legal", "advertisement", "navigation", "widget"))
_SHORT, _STAMP = 110, 70
"""Weights of the longest line that may say what follows, and that may be a date."""
_FAR, _NEAR = 60, 8
"""Lines up to which a distance is told, and within which signs are counted."""
KINDS = ("comments", "related", "furniture", "dates")
TURNS = ("since", "until", "before", "near", "from first", "prose before first")
"""What is told of each kind of sign."""


def turns(texts: Sequence[str], sizes: Floats, prose: Bits) -> Floats:
    """One row a line, with :data:`TURNS` for each of :data:`KINDS`; ``sizes`` are weights."""
    short = sizes.tolist()
    said = [
        found[0] if size <= _SHORT and (found := cue(text)) else ""
        for text, size in zip(texts, short, strict=True)
    ]
    signs = (
        [label == "comments" for label in said],
        [label == "related" for label in said],
        [label in _FURNITURE for label in said],
        [size <= _STAMP and is_stamp(text) for text, size in zip(texts, short, strict=True)],
    )
    run = np.concatenate([[0.0], np.cumsum(np.where(prose, sizes, 0), dtype=np.float64)])
    return _of(np.array(signs, np.bool_), run / max(run[-1], 1.0))


def _of(signs: Bits, run: NDArray[np.float64]) -> Floats:
    """Where signs stand, a row of flags for each kind; ``run`` is the share of the prose before each line, and 1 at the end."""
    kinds, n = signs.shape
    at = np.arange(n)
    last = np.maximum.accumulate(np.where(signs, at, -_FAR - 1), axis=1)
    following = np.minimum.accumulate(np.where(signs, at, n + _FAR)[:, ::-1], axis=1)[:, ::-1]
    count = np.zeros((kinds, n + 1), np.int64)
    np.cumsum(signs, axis=1, out=count[:, 1:])
    first = np.where(signs, at, n).min(axis=1, initial=n)[:, None]
    out = np.empty((n, kinds, len(TURNS)), np.float32)
    columns = (
        np.minimum(at - last, _FAR), np.minimum(following - at, _FAR), count[:, :-1],
        count[:, np.minimum(at + _NEAR + 1, n)] - count[:, np.maximum(at - _NEAR, 0)],
        np.where(first < n, at - first, -9 * _FAR), run[first],
    )  # fmt: skip
    for place, column in enumerate(columns):
        out[:, :, place] = column.T
    return out.reshape(n, kinds * len(TURNS))
