"""The Iceberg tables: open the catalog, read a unit, overwrite a unit.

A unit's rows are replaced by comparing first: what is already there is left alone, so that publishing twice
makes no snapshot. The commit is a compare-and-swap on the snapshot that was compared with, and whoever
loses the race begins again from the table as it then is. pyiceberg's own retry would re-apply an append
without looking again and could double a unit; it is switched off by a property of the table. Whoever has
committed also forgets snapshots that nobody needs, once there are many (:mod:`.snapshots`).
"""

import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.archive.store import Store
from pipelines.archive.unit import Unit
from pipelines.corpus import snapshots
from pipelines.corpus.catalogs import NAMESPACE, explained, make_table, open_catalog
from pipelines.corpus.catalogs import CatalogSettings as CatalogSettings
from pipelines.corpus.evolution import evolve
from pipelines.corpus.filters import between, of_unit
from pipelines.corpus.marks import shown
from pipelines.corpus.schemas import KEYS, TABLES, TIMES
from pipelines.errors import CorantoError, CorpusError

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog
    from pyiceberg.expressions import BooleanExpression
    from pyiceberg.table import Table

log = logging.getLogger("pipelines.corpus.tables")
ATTEMPTS = 40
COMMIT_WITHIN = timedelta(hours=6)
"""A writer that took longer begins again: its files may have been removed as nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one publication did to one table."""

    table: str
    snapshot: int | None
    """The table's snapshot after it; None where the table has none yet."""
    rows: int
    before: int
    changed: bool


@dataclass(slots=True, kw_only=True)
class Tables:
    """The tables behind one catalog."""

    catalog: "Catalog"
    branch: str | None = None
    """Work on this branch of each table instead of what everybody reads; it begins empty."""
    work: Store | None = field(default=None, repr=False)
    """Where indexes note what they show (:mod:`.marks`)."""
    made: set[str] = field(default_factory=set)

    def load(self, name: str) -> "Table":
        """The table as it is now; made where it does not exist, with new columns where it is of an earlier version."""
        full = f"{NAMESPACE}.{name}"
        with explained(f"table {name}"):
            if name not in self.made:
                make_table(self.catalog, name)
                while evolve(self.catalog.load_table(full), TABLES[name]):
                    pass
                self.made.add(name)
            return self.catalog.load_table(full)

    def unit(self, name: str, unit: Unit) -> pa.Table:
        """The rows of a unit as they are now."""
        return self.read(name, of_unit(unit))

    def read(self, name: str, only: "BooleanExpression") -> pa.Table:
        """The rows that a filter lets through, in order of their key."""
        with explained(f"table {name}"):
            return self._read(self.load(name), name, only)

    def scan(self, table: "Table", only: "BooleanExpression", columns: tuple[str, ...] = ("*",)) -> pa.Table:
        """Columns of the rows that a filter lets through, in no order."""
        from pyiceberg.expressions import AlwaysFalse

        if self.branch is None:
            return table.scan(row_filter=only, selected_fields=columns).to_arrow()
        if self.branch not in table.metadata.refs:
            return table.scan(row_filter=AlwaysFalse(), selected_fields=columns).to_arrow()
        return table.scan(row_filter=only, selected_fields=columns).use_ref(self.branch).to_arrow()

    def _read(self, table: "Table", name: str, only: "BooleanExpression") -> pa.Table:
        found = self.scan(table, only)
        return found.select(TABLES[name].names).cast(TABLES[name]).sort_by(KEYS[name])

    def rows(
        self, name: str, wanted: list[tuple[str, datetime]], columns: tuple[str, ...] = (), size: int = 2000
    ) -> Iterator[pa.Table]:
        """Rows by id and capture time, in that order, some at a time; what is gone by now is left out.

        ``columns`` alone are read; none named, all are.
        """
        wanted = sorted(wanted, key=lambda pair: (pair[1], pair[0]))
        table, schema = self.load(name), TABLES[name]
        if columns:
            schema = pa.schema([schema.field(column) for column in columns])
        read = tuple({*columns, "id", "captured"}) if columns else ("*",)
        for i in range(0, len(wanted), size):
            some = wanted[i : i + size]
            found = self.scan(table, between(some[0][1], some[-1][1]), read)
            found = found.filter(pc.is_in(found["id"], pa.array([row for row, _ in some], pa.string())))
            ordered = found.sort_by([("captured", "ascending"), ("id", "ascending")])
            yield ordered.select(schema.names).cast(schema)

    def replace(self, name: str, unit: Unit, rows: pa.Table) -> Change:
        """Make the unit's rows these, whoever else is writing."""
        return self.rewrite(name, rows, of_unit(unit), f"{unit.site} {unit.span}")

    def rewrite(self, name: str, rows: pa.Table, only: "BooleanExpression", noted: str) -> Change:
        """Make the rows that a filter lets through these; the snapshot is noted with what it was about."""
        rows = rows.cast(TABLES[name]).sort_by(KEYS[name])
        for attempt in range(ATTEMPTS):
            with explained(f"table {name}"):
                table = self.load(name)
                before = self._read(table, name, only)
                if _equal(before, rows):
                    return _change(table, name, before, changed=False)
                light = snapshots.light(table)
                if _swap(light, name, only, before, rows, {"coranto.unit": noted}, self.branch):
                    self._thin(light, name)
                    return _change(light, name, before, rows=rows.num_rows)
            time.sleep(random.uniform(0.02, 0.1) * min(attempt + 1, 10))  # noqa: S311  (jitter)
        raise CorpusError(
            f"table {name}, {noted}: other writers came first {ATTEMPTS} times; publish it again"
        )

    def shown(self) -> frozenset[int]:
        """The snapshots that indexes show."""
        return shown(self.work) if self.work is not None else frozenset()

    def _thin(self, table: "Table", name: str) -> None:
        """Forget what nobody needs, where that is much; what fails is left to the next commit."""
        if len(snapshots.superfluous(table.metadata)) < snapshots.BATCH:
            return
        try:
            with explained(f"table {name}"):
                snapshots.forget(table, snapshots.superfluous(table.metadata, self.shown()))
        except CorantoError as e:
            log.warning("cannot forget old snapshots, the next commit tries again: %s", e)


