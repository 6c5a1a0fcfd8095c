"""The headline of a raw text dump: a line above the story that says most of what the story says."""

import re
from collections.abc import Mapping
from itertools import pairwise

from pipelines.clean.credits import is_credit
from pipelines.clean.cues import cue
from pipelines.clean.date_lines import date_line
from pipelines.clean.shapes import is_prose, sentences, squash, stops, weight, word_list, word_set
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_stamp
from pipelines.clean.suffixes import strip_suffix
from pipelines.record import Label

_SIZES = range(12, 221)
_LONG = 85
"""Weight from which on what ends in a full stop is a sentence: one in a hundred headlines ends so, and those are short."""
_FULL = re.compile(r"[.。।۔։።][\"'”’»)\]」』]*$")
_NONE = re.compile(
    r"\s*[•·▪◦‣]\s|[-*]\s|#\w|\[|!\[|.*\s[>›»→]\s.*\s[>›»→]\s"
    r"|(?i:from|to|cc|sent|von|an|gesendet|de|à|envoyé|para|enviado|da|inviato|от|кому)\s?:\s"
)
"""Items of lists, links of Markdown, the way to a page through its site's sections, who sends a mail to whom."""
_MARKS = re.compile(
    r"^(?:#{1,6}|%)\s+|^(?:title|headline|subject|titre|objet|titel|betreff|überschrift|título|titular|asunto|assunto|titolo|oggetto|заголовок|тема|العنوان|标题|標題|题目|見出し|件名|제목)"
    r"\s?[:：]\s*",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(\*\*|__)(?!\s)((?:(?!\1).)+)\1")
_QUOTED = re.compile(r"([\"'])((?:(?!\1).)+)\1")
"""Only behind a name of the field: a headline may be a quote."""


def find(pieces: list[Piece], site: str | None, memory: Mapping[str, Label]) -> int | None:
    """Index of the headline; None where no line can be one. The first line has a head start."""
    story = word_set(p.text for p in pieces if is_prose(p.text))
    first = next(
        (i for i, p in enumerate(pieces) if i and weight(p.text) >= 70 and stops(p.text)), len(pieces)
    )
    # What stands under a picture is its caption: glued to the credit, or again below as alternative text.
    pictured = {
        squash(p.text) for before, p in pairwise(pieces) if before.end == p.start and is_credit(before.text)
    }
    best, score = None, 0.0
    for i, piece in enumerate(pieces[: min(max(first, 1), 60)]):
        text = strip_suffix(piece.text, site)
        if not piece.open or squash(text) in pictured or piece.text in memory or not _may_be(text):
            continue
        known = [w for w in set(word_list(text)) if len(w) > 3 or not w.isascii()]
        shared = sum(w in story for w in known) / (len(known) or 1)
        value = (
            shared * min(weight(text), 60) / 60 + (0.5 if i == 0 else 0.2 if i < 3 else 0) - 0.3 * stops(text)
        )
        if value > score:
            best, score = i, value
    return best


def _may_be(text: str) -> bool:
    """Whether a line can be a headline: no credit, date, byline, button, list item, and no sentence of the story."""
    size = weight(text)
    if size not in _SIZES or (size >= _LONG and _FULL.search(text)) or _NONE.match(text):
        return False
    return (
        not (is_credit(text) or cue(text) or is_stamp(text) or is_byline(text) or date_line(text))
        and sentences(text) <= 2
    )


def plain(text: str) -> str:
    """A headline without what marks it as one.

    >>> plain("# Ferry sails again"), plain("Title: Ferry sails again"), plain("**Ferry sails again**")
    ('Ferry sails again', 'Ferry sails again', 'Ferry sails again')
    """
    text = text.strip()
    bare = _MARKS.sub("", text, count=1)
    found = _STRONG.fullmatch(bare) or (_QUOTED.fullmatch(bare) if bare != text else None)
    return found[2] if found else bare
