"""Stretches of the calendar that articles are counted by, in local days or between instants of a time zone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from pipelines.errors import QueryError

Name = Literal["hour", "day", "week", "month", "quarter", "year"]
MOST = 20_000
"""Stretches of one count: 54 years of days, or 2 of hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One kind of stretch: whole days from ``start`` to the day before ``after``."""

    name: Name
    start: Callable[[date], date]
    after: Callable[[date], date]
    """The first day behind a stretch, given its first."""
    label: Callable[[date], str]


def _months(day: date, step: int) -> date:
    months = day.year * 12 + day.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


INTERVALS: dict[str, Interval] = {
    "day": Interval(
        name="day",
        start=lambda day: day,
        after=lambda day: day + timedelta(days=1),
        label=lambda day: f"{day.isoformat()}",
    ),
    "week": Interval(
        name="week",
        start=lambda day: day - timedelta(days=day.weekday()),
        after=lambda day: day + timedelta(days=7),
        label=_week,
    ),
    "month": Interval(
        name="month",
        start=lambda day: day.replace(day=1),
        after=lambda day: _months(day, 1),
        label=lambda day: f"{day.year:04}-{day.month:02}",
    ),
    "quarter": Interval(
        name="quarter",
        start=lambda day: date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        after=lambda day: _months(day, 3),
        label=lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    ),
    "year": Interval(
        name="year",
        start=lambda day: date(day.year, 1, 1),
        after=lambda day: date(day.year + 1, 1, 1),
        label=lambda day: f"{day.year:04}",
    ),
}
"""ISO weeks begin on Monday."""


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise QueryError(
            f"no time zone {name!r}; write an IANA name, as in Europe/Paris or Asia/Kolkata"
        ) from None


def days(name: str, first: date, last: date) -> list[date]:
    """First days of all stretches from the one that holds ``first`` to the one that holds ``last``."""
    kind = INTERVALS[name]
    if name == "day":  # of which there are many
        number = (last - first).days
        _check(name, number + 1)
        return [first + timedelta(days=n) for n in range(number + 1)]
    found = [kind.start(first)]
    while (following := kind.after(found[-1])) <= last:
        found.append(following)
        _check(name, len(found))
    return found


def instants(name: str, zone: tzinfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    """Where the stretches of a zone's calendar begin, with their labels; the last one lies behind ``last``."""
    if name == "hour":
        yield from _hours(zone, first, last)
        return
    kind = INTERVALS[name]
    starts = days(name, first.astimezone(zone).date(), last.astimezone(zone).date())
    for day in (*starts, kind.after(starts[-1])):
        yield datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC), kind.label(day)


def _hours(zone: tzinfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    local = first.astimezone(zone)
    at = first.astimezone(UTC) - timedelta(minutes=local.minute, seconds=local.second)
    at -= timedelta(microseconds=at.microsecond)
    for number in range(MOST + 2):
        local = at.astimezone(zone)
        yield at, local.replace(minute=0, second=0).isoformat(timespec="minutes")
        if at > last:
            return
        _check("hour", number)
        # To the next full hour of the clock on the wall, also where that was put forward by half an hour.
        at += timedelta(hours=1) - timedelta(minutes=local.minute, seconds=local.second)


def _check(name: str, number: int) -> None:
    if number > MOST:
        raise QueryError(f"more than {MOST} {name}s from first to last; narrow the days or count longer ones")
