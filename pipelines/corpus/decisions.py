"""What the gate and operators decided about batches: kept in the archive for ever, so that a rebuild honours it.

``decisions/<site>/<span>/<digest>/<uuid7>.json``; of several about one batch the last one counts. The gate judges again
whenever a batch is published; its own word is there for a rebuild, which does not have the history that it judged by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines.archive import Archive, plain
from pipelines.archive.manifests import new_id
from pipelines.archive.unit import Unit
from pipelines.errors import CorpusError

Action = Literal["publish", "reject", "reclean", "expect", "hold", "pass"]
GATES: frozenset[str] = frozenset({"hold", "pass"})
"""What the gate says; all else is a person's word."""
LETS_PASS = frozenset({"publish", "expect", "pass"})
KEEPS_BACK = frozenset({"hold", "reject"})
PREFIX = "decisions/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what about which batch, when and why."""

    action: Action
    """``expect``: publish it, and take it for ordinary from its day on."""
    site: str
    unit: str
    digest: str
    day: str
    """The unit's local day."""
    by: str
    at: datetime
    why: str
    version: str | None = None
    """The cleaner that the batch was cleaned again with."""
    standing: str | None = None
    """Digest of the unit's batch that was published when this one was held, and stayed so."""


def decide(archive: Archive, decision: Decision) -> str:
    """Keep a decision; returns its key."""
    folder = f"{PREFIX}{decision.site}/{decision.unit}/{decision.digest}"
    key = f"{folder}/{new_id()}.json"
    archive.objects.put(key, plain.encode(decision), media_type="application/json")
    return key


def decisions(archive: Archive, site: str) -> tuple[Decision, ...]:
    """Every decision about a site's batches, in the order they were made."""
    keys = [held.key for held in archive.objects.list(f"{PREFIX}{site}/") if held.key.endswith(".json")]
    return tuple(_read(archive, key) for key in sorted(keys, key=lambda key: key.rpartition("/")[2]))


def decided(made: Iterable[Decision], unit: Unit, digest: str) -> Decision | None:
    """The last decision of a person about a batch."""
    ours = [d for d in made if d.action not in GATES and _about(d, unit, digest)]
    return ours[-1] if ours else None


def last_word(made: Iterable[Decision], unit: Unit, digest: str | None = None) -> Decision | None:
    """The last that anybody, the gate too, said about a batch, or about a unit."""
    ours = [d for d in made if _about(d, unit, digest)]
    return ours[-1] if ours else None


def _about(decision: Decision, unit: Unit, digest: str | None) -> bool:
    named = (decision.site, decision.unit) == (unit.site, unit.span)
    return named and digest in (None, decision.digest)


def expected_since(made: Iterable[Decision]) -> str:
    """The day from which the site's batches are what is to be expected; empty: always."""
    return max((d.day for d in made if d.action == "expect"), default="")


def _read(archive: Archive, key: str) -> Decision:
    try:
        return plain.decode(Decision, archive.objects.read(key))
    except ValueError as e:
        raise CorpusError(f"decision {key} in {archive}: {e}; run coranto check") from e
