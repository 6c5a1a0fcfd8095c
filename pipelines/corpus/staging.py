"""Between cleaning and the tables: a unit's rows as Parquet files in ``work``, with a report, then the gate.

``staged/<site>/<span>/<digest>/`` holds one file per table and ``report.json``, written last; the digest is
of the files, so the same rows staged again are the same batch. Publishing reads them back, asks the gate,
and replaces the unit's rows table by table, articles last.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import Archive, manifests
from pipelines.archive.manifest import Manifest
from pipelines.archive.unit import Unit
from pipelines.corpus.rows import UnitRows
from pipelines.corpus.schemas import KEYS, SCHEMAS
from pipelines.corpus.tables import Change, Tables
from pipelines.errors import CorpusError, NoSuchObject, ObjectExists, Quarantined
from pipelines.schema import as_json

ENOUGH = 5
"""Fewer pages than this prove nothing about a site."""
_FILLED = ("headline", "lead", "authors", "language", "date_published_day", "publisher", "section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A batch that waits for publishing."""

    key: str
    """Of its report, in the ``work`` store."""
    digest: str
    counts: dict[str, int]
    """Rows by table."""
    drift: dict[str, Any]
    """Rejections by reason, and the share of articles in which each field is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing a batch did; ``changes`` in order of the commits."""

    unit: Unit
    digest: str
    changes: tuple[Change, ...]

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
    files = {name: _parquet(arrow(name, found)) for name, found in rows.tables.items()}
    sums = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    digest = hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()[:32]
    folder = f"staged/{rows.unit.site}/{rows.unit.span}/{digest}"
    drift = _drift(rows)
    report = {
        "format": "coranto staged 1",
        "site": rows.unit.site,
        "unit": rows.unit.span,
        "digest": digest,
        "counts": rows.counts(),
        "sha256": sums,
        "manifests": sorted(manifest.key for manifest in attempts),
        "drift": drift,
    }
    for name, body in files.items():
        archive.work.overwrite(f"{folder}/{name}.parquet", body)
    archive.work.overwrite(f"{folder}/report.json", json.dumps(report, indent=1, sort_keys=True).encode())
    return Staged(key=f"{folder}/report.json", digest=digest, counts=rows.counts(), drift=drift)


def publish(archive: Archive, tables: Tables, key: str) -> Published:
    """Replace the rows of the batch's unit with the batch; raises Quarantined where the gate holds it."""
    report = _report(archive, key)
    unit = Unit(site=report["site"], span=report["unit"])
    _refuse_stale(archive, unit, report)
    batch = {name: _fetch(archive, key, name, report) for name in SCHEMAS}
    reason = suspect(unit, report, tables.unit("articles", unit).num_rows)
    if reason and not released(archive, unit, report["digest"]):
        raise Quarantined(
            f"unit {unit.site} {unit.span} is held back: {reason}; nothing was published. Look at {key} in the"
            f" work store, then release it or mend the site's hints and clean again"
        )
    changes = tuple(tables.replace(name, unit, batch[name]) for name in SCHEMAS)
    return Published(unit=unit, digest=report["digest"], changes=changes)


def _refuse_stale(archive: Archive, unit: Unit, report: Mapping[str, Any]) -> None:
    """A batch staged before a later attempt would take that attempt's rows out again."""
    later = set(manifests.keys(archive, unit=unit)) - set(report["manifests"])
    if later:
        raise CorpusError(
            f"unit {unit.site} {unit.span}: {len(later)} attempt(s) were committed after this batch was staged"
            f" ({min(later)}); stage the unit again"
        )


def suspect(unit: Unit, report: Mapping[str, Any], before: int) -> str | None:
    """Why a batch should not be published unseen; only what is clearly broken.

    Kept pages and dumps are whatever a person gave us: their rejections are an answer, not a symptom.
    """
    if unit.interval is None or report["counts"]["articles"]:
        return None
    pages = report["drift"]["pages"]
    if pages >= ENOUGH:
        return f"all {pages} pages were rejected ({_listed(report['drift']['rejected'])})"
    if before:
        return f"no article is left where {before} were published before"
    return None


def release(archive: Archive, key: str, *, by: str, why: str) -> str:
    """Let a quarantined batch pass; returns the key of the decision, which stays in the archive."""
    report = _report(archive, key)
    unit = Unit(site=report["site"], span=report["unit"])
    decision = {"release": report["digest"], "site": unit.site, "unit": unit.span, "by": by, "why": why}
    decided = _decision(unit, report["digest"])
    try:
        archive.objects.put(
            decided, json.dumps(decision, sort_keys=True).encode(), media_type="application/json"
        )
    except ObjectExists:
        return decided  # released before, by somebody else or for another reason
    return decided


def released(archive: Archive, unit: Unit, digest: str) -> bool:
    """Whether somebody has let this very batch pass."""
    return archive.objects.head(_decision(unit, digest)) is not None


def _decision(unit: Unit, digest: str) -> str:
    return f"decisions/{unit.site}/{unit.span}/{digest}.json"


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


def _report(archive: Archive, key: str) -> dict[str, Any]:
    if not (key.startswith("staged/") and key.endswith("/report.json")):
        raise CorpusError(
            f"{key!r} is no staged batch; its key looks like staged/SITE/SPAN/DIGEST/report.json"
        )
    try:
        report: dict[str, Any] = json.loads(archive.work.read(key))
    except NoSuchObject as e:
        raise CorpusError(f"no staged batch {key} in {archive.work.url}; stage the unit again") from e
    except ValueError as e:
        raise CorpusError(f"staged batch {key} in {archive.work.url} is damaged; stage the unit again") from e
    return report


def _fetch(archive: Archive, key: str, name: str, report: Mapping[str, Any]) -> pa.Table:
    file = key.removesuffix("report.json") + f"{name}.parquet"
    body = archive.work.read(file)
    if hashlib.sha256(body).hexdigest() != report["sha256"][name]:
        raise CorpusError(f"{file} in {archive.work.url} is not what its report says; stage the unit again")
    return pq.read_table(io.BytesIO(body))


def _drift(rows: UnitRows) -> dict[str, Any]:
    articles, rejected = rows.tables["articles"], rows.tables["rejected"]
    judged = [row for row in rejected if row["cleaner"] != "ledger"]
    count = len(articles) or 1
    drift: dict[str, Any] = as_json(
        {
            "pages": len(articles) + len(judged),
            "rejected": dict(sorted(Counter(row["reason"] for row in rejected).items())),
            "filled": {f: round(sum(bool(row[f]) for row in articles) / count, 3) for f in _FILLED},
            "mean_characters": sum(len(row["text"]) for row in articles) // count,
        }
    )
    return drift


def _listed(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in reasons.items())
