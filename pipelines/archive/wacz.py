"""Exporting part of the archive as one WACZ file, which replayweb.page, pywb and others open.

The WARC files go in as they are, uncompressed, piece by piece; so does everything else that grows.
https://specs.webrecorder.net/wacz/1.1.1/
"""

import gzip
import hashlib
import heapq
import re
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

from pipelines.archive import Archive, cdx
from pipelines.archive.manifest import Manifest, WarcStored
from pipelines.archive.manifests import manifests
from pipelines.archive.read import IMPORTED
from pipelines.archive.store import CHUNK
from pipelines.errors import ArchiveError, ConfigError

BLOCK = 3000
"""Lines of the index in one gzip member."""
FAN = 200
"""Most files that are merged at once."""
_PAGES = frozenset({"fetched", "imported"})
_READABLE = re.compile(r"(?i)\.warc(\.gz)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a WACZ file holds."""

    warcs: int
    pages: int
    captures: int
    bytes: int
    left_out: tuple[str, ...] = ()
    """Keys of files that a WACZ cannot have: ARC, zstd."""


@dataclass(slots=True, kw_only=True)
class Writing:
    """A WACZ file while it is made."""

    file: zipfile.ZipFile
    resources: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, chunks: Iterable[bytes]) -> str:
        """A member, stored as it is; its SHA-256."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
        info.external_attr = 0o644 << 16
        with self.file.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        name = path.rpartition("/")[2].lower()
        told = {"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        self.resources.append(told)
        return digest.hexdigest()


def export_wacz(
    archive: Archive,
    output: Path,
    *,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    run: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Exported:
    """Write what a site's runs captured for ``[since, until)``, or one run (a manifest's key or id, a run_id).

    Files with the originals of revisits go with it, so that the export stands alone.
    """
    chosen = [m for m in manifests(archive, site) if _is_of(m, run) and _is_in(m, since, until)]
    held, left_out = _files(archive, chosen)
    if not held:
        raise ConfigError(
            "nothing was captured for this site, period or run; see coranto sql 'from captures'"
        )
    names = {one.warc.key: _name(one.warc.key) for one in held}
    with whole(output) as (out, folder):
        exported = _write(archive, out, chosen, held, names, folder, progress)
    return replace(exported, bytes=output.stat().st_size, left_out=tuple(left_out))


@contextmanager
def whole(output: Path) -> Iterator[tuple[Writing, Path]]:
    """A WACZ file that gets its name when it is complete, and a folder for what it is made of."""
    temporary = output.with_name(f".{output.name}.{secrets.token_hex(4)}.part")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="coranto-wacz-") as folder,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED, allowZip64=True) as file,
        ):
            yield Writing(file=file), Path(folder)
        temporary.replace(output)
    except OSError as e:
        raise ArchiveError(f"{output}: {e.strerror}; free space, or check the folder") from e
    finally:
        temporary.unlink(missing_ok=True)


def _is_of(manifest: Manifest, run: str | None) -> bool:
    return run is None or run in {manifest.key, manifest.id, manifest.run.get("run_id")}


def _is_in(manifest: Manifest, since: datetime | None, until: datetime | None) -> bool:
    """By its interval; where it has none, by when its pages were captured."""
    interval = manifest.unit.interval
    if interval is not None:
        return (until is None or interval.start < until) and (since is None or interval.end > since)
    captured = [entry.captured for entry in manifest.ledger if entry.captured]
    return any((since is None or since <= at) and (until is None or at < until) for at in captured)


def _files(archive: Archive, chosen: Sequence[Manifest]) -> tuple[list[WarcStored], list[str]]:
    """The files of the manifests, and those that revisits in them point into."""
    held = {one.warc.key: one for manifest in chosen for one in manifest.warcs}
    have: set[str] = set()
    wanted: set[str] = set()
    for one in held.values():
        for entry in cdx.read(archive.objects.read(one.cdxj.key), one.cdxj.key):
            (wanted if entry.record_type == "revisit" else have).add(entry.sha256)
    missing = wanted - have - {""}
    for manifest in _of_sites(archive, {m.unit.site for m in chosen}) if missing else ():
        for one in manifest.warcs:
            if missing and one.warc.key not in held and _has(archive, one, missing):
                held[one.warc.key] = one
    readable = [one for key, one in sorted(held.items()) if _READABLE.search(key)]
    return readable, sorted(key for key in held if not _READABLE.search(key))


def _of_sites(archive: Archive, sites: set[str]) -> Iterator[Manifest]:
    for site in sorted(sites):
        yield from manifests(archive, site)


def _has(archive: Archive, one: WarcStored, missing: set[str]) -> bool:
    entries = cdx.read(archive.objects.read(one.cdxj.key), one.cdxj.key)
    found = {entry.sha256 for entry in entries if entry.record_type == "response"} & missing
    missing -= found
    return bool(found)


def _name(key: str) -> str:
    """A file's name in the export; those of others may be the same, so that their SHA-256 goes before."""
    name = key.rpartition("/")[2]
    return f"{key.split('/')[2][:12]}-{name}" if key.startswith(IMPORTED) else name


