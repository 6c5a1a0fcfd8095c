"""Proving an archive: read everything back, and say what is not as it was committed.

Files are held against their manifests (size, SHA-256), records against their own digests, the index against
the records, the ledger against the index, and the manifests against their chain.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from pipelines.archive import Archive, cdx, open_archive
from pipelines.archive.frames import RawRecord, bare
from pipelines.archive.manifest import Manifest, Stored, WarcStored
from pipelines.archive.manifests import from_json, is_intact, keys
from pipelines.archive.prove import (
    REINDEX,
    RESTORE,
    Hashed,
    Problem,
    Revisits,
    check_file,
    compare,
    entries_of,
    told_of,
    walk,
)
from pipelines.archive.read import IMPORTED
from pipelines.archive.replica import replica_faults, written_over
from pipelines.archive.store import Store
from pipelines.errors import ManifestError, NoSuchObject

__all__ = ["Problem", "check", "check_file"]

Progress = Callable[[str], None]

WARC = re.compile(r"(?i)\.(w?arc|wet)(\.(gz|zst))?$")
"""Names of the files of a folder that are checked."""

SETTLING = timedelta(hours=1)
"""A WARC file without a manifest may be of a commit under way; after this time it is not."""


@dataclass(slots=True)
class _Seen:
    """What a site's files hold, for what refers to it."""

    told: Progress
    manifests: dict[str, str] = field(default_factory=dict)
    """SHA-256 by key."""
    chain: dict[str, Stored | None] = field(default_factory=dict)
    responses: set[str] = field(default_factory=set)
    revisits: list[tuple[str, int, str]] = field(default_factory=list)
    """File, offset, and the record referred to; of our own files, since imports tell theirs in the ledger."""
    damaged: set[str] = field(default_factory=set)
    """Files that are told of already; what depends on them is not."""
    places: dict[tuple[str, int], str] = field(default_factory=dict)
    """Record id by file and offset."""

    def noting(self, records: Iterable[RawRecord], key: str) -> Iterator[RawRecord]:
        """Pass records on, and remember what refers to what."""
        for record in records:
            if record.record_type == "response":
                self.responses.add(record.record_id)
            elif record.record_type == "revisit" and not key.startswith(IMPORTED):
                refers = bare(record.header("WARC-Refers-To"))
                self.revisits.append((key, record.offset or 0, refers))
            yield record


def check(
    source: Archive | Iterable[Path | str],
    progress: Progress | None = None,
    *,
    settling: timedelta = SETTLING,
) -> Iterator[Problem]:
    """Everything that is wrong in an archive, or in WARC files and folders of them."""
    told = progress or (lambda _: None)
    if isinstance(source, Archive):
        yield from _archive(source, told, settling)
        return
    revisits = Revisits()
    for place in source:
        path = Path(place)
        if (path / "manifests").is_dir():
            yield from _archive(open_archive(path), told, settling)
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and WARC.search(file.name))
            for file in found:
                yield from check_file(file, told, revisits)
            if not found:
                yield Problem(
                    file=str(path), what="holds no WARC, ARC or WET file", repair="name one that does"
                )
        else:
            yield from check_file(path, told, revisits)
    yield from revisits.dangling()


def _archive(archive: Archive, told: Progress, settling: timedelta) -> Iterator[Problem]:
    """A file that was written over is told of once, whatever else is wrong with what is there now."""
    told("versions")
    over = list(written_over(archive.objects))
    yield from (fault.problem() for fault in over)
    names = {f"{fault.store.url}/{fault.key}" for fault in over}
    yield from (
        found
        for found in _proved(archive, told, settling)
        if names.isdisjoint({found.file, f"{archive.objects.url}/{found.file}"})
    )


def _proved(archive: Archive, told: Progress, settling: timedelta) -> Iterator[Problem]:
    by_site: dict[str, list[str]] = {}
    for key in keys(archive):
        by_site.setdefault(key.split("/")[1], []).append(key)
    named: set[str] = set()
    for site, listed in by_site.items():
        seen = _Seen(told)
        for number, key in enumerate(listed, 1):
            told(f"{site}: manifest {number} of {len(listed)}")
            yield from _manifest(archive.objects, key, seen, named)
        yield from _chain(seen)
        yield from _references(seen)
    yield from (fault.problem() for fault in replica_faults(archive.objects, told))
    yield from _unnamed(archive.objects, named, archive.objects.now() - settling)


def _manifest(store: Store, key: str, seen: _Seen, named: set[str]) -> Iterator[Problem]:
    body = store.read(key)
    seen.manifests[key] = hashlib.sha256(body).hexdigest()
    try:
        manifest = from_json(body, key)
    except ManifestError as e:
        yield Problem(file=key, what=str(e).removeprefix(f"{key}: "), repair=RESTORE)
        return
    if not is_intact(body):
        yield Problem(file=key, what="has other bytes than it was written with (SHA-256)", repair=RESTORE)
    if manifest.key != key:
        yield Problem(file=key, what=f"is the manifest {manifest.key}", repair=RESTORE)
    seen.chain[key] = manifest.previous
    for held in manifest.warcs:
        named |= {held.warc.key, held.cdxj.key}
        yield from _warc(store, held, seen)
    yield from _ledger(manifest, key, seen)


