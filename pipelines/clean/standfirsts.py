"""The lead of a dump: what is kept between the headline and the lines that say by whom and when.

Nothing else in a dump sets a lead apart, so a first paragraph right above the others stays one.
"""

import re
from collections.abc import Sequence

from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_SHORTEST, _LONGEST = 25, 400
"""Weights of a lead."""
_SIGNS = frozenset(("byline", "date"))
_BESIDE = _SIGNS | {"caption", "credit", "duplicate", "share", "widget"}
"""Labels of what may stand between a lead and the story."""
_DISCLOSED = re.compile(r"\b(?:affiliate|commission|disclosure|werbelinks|affili\w+)\b", re.IGNORECASE)
_LEAD = "between the headline and a byline or date"


def led(pieces: list[Piece], headline: int | None) -> list[Piece]:
    """The pieces, the lead named where there is one."""
    at = None if headline is None else headline + 1
    if at is None or at + 1 >= len(pieces) or not _may_lead(pieces[at]) or not _is_signed(pieces, at + 1):
        return pieces
    return [*pieces[:at], pieces[at].judged("lead", _LEAD, 0.7), *pieces[at + 1 :]]


def _may_lead(piece: Piece) -> bool:
    sized = piece.label in BODY_LABELS and _SHORTEST <= weight(piece.text) <= _LONGEST
    return sized and _DISCLOSED.search(piece.text) is None


def _is_signed(pieces: Sequence[Piece], first: int) -> bool:
    """Whether a byline or a date comes next, and a sentence of the story behind it."""
    if pieces[first].label not in _SIGNS:
        return False
    below = next((p for p in pieces[first:] if p.label not in _BESIDE), None)
    return below is not None and below.label in BODY_LABELS and stops(below.text)
