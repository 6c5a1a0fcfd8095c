"""Everything on a page that may be its headline, whole and cut at each separator, with who says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.clean.stated import Stated

_CUT = re.compile(
    r"\s*[|｜ㅣ]\s*|\s+[-–—·»:~•/>]\s+|\s*::+\s*|\s*_\s*|(?<=\w)\s*:\s+(?=\S)|：|\s+-(?=\S)|(?<=\S)-\s+|\s*[«»]\s*|\s\.\s|"
    r"-(?=[\uac00-\ud7a3]{2,4}\s?[|ㅣ])"  # ``…-정치ㅣ신문``: Korean papers part with the letter that looks like a bar
)
_WORD = re.compile(r"\w\w+")
_MOST_CUTS = 6
_LONGEST = 400
_METAS = (
    ("og:title", "og:title"), ("twitter:title", "twitter:title"), ("dc.title", "meta"), ("title", "meta"),
    ("headline", "meta"), ("parsely-title", "meta"), ("sailthru.title", "meta"), ("dcterms.title", "meta"),
    ("citation_title", "meta"), ("article:title", "meta"),
)  # fmt: skip


@dataclass(slots=True)
class Title:
    """One wording that may be the headline."""

    text: str
    said: set[str] = field(default_factory=set)
    """Sources that say just this."""
    cut: set[str] = field(default_factory=set)
    """Sources of which this is a part."""
    heads: list[str] = field(default_factory=list)
    """What was cut off before it."""
    tails: list[str] = field(default_factory=list)
    """What was cut off behind it."""
    line: bool = False
    """One line of an element that has several."""
    place: int | None = None
    """Order of the first element that says just this."""

    @property
    def source(self) -> str:
        """The best known of those who say it."""
        names = self.said or self.cut
        return min(names, key=lambda name: (SOURCES.index(name), name))


SOURCES = (
    "h1", "og:title", "json-ld", "twitter:title", "title", "itemprop", "json-ld name", "json-ld alternative", "meta",
    "h2", "class", "h3", "h1 aside",
)  # fmt: skip


def titles(stated: Stated) -> dict[str, Title]:
    """By their letters and digits alone, so that sources agree that differ in marks and case."""
    found: dict[str, Title] = {}
    for source, text, order in _sources(stated):
        if len(text) > _LONGEST:
            continue
        whole = collapse(text)
        title = _title(found, whole)
        if title is None:
            continue
        title.said.add(source)
        if order is not None and title.place is None:
            title.place = order
        for line in _lines(text):
            if (part := _title(found, line)) is not None:
                part.cut.add(source)
                part.line = True
        for text_, head, tail in cuts(whole):
            if (part := _title(found, text_)) is not None:
                part.cut.add(source)
                (part.heads if head else part.tails).append(head or tail)
    return found


def _title(found: dict[str, Title], text: str) -> Title | None:
    key = squash(text)
    return found.setdefault(key, Title(text)) if key and len(text) > 1 else None


def cuts(text: str) -> Iterator[tuple[str, str, str]]:
    """A title parted at each separator, as (what is left, what was before it, what was behind it).

    >>> list(cuts("Storm hits | Bote"))
    [('Storm hits', '', 'Bote'), ('Bote', 'Storm hits', '')]
    >>> [head for head, _, site in cuts("나루터 여객선, 다시 뜬다-사회ㅣ물결신문") if site]
    ['나루터 여객선, 다시 뜬다', '나루터 여객선, 다시 뜬다-사회']
    """
    for start, end in _places(text)[:_MOST_CUTS]:
        head, tail = text[:start].strip(), text[end:].strip()
        if head and tail:
            yield head, "", tail
            yield tail, head, ""


def separators(text: str) -> int:
    """At how many places a title may be cut."""
    return len(_places(text))


@lru_cache(maxsize=1024)  # rules and fields ask of the same few titles
def _places(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _CUT.finditer(text))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [lines[0], lines[-1], max(lines, key=len)] if len(lines) > 1 else []


def _sources(stated: Stated) -> Iterator[tuple[str, str, int | None]]:
    for shown in stated.of("headline"):
        if shown.sign == "h1":
            yield "h1 aside" if shown.aside else "h1", shown.text, shown.order
        elif not shown.aside:
            yield shown.sign, shown.text, shown.order
    for key, source in (("headline", "json-ld"), ("name", "json-ld name"), ("alternativeHeadline", "json-ld alternative")):  # fmt: skip
        if isinstance(value := stated.article.get(key), str):
            yield source, value, None
    for name, source in _METAS:
        for value in stated.meta.get(name, ())[:1]:
            yield source, value, None
    if stated.title:
        yield "title", stated.title, None


def address_words(url: str | None) -> frozenset[str]:
    """The words in the path of an address.

    >>> sorted(address_words("https://paper.example/news/ferry-sails-again.html"))
    ['again', 'ferry', 'html', 'news', 'sails']
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return frozenset()
    return words(path)


def words(text: str) -> frozenset[str]:
    """Words of two letters and more, in small letters, hyphens parting them as those of an address do.

    >>> sorted(words("A well-known Ferry"))
    ['ferry', 'known', 'well']
    """
    return frozenset(_WORD.findall(text.casefold().replace("_", " ")))
