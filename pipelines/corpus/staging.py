"""Between cleaning and the tables: a unit's rows as Parquet files in ``work``, with a report, then the gate.

``staged/<site>/<span>/<digest>/`` holds one file per table and ``report.json``, written last; the digest is
of the rows, so the same rows staged again are the same batch. Publishing reads them back, asks the gate,
and replaces the unit's rows table by table, articles last.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NoReturn

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import Archive, manifests, plain
from pipelines.archive.manifest import Manifest
from pipelines.archive.unit import Unit
from pipelines.corpus.batch_key import folder_of, key_of
from pipelines.corpus.batches import Batch, State, batch_of, read, remember
from pipelines.corpus.coverage import held_back
from pipelines.corpus.decisions import (
    KEEPS_BACK,
    LETS_PASS,
    Action,
    Decision,
    decide,
    decided,
    decisions,
    expected_since,
    last_word,
)
from pipelines.corpus.gate import Expected, Finding, is_quiet, judge
from pipelines.corpus.health import note
from pipelines.corpus.profile import profile
from pipelines.corpus.rows import UnitRows
from pipelines.corpus.schemas import KEYS, SCHEMAS
from pipelines.corpus.tables import Change, Tables
from pipelines.errors import CorpusError, NoSuchObject, Quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A batch that waits for publishing."""

    key: str
    """Of its report, in the ``work`` store."""
    digest: str
    counts: dict[str, int]
    """Rows by table."""
    rejected: dict[str, int]
    """Rejections by reason."""
    digests: dict[str, str]
    """``commit``, ``site`` and ``cleaner`` of the unit's last attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing a batch did; ``changes`` in order of the commits."""

    unit: Unit
    digest: str
    changes: tuple[Change, ...]
    findings: tuple[str, ...] = ()
    """What the gate found odd, and let pass."""

    @property
    def changed(self) -> bool:
        """False where every row was there already and no snapshot was made."""
        return any(change.changed for change in self.changes)

    @property
    def rows(self) -> dict[str, int]:
        """Rows of the unit by table."""
        return {change.table: change.rows for change in self.changes}


def stage(archive: Archive, rows: UnitRows, attempts: Iterable[Manifest]) -> Staged:
    """Write the batch made from these manifests, which are all that the unit has."""
    attempts = tuple(attempts)
    tables = {name: arrow(name, found) for name, found in rows.tables.items()}
    files = {name: _parquet(table) for name, table in tables.items()}
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    digest = digest_of(tables)
    key = key_of(rows.unit.site, rows.unit.span, digest)
    batch = made_batch(rows, attempts, digest)
    report = {
        "format": "coranto staged 2",
        "site": rows.unit.site,
        "unit": rows.unit.span,
        "digest": digest,
        "counts": rows.counts(),
        "sha256": sums,
        "manifests": sorted(manifest.key for manifest in attempts),
        "batch": json.loads(plain.encode(batch)),
    }
    for name, body in files.items():
        archive.work.overwrite(f"{folder_of(key)}/{name}.parquet", body)
    archive.work.overwrite(key, json.dumps(report, indent=1, sort_keys=True).encode())
    rejected = batch.profile.rejected if batch.profile else {}
    return Staged(
        key=key,
        digest=digest,
        counts=rows.counts(),
        rejected=rejected,
        digests=batch.digests,
    )


