"""An HTML page as pieces: one parse, and a partition of its text.

The page's text is every text node under ``<body>`` outside script, style, template and noscript, and every ``alt``,
in document order, with nothing put between them. A block ends where a block element, a line break or an ``alt``
begins or ends, so that a slice of the text, white space collapsed, is what a reader sees as one block.
"""

import re
from collections.abc import Mapping

from cssselect import SelectorError
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.clean.level import Level, level
from pipelines.clean.spans import Piece, collapse, trimmed

_SKIP = frozenset(("script", "style", "template", "noscript"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOSCRIPT = re.compile(
    r"<noscript\b[^>]{0,200}>(?:(?!</?(?:script|noscript|p|article|main)\b).){0,3000}</noscript\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""What is wrongly nested in one (``<noscript><div></noscript>``) makes libxml2 put the whole page into it."""

Hinted = Mapping[HtmlElement, str]
"""Elements that a site's hints choose, each with the cue it gets."""


def parse(text: str) -> HtmlElement:
    """One tree for all steps; a page without a body has an empty one."""
    data = _CONTROL.sub("\ufffd", _NOSCRIPT.sub(" ", text)).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(data or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = document_fromstring(b"<html><body></body></html>")
    return root


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

    def text(self, value: str | None, level: Level) -> None:
        if not value:
            return
        self.parts.append(value)
        size = len(value.strip())
        if size:
            if self.start < 0:
                self.start, self.level = self.length, level
            self.letters += size
            if level.linked:
                self.linked += size
            if level.strong:
                self.strong += size
        self.length += len(value)

    def flush(self, *, alt: bool = False) -> None:
        if self.start < 0:
            return
        share = self.linked / self.letters
        self.runs.append((self.start, self.length, self.level, share, self.strong / self.letters, alt))
        self.start, self.letters, self.linked, self.strong = -1, 0, 0, 0

    def walk(self, body: HtmlElement) -> None:
        here, skipped = self.level, None
        for event, element in etree.iterwalk(body, events=("start", "end")):
            if event == "start":
                if skipped is not None:
                    continue
                tag = element.tag
                if not isinstance(tag, str) or tag in _SKIP:
                    skipped = element
                elif element is not body:
                    here = self._open(here, element, tag)
                else:
                    self.text(element.text, here)
            elif skipped is None or element is skipped:
                if skipped is None:
                    here = self._close(here)
                skipped = None
                if element is not body:
                    self.text(element.tail, here)
        self.flush()

    def _open(self, above: Level, element: HtmlElement, tag: str) -> Level:
        name = tag.rsplit("}", 1)[-1].lower() if "}" in tag else tag
        here = level(above, element, name, self.hinted.get(element) if self.hinted else None)
        if here.ends_blocks:
            self.flush()
        alt = element.get("alt")
        if alt and not alt.isspace():
            self._alt(alt, here)
        self.text(element.text, here)
        return here

    def _close(self, here: Level) -> Level:
        if here.ends_blocks:
            self.flush()
        return here.above or here

    def _alt(self, alt: str, here: Level) -> None:
        if any(c.isalnum() for c in alt):
            self.flush()
            self.text(alt, here)
            self.flush(alt=True)
        else:
            self.text(alt, here)  # an emoji set as a picture belongs to its sentence


def cut(root: HtmlElement, hinted: Hinted | None = None) -> tuple[str, list[Piece]]:
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
        text=collapse(text[start:end]),
        start=start,
        end=end,
        level=level,
        link_share=linked,
        strong_share=strong,
        from_alt=alt,
    )


def mark(root: HtmlElement, body: tuple[str, ...], drop: tuple[str, ...]) -> Hinted:
    """The elements that a site's hints select, for :func:`cut`."""
    return {
        element: name
        for selectors, name in ((body, "hint-body"), (drop, "hint-drop"))
        for selector in selectors
        for element in _selected(root, selector)
    }


def _selected(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        return list(root.cssselect(selector))
    except (SelectorError, etree.XPathError, ValueError):
        return []
