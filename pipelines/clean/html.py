"""An HTML page as pieces: one parse, and a partition of its text.

The page's text is every text node under ``<body>`` outside script, style, noscript and template (but for declared shadow
trees), and every ``alt``, in document order, with nothing put between them. A block ends where a block element, a line
break or an ``alt`` begins or ends, so that a slice of the text, white space collapsed, is what a reader sees as one block.
A raised number is one of raised digits: 10⁶ is not 106, nor is the second footnote behind 5,000 a fifth digit.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element  # those of lxml.html ask Python for the class of every one of them

from pipelines.clean.level import INLINE, Level, named, told
from pipelines.clean.spans import Piece, collapse, trimmed

_SKIP = frozenset(("script", "style", "template", "noscript"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_BYTES = (*range(9), 11, *range(14, 32))
_NO_CHARACTER = "\uffff".encode()[:2]
"""How U+FFFE and U+FFFF begin, as few other characters do."""
_NOSCRIPT = re.compile(
    r"<noscript\b[^>]{0,200}>(?:(?!</?(?:script|noscript|p|article|main)\b).){0,3000}</noscript\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""What is wrongly nested in one (``<noscript><div></noscript>``) makes libxml2 put the whole page into it."""

_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_NUMBER = re.compile(r"\s*[-−+]?[0-9]+\s*")

Hinted = Mapping[Element, str]
"""Elements that a site's hints choose, each with the cue it gets."""


