"""Boosted decision trees as arrays: all trees and all rows are walked at once, level by level.

Each tree is complete to the same depth; where a branch ended sooner, its leaf is repeated. Leaves are whole numbers,
so that their sum is the same on every machine.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SCALE = 1 << 16
"""Leaves are log-odds times this."""
_MOST = 1 << 15
"""Row × tree pairs walked at once: what fits into a core's own cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """An ensemble: inner nodes by level from the root, then the leaves from left to right."""

    features: NDArray[np.uint16]
    """Trees × inner nodes: the column asked for."""
    bounds: NDArray[np.float32]
    """Trees × inner nodes: to the left at or below it."""
    leaves: NDArray[np.int32]
    """Trees × leaves."""

    levels: tuple[tuple[NDArray[np.intp], NDArray[np.float32]], ...] = field(
        init=False, repr=False, compare=False
    )
    """Columns and bounds level by level: the two nodes below node n of a level are 2 n and 2 n + 1 of the next."""

    def __post_init__(self) -> None:
        """Sorts the nodes by level once, where each walk would have to find its place in its tree at every step."""
        object.__setattr__(
            self, "levels", tuple(self._level(k) for k in range(self.features.shape[1].bit_length()))
        )

    def _level(self, k: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        nodes = slice((1 << k) - 1, (1 << (k + 1)) - 1)
        return self.features[:, nodes].astype(np.intp).ravel(), self.bounds[:, nodes].ravel()

    def odds(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        """Log-odds of each row, times :data:`SCALE`."""
        step = max(1, _MOST // len(self.features))
        parts = [self._odds(rows[i : i + step]) for i in range(0, len(rows), step)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _odds(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        at = np.arange(len(rows), dtype=np.intp) * rows.shape[1]
        (roots, bounds), *below = self.levels
        # all rows are at the roots, which need not be looked up for each
        node = 2 * np.arange(len(roots), dtype=np.intp)[:, None] + (rows.T[roots] > bounds[:, None])
        for features, bounds in below:
            asked = features.take(node)
            asked += at
            right = flat.take(asked) > bounds.take(node)
            node += node
            node += right
        odds: NDArray[np.int64] = self.leaves.ravel().take(node).sum(axis=0, dtype=np.int64)
        return odds
