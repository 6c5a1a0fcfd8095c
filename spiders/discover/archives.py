"""Public web archives that a site's file may name; how they are asked is in :mod:`spiders.discover.public`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicArchive:
    """A public archive that a site's file names."""

    kind: str
    """cdx, collections (of CDX servers, as Common Crawl lists them), memento or warcs."""
    url: str
    """The CDX server; the TimeMap's address before the page's; the list of WARC files, perhaps with placeholders."""
    replay: str | None = None
    """Payloads as they were, with ``{timestamp}`` and ``{url}``."""
    files: str | None = None
    """What the names of WARC files are put behind, where the archive gives them out."""


NAMED = {
    "wayback": PublicArchive(
        kind="cdx",
        url="https://web.archive.org/cdx/search/cdx",
        replay="https://web.archive.org/web/{timestamp}id_/{url}",
    ),
    "common_crawl": PublicArchive(
        kind="collections",
        url="https://index.commoncrawl.org/collinfo.json",
        files="https://data.commoncrawl.org/",
    ),
    "cc_news": PublicArchive(
        kind="warcs",
        url="https://data.commoncrawl.org/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz",
        files="https://data.commoncrawl.org/",
    ),
}
"""Archives that need no address."""
