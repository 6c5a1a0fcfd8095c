"""What was first put under a key, in stores that keep versions: nothing can hide what was archived.

Objects of the archive are put once, so that a second version with other bytes was written by somebody who had
a key and not our care. SeaweedFS 4.48 has no policy that refuses it (of conditions on headers it knows none), but
the first version stays: :func:`shadowed` finds it, and :class:`Firsts` reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import BinaryIO, Protocol, runtime_checkable

from pipelines.archive.store import Store
from pipelines.errors import AccessDenied, NoSuchObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an object."""

    key: str
    id: str
    size: int
    etag: str
    modified: datetime
    latest: bool
    """Is it what a plain read gets?"""


@runtime_checkable
class Versioned(Protocol):
    """A store that keeps versions."""

    def versions(self, prefix: str) -> Iterator[Version]:
        """Versions of the objects whose key starts so: those of one key together, the newest first."""

    def open_version(self, key: str, version: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """As a store's ``open``, of one version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """An object that was written over."""

    first: Version
    now: Version

    @property
    def what(self) -> str:
        """For ``check``."""
        return (
            f"was written over, the last time {self.now.modified:%Y-%m-%d %H:%M:%S} UTC;"
            f" its first {self.first.size} bytes are kept as version {self.first.id}"
        )


class Firsts:
    """A store's first versions, to be read as the store itself is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.url = f"the first version in {store.url}"

    def open(self, key: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """What was first put there; NoSuchObject where no versions are kept, or none are to be seen."""
        if not isinstance(self._store, Versioned):
            raise NoSuchObject(f"no versions in {self._store.url}")
        try:
            found = [version for version in self._store.versions(key) if version.key == key]
        except AccessDenied as e:
            raise NoSuchObject(f"no versions to be seen of {self._store.url}/{key}") from e
        if not found:
            raise NoSuchObject(f"no version of {self._store.url}/{key}")
        return self._store.open_version(key, found[-1].id, offset, length)


def shadowed(store: Store) -> Iterator[Shadowed]:
    """Objects that have other bytes now than at first; none where no versions are kept, or are to be seen."""
    if not isinstance(store, Versioned):
        return
    try:
        for _, group in groupby(store.versions(""), key=lambda version: version.key):
            versions = list(group)
            first, now = versions[-1], next((one for one in versions if one.latest), None)
            if now is not None and (now.etag, now.size) != (first.etag, first.size):
                yield Shadowed(first=first, now=now)
    except AccessDenied:  # this key may not list them; the manifests' sums still tell of most
        return
