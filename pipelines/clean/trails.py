"""The trail of links by which a page says where in its site it stands, and the links by which it says what it is about.

A trail is a BreadcrumbList of schema.org, in JSON-LD or microdata, or a box that its class names so. Topics are links with
``rel=tag`` (HTML, 4.6.7.17), which blogs put below a story, and below each of their teasers as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import _Element as Element

from pipelines.clean.spans import collapse

_MOST = 8
"""Links of a trail; a box with more is a menu."""
_LONGEST = 120
"""Letters of a link's text that is read."""
_TAG, _TAGS, _WORDS = 50, 30, 6
"""Letters and words of a topic, and how many a story has; what is longer is a teaser, what has more a cloud."""
_BOXES = 2
"""Boxes of topics beside a story, above and below; with more of them the page is a list of teasers."""
_DEEPEST = 24
_LINKED = 0.4
"""Share of the text of a row of topics that is its links; the rest is a label such as "More about"."""
_SAID = 0.7
"""The same of a paragraph, which may be a sentence."""
_FOOT = re.compile(r"(?<![a-z])foot(?:er)?(?![a-z])")
_READ = 4000
"""Letters of a box of links that are read."""
_TOPIC = re.compile(
    r"/(?:tags?|topics?|themen?|thema|temas?|tematy|tagged)/[^/?#]+/?(?:[?#]|$)", re.IGNORECASE
)
"""Folders of pages of topics."""
BESIDE = (
    r"related|recommend|teaser|sidebar|comment|most-?read|popular|latest|promo|trending|read-?more|see-?also"
)
"""What the names of boxes speak of that stand beside a story."""
_OTHERS = re.compile(rf"{BESIDE}|cloud|(?<![a-z])menu")
_CATEGORY = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie|y_name)|kategori[ae]?|categorie|rubri(?:k|que|ca))/|[?&]cat="
)
_CLASSED = re.compile(r"(?<![a-z])(?:cat(?:egor(?:y|ies))?(?:[-_]?links)?)(?![a-z])")


class Crumb(NamedTuple):
    """One step of a trail."""

    name: str
    address: str | None


Trail = tuple[Crumb, ...]


class Topics(NamedTuple):
    """What the story's own links with ``rel=tag`` name."""

    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """What links to pages of topics name that stand beside each other, without ``rel=tag``."""


def listed(lists: Mapping[str, Any]) -> Trail:
    """The trail of a BreadcrumbList in JSON-LD, in the order of its positions."""
    items = lists.get("itemListElement")
    found = [i for i in (items if isinstance(items, list) else [items]) if isinstance(i, dict)]
    found.sort(key=_position)
    return tuple(crumb for item in found[: _MOST + 1] if (crumb := _crumb(item)))


def _position(item: Mapping[str, Any]) -> int:
    said = str(item.get("position", ""))
    return int(said) if said.isdecimal() and len(said) < 4 else 0


def _crumb(item: Mapping[str, Any]) -> Crumb | None:
    page = item.get("item")
    inner = page if isinstance(page, dict) else {}
    name = next((n for n in (item.get("name"), inner.get("name")) if isinstance(n, str)), "")
    told = (page, inner.get("@id"), inner.get("url"), item.get("url"))
    name = collapse(name[: 4 * _LONGEST])
    return Crumb(name, next((a for a in told if isinstance(a, str)), None)) if name else None


def shown(boxes: Sequence[Element]) -> tuple[Trail, ...]:
    """The trails in boxes that speak of one; a box within another says the same again."""
    found = (_linked(box) for box in boxes if box.tag not in ("body", "html", "article", "main"))
    return tuple(dict.fromkeys(trail for trail in found if trail))[:4]


def _linked(box: Element) -> Trail:
    links = list(islice(box.iter("a", "h1", "article", "form"), _MOST + 1))
    if (
        len(links) > _MOST
        or any(link.tag != "a" for link in links)
        or next(box.iterancestors("footer"), None) is not None
    ):
        return ()
    crumbs = (Crumb(_text(a), a.get("href")) for a in links)
    return tuple(c for c in crumbs if c.name and c.address and not c.address.startswith("#"))


def _text(element: Element) -> str:
    said = collapse(" ".join("".join(map(str, islice(element.itertext(), 20))).split())[: 4 * _LONGEST])
    return said if len(said) <= _LONGEST else ""


