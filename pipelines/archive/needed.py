"""What a page needs to be shown as it was, what of it the archive has, and why the rest is missing.

The index of captures says what is there: of each part the capture nearest to the page's, which is what a replay shows.
Why a part is not there, the receipts of takedowns say, or the manifests of the page's own unit: that of its own attempt
first, then those of the attempts that went on where it was cut off.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from pipelines.archive import Archive, cdx, http, lookup
from pipelines.archive.attempt import attempt_id
from pipelines.archive.hypertext import absolute
from pipelines.archive.ledger import End
from pipelines.archive.manifest import manifest_key
from pipelines.archive.manifests import keys
from pipelines.archive.read import exchange_at, page_at
from pipelines.archive.requisites import DEPTH, Kind, Requisite, is_html, of_page, of_part
from pipelines.archive.shards import Shards
from pipelines.archive.surt import stamp
from pipelines.archive.takedowns import Withheld, receipts_of
from pipelines.archive.unit import Unit
from pipelines.archive.warc import Indexed
from pipelines.errors import NoSuchObject, WarcError
from pipelines.page import Page, Where

MOST = 2000
"""Parts of one page that are looked at."""
REDIRECTS = 5
SCRIPTS = "scripts are not kept; the page is shown as it was sent"
UNKNOWN = "it was not captured"
WHY: dict[End, str] = {
    "robots": "robots.txt forbids it",
    "refused": "it lies at an address that may not be connected to",
    "dropped": "the page had cost as much as the site's file allows (caps)",
    "failed": "it could not be had",
    "gone": "it was gone",
    "moved": "it leads nowhere",
    "unwanted": "it is not asked for",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a page needs."""

    url: str
    kind: Kind
    captured: datetime | None = None
    """The capture that a replay shows; None where there is none."""
    why: str | None = None
    """Why it is missing, or not whole; None for what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """All that a page needs but its scripts, and these."""

    parts: tuple[Part, ...] = ()
    scripts: tuple[Part, ...] = ()

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that a replay cannot show, or not whole."""
        return tuple(part for part in self.parts if part.why is not None)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when the parts that are there were captured."""
        moments = [part.captured for part in self.parts if part.captured]
        return (min(moments), max(moments)) if moments else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """What there is to be seen of an archive."""

    archive: Archive
    shards: Shards
    held: Withheld

    def nearest(self, url: str, at: str) -> tuple[Indexed | None, str | None]:
        """The capture that a replay of a moment shows, redirects followed; and what is wrong with it."""
        for _ in range(REDIRECTS):
            query = lookup.Query(url=url, sort="closest", closest=at, limit=1)
            capture = next(lookup.captures(self.shards, query, self.held.shows), None)
            if capture is None:
                return None, self._hidden(query)
            entry = next(cdx.read(capture.line, str(self.shards.folder)))
            target = _target(self.archive, entry)
            if target is None:
                return entry, _fault(entry)
            url = target
        return entry, "it leads from address to address"

    def _hidden(self, query: lookup.Query) -> str:
        kept = next(lookup.captures(self.shards, query), None) if self.held else None
        receipt = self.held.capture(kept) if kept else None
        return f"it was {receipt.said}" if receipt else UNKNOWN


def needed(archive: Archive, shards: Shards, page: Page, manifests: Iterable[str] = ()) -> Needed:
    """What a page needs, by its captures; ``manifests`` are the keys of those that tell of its crawl, its own first."""
    if page.url is None or page.fetched is None or not is_html(page.media_type):
        return Needed()
    found = _parts(_Sight(archive=archive, shards=shards, held=receipts_of(archive).now()), page)
    if any(part.why == UNKNOWN for part in found):
        told = [_told(archive, key) for key in manifests]
        found = [_explained(part, told) if part.why == UNKNOWN else part for part in found]
    scripts = tuple(part for part in found if part.kind == "script" and part.why)
    return Needed(parts=tuple(part for part in found if part.kind != "script"), scripts=scripts)


def needed_at(archive: Archive, shards: Shards, where: Where, unit: tuple[str, str]) -> Needed:
    """What the page at a place needs; ``unit`` is the site and span that it was captured for."""
    return needed(archive, shards, page_at(archive, where), _manifests(archive, where, unit))


def _manifests(archive: Archive, where: Where, unit: tuple[str, str]) -> Iterator[str]:
    """Keys of what tells of a page's crawl; the archive is listed only once somebody asks for more than its own."""
    attempt = attempt_id(where.key or "")
    if attempt is None:
        return
    yield (own := manifest_key(*unit, attempt))
    of = Unit(site=unit[0], span=unit[1])
    yield from (key for key in (keys(archive, unit=of) if of.interval else ()) if key != own)


