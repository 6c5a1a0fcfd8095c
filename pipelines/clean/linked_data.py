"""JSON-LD as pages have it: which of its objects is the page's article."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import orjson

from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.clean.trails import Trail, listed

_ARTICLES = ("article", "posting", "report", "review")
_SITES = frozenset(("website", "organization", "newsmediaorganization"))
_WANTED = ("headline", "datePublished", "author", "articleBody", "publisher", "mainEntityOfPage", "dateModified")  # fmt: skip
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "publisher")
_DEPTH = 12
_MOST_JSON = 2_000_000
_TRAILING = re.compile(r",(?=\s*[}\]])")
_OPENED = re.compile(r"(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?")
_CLOSED = re.compile(r"(?://|/\*)?\s{0,9}\]\]>(?:\s{0,9}\*/)?$")
"""How XHTML parts a script from its markup, with or without a comment around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The JSON-LD of a page."""

    article: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The object of the page's article."""
    page: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The object of the page itself, or of its film or recipe."""
    types: tuple[str, ...] = ()
    """All types on the page, lower case."""
    names: tuple[str, ...] = ()
    """Names of websites and organizations."""
    trails: tuple[Trail, ...] = ()
    """From the site's front to the page."""
    people: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names of persons by ``@id``, to which an article refers."""


def linked(scripts: Sequence[str], addresses: Collection[str] = (), titles: Collection[str] = ()) -> Linked:
    """Reads all scripts; an article that has the page's address or title comes before one that says more."""
    objects = [o for script in scripts for o in _walk(_loads(script), 0)]
    known = {squash(t) for t in titles} - {""}
    found = [o for o in objects if any(t.endswith(_ARTICLES) for t in _types(o))]
    return Linked(
        article=max(found, key=lambda o: _worth(o, addresses, known), default={}),
        page=next(
            (
                o
                for o in objects
                if {"webpage", "videoobject", "recipe"} & set(_types(o)) and "datePublished" in o
            ),
            {},
        ),
        types=tuple(dict.fromkeys(t for o in objects for t in _types(o))),
        names=tuple(
            dict.fromkeys(n for o in objects if _SITES & set(_types(o)) and (n := _text(o.get("name"))))
        ),
        trails=tuple(_trails(objects)),
        people=MappingProxyType(
            {
                str(o["@id"]): n
                for o in objects
                if "@id" in o and "person" in _types(o) and (n := _text(o.get("name")))
            }
        ),
    )


def _trails(objects: Sequence[Mapping[str, Any]]) -> Iterator[Trail]:
    for item in objects:
        for lists in (item, item.get("breadcrumb")):
            if isinstance(lists, dict) and "breadcrumblist" in _types(lists) and (trail := listed(lists)):
                yield trail


def _worth(item: Mapping[str, Any], addresses: Collection[str], titles: Collection[str]) -> int:
    """Objects of teasers have fewer fields, another address and another headline."""
    page = item.get("mainEntityOfPage")
    named = [item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    here = any(isinstance(n, str) and n and n in addresses for n in named)
    headline = squash(_text(item.get("headline")) or "")
    titled = bool(headline) and any(headline in t or t in headline for t in titles)
    return sum(key in item for key in _WANTED) + 4 * here + 5 * titled


def _types(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [k.rsplit("/", 1)[-1].lower() for k in kinds if isinstance(k, str)]


def _loads(text: str) -> Any:
    """JSON as found in pages: HTML comments around it, raw line breaks inside strings, a comma too many."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    if opened := _OPENED.match(text):
        end = _CLOSED.search(text, max(opened.end(), len(text) - 40))
        text = text[opened.end() : end.start() if end else None]
    if len(text) > _MOST_JSON:
        return None
    try:
        return orjson.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_TRAILING.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in _INNER:
            yield from _walk(value.get(key), depth + 1)


def _text(value: Any) -> str | None:
    return collapse(value) or None if isinstance(value, str) else None
