"""What the page's ``title`` and the lines it shows say together of the headline, where the vote says another thing.

Old pages and many papers of East Asia show their headline in no heading, and state it with the site's name behind it.
"""

import re
from collections.abc import Iterable, Sequence

from pipelines.clean.shapes import squash, weight

_SIGN = re.compile(r"\s*[-–—|｜_·•:：«»<>/]+\s*")
"""What parts a headline from the site's name, with or without blanks."""
_COLON = re.compile(r"\s*[:：]\s*")
"""Behind a name: a much used program for blogs writes its title so."""
_LEAST = 12
_SHARE = 0.35
"""Of the title that is shown: a site's name in the page's head is mostly less, and stands behind."""


def shown_part(title: str, shown: Iterable[str]) -> str | None:
    """The line of the page with which its title begins, before a sign and a name.

    >>> shown_part("Ferry sails again - Bote", ["Menu", "Ferry sails again"])
    'Ferry sails again'
    >>> shown_part("渡し船がまた出航-白波新報", ["渡し船がまた出航"]), shown_part("Ferry sails again", ["Ferry sails"])
    ('渡し船がまた出航', None)
    """
    fitting = [
        text
        for text in shown
        if len(text) < len(title)
        and weight(text) >= max(_LEAST, _SHARE * weight(title))
        and title.startswith(text)
        and _SIGN.match(title, len(text))
    ]
    return max(fitting, key=len, default=None)


def headed(title: str, chosen: str, headings: Sequence[str]) -> str | None:
    """The heading that makes the page's title with the name that was chosen, before or behind it.

    >>> headed("Ferry sails again - Harbour Office - Portal", "Harbour Office", ["Ferry sails again"])
    'Ferry sails again'
    >>> headed("Harbour Office: Ferry sails again", "Harbour Office", ["Ferry sails again"])
    'Ferry sails again'
    """
    first = shown_part(title, headings)
    if first is not None and squash(chosen) in map(squash, _SIGN.split(title[len(first) :])):
        return first
    behind = (h for h in headings if weight(h) > max(_LEAST, weight(chosen)) and title.endswith(h))
    return next((h for h in behind if _COLON.fullmatch(title.removesuffix(h).removeprefix(chosen))), None)
