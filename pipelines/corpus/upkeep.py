"""The upkeep of the tables: small files put together, old snapshots forgotten, files of nobody removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.archive.store import Keys
from pipelines.corpus.compaction import Compacted, compact
from pipelines.corpus.expiry import AGE as AGE
from pipelines.corpus.expiry import KEEP as KEEP
from pipelines.corpus.expiry import Removed, expire, remove_orphans
from pipelines.corpus.schemas import TABLES
from pipelines.corpus.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What was done to one table."""

    table: str
    compacted: Compacted
    expired: int
    """Snapshots."""
    removed: Removed


def tidy(
    tables: Tables,
    keys: Keys | None,
    now: datetime,
    *,
    keep: timedelta = KEEP,
    age: timedelta = AGE,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Tidied, ...]:
    """Look after every table, whoever is writing to it; ``now`` by the clock of the store that has its files."""
    done = []
    for name in TABLES:
        progress(f"table {name}")
        compacted = compact(tables, name, now)
        expired = expire(tables, name, now - keep)
        removed = remove_orphans(tables, name, keys, now, age)
        done.append(Tidied(table=name, compacted=compacted, expired=expired, removed=removed))
    return tuple(done)
