"""The name a site hangs on its titles and alternative texts: `` - Morning Post``, `` | Der Bote``."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from pipelines.clean.credits import AGENCIES
from pipelines.clean.shapes import squash, weight

_HUNG = re.compile(
    r"\s+(?:[-–—|•·»:／]|::|\|\|)\s+((?:[^-–—|•·»／]|(?<=\w)-(?=\w)){2,50})$|\s*[｜|_＿]\s*([^\s｜|_＿][^｜|_＿]{1,30})$"
)
_SIGN = re.compile("[-–—|•·»:／｜_＿]")
_TAIL = 70
_AGENCIES = frozenset(AGENCIES.casefold().split("|"))


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
    A news agency behind two pictures is no site.

    >>> shared(["Fire in Port | Bote", "Text.", "A crane | Bote"])
    'Bote'
    """
    parts = [p for p in map(suffix, dict.fromkeys(lines)) if p]
    if not parts:
        return None
    alone = {squash(line) for line in lines}
    votes: Counter[str] = Counter()
    for rest, name in parts:
        if name.casefold() in _AGENCIES or name[0].islower():
            continue
        votes[name] += 1 + (squash(rest) in alone) + (known is not None and squash(name) == squash(known))
    best = max(votes, key=lambda name: (votes[name], len(name)), default=None)
    return best if best is not None and votes[best] >= 2 else None


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
