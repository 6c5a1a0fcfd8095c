"""What an HTML page states about itself: JSON-LD, meta elements, links."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lxml.html import HtmlElement

from pipelines.clean.spans import collapse

_ARTICLES = ("article", "posting", "report", "review")
_CHANGED = re.compile(r"updat|modif|edit", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|pubdate|created|entry-date", re.IGNORECASE)
_TEASER = re.compile(
    r"related|recommend|teaser|sidebar|comment|most-?read|popular|latest|promo", re.IGNORECASE
)
_DEPTH = 12
_MOST_JSON = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Structured data of a page; empty for a dump."""

    article: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The JSON-LD object of the article."""
    types: tuple[str, ...] = ()
    """All JSON-LD types on the page, lower case."""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Content of meta elements by lower-case name, property or itemprop."""
    title: str | None = None
    canonical: str | None = None
    amp: str | None = None
    lang: str | None = None
    times: tuple[tuple[str, str], ...] = ()
    """``time`` elements near no teaser, as (``published``, ``modified`` or ``plain``; the instant)."""
    site_names: tuple[str, ...] = ()
    """Names of websites and organizations in JSON-LD."""

    def first(self, *names: str) -> tuple[str, str] | None:
        """The first meta element that has content, as (name, content)."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return name, value
        return None


def stated(root: HtmlElement) -> Stated:
    """Reads a parsed page; what is malformed is passed over."""
    objects = list(_objects(root))
    found = [o for o in objects if any(t.endswith(_ARTICLES) for t in _types(o))]
    names = [
        _text(o.get("name"))
        for o in objects
        if {"website", "organization", "newsmediaorganization"} & set(_types(o))
    ]
    title = root.find(".//title")
    return Stated(
        article=max(found, key=_fullness, default={}),
        types=tuple(dict.fromkeys(t for o in objects for t in _types(o))),
        meta=_meta(root),
        title=collapse(title.text_content()) or None if title is not None else None,
        times=tuple(_times(root)),
        canonical=_link(root, "canonical"),
        amp=_link(root, "amphtml"),
        lang=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang"),
        site_names=tuple(dict.fromkeys(n for n in names if n)),
    )


def _fullness(item: Mapping[str, Any]) -> int:
    """Article objects of teasers have fewer of the fields that the page's own has."""
    wanted = (
        "headline",
        "datePublished",
        "author",
        "articleBody",
        "publisher",
        "mainEntityOfPage",
        "dateModified",
    )
    return sum(key in item for key in wanted)


def _types(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [k.rsplit("/", 1)[-1].lower() for k in kinds if isinstance(k, str)]


def _objects(root: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        yield from _walk(_loads(script.text or ""), 0)


def _loads(text: str) -> Any:
    """JSON as found in pages: with HTML comments around it, or raw line breaks inside strings."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    if len(text) > _MOST_JSON:
        return None
    try:
        return json.loads(text, strict=False)
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
        for key in (
            "@graph",
            "mainEntity",
            "mainEntityOfPage",
            "itemListElement",
            "item",
            "hasPart",
            "publisher",
        ):
            yield from _walk(value.get(key), depth + 1)


def _text(value: Any) -> str | None:
    return collapse(value) or None if isinstance(value, str) else None


def _meta(root: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in root.iter("meta"):
        content = collapse(element.get("content") or "")
        for key in {element.get("property"), element.get("name"), element.get("itemprop")} - {None}:
            name = str(key).strip().lower()
            if content:
                found[name] = (*found.get(name, ()), content)
    return MappingProxyType(found)


def _link(root: HtmlElement, rel: str) -> str | None:
    for element in root.iter("link"):
        if rel in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href")).strip()
    return None


def _times(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for count, element in enumerate(root.iter("time")):
        value = element.get("datetime")
        if count > 40 or not value or any(_aside(e) for e in element.iterancestors()):
            continue
        said = " ".join(filter(None, (element.get("itemprop"), element.get("class"), element.get("pubdate"))))
        kind = "modified" if _CHANGED.search(said) else "published" if _PUBLISHED.search(said) else "plain"
        yield kind, value


def _aside(element: HtmlElement) -> bool:
    if element.tag in ("aside", "nav", "footer", "li"):
        return True
    return _TEASER.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None
