"""What the tables have of a unit by what was decided about it, from the archive alone."""

from dataclasses import replace

import pyarrow as pa

from pipelines.archive import Archive
from pipelines.archive.manifest import Manifest
from pipelines.archive.takedowns import Withheld
from pipelines.archive.unit import Unit
from pipelines.corpus.batches import read, remember
from pipelines.corpus.coverage import held_back
from pipelines.corpus.decisions import KEEPS_BACK, Decision, decisions, last_word
from pipelines.corpus.health import note
from pipelines.corpus.rows import UnitRows
from pipelines.corpus.source import rows_of
from pipelines.corpus.staging import arrow, digest_of, made_batch, stage


def unit_tables(
    archive: Archive, unit: Unit, attempts: tuple[Manifest, ...], without: Withheld
) -> dict[str, pa.Table]:
    """What the tables have of a unit, as decided; its batch is remembered, and staged where it waits for a person."""
    rows = rows_of(archive, unit, attempts, without)
    tables = {name: arrow(name, found) for name, found in rows.tables.items()}
    if unit.is_plan:  # there is nothing to judge
        return tables
    digest = digest_of(tables)
    made = decisions(archive, unit.site)
    said = last_word(made, unit, digest) or last_word(made, unit)
    held = said is not None and said.action in KEEPS_BACK
    _remember(archive, rows, attempts, digest, said if held else None)
    if not held:
        return tables
    standing = next((d.standing for d in reversed(made) if d.unit == unit.span and d.standing), None)
    before = _standing(archive, unit, attempts, without, standing)
    counted = arrow("coverage", held_back(rows.tables["coverage"]))
    if before is None:
        return {name: table.slice(0, 0) for name, table in tables.items()} | {"coverage": counted}
    return before if before["articles"].num_rows else {**before, "coverage": counted}


def _standing(
    archive: Archive, unit: Unit, attempts: tuple[Manifest, ...], without: Withheld, digest: str | None
) -> dict[str, pa.Table] | None:
    """What was published before a batch was held: the rows of the unit's earlier attempts."""
    for count in range(len(attempts) - 1, 0, -1) if digest else ():
        rows = rows_of(archive, unit, attempts[:count], without)
        tables = {name: arrow(name, found) for name, found in rows.tables.items()}
        if digest_of(tables) == digest:
            return tables
    return None


def _remember(
    archive: Archive, rows: UnitRows, attempts: tuple[Manifest, ...], digest: str, held: Decision | None
) -> None:
    """Fill the gate's memory where it is lost, and stage again what a person has to look at."""
    unit = rows.unit
    if held is not None and held.action == "hold":
        stage(archive, rows, attempts)
    if read(archive, unit.site).of(unit.span) is not None:
        return
    batch = made_batch(rows, attempts, digest)
    if held is None:
        batch = replace(batch, state="published")
    else:
        counts = {**batch.counts, "quarantined": batch.came, "published": 0}
        batch = replace(
            batch,
            state="quarantined" if held.action == "hold" else "rejected",
            counts={name: n for name, n in counts.items() if n},
            findings=(held.why,),
        )
    note(archive, remember(archive, unit.site, batch))
