"""What each line of a raw text dump is.

A dump has no markup; what is left is the line's words and looks, its neighbours, and what the document does more
than once. The rules run in order, and a line that has its verdict keeps it. :mod:`pipelines.clean.zone` then
finds the story among what is still open.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipelines.clean import words
from pipelines.clean.credits import is_credit
from pipelines.clean.cues import begins, cue, phrases, unedged
from pipelines.clean.moments import bare
from pipelines.clean.shapes import is_prose, main_script, scripts, sentences, squash, stops, weight, word_list
from pipelines.clean.spans import Piece
from pipelines.clean.suffixes import has_suffix, strip_suffix
from pipelines.record import Label

_MARK = re.compile(r"^\s*(\*{1,3}|†|‡|[¹²³⁴-⁹]|\[\d{1,2}\]|\(\*\)|※)\s*\S")
_NO_LETTERS = re.compile(r"^[\W\d_]*$")
_PARTS = frozenset(
    ("and", "und", "et", "y", "e", "de", "van", "von", "der", "da", "di", "og", "och", "del", "bin", "al")
)
TEASER_PICTURE = "alternative text of a teaser"
TEASER_TITLE = "headline below a teaser's picture"
TEASER_PAIR = "two lines without a stop between blank lines"
_STAMP = re.compile(
    r"^\D{0,40}(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<![\d£$€¥])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?!\d)|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}\.? [^\W\d]{3,10}\.?,? (?:de )?\d{4}|"
    r"[^\W\d]{3,9}\.? \d{1,2},? \d{4})\D{0,40}(?:\d{1,2}[:.h]\d\d)?.{0,30}$"
)
_DIGIT = re.compile(r"\d")
_HEAD = 4
"""Lines below the headline in which a date says when the article appeared."""
_BUTTON = 45
"""Weight of the longest line that may be the text of a button."""


def is_stamp(text: str) -> bool:
    """Whether a line is a date or a time of the day, with little beside it; a price is neither.

    >>> [is_stamp(line) for line in ("Updated 14.30", "Kl. 9:05", "Now for 39.99", "Some 6.000 people", "£9.50")]
    [True, True, False, False, False]
    """
    found = _DIGIT.search(text) and _STAMP.match(text)  # the pattern tries for long where there is no digit
    return found is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules know of the document."""

    site: str | None
    script: str | None
    bilingual: bool
    headline: int | None
    """Index of the piece that is the headline."""
    spaced: bool
    """Blank lines part the blocks."""
    body_end: int
    """Index of the last piece that is a sentence of a story by its look."""
    marks: frozenset[str]
    bare: list[str]
    """Each line squashed, without the site's name."""
    counts: Counter[str]
    firsts: Mapping[str, int]
    """Where each line, without the site's name, stands first."""
    memory: Mapping[str, Label]
    """Labels of lines that recur on the site."""


Rule = Callable[[list[Piece], int, Facts], Piece | None]


def facts(pieces: list[Piece], site: str | None, memory: Mapping[str, Label] | None = None) -> Facts:
    """One look over the whole document."""
    letters: Counter[str] = Counter()
    for piece in pieces:
        for name, count in scripts(piece.text).items():
            letters[name] += count
    total = sum(letters.values())
    script = max(letters, key=letters.__getitem__) if letters else None
    other = max((n for name, n in letters.items() if name != script), default=0)
    sentence = [i for i, p in enumerate(pieces) if is_prose(p.text)]
    lines = [squash(strip_suffix(p.text, site)) for p in pieces]
    return Facts(
        site=site,
        script=script,
        bilingual=other > 0.3 * total,
        headline=_headline(pieces, site, memory or {}),
        spaced=sum(p.after_blank for p in pieces) > 0.3 * len(pieces) > 1,
        body_end=sentence[-1] if sentence else len(pieces),
        marks=frozenset(m for m in ("*", "**", "†", "‡", "※", "¹", "²", "³") if _used(pieces, m)),
        bare=lines,
        counts=Counter(lines),
        firsts={said: i for i, said in reversed(list(enumerate(lines)))},
        memory=memory or {},
    )


def _used(pieces: list[Piece], mark: str) -> bool:
    sign = re.compile(rf"[^\s*]{re.escape(mark)}(?![*A-Za-z0-9])")
    return any(mark in p.text and sign.search(p.text) for p in pieces)


def _headline(pieces: list[Piece], site: str | None, memory: Mapping[str, Label]) -> int | None:
    """The line before the story that says most of what the story says; the first line has a head start."""
    story = {w for p in pieces if is_prose(p.text) for w in word_list(p.text)}
    first = next(
        (i for i, p in enumerate(pieces) if i and weight(p.text) >= 70 and stops(p.text)), len(pieces)
    )
    # What stands under a picture is its caption: glued to the credit, or again below as alternative text.
    pictured = {
        squash(p.text) for before, p in pairwise(pieces) if before.end == p.start and is_credit(before.text)
    }
    best, score = None, 0.0
    for i, piece in enumerate(pieces[: min(max(first, 1), 60)]):
        text = strip_suffix(piece.text, site)
        size = weight(text)
        if (
            squash(text) in pictured
            or piece.text in memory
            or not 12 <= size <= 220
            or is_credit(text)
            or cue(text)
            or is_stamp(text)
            or sentences(text) > 2
        ):
            continue
        known = [w for w in set(word_list(text)) if len(w) > 3 or not w.isascii()]
        shared = sum(w in story for w in known) / (len(known) or 1)
        value = shared * min(size, 60) / 60 + (0.5 if i == 0 else 0.2 if i < 3 else 0) - 0.3 * stops(text)
        if value > score:
            best, score = i, value
    return best


