"""What a story tells, though its words are those of a page's furniture: what somebody says, and the answers of an interview.

``Share the bread with those who come, she said.`` begins as a button does, and ``Home`` may be all that somebody answers.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from pipelines.clean.cues import cue
from pipelines.clean.html import HEADINGS
from pipelines.clean.level import Level
from pipelines.clean.shapes import is_prose, stops, weight
from pipelines.clean.spans import Piece

_SAID = (
    r"said|says|joked|warned|wrote|told|added|recalled|explained|replied|"
    r"sagt(?:e|en)?|warnt(?:e|en)?|schrieb|schreibt|meint(?:e|en)?|erklärt(?:e|en)?|"
    r"dit(?:-(?:il|elle))?|disait|disaient|expliqu(?:e|ait)|répond(?:it|ait)|racont(?:e|ait)|affirme|"
    r"dijo|dice|decía|dijeron|advierte|advirtió|explicó|explica|cuenta|contó|"
    r"disse|disseram|diz|dizia|avisa|avisou|explicou|conta|contou|brinca|brincou|"
    r"diceva|dissero|ha detto|spiega|racconta|zei|zegt|aldus|sade|säger|sagde|siger|sier|sanoi|sanoo|kertoi|kertoo|"
    r"mówi(?:ł|ła|li)?|powiedzia(?:ł|ła)|řekl[aio]?|říkal?[aio]?|dodal[aio]?|povedal[aio]?|hovorí|mondta|mondja|spus|spune|rekla|rekao|kaže|govorila|dedi|diyor|derdi|"
    r"сказал[аи]?|говорит|говорил[аи]?|предупредил[аи]?|вспоминает|рассказал[аи]?|сказав|сказала|каже|казав|казала|казали|казва|каза|είπε|είπαν|λέει|אמר[הו]?|אומר[ת]?|"
    r"قال(?:ت|وا)?|يقول|تقول|گفت|می‌گوید|कहा|katanya|kata|ujar(?:nya)?"
)
_SAID_IN_ASIA = (
    r"」(?:など)?と[^」。]{0,12}(?:述べ|話し|話す|語っ|語る|説明|呼び[掛か]け|訴え|言っ|言う|明かし|答え|強調)|"
    r"[”\"’'」](?:이?라고|라며|이라며|면서|고)\s[^.”]{0,20}(?:말|밝|전|설명|강조|당부|덧붙|했|답)|"
    r"[”\"»],? (?:[\w.]+ ){0,5}(?:nói|cho biết|chia sẻ|kể lại|nhấn mạnh)(?!\w)"
)
_TOLD = re.compile(rf"[,،»”“\"]\s?(?:[-–—]\s)?(?:[\w'’.-]+ ){{0,3}}(?:{_SAID})(?![\w-])|[，”」][^，。]{{0,8}}[说說]。?$|{_SAID_IN_ASIA}", re.IGNORECASE)  # fmt: skip
_TALKS = re.compile(r"[,،»”“\"’，」]")
_ASKS = ("?", "？", "؟")
_ANSWER, _QUESTION, _QUESTIONS = 20, 200, 3
"""Weights of such an answer and of a question, and how many of these an interview has at least."""

_HOUR = re.compile(r"(?:kl\.?\s?)?\d{1,2}\s?[:.h]\s?\d\d(?:\s?(?:uhr|h|[ap]\.?m\.?))?\s?:?", re.IGNORECASE)
_HOURS, _PLAIN = 3, 2
"""How many hours a ticker has at least; how many items or headings without words of furniture a story has beside those with them."""
_RANKS = HEADINGS - {"h1"}
_THINGS = frozenset(("navigation", "widget", "legal", "share"))
"""What a story may have a chapter on, too."""


@lru_cache(maxsize=1024)
def is_told(text: str) -> bool:
    """Whether a sentence says who says it.

    >>> is_told("Share the bread, she said."), is_told("Share this story, and win a ferry.")
    (True, False)
    >>> is_told("「登録してください」と船長は述べた。"), is_told("“구독해 달라”고 선장은 말했다.")
    (True, True)
    """
    return stops(text) and _TALKS.search(text) is not None and _TOLD.search(text) is not None


def answers(pieces: Sequence[Piece], kept: Sequence[bool]) -> frozenset[int]:
    """Indices of short lines right below a question of the story, in an interview: where enough questions have something below."""
    asked = [i for i, p in enumerate(pieces) if kept[i] and _asks(p.text)]
    between = [i for i in asked if i + 2 < len(pieces) and not _asks(pieces[i + 1].text)]
    if len(between) < _QUESTIONS or not between[-1] - between[0] < 6 * len(between):
        return frozenset()
    return frozenset(i + 1 for i in between if kept[i + 2] and _is_short(pieces[i + 1]))


def _asks(text: str) -> bool:
    return text.rstrip('»”“" ').endswith(_ASKS) and weight(text) <= _QUESTION


def _is_short(piece: Piece) -> bool:
    return weight(piece.text) <= _ANSWER and piece.link_share == 0 and not piece.from_alt


def clocks(pieces: Sequence[Piece], kept: Sequence[bool], first: int) -> frozenset[int]:
    """Indices of hours alone on a line above what happened then, in a ticker or a programme: three of them or more."""
    hours = [i for i in range(first + 1, len(pieces) - 1) if _HOUR.fullmatch(pieces[i].text)]
    some = frozenset(
        i for i in hours if kept[i + 1] and _ends(pieces[i + 1].text) and not pieces[i].link_share
    )
    return some if len(some) >= _HOURS else frozenset()


def _ends(text: str) -> bool:
    """As a sentence does, and not as the beginning of one that a teaser shows."""
    return stops(text) and not text.endswith(("…", "..."))


def items(pieces: Sequence[Piece], voted: Sequence[bool]) -> frozenset[int]:
    """Indices of the items of lists of the story in which others have no words of furniture: ``Open the menu``, ``Print``."""
    lists = defaultdict[Level, list[int]](list)
    for i, piece in enumerate(pieces):
        if "li" in piece.tags and piece.level is not None and (box := piece.level.block.above) is not None:
            lists[box].append(i)
    plain = [some for some in lists.values() if _is_plain(pieces, voted, some)]
    return frozenset(i for some in plain for i in some)


def _is_plain(pieces: Sequence[Piece], voted: Sequence[bool], some: Sequence[int]) -> bool:
    told = all(voted[i] and pieces[i].link_share == 0 for i in some)
    return told and sum(cue(pieces[i].text) is None for i in some) >= _PLAIN


def heads(pieces: Sequence[Piece], voted: Sequence[bool]) -> frozenset[int]:
    """Indices of headings between two paragraphs of a story that has others: ``Video`` in the review of a phone."""
    ranked = [
        i for i, p in enumerate(pieces) if voted[i] and not p.tags.isdisjoint(_RANKS) and not p.link_share
    ]
    within = [
        i
        for i in ranked
        if 0 < i < len(pieces) - 1 and all(_is_told(pieces, voted, k) for k in (i - 1, i + 1))
    ]
    said = {i: cue(pieces[i].text) for i in within}
    if sum(found is None for found in said.values()) < _PLAIN:
        return frozenset()
    return frozenset(i for i, found in said.items() if found and found[0] in _THINGS)


def _is_told(pieces: Sequence[Piece], voted: Sequence[bool], i: int) -> bool:
    return voted[i] and is_prose(pieces[i].text) and cue(pieces[i].text) is None
