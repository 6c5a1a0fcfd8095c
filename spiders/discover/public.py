"""Public web archives: what their indexes say about a site's pages. No fetching here; nothing is raised.

======== ===========================================================================================================
cdx      a CDX server as pywb, OpenWayback, the Wayback Machine and Common Crawl have it: lines of JSON, or one JSON
         list whose first row names the columns
memento  a TimeMap (RFC 7089) of one address, in link format
warcs    a list of WARC files, one path a line, perhaps gzipped, as Common Crawl publishes it for CC-NEWS; the time in a
         file's name says when it was written
======== ===========================================================================================================
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from pipelines.archive.frames import raw_records
from pipelines.archive.surt import instant, stamp
from pipelines.archive.unit import Interval
from spiders.discover.archives import PublicArchive
from spiders.discover.sitemap import unzipped

MOST = 20_000
"""Captures of one host and interval that are asked for."""
LASTS = timedelta(hours=6)
"""A file may hold captures of so long after the time in its name."""
STAMP = re.compile(r"(?<!\d)(20\d{12})(?!\d)")
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s,;]+))*)')
_FIELD = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One capture that a public archive holds."""

    url: str
    """Of the page, at its own site."""
    captured: datetime
    source: str
    """Address of the answer that names it."""
    replay: str | None = None
    """Where its payload is had as it was."""
    file: str | None = None
    """Address of the WARC file that holds the record."""
    offset: int = 0
    length: int = 0


def question(archive: PublicArchive, host: str, interval: Interval) -> str:
    """The address that lists what a CDX server has of a host, captured in an interval.

    >>> asked = question(PublicArchive(kind="cdx", url="http://a.example/cdx"), "*.herald.example",
    ...     Interval.parse("20260105T230000Z--20260106T230000Z"))
    >>> asked
    'http://a.example/cdx?url=herald.example&matchType=domain&from=20260105230000&to=20260106225959&output=json&limit=20000'
    """
    matches = "domain" if host.startswith("*.") else "host"
    last = interval.end - timedelta(seconds=1)
    asked = {
        "url": host.removeprefix("*."), "matchType": matches, "from": stamp(interval.start),
        "to": stamp(last), "output": "json", "limit": MOST,
    }  # fmt: skip
    return f"{archive.url}?{urlencode(asked)}"


def mementos(body: bytes, source: str, archive: PublicArchive) -> tuple[Memento, ...]:
    """Captures with status 200 that an answer of a CDX server names."""
    found = (_memento(row, source, archive) for row in _rows(body))
    return tuple(one for one in found if one is not None)


def _rows(body: bytes) -> Iterator[dict[str, Any]]:
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("[["):
        try:
            names, *rows = json.loads(text)
        except ValueError:
            return
        yield from (dict(zip(names, row, strict=False)) for row in rows if isinstance(row, list))
        return
    for line in text.splitlines():
        _, brace, rest = line.partition("{")
        try:
            row = json.loads(brace + rest)
        except ValueError:
            continue  # a page of words, or a line that was cut
        if isinstance(row, dict):
            yield row


def _memento(row: dict[str, Any], source: str, archive: PublicArchive) -> Memento | None:
    url, stamp = str(row.get("url") or row.get("original") or ""), str(row.get("timestamp") or "")
    captured = _instant(stamp)
    media = str(row.get("mime") or row.get("mimetype") or "text/html")
    if str(row.get("status") or row.get("statuscode")) != "200" or captured is None:
        return None
    if not url.startswith(("http://", "https://")) or "html" not in media:
        return None
    name, place = row.get("filename"), (_number(row.get("offset")), _number(row.get("length")))
    file = urljoin(archive.files, quote(str(name))) if archive.files and name and place[1] else None
    replay = archive.replay and archive.replay.replace("{timestamp}", stamp).replace("{url}", url)
    return Memento(
        url=url, captured=captured, source=source, replay=replay, file=file, offset=place[0], length=place[1]
    )


def _number(value: object) -> int:
    return (
        int(value) if isinstance(value, str) and value.isdecimal() else value if isinstance(value, int) else 0
    )


def _instant(digits: str) -> datetime | None:
    try:
        return instant(digits[:14])
    except ValueError:
        return None


def timemap(body: bytes, source: str, url: str) -> tuple[Memento, ...]:
    """The mementos of one address, oldest first (RFC 7089 §5). Their payload as it was is where ``id_`` is put behind
    the time, as every archive that runs Wayback software has it."""
    found = []
    for where, rest in _LINK.findall(body.decode("utf-8", "replace")):
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
        captured = _mailed(fields.get("datetime", ""))
        if "memento" not in fields.get("rel", "").split() or captured is None:
            continue
        replay = re.sub(r"/(\d{14})(?:mp_)?/", r"/\1id_/", urljoin(source, where), count=1)
        found.append(Memento(url=url, captured=captured, source=source, replay=replay))
    return tuple(sorted(found, key=lambda one: one.captured))


def _mailed(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def files(body: bytes, archive: PublicArchive, interval: Interval) -> tuple[str, ...]:
    """Addresses of the WARC files of a list that may hold captures of an interval."""
    listed, cut = unzipped(body)
    return () if cut else tuple(_timely(listed.decode("utf-8", "replace").split(), archive, interval))


def _timely(names: Iterable[str], archive: PublicArchive, interval: Interval) -> Iterator[str]:
    for name in names:
        stamp = STAMP.search(name.rpartition("/")[2])
        begun = _instant(stamp[1]) if stamp else None
        if begun is None or interval.start - LASTS <= begun < interval.end:
            yield urljoin(archive.files or archive.url, name)


def records(body: bytes, file: str) -> Iterator[Memento]:
    """The responses in a WARC file that stand alone in their members; WarcError behind the last whole one of a cut file."""
    for record in raw_records(BytesIO(body), file, bad=lambda _: None) if body else ():
        if record.record_type == "response" and record.captured and record.offset is not None:
            yield Memento(
                url=record.url, captured=record.captured, source=file, file=file, offset=record.offset,
                length=record.length or 0,
            )  # fmt: skip


def collections(body: bytes, archive: PublicArchive, interval: Interval) -> tuple[PublicArchive, ...]:
    """The CDX servers of those collections of Common Crawl's list that were crawled in an interval."""
    try:
        listed = [row for row in json.loads(body) if isinstance(row, dict)]
    except (ValueError, TypeError):
        return ()
    return tuple(
        replace(archive, kind="cdx", url=str(row["cdx-api"]))
        for row in listed
        if "cdx-api" in row and _overlaps(row, interval)
    )


def _overlaps(row: dict[str, Any], interval: Interval) -> bool:
    try:
        begun, ended = (datetime.fromisoformat(str(row[key])) for key in ("from", "to"))
    except (ValueError, KeyError):
        return False
    begun, ended = (t if t.tzinfo else t.replace(tzinfo=UTC) for t in (begun, ended))
    return begun < interval.end and interval.start <= ended


def earliest(found: Iterable[Memento]) -> dict[str, Memento]:
    """Of each address the first capture: the page nearest to its publication."""
    best: dict[str, Memento] = {}
    for one in sorted(found, key=lambda one: one.captured):
        best.setdefault(one.url, one)
    return best
