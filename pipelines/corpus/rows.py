"""The rows of a unit: a pure function of all its manifests and of the records they name.

Recomputed as a whole each time, so that a second attempt, a recovery or a re-cleaning changes rows and
never adds to them. Which pages are cleaned is in the ledgers: ``fetched`` and ``imported`` ones; ``gone``
ones become rejections, so that a vanished article can be told from one never seen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.takedowns import Withheld
from pipelines.archive.unit import Unit
from pipelines.corpus.columns import EPOCH, Row, Task, article_row, rejected_row
from pipelines.corpus.coverage import coverage_rows
from pipelines.page import Page, Where
from pipelines.record import NO_HINTS, Hints, Record, Rejected

ALL_SHOWN = Withheld()
CLEANED = frozenset({"fetched", "imported", "gone"})
TAKEN_DOWN = "taken_down"
"""What the coverage says of pages that may no longer be shown, among the reasons of rejections."""
Clean = Callable[[Page, Hints], Record | Rejected]
_RANK = {"published": 0, "day": 1, "modified": 2, None: 3}


class Source(Protocol):
    """Where the bytes come from."""

    def page(self, where: Where) -> Page:
        """The page at a place."""
        ...

    def captures(self, manifest: Manifest) -> Iterable[Mapping[str, Any]]:
        """The captures of a manifest, as rows without site, unit and manifest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRows:
    """All rows of a unit, by table; each list in order of capture."""

    unit: Unit
    tables: dict[str, list[Row]]
    lags: tuple[float, ...] = ()
    """Hours from the moment that a list announced to the one that the page states, where both are known."""

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        return {name: len(rows) for name, rows in self.tables.items()}


def unit_rows(
    unit: Unit,
    manifests: Iterable[Manifest],
    source: Source,
    clean: Clean,
    without: Withheld = ALL_SHOWN,
) -> UnitRows:
    """The rows of the unit's tables, ``without`` what was taken down.

    Of a plan these are captures alone: what it found is announced, and counted, by the crawls that it is about.
    """
    attempts = sorted((m for m in manifests if m.unit == unit), key=lambda m: m.id)
    held = _captures(unit, attempts, source)
    gone = {row["record_id"] for row in held if without.of(row["record_id"], row["url"])}
    captures = [row for row in held if row["record_id"] not in gone]
    if unit.is_plan:
        return UnitRows(
            unit=unit, tables={"captures": captures, "rejected": [], "articles": [], "coverage": []}
        )
    articles: dict[tuple[str, str], Row] = {}
    rejected: list[Row] = []
    said: dict[tuple[str, str], str] = {}
    lags: list[float] = []
    for task in tasks(attempts):  # earliest capture first, so that it is the one kept of each text
        record = task.where.record_id
        if record in gone or without.of(record, task.entry.url):
            said[task.record] = TAKEN_DOWN
            continue
        page, result = _cleaned(task, source, clean)
        if isinstance(result, Record) and page is not None:
            row = article_row(task, page, result)
            first = articles.setdefault((row["article_id"], row["text_hash"]), row)
            said[task.record] = "" if first is row else "copied"
            lags += _lag(task, row)
        elif isinstance(result, Rejected):
            rejected.append(rejected_row(task, page, result))
            said[task.record] = result.reason
    tables = {
        "captures": captures,
        "rejected": rejected,
        "articles": list(articles.values()),
        "coverage": coverage_rows(unit, attempts, said),
    }
    return UnitRows(unit=unit, tables=tables, lags=tuple(lags))


def tasks(manifests: Sequence[Manifest]) -> list[Task]:
    """What to clean, earliest capture first, each record once."""
    best = _announced(manifests)
    found: dict[tuple[str, str], Task] = {}
    for manifest in manifests:
        for entry in manifest.ledger:
            if entry.end not in CLEANED or entry.where is None:
                continue
            captured = (entry.captured or manifest.started).astimezone(UTC)
            task = Task(
                unit=manifest.unit,
                entry=entry,
                where=entry.where,
                captured=captured,
                hints=hints_at(manifest, captured),
                announced=best.get(entry.url),
            )
            found.setdefault(task.record, task)
    return sorted(found.values(), key=lambda t: (t.captured, t.id))


def hints_at(manifest: Manifest, captured: datetime) -> Hints:
    """The first hints of the manifest that hold at an instant."""
    for dated in manifest.hints:
        begun = dated.since is None or dated.since <= captured
        if begun and (dated.until is None or captured < dated.until):
            return dated.hints
    return NO_HINTS


def _announced(manifests: Sequence[Manifest]) -> dict[str, datetime]:
    """For each address the best date that any attempt's sources gave: published, then day, then modified."""
    best: dict[str, tuple[int, datetime]] = {}
    for entry in (e for m in manifests for e in m.ledger if e.announced is not None):
        worth = (_RANK[entry.dated], entry.announced or EPOCH)
        best[entry.url] = min(worth, best.get(entry.url, worth))
    return {url: announced for url, (_, announced) in best.items()}


def _cleaned(task: Task, source: Source, clean: Clean) -> tuple[Page | None, Record | Rejected]:
    if task.entry.end == "gone":
        return None, _gone(task.entry, task.where)
    page = source.page(task.where)
    if page.url is None and task.entry.url.startswith("http"):
        page = replace(page, url=task.entry.url)
    return page, clean(page, task.hints)


def _lag(task: Task, row: Row) -> list[float]:
    if task.announced is None or task.entry.dated != "published" or row["date_published"] is None:
        return []
    return [(row["date_published"] - task.announced).total_seconds() / 3600]


def _gone(entry: Entry, where: Where) -> Rejected:
    evidence = f"the server answered {entry.status}"
    return Rejected(reason="error_status", evidence=evidence, where=where, cleaner="ledger")


def _captures(unit: Unit, manifests: Sequence[Manifest], source: Source) -> list[Row]:
    found: dict[str, Row] = {}
    for manifest in manifests:
        for capture in source.captures(manifest):
            row = {**capture, "site": unit.site, "unit": unit.span, "manifest": manifest.id}
            found.setdefault(row["record_id"], row)
    return sorted(found.values(), key=lambda r: (r["captured"], r["record_id"]))
