"""Boosted decision trees as arrays: all trees and all rows are walked at once, level by level.

Each tree is complete to the same depth; where a branch ended sooner, its leaf is repeated. Leaves are whole numbers,
so that their sum is the same on every machine.
"""

from dataclasses import dataclass

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

    def odds(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        """Log-odds of each row, times :data:`SCALE`."""
        step = max(1, _MOST // len(self.features))
        parts = [self._odds(rows[i : i + step]) for i in range(0, len(rows), step)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _odds(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        count, inner = self.features.shape
        width = rows.shape[1]
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        at = np.arange(len(rows), dtype=np.int32) * width
        first = (np.arange(count, dtype=np.int32) * inner)[:, None]
        features, bounds = self.features.astype(np.int32).ravel(), self.bounds.ravel()
        # all rows are at the roots, which need not be looked up for each
        node = 1 + (rows.T[self.features[:, 0]] > self.bounds[:, :1]).astype(np.int32)
        for _ in range(inner.bit_length() - 1):
            here = first + node
            asked = features.take(here)
            asked += at
            node += node
            node += flat.take(asked) > bounds.take(here)
            node += 1
        node += (np.arange(count, dtype=np.int32) * (inner + 1) - inner)[:, None]
        odds: NDArray[np.int64] = self.leaves.ravel().take(node).sum(axis=0, dtype=np.int64)
        return odds
