"""How each announced address of a unit ended: one state each, from all ledgers and what cleaning said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.unit import Interval, Unit

State = Literal[
    "published",  # an article of the corpus
    "quarantined",  # an article that is held back until a person decides
    "rejected",  # a page without article text; `reason` says which kind
    "copied",  # the same story as another address or capture of the unit, which has a state of its own
    "uncleaned",  # kept, and not cleaned yet
    "unchanged",  # asked for again, and the same as before
    "gone",  # 404, 410 or 451
    "robots",  # robots.txt forbids it
    "blocked",  # the site refuses us: 401, 403, 429 or a challenge
    "failed",  # no answer, a broken one, or a status that says try later
    "refused",  # an address we may not connect to
    "left",  # not asked for: a cap was reached, or the crawl was stopped before its turn
]
STATES: tuple[State, ...] = get_args(State)
"""Every state that an address announced for the unit may end in."""
Beside = Literal["held", "outside", "unwanted"]
BESIDE: tuple[Beside, ...] = get_args(Beside)
"""Addresses that were listed, but are not this unit's: settled in an earlier unit, announced for another
interval, or no articles of the site."""
REFUSALS = frozenset({401, 403, 429})
Cleaned = Mapping[tuple[str, str], str]
"""By record id and part: empty for an article, else the reason of its rejection, or ``copied``."""
_PLAIN: Mapping[str, State | Beside] = {
    "gone": "gone", "robots": "robots", "refused": "refused", "dropped": "left", "waiting": "left",
    "outside": "outside", "unwanted": "unwanted", "held": "held", "moved": "copied",
}  # fmt: skip
_RANK = {
    "quarantined": 0, "published": 0, "rejected": 1, "copied": 2, "uncleaned": 3, "gone": 4, "unchanged": 5,
    "held": 6, "outside": 8, "unwanted": 8,
}  # fmt: skip
"""Which of several attempts at one address counts; those not named come seventh, the later one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one address ended."""

    state: State | Beside
    reason: str | None = None
    """Of a rejection."""
    at: datetime
    """The instant it is counted at: announced, else captured, else the begin of the unit."""
    fetched: bool = False
    """The site answered."""
    kept: bool = False
    """Its answer is in the archive."""
    lists: tuple[str, ...] = ()
    """The kinds of lists that announced it: feed, sitemap, front, dated."""


def outcomes(unit: Unit, attempts: Sequence[Manifest], cleaned: Cleaned) -> dict[str, Outcome]:
    """The outcome of each address in the ledgers; one that only a redirect led to belongs to the announced one."""
    best: dict[str, tuple[Entry, Outcome]] = {}
    heard: dict[str, list[tuple[str, ...]]] = {}
    for manifest in sorted(attempts, key=lambda m: m.id):
        kinds = manifest.stats.get("sources", {})
        for entry in manifest.ledger:
            ended = _outcome(unit, manifest, entry, cleaned, kinds)
            key = entry.url if entry.end != "imported" or entry.where is None else _part(entry)
            heard.setdefault(key, []).append(entry.sources)
            if key not in best or _rank(ended) <= _rank(best[key][1]):
                best[key] = (entry, _joined(ended, best[key][1]) if key in best else ended)
            else:
                best[key] = (best[key][0], _joined(best[key][1], ended))
    return _followed(best, heard)


def _followed(
    best: Mapping[str, tuple[Entry, Outcome]], heard: Mapping[str, Sequence[tuple[str, ...]]]
) -> dict[str, Outcome]:
    """An address that moved ends as where it led to, unless that was announced by itself in any attempt (``heard``
    has the sources that each one names), or is counted already."""
    moved = {url: entry.target for url, (entry, _) in best.items() if entry.end == "moved"}
    reached = {
        url
        for url, named in heard.items()
        if all(sources and moved.keys() >= {*sources} for sources in named)
    }
    found: dict[str, Outcome] = {}
    taken: set[str] = set()
    for url, (_, ended) in best.items():
        if url in reached:
            continue
        found[url] = ended
        if (end := _end(url, moved, reached)) and end not in taken:
            taken.add(end)
            found[url] = replace(best[end][1], at=ended.at, lists=ended.lists)
    return found


def _end(url: str, moved: Mapping[str, str | None], reached: set[str]) -> str | None:
    """Where redirects from an address end, as long as nobody announced what they lead to."""
    seen = {url}
    while (target := moved.get(url)) in reached and target is not None and target not in seen:
        seen.add(target)
        url = target
    return url if len(seen) > 1 and url not in moved else None


def counts(ended: Iterable[Outcome]) -> dict[str, int]:
    """Addresses by state, states that nothing ended in left out."""
    return dict(Counter(one.state for one in ended))


def _part(entry: Entry) -> str:
    assert entry.where is not None
    return f"{entry.url}#{entry.where.record_id}/{entry.where.part or ''}"


def _rank(ended: Outcome) -> int:
    return _RANK.get(ended.state, 7)


def _joined(better: Outcome, other: Outcome) -> Outcome:
    """Both attempts' lists, and the earlier instant."""
    lists = tuple(sorted({*better.lists, *other.lists}))
    return replace(better, lists=lists, at=min(better.at, other.at))


def _outcome(
    unit: Unit, manifest: Manifest, entry: Entry, cleaned: Cleaned, kinds: Mapping[str, str]
) -> Outcome:
    state, reason = _state(entry, cleaned)
    return Outcome(
        state=state,
        reason=reason,
        at=_at(unit.interval, manifest, entry),
        fetched=entry.status is not None or entry.where is not None,
        kept=entry.where is not None,
        lists=tuple(sorted({kinds[s] for s in entry.sources if s in kinds})),
    )


def _state(entry: Entry, cleaned: Cleaned) -> tuple[State | Beside, str | None]:
    if entry.end in ("fetched", "imported"):
        where = entry.where
        said = cleaned.get((where.record_id, where.part or "")) if where else None
        if said is None:
            return "uncleaned", None
        return (
            ("published", None) if not said else ("copied", None) if said == "copied" else ("rejected", said)
        )
    if entry.end == "held":
        return (
            "unchanged" if entry.where or entry.status == 304 else "copied" if entry.target else "held"
        ), None
    if entry.end == "failed":
        refused = entry.status in REFUSALS or "challenge" in (entry.note or "")
        return ("blocked" if refused else "failed"), None
    return _PLAIN[entry.end], None


def _at(interval: Interval | None, manifest: Manifest, entry: Entry) -> datetime:
    if interval is None:
        return (entry.captured or manifest.started).astimezone(UTC)
    for instant in (entry.announced, entry.captured):
        if instant is not None and instant in interval:
            return instant.astimezone(UTC)
    return interval.start.astimezone(UTC)
