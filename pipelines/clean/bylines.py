"""Every place of a page that may name its writers, with who is named there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.clean.beside_dates import beside_dates
from pipelines.clean.draft import Draft
from pipelines.clean.leads import leads
from pipelines.clean.local_leads import led
from pipelines.clean.names import Names, names
from pipelines.clean.persons import NO_PERSONS, Writer, persons, spoken, stated
from pipelines.clean.shapes import squash
from pipelines.clean.signatures import lines, story_span
from pipelines.clean.signers import signers

_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dc:creator", "byl", "dcterms.creator",
    "citation_author", "article:author_name", "cxenseparse:author", "shareaholic:article_author_name", "og:article:author",
)  # fmt: skip
_CATALOGUED = frozenset(("dc.creator", "dc:creator", "dcterms.creator", "citation_author"))
"""Those for catalogues, in which the last name comes first."""
_RANK = {name: rank for rank, name in enumerate(("json-ld", "author", "article:author", "meta", "itemprop", "rel", "href", "class"))}  # fmt: skip
_BY = re.compile(r"by|von|par|por|da|di|door|av|autor|author|autrice|автор|作者", re.IGNORECASE)
_BESIDE = 60
"""Elements among which those that name a writer each belong together."""


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
    writers = list(stated(draft.stated.article.get("author"), draft.stated.linked.people))
    known = persons(writers, sites)
    sites |= {squash(name) for name, kinds in writers if kinds & NO_PERSONS}
    for source, values in _stated(draft, writers):
        _add(found, source, names(values, sites, known), values)
    language = draft.language or ""
    for shown in draft.stated.of("author"):
        texts = [led(text, language) for text in shown.text.split("\n")]
        for source, values in ((shown.sign, texts), (f"{shown.sign} links", list(shown.links))):
            line = _add(found, source, _unfiled(names(values, sites, known), draft), values)
            if line is None:
                continue
            line.led |= leads(texts[0])
            line.aside &= shown.aside
            line.place = shown.order if line.place is None else line.place
    for source, values in _neighbours(draft):
        _add(found, source, names(values, sites, known), values)
    _add_lines(found, draft, sites, known)
    return found


def _add_lines(
    found: dict[tuple[str, ...], Byline], draft: Draft, sites: frozenset[str], known: Mapping[str, str]
) -> None:
    for source, text, marked in lines(draft):
        who = names([text], sites, known)
        if not draft.markup:  # a line of a dump may say anything
            who = Names(people=signers(text, who, sites).people)
        elif marked:
            who = _unfiled(who, draft, text)
        elif _key(who) not in found and not set(known.values()) & set(who.people):
            who = signers(text, who, sites)
        if (line := _add(found, source, who, [text])) is not None:
            line.led, line.aside = True, False
    if not draft.markup and not found:
        for name in beside_dates(draft.pieces, story_span(draft.pieces)[0]):
            who = signers(name, names([name], sites, known), sites)
            _add(found, "line above", Names(people=who.people), [name])


def _unfiled(who: Names, draft: Draft, text: str = "") -> Names:
    """Nobody where each is a section or a subject, or a small word of a phrase: ``herbs and flowers``; but not behind ``By``."""
    if leads(text):
        return who
    said = {squash(name) for name in who.listed}
    words = len(said) > 1 and all(name.islower() and name.isalpha() for name in who.listed)
    return Names() if words or said <= draft.stated.filed else who


def _add(found: dict[tuple[str, ...], Byline], source: str, who: Names, values: list[str]) -> Byline | None:
    if not who.listed:
        return None
    line = found.setdefault(_key(who), Byline(who))
    if any(map(str.isupper, line.names.people)) and not any(map(str.isupper, who.people)):
        line.names = who  # the same names, and not in capitals
    said = sum(len(squash(n)) for n in who.listed)
    rest = 1 - said / max(said, sum(len(squash(v)) for v in values), 1)
    line.rest = rest if not line.count else min(line.rest, rest)
    line.said.add(source)
    line.count += 1
    return line


def _key(who: Names) -> tuple[str, ...]:
    return tuple(sorted(map(squash, who.listed)))


def _stated(draft: Draft, writers: Sequence[Writer]) -> Iterator[tuple[str, list[str]]]:
    creators = stated(draft.stated.article.get("creator"), draft.stated.linked.people)
    yield "json-ld", [name for name, kinds in writers if not kinds & NO_PERSONS]
    yield "json-ld organization", [name for name, kinds in writers if kinds & NO_PERSONS]
    yield "json-ld creator", [name for name, kinds in creators if not kinds & NO_PERSONS]
    for name in _METAS:
        if values := draft.stated.meta.get(name):
            said = list(map(spoken, values)) if name in _CATALOGUED else list(values)
            yield name if name in ("author", "article:author") else "meta", said
    label, value = draft.stated.first("twitter:label1"), draft.stated.first("twitter:data1")
    if label and value and _BY.search(label[1]):
        yield "twitter:data1", [value[1]]


def _neighbours(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    """Several elements beside each other, each with one of the writers."""
    for sign in ("rel", "itemprop", "href", "class"):
        here = [s for s in draft.stated.of("author") if s.sign == sign and s.text.count("\n") < 2]
        near = [s for s in here if s.order - here[0].order < _BESIDE]
        if len({s.text for s in near}) > 1:
            yield f"{sign} together", [s.text for s in near]
