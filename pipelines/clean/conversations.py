"""Comments in a row below a dump's story: two that have buttons below, or many that have a name, a day and an hour.

What follows the last has to be little: a story may show what others posted, and a ticker has its hours from the first line on.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.clean.cues import cue
from pipelines.clean.moments import TOLD
from pipelines.clean.postmarks import (
    are_buttons,
    is_below,
    is_name,
    is_short,
    is_stamped,
    is_trifle,
    when,
    words,
)
from pipelines.clean.spans import Piece

_LONG, _ABOVE = 40, 6
"""Most lines of a comment, and those of its name, rank and title."""
LITTLE, _STORY = 250, 600
"""Weights of a story above comments that have buttons, and above others."""
_REST = 0.34
"""Most that may follow the last comment, as a share of the story above the first."""
MANY = 3
"""Comments in a row that need no buttons, if each has its name, day and hour."""
_FACE = re.compile(
    r"(?:.{1,40}['’]s )?avatar(?: (?:of|for|image) .*)?|u/\S+ avatar|permalink|guest|gast|top fan",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@[\w.-]+(?: · .*)?|.*\(@\w+\).*")
_TWEETED = re.compile(
    r"copy link.*|read \d+ repl(?:y|ies)|watch on (?:x|twitter)|view on (?:x|twitter).*|view this post on .*",
    re.IGNORECASE,
)
"""Beside a post that a story shows."""
_LETTER = re.compile(r"(?:from|to|von|an|de|para|da|van|от|от кого)\b.*", re.IGNORECASE)
_OLD = re.compile(r"\b1[0-8]\d\d\b|\b19[0-8]\d\b")
"""A letter shown in a story, and a year before there were comments."""
_ANNOUNCES = 4
"""Words that a line has at least which announces what the story shows below."""
_HOUR = re.compile(r"\d{1,2}\s?[:.h]\s?(\d\d)(?:\s?[ap]\.?m\b)?(?![\d.])", re.IGNORECASE)


class Head(NamedTuple):
    start: int
    """The line with the name,"""
    at: int
    """and the one with the time."""
    name: str


def is_shown(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line is of a post that the story shows, with what its writer calls himself there above it."""
    above = [p.text for p in pieces[max(0, i - _ABOVE) : i + 2]]
    handled = any(_HANDLE.fullmatch(name) and not _is_time(text) for name, text in pairwise(above))
    return handled or any(_TWEETED.fullmatch(p.text) for p in pieces[i : i + _ABOVE])


