"""Local days of a time zone as instants."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 24 * 3600


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC.

    Found by search, since midnight may not exist: clocks in Cairo and Beirut go forward *at* midnight, and
    those in St. John's went back at one minute past it.

    >>> midnight(date(2023, 4, 28), ZoneInfo("Africa/Cairo")).isoformat()
    '2023-04-27T22:00:00+00:00'
    """
    middle = int(datetime.combine(day, time(), UTC).timestamp())
    span = range(middle - DAY, middle + DAY)  # no zone is a whole day away from UTC
    first = bisect_left(span, day, key=lambda second: datetime.fromtimestamp(second, zone).date())
    return datetime.fromtimestamp(middle - DAY + first, UTC)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The local day whose midnights enclose the instant."""
    day = instant.astimezone(zone).date()
    if instant < midnight(day, zone):
        return day - timedelta(days=1)
    tomorrow = day + timedelta(days=1)
    return tomorrow if instant >= midnight(tomorrow, zone) else day


def time_of(cron: str) -> time:
    """The time of day at which a cron line fires that fires once a day.

    >>> time_of("30 5 * * *")
    datetime.time(5, 30)
    """
    minute, hour = cron.split()[:2]
    return time(int(hour), int(minute))


def due(day: date, zone: ZoneInfo, at: time) -> datetime:
    """When the run that closes a local day may start: at a time of the next day, never before the day is over."""
    tomorrow = day + timedelta(days=1)
    return max(datetime.combine(tomorrow, at, zone), midnight(tomorrow, zone)).astimezone(UTC)


def last_due(now: datetime, zone: ZoneInfo, at: time) -> date:
    """The last local day whose run may have started: until that time, yesterday isn't closed.

    >>> [last_due(datetime(2026, 1, 6, hour, tzinfo=UTC), ZoneInfo("UTC"), time(5)).day for hour in (4, 5)]
    [4, 5]
    """
    day = day_of(now, zone) - timedelta(days=1)
    return day if due(day, zone, at) <= now else day - timedelta(days=1)
