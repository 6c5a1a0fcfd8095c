"""What pages and feeds state of a site: its name, languages, country and time zone, each with its source.

Nothing is guessed: a fact that nobody states is not there.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.archive import hypertext
from pipelines.page import Page

LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")
ANYWHERE = {
    "ai",
    "am",
    "cc",
    "cd",
    "co",
    "fm",
    "gg",
    "io",
    "is",
    "la",
    "ly",
    "me",
    "nu",
    "sh",
    "st",
    "to",
    "tv",
    "ws",
}
"""Country domains that are sold to everybody, and so say nothing of a country."""
OFFSET = re.compile(rb"\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s?([+-])(\d\d):?(\d\d)\b")
PUBLISHERS = ("NewsMediaOrganization", "Organization", "WebSite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is stated, and where."""

    value: str
    source: str


def name(home: Page, articles: Iterable[Page], feeds: Iterable[Page]) -> Fact | None:
    """What the site calls itself."""
    for page in (home, *articles):
        if said := _line(_meta(page, "og:site_name")):
            return Fact(value=said, source=f"og:site_name of {page.url}")
        for thing in _json_ld(page):
            if thing.get("@type") in PUBLISHERS and (said := _line(thing.get("name"))):
                return Fact(value=said, source=f"JSON-LD of {page.url}")
    for page in feeds:
        found = re.search(rb"<title[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]{2,80})", page.body)
        if found and (said := _line(unescape(found[1].decode("utf-8", "replace")))):
            return Fact(value=said, source=f"title of {page.url}")
    return None


def languages(pages: Iterable[Page]) -> tuple[Fact, ...]:
    """Languages that pages declare (``<html lang>``), the first page's first, then by how many declare them."""
    found: dict[str, list[str]] = {}
    for page in pages:
        tag = tag_of(page)
        if tag is not None:
            found.setdefault(tag, []).append(page.url or "")
    first = next(iter(found), None)
    order = sorted(found, key=lambda tag: (tag != first, -len(found[tag])))
    return tuple(
        Fact(value=tag, source=f"lang of {found[tag][0]}" + _more(len(found[tag]) - 1)) for tag in order
    )


def tag_of(page: Page) -> str | None:
    """The language that a page declares, as a site's file writes it, without region."""
    root = hypertext.tree(page.body)
    stated = root.get("lang") or root.get("xml:lang") if root is not None else None
    found = LANGUAGE.fullmatch((stated or "").strip())
    if not found:
        return None
    return found[1].lower() + (f"-{found[2].title()}" if found[2] else "")


def country(home: Page, articles: Iterable[Page]) -> Fact | None:
    """The country, by the site's domain, or as its pages state it: JSON-LD address, region of a language."""
    last = (urlsplit(home.url or "").hostname or "").rpartition(".")[2]
    code = {"uk": "GB"}.get(last, last.upper())
    if code in zones_by_country() and last not in ANYWHERE:
        return Fact(value=code, source=f"top-level domain .{last}")
    for page in (home, *articles):
        for thing in _json_ld(page):
            address = thing.get("address")
            stated = address.get("addressCountry") if isinstance(address, dict) else None
            stated = stated.get("name") if isinstance(stated, dict) else stated
            if isinstance(stated, str) and stated.strip().upper() in zones_by_country():
                return Fact(value=stated.strip().upper(), source=f"JSON-LD address of {page.url}")
    root = hypertext.tree(home.body)
    found = LANGUAGE.fullmatch((root.get("lang") or "").strip()) if root is not None else None
    if found and found[3] and found[3].upper() in zones_by_country():
        return Fact(value=found[3].upper(), source=f"region in lang={found[0]} of {home.url}")
    return None


def time_zone(of: Fact | None, sources: Iterable[Page], now: datetime) -> Fact:
    """The zone of the country where it has one; else the offset that dates in its sources bear; else UTC.

    The key is required, so a source that says "nobody states it" stands beside UTC.
    """
    offset = _offset(sources)
    zones = zones_by_country().get(of.value, ()) if of else ()
    fitting = [z for z in zones if offset is None or now.astimezone(ZoneInfo(z)).utcoffset() == offset.value]
    if of and len(fitting) == 1:
        beside = f" with the offset in {offset.source}" if offset and len(zones) > 1 else ""
        return Fact(value=fitting[0], source=f"the zone of {of.value}{beside}")
    if offset:
        hours = offset.value / timedelta(hours=1)
        if hours == int(hours):
            near = f"; of {of.value}: {', '.join(fitting[:8])}" if of and fitting else ""
            text = f"only an offset, of dates in {offset.source}{near}: name the city"
            return Fact(value=f"Etc/GMT{-int(hours):+d}" if hours else "UTC", source=text)
    return Fact(value="UTC", source="nobody states it: correct it before the first crawl")


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """Time zones by country code (ISO 3166-1), from the zone.tab of the time zone database."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found.setdefault(code, []).append(zone)
    return {code: tuple(zones) for code, zones in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offset:
    value: timedelta
    source: str


def _offset(pages: Iterable[Page]) -> _Offset | None:
    """The offset of local time that nearly all dates of a document bear; that of UTC where none bears another."""
    best: _Offset | None = None
    for page in pages:
        counted = Counter(
            (1 if sign == b"+" else -1) * timedelta(hours=int(h), minutes=int(m))
            for sign, h, m in OFFSET.findall(page.body)
        )
        # Machines write times of change in UTC beside times of publication in local time.
        counted = Counter({at: n for at, n in counted.items() if at}) or counted
        value, most = next(iter(counted.most_common(1)), (timedelta(), 0))
        if most >= 3 and 10 * most >= 9 * counted.total() and (best is None or (value and not best.value)):
            best = _Offset(value=value, source=page.url or "a feed")
    return best


def _json_ld(page: Page) -> Iterator[dict[str, Any]]:
    """Every object of a page's JSON-LD, publishers inside articles included."""
    for raw in re.findall(
        rb"<script[^>]+ld\+json[^>]*>(.{2,200000}?)</script>", page.body, re.IGNORECASE | re.DOTALL
    ):
        try:
            waiting: list[Any] = [json.loads(raw.decode("utf-8", "replace"))]
        except (ValueError, RecursionError):
            continue
        while waiting and len(waiting) < 1000:
            thing = waiting.pop()
            if isinstance(thing, list):
                waiting += thing
            elif isinstance(thing, dict):
                yield thing
                waiting += [thing[key] for key in ("@graph", "publisher") if key in thing]


def _meta(page: Page, wanted: str) -> str | None:
    root = hypertext.tree(page.body)
    for element in () if root is None else root.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() == wanted:
            return str(element.get("content") or "")
    return None


def _line(text: object) -> str | None:
    found = " ".join(text.split()) if isinstance(text, str) else ""
    return found if 1 < len(found) <= 80 else None


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
