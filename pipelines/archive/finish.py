"""Ending an attempt: upload what lies in the spool, commit it, and finish what others left behind.

All steps can be repeated: a crash anywhere leaves files that the next call carries on with. Order: WARC,
CDXJ, then the manifest as the commit marker; local files go only after the store has confirmed it.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from pipelines.archive import Archive, cdx, http, plain, warc
from pipelines.archive.attempt import Attempt, cdxj_key, disk, warc_key, write_durably
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import Dated, End, Entry
from pipelines.archive.manifest import Manifest, Stored, WarcStored
from pipelines.archive.manifests import from_json, latest, load_manifest, put_manifest, to_json
from pipelines.archive.store import sha256_of, sync_folder
from pipelines.archive.unfinished import unmark
from pipelines.errors import ArchiveError, ManifestError, WarcError

OPEN = ".open"
ATTEMPT = ".attempt.json"
MANIFEST = ".manifest.json"
_GONE = frozenset({404, 410, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The records of one exchange or document."""

    indexed: warc.Indexed
    location: str | None
    """Header of a redirect."""
    metadata: warc.Fields
    end: int
    """Where the next one begins."""


def stored(path: Path, entries: Iterable[warc.Indexed]) -> WarcStored:
    """What the manifest says of a closed WARC file; its index is written beside it."""
    listed = list(entries)
    key = warc_key(path.name)
    if key is None:
        raise ArchiveError(f"{path}: not a name that the spool gives; move it elsewhere")
    index = cdx.cdxj(listed)
    write_durably(_cdxj(path), index)
    return WarcStored(
        warc=Stored(key=key, size=path.stat().st_size, sha256=sha256_of(path)),
        cdxj=Stored(key=cdxj_key(key), size=len(index), sha256=hashlib.sha256(index).hexdigest()),
        exchanges=len(listed),
    )


def finish(folder: Path, archive: Archive, manifest: Manifest) -> Manifest:
    """Upload and commit; nothing is done twice. The manifest as it was committed."""
    write_durably(folder / f"{manifest.id}{MANIFEST}", to_json(manifest))
    done = _committed(archive, manifest)
    for held in manifest.warcs:
        local = folder / held.warc.key.rpartition("/")[2]
        if done is not None and not (local.exists() and _cdxj(local).exists()):
            continue  # committed, and cleared since
        with disk(local):
            archive.objects.put(held.warc.key, local, media_type="application/warc")
            archive.objects.put(held.cdxj.key, _cdxj(local), media_type="text/x-cdxj")
    if done is None:
        done = replace(manifest, previous=latest(archive, manifest.unit.site))
    put_manifest(archive, done)  # again where it is committed: a replica may not have it yet
    clear(folder, done.id)
    unmark(archive, done.unit.site, done.id)
    return done


def _committed(archive: Archive, manifest: Manifest) -> Manifest | None:
    if archive.objects.head(manifest.key) is None:
        return None
    held = load_manifest(archive, manifest.key)
    if held.id != manifest.id:
        raise ManifestError(f"{manifest.key} belongs to attempt {held.id}, not {manifest.id}; use a new unit")
    return held


def clear(folder: Path, attempt_id: str) -> None:
    """Remove an attempt's files; the attempt itself last, since it names the others' unit."""
    for path in (*folder.glob(f"*-{attempt_id}.*"), folder / f"{attempt_id}{MANIFEST}"):
        path.unlink(missing_ok=True)
    (folder / f"{attempt_id}{ATTEMPT}").unlink(missing_ok=True)
    sync_folder(folder)


def recover(folder: Path, archive: Archive) -> tuple[Manifest, ...]:
    """Commit what earlier attempts left in a site's spool. The caller holds the folder's lock."""
    done = []
    for path in sorted(folder.glob(f"*{ATTEMPT}")):
        try:
            attempt = plain.decode(Attempt, path.read_bytes())
        except ValueError as e:
            raise ArchiveError(f"{path}: cannot be read ({e}); move it and its WARC files elsewhere") from e
        manifest = _left(folder, attempt)
        if manifest is None:
            clear(folder, attempt.id)
            unmark(archive, attempt.unit.site, attempt.id)
        else:
            done.append(finish(folder, archive, manifest))
    return tuple(done)


