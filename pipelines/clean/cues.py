"""Lines whose words tell what they are: the word lists of :mod:`pipelines.clean.words`, made quick to ask."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.clean import words
from pipelines.clean.shapes import weight
from pipelines.record import Label

_EDGES = " \t\u00a0\u200b\u200e\u200f.,:;!?…•·|›»«>→▼▲✕×+-–—()[]\"'“”„*#:：！？。、【】〔〕《》（）「」『』"
_COUNT = re.compile(r"^[\d\s.,()]+|[\d\s.,()]+$")
_LONGEST = 150
"""Weight above which a line is a sentence of the story, whatever words it holds."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    whole: frozenset[str]
    first: tuple[str, ...]
    parts: tuple[str, ...]
    inside: re.Pattern[str] | None


_LISTS: tuple[tuple[Label, str], ...] = (
    ("widget", words.WIDGET),
    ("advertisement", words.ADVERTISEMENT),
    ("share", words.SHARE),
    ("comments", words.COMMENTS),
    ("related", words.RELATED),
    ("subscribe", words.SUBSCRIBE),
    ("navigation", words.NAVIGATION),
    ("legal", words.LEGAL),
    ("correction", words.CORRECTION),
    ("agency_note", words.AGENCY_NOTE),
)


@cache
def phrases(text: str) -> _Phrases:
    """A word list, parsed once."""
    whole: set[str] = set()
    first: list[str] = []
    inside: list[str] = []
    for raw in re.split(r"[|\n]", text):
        phrase = raw.casefold().lstrip()
        if phrase.startswith("="):
            whole.add(_bare(phrase[1:]))
        elif phrase.startswith("^"):
            first.append(phrase[1:])
        elif phrase.strip():
            inside.append(phrase.strip())
    pattern = re.compile("|".join(map(_bounded, inside))) if inside else None
    return _Phrases(frozenset(whole), tuple(first), tuple(p.removesuffix("$") for p in inside), pattern)


def _bounded(phrase: str) -> str:
    end = r"(?!\w)" if phrase.endswith("$") else ""
    phrase = phrase.removesuffix("$")
    return (r"(?<!\w)" if phrase[0].isascii() else "") + re.escape(phrase) + end


def _bare(text: str) -> str:
    text = text.strip(_EDGES)
    return _COUNT.sub("", text).strip(_EDGES) or text


@lru_cache(maxsize=8192)
def cue(text: str) -> tuple[Label, float] | None:
    """What a line's words say it is, and how sure that is.

    >>> cue("Share on Facebook")
    ('share', 0.8)
    >>> cue("Комментарии (12)")
    ('comments', 0.95)
    >>> cue("Share prices fell again on Monday.") is None
    True
    """
    low = text.casefold().replace("\u2019", "'")
    known = _index()
    if label := known.whole.get(_bare(low)):
        return label, 0.95
    if weight(text) > _LONGEST:
        return None
    if _says(low, words.COMMENTS):  # before those that begin "Log in to", "Sign up to"
        return "comments", 0.75
    head = low.lstrip(_EDGES)
    begun = [f for key in (head[:1], head[:2]) for f in known.first.get(key, ()) if head.startswith(f[1])]
    if begun:
        return _LISTS[min(begun)[0]][0], 0.8
    for label, source in _LISTS:
        if _says(low, source):
            return label, 0.7
    return None


@dataclass(frozen=True, slots=True)
class _Index:
    whole: dict[str, Label]
    first: dict[str, list[tuple[int, str]]]
    """By their first two letters: number of the list, and phrase."""


@cache
def _index() -> _Index:
    """All lists in one: a page has hundreds of lines, and most are in none."""
    whole: dict[str, Label] = {}
    first: dict[str, list[tuple[int, str]]] = {}
    for number, (label, source) in enumerate(_LISTS):
        found = phrases(source)
        for phrase in found.whole:
            whole.setdefault(phrase, label)
        for phrase in found.first:
            first.setdefault(phrase[:2], []).append((number, phrase))
    return _Index(whole, first)


def _says(low: str, source: str) -> bool:
    found = phrases(source)
    for part in found.parts:  # the pattern, with its word boundaries, is ten times as slow
        if part in low:
            return found.inside is not None and found.inside.search(low) is not None
    return False


def unedged(text: str) -> str:
    """The line without punctuation and space at its beginning."""
    return text.lstrip(_EDGES)


def begins(text: str, source: str) -> bool:
    """Whether a line begins with a phrase of the list."""
    return text.casefold().replace("\u2019", "'").lstrip(_EDGES).startswith(phrases(source).first)
