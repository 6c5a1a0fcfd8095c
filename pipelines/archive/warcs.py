"""Importing WARC, ARC and WACZ files of others: kept as they are, byte for byte, and their pages made known.

A file lies at ``imported/<first two of its SHA-256>/<SHA-256>/<name>`` with its index ``<name>.cdxj`` beside
it; of a WACZ the files of its ``archive/`` folder do. The manifest, of kind ``warcs``, says where each came
from, and its ledger names every page in it, and each place that could not be read.
"""

import hashlib
import os
import re
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from pipelines.archive import Archive, cdx, memories, warc, zips
from pipelines.archive.dumps import LEASE_WAIT, URN, File, Progress, files, owner
from pipelines.archive.foreign import Found, Seen, entry_of, scan
from pipelines.archive.lease import hold
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints, Manifest, Stored, WarcStored
from pipelines.archive.manifests import latest, manifests, new_id, put_manifest
from pipelines.archive.prove import Problem, telling, walk
from pipelines.archive.read import IMPORTED, original_of
from pipelines.archive.store import CHUNK, Store
from pipelines.archive.unit import WARCS, Unit
from pipelines.errors import DumpError
from pipelines.printable import printable
from pipelines.record import Hints

__all__ = ["import_warcs", "is_warc"]

_WARC = re.compile(r"(?i)(?<!\.wet)\.w?arc(\.(gz|zst))?$")
MOST = 100
"""Most broken places of one file that are told one by one."""
_NAME = 200
"""Most bytes of a file's name in its object key."""


