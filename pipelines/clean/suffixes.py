"""The name a site hangs on its titles and alternative texts: `` - Morning Post``, `` | Der Bote``."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from functools import lru_cache

from pipelines.clean import words
from pipelines.clean.credits import AGENCY_NAMES
from pipelines.clean.cues import begins, cue
from pipelines.clean.shapes import squash, weight
from pipelines.clean.stamps import is_stamp

_HUNG = re.compile(
    r"\s+(?:[-–—|•·»:／]|::|\|\|)\s+((?:[^-–—|•·»／]|(?<=\w)-(?=\w)){2,50})$|\s*[｜|_＿]\s*([^\s｜|_＿][^｜|_＿]{1,30})$"
)
_SIGN = re.compile("[-–—|•·»:／｜_＿]")
_TAIL = 70
_OFTEN, _SURE = 3, 4
"""One in so many lines that end so has the name, unless so much speaks for it."""
_TITLES = 3
"""Lines at the top of which one is the title."""


def suffix(text: str) -> tuple[str, str] | None:
    """A line as (what is said, name hung on it), if it has that form.

    >>> suffix("Storm hits coast | Der Bote")
    ('Storm hits coast', 'Der Bote')
    >>> suffix("Storm hits coast – Le Trois-Valleys")
    ('Storm hits coast', 'Le Trois-Valleys')
    """
    # the pattern is slow, and most lines have no sign
    return _hung(text) if _SIGN.search(text, max(0, len(text) - _TAIL)) else None


@lru_cache(maxsize=8192)
def _hung(text: str) -> tuple[str, str] | None:
    found = _HUNG.search(text, max(0, len(text) - _TAIL))
    if not found:
        return None
    name = (found[1] or found[2]).strip()
    rest = text[: found.start()].rstrip()
    if not rest or weight(name) > 45 or len(name.split()) > 6 or not any(c.isalpha() for c in name):
        return None
    return rest, name


def shared(lines: Sequence[str], known: str | None = None) -> str | None:
    """The site's name, if the lines give it away.

    Two different lines end in it, or one does whose other part stands elsewhere by itself, or it is known.
    A news agency behind two pictures is no site, nor is what ends a few lines of a list of which the
    others end otherwise: places, dates.

    >>> shared(["Fire in Port | Bote", "Text.", "A crane | Bote"])
    'Bote'
    >>> shared(["Leg 1 - Port", "Leg 2 - Open", "Leg 3 - Quay", "Leg 4 - Pier", "Leg 5 - Mole", "Leg 6 - Open", "Leg 7 - Dock"])
    """
    parts = [p for p in map(suffix, dict.fromkeys(lines)) if p]
    if not parts:
        return None
    alone, told = {squash(line) for line in lines}, squash(known) if known else None
    votes: Counter[str] = Counter()
    for rest, name in parts:
        if name.casefold() in AGENCY_NAMES or name[0].islower():
            continue
        votes[name] += 1 + (squash(rest) in alone) + (squash(name) == told)
    best = max(votes, key=lambda name: (votes[name], squash(name) == told, len(name)), default=None)
    if best is None or votes[best] < 2:
        return None
    sure = votes[best] >= _SURE or squash(best) == told
    few = not sure and _OFTEN * sum(name == best for _, name in parts) < len(parts)
    return None if few and not _is_titled(best, lines[:_TITLES], alone) else best


def _is_titled(name: str, top: Sequence[str], alone: Set[str]) -> bool:
    """Whether the name hangs on a line at the top that stands elsewhere by itself, as the title of a page does."""
    return any(part[1] == name and squash(part[0]) in alone for part in map(suffix, top) if part)


def is_called(name: str, lines: Sequence[str], host: str | None) -> bool:
    """Whether a name that hangs on lines is surely the site's: its address has it, or a headline or caption that stands elsewhere.

    Without it the headline stands there, at the top of which the title of the page hangs it on; or one of several captions.

    >>> is_called("Photo", ["Storm hits coast", "A crane | Photo", "A quay | Photo"], None)
    False
    >>> is_called("Bote", ["Storm hits coast | Bote", "Storm hits coast", "It was a storm."], None)
    True
    """
    if host and squash(name) in squash(host):
        return True
    if _furniture(name):
        return False
    alone = {squash(line) for line in lines}
    hung = {rest for rest, said in filter(None, map(suffix, lines)) if said == name}
    return _is_titled(name, lines[:_TITLES], alone) or (
        len(hung) > 1 and not alone.isdisjoint(map(squash, hung))
    )


def _furniture(name: str) -> bool:
    said = cue(name) is not None or begins(f"{name}:", words.CREDIT)
    return said or is_stamp(name) or not name[0].isalpha()


def strip_suffix(text: str, name: str | None) -> str:
    """The line without the site's name.

    >>> strip_suffix("A crane | Bote", "Bote")
    'A crane'
    """
    if name is None:
        return text
    part = suffix(text)
    return part[0] if part and squash(part[1]) == squash(name) else text


def has_suffix(text: str, name: str | None) -> bool:
    """Whether the site's name hangs on the line."""
    return name is not None and strip_suffix(text, name) != text
