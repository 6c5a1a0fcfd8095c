"""What the row of a dump states beside its text: fields of the record, before anything that the text lets guess.

What a row says that stands in no field as it is said is told beside the record, in ``origins`` under ``columns``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson

from pipelines import columns
from pipelines.clean.candidates import Claim
from pipelines.clean.clocks import Moment
from pipelines.clean.dates import plausible
from pipelines.clean.draft import Draft
from pipelines.clean.language import tag
from pipelines.clean.moments import Kind, Reader, dated
from pipelines.clean.names import names
from pipelines.clean.persons import persons, stated
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.record import Origin, Record

_SURE = 0.99
_LONGEST = 400
"""Letters of the longest value of a field; what is longer is no title and no name."""
_TOLD = 1000
"""Letters of a value that are told where it is no field."""
_DATE = 100
_LISTED = re.compile(r"\s*[;|\n]\s*")
_COMMAS = re.compile(r"\s*[,;|\n،、；]\s*")
_HOST = re.compile(r"https?://|[^\s]+\.[a-z]{2,6}$", re.IGNORECASE)
_SECTIONS = re.compile(r"[;|/\n>]")
_TONGUES = MappingProxyType(
    {"english": "en", "eng": "en", "englisch": "en", "anglais": "en", "inglés": "en", "german": "de", "deutsch": "de", "deu": "de", "ger": "de",
     "allemand": "de", "french": "fr", "français": "fr", "fra": "fr", "fre": "fr", "französisch": "fr", "spanish": "es", "español": "es",
     "spa": "es", "italian": "it", "italiano": "it", "ita": "it", "portuguese": "pt", "português": "pt", "por": "pt", "dutch": "nl",
     "nederlands": "nl", "nld": "nl", "russian": "ru", "русский": "ru", "rus": "ru", "ukrainian": "uk", "polish": "pl", "polski": "pl",
     "czech": "cs", "swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da", "norwegian": "no", "finnish": "fi", "suomi": "fi",
     "greek": "el", "hungarian": "hu", "romanian": "ro", "turkish": "tr", "türkçe": "tr", "arabic": "ar", "العربية": "ar", "hebrew": "he",
     "persian": "fa", "hindi": "hi", "chinese": "zh", "中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko"}
)  # fmt: skip
_SHOWN = (
    "headline", "authors", "keywords", "publisher", "section", "dateline", "agency", "language", "date_published", "date_modified",
    "url", "canonical_url", "fetched", "lead", "alternative_headline", "text",
)  # fmt: skip
"""Fields that a column may say as they are."""

Claims = Mapping[str, Sequence[Claim[Any]]]


def claims(draft: Draft) -> Claims:
    """What the columns of a page's row claim, by field, and what the fields of a database's export do; empty for most pages."""
    made: dict[str, list[Claim[Any]]] = {}
    for kind, found in _said(draft):
        for field, (called, read) in _FIELDS.items() if found else ():
            said = ((name, read(text, draft)) for name, text in columns.under(found, called))
            first = next(((name, value) for name, value in said if value), None)
            if first is not None:
                made.setdefault(field, []).append(
                    Claim(source=f"{kind} {first[0]}", value=first[1], confidence=_SURE)
                )
    return MappingProxyType(made)


def _said(draft: Draft) -> Iterator[tuple[str, Mapping[str, tuple[str, str]]]]:
    """The columns of a row, then the fields of an export, by their plain names."""
    yield "column", columns.said(draft.page.stated)
    yield "field", columns.said(draft.fields)


def headed(draft: Draft) -> Draft:
    """The row's title, which stands above its text, is the headline whatever it looks like."""
    titles = {squash(text) for _, text in columns.under(columns.said(draft.page.stated), columns.TITLE)}
    if not titles or draft.markup or not draft.pieces or squash(draft.pieces[0].text) not in titles:
        return draft
    first, *others = draft.pieces
    return replace(draft, pieces=[first.judged("headline", "the row's title", _SURE), *others])


def language(draft: Draft) -> tuple[str, str] | None:
    """The column or field that states the language, with the tag for it."""
    for kind, found in _said(draft):
        for name, text in columns.under(found, columns.LANGUAGE):
            if said := _TONGUES.get(columns.plain(text)) or tag(text):
                return f"{kind} {name}", said
    return None


