"""Importing raw dumps: each document becomes a WARC resource record, with where it came from beside it."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipelines.archive import Archive, beside, memories
from pipelines.archive.attempt import Attempt
from pipelines.archive.dump_files import documents, read_dump
from pipelines.archive.dump_kinds import Document
from pipelines.archive.lease import hold
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.archive.manifests import manifests, new_id
from pipelines.archive.spool import Spool
from pipelines.archive.store import Store, sha256_of
from pipelines.archive.unit import DUMPS, Unit
from pipelines.archive.warc import Resource
from pipelines.errors import ConfigError, DumpError
from pipelines.printable import printable
from pipelines.record import Hints

__all__ = ["Document", "import_dumps", "read_dump"]

URN = "urn:coranto:dump:"
LEASE_WAIT = 60.0
_SIGNS = "!#$&'*+^`|"
"""What may stand in the name of a field beside letters and digits (RFC 9110, 5.6.2)."""
_TOLD_EVERY = 200
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file to import, on the local disk by now."""

    name: str
    path: Path
    sha256: str
    link: bool = False
    """A link inside a folder that somebody gave us: it may lead to anything on this machine, and is not read."""

    @property
    def refusal(self) -> str:
        """Why a link is not read."""
        return f"{printable(self.name)}: a link inside; passed over, name the file it leads to"


@dataclass(slots=True, kw_only=True)
class _Import:
    """What an import has found and done so far."""

    archive: Archive
    attempt: Attempt
    spool_folder: Path
    importer: str
    now: datetime
    progress: Progress
    held: set[tuple[str, str]]
    """(URL, payload SHA-256) of documents, and (URN, note) of failures, that earlier imports have."""
    files_held: set[str]
    """SHA-256 of files that were imported without a failure."""
    ledger: list[Entry] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    spool: Spool | None = None
    rows: dict[str, str] = field(default_factory=dict)
    """By the SHA-256 of a text without an address, that of what its first row says beside it."""


def import_dumps(
    archive: Archive,
    source: Path | str | tuple[Store, str],
    *,
    site: str = "_",
    publisher: str | None = None,
    importer: str = "",
    progress: Progress | None = None,
    now: datetime | None = None,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Manifest | None:
    """Keep the documents of a file, a folder, or the objects below a prefix of a store.

    What an earlier import has is passed over; where nothing is new the answer is None. A document that cannot
    be read is a ``failed`` entry of the ledger, with the reason; the others go on. Files whose name is not
    ``wanted`` are left alone.
    """
    started = now or datetime.now(UTC)
    with ExitStack() as stack:
        lease = stack.enter_context(hold(archive.state, site, owner(importer), wait=LEASE_WAIT))
        folder = archive.spool or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="coranto-import-"))
        )
        work = _begin(archive, _attempt(archive, site, publisher, importer, started), folder, importer)
        work.progress = progress or work.progress
        for file in files(source, folder, wanted):
            lease.check()
            _import(work, file, stack)
        if not work.ledger:
            return None
        return _opened(work, stack).commit(
            ledger=work.ledger, complete=True, finish="finished", stats={"files": work.files}
        )


def owner(importer: str) -> str:
    """Who holds the lease while an import goes on."""
    return f"import by {importer or 'nobody'} on {socket.gethostname()}, process {os.getpid()}"


def _attempt(archive: Archive, site: str, publisher: str | None, importer: str, started: datetime) -> Attempt:
    try:
        software = f"coranto/{version('coranto')}"
    except PackageNotFoundError:
        software = "coranto"
    number = new_id()
    return Attempt(
        id=number,
        unit=Unit(site=site, span=f"{DUMPS}/{number}"),
        kind="dumps",
        started=started,
        software=software,
        operator=importer or None,
        robots_policy="",
        hints=(DatedHints(hints=Hints(publisher=publisher)),) if publisher else (),
        digests=memories.digests(archive, site),
        run={"host": socket.gethostname()},
    )


def _begin(archive: Archive, attempt: Attempt, folder: Path, importer: str) -> _Import:
    held: set[tuple[str, str]] = set()
    files: set[str] = set()
    for manifest in manifests(archive, attempt.unit.site):
        if manifest.kind == "dumps":
            held |= {(e.url, e.where.payload_sha256) for e in manifest.ledger if e.where}
            held |= {(e.url, e.note or "") for e in manifest.ledger if e.end == "failed"}
            files |= set(manifest.stats.get("files", {}))
    return _Import(
        archive=archive,
        attempt=attempt,
        spool_folder=folder,
        importer=importer,
        now=attempt.started,
        progress=lambda _: None,
        held=held,
        files_held=files,
    )


