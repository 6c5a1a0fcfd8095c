"""Looking at a site without crawling it: some addresses are asked for politely, archived, and read back.

The asking is a crawl child's (robots.txt, pace, address guard, WARC); what is looked at here comes out of the
archive, so that a draft or a check rests on bytes that anybody can look up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from pipelines.archive import Archive, cdx
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest
from pipelines.archive.read import page_at
from pipelines.errors import CrawlError
from pipelines.page import Page, Where
from spiders.crawl import archive_urls, contact_of

HOPS = 5
"""Redirects that are followed."""


class Manner(TypedDict, total=False):
    """How a site is looked at, all optional."""

    pace: float
    """Seconds between requests to one host; at least one on others' servers."""
    insecure: bool
    connect_to: str | None
    ca_file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One address that was asked for."""

    url: str
    """Where the answer came from, behind any redirects."""
    page: Page | None = None
    """The answer with status 200; None for any other."""
    wrong: str | None = None
    """Why there is no page, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of a look."""

    seen: dict[str, Seen] = field(default_factory=dict)
    """By the address asked for."""
    robots: dict[str, bytes] = field(default_factory=dict)
    """The robots.txt of each host that has one, by its address."""

    def pages(self, urls: Iterable[str]) -> dict[str, Page]:
        """The pages of those addresses that have one."""
        found = ((url, self.seen[url].page) for url in urls if url in self.seen)
        return {url: page for url, page in found if page is not None}


def look(urls: Iterable[str], *, to: Archive, contact: str | None = None, **manner: Unpack[Manner]) -> Looked:
    """Ask for each address once, and read the answers back from the archive."""
    asked = tuple(dict.fromkeys(urls))
    if not asked:
        return Looked()
    who = contact_of(f"a look at {urlsplit(asked[0]).hostname}", contact, manner.get("connect_to"))
    report = archive_urls(asked, to=to, contact=who, **{"pace": 2.0, **manner})  # type: ignore[arg-type]
    if report.manifest is None:
        raise CrawlError(f"nothing was asked: {'; '.join(report.errors) or report.finish}")
    manifest = load_manifest(to, report.manifest)
    entries = {entry.url: entry for entry in manifest.ledger}
    return Looked(seen={url: _seen(to, url, entries) for url in asked}, robots=dict(_robots(to, manifest)))


def _seen(archive: Archive, url: str, entries: dict[str, Entry]) -> Seen:
    entry = entries.get(url)
    for _ in range(HOPS):
        if entry is None or entry.end != "moved" or entry.target is None:
            break
        entry = entries.get(entry.target)
    if entry is None:
        return Seen(url=url, wrong="the look was stopped before its turn")
    if entry.end == "fetched" and entry.where is not None:
        return Seen(url=entry.url, page=page_at(archive, entry.where))
    return Seen(url=entry.url, wrong=entry.note or f"status {entry.status}")


def _robots(archive: Archive, manifest: Manifest) -> Iterable[tuple[str, bytes]]:
    wanted = {verdict.url for verdict in manifest.robots if verdict.verdict == "rules"}
    for stored in manifest.warcs:
        for held in cdx.read(archive.objects.read(stored.cdxj.key), stored.cdxj.key):
            if held.url in wanted and held.status == 200:
                where = Where(
                    record_id=held.record_id, payload_sha256=held.sha256, key=stored.warc.key,
                    offset=held.offset, length=held.length,
                )  # fmt: skip
                yield held.url, page_at(archive, where).body
