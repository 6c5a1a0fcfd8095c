"""What each block of an HTML page is.

The classifier (:mod:`pipelines.clean.model`) says which blocks are the article's text. Guards come first: what they
speak of never is, whatever the classifier says. Then each block of the story is named by its element, and each
other one by its markup and its words.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.clean import words
from pipelines.clean.asides import aside
from pipelines.clean.boxes import speaks_of
from pipelines.clean.captions import captioned
from pipelines.clean.cells import CELL, SHORT, tells
from pipelines.clean.credits import is_led, is_signed
from pipelines.clean.cues import begins, cue
from pipelines.clean.draft import Draft
from pipelines.clean.html import HEADINGS
from pipelines.clean.judge import asks
from pipelines.clean.model.decision import LITTLE, Decision, of_html, reconsidered
from pipelines.clean.model.file import Model
from pipelines.clean.moments import bare
from pipelines.clean.names import person_like
from pipelines.clean.notes import corrects, is_dated_byline
from pipelines.clean.picture_rules import ASIDE, LINKED, OUTSIDE, captions, names_maker, pictures, unglued
from pipelines.clean.scene import Scene, scene
from pipelines.clean.second_opinion import NAME, shares
from pipelines.clean.shapes import squash, stops, weight
from pipelines.clean.sign_offs import sign_off
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_count, is_stamp
from pipelines.clean.subheads import bold
from pipelines.clean.told import is_told
from pipelines.clean.wholes import wholes
from pipelines.record import Label

_CONTROLS = frozenset(
    ("select", "option", "button", "textarea", "svg", "iframe", "object", "label", "dialog")
)
_FORM = frozenset(("form", "input"))
_ITEM = frozenset(("li", "dd", "dt"))
_KICKER = _DATE = 80
"""Weights of the longest kicker, and of the longest line that may be a date."""
_WORD = re.compile(r"[^\W\d_]{4,}")
"""Of more than one of these a line of the story is made that begins with a date."""
_PLAIN, _PLAIN_WORDS = re.compile(r"(?<![^\s(])[^\W\d_A-ZÀ-ÞА-Я]{4,}"), 4
"""Words that are no names, and how many of them say where a text comes from."""
_LINE, _SHORT = 160, 60
"""Weights: of a line that may be none of the story, and of one that may be so though it ends as a sentence."""
_TINY = 12
"""Weight up to which a block is a number or a heading."""
_MARK = re.compile(r"^\s*(\*{1,3}|†|‡|[¹²³⁴-⁹]|\[\d{1,2}\]|\(\*\)|※)\s*\S")


def label_blocks(draft: Draft, model: Model, source: str) -> Draft:
    """The draft with a verdict on every block; ``source`` is the page as it was decoded."""
    draft = replace(draft, pieces=unglued(draft))
    first = of_html(draft.pieces, draft.stated, model)
    again = _again(draft, first, source) if first.doubtful and not draft.behind else None
    return wholes(again or _applied(draft, first))


def _again(draft: Draft, first: Decision, source: str) -> Draft | None:
    """The draft by two opinions; None where there is no second one, or the article is lost with it that the first one finds."""
    if (found := shares(source, [p.text for p in draft.pieces])) is None:
        return None
    again = _applied(draft, reconsidered(draft.pieces, first, found, NAME))
    size = _size(again)
    return again if size >= LITTLE or size >= _size(_applied(draft, first)) > 0 else None


def _size(draft: Draft) -> int:
    return sum(weight(p.text) for p in draft.body)


def _applied(draft: Draft, decision: Decision) -> Draft:
    told = scene(draft, decision)
    outside, voted = _asked(_OUTSIDE, told), _asked(_ALL, told)
    return replace(
        draft,
        pieces=[
            _labelled(piece, i, told, voted if told.voted[i] else outside)
            for i, piece in enumerate(draft.pieces)
        ],
    )


Rule = Callable[[Piece, int, Scene], Piece | None]


def _headlines(piece: Piece, i: int, s: Scene) -> Piece | None:
    if i == s.headline:
        return piece.judged(
            "headline", "h1" if "h1" in piece.tags else "heading that the page's title names", 0.9
        )
    if i in s.lines:
        return piece.judged("headline", "another line of the heading", 0.85)
    if _in_title(piece, i, s):
        again = s.headline is not None
        return piece.judged("duplicate" if again else "headline", "the main part of the page's title", 0.8)
    said = squash(piece.text)
    if len(said) > 12 and (said == s.title or said in s.titles) and not piece.link_share > 0.9:
        return piece.judged("duplicate" if s.headline is not None else "headline", "headline again", 0.85)
    return None


def _in_title(piece: Piece, i: int, s: Scene) -> bool:
    """Above the story a title without the site's name, which is nowhere else; a sentence may be the story's first."""
    if i > s.first or weight(piece.text) <= 12 or squash(piece.text) not in s.parts:
        return False
    return piece.link_share <= 0.9 and not (i == s.first and stops(piece.text))


def _remembered(piece: Piece, i: int, s: Scene) -> Piece | None:
    label = s.memory.get(piece.text)
    if "hint-drop" in piece.cues:
        return piece.judged("other", "the site's hints drop it", 0.95)
    if label is None or i == s.headline:  # another page's teaser may be this one's headline
        return None
    return piece.judged(label, "site memory", 0.9)


def _left(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What players, printers, buttons and servers leave behind."""
    return piece.judged(s.left[i][0], s.left[i][1], 0.85) if i in s.left else None


