"""What each line of a raw text dump is.

A dump has no markup; what is left is the line's words and looks, its neighbours, and what the document does more
than once. The rules run in order, and a line that has its verdict keeps it. :mod:`pipelines.clean.zone` then
finds the story among what is still open.
"""

import re

from pipelines.clean.captions import captioned, credited, names_agency, tells
from pipelines.clean.credits import is_credit, is_of_house, is_signed, parse_credit
from pipelines.clean.cues import cue
from pipelines.clean.date_lines import date_line
from pipelines.clean.dump_facts import EMPHASIS, Facts, Rule
from pipelines.clean.dump_teasers import pair, picture, teaser
from pipelines.clean.family_first import spoken
from pipelines.clean.leads import leads_surely, unled
from pipelines.clean.moments import bare
from pipelines.clean.names import person_like
from pipelines.clean.notes import corrects
from pipelines.clean.references import is_listed
from pipelines.clean.shapes import is_prose, main_script, scripts, stops, weight
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_stamp

_MARK = re.compile(r"^\s*(\*{1,3}|†|‡|[¹²³⁴-⁹]|\[\d{1,2}\]|\(\*\)|※)\s*\S")
_NO_LETTERS = re.compile(r"^[\W\d_]*$")
WHEN, CORRECTED = "says when it appeared or was changed", "begins as a correction does"
"""What is said of lines that stand beside the text in a file that is a text and nothing else, too."""
_HEAD = 4
"""Lines below the headline in which a date says when the article appeared."""
_BELOW_LEAD = 2
"""Lines below the first sentence, which may be a lead, up to which a writer signs."""
_SIGNED = 90
"""Weight of the longest line that says who wrote it and when."""
_NOTE = 40
"""Weight up to which a correction is no more than its heading."""
_BELOW = 2
"""Sentences of the story below a caption that ends as an agency's report does."""
_BUTTON, _WALL = 45, 200
"""Weights of the longest line that may be the text of a button, and of one that speaks of subscribers alone."""


