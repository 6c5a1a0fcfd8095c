"""What the elements around a block tell: their tags and names, and what else stands in them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.level import Level
from pipelines.clean.spans import Piece

Floats = NDArray[np.float32]
TAGS = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "td", "th", "blockquote", "figure", "figcaption", "a", "nav", "header", "footer",
    "aside", "form", "article", "main", "section", "table", "button", "label", "select", "time", "dl", "pre", "em", "ul", "ol",
    "details", "dialog", "address", "span", "strong",
)  # fmt: skip
CUES = (
    "caption", "credit", "byline", "date", "kicker", "lead", "headline", "share", "subscribe", "related", "comments", "advertisement",
    "navigation", "tags", "legal", "widget", "paywall", "footnote", "correction", "embed", "live", "body", "section", "factbox",
    "bio", "hidden",
)  # fmt: skip
_TAG_AT = {name: i for i, name in enumerate(TAGS)}
_CUE_AT = {name: i for i, name in enumerate(CUES)}
_OWN = {
    name: i
    for i, name in enumerate(
        ("p", "div", "li", "h1", "h2", "h3", "h4", "td", "br", "img", "a", "section", "article"), 1
    )
}


def flags(pieces: Sequence[Piece]) -> Floats:
    """Tags and cues of the elements around each block, the kind of its own element, and its depth."""
    rows = np.zeros((len(pieces), len(TAGS) + len(CUES) + 3), np.float32)
    tags, cues = dict[frozenset[str], list[int]](), dict[frozenset[str], list[int]]()
    at, columns = list[int](), list[int]()
    levels = [_level(p) for p in pieces]
    for i, level in enumerate(levels):
        if (found := tags.get(level.tags)) is None:
            found = tags[level.tags] = [_TAG_AT[t] for t in level.tags if t in _TAG_AT]
        if (told := cues.get(level.cues)) is None:
            told = cues[level.cues] = [len(TAGS) + _CUE_AT[c] for c in level.cues if c in _CUE_AT]
        columns += found
        columns += told
        at += [i] * (len(found) + len(told))
    rows[at, columns] = 1
    rows[:, -3] = [_OWN.get(level.block.name, 0) for level in levels]
    rows[:, -2] = [level.depth for level in levels]
    rows[:, -1] = [p.from_alt for p in pieces]
    return rows


def _level(piece: Piece) -> Level:
    assert piece.level is not None
    return piece.level


SHELLS = 4
"""Enclosing elements that are looked at, from the block's own outwards."""


class Shells:
    """The block elements that enclose each block, numbered; sums over all that is in them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.number: dict[Level, int] = {}
        self.parent: list[int] = []
        self.depth: list[int] = []
        self.own = np.fromiter((self._number(_level(p).block) for p in pieces), np.int64, len(pieces))

    def _number(self, level: Level) -> int:
        todo = []
        here: Level | None = level
        while here is not None and here not in self.number:
            todo.append(here)
            here = here.above and (here.above.around or here.above)
        above = self.number[here] if here is not None else 0
        for one in reversed(todo):
            self.number[one] = len(self.parent)
            self.parent.append(above)
            self.depth.append(self.depth[above] + 1 if len(self.parent) > 1 else 0)
            above = len(self.parent) - 1
        return self.number[level]

    def sums(self, columns: Floats) -> NDArray[np.float64]:
        """For each element the sums of the columns over all blocks in it."""
        out = np.zeros((len(self.parent), columns.shape[1]))
        np.add.at(out, self.own, columns)
        rows: list[list[float]] = out.tolist()
        for i in range(len(rows) - 1, 0, -1):  # children have greater numbers than their parents
            above, mine = rows[self.parent[i]], rows[i]
            for k, value in enumerate(mine):
                above[k] += value
        return np.array(rows).reshape(out.shape)

    def outwards(self) -> list[NDArray[np.int64]]:
        """Numbers of each block's own element, its parent, and so on."""
        parent = np.array(self.parent)
        found = [self.own]
        for _ in range(SHELLS - 1):
            found.append(parent[found[-1]])
        return found


