"""Rules: which sites are meant, by what is known of them. One small language for collections, fleets and *Sources*.

``country:FR,BE type:newspaper -owner:Roe``: every part must hold, values after one name are alternatives, and a minus
turns its part round. Words without a name are for whoever asks to understand: ids of sites, or words of their names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.errors import QueryError

FACTS = ("site", "country", "region", "type", "language", "owner", "verified")
OTHERWISE = {"lang": "language", "id": "site"}
WORD = re.compile(r'-?\w+:(?:"[^"]*"|[^\s"])*|[^\s,]+')
Facts = Mapping[str, tuple[str, ...]]
"""What is known of a site, by the names of :data:`FACTS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field, the values that will do, and whether one of them must be there or must not."""

    name: str
    values: frozenset[str]
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a text asks for."""

    parts: tuple[Part, ...] = ()
    words: tuple[str, ...] = ()
    """In small letters."""

    def fits(self, facts: Facts) -> bool:
        """Does every part hold of a site?

        >>> rule("country:FR,BE -type:agency").fits({"country": ("BE",), "type": ("newspaper", "regional")})
        True
        """
        return all(
            bool(part.values & _folded(facts.get(part.name, ()))) is part.wanted for part in self.parts
        )

    def values(self, name: str) -> frozenset[str]:
        """Everything that is asked of one field."""
        return frozenset().union(*(part.values for part in self.parts if part.name == name))


def rule(text: str, names: Iterable[str] = FACTS) -> Rule:
    """Read a rule; QueryError says which part of it is none."""
    parts: list[Part] = []
    words: list[str] = []
    for found in WORD.findall(text):
        name, colon, value = found.partition(":")
        if colon:
            parts.append(_part(found, name, value, tuple(names)))
        else:
            words.append(found.casefold())
    return Rule(parts=tuple(parts), words=tuple(words))


def _part(found: str, name: str, value: str, names: tuple[str, ...]) -> Part:
    plain = name.removeprefix("-")
    plain = OTHERWISE.get(plain, plain)
    values = _folded(filter(None, value.replace('"', "").split(",")))
    if plain not in names or not values:
        raise QueryError(
            f"rule: {found!r} is no part of one; there are {', '.join(names)}, as in country:FR,BE"
        )
    return Part(name=plain, values=values, wanted=not name.startswith("-"))


def _folded(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value.casefold() for value in values)
