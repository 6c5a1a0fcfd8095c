"""What the lines of a dump are, once it is known which are of the story: by their looks, and by where they stand."""

import re
from bisect import bisect

from pipelines.clean.asides import aside, maybe
from pipelines.clean.captions import CREDITED, SHOWN
from pipelines.clean.copies import copies
from pipelines.clean.cues import cue
from pipelines.clean.dump_facts import Facts
from pipelines.clean.dump_rules import CORRECTED, NAMES, WHEN, guarded, ruled
from pipelines.clean.endings import ending
from pipelines.clean.last_words import last_words
from pipelines.clean.leftovers import TOLD, leftovers
from pipelines.clean.model.decision import Decision
from pipelines.clean.shapes import is_prose, stops, weight
from pipelines.clean.sign_offs import place, sign_off
from pipelines.clean.spans import Piece
from pipelines.clean.standfirsts import doubted, led
from pipelines.clean.told import answers, clocks
from pipelines.record import BODY_LABELS, Label

_BULLET = re.compile(r"^\s*(?:[•·▪◦‣–—-]|\d{1,2}[.)])\s+\S")
_HEADLINE = 4
"""Spaces of a short line outside the story from which on it is another's headline and no entry of a menu."""
_QUOTE = re.compile(r"^[«“„\"「『»].*[»”“\"」』][.!?,]?$")
_SUBHEAD = 110
_SENTENCE = 45
_GAP, _FURTHER = 8, 2
"""Most lines between two that the classifier is sure of, and behind the last one, of which a sentence is of the story all the same."""
_BRIDGE = "within the story"
_PARTED, _SAID, _FURNITURE = 0.97, 0.5, 0.02
"""Of a dump that is a text and nothing else: share of its lines below a blank one, least share of it that the classifier
takes for the story, most that rules take for the furniture of a page."""
_FEW, _SAID_OF_FEW = 300, 0.3
"""Weight of a text of a few sentences, and the least share of one: the classifier has too little to go by."""
_OWN = TOLD | {CREDITED, SHOWN, CORRECTED, WHEN}
"""Reasons of what is the article's own, and no furniture of its page; a line that a tool left is soon overlooked."""
_WHOLE = "the dump is a text and nothing else"


def find(pieces: list[Piece], f: Facts, decided: Decision) -> list[Piece]:
    """A verdict for each line."""
    done = _without_leftovers(guarded(pieces, f))
    kept, bridged = _kept(done, f, decided)
    over = ending(done, kept)
    if over is not None:
        done, kept = _ended(done, kept, *over)
    done = _aside(done, kept)
    done = _named(done, kept, bridged, f, decided)
    done = _whole(done, decided.name) if over is None and _is_text(done, f, decided.name) else done
    return led(done, f.headline)


def _kept(pieces: list[Piece], f: Facts, decided: Decision) -> tuple[list[bool], set[int]]:
    """Which lines are of the story as far as it may go, and which of them by where they stand alone."""
    kept = [good and piece.open for good, piece in zip(decided.kept, pieces, strict=True)]
    bridged = _bridged(pieces, kept, f, decided)
    kept = [good or i in bridged for i, good in enumerate(kept)]
    added = _added(pieces, kept, f, decided)
    return [good or i in added for i, good in enumerate(kept)], bridged | added


def _aside(pieces: list[Piece], kept: list[bool]) -> list[Piece]:
    """What the story says twice, what its lines say aside, and what signs it."""
    again = copies(pieces, kept)
    last = max((i for i, good in enumerate(kept) if good and stops(pieces[i].text)), default=len(pieces))
    # the very last line may sign the story though the classifier drops it
    end = place([*kept[:-1], True], last) if last < len(pieces) - 1 else None
    among = maybe([p.text for p, good in zip(pieces, kept, strict=True) if good])
    done = list(pieces)
    for i, piece in enumerate(pieces):
        if not piece.open:
            continue
        if i in again:
            done[i] = piece.judged("duplicate", "said before", 0.7)
        elif kept[i] and (said := aside(piece.text, among)):
            done[i] = piece.judged(said[0], said[1], 0.8)
        elif i == end and (signed := sign_off(piece.text)):
            done[i] = piece.judged(signed[0], signed[1], 0.7)
    return done


def _named(
    pieces: list[Piece], kept: list[bool], bridged: set[int], f: Facts, decided: Decision
) -> list[Piece]:
    """What the lines are that nothing has spoken of, within the story and around it."""
    solid = [i for i, good in enumerate(kept) if good and stops(pieces[i].text)]
    first, last = (solid[0], solid[-1]) if solid else (len(pieces), -1)
    done = list(pieces)
    for i, piece in enumerate(pieces):
        if not piece.open:
            continue
        if kept[i]:
            reason, sure = (_BRIDGE, 0.5) if i in bridged else (decided.name, decided.sure(i))
            done[i] = piece.judged(_inside(pieces, i, kept), reason, sure)
        else:
            named = ruled(pieces, i, f, NAMES)
            done[i] = named or piece.judged(_outside(piece, i, first, last), decided.name, decided.sure(i))
    return done


