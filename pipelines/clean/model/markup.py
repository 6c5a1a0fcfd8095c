"""What the elements around a block tell: their tags and names, and what else stands in them."""

from collections.abc import Sequence
from typing import Any

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
    kinds: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    levels = [_level(p) for p in pieces]
    numbers = [kinds.setdefault((level.tags, level.cues), len(kinds)) for level in levels]
    table = np.zeros((len(kinds), len(TAGS) + len(CUES)), np.float32)
    for i, (tags, cues) in enumerate(kinds):  # a page has few, each around many blocks
        table[i, [_TAG_AT[t] for t in tags if t in _TAG_AT]] = 1
        table[i, [len(TAGS) + _CUE_AT[c] for c in cues if c in _CUE_AT]] = 1
    rows = np.empty((len(pieces), len(TAGS) + len(CUES) + 3), np.float32)
    rows[:, :-3] = table[numbers]
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
    """The block elements that enclose each block, numbered in the order of the page; sums over all that is in them."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.levels: list[Level] = []
        self.number: dict[Level, int] = {}
        self.above: list[int] = []
        numbers = [self._number(_level(p).block) for p in pieces]
        self.inwards = list(zip(range(1, len(self.above)), self.above[1:], strict=True))
        """Number and parent of each element but the outermost."""
        self.outwards = self.inwards[::-1]
        depths, ends = [0] * len(self.above), list(range(1, len(self.above) + 1))
        for one, above in self.inwards:
            depths[one] = depths[above] + 1
        for one, above in self.outwards:
            ends[above] = max(ends[above], ends[one])
        self.ends = ends
        """The first number behind those of the elements in each."""
        self.depths = np.array(depths, np.int64)
        self.own = np.array(numbers, np.int64)
        parents, around = np.array(self.above, np.int64), [self.own]
        for _ in range(SHELLS - 1):
            around.append(parents[around[-1]])
        self.around = np.stack(around, axis=1)
        """For each block the numbers of its own element, its parent, and so on."""

    def _number(self, level: Level) -> int:
        todo = list[Level]()
        here: Level | None = level
        while here is not None and here not in self.number:  # no recursion: pages nest deeper than the stack
            todo.append(here)
            here = here.above and (here.above.around or here.above)
        number = self.number[here] if here is not None else 0
        for one in reversed(todo):
            self.above.append(number)
            self.levels.append(one)
            number = self.number[one] = len(self.levels) - 1
        return number

    def sums(self, columns: Sequence[NDArray[Any]]) -> list[NDArray[np.float64]]:
        """For each of the columns the sums over all blocks in each element."""
        return [self._sums(column) for column in columns]

    def _sums(self, column: NDArray[Any]) -> NDArray[np.float64]:
        total: list[float] = np.bincount(self.own, column, len(self.above)).tolist()
        for one, above in self.outwards:
            total[above] += total[one]
        return np.array(total)

    def spread(self, columns: Sequence[NDArray[np.float64]]) -> Floats:
        """What is told of the elements, for the block in them: all of its own element, then of the next one."""
        told = np.stack(columns, axis=1).astype(np.float32)
        return told[self.around].reshape(len(self.own), -1)


def shells(found: Shells, sizes: Floats, prose: NDArray[np.bool_], linked: Floats) -> Floats:
    """For each enclosing element its share of the page's prose, its links, how much and how many it holds."""
    columns = (sizes, np.where(prose, sizes, 0), prose, linked, np.ones(len(sizes)))
    size, solid, sentences, links, count = found.sums(columns)
    mass = max(solid[0], 1.0) if len(solid) else 1.0
    told = found.spread([solid / mass, links / np.maximum(size, 1), count, size / count, sentences])
    return np.hstack([told, _distances(found, solid, (0.75, 0.4))])


def _distances(found: Shells, mass: NDArray[np.float64], parts: Sequence[float]) -> Floats:
    """How far outside the innermost element that holds each part of the prose a block stands, and how deep in it."""
    columns = []
    for part in parts:
        holds = np.flatnonzero(mass >= part * mass[0])
        chosen = int(holds[np.argmax(found.depths[holds])]) if len(holds) else 0
        columns += _from(found, chosen)
    return np.stack(columns, axis=1).astype(np.float32)


def _from(found: Shells, chosen: int) -> list[NDArray[np.int64]]:
    """How many elements up from a chosen one the way to a block turns, and how many down it goes from there."""
    way = [chosen]
    while found.above[way[-1]] != way[-1]:
        way.append(found.above[way[-1]])
    meets = np.zeros(len(found.above), np.int64)
    for depth, one in enumerate(reversed(way)):
        meets[one : found.ends[one]] = depth
    meeting = meets[found.own]
    return [len(way) - 1 - meeting, found.depths[found.own] - meeting]


def anchored(found: Shells, anchor: int) -> Floats:
    """The way through the tree from the headline to each block; -1 where no headline is."""
    if anchor < 0:
        return np.full((len(found.own), 2), -1, np.float32)
    return np.stack(_from(found, int(found.own[anchor])), axis=1).astype(np.float32)


def stories(found: Shells) -> Floats:
    """In which ``article`` element of the page a block stands, by order, how deep they nest, and how many there are."""
    inner = [-1] * len(found.levels)
    for i, level in enumerate(found.levels):
        inner[i] = i if level.name == "article" else inner[found.above[i]]
    own = [inner[i] for i in found.own.tolist()]
    order = {one: place for place, one in enumerate(dict.fromkeys(i for i in own if i >= 0), 1)}
    told = {one: (place, inner[found.above[one]] >= 0, len(order)) for one, place in order.items()}
    told[-1] = (0, False, len(order))
    return np.array([told[i] for i in own], np.float32).reshape(len(own), 3)


_STEP = 2048.0


def promising(found: Shells, shared: Floats, scores: Floats) -> Floats:
    """For each enclosing element its share of what the words and names say is text; and the way to where most of it is."""
    hope = np.clip(0.5 + scores.sum(axis=1, dtype=np.float64) / _STEP, 0, 1)
    size = shared[:, 0].astype(np.float64) ** 2
    hoped, total = found.sums([(size * hope).astype(np.float32), size.astype(np.float32)])
    told = found.spread([hoped / max(hoped[0], 1.0), hoped / np.maximum(total, 1)])
    return np.hstack([hope[:, None].astype(np.float32), told, _distances(found, hoped, (0.75, 0.5))])


def signatures(found: Shells) -> NDArray[np.int64]:
    """Numbers of the blocks' kinds: same element, same names, same parent's names."""
    numbers: dict[tuple[str, str, str], int] = {}
    kinds: dict[int, int] = {}
    for own in dict.fromkeys(found.own.tolist()):
        block = found.levels[own]
        above = block.above.said if block.above is not None else ""
        kinds[own] = numbers.setdefault((block.name, block.said, above), len(numbers))
    return np.array([kinds[own] for own in found.own.tolist()], np.int64)


def grouped(groups: NDArray[np.int64], columns: Floats) -> Floats:
    """For each block the means of the columns over its group, and the group's size."""
    count, width = int(groups.max()) + 1, columns.shape[1]
    sizes = np.bincount(groups)
    places = groups[:, None] * width + np.arange(width)
    totals = np.bincount(places.ravel(), columns.ravel(), count * width).reshape(count, width)
    means = totals / np.maximum(sizes, 1)[:, None]
    return np.column_stack([means, np.maximum(sizes, 1)]).astype(np.float32)[groups]
