"""What an HTML page says of itself: meta elements, links, JSON-LD, microdata, and the elements that by their name or
class hold a headline, a writer or a date.

With what it asks (`roles`, `trails`) the only module of the fields that touches the tree, and it passes over it once; all that follows works on the plain
data it returns. A page may hold anything: each text is cut, each list has a bound, and what is malformed is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from lxml.etree import _Element as Element

from pipelines.clean.linked_data import Linked, linked
from pipelines.clean.roles import Role, role_of
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.clean.trails import BESIDE, Topics, Trail, leads_to_topic, shown, topics
from pipelines.clean.writer_links import leads_elsewhere

_TEASER = re.compile(rf"{BESIDE}|newsletter")
_BEFORE = 40
"""Letters before a time element that say what it is the time of: ``Updated``."""
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg", "button", "select"))
_INLINE = frozenset(("a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "wbr"))  # fmt: skip
_LABELS = frozenset(("b", "em", "i", "small", "span", "strong"))
_APART = frozenset(("aside", "nav", "footer"))
_COMMENTS = re.compile(r"comment|disqus|repl(?:y|ies)|respon[ds]")
_OTHERS = re.compile(r"(?<![a-z])(?:comments?|related|recommend(?:ed|ations?)|most-?read)(?![a-z])")
"""Boxes of comments and of other articles."""
_CAPTION = re.compile(r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)(?<!without-)(?:caption|cutline)(?![a-z])")
_NEAR = 6
"""Levels above a name among which a caption is looked for."""
_LONGEST = {"headline": 400, "author": 240, "published": 120, "modified": 120, "date": 120}
_MOST = 40
"""Values of one name, and elements of one role that are looked at: a page of teasers has hundreds."""
_MOST_HEADINGS = 24
"""Headings below the first that are looked at."""
_DEEPEST = 16
"""Levels below an element whose text is read, and above it whose boxes count: pages nest deeper than the stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An element that speaks of a field by its name, class or microdata."""

    role: Role
    sign: str
    """What says so: the element's name (``h1``, ``time``), ``itemprop``, ``rel``, ``href`` or ``class``."""
    text: str
    """As a reader sees it; a line end where an element ends another thing."""
    value: str | None = None
    """The attribute that states it for machines."""
    links: tuple[str, ...] = ()
    """Texts of the links in it."""
    order: int
    """Place among the page's elements."""
    aside: bool = False
    """In a box of other things: navigation, footer, teasers, a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """All that a page says of itself; empty for a dump."""

    linked: Linked = field(default_factory=Linked)
    """The page's JSON-LD."""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Content of meta elements by lower-case name, property or itemprop."""
    shown: tuple[Shown, ...] = ()
    """Elements that hold a headline, a writer or a date, in order."""
    paragraphs: tuple[int, ...] = ()
    """Places of the elements ``p`` that hold a sentence or more."""
    filed: frozenset[str] = frozenset()
    """Squashed texts of links that stand where writers do, and lead to sections, subjects and forms."""
    elsewhere: frozenset[str] = frozenset()
    """Texts of elements that hold the dates of comments and of other articles."""
    trails: tuple[Trail, ...] = ()
    """Those in elements, in order."""
    topics: Topics = field(default_factory=Topics)
    """What links file the article under."""
    title: str | None = None
    canonical: str | None = None
    amp: str | None = None
    lang: str | None = None

    def first(self, *names: str) -> tuple[str, str] | None:
        """The first meta element that has content, as (name, content)."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return name, value
        return None

    def of(self, role: Role) -> Iterator[Shown]:
        """The elements of a role, in order."""
        return (s for s in self.shown if s.role == role)

    @property
    def article(self) -> Mapping[str, Any]:
        """The JSON-LD object of the article; empty if there is none."""
        return self.linked.article

    @property
    def publisher(self) -> str | None:
        """The name of the publisher that the article's JSON-LD gives, of several the first."""
        said = self.article.get("publisher")
        said = said[0] if isinstance(said, list) and said else said
        name = said.get("name") if isinstance(said, dict) else None
        return collapse(name) if isinstance(name, str) else None

    @property
    def types(self) -> tuple[str, ...]:
        """All JSON-LD types on the page, lower case."""
        return self.linked.types