def remembered(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """What the site's memory knows."""
    label = f.memory.get(pieces[i].text)
    return pieces[i].judged(label, "site memory", 0.9) if label else None


def walled(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """What a pay wall says."""
    piece = pieces[i]
    if piece.text in f.walls and weight(piece.text) <= _WALL:
        return piece.judged("subscribe", "says that the rest is for subscribers", 0.8)
    return None


def head(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """The headline, and the same words again."""
    if f.headline is None:
        return None
    if i == f.headline:
        return pieces[i].judged("headline", "says what the story says, before it", 0.8)
    title = f.bare[f.headline]
    if len(title) > 8 and f.bare[i] == title:
        return pieces[i].judged("duplicate", "headline again", 0.9)
    return None


def rights(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """Whose the page is: below the story, the sign for it before a year or a company."""
    text = pieces[i].text
    if i <= f.story_end or not is_signed(text) or not is_of_house(text) or names_agency(text):
        return None
    made = parse_credit(text)
    if made.agency and made.photographer and person_like(made.photographer):
        return None
    return pieces[i].judged("legal", "says whose the page is", 0.8)


def credit(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A picture's credit; what was cut off it, or stands right below it, is the caption."""
    if (is_credit(pieces[i].text) and not is_byline(pieces[i].text)) or credited(pieces[i].text):
        if tells(pieces[i].text):
            return pieces[i].judged("caption", "begins as a picture's credit does, and tells more", 0.8)
        return pieces[i].judged("credit", "names a picture's maker", 0.9)
    if i and pieces[i - 1].end == pieces[i].start:
        return pieces[i].judged("caption", "glued to a credit", 0.9)
    return credited_caption(pieces, i, f)


def credited_caption(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """What is said of a picture, with who made it at the end; agencies sign a story's last sentences in the same way."""
    found = captioned(pieces[i].text)
    if found is None or not (
        found.sure or sum(map(is_prose, (p.text for p in pieces[i + 1 : f.body_end + 1]))) >= _BELOW
    ):
        return None
    return pieces[i].judged("caption", found.does, 0.8)


def turned(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A byline with the last name first, as libraries write it, or behind a word for authors, above the story or behind it."""
    text = pieces[i].text
    near = f.headline is not None and 0 < i - f.headline <= _HEAD and i <= f.body_start
    if not (near or i > f.body_end) or weight(text) > _SIGNED:
        return None
    if spoken(text) != text:
        return pieces[i].judged("byline", "names a writer in the way of libraries", 0.85)
    if ":" in text and leads_surely(text) and person_like(unled(text)):
        return pieces[i].judged("byline", "names a writer in so many words", 0.85)
    return None


def footnote(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A line that begins with a mark set behind a word of the story."""
    text = pieces[i].text
    found = _MARK.match(text)
    if found is None or weight(text) > 400:
        return None
    mark = found[1]
    if mark.startswith("*") and (EMPHASIS.match(text) or (f.starred and text.startswith("* "))):
        return None  # a word of the paragraph is set in bold; an item of a list
    if mark in f.marks or (set(mark) <= {"*"} and "*" in f.marks):
        return pieces[i].judged("footnote", f"begins with {mark}, which the story uses", 0.9)
    return None


def symbols(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """No letter at all: a counter, an icon."""
    text = pieces[i].text
    if not _NO_LETTERS.match(text):
        return None
    if is_stamp(text) and any(c.isdigit() for c in text):
        return pieces[i].judged("date", "a date and nothing else", 0.8)
    return pieces[i].judged("widget", "no letters", 0.9)


def cued(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """Words that only the furniture of a page says."""
    found = cue(pieces[i].text)
    if found is None or (weight(pieces[i].text) > 110 and stops(pieces[i].text) and i < f.body_end):
        return None
    label, sure = found
    return pieces[i].judged(label, "words of " + label, sure)


def button(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A short line that asks to subscribe: the text of a button or of a heading above one."""
    text = pieces[i].text
    if weight(text) > _BUTTON or stops(text) or (cue(text) or ("", 0))[0] != "subscribe":
        return None
    return pieces[i].judged("subscribe", "words of subscribe alone on a line", 0.9)


def reference(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A link of the list that a text browser writes below a page."""
    if not is_listed(pieces, i):
        return None
    return pieces[i].judged("navigation", "the list of links of a text browser", 0.9)


def dated(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A date below the headline, in any language that dates are read in; further down it may head a part of the story."""
    if f.headline is None or not 0 < i - f.headline <= _HEAD or not bare(pieces[i].text):
        return None
    return pieces[i].judged("date", "a date line below the headline", 0.85)


def signed(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """Who wrote it and when, between the headline and the story."""
    text = pieces[i].text
    if f.headline is None or not 0 < i - f.headline <= _HEAD or weight(text) > _SIGNED:
        return None
    if i > f.body_start and not (i <= f.body_start + _BELOW_LEAD and is_byline(text)):
        return None
    if is_byline(text):
        return pieces[i].judged("byline", "names a writer below the headline", 0.85)
    if is_stamp(text) and not stops(text.rstrip(".")):
        return pieces[i].judged("date", "a date line below the headline", 0.8)
    return None


def told_when(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """When it appeared and was changed, wherever the line stands; by whom, only where a byline stands."""
    label = date_line(pieces[i].text)
    if label == "date":
        return pieces[i].judged(label, WHEN, 0.9)
    if label is None or (f.headline is not None and not 0 < i - f.headline <= _HEAD) or i > f.body_start:
        return None
    return pieces[i].judged(label, "says who wrote it, and when", 0.85)


def corrected(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """What the paper corrected or changed in the article: of the article, not of its text."""
    text = pieces[i].text
    if weight(text) <= _NOTE or i == f.headline or not corrects(text):
        return None
    return pieces[i].judged("correction", CORRECTED, 0.8)


def stamp(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A date line or a byline."""
    text = pieces[i].text
    if weight(text) <= 70 and is_stamp(text) and not stops(text.rstrip(".")):
        return pieces[i].judged("date", "a date line", 0.8)
    if i < 12 and weight(text) <= 70 and is_byline(text):
        return pieces[i].judged("byline", "names a writer", 0.7)
    return None


def foreign(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A line in another script than the document."""
    text = pieces[i].text
    if f.bilingual or f.script is None or weight(text) > 300:
        return None
    counts = scripts(text)
    if not counts or counts.get(f.script, 0) * 4 > sum(counts.values()):
        return None
    script = main_script(text)
    if script is None or script == f.script:
        return None
    if script == "Latin" and f.script != "Latin":
        short = weight(text) < 25
        return pieces[i].judged("widget" if short else "foreign", "Latin letters alone on a line", 0.6)
    return pieces[i].judged("foreign", f"{script} in a {f.script} document", 0.9)


GUARDS: tuple[Rule, ...] = (
    remembered,
    head,
    walled,
    turned,
    rights,
    credit,
    picture,
    teaser,
    footnote,
    reference,
    told_when,
    corrected,
    dated,
    signed,
    foreign,
    pair,
    button,
)
"""What they speak of is never kept."""
NAMES: tuple[Rule, ...] = (symbols, cued, stamp)
"""What lines are that the classifier does not keep."""


def guarded(pieces: list[Piece], f: Facts) -> list[Piece]:
    """The first guard that speaks decides; what none speaks of stays open."""
    done, rules = list(pieces), _asked(f)
    for i, piece in enumerate(done):
        if piece.open:
            done[i] = ruled(done, i, f, rules) or piece
    return done


def _asked(f: Facts) -> tuple[Rule, ...]:
    """The guards that have something to go by in the document."""
    headed = f.headline is not None
    facts: dict[Rule, object] = {
        remembered: f.memory, head: headed, walled: f.walls, picture: f.site, teaser: f.site, footnote: f.marks, reference: f.linked, dated: headed,
        signed: headed, foreign: f.mixed and not f.bilingual, pair: f.spaced,
    }  # fmt: skip
    return tuple(rule for rule in GUARDS if facts.get(rule, True))


def ruled(pieces: list[Piece], i: int, f: Facts, rules: tuple[Rule, ...]) -> Piece | None:
    """The verdict of the first rule that speaks."""
    for rule in rules:
        if (verdict := rule(pieces, i, f)) is not None:
            return verdict
    return None
