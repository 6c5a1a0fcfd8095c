"""What is of the story only as a whole: the items of a list, the cells of a table, a heading and what it heads.

The classifier and the rules judge block by block, and an item may be a single link, a cell a number, a heading a word of
furniture. Readers of the records found half a list kept on one page in twelve, and plans whose columns had moved since one
cell of a row was taken for a button.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipelines.clean.cells import CELL, LONG, by_table
from pipelines.clean.cues import cue
from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.level import Level
from pipelines.clean.picture_rules import LINKED
from pipelines.clean.rubrics import CONTROLS, NOTHING
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS, Hints, Label

_LISTS = frozenset(("ul", "ol", "dl"))
_FEW = 3
"""Items or cells below which most of them are no sign."""


class _Kind(NamedTuple):
    """A kind of wholes."""

    said: str
    least: float
    """Share of it that is kept from which on the rest is."""
    longest: int
    """Weight of a block that, as a heading does, makes of it one that a page was laid out with."""


_LIST = _Kind("of a list of the story", 0.5, 400)
_TABLE = _Kind("of a table of the story", 0.3, LONG)
_BUTTON = 30
"""Weight up to which a link is no headline."""
_BY_ITSELF = frozenset[Label](("navigation", "related", "other", "duplicate", "widget", "table", "share"))
"""What an item or a cell is called by its own words or its classes."""
_ELSEWHERE = frozenset[Label](("related", "subscribe", "advertisement"))
"""What may stand in a list of the story by its own words."""
_TEASES = ("»", ">", "→", "▶", "›")
_SHORT = 60
"""Weight up to which words of menus may be those of a paragraph."""
_SURE = 0.8
"""Confidence of what a guard says, and of the classifier where it has no doubt."""
_RANKS = HEADINGS - {"h1"}
_FURNITURE = frozenset[Label](("navigation", "widget", "duplicate", "table"))
"""What a heading is called by its words, though one of the story may have them, too."""
_NO_HEADINGS = NOTHING | CONTROLS
_PICTURE = frozenset[Label](("caption", "credit"))
_LEADS = frozenset[Label](("related", "navigation", "subscribe"))
"""What below a heading leads away from the story."""


def wholes(draft: Draft) -> Draft:
    """The draft with all of a list or a table of which it keeps the most, and with a heading where it keeps what that heads."""
    pieces = draft.pieces
    kept = [i for i, p in enumerate(pieces) if p.label in BODY_LABELS]
    if draft.hints.body or not kept:
        return draft
    within = range(kept[0], kept[-1] + 1)
    heads = {squash(p.text) for p in pieces if p.label == "headline"}
    found = _items(pieces, within)
    found.update(_headings(pieces, within, found))
    found.update((i, ("paragraph", "between two paragraphs of one element")) for i in _siblings(pieces, kept))
    found.update((i, ("related", "a heading of what leads elsewhere")) for i in _bare(pieces, kept))
    found = {i: said for i, said in found.items() if not _is_settled(pieces[i], draft.hints, heads)}
    told = [_told(p, found.get(i)) for i, p in enumerate(pieces)]
    return replace(draft, pieces=told) if found else draft


def _is_settled(piece: Piece, hints: Hints, headlines: set[str]) -> bool:
    """What the site's hints or its memory speak of; a heading that is the headline again."""
    return "hint-drop" in piece.cues or piece.text in hints.memory or squash(piece.text) in headlines


def _told(piece: Piece, said: tuple[Label, str] | None) -> Piece:
    return piece if said is None else piece.judged(said[0], said[1], 0.6)


def _items(pieces: Sequence[Piece], within: range) -> dict[int, tuple[Label, str]]:
    """What is left out of lists and tables of the story, but for contents that the headings say again."""
    heads = {squash(pieces[i].text) for i in within if pieces[i].label == "subhead"}
    added = dict[int, tuple[Label, str]]()
    for kind, groups in ((_LIST, _by_list(pieces)), (_TABLE, by_table(pieces))):
        for group in groups:
            left = _missing(pieces, [i for i in group if i in within and _counts(pieces[i])], kind)
            added.update((i, ("list_item", kind.said)) for i in left if not _again(pieces[i], heads))
    return added


def _counts(piece: Piece) -> bool:
    """Pictures and their captions are no items."""
    return not piece.from_alt and "figcaption" not in piece.tags


