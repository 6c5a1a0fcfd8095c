"""Several sources claim a field's value; one wins, and the others are named beside it.

Where the sources alone do not decide, each candidate is described by facts and ranked by their weighted sum: a
conditional logit (McFadden 1974), whose weights (:mod:`pipelines.clean.field_weights`) were fitted to pages that
people had annotated (:mod:`pipelines.clean.train_fields`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipelines.record import Origin

T = TypeVar("T", covariant=True)
_MOST_LOSERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Generic[T]):
    """One source's word for a field."""

    source: str
    value: T
    confidence: float


def best(claims: Iterable[Claim[T]]) -> tuple[T | None, Origin | None]:
    """The most trusted claim (the first of equals) and where it came from.

    >>> value, origin = best([Claim(source="h1", value="A", confidence=0.5), Claim(source="og", value="B", confidence=0.9)])
    >>> value, origin.losers
    ('B', (('h1', 'A'),))
    """
    ranked: Sequence[Claim[T]] = sorted(claims, key=lambda c: -c.confidence)
    if not ranked:
        return None, None
    top = ranked[0]
    others = tuple(dict.fromkeys((c.source, _written(c.value)) for c in ranked[1:] if c.value != top.value))
    return top.value, Origin(
        source=top.source, confidence=round(top.confidence, 3), losers=others[:_MOST_LOSERS]
    )


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def weighed(facts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What the facts about a candidate are worth together.

    >>> weighed({"said h1": 1.0, "long": 1.0}, {"said h1": 2.0})
    2.0
    """
    return sum(weights.get(name, 0.0) * value for name, value in facts.items())


def chances(scores: Sequence[float], nothing: float = -math.inf) -> list[float]:
    """Each candidate's chance against the others, and against none of them being right.

    >>> [round(c, 2) for c in chances([1.0, 1.0])], chances([0.0], nothing=0.0)
    ([0.5, 0.5], [0.5])
    """
    top = max([*scores, nothing], default=0.0)
    odds = [math.exp(s - top) for s in scores]
    total = sum(odds) + math.exp(nothing - top)
    return [min(0.99, o / total) for o in odds]
