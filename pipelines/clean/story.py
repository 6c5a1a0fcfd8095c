"""What stands at the head of a story: kicker, lead, place; and whose text it is."""

import re
from collections.abc import Collection
from dataclasses import replace

from pipelines.clean import datelines
from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft
from pipelines.clean.shapes import FULL_STOPS, squash
from pipelines.clean.spans import collapse
from pipelines.clean.standfirsts import led
from pipelines.clean.stated import Stated

_AGENCY = datelines.AGENCY
_OWN = re.compile(
    rf"^\s*[（(]?({_AGENCY})(?:[）)]|\s*[-–—/]\s|$)|[（(【/]\s*({_AGENCY})\s*[)）】]\s*$|^(?:新华社|新華社|中新社|【)({_AGENCY})?"
)
_BRACKETED = re.compile(rf"^[（(\[]\s?(?:©\s?)?({_AGENCY})\s?[)）\]]$")
"""``(©NTB)`` below a story; a picture's credit has no brackets there."""
_SIGNED = re.compile(rf"(?<![^\W_])(?!AA$){_AGENCY}(?![^\W_])(?!\s[A-ZÀ-Þ][a-zß-ÿ])")
"""An agency that signs: Petra Holm is a person, and AA alone a button for the size of letters."""

_FIRST = frozenset(("paragraph", "subhead"))
_HEADINGS = 2
"""Headings at the end that head nothing; of more the paragraphs were lost, and they are what is left of a list."""


def topped(draft: Draft) -> Draft:
    """The first paragraph becomes the lead where the page sets it apart: as its description, or above the byline."""
    body = draft.body
    if not body or any(p.label == "lead" for p in body) or body[0].label not in _FIRST:
        return draft
    first = body[0]
    if len(squash(first.text)) > 20 and squash(first.text) in descriptions(draft.stated):
        lead = first.judged("lead", "the page's own description", 0.8)
        return replace(draft, pieces=[lead if p is first else p for p in draft.pieces])
    heads = [i for i, p in enumerate(draft.pieces) if p.label == "headline" and p.start < first.start]
    return replace(draft, pieces=led(draft.pieces, heads[-1])) if draft.markup and heads else draft


def tailed(draft: Draft) -> Draft:
    """A web page without headings below which no more of the story stands: they head what was left out (``More from us``)."""
    body = draft.body if draft.markup else []
    last = next((i for i in range(len(body), 0, -1) if body[i - 1].label != "subhead"), 0)
    if not last or not 0 < len(body) - last <= _HEADINGS:
        return draft
    left = {id(p) for p in body[last:] if not p.text.endswith(FULL_STOPS)}
    pieces = [
        p.judged("related", "a heading with nothing of the story below it", 0.6) if id(p) in left else p
        for p in draft.pieces
    ]
    return replace(draft, pieces=pieces)


def descriptions(stated: Stated) -> frozenset[str]:
    """What a page says of itself in a sentence or two, squashed."""
    names = ("description", "og:description", "twitter:description")
    said = [value for name in names for value in stated.meta.get(name, ())]
    linked = stated.article.get("description")
    return frozenset(map(squash, [*said, linked] if isinstance(linked, str) else said))


def lead(draft: Draft) -> list[Claim[str]]:
    """The lead is one of the story's own blocks, never a description that the page does not show."""
    found = [p for p in draft.body if p.label == "lead"]
    return [Claim(source="block", value=" ".join(p.text for p in found), confidence=0.8)] if found else []


def alternative(draft: Draft, told: Collection[str | None]) -> list[Claim[str]]:
    """The kicker, or a second headline in the markup; neither what ``told`` says, headline and lead, nor a label."""
    kickers = [p for p in draft.labelled("section") if "kicker" in p.cues]
    found = [Claim(source="kicker", value=p.text, confidence=0.7) for p in kickers[-1:]]
    other = draft.stated.article.get("alternativeHeadline")
    if isinstance(other, str) and (said := collapse(other)):
        found.append(Claim(source="json-ld", value=said[:400], confidence=0.8))
    known = {squash(text) for text in told if text}
    return [
        claim for claim in found if squash(claim.value) not in known and not claim.value.endswith((":", "："))
    ]


def dateline(draft: Draft) -> list[Claim[str]]:
    """``PARIS (AFP) —`` at the head of the first paragraph."""
    for piece in draft.body[:2]:
        place, by = datelines.dateline(piece.text, draft.language or "")
        if place:
            return [Claim(source="block", value=place, confidence=0.8 if by else 0.6)]
    return []


def agency(draft: Draft) -> list[Claim[str]]:
    """The news agency that wrote the text, where a dateline or the last line says so."""
    for piece in draft.body[:2]:
        if by := datelines.dateline(piece.text, draft.language or "").agency:
            return [Claim(source="dateline", value=by, confidence=0.8)]
    author = draft.stated.article.get("author")
    for item in author if isinstance(author, list) else [author]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and re.fullmatch(_AGENCY, name.strip(), re.IGNORECASE):
            return [Claim(source="json-ld", value=name.strip(), confidence=0.7)]
    for piece in [*draft.labelled("agency_note"), *draft.labelled("byline")]:
        if named := _SIGNED.search(piece.text):
            return [Claim(source="block", value=named[0], confidence=0.6)]
    return _signed(draft)


def _signed(draft: Draft) -> list[Claim[str]]:
    """The agency that the last line of a story names, or the one right below it, in brackets."""
    body = draft.body[-1:]
    below = [p for p in draft.labelled("credit")[-1:] if body and p.start > body[0].start]
    for piece, form in [*((p, _OWN) for p in body), *((p, _BRACKETED) for p in below)]:
        found = form.search(piece.text)
        if found and (name := next((g for g in found.groups() if g), None)):
            return [Claim(source="block", value=name, confidence=0.6)]
    return []
