"""The lead of a dump: what is kept between the headline and the lines that say by whom and when.

Nothing else in a dump sets a lead apart, so a first paragraph right above the others stays one. The classifier takes one in
fifteen for furniture, since it stands alone; a sentence there is none (11 of 11 in marked dumps, of lines without a stop half).
"""

import re
from collections.abc import Sequence

from pipelines.clean.asides import aside
from pipelines.clean.cues import cue
from pipelines.clean.shapes import stops, weight
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
_DISCLOSED = re.compile(r"\b(?:affiliate|commission|disclosure|werbelinks|affili\w+)\b", re.IGNORECASE)
_STOPS, _ASKS = (".", "。", "।", "۔", "።"), ("?", "!", ":", "...", "…")
_LEAD = "between the headline and a byline or date"


def led(pieces: list[Piece], headline: int | None) -> list[Piece]:
    """The pieces, the lead named where there is one."""
    at = _below_headline(pieces, headline)
    if at is None or pieces[at].label not in BODY_LABELS or not _is_sized(pieces[at].text):
        return pieces
    below = _story_below(pieces, at)
    if below is None or pieces[below].label not in BODY_LABELS or not stops(pieces[below].text):
        return pieces
    return [*pieces[:at], pieces[at].judged("lead", _LEAD, 0.7), *pieces[at + 1 :]]


def doubted(
    pieces: Sequence[Piece], kept: Sequence[bool], headline: int | None, odds: Sequence[float]
) -> int | None:
    """Index of the lead that the classifier does not keep; None where there is none."""
    at = _below_headline(pieces, headline)
    if at is None or kept[at] or not pieces[at].open:
        return None
    text = pieces[at].text
    below = _story_below(pieces, at)
    if below is None or not kept[below] or not stops(pieces[below].text) or not _is_sized(text):
        return None
    told = text.endswith(_STOPS) or (len(text.split()) >= _WORDS and _is_whole(pieces, kept, at))
    likely = weight(text) >= _LINE and odds[at] > _LIKELY
    if not (likely or (told and odds[at] > _TOLD)) or text.endswith(_ASKS):
        return None
    return at if cue(text) is None and aside(text) is None else None


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


def _below_headline(pieces: Sequence[Piece], headline: int | None) -> int | None:
    """Index of the line below the headline, where the next says by whom or when."""
    at = None if headline is None else headline + 1
    return at if at is not None and at + 1 < len(pieces) and pieces[at + 1].label in _SIGNS else None


def _story_below(pieces: Sequence[Piece], at: int) -> int | None:
    """Index of the first line below what may stand between a lead and the story."""
    return next((i for i in range(at + 1, len(pieces)) if pieces[i].label not in _BESIDE), None)