def untold(draft: Draft, made: Record) -> Origin | None:
    """The columns that say what no field of the record is, as they say it."""
    if not draft.page.stated:
        return None
    held = {_plain(part) for name in _SHOWN for part in _written(getattr(made, name))}
    rest = tuple(
        (f"column {name}", _cut(collapse(text)))
        for name, text in draft.page.stated
        if columns.says(text) and _plain(text) not in held
    )
    return Origin(source="row", confidence=_SURE, losers=rest) if rest else None


def _plain(text: str) -> str:
    return collapse(text).casefold()


def _written(value: Any) -> Iterator[str]:
    """The ways in which a value may be written in a row."""
    if isinstance(value, tuple):
        yield orjson.dumps(value).decode()
        for sign in ("; ", ", ", ";", ",", "|", " | "):
            yield sign.join(value)
    elif isinstance(value, datetime):
        yield value.isoformat()
        yield value.isoformat(" ")
        yield value.isoformat().replace("+00:00", "Z")
    elif value is not None:
        yield str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[: _TOLD - 1]}…"


def _json(text: str) -> Any:
    """What a list or object is that was written as JSON; else the text."""
    if text[:1] in "[{":
        try:
            return orjson.loads(text)
        except ValueError:
            pass
    return text


def _one(text: str, draft: Draft) -> str | None:
    value = collapse(text)
    return value if len(value) <= _LONGEST and value[:1] not in "[{" else None


def _authors(text: str, draft: Draft) -> tuple[str, ...]:
    """The people of a list, of JSON, or of a byline; where there are none, who else is named."""
    writers = [name for name, _ in stated(_json(text), {})]
    items = [part for name in writers for part in _LISTED.split(name.strip()) if part]
    known = persons(((item, frozenset(("Person",))) for item in items), frozenset())
    return names(items, frozenset(), known).listed


def _publisher(text: str, draft: Draft) -> str | None:
    """A name; where a service describes the source as an object, the name in it."""
    value = _json(text)
    value = value.get("name") or value.get("title") if isinstance(value, dict) else value
    if not isinstance(value, str) or _HOST.match(value.strip()):
        return None
    return _one(value, draft)


def _section(text: str, draft: Draft) -> str | None:
    value = _one(text, draft)
    return value if value and len(value) <= 80 and not _SECTIONS.search(value) else None


def _keywords(text: str, draft: Draft) -> tuple[str, ...]:
    value = _json(text)
    listed = value if isinstance(value, list) else _COMMAS.split(text)
    words = (word.get("name") if isinstance(word, dict) else word for word in listed)
    said = (collapse(word) for word in words if isinstance(word, str))
    return tuple(dict.fromkeys(word for word in said if 0 < len(word) < 80))[:60]


def _published(text: str, draft: Draft) -> Moment | None:
    """The date of a column, unless it is said to be of a change; none where day and month may be each other."""
    return next((when for kind, when in _moments(text, draft) if kind != "modified"), None)


def _modified(text: str, draft: Draft) -> Moment | None:
    return next((when for _, when in _moments(text, draft)), None)


def _moments(text: str, draft: Draft) -> Iterator[tuple[Kind, Moment]]:
    if len(text) > _DATE:
        return
    reader = Reader(language=draft.language or "", hints=draft.hints)
    instant = columns.epoch(text)
    found: Iterable[tuple[Kind, Moment]] = [("plain", instant)] if instant else dated(text, reader)
    yield from ((kind, when) for kind, when in found if plausible(when, draft))


_FIELDS: Mapping[str, tuple[Sequence[str], Callable[[str, Draft], Any]]] = MappingProxyType(
    {
        "headline": (columns.TITLE, _one),
        "authors": (columns.AUTHOR, _authors),
        "date_published": (columns.DATE, _published),
        "date_modified": (columns.MODIFIED, _modified),
        "publisher": (columns.PUBLISHER, _publisher),
        "section": (columns.SECTION, _section),
        "keywords": (columns.KEYWORDS, _keywords),
        "agency": (columns.AGENCY, _one),
        "dateline": (columns.DATELINE, _one),
    }
)
