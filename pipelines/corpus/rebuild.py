"""All tables made again from the archive alone, while the old ones go on serving.

The rows go to a branch of each table, many units a commit; when it has every unit as the archive now has it, and
nothing was committed to the tables meanwhile, the branch becomes what everybody reads, in one commit for each table. What
is done is noted in ``work/rebuild/state.json``, so that a rebuild that was killed goes on where it was; a unit that
changes meanwhile is done again.

What the gate and operators decided stands in the archive and is honoured: a batch that was held stays held, and
what had been published before it stays published.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.archive import Archive, plain
from pipelines.archive.amending import amend
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import keys, load_manifest, span_of
from pipelines.archive.takedowns import PREFIX as TAKEDOWNS
from pipelines.archive.takedowns import withheld
from pipelines.archive.unit import Unit
from pipelines.corpus.catalogs import explained
from pipelines.corpus.decided import unit_tables
from pipelines.corpus.decisions import KEEPS_BACK, Decision, decisions, last_word
from pipelines.corpus.decisions import PREFIX as DECISIONS
from pipelines.corpus.filters import of_units
from pipelines.corpus.schemas import SCHEMAS, TABLES
from pipelines.corpus.tables import ATTEMPTS, Tables
from pipelines.corpus.wire import find_again
from pipelines.errors import NoSuchObject

if TYPE_CHECKING:
    from pyiceberg.table import Table

BRANCH = "rebuild"
STATE = "rebuild/state.json"
AT_ONCE = 5000
"""Rows from which a commit is made."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a rebuild is."""

    tables: dict[str, str] = field(default_factory=dict)
    """UUID of each table whose branch it is; with others there, it begins anew."""
    done: dict[str, str] = field(default_factory=dict)
    """Fingerprint of what each unit was made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild made."""

    units: int
    """Of the archive."""
    made: int
    """Of these by this run; the others an earlier one had done."""
    held: tuple[str, ...]
    """Units with a batch in quarantine, or rejected."""
    rows: dict[str, int]
    """Of each table."""


@dataclass(slots=True, kw_only=True)
class Rebuild:
    """A rebuild under way."""

    archive: Archive
    tables: Tables
    progress: Progress = lambda _: None
    made: int = 0

    @property
    def branch(self) -> Tables:
        """The tables as they are made."""
        return replace(self.tables, branch=BRANCH)

    def run(self) -> Rebuilt:
        """Make everything; returns when the new tables are what everybody reads."""
        self._begin()
        while True:
            heads = {name: _head(self.tables.load(name)) for name in TABLES}
            wanted = fingerprints(self.archive)
            state = _state(self.archive)
            pending = [unit for unit, print_ in wanted.items() if state.done.get(_name(unit)) != print_]
            if pending:
                self._make(pending, wanted)
                continue
            find_again(self.archive, self.branch)
            if all(self._serve(name, heads[name]) for name in TABLES):
                return self._end(wanted)

    def _begin(self) -> None:
        """Go on with what an earlier run left, if that is of these tables."""
        ours = {name: str(self.tables.load(name).metadata.table_uuid) for name in TABLES}
        if _state(self.archive).tables != ours:
            for name in TABLES:
                _drop(self.tables, name)
                _open(self.tables.load(name), name)
            self.archive.work.overwrite(STATE, plain.encode(State(tables=ours)))

    def _make(self, pending: list[Unit], wanted: Mapping[Unit, str]) -> None:
        gone = withheld(self.archive)
        made: list[tuple[Unit, Mapping[str, pa.Table]]] = []
        rows = 0
        for number, unit in enumerate(pending, 1):
            self.progress(f"unit {number} of {len(pending)}: {unit.site} {unit.span}")
            found = _manifests(self.archive, unit)
            made.append((unit, unit_tables(self.archive, unit, found, gone)))
            rows += sum(table.num_rows for table in made[-1][1].values())
            if rows >= AT_ONCE or number == len(pending):
                self._commit(made, wanted)
                made, rows = [], 0

    def _commit(self, made: list[tuple[Unit, Mapping[str, pa.Table]]], wanted: Mapping[Unit, str]) -> None:
        units = [unit for unit, _ in made]
        for name in SCHEMAS:
            rows = pa.concat_tables([tables[name] for _, tables in made])
            self.branch.rewrite(name, rows, of_units(units), f"{len(units)} units of a rebuild")
        done = {_name(unit): wanted[unit] for unit in units}

        def change(old: bytes | None) -> bytes:
            state = plain.decode(State, old) if old else State()
            return plain.encode(replace(state, done=state.done | done))

        amend(self.archive.work, STATE, change)
        self.made += len(units)

    def _serve(self, name: str, head: int | None) -> bool:
        """Let everybody read the branch; False where somebody committed since we looked."""
        from pyiceberg.exceptions import CommitFailedException
        from pyiceberg.expressions import AlwaysTrue

        with explained(f"table {name}"):
            table = self.tables.load(name)
            now, ref = _head(table), table.metadata.refs.get(BRANCH)
            if ref is not None and now == ref.snapshot_id:
                return True
            if now != head:
                return False
            try:
                if ref is not None:
                    table.manage_snapshots().set_current_snapshot(ref_name=BRANCH).commit()
                elif table.scan(limit=1).to_arrow().num_rows:
                    table.delete(AlwaysTrue())
            except CommitFailedException:
                return False
        return True

    def _end(self, wanted: Mapping[Unit, str]) -> Rebuilt:
        self.archive.work.delete(STATE)
        for name in TABLES:
            _drop(self.tables, name)
        made = {site: decisions(self.archive, site) for site in {unit.site for unit in wanted}}
        held = tuple(_name(unit) for unit in wanted if _is_kept_back(made[unit.site], unit))
        rows = {name: _count(self.tables.load(name)) for name in TABLES}
        return Rebuilt(units=len(wanted), made=self.made, held=held, rows=rows)


