"""Feeds: RSS, Atom (through feedparser, on the archived bytes) and JSON Feed."""

import json
import time
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.archive.hypertext import absolute
from pipelines.archive.ledger import Dated
from spiders.discover import dates
from spiders.discover.link import Link


def links(body: bytes, url: str, zone: ZoneInfo) -> tuple[Link, ...]:
    """Every entry that has an address, in order. What is no feed at all has none; nothing is raised."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(body, url, zone)
    return _xml_feed(body, url, zone)


def _xml_feed(body: bytes, url: str, zone: ZoneInfo) -> tuple[Link, ...]:
    import feedparser  # here: a fifth of a second that only a crawl should pay

    try:
        # A stream, since feedparser would take bytes for a file name; nothing is fetched.
        feed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-location": url, "content-type": "application/xml"},
            sanitize_html=False,
        )
    except Exception:  # noqa: BLE001 - its loose parser lets through whatever sgmllib and urllib raise
        return ()
    old = str(feed.get("version", "")) in ("rss10", "rss090")
    found = (_entry(entry, url, zone, old) for entry in feed.entries)
    return tuple(link for link in found if link)


def _entry(entry: dict[str, Any], url: str, zone: ZoneInfo, old: bool) -> Link | None:
    # dict.get: feedparser's own answers `updated` with `published`, and warns about it.
    address = _text(dict.get(entry, "feedburner_origlink")) or _text(dict.get(entry, "link"))
    where = absolute(address, url) if address else None
    if where is None:
        return None
    announced, dated = None, None
    kinds: tuple[tuple[str, Dated], ...] = (("published", "published"), ("updated", "modified"))
    for key, kind in kinds:
        announced = announced or _date(entry, key, zone)
        if announced and dated is None:
            # RSS 1.0 has no date of its own: its dc:date, which feedparser calls updated, is the item's day.
            dated = "published" if old else kind
    return Link(
        url=where, announced=announced, dated=dated, title=_text(dict.get(entry, "title")), source=url
    )


def _date(entry: dict[str, Any], key: str, zone: ZoneInfo) -> datetime | None:
    """Our own reading first: feedparser takes a time without a zone for UTC."""
    raw, parsed = _text(dict.get(entry, key)), dict.get(entry, f"{key}_parsed")
    if not raw:
        return None
    if found := dates.instant(raw, zone):
        return found
    if not isinstance(parsed, time.struct_time) or dates.ambiguous(raw):
        return None
    try:
        moment = datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
        return moment if dates.has_zone(raw) else moment.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _json_feed(body: bytes, url: str, zone: ZoneInfo) -> tuple[Link, ...]:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    items = feed.get("items") if isinstance(feed, dict) else None
    found = []
    for item in items if isinstance(items, list) else ():
        address = _text(item.get("url")) if isinstance(item, dict) else None
        where = absolute(address, url) if address else None
        if where:
            published = dates.instant(_text(item.get("date_published")) or "", zone)
            modified = dates.instant(_text(item.get("date_modified")) or "", zone)
            dated: Dated | None = "published" if published else "modified" if modified else None
            title = _text(item.get("title"))
            found.append(
                Link(url=where, announced=published or modified, dated=dated, title=title, source=url)
            )
    return tuple(found)


def _text(value: object) -> str | None:
    found = " ".join(value.split()) if isinstance(value, str) else ""
    return found or None
