"""Site memories in the archive: each kept once under its SHA-256, named by the manifests made after it."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from pipelines.archive import Archive, plain
from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.errors import ArchiveError
from pipelines.record import NO_HINTS, SiteMemory

PREFIX = "memory/"
DIGEST = "memory"
"""Name of its SHA-256 among the digests of a manifest."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def key_of(site: str, sha256: str) -> str:
    """The object key of a memory."""
    return f"{PREFIX}{site}/{sha256}.json"


def put_memory(archive: Archive, memory: SiteMemory) -> str:
    """Keep a memory; its SHA-256 is the answer."""
    body = plain.encode(memory)
    sha256 = hashlib.sha256(body).hexdigest()
    archive.objects.put(key_of(memory.site, sha256), body, media_type="application/json")
    return sha256


def load_memory(archive: Archive, site: str, sha256: str) -> SiteMemory:
    """The memory with this SHA-256; ArchiveError where the bytes are others or none."""
    key = key_of(site, sha256)
    body = archive.objects.read(key)
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveError(f"{key}: its bytes have another SHA-256; restore it from the replica")
    return read_memory(body, key)


def read_memory(body: bytes, name: str) -> SiteMemory:
    """A memory from its JSON; ArchiveError says what does not fit."""
    try:
        return plain.decode(SiteMemory, body)
    except ValueError as e:
        raise ArchiveError(f"{name}: not a site memory: {e}; a newer coranto may have written it") from e


def newest(archive: Archive, site: str) -> str | None:
    """SHA-256 of the memory that has looked at the latest page, for new manifests to name; None if there is none."""
    names = sorted(
        o.key.rpartition("/")[2].removesuffix(".json") for o in archive.objects.list(f"{PREFIX}{site}/")
    )
    if len(names) < 2:
        return names[0] if names else None
    found = {name: load_memory(archive, site, name) for name in names}
    return max(names, key=lambda n: (found[n].until or _NEVER, found[n].pages))


def digests(archive: Archive, site: str) -> dict[str, str]:
    """What a new manifest says of the site's memory; empty if there is none."""
    sha256 = newest(archive, site)
    return {DIGEST: sha256} if sha256 else {}


def recalled(archive: Archive, manifests: Iterable[Manifest]) -> tuple[Manifest, ...]:
    """The manifests with the memory that each names in its hints, as the cleaner takes it."""
    known: dict[tuple[str, str], SiteMemory] = {}
    return tuple(_recalled(archive, manifest, known) for manifest in manifests)


def _recalled(archive: Archive, manifest: Manifest, known: dict[tuple[str, str], SiteMemory]) -> Manifest:
    sha256, site = manifest.digests.get(DIGEST), manifest.unit.site
    if sha256 is None:
        return manifest
    if (site, sha256) not in known:
        known[site, sha256] = load_memory(archive, site, sha256)
    labels = known[site, sha256].labels()
    dated = manifest.hints or (DatedHints(hints=NO_HINTS),)
    return replace(manifest, hints=tuple(replace(d, hints=replace(d.hints, memory=labels)) for d in dated))
