"""Every place of a page that may name its writers, with who is named there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.names import Names, is_agency, leads, names, person_like
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dc:creator", "byl", "dcterms.creator",
    "citation_author", "article:author_name", "cxenseparse:author", "shareaholic:article_author_name", "og:article:author",
)  # fmt: skip
_NO_PERSONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z]")
_RANK = {name: rank for rank, name in enumerate(("json-ld", "author", "article:author", "meta", "itemprop", "rel", "href", "class"))}  # fmt: skip
_BY = re.compile(r"by|von|par|por|da|di|door|av|autor|author|autrice|автор|作者", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:作者|记者|記者|撰文|文)\s*[:：/]\s*([\u3400-\u9fff·]{2,8})|(?<![\uac00-\ud7af])([\uac00-\ud7af]{2,4})\s*(?:선임|전문|인턴)?기자(?![\uac00-\ud7af])"
)
"""Names within a line of other things."""
_BESIDE = 60
"""Elements among which those that name a writer each belong together."""
_NEAR = 6
"""Blocks before the story and at its end in which a line may be a byline."""
_ALONE = 48
"""Weight of the longest line that names somebody beside a date or a section."""
_NAMED = re.compile(r"\s*(?:autor(?:in|en)?|authors?|auteure?s?|autore|автор)\s*[:：]", re.IGNORECASE)
"""Says who wrote it wherever it stands."""
_APART = re.compile(r"\s+[-–—•·]\s+|\s*\|\s*")


@dataclass(slots=True)
class Byline:
    """One list of writers, with who gives it."""

    names: Names
    said: set[str] = field(default_factory=set)
    led: bool = False
    """Begins as a byline does."""
    aside: bool = True
    """All elements that give it stand in boxes of other things."""
    place: int | None = None
    """Order of the first element that gives it."""
    count: int = 0
    """Elements that give it."""
    rest: float = 0.0
    """Share of the shortest element's text that is none of the names."""

    @property
    def source(self) -> str:
        """The best known of those who give it: what is stated for machines before what is shown."""
        return min(self.said, key=lambda name: (_RANK.get(name.split(" ")[0], len(_RANK)), name))


def bylines(draft: Draft, sites: frozenset[str]) -> dict[tuple[str, ...], Byline]:
    """Lists of writers by their squashed names."""
    found: dict[tuple[str, ...], Byline] = {}
    for source, values in _stated(draft):
        _add(found, source, names(values, sites), values)
    for shown in draft.stated.of("author"):
        texts = shown.text.split("\n")
        for source, values in ((shown.sign, texts), (f"{shown.sign} links", list(shown.links))):
            line = _add(found, source, names(values, sites), values)
            if line is None:
                continue
            line.led |= leads(texts[0])
            line.aside &= shown.aside
            line.place = shown.order if line.place is None else line.place
    for source, values in _neighbours(draft):
        _add(found, source, names(values, sites), values)
    for source, text in _lines(draft):
        who = names([text], sites)
        if not draft.markup:  # a line of a dump may say anything
            who = Names(people=tuple(filter(person_like, who.people)))
        if (line := _add(found, source, who, [text])) is not None:
            line.led, line.aside = True, False
    return found


def _add(found: dict[tuple[str, ...], Byline], source: str, who: Names, values: list[str]) -> Byline | None:
    if not who.listed:
        return None
    line = found.setdefault(tuple(sorted(map(squash, who.listed))), Byline(who))
    said = sum(len(squash(n)) for n in who.listed)
    rest = 1 - said / max(said, sum(len(squash(v)) for v in values), 1)
    line.rest = rest if not line.count else min(line.rest, rest)
    line.said.add(source)
    line.count += 1
    return line


