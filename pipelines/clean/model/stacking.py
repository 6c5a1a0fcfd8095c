"""A second look at a dump: what the first trees said of the lines around a line, as columns for the second ones.

Stacked generalization (Wolpert 1992): the second trees learn from what the first said of sites that these never saw, so
that they know how far to trust it. A text is one stretch, or a few, and nothing but the odds of all its lines shows where.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.model import around
from pipelines.clean.model.features import Seen
from pipelines.clean.model.trees import SCALE

Floats = NDArray[np.float64]
_LONGEST = 1000.0
"""Weight from which on a line counts no more."""
_SIDES = (2, 5, 12, 30)
"""Lines before and after, over which the share of text is told."""
_SHIFTS = (1, 2, 3, 4, 6)
_STRETCHES = ((0.8, 8.0), (1.2, 2.0), (1.0, 20.0))
"""What a line has to promise, and what it costs, in the stretches that are looked for."""
_FAR = -9.0


def columns(seen: Seen, odds: NDArray[np.int64]) -> NDArray[np.float32]:
    """One row a line; ``odds`` are what the first trees said, times :data:`SCALE`."""
    said = odds / SCALE
    half = said / 2  # near the logistic function, and unlike it the same on every machine
    chance = 0.5 + 0.5 * half / np.sqrt(1 + half * half)
    sizes = np.minimum(seen.shared[:, 0].astype(np.float64) ** 2, _LONGEST)
    hopes = sizes * chance
    stretches = [around.stretch(sizes * (2 * chance - least) - cost) for least, cost in _STRETCHES]
    parts: list[NDArray[np.generic]] = [
        said,
        *_neighbours(said),
        *_sides(hopes, sizes),
        *_whole(said, hopes, sizes),
        *stretches,
        *_run(seen.groups[0], said, hopes, sizes),
    ]
    return np.column_stack(parts).astype(np.float32)


def _neighbours(said: Floats) -> Iterable[Floats]:
    most, n = max(_SHIFTS), len(said)
    wide = np.full(n + 2 * most, _FAR)
    wide[most : most + n] = said
    for shift in _SHIFTS:
        yield wide[most - shift :][:n]
        yield wide[most + shift :][:n]


def _sides(hopes: Floats, sizes: Floats) -> Iterable[Floats]:
    """Shares of text in the lines just before and just after."""
    at, n = np.arange(len(sizes)), len(sizes)
    held, weigh = (np.concatenate([[0.0], np.cumsum(v)]) for v in (hopes, sizes))
    for width in _SIDES:
        for low, high in ((np.maximum(at - width, 0), at), (at + 1, np.minimum(at + 1 + width, n))):
            high = np.maximum(low, high)
            yield (held[high] - held[low]) / (weigh[high] - weigh[low] + 1)


def _whole(said: Floats, hopes: Floats, sizes: Floats) -> Iterable[Floats]:
    """The dump as a whole: its text, how much of it is before a line, and how much has better odds."""
    n, before, passed = len(said), np.cumsum(hopes), np.cumsum(sizes)
    text, weight = before[-1], passed[-1]
    order = np.argsort(-said, kind="stable")
    better = np.empty(n)
    better[order] = np.cumsum(sizes[order]) - sizes[order]
    yield np.full(n, text)
    yield np.full(n, weight)
    yield np.full(n, said.max(initial=_FAR))
    yield better / (text + 1)
    yield before / (text + 1)
    yield before / (passed + 1)
    yield (text - before) / (weight - passed + 1)


def _run(runs: NDArray[np.int64], said: Floats, hopes: Floats, sizes: Floats) -> Iterable[Floats]:
    """The lines between two blank ones: their share of text, mean and best odds, and share of the dump."""
    count = np.maximum(np.bincount(runs), 1)
    weight = np.bincount(runs, sizes)
    best = np.full(len(count), _FAR)
    np.maximum.at(best, runs, said)
    yield (np.bincount(runs, hopes) / (weight + 1))[runs]
    yield (np.bincount(runs, said) / count)[runs]
    yield best[runs]
    yield weight[runs] / (np.cumsum(sizes)[-1] + 1)
