"""The first comment below a dump's story, where no heading stands above it: who wrote it and when, and a button to reply.

A name and a time alone may stand above a part of the story, as in a live ticker; so a word for replying has to be there: in the
same line, or alone on one of the next lines. Where it is said of a comment in other words, or below a long one, two of them
in the same form have to follow each other; and what follows the last has to be little: a story may show what others posted.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.clean.conversations import (
    LITTLE,
    MANY,
    answered,
    heads,
    is_announced,
    is_rest_little,
    is_shown,
    named,
    stamped,
)
from pipelines.clean.postmarks import (
    FIRM,
    LINE,
    NAME,
    REPLY,
    SAYS,
    are_buttons,
    is_below,
    when,
    words,
)
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

_NEXT = 3
"""Lines below a name and a time in which the button to reply may stand: the comment comes first."""
_SAYS_ON = r"[A-Z0-9].{1,30} (?:said|dijo|disse|ha detto|a dit|sagte)(?:\.\.\.|…)"
_SAID = re.compile(_SAYS_ON)
_WORDS = 20
"""Most lines of a comment between its name and a time below it."""
_SURE = re.compile(
    r".*\(Score:(?:-1|[0-5])(?:, ?\w+)?\)|by .{1,30} \( \d{2,9} \)(?: on .*)?|Discussion about this post|\d+ ?[:：] ?名無し.*ID:.*|"
    r"Comment number \d+\.|\d+\. At \d.{5,40}, .{2,30} wrote:|# ?\d+, \d\d?\.\d\d?\.\d{4}(?:\W+\d\d?[:.]\d\d.*)?|\[[–-]\] ?\S.{0,30} \d+ points? .*|"
    rf"{_SAYS_ON}|"
    r"(?:Comment by|Kommentar von|Commentaire de|Comentario de|Comentário de|Commento di|Reactie van|Комментарий от) .{2,40}(?:\d{4}|\d[:.h]\d\d|\d \w+ ago).*|"
    r"Comment by .{2,30}\.|\S{2,30} commented (?:on )?\w+ \d{1,2},? \d{4}"
)
"""Lines that begin a comment and nothing else."""
_MARKS = """
(score:| ( |discussion about this post|名無し|comment by |comment number| commented | wrote:|# 1|#1|[–]|[-]|said...|said…|dijo...|disse...|detto...|a dit...|sagte...
kommentar von |commentaire de |comentario de |comentário de |commento di |reactie van |комментарий от
"""
_SIGNS = tuple(sign for line in _MARKS.strip("\n").split("\n") for sign in line.split("|"))
"""What each of them has."""
_ONLY = re.compile(r"\(Score:|Discussion about this post|\( \d{4,} \)")
_QUOTED = 4
"""So many lines fewer may be of a comment that is the only one."""
_GATE = REPLY | FIRM | {"replies", "complain", "oceń", "reaktionen"}
_WIDE = tuple(
    word for word in _GATE if not word.isascii() and (word[0] >= "\u3000" or "\u0590" <= word[0] <= "\u06ff")
)
"""Words that others may be written together with."""
_EDGES = " |·•.,:;()[]<>›↓»!?+-–—/\u25b3\u25bd0123456789"
_ASKED = re.compile("[:：]\\n")
_HOURS = re.compile(r"\d[:.h ]{1,3}\d\d\b")


class Thread(NamedTuple):
    """The comments of a dump."""

    start: int | None
    """The line at which the first one begins;"""
    whole: bool
    """whether the dump is a thread from its first line on: what is posted there is its text."""


_NONE = Thread(None, whole=False)


def find(pieces: Sequence[Piece], said: Sequence[int]) -> Thread:
    """Where the comments of a dump begin.

    ``said`` is the weight of what is kept above each line, and of all at its end.
    """
    low = [p.text.casefold() if weight(p.text) <= LINE else "" for p in pieces]
    whole = "\n".join((*low, ""))  # most dumps have no such word, and no such line
    spoken = _GATE.intersection(word.strip(_EDGES) for word in whole.split()).union(
        w for w in _WIDE if w in whole
    )
    signs = [sign for sign in _SIGNS if sign in whole]
    hours = len(_HOURS.findall(whole)) >= MANY
    if not spoken and not signs and not hours and not _ASKED.search(whole):
        return _NONE
    found = sorted(set(_starts(pieces, said, low, tuple(spoken), signs, hours=hours)))
    if len(found) > 1 and said[found[0]] < LITTLE:
        return Thread(None, whole=True)
    return Thread(found[0], whole=False) if found else _NONE


def _starts(
    pieces: Sequence[Piece],
    said: Sequence[int],
    low: Sequence[str],
    spoken: Sequence[str],
    signs: Sequence[str],
    *,
    hours: bool,
) -> Iterator[int]:
    """Lines at which comments may begin; ``hours`` where there are as many times of the day as those without buttons have."""
    near = sorted(_openings(low, spoken))
    begun = [i for i in near if begins(pieces, i) and not is_shown(pieces, i)]
    if begun and (said[begun[0]] < LITTLE or _is_below_story(pieces, said, begun)):
        yield from begun
    signed = [i for i, text in enumerate(low) if any(sign in text for sign in signs)]
    sure = [i for i in signed if _is_sure(pieces, i)]
    if sure and _goes_on(pieces, said, sure):
        yield sure[0]
    below = [
        i for i, text in enumerate(low) if any(word in text for word in spoken) and is_below(pieces[i].text)
    ]
    if not below and not hours:
        return
    found = list(heads(pieces, low))
    yield from (i for i in answered(pieces, said, found, below) if not is_announced(pieces, i))
    yield from named(pieces, said, [i for i in below if is_below(pieces[i].text, sure=True)])
    yield from stamped(pieces, said, found)


def _is_below_story(pieces: Sequence[Piece], said: Sequence[int], begun: Sequence[int]) -> bool:
    """Whether no story goes on below the last of some comments, and none announces the first."""
    last = begun[-1]
    foot = [i for i in range(last, len(pieces)) if is_below(pieces[i].text)]
    return not is_announced(pieces, begun[0]) and is_rest_little(said, begun[0], last, (foot or [0])[-1])


def _is_sure(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line begins a comment; where it only names who said it, as a story does, a time has to stand below."""
    if not _SURE.fullmatch(pieces[i].text):
        return False
    below = (when(p.text) for p in pieces[i + 1 : i + 1 + _WORDS])
    return not _SAID.fullmatch(pieces[i].text) or any(found and not found[0] for found in below)


def _goes_on(pieces: Sequence[Piece], said: Sequence[int], sure: Sequence[int]) -> bool:
    """Whether comments go on to the end of the dump; a column may quote one, but for those that have their marks nowhere else."""
    one = len(sure) == 1
    return bool(_ONLY.search(pieces[sure[0]].text)) or is_rest_little(said, sure[0], sure[-1] - _QUOTED * one)


def begins(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a comment begins with a line, one of the :func:`_openings`."""
    text = pieces[i].text
    if weight(text) > LINE or stops(text.rstrip(".")):
        return False
    if any(map(str.isdigit, text)) and (said := when(text)):
        head, replies = said
        return bool(head) and (replies or _replied(pieces, i + 1))
    if weight(text) > NAME or i + 2 >= len(pieces):
        return False
    below = when(pieces[i + 1].text)
    if below and not below[0]:
        return below[1] or SAYS.fullmatch(text) is not None or _replied(pieces, i + 2)
    liked = pieces[i + 2].text
    return text[0].isupper() and any(map(str.isdigit, liked)) and are_buttons(liked, least=2)


def _openings(low: Sequence[str], spoken: Sequence[str]) -> frozenset[int]:
    """Lines that :func:`begins` need be asked of: where somebody says something, or a word for replying is near."""
    replies = [word for word in spoken if word in REPLY]
    talking = [i for i, text in enumerate(low) if _talks(text, replies)]
    return frozenset(i - above for i in talking for above in range(_NEXT + 2) if i >= above)


def _talks(low: str, replies: Sequence[str]) -> bool:
    if any(word in low for word in replies) and not REPLY.isdisjoint(words(low)):
        return True
    return low.endswith((":", "：")) and SAYS.fullmatch(low) is not None


def _replied(pieces: Sequence[Piece], first: int) -> bool:
    return any(are_buttons(piece.text) for piece in pieces[first : first + _NEXT])