def files(
    source: Path | str | tuple[Store, str], folder: Path, wanted: Callable[[str], bool]
) -> Iterator[File]:
    """Every wanted file of the source, one at a time; objects are fetched, since a ZIP is read from its end."""
    if isinstance(source, tuple):
        yield from _fetched(*source, folder, wanted)
        return
    top = Path(source)
    if not top.exists():
        raise ConfigError(f"{top}: no such file or folder; name what is to be imported")
    inside = (path for path in top.rglob("*") if path.is_symlink() or path.is_file())
    paths = [top] if top.is_file() else sorted(inside)
    for path in paths:
        name = path.name if path == top else path.relative_to(top).as_posix()
        name = os.fsencode(name).decode("utf-8", "backslashreplace")  # a file name is bytes
        if wanted(name) and not any(part.startswith(".") for part in Path(name).parts):
            link = path != top and path.is_symlink()
            digest = sha256_of(os.fsencode(path.readlink()) if link else path)
            yield File(name=name, path=path, sha256=digest, link=link)


def _fetched(store: Store, prefix: str, folder: Path, wanted: Callable[[str], bool]) -> Iterator[File]:
    keys = sorted(held.key for held in store.list(prefix) if not held.key.endswith("/"))
    if not keys:
        raise ConfigError(f"{store.url}/{prefix}: no objects there; name a prefix that has some")
    folder.mkdir(parents=True, exist_ok=True)
    local = folder / ".fetched"
    for key in filter(wanted, keys):
        with store.open(key) as stream, local.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield File(name=key, path=local, sha256=sha256_of(local))
    local.unlink(missing_ok=True)


def _import(work: _Import, file: File, stack: ExitStack) -> None:
    if file.sha256 in work.files_held:
        return
    failed = 0
    for found in [DumpError(file.refusal)] if file.link else documents(file.path, file.name):
        if isinstance(found, DumpError):
            failed += 1
            entry = Entry(url=f"{URN}{file.sha256}", end="failed", sources=(file.name,), note=str(found))
            if (entry.url, str(found)) not in work.held:
                work.ledger.append(entry)
        else:
            _keep(work, file, found, stack)
        if len(work.ledger) % _TOLD_EVERY == 1:
            work.progress(f"{len(work.ledger)} documents, {printable(file.name)}")
    work.progress(f"{len(work.ledger)} documents, {printable(file.name)} read")
    if not failed:
        work.files[file.sha256] = file.name
        work.files_held.add(file.sha256)  # a copy of it under another name is not read again


def _keep(work: _Import, file: File, found: Document, stack: ExitStack) -> None:
    sha256 = sha256_of(found.body)
    url = found.url or _named(work, sha256, found)
    if (url, sha256) in work.held:
        return
    resource = Resource(
        url=url,
        captured=found.captured or work.now,
        body=found.body,
        media_type=found.media_type,
        metadata=_provenance(work, file, found),
    )
    kept = _opened(work, stack).write(resource)
    work.held.add((url, sha256))
    work.ledger.append(
        Entry(
            url=url,
            end="imported",
            sources=(f"{file.name}#{found.part}" if found.part else file.name,),
            announced=found.announced,
            dated=found.dated,
            captured=kept.captured,
            where=kept.where,
        )
    )


def _named(work: _Import, sha256: str, found: Document) -> str:
    """The name of a document without an address; that of a second row with the same text says which row it is."""
    row = sha256_of(repr(found.fields).encode("utf-8", "backslashreplace"))
    first = work.rows.setdefault(sha256, row)
    return f"{URN}{sha256}" if row == first else f"{URN}{sha256}:{row[:16]}"


def _provenance(work: _Import, file: File, found: Document) -> tuple[tuple[str, str], ...]:
    told = (
        ("dumpFile", file.name),
        ("dumpFileSha256", file.sha256),
        ("dumpPart", found.part),
        ("importer", work.importer),
        ("importedAt", work.now.isoformat()),
        ("charset", found.charset),
    )
    return (
        *((name, text) for name, text in told if text),
        *((beside.ROW + quote(name, safe=_SIGNS), text) for name, text in found.fields),
    )


def _opened(work: _Import, stack: ExitStack) -> Spool:
    if work.spool is None:
        work.spool = stack.enter_context(
            Spool.open(work.spool_folder, work.attempt, work.archive, dedup=False)
        )
    return work.spool
