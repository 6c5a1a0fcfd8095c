"""Blocks that the classifier takes for the story and that the markup sets apart from it: other articles, and boxes.

An ``article`` is a composition complete in itself (HTML, 4.3.2 The article element), so what stands in another one than
the headline is another text: pages go on with the next story as one scrolls. A box is set apart by its element, or by
what its names speak of: facts, key points, a dialog, what stands in for an embed until somebody consents. A page whose
story is in such a box itself keeps it: boxes go only where enough remains without them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from pipelines.clean.level import Level
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.record import Label

_ARTICLE = 600
"""Weight of the story in the headline's own ``article`` from which on other ones are other texts."""
_LINK = 0.9
"""Share of links in a block that is one."""
_ENOUGH = 600
"""Weight of a story that can do without its boxes."""
_APART: Mapping[str, Label] = MappingProxyType(
    {
        "factbox": "other", "keypoints": "other", "hidden": "other", "legal": "legal", "byline": "byline", "author": "byline",
        "modal": "widget", "form": "widget", "dialog": "widget", "nav": "navigation", "placeholder": "embed",
        "thread": "comments", "account": "subscribe", "excerpt": "related",
    }
)  # fmt: skip
"""Elements and cues that set a box apart, each with the label of what is in it."""
_NAMES = frozenset(_APART)
_ELSE = frozenset(
    ("bio", "comments", "related", "advertisement", "navigation", "share", "subscribe", "widget")
)
"""Cues that the classifier weighs itself."""
_DIALOG = frozenset(("account", "modal"))
"""Around a form to sign in, which is never a story, however little else there is."""
_SEVERAL: Mapping[str, int] = MappingProxyType({"excerpt": 3})
"""Blocks from which on excerpts are those of other articles: a single one may be the story's own."""

_BOXES: tuple[tuple[str, Label], ...] = (
    ("comments", "comments"), ("share", "share"), ("subscribe", "subscribe"), ("paywall", "subscribe"), ("legal", "legal"),
    ("advertisement", "advertisement"), ("related", "related"), ("tags", "navigation"), ("navigation", "navigation"),
    ("widget", "widget"), ("bio", "byline"), ("embed", "embed"), ("factbox", "other"),
)  # fmt: skip
"""Cues and what is in such an element, the plainest first."""


@lru_cache(maxsize=4096)
def speaks_of(cues: frozenset[str]) -> tuple[str, Label] | None:
    """What the names of the elements around a block speak of."""
    return next(((name, label) for name, label in _BOXES if name in cues), None) if cues else None


def elsewhere(pieces: Sequence[Piece], voted: Sequence[bool], headline: int | None) -> frozenset[int]:
    """Indices of the blocks that are in other articles than the headline's, where that holds a story."""
    own = None if headline is None else next(iter(_articles(pieces[headline])), None)
    if own is None:
        return frozenset()
    around = {i: _articles(piece) for i, piece in enumerate(pieces) if "article" in piece.tags}
    if _sum(pieces, (i for i, articles in around.items() if voted[i] and own in articles)) < _ARTICLE:
        return frozenset()
    others = {i: articles for i, articles in around.items() if own not in articles}
    led = {one for i, articles in others.items() if _leads(pieces[i]) for one in articles}
    return frozenset(i for i, articles in others.items() if not led.isdisjoint(articles))


def _leads(piece: Piece) -> bool:
    """A headline or a link: the sections of one text, which some pages make articles too, have neither."""
    return "h1" in piece.tags or piece.link_share > _LINK


def _articles(piece: Piece) -> list[Level]:
    """The ``article`` elements around a block, from within."""
    found, here = [], piece.level if "article" in piece.tags else None
    while here is not None:
        if here.name == "article":
            found.append(here)
        here = here.above
    return found


def boxed(pieces: Sequence[Piece], story: Sequence[int]) -> Mapping[int, tuple[str, Label]]:
    """The blocks of a story that stand in boxes, each with what speaks of the box and its label."""
    signing = {i for i in story if names(pieces[i]) >= _DIALOG}
    rest = [i for i in story if i not in signing]
    boxes = defaultdict[str, list[int]](list)
    for i in rest:
        for name in names(pieces[i]):
            boxes[name].append(i)
    total = _sum(pieces, rest)
    small = [
        name
        for name in _APART
        if len(boxes[name]) >= _SEVERAL.get(name, 1) and _spared(name, _sum(pieces, boxes[name]), total)
    ]
    found = {i: name for name in small for i in boxes[name]}
    if total - _sum(pieces, found) < _ENOUGH:
        found = {}
    return {i: (name, _APART[name]) for i, name in [*found.items(), *((i, "account") for i in signing)]}


def _spared(name: str, size: int, total: int) -> bool:
    """Whether a story can do without a kind of box. What is hidden may be the next pages of a gallery: then it is most of it."""
    return total - size >= (max(_ENOUGH, size) if name == "hidden" else _ENOUGH)


def names(piece: Piece) -> frozenset[str]:
    """What speaks of boxes around a block."""
    return _NAMES & (piece.tags | piece.cues)


def beside(piece: Piece) -> bool:
    """Whether anything around a block says that it is none of the story."""
    return bool(names(piece)) or not piece.cues.isdisjoint(_ELSE)


def _sum(pieces: Sequence[Piece], some: Iterable[int]) -> int:
    return sum(weight(pieces[i].text) for i in some)
