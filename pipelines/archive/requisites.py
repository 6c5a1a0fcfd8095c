"""What a page needs to be shown as it was: stylesheets, what these name, fonts, images, frames. Bytes in, addresses out.

A browser that replays the page chooses among the candidates of a ``srcset`` by its window, so all are named; but
what every browser needs comes first, in case a cap ends the list. Scripts are not fetched, a replay shows the page
as it was sent; they are named only to whoever asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lxml import etree

from pipelines.archive.hypertext import absolute, as_sent, base_of, tree

Kind = Literal["style", "part", "image", "frame", "candidate", "script"]
"""A stylesheet; a font or image that a style names, an icon; an image; a page in the page; another size of an image."""
ORDER: tuple[Kind, ...] = get_args(Kind)

DEPTH = 4
"""Page, stylesheet or frame, and so many imports below it."""
HTML = ("text/html", "application/xhtml+xml")
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")
SETS = ("srcset", "data-srcset", "data-lazy-srcset", "imagesrcset")
BLANK = " \t\n\f\r"

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
QUOTED = r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'"
IMPORT = re.compile(rf"@import\s+(?:url\(\s*)?(?:{QUOTED}|([^\s\"'();]+))", re.IGNORECASE)
URL = re.compile(rf"url\(\s*(?:{QUOTED}|((?:[^\s\"'()\\]|\\.)+))\s*\)", re.IGNORECASE)
IMAGE_SET = re.compile(r"image-set\(([^;{}]*)", re.IGNORECASE)
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisite:
    """One thing that a page or stylesheet needs."""

    url: str
    """Absolute, http or https, without fragment."""
    kind: Kind


def of_page(body: bytes, url: str, *, images: bool, scripts: bool = False) -> tuple[Requisite, ...]:
    """What a page names: its styles, and with ``images`` all that it shows, frames too. Nothing is raised."""
    root = tree(body)
    if root is None:
        return ()
    base = base_of(root, url)
    named: list[tuple[str, Kind]] = []
    for element in root.iter(etree.Element):
        named.extend(_of_style(element))
        if images:
            named.extend(_of_image(element))
            named.extend((held, "frame") for held in _framed(element))
        if scripts and element.tag == "script" and _runs(element):
            named.append((element.get("src"), "script"))
    return _resolved(named, base)


def of_style(body: bytes, url: str) -> tuple[Requisite, ...]:
    """What a stylesheet imports and names. Nothing is raised."""
    return _resolved(_css(body.decode("utf-8", "replace")), url)


def of_part(kind: Kind, body: bytes, url: str, media_type: str) -> tuple[Requisite, ...]:
    """What a requisite needs in turn: a stylesheet, or a page in a frame. Nothing is raised."""
    if kind == "style":
        return of_style(body, url)
    return of_page(body, url, images=True) if kind == "frame" and is_html(media_type) else ()


def is_html(media_type: str) -> bool:
    """Is it a page? What states nothing is taken for one.

    >>> is_html("Text/HTML; charset=utf-8"), is_html(""), is_html("text/plain")
    (True, True, False)
    """
    stated = (media_type or HTML[0]).lower()
    return any(kind in stated for kind in HTML)


def candidates(srcset: str) -> list[str]:
    """The addresses of a ``srcset`` (WHATWG HTML §4.8.4.2.1): commas may be part of them.

    >>> candidates("/a,b.jpg 1x, /c.jpg?w=2,3 640w,/d.jpg")
    ['/a,b.jpg', '/c.jpg?w=2,3', '/d.jpg']
    """
    found, at = [], 0
    while at < len(srcset):
        while at < len(srcset) and srcset[at] in BLANK + ",":
            at += 1
        start = at
        while at < len(srcset) and srcset[at] not in BLANK:
            at += 1
        url = srcset[start:at]
        if url.endswith(","):
            found.append(url.rstrip(","))
            continue
        if url:
            found.append(url)
        depth = 0
        while at < len(srcset) and (depth or srcset[at] != ","):
            depth += {"(": 1, ")": -1}.get(srcset[at], 0)
            at += 1
    return found


def _of_style(element: Any) -> Iterator[tuple[str, Kind]]:
    rel = (element.get("rel") or "").lower().split()
    if element.tag == "link" and (href := element.get("href")):
        if "stylesheet" in rel and "alternate" not in rel:
            yield href, "style"
        elif "preload" in rel:
            kind: Kind | None = {"style": "style", "font": "part"}.get((element.get("as") or "").lower())  # type: ignore[assignment]
            if kind:
                yield href, kind
    if element.tag == "style":
        yield from _css(element.text or "")
    if style := element.get("style"):
        yield from _css(style)


def _of_image(element: Any) -> Iterator[tuple[str, Kind]]:
    tag, get = element.tag, element.get
    if tag in ("img", "source", "input", "video", "image") or (
        tag == "link" and "preload" in (get("rel") or "")
    ):
        yield from _shown(tag, get)
    elif tag == "link" and {"icon", "apple-touch-icon"} & set((get("rel") or "").lower().split()):
        yield get("href") or "", "part"


def _shown(tag: str, get: Any) -> Iterator[tuple[str, Kind]]:
    sets = [one for name in SETS for one in candidates(get(name) or "")]
    first = {
        "img": get("src"),
        "input": get("src") if (get("type") or "").lower() == "image" else None,
        "video": get("poster"),
        "image": get("href") or get("xlink:href"),
        "link": get("href") if (get("as") or "").lower() == "image" else None,
    }.get(tag)
    # Of a source (in <picture>) one candidate is enough to show something; of video and audio none is taken.
    shown = [one for one in (first, *(get(name) for name in LAZY)) if one] or sets[-1:]
    yield from ((one, "image") for one in shown)
    yield from ((one, "candidate") for one in sets)


def _framed(element: Any) -> Iterator[str]:
    if element.tag in ("iframe", "frame"):
        yield from (held for name in ("src", *LAZY) if (held := element.get(name)))


def _runs(element: Any) -> bool:
    """Is it a script of another address, and none that only holds data?"""
    kind = (element.get("type") or "").lower()
    return bool(element.get("src")) and (not kind or "javascript" in kind or kind == "module")


def _css(text: str) -> Iterator[tuple[str, Kind]]:
    text = COMMENT.sub(" ", text)
    imports = [(_first(found), found.span()) for found in IMPORT.finditer(text)]
    yield from ((name, "style") for name, _ in imports)
    inside = [span for _, span in imports]
    for found in URL.finditer(text):
        if not any(start <= found.start() < end for start, end in inside):
            yield _first(found), "part"
    for listed in IMAGE_SET.finditer(text):
        yield from ((_first(found), "part") for found in re.finditer(QUOTED, listed[1]))


def _first(found: "re.Match[str]") -> str:
    text = next((group for group in found.groups() if group is not None), "")
    return ESCAPE.sub(lambda e: chr(min(int(e[1], 16), 0x10FFFF)) if e[1] else e[2], text)


def _resolved(named: Iterator[tuple[str, Kind]] | list[tuple[str, Kind]], base: str) -> tuple[Requisite, ...]:
    best: dict[str, Kind] = {}
    for href, kind in named:
        where = absolute(href, base)
        if where is None or href.startswith("#"):
            continue
        try:
            where = as_sent(where)
        except ValueError:
            continue
        if where not in best or ORDER.index(kind) < ORDER.index(best[where]):
            best[where] = kind
    found = (Requisite(url=where, kind=kind) for where, kind in best.items())
    return tuple(sorted(found, key=lambda requisite: ORDER.index(requisite.kind)))
