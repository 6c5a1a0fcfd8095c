"""The fields of a record, each with where it came from."""

import html
import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

from pipelines.clean import authors, dates, headline, language, rows, sections
from pipelines.clean.candidates import Claim, best
from pipelines.clean.draft import Draft
from pipelines.clean.pictures import pictures
from pipelines.clean.shapes import readable, weight
from pipelines.clean.spans import blocks, collapse
from pipelines.clean.story import agency, alternative, dateline, lead, topped
from pipelines.clean.walls import wall
from pipelines.record import Origin, Record

T = TypeVar("T")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_CARRIED = 0.8
"""Confidence in a text that stands in no element, which a browser would show."""
_HEADING = 20
"""Weight up to which a correction is no more than its heading."""
_COMMAS = re.compile("[,，،、;；]")
"""What parts the keywords of a text."""
_KEY = re.compile(r"^(?:tag|subject|topic|keyword):(?=\S)")
_LEFT = re.compile(r"[\[{<%$].*[\]}>%$]|(?:type|path|clone|template|layout|status):\S.*|_.*|/.*")
_ENTITY = re.compile(r"&(?:#?\w{2,32});")
_QUOTED = re.compile(r'"([^"]+)"?|([^"]*[^"\d])"')
"""Within quotation marks, or at an end of a list that is; ``27"`` is a size."""
_MANY = 3
"""Posts with a time of the day that make a page a live one."""


def record(draft: Draft, cleaner: str) -> Record:
    """The record of a draft, whether or not the judge then lets it pass."""
    draft = topped(rows.headed(draft))
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
    made = Record(
        headline=title,
        alternative_headline=pick("alternative_headline", alternative(draft)),
        lead=pick("lead", lead(draft)),
        text=draft.body_text,
        blocks=blocks(draft.pieces),
        authors=pick("authors", authors.claims(draft)) or (),
        keywords=pick("keywords", _keywords(draft)) or (),
        footnotes=tuple(p.text for p in draft.labelled("footnote")),
        corrections=tuple(p.text for p in draft.labelled("correction") if weight(p.text) > _HEADING),
        captions=found.captions,
        credits=found.credits,
        publisher=pick("publisher", headline.publisher(draft, title)),
        section=pick("section", sections.claims(draft, title)),
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


def _keywords(draft: Draft) -> list[Claim[tuple[str, ...]]]:
    tags = draft.stated.meta.get("article:tag", ())
    news = _plain(
        ",".join(draft.stated.meta.get("news_keywords", ()) or draft.stated.meta.get("keywords", ()))
    )
    sources: list[tuple[str, float, list[str]]] = [
        ("json-ld", 0.9, _named(draft.stated.article.get("keywords"))),
        ("article:tag", 0.85, list(tags) if len(tags) != 1 else _COMMAS.split(_plain(tags[0]))),
        ("keywords", 0.6, _COMMAS.split(news)),
        ("rel=tag", 0.5, list(draft.stated.topics.tags)),
    ]
    found = []
    for source, sure, values in sources:
        words = tuple(dict.fromkeys(w for v in values if (w := _keyword(v)) and len(w) < 80))
        if words:
            found.append(Claim(source=source, value=words[:60], confidence=sure))
    return found


def _plain(text: str) -> str:
    """Without signs that are written as markup; ``rock&region`` has none."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _keyword(said: str) -> str:
    """A keyword as it is written; nothing for what a template left, or a system says to itself."""
    word = collapse(_plain(said)).strip()
    found = _QUOTED.fullmatch(word)
    word = ((found[1] or found[2]).strip() if found else word).lstrip("#")
    word = _KEY.sub("", word)
    return "" if _LEFT.fullmatch(word) or not any(map(str.isalnum, word)) else word


def _named(stated: Any) -> list[str]:
    """Keywords of JSON-LD: a text that lists them, terms with a name, or several of these (schema.org, keywords)."""
    if isinstance(stated, str):
        return _COMMAS.split(_plain(stated))
    terms = stated if isinstance(stated, list) else [stated]
    words = (term.get("name") if isinstance(term, dict) else term for term in terms)
    return [word for word in words if isinstance(word, str)]


def _canonical(draft: Draft) -> list[Claim[str]]:
    found = []
    og = draft.stated.first("og:url")
    for source, value, sure in (
        ("link", draft.stated.canonical, 0.95),
        ("og:url", og[1] if og else None, 0.8),
    ):
        try:
            url = urljoin(draft.page.url or "", value or "")
        except ValueError:
            continue
        if value and url.startswith(("http://", "https://")):
            found.append(Claim(source=source, value=url, confidence=sure))
    return found


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