def _write(
    archive: Archive,
    out: Writing,
    chosen: Sequence[Manifest],
    held: Sequence[WarcStored],
    names: dict[str, str],
    folder: Path,
    progress: Callable[[str], None],
) -> Exported:
    for number, one in enumerate(held, 1):
        progress(f"file {number} of {len(held)}")
        if out.add(f"archive/{names[one.warc.key]}", _chunks(archive, one.warc.key)) != one.warc.sha256:
            raise ArchiveError(
                f"{one.warc.key} has other bytes than its manifest says; run coranto check --repair"
            )
    lines = _index(archive, held, names, folder)
    captures = write_index(out, lines, folder)
    count = write_pages(out, folder, _pages(chosen))
    sites = ", ".join(sorted({manifest.unit.site for manifest in chosen}))
    runs = ", ".join(manifest.key for manifest in chosen[:50])
    write_package(out, f"coranto: {sites}", f"{len(chosen)} runs: {runs}")
    return Exported(warcs=len(held), pages=count, captures=captures, bytes=0)


def _chunks(archive: Archive, key: str) -> Iterator[bytes]:
    with archive.objects.open(key) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def local(path: Path) -> Iterator[bytes]:
    """A file's bytes, some at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _index(archive: Archive, held: Sequence[WarcStored], names: dict[str, str], folder: Path) -> Path:
    """All index lines in one sorted file, merged from files that are sorted already."""
    parts: list[Path] = []
    for number, one in enumerate(held):
        entries = cdx.read(archive.objects.read(one.cdxj.key), one.cdxj.key)
        part = folder / f"{number}.cdxj"
        part.write_bytes(cdx.cdxj(replace(entry, filename=names[one.warc.key]) for entry in entries))
        parts.append(part)
        if len(parts) >= FAN:
            parts = [_merged(parts, folder / f"upto-{number}.cdxj")]
    return _merged(parts, folder / "all.cdxj")


def _merged(parts: Sequence[Path], target: Path) -> Path:
    with ExitStack() as stack, target.open("wb") as out:
        files: list[IO[bytes]] = [stack.enter_context(part.open("rb")) for part in parts]
        out.writelines(heapq.merge(*files))
    for part in parts:
        part.unlink()
    return target


def write_index(out: Writing, lines: Path, folder: Path) -> int:
    """The index as blocks of gzip, and the list of the blocks; how many lines there are."""
    blocks = [b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    packed = folder / "index.cdx.gz"
    count = 0
    with lines.open("rb") as file, packed.open("wb") as target:
        while block := list(islice(file, BLOCK)):
            member = gzip.compress(b"".join(block), 6, mtime=0)
            told = {
                "offset": target.tell(),
                "length": len(member),
                "digest": f"sha256:{hashlib.sha256(member).hexdigest()}",
                "filename": "index.cdx.gz",
            }
            blocks.append(b" ".join(block[0].split(b" ", 2)[:2]) + b" " + orjson.dumps(told) + b"\n")
            target.write(member)
            count += len(block)
    out.add("indexes/index.cdx.gz", local(packed))
    out.add("indexes/index.idx", blocks)
    return count


def write_pages(out: Writing, folder: Path, pages: Iterable[tuple[str, str, datetime]]) -> int:
    """The list of pages, each with its record's id, address and time; how many they are."""
    count, path = 0, folder / "pages.jsonl"
    with path.open("wb") as file:
        file.write(orjson.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + b"\n")
        for record_id, url, captured in pages:
            at = captured.astimezone(UTC)
            stamp = f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
            told = {"id": record_id.rpartition(":")[2], "url": url, "ts": stamp}
            file.write(orjson.dumps(told) + b"\n")
            count += 1
    out.add("pages/pages.jsonl", local(path))
    return count


def _pages(chosen: Iterable[Manifest]) -> Iterator[tuple[str, str, datetime]]:
    for manifest in chosen:
        for entry in manifest.ledger:
            if entry.end in _PAGES and entry.where is not None and entry.captured is not None:
                yield entry.where.record_id, entry.url, entry.captured


def write_package(out: Writing, title: str, description: str) -> None:
    """What the file is and holds, with the digest of that; the last thing to write."""
    told = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "description": description,
        "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "software": "coranto",
        "resources": out.resources,
    }
    package = orjson.dumps(told, option=orjson.OPT_INDENT_2)
    out.file.writestr("datapackage.json", package)
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    out.file.writestr("datapackage-digest.json", orjson.dumps(digest, option=orjson.OPT_INDENT_2))