def _warc(store: Store, held: WarcStored, seen: _Seen) -> Iterator[Problem]:
    problems: list[Problem] = []
    try:
        with store.open(held.warc.key) as stream:
            hashed = Hashed(stream)
            records = walk(io.BufferedReader(hashed, 1 << 16), held.warc.key, problems)
            counted = told_of(records, held.warc.key, seen.told)
            entries = entries_of(seen.noting(counted, held.warc.key), held.warc.key)
    except NoSuchObject:
        yield Problem(file=held.warc.key, what="is missing", repair=RESTORE)
        return
    wrong = list(_same(held.warc, hashed.size, hashed.digest.hexdigest()))
    if wrong or not held.warc.key.startswith(IMPORTED):  # else it is as it came, broken or not
        yield from problems
    yield from wrong
    index = _index(store, held.cdxj.key)
    if wrong and index is not None and not list(_same_bytes(held.cdxj, index)):
        seen.damaged.add(held.warc.key)  # its index tells what it held, so that no more is said of this
        was = cdx.read(index, held.cdxj.key)
        seen.responses |= {entry.record_id for entry in was if entry.record_type == "response"}
        return
    seen.places |= {(held.warc.key, entry.offset): entry.record_id for entry in entries}
    if len(entries) != held.exchanges:
        what = f"has {len(entries)} exchanges, its manifest says {held.exchanges}"
        yield Problem(file=held.warc.key, what=what, repair=RESTORE)
    if index is None:
        yield Problem(file=held.cdxj.key, what="is missing", repair=REINDEX)
        return
    yield from _same_bytes(held.cdxj, index)
    yield from compare(index, held.cdxj.key, cdx.cdxj(entries))


def _index(store: Store, key: str) -> bytes | None:
    try:
        return store.read(key)
    except NoSuchObject:
        return None


def _same_bytes(stored: Stored, body: bytes) -> Iterator[Problem]:
    return _same(stored, len(body), hashlib.sha256(body).hexdigest())


def _same(stored: Stored, size: int, sha256: str) -> Iterator[Problem]:
    if size != stored.size:
        yield Problem(
            file=stored.key, what=f"has {size} bytes, its manifest says {stored.size}", repair=RESTORE
        )
    elif sha256 != stored.sha256:
        yield Problem(
            file=stored.key, what="has other bytes than its manifest says (SHA-256)", repair=RESTORE
        )


def _ledger(manifest: Manifest, key: str, seen: _Seen) -> Iterator[Problem]:
    own = {held.warc.key for held in manifest.warcs}
    for entry in manifest.ledger:
        where = entry.where
        if (
            where is None
            or where.key not in own - seen.damaged
            or (where.offset is None and entry.end != "fetched")
        ):
            continue
        if seen.places.get((where.key, where.offset or 0)) != where.record_id:
            what = f"the ledger's {entry.url} is not in {where.key} at offset {where.offset}"
            yield Problem(file=key, what=what, repair="restore the WARC file from a copy of the archive")


def _chain(seen: _Seen) -> Iterator[Problem]:
    followers: dict[str, list[str]] = {}
    for key, previous in seen.chain.items():
        followers.setdefault(previous.key if previous else "", []).append(key)
        if previous is None:
            continue
        if previous.key not in seen.manifests:
            yield Problem(file=previous.key, what=f"is missing, {key} follows it", repair=RESTORE)
        elif seen.manifests[previous.key] != previous.sha256:
            yield Problem(
                file=previous.key, what=f"has other bytes than {key} says (SHA-256)", repair=RESTORE
            )
    for before, after in followers.items():
        if len(after) > 1:
            what = f"{len(after)} manifests follow {before or 'nothing'}: {', '.join(sorted(after))}"
            repair = "nothing is lost; two commits ran at once, see that crawls hold the lease"
            yield Problem(file=max(after), what=what, repair=repair)


def _references(seen: _Seen) -> Iterator[Problem]:
    for key, offset, record_id in seen.revisits:
        if record_id not in seen.responses:
            what = f"a revisit refers to {record_id}, which no committed file has"
            yield Problem(file=key, offset=offset, what=what, repair=RESTORE)


def _unnamed(store: Store, named: set[str], before: datetime) -> Iterator[Problem]:
    for held in chain(store.list("warc/"), store.list(IMPORTED)):
        if held.key not in named and (held.modified or datetime.min.replace(tzinfo=UTC)) < before:
            repair = "start a crawl of its site where its spool is, which finishes the commit"
            if held.key.startswith(IMPORTED):
                repair = "import the file again, which finishes the commit: coranto import FILE"
            yield Problem(file=held.key, what="no manifest names it", repair=repair)