def fingerprints(archive: Archive) -> dict[Unit, str]:
    """Every unit that tables have rows of, with a digest of all that its rows are made of but the cleaner."""
    from pipelines.clean import CLEANER

    named: dict[Unit, list[str]] = defaultdict(list)
    for key in keys(archive):
        named[unit_of(key)].append(key)
    for held in archive.objects.list(DECISIONS):
        site, _, rest = held.key.removeprefix(DECISIONS).partition("/")
        unit = Unit(site=site, span=rest.rsplit("/", 2)[0])
        if unit in named:
            named[unit].append(held.key)
    common = [CLEANER, *sorted(held.key for held in archive.objects.list(TAKEDOWNS))]
    return {
        unit: hashlib.sha256("\n".join([*common, *sorted(found)]).encode()).hexdigest()[:32]
        for unit, found in sorted(named.items())
    }


def unit_of(key: str) -> Unit:
    """The unit that a manifest is of, by its key.

    >>> unit_of("manifests/herald/kept/0199.json").span
    'kept/0199'
    """
    site, span, name = key.split("/")[1], span_of(key), key.rpartition("/")[2]
    return Unit(site=site, span=span if "--" in span else f"{span}/{name.removesuffix('.json')}")


def _is_kept_back(made: tuple[Decision, ...], unit: Unit) -> bool:
    said = last_word(made, unit)
    return said is not None and said.action in KEEPS_BACK


def _manifests(archive: Archive, unit: Unit) -> tuple[Manifest, ...]:
    found = (load_manifest(archive, key) for key in keys(archive, unit=unit) if unit_of(key) == unit)
    return tuple(sorted(found, key=lambda manifest: manifest.id))


def _state(archive: Archive) -> State:
    try:
        return plain.decode(State, archive.work.read(STATE))
    except (NoSuchObject, ValueError):
        return State()


def _name(unit: Unit) -> str:
    return f"{unit.site} {unit.span}"


def _head(table: "Table") -> int | None:
    now = table.current_snapshot()
    return now.snapshot_id if now else None


def _drop(tables: Tables, name: str) -> None:
    """Remove the branch, whoever else commits meanwhile."""
    from pyiceberg.exceptions import CommitFailedException

    for _ in range(ATTEMPTS):
        table = tables.load(name)
        if BRANCH not in table.metadata.refs:
            return
        with explained(f"table {name}"), suppress(CommitFailedException):
            table.manage_snapshots().remove_branch(BRANCH).commit()


def _open(table: "Table", name: str) -> None:
    """A table without any snapshot has no branches: give it an empty one."""
    from pyiceberg.exceptions import CommitFailedException

    if table.current_snapshot() is None:
        with explained(f"table {name}"), suppress(CommitFailedException):
            table.append(TABLES[name].empty_table())


def _count(table: "Table") -> int:
    return sum(task.file.record_count for task in table.scan().plan_files())
