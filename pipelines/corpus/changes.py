"""What changed in a table between two snapshots, file by file.

pyiceberg's incremental scan reads only appends: what an overwrite removed it does not show. The manifests
show both, for appends, overwrites and deletes alike. A compaction changes files and no row: it is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.corpus.columns import EPOCH, Row
from pipelines.corpus.compaction import MARK
from pipelines.corpus.schemas import INSTANT

if TYPE_CHECKING:
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

_AT_ONCE = 2000
"""Rows that are held as Python objects while somebody goes through them."""
ADDED, DELETED = 1, 2
"""Status of a manifest entry (Iceberg specification, manifests)."""


class Expired(Exception):
    """The snapshot to start from is no longer in the table's history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Data files that came and went, net of those that did both."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    rows: int
    """Rows in the added files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Snapshots in a row: after ``since`` up to ``until``."""

    since: int | None
    until: int
    compacted: bool
    """They changed no row."""


def stretches(table: "Table", since: int | None, until: int) -> list[Stretch]:
    """The snapshots between two, cut where compactions begin and end.

    A file that a stretch adds may be gone from the table by the next, and holds just the rows that came by it.
    """
    found: list[Stretch] = []
    before = since
    for snapshot in _chain(table, since, until):
        compacted = _is_compaction(snapshot)
        begin = found.pop().since if found and found[-1].compacted == compacted else before
        before = snapshot.snapshot_id
        found.append(Stretch(since=begin, until=before, compacted=compacted))
    return found


def _is_compaction(snapshot: "Snapshot") -> bool:
    return snapshot.summary is not None and MARK in snapshot.summary.additional_properties


def changes(table: "Table", since: int | None, until: int) -> Changes:
    """What the snapshots after ``since`` up to ``until`` did."""
    state: dict[str, tuple[str, int]] = {}
    for snapshot in _chain(table, since, until):
        for path, status, rows in _entries(table, snapshot):
            if status == ADDED:
                state[path] = ("added", rows)
            elif state.get(path, ("", 0))[0] == "added":
                del state[path]
            else:
                state[path] = ("removed", rows)
    return Changes(
        added=tuple(p for p, (what, _) in state.items() if what == "added"),
        removed=tuple(p for p, (what, _) in state.items() if what == "removed"),
        rows=sum(rows for what, rows in state.values() if what == "added"),
    )


def _chain(table: "Table", since: int | None, until: int) -> "list[Snapshot]":
    """Oldest first."""
    chain: list[Snapshot] = []
    at: int | None = until
    while at is not None and at != since:
        snapshot = table.snapshot_by_id(at)
        if snapshot is None:
            raise Expired(f"snapshot {at}")
        chain.append(snapshot)
        at = snapshot.parent_snapshot_id
    if at is None and since is not None:
        raise Expired(f"snapshot {since}")
    return chain[::-1]


def _entries(table: "Table", snapshot: "Snapshot") -> Iterator[tuple[str, int, int]]:
    for manifest in snapshot.manifests(table.io):
        if manifest.added_snapshot_id != snapshot.snapshot_id:
            continue
        for entry in manifest.fetch_manifest_entry(table.io, discard_deleted=False):
            if entry.snapshot_id == snapshot.snapshot_id and entry.status in (ADDED, DELETED):
                yield entry.data_file.file_path, int(entry.status), entry.data_file.record_count


def read_file(table: "Table", path: str, columns: tuple[str, ...]) -> pa.Table:
    """Some columns of one data file; what it is too old to have is null."""
    with table.io.new_input(path).open() as file, pq.ParquetFile(file) as parquet:
        held = set(parquet.schema_arrow.names)
        found = parquet.read(columns=[name for name in columns if name in held], use_threads=False)
    for name in columns:
        if name not in held:
            found = found.append_column(name, pa.nulls(found.num_rows))
    return found.select(list(columns))


def rows_of(found: pa.Table) -> Iterator[Row]:
    """The rows of some columns, several times as quickly as Arrow makes them."""
    names = found.column_names
    for batch in found.to_batches(max_chunksize=_AT_ONCE):
        columns = map(_values, batch.columns)
        yield from (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def _values(column: pa.Array) -> list[Any]:
    if not pa.types.is_timestamp(column.type):
        values: list[Any] = column.to_pylist()
        return values
    micros = column.cast(INSTANT).cast(pa.int64()).to_pylist()
    return [None if since is None else EPOCH + timedelta(microseconds=since) for since in micros]