def _left(folder: Path, attempt: Attempt) -> Manifest | None:
    """The manifest that the attempt was about to commit, or one made from its records."""
    planned = folder / f"{attempt.id}{MANIFEST}"
    if planned.exists():
        return from_json(planned.read_bytes(), str(planned))
    warcs, entries, ended = [], dict[str, Entry](), attempt.started
    for path in sorted(folder.glob(f"*-{attempt.id}.warc.gz*")):
        groups = salvage(path)
        if not groups:
            path.unlink()
            continue
        closed = path.with_name(path.name.removesuffix(OPEN))
        path.rename(closed)
        warcs.append(stored(closed, (group.indexed for group in groups)))
        entries |= {group.indexed.url: _entry(group, attempt) for group in groups if _is_announced(group)}
        ended = max(ended, *(group.indexed.captured for group in groups))
    if not warcs:
        return None
    return Manifest(
        id=attempt.id,
        unit=attempt.unit,
        kind=attempt.kind,
        complete=False,
        finish="recovered",
        started=attempt.started,
        ended=ended,
        warcs=tuple(warcs),
        ledger=tuple(entries.values()),
        hints=attempt.hints,
        digests=attempt.digests,
        run=attempt.run,
    )


def salvage(path: Path) -> list[Group]:
    """Cut a file behind its last whole exchange, and tell what it then holds."""
    with path.open("rb") as file:
        groups = list(_whole(raw_records(file, str(path)), path.name.removesuffix(OPEN)))
    if groups:
        with path.open("rb+") as file:
            file.truncate(groups[-1].end)
            os.fsync(file.fileno())
    return groups


def _whole(records: Iterator[RawRecord], filename: str) -> Iterator[Group]:
    """As :func:`grouped`, up to where the file breaks."""
    try:
        yield from grouped(records, filename)
    except WarcError:
        return


def grouped(records: Iterable[RawRecord], filename: str) -> Iterator[Group]:
    """Exchanges in a file of ours: each begins with what is indexed and ends with its metadata."""
    first: RawRecord | None = None
    for record in records:
        if record.record_type == "metadata" and first is not None:
            metadata = warc.read_fields(record.block)
            sha256 = next((text for name, text in metadata if name == warc.SHA256), None)
            yield Group(
                indexed=cdx.of_record(first, filename, sha256),
                location=_location(first),
                metadata=metadata,
                end=(record.offset or 0) + (record.length or 0),
            )
            first = None
        elif record.record_type != "warcinfo" and first is None:
            first = record


def _location(record: RawRecord) -> str | None:
    if record.record_type not in {"response", "revisit"}:
        return None
    target = http.parse(record.block).header("location")
    return urljoin(record.url, http.address(target)) if target else None


def _is_announced(group: Group) -> bool:
    """Only pages are in the ledger, not the feeds and robots.txt on the way to them."""
    return dict(group.metadata).get("role", "page") == "page"


def _entry(group: Group, attempt: Attempt) -> Entry:
    found, told = group.indexed, dict(group.metadata)
    end, note = _end(group, told)
    dated = told.get("dated")
    where = warc.kept(found, warc_key(found.filename) or found.filename).where
    return Entry(
        url=found.url,
        end=end,
        sources=tuple(text for name, text in group.metadata if name == "announcedBy"),
        announced=_instant(told.get("announced")),
        dated=_dated(dated),
        status=found.status,
        captured=found.captured,
        where=where,
        target=group.location if end == "moved" else None,
        note=note,
    )


def _end(group: Group, told: dict[str, str]) -> tuple[End, str | None]:
    found = group.indexed
    if found.record_type == "resource":
        return "imported", None
    if found.status is None or found.truncated or "fetchError" in told:
        return "failed", told.get("fetchError", "the answer is cut")
    if found.status == 200:
        return "fetched", None
    if found.status == 304 and found.record_type == "revisit":
        return "held", None
    if found.status in _GONE:
        return "gone", None
    if 300 <= found.status < 400 and group.location:
        return "moved", None
    return "failed", f"status {found.status}"


def _dated(text: str | None) -> Dated | None:
    return text if text in ("published", "modified", "day") else None  # type: ignore[return-value]


def _instant(text: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _cdxj(path: Path) -> Path:
    return path.with_name(cdxj_key(path.name))
