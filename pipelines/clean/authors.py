"""Who wrote it: the place that most likely names the writers, by a vote as for the headline.

Roles go; sites, desks and agencies are left out beside people. Where a page names no person at all, the desk that signs or
the organization it states as its author stands (schema.org: a Person or an Organization), with half the confidence.
"""

import math
from collections.abc import Mapping

from pipelines.clean.bylines import Byline, bylines
from pipelines.clean.candidates import Claim, chances, weighed
from pipelines.clean.capitals import spoken
from pipelines.clean.draft import Draft
from pipelines.clean.field_weights import AUTHORS
from pipelines.clean.headline import site_names
from pipelines.clean.names import is_agency, person_like
from pipelines.clean.shapes import squash

Key = tuple[str, ...]
_NOBODY = 1.0
"""Worth below which a list is no list of authors."""
_MOST = 6


def claims(draft: Draft) -> list[Claim[tuple[str, ...]]]:
    """Lists of authors, each with its chance to be the right one against the others and against nobody."""
    sites = site_names(draft)
    found = bylines(draft, sites)
    if not found:
        return []
    scores = [weighed(features(key, line, found, draft, sites), AUTHORS) for key, line in found.items()]
    made = [
        Claim(source=min(line.said), value=who, confidence=chance if line.names.people else chance / 2)
        for line, chance, worth in zip(found.values(), chances(scores, _NOBODY), scores, strict=True)
        if worth > _NOBODY
        for who in _written(line, found, draft.language or "")
    ]
    return sorted(made, key=lambda c: -c.confidence)[:_MOST]


def _written(line: Byline, found: Mapping[Key, Byline], language: str) -> list[tuple[str, ...]]:
    """The names of a list as they are spoken; behind them as they are printed, where that is in capitals."""
    printed = whole(line, found)
    if not line.names.people or not any(map(str.isupper, printed)):
        return [printed]
    small = {squash(n): n for b in found.values() for n in b.names.people if not n.isupper()}
    made = tuple(small.get(squash(n), spoken(n, language)) if person_like(n) else n for n in printed)
    return list(dict.fromkeys((made, printed)))


def whole(line: Byline, found: Mapping[Key, Byline]) -> tuple[str, ...]:
    """The names of a list; a first name alone with the last name that the page gives it elsewhere."""
    who = line.names.listed
    if len(who) != 1 or " " in who[0]:
        return who
    longer = {
        n for b in found.values() for n in b.names.people if n.startswith(f"{who[0]} ") and person_like(n)
    }
    return tuple(longer) if len(longer) == 1 else who


def features(
    key: Key, line: Byline, found: Mapping[Key, Byline], draft: Draft, sites: frozenset[str]
) -> dict[str, float]:
    """One list of writers as numbers; what is absent is 0."""
    who = line.names.listed
    count = len(who)
    persons = sum(map(person_like, line.names.people))
    others = {s for k, b in found.items() if k != key and set(k) & set(key) for s in b.said}
    holds = any(set(k) < set(key) for k in found)
    held = any(set(key) < set(k) for k in found)
    return {
        "somebody": 1.0,
        **{f"said {name}": 1.0 for name in line.said},
        "said by 2": float(len(line.said) >= 2),
        "said by 3": float(len(line.said) >= 3),
        "part said elsewhere": float(bool(others)),
        "holds a list": float(holds),
        "held by a list": float(held),
        "person": persons / count,
        "no person": float(not line.names.people),
        "the site": float(not line.names.people and all(k in sites for k in key)),
        "an agency": float(not line.names.people and any(map(is_agency, key))),
        "one word": sum(len(n.split()) == 1 for n in who) / count,
        "two": float(count == 2),
        "more": float(count > 2),
        "many": float(count > 5),
        "led": float(line.led),
        "aside": float(line.aside and line.place is not None),
        "often": math.log1p(line.count),
        "rest": line.rest,
        **_place(line, draft),
    }


def _place(line: Byline, draft: Draft) -> dict[str, float]:
    if line.place is None:
        return {"stated only": 1.0}
    stated, at = draft.stated, line.place
    heads = [s.order for s in stated.shown if s.sign == "h1"]
    near = min((abs(at - h) for h in heads), default=999)
    above = sum(p < at for p in stated.paragraphs)
    return {
        "paragraphs above": math.log1p(above),
        "at the end": float(bool(stated.paragraphs) and above == len(stated.paragraphs)),
        "from the h1": math.log1p(near),
        "next to the h1": float(near < 25),
    }
