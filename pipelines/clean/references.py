"""The list of links that a text browser (``lynx -dump``) writes below a page, and the numbers of it in the text."""

import re
from collections.abc import Sequence

from pipelines.clean.spans import Piece, collapse

_LINK = re.compile(r"(\d{1,4})\. [a-z]{2,12}:\S+", re.IGNORECASE)
_HEADS = frozenset(("references", "visible links", "hidden links"))
_FEWEST = 3
"""Links: a story may name one or two."""
_NUMBER = re.compile(r"(?<!\w)\[(\d{1,4})\](?=\S)")
_PICTURE = re.compile(r"\[[\w.%-]{1,80}\.(?:jpe?g|png|gif|svg|webp)\]", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether a line is one of such a list.

    >>> is_link("8. https://courant.example/petition"), is_link("8. Sign the petition")
    (True, False)
    """
    return _LINK.fullmatch(text) is not None


def is_listed(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line is one of such a list or a heading above one."""
    if is_link(pieces[i].text):
        return True
    below = pieces[i + 1 : i + 3]
    return pieces[i].text.casefold() in _HEADS and any(is_link(p.text) for p in below)


def unnumbered(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the numbers of links and the names of pictures, where such a list tells what they are."""
    if sum("[" in p.text for p in pieces) < _FEWEST:
        return pieces
    numbers = frozenset(found[1] for p in pieces if (found := _LINK.fullmatch(p.text)))
    if len(numbers) < _FEWEST:
        return pieces
    return [p._replace(text=collapse(_without(p.text, numbers))) if "[" in p.text else p for p in pieces]


def _without(text: str, numbers: frozenset[str]) -> str:
    bare = _NUMBER.sub(lambda found: "" if found[1] in numbers else found[0], text)
    return _PICTURE.sub(" ", bare).strip() or text