def _stated(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    article, people = draft.stated.article, draft.stated.linked.people
    yield "json-ld", list(_json(article.get("author"), people, organizations=False))
    yield "json-ld organization", list(_json(article.get("author"), people, organizations=True))
    yield "json-ld creator", list(_json(article.get("creator"), people, organizations=False))
    for name in _METAS:
        if values := draft.stated.meta.get(name):
            yield name if name in ("author", "article:author") else "meta", list(values)
    label, value = draft.stated.first("twitter:label1"), draft.stated.first("twitter:data1")
    if label and value and _BY.search(label[1]):
        yield "twitter:data1", [value[1]]


def _json(value: Any, people: Mapping[str, str], *, organizations: bool, deep: int = 3) -> Iterator[str]:
    if isinstance(value, str):
        if not organizations:
            yield people.get(value, value)
    elif isinstance(value, list) and deep:
        for item in value[:20]:
            yield from _json(item, people, organizations=organizations, deep=deep - 1)
    elif isinstance(value, dict) and deep:
        kind = value.get("@type")
        kinds = {str(k) for k in (kind if isinstance(kind, list) else [kind])}
        name = value.get("name") or people.get(str(value.get("@id")))
        if isinstance(name, (str, list)) and organizations == bool(kinds & _NO_PERSONS):
            yield from _json(name, people, organizations=False, deep=deep - 1)


def _neighbours(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    """Several elements beside each other, each with one of the writers."""
    for sign in ("rel", "itemprop", "href", "class"):
        here = [s for s in draft.stated.of("author") if s.sign == sign and s.text.count("\n") < 2]
        near = [s for s in here if s.order - here[0].order < _BESIDE]
        if len({s.text for s in near}) > 1:
            yield f"{sign} together", [s.text for s in near]


def _lines(draft: Draft) -> Iterator[tuple[str, str]]:
    """Lines that begin as a byline does, near the head of the story or at its end."""
    first, last = _story(draft.pieces)
    apart = {squash(s.text) for s in draft.stated.of("author") if "\n" in s.text}
    for i, piece in enumerate(draft.pieces):
        near = first - 4 * _NEAR <= i <= first + 2 or last - 1 <= i <= last + _NEAR
        if not (near or _NAMED.match(piece.text)) or weight(piece.text) > 160:
            continue
        if not piece.from_alt and not _glued(piece, apart):
            yield from _told(piece, "line above" if i <= first + 2 else "line below")
    for piece in draft.labelled("byline")[:3]:
        if not _glued(piece, apart):
            yield "block", piece.text


def _told(piece: Piece, where: str) -> Iterator[tuple[str, str]]:
    """Who is named in one line."""
    if leads(piece.text) and weight(piece.text) <= 100:
        yield where, piece.text
    elif is_agency(squash(piece.text)):
        yield "agency", piece.text
    elif weight(piece.text) <= _ALONE:
        yield from _parts(piece, where)
    for found in _WITHIN.finditer(piece.text):
        yield where, found[1] or found[2]


def _story(pieces: list[Piece]) -> tuple[int, int]:
    """The first and the last paragraph; of a page without any, what follows the headline."""
    story = [i for i, p in enumerate(pieces) if p.label in ("paragraph", "lead") and weight(p.text) > 60]
    if story:
        return story[0], story[-1]
    top = next((i for i, p in enumerate(pieces) if p.label == "headline"), len(pieces))
    return min(top + _NEAR, len(pieces)), len(pieces)


def _parts(piece: Piece, where: str) -> Iterator[tuple[str, str]]:
    """``11.12.2019 - Ida Holm`` and ``Opinion | By Ida Holm``: the part that names somebody."""
    parts = [part for part in _APART.split(piece.text) if part]
    dated = any(any(c.isdigit() for c in part) for part in parts)
    for part in parts if len(parts) > 1 and not piece.tags & HEADINGS else ():
        if leads(part) or (dated and " " in part and person_like(part)):
            yield where, part


def _glued(piece: Piece, apart: set[str]) -> bool:
    """``Ida HolmChief Reporter`` as a line, where the element keeps the two apart."""
    return _GLUED.search(piece.text) is not None and squash(piece.text) in apart
