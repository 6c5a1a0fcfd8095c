"""The headline, by a vote of those who claim to know it, without the site's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import collapse
from pipelines.clean.suffixes import suffix

_ENDS = re.compile(
    r"\s*[|｜]\s*|\s+[-–—·»:]\s+|\s*_\s*|(?<=[」』】\w]):\s*(?=[^\s:]{2,20}$)|：(?=[^：]{2,20}$)"
)


def claims(draft: Draft) -> list[Claim[str]]:
    """Candidates, each worth what its source is worth and what the others say of it."""
    names = site_names(draft)
    raw = [replace(c, value=trim(c.value, names)) for c in _sources(draft)]
    raw = [c for c in raw if c.value and squash(c.value) not in names]
    return sorted((_voted(c, raw) for c in raw), key=lambda c: -c.confidence)


def _sources(draft: Draft) -> Iterator[Claim[str]]:
    for piece in draft.labelled("headline")[:3]:
        first = "h1" in piece.tags or not draft.markup
        yield Claim(
            source="h1" if draft.markup and first else "block",
            value=piece.text,
            confidence=0.62 if first else 0.4,
        )
    stated = draft.stated.article
    for key, sure in (("headline", 0.6), ("name", 0.35)):
        if isinstance(stated.get(key), str):
            yield Claim(source="json-ld", value=collapse(stated[key])[:400], confidence=sure)
    for name, sure in (
        ("og:title", 0.55),
        ("twitter:title", 0.45),
        ("dc.title", 0.4),
        ("title", 0.4),
        ("headline", 0.4),
    ):
        if found := draft.stated.first(name):
            yield Claim(source=name, value=found[1], confidence=sure)
    if draft.stated.title:
        yield Claim(source="title", value=draft.stated.title, confidence=0.42)


def _voted(claim: Claim[str], all_claims: Sequence[Claim[str]]) -> Claim[str]:
    """Each other source that agrees adds to the confidence."""
    mine, bonus = squash(claim.value), 0.0
    for other in all_claims:
        if other.source == claim.source:
            continue
        theirs = squash(other.value)
        if mine == theirs:
            bonus += 0.12
        elif mine and theirs and SequenceMatcher(None, mine[:200], theirs[:200]).quick_ratio() > 0.85:
            bonus += 0.04
    short = 0.2 if weight(claim.value) < 10 else 0.0
    return replace(claim, confidence=max(0.05, min(0.99, claim.confidence + bonus - short)))


def site_names(draft: Draft) -> frozenset[str]:
    """All that the site is called, squashed."""
    found = [draft.site_name, draft.hints.publisher, *draft.stated.site_names]
    found += [
        value
        for name in ("og:site_name", "application-name", "twitter:site", "al:ios:app_name")
        for value in draft.stated.meta.get(name, ())
    ]
    publisher = draft.stated.article.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        found.append(publisher["name"])
    names = {squash(n) for n in found if n}
    host = draft.host
    if host:
        names |= {
            squash(host),
            squash(host.removeprefix("www.")),
            *(squash(part) for part in host.split(".") if len(part) > 3),
        }
    return frozenset(n for n in names if n)


def trim(title: str, names: frozenset[str]) -> str:
    """A title without the site's name at its end or beginning.

    >>> trim("Storm hits coast | Der Bote", frozenset({"derbote"}))
    'Storm hits coast'
    """
    title = collapse(title)
    for _ in range(3):
        parts = list(_ENDS.finditer(title))
        if not parts:
            break
        head, tail = title[: parts[0].start()], title[parts[-1].end() :]
        if _is_name(tail, names) and title[: parts[-1].start()]:
            title = title[: parts[-1].start()]
        elif _is_name(head, names) and title[parts[0].end() :]:
            title = title[parts[0].end() :]
        else:
            break
    return title.strip()


def _is_name(text: str, names: frozenset[str]) -> bool:
    bare = squash(text)
    return bool(bare) and any(
        bare == n or (len(n) > 4 and (n in bare or bare in n) and len(bare) < 2 * len(n) + 4)
        for n in names
        if len(bare) > 2
    )


def publisher(draft: Draft) -> list[Claim[str]]:
    """Who brings the article."""
    found: list[Claim[str]] = []
    stated = draft.stated.article.get("publisher")
    stated = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(stated, dict) and isinstance(stated.get("name"), str):
        found.append(Claim(source="json-ld", value=collapse(stated["name"]), confidence=0.9))
    for name, sure in (
        ("og:site_name", 0.85),
        ("application-name", 0.6),
        ("publisher", 0.5),
        ("dc.publisher", 0.5),
    ):
        if value := draft.stated.first(name):
            found.append(Claim(source=name, value=value[1], confidence=sure))
    if draft.hints.publisher:
        found.append(Claim(source="hint", value=draft.hints.publisher, confidence=0.8))
    if draft.site_name:
        found.append(Claim(source="suffix", value=draft.site_name, confidence=0.75))
    part = suffix(draft.stated.title or "") if draft.markup else None
    heads = {squash(p.text) for p in draft.labelled("headline")}
    if part and (squash(part[1]) in squash(draft.host or "") or squash(part[0]) in heads):
        found.append(Claim(source="title", value=part[1], confidence=0.5))
    return [c for c in found if c.value and not c.value.startswith("http")]
