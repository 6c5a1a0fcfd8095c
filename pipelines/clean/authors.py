"""Who wrote it: names without roles, sites and agencies."""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.clean import words
from pipelines.clean.candidates import Claim
from pipelines.clean.credits import AGENCIES
from pipelines.clean.cues import phrases
from pipelines.clean.draft import Draft
from pipelines.clean.headline import site_names
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse

_SPLIT = re.compile(
    r"\s*(?:[;|•·/、，&]|(?<=[a-zà-ÿ]{2}),(?=\s)|\s(?:and|und|et|y|e|en|och|og|ja|i|a|și|ve|и|та|и|και|و|ו|及|和|with|mit|avec|con)\s)\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r",?\s*\b(?:staff|senior|chief|associate|deputy|contributing|political|business|sports?|science|foreign|special|national|editor|editorial|"
    r"reporter|correspondent|writer|columnist|journalist|contributor|bureau|producer|redakteur(?:in)?|korrespondent(?:in)?|journaliste|correspondante?|"
    r"redactora?|periodista|corresponsal|jornalista|giornalista|inviat[oa]|redacteur|verslaggever|reporter in|freelance|for|at)\b.*$",
    re.IGNORECASE,
)
_CJK_ROLE = re.compile(
    r"(?:\s*(?:기자|특파원|记者|記者|特派员|特派員|通讯员|编辑|編集委員|論説委員|报道员))+$|^(?:기자|记者|記者|文|作者)\s*[:：/]?\s*"
)
_CJK_AUTHOR = re.compile(r"(?:作者|记者|記者|撰文|文)\s*[:：/]\s*([\u3400-\u9fff·]{2,8})")
_STRAY = re.compile(r"[(\[（【].*$|https?://\S*|@\S+|\S+@\S+|\d{1,4}[./:-]\d{1,2}.*$|\|.*$")
_DESK = re.compile(
    r"\b(?:redaktion|redazione|redacción|redacção|redação|rédaction|redactie|newsroom|staff|desk|team|editors?|editorial|agenc(?:y|ies|ia|ias|e|es)|news|online|admin|"
    r"webdesk|web desk|press|media|times|post|herald|tribune|gazette|magazine|zeitung|redakcja|redakce|редакция|редакція|guest|anonymous|unknown|none|null)\b|"
    r"编辑部|編集部|本报讯|综合|取材班|보도국|편집국|هيئة التحرير|التحرير|وكالات",
    re.IGNORECASE,
)
_NAMES = frozenset(squash(a) for a in AGENCIES.split("|"))


def claims(draft: Draft) -> list[Claim[tuple[str, ...]]]:
    """Lists of authors by source."""
    found: list[Claim[tuple[str, ...]]] = []
    for source, sure, values in _sources(draft):
        people = clean_names(values, site_names(draft))
        if source in ("block", "byline link"):
            people = tuple(p for p in people if _full(p))
        if people:
            found.append(Claim(source=source, value=people, confidence=sure))
    return found


def _full(name: str) -> bool:
    """A first and a last name, or as much in Chinese characters: a line of the page may be anything."""
    if name.isascii() or name[0].isupper() or name[0].islower():
        return len(name.split()) > 1 and all(w[0].isupper() or len(w) < 4 for w in name.split())
    return len(name) <= 6 or len(name.split()) > 1


def _sources(draft: Draft) -> Iterator[tuple[str, float, list[str]]]:
    yield "json-ld", 0.9, list(_json(draft.stated.article.get("author")))
    for name in (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "byl",
        "dcterms.creator",
        "citation_author",
        "article:author_name",
        "twitter:data1",
    ):
        if name in draft.stated.meta and (name != "twitter:data1" or draft.stated.first("twitter:label1")):
            sure = 0.75 if name != "twitter:data1" else 0.3
            yield name, sure, list(draft.stated.meta[name])
    linked = [p.text for p in draft.labelled("byline") if "author" in p.cues and p.link_share > 0.5]
    if linked:
        yield "byline link", 0.8, linked[:6]
    named = [m[1] for p in draft.labelled("date") for m in _CJK_AUTHOR.finditer(p.text)]
    yield "date line", 0.55, named
    yield "block", 0.6, [p.text for p in draft.labelled("byline")[:3]]


def _json(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _json(item) if not isinstance(item, list) else ()
    elif isinstance(value, dict):
        kind = value.get("@type")
        kinds = kind if isinstance(kind, list) else [kind]
        if not {"Organization", "NewsMediaOrganization", "Corporation"} & {str(k) for k in kinds}:
            name = value.get("name")
            yield from _json(name) if isinstance(name, (str, list)) else ()


def clean_names(values: list[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Each value split into people; what is no person's name is left out.

    >>> clean_names(["By Ida Holm, Senior Reporter and Bo Ek"], frozenset())
    ('Ida Holm', 'Bo Ek')
    """
    people: dict[str, str] = {}
    for value in values:
        if "://" in value and " " not in value:
            continue
        for part in _SPLIT.split(_unled(collapse(value[:400]))):
            name = _person(part or "", sites)
            if name:
                people.setdefault(squash(name), name)
    return tuple(people.values())[:20]


def _unled(text: str) -> str:
    low = text.casefold()
    lead = max((p for p in phrases(words.BYLINE).first if low.startswith(p)), key=len, default="")
    return text[len(lead) :].lstrip(" :：") if lead else text


def _person(text: str, sites: frozenset[str]) -> str | None:
    name = _STRAY.sub("", _unled(text.strip(" .,-–—:")))
    name = _CJK_ROLE.sub("", name.strip()).strip()
    name = _ROLE.sub("", name).strip(" .,-–—:") if not _ROLE.fullmatch(name) else ""
    bare = squash(name)
    if not 2 <= len(bare) <= 40 or bare in sites or bare in _NAMES or any(c.isdigit() for c in name):
        return None
    if _DESK.search(name) or len(name.split()) > 5 or (name.islower() and name.isascii()):
        return None
    if len(name.split()) == 1 and name.isascii() and (name.isupper() or len(name) < 4):
        return None
    return name
