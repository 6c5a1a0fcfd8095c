"""Taking captures down: a receipt in the archive, then the units that they belong to are made again without them."""

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.archive.takedowns import Takedown, Withheld, held_by, put_takedown
from pipelines.archive.unit import Unit
from pipelines.corpus.decisions import Decision, decide
from pipelines.corpus.filters import among
from pipelines.corpus.source import manifests_of
from pipelines.corpus.staging import report_of
from pipelines.corpus.wire import find_again
from pipelines.errors import CorpusError

if TYPE_CHECKING:
    from pyiceberg.expressions import BooleanExpression

    from pipelines.corpus.handle import Corpus

COLUMNS = ("record_id", "site", "unit", "url", "payload_sha256")
Row = dict[str, Any]


def take_down(
    corpus: "Corpus", records: tuple[str, ...], addresses: tuple[str, ...], *, by: str, why: str
) -> str:
    """Keep the receipt, and take the captures' rows out of the tables; returns the receipt's key.

    The same bytes, captured again at the same address, go with a record.
    """
    if bool(records) == bool(addresses):
        raise CorpusError("name either records or addresses; of both, make two receipts")
    held = _with_copies(corpus, records) if records else None
    asked = Takedown(
        records=tuple(row["record_id"] for row in held or ()), addresses=addresses, by=by,
        at=corpus.archive.objects.now(), why=why,
    )  # fmt: skip
    key = put_takedown(corpus.archive, asked)
    gone = _at(corpus, held_by((asked,))) if held is None else held
    for site, span in sorted({(row["site"], row["unit"]) for row in gone}):
        _made_again(corpus, Unit(site=site, span=span), by=by, why=why)
    find_again(corpus.archive, corpus.tables)
    return key


def _with_copies(corpus: "Corpus", records: tuple[str, ...]) -> list[Row]:
    named: list[Row] = _captures(corpus, among("record_id", set(records))).to_pylist()
    if missing := set(records) - {row["record_id"] for row in named}:
        raise CorpusError(f"no capture {min(missing)}; record ids are in coranto show and in captures")
    pairs = {(row["url"], row["payload_sha256"]) for row in named if row["url"] and row["payload_sha256"]}
    if not pairs:
        return named
    again = _captures(corpus, among("url", {url for url, _ in pairs})).to_pylist()
    copies = [row for row in again if (row["url"], row["payload_sha256"]) in pairs]
    rows: list[Row] = list({row["record_id"]: row for row in (*named, *copies)}.values())
    return rows


def _at(corpus: "Corpus", opted: Withheld) -> list[Row]:
    """The captures of addresses; every one is looked at, since the table knows no SURT."""
    from pyiceberg.expressions import AlwaysTrue

    found = _captures(corpus, AlwaysTrue())
    there = [opted.of("", url) is not None for url in found["url"].to_pylist()]
    rows: list[Row] = found.filter(pa.array(there, pa.bool_())).to_pylist()
    return rows


def _captures(corpus: "Corpus", only: "BooleanExpression") -> pa.Table:
    return corpus.tables.scan(corpus.tables.load("captures"), only, COLUMNS)


def _made_again(corpus: "Corpus", unit: Unit, *, by: str, why: str) -> None:
    if unit.is_plan:
        corpus.enter(manifests_of(corpus.archive, unit)[0].key)
        return
    staged = corpus.stage(unit)
    batch = report_of(corpus.archive, staged.key)["batch"]
    said = Decision(  # the gate would hold a unit that loses its articles
        action="publish", site=unit.site, unit=unit.span, digest=staged.digest, day=batch["day"], by=by,
        at=corpus.archive.objects.now(), why=why,
    )  # fmt: skip
    decide(corpus.archive, said)
    corpus.publish(staged.key)
