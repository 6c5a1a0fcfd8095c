"""What a page says a second time: a paragraph again among teasers, the whole story again in one block."""

from collections import Counter
from collections.abc import Sequence

from pipelines.clean.level import Level
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_LONG = 40
"""Weight from which on the same words twice are a copy."""
_WHOLE = 1200
"""Weight of a block that may hold a story again."""
_PART = 30
_REFRAIN = 3
_QUOTED = 12
"""Letters of the shortest pull quote."""
_SPEAKER = 60
"""Weight of the longest line below a pull quote that says who said it."""


def copies(pieces: Sequence[Piece], kept: Sequence[bool]) -> frozenset[int]:
    """Indices of blocks that say again what kept blocks say.

    Of two blocks with the same words in different elements, the one among more of the text is no copy; lines of a dump that
    are kept three times are a refrain: the servings of each recipe, the hours of each day.
    """
    said = {i: squash(p.text) for i, p in enumerate(pieces) if weight(p.text) > _LONG}
    places: dict[str, list[int]] = {}
    for i, text in said.items():
        places.setdefault(text, []).append(i)
    out = _wholes(pieces, said, kept)
    if len(places) == len(said):  # nothing is said twice in the same words
        return frozenset(out)
    mass: Counter[str] = Counter()
    for i, text in said.items():
        if kept[i]:
            mass[_parent(pieces[i])] += len(text)
    for found in places.values():
        good = [i for i in found if kept[i] and i not in out]
        if len(found) > 1 and good and not _is_refrain(pieces, good):
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


def pull_quotes(pieces: Sequence[Piece], kept: Sequence[bool]) -> frozenset[int]:
    """Indices of the kept blocks that show in large letters what a kept paragraph says, and of who said it below."""
    boxes: dict[Level, list[int]] = {}
    for i, piece in enumerate(pieces):
        if kept[i] and (box := _pulled(piece)) is not None:
            boxes.setdefault(box, []).append(i)
    if not boxes:
        return frozenset()
    quoted = {i for found in boxes.values() for i in found}
    story = [squash(p.text) for i, p in enumerate(pieces) if kept[i] and i not in quoted]
    out = set[int]()
    for found in boxes.values():
        again = [
            i
            for i in found
            if len(said := squash(pieces[i].text)) >= _QUOTED and any(said in t for t in story)
        ]
        rest = [i for i in found if i not in again]
        if again and all(i > again[0] and weight(pieces[i].text) <= _SPEAKER for i in rest):
            again = found
        out.update(again)
    return frozenset(out)


def _pulled(piece: Piece) -> Level | None:
    """The element around a block that is named a pull quote, or the ``q`` that an ``aside`` holds."""
    if "pullquote" not in piece.cues and not piece.tags >= {"q", "aside"}:
        return None
    level = piece.level
    while level is not None and "pullquote" not in level.own and level.name != "aside":
        level = level.above
    return level


def _is_refrain(pieces: Sequence[Piece], found: Sequence[int]) -> bool:
    return len(found) >= _REFRAIN and pieces[found[0]].level is None


def _parent(piece: Piece) -> str:
    return (piece.path or "").rpartition("/")[0]


def _apart(one: Piece, other: Piece) -> bool:
    """A refrain stands twice in one element; lines of a dump have none."""
    return one.level is None or _parent(one) != _parent(other)
