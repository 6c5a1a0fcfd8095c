"""Manifests in the archive: write them last, read them, follow their chain."""

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

import orjson

from pipelines.archive import Archive, plain
from pipelines.archive.ledger import SETTLED, Entry
from pipelines.archive.manifest import FORMAT, Manifest, Stored
from pipelines.archive.store import StoredObject
from pipelines.archive.unit import Unit
from pipelines.errors import ManifestError

PREFIX = "manifests/"
_OWN_SHA256 = re.compile(rb'\{\n[^\n]{0,99}\n(  "sha256": "([0-9a-f]{64})",\n)')


def new_id() -> str:
    """A UUID version 7, in order of time down to a quarter of a microsecond (RFC 9562, 5.7 and 6.2, method 3)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    number = milliseconds << 80 | 7 << 76 | (rest << 12) // 1_000_000 << 64
    number |= 2 << 62 | int.from_bytes(os.urandom(8)) >> 2
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def to_json(manifest: Manifest) -> bytes:
    """A manifest as it is stored; its second line is the SHA-256 of all the others."""
    first, rest = b'{\n  "format": ' + orjson.dumps(FORMAT) + b",\n", plain.encode(manifest)[2:]
    return first + b'  "sha256": "' + hashlib.sha256(first + rest).hexdigest().encode() + b'",\n' + rest


def is_intact(body: bytes) -> bool:
    """Whether a stored manifest has the SHA-256 that it states, which no chain may vouch for yet."""
    stated = _OWN_SHA256.match(body)
    if not stated:
        return False  # its own line is damaged, too
    others = body[: stated.start(1)] + body[stated.end(1) :]
    return hashlib.sha256(others).hexdigest() == stated[2].decode()


def from_json(data: bytes, key: str = "manifest") -> Manifest:
    """The opposite; ManifestError where the bytes are no manifest that we know."""
    try:
        raw = orjson.loads(data)
        stated = raw.get("format") if isinstance(raw, dict) else None
        if stated != FORMAT:
            raise ManifestError(
                f"{key}: format {stated!r}, not {FORMAT!r}; a newer coranto may have written it"
            )
        return plain.decode(Manifest, data)
    except ValueError as e:
        raise ManifestError(f"{key}: not a manifest: {e}; run coranto check") from e


def put_manifest(archive: Archive, manifest: Manifest) -> Stored:
    """Commit: from here on the captures that it names are part of the archive."""
    body = to_json(manifest)
    archive.objects.put(manifest.key, body, media_type="application/json")
    return Stored(key=manifest.key, size=len(body), sha256=hashlib.sha256(body).hexdigest())


def load_manifest(archive: Archive, key: str) -> Manifest:
    """The manifest with this object key."""
    return from_json(archive.objects.read(key), key)


def manifests(archive: Archive, site: str | None = None, unit: Unit | None = None) -> Iterator[Manifest]:
    """All manifests, or those of a site or unit, oldest id first within a site."""
    for key in keys(archive, site, unit):
        yield load_manifest(archive, key)


def keys(archive: Archive, site: str | None = None, unit: Unit | None = None) -> list[str]:
    """Their object keys, by site, then by id."""
    return sorted((held.key for held in _listed(archive, site, unit)), key=_by_site_and_id)


def span_of(key: str) -> str:
    """The span of the unit that a manifest is of, by its key.

    >>> span_of("manifests/herald/kept/0199.json")
    'kept'
    """
    return "/".join(key.split("/")[2:-1])


def keys_of(archive: Archive, site: str, spans: Iterable[str]) -> dict[str, list[str]]:
    """The keys of a site's manifests by span, of these spans; one listing."""
    found: dict[str, list[str]] = {span: [] for span in spans}
    for key in keys(archive, site):
        if (span := span_of(key)) in found:
            found[span].append(key)
    return found


def sites_held(archive: Archive) -> tuple[str, ...]:
    """Sites of which something was committed."""
    return tuple(sorted({key.split("/")[1] for key in keys(archive)}))


def settled(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Settled URLs; a later entry wins."""
    return {entry.url: entry for entry in entries if entry.end in SETTLED}


def latest(archive: Archive, site: str) -> Stored | None:
    """The end of a site's chain: the manifest that no other one names as ``previous``.

    Looked for among the newest by the store's time and by id; only where that leaves doubt (a recovered
    attempt of another host, a copied archive) are all of them read.
    """
    listed = list(_listed(archive, site))
    if not listed:
        return None
    times = [entry.modified for entry in listed if entry.modified]
    since = max(times) - timedelta(seconds=2) if times else None
    by_time = [entry for entry in listed if since and entry.modified and entry.modified >= since]
    by_id = sorted(listed, key=lambda entry: _by_site_and_id(entry.key))[-3:]
    ends = _ends(archive, {entry.key for entry in (*by_time, *by_id)})
    if len(ends) != 1 and len(listed) > len(by_id):
        ends = _ends(archive, {entry.key for entry in listed})
    return max(ends, key=lambda stored: _by_site_and_id(stored.key))


def _ends(archive: Archive, names: set[str]) -> list[Stored]:
    bodies = {key: archive.objects.read(key) for key in names}
    before = {key: from_json(body, key).previous for key, body in bodies.items()}
    named = {previous.key for previous in before.values() if previous}
    return [
        Stored(key=key, size=len(body), sha256=hashlib.sha256(body).hexdigest())
        for key, body in bodies.items()
        if key not in named
    ]


def _listed(archive: Archive, site: str | None = None, unit: Unit | None = None) -> Iterator[StoredObject]:
    prefix = PREFIX
    if unit is not None:
        prefix += f"{unit.site}/{unit.span}"
    elif site is not None:
        prefix += f"{site}/"
    return (entry for entry in archive.objects.list(prefix) if entry.key.endswith(".json"))


def _by_site_and_id(key: str) -> tuple[str, str]:
    return key.split("/")[1], key.rpartition("/")[2]
