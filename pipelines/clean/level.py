"""Where in the tree of a page a stretch of text stands."""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

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
    ("navigation", "share", "comments", "legal", "advertisement", "paywall", "hidden", "subscribe", "modal")
)
"""What is told by the outermost elements too; their other names speak of the page, not of what is in it."""


class Level:
    """An element, with what it hands down to the text in it. Made once by the cutter, then only read."""

    __slots__ = (
        "above", "around", "counts", "cues", "depth", "ends_blocks", "linked", "name", "own", "place", "said", "strong", "tags", "way",
    )  # fmt: skip

    def __init__(self, above: "Level | None", name: str, said: str, own: frozenset[str]) -> None:
        self.above = above
        self.name = name
        self.said = said
        """Class, id, role and the like, as written."""
        self.own = own
        """Cues of the element itself."""
        self.counts: dict[str, int] | None = None
        """Of a block's elements by their names, so far."""
        self.way: str | None = None
        """The path, once it or a block in it has been asked for its own."""
        self.ends_blocks = True
        """Whether text before, inside and after the element are different blocks."""
        self.around: Level | None = None
        """Of an inline element its block; a block that named itself would wait for Python's collector of cycles."""
        if above is None:
            self.tags = frozenset((name,))
            self.cues = _NOTHING
            self.linked = self.strong = False
            self.depth, self.place = 0, 0
            return
        self.tags = above.tags if name in above.tags else above.tags | {name}
        self.cues = above.cues
        if own:
            self.cues |= own if above.depth else own & _OUTER
        self.linked = above.linked or name == "a"
        self.strong = above.strong or name in _STRONG
        self.depth = above.depth + 1
        block = above.around or above
        self.place = block.counted(name)
        if name in INLINE:
            self.around = block
            self.ends_blocks = bool(own) and self._breaks(above)

    @property
    def block(self) -> "Level":
        """The nearest element that is a block: itself, or one around it."""
        return self.around or self

    def outwards(self) -> "Iterator[Level]":
        """The element itself, then those around it."""
        here: Level | None = self
        while here is not None:
            yield here
            here = here.above

    def counted(self, name: str) -> int:
        """The place of one more element of this name in a block."""
        if self.counts is None:
            self.counts = {name: 1}
            return 1
        self.counts[name] = place = self.counts.get(name, 0) + 1
        return place

    def _breaks(self, above: "Level") -> bool:
        """An inline element that says another thing than what is around it: a credit, a date, a byline."""
        if "credit" in self.own and "credit" not in above.cues:
            return bool(above.tags & {"figure", "figcaption"}) or "caption" in above.cues
        if self.name == "a" or "p" in above.tags:
            return False
        return bool((self.own & {"byline", "date"}) - above.cues)

    @property
    def path(self) -> str:
        """As ``body/div[2]/p[1]``; of an inline element, that of its block."""
        block = self.around or self
        if block.way is None:  # kept there, and around it, since its other blocks will ask for that too
            if block.above is None:
                return "body"
            around = block.above.block
            if around.way is None:
                around.way = around._path()
            block.way = f"{around.way}/{block.name}[{block.place}]"
        return block.way

    def _path(self) -> str:
        steps: list[str] = []
        level = self
        while level.way is None and level.above is not None:
            steps.append(f"{level.name}[{level.place}]")
            level = level.above.block
        return "/".join([level.way or "body", *reversed(steps)])


def named(tag: str) -> str:
    """An element's name without a namespace."""
    return tag.rsplit("}", 1)[-1].lower() if "}" in tag else tag


def told(element: Element, heads: bool) -> tuple[str, frozenset[str], str | None]:
    """What an element's attributes say of it: the names it has, the cues of these, and its alternative text.

    The id of a heading is mostly made of its own words, which speak of the story.
    """
    said, named, hidden, alt = "", "", False, None
    attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]  # parsed ones are no bytes
    for attribute, value in attributes:  # one call for all: asking for each costs a third of the walk
        if attribute in _NAMING:
            said = f"{said} {value}" if said else value
            named = value if attribute == "id" else named
        elif attribute == "alt":
            alt = value
        elif attribute == "hidden" or (attribute == "style" and _HIDDEN.search(value)):
            hidden = True
    said = said[:400]
    speaks = said.replace(named, "") if heads and named else said
    own = cues_of(speaks) if speaks else _NOTHING
    return said, own | {"hidden"} if hidden else own, alt
