"""Tables: of words, which is a list in another form; of numbers, or of a whole page, whose short cells are no text."""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.clean.level import Level
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece

CELL = frozenset(("td", "th"))
_WORDS = 12
"""Mean weight of the blocks in a table from which on they are words, and not results, prices or votes."""
_FEW = 6
"""Blocks below which a table is none: a picture with its caption."""
_LAID_OUT = 120
"""Weight of a block that makes of the table around it a page that was laid out with tables."""


def wordless(pieces: Sequence[Piece]) -> frozenset[int]:
    """Indices of the blocks in cells of all tables but those of words."""
    tables = defaultdict[Level, list[int]](list)
    for i, piece in enumerate(pieces):
        if piece.level is not None and not piece.tags.isdisjoint(CELL):
            tables[_table(piece.level)].append(i)
    return frozenset(
        i for cells in tables.values() if not _words([weight(pieces[k].text) for k in cells]) for i in cells
    )


def _words(sizes: Sequence[int]) -> bool:
    return len(sizes) >= _FEW and max(sizes) <= _LAID_OUT and sum(sizes) >= _WORDS * len(sizes)


def _table(level: Level) -> Level:
    """The nearest table around a text; of a stray cell the outermost element."""
    while level.name != "table" and level.above is not None:
        level = level.above
    return level
