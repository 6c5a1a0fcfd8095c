"""A raw text dump as pieces, one for each line, with what is glued together parted and what was broken put together."""

from collections.abc import Iterable

from pipelines.clean import running_heads
from pipelines.clean.credits import begun, glue_point
from pipelines.clean.references import unnumbered
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece, collapse, lines, split
from pipelines.clean.suffixes import shared, strip_suffix
from pipelines.clean.wrapping import unwrapped

_MOST = 3000


def cut(text: str, publisher: str | None = None) -> tuple[list[Piece], str | None]:
    """Pieces of a dump, and the site's name if its lines share one."""
    found = unnumbered(_whole(lines(text), text))
    site = shared([p.text for p in found], publisher)
    if not any(begun(p.text) for p in found):
        return found, site
    captions = frozenset(
        c for p in found if (c := strip_suffix(p.text, site)) != p.text or site is None if 8 < weight(c) < 250
    )
    # every credit is compared with every caption: not in a file of a hundred thousand lines
    return list(_unglued(found, captions if len(found) < _MOST else frozenset(), text)), site


def _whole(found: list[Piece], text: str) -> list[Piece]:
    """Paragraphs for broken lines; what stands on every page is not within them."""
    own, running = running_heads.parted(found)
    if running and len(whole := unwrapped(own, text)) < len(own):
        return running_heads.placed(whole, running)
    own, running = running_heads.parted(found, called=True) if running else (found, running)
    return running_heads.placed(unwrapped(own, text), running)


def _unglued(pieces: list[Piece], captions: frozenset[str], text: str) -> Iterable[Piece]:
    for piece in pieces:
        at = glue_point(piece.text, captions) if begun(piece.text) else None
        place = None if at is None else _place(text, piece, at)
        halves = None if place is None else split(piece, text, place)
        if halves is None:
            yield piece
        else:
            yield from halves


def _place(text: str, piece: Piece, at: int) -> int | None:
    """Index into a piece's own text as an index into the page's text, which may hold more than is kept of it."""
    wanted = piece.text[:at].rstrip()
    low, high = piece.start, piece.end
    while low < high:
        middle = (low + high) // 2
        if len(collapse(text[piece.start : middle])) < len(wanted):
            low = middle + 1
        else:
            high = middle
    for place in range(low, min(low + 4, piece.end)):  # an accent may be a character of its own there
        if collapse(text[piece.start : place]) == wanted:
            return place
    return None