def topics(links: Sequence[Element], listed: Sequence[Element], heads: Sequence[Element]) -> Topics:
    """What a story is filed under, told from what the teasers beside it are; nothing where that cannot be told."""
    own = _own([a for a in links if not _aside(a)], heads)
    names = _named(_own(list(_in_rows(listed)), heads))
    return Topics(
        _named([a for a in own if not _is_category(a)]),
        _named([a for a in own if _is_category(a)]),
        names if len(names) > 1 else (),
    )


def leads_to_topic(link: Element) -> bool:
    """Whether a link leads to a page of a topic: its address has a folder for them."""
    address = link.get("href") or ""
    return "/t" in address.lower() and _TOPIC.search(address) is not None


def _in_rows(links: Sequence[Element]) -> Iterator[Element]:
    """Links that stand beside others, and next to no words that are none: in a sentence they name what that speaks of."""
    rows: dict[Element, bool] = {}
    for link in links:
        if _aside(link) or _at_end(link) or (box := _box(link)) is None:
            continue
        if box not in rows:
            rows[box] = _is_row(box)
        if rows[box]:
            yield link


def _at_end(link: Element) -> bool:
    """Whether a link stands in a head or a foot, by an element or by a name."""
    around = islice(link.iterancestors(), _DEEPEST)
    return any(e.tag in ("footer", "header") or _FOOT.search(_classes(e)) for e in around)


def _box(link: Element) -> Element | None:
    """The nearest element in which a link is not alone."""
    around = islice(link.iterancestors(), 3)
    return next((e for e in around if len(list(islice(e.iter("a"), 2))) > 1), None)


def _is_row(box: Element) -> bool:
    """Whether a box is links to topics and next to nothing else."""
    links = list(islice(box.iter("a"), _TAGS + 1))
    if len(links) > _TAGS or sum(map(leads_to_topic, links)) < _SAID * len(links):
        return False
    said = collapse("".join(map(str, islice(box.itertext(), 8 * _TAGS)))[:_READ])
    return sum(len(_text(a)) for a in links) >= (_SAID if box.tag == "p" else _LINKED) * len(said)


def _own(links: list[Element], heads: Sequence[Element]) -> list[Element]:
    """The links in the headline's ``article`` where there are several of these."""
    around = [_article(a) for a in links]
    if len(set(around)) < 2:
        return links
    own = {e for h in heads if (e := _article(h)) is not None}
    return [a for a, e in zip(links, around, strict=True) if e in own] if len(own) == 1 else []


def _article(element: Element) -> Element | None:
    return next(element.iterancestors("article"), None)


def _aside(element: Element) -> bool:
    around = islice(element.iterancestors(), _DEEPEST)
    return any(
        e.tag in ("aside", "nav")
        or (e.tag not in ("body", "html", "main", "article") and _OTHERS.search(_classes(e)))
        for e in around
    )


def _classes(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _is_category(link: Element) -> bool:
    if "category" in (link.get("rel") or "") or _CATEGORY.search((link.get("href") or "").lower()):
        return True
    return any(_CLASSED.search(_classes(e)) for e in islice(link.iterancestors(), 2))


def _named(links: list[Element]) -> tuple[str, ...]:
    """The texts of the links of one box, or of two that say the same."""
    boxes: dict[Element, list[str]] = {}  # the elements themselves: a number is given again
    for box, text in _boxed(links):
        boxes.setdefault(box, []).append(text)
    said = list(dict.fromkeys(tuple(dict.fromkeys(texts)) for texts in boxes.values()))
    names = tuple(dict.fromkeys(name for names in said for name in names))
    short = all(len(n) <= _TAG and len(n.split()) <= _WORDS for n in names)
    return names if len(said) <= _BOXES and len(names) <= _TAGS and short else ()


def _boxed(links: list[Element]) -> Iterator[tuple[Element, str]]:
    """Each link with the box in which it stands beside others: of ``li`` and ``span`` the list."""
    for a in links:
        box = a.getparent()
        if box is not None and box.tag in ("li", "span", "small") and sum(1 for _ in box.iter("a")) == 1:
            box = box.getparent()
        text = _text(a).strip("#„“”\"' ,")
        if box is not None and text:
            yield box, text
