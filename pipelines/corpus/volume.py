"""How many articles a day of a site should have, from its own past, and whether a day has too few or too many.

Counts of news have weeks, holidays and noise wider than Poisson's. Expected is the median of the last weeks times the
weekday's own factor, drawn towards that of its group while there are few of it; the residual is Anscombe's (1948) of the square
root, over a spread that is measured robustly and never below Poisson's, as the outbreak detection of public health
does (Farrington et al. 1996; Noufaily et al. 2013). One day alone counts where it is far below even the site's weakest
weekday; less counts when it goes on: Page's (1954) one-sided CUSUM over the last days, each capped, so that one day
never suffices for it. A public holiday is expected to be like the weakest weekday.
"""

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 8
FEWEST = 14
"""Days of history without which nothing is expected."""
FAR = 5.0
"""Residual at which one day alone counts."""
WEAKEST = 3.0
"""… and it must be this far below the weakest weekday, too."""
ALLOWANCE, DECISION, CAP = 1.0, 4.0, 2.0
"""Of the CUSUM: what each day may lack, where the sum alarms, and what one day can add."""
DRAWN = 1.0
"""So many days of its group (working days, weekend) are added to each weekday."""
WEEKEND = 5
"""The first weekday of the weekend; where the weekend is another one, the days' own counts soon say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Articles by local day, and which days were public holidays."""

    counts: Mapping[date, int]
    quiet: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A day against what was to be expected of it."""

    count: int
    expected: float
    residual: float
    """In spreads; negative for too few."""
    alarm: str | None
    """``far below``, ``below for days``, ``far above``; None for an ordinary day."""


def judge_volume(day: date, past: Past) -> Volume | None:
    """A day that ``past`` counts, too, against the days before it; None where those are too few."""
    before = _before(day, past)
    if len(before) < FEWEST or day not in past.counts:
        return None
    level, factors = _factors(before, past.quiet)
    spread = _spread(before, past.quiet, level, factors)
    count, expected = past.counts[day], level * _factor(day, past.quiet, factors)
    residual = _residual(count, expected, spread)
    weakest = _residual(count, level * min(factors), spread)
    alarm = None
    if residual <= -FAR and weakest <= -WEAKEST:
        alarm = "far below"
    elif _cusum(day, past, (level, factors, spread)) >= DECISION and residual <= -CAP:
        alarm = "below for days"
    elif residual >= 2 * FAR and count >= 2 * expected:
        alarm = "far above"
    return Volume(count=count, expected=round(expected, 1), residual=round(residual, 1), alarm=alarm)


def _before(day: date, past: Past) -> dict[date, int]:
    first = day - timedelta(weeks=WEEKS)
    return {d: n for d, n in past.counts.items() if first <= d < day}


def _factors(before: Mapping[date, int], quiet: frozenset[date]) -> tuple[float, list[float]]:
    """The level of an average day, and a factor for each weekday."""
    counts = {d: n for d, n in before.items() if d not in quiet} or before
    level = statistics.median(counts.values()) or statistics.fmean(counts.values())
    groups = [_ratio(counts, level, set(range(WEEKEND))), _ratio(counts, level, {*range(WEEKEND, 7)})]
    factors = []
    for weekday in range(7):
        own = [n for d, n in counts.items() if d.weekday() == weekday]
        drawn = DRAWN * groups[weekday >= WEEKEND]
        factors.append((len(own) * _ratio(counts, level, {weekday}) + drawn) / (len(own) + DRAWN))
    # Once more without the weekdays, so that a short past that ends on a weekend is no lower.
    return statistics.median(n / max(factors[d.weekday()], 0.01) for d, n in counts.items()), factors


def _ratio(counts: Mapping[date, int], level: float, weekdays: set[int]) -> float:
    own = [n for d, n in counts.items() if d.weekday() in weekdays]
    return statistics.median(own) / level if own and level else 1.0


def _factor(day: date, quiet: frozenset[date], factors: list[float]) -> float:
    return min(factors) if day in quiet else factors[day.weekday()]


def _spread(before: Mapping[date, int], quiet: frozenset[date], level: float, factors: list[float]) -> float:
    residuals = [_residual(n, level * _factor(d, quiet, factors), 1.0) for d, n in before.items()]
    middle = statistics.median(residuals)
    return max(1.0, 1.4826 * statistics.median(abs(r - middle) for r in residuals))


def _residual(count: int, expected: float, spread: float) -> float:
    return 2 * (math.sqrt(count + 0.375) - math.sqrt(expected + 0.375)) / spread


def _cusum(day: date, past: Past, model: tuple[float, list[float], float]) -> float:
    level, factors, spread = model
    total = 0.0
    for back in range(6, -1, -1):
        one = day - timedelta(days=back)
        if one not in past.counts:
            continue
        short = -_residual(past.counts[one], level * _factor(one, past.quiet, factors), spread)
        total = max(0.0, total + min(CAP, short - ALLOWANCE))
    return total
