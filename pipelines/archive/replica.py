"""A second copy of the archive: written with the first, and used to mend it.

Everything goes to the first store, then to the second, so that on each a manifest comes after what it names.
A commit that does not reach both is not done: the spool keeps its files and the next start tries again.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipelines.archive import cdx
from pipelines.archive.manifest import Manifest, Stored, WarcStored
from pipelines.archive.manifests import PREFIX, from_json, is_intact
from pipelines.archive.prove import Problem, entries_of, walk
from pipelines.archive.store import CHUNK, OCTETS, Keys, Opens, Store, StoredObject
from pipelines.archive.versions import Firsts, shadowed
from pipelines.errors import ManifestError, NoSuchObject, WarcError

DERIVED = (PREFIX, "warc/", "imported/")
"""Prefixes whose objects a manifest vouches for, or which are of a commit under way."""


class Mirrored:
    """Two stores as one: what is put goes to both, what is read comes from the first."""

    def __init__(self, first: Store, second: Store) -> None:
        self.first, self.second = first, second
        self.url = first.url
        self.keys: Keys | None = getattr(first, "keys", None)

    def put(self, key: str, body: bytes | Path, *, media_type: str = OCTETS) -> StoredObject:
        """Create an object in both; the same bytes already there are fine."""
        held = self.first.put(key, body, media_type=media_type)
        self.second.put(key, body, media_type=media_type)
        return held

    def swap(self, key: str, body: bytes, *, etag: str | None) -> str:
        """Of the first store only: what changes is no part of the archive."""
        return self.first.swap(key, body, etag=etag)

    def overwrite(self, key: str, body: bytes | Path) -> None:
        """In both."""
        self.first.overwrite(key, body)
        self.second.overwrite(key, body)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """From the first."""
        return self.first.read(key, offset, length)

    def open(self, key: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """From the first."""
        return self.first.open(key, offset, length)

    def fetch(self, key: str) -> tuple[bytes, str]:
        """From the first."""
        return self.first.fetch(key)

    def head(self, key: str) -> StoredObject | None:
        """From the first."""
        return self.first.head(key)

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """From the first."""
        return self.first.list(prefix)

    def delete(self, key: str) -> None:
        """In both."""
        self.first.delete(key)
        self.second.delete(key)

    def now(self) -> datetime:
        """The clock of the first."""
        return self.first.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An object that one store has not, or not as it was committed."""

    store: Store
    key: str
    what: str
    source: Opens | None = None
    """Which store has it as it should be."""
    sha256: str | None = None
    remade: bytes | None = None
    """An index that was made again from its WARC file."""

    def problem(self) -> Problem:
        """For ``check``."""
        repair = "mend it: coranto check --repair"
        if self.source is None and self.remade is None:
            repair = "no sound copy is known; look at both and put the right one in its place"
        return Problem(file=f"{self.store.url}/{self.key}", what=self.what, repair=repair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was put right."""

    fault: Fault

    def __str__(self) -> str:
        origin = (
            f"copied from {self.fault.source.url}" if self.fault.source else "made again from its WARC file"
        )
        return f"{self.fault.store.url}/{self.fault.key} {self.fault.what}: {origin}"


def mend(objects: Store, progress: Callable[[str], None] = lambda _: None) -> Iterator[Mended]:
    """Put right what can be: each store from its first versions or the other, an index also from its WARC file."""
    for fault in chain(written_over(objects), faults(objects, progress)):
        if fault.remade is not None:
            fault.store.overwrite(fault.key, fault.remade)
        elif fault.source is None or not _copy(fault):
            continue
        yield Mended(fault=fault)


def written_over(objects: Store) -> Iterator[Fault]:
    """Objects that have other bytes than those first put; restored, the other ones stay as a version."""
    for store in _stores(objects):
        for found in shadowed(store):
            yield Fault(store=store, key=found.first.key, what=found.what, source=Firsts(store))


def _stores(objects: Store) -> tuple[Store, ...]:
    return (objects.first, objects.second) if isinstance(objects, Mirrored) else (objects,)


def replica_faults(objects: Store, progress: Callable[[str], None] = lambda _: None) -> Iterator[Fault]:
    """What is wrong in the second store, and where the two tell different stories."""
    if isinstance(objects, Mirrored):
        yield from faults(objects, progress, looked_at=(objects.second,))


def faults(
    objects: Store, progress: Callable[[str], None], *, looked_at: tuple[Store, ...] | None = None
) -> Iterator[Fault]:
    """Everything that one of the stores has not as it was committed; manifests first, since they vouch."""
    stores = _stores(objects)
    looked_at = looked_at or stores
    sound: list[Manifest] = []
    for key, bodies, right in _manifests(stores):
        progress(key)
        yield from _of_manifest(stores, key, bodies, right)
        if right is not None:
            sound.append(from_json(right, key))
    for manifest in sound:
        for held in manifest.warcs:
            progress(held.warc.key)
            yield from _of_object(stores, held.warc, looked_at)
            yield from _of_index(stores, held, looked_at)
    if len(stores) == 2:
        yield from _others(*stores)


def _manifests(stores: tuple[Store, ...]) -> Iterator[tuple[str, list[bytes | None], bytes | None]]:
    """Each manifest's key, its bytes in each store, and which are right; the chain decides where it can."""
    listed = {held.key for store in stores for held in store.list(PREFIX) if held.key.endswith(".json")}
    held = {key: [_read(store, key) for store in stores] for key in sorted(listed)}
    vouched: dict[str, set[str]] = {}
    for key, bodies in held.items():
        for body in bodies:
            if (manifest := _parsed(body, key)) and manifest.previous:
                vouched.setdefault(manifest.previous.key, set()).add(manifest.previous.sha256)
    for key in sorted(held.keys() | vouched.keys()):
        bodies = held.get(key, [None for _ in stores])
        named = vouched.get(key, set())
        good = {body for body in bodies if body is not None and _parsed(body, key)}
        if chained := {body for body in good if hashlib.sha256(body).hexdigest() in named}:
            good = chained
        elif named:
            good = set()
        yield key, bodies, good.pop() if len(good) == 1 else None


def _of_manifest(
    stores: tuple[Store, ...], key: str, bodies: list[bytes | None], right: bytes | None
) -> Iterator[Fault]:
    source = next((s for s, body in zip(stores, bodies, strict=True) if body == right and right), None)
    for store, body in zip(stores, bodies, strict=True):
        if right is not None and body == right:
            continue
        what = "is missing" if body is None else "has other bytes than the chain or the other copy says"
        sha256 = hashlib.sha256(right).hexdigest() if right is not None else None
        yield Fault(store=store, key=key, what=what, source=source, sha256=sha256)


def _of_object(stores: tuple[Store, ...], held: Stored, looked_at: tuple[Store, ...]) -> Iterator[Fault]:
    for store in looked_at:
        if what := _wrong(store, held):
            copies: tuple[Opens, ...] = (
                *(other for other in stores if other is not store),
                *map(Firsts, stores),
            )
            others = (copy for copy in copies if not _wrong(copy, held))
            source = next(others, None)
            yield Fault(store=store, key=held.key, what=what, source=source, sha256=held.sha256)


def _of_index(stores: tuple[Store, ...], held: WarcStored, looked_at: tuple[Store, ...]) -> Iterator[Fault]:
    for fault in _of_object(stores, held.cdxj, looked_at):
        if fault.source is not None:
            yield fault
            continue
        remade = next((made for store in stores if (made := _remade(store, held))), None)
        yield Fault(store=fault.store, key=fault.key, what=fault.what, sha256=fault.sha256, remade=remade)


def _remade(store: Store, held: WarcStored) -> bytes | None:
    """The index as it was, made from the WARC file; None where that gives another one."""
    try:
        with store.open(held.warc.key) as stream:
            index = cdx.cdxj(entries_of(walk(stream, held.warc.key, []), held.warc.key))
    except (NoSuchObject, WarcError):
        return None
    return index if hashlib.sha256(index).hexdigest() == held.cdxj.sha256 else None


def _others(first: Store, second: Store) -> Iterator[Fault]:
    """What no manifest vouches for (hints, decisions, frozen corpora) is only looked for."""
    names = [
        {held.key for held in store.list() if not held.key.startswith(DERIVED)} for store in (first, second)
    ]
    for store, source, missing in (
        (first, second, names[1] - names[0]),
        (second, first, names[0] - names[1]),
    ):
        for key in sorted(missing):
            yield Fault(store=store, key=key, what="is missing", source=source)


def _wrong(store: Opens, held: Stored) -> str | None:
    """What is wrong with an object; read to its end, since a store may not notice a flipped bit."""
    digest, size = hashlib.sha256(), 0
    try:
        with store.open(held.key) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except NoSuchObject:
        return "is missing"
    if size != held.size:
        return f"has {size} bytes, its manifest says {held.size}"
    return None if digest.hexdigest() == held.sha256 else "has other bytes than its manifest says (SHA-256)"


def _copy(fault: Fault) -> bool:
    """Replace the object by the other store's, through a local file whose bytes are looked at first."""
    assert fault.source is not None
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(prefix="coranto-mend-") as copy:
        with fault.source.open(fault.key) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
        copy.flush()
        if fault.sha256 not in {None, digest.hexdigest()}:
            return False
        fault.store.overwrite(fault.key, Path(copy.name))
    return True


def _read(store: Store, key: str) -> bytes | None:
    try:
        return store.read(key)
    except NoSuchObject:
        return None


def _parsed(body: bytes | None, key: str) -> Manifest | None:
    if body is None or not is_intact(body):
        return None
    try:
        manifest = from_json(body, key)
    except ManifestError:
        return None
    return manifest if manifest.key == key else None