def digest_of(tables: Mapping[str, pa.Table]) -> str:
    """Of what the rows say, whatever files they are in; decisions name a batch by it.

    Coverage counts the other rows, and is left out.
    """
    said = hashlib.sha256()
    for name in sorted(tables):
        if name != "coverage":
            for row in tables[name].to_pylist():
                said.update(orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
    return said.hexdigest()[:32]


def publish(archive: Archive, tables: Tables, key: str, expected: Expected | None = None) -> Published:
    """Replace the rows of the batch's unit with the batch; raises Quarantined where the gate holds it."""
    report = report_of(archive, key)
    unit = Unit(site=report["site"], span=report["unit"])
    _refuse_stale(archive, unit, report)
    rows = {name: fetch(archive, key, name, report) for name in SCHEMAS}
    audited = audit(archive, report, expected or Expected(), tables.unit("articles", unit).num_rows)
    if audited.held:
        return _hold(archive, tables, rows["coverage"], audited)
    if audited.last is not None and audited.last.action in KEEPS_BACK:
        _say(archive, audited, "pass")
    changes = tuple(tables.replace(name, unit, rows[name]) for name in SCHEMAS)
    batch = replace(audited.batch, state="published")
    note(archive, remember(archive, unit.site, batch))
    return Published(unit=unit, digest=report["digest"], changes=changes, findings=batch.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A batch with what the gate and the operators say of it."""

    unit: Unit
    batch: Batch
    findings: tuple[Finding, ...]
    decision: Decision | None
    before: int
    """Articles of the unit that are published now."""
    last: Decision | None
    """The last word about the unit, about whichever batch of it."""
    standing: str | None
    """Digest of its batch that is published."""

    @property
    def held(self) -> bool:
        """Must it not be published?"""
        if self.decision is not None:
            return self.decision.action not in LETS_PASS
        return any(finding.hold for finding in self.findings)


def audit(archive: Archive, report: Mapping[str, Any], expected: Expected, before: int) -> Audited:
    """What is odd about a staged batch, and what was decided about it."""
    unit, digest = Unit(site=report["site"], span=report["unit"]), report["digest"]
    made = decisions(archive, unit.site)
    batch = plain.decode(Batch, json.dumps(report["batch"]).encode())
    history = read(archive, unit.site)
    old = history.of(unit.span)
    quiet = is_quiet(batch.day, expected.country) or bool(old and old.quiet)
    batch = replace(batch, quiet=quiet)
    since = expected_since(d for d in made if d.day <= batch.day)
    found = judge(batch, history, expected, since=since, before=before)
    batch = replace(batch, findings=tuple(one.said for one in found))
    published = old.digest if old and old.state == "published" else None
    last = last_word(made, unit)
    return Audited(
        unit=unit,
        batch=batch,
        findings=found,
        decision=decided(made, unit, digest),
        before=before,
        last=last,
        standing=published or (last.standing if last else None),
    )


def _say(archive: Archive, audited: Audited, action: Action) -> None:
    """Let the archive know what the gate made of a batch."""
    unit, batch = audited.unit, audited.batch
    why = "; ".join(one.said for one in audited.findings)
    decide(
        archive,
        Decision(
            action=action,
            site=unit.site,
            unit=unit.span,
            digest=batch.digest or "",
            day=batch.day,
            by="gate",
            at=archive.objects.now(),
            why=why,
            standing=audited.standing,
        ),
    )


def _hold(archive: Archive, tables: Tables, coverage: pa.Table, audited: Audited) -> NoReturn:
    """Say that a batch is held back: in the history, in the coverage, and to the caller."""
    unit, batch, decision = audited.unit, audited.batch, audited.decision
    rejected = decision is not None and decision.action == "reject"
    if audited.last is None or (audited.last.digest, audited.last.action) not in (
        (batch.digest, "hold"),
        (batch.digest, "reject"),
    ):
        _say(archive, audited, "hold")
    if not audited.before:  # what was published earlier stays, and so does its coverage
        counted = held_back(coverage.to_pylist())
        tables.replace("coverage", unit, arrow("coverage", counted))
        came = {"quarantined": batch.came, "published": 0}
        batch = replace(batch, counts={k: n for k, n in (batch.counts | came).items() if n})
    state: State = "rejected" if rejected else "quarantined"
    note(archive, remember(archive, unit.site, replace(batch, state=state)))
    if decision is not None and rejected:
        raise Quarantined(
            f"unit {unit.site} {unit.span} was rejected by {decision.by}: {decision.why}; nothing was published"
        )
    why = "; ".join(one.said for one in audited.findings if one.hold)
    raise Quarantined(
        f"unit {unit.site} {unit.span} is held back: {why}; nothing was published."
        f" See coranto release {unit.site} {batch.digest}"
    )


def made_batch(rows: UnitRows, attempts: Sequence[Manifest], digest: str) -> Batch:
    """What is to be remembered of the batch made of these manifests."""
    batch = batch_of(rows.unit, attempts, rows.tables["coverage"])
    day = date.fromisoformat(batch.day) if rows.unit.interval else None
    found = profile(rows.tables["articles"], rows.tables["rejected"], day=day, lags=rows.lags)
    return replace(batch, profile=found, digest=digest)


def _refuse_stale(archive: Archive, unit: Unit, report: Mapping[str, Any]) -> None:
    """A batch staged before a later attempt would take that attempt's rows out again."""
    later = set(manifests.keys(archive, unit=unit)) - set(report["manifests"])
    if later:
        raise CorpusError(
            f"unit {unit.site} {unit.span}: {len(later)} attempt(s) were committed after this batch was staged"
            f" ({min(later)}); stage the unit again"
        )


def arrow(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows of a table as Arrow, in order of their key."""
    schema = SCHEMAS[name]
    try:
        table = pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:  # half a surrogate pair out of somebody's JSON is no text
        table = pa.Table.from_pylist([_sound(row) for row in rows], schema=schema)
    return table.sort_by(KEYS[name])


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {k: _sound(v) for k, v in value.items()}
    return [_sound(v) for v in value] if isinstance(value, list) else value


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", row_group_size=2000)
    return out.getvalue()


def report_of(archive: Archive, key: str) -> dict[str, Any]:
    """The report of a staged batch."""
    folder_of(key)
    try:
        report: dict[str, Any] = json.loads(archive.work.read(key))
    except NoSuchObject as e:
        raise CorpusError(f"no staged batch {key} in {archive.work.url}; stage the unit again") from e
    except ValueError as e:
        raise CorpusError(f"staged batch {key} in {archive.work.url} is damaged; stage the unit again") from e
    return report


def fetch(archive: Archive, key: str, name: str, report: Mapping[str, Any]) -> pa.Table:
    """The rows of one table of a staged batch."""
    file = f"{folder_of(key)}/{name}.parquet"
    body = archive.work.read(file)
    if hashlib.sha256(body).hexdigest() != report["sha256"][name]:
        raise CorpusError(f"{file} in {archive.work.url} is not what its report says; stage the unit again")
    return pq.read_table(pa.BufferReader(body))
