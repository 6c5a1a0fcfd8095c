"""What each block of an HTML page is.

The extractor of :mod:`pipelines.clean.vote` says which blocks are the article's; the markup around a block and its
words say what it is, and have the last word on what is a caption, a teaser or a newsletter box within the story.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from pipelines.clean import words
from pipelines.clean.credits import glue_point, is_credit
from pipelines.clean.cues import begins, cue
from pipelines.clean.draft import Draft
from pipelines.clean.dump_rules import STAMP, is_byline
from pipelines.clean.headline import site_names, trim
from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import sentences, squash, stops, weight
from pipelines.clean.spans import Piece, known_labels, split
from pipelines.clean.vote import votes
from pipelines.clean.walls import wall_sign
from pipelines.record import Label

_MARK = re.compile(r"^\s*(\*{1,3}|†|‡|[¹²³⁴-⁹]|\[\d{1,2}\]|\(\*\)|※)\s*\S")
_BOXES: tuple[tuple[str, Label], ...] = (
    ("comments", "comments"), ("share", "share"), ("subscribe", "subscribe"), ("paywall", "subscribe"), ("legal", "legal"),
    ("advertisement", "advertisement"), ("related", "related"), ("tags", "navigation"), ("navigation", "navigation"),
    ("widget", "widget"), ("bio", "byline"), ("embed", "embed"), ("factbox", "other"),
)  # fmt: skip
_STRONG_BOXES = frozenset(("comments", "share", "subscribe", "advertisement", "related"))
"""Boxes that are none of the story even where the extractor took them for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the rules know of the page."""

    draft: Draft
    voted: list[bool]
    first: int
    """Index of the first block of the story."""
    last: int
    titles: frozenset[str]
    headline: int | None
    captions: frozenset[str]
    memory: Mapping[str, Label]
    said: dict[str, int]
    """Where each long text stands first among the voted blocks."""


def label_blocks(draft: Draft, tree: HtmlElement) -> Draft:
    """The draft with a verdict on every block."""
    draft = replace(draft, pieces=_unglued(draft))
    scene = _scene(draft, votes(draft, tree))
    return replace(draft, pieces=[_labelled(piece, i, scene) for i, piece in enumerate(draft.pieces)])


def _unglued(draft: Draft) -> list[Piece]:
    out: list[Piece] = []
    for piece in draft.pieces:
        at = (
            glue_point(piece.text)
            if {"figure", "figcaption"} & piece.tags or "caption" in piece.cues
            else None
        )
        place = None if at is None else draft.text.find(piece.text[at : at + 12], piece.start, piece.end)
        halves = split(piece, draft.text, place) if place is not None and place > piece.start else None
        out.extend(halves or (piece,))
    return out


def _scene(draft: Draft, voted: list[bool]) -> Scene:
    names = site_names(draft)
    stated = draft.stated.article.get("headline")
    og = draft.stated.first("og:title", "twitter:title")
    claimed = [draft.stated.title, og[1] if og else None, stated if isinstance(stated, str) else None]
    titles = frozenset(squash(trim(t, names)) for t in claimed if t) - {""}
    solid = [
        i
        for i, v in enumerate(voted)
        if v and weight(draft.pieces[i].text) > 60 and "h1" not in draft.pieces[i].tags
    ]
    first = solid[0] if solid else len(voted)
    said: dict[str, int] = {}
    for i in solid:
        said.setdefault(squash(draft.pieces[i].text), i)
    captions = {
        squash(p.text)
        for p in draft.pieces
        if "figcaption" in p.tags or ("caption" in p.cues and not p.from_alt)
    }
    return Scene(
        draft=draft,
        voted=voted,
        first=first,
        last=solid[-1] if solid else -1,
        titles=titles,
        headline=_headline(draft.pieces, titles, first),
        captions=frozenset(captions),
        memory=known_labels(draft.hints.memory),
        said=said,
    )


def _headline(pieces: list[Piece], titles: frozenset[str], first: int) -> int | None:
    """The h1 that the page's own titles name; else the h1 nearest above the story; else any heading they name."""
    heads = [i for i, p in enumerate(pieces) if "h1" in p.tags and weight(p.text) > 2 and not p.from_alt]
    named = [
        i for i, p in enumerate(pieces) if p.tags & HEADINGS and squash(p.text) in titles and not p.from_alt
    ]
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


Rule = Callable[[Piece, int, Scene], Piece | None]