def _missing(pieces: Sequence[Piece], own: Sequence[int], kind: _Kind) -> list[int]:
    """Of the blocks of a list or a table those that are left out, where enough of it is kept."""
    left = [i for i in own if pieces[i].label not in BODY_LABELS]
    if not left or len(own) < _FEW or len(own) - len(left) < kind.least * len(own):
        return []
    if any(not pieces[i].tags.isdisjoint(HEADINGS) or weight(pieces[i].text) > kind.longest for i in own):
        return []
    linked = any(pieces[i].link_share > LINKED for i in own if i not in left)
    return [i for i in left if _is_item(pieces[i], linked)]


def _is_item(piece: Piece, linked: bool) -> bool:
    """Whether a block is what the items beside it are, of which one is a link where ``linked``."""
    found = cue(piece.text)
    if piece.label not in _BY_ITSELF or piece.text.startswith(_TEASES) or (found and found[0] in _ELSEWHERE):
        return False
    if piece.tags.isdisjoint(CELL) and not any(map(str.isalpha, piece.text)):
        return False
    return linked or piece.link_share <= LINKED or (weight(piece.text) < _BUTTON and found is None)


def _again(piece: Piece, heads: set[str]) -> bool:
    """Whether an item says again what a heading does, in a list of contents, or a list of a whole box in a table."""
    return piece.label == "duplicate" and ({"table", "li"} <= piece.tags or squash(piece.text) in heads)


def _by_list(pieces: Sequence[Piece]) -> list[list[int]]:
    """Indices of the blocks in items, list by list."""
    lists = defaultdict[Level, list[int]](list)
    for i, piece in enumerate(pieces):
        if piece.level is not None and not piece.tags.isdisjoint(_LISTS):
            lists[next(level for level in piece.level.outwards() if level.name in _LISTS)].append(i)
    return list(lists.values())


def _headings(
    pieces: Sequence[Piece], within: range, added: Mapping[int, object]
) -> dict[int, tuple[Label, str]]:
    """Headings right above what is kept; of those that are called furniture the ones that stand right below such, too."""
    found = dict[int, tuple[Label, str]]()
    below = False
    for i in reversed(within):
        piece = pieces[i]
        if piece.label in _PICTURE:
            continue
        if below and _may_head(piece) and (piece.label == "other" or _is_below(pieces, within, added, i)):
            found[i] = "subhead", "a heading of what is kept"
        below = piece.label in BODY_LABELS or i in added or i in found
    return found


def _may_head(piece: Piece) -> bool:
    heads = not piece.tags.isdisjoint(_RANKS) and piece.link_share == 0 and not piece.from_alt
    heads = heads and any(map(str.isalpha, piece.text)) and squash(piece.text) not in _NO_HEADINGS
    return heads and (piece.label == "other" or piece.label in _FURNITURE)


def _is_below(pieces: Sequence[Piece], within: range, added: Mapping[int, object], i: int) -> bool:
    above = next((k for k in reversed(range(within.start, i)) if pieces[k].label not in _PICTURE), None)
    return above is not None and (pieces[above].label in BODY_LABELS or above in added)


def _bare(pieces: Sequence[Piece], kept: Sequence[int]) -> list[int]:
    """Headings of the story below which nothing stands but what leads elsewhere, up to the next of their rank."""
    out = []
    for i, after in pairwise(kept):
        between = pieces[i + 1 : after]
        if not between or pieces[i].label != "subhead" or pieces[after].label != "subhead":
            continue
        leads = all(p.label in _LEADS for p in between) and any(p.link_share > LINKED for p in between)
        if leads and _rank(pieces[after]) <= _rank(pieces[i]):
            out.append(i)
    return out


def _siblings(pieces: Sequence[Piece], kept: Sequence[int]) -> list[int]:
    """Blocks between two that are kept, each of them an element of the same one."""
    return [
        i
        for above, below in pairwise(kept)
        if len(left := [k for k in range(above + 1, below) if pieces[k].label not in _PICTURE]) == 1
        for i in left
        if _box(pieces[above]) is _box(pieces[i]) is _box(pieces[below]) and _is_plain(pieces[i])
    ]


def _box(piece: Piece) -> Level | None:
    return None if piece.level is None else piece.level.block.above


def _is_plain(piece: Piece) -> bool:
    plain = piece.label == "other" or (piece.label == "navigation" and weight(piece.text) <= _SHORT)
    told = (
        plain and piece.verdict.confidence < _SURE and "factbox" not in piece.cues and cue(piece.text) is None
    )
    return told and not piece.from_alt and piece.link_share <= LINKED and any(map(str.isalnum, piece.text))


def _rank(piece: Piece) -> str:
    """Of what is no heading the lowest."""
    return min(piece.tags & HEADINGS, default="p")
