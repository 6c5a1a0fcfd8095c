"""The lead that nothing else sets apart: what is kept between the headline and the lines that say by whom and when.

A first paragraph right above the others stays one. Of a dump the classifier takes one lead in fifteen for furniture, since it
stands alone; a sentence there is none (11 of 11 in marked dumps, of lines without a stop half). Of what is named so in marked
pages and dumps 36 of 39 are leads.
"""

import re
from collections.abc import Sequence

from pipelines.clean.asides import aside
from pipelines.clean.cues import cue
from pipelines.clean.shapes import squash, stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_SHORTEST, _LONGEST = 20, 400
"""Weights of a lead,"""
_SENTENCE, _WORDS = 15, 4
"""and of the shortest one that is a sentence; words of the shortest one that is none."""
_TOLD, _LIKELY, _LINE = -2.6, -1.0, 80
"""Log-odds of the classifier from which on a sentence is a lead, and a line without a stop; and the weight that needs."""
_SIGNS = frozenset(("byline", "date"))
_BESIDE = _SIGNS | {"caption", "credit", "duplicate", "share", "widget"}
"""Labels of what may stand between a lead and the story."""
_NEAR = 8
"""Lines below the headline among which a lead stands."""
_BOXES = frozenset(("embed", "related", "comments", "caption"))
_ASIDE = frozenset(("aside", "figure", "blockquote"))
"""What has writers and dates of its own."""
_DISCLOSED = re.compile(r"\b(?:affiliate|commission|disclosure|werbelinks|affili\w+)\b", re.IGNORECASE)
_STOPS, _ASKS = (".", "。", "।", "۔", "።"), ("?", "!", ":", "...", "…")
_LEAD = "between the headline and a byline or date"


def led(pieces: list[Piece], headline: int | None) -> list[Piece]:
    """The pieces, the lead named where there is one."""
    at = None if headline is None else _kept_below(pieces, headline)
    below = None if at is None else _kept_below(pieces, at)
    if headline is None or at is None or below is None or at - headline > _NEAR:
        return pieces
    again = squash(pieces[headline].text) in squash(pieces[at].text)
    if again or not (_is_apart(pieces, at, below) and stops(pieces[below].text) and _may_lead(pieces[at])):
        return pieces
    return [*pieces[:at], pieces[at].judged("lead", _LEAD, 0.7), *pieces[at + 1 :]]


def _may_lead(piece: Piece) -> bool:
    """Whether a block is as long as leads are; a subhead heads something unless it is a sentence, or long."""
    told = piece.label != "subhead" or stops(piece.text) or weight(piece.text) >= _LINE
    return told and _is_sized(piece.text)


def _kept_below(pieces: Sequence[Piece], at: int) -> int | None:
    return next((i for i in range(at + 1, len(pieces)) if pieces[i].label in BODY_LABELS), None)


def _is_apart(pieces: Sequence[Piece], at: int, below: int) -> bool:
    """Whether a line by whom or when stands between two."""
    signs = (p for p in pieces[at + 1 : below] if p.label in _SIGNS)
    return any(p.cues.isdisjoint(_BOXES) and p.tags.isdisjoint(_ASIDE) for p in signs)


def doubted(
    pieces: Sequence[Piece], kept: Sequence[bool], headline: int | None, odds: Sequence[float]
) -> int | None:
    """Index of the lead that the classifier does not keep; None where there is none."""
    below = None if headline is None else next((i for i in range(headline + 1, len(kept)) if kept[i]), None)
    if headline is None or below is None or not stops(pieces[below].text):
        return None
    near = range(headline + 1, min(below, headline + _NEAR))
    some = (i for i in near if pieces[i].open and _is_apart(pieces, i, below))
    return next((i for i in some if _is_doubted(pieces, kept, i, odds)), None)


def _is_doubted(pieces: Sequence[Piece], kept: Sequence[bool], at: int, odds: Sequence[float]) -> bool:
    text = pieces[at].text
    told = text.endswith(_STOPS) or (len(text.split()) >= _WORDS and _is_whole(pieces, kept, at))
    likely = weight(text) >= _LINE and odds[at] > _LIKELY
    if not _is_sized(text) or not (likely or (told and odds[at] > _TOLD)) or text.endswith(_ASKS):
        return False
    return cue(text) is None and aside(text) is None


def _is_whole(pieces: Sequence[Piece], kept: Sequence[bool], at: int) -> bool:
    """Whether the dump holds the article and nothing else: then no line of a menu stands between headline and byline."""
    rest = range(at + 1, len(pieces))
    return (
        at == 1
        and pieces[at + 1].label == "byline"
        and all(kept[i] or pieces[i].label in _BESIDE for i in rest)
    )


def _is_sized(text: str) -> bool:
    shortest = _SENTENCE if text.endswith(_STOPS) else _SHORTEST
    return shortest <= weight(text) <= _LONGEST and _DISCLOSED.search(text) is None