def open_tables(where: Path | CatalogSettings, work: Store | None = None) -> Tables:
    """The tables of a plain folder (SQLite catalog, files below it) or of a REST catalog.

    Where indexes follow them, ``work`` is the store in which these note what they show.
    """
    return Tables(catalog=open_catalog(where), work=work)


def _equal(before: pa.Table, after: pa.Table) -> bool:
    if before.num_rows != after.num_rows:
        return False
    return bool(before.combine_chunks().equals(after.combine_chunks()))


def _change(
    table: "Table", name: str, before: pa.Table, *, rows: int | None = None, changed: bool = True
) -> Change:
    now = table.current_snapshot()
    return Change(
        table=name,
        snapshot=now.snapshot_id if now else None,
        rows=before.num_rows if rows is None else rows,
        before=before.num_rows,
        changed=changed,
    )


def _swap(
    table: "Table",
    name: str,
    only: "BooleanExpression",
    before: pa.Table,
    after: pa.Table,
    properties: dict[str, str],
    branch: str | None,
) -> bool:
    """Commit on top of the snapshot that was read; False where another commit came first."""
    from pyiceberg.exceptions import CommitFailedException, ValidationException
    from sqlalchemy.exc import OperationalError

    begun = time.monotonic()
    noted: Any = {"snapshot_properties": properties, "branch": branch or "main"}
    try:
        with table.transaction() as change:
            if not before.num_rows:
                change.append(after.sort_by(TIMES[name]), **noted)
            elif not after.num_rows:
                change.delete(_held(only, before, TIMES[name]), **noted)
            else:
                held = _held(only, before, TIMES[name])
                change.overwrite(after.sort_by(TIMES[name]), overwrite_filter=held, **noted)
            in_time(begun)
    except (CommitFailedException, ValidationException):
        return False
    except OperationalError as e:  # SQLite: another process holds the catalog's file
        if "locked" in str(e):
            return False
        raise CorpusError(f"table {name}: the catalog's database fails: {e}") from e
    return True


def in_time(begun: float) -> None:
    """Raise what makes a writer begin again where it began too long ago to commit (see :mod:`.expiry`)."""
    from pyiceberg.exceptions import ValidationException

    if time.monotonic() - begun > COMMIT_WITHIN.total_seconds():
        raise ValidationException("the commit took too long")


def _held(only: "BooleanExpression", rows: pa.Table, time: str) -> "BooleanExpression":
    """What the filter lets through, with the range of its times."""
    from pyiceberg.expressions import And

    ends = pc.min_max(rows[time]).as_py()
    return And(only, between(ends["min"], ends["max"], time))
