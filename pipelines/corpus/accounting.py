"""The coverage of a unit whose crawl came to no good end, so that it is no hole without a reason."""

from dataclasses import dataclass, replace

from pipelines.archive import Archive
from pipelines.archive.unit import Unit
from pipelines.corpus.batches import batch_of, read, remember
from pipelines.corpus.coverage import coverage_rows
from pipelines.corpus.gate import Expected, is_quiet, judge
from pipelines.corpus.health import note
from pipelines.corpus.source import manifests_of
from pipelines.corpus.staging import arrow
from pipelines.corpus.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """What the accounting of a unit found odd."""

    findings: tuple[str, ...]


def account(archive: Archive, tables: Tables, unit: Unit, expected: Expected | None = None) -> Accounted:
    """Write the unit's coverage from its manifests and what is published of it; cleans and publishes nothing."""
    expected = expected or Expected()
    attempts = manifests_of(archive, unit)
    said = {
        (row["warc_record_id"], row["warc_part"] or ""): row.get("reason", "")
        for name in ("articles", "rejected")
        for row in tables.unit(name, unit).to_pylist()
    }
    rows = coverage_rows(unit, attempts, said)
    tables.replace("coverage", unit, arrow("coverage", rows))
    history = read(archive, unit.site)
    old = history.of(unit.span)
    batch = batch_of(unit, attempts, rows, old.profile if old else None)
    batch = replace(batch, state=old.state if old else "uncleaned", digest=old.digest if old else None)
    batch = replace(batch, quiet=is_quiet(batch.day, expected.country))
    found = judge(replace(batch, profile=None), history, expected)
    batch = replace(batch, findings=tuple(one.said for one in found))
    note(archive, remember(archive, unit.site, batch))
    return Accounted(findings=batch.findings)
