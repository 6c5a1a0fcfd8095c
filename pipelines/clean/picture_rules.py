"""What a web page shows and says of pictures: captions, credits, alternative texts."""

import re

from pipelines.clean.boxes import speaks_of
from pipelines.clean.credits import glue_point, is_credit, is_of_house, is_signed
from pipelines.clean.draft import Draft
from pipelines.clean.glue import parts_name
from pipelines.clean.html import HEADINGS
from pipelines.clean.picture_sources import is_source
from pipelines.clean.scene import Scene
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece, split

OUTSIDE = frozenset(("nav", "footer"))
ASIDE = OUTSIDE | {"header", "aside"}
LINKED = 0.6
"""Share of links from which on a block is one."""
_FIGURE = frozenset(("figure", "figcaption"))
_PICTURED = frozenset(("caption", "credit"))
_NEAR, _FAR = 2, 30
"""Blocks below the story in which a line with a © and a class for credits may be of its last picture, and of a gallery if it names a person."""
_CAPTION = 600
"""Weight above which nothing is a caption."""

_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*(?: (?:[^\W\d_a-zß-öø-ÿ][\w.'’-]*|d[aeiu]|van|von|der|la)){1,4}"
_MAKER = re.compile(
    rf"(?:Photographs|Photography|Photos|Pictures|Illustrations?|Photographies|Photos|Fotos|Fotografías|Foto's|Fotografie) (?:by|de|von|di|van|por) {_NAME}(?: (?:and|und|et|y|for|für|pour|para) {_NAME})?"
)
"""The name of a person has two words or more, all of them with a capital."""


def names_maker(text: str) -> bool:
    """Whether a line names who took the pictures of a story, and says nothing else.

    >>> names_maker("Photographs by Ivo Stern"), names_maker("Photographs by Ivo Stern hang in the town hall.")
    (True, False)
    """
    return _MAKER.fullmatch(text) is not None


def unglued(draft: Draft) -> list[Piece]:
    """The blocks of a page, with captions and credits that run into each other parted."""
    out: list[Piece] = []
    for piece in draft.pieces:
        within = "caption" in piece.cues or not piece.tags.isdisjoint(_FIGURE)
        at = glue_point(piece.text) if within else None
        at = None if at is None or parts_name(piece.text[:at], piece.text[at:]) else at
        place = None if at is None else draft.text.find(piece.text[at : at + 12], piece.start, piece.end)
        halves = split(piece, draft.text, place) if place is not None and place > piece.start else None
        out.extend(halves or (piece,))
    return out


def captions(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What stands under a picture, or in its place, is none of the text, however well it reads."""
    if piece.from_alt:
        return _alternative(piece, i, s) if s.voted[i] else None
    if "figcaption" not in piece.tags and (piece.cues.isdisjoint(_PICTURED) or _heads(piece)):
        return None
    if s.voted[i] and (weight(piece.text) > _CAPTION or not (s.pictured or "figcaption" in piece.tags)):
        return None
    return _pictured(piece, i, s)


def pictures(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What a block that is none of the story is to a picture."""
    return _alternative(piece, i, s) if piece.from_alt else _pictured(piece, i, s)


def _pictured(piece: Piece, i: int, s: Scene) -> Piece | None:
    if piece.link_share > LINKED and not s.first <= i <= s.last:
        return None  # the picture of a teaser
    within = "caption" in piece.cues or not piece.tags.isdisjoint(_FIGURE)
    apart = not within and "credit" not in piece.cues
    if i > s.last and not within and is_signed(piece.text):
        reach = 0 if apart else _NEAR if is_of_house(piece.text) else _FAR
        if i > s.last + reach:
            return piece.judged("legal", "says below the story whose the page is", 0.7)
    if is_credit(piece.text) and (not apart or weight(piece.text) < 90):
        return piece.judged("credit", "names a picture's maker", 0.9)
    if within and is_source(piece.text):
        return piece.judged("credit", "names a picture's source", 0.8)
    if within and "credit" in piece.cues and weight(piece.text) < 90:
        return piece.judged("credit", "credit by its class", 0.8)
    named = "caption" in piece.cues and piece.link_share <= LINKED and piece.tags.isdisjoint(OUTSIDE)
    named = named and not _heads(piece)
    if "figcaption" in piece.tags or (named and weight(piece.text) < _CAPTION):
        reason = "in a figcaption" if "figcaption" in piece.tags else "caption by its class"
        return piece.judged("caption", reason, 0.9)
    if "figure" in piece.tags and not piece.tags & {"blockquote", "table"} and weight(piece.text) < 400:
        return piece.judged("caption", "in a figure", 0.7)
    return None


def _heads(piece: Piece) -> bool:
    """A heading outside of figures: names of letters speak of captions, too (``caption-s5``)."""
    return not piece.tags.isdisjoint(HEADINGS) and piece.tags.isdisjoint(_FIGURE)


def _alternative(piece: Piece, i: int, s: Scene) -> Piece:
    """A picture's alternative text says the caption again, or belongs to a teaser or a logo."""
    if squash(piece.text) in s.captions:
        return piece.judged("duplicate", "alternative text, the caption again", 0.9)
    if box := speaks_of(piece.cues - s.usual):
        return piece.judged(box[1], f"alternative text of a picture in {box[0]}", 0.7)
    if piece.link_share > 0.5 or not piece.tags.isdisjoint(ASIDE):
        return piece.judged("widget", "alternative text of a linked picture", 0.6)
    if s.first - 4 <= i <= s.last + 1 and ("figure" in piece.tags or weight(piece.text) > 20):
        return piece.judged("caption", "alternative text of a picture in the story", 0.6)
    return piece.judged("widget", "alternative text", 0.5)
