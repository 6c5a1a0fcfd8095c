"""Several sources claim a field's value; one wins, and the others are named beside it."""

from collections.abc import Iterable, Sequence
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
    others = tuple((c.source, str(c.value)) for c in ranked[1:] if c.value != top.value)
    return top.value, Origin(
        source=top.source, confidence=round(top.confidence, 3), losers=others[:_MOST_LOSERS]
    )
