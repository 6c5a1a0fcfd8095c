"""What a page says a second time: a paragraph again among teasers, the whole story again in one block."""

from collections import Counter
from collections.abc import Sequence

from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_LONG = 40
"""Weight from which on the same words twice are a copy."""
_WHOLE = 1200
"""Weight of a block that may hold a story again."""
_PART = 30


def copies(pieces: Sequence[Piece], kept: Sequence[bool]) -> frozenset[int]:
    """Indices of blocks that say again what kept blocks say.

    Of two blocks with the same words in different elements, the one among more of the text is no copy.
    """
    said = {i: squash(p.text) for i, p in enumerate(pieces) if weight(p.text) > _LONG}
    mass: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    for i, text in said.items():
        if kept[i]:
            mass[_parent(pieces[i])] += len(text)
        places.setdefault(text, []).append(i)
    out = _wholes(pieces, said, kept)
    for found in places.values():
        good = [i for i in found if kept[i] and i not in out]
        if len(found) > 1 and good:
            best = max(good, key=lambda i: (mass[_parent(pieces[i])], -i))
            out |= {i for i in found if i != best and (i not in good or _apart(pieces[i], pieces[best]))}
    return frozenset(out)


def _wholes(pieces: Sequence[Piece], said: dict[int, str], kept: Sequence[bool]) -> set[int]:
    """Blocks that are, for the greater part, other kept blocks put together."""
    out = set[int]()
    for i, text in said.items():
        if not kept[i] or weight(pieces[i].text) < _WHOLE:
            continue
        within = sum(
            len(t)
            for k, t in said.items()
            if k != i and kept[k] and len(t) >= _PART and t in text and t != text
        )
        if 2 * within > len(text):
            out.add(i)
    return out


def _parent(piece: Piece) -> str:
    return (piece.path or "").rpartition("/")[0]


def _apart(one: Piece, other: Piece) -> bool:
    """A refrain stands twice in one element; lines of a dump have none."""
    return one.level is None or _parent(one) != _parent(other)
