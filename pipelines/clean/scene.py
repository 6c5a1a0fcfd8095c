"""What the rules for web pages know of the page as a whole: its story, headline, captions, tables, boxes, what is said twice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.clean import headings
from pipelines.clean.asides import Maybe, maybe
from pipelines.clean.boxes import beside, boxed, elsewhere
from pipelines.clean.cells import by_table, listed, wordless
from pipelines.clean.copies import copies, pull_quotes
from pipelines.clean.cues import cue
from pipelines.clean.draft import Draft
from pipelines.clean.headline import site_names
from pipelines.clean.insets import insets
from pipelines.clean.leftovers import leftovers
from pipelines.clean.model.decision import Decision
from pipelines.clean.notes import footed
from pipelines.clean.shapes import PROSE, is_prose, squash, weight
from pipelines.clean.sign_offs import place
from pipelines.clean.spans import Piece, known_labels
from pipelines.clean.story import descriptions
from pipelines.clean.subheads import subheads
from pipelines.clean.told import answers, clocks, heads, items
from pipelines.clean.walls import wall_lines
from pipelines.record import Label

_STANDFIRST, _LONGEST, _BELOW = 30, 300, 4
"""Weights of the shortest and the longest, and how many blocks below the headline it stands at most."""
_NO_STANDFIRST = frozenset(
    ("caption", "credit", "byline", "date", "kicker", "bio", "paywall", "related", "subscribe")
)


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
    parts: frozenset[str]
    """The main parts of what it says so, squashed."""
    headline: int | None
    lines: frozenset[int]
    """Indices of the other blocks in the headline's heading."""
    title: str
    """The headline, squashed; empty where there is none."""
    top: int
    """Index of the first heading of the first rank; 0 where there is none."""
    told: frozenset[int]
    """Indices of blocks between headline and story that say what the page states as its description."""
    standfirsts: frozenset[int]
    """Indices of blocks right below the headline that their class names a standfirst."""
    footed: frozenset[int]
    """Indices of a heading that calls what is below it footnotes, and of these."""
    captions: frozenset[str]
    pictured: bool
    """Whether what a class calls a caption is one: not where most of the story's sentences are in such elements."""
    usual: frozenset[str]
    """Cues that most of the story has too: they say nothing of a picture."""
    memory: Mapping[str, Label]
    sites: frozenset[str]
    """All that the site is called, squashed."""
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
    headed: frozenset[int]
    """Indices of headings between two paragraphs of the story that the classifier does not keep."""
    tells: frozenset[int]
    """Indices of what the story says in the words of furniture: answers, items, subheads."""
    clocks: frozenset[int]
    """Indices of the hours of a ticker."""
    left: Mapping[int, tuple[Label, str]]
    """What the page's tools left among the blocks of the story, each with its label and what it does."""
    asides: Maybe
    """What its sentences may say aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """Where the story is, by the classifier and what stands between its parts."""

    voted: list[bool]
    first: int
    last: int
    left: Mapping[int, tuple[Label, str]]
    headed: frozenset[int]


def _story(draft: Draft, decided: Decision) -> _Story:
    voted = _voted(draft, decided)
    left = leftovers(draft.pieces, voted)
    voted = [v and i not in left for i, v in enumerate(voted)] if left else voted
    solid = [
        i
        for i, v in enumerate(voted)
        if v and weight(draft.pieces[i].text) > PROSE and "h1" not in draft.pieces[i].tags
    ]
    first, last = (solid[0], solid[-1]) if solid else (len(voted), -1)
    headed = subheads(draft.pieces, voted, decided.odds) if not draft.hints.body else frozenset[int]()
    voted = [
        v or i in headed or ("toggle" in p.cues and first < i < last)
        for i, (p, v) in enumerate(zip(draft.pieces, voted, strict=True))
    ]
    return _Story(voted=voted, first=first, last=last, left=left, headed=headed)


def scene(draft: Draft, decided: Decision) -> Scene:
    """One look over the whole page."""
    pieces, hinted, story = draft.pieces, bool(draft.hints.body), _story(draft, decided)
    voted, first, last = story.voted, story.first, story.last
    claimed = headings.claimed(draft)
    titles, parts = frozenset(map(squash, claimed)) - {""}, headings.main_parts(claimed)
    headline = headings.found(pieces, titles, parts, first)
    others = frozenset[int]() if hinted else elsewhere(pieces, voted, headline)
    own = [] if hinted else [i for i, v in enumerate(voted) if v and i not in others]
    walls = wall_lines(pieces)
    boxes = {**insets(pieces, own, headline, walls), **boxed(pieces, own)}
    if again := _shown(pieces, voted, boxes):
        voted = [v or i in again for i, v in enumerate(voted)]
    tables = by_table(pieces)
    return Scene(
        draft=draft,
        decided=decided,
        voted=voted,
        first=first,
        last=last,
        end=place(voted, last),
        titles=titles,
        parts=parts,
        headline=headline,
        lines=headings.lines(pieces, headline, titles),
        title=squash(pieces[headline].text) if headline is not None else "",
        top=next((i for i, p in enumerate(pieces) if "h1" in p.tags), 0),
        told=_told(draft, headline, first),
        standfirsts=_standfirsts(pieces, headline, first),
        footed=footed(pieces, first),
        captions=_captions(pieces),
        pictured=_pictured(pieces, voted),
        usual=_usual(pieces, voted),
        memory=known_labels(draft.hints.memory),
        sites=site_names(draft),
        copies=_copies(pieces, voted, others | boxes.keys()),
        walls=walls,
        wordless=wordless(pieces, tables),
        listed=frozenset(i for i in listed(pieces, tables, first, last) if not beside(pieces[i])),
        elsewhere=others,
        boxed=boxes,
        headed=story.headed,
        tells=answers(pieces, voted) | items(pieces, voted) | heads(pieces, voted),
        clocks=clocks(pieces, voted, first),
        left=story.left,
        asides=maybe([p.text for p, v in zip(pieces, voted, strict=True) if v]),
    )


def _shown(pieces: list[Piece], voted: list[bool], boxes: Mapping[int, tuple[str, Label]]) -> frozenset[int]:
    """What a hidden box that goes says, and the page shows elsewhere: the classifier may have taken that for the copy."""
    hidden = {squash(pieces[i].text) for i, (speaks, _) in boxes.items() if speaks == "hidden" and voted[i]}
    if not hidden:
        return frozenset()
    shown = ((i, p.text) for i, p in enumerate(pieces) if i not in boxes and not p.from_alt)
    return frozenset(i for i, text in shown if weight(text) >= _STANDFIRST and squash(text) in hidden)


def _captions(pieces: list[Piece]) -> frozenset[str]:
    return frozenset(
        squash(p.text) for p in pieces if ("caption" in p.cues and not p.from_alt) or "figcaption" in p.tags
    )


def _copies(pieces: list[Piece], voted: list[bool], apart: frozenset[int]) -> frozenset[int]:
    said = [
        v and not p.from_alt and i not in apart for i, (p, v) in enumerate(zip(pieces, voted, strict=True))
    ]
    return copies(pieces, said) | pull_quotes(pieces, said)


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


def _standfirsts(pieces: list[Piece], headline: int | None, first: int) -> frozenset[int]:
    """The element itself is named so, and says so of nothing else than its own words."""
    if headline is None:
        return frozenset()
    below = range(headline + 1, min(headline + 1 + _BELOW, first + 1, len(pieces)))
    return frozenset(i for i in below if _is_standfirst(pieces[i]))


def _is_standfirst(piece: Piece) -> bool:
    if "standfirst" not in piece.cues or piece.level is None or piece.from_alt or piece.link_share >= 0.3:
        return False
    level = next((level for level in piece.level.block.outwards() if level.said), None)
    named = level is not None and "standfirst" in level.own and level.own.isdisjoint(_NO_STANDFIRST)
    return named and _STANDFIRST <= weight(piece.text) <= _LONGEST and cue(piece.text) is None


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
