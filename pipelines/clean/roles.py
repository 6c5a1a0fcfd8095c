"""Which field of an article an element of a page speaks of, by its name, its microdata, its class or where it leads."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from lxml.etree import _Element as Element

Role = Literal["headline", "author", "published", "modified", "date", "trail", "tag"]

_ROLES: tuple[tuple[Role, str], ...] = (
    ("author", r"author|byline|by-line|writer|autor(?!e?s?-?bild)|auteur|(?<![a-z])(?<!no-)(?<!un)auth(?![a-z]|-(?:hidden|visible|only|required|modal|form|link|button|menu|user|panel|popup))|signature|reporter|journalist|contributor|vcard|(?<![a-z])firma(?![a-z])|submitted|^gnt-ar-by(?![a-z])|(?<![a-z])(?:szerzok?|yazar|muhabir|penulis|pewarta|skribent|forfatter|kirjoittaja)(?![a-z])"),
    ("published", r"publi[sc]|pubdate|created|entry-date|posted|post-?date|article-?date|release-?date"),
    ("modified", r"updat|modif|edited|aktualis|last-?change|actualiz|mis-?a-?jour|aggiornat"),
    ("date", r"(?<![a-z])(?:date|datum|fecha|data|time|timestamp|datetime|dateline|pubtime|zeit)(?![a-z])|-?date(?:line)?\b|timestamp"),
    ("headline", r"headline|entry-?title|article-?title|post-?title|page-?title|story-?title|news-?title|(?<![a-z])(?:title|titulo|titre|titel)(?![a-z])"),
    ("trail", r"bread-?crumb"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_ANY = re.compile(
    r"aut|by[-_]?l|dat|tit|tim|head|pub|post|writ|upd|modif|sign|report|journ|contr|vcard|firma|fecha|subm|crea|edited|last|akt|act|agg|zeit|mis|gnt|crumb|szerz|yazar|muhab|penul|pewar|skrib|forfa|kirjo"
)
"""Parts of the words above: most classes have none, and need not be compared with all."""
_ITEMPROPS: Mapping[str, Role] = MappingProxyType(
    {"headline": "headline", "author": "author", "creator": "author", "datepublished": "published",
     "datecreated": "published", "datemodified": "modified", "dateupdated": "modified", "itemlistelement": "trail"}
)  # fmt: skip
_WRITER = re.compile(r"/(?:authors?|autor(?:es|en|i)?|auteurs?|people|profil(?:es?)?|writers?|staff|journalists?|by|contributors?|redakteure?|team|redaktion|reporters?|columnists?)/(?!(?:favou?rites?|settings?|edit|log-?(?:in|out)|sign-?(?:in|up|out)|register|account|bookmarks?|saved|notifications?|orders?|password|subscriptions?|dashboard|editions)(?:[/?#]|$))[^/]{3,}|[?&]_?author=.{3}")  # fmt: skip
_NO_WRITER = re.compile(
    r"^(?:menu|tag|category|cat|term|topic)-|testimonial|(?:^|-)(?:block-?)?quote-|(?:^|-)(?:img|image|photo|foto|picture|bild|caption|cutline|media)-(?:author|autor|auteur|byline)"
)
"""Words that name a rubric, whose saying it is, or who took a picture, though a writer's is among them."""
_LICENCE = "creativecommons.org/"
_DATED = re.compile(r"(?:first |last )?(?:published|posted|updated)\b.{4,100}\d{4}", re.IGNORECASE)
"""A label that is read aloud in place of a date that a script puts in."""
_HEADINGS = ("h1", "h2")
_PASSED = frozenset(
    ("script", "style", "body", "html", "meta", "link", "img", "input", "svg", "path", "g", "use", "br", "iframe", "option", "source", "button")
)  # fmt: skip
_PARTS = frozenset(("data-component", "data-testid"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def role_of(element: Element, tag: str) -> tuple[Role, str] | None:
    """Which field an element speaks of, and what says so."""
    if tag in _HEADINGS:
        return "headline", tag
    if tag in _PASSED or not (known := element.keys()):  # far quicker than to ask for what is not there
        return ("date", "time") if tag == "time" else None
    if "itemprop" in known and (role := _ITEMPROPS.get((element.get("itemprop") or "").strip().lower())):
        return role, "itemprop"
    classes = element.get("class") if "class" in known else None
    name = element.get("id") if "id" in known else None
    named = _named(classes, name) if classes or name else None
    if tag == "time":
        return named if named in ("modified", "published") else "date", "time"
    if tag == "a" and (link := _linked(element)):
        return link
    if "aria-label" in known and (role := _aloud(element.get("aria-label") or "")):
        return role, "aria-label"
    if named or _PARTS.isdisjoint(known):
        return (named, "class") if named else None
    part = element.get("data-component") or element.get("data-testid")
    return ("author", "class") if part and "byline" in part.lower() else None


def _aloud(label: str) -> Role | None:
    """What a label that is read aloud speaks of."""
    if _DATED.match(label):
        return "date"
    return "trail" if "readcrumb" in label else None


def _linked(element: Element) -> tuple[Role, str] | None:
    rel = element.get("rel")
    if rel and "author" in rel:
        return "author", "rel"
    address = (element.get("href") or "").lower()
    if _WRITER.search(address) and _LICENCE not in address:
        return "author", "href"
    return ("tag", "rel") if rel and "tag" in rel.split() else None


@lru_cache(maxsize=50000)
def _named(classes: str | None, name: str | None) -> Role | None:
    """What a class or an id speaks of: the first of its words' roles in the order of :data:`_ROLES`."""
    said = f"{classes or ''} {name or ''}"[:300]
    if not _ANY.search(said.lower()):
        return None
    found = {role for token in said.split() if (role := _word(token))}
    return next((role for role, _ in _PATTERNS if role in found), None) if found else None


@lru_cache(maxsize=50000)
def _word(token: str) -> Role | None:
    if not _ANY.search(token.lower()):
        return None
    said = _CAMEL.sub("-", token).lower().replace("_", "-")
    if len(said) < 3:
        return None
    role = next((role for role, pattern in _PATTERNS if pattern.search(said)), None)
    return None if role == "author" and _NO_WRITER.search(said) else role
