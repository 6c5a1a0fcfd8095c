"""What stands around a block: neighbours, windows, what comes before and after."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SHIFTS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (2, 6, 15)


def shifted(columns: Floats, missing: float = -1.0) -> Floats:
    """The columns of the neighbours, up to three before and three after."""
    n, k = columns.shape
    out = np.full((n, k * len(SHIFTS)), missing, np.float32)
    for place, shift in enumerate(SHIFTS):
        into = out[:, place * k : (place + 1) * k]
        if shift < 0:
            into[-shift:] = columns[:shift]
        else:
            into[: max(n - shift, 0)] = columns[shift:]
    return out


def windowed(columns: Floats) -> Floats:
    """Means over windows of growing width."""
    n, k = columns.shape
    ends = np.zeros((n + 1, k))
    np.cumsum(columns, axis=0, dtype=np.float64, out=ends[1:])
    at = np.arange(n)
    parts = []
    for width in WINDOWS:
        low, high = np.maximum(at - width, 0), np.minimum(at + width + 1, n)
        parts.append((ends[high] - ends[low]) / (high - low)[:, None])
    return np.hstack(parts).astype(np.float32)


POSITION = (
    "index", "from end", "share of index", "blocks", "before", "after", "prose before", "prose after", "total", "since prose",
    "until prose", "of longest", "prose", "prose share",
)  # fmt: skip


def position(sizes: Floats, prose: NDArray[np.bool_]) -> Floats:
    """Where in the page a block stands: by count, by weight, by the prose before and after it."""
    n = len(sizes)
    at = np.arange(n)
    total, solid = sizes.sum(dtype=np.float64) or 1.0, np.where(prose, sizes, 0)
    run = np.cumsum(sizes, dtype=np.float64) - sizes
    prose_run = np.cumsum(solid, dtype=np.float64)
    mass = prose_run[-1] if n else 0.0
    last = np.maximum.accumulate(np.where(prose, at, -99))
    before = np.concatenate([[-99], last[:-1]])
    following = np.minimum.accumulate(np.where(prose, at, n + 99)[::-1])[::-1]
    after = np.concatenate([following[1:], [n + 99]])
    columns = (
        at, n - at, at / max(n, 1), n, run / total, (total - run - sizes) / total, (prose_run - solid) / max(mass, 1),
        (mass - prose_run) / max(mass, 1), total, np.minimum(at - before, 99), np.minimum(after - at, 99),
        sizes / (sizes.max() if n else 1), prose.sum(), mass / total,
    )  # fmt: skip
    out = np.empty((n, len(columns)), np.float32)
    for place, column in enumerate(columns):
        out[:, place] = column
    return out


def stretch(gains: NDArray[np.float64]) -> Floats:
    """The run of blocks with the greatest sum (as Finn et al. 2001 find a body): within it or not, and how far its ends are."""
    best, total, start, found = 0.0, 0.0, 0, (0, 0)
    for i, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best:
            best, found = total, (start, i + 1)
    at = np.arange(len(gains))
    out = np.zeros((len(gains), 3), np.float32)
    out[slice(*found), 0] = 1
    out[:, 1], out[:, 2] = at - found[0], found[1] - 1 - at
    return np.minimum(np.maximum(out, -50, out=out), 50, out=out)