def _frame(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Where the markup itself says that a block is none of the story."""
    if not s.voted[i] and not piece.tags.isdisjoint(OUTSIDE):
        label: Label = (
            "navigation"
            if "nav" in piece.tags
            else "legal"
            if cue(piece.text) == ("legal", 0.7) or is_signed(piece.text)
            else "navigation"
        )
        return piece.judged(label, "in nav or footer", 0.9)
    if not piece.tags.isdisjoint(_CONTROLS) and not (s.voted[i] and weight(piece.text) > 40):
        found = cue(piece.text)
        return piece.judged(found[0] if found else "widget", "a control, not text", 0.9)
    return None


def _duplicates(piece: Piece, i: int, s: Scene) -> Piece | None:
    return piece.judged("duplicate", "said elsewhere in the story", 0.8) if i in s.copies else None


def _notes(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Footnotes, corrections, agency notes: part of the article, not of its text."""
    if _foot(piece, s.usual):
        return piece.judged("footnote", "footnote by its class", 0.8)
    if i > s.first and (found := _MARK.match(piece.text)) and _marks(found[1], s):
        return piece.judged("footnote", "begins with a mark that the story uses", 0.85)
    if i in s.footed:
        return piece.judged(
            "footnote" if "li" in piece.tags else "other", "below a heading of footnotes", 0.85
        )
    if "correction" in piece.cues and stops(piece.text) and piece.link_share < LINKED:
        return piece.judged("correction", "correction by its class", 0.8)
    if i >= s.first - 3 and weight(piece.text) > 40 and corrects(piece.text):
        return piece.judged("correction", "begins as a correction does", 0.8)
    if i > s.last - 2 and weight(piece.text) <= 60 and is_byline(piece.text):
        return piece.judged("byline", "begins as a byline does", 0.7)
    if i > s.last and s.voted[i] and is_signed(piece.text):
        return piece.judged("agency_note", "says whose text it is", 0.7)
    if i == s.end and piece.tags.isdisjoint(HEADINGS | _ITEM) and (signed := sign_off(piece.text)):
        return piece.judged(signed[0], signed[1], 0.7)
    if i >= s.first and _names_source(piece.text):
        return piece.judged("agency_note", "names its source", 0.7)
    return None


def _names_source(text: str) -> bool:
    """``Reporting by Ida Holm``; a sentence that only begins so goes on with words that are no names."""
    if weight(text) >= _LINE or not begins(text, words.AGENCY_NOTE) or is_told(text):
        return False
    return not stops(text) or len(_PLAIN.findall(text)) <= _PLAIN_WORDS


def _foot(piece: Piece, usual: frozenset[str]) -> bool:
    """Forms and menus have feet, too; what is said of all of the story says nothing of its feet."""
    told = "footnote" in piece.cues and piece.link_share < LINKED and weight(piece.text) > _TINY
    return told and speaks_of(piece.cues - usual) is None and piece.tags.isdisjoint(ASIDE | _FORM)


def _marks(mark: str, s: Scene) -> bool:
    sign = re.compile(rf"[^\W_]{re.escape(mark)}(?![*A-Za-z0-9])")
    return any(
        v and mark in p.text and sign.search(p.text) for p, v in zip(s.draft.pieces, s.voted, strict=True)
    )


def _top(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Byline, date, kicker and lead: small things near the headline."""
    if i in s.clocks and s.voted[i]:
        return None
    if i <= s.first + 1 and is_dated_byline(piece.text):
        return piece.judged("byline", "a byline that says when it appeared", 0.8)
    size, near = weight(piece.text), s.headline is None or abs(i - s.headline) <= 12 or i <= s.first + 2
    if size > 160 or not near or "h1" in piece.tags or (s.voted[i] and stops(piece.text) and size > _SHORT):
        return None
    if size <= 110 and is_byline(piece.text):
        return piece.judged("byline", "begins as a byline does", 0.8)
    within = s.voted[i] and i > s.first
    if "time" in piece.tags or (size <= _DATE and _is_date(piece.text, within=within)):
        return piece.judged("date", "a date line", 0.85)
    if within and not ("byline" in piece.cues and _is_name(piece.text)):
        return None
    if "byline" in piece.cues and any(c.isalpha() for c in piece.text) and cue(piece.text) is None:
        return piece.judged("byline", "byline by its class", 0.75)
    if s.headline is not None and 0 < s.headline - i <= 4 and _is_kicker(piece):
        return piece.judged("section", "kicker above the headline", 0.7)
    return None


def _is_name(text: str) -> bool:
    return person_like(text) and not any(c.isdigit() or c == ":" for c in text)


def _is_date(text: str, *, within: bool) -> bool:
    """Within the story a line may begin with a date or an hour, and go on."""
    return bare(text) or (is_stamp(text) and not (within and len(_WORD.findall(text)) > 1))


def _is_kicker(piece: Piece) -> bool:
    """Menus have small lines above the headline, too."""
    if "kicker" not in piece.cues or not 2 < weight(piece.text) <= _KICKER:
        return False
    found = cue(piece.text)
    return piece.tags.isdisjoint(OUTSIDE | _CONTROLS) and (
        found is None or found[0] in ("navigation", "related")
    )


def _small(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Lines in the midst of the story that say themselves that they are none of it: read also, subscribers only."""
    size = weight(piece.text)
    if not s.voted[i] or size > _LINE or i in s.tells or is_told(piece.text):
        return None
    if piece.text in s.walls:
        return piece.judged("subscribe", "says that the rest is for subscribers", 0.8)
    if is_count(piece.text):
        return piece.judged("widget", "counts readers, or seconds", 0.8)
    if piece.tags.isdisjoint(_ITEM) and (
        is_signed(piece.text) or is_led(piece.text) or names_maker(piece.text)
    ):
        return piece.judged("credit", "begins as a credit does", 0.8)
    found = cue(piece.text) if not (stops(piece.text) and size > _SHORT) else None
    return piece.judged(found[0], "words of " + found[0], found[1]) if found and found[1] >= 0.8 else None


def _banner(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Above the headline, what asks for consent is a banner, in whole sentences as it may be."""
    if i < s.top and s.voted[i] and asks(piece.text):
        return piece.judged("legal", "asks for consent above the headline", 0.8)
    return None


def _apart(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What the markup, or its own words, set apart from the story, though it reads as one."""
    if i in s.elsewhere and s.voted[i]:
        return piece.judged("related", "in another article than the headline", 0.8)
    if found := s.boxed.get(i):
        return piece.judged(found[1], f"{found[0]}, beside the story", 0.8)
    if s.voted[i] and (said := aside(piece.text, s.asides)):
        return piece.judged(said[0], said[1], 0.8)
    if s.voted[i] and (shown := captioned(piece.text)) and shown.sure:
        return piece.judged("caption", shown.does, 0.8)
    return None


def _lead(piece: Piece, i: int, s: Scene) -> Piece | None:
    """A standfirst between headline and story."""
    if i in s.told:
        return piece.judged("lead", "the page's own description below the headline", 0.8)
    if i in s.standfirsts:
        return piece.judged("lead", "a standfirst by its class below the headline", 0.75)
    if not s.voted[i] or s.headline is None or not s.headline < i <= s.first or piece.link_share > 0.3:
        return None
    size = weight(piece.text)
    set_apart = _is_led(piece) or (i - s.headline <= 2 and "h2" in piece.tags and i < s.first)
    if set_apart and 40 <= size <= 700 and not piece.cues & {"caption", "subscribe", "related", "bio"}:
        return piece.judged("lead", s.decided.name, s.decided.sure(i))
    return None


def _is_led(piece: Piece) -> bool:
    """Whether an element around is named a lead, and not the whole text: ``itemprop="description articleBody"``."""
    if "lead" not in piece.cues or piece.level is None:
        return "lead" in piece.cues
    named = next((level for level in piece.level.outwards() if "lead" in level.own), None)
    return named is None or "body" not in named.own


def _boxed(piece: Piece, i: int, s: Scene) -> Piece | None:
    """Boxes by their class, then by their words."""
    if box := speaks_of(piece.cues):
        return piece.judged(box[1], f"{box[0]} by its class", 0.75)
    if found := cue(piece.text):
        return piece.judged(found[0], "words of " + found[0], found[1])
    if piece.text in s.walls and weight(piece.text) < 200:
        return piece.judged("subscribe", "says that the rest is for subscribers", 0.8)
    return None


def _story(piece: Piece, i: int, s: Scene) -> Piece | None:
    """What the classifier took for the story, by its element."""
    if not s.voted[i]:
        told = i in s.listed and not piece.from_alt
        return piece.judged("list_item", "in a table of words within the story", 0.6) if told else None
    if not any(c.isalnum() for c in piece.text):
        return piece.judged("widget", "no letters", 0.8)
    if i in s.headed:
        return piece.judged("subhead", "a heading between two paragraphs of the story", 0.7)
    cell = not piece.tags.isdisjoint(CELL)
    if i in s.wordless and i not in s.listed and not tells(piece):
        return piece.judged("table", "a short cell of a table", 0.7)
    # A long cell, or one with paragraphs in it, is part of a page that was laid out with tables.
    laid_out = cell and ("p" in piece.tags or weight(piece.text) > SHORT)
    label: Label = "paragraph"
    if not piece.tags.isdisjoint(HEADINGS) and weight(piece.text) <= 250:
        label = "subhead"
    elif bold(s.draft.pieces, s.voted, i):
        return piece.judged("subhead", "bold and short above a paragraph", 0.6)
    elif "blockquote" in piece.tags:
        label = "quote"
    elif not piece.tags.isdisjoint(_ITEM) or (cell and not laid_out):
        label = "list_item"
    return piece.judged(label, s.decided.name, s.decided.sure(i))


def _logo(piece: Piece, i: int, s: Scene) -> Piece | None:
    """The site's name alone, or the alternative text of its logo, leads to its front page."""
    if s.voted[i] or squash(piece.text) not in s.sites or is_signed(piece.text):
        return None
    return piece.judged("navigation", "the site's name", 0.8)


def _rest(piece: Piece, i: int, s: Scene) -> Piece | None:
    cell = not piece.tags.isdisjoint(CELL)
    if not cell and not any(c.isalpha() for c in piece.text):
        return piece.judged("widget", "no letters", 0.8)
    if piece.link_share > LINKED:
        return piece.judged(
            "related" if weight(piece.text) > 30 else "navigation", "a link outside the story", 0.7
        )
    if not piece.tags.isdisjoint(_FORM):
        return piece.judged("widget", "in a form", 0.6)
    if cell:
        return piece.judged("table", "a cell of a table outside the story", 0.5)
    return None


GUARDS: tuple[Rule, ...] = (
    _remembered,
    _headlines,
    _left,
    _duplicates,
    captions,
    _notes,
    _banner,
    _top,
    _small,
    _apart,
)
"""What they speak of is never kept."""
NAMES: tuple[Rule, ...] = (_lead, _story, _logo, _frame, pictures, _boxed, _rest)
_ALL = GUARDS + NAMES
_OUTSIDE = tuple(rule for rule in _ALL if rule not in (_banner, _small, _apart))
"""Those that may speak of a block that the classifier does not take for the story."""


def _asked(rules: tuple[Rule, ...], s: Scene) -> tuple[Rule, ...]:
    """Those of the rules that have something to go by on the page."""
    facts: dict[Rule, object] = {
        _remembered: s.memory or s.draft.hints.drop,
        _duplicates: s.copies,
        _lead: s.headline is not None,
    }
    return tuple(rule for rule in rules if facts.get(rule, True))


def _labelled(piece: Piece, i: int, s: Scene, rules: tuple[Rule, ...]) -> Piece:
    """The verdict of the first rule that speaks."""
    for rule in rules:
        if (verdict := rule(piece, i, s)) is not None:
            return verdict
    return piece.judged("other", s.decided.name, s.decided.sure(i))