def _headlines(piece: Piece, i: int, s: Scene) -> Piece | None:
    if i == s.headline:
        return piece.judged(
            "headline", "h1" if "h1" in piece.tags else "heading that the page's title names", 0.9
        )
    said = squash(piece.text)
    title = squash(s.draft.pieces[s.headline].text) if s.headline is not None else ""
    if len(said) > 12 and (said == title or said in s.titles) and not piece.link_share > 0.9:
        return piece.judged("duplicate" if s.headline is not None else "headline", "headline again", 0.85)
    return None


def _remembered(piece: Piece, i: int, s: Scene) -> Piece | None:
    label = s.memory.get(piece.text)
    if "hint-drop" in piece.cues:
        return piece.judged("other", "the site's hints drop it", 0.95)
    if label is None or i == s.headline:  # another page's teaser may be this one's headline
        return None
    return piece.judged(label, "site memory", 0.9)


def _frame(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Where the markup itself says that a block is none of the story."""
    if piece.tags & {"nav", "footer"} and not s.voted[i]:
        label: Label = (
            "navigation"
            if "nav" in piece.tags
            else "legal"
            if cue(piece.text) == ("legal", 0.7)
            else "navigation"
        )
        return piece.judged(label, "in nav or footer", 0.9)
    if piece.tags & {
        "select",
        "option",
        "button",
        "textarea",
        "svg",
        "iframe",
        "object",
        "label",
        "dialog",
    } and not (s.voted[i] and weight(piece.text) > 40):
        found = cue(piece.text)
        return piece.judged(found[0] if found else "widget", "a control, not text", 0.9)
    return None


def _pictures(piece: Piece, i: int, s: Scene) -> Piece | None:
    if piece.from_alt:
        return _alternative(piece, i, s)
    pictured = bool({"figcaption", "figure"} & piece.tags) or "caption" in piece.cues
    if is_credit(piece.text) and (pictured or "credit" in piece.cues or weight(piece.text) < 90):
        return piece.judged("credit", "names a picture's maker", 0.9)
    if pictured and "credit" in piece.cues and weight(piece.text) < 90:
        return piece.judged("credit", "credit by its class", 0.8)
    if "figcaption" in piece.tags or ("caption" in piece.cues and weight(piece.text) < 600):
        return piece.judged(
            "caption", "in a figcaption" if "figcaption" in piece.tags else "caption by its class", 0.9
        )
    if "figure" in piece.tags and not piece.tags & {"blockquote", "table"} and weight(piece.text) < 400:
        return piece.judged("caption", "in a figure", 0.7)
    return None


def _alternative(piece: Piece, i: int, s: Scene) -> Piece:
    """A picture's alternative text says the caption again, or belongs to a teaser or a logo."""
    if squash(piece.text) in s.captions:
        return piece.judged("duplicate", "alternative text, the caption again", 0.9)
    for name, label in _BOXES:
        if name in piece.cues:
            return piece.judged(label, f"alternative text of a picture in {name}", 0.7)
    if piece.link_share > 0.5 or piece.tags & {"nav", "header", "footer", "aside"}:
        return piece.judged("widget", "alternative text of a linked picture", 0.6)
    if s.first - 4 <= i <= s.last + 1 and ("figure" in piece.tags or weight(piece.text) > 20):
        return piece.judged("caption", "alternative text of a picture in the story", 0.6)
    return piece.judged("widget", "alternative text", 0.5)


def _duplicates(piece: Piece, i: int, s: Scene) -> Piece | None:
    at = s.said.get(squash(piece.text))
    if at is not None and at != i and not s.voted[i] and weight(piece.text) > 60:
        return piece.judged("duplicate", "said elsewhere in the story", 0.8)
    return None


def _notes(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Footnotes, corrections, agency notes: part of the article, not of its text."""
    if "footnote" in piece.cues or (
        i > s.first and (found := _MARK.match(piece.text)) and _marks(found[1], s)
    ):
        return piece.judged("footnote", "begins with a mark that the story uses", 0.85)
    if "correction" in piece.cues and weight(piece.text) > 20:
        return piece.judged("correction", "correction by its class", 0.8)
    if begins(piece.text, words.CORRECTION) and i >= s.first - 3 and weight(piece.text) > 40:
        return piece.judged("correction", "begins as a correction does", 0.8)
    if i > s.last - 2 and weight(piece.text) <= 60 and is_byline(piece.text):
        return piece.judged("byline", "begins as a byline does", 0.7)
    if begins(piece.text, words.AGENCY_NOTE) and weight(piece.text) < 160 and i >= s.first:
        return piece.judged("agency_note", "names its source", 0.7)
    return None


def _marks(mark: str, s: Scene) -> bool:
    sign = re.compile(rf"[^\W_]{re.escape(mark)}(?![*A-Za-z0-9])")
    return any(
        v and mark in p.text and sign.search(p.text) for p, v in zip(s.draft.pieces, s.voted, strict=True)
    )


def _top(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Byline, date, kicker and lead: small things near the headline."""
    size, near = weight(piece.text), s.headline is None or abs(i - s.headline) <= 12 or i <= s.first + 2
    if not near or piece.tags & {"h1"} or size > 160 or (s.voted[i] and stops(piece.text) and size > 60):
        return None
    if size <= 110 and is_byline(piece.text):
        return piece.judged("byline", "begins as a byline does", 0.8)
    if "time" in piece.tags or (size <= 80 and STAMP.match(piece.text)):
        return piece.judged("date", "a date line", 0.85)
    if s.voted[i] and i > s.first:
        return None
    if "byline" in piece.cues and any(c.isalpha() for c in piece.text):
        return piece.judged("byline", "byline by its class", 0.75)
    if "kicker" in piece.cues and s.headline is not None and 0 < s.headline - i <= 4 and size <= 80:
        return piece.judged("section", "kicker above the headline", 0.7)
    return None


def _lead(piece: Piece, i: int, s: Scene) -> Piece | None:
    """A standfirst between headline and story, which extractors often lose."""
    if s.headline is None or not s.headline < i <= s.first or piece.link_share > 0.3:
        return None
    size = weight(piece.text)
    if (
        "lead" in piece.cues
        and 40 <= size <= 700
        and not piece.cues & {"caption", "subscribe", "related", "bio"}
    ):
        return piece.judged("lead", "standfirst by its class", 0.85)
    if i - s.headline <= 2 and "h2" in piece.tags and 50 <= size <= 400 and i < s.first:
        return piece.judged("lead", "second heading right below the headline", 0.6)
    return None


def _boxed(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Boxes by their class and lines by their words, unless they are plainly sentences of the story."""
    story = s.voted[i] and stops(piece.text) and weight(piece.text) > 110 and piece.link_share < 0.5
    if weight(piece.text) < 200 and wall_sign(piece.text):
        return piece.judged("subscribe", "says that the rest is for subscribers", 0.8)
    found = cue(piece.text)
    if found and not story:
        return piece.judged(found[0], "words of " + found[0], found[1])
    if s.voted[i] and (weight(piece.text) > 60 or piece.link_share < 0.3):
        return None
    for name, label in _BOXES:
        if name in piece.cues and not (s.voted[i] and name not in _STRONG_BOXES):
            return piece.judged(label, f"{name} by its class", 0.75)
    return None


def _story(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What the extractor took for the story, by its element."""
    if not s.voted[i]:
        return None
    size = weight(piece.text)
    if piece.link_share > 0.9 and piece.tags & (HEADINGS | {"td", "th"}):
        label: Label = "related" if size > 20 else "navigation"
        return piece.judged(label, "a heading or cell that is nothing but a link", 0.7)
    if piece.tags & HEADINGS and size <= 250:
        return piece.judged("subhead", "a heading in the story", 0.85)
    if "blockquote" in piece.tags:
        return piece.judged("quote", "a blockquote in the story", 0.85)
    if piece.link_share > 0.9 and size > 20 and sentences(piece.text) == 0 and "li" not in piece.tags:
        return piece.judged("related", "a line that is nothing but a link", 0.6)
    if piece.tags & {"td", "th"} and not (stops(piece.text) and size > 60):
        return piece.judged("table", "a cell of a table", 0.7)
    if piece.tags & {"li", "dd", "dt"}:
        return piece.judged("list_item", "an item of a list in the story", 0.8)
    return piece.judged("paragraph", "the extractor's vote", 0.85)


def _rest(piece: Piece, i: int, s: Scene) -> Piece:
    found = cue(piece.text)
    if found:
        return piece.judged(found[0], "words of " + found[0], found[1])
    size = weight(piece.text)
    if not any(c.isalpha() for c in piece.text):
        return piece.judged("widget", "no letters", 0.8)
    if piece.link_share > 0.6:
        return piece.judged("related" if size > 30 else "navigation", "a link outside the story", 0.7)
    if piece.tags & {"form", "input"}:
        return piece.judged("widget", "in a form", 0.6)
    return piece.judged("other", "no vote", 0.4)


RULES: tuple[Rule, ...] = (
    _remembered, _headlines, _frame, _pictures, _duplicates, _notes, _lead, _top, _boxed, _story,
)  # fmt: skip


def _labelled(piece: Piece, i: int, s: Scene) -> Piece:
    for rule in RULES:
        if (verdict := rule(piece, i, s)) is not None:
            return verdict
    return _rest(piece, i, s)