_BODY = re.compile(r"<(?:body|frameset)(?![\w-])", re.IGNORECASE)
_HEAD = re.compile(
    r"\s*(?:<!--.*?-->|<(?:!(?!--)|\?)[^>]*>|</?(?:html|head)(?![\w-])[^>]*>|<(?:meta|link|base|bgsound|basefont)(?![\w-])[^>]*>|"
    r"<(title|script|style|template|noscript)(?![\w-])[^>]*>.*?</\1\s*>)",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand in a page's head, piece by piece (HTML, 13.2.6.4.4)."""


def parse(text: str) -> Element:
    """One tree for all steps; a page without a body has an empty one."""
    named = _BODY.search(text) is not None
    root = _tree(text if named else _bodied(text))
    if named and root is not None and root.find("body") is None:  # the tag stands in a title or a script
        root = _tree(_bodied(text))
    return etree.fromstring(b"<html><body></body></html>", _parser()) if root is None else root


def _tree(text: str) -> Element | None:
    try:
        return etree.fromstring(_written(text) or b"<html></html>", _parser())
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None


def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def _bodied(text: str) -> str:
    """With the tag that a page may leave out: libxml2 knows no ``article`` and no ``main``, and takes them for parts of the head.

    >>> _bodied("<!doctype html><title>Ferry</title><main>It is back.</main>")
    '<!doctype html><title>Ferry</title><body><main>It is back.</main>'
    """
    at = 0
    while part := _HEAD.match(text, at):
        at = part.end()
    return f"{text[:at]}<body>{text[at:]}" if text[at:].strip() else text


def _written(text: str) -> bytes:
    """As UTF-8, without what no document may hold."""
    text = _NOSCRIPT.sub(" ", text)
    with suppress(UnicodeEncodeError):
        data = text.encode()
        odd = any(map(data.__contains__, _CONTROL_BYTES))
        if not odd and not (_NO_CHARACTER[0] in data and _NO_CHARACTER in data):
            return data
    return _CONTROL.sub("\ufffd", text).encode()


class _Cutter:
    """Walks the tree once, without recursion: pages nest deeper than Python's stack."""

    def __init__(self, hinted: Hinted) -> None:
        self.hinted = hinted
        self.parts: list[str] = []
        self.length = 0
        self.runs: list[tuple[int, int, Level, float, float, bool]] = []
        self.start = -1
        """Where in the text the block being gathered begins; -1 between blocks."""
        self.level = Level(None, "body", "", frozenset())
        self.letters = self.linked = self.strong = 0

    def text(self, value: str, level: Level) -> None:
        if not value.isspace():  # most text nodes are white space between two elements
            if "sup" in level.tags and _NUMBER.fullmatch(value):
                value = value.translate(_RAISED)
            size = len(value.strip())
            if self.start < 0:
                self.start, self.level = self.length, level
            self.letters += size
            if level.linked:
                self.linked += size
            if level.strong:
                self.strong += size
        self.parts.append(value)
        self.length += len(value)

    def flush(self, *, alt: bool = False) -> None:
        if self.start < 0:
            return
        share = self.linked / self.letters
        self.runs.append((self.start, self.length, self.level, share, self.strong / self.letters, alt))
        self.start, self.letters, self.linked, self.strong = -1, 0, 0, 0

    def walk(self, body: Element) -> None:
        here, skipped = self.level, None
        events = etree.iterwalk(body, events=("start", "end"))
        next(events)  # the body's own
        if body.text:
            self.text(body.text, here)
        for event, element in events:
            if skipped is not None:
                if element is not skipped:
                    continue
                skipped = None
            elif event == "start":
                inner = self._open(here, element)
                if inner is None:
                    skipped = element
                else:
                    here = inner
                continue
            else:
                if self.start >= 0 and here.ends_blocks:
                    self.flush()
                here = here.above or here
            if (tail := element.tail) and element is not body:
                self.text(tail, here)
        self.flush()

    def _open(self, above: Level, element: Element) -> Level | None:
        """The element's level; None where nothing in it is of the page's text."""
        tag, text = element.tag, element.text
        if not isinstance(tag, str) or (tag in _SKIP and not _is_shown(element)):
            return None
        plain = tag not in INLINE or self.start < 0  # what is inline may part a block that has begun
        if not text and plain and not len(element) and not element.get("alt"):
            self.flush()  # it ends a block all the same, and counts among its neighbours
            above.block.counted(named(tag))
            return None
        said, own, alt = told(element, tag in HEADINGS)
        if self.hinted and (hint := self.hinted.get(element)):
            own |= {hint}
        here = Level(above, named(tag), said, own)
        if self.start >= 0 and here.ends_blocks:
            self.flush()
        if alt and not alt.isspace():
            self._alt(alt, here)
        if text:
            self.text(text, here)
        return here

    def _alt(self, alt: str, here: Level) -> None:
        if any(c.isalnum() for c in alt):
            self.flush()
            self.text(alt, here)
            self.flush(alt=True)
        else:
            self.text(alt, here)  # an emoji set as a picture belongs to its sentence


def _is_shown(element: Element) -> bool:
    """A template that declares a shadow tree is what a browser shows in its parent's place (HTML, 4.12.3)."""
    return element.tag == "template" and element.get("shadowrootmode") is not None


def cut(root: Element, hinted: Hinted | None = None) -> tuple[str, list[Piece]]:
    """The page's text, and the pieces that it falls into."""
    body = root.find("body")
    if body is None:
        return "", []
    cutter = _Cutter(hinted or {})
    cutter.walk(body)
    text = "".join(cutter.parts)
    pieces = (_piece(text, *run) for run in cutter.runs)
    return text, [piece for piece in pieces if piece.start < piece.end]


def _piece(text: str, start: int, end: int, level: Level, linked: float, strong: float, alt: bool) -> Piece:
    start, end = trimmed(text, start, end)
    return Piece(
        collapse(text[start:end]),
        start,
        end,
        level,
        linked,
        strong,
        from_alt=alt,
        tags=level.tags,
        cues=level.cues,
    )


def mark(root: Element, body: tuple[str, ...], drop: tuple[str, ...]) -> Hinted:
    """The elements that a site's hints select, for :func:`cut`."""
    return {
        element: name
        for selectors, name in ((body, "hint-body"), (drop, "hint-drop"))
        for selector in selectors
        for element in _selected(root, selector)
    }


def _selected(root: Element, selector: str) -> list[Element]:
    try:
        return list(cast("list[Element]", CSSSelector(selector, translator="html")(root)))
    except (SelectorError, etree.XPathError, ValueError):
        return []
