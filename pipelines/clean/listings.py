"""Pages that list articles and are none: front pages, sections, tags, what a search found."""

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_LINKED = 0.8
"""Share of a line's letters from which on it is a link as a whole."""
_TOLD = 400
"""Weight of several long sentences that are a story among whatever number of links, unless they stand on a front page."""
_TEASERS = 5
"""Headings that are links: fewer may be those of an article."""
_HEAD = 12
"""Weight above which a heading may be a headline."""
_TEASER = 450
"""Weight of the longest text below one that only makes curious."""


def listing(draft: Draft, size: int) -> str | None:
    """What was seen of a list of articles; None where the page may be an article, whose text weighs ``size``."""
    if not draft.markup:
        return None
    kind = (draft.stated.first("og:type") or ("", ""))[1].lower()
    signed = bool(draft.stated.article) or kind == "article" or "articlebody" in draft.stated.meta
    if not signed and (count := _teased(draft.pieces)):
        return f"{count} headings that are links, each with little below it"
    links = [
        p
        for p in draft.pieces
        if p.link_share > _LINKED and weight(p.text) > 25 and "navigation" not in p.cues
    ]
    told = [weight(p.text) for p in draft.body if stops(p.text) and weight(p.text) > 100]
    top = _is_top(draft)
    if not top and len(told) > 1 and sum(told) >= _TOLD:
        return None
    front = top or kind == "website"
    mostly = len(links) >= 8 and 2 * size < sum(weight(p.text) for p in links)
    if mostly and len(told) <= 2 and size < 1500 and (front or not signed):
        return f"{len(links)} headlines that are links, {len(told)} paragraphs"
    if front and not signed and size < 1000 and len(links) >= 15 and len(told) <= 4:
        return f"a front page with {len(links)} headlines that are links"
    return None


def _is_top(draft: Draft) -> bool:
    """Whether the page's address or its JSON-LD says that it is a site's front or a collection."""
    path = urlsplit(draft.page.url).path if draft.page.url and _splits(draft.page.url) else "/x"
    return path.strip("/") == "" or "collectionpage" in draft.stated.types


def _teased(pieces: Sequence[Piece]) -> int:
    """How many headings are links with little text below each, where next to nothing else stands on the page; else 0."""
    heads = [
        i
        for i, p in enumerate(pieces)
        if p.link_share > _LINKED and not p.tags.isdisjoint(HEADINGS) and weight(p.text) > _HEAD
    ]
    if len(heads) < _TEASERS:
        return 0
    sizes = [weight(p.text) * (p.label in BODY_LABELS and p.link_share <= _LINKED) for p in pieces]
    below = [sum(sizes[i:j]) for i, j in pairwise([*heads, len(sizes)])]
    rest = sum(sizes[: heads[0]]) + sum(size for size in below if size > _TEASER)
    told = sum(0 < size <= _TEASER for size in below)
    return len(heads) if rest < _TOLD and 2 * told > len(heads) else 0


def _splits(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True
