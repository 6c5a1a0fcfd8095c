"""Collections: named sets of sites, by hand or by rule, of which every version is kept.

A version is one object of the archive, ``collections/<name>/<number>.json``, put once. It holds the sites themselves
and not only the rule, so that a count of it can be repeated whatever becomes of the registry.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import pairwise

from pipelines.archive import Archive
from pipelines.corpus.rule import Facts, rule
from pipelines.errors import CorpusError, ObjectExists, QueryError

PREFIX = "collections/"
NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One version of a collection."""

    name: str
    version: int
    """1, 2, 3 …"""
    made: datetime
    sites: tuple[str, ...]
    """Ids, in order."""
    rule: str | None = None
    """What they were chosen by; None where a person listed them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who joined and who left with a version."""

    name: str
    version: int
    made: datetime
    joined: tuple[str, ...]
    left: tuple[str, ...]


def keep(archive: Archive, name: str, sites: Iterable[str], by: str | None = None) -> Collection:
    """Keep a set of sites as the newest version; one that says the same as the last is that one."""
    if not NAME.fullmatch(name):
        raise CorpusError(
            f"collection {name!r}: write lower-case letters and digits, as in nordic or fr-regional"
        )
    chosen = tuple(sorted(set(sites)))
    if not chosen:
        raise CorpusError(f"collection {name}: no site is in it; name some, or write another rule")
    while True:
        held = versions(archive, name)
        if held and (held[-1].sites, held[-1].rule) == (chosen, by):
            return held[-1]
        made = Collection(name=name, version=len(held) + 1, made=archive.objects.now(), sites=chosen, rule=by)
        said = {"version": made.version, "made": made.made.isoformat(), "sites": chosen, "rule": by}
        body = json.dumps({"format": "coranto collection 1", "name": name, **said}, indent=1).encode()
        try:
            archive.objects.put(_key(name, made.version), body, media_type="application/json")
        except ObjectExists:
            continue  # somebody else made this version meanwhile
        return made


def versions(archive: Archive, name: str) -> tuple[Collection, ...]:
    """All versions, oldest first; empty where there is no such collection."""
    return tuple(sorted(_held(archive, f"{PREFIX}{name}/"), key=lambda c: c.version))


def collections(archive: Archive) -> tuple[Collection, ...]:
    """The newest version of each, by name."""
    newest: dict[str, Collection] = {}
    for found in sorted(_held(archive, PREFIX), key=lambda c: (c.name, c.version)):
        newest[found.name] = found
    return tuple(newest.values())


def named(archive: Archive, text: str) -> Collection:
    """A collection as a query names it: ``nordic`` is its newest version, ``nordic@2`` its second."""
    name, mark, number = text.partition("@")
    held = versions(archive, name) if NAME.fullmatch(name) else ()
    if not held:
        near = get_close_matches(name, [c.name for c in collections(archive)], 1)
        meant = f"did you mean {near[0]}?" if near else "coranto collection NAME SITE … makes one"
        raise QueryError(f"no collection {name[:40]!r}; {meant}")
    if not mark:
        return held[-1]
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(held)):
        raise QueryError(f"collection {name} has the versions 1 to {len(held)}, not {number!r}")
    return held[int(number) - 1]


def changes(held: Iterable[Collection]) -> tuple[Change, ...]:
    """What each version changed of the one before."""
    return tuple(
        Change(
            name=after.name,
            version=after.version,
            made=after.made,
            joined=tuple(site for site in after.sites if site not in before.sites),
            left=tuple(site for site in before.sites if site not in after.sites),
        )
        for before, after in pairwise(held)
    )


def chosen(text: str, known: Mapping[str, Facts]) -> tuple[str, ...]:
    """The sites that a rule means, by what is known of each.

    >>> chosen("country:FR -type:agency", {"a": {"country": ("FR",), "type": ("newspaper",)}, "b": {"country": ("SE",)}})
    ('a',)
    """
    read = rule(text)
    if read.words or not read.parts:
        wrong = f"{read.words[0]!r} has no field" if read.words else "it is empty"
        raise QueryError(f"rule: {wrong}; write for instance country:FR type:regional")
    return tuple(site for site, facts in sorted(known.items()) if read.fits(facts))


def _key(name: str, version: int) -> str:
    return f"{PREFIX}{name}/{version:06}.json"


def _held(archive: Archive, prefix: str) -> Iterable[Collection]:
    for stored in archive.objects.list(prefix):
        try:
            raw = json.loads(archive.objects.read(stored.key))
            yield Collection(
                name=raw["name"],
                version=raw["version"],
                made=datetime.fromisoformat(raw["made"]),
                sites=tuple(raw["sites"]),
                rule=raw["rule"],
            )
        except (ValueError, KeyError, TypeError) as e:
            raise CorpusError(f"{stored.key}: not a collection ({e}); restore it from the replica") from e
