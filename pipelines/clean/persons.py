"""The people a page states as persons for machines, whose names hold whatever their words would mean in a byline.

``Di Wu`` is no one called Wu whom a line says to have written it, and ``Emily Post`` is no newspaper. A name that plainly
lists several, or says more than a name, is left to be read as a byline: real sites put all sorts of things there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipelines.clean.leads import unled
from pipelines.clean.names import AND, PARTICLES, is_desk, is_one_word_join
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse

Writer = tuple[str, frozenset[str]]
"""A name, and the types that it is stated with; none of a plain text."""
NO_PERSONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation"))
_LAST_FIRST = re.compile(r"([^\W\d_][^\W\d_'’-]+), ?([^\W\d_][^\W\d_'’-]+(?: [^\W\d_]\.?)?)")
_SIGNS = re.compile(r"[\d,;:|/&@<>()\[\]{}•⋅、，‧∙\n!?*_+=\"“”–—]|\s[-·]\s")
_LISTED = re.compile(rf"\s(?:{AND})\s", re.IGNORECASE)
_TOLD = re.compile(r"\s(?:for|at|für|from|by|of|the|is|im|in)\s", re.IGNORECASE)
_LEAD = re.compile(r"(?:Von|Di|De|Av|Af|Par|Por|Door) \S+")
"""Words that lead to a name, but that may be a first name before a last one."""
_SURNAME = re.compile(r" (?:Post|Press|Guest|Bank|Bund|Herald|Reply|Page)$", re.IGNORECASE)
_SINGLE = re.compile(r"[ァ-ヺー]+(?:[・·=＝][ァ-ヺー]+)+|[\u3400-\u9fff]{1,6}(?:·[\u3400-\u9fff]{1,6})+")
"""A foreign name in Japanese or Chinese, its words parted by a dot."""
_CATALOGUED = re.compile(
    r"([^\W\d_][^\W\d_'’-]+), ((?:[^\W\d_]\.|[^\W\d_][^\W\d_'’-]+)(?:[ -](?:[^\W\d_]\.?|[^\W\d_][^\W\d_'’-]*)){0,3})"
)
_PARTED = re.compile(rf"\s*;\s*|\s(?:{AND})\s")
_MOST_WORDS = 10
_LONGEST = 70


def stated(
    author: Any, people: Mapping[str, str], kinds: frozenset[str] = frozenset(), deep: int = 3
) -> Iterator[Writer]:
    """The names in a JSON-LD author, each with the types that it is given; ``people`` are names by their ``@id``.

    >>> list(stated([{"@type": "Person", "name": "Di Wu"}, "Ida Holm"], {}))
    [('Di Wu', frozenset({'Person'})), ('Ida Holm', frozenset())]
    """
    if isinstance(author, str):
        yield people.get(author, author), kinds
    elif isinstance(author, list) and deep:
        for item in author[:20]:
            yield from stated(item, people, kinds, deep - 1)
    elif isinstance(author, dict) and deep:
        kind = author.get("@type") or "Person"
        own = frozenset(map(str, kind if isinstance(kind, list) else [kind]))
        name = author.get("name") or people.get(str(author.get("@id")))
        if isinstance(name, (str, list)):
            yield from stated(name, people, own, deep - 1)


def persons(writers: Iterable[Writer], sites: frozenset[str]) -> dict[str, str]:
    """The names of those whom JSON-LD types as persons, by their squashed names, where each is one person's name.

    >>> persons(stated({"@type": "Person", "name": "Di Wu"}, {}), frozenset())
    {'diwu': 'Di Wu'}
    >>> persons(stated({"@type": "Person", "name": "Ida Holm und Bo Ek"}, {}), frozenset())
    {}
    """
    typed = (collapse(name) for name, kinds in writers if "Person" in kinds and not kinds & NO_PERSONS)
    return {squash(name): _turned(name) for name in typed if is_one(name, sites)}


def is_one(name: str, sites: frozenset[str]) -> bool:
    """Whether a stated name is one person's and nothing else."""
    if _LAST_FIRST.fullmatch(name):
        return name.istitle() and not is_desk(name, sites) and not is_desk(name.split(",")[1].strip(), sites)
    if _SINGLE.fullmatch(name):
        return True
    words = name.split()
    if (
        not 2 <= len(words) <= _MOST_WORDS
        or len(name) > _LONGEST
        or _SIGNS.search(name)
        or _TOLD.search(name)
    ):
        return False
    if unled(name) != name and not _LEAD.fullmatch(name):
        return False
    return all(map(_named, words)) and _joined(name) and not is_desk(_without_surname(name), sites)


def _named(word: str) -> bool:
    return not word[0].islower() or word in PARTICLES


def _joined(name: str) -> bool:
    """Whether no word in it parts two people."""
    return all(is_one_word_join(name, found) for found in _LISTED.finditer(name))


def _without_surname(name: str) -> str:
    """A last name that desks and buttons have as well says nothing; nor do capitals of two letters."""
    words = name.split()
    short = len(words) == 2 or (len(words) == 3 and len(words[1].strip(".")) == 1)
    bare = _SURNAME.sub("", name) if short else name
    return bare.title() if all(len(word) < 3 for word in words) else bare


def spoken(names: str) -> str:
    """``Jong, Ida de; Ek, Bo`` as a catalogue has them, in the order in which they are spoken; any other names as they are.

    >>> spoken("Jong, Ida de"), spoken("Holm, I."), spoken("Ida Holm, Bo Ek")
    ('Ida de Jong', 'I. Holm', 'Ida Holm, Bo Ek')
    >>> spoken("Holm, Ida; Ek, Bo"), spoken("Holm, Ida und Bo Ek"), spoken("Ortega, José y Gasset")
    ('Ida Holm; Bo Ek', 'Ida Holm; Bo Ek', 'Ortega, José y Gasset')
    """
    listed = [part for part in _PARTED.split(names) if part]
    said = [_uncatalogued(part) for part in listed]
    return "; ".join(said) if all(" " in name and "," not in name for name in said) else names


def _uncatalogued(name: str) -> str:
    found = _CATALOGUED.fullmatch(name)
    if found is None or any(is_desk(part, frozenset()) for part in found.groups()):
        return name
    return f"{found[2]} {found[1]}"


def _turned(name: str) -> str:
    """``Holm, Ida`` as it is spoken."""
    found = _LAST_FIRST.fullmatch(name)
    return f"{found[2]} {found[1]}" if found else name