def is_warc(name: str) -> bool:
    """Whether a file is for :func:`import_warcs`, told by its name; a WET file is a raw dump.

    >>> [is_warc(name) for name in ("a.warc.gz", "a.ARC", "a.wacz", "a.warc.wet.gz", "a.txt")]
    [True, True, True, False, False]
    """
    return bool(_WARC.search(name)) or name.lower().endswith(".wacz")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One WARC file to keep, on the local disk by now."""

    name: str
    path: Path
    sha256: str
    container: File | None = None

    @property
    def place(self) -> str:
        """Its name, for messages; of a member with the name of its WACZ."""
        return f"{self.container.name}, {self.name}" if self.container else self.name


@dataclass(slots=True, kw_only=True)
class _Import:
    """What an import has found and done so far."""

    archive: Archive
    held: set[str]
    """SHA-256 of the files that earlier imports have."""
    failed: set[tuple[str, str]]
    """URN and note of failures that earlier imports have told."""
    progress: Progress
    warcs: list[WarcStored] = field(default_factory=list)
    ledger: list[Entry] = field(default_factory=list)
    revisits: list[tuple[Entry, Found]] = field(default_factory=list)
    """To be settled once every file was seen: an original may lie in a later one."""
    seen: Seen = field(default_factory=Seen)
    kept: list[dict[str, Any]] = field(default_factory=list)
    """Where each file came from."""

    def fail(self, name: str, sha256: str, note: str) -> None:
        """Say what could not be read, once for all imports."""
        entry = Entry(url=f"{URN}{sha256}", end="failed", sources=(name,), note=printable(note))
        if (entry.url, entry.note or "") not in self.failed:
            self.ledger.append(entry)


def import_warcs(
    archive: Archive,
    source: Path | str | tuple[Store, str],
    *,
    site: str = "_",
    publisher: str | None = None,
    importer: str = "",
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Manifest | None:
    """Keep the WARC, ARC and WACZ files among a file, a folder, or the objects below a prefix of a store.

    Files that an earlier import has, told by SHA-256, are passed over; where nothing is new the answer is
    None. Of a cut or broken file the whole records count, and the rest is a ``failed`` entry of the ledger.
    """
    started = now or datetime.now(UTC)
    with ExitStack() as stack:
        lease = stack.enter_context(hold(archive.state, site, owner(importer), wait=LEASE_WAIT))
        if archive.spool:
            archive.spool.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(prefix=".import-", dir=archive.spool)
        folder = Path(stack.enter_context(made))
        work = _begin(archive, site, progress)
        for file in files(source, folder, is_warc):
            for part in _parts(work, file, folder):
                lease.check()
                _keep(work, part, importer, started)
        _settle_revisits(work)
        if not work.ledger and not work.warcs:
            return None
        manifest = _manifest(work, Unit(site=site, span=f"{WARCS}/{new_id()}"), publisher, started)
        lease.check()
        put_manifest(archive, manifest)
        return manifest


def _begin(archive: Archive, site: str, progress: Progress | None) -> _Import:
    held: set[str] = set()
    failed: set[tuple[str, str]] = set()
    for manifest in manifests(archive, site):
        if manifest.kind == "warcs":
            held |= set(manifest.stats.get("files", {}))
            failed |= {(e.url, e.note or "") for e in manifest.ledger if e.end == "failed"}
    return _Import(archive=archive, held=held, failed=failed, progress=progress or (lambda _: None))


def _parts(work: _Import, file: File, folder: Path) -> Iterator[_Part]:
    """The file itself, or the files in the ``archive/`` folder of a WACZ, one at a time."""
    if file.sha256 in work.held:
        return
    if file.link:
        work.fail(file.name, file.sha256, file.refusal)
        return
    if not file.name.lower().endswith(".wacz"):
        yield _Part(name=file.name, path=file.path, sha256=file.sha256)
        return
    try:
        with zips.opened(file.path, file.name) as (packed, listed):
            members = [m for m in listed if m.filename.startswith("archive/") and is_warc(m.filename)]
            if not members:
                raise DumpError(f"{printable(file.name)}: no WARC files in archive/; not a WACZ")
            for member in members:
                local = folder / "member"
                with packed.open(member) as inner, local.open("wb") as copy:
                    sha256 = _copied(inner, copy, member.file_size)  # type: ignore[arg-type]
                yield _Part(name=member.filename, path=local, sha256=sha256, container=file)
    except zips.BROKEN as e:
        work.fail(file.name, file.sha256, f"{file.name}: {e}; what came before was kept")
    except DumpError as e:
        work.fail(file.name, file.sha256, str(e))
    else:
        work.held.add(file.sha256)


def _copied(inner: BinaryIO, copy: BinaryIO, size: int) -> str:
    """Unpack a member, no further than it says it goes."""
    digest, passed = hashlib.sha256(), 0
    while chunk := inner.read(CHUNK):
        passed += len(chunk)
        if passed > size:
            raise DumpError(f"a member is longer than the {size} bytes that it states")
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest()


def _keep(work: _Import, part: _Part, importer: str, now: datetime) -> None:
    """Read a file, keep it and its index, and note its pages."""
    if part.sha256 in work.held:
        return
    work.held.add(part.sha256)
    key = imported_key(part.sha256, part.name)
    problems: list[Problem] = []
    found: list[warc.Indexed] = []
    pages = unsought = 0
    for one in _scanned(part, key, problems, work.seen):
        if one.indexed.length:
            found.append(one.indexed)
        else:
            unsought += 1
        entry = entry_of(one, part.name)
        if entry is not None and one.refers is not None:
            work.revisits.append((entry, one))
        elif entry is not None:
            work.ledger.append(entry)
        pages += 1
        if pages % 1000 == 0:
            work.progress(f"{pages} records, {printable(part.name)}")
    if pages:
        work.warcs.append(_stored(work.archive, part, key, found))
        work.kept.append(_provenance(part, key, importer, now, unsought))
    if not pages and not problems:
        problems.append(Problem(file=part.place, what="no response, revisit or resource in it", repair=""))
    for problem in problems[:MOST]:
        work.fail(part.name, part.sha256, problem.place_and_what.replace(key, part.place))
    work.progress(f"{pages} records, {printable(part.name)} kept")


def _scanned(part: _Part, key: str, problems: list[Problem], seen: Seen) -> Iterator[Found]:
    with part.path.open("rb") as stream:
        yield from scan(walk(stream, key, problems), key, telling(problems, key), seen)


def _stored(archive: Archive, part: _Part, key: str, found: Iterable[warc.Indexed]) -> WarcStored:
    """Put the file and its index into the archive. The same file imported again is the same object."""
    index = cdx.cdxj(found)
    archive.objects.put(key, part.path, media_type="application/warc")
    archive.objects.put(f"{key}.cdxj", index, media_type="text/x-cdxj")
    return WarcStored(
        warc=Stored(key=key, size=part.path.stat().st_size, sha256=part.sha256),
        cdxj=Stored(key=f"{key}.cdxj", size=len(index), sha256=hashlib.sha256(index).hexdigest()),
        exchanges=index.count(b"\n"),
    )


def _provenance(part: _Part, key: str, importer: str, now: datetime, unsought: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": key,
        "name": part.name,
        "container": part.container.name if part.container else None,
        "container_sha256": part.container.sha256 if part.container else None,
        "importer": importer or None,
        "imported": now.isoformat(),
        "modified": datetime.fromtimestamp(part.path.stat().st_mtime, UTC).isoformat()
        if part.container is None
        else None,
        "without_offset": unsought or None,
    }
    return {name: held for name, held in told.items() if held is not None}


def _settle_revisits(work: _Import) -> None:
    """A revisit is a page where its original was imported, too, or is in the archive already."""
    for entry, found in work.revisits:
        sha256 = work.seen.original(found) or _archived(work.archive, found)
        if sha256 and entry.where:
            entry = replace(entry, where=replace(entry.where, payload_sha256=sha256))
        elif entry.end == "imported":
            note = "a revisit of a record that is neither in the files imported nor in the archive"
            entry = replace(entry, end="failed", where=None, note=note)
        work.ledger.append(entry)


def _archived(archive: Archive, found: Found) -> str | None:
    place = original_of(archive, found.refers) if found.refers else None
    return place.payload_sha256 if place else None


def _manifest(work: _Import, unit: Unit, publisher: str | None, started: datetime) -> Manifest:
    names = {item.warc.sha256: item.warc.key.rpartition("/")[2] for item in work.warcs}
    containers = {k["container_sha256"]: k["container"] for k in work.kept if "container" in k}
    return Manifest(
        id=unit.span.rpartition("/")[2],
        unit=unit,
        kind="warcs",
        complete=True,
        finish="finished",
        started=started,
        ended=max(datetime.now(UTC), started),
        warcs=tuple(work.warcs),
        ledger=tuple(work.ledger),
        hints=(DatedHints(hints=Hints(publisher=publisher)),) if publisher else (),
        digests=memories.digests(work.archive, unit.site),
        previous=latest(work.archive, unit.site),
        run={"host": socket.gethostname()},
        stats={
            "files": names | {sha256: name for sha256, name in containers.items() if sha256 in work.held},
            "provenance": work.kept,
        },
    )


def imported_key(sha256: str, name: str) -> str:
    """Where a file is kept.

    >>> imported_key("ab12", "crawl/.odd name.warc.gz")
    'imported/ab/ab12/odd name.warc.gz'
    """
    last = PurePosixPath(os.fsencode(name).decode("utf-8", "replace")).name
    last = "".join(c if c.isprintable() else "_" for c in last).lstrip(".") or "file"
    while len(last.encode()) > _NAME:
        last = last[1:].lstrip(".")
    return f"{IMPORTED}{sha256[:2]}/{sha256}/{last}"
