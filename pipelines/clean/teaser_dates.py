"""The dates of teasers below a story, and of alternative texts: no page is dated by them.

A teaser is a box with a link of some words and a date line in it. One date line below a link may be the story's own, beside a
link to its comments; where there are several, with other links, they are those of other articles.
"""

import re
from collections.abc import Sequence

from pipelines.clean.draft import Draft
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece

_LINKED = 0.8
_TITLE = 15
"""Weight of the shortest link that is a headline."""
_LINE = 60
"""Letters of the longest line of a teaser that may be its date."""
_AROUND = 3
"""Lines before a date among which the link of its teaser stands."""
_OUT = 2
"""How many elements around a date line may be its teaser's."""
_FEWEST = 2
_PICTURED = re.compile(r",\s?\d{3,4},\s?\d{1,2}\.\d{1,2}\.\d{4}$")
"""The end of an alternative text that names a picture's width and its day."""


def pictured(text: str) -> bool:
    """Whether a line is the alternative text of a picture, with the width and the day of that picture.

    >>> pictured("The quay - Agence Afrique, 1920, 14.03.2023"), pictured("Millbrook, 14.03.2023")
    (True, False)
    """
    return _PICTURED.search(text) is not None


def teased(draft: Draft, last: int) -> dict[int, str]:
    """Places and texts of the date lines of teasers below the story's last paragraph."""
    pieces = draft.pieces
    told = [f"{p.path}/" for p in draft.body]
    found = {
        i: (pieces[i].text, link)
        for i in range(last + 1, len(pieces))
        if pieces[i].label == "date" and len(pieces[i].text) <= _LINE and (link := _link(pieces, i, told))
    }
    several = len({link for _, link in found.values()}) >= _FEWEST
    return {i: text for i, (text, _) in found.items()} if several else {}


def _link(pieces: Sequence[Piece], i: int, told: Sequence[str]) -> str | None:
    """The headline of the teaser to which a date line belongs; None where its box holds a part of the story, too."""
    box = pieces[i].path
    for _ in range(_OUT if box else 0):
        box = str(box).rpartition("/")[0]
        if box.count("/") < 1 or any(path.startswith(f"{box}/") for path in told):
            return None
        near = pieces[max(0, i - _AROUND) : i]
        links = [p for p in near if p.link_share > _LINKED and not p.from_alt and weight(p.text) >= _TITLE]
        if inside := [p.text for p in links if f"{p.path}/".startswith(f"{box}/") and " " in p.text]:
            return inside[-1]
    return None
