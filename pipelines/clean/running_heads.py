"""What stands on every page of a paper or a PDF, once more in its text: the paper's name, the title, the number of the page.

Such a line comes again with a number that is greater by one each time, and breaks into a sentence, or calls the number a page's.
It goes before the lines of a paragraph are put together, and would be in the midst of it otherwise.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

_LONGEST = 110
_FEWEST, _SURE = 3, 2
"""Pages of a text, and of one whose lines say that they count pages."""
_APART = 3
"""Lines on a page at least."""
_NUMBER = re.compile(r"\d+")
_PAGED = re.compile(
    r"(?<![^\W\d_])(?:page|seite|s\.|p\.|pág(?:ina)?\.?|pagina|página|sida|side|strona|str\.|strana|стр\.?|страница|sayfa|oldal|sivu|trang|halaman)\s?\d+|\d+\s?(?:/|of|von|de|sur|di)\s?\d+\W*$|^[-–—]\s?\d+\s?[-–—]$|第\s?\d+\s?页|\d+\s?ページ",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?<![^\W\d_])(?:page|seite|página|pagina|strona|страница|sayfa|oldal|sivu|trang|halaman)\s\d+",
    re.IGNORECASE,
)
"""Of which no part of a story is called."""
_REASON = "stands on every page"


def parted(pieces: list[Piece], *, called: bool = False) -> tuple[list[Piece], list[Piece]]:
    """The lines without those of every page, and these; with ``called`` only those that call themselves pages."""
    found = _running(pieces)
    if called:
        found = frozenset(i for i in found if _CALLED.search(pieces[i].text))
    if not found:
        return pieces, []
    rest: list[Piece] = []
    crossed = False
    for i, piece in enumerate(pieces):
        if i in found:
            crossed = True
            continue
        if crossed and rest and _goes_on(rest[-1].text, piece.text):
            rest[-1], piece = rest[-1]._replace(before_blank=False), piece._replace(after_blank=False)
        rest.append(piece)
        crossed = False
    return rest, [pieces[i].judged("navigation", _REASON, 0.9) for i in sorted(found)]


def placed(pieces: Sequence[Piece], running: Sequence[Piece]) -> list[Piece]:
    """All lines in order again; what is within a paragraph that goes on over two pages is a part of it, and none of its text."""
    if not running:
        return list(pieces)
    starts = [p.start for p in pieces]
    own = [r for r in running if not (at := bisect_left(starts, r.start)) or pieces[at - 1].end <= r.start]
    return sorted([*pieces, *own], key=lambda p: p.start)


def _goes_on(above: str, below: str) -> bool:
    return not stops(above) and below[:1].islower()


def _running(pieces: Sequence[Piece]) -> frozenset[int]:
    """Places of the lines that stand on every page."""
    short = [i for i, piece in enumerate(pieces) if weight(piece.text) <= _LONGEST]
    signs = _NUMBER.sub("#", "\n".join(pieces[i].text for i in short).casefold()).split("\n")
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for i, sign in zip(short, signs, strict=False):  # of no line there is a sign, too: an empty one
        if "#" in sign and _NUMBER.search(pieces[i].text):
            alike[sign].append(i)
    counted = {i for places in alike.values() if _counts(pieces, places) for i in places}
    return frozenset(counted | _beside(pieces, counted)) if counted else frozenset()


def _counts(pieces: Sequence[Piece], places: Sequence[int]) -> bool:
    """Whether lines that are alike but for their numbers count the pages."""
    if len(places) < _SURE or any(b - a < _APART for a, b in pairwise(places)):
        return False
    columns = list(zip(*(map(int, _NUMBER.findall(pieces[i].text)) for i in places), strict=False))
    rising = [c for c in columns if all(b == a + 1 for a, b in pairwise(c))]
    if len(rising) != 1 or any(len(set(c)) > 1 for c in columns if c is not rising[0]):
        return False
    if _PAGED.search(pieces[places[0]].text) and not stops(pieces[places[0]].text.rstrip(".")):
        return len(places) >= _FEWEST or any(_breaks(pieces, i) for i in places)
    return len(places) >= _FEWEST and any(_breaks(pieces, i) for i in places)


def _breaks(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line stands within a sentence, alone or with one more."""
    above, below = pieces[max(0, i - 2) : i], pieces[i + 1 : i + 3]
    if not above or not below or stops(above[-1].text):
        return False
    firsts = [above[-1].text] if len(above) < 2 else [above[-1].text, above[0].text]
    nexts = [below[0].text] if stops(below[0].text) else [b.text for b in below]
    return any(_goes_on(first, below[0].text) for first in firsts) or any(
        _goes_on(firsts[0], n) for n in nexts
    )


def _beside(pieces: Sequence[Piece], counted: set[int]) -> set[int]:
    """What stands above or below the numbers of the pages each time; the first of a title stays."""
    near: defaultdict[str, list[int]] = defaultdict(list)
    for i in counted:
        for k in (i - 1, i + 1):
            if (
                0 <= k < len(pieces)
                and k not in counted
                and weight(pieces[k].text) <= _LONGEST
                and not stops(pieces[k].text)
            ):
                near[pieces[k].text].append(k)
    again: dict[str, list[int]] = {text: [] for text, beside in near.items() if len(beside) >= _SURE}
    for i, piece in enumerate(pieces):
        if piece.text in again:
            again[piece.text].append(i)
    out: set[int] = set()
    for text, places in again.items():
        numbered = any(map(str.isdigit, text))
        out.update(places if numbered else set(near[text]) - {places[0]})
    return out
