"""Does a batch look like the site's batches before it? Each measure against its own history.

A share is judged by the tail of the beta-binomial distribution (Skellam 1948) whose mean and overdispersion the
history has; a median by its distance from the history's median on the logarithm, over the median absolute deviation.
Both must also differ by as much as a person would call a difference.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.corpus.profile import Profile, Share, told_before

BATCHES = 7
"""So many batches are a history."""
PAGES = 30
"""… with so many articles in all."""
ENOUGH = 5
"""Fewer pages than this prove nothing about a site."""
TAIL = 1e-6
CHANGE = 0.25
"""Of a share, either way."""
DISTANCE, RATIO = 5.0, 1.6
"""Of a median: in spreads, and as a factor."""
LEAST_SPREAD, OF_FEW = 0.06, 0.5
"""Of a median's logarithm: at least, and for each root of a text less."""
LEAST_RHO = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One measure that is not what it was."""

    name: str
    old: float
    new: float
    said: str


def changes(one: Profile, before: Sequence[Profile]) -> list[Change]:
    """What has changed; nothing where batch or history are too small to tell."""
    past = [p for p in before if p.pages]
    if one.pages < ENOUGH or len(past) < BATCHES or sum(p.pages for p in past) < PAGES:
        return []
    again = told_before(one, past)
    found = [share_change("told before", again, [(0, p.articles) for p in past])]
    names = sorted({*one.shares, *(n for p in past for n in p.shares)})
    found += [share_change(name, _of(one, name), [_of(p, name) for p in past]) for name in names]
    found += [_median(name, one, past) for name in one.medians]
    return [change for change in found if change is not None]


def tail(share: Share, mean: float, rho: float) -> float:
    """Probability of a share at least as far out as this one, on its side.

    >>> tail((0, 10), 0.5, 0.01) < 0.01 < tail((4, 10), 0.5, 0.01)
    True
    """
    k, n = share
    scale = 1 / rho - 1
    a, b = max(mean * scale, 1e-3), max((1 - mean) * scale, 1e-3)
    side = range(k + 1) if k <= n * mean else range(k, n + 1)
    return min(1.0, sum(math.exp(_log(i, n, a, b)) for i in side))


def _of(profile: Profile, name: str) -> Share:
    if name in profile.shares:
        return profile.shares[name]
    base = profile.pages if name.startswith("rejected") else profile.articles
    # A measure that could not be taken is not one that was nought.
    return (0, base if name.startswith(("rejected", "language")) else 0)


def share_change(name: str, new: Share, past: Sequence[Share]) -> Change | None:
    """How a share differs from what it was; None where it does not, or too few were counted to tell."""
    past = [(k, n) for k, n in past if n]
    hits, all_ = sum(k for k, _ in past), sum(n for _, n in past)
    if new[1] < ENOUGH or len(past) < BATCHES or all_ < PAGES:
        return None
    old, now = hits / all_, new[0] / new[1]
    mean = (hits + 0.5) / (all_ + 1)
    if abs(now - old) < CHANGE or tail(new, mean, _rho(past, mean)) > TAIL:
        return None
    return Change(name=name, old=round(old, 3), new=round(now, 3), said=f"{name} {old:.0%} → {now:.0%}")


def _rho(past: Sequence[Share], mean: float) -> float:
    """Overdispersion by moments: what the batches vary beyond a binomial."""
    excess = [((k / n - mean) ** 2 - mean * (1 - mean) / n) / (1 - 1 / n) for k, n in past if n > 1]
    if not excess:
        return LEAST_RHO
    return min(0.5, max(LEAST_RHO, statistics.fmean(excess) / max(mean * (1 - mean), 1e-6)))


def _median(name: str, one: Profile, past: Sequence[Profile]) -> Change | None:
    new = one.medians[name]
    logs = [math.log(p.medians[name]) for p in past if p.articles >= ENOUGH and p.medians.get(name, 0) > 0]
    if len(logs) < BATCHES or one.articles < ENOUGH or new <= 0:
        return None
    middle = statistics.median(logs)
    least = LEAST_SPREAD + OF_FEW / math.sqrt(one.articles)
    spread = max(least, 1.4826 * statistics.median(abs(x - middle) for x in logs))
    away = math.log(new) - middle
    if abs(away) < math.log(RATIO) or abs(away) / spread < DISTANCE:
        return None
    old = math.exp(middle)
    return Change(name=name, old=round(old, 2), new=round(new, 2), said=f"{name} {old:.4g} → {new:.4g}")


def _log(k: int, n: int, a: float, b: float) -> float:
    choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return choose + _beta(k + a, n - k + b) - _beta(a, b)


def _beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
