"""How much of what a site published do its lists announce: capture-recapture over two independent lists.

Two lists that were made independently (a feed and a sitemap, say) are two samples of the same articles. How many
both name says how many neither names: the estimator of Lincoln and Petersen as Chapman corrected it (Chapman
1951, "Some properties of the hypergeometric distribution with applications to zoological sample censuses"), with the
variance of Seber (1970) and the interval of Chao (1987, Biometrics 43) on the logarithm of what is missing, which never
says fewer than were seen. Where one list names all that the other names, that variance is nought, which is no certainty:
there the upper bound is that of a share of which no failure was seen (Clopper and Pearson 1934). Lists that copy each other make the estimate too low: it is a floor, not a census.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

FEWEST = 7
"""Addresses that both lists name: with fewer the estimate is biased (Robson and Regier 1964)."""
Z = 1.96
TAIL = 0.025
"""What lies outside of the interval on one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How many articles there were in all, with a 95 % interval, and of which lists that was concluded."""

    lists: tuple[str, str]
    seen: int
    total: float
    low: float
    high: float

    def share(self, published: int) -> tuple[float, float, float]:
        """The published share: estimate, low, high; never more than all."""
        return tuple(min(1.0, published / n) if n else 1.0 for n in (self.total, self.high, self.low))  # type: ignore[return-value]


def estimate(lists: Mapping[str, int]) -> Estimate | None:
    """From addresses by the lists that name them (``feed``, ``feed+sitemap`` …); None where nothing can be said.

    Of more than two lists the pair with the largest overlap counts.

    >>> found = estimate({"feed": 5, "sitemap": 30, "feed+sitemap": 20})
    >>> found.lists, found.seen, round(found.total, 1)
    (('feed', 'sitemap'), 55, 62.1)
    >>> estimate({"feed": 40}) is None
    True
    """
    names = sorted({name for key in lists for name in key.split("+")})
    pairs = [(_both(lists, pair), pair) for pair in combinations(names, 2)]
    both, pair = max(pairs, default=(0, ("", "")))
    if both < FEWEST:
        return None
    first, second = (_on(lists, name) for name in pair)
    seen = sum(lists.values())
    total = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    pairwise = first + second - both
    missing = max(total - pairwise, 0.0)
    if not missing:
        low, high = float(pairwise), max(first, second) / TAIL ** (1 / both)
    else:
        factor = math.exp(Z * math.sqrt(math.log1p(spread / missing**2)))
        low, high = pairwise + missing / factor, pairwise + missing * factor
    return Estimate(lists=pair, seen=seen, total=max(total, seen), low=max(low, seen), high=max(high, seen))


def added(parts: list[Mapping[str, int]]) -> dict[str, int]:
    """Lists of several hours or days together."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)


def _both(lists: Mapping[str, int], pair: tuple[str, str]) -> int:
    return sum(n for key, n in lists.items() if set(pair) <= set(key.split("+")))


def _on(lists: Mapping[str, int], name: str) -> int:
    return sum(n for key, n in lists.items() if name in key.split("+"))
