"""Small boxes between the paragraphs of a story that lead elsewhere: teasers, advertisements, letters, what a pay wall offers.

The classifier knows most of them, but not the sentence in such a box that reads as one of the story. So a box goes as a
whole: what stands within one single link together with a heading, an article within the article, an element that is named
so, what stands beside the line that says that the rest is for subscribers, a link that is a paragraph of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pipelines.clean.cues import cue
from pipelines.clean.html import HEADINGS
from pipelines.clean.level import INLINE, Level
from pipelines.clean.shapes import is_prose, stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import Label

_BOX, _BLOCKS = 500, 8
"""Weight and number of blocks up to which an element is a small box."""
_LINK = 0.9
"""Share of links in a block that is one."""
_TITLE, _WORDS = 15, 3
"""Weight and words of the shortest title of a teaser."""
_PARTS = 3
"""A story weighs this many times what its boxes of a kind do; else what is so named is no box beside it."""
_FEW = 2
"""Paragraphs of nothing but a link up to which they are teasers; of more the story itself is made."""
_KINDS: Mapping[str, tuple[str, Label]] = MappingProxyType(
    {
        "link": ("within one link, with its heading", "related"),
        "article": ("an article within the article", "related"),
        "teaser": ("teaser by its class", "related"),
        "slot": ("advertisement by its class", "advertisement"),
        "letter": ("asks to subscribe, in a box named so", "subscribe"),
        "wall": ("beside the line that says that the rest is for subscribers", "subscribe"),
        "paragraph": ("a link between two paragraphs", "related"),
    }
)
"""Each with what it is, and its label."""
_NAMED = frozenset(("teaser", "slot", "letter"))
_BRACKETED = re.compile(r"\W*\[[^\[\]]+\]\W*")

Box = tuple[str, Level]
Found = dict[int, tuple[str, Label]]


def insets(
    pieces: Sequence[Piece], story: Sequence[int], headline: int | None, walls: frozenset[str]
) -> Found:
    """The blocks of a story that stand in such boxes, each with what speaks of the box and its label."""
    if not story:
        return {}
    own = None if headline is None else _up(pieces[headline], "article")
    walled = _walled(pieces, walls)
    boxes = defaultdict[Box, list[int]](list)
    for i in range(story[0], len(pieces)):
        for box in _around(pieces[i], i, own, walled):
            boxes[box].append(i)
    kept = frozenset(story)
    found = defaultdict[str, list[int]](list)
    for (kind, _), some in boxes.items():
        if not kept.isdisjoint(some) and _is_small(pieces, some, kind, kept):
            found[kind] += [i for i in some if i in kept]
    found["paragraph"] = _paragraphs(pieces, story)
    return _told(pieces, story, found)


def _told(pieces: Sequence[Piece], story: Sequence[int], found: Mapping[str, list[int]]) -> Found:
    out = Found()
    total = sum(weight(pieces[i].text) for i in story)
    for kind, what in _KINDS.items():
        some = found.get(kind, [])
        parts = 2 if kind == "wall" else _PARTS  # what can be read above it is little
        if some and parts * sum(weight(pieces[i].text) for i in some) <= total:
            out |= dict.fromkeys(some, what)
    return out


def _around(piece: Piece, i: int, own: Level | None, walled: Mapping[Level, int]) -> Iterator[Box]:
    """The elements around a block that may be such a box, each with its kind."""
    if piece.link_share > _LINK and (link := _up(piece, "a")) is not None:
        yield "link", link
    if own is not None and (inner := _up(piece, "article")) not in (None, own) and own in _ways(inner):
        yield "article", inner
    if walled and (box := next((w for w in _ways(piece.level) if w in walled), None)) and walled[box] < i:
        yield "wall", box
    if not _NAMED.isdisjoint(piece.cues) and (box := _named(piece)) is not None:
        yield from ((name, box) for name in _NAMED & box.own)


def _ways(level: Level | None) -> Iterator[Level]:
    return iter(()) if level is None else level.outwards()


def _walled(pieces: Sequence[Piece], walls: frozenset[str]) -> Mapping[Level, int]:
    """The elements that hold the lines of a pay wall, each with the place of the first."""
    out: dict[Level, int] = {}
    for i, piece in enumerate(pieces if walls else ()):
        if (
            piece.text in walls
            and piece.level is not None
            and (parent := piece.level.block.above) is not None
        ):
            out.setdefault(parent.block, i)
    return out


def _up(piece: Piece, name: str) -> Level | None:
    """The nearest element of a name around a block."""
    return next((w for w in _ways(piece.level) if w.name == name), None) if name in piece.tags else None


def _named(piece: Piece) -> Level | None:
    named = (w for w in _ways(piece.level) if not _NAMED.isdisjoint(w.own) and w.name not in INLINE)
    return next(named, None)


def _is_small(pieces: Sequence[Piece], some: Sequence[int], kind: str, kept: frozenset[int]) -> bool:
    box = [pieces[i] for i in some]
    if len(box) > _BLOCKS or sum(weight(p.text) for p in box) > _BOX:
        return False
    if kind == "link":
        mine = kept.intersection(some)
        told = len(mine) > 1 or any(is_prose(pieces[i].text) for i in mine)
        return len(box) > 1 and told and any(map(_heads, box))
    if kind == "article":
        return any(map(_heads, box))
    if kind == "letter":
        return any((said := cue(p.text)) is not None and said[0] == "subscribe" for p in box)
    return kind != "teaser" or any(_leads(p) or _bracketed(p) for p in box)


def _leads(piece: Piece) -> bool:
    return piece.link_share > _LINK and weight(piece.text) >= _TITLE


def _heads(piece: Piece) -> bool:
    """A heading that is a link."""
    return piece.link_share > _LINK and not piece.tags.isdisjoint(HEADINGS)


def _bracketed(piece: Piece) -> bool:
    """``[Islanders fear for the ferry]``: a link in brackets."""
    long = weight(piece.text) >= _TITLE and len(piece.text.split()) >= _WORDS
    return long and piece.link_share > 0.5 and _BRACKETED.fullmatch(piece.text) is not None


def _paragraphs(pieces: Sequence[Piece], story: Sequence[int]) -> list[int]:
    """Few paragraphs that are a headline with a link and nothing else, each between two paragraphs of prose."""
    kept = frozenset(story)
    linked = [i for i in story if pieces[i].link_share > _LINK and _titles(pieces[i])]
    between = [i for i in linked if {i - 1, i + 1} <= kept and all(_tells(pieces[k]) for k in (i - 1, i + 1))]
    brackets = [i for i in story if pieces[i].link_share > 0.5 and _bracketed(pieces[i])]
    return brackets + between if len(between) <= _FEW else brackets


def _titles(piece: Piece) -> bool:
    plain = piece.level is not None and piece.level.block.name == "p" and "li" not in piece.tags
    long = _TITLE <= weight(piece.text) <= _BOX and len(piece.text.split()) > _WORDS
    return plain and long and not stops(piece.text) and "://" not in piece.text


def _tells(piece: Piece) -> bool:
    return is_prose(piece.text) and piece.link_share < 0.6
