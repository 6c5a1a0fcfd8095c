"""Days as they are written in a query or given by a caller."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from pipelines.corpus import nodes as n
from pipelines.errors import QueryError

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def as_day(value: date | str | None, name: str) -> date | None:
    """A day as given by a caller or in a query."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError(f"{name}: write a day as YYYY-MM-DD, not {value!r}") from None


def moments(since: date | str | None, until: date | str | None) -> tuple[datetime, datetime]:
    """First and last instant of a period of days in UTC; all of time where it is open."""
    first = as_day(since, "since") or date(1970, 1, 1)
    last = as_day(until, "until") or date(9999, 1, 1)
    if first >= last:
        raise QueryError(f"until: {last} is not after {first}")
    starts = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last)]
    return starts[0], starts[1] - datetime.resolution


def days(name: str, value: str) -> n.Days:
    """The days that ``since:``, ``until:`` or ``date:`` mean.

    >>> days("date", "2024-02")
    Days(since=datetime.date(2024, 2, 1), until=datetime.date(2024, 3, 1))
    """
    if name != "date":
        day = as_day(value, name)
        return n.Days(since=day) if name == "since" else n.Days(until=day)
    first, mark, last = value.partition("..")
    since, until = _period(first), _period(last if mark else first)
    if since[0] >= until[1]:
        raise QueryError(f"date: {last} lies before {first}")
    return n.Days(since=since[0], until=until[1])


def _period(text: str) -> tuple[date, date]:
    """First day and the day after the last, of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
        return first, last + timedelta(days=1)
    except (ValueError, OverflowError):
        raise QueryError(
            f"date: write 2026, 2026-01, 2026-01-05, or two of them with .. between, not {text!r}"
        ) from None
