"""Which blocks of a page say its headline: the heading itself, its other lines, the same words somewhere above the story."""

from collections.abc import Sequence

from pipelines.clean.draft import Draft
from pipelines.clean.headline import site_names, trim
from pipelines.clean.html import HEADINGS
from pipelines.clean.level import Level
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece, collapse
from pipelines.clean.titles import cuts

_LINES = 3
"""Lines of a heading above and below the one that was found."""
_LONGEST = 300
"""Weight up to which the lines of a heading are of it; one that was never closed holds the story."""
_OTHERS = frozenset(("kicker", "lead", "byline", "date", "caption"))
"""What else than a line of the headline may stand in its heading."""


def claimed(draft: Draft) -> list[str]:
    """What the page says of itself that its headline is, without the site's name."""
    sites = site_names(draft)
    stated = draft.stated.article.get("headline")
    og = draft.stated.first("og:title", "twitter:title")
    said = [draft.stated.title, og[1] if og else None, stated if isinstance(stated, str) else None]
    return [trim(text, sites) for text in said if text]


def main_parts(titles: Sequence[str]) -> frozenset[str]:
    """Of titles parted at their separators each part that is most of one, squashed: sites hang names on them that are nowhere else.

    >>> main_parts(["Storm hits the coast | Bote"])
    frozenset({'stormhitsthecoast'})
    """
    wholes = dict.fromkeys(map(collapse, titles))
    return frozenset(
        said
        for whole in wholes
        for part, _, _ in cuts(whole)
        if 2 * len(said := squash(part)) > len(squash(whole))
    )


def found(pieces: list[Piece], titles: frozenset[str], parts: frozenset[str], first: int) -> int | None:
    """The h1 that the page's own titles name; else the h1 nearest above the story; else any heading they name."""
    headings = [(i, p) for i, p in enumerate(pieces) if not p.from_alt and not p.tags.isdisjoint(HEADINGS)]
    heads = [i for i, p in headings if "h1" in p.tags and weight(p.text) > 2]
    named = [i for i, p in headings if squash(p.text) in titles]
    both = [i for i in heads if i in named]
    if both:
        return both[0]
    above = [
        i
        for i in heads
        if i <= first and pieces[i].link_share < 0.9 and not pieces[i].tags & {"nav", "footer"}
    ]
    if above:
        return next((i for i in above if squash(pieces[i].text) in parts), above[-1])
    in_part = (i for i, p in headings if i <= first and p.link_share < 0.9 and squash(p.text) in parts)
    return named[0] if named else next(in_part, None)


def lines(pieces: Sequence[Piece], headline: int | None, titles: frozenset[str]) -> frozenset[int]:
    """Indices of the blocks that stand in the headline's own heading, parted from it by nothing but a break.

    Below a line that is all that the page calls its headline, what the heading holds too is a standfirst.
    """
    own = None if headline is None else _heading(pieces[headline])
    if headline is None or own is None:
        return frozenset()
    last = headline if squash(pieces[headline].text) in titles else headline + _LINES
    around = range(max(0, headline - _LINES), min(len(pieces), last + 1))
    within = [i for i in around if _heading(pieces[i]) is own and not pieces[i].from_alt]
    if sum(weight(pieces[i].text) for i in within) > _LONGEST:
        return frozenset()
    plain = pieces[headline].cues | own.cues
    return frozenset(i for i in within if _OTHERS.isdisjoint(pieces[i].cues - plain))


def _heading(piece: Piece) -> Level | None:
    if piece.level is None or piece.tags.isdisjoint(HEADINGS):
        return None
    return next((level for level in piece.level.outwards() if level.name in HEADINGS), None)
