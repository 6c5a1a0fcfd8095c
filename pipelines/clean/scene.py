"""What the rules for web pages know of the page as a whole: its story, headline, captions, tables, boxes, what is said twice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.clean.boxes import beside, boxed, elsewhere
from pipelines.clean.cells import by_table, listed, wordless
from pipelines.clean.copies import copies
from pipelines.clean.draft import Draft
from pipelines.clean.headline import site_names, trim
from pipelines.clean.html import HEADINGS
from pipelines.clean.model.decision import Decision
from pipelines.clean.shapes import PROSE, is_prose, squash, weight
from pipelines.clean.sign_offs import place
from pipelines.clean.spans import Piece, known_labels
from pipelines.clean.story import descriptions
from pipelines.clean.walls import wall_lines
from pipelines.record import Label

_STANDFIRST = 30
"""Weight of the shortest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the rules know of the page."""

    draft: Draft
    decided: Decision
    voted: list[bool]
    """The blocks that the classifier, or the site's hints, take for the story."""
    first: int
    """Index of the first block of the story."""
    last: int
    end: int | None
    """Index of the one short block of the story behind its last sentence, which may sign it."""
    titles: frozenset[str]
    headline: int | None
    title: str
    """The headline, squashed; empty where there is none."""
    top: int
    """Index of the first heading of the first rank; 0 where there is none."""
    told: frozenset[int]
    """Indices of blocks between headline and story that say what the page states as its description."""
    captions: frozenset[str]
    pictured: bool
    """Whether what a class calls a caption is one: not where most of the story's sentences are in such elements."""
    usual: frozenset[str]
    """Cues that most of the story has too: they say nothing of a picture."""
    memory: Mapping[str, Label]
    copies: frozenset[int]
    """Indices of what is said a second time."""
    walls: frozenset[str]
    """Lines that say that the rest is for subscribers."""
    wordless: frozenset[int]
    """Indices of blocks in cells of tables that are no lists of words."""
    listed: frozenset[int]
    """Indices of blocks in cells of tables of words that stand within the story, and in no box."""
    elsewhere: frozenset[int]
    """Indices of blocks in other articles than the headline's."""
    boxed: Mapping[int, tuple[str, Label]]
    """Blocks of the story that stand in boxes, each with what speaks of the box and its label."""


def scene(draft: Draft, decided: Decision) -> Scene:
    """One look over the whole page."""
    voted, titles = _voted(draft, decided), _titles(draft)
    solid = [
        i
        for i, v in enumerate(voted)
        if v and weight(draft.pieces[i].text) > PROSE and "h1" not in draft.pieces[i].tags
    ]
    first, last = (solid[0], solid[-1]) if solid else (len(voted), -1)
    captions = {
        squash(p.text)
        for p in draft.pieces
        if ("caption" in p.cues and not p.from_alt) or "figcaption" in p.tags
    }
    headline = _headline(draft.pieces, titles, first)
    others = frozenset[int]() if draft.hints.body else elsewhere(draft.pieces, voted, headline)
    story = [] if draft.hints.body else [i for i, v in enumerate(voted) if v and i not in others]
    boxes = boxed(draft.pieces, story)
    said = [
        v and not p.from_alt and i not in others and i not in boxes
        for i, (p, v) in enumerate(zip(draft.pieces, voted, strict=True))
    ]
    tables = by_table(draft.pieces)
    within = listed(draft.pieces, tables, first, last)
    return Scene(
        draft=draft,
        decided=decided,
        voted=voted,
        first=first,
        last=last,
        end=place(voted, last),
        titles=titles,
        headline=headline,
        title=squash(draft.pieces[headline].text) if headline is not None else "",
        top=next((i for i, p in enumerate(draft.pieces) if "h1" in p.tags), 0),
        told=_told(draft, headline, first),
        captions=frozenset(captions),
        pictured=_pictured(draft.pieces, voted),
        usual=_usual(draft.pieces, voted),
        memory=known_labels(draft.hints.memory),
        copies=copies(draft.pieces, said),
        walls=wall_lines(draft.pieces),
        wordless=wordless(draft.pieces, tables),
        listed=frozenset(i for i in within if not beside(draft.pieces[i])),
        elsewhere=others,
        boxed=boxes,
    )


def _told(draft: Draft, headline: int | None, first: int) -> frozenset[int]:
    """A standfirst in large letters looks like furniture to the classifier, but is what feeds and search engines show."""
    if headline is None:
        return frozenset()
    said = descriptions(draft.stated)
    return frozenset(
        i
        for i, p in enumerate(draft.pieces[headline + 1 : first], headline + 1)
        if weight(p.text) >= _STANDFIRST and p.link_share < 0.3 and not p.from_alt and squash(p.text) in said
    )


def _pictured(pieces: list[Piece], voted: list[bool]) -> bool:
    """A box named "image text" may hold the article, with a picture in its midst."""
    sentences = [p for p, v in zip(pieces, voted, strict=True) if v and is_prose(p.text)]
    within = [p for p in sentences if "caption" in p.cues and "figcaption" not in p.tags]
    return 2 * sum(weight(p.text) for p in within) <= sum(weight(p.text) for p in sentences)


def _usual(pieces: list[Piece], voted: list[bool]) -> frozenset[str]:
    """Of the elements around all of a page some are named "sharing" or "with-ads"."""
    sizes = Counter[str]()
    for piece, v in zip(pieces, voted, strict=True):
        if v:
            sizes.update(dict.fromkeys(piece.cues, weight(piece.text)))
    total = sum(weight(p.text) for p, v in zip(pieces, voted, strict=True) if v)
    return frozenset(cue for cue, size in sizes.items() if 2 * size > total)


def _voted(draft: Draft, decided: Decision) -> list[bool]:
    """What the site's hints take for the story, where they find any of it; else what the classifier does."""
    if not draft.hints.body:
        return decided.kept
    hinted = ["hint-body" in p.cues and "hint-drop" not in p.cues for p in draft.pieces]
    return hinted if any(hinted) else decided.kept


def _titles(draft: Draft) -> frozenset[str]:
    """What the page says of itself that its headline is, squashed and without the site's name."""
    sites = site_names(draft)
    stated = draft.stated.article.get("headline")
    og = draft.stated.first("og:title", "twitter:title")
    claimed = [draft.stated.title, og[1] if og else None, stated if isinstance(stated, str) else None]
    return frozenset(squash(trim(t, sites)) for t in claimed if t) - {""}


def _headline(pieces: list[Piece], titles: frozenset[str], first: int) -> int | None:
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
    if named and not above:
        return named[0]
    return above[-1] if above else None
