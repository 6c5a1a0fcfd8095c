"""Old snapshots forgotten, and files removed that nothing refers to.

A snapshot is forgotten when the one after it is old, so that whoever reads it has had all that time, or when there are so
many that writers forget it (:mod:`.snapshots`), whose files are still held for days. A file is removed
when it is older than any commit may take (:data:`~pipelines.corpus.tables.COMMIT_WITHIN`), and no snapshot that is left,
of any branch or tag, names it: a running writer's file is younger, and one that is committed while we look is named
by the metadata that are read after the listing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.archive.store import Keys, Store, open_store
from pipelines.corpus import snapshots
from pipelines.corpus.catalogs import explained
from pipelines.corpus.tables import COMMIT_WITHIN, Tables
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pyiceberg.table import Table

KEEP = timedelta(days=7)
"""How long a snapshot is kept after the next one."""
AGE = timedelta(days=3)
"""How old a file without a name is when it is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Files that nothing referred to."""

    files: int = 0
    bytes: int = 0


def expire(tables: Tables, name: str, before: datetime) -> int:
    """Forget the snapshots whose successor is older, and those that are too many; how many."""
    with explained(f"table {name}"):
        table = tables.load(name)
        old = {*_superseded(table, before), *snapshots.superfluous(table.metadata, tables.shown())}
        return len(old) if old and snapshots.forget(table, old) else 0


def _superseded(table: "Table", before: datetime) -> list[int]:
    """Those whose follower, in the line of commits or as the table's current one, is older."""
    cutoff, metadata = before.timestamp() * 1000, table.metadata
    kept = {ref.snapshot_id for ref in metadata.refs.values()}
    followed: dict[int, int] = {
        s.parent_snapshot_id: s.timestamp_ms for s in metadata.snapshots if s.parent_snapshot_id
    }
    for one, after in pairwise(metadata.snapshot_log):
        followed[one.snapshot_id] = max(after.timestamp_ms, followed.get(one.snapshot_id, 0))
    newest = max((s.timestamp_ms for s in metadata.snapshots), default=0)
    left = (s.snapshot_id for s in metadata.snapshots if s.snapshot_id not in kept)
    return [one for one in left if followed.get(one, newest) < cutoff]


def remove_orphans(
    tables: Tables, name: str, keys: Keys | None, now: datetime, age: timedelta = AGE
) -> Removed:
    """Remove the table's files that are so old and that nothing refers to."""
    if age < COMMIT_WITHIN:
        raise ConfigError(
            f"files younger than {COMMIT_WITHIN} may belong to a commit under way; name a longer time"
        )
    with explained(f"table {name}"):
        store, prefix = _store(tables.load(name).location(), keys)
        old = [o for o in store.list(prefix) if o.modified and o.modified < now.astimezone(UTC) - age]
        named = {path.rpartition(prefix)[2] for path in reachable(tables.load(name))}
    files = size = 0
    for held in old:
        if held.key.removeprefix(prefix) not in named and not held.key.endswith(
            "/"
        ):  # SeaweedFS lists folders
            store.delete(held.key)
            files, size = files + 1, size + held.size
    return Removed(files=files, bytes=size)


def reachable(table: "Table") -> Iterator[str]:
    """Every file that the table, in any of its snapshots, is made of."""
    metadata = table.metadata
    yield table.metadata_location
    yield from (entry.metadata_file for entry in metadata.metadata_log)
    yield from (file.statistics_path for file in (*metadata.statistics, *metadata.partition_statistics))
    seen: set[str] = set()
    for snapshot in metadata.snapshots:
        yield snapshot.manifest_list
        for manifest in snapshot.manifests(table.io):
            if manifest.manifest_path in seen:
                continue
            seen.add(manifest.manifest_path)
            yield manifest.manifest_path
            for entry in manifest.fetch_manifest_entry(table.io, discard_deleted=False):
                yield entry.data_file.file_path


def _store(location: str, keys: Keys | None) -> tuple[Store, str]:
    """The store that a table's files lie in, and what their keys begin with."""
    if location.startswith("s3://"):
        bucket, _, path = location.removeprefix("s3://").partition("/")
        return open_store(f"s3://{bucket}", keys), f"{path}/"
    folder = Path(location)
    return open_store(str(folder.parent)), f"{folder.name}/"
