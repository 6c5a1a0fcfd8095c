"""Small files of a month put together, since each costs some 30 ms whenever it is read.

A commit exchanges just the files that were read for one with the same rows, on top of the snapshot that named
them: whoever commits in between wins, and the files are looked at again. Killed at any moment it leaves the table
as it was, and files that nothing refers to.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.corpus import snapshots
from pipelines.corpus.catalogs import explained
from pipelines.corpus.schemas import TIMES
from pipelines.corpus.tables import ATTEMPTS, Tables, in_time
from pipelines.errors import CorpusError

if TYPE_CHECKING:
    from pyiceberg.table import FileScanTask, Table

SMALL = 64_000_000
"""Bytes from which a file is left alone, and to which small ones are put together: bounds the memory."""
BUSY = 64
"""Small files of the present month from which they are put together before the month is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """Files before and after, of those that were put together."""

    before: int = 0
    after: int = 0


def compact(tables: Tables, name: str, now: datetime) -> Compacted:
    """Put the small files of closed months together, and those of the present month where there are many."""
    before = after = lost = 0
    while True:
        with explained(f"table {name}"):
            table = tables.load(name)
            group = next(_groups(table, now), None)
            if group is None:
                return Compacted(before=before, after=after)
            made = _exchange(table, name, group)
        if made is None:
            lost += 1
            if lost == ATTEMPTS:
                raise CorpusError(f"table {name}: other writers came first {lost} times; compact it later")
            continue
        before, after = before + len(group), after + made


def _groups(table: "Table", now: datetime) -> Iterator[list["FileScanTask"]]:
    months: dict[int, list[FileScanTask]] = defaultdict(list)
    for task in table.scan().plan_files():
        if task.file.file_size_in_bytes < SMALL:
            months[task.file.partition[0]].append(task)
    present = (now.astimezone(UTC).year - 1970) * 12 + now.astimezone(UTC).month - 1
    for month, files in sorted(months.items()):
        if month < present or len(files) >= BUSY:
            yield from _filled(sorted(files, key=lambda task: task.file.file_path))


def _filled(files: Sequence["FileScanTask"]) -> Iterator[list["FileScanTask"]]:
    """Files in groups that are no longer small; one alone is none."""
    group: list[FileScanTask] = []
    size = 0
    for task in files:
        group.append(task)
        size += task.file.file_size_in_bytes
        if size >= SMALL:
            if len(group) > 1:
                yield group
            group, size = [], 0
    if len(group) > 1:
        yield group


def _exchange(table: "Table", name: str, group: Sequence["FileScanTask"]) -> int | None:
    """Commit one file in the place of several; None where another commit came first."""
    from pyiceberg.exceptions import CommitFailedException, ValidationException
    from pyiceberg.expressions import AlwaysTrue
    from pyiceberg.io.pyarrow import ArrowScan, _dataframe_to_data_files

    begun = time.monotonic()
    rows = ArrowScan(table.metadata, table.io, table.schema(), AlwaysTrue()).to_table(group)
    if rows.num_rows != sum(task.file.record_count for task in group):
        raise CorpusError(f"table {name}: its files hold other rows than it says; run coranto rebuild")
    rows = rows.sort_by([(TIMES[name], "ascending")])
    made = list(_dataframe_to_data_files(table_metadata=table.metadata, df=rows, io=table.io))
    try:
        with snapshots.light(table).transaction() as change:
            producer: Any = change.update_snapshot(snapshot_properties={snapshots.MARK: "true"}).overwrite()
            with producer as swap:
                for task in group:
                    swap.delete_data_file(task.file)
                for file in made:
                    swap.append_data_file(file)
            in_time(begun)
    except (CommitFailedException, ValidationException):
        return None
    return len(made)
