"""Local days of a time zone as instants."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 3600


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
