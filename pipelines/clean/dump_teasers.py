"""Lines of a raw text dump that speak of another article: a picture's alternative text, and the headline below it."""

from pipelines.clean.cues import cue
from pipelines.clean.dump_facts import Facts
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.clean.suffixes import has_suffix
from pipelines.record import Label

TEASER_PICTURE = "alternative text of a teaser"
TEASER_TITLE = "headline below a teaser's picture"
TEASER_PAIR = "two lines without a stop between blank lines"
TEASERS = frozenset((TEASER_PICTURE, TEASER_TITLE, TEASER_PAIR))
"""What is said of the lines that speak of another article."""


def picture(pieces: list[Piece], i: int, f: Facts) -> Piece | None:
    """An alternative text ends in the site's name: the caption again, or the picture of a teaser."""
    bare, again = f.bare[i], f.bare[i + 1 : i + 2]
    if not has_suffix(pieces[i].text, f.site):
        said = bare and [bare] == again and has_suffix(pieces[i + 1].text, f.site)
        return pieces[i].judged("caption", "said again as an alternative text", 0.9) if said else None
    if f.counts[bare] > 1:
        label: Label = "caption" if f.firsts[bare] == i else "duplicate"
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
    """Two lines without a stop, alone between blank lines in the midst of the story: a picture and a teaser.

    Below a line that announces a list they are its items, and so they are where both begin with the same word.
    """
    if not f.spaced or i == 0 or i + 1 >= len(pieces) or i > f.body_end:
        return None
    here = [pieces[i], pieces[i + 1]] if pieces[i].after_blank else [pieces[i - 1], pieces[i]]
    if not (here[0].after_blank and not here[0].before_blank and here[1].before_blank):
        return None
    if any(stops(p.text) or weight(p.text) < 25 or p.text.endswith(":") for p in here):
        return None
    if weight(here[0].text) < 45 or f.headline is None or i <= f.headline + 2:
        return None
    above = i - 1 if pieces[i].after_blank else i - 2
    if pieces[above].text.endswith((":", "：")) or _first(here[0].text) == _first(here[1].text):
        return None
    return pieces[i].judged("related", TEASER_PAIR, 0.6)


def _first(text: str) -> str:
    return text.partition(" ")[0].casefold()
