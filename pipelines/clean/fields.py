"""The fields of a record, each with where it came from."""

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar, cast
from urllib.parse import urljoin, urlsplit

from pipelines.clean import authors, dates, headline, keywords, language, publishers, rows, sections
from pipelines.clean.candidates import Claim, best
from pipelines.clean.draft import Draft
from pipelines.clean.filed import filed
from pipelines.clean.pictures import pictures
from pipelines.clean.shapes import readable, weight
from pipelines.clean.spans import blocks
from pipelines.clean.story import agency, alternative, dateline, lead, tailed, topped
from pipelines.clean.walls import wall
from pipelines.record import Origin, Record

T = TypeVar("T")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_GLUED = re.compile(r"/https?%3a%2f%2f", re.IGNORECASE)
_CARRIED = 0.8
"""Confidence in a text that stands in no element, which a browser would show."""
_HEADING = 20
"""Weight up to which a correction is no more than its heading."""
_MANY = 3
"""Posts with a time of the day that make a page a live one."""


def record(draft: Draft, cleaner: str) -> Record:
    """The record of a draft, whether or not the judge then lets it pass."""
    draft = tailed(topped(rows.headed(draft)))
    origins: dict[str, Origin] = {}
    if (behind := draft.behind) and any(p.start >= behind.start for p in draft.body):
        origins["text"] = Origin(source=behind.source, confidence=_CARRIED)

    def pick(name: str, claims: list[Claim[T]]) -> T | None:
        value: T | None
        value, origin = best([*row.get(name, ()), *claims])
        if origin is not None:
            origins[name] = origin
        return cast("T | None", _readable(value))

    row: rows.Claims = {}
    draft = replace(draft, language=pick("language", _language(draft)))
    row = rows.claims(draft)
    title = pick("headline", headline.claims(draft))
    found = pictures(draft, headline.site_names(draft))
    moments = dates.statements(draft)
    standfirst = pick("lead", lead(draft))
    beside = filed(draft.pieces)
    made = Record(
        headline=title,
        alternative_headline=pick("alternative_headline", alternative(draft, (title, standfirst))),
        lead=standfirst,
        text=draft.body_text,
        blocks=blocks(draft.pieces),
        authors=pick("authors", authors.claims(draft)) or (),
        keywords=pick("keywords", keywords.claims(draft, title, beside.tags)) or (),
        footnotes=tuple(p.text for p in draft.labelled("footnote")),
        corrections=tuple(p.text for p in draft.labelled("correction") if weight(p.text) > _HEADING),
        captions=found.captions,
        credits=found.credits,
        publisher=pick("publisher", publishers.claims(draft, title)),
        section=pick("section", sections.claims(draft, title, beside.sections)),
        dateline=pick("dateline", dateline(draft)),
        agency=pick("agency", agency(draft)),
        canonical_url=pick("canonical_url", _canonical(draft)),
        language=draft.language,
        date_published=pick("date_published", dates.published(moments, draft)),
        date_modified=pick("date_modified", dates.modified(moments)),
        is_accessible_for_free=pick("is_accessible_for_free", _free(draft)),
        is_live=pick("is_live", _live(draft)),
        origins=MappingProxyType(origins),
        url=draft.page.url,
        site=None,
        fetched=draft.page.fetched,
        where=draft.page.where,
        cleaner=cleaner,
    )
    if rest := rows.untold(draft, made):
        origins["columns"] = rest
    return made


def _readable(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_readable, value))
    return readable(value) if isinstance(value, str) else value


def _canonical(draft: Draft) -> list[Claim[str]]:
    found = []
    og = draft.stated.first("og:url")
    for source, value, sure in (
        ("link", draft.stated.canonical, 0.95),
        ("og:url", og[1] if og else None, 0.8),
    ):
        try:
            url = urljoin(draft.page.url or "", value or "")
            broken = _is_broken(url, draft)
        except ValueError:
            continue
        if value and url.startswith(("http://", "https://")) and not broken:
            found.append(Claim(source=source, value=url, confidence=sure))
    return found


def _is_broken(url: str, draft: Draft) -> bool:
    """Whether an address has another one glued to it, encoded, or a host without a domain that is not the page's."""
    host = urlsplit(url).hostname or ""
    return _GLUED.search(url) is not None or ("." not in host and host != draft.host)


def _language(draft: Draft) -> list[Claim[str]]:
    text = draft.body_text or "\n".join(p.text for p in draft.pieces)
    og = draft.stated.first("og:locale", "content-language", "dc.language")
    stated = draft.stated.lang or (og[1] if og else None)
    column, said = rows.language(draft) or ("", None)
    value, source, sure = language.told(text, said or stated, draft.hints.language)
    source = column if said and source == "html lang" else source
    return [Claim(source=source, value=value, confidence=sure)] if value else []


def _free(draft: Draft) -> list[Claim[bool]]:
    stated = draft.stated.article.get("isAccessibleForFree")
    said = str(stated).rsplit("/", 1)[-1].lower() if stated is not None else ""
    found = (
        [Claim(source="json-ld", value=said == "true", confidence=0.9)] if said in ("true", "false") else []
    )
    tier = draft.stated.first("article:content_tier")
    if tier and tier[1].lower() in ("free", "locked", "metered"):
        found.append(Claim(source=tier[0], value=tier[1].lower() == "free", confidence=0.8))
    if draft.markup and wall(draft):
        found.append(Claim(source="block", value=False, confidence=0.6))
    return found


def _live(draft: Draft) -> list[Claim[bool]]:
    if "liveblogposting" in draft.stated.types:
        return [Claim(source="json-ld", value=True, confidence=0.95)]
    posts = [p for p in draft.pieces if "live" in p.cues and weight(p.text) < 30 and _CLOCK.search(p.text)]
    return [Claim(source="block", value=True, confidence=0.6)] if len(posts) >= _MANY else []
