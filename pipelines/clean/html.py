"""An HTML page as pieces: one parse, and a partition of its text.

The page's text is every text node under ``<body>`` outside script, style, template and noscript, and every ``alt``,
in document order, with nothing put between them. A block ends where a block element, a line break or an ``alt``
begins or ends, so that a slice of the text, white space collapsed, is what a reader sees as one block.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipelines.clean.spans import Piece, collapse, trimmed

_SKIP = frozenset(("script", "style", "template", "noscript"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "amp-img",
        "picture",
        "source",
        "meta",
        "link",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOSCRIPT = re.compile(
    r"<noscript\b[^>]{0,200}>(?:(?!</?(?:script|noscript|p|article|main)\b).){0,3000}</noscript\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""What is wrongly nested in one (``<noscript><div></noscript>``) makes libxml2 put the whole page into it."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CUES = (
    ("caption", r"caption|legend|bildunter|bildtext|pie-?de-?foto|pie_foto|legende|didascalia|photo-?desc|imagetext"),
    ("credit", r"credit|copyright|photographer|img-?source|imagesource|rights"),
    ("byline", r"byline|by-line|author|signature|writer|autor|auteur|firma|reporter|journalist|contributor"),
    ("author", r"author|byline"),
    ("date", r"date|time|published|updated|timestamp|dateline|publish|datum|fecha"),
    ("kicker", r"kicker|eyebrow|overline|dachzeile|surtitre|antetitulo|topline|rubric|strapline|pretitle|supertitle|label"),
    ("lead", r"\blead\b|lede|standfirst|chapo|teaser-?text|intro|summary|sapo|dek\b|deck\b|abstract|subtitle|subheadline|sub-headline|excerpt|entradilla|bajada|vorspann|sottotitolo|ingress|anons|description"),
    ("headline", r"headline|entry-title|article-?title|post-title|page-title|titulo|titre|title"),
    ("share", r"share|sharing|social|addthis|sharethis|bookmark"),
    ("subscribe", r"newsletter|subscri|signup|sign-up|mailing|abonn|follow|optin|registration"),
    ("related", r"related|recommend|readmore|read-more|more-on|morenews|see-?also|most-?read|popular|trending|teaser|promo|outbrain|taboola|similar|also-?read|recirc|inline-?link|crosslink|up-?next|latest|mostviewed|further|more-?stories|card\b|cards\b"),
    ("comments", r"comment|disqus|reply|replies|respond|discussion|livefyre"),
    ("advertisement", r"\bads?\b|\bad-|-ad\b|advert|sponsor|dfp|banner|adslot|publicidad|werbung|anzeige|reklam|promotion"),
    ("navigation", r"\bnav\b|navbar|navigation|menu|breadcrumb|pagination|pager|toolbar|sitemap|skip-?link|site-?header|masthead|topbar|site-?footer|tabs?\b"),
    ("tags", r"\btags?\b|tag-?list|keyword|topics?\b|hashtag"),
    ("legal", r"cookie|consent|gdpr|privacy|disclaimer|legal|terms"),
    ("widget", r"widget|player|video|audio|weather|slider|carousel|gallery|poll|quiz|loader|spinner|modal|popup|overlay|tooltip|toast|dialog"),
    ("paywall", r"paywall|premium|piano|locked|metered|regwall|barrier"),
    ("footnote", r"footnote|endnote|fussnote|notes?-de-bas"),
    ("correction", r"correction|editor-?note|editors-?note|clarification|rectif|errat"),
    ("embed", r"embed|twitter-tweet|instagram-media|fb-post|tiktok|tweet"),
    ("live", r"live-?blog|live-?ticker|liveticker|live-?post|live-?feed|live-?entry|ticker"),
    ("body", r"article-?body|articlebody|story-?body|post-?content|entry-?content|article-?content|article__body|body-?text|article-?text|story-?content|content-?body|richtext|rich-text|article-?main"),
    ("section", r"section-?name|category|categor|rubrik|channel"),
    ("factbox", r"fact-?box|info-?box|infobox|background-?box|faktaruta|sidebar|aside"),
    ("hint-body", "coranto-hint-body"),
    ("hint-drop", "coranto-hint-drop"),
    ("bio", r"author-?bio|about-?author|author-?box|author-?info|author-?desc|bio\b"),
)  # fmt: skip
_CUE_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _CUES)
_ANY_CUE = re.compile("|".join(pattern for _, pattern in _CUES), re.IGNORECASE)
_LEAP = frozenset(("body", "html"))


def parse(text: str) -> HtmlElement:
    """One tree for all steps; a page without a body has an empty one."""
    data = _CONTROL.sub("\ufffd", _NOSCRIPT.sub(" ", text)).encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(data or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = document_fromstring(b"<html><body></body></html>")
    return root


@dataclass(slots=True)
class _Level:
    """What an element hands down to the text in it."""

    tags: frozenset[str]
    cues: frozenset[str]
    path: str
    linked: bool
    breaks: bool = False
    """An inline element that says another thing than what is around it: a credit, a date, a byline."""
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """A block being gathered."""

    start: int
    level: _Level
    letters: int = 0
    linked: int = 0


class _Cutter:
    """Walks the tree once, without recursion: pages nest deeper than Python's stack."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[tuple[int, int, _Level, float, bool]] = []
        self.run: _Run | None = None

    def text(self, value: str | None, level: _Level) -> None:
        if not value:
            return
        if self.run is None:
            if value.isspace():
                self.parts.append(value)
                self.length += len(value)
                return
            self.run = _Run(self.length, level)
        elif self.run.letters == 0:
            self.run.level = level
        size = len(value.strip())
        self.run.letters += size
        self.run.linked += size if level.linked else 0
        self.parts.append(value)
        self.length += len(value)

    def flush(self, *, alt: bool = False) -> None:
        run, self.run = self.run, None
        if run is not None and run.letters:
            self.pieces.append((run.start, self.length, run.level, run.linked / run.letters, alt))

    def walk(self, body: HtmlElement) -> None:
        stack = [_Level(frozenset(("body",)), frozenset(), "body", linked=False)]
        skipped: HtmlElement | None = None
        for event, element in etree.iterwalk(body, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else "?"
            if event == "start" and skipped is None:
                if tag in _SKIP or tag == "?":
                    skipped = element
                elif element is not body:
                    self._open(element, tag, stack)
                else:
                    self.text(element.text, stack[-1])
            elif event == "end" and (skipped is None or element is skipped):
                self._close(element, tag, stack, body, was_skipped=skipped is not None)
                skipped = None
        self.flush()

    def _open(self, element: HtmlElement, tag: str, stack: list[_Level]) -> None:
        level = _inherit(stack[-1], element, tag)
        if tag not in _INLINE or level.breaks:
            self.flush()
        stack.append(level)
        alt = element.get("alt")
        if alt and not alt.isspace():
            self._alt(alt, stack[-1])
        self.text(element.text, stack[-1])

    def _alt(self, alt: str, level: _Level) -> None:
        if any(c.isalnum() for c in alt):
            self.flush()
            self.text(alt, level)
            self.flush(alt=True)
        else:
            self.text(alt, level)  # an emoji set as a picture belongs to its sentence

    def _close(
        self, element: HtmlElement, tag: str, stack: list[_Level], body: HtmlElement, *, was_skipped: bool
    ) -> None:
        if not was_skipped and (tag not in _INLINE or stack[-1].breaks):
            self.flush()
        if element is body:
            return
        if not was_skipped:
            stack.pop()
        self.text(element.tail, stack[-1])


def _inherit(above: _Level, element: HtmlElement, tag: str) -> _Level:
    name = tag.rsplit("}", 1)[-1].lower()
    count = above.counts[name] = above.counts.get(name, 0) + 1
    own = _cues(element)
    inline = name in _INLINE
    # classes of the page's outermost elements speak of the page, not of what is in it
    cues = above.cues | own if own and above.path not in _LEAP else above.cues | (own & _OUTER)
    return _Level(
        tags=above.tags | {name},
        cues=cues,
        path=f"{above.path}/{name}[{count}]" if not inline else above.path,
        linked=above.linked or name == "a",
        breaks=inline and _breaks(above, own, name),
        counts={} if not inline else above.counts,
    )


def _breaks(above: _Level, own: frozenset[str], name: str) -> bool:
    if "credit" in own and "credit" not in above.cues:
        return bool(above.tags & {"figure", "figcaption"}) or "caption" in above.cues
    if name == "a" or "p" in above.tags:
        return False
    return bool((own & {"byline", "date"}) - above.cues)


_OUTER = frozenset(
    ("navigation", "share", "comments", "legal", "advertisement", "paywall", "hidden", "subscribe")
)


def _cues(element: HtmlElement) -> frozenset[str]:
    said = " ".join(
        filter(
            None,
            (
                element.get("class"),
                element.get("id"),
                element.get("itemprop"),
                element.get("data-testid"),
                element.get("rel"),
                element.get("role"),
            ),
        )
    )
    found = frozenset().union(*map(_named, said[:400].split())) if said else frozenset[str]()
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        found |= {"hidden"}
    return found


@lru_cache(maxsize=20000)
def _named(said: str) -> frozenset[str]:
    if not _ANY_CUE.search(said):
        return frozenset()
    return frozenset(name for name, pattern in _CUE_PATTERNS if pattern.search(said))


def cut(root: HtmlElement) -> tuple[str, list[Piece]]:
    """The page's text, and the pieces that it falls into."""
    body = root.find("body")
    if body is None:
        return "", []
    cutter = _Cutter()
    cutter.walk(body)
    text = "".join(cutter.parts)
    pieces = []
    for start, end, level, linked, alt in cutter.pieces:
        a, b = trimmed(text, start, end)
        if a < b:
            pieces.append(
                Piece(
                    text=collapse(text[a:b]),
                    start=a,
                    end=b,
                    path=level.path,
                    tags=level.tags,
                    cues=level.cues,
                    link_share=linked,
                    from_alt=alt,
                )
            )
    return text, pieces


def mark(root: HtmlElement, body: tuple[str, ...], drop: tuple[str, ...]) -> None:
    """Marks the elements that a site's hints select, as classes that :func:`cut` reads."""
    for selectors, name in ((body, "coranto-hint-body"), (drop, "coranto-hint-drop")):
        for selector in selectors:
            for element in _selected(root, selector):
                element.set("class", f"{name} {element.get('class') or ''}")


def _selected(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        return list(root.cssselect(selector))
    except (SelectorError, etree.XPathError, ValueError):
        return []
