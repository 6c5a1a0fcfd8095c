"""Lines whose words tell what they are: the word lists of :mod:`pipelines.clean.words`, made quick to ask."""

import re
from collections.abc import Iterable, Mapping
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
    begun: Mapping[str, tuple[str, ...]]
    """The same by their first two letters."""
    parts: tuple[str, ...]
    """What may stand anywhere in a line."""
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
_LABELLED = (":", " :", "：", " (", "（", " –", " —", " -", "】", "]")
"""What stands behind a label."""
_HEAD = re.compile(r"(?<!\w)\w{1,3}")
"""The first three letters of a word, fewer where it has no more."""
_ASCII_WORDS = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256))
"""A space for what parts words in ASCII."""


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
        elif phrase.startswith("~"):
            whole.add(_bare(phrase[1:]))
            first += [phrase[1:] + sign for sign in _LABELLED]
        elif phrase.strip():
            inside.append(phrase.strip())
    pattern = re.compile("|".join(map(_bounded, inside))) if inside else None
    parts = tuple(p.removesuffix("$") for p in inside)
    return _Phrases(frozenset(whole), tuple(first), _by_heads(first), parts, pattern)


def _by_heads(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Phrases by their first two letters; none has fewer."""
    heads: dict[str, list[str]] = {}
    for phrase in phrases:
        heads.setdefault(phrase[:2], []).append(phrase)
    return {head: tuple(found) for head, found in heads.items()}


def _bounded(phrase: str) -> str:
    end = r"(?!\w)" if phrase.endswith("$") else ""
    phrase = phrase.removesuffix("$")
    return (r"(?<!\w)" if phrase[0].isascii() else "") + re.escape(phrase) + end


def _bare(text: str) -> str:
    text = text.strip(_EDGES)
    if text[:1].isalpha() and text[-1:].isalpha():
        return text
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
    low, head = _folded(text)
    known = _index()
    if label := known.whole.get(_bare(head)):
        return label, 0.95
    if weight(text) > _LONGEST:
        return None
    said = [_LISTS[number][0] for number in _inside(low, known)]
    if "comments" in said:  # before those that begin "Log in to", "Sign up to"
        return "comments", 0.75
    begun = known.begun.get(head[:2], ())
    if head.startswith(begun):
        return _LISTS[min(known.first[phrase] for phrase in begun if head.startswith(phrase))][0], 0.8
    return (said[0], 0.7) if said else None


@dataclass(frozen=True, slots=True)
class _Index:
    whole: dict[str, Label]
    first: dict[str, int]
    """Number of the first list of each phrase that a line may begin with,"""
    begun: Mapping[str, tuple[str, ...]]
    """and these by their first two letters."""
    inside: dict[str, list[tuple[int, str]]]
    """What may stand anywhere, by the head of its first word; by its first sign where that is not ASCII."""


@cache
def _index() -> _Index:
    """All lists in one: a page has hundreds of lines, and most are in none."""
    whole: dict[str, Label] = {}
    first: dict[str, int] = {}
    inside: dict[str, list[tuple[int, str]]] = {}
    for number, (label, source) in enumerate(_LISTS):
        found = phrases(source)
        for phrase in found.whole:
            whole.setdefault(phrase, label)
        for phrase in found.first:
            first.setdefault(phrase, number)
        for part in found.parts:
            head = _HEAD.match(part) if part[0].isascii() else None
            inside.setdefault(head[0] if head else part[0], []).append((number, part))
    return _Index(whole, first, _by_heads(first), inside)


def _inside(low: str, known: _Index) -> list[int]:
    """Numbers of the lists of which something stands in a line: the patterns, with their word boundaries, are slow."""
    if low.isascii():  # the pattern takes three times as long
        heads = known.inside.keys() & _ascii_heads(low)
    else:
        heads = known.inside.keys() & _HEAD.findall(low)
        heads |= known.inside.keys() & set(low)
    if not heads:
        return []
    maybe = {number for head in heads for number, part in known.inside[head] if part in low}
    return [n for n in sorted(maybe) if (p := phrases(_LISTS[n][1]).inside) and p.search(low)]


def _ascii_heads(low: str) -> list[str]:
    words = low.encode().translate(_ASCII_WORDS).decode("latin-1").split()
    return [word[:3] for word in words]


def folded(text: str) -> str:
    """A text in one case and with one apostrophe, as phrases are compared."""
    return text.casefold().replace("\u2019", "'").replace("i\u0307", "i")  # what Python makes of a Turkish İ


@lru_cache(maxsize=8192)
def _folded(text: str) -> tuple[str, str]:
    """A line in one case, and the same without punctuation at its beginning."""
    low = folded(text)
    return low, low.lstrip(_EDGES)


def unedged(text: str) -> str:
    """The line without punctuation and space at its beginning."""
    return text.lstrip(_EDGES)


def begins(text: str, source: str) -> bool:
    """Whether a line begins with a phrase of the list."""
    head = _folded(text)[1]
    return head.startswith(phrases(source).begun.get(head[:2], ()))
