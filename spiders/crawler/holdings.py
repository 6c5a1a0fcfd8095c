"""The summary of a site's manifests: what a run has to know, without reading thousands of them.

``known/<site>.json.zst`` in the store ``state`` names the manifests it was made of and holds what they told. It is
derived: whoever removes it pays one run that reads all manifests. A run reads it and the manifests that came after it,
and writes a new one where these are many; so a run costs one request for each thousand manifests (the listing)
and at most ``EVERY`` and a few more, however old the site is.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
import zstandard

from pipelines.archive import Archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import keys, load_manifest
from pipelines.errors import NoSuchObject, ObjectExists
from spiders.crawler.known import Heard, History, Known, known

FORMAT = "coranto known 1"
EVERY = 24
"""A summary is written anew where so many manifests came after it."""
OPEN = 200_000
"""Most announced articles that were never had in a summary, the latest; their sources are asked anyway."""
LARGEST = 1 << 30


def recall(archive: Archive, site: str) -> Known:
    """All that the manifests of a site tell, by its summary and what came after; writes the summary where it is due."""
    listed = keys(archive, site)
    told, before, etag = _summary(archive, site)
    new = [key for key in listed if key not in told]
    if told - set(listed):  # of another archive, or one that lost manifests: only what is there counts
        told, before, new = frozenset(), Known(), listed
    found = known((load_manifest(archive, key) for key in new), before)
    if len(new) >= EVERY:
        with suppress(ObjectExists):  # another reader was quicker: theirs is as good
            archive.state.swap(_key(site), encode(found, listed), etag=etag)
    return found


def _key(site: str) -> str:
    return f"known/{site}.json.zst"


def _summary(archive: Archive, site: str) -> tuple[frozenset[str], Known, str | None]:
    try:
        body, etag = archive.state.fetch(_key(site))
    except NoSuchObject:
        return frozenset(), Known(), None
    try:
        told, before = decode(body)
    except (ValueError, KeyError, TypeError, IndexError, zstandard.ZstdError):
        return frozenset(), Known(), etag  # of another format, or damaged: made again
    return frozenset(told), before, etag


def encode(found: Known, told: Iterable[str]) -> bytes:
    """A summary as it is stored; ``told`` are the keys of the manifests it was made of."""
    listed = list(told)
    number = {key: n for n, key in enumerate(listed)}
    latest = sorted(found.open.values(), key=lambda e: e.announced.timestamp() if e.announced else 0.0)
    rows = {
        "format": FORMAT,
        "manifests": listed,
        "settled": [_row(entry) for entry in found.settled.values()],
        "open": [_row(entry) for entry in latest[-OPEN:]],
        "same": dict(found.same),
        "histories": [
            [url, h.first, h.last, [number[key] for key in h.manifests]] for url, h in found.histories.items()
        ],
        "heard": [[url, h.asked, h.news] for url, h in found.heard.items()],
    }
    return zstandard.ZstdCompressor(level=3).compress(orjson.dumps(rows))


def decode(body: bytes) -> tuple[list[str], Known]:
    """The opposite; ValueError and its like where the bytes are no summary of ours."""
    raw: Mapping[str, Any] = orjson.loads(
        zstandard.ZstdDecompressor().decompress(body, max_output_size=LARGEST)
    )
    if raw["format"] != FORMAT:
        raise ValueError(raw["format"])
    listed: list[str] = raw["manifests"]
    histories = {
        url: History(first=_at(first), last=_at(last), manifests=tuple(listed[n] for n in numbers))
        for url, first, last, numbers in raw["histories"]
    }
    return listed, Known(
        settled={row[0]: _entry(row) for row in raw["settled"]},
        open={row[0]: _entry(row) for row in raw["open"]},
        same=raw["same"],
        histories=histories,
        heard={url: Heard(asked=_at(asked), news=_at(news)) for url, asked, news in raw["heard"]},
    )


def _row(entry: Entry) -> list[Any]:
    """An entry without what only its own manifest is asked for: where its capture is, and its note."""
    return [
        entry.url, entry.end, entry.sources, entry.announced, entry.dated, entry.status, entry.captured,
        entry.target,
    ]  # fmt: skip


def _entry(row: list[Any]) -> Entry:
    url, end, sources, announced, dated, status, captured, target = row
    return Entry(
        url=url, end=end, sources=tuple(sources), announced=announced and _at(announced), dated=dated,
        status=status, captured=captured and _at(captured), target=target,
    )  # fmt: skip


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
