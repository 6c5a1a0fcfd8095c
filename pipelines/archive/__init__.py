"""The archive: WARC files, manifests, leases, on S3 or in a plain folder."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.store import Keys, Store, open_store

__all__ = ["Archive", "Keys", "open_archive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The three stores of an archive."""

    objects: Store
    """WARC files, manifests, dumps: put once."""
    state: Store
    """Leases: changed by compare-and-swap only."""
    work: Store
    """Staging: may be overwritten and emptied."""
    spool: Path | None = None
    """Folder on a local disk for WARC files that are still open; it must outlive the process."""
    shards: Path | None = None
    """Folder on a local disk for the merged index of all captures; derived, it may be removed."""

    def __str__(self) -> str:
        return self.objects.url

    @property
    def replica(self) -> str | None:
        """Where the second copy is, for :func:`open_archive`."""
        second: Store | None = getattr(self.objects, "second", None)
        return second.url if second else None


def open_archive(
    where: str | Path,
    keys: Keys | None = None,
    *,
    spool: Path | None = None,
    shards: Path | None = None,
    replica: str | Path | None = None,
) -> Archive:
    """The archive in a folder, or on S3 in bucket ``s3://archive`` with ``state`` and ``work`` beside it.

    ``spool`` is needed to write to S3, ``shards`` to look captures up by URL; a folder has its own. ``replica``
    is a second folder, or a bucket that the same keys open; every commit reaches both.
    """
    place = str(where)
    if place.startswith("s3://"):
        state, work = "s3://state", "s3://work"
    else:
        state, work = str(Path(place, ".state")), str(Path(place, ".work"))
        spool, shards = spool or Path(place, ".spool"), shards or Path(place, ".cdx")
    objects = open_store(place, keys)
    if replica is not None:
        from pipelines.archive.replica import Mirrored

        objects = Mirrored(objects, open_store(str(replica), keys))
    return Archive(
        objects=objects,
        state=open_store(state, keys),
        work=open_store(work, keys),
        spool=spool,
        shards=shards,
    )
