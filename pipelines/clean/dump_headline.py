"""The headline of a raw text dump, by a vote among the lines above its story.

Each line that may be one is described by its place, its words, what stands around it and where else it stands. What that
is worth was fitted to dumps of pages whose headline people had annotated (:mod:`pipelines.clean.train_fields`). Where it
is twice as likely that no line is the headline as that the best one is, there is none; the further the others are behind, the more.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise

from pipelines.clean import titles
from pipelines.clean.candidates import weighed
from pipelines.clean.credits import is_credit
from pipelines.clean.cues import cue
from pipelines.clean.date_lines import date_line, is_date
from pipelines.clean.field_weights import DUMP_HEADLINE
from pipelines.clean.model.decision import Decision
from pipelines.clean.shapes import is_prose, sentences, squash, stops, weight, word_set
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
_TITLES, _ABOVE, _BEFORE = 3, 40, 0.4
"""Lines at the top that may be the title, lines above a paragraph among which is its headline, and most of the story above one."""
_TOP, _BODY = 2, 6000
"""Paragraphs at the top of the story, and how much of it is looked at."""
_SIGNED = 4
"""Lines below a headline among which somebody signs, or a date stands."""
_ENTRY = 40
"""Weight below which a line without a stop may be an entry of a menu."""
_TITLE = 400
"""Letters of a first line that may be a title."""
_MOST = 500
"""Candidates, more than which no dump of a page has."""
_HELD = 12
"""Length from which on a line that another one holds is no chance."""
_LEAST, _NEVER = -0.7, -3.0
"""Log-odds of a line against none: of those between even odds and these half are right; and of one far ahead of all others."""
_LEADS = ("...", "…", "»", "›", ">")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the lines are compared with."""

    pieces: Sequence[Piece]
    lines: Sequence[str]
    """Without the site's name."""
    bare: Sequence[str]
    """The same, squashed."""
    joined: str
    """All of these."""
    counts: Counter[str]
    told: Sequence[bool]
    """Which lines the classifier keeps."""
    following: Sequence[int]
    """Of each line, the index of the next paragraph of the story, that one included; behind the last one, the number of lines."""
    above: Sequence[float]
    """Of each line, the share of the story above it."""
    prose: Sequence[bool]
    """Which lines are sentences of some length."""
    body: frozenset[str]
    top: frozenset[str]
    address: frozenset[str]
    pictured: frozenset[str]
    """Lines that stand under a picture, squashed."""


def find(s: Scene, memory: Mapping[str, Label]) -> int | None:
    """Index of the headline; None where no line can be one, or none is likely to be. A line that says that it is one is believed."""
    some = list(islice(candidates(s, memory), _MOST))  # each is looked for in all lines
    marked = next((i for i in some if _MARKS.match(s.lines[i])), None)
    if marked is not None and not s.above[marked]:
        return marked
    worth = {i: weighed(features(i, s), DUMP_HEADLINE) for i in some}
    best = max(worth, key=worth.__getitem__, default=None)
    if best is None:
        return None
    ahead = worth[best] - max((value for i, value in worth.items() if i != best), default=-math.inf)
    least = _LEAST if _FULL.search(s.lines[best]) else _LEAST - max(0.0, ahead - 1)
    return best if worth[best] > max(_NEVER, least) else None


def scene(pieces: Sequence[Piece], site: str | None, decided: Decision, url: str | None = None) -> Scene:
    """One look over all lines."""
    told = [kept and p.open for kept, p in zip(decided.kept, pieces, strict=True)]
    prose = [is_prose(p.text) for p in pieces]
    story = [t and good for t, good in zip(told, prose, strict=True)]
    if not any(story):
        story = [p.open and good for p, good in zip(pieces, prose, strict=True)]
    paragraphs = [p.text for p, of_story in zip(pieces, story, strict=True) if of_story]
    sizes = [weight(p.text) if of_story else 0 for p, of_story in zip(pieces, story, strict=True)]
    total = sum(sizes) or 1
    following = list(
        accumulate(
            (i if story[i] else len(pieces) for i in reversed(range(len(pieces)))), min, initial=len(pieces)
        )
    )
    lines = [strip_suffix(p.text, site) for p in pieces]
    said = [squash(line) for line in lines]
    return Scene(
        pieces=pieces,
        lines=lines,
        bare=said,
        joined="\n".join(said),
        counts=Counter(said),
        told=told,
        following=following[::-1],
        above=[share / total for share in accumulate(sizes, initial=0)],
        prose=prose,
        body=frozenset(word_set(["\n".join(paragraphs)[:_BODY]])),
        top=frozenset(word_set(paragraphs[:_TOP])),
        address=titles.address_words(url),
        pictured=frozenset(
            # what stands under a picture is its caption: glued to the credit, or again below as alternative text
            squash(p.text)
            for before, p in pairwise(pieces)
            if before.end == p.start and is_credit(before.text)
        ),
    )