def shells(found: Shells, sizes: Floats, prose: NDArray[np.bool_], linked: Floats) -> Floats:
    """For each enclosing element its share of the page's prose, its links, how much and how many it holds."""
    n = len(sizes)
    columns = np.column_stack([sizes, np.where(prose, sizes, 0), prose, linked, np.ones(n)]).astype(
        np.float32
    )
    total = found.sums(columns)
    mass = max(total[0, 1], 1.0) if len(total) else 1.0
    parts = []
    for numbers in found.outwards():
        here = total[numbers]
        parts += [
            here[:, 1] / mass,
            here[:, 3] / np.maximum(here[:, 0], 1),
            here[:, 4],
            here[:, 0] / here[:, 4],
            here[:, 2],
        ]
    for part in (0.75, 0.4):
        parts += _distance(found, total[:, 1], part)
    return np.column_stack(parts).astype(np.float32)


def _distance(found: Shells, mass: NDArray[np.float64], part: float) -> list[NDArray[np.float64]]:
    """How far outside the innermost element that holds this part of the prose a block stands, and how deep in it."""
    chosen, depth = 0, np.array(found.depth)
    holds = np.flatnonzero(mass >= part * mass[0])
    if len(holds):
        chosen = int(holds[np.argmax(depth[holds])])
    return _from(found, chosen)


def _from(found: Shells, chosen: int) -> list[NDArray[np.float64]]:
    """How many elements up from a chosen one the way to a block turns, and how many down it goes from there."""
    depth = np.array(found.depth)
    above = {chosen}
    while found.parent[chosen] not in above:
        chosen = found.parent[chosen]
        above.add(chosen)
    meets = [0] * len(found.parent)
    for i in range(len(meets)):
        meets[i] = i if i in above else meets[found.parent[i]]
    meeting = depth[np.array(meets)[found.own]]
    return [max(depth[i] for i in above) - meeting, depth[found.own] - meeting]


def anchored(found: Shells, anchor: int) -> Floats:
    """The way through the tree from the headline to each block; -1 where no headline is."""
    if anchor < 0:
        return np.full((len(found.own), 2), -1, np.float32)
    return np.column_stack(_from(found, int(found.own[anchor]))).astype(np.float32)


def stories(pieces: Sequence[Piece]) -> Floats:
    """In which ``article`` element of the page a block stands, by order, how deep they nest, and how many there are."""
    order: dict[Level, tuple[int, int]] = {}
    rows = []
    for level in map(_level, pieces):
        here: Level | None = level if "article" in level.tags else None
        while here is not None and here.name != "article":
            here = here.above
        if here is not None and here not in order:
            nested = here.above is not None and "article" in here.above.tags
            order[here] = (len(order) + 1, nested)
        rows.append(order[here] if here is not None else (0, 0))
    return np.array([(*row, len(order)) for row in rows], np.float32).reshape(len(pieces), 3)


_STEP = 2048.0


def promising(found: Shells, shared: Floats, scores: Floats) -> Floats:
    """For each enclosing element its share of what the words and names say is text; and the way to where most of it is."""
    hope = np.clip(0.5 + scores.sum(axis=1, dtype=np.float64) / _STEP, 0, 1)
    size = shared[:, 0].astype(np.float64) ** 2
    total = found.sums(np.column_stack([size * hope, size]).astype(np.float32))
    mass = max(total[0, 0], 1.0)
    parts = [hope]
    for numbers in found.outwards():
        here = total[numbers]
        parts += [here[:, 0] / mass, here[:, 0] / np.maximum(here[:, 1], 1)]
    for part in (0.75, 0.5):
        parts += _distance(found, total[:, 0], part)
    return np.column_stack(parts).astype(np.float32)


def signatures(pieces: Sequence[Piece]) -> NDArray[np.int64]:
    """Numbers of the blocks' kinds: same element, same names, same parent's names."""
    numbers: dict[tuple[str, str, str], int] = {}
    out = []
    for piece in pieces:
        block = _level(piece).block
        above = block.above.said if block.above is not None else ""
        out.append(numbers.setdefault((block.name, block.said, above), len(numbers)))
    return np.array(out, np.int64)


def grouped(groups: NDArray[np.int64], columns: Floats) -> Floats:
    """For each block the means of the columns over its group, and the group's size."""
    sizes = np.maximum(np.bincount(groups), 1)
    means = [np.bincount(groups, column) / sizes for column in columns.T]
    return np.column_stack([*(m[groups] for m in means), sizes[groups]]).astype(np.float32)
