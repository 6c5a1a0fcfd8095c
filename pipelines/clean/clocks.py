"""Times of day as they stand behind a date: hour and minute, and which half of the day they are in."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from pipelines.record import Hints

Moment = datetime | date

_MORNING = r"[aA]\.?\s?[mM]\b\.?|π\.?μ\.?(?!\w)|صباحا?ً?(?!\w)|ص(?!\w)|ق\.?ظ(?!\w)|午前|오전|上午|凌晨|早上"
_EVENING = (
    r"[pP]\.?\s?[mM]\b\.?|μ\.?μ\.?(?!\w)|مساء?ً?ا?(?!\w)|م(?!\w)|بعد الظهر|ب\.?ظ(?!\w)|午後|오후|下午|晚上"
)
_BEFORE = r"[aApP]\.?[mM]\b\.?|午[前後]|오[전후]|[上下]午|凌晨|早上|晚上"
"""What stands before the hour: in East Asia, and ``PM 10:30`` in Korea."""
_HALF = rf"(?P<half>{_MORNING}|{_EVENING})?"
_IN_EVENING = re.compile(_EVENING)
_SECONDS = r"(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d+)?)?"
TIME = rf"(?:\D{{0,14}}?(?P<first>{_BEFORE})?\s*(?<!\d)(?P<h>[01]?\d|2[0-3])(?:[:：時时點点시점]|[.h](?=\d\d))\s?{_SECONDS}(?!\d)[분分]?\s*{_HALF})?"
"""Behind a date as people write it; all of it may be absent."""
ISO_TIME = rf"(?:[T\s]+(?P<first>{_BEFORE})?\s*(?P<h>\d{{1,2}}):{_SECONDS}\s*{_HALF}(?P<zone>Z\b|UTC|GMT|[+-]\d{{2}}:?\d{{2}}(?!\d)|[+-]\d{{2}}(?!\d))?)?"
"""Behind a date as machines write it."""


def timed(day: date, m: re.Match[str], hints: Hints) -> Moment:
    """The instant that a match names, else its day; a ValueError where there is no such time."""
    parts = m.groupdict()
    if parts.get("h") is None:
        return day
    hour = _hour(int(parts["h"]), parts.get("first") or parts.get("half"))
    time = datetime(day.year, day.month, day.day, hour, int(parts["min"]), int(parts.get("s") or 0))  # noqa: DTZ001
    return placed(time, hints, parts.get("zone"))


def _hour(hour: int, half: str | None) -> int:
    """Of 24: both halves of the day begin with 12."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if _IN_EVENING.match(half) else 0)


def placed(time: datetime, hints: Hints, zone: str | None = None) -> Moment:
    """A time in the zone that is stated, else in that of the site; only its day where neither is known."""
    if zone:
        return time.replace(tzinfo=_offset(zone))
    local = _site(hints.time_zone)
    return time.replace(tzinfo=local) if local else time.date()


def _offset(zone: str) -> tzinfo:
    if not zone[1:2].isdigit():
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes)) if minutes else UTC


@cache
def _site(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
