"""Counts over time as bars: numbers only, the drawing is in the template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 720, 120
MOST_BARS = 124
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars from left to right, with no gap left out."""

    unit: str
    """day, month or year."""
    bars: tuple[Bar, ...]
    most: int

    @property
    def filled(self) -> tuple[Bar, ...]:
        """Bars that stand for something."""
        return tuple(bar for bar in self.bars if bar.count)


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
