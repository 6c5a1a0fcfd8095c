"""Write, audit, publish: what is odd about a batch, and whether it has to wait for a person.

Pages that are not what they were make a batch wait, since they would falsify every count; that little came, or that
the site refuses us, is said and alarmed, and what did come is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.corpus.batches import Batch, Batches, days
from pipelines.corpus.drift import ENOUGH, changes, share_change, tail
from pipelines.corpus.profile import Share
from pipelines.corpus.volume import Past, judge_volume

INTERVALS = ("days", "poll")
"""Kept pages and dumps are whatever a person gave us: their rejections are an answer, not a symptom."""
CHOSEN = ("limit", "capped")
"""Ends that somebody set a limit for."""
LOST = 0.3
"""Share of a unit's addresses that ends so, from which it is worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is known of a site beforehand."""

    per_day: tuple[int, int] | None = None
    """Fewest and most articles of an ordinary day (``expect:`` of the site's file)."""
    country: str | None = None
    """ISO 3166-1 alpha-2, for its public holidays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is odd about a batch."""

    name: str
    """``nothing``, ``expect``, ``volume``, ``list``, ``blocked``, ``unfinished``, ``robots``, ``failed``,
    ``all rejected``, ``emptied`` or ``drift``."""
    said: str
    hold: bool = False
    """Is it a reason not to publish?"""


def judge(
    batch: Batch, history: Batches, expected: Expected, *, since: str = "", before: int = 0
) -> tuple[Finding, ...]:
    """Everything odd about a batch, reasons to hold it first; ``before`` rows of its unit are published."""
    if batch.kind not in INTERVALS:
        return ()
    past = history.before(batch, since)
    found = [*_emptied(batch, before), *_drift(batch, past), *_lost(batch, past)]
    if batch.kind == "days":
        found += [*_nothing(batch, past, expected), *_volume(batch, past), *_lists(batch, past)]
    return tuple(sorted(found, key=lambda one: not one.hold))


def is_quiet(day: str, country: str | None) -> bool:
    """Is the day a public holiday there (as the package ``holidays`` knows)?"""
    if country is None:
        return False
    import holidays

    try:
        return date.fromisoformat(day) in holidays.country_holidays(country, years=int(day[:4]))
    except NotImplementedError:
        return False


def _emptied(batch: Batch, before: int) -> list[Finding]:
    profile = batch.profile
    if profile is None or profile.articles:
        return []
    if profile.pages >= ENOUGH:
        reasons = ", ".join(f"{reason} {n}" for reason, n in profile.rejected.items())
        said = f"all {profile.pages} pages were rejected ({reasons})"
        return [Finding(name="all rejected", said=said, hold=True)]
    if before:
        said = f"no article is left where {before} were published before"
        return [Finding(name="emptied", said=said, hold=True)]
    return []


def _drift(batch: Batch, past: Sequence[Batch]) -> list[Finding]:
    if batch.profile is None:
        return []
    good = [b.profile for b in past if b.profile is not None and b.state == "published"]
    return [Finding(name="drift", said=one.said, hold=True) for one in changes(batch.profile, good)]


def _lost(batch: Batch, past: Sequence[Batch]) -> list[Finding]:
    """The site refuses us, forbids us, or breaks."""
    found = []
    announced = batch.counts.get("announced", 0)
    if batch.finish == "blocked":
        found.append(
            Finding(
                name="blocked",
                said=f"the site refuses us: {batch.counts.get('blocked', 0)} of {announced} addresses",
            )
        )
    elif not batch.complete and batch.finish not in CHOSEN:
        found.append(Finding(name="unfinished", said=f"no crawl of it came to its end: {batch.finish}"))
    for name in ("blocked", "robots", "failed"):
        n = batch.counts.get(name, 0)
        if n < ENOUGH or n < LOST * announced or (name == "blocked" and found):
            continue
        earlier = [(b.counts.get(name, 0), b.counts.get("announced", 0)) for b in past if b.complete]
        mean = (sum(k for k, _ in earlier) + 0.5) / (sum(a for _, a in earlier) + 1)
        if tail((n, announced), min(mean, 0.99), 0.05) < 1e-3:
            found.append(Finding(name=name, said=f"{n} of {announced} addresses {_WORDS[name]}"))
    return found


def _nothing(batch: Batch, past: Sequence[Batch], expected: Expected) -> list[Finding]:
    today = sum(b.came for b in past if b.day == batch.day) + batch.came
    listed = sum(batch.counts.get(name, 0) for name in ("announced", "held"))
    if not today and not listed and batch.complete:
        return [Finding(name="nothing", said="the sources announce nothing of this day")]
    if expected.per_day and 2 * today < expected.per_day[0]:
        low, high = expected.per_day
        return [
            Finding(name="expect", said=f"{today} articles, far below the {low} to {high} of an ordinary day")
        ]
    return []


def _volume(batch: Batch, past: Sequence[Batch]) -> list[Finding]:
    day = date.fromisoformat(batch.day)
    counts = days([b for b in past if b.day != batch.day])
    counts[day] = sum(b.came for b in past if b.day == batch.day) + batch.came
    said = judge_volume(day, Past(counts=counts, quiet=_quiet([*past, batch])))
    if said is None or said.alarm is None:
        return []
    return [
        Finding(
            name="volume", said=f"{said.count} articles where {said.expected:.0f} were expected: {said.alarm}"
        )
    ]


def _lists(batch: Batch, past: Sequence[Batch]) -> list[Finding]:
    """A list that names hardly any of the addresses that the other lists name, while it used to name many."""
    closed = [b for b in past if b.kind == "days" and b.complete]
    found = []
    for name in sorted({n for b in closed for key in b.lists for n in key.split("+")}):
        change = share_change(name, _named(batch, name), [_named(b, name) for b in closed])
        if change and change.new < change.old / 4:
            of = f"{change.new:.0%} of the articles, {change.old:.0%} before"
            found.append(Finding(name="list", said=f"the {name} names {of}"))
    return found


def _named(batch: Batch, name: str) -> Share:
    return sum(n for key, n in batch.lists.items() if name in key.split("+")), sum(batch.lists.values())


def _quiet(batches: Sequence[Batch]) -> frozenset[date]:
    return frozenset(date.fromisoformat(b.day) for b in batches if b.quiet)


_WORDS: Mapping[str, str] = {
    "blocked": "were refused to us",
    "robots": "are forbidden by robots.txt",
    "failed": "gave no answer",
}
