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
    is_rest_little,
    is_shown,
    named,
    stamped,
)
from pipelines.clean.postmarks import FIRM, LINE, NAME, REPLY, SAYS, are_buttons, is_below, when, words
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

_NEXT = 3
"""Lines below a name and a time in which the button to reply may stand: the comment comes first."""
_SURE = re.compile(
    r".*\(Score:\s?-?\d(?:, ?\w+)?\)|by .{1,30} \( \d{2,9} \)(?: on .*)?|Discussion about this post|\d+ ?[:：] ?名無し.*ID:.*|"
    r"Comment number \d+\.|\d+\. At \d.{5,40}, .{2,30} wrote:|# ?\d+, \d\d?\.\d\d?\.\d{4}.*|\[[–-]\] ?\S.{0,30} \d+ points? .*|"
    r"[A-Z0-9].{1,30} (?:said|dijo|disse|ha detto|a dit|sagte)(?:\.\.\.|…)|"
    r"(?:Comment by|Kommentar von|Commentaire de|Comentario de|Comentário de|Commento di|Reactie van|Комментарий от) .{2,40}\d.*|"
    r"Comment by .{2,30}\.|\S{2,30} commented (?:on )?\w+ \d{1,2},? \d{4}"
)
"""Lines that begin a comment and nothing else."""
_GATE = REPLY | FIRM | {"replies", "complain"}
_SPOKEN = "返信|回复|回覆|赞|举报|参考になった|답글|공감|הגב|(score:|名無し|avatar|[–]|[-]|:\n|：\n|...\n|…\n|comment |commented |kommentar |this post\n"
_PARTS = tuple(_SPOKEN.split("|"))
"""What a dump has somewhere, if it has any comments: a word of its own, or a part of one."""
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
    spoken = not _GATE.isdisjoint(whole.split()) or any(part in whole for part in _PARTS)
    if not spoken and len(_HOURS.findall(whole)) < MANY:
        return _NONE
    found = sorted(set(_starts(pieces, said, low)))
    if len(found) > 1 and said[found[0]] < LITTLE:
        return Thread(None, whole=True)
    return Thread(found[0], whole=False) if found else _NONE


def _starts(pieces: Sequence[Piece], said: Sequence[int], low: Sequence[str]) -> Iterator[int]:
    near = openings(low)
    yield from (i for i in sorted(near) if i < len(pieces) and begins(pieces, i) and not is_shown(pieces, i))
    sure = [i for i, text in enumerate(low) if text and _SURE.fullmatch(pieces[i].text)]
    if sure and is_rest_little(said, sure[0], sure[-1]):
        yield sure[0]
    below = [i for i, text in enumerate(low) if text and is_below(text)]
    found = list(heads(pieces, low))
    yield from answered(pieces, said, found, below)
    yield from named(pieces, said, [i for i in below if is_below(pieces[i].text, sure=True)])
    yield from stamped(pieces, said, found)


def begins(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a comment begins with a line, one of the :func:`openings`."""
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


def openings(low: Sequence[str]) -> frozenset[int]:
    """Lines that :func:`begins` need be asked of: where somebody says something, or a word for replying is near."""
    return frozenset(
        i - above for i, text in enumerate(low) if _talks(text) for above in range(_NEXT + 2) if i >= above
    )


def _talks(low: str) -> bool:
    return not REPLY.isdisjoint(words(low)) or SAYS.fullmatch(low) is not None


def _replied(pieces: Sequence[Piece], first: int) -> bool:
    return any(are_buttons(piece.text) for piece in pieces[first : first + _NEXT])
