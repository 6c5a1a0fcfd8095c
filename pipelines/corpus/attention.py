"""Attention: which part of all that the same sites printed on the same days a query matches."""

from dataclasses import dataclass, field, replace
from math import sqrt

from pipelines.corpus import nodes as n
from pipelines.corpus.counting import Facet, Histogram, histogram
from pipelines.corpus.engine import Reader
from pipelines.corpus.holes import Elsewhere, Known, Ledger
from pipelines.corpus.matching import DatedBy
from pipelines.corpus.question import Question

CONFIDENT = 1.959964
"""Standard deviations on either side of 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole, with the 95 % interval of Wilson: it stays within 0 and 1 and is no point for none."""

    label: str
    part: str | None
    """Site or language, where the share is that of one."""
    matching: int
    all: int
    share: float | None
    """None where nothing was printed: that is no share of zero."""
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Shares over time."""

    query: str
    of: str
    """What it is a share of: ``within``, and the sites and days that the query names."""
    interval: str
    dated_by: DatedBy
    shares: tuple[Share, ...]
    total: Share
    """Over all, undated articles too."""
    undated: int
    """Matching articles that are in the total and in no interval."""
    ledger: Ledger | Elsewhere | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> Known | None:
        """What the ledger knows of the sites and days that it is a share of, holes and all."""
        return self.ledger.ask() if self.ledger else None


def wilson(matching: int, total: int) -> tuple[float, float]:
    """Lower and upper end of the 95 % interval (Wilson 1927); everything where nothing is known.

    >>> [round(end, 4) for end in wilson(5, 10)], wilson(0, 0)
    ([0.2366, 0.7634], (0.0, 1.0))
    """
    if not total:
        return 0.0, 1.0
    z2 = CONFIDENT**2
    share = matching / total
    middle = share + z2 / (2 * total)
    half = CONFIDENT * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    low, high = (middle - half) / (1 + z2 / total), (middle + half) / (1 + z2 / total)
    # Rounding must not push the ends past the share itself.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def attention(
    searcher: Reader,
    question: Question,
    interval: str,
    zone: str | None = None,
    by: Facet | None = None,
    within: str = "",
) -> Attention:
    """Matching articles of all articles of the same sites and days; ``within`` narrows both, as a query."""
    frame = n.frame(question.tree())
    narrowed = replace(question, text=" ".join(part for part in (question.text, within) if part))
    matching = histogram(searcher, narrowed, interval, zone, by)
    everything = histogram(searcher, replace(question, text=within, within=frame), interval, zone, by)
    return Attention(
        query=question.text,
        of=within,
        interval=interval,
        dated_by=question.dated_by,
        shares=tuple(_shares(matching, everything)),
        total=_share("all", None, matching.total, everything.total),
        undated=matching.undated,
    )


def _shares(matching: Histogram, everything: Histogram) -> list[Share]:
    counted = {bucket.label: bucket for bucket in matching.buckets}
    found: list[Share] = []
    for bucket in everything.buckets:
        hits = counted.get(bucket.label)
        if everything.by is None:
            found.append(_share(bucket.label, None, hits.count if hits else 0, bucket.count))
            continue
        parts = dict(hits.parts) if hits else {}
        found += [_share(bucket.label, part, parts.get(part, 0), total) for part, total in bucket.parts]
    return found


def _share(label: str, part: str | None, matching: int, total: int) -> Share:
    low, high = wilson(matching, total)
    share = matching / total if total else None
    return Share(label=label, part=part, matching=matching, all=total, share=share, low=low, high=high)
