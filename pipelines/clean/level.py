"""Where in the tree of a page a stretch of text stands."""

import re

from lxml.html import HtmlElement

from pipelines.clean.classes import cues_of

INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "time", "tt", "u", "var", "wbr", "amp-img", "picture", "source", "meta", "link",
    ]
)  # fmt: skip
_NAMING = frozenset(("class", "id", "itemprop", "data-testid", "rel", "role"))
_NOTHING = frozenset[str]()
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRONG = frozenset(("b", "strong"))
_OUTER = frozenset(
    ("navigation", "share", "comments", "legal", "advertisement", "paywall", "hidden", "subscribe")
)
"""What is told by the outermost elements too; their other names speak of the page, not of what is in it."""


class Level:
    """An element, with what it hands down to the text in it. Made once by the cutter, then only read."""

    __slots__ = (
        "above", "block", "breaks", "counts", "cues", "depth", "linked", "name", "own", "place", "said", "strong", "tags",
    )  # fmt: skip

    def __init__(self, above: "Level | None", name: str, said: str, own: frozenset[str]) -> None:
        self.above = above
        self.name = name
        self.said = said
        """Class, id, role and the like, as written."""
        self.own = own
        """Cues of the element itself."""
        self.counts: dict[str, int] = {}
        inline = name in INLINE
        self.breaks = False
        """An inline element that says another thing than what is around it: a credit, a date, a byline."""
        if above is None:
            self.tags = frozenset((name,))
            self.cues = _NOTHING
            self.linked = self.strong = False
            self.block, self.depth, self.place = self, 0, 0
            return
        self.tags = above.tags if name in above.tags else above.tags | {name}
        self.cues = above.cues
        if own:
            self.cues |= own if above.depth else own & _OUTER
        self.linked = above.linked or name == "a"
        self.strong = above.strong or name in _STRONG
        self.depth = above.depth + 1
        counts = above.block.counts
        self.place = counts[name] = counts.get(name, 0) + 1
        self.block = above.block if inline else self
        self.breaks = inline and bool(own) and self._breaks(above)

    def _breaks(self, above: "Level") -> bool:
        if "credit" in self.own and "credit" not in above.cues:
            return bool(above.tags & {"figure", "figcaption"}) or "caption" in above.cues
        if self.name == "a" or "p" in above.tags:
            return False
        return bool((self.own & {"byline", "date"}) - above.cues)

    @property
    def ends_blocks(self) -> bool:
        """Whether text before, inside and after the element are different blocks."""
        return self.block is self or self.breaks

    @property
    def path(self) -> str:
        """As ``body/div[2]/p[1]``; of an inline element, that of its block."""
        steps: list[str] = []
        level: Level | None = self.block
        while level is not None and level.above is not None:
            steps.append(f"{level.name}[{level.place}]")
            level = level.above.block
        return "/".join(["body", *reversed(steps)])


def level(above: Level, element: HtmlElement, name: str, hint: str | None) -> Level:
    """The level of an element below another; a site's hint is one cue more."""
    said, hidden = "", False
    for attribute, value in element.items():  # one call for all: asking for each costs a third of the walk
        if attribute in _NAMING:
            said = f"{said} {value}" if said else value
        elif attribute == "hidden" or (attribute == "style" and _HIDDEN.search(value)):
            hidden = True
    said = said[:400]
    own = cues_of(said) if said else _NOTHING
    if hidden:
        own |= {"hidden"}
    return Level(above, name, said, own | {hint} if hint else own)