def _parts(sight: _Sight, page: Page) -> list[Part]:
    assert page.url is not None
    assert page.fetched is not None
    at = stamp(page.fetched)
    found: dict[str, Part] = {}
    waiting = deque((item, 1) for item in of_page(page.body, page.url, images=True, scripts=True))
    while waiting and len(found) < MOST:
        item, depth = waiting.popleft()
        if item.url in found:
            continue
        entry, why = sight.nearest(item.url, at)
        found[item.url] = Part(
            url=item.url, kind=item.kind, captured=entry.captured if entry else None, why=why
        )
        if entry is not None and why is None and depth < DEPTH:
            with suppress(WarcError):  # a record that is lost is for `coranto check` to tell
                waiting.extend(
                    (below, depth + 1)
                    for below in _below(sight.archive, item.kind, entry.where(entry.filename))
                )
    return list(found.values())


def _target(archive: Archive, entry: Indexed) -> str | None:
    if entry.status is None or not 300 <= entry.status < 400 or entry.status == 304:
        return None
    location = http.parse(exchange_at(archive, entry.where(entry.filename))).header("location")
    return absolute(http.address(location), entry.url) if location else None


def _fault(entry: Indexed) -> str | None:
    if entry.status is not None and entry.status != 304 and not 200 <= entry.status < 300:
        return f"the answer was an error, status {entry.status}"
    return "only its beginning is kept: it was too long" if entry.truncated else None


@lru_cache(4096)
def _below(archive: Archive, kind: Kind, where: Where) -> tuple[Requisite, ...]:
    """What a stylesheet or frame needs in turn: one record always the same, and papers have few stylesheets."""
    if kind not in ("style", "frame"):
        return ()
    page = page_at(archive, where)
    return of_part(kind, page.body, page.url or "", page.media_type)


def _told(archive: Archive, manifest: str) -> dict[str, Any]:
    """What the manifest says of requisites; its long ledger is passed over."""
    try:
        raw: dict[str, Any] = orjson.loads(archive.objects.read(manifest))
    except (NoSuchObject, ValueError):
        return {}
    return raw


def _explained(part: Part, told: Sequence[dict[str, Any]]) -> Part:
    if part.kind == "script":
        why = SCRIPTS
    else:
        ended = next((entry for one in told if (entry := _ended(one.get("requisites", ()), part.url))), None)
        why = _as_said(ended) if ended else (_whole(part.kind, told[0]) if told else None) or UNKNOWN
    return Part(url=part.url, kind=part.kind, why=why)


def _ended(entries: Iterable[dict[str, Any]], url: str) -> dict[str, Any] | None:
    return next((entry for entry in entries if entry["url"] == url), None)


def _as_said(entry: dict[str, Any]) -> str:
    why = WHY.get(entry["end"], entry["end"])
    return f"{why}: {entry['note']}" if entry.get("note") else why


def _whole(kind: Kind, told: dict[str, Any]) -> str | None:
    """A reason that holds for many parts of a crawl."""
    level = told.get("stats", {}).get("requisites_level")
    if level == "none" or (level == "styles" and kind not in ("style", "part")):
        return f"the site's file asks for no such parts (requisites: {level})"
    if told.get("kind") == "kept":
        return "only the page was asked for"
    if told.get("kind") == "warcs":
        return "the imported files do not hold it"
    if told and told.get("finish") not in ("finished", "limit"):
        return f"the crawl ended before it ({told.get('finish')})"
    return None
