"""What changed in a table between two snapshots, file by file.

pyiceberg's incremental scan reads only appends: what an overwrite removed it does not show. The manifests that
only one of the two snapshots has show both. A compaction changes files and no row: it is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.corpus.columns import EPOCH, Row
from pipelines.corpus.schemas import INSTANT
from pipelines.corpus.snapshots import is_compaction

if TYPE_CHECKING:
    from pyiceberg.manifest import ManifestFile
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

_AT_ONCE = 500
"""Rows that are held as Python objects while somebody goes through them."""


class Expired(Exception):
    """The table has forgotten a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Data files that came and went; those that did both in between are left out."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    rows: int
    """Rows in the added files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The way from ``since`` to ``until``."""

    since: int | None
    until: int
    compacted: bool
    """No row was changed on it."""


def stretches(table: "Table", since: int | None, until: int) -> list[Stretch]:
    """The way from one snapshot to a later one, cut where compactions begin and end.

    What lay between may be forgotten but for these ends (:func:`~pipelines.corpus.snapshots.superfluous`). A file that a
    stretch adds may be gone from the table by the next, and holds just the rows that came by it.
    """
    found: list[Stretch] = []
    at = since
    for begin, end in _compactions(table, since, until):
        if begin != at:
            found.append(Stretch(since=at, until=begin, compacted=False))
        before = found.pop().since if found and found[-1].compacted and begin == at else begin
        found.append(Stretch(since=before, until=end, compacted=True))
        at = end
    return found if at == until else [*found, Stretch(since=at, until=until, compacted=False)]


def _compactions(table: "Table", since: int | None, until: int) -> Iterator[tuple[int, int]]:
    """Both ends of each compaction between two snapshots, as far as they are still known."""
    at, last = _number(table, since), _number(table, until)
    for one in sorted(filter(is_compaction, table.metadata.snapshots), key=lambda s: s.sequence_number or 0):
        begin = one.parent_snapshot_id
        if begin is None or table.snapshot_by_id(begin) is None:
            continue
        if at <= _number(table, begin) and _number(table, one.snapshot_id) <= last:
            yield begin, one.snapshot_id
            at = _number(table, one.snapshot_id)


def changes(table: "Table", since: int | None, until: int) -> Changes:
    """What is in the one snapshot and not in the other, whatever lay between them."""
    before, after = _manifests(table, since), _manifests(table, until)
    gone = _files(table, [before[path] for path in before.keys() - after.keys()])
    come = _files(table, [after[path] for path in after.keys() - before.keys()])
    added = sorted(come.keys() - gone.keys())
    return Changes(
        added=tuple(added),
        removed=tuple(sorted(gone.keys() - come.keys())),
        rows=sum(come[path] for path in added),
    )


def _number(table: "Table", snapshot: int | None) -> int:
    return 0 if snapshot is None else _held(table, snapshot).sequence_number or 0


def _held(table: "Table", snapshot: int) -> "Snapshot":
    held = table.snapshot_by_id(snapshot)
    if held is None:
        raise Expired(f"snapshot {snapshot}")
    return held


def _manifests(table: "Table", snapshot: int | None) -> "dict[str, ManifestFile]":
    """By path: manifests never change."""
    if snapshot is None:
        return {}
    return {one.manifest_path: one for one in _held(table, snapshot).manifests(table.io)}


def _files(table: "Table", manifests: "list[ManifestFile]") -> dict[str, int]:
    """The data files that manifests name as there, with their rows."""
    entries = (entry for one in manifests for entry in one.fetch_manifest_entry(table.io))
    return {entry.data_file.file_path: entry.data_file.record_count for entry in entries}


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
    if pa.types.is_date32(column.type):
        days: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return days
    if not pa.types.is_timestamp(column.type):
        values: list[Any] = column.to_pylist()
        return values
    micros = column.cast(INSTANT).cast(pa.int64()).to_pylist()
    return [None if since is None else EPOCH + timedelta(microseconds=since) for since in micros]
