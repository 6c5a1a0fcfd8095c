"""A unit of work and of commitment: one site and one interval."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from pipelines.errors import ConfigError

STAMP = "%Y%m%dT%H%M%SZ"
KEPT = "kept"
DUMPS = "dumps"
WARCS = "warcs"
PLANS = "plans"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Interval:
    """Half-open ``[start, end)``, two aware instants in UTC.

    >>> Interval.parse("20260105T230000Z--20260106T230000Z").end.isoformat()
    '2026-01-06T23:00:00+00:00'
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ConfigError(f"interval {self.start} to {self.end}: both ends need a time zone")
        if self.start >= self.end:
            raise ConfigError(f"interval {self.start} to {self.end}: the end must come after the start")

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def __str__(self) -> str:
        return f"{self.start.astimezone(UTC):{STAMP}}--{self.end.astimezone(UTC):{STAMP}}"

    @classmethod
    def parse(cls, text: str) -> Self:
        start, _, end = text.partition("--")
        try:
            return cls(
                start=datetime.strptime(start, STAMP).replace(tzinfo=UTC),
                end=datetime.strptime(end, STAMP).replace(tzinfo=UTC),
            )
        except ValueError as e:
            raise ConfigError(f"not an interval: {text!r}; write 20260105T230000Z--20260106T230000Z") from e


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Unit:
    """(site, span): what is crawled, staged and published as one.

    ``span`` is the text of an :class:`Interval`, or ``kept/<uuid7>``, ``dumps/<uuid7>``, ``warcs/<uuid7>`` and
    ``plans/<uuid7>`` for what was kept, imported or only looked at outside any interval. The span is the ``unit`` column of every table.
    """

    site: str
    span: str

    @classmethod
    def of(cls, site: str, interval: Interval) -> Self:
        return cls(site=site, span=str(interval))

    @property
    def interval(self) -> Interval | None:
        """The interval; None for kept pages and imports."""
        return None if "/" in self.span else Interval.parse(self.span)

    @property
    def is_plan(self) -> bool:
        """Were sources only looked at, for a plan?"""
        return self.span.startswith(f"{PLANS}/")