def candidates(s: Scene, memory: Mapping[str, Label]) -> Iterator[int]:
    """Lines that may be the headline: at the top, or above a paragraph before which little of the story stands."""
    for i, piece in enumerate(s.pieces):
        if s.above[i] > _BEFORE:
            return
        near = i < _TITLES or s.following[i] - i <= _ABOVE
        if (
            near
            and piece.open
            and s.bare[i] not in s.pictured
            and piece.text not in memory
            and _may_be(s.lines[i])
        ):
            yield i


def features(i: int, s: Scene) -> dict[str, float]:
    """One line as numbers; what is absent is 0."""
    return {**_place(i, s), **_wording(s.lines[i]), **_words(i, s), **_elsewhere(i, s), **_beside(i, s)}


def _place(i: int, s: Scene) -> dict[str, float]:
    piece, next_ = s.pieces[i], s.following[i + 1]
    prose = sum(s.prose) / len(s.prose) if i == 0 else 0.0
    return {
        **({f"line {i + 1}": 1.0} if i < _TITLES else {}),
        "line 1, long": min(weight(piece.text), 60) / 60 if i == 0 else 0.0,
        "line 1 of prose": prose,
        "line 1 of prose, no stop": 0.0 if stops(piece.text) else prose,
        "lines to the story": math.log1p(next_ - i),
        "share above": s.above[i],
        "some above": float(s.above[i] > 0),
        "kept": float(s.told[i]),
        "blank above": float(piece.after_blank),
        "blank below": float(piece.before_blank),
        "alone": float(piece.after_blank and piece.before_blank),
    }


def _wording(text: str) -> dict[str, float]:
    size = weight(text)
    return {
        "length": math.log1p(size),
        "short": float(size < 15),
        "shortish": float(size < 30),
        "long": float(size > 120),
        "full stop": float(_FULL.search(text) is not None),
        "stops": float(stops(text)),
        "asks": float(text.endswith(("?", "？", "!", "！"))),
        "colon": float(text.endswith((":", "："))),
        "goes on": float(text.endswith(_LEADS)),
        "capitals": float(text.isupper()),
        "digits": float(any(map(str.isdigit, text))),
        "ends in a digit": float(text[-1].isdigit()),
    }


def _words(i: int, s: Scene) -> dict[str, float]:
    words = word_set([s.lines[i]])
    count, next_ = len(words) or 1, s.following[i + 1]
    told = titles.words(s.lines[i])
    below = _paragraph(s.pieces[next_].text) if next_ < len(s.pieces) else frozenset[str]()
    known = len(words & s.body) / count
    return {
        "in body": known,
        "in body, long": known * min(weight(s.lines[i]), 60) / 60,
        "in top": len(words & s.top) / count,
        "in next paragraph": len(words & below) / count,
        "in address": len(told & s.address) / (len(told) or 1),
        "address in it": len(told & s.address) / (len(s.address) or 1),
    }


def _elsewhere(i: int, s: Scene) -> dict[str, float]:
    said, first = s.bare[i], s.bare[0][:_TITLE]
    held = s.joined.count(said) - s.counts[said] if len(said) > _HELD else 0
    of_title = len(said) / len(first) if 0 < len(said) <= len(first) and said in first else 0.0
    return {
        "again": min(3.0, s.counts[said] - 1),
        "line 1 again": float(i == 0 and s.counts[said] > 1),
        "share of line 1": of_title if i else 0.0,
        "begins line 1": float(i > 0 and len(said) > _HELD and said != first and first.startswith(said)),
        "held": float(held > 0),
        "held by many": min(4.0, held),
        "is line 1": float(i > 0 and said == first),
        "in line 1": float(len(said) > _HELD and said in first and said != first),
        "name cut off": float(s.lines[i] != s.pieces[i].text),
    }


def _beside(i: int, s: Scene) -> dict[str, float]:
    below = [p.text for p in s.pieces[i + 1 : i + 1 + _SIGNED]]
    entries = [_is_entry(p.text) for p in s.pieces[max(0, i - 2) : i + 3]]
    return {
        "signed below": float(any(map(_signs, below))),
        "dated below": float(any(map(_dates, below))),
        "signed next": float(any(_signs(text) or _dates(text) for text in below[:1])),
        "menu above": float(i > 1 and all(entries[:2])),
        "menu below": float(i + 2 < len(s.pieces) and all(entries[-2:])),
    }


@lru_cache(maxsize=64)
def _paragraph(text: str) -> frozenset[str]:
    """The words of a paragraph, above which several candidates stand."""
    return frozenset(word_set([text]))


_signs, _dates = lru_cache(maxsize=256)(is_byline), lru_cache(maxsize=256)(is_date)
"""The same, remembered: of lines that stand below several candidates."""


def _is_entry(text: str) -> bool:
    return weight(text) < _ENTRY and not stops(text)


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
