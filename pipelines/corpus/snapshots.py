"""Which snapshots of a table are kept, and commits that cost the same however many there are.

A table keeps its newest :data:`NEWEST` snapshots, and before them the last of each of :data:`HOURS` hours in which
something was committed: whoever began to read a snapshot finds its files for days, since those that lived across the end
of an hour are named by a snapshot that is kept, and the others are as young as itself (:mod:`.expiry`). What an index shows is
kept, too, with what it needs to pass compactions over. Whoever commits forgets the rest, :data:`BATCH` at a time.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyiceberg.table import Table
    from pyiceberg.table.metadata import TableMetadata
    from pyiceberg.table.snapshots import Snapshot

NEWEST = 100
HOURS = 7 * 24
BATCH = 100
"""So many are forgotten in one commit: it is one in a hundred."""
MARK = "coranto.compacted"
"""Property of a snapshot whose rows are those of the one before."""
_HOUR = 3_600_000
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def light(table: "Table", beside: "Collection[int]" = ()) -> "Table":
    """The table to commit to: of its snapshots only the heads of its branches and tags, which a commit is built on.

    PyIceberg copies all metadata some twenty times for one commit (``Transaction.table_metadata``). The catalog has the
    others, and puts the commit on top of them.
    """
    from pyiceberg.table import Table

    wanted = _heads(table.metadata) | set(beside)
    held = [one for one in table.metadata.snapshots if one.snapshot_id in wanted]
    metadata = table.metadata.model_copy(update={"snapshots": held, "snapshot_log": []})
    return Table(table.name(), metadata, table.metadata_location, table.io, table.catalog, table.config)


def superfluous(metadata: "TableMetadata", shown: "Collection[int]" = ()) -> list[int]:
    """The snapshots that nobody needs, oldest first; ``shown`` are those that indexes show."""
    line = sorted(metadata.snapshots, key=_sequence)
    old = line[:-NEWEST]
    hours = {one.timestamp_ms // _HOUR: one.snapshot_id for one in old}
    kept = _heads(metadata) | _followed(line, set(shown)) | {hours[hour] for hour in sorted(hours)[-HOURS:]}
    return [one.snapshot_id for one in old if one.snapshot_id not in kept]


def forget(table: "Table", ids: "Collection[int]") -> bool:
    """Forget these snapshots, in one commit; False where another commit came first: whoever comes next does it.

    (``by_ids`` of PyIceberg copies all metadata twice for each of them.)
    """
    from pyiceberg.exceptions import CommitFailedException
    from sqlalchemy.exc import OperationalError

    try:
        light(table, ids).maintenance.expire_snapshots().older_than(_EVER).commit()
    except CommitFailedException:
        return False
    except (OperationalError, ValueError) as e:
        if "locked" in str(e) or "does not exist" in str(e):  # SQLite's file is held; they are gone already
            return False
        raise
    return True


def is_compaction(snapshot: "Snapshot") -> bool:
    """Did it change no row?"""
    return snapshot.summary is not None and MARK in snapshot.summary.additional_properties


def _heads(metadata: "TableMetadata") -> set[int]:
    return {ref.snapshot_id for ref in metadata.refs.values()}


def _followed(line: "list[Snapshot]", shown: set[int]) -> set[int]:
    """What indexes show, and both ends of each compaction that came after."""
    needed = [one for one in line if one.snapshot_id in shown]
    if not needed:
        return set()
    later = [one for one in line if is_compaction(one) and _sequence(one) > _sequence(needed[0])]
    ends = {end for one in later for end in (one.snapshot_id, one.parent_snapshot_id) if end is not None}
    return {one.snapshot_id for one in needed} | ends


def _sequence(snapshot: "Snapshot") -> int:
    return snapshot.sequence_number or 0
