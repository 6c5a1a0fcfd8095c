"""What papers print around each of their stories in whole sentences: offers of letters and channels, appeals, notices.

The lists beside this module (``*.txt``, by groups of languages) name such sentences by words that they have, below the label of
the sentence in brackets. An entry is one or more parts that a line holds in this order and near each other, with ``…`` between
them; ``^`` means that the line begins with it. The last letters of a part may be the beginning of a longer word, unless ``$``
follows. They speak to the reader or of the paper itself, as no sentence of a story does; what somebody says in the story is told
apart by :func:`pipelines.clean.told.is_told`.

Editors call such sentences *boilerplate* or, since they stand from one edition to the next, *standing matter*.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import attrgetter

from pipelines.clean.cues import folded
from pipelines.clean.shapes import is_quoted, weight
from pipelines.record import Label

_LONGEST, _AT_ONCE = 700, 260
"""Weight of the longest line that may be one; in a longer one than the second it has to be said near the beginning."""
_NEAR, _BEGINNING = 60, 160
"""Most letters between two parts, which are of one sentence, and most weight before the first one in a long line."""
_DOES: tuple[tuple[Label, str], ...] = (
    ("subscribe", "asks to subscribe, follow or pay"),
    ("related", "leads to something else"),
    ("comments", "speaks of comments"),
    ("share", "asks to share it"),
    ("advertisement", "speaks of advertising"),
    ("widget", "speaks of what the page shows"),
    ("legal", "says who may use it and what it is worth"),
    ("agency_note", "says who made it and how"),
    ("other", "speaks of the paper or of those who write for it"),
)
"""Labels, in the order in which they are asked for, with what such a sentence does."""
_LISTS = ("english", "sites", "germanic", "romance", "eastern", "asian")
_EDGES = ".,:;!?…•··‚‹›¡¿։՝՛՞|›»«>()[]\"'“”„*#：！？。、，【】（）「」『』،؛؟।"
_BEGINS = r"[^\w«“„‟\"'‘‚‹「『《〈]*"
"""What may stand before the beginning of a line: no sign that opens what somebody says."""
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
"""Scripts whose words nothing parts, and Hangul, whose endings are glued to them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A standing sentence, by some of its words."""

    key: str
    """The longest of its whole words; all of the longest part where no space parts words."""
    words: frozenset[str]
    """All its whole words, and"""
    part: str
    """the longest of its parts: few texts have these, and to look for them is quicker than for the pattern."""
    source: str
    """As it stands in its list, in one case."""
    label: Label
    does: str
    rank: int
    """Its place among all: the first that a line has tells the line's label."""


@dataclass(frozen=True, slots=True)
class _Index:
    keyed: Mapping[str, tuple[Entry, ...]]
    """Entries by their key."""
    unspaced: tuple[Entry, ...]


def entry(source: str, label: Label, does: str, rank: int = 0) -> Entry:
    """One entry of a list.

    >>> entry("sign up for our … newsletter", "subscribe", "asks").key
    'sign'
    """
    source = folded(source)
    parts = _parts(source)
    longest = max((part.removesuffix("$") for part in parts), key=len)
    if any("$" in part[:-1] for part in parts):
        raise ValueError(f"a $ within a part of the entry {source!r}: it may only end one")
    whole = _whole_words(parts)
    key = longest if _UNSPACED.search(longest) else max(whole, key=len, default="")
    if not key:
        raise ValueError(
            f"no whole word in the entry {source!r}: an entry of one part has two words, or ends in $"
        )
    return Entry(key, frozenset(whole), longest, source, label, does, rank)


def _parts(source: str) -> list[str]:
    return [part.strip() for part in source.removeprefix("^").split("…")]


@cache
def _words(source: str) -> re.Pattern[str]:
    """An entry as a pattern, made when some page may have it: there are thousands, and a process meets few."""
    begin = _BEGINS if source.startswith("^") else ""
    return re.compile(begin + rf"[^.!?。！？؟।։;]{{0,{_NEAR}}}?".join(map(_bounded, _parts(source))))


def _whole_words(parts: list[str]) -> list[str]:
    """Those that a line has as they stand here: all but the last one of each part, which may go on."""
    said = [
        word.strip(_EDGES)
        for part in parts
        for word in (part + (" $" if part.endswith("$") else "")).split(" ")[:-1]
    ]
    return [word.removesuffix("$") for word in said if word.removesuffix("$")]


def _bounded(part: str) -> str:
    end = r"(?!\w)" if part.endswith("$") else ""
    part = part.removesuffix("$")
    return ("" if _UNSPACED.match(part) or not part[0].isalnum() else r"(?<!\w)") + re.escape(part) + end


def sources() -> Iterator[tuple[Label, str, str]]:
    """Each entry as it stands in its list, with its label and what it does, in the order in which they are asked for."""
    place = files("pipelines.clean.standing")
    lists = [_entries(place.joinpath(f"{name}.txt").read_text("utf-8")) for name in _LISTS]
    for label, does in _DOES:
        yield from ((label, does, source) for entries in lists for source in entries.get(label, ()))


def _entries(text: str) -> Mapping[str, list[str]]:
    """The entries of a list by their label."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in text.splitlines():
        if line.startswith("["):
            label = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(label, []).append(line)
    return found


@cache
def _index() -> _Index:
    """All lists in one."""
    keyed: dict[str, list[Entry]] = {}
    unspaced: list[Entry] = []
    for rank, (label, does, source) in enumerate(sources()):
        made = entry(source, label, does, rank)
        (unspaced if _UNSPACED.search(made.key) else keyed.setdefault(made.key, [])).append(made)
    return _Index({key: tuple(found) for key, found in keyed.items()}, tuple(unspaced))


def candidates(texts: Iterable[str]) -> tuple[Entry, ...]:
    """The entries that some of the texts may be: of a whole page few, which is quicker told of all its lines in one."""
    whole, known = folded("\n".join(text for text in texts if weight(text) <= _LONGEST)), _index()
    words = {word.strip(_EDGES) for word in set(whole.split())}
    found = [
        e
        for key in known.keyed.keys() & words
        for e in known.keyed[key]
        if e.words <= words and e.part in whole
    ]
    if not whole.isascii() and _UNSPACED.search(whole):
        found += [entry for entry in known.unspaced if entry.part in whole]
    return tuple(sorted(found, key=attrgetter("rank")))


def standing(text: str, among: tuple[Entry, ...]) -> tuple[Label, str] | None:
    """The label of a standing sentence, and what it does.

    >>> line = "Sign up for our newsletter, and read what the harbour does each morning."
    >>> standing(line, candidates([line]))
    ('subscribe', 'asks to subscribe, follow or pay')
    """
    size = weight(text)
    if not among or size > _LONGEST:
        return None
    low = folded(text)
    for entry in among:
        said = _found(entry.source, low) if entry.part in low else None
        if (
            said
            and not is_quoted(low, said.start())
            and (size <= _AT_ONCE or weight(text[: said.start()]) <= _BEGINNING)
        ):
            return entry.label, entry.does
    return None


def _found(source: str, low: str) -> re.Match[str] | None:
    words = _words(source)
    return words.match(low) if source.startswith("^") else words.search(low)