@dataclass(slots=True)
class _Reading:
    """What has been gathered so far on the one way through the tree."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    paragraphs: list[int] = field(default_factory=list)
    filed: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    trails: list[Element] = field(default_factory=list)
    tags: list[Element] = field(default_factory=list)
    topics: list[Element] = field(default_factory=list)
    title: str | None = None
    boxes: dict[Element, int] = field(default_factory=dict)
    """How many levels out of an element the nearest box is, for those around what was shown."""


def stated(root: Element) -> Stated:
    """Reads a parsed page."""
    r = _Reading()
    for order, element in enumerate(root.iter("*")):
        tag: str = element.tag
        reader = _READERS.get(tag)
        if reader is not None:
            reader(r, element)
        elif tag == "p" and len(element.text or "") > 60:
            r.paragraphs.append(order)
        if (found := role_of(element, tag)) is not None and not _leads(r, element, found):
            _show(r, element, found, order)
    canonical = r.links.get("canonical")
    names = [v for n in ("og:title", "twitter:title") for v in r.meta.get(n, ())[:1]]
    return Stated(
        linked=linked(r.scripts, {canonical or ""}, {r.title or "", *names}),
        meta=MappingProxyType(r.meta),
        shown=tuple(r.shown),
        paragraphs=tuple(r.paragraphs),
        filed=frozenset(r.filed),
        elsewhere=frozenset(r.elsewhere),
        trails=shown(r.trails),
        topics=topics(r.tags, r.topics, list(root.iter("h1"))) if r.tags or r.topics else Topics(),
        title=r.title,
        canonical=canonical,
        amp=r.links.get("amphtml"),
        lang=_language(root),
    )


def _leads(r: _Reading, element: Element, found: tuple[Role, str]) -> bool:
    """Whether an element is a part of the site to which the page belongs, and kept as such."""
    role, sign = found
    if role not in ("trail", "tag"):
        return False
    if sign == "itemprop":
        above = element.getparent()
        if above is None or not (above.get("itemtype") or "").endswith("BreadcrumbList"):
            return True
        element = above
    kept = r.trails if role == "trail" else r.tags
    if len(kept) < _MOST and (sign != "itemprop" or element not in kept):
        kept.append(element)
    return True


def _language(root: Element) -> str | None:
    names = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")
    return next((value for name in names if (value := root.get(name))), None)


def _read_meta(r: _Reading, element: Element) -> None:
    content = collapse(element.get("content") or "")
    if not content:
        return
    for key in {element.get("property"), element.get("name"), element.get("itemprop")} - {None}:
        name = str(key).strip().lower()
        if len(r.meta.get(name, ())) < _MOST:
            r.meta[name] = (*r.meta.get(name, ()), content)


def _read_link(r: _Reading, element: Element) -> None:
    address = (element.get("href") or "").strip()
    for rel in (element.get("rel") or "").lower().split():
        if address:
            r.links.setdefault(rel, address)


def _read_script(r: _Reading, element: Element) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        r.scripts.append(element.text)


def _read_title(r: _Reading, element: Element) -> None:
    if r.title is None and (parent := element.getparent()) is not None and parent.tag != "svg":
        r.title = collapse(element.text or "") or None


def _read_anchor(r: _Reading, element: Element) -> None:
    if r.paragraphs and len(r.topics) < _MOST and leads_to_topic(element):  # above the story is a menu
        r.topics.append(element)


_READERS = {
    "meta": _read_meta,
    "link": _read_link,
    "script": _read_script,
    "title": _read_title,
    "a": _read_anchor,
}


def _show(r: _Reading, element: Element, found: tuple[Role, str], order: int) -> None:
    role, sign = found
    r.counts[role] = count = r.counts.get(role, 0) + 1
    if count > (_MOST_HEADINGS if role == "headline" else _MOST) and sign != "h1":
        return
    aside = _aside(r, element)
    if aside and role not in ("headline", "author") and _among(element, _OTHERS):
        if said := _text(element, _LONGEST[role]):
            r.elsewhere.add(said)
        return
    if aside and sign != "h1" and (role == "headline" or _among(element, _COMMENTS)):
        return
    text = _said(element, sign) or _text(element, _LONGEST[role])
    value = (
        element.get("datetime")
        or element.get("content")
        or element.get("data-datetime")
        or element.get("title")
    )
    if text is None or not (text or value):
        return
    links: tuple[str, ...] = ()
    if role == "author":
        if _is_others(r, element, sign):
            return
        links = tuple(t for a in element.iter("a") if (t := _text(a, 80)) and squash(t) not in r.filed)
        text = text if links else _listed(element) or text
    r.shown.append(
        Shown(role=role, sign=sign, text=text, value=value, links=links[:8], order=order, aside=aside)
    )


def _is_others(r: _Reading, element: Element, sign: str) -> bool:
    """Whether what seems to name a writer names a picture's maker, or is a link to the page's section, to its subject or to a form."""
    own = r.links.get("canonical") or "".join(r.meta.get("og:url", ())[:1])
    for link in islice(element.iter("a"), _MOST):
        address = (link.get("href") or "").strip()
        said = _text(link, 80)
        if said and leads_elsewhere(address, said, sign, own):
            r.filed.add(squash(said))
            if said == _text(element, 80):
                return True
    around = (element, *islice(element.iterancestors(), _NEAR))
    return any(e.tag == "figcaption" or _CAPTION.search((e.get("class") or "").lower()) for e in around)


def _said(element: Element, sign: str) -> str | None:
    """What is read aloud of a date; and a time with the words before it, if they are few."""
    if sign == "aria-label":
        return collapse(element.get("aria-label") or "")
    before = _before(element) if sign == "time" else ""
    text = _text(element, _LONGEST["date"]) if before else None
    return f"{before} {text}" if text else None


def _before(element: Element) -> str:
    """The text in front of an element, or of the inline one that stands there; empty where it is long."""
    sibling, above = element.getprevious(), element.getparent()
    text = sibling.tail if sibling is not None else above.text if above is not None else None
    said = collapse(text or "")
    if not said and sibling is not None and sibling.tag in _LABELS and not len(sibling):
        said = collapse(sibling.text or "")
    return said if 2 < len(said) <= _BEFORE and not any(map(str.isdigit, said)) else ""


def _listed(element: Element) -> str:
    """Names that stand in plain elements beside each other, a line each; empty where it holds something else."""
    spans = [span for span in element.iter("span") if not len(span)]
    texts = [collapse(span.text or "") for span in spans]
    beside = len({span.getparent() for span in spans}) == 1
    return "\n".join(texts) if len(texts) > 1 and beside and all(" " in text for text in texts) else ""


def _text(element: Element, most: int) -> str | None:
    """The text of a small element, its lines apart; None if it holds more than that."""
    parts: list[str] = []
    size = 0
    for part, apart in _parts(element, _DEEPEST):
        if apart or (parts and part and _glued(parts[-1], part)):
            parts.append("\n")
        if part:
            parts.append(part)
            size += len(part.strip())
        if size > most:
            return None
    lines = [line for raw in "".join(parts).split("\n") if (line := collapse(raw))]
    text = "\n".join(lines)
    return text if len(text) <= most else None


def _parts(element: Element, deep: int) -> Iterator[tuple[str, bool]]:
    """Texts in order, each with whether a block element parts it from the one before."""
    yield (element.text or "").replace("\n", " "), False
    for child in element:
        hidden = not deep or not isinstance(child.tag, str) or child.tag in _UNSEEN
        apart = not hidden and child.tag not in _INLINE
        if not hidden:
            yield "", apart
            yield from _parts(child, deep - 1)
        yield (child.tail or "").replace("\n", " "), apart


def _glued(before: str, after: str) -> bool:
    """``</span><span>`` between two words: one thing ends and another begins."""
    return len(before.strip()) > 1 and before[-1:].isalnum() and after[:1].isalnum() and after[:1].isupper()


def _aside(r: _Reading, element: Element) -> bool:
    """Whether a box is around it; what stands together asks for the same elements."""
    way = list[Element]()
    far = _DEEPEST
    for around in element.iterancestors():
        if around in r.boxes:
            far = r.boxes[around]
            break
        way.append(around)
        if _boxed(around.tag, around.get("class"), around.get("id")):
            far = -1
            break
    for around in reversed(way):
        far += 1
        r.boxes[around] = far
    return far < _DEEPEST


def _among(element: Element, named: re.Pattern[str]) -> bool:
    """Within a box whose class or id says so: comments are signed and dated too."""
    around = islice(element.iterancestors(), _DEEPEST)
    return any(
        named.search(f"{e.get('class') or ''} {e.get('id') or ''}".lower())
        for e in around
        if e.tag not in ("body", "html")
    )


@lru_cache(maxsize=50000)
def _boxed(tag: str, classes: str | None, name: str | None) -> bool:
    if tag in _APART:
        return True
    return tag not in ("body", "html") and _TEASER.search(f"{classes or ''} {name or ''}".lower()) is not None
