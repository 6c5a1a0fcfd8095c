"""Subheads that the classifier takes for furniture: a heading with the story right above it and a paragraph right below.

A subhead says little, and is as short as the headings of boxes; but these have other furniture around them. Of the headings
between two paragraphs that the classifier drops all but a few are of the text (in marked pages 42 of 42). So are those in the
cells of a page that was laid out with a table. And a line of the story may be a subhead by its letters alone.
"""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.clean.cells import CELL
from pipelines.clean.cues import cue
from pipelines.clean.html import HEADINGS
from pipelines.clean.leftovers import is_button
from pipelines.clean.level import Level
from pipelines.clean.shapes import is_prose, stops, weight
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_stamp

_BOLD, _SIZES = 0.98, range(12, 111)
"""Share of the letters of a subhead in bold that is no heading, and its weights."""
_RANKS = HEADINGS - {"h1"}
_SHORTEST, _LONGEST = 4, 200
"""Weights."""
_ITEMS = CELL | {"li", "dd", "dt", "blockquote", "figure"}
_SAID = re.compile(r"\s*[-–—\"“”„«»‘'「『]")
"""Who says something, or what somebody says, and no subhead."""
_FAR, _OFTEN = 6, 3
"""Blocks above and below, pictures with their captions and what a page says so often, in which the story has to come."""
_LEAST = -5.0
"""Log-odds below which the classifier is too sure that it is none."""
_APART = frozenset(("nav", "footer", "header", "aside", "form", "button", "figure", "dialog", "label", "li", "a"))  # fmt: skip
_ELSE = frozenset(
    ("related", "comments", "bio", "share", "navigation", "teaser", "author", "byline", "embed")
)
"""What the names around a heading may speak of, so that it is that of a box."""


def subheads(pieces: Sequence[Piece], voted: Sequence[bool], odds: Sequence[float]) -> frozenset[int]:
    """Indices of such headings."""
    ranked = [i for i, p in enumerate(pieces) if not p.tags.isdisjoint(_RANKS)]
    headings = [i for i in ranked if not (voted[i] and pieces[i].tags.isdisjoint(CELL)) and odds[i] > _LEAST]
    if not headings:
        return frozenset()
    counts = Counter(p.text for p in pieces)
    often = Counter(pieces[i].text for i in ranked)  # a list of contents says it again, but not in headings
    between = [_between(p, v, counts) for p, v in zip(pieces, voted, strict=True)]
    some = (i for i in headings if often[pieces[i].text] == 1 and _heads(pieces[i]))
    return frozenset(i for i in some if _within(pieces, voted, between, i))


def _heads(piece: Piece) -> bool:
    """Whether its markup and its words let a block be a subhead."""
    text = piece.text
    if piece.from_alt or piece.link_share > 0 or not _SHORTEST <= weight(text) <= _LONGEST:
        return False
    plain = piece.tags.isdisjoint(_APART) and piece.cues.isdisjoint(_ELSE)
    furniture = cue(text) is not None or is_button(text) or is_byline(text) or is_stamp(text)
    return plain and not furniture and not text.endswith(":") and any(map(str.isalpha, text))


def _within(pieces: Sequence[Piece], voted: Sequence[bool], between: Sequence[bool], i: int) -> bool:
    """Whether the nearest block on either side that says something is a paragraph of the story."""
    ways = range(i - 1, max(-1, i - 1 - _FAR), -1), range(i + 1, min(len(pieces), i + 1 + _FAR))
    above, below = (next((k for k in way if not between[k]), None) for way in ways)
    if above is None or below is None or not (voted[above] and voted[below]):
        return False
    told = is_prose(pieces[above].text) and is_prose(pieces[below].text)
    return told and not _heads_pictures(pieces, i, below)


def _heads_pictures(pieces: Sequence[Piece], i: int, below: int) -> bool:
    """Whether an element holds the heading and what is skipped below it, but not the paragraph: a video with its title."""
    level = pieces[i].level
    box = None if level is None else level.block.above
    return (
        box is not None
        and not _holds(box, pieces[below])
        and any(_holds(box, p) for p in pieces[i + 1 : below])
    )


def _holds(box: Level, piece: Piece) -> bool:
    return piece.level is not None and box in piece.level.outwards()


def _between(piece: Piece, voted: bool, counts: Counter[str]) -> bool:
    """A picture, or what a page says again and again between paragraphs: ``Advertisement``."""
    picture = piece.from_alt or "figcaption" in piece.tags or not piece.cues.isdisjoint(("caption", "credit"))
    return picture or (not voted and counts[piece.text] >= _OFTEN)


def bold(pieces: Sequence[Piece], voted: Sequence[bool], i: int) -> bool:
    """Whether a paragraph of the story is all in bold letters, and heads the next one as a subhead does."""
    piece = pieces[i]
    if (
        piece.strong_share < _BOLD
        or weight(piece.text) not in _SIZES
        or stops(piece.text)
        or _SAID.match(piece.text)
    ):
        return False
    if not any(voted[k] and is_prose(pieces[k].text) for k in range(max(0, i - _FAR), i)):
        return False
    below = pieces[i + 1] if i + 1 < len(pieces) and voted[i + 1] else None
    plain = below is not None and below.strong_share < _BOLD and is_prose(below.text)
    return plain and "p" in piece.tags and piece.tags.isdisjoint(_ITEMS) and piece.link_share == 0
