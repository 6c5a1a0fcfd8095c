"""The coverage ledger: what became of the addresses that a unit's sources announced, by hour."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.archive.manifest import Manifest
from pipelines.archive.unit import Unit
from pipelines.corpus.columns import Row, zone_of
from pipelines.corpus.outcomes import BESIDE, STATES, Cleaned, Outcome, outcomes


def coverage_rows(unit: Unit, attempts: Sequence[Manifest], cleaned: Cleaned) -> list[Row]:
    """One row an hour in which something was announced, and one of the unit's begin however little there was."""
    if not attempts:
        return []
    hours: dict[datetime, list[Outcome]] = defaultdict(list)
    start = unit.interval.start if unit.interval else min(m.started for m in attempts)
    hours[_hour(start)] = []
    for ended in outcomes(unit, attempts, cleaned).values():
        hours[_hour(ended.at)].append(ended)
    zone = zone_of(attempts[-1].hints[-1].hints) if attempts[-1].hints else None
    common = {
        "site": unit.site,
        "unit": unit.span,
        "kind": attempts[-1].kind,
        "complete": any(m.complete for m in attempts),
    }
    # Where zones are half an hour off, a unit begins within an hour, the first part of which is another day's.
    return [{**common, **_row(hour, max(hour, start), zone, found)} for hour, found in sorted(hours.items())]


def held_back(rows: Sequence[Row]) -> list[Row]:
    """The rows of a unit whose articles wait in quarantine."""
    return [{**row, "quarantined": row["published"] + row["quarantined"], "published": 0} for row in rows]


def _hour(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _row(hour: datetime, begun: datetime, zone: ZoneInfo | None, found: Sequence[Outcome]) -> dict[str, Any]:
    states = Counter(one.state for one in found)
    ours = [one for one in found if one.state in STATES]
    reasons = Counter(one.reason for one in found if one.reason)
    lists = Counter(
        "+".join(one.lists) for one in found if one.lists and one.state not in ("outside", "unwanted")
    )
    return {
        "hour": hour,
        "day": begun.astimezone(zone or UTC).date(),
        "announced": len(ours),
        "fetched": sum(one.fetched for one in ours),
        "kept": sum(one.kept for one in ours),
        "cleaned": sum(states[s] for s in ("published", "quarantined", "rejected", "copied")),
        **{state: states[state] for state in (*STATES, *BESIDE)},
        "reasons": [{"reason": name, "urls": n} for name, n in sorted(reasons.items())],
        "lists": [{"lists": name, "urls": n} for name, n in sorted(lists.items())],
    }
