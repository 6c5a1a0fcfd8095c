"""A raw text dump as pieces, one for each line, with what is glued together parted."""

from collections.abc import Iterable

from pipelines.clean.credits import glue_point
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece, collapse, lines, split
from pipelines.clean.suffixes import shared, strip_suffix

_MOST = 3000
_WRAP = range(50, 101)
"""Widths at which mail and old systems break lines."""


def cut(text: str, publisher: str | None = None) -> tuple[list[Piece], str | None]:
    """Pieces of a dump, and the site's name if its lines share one."""
    found = unwrapped(lines(text), text)
    site = shared([p.text for p in found], publisher)
    captions = frozenset(
        c for p in found if (c := strip_suffix(p.text, site)) != p.text or site is None if 8 < weight(c) < 250
    )
    # every credit is compared with every caption: not in a file of a hundred thousand lines
    return list(_unglued(found, captions if len(found) < _MOST else frozenset(), text)), site


def _unglued(pieces: list[Piece], captions: frozenset[str], text: str) -> Iterable[Piece]:
    for piece in pieces:
        at = glue_point(piece.text, captions - {piece.text})
        place = None if at is None else _place(text, piece, at)
        halves = None if place is None else split(piece, text, place)
        if halves is None:
            yield piece
        else:
            yield from halves


def _place(text: str, piece: Piece, at: int) -> int:
    """Index into collapsed text as an index into the page's text."""
    seen, gap = 0, False
    for place in range(piece.start, piece.end):
        if text[place].isspace():
            gap = True
            continue
        seen += gap
        gap = False
        if seen >= at:
            return place
        seen += 1
    return piece.end


def unwrapped(pieces: list[Piece], text: str) -> list[Piece]:
    """Paragraphs put together again, where the dump was broken at a fixed width.

    Only where most lines are about as long as the longest, and blank lines part the paragraphs.
    """
    lengths = [len(p.text) for p in pieces]
    widest = max(lengths, default=0)
    runs = [p for p in pieces if not p.before_blank]
    full = sum(len(p.text) >= widest - 15 for p in runs)
    gaps = sum(p.before_blank for p in pieces)
    if widest not in _WRAP or len(runs) < 6 or gaps < 2 or full < 0.75 * len(runs):
        return pieces
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not piece.after_blank and weight(joined[-1].text) >= widest - 20:
            joined[-1] = _join(joined[-1], piece, text)
        else:
            joined.append(piece)
    return joined


def _join(first: Piece, second: Piece, text: str) -> Piece:
    whole = collapse(text[first.start : second.end])
    return Piece(
        text=whole,
        start=first.start,
        end=second.end,
        after_blank=first.after_blank,
        before_blank=second.before_blank,
    )
