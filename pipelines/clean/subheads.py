"""Subheads that the classifier takes for furniture: a heading with the story right above it and a paragraph right below.

A subhead says little, and is as short as the headings of boxes; but nothing stands between those and other furniture. With
marked pages, 51 of 54 headings in such a place are of the text.
"""

from collections.abc import Sequence

from pipelines.clean.cues import cue
from pipelines.clean.html import HEADINGS
from pipelines.clean.leftovers import is_button
from pipelines.clean.shapes import is_prose, weight
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_stamp

_RANKS = HEADINGS - {"h1"}
_SHORTEST, _LONGEST = 4, 200
"""Weights."""
_FAR = 4
"""Blocks above and below, pictures and their captions, that may stand between a subhead and the story."""
_LEAST = -5.0
"""Log-odds below which the classifier is too sure that it is none."""
_APART = frozenset(("nav", "footer", "header", "aside", "form", "button", "figure", "dialog", "label", "li", "a"))  # fmt: skip
_ELSE = frozenset(("related", "comments", "bio", "share", "navigation", "teaser", "author", "byline"))
"""What the names around a heading may speak of, so that it is that of a box."""


def subheads(pieces: Sequence[Piece], voted: Sequence[bool], odds: Sequence[float]) -> frozenset[int]:
    """Indices of such headings."""
    headings = (i for i, p in enumerate(pieces) if not voted[i] and not p.tags.isdisjoint(_RANKS))
    return frozenset(i for i in headings if odds[i] > _LEAST and _heads(pieces[i]) and _within(pieces, voted, i))


def _heads(piece: Piece) -> bool:
    """Whether its markup and its words let a block be a subhead."""
    text = piece.text
    if piece.from_alt or piece.link_share > 0 or not _SHORTEST <= weight(text) <= _LONGEST:
        return False
    plain = piece.tags.isdisjoint(_APART) and piece.cues.isdisjoint(_ELSE)
    furniture = cue(text) is not None or is_button(text) or is_byline(text) or is_stamp(text)
    return plain and not furniture and not text.endswith(":") and any(map(str.isalpha, text))


def _within(pieces: Sequence[Piece], voted: Sequence[bool], i: int) -> bool:
    above = _next(pieces, range(i - 1, max(-1, i - 1 - _FAR), -1))
    below = _next(pieces, range(i + 1, min(len(pieces), i + 1 + _FAR)))
    if above is None or below is None or not (voted[above] and voted[below]):
        return False
    return is_prose(pieces[below].text) and is_prose(pieces[above].text)


def _next(pieces: Sequence[Piece], way: range) -> int | None:
    """The nearest block that is no picture's."""
    return next((k for k in way if not _pictures(pieces[k])), None)


def _pictures(piece: Piece) -> bool:
    return piece.from_alt or "figcaption" in piece.tags or "caption" in piece.cues or "credit" in piece.cues
