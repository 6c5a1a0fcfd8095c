"""Tables: of words, which is a list in another form; of figures, or of a whole page, whose short cells are no text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.clean.level import Level
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

CELL = frozenset(("td", "th"))
_FEW = 6
"""Blocks below which a table is none: a picture with its caption."""
_LAID_OUT = 120
"""Weight of a block that makes of the table around it a page that was laid out with tables,"""
LONG = 250
"""and of one that makes it more than a table where it stands within the story."""
_FIGURES = 0.35
"""Share of cells up to which figures may stand in a table of words."""
_LINKED = 0.5
"""Share of links from which on a table leads elsewhere."""
SHORT = 60
"""Weight up to which a cell tells nothing unless it ends as a sentence does,"""
_ABBREVIATED = 20
"""and up to which it tells nothing at all, unless it is a paragraph: what ends so is ``Bo Ek Jr.``, ``28 Mio.``, ``225 lb.``"""


def wordless(pieces: Sequence[Piece], tables: Iterable[Sequence[int]]) -> frozenset[int]:
    """Indices of the blocks in cells of all tables but those of words."""
    return frozenset(
        i for cells in tables if not _words([pieces[k] for k in cells], _LAID_OUT) for i in cells
    )


def listed(pieces: Sequence[Piece], tables: Iterable[Sequence[int]], first: int, last: int) -> frozenset[int]:
    """Indices of the blocks in cells of tables of words that stand between the first and the last block of the story."""
    within = (cells for cells in tables if first < cells[0] and cells[-1] < last)
    return frozenset(i for cells in within if _words([pieces[k] for k in cells], LONG) for i in cells)


def tells(cell: Piece) -> bool:
    """Whether a cell is text in whatever table it stands: a sentence, or a long one."""
    size = weight(cell.text)
    return size > SHORT or (stops(cell.text) and (size > _ABBREVIATED or "p" in cell.tags))


def by_table(pieces: Sequence[Piece]) -> list[list[int]]:
    """Indices of the blocks in cells, table by table."""
    tables = defaultdict[Level, list[int]](list)
    for i, piece in enumerate(pieces):
        if piece.level is not None and not piece.tags.isdisjoint(CELL):
            tables[_table(piece.level)].append(i)
    return list(tables.values())


def _table(level: Level) -> Level:
    """The nearest table around a text; of a stray cell the outermost element."""
    while level.name != "table" and level.above is not None:
        level = level.above
    return level


def _words(cells: Sequence[Piece], longest: int) -> bool:
    sizes = [weight(piece.text) for piece in cells]
    if len(cells) < _FEW or max(sizes) > longest:
        return False
    linked = sum(piece.link_share * size for piece, size in zip(cells, sizes, strict=True))
    return linked <= _LINKED * sum(sizes) and sum(_figure(piece.text) for piece in cells) <= _FIGURES * len(
        cells
    )


def _figure(text: str) -> bool:
    """A result, a price, a date, votes: as many digits as letters."""
    return sum(map(str.isdigit, text)) >= sum(map(str.isalpha, text))
