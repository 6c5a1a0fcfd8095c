"""Taking records down: a receipt in the archive, then the units that they belong to are made again without them."""

from typing import TYPE_CHECKING

from pipelines.archive.takedowns import Takedown, put_takedown
from pipelines.archive.unit import Unit
from pipelines.corpus.decisions import Decision, decide
from pipelines.corpus.filters import among
from pipelines.corpus.source import manifests_of
from pipelines.corpus.staging import report_of
from pipelines.corpus.wire import find_again
from pipelines.errors import CorpusError

if TYPE_CHECKING:
    from pipelines.corpus.handle import Corpus


def take_down(corpus: "Corpus", records: tuple[str, ...], by: str, why: str) -> str:
    """Keep the receipt, and take the records' rows out of the tables; returns the receipt's key."""
    now = corpus.archive.objects.now()
    held = corpus.tables.read("captures", among("record_id", set(records))).to_pylist() if records else []
    missing = set(records) - {row["record_id"] for row in held}
    if missing or not records:
        raise CorpusError(
            f"no capture {min(missing, default='is named')}; record ids are in coranto show and in captures"
        )
    key = put_takedown(corpus.archive, Takedown(records=records, by=by, at=now, why=why))
    for unit in sorted({Unit(site=row["site"], span=row["unit"]) for row in held}):
        if unit.is_plan:
            corpus.enter(manifests_of(corpus.archive, unit)[0].key)
            continue
        staged = corpus.stage(unit)
        batch = report_of(corpus.archive, staged.key)["batch"]
        decide(  # the gate would hold a unit that loses its articles
            corpus.archive,
            Decision(
                action="publish", site=unit.site, unit=unit.span, digest=staged.digest, day=batch["day"], by=by, at=now,
                why=why,
            ),
        )  # fmt: skip
        corpus.publish(staged.key)
    find_again(corpus.archive, corpus.tables)
    return key
