"""The pages that a crawl which was cut off may have left without what they need to be shown.

What a page needs is fetched right behind it, before the next page of its host. So only the last pages can lack
something: as many of each host as were fetched side by side. Nobody asks for these pages again, since they are settled.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipelines.archive import Archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import keys, load_manifest

MOST = 8
"""Attempts that are looked back upon: each may have been cut off before it had a page."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def last_pages(archive: Archive, site: str, at_once: int) -> tuple[str, ...]:
    """Addresses of the last pages of a site's newest attempt, where it did not come to its end.

    Of an attempt that the site refused nothing is asked for.
    """
    for key in reversed(keys(archive, site)[-MOST:]):
        manifest = load_manifest(archive, key)
        if manifest.kind not in ("days", "poll"):
            continue
        if manifest.complete or manifest.finish == "blocked":
            break
        if found := tuple(_last(manifest.ledger, at_once)):
            return found
    return ()


def _last(ledger: Iterable[Entry], at_once: int) -> Iterator[str]:
    hosts: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger:
        if entry.end == "fetched":
            hosts[(urlsplit(entry.url).hostname or "").lower()].append(entry)
    for entries in hosts.values():
        entries.sort(key=lambda entry: entry.captured or _EARLIEST)
        yield from (entry.url for entry in entries[-at_once:])
