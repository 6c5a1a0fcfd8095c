"""Who is named, with no word that leads to it, beside the date at the head of a raw text dump.

On a web page the markup says that ``Ida Holm`` is a writer; in a dump of it a name stands alone above or below the date, or in
one line with it. Anywhere else a name alone may be anybody's, and ``Learn More`` looks like one: no word of a name stands in
small letters in the same dump, and none is one of those that pages have on their buttons. Whom the story speaks of is its
subject. Scripts that have no small letters are not read so.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.clean import words
from pipelines.clean.cities import CITIES, DAYS
from pipelines.clean.cues import cue
from pipelines.clean.date_lines import is_date, undated
from pipelines.clean.leads import leads
from pipelines.clean.names import PARTICLES, person_like
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_ABOVE, _NEAR = 2, 8
"""Lines above a headline, and above the story where there is no headline, among which the head of an article begins."""
_ALONE, _LINE = 40, 90
"""Weights of the longest name alone, and of the longest line with a name and a date."""
_WORDS, _DAY = range(2, 5), 6
"""Words of a name, and letters of a day of the week that is none of them."""
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)+")
_LIFE = re.compile(r"\d{4}\s?[–—-]\s?[^\d]{0,20}(?:\d{1,2}\D{1,20})?\d{4}")
_HANDLE = re.compile(r"\s*\(?@\w+\)?")
_CLUBS = frozenset(("FC", "FF", "IF", "BSC", "SC", "SV", "CF", "United"))
_SMALL = re.compile(r"(?<![\w.@/-])[^\W\dA-Z_]\w+")
_PICTURE = re.compile(r"(?:avatar|profil|bild|foto|photo|image|picture|logo)", re.IGNORECASE)
_ANY = re.compile(r"\w+")
_BUTTONS = (
    words.SUBSCRIBE, words.SHARE, words.COMMENTS, words.RELATED, words.NAVIGATION, words.LEGAL, words.WIDGET, words.ADVERTISEMENT,
)  # fmt: skip
_SIGNS = re.compile(r"\s*[|•·–—,/]\s*|\s+-\s+")
_OTHERS = frozenset(("headline", "duplicate", "caption", "credit", "date", "legal", "comments"))
"""Labels of what is no name."""


def beside_dates(pieces: Sequence[Piece], first: int) -> Iterator[str]:
    """The names in the lines between a dump's headline and its first paragraph, those right above the headline included."""
    first = min(first, len(pieces))
    title = next((i for i in reversed(range(first)) if pieces[i].label == "headline"), None)
    top = max(0, first - _NEAR if title is None else title - _ABOVE)
    found = list(_told(pieces, top, first))
    if found:
        small = {word for p in pieces for word in _SMALL.findall(p.text)} | _furniture()
        story = "\n".join(p.text for p in pieces if p.label in BODY_LABELS)
        yield from (name for name in found if small.isdisjoint(_words(name)) and name not in story)


def _told(pieces: Sequence[Piece], top: int, first: int) -> Iterator[str]:
    for i in range(top, first):
        text = _single(pieces[i].text.split())
        if _is_name(text) and pieces[i].label not in _OTHERS:
            if any(_dates(pieces[k].text) for k in _around(pieces, i, top, first)):
                yield text
        elif weight(text) <= _LINE and not leads(text) and (name := _beside(text)):
            yield name


def _words(name: str) -> set[str]:
    """Those of a name, casefolded, without its small ones."""
    return {word.casefold() for word in name.replace("-", " ").split() if word not in PARTICLES}


def _around(pieces: Sequence[Piece], i: int, top: int, first: int) -> Iterator[int]:
    """The lines above and below one and those that say the same, as a link and its picture do."""
    for step in (-1, 1):
        k = i + step
        while top <= k < first and pieces[k].text == pieces[i].text:
            k += step
        if top <= k < first:
            yield k


def _beside(text: str) -> str:
    """The one name in a line that is else a date; empty where more stands there."""
    rest = undated(text)
    if rest == text or _LIFE.search(text):
        return ""
    parts = [_single(part.split()) for part in _SIGNS.split(_HANDLE.sub(" | ", rest)) if part.strip()]
    return parts[0] if len(parts) == 1 and _is_name(parts[0]) else ""


def _single(said: list[str]) -> str:
    """A name said once, without the day of the week: ``Ida Holm Ida Holm Monday``."""
    if len(said) > 2 and len(said[-1]) >= _DAY and said[-1].casefold() in DAYS:
        said = said[:-1]
    half = len(said) // 2
    return " ".join(said[:half] if said[:half] == said[half:] else said)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(word for word in _ANY.findall("\n".join(_BUTTONS).casefold()) if len(word) > 2)


def _dates(text: str) -> bool:
    return weight(text) <= _LINE and not _LIFE.search(text) and not stops(text.rstrip(".")) and is_date(text)


def _is_name(text: str) -> bool:
    return (
        weight(text) <= _ALONE
        and len(text.split()) in _WORDS
        and _NAME.fullmatch(text) is not None
        and person_like(text)
        and cue(text) is None
        and not _PICTURE.match(text)
        and text.casefold() not in CITIES
        and text.rsplit(" ", 1)[-1] not in _CLUBS
    )
