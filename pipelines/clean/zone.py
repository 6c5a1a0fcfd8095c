"""Where in a dump the story stands, and what the lines inside and around it are.

The best stretch of lines is found as Finn et al. (2001) do for tokens: long sentences count for it, short lines and
furniture against it. Inside it, a line is kept that ends as a sentence does, or that is short and stands alone
between two of those (a subhead), as C4 (Raffel et al. 2020) with a repair.
"""

import re

from pipelines.clean.dump_rules import TEASER_PAIR, TEASER_PICTURE, TEASER_TITLE, Facts
from pipelines.clean.shapes import sentences, squash, stops, weight, word_list
from pipelines.clean.spans import Piece
from pipelines.record import Label

_BULLET = re.compile(r"^\s*(?:[•·▪◦‣–—-]|\d{1,2}[.)])\s+\S")
_QUOTE = re.compile(r"^[«“„\"「『»].*[»”“\"」』][.!?,]?$")
_OPEN_END = re.compile(r"[:;,：；，]$")
_FURNITURE = frozenset(
    [
        "related",
        "subscribe",
        "share",
        "comments",
        "navigation",
        "advertisement",
        "legal",
        "widget",
        "foreign",
        "duplicate",
    ]
)

_MIDST = frozenset((TEASER_PAIR, TEASER_PICTURE, TEASER_TITLE))
_WITHIN = frozenset(("related", "caption", "credit", "duplicate", "advertisement"))
"""What stands in the midst of stories."""


def find(pieces: list[Piece], f: Facts) -> list[Piece]:
    """The verdicts of all lines that no rule spoke of."""
    start, stop = _stretch(pieces)
    stop = _further(pieces, stop)
    done: list[Piece] = []
    for i, piece in enumerate(pieces):
        if not piece.open:
            done.append(piece)
        elif i < start:
            done.append(_before(pieces, i, f))
        elif i >= stop:
            done.append(_after(piece))
        else:
            done.append(_inside(pieces, i, f))
    return done


def strong(piece: Piece) -> bool:
    """A sentence of a story by its look."""
    return piece.open and stops(piece.text) and weight(piece.text) >= 30 and len(word_list(piece.text)) >= 5


def _gain(piece: Piece) -> float:
    if piece.label in ("credit", "caption", "footnote"):
        return -5.0
    if piece.verdict.reason in _MIDST:
        return -10.0
    if not piece.open:
        return -60.0 if piece.label in _FURNITURE else -30.0
    size = min(weight(piece.text), 250)
    return size - 45.0 if stops(piece.text) else min(size, 200) * 0.7 - 50.0


def _stretch(pieces: list[Piece]) -> tuple[int, int]:
    """The run of lines with the greatest sum."""
    best, total, start, found = 0.0, 0.0, 0, (0, 0)
    for i, piece in enumerate(pieces):
        if total <= 0:
            total, start = 0.0, i
        total += _gain(piece)
        if total > best:
            best, found = total, (start, i + 1)
    return found


def _further(pieces: list[Piece], stop: int) -> int:
    """The end of the story, where a teaser or a box cut its last paragraphs off."""
    while True:
        after = next((i for i in range(stop, min(stop + 4, len(pieces))) if strong(pieces[i])), None)
        if after is None or weight(pieces[after].text) < 60:
            return stop
        between = pieces[stop:after]
        boxes = [p for p in between if p.label in _WITHIN]
        subhead = len(between) == 1 and between[0].open and 10 <= weight(between[0].text) <= 90
        if not (boxes or subhead) or any(not (p.open or p.label in _WITHIN) for p in between):
            return stop
        stop = after + 1


def _inside(pieces: list[Piece], i: int, f: Facts) -> Piece:
    piece = pieces[i]
    if f.firsts.get(squash(piece.text), i) < i:
        return piece.judged("duplicate", "said before", 0.7)
    if _QUOTE.match(piece.text) and weight(piece.text) > 40:
        return piece.judged("quote", "in quotation marks", 0.7)
    if strong(piece):
        return piece.judged(
            "paragraph", "a sentence within the story", min(0.95, 0.6 + weight(piece.text) / 600)
        )
    if _BULLET.match(piece.text) and weight(piece.text) > 12:
        return piece.judged("list_item", "begins with a bullet", 0.6)
    if _OPEN_END.search(piece.text) and weight(piece.text) >= 25:
        return piece.judged("paragraph", "leads on to what follows", 0.6)
    return _short(pieces, i, f)


def _short(pieces: list[Piece], i: int, f: Facts) -> Piece:
    """A line without a stop within the story."""
    piece, size = pieces[i], weight(pieces[i].text)
    above = _solid(pieces, i - 1)
    below = _solid(pieces, i + 1)
    if above and below and (size <= 110 or sentences(piece.text) > 1):
        return piece.judged("subhead", "a short line between two paragraphs", 0.7)
    if size >= 160:
        return piece.judged("paragraph", "long, within the story", 0.5)
    if below and size <= 90 and not above and _alone(piece, f):
        return piece.judged("subhead", "a short line above a paragraph", 0.5)
    if size < 60:
        return piece.judged("list_item", "a short line among others within the story", 0.4)
    return piece.judged("related", "a line without a stop, not between two paragraphs", 0.5)


def _alone(piece: Piece, f: Facts) -> bool:
    return not f.spaced or (piece.after_blank and piece.before_blank)


def _solid(pieces: list[Piece], i: int) -> bool:
    return 0 <= i < len(pieces) and (strong(pieces[i]) or _OPEN_END.search(pieces[i].text) is not None)


def _before(pieces: list[Piece], i: int, f: Facts) -> Piece:
    piece = pieces[i]
    if f.headline is not None and i > f.headline and strong(piece) and weight(piece.text) >= 60:
        return piece.judged("paragraph", "a sentence below the headline", 0.5)
    if weight(piece.text) <= 40:
        return piece.judged("navigation", "a short line before the story", 0.6)
    return piece.judged("related", "before the story", 0.4)


def _after(piece: Piece) -> Piece:
    size = weight(piece.text)
    label: Label = "navigation" if size <= 40 else "related" if not stops(piece.text) else "other"
    return piece.judged(label, "after the story", 0.6 if size <= 40 else 0.5)