def is_posted(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line that counts replies stands below a post that the story shows."""
    return any(_HANDLE.fullmatch(p.text) for p in pieces[max(0, i - _ABOVE) : i])


def is_announced(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the story says what stands below: ``This is what two readers wrote to us:``"""
    above = pieces[i - 1].text if i else ""
    return above.endswith((":", "：")) and len(words(above)) >= _ANNOUNCES and not _is_asked(above)


def _is_asked(text: str) -> bool:
    """Whether a line is the heading of comments, or asks for them."""
    said = cue(text)
    return said is not None and said[0] == "comments"


def heads(pieces: Sequence[Piece], low: Sequence[str]) -> Iterator[Head]:
    """Names with a time, in one line or in two."""
    for i, text in enumerate(low):
        said = when(pieces[i].text) if text else None
        if said is None:
            continue
        if said[0]:
            yield Head(i, i, said[0])
            continue
        above = i - 1
        while above > 0 and not words(pieces[above].text):  # a dot between the two
            above -= 1
        if above >= 0 and is_name(pieces[above].text):
            yield Head(above, i, pieces[above].text)


def answered(
    pieces: Sequence[Piece], said: Sequence[int], heads: Sequence[Head], below: Sequence[int]
) -> Iterator[int]:
    """The first of two comments in a row with a name, a time, and buttons below; and above it, who begins a thread."""
    for k, (one, two) in enumerate(pairwise(heads)):
        end = heads[k + 2].start if k + 2 < len(heads) else two.at + _LONG
        foot = [i for i in below if one.at <= i < two.start]
        if not foot or two.start - one.at > _LONG or not any(two.at <= i < end for i in below):
            continue
        if not _are_two(pieces, one, two) or not is_rest_little(said, one.start, heads[-1].at, below[-1]):
            continue
        if said[one.start] >= LITTLE:
            yield _above(pieces, one.start, two.start - _past(pieces, foot[-1]))
            return
        other = [i for i in below if two.at <= i < end]
        if any(are_buttons(pieces[i].text) for i in foot) or _said(pieces, foot) == _said(pieces, other):
            yield one.start


def _said(pieces: Sequence[Piece], foot: Sequence[int]) -> set[str]:
    """Words of buttons, of one or of many."""
    return {word.rstrip("s") for i in foot for word in words(pieces[i].text)}


def _are_two(pieces: Sequence[Piece], one: Head, two: Head) -> bool:
    same = (one.start == one.at) == (two.start == two.at) and _led(one.name) == _led(two.name)
    return same and not any(is_shown(pieces, head.start) for head in (one, two))


def _led(name: str) -> str:
    """``Autor`` of ``Autor: Ida``: a byline below the story has what no comment has."""
    return name.partition(":")[0] if ":" in name else ""


def named(pieces: Sequence[Piece], said: Sequence[int], below: Sequence[int]) -> Iterator[int]:
    """The first of two comments in a row with a name above and buttons below."""
    ends = [(i, _past(pieces, i)) for k, i in enumerate(below) if not k or _past(pieces, below[k - 1]) <= i]
    for (foot, past), (other, _) in pairwise(ends):
        top = _told(pieces, past, other)
        if top is None or not is_name(pieces[past].text) or is_shown(pieces, past):
            continue
        while _is_time(pieces[foot - 1].text):
            foot -= 1
        above = range(foot - 1, max(foot - 1 - _ABOVE, 0), -1)
        name = next((i for i in above if is_short(pieces[i].text) and not is_trifle(pieces[i].text)), None)
        if (
            name is None
            or name == foot - 1
            or is_shown(pieces, name)
            or is_announced(pieces, name)
            or _is_time(pieces[name - 1].text)  # in a ticker, the time stands above the headline
            or not is_rest_little(said, name, 0, below[-1])
        ):
            continue
        yield _above(pieces, name, top - past - 1)
        return


def _told(pieces: Sequence[Piece], past: int, other: int) -> int | None:
    """Where between buttons and the next ones the words of a comment begin, below a few short lines."""
    inner = [i for i in range(past, min(past + _ABOVE, other)) if not is_short(pieces[i].text)]
    return inner[0] if inner and inner[0] > past and other - past <= _LONG else None


def stamped(pieces: Sequence[Piece], said: Sequence[int], heads: Sequence[Head]) -> Iterator[int]:
    """The first of a row of comments, to the end of the dump, that have a name, a day and an hour, and no buttons."""
    full = [h for h in heads if is_stamped(pieces[h.at].text) and _is_person(h.name)]
    if any(_LETTER.fullmatch(h.name) or _OLD.search(pieces[h.at].text) for h in full):
        return
    if len(full) < MANY or said[full[0].start] < _STORY or len({h.name for h in full}) < MANY:
        return
    row = all(1 < two.start - one.at <= _LONG for one, two in pairwise(full))
    shown = bool(full) and is_announced(pieces, full[0].start)
    if (
        row
        and not shown
        and _are_by_chance(pieces, full)
        and is_rest_little(said, full[0].start, full[-1].at)
    ):
        yield full[0].start


def _are_by_chance(pieces: Sequence[Piece], heads: Sequence[Head]) -> bool:
    """Whether times are of more than one day, as those of a ticker are not, and not all on the clock, as those of concerts."""
    times = [pieces[h.at].text.removeprefix(h.name) for h in heads]
    days = {_HOUR.sub("", time) for time in times}
    return len(days) > 1 and any(int(m[1]) % 5 for time in times if (m := _HOUR.search(time)))


def _is_person(name: str) -> bool:
    """Whether a name is one word or has no small ones: not the headline of what a ticker tells."""
    parts = name.split()
    return (
        len(parts) <= 3
        and "@" not in name
        and "," not in name
        and not TOLD.search(name)
        and (len(parts) == 1 or all(p[0].isupper() for p in parts))
    )


def is_rest_little(said: Sequence[int], start: int, head: int, foot: int = 0) -> bool:
    """Whether little follows the last comment, below its head or buttons; where the story goes on, it shows what others posted."""
    last = max(head + _ABOVE, foot + 1)
    return said[-1] - said[min(last, len(said) - 1)] <= _REST * said[start]


def _past(pieces: Sequence[Piece], i: int) -> int:
    """The first line below some buttons that is none of them, and no count or time."""
    while i < len(pieces) and (
        is_trifle(pieces[i].text) or is_below(pieces[i].text) or _is_time(pieces[i].text)
    ):
        i += 1
    return i


def _is_time(text: str) -> bool:
    said = when(text)
    return said is not None and not said[0]


def _above(pieces: Sequence[Piece], start: int, more: int) -> int:
    """Where a comment begins that has as many lines above its name as the next one: its title, somebody's face."""
    while start > 0:
        here, above = pieces[start].text, pieces[start - 1].text
        faced = _FACE.fullmatch(above) or (_FACE.fullmatch(here) and is_name(above)) or not words(above)
        if not faced and not (more > 0 and is_short(above)):
            break
        start, more = start - 1, more - 1
    return start
