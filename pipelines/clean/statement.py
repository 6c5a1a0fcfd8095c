"""One place of a page that names a moment, and what it says that this is."""

from dataclasses import dataclass
from datetime import date, datetime

from pipelines.clean.clocks import Moment
from pipelines.clean.moments import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One place that names a moment."""

    source: str
    kind: Kind
    when: Moment
    place: int | None = None
    """Order of its element."""
    aside: bool = False
    rank: int = 0
    """How many of its source came before it."""


def day_of(when: Moment) -> date:
    """The day of an instant, in its own zone."""
    return when.date() if isinstance(when, datetime) else when


def is_exact(when: Moment) -> bool:
    """Whether it is an instant, and no mere day."""
    return isinstance(when, datetime)
