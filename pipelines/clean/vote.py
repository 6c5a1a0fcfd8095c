"""Which blocks of an HTML page are the article's text: trafilatura's vote, mended where it is known to fail."""

import itertools
import logging
import re
from typing import Any

from lxml.html import HtmlElement

from pipelines.clean.cues import cue
from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it would say is in the record's labels
_NOISE = re.compile(r"[\W_]+")
_LONG = 30
_GAP = 4
_BAD = frozenset(
    (
        "comments",
        "share",
        "subscribe",
        "related",
        "advertisement",
        "navigation",
        "legal",
        "caption",
        "bio",
        "hidden",
        "widget",
        "tags",
    )
)


def votes(draft: Draft, tree: HtmlElement) -> list[bool]:
    """One vote a piece."""
    hinted = [("hint-body" in p.cues and "hint-drop" not in p.cues) for p in draft.pieces]
    if any(hinted):
        return hinted
    found = _matched(draft.pieces, _NOISE.sub("", _extracted(tree).casefold()))
    own = [_paragraph(p) for p in draft.pieces]
    size = sum(weight(p.text) for p, v in zip(draft.pieces, found, strict=True) if v)
    mine = sum(weight(p.text) for p, v in zip(draft.pieces, own, strict=True) if v)
    if size < 200 or size < 0.25 * mine:
        found = [a or b for a, b in zip(found, _densest(draft.pieces, own), strict=True)]
    return _siblings(draft.pieces, found)


def _extracted(tree: HtmlElement) -> str:
    import trafilatura  # half a second of imports: only where a page is cleaned

    extract: Any = trafilatura.bare_extraction
    try:
        found = extract(tree, include_comments=False, with_metadata=False, deduplicate=False)
    except Exception:  # noqa: BLE001  # a crash of the extractor costs its vote, not the page
        return ""
    return str(getattr(found, "text", None) or "")


def _matched(pieces: list[Piece], text: str) -> list[bool]:
    """Finds the extractor's text among our blocks, in order.

    Long blocks are looked for; a short one counts only where it comes next, since its words stand in menus too.
    """
    at, out = 0, list[bool]()
    left: list[str] = []
    said_by = [_NOISE.sub("", p.text.casefold()) if not p.from_alt else "" for p in pieces]
    used = set[str]()
    for said in said_by:
        short = len(said) < _LONG
        place = text.find(said, at, at + len(said) + _GAP if short else len(text)) if said else -1
        if place >= 0:
            left.append(text[at:place])
            at = place + len(said)
            used.add(said)
        out.append(place >= 0)
    left.append(text[at:])
    rest = "\n".join(left)  # what no block was found for: out of order, or with words left out
    for i, said in enumerate(said_by):
        if len(said) >= _LONG and said not in used and (said in rest or _mostly(said, rest)):
            out[i] = True
            used.add(said)
    return out


def _mostly(said: str, text: str) -> bool:
    """Most of a block is there: the extractor leaves out ruby, links or a sentence of it."""
    chunks = [said[i : i + 10] for i in range(0, min(len(said), 600) - 9, 10)]
    return len(said) > 40 and sum(c in text for c in chunks) > 0.6 * len(chunks)


def _paragraph(piece: Piece) -> bool:
    """A paragraph by its look, outside all boxes."""
    if piece.from_alt or piece.link_share > 0.4 or piece.cues & _BAD:
        return False
    if piece.tags & {"nav", "footer", "aside", "form", "figcaption", "button"}:
        return False
    return weight(piece.text) > 80 and stops(piece.text) and cue(piece.text) is None


def _parent(path: str | None) -> str:
    return (path or "").rpartition("/")[0]


def _densest(pieces: list[Piece], own: list[bool]) -> list[bool]:
    """The paragraphs of the element that holds most of them, two levels up at most."""
    weights: dict[str, int] = {}
    for piece, good in zip(pieces, own, strict=True):
        if good:
            for place in (_parent(piece.path), _parent(_parent(piece.path))):
                weights[place] = weights.get(place, 0) + weight(piece.text)
    if not weights:
        return own
    top = max(weights.values())
    place = max((p for p in weights if weights[p] >= 0.8 * top), key=len)
    return [good and (p.path or "").startswith(place) for p, good in zip(pieces, own, strict=True)]


def _siblings(pieces: list[Piece], found: list[bool]) -> list[bool]:
    """Paragraphs and headings that the extractor lost between two that it kept in the same element."""
    out = list(found)
    kept = [i for i, v in enumerate(found) if v]
    for a, b in itertools.pairwise(kept):
        if not 1 < b - a <= 6 or _parent(pieces[a].path) != _parent(pieces[b].path):
            continue
        for i in range(a + 1, b):
            piece = pieces[i]
            head = bool(piece.tags & HEADINGS) and piece.link_share < 0.5 and not piece.cues & _BAD
            if _parent(piece.path) == _parent(pieces[a].path) and (_paragraph(piece) or head):
                out[i] = True
    return out