def _added(pieces: list[Piece], kept: list[bool], f: Facts, decided: Decision) -> set[int]:
    """A lead, the last sentence, answers of an interview and hours of a ticker that the classifier takes for furniture."""
    some = {doubted(pieces, kept, f.headline, decided.odds), last_words(pieces, kept, decided.odds)}
    told = answers(pieces, kept) | clocks(pieces, kept, f.headline or 0)
    return {i for i in some if i is not None} | {i for i in told if pieces[i].open and not kept[i]}


def _without_leftovers(pieces: list[Piece]) -> list[Piece]:
    """What players, printers, buttons and servers leave behind gets its label."""
    left = leftovers(pieces, [piece.open for piece in pieces])
    return [p.judged(*left[i], 0.85) if i in left else p for i, p in enumerate(pieces)] if left else pieces


def _ended(pieces: list[Piece], kept: list[bool], at: int, label: Label) -> tuple[list[Piece], list[bool]]:
    """What would be of the story from a line on gets its label instead."""
    rest = zip(pieces[at:], kept[at:], strict=True)
    over = [
        p.judged(label, "the story is over", 0.8) if k or (not i and p.open and label == "comments") else p
        for i, (p, k) in enumerate(rest)
    ]
    return pieces[:at] + over, kept[:at] + [False] * len(over)


def _is_text(pieces: list[Piece], f: Facts, model: str) -> bool:
    """Whether somebody else has taken the furniture away already, as in a record's own text."""
    rest = [p for i, p in enumerate(pieces) if i != f.headline]
    said = sum(weight(p.text) for p in rest if p.label in BODY_LABELS)
    furniture = sum(
        weight(p.text)
        for p in rest
        if p.label not in BODY_LABELS and p.verdict.reason not in _OWN and p.verdict.reason != model
    )
    total = sum(weight(p.text) for p in rest)
    return (
        sum(p.after_blank for p in pieces) >= _PARTED * len(pieces)
        and said > (_SAID if total >= _FEW else _SAID_OF_FEW) * total
        and furniture <= _FURNITURE * total
    )


def _whole(pieces: list[Piece], model: str) -> list[Piece]:
    """All lines kept that only the classifier dropped."""
    kept = [p.label in BODY_LABELS or p.verdict.reason == model for p in pieces]
    return [
        p.judged(_inside(pieces, i, kept), _WHOLE, 0.5) if kept[i] and p.label not in BODY_LABELS else p
        for i, p in enumerate(pieces)
    ]


def _bridged(pieces: list[Piece], kept: list[bool], f: Facts, decided: Decision) -> set[int]:
    """Lines within the story that the classifier was not sure of.

    It learned from few pages in other scripts than Latin: there a sentence within the story is of it, but none that
    stands between it and what the classifier keeps far below. A short line alone between two paragraphs is their subhead.
    """
    good = [i for i, k in enumerate(kept) if k]
    thin = f.script != "Latin"
    top = f.headline + 1 if f.headline is not None else good[0] if good else 0
    out = {
        i
        for i in range(top, min(good[-1] + _FURTHER + 1, len(pieces)))
        if thin and not kept[i] and _amid(i, good) and pieces[i].open and weight(pieces[i].text) >= _SENTENCE and stops(pieces[i].text)
        and decided.odds[i] > -4 and cue(pieces[i].text) is None
    } if good else set[int]()  # fmt: skip
    solid = [(k or i in out) and stops(pieces[i].text) for i, k in enumerate(kept)]
    least = -3.0 if thin else -1.0
    for i in range(1, len(pieces) - 1):
        alone = (
            pieces[i].open
            and pieces[i].after_blank
            and pieces[i].before_blank
            and weight(pieces[i].text) <= _SUBHEAD
        )
        if (
            alone
            and solid[_open_before(pieces, i)]
            and solid[i + 1]
            and decided.odds[i] > least
            and cue(pieces[i].text) is None
        ):
            out.add(i)
    return out


def _amid(i: int, good: list[int]) -> bool:
    """Whether few lines part the lines that are kept above and below one."""
    place = bisect(good, i)
    if place == len(good):
        return True
    above = good[place - 1] if place else i - 1
    return good[place] - above - 1 <= _GAP


def _open_before(pieces: list[Piece], i: int) -> int:
    """The nearest line above that no guard has spoken of: a teaser may stand between a paragraph and a subhead."""
    return next((k for k in range(i - 1, -1, -1) if pieces[k].open), i)


def _inside(pieces: list[Piece], i: int, kept: list[bool]) -> Label:
    text = pieces[i].text
    if _QUOTE.match(text) and weight(text) > 40:
        return "quote"
    if stops(text):
        return "paragraph"
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(pieces) and kept[k]]
    if _BULLET.match(text) and weight(text) > 12:
        numbered = text[:1].isdigit() and weight(text) <= _SUBHEAD and len(beside) > 1
        return "subhead" if numbered and all(is_prose(pieces[k].text) for k in beside) else "list_item"
    if weight(text) <= _SUBHEAD and any(stops(pieces[k].text) for k in beside):
        return "subhead"
    return "list_item" if weight(text) < 60 else "paragraph"


def _outside(piece: Piece, i: int, first: int, last: int) -> Label:
    if weight(piece.text) <= 40 and piece.text.count(" ") < _HEADLINE:
        return "navigation"
    return "related" if i < first or not stops(piece.text) or i <= last else "other"
