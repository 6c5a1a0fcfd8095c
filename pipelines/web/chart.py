"""Counts over time as bars: numbers only, the drawing is in the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.corpus.attention import Attention
from pipelines.corpus.ledgered import Days

WIDTH, HEIGHT = 720, 120
MOST_BARS = 124
MONTHS_OF_DAYS = 6
"""With more months there are more days than bars."""
WIDEST = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day, month or year."""

    label: str
    count: int
    first: date
    after: date
    """The day after its last."""
    x: float
    y: float
    width: float
    height: float
    share: float | None = None
    """Of all that the same newspapers printed, where attention is drawn."""
    low: float = 0.0
    high: float = 0.0
    """Ends of the share's 95 % interval, as places on the drawing."""
    missing: int = 0
    expected: int = 0
    """Days of newspapers that were not crawled to their end, of how many."""

    @property
    def hole(self) -> float:
        """Share of the days of newspapers that is missing."""
        return self.missing / self.expected if self.expected else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars from left to right, with no gap left out."""

    unit: str
    """day, month or year."""
    bars: tuple[Bar, ...]
    most: int
    most_share: float | None = None
    """The largest share, where attention is drawn."""

    @property
    def step(self) -> float:
        """Width that a bar and the room beside it take."""
        return round(WIDTH / len(self.bars), 3)

    @property
    def holes(self) -> int:
        """Days of newspapers that were not crawled to their end."""
        return sum(bar.missing for bar in self.bars)

    @property
    def expected(self) -> int:
        """Days of newspapers in all."""
        return sum(bar.expected for bar in self.bars)


def chart(
    days: Sequence[tuple[str, int]], since: date | None = None, until: date | None = None
) -> Chart | None:
    """Bars for counts by day, by month or year where days would be too many; None for nothing."""
    counts = {date.fromisoformat(day): count for day, count in days}
    if not counts:
        return None
    # Bounds far from anything found would make the bars thin for nothing.
    first, last = min(counts), max(counts)
    if since and (first - since).days <= 366:
        first = min(since, first)
    if until and (until - last).days <= 366:
        last = max(until - timedelta(days=1), last)
    for unit, start, follow in UNITS:
        starts = _starts(start(first), last, follow)
        if len(starts) <= MOST_BARS or unit == "year":
            break
    sums = dict.fromkeys(starts, 0)
    for day, count in counts.items():
        if start(day) in sums:
            sums[start(day)] += count
    return _drawn(unit, sums, follow)


def with_holes(drawn: Chart, days: Sequence[Days]) -> Chart:
    """The same with what was not crawled to its end, bar by bar."""
    bars = zip(drawn.bars, days, strict=True)
    marked = (replace(bar, missing=of.expected - of.complete, expected=of.expected) for bar, of in bars)
    return replace(drawn, bars=tuple(marked))


def with_shares(drawn: Chart, attention: Attention) -> Chart:
    """The same bars as high as the share of all articles of their time, the highest 95 % interval at the top."""
    shares = {share.label: share for share in attention.shares}
    held = [share for share in shares.values() if share.all]
    top = max((share.high for share in held), default=0.0) or 1.0
    bars = []
    for bar in drawn.bars:
        share = shares.get(bar.label)
        if share is None or share.share is None:
            bars.append(replace(bar, height=0.0, y=float(HEIGHT)))
            continue
        height = round(HEIGHT * share.share / top, 2)
        ends = [round(HEIGHT * (1 - end / top), 2) for end in (share.low, share.high)]
        bars.append(
            replace(
                bar, share=share.share, height=height, y=round(HEIGHT - height, 2), low=ends[0], high=ends[1]
            )
        )
    return replace(drawn, bars=tuple(bars), most_share=max((s.share or 0.0 for s in held), default=0.0))


def _drawn(unit: str, sums: dict[date, int], follow: Callable[[date], date]) -> Chart:
    most, step = max(sums.values()), WIDTH / len(sums)
    width = min(max(step * 0.8, step - 2), WIDEST)
    bars = []
    for n, (day, count) in enumerate(sums.items()):
        height = max(HEIGHT * count / most, 1.5) if count and most else 0.0
        label = {"day": f"{day}", "month": f"{day:%Y-%m}", "year": f"{day.year}"}[unit]
        bar = Bar(
            label=label,
            count=count,
            first=day,
            after=follow(day),
            x=round(n * step + (step - width) / 2, 2),
            y=round(HEIGHT - height, 2),
            width=round(width, 2),
            height=round(height, 2),
        )
        bars.append(bar)
    return Chart(unit=unit, bars=tuple(bars), most=most)


def _starts(first: date, last: date, follow: Callable[[date], date]) -> list[date]:
    found, day = [first], first
    while len(found) <= 4 * MOST_BARS and (day := follow(day)) <= last:
        found.append(day)
    return found


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


UNITS: tuple[tuple[str, Callable[[date], date], Callable[[date], date]], ...] = (
    ("day", lambda day: day, lambda day: day + timedelta(days=1)),
    ("month", lambda day: day.replace(day=1), _next_month),
    ("year", lambda day: day.replace(month=1, day=1), lambda day: date(day.year + 1, 1, 1)),
)
