"""The text of an article that a page carries for its scripts: in JSON, and in no element of its own.

A browser draws such a page after it has run its scripts; in what was archived the text is there all the same, as the
``articleBody`` of its JSON-LD (schema.org) or as HTML in a string of its data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from html import escape
from itertools import accumulate
from typing import Any, NamedTuple

import orjson
from lxml import etree
from lxml.etree import _Element as Element

from pipelines.clean.draft import Behind
from pipelines.clean.html import cut, mark, parse
from pipelines.clean.shapes import is_prose, squash, weight
from pipelines.clean.spans import Piece, collapse
from pipelines.clean.stated import Stated
from pipelines.record import Hints

_LEAST = 600
"""Weight of a text that is worth looking for."""
_APART = frozenset(("nav", "header", "footer", "aside", "form", "dialog"))
_LITTLE = 400
"""Weight of prose above which the elements hold the article themselves, or a part of it that they are meant to show."""
_LONGEST = 2_000_000
"""Characters of scripts looked through."""
_PARTS = 40
"""Longest parts of a carried text that are looked for among what is shown."""
_DEEP = 3
"""Strings within strings within strings: data of a script in the data of another."""
_STRING = re.compile(r'\\.|"((?:[^"\\\n]|\\.)*+)("?)')
"""A string of JSON, each sign looked at once; an escaped quote outside of one begins none."""
_SHORT = 200
"""Characters below which a string is not read."""
_MARKUP = re.compile(
    r"\s*<(?:p|div|section|article|figure|h[1-6]|strong|span|img|br|ul|blockquote)\b", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"<(?:p|br)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_HOLE = re.compile(r"\$\$\w+\$\$|\{\{[^{}]*\}\}")
"""Where a script would put an advertisement or a player."""


class Carried(NamedTuple):
    """A text that is in no element."""

    source: str
    """``json-ld`` or ``script``."""
    text: str
    """HTML, or plain text."""


class Cut(NamedTuple):
    """The page's text, and the pieces it falls into."""

    text: str
    pieces: list[Piece]
    behind: Behind | None = None


def whole(root: Element, stated: Stated, hints: Hints) -> Cut:
    """Cuts a page; where its elements hold no article and a script does, an ``article`` with that is put behind them."""
    text, pieces = _cut(root, hints)
    body = root.find("body")
    if body is None or _tells(pieces) or (found := carried(root, stated.article)) is None:
        return Cut(text, pieces)
    article = _element(_HOLE.sub("", found.text))
    if _shown(article, text):
        return Cut(text, pieces)
    body.append(article)
    return Cut(*_cut(root, hints), Behind(len(text), found.source))


def carried(root: Element, article: Mapping[str, Any]) -> Carried | None:
    """The longest text of some length that a page carries; JSON-LD, which says what it is, comes first."""
    body = article.get("articleBody")
    if isinstance(body, str) and _size(body) >= _LEAST:
        return Carried("json-ld", body)
    best = max(_fragments(_scripts(root)), key=_size, default="")
    return Carried("script", best) if _size(best) >= _LEAST else None


def _cut(root: Element, hints: Hints) -> tuple[str, list[Piece]]:
    return cut(root, mark(root, hints.body, hints.drop))


def _tells(pieces: Iterable[Piece]) -> bool:
    """Whether the elements hold more than a little prose; most pages say so in their first paragraphs."""
    prose = (p for p in pieces if p.link_share < 0.5 and p.tags.isdisjoint(_APART) and is_prose(p.text))
    return any(total > _LITTLE for total in accumulate(weight(p.text) for p in prose))


def _shown(article: Element, text: str) -> bool:
    """Whether most of it stands in the page's text, by its longest parts: then it is short, and there."""
    said = squash(text)
    parts = [squash(part) for part in nlargest(_PARTS, article.itertext(), key=len)]
    return 2 * sum(len(part) for part in parts if part in said) > sum(map(len, parts))


def _size(text: str) -> int:
    return weight(collapse(_TAG.sub(" ", text)))


def _scripts(root: Element) -> Iterator[str]:
    left = _LONGEST
    for script in root.iter("script"):
        if (text := script.text) and len(text) <= left:
            left -= len(text)
            yield text


def _fragments(scripts: Iterable[str]) -> Iterator[str]:
    """Strings of JSON that are HTML of several paragraphs."""
    for script in scripts:
        if "\\u003c" in script.lower() or _PARAGRAPH.search(script):
            yield from _within(script, _DEEP)


def _within(text: str, deep: int) -> Iterator[str]:
    for found in _STRING.finditer(text):
        if not found[2] or len(found[1]) < _SHORT or (value := _read(found[0])) is None:
            continue
        if _MARKUP.match(value):
            if len(_PARAGRAPH.findall(value)) > 1:
                yield value
        elif deep and '"' in value:
            yield from _within(value, deep - 1)


def _read(literal: str) -> str | None:
    try:
        value: str = orjson.loads(literal)
    except orjson.JSONDecodeError:
        return None
    return value


def _element(text: str) -> Element:
    """An ``article`` that holds it; read as the page itself is, since strings of JSON may hold what no document may."""
    markup = text if _TAG.search(text) else "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    article = etree.Element("article")
    article.extend(list(parse(markup).iterfind("body/*")))
    return article