def remembered(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """What the site's memory knows."""
    label = f.memory.get(pieces[i].text)
    return pieces[i].judged(label, "site memory", 0.9) if label else None


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


def credit(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A picture's credit; what was cut off it, or stands right below it, is the caption."""
    if is_credit(pieces[i].text):
        return pieces[i].judged("credit", "names a picture's maker", 0.9)
    if i and pieces[i - 1].end == pieces[i].start:
        return pieces[i].judged("caption", "glued to a credit", 0.9)
    return None


def picture(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """An alternative text ends in the site's name: the caption again, or the picture of a teaser."""
    text = pieces[i].text
    if not has_suffix(text, f.site):
        return None
    bare = f.bare[i]
    if f.counts[bare] > 1:
        first = f.firsts[bare]
        label: Label = "caption" if first == i else "duplicate"
        return pieces[i].judged(label, "alternative text, said twice", 0.9)
    teased = i + 1 < len(pieces) and _teases(pieces, i + 1, f)
    near_top = f.headline is not None and i <= f.headline + 3
    if teased and not near_top:
        return pieces[i].judged("related", TEASER_PICTURE, 0.85)
    return pieces[i].judged("caption", "alternative text with the site's name", 0.8)


def _teases(pieces: list[Piece], i: int, f: Facts) -> bool:
    """A line right below a picture that looks like a headline."""
    piece = pieces[i]
    joined = not piece.after_blank or not f.spaced
    return joined and not stops(piece.text) and 12 <= weight(piece.text) <= 220 and cue(piece.text) is None


def teaser(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """The headline-like line below a teaser's picture."""
    above = pieces[i - 1] if i else None
    if above and above.label == "related" and has_suffix(above.text, f.site) and _teases(pieces, i, f):
        return pieces[i].judged("related", TEASER_TITLE, 0.85)
    return None


def pair(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """Two lines without a stop, alone between blank lines in the midst of the story: a picture and a teaser."""
    if not f.spaced or i == 0 or i + 1 >= len(pieces) or i > f.body_end:
        return None
    here = [pieces[i], pieces[i + 1]] if pieces[i].after_blank else [pieces[i - 1], pieces[i]]
    if not (here[0].after_blank and not here[0].before_blank and here[1].before_blank):
        return None
    if any(stops(p.text) or weight(p.text) < 25 or p.text.endswith(":") for p in here):
        return None
    if weight(here[0].text) < 45 or f.headline is None or i <= f.headline + 2:
        return None
    return pieces[i].judged("related", TEASER_PAIR, 0.6)


def footnote(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A line that begins with a mark set behind a word of the story."""
    found = _MARK.match(pieces[i].text)
    if found is None or weight(pieces[i].text) > 400:
        return None
    mark = found[1]
    if mark in f.marks or mark.startswith("[") or (set(mark) <= {"*"} and "*" in f.marks):
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


def dated(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A date below the headline, in any language that dates are read in; further down it may head a part of the story."""
    if f.headline is None or not 0 < i - f.headline <= _HEAD or not bare(pieces[i].text):
        return None
    return pieces[i].judged("date", "a date line below the headline", 0.85)


def stamp(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A date line or a byline."""
    text = pieces[i].text
    if weight(text) <= 70 and is_stamp(text) and not stops(text.rstrip(".")):
        return pieces[i].judged("date", "a date line", 0.8)
    if i < 12 and weight(text) <= 70 and is_byline(text):
        return pieces[i].judged("byline", "names a writer", 0.7)
    return None


def is_byline(text: str) -> bool:
    """``By Ida Holm``: a word that leads to a writer, then names."""
    if not begins(text, words.BYLINE) or stops(text) or len(text.split()) > 14:
        return False
    text = unedged(text)
    low = text.casefold()
    lead = max((p for p in phrases(words.BYLINE).first if low.startswith(p)), key=len, default="")
    names = [w for w in re.split(r"[\s,]+", text[len(lead) :].lstrip(" :：")) if w]
    if not names or not names[0][0].isalpha() or any(c.isdigit() for c in names[0]):
        return False
    if not names[0].isascii() and not names[0][0].isupper():
        return not names[0][0].islower() and len(lead) > 1
    return names[0][0].isupper() and (len(names) < 2 or not names[1][0].islower() or names[1] in _PARTS)


def foreign(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """A line in another script than the document."""
    text = pieces[i].text
    if f.bilingual or f.script is None or weight(text) > 300:
        return None
    counts = scripts(text)
    script = main_script(text)
    if script is None or script == f.script or counts.get(f.script, 0) * 4 > sum(counts.values()):
        return None
    if script == "Latin" and f.script != "Latin":
        short = weight(text) < 25
        return pieces[i].judged("widget" if short else "foreign", "Latin letters alone on a line", 0.6)
    return pieces[i].judged("foreign", f"{script} in a {f.script} document", 0.9)


GUARDS: tuple[Rule, ...] = (remembered, head, credit, picture, teaser, footnote, dated, foreign, pair, button)
"""What they speak of is never kept."""
NAMES: tuple[Rule, ...] = (symbols, cued, stamp)
"""What lines are that the classifier does not keep."""


def guarded(pieces: list[Piece], f: Facts) -> list[Piece]:
    """The first guard that speaks decides; what none speaks of stays open."""
    done = list(pieces)
    for i in range(len(done)):
        done[i] = ruled(done, i, f, GUARDS) or done[i]
    return done


def ruled(pieces: list[Piece], i: int, f: Facts, rules: tuple[Rule, ...]) -> Piece | None:
    """The verdict of the first rule that speaks."""
    for rule in rules:
        if (verdict := rule(pieces, i, f)) is not None:
            return verdict
    return None
