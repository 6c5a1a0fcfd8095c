"""Times of day as they stand behind a date: hour, minute, half of the day, and the zone beside it."""

import re
from datetime import date, datetime

from pipelines.clean.zones import ZONE, home, named
from pipelines.clean.zones import zone as stated
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
_SECONDS = r"(?P<min>[0-5]\d)(?::(?P<s>[0-5]?\d(?!\d))(?:[.,]\d+)?)?"
TIME = rf"(?:(?P<lead>\D{{0,14}}?)(?P<first>{_BEFORE})?\s*(?<!\d)(?P<h>[01]?\d|2[0-3])(?P<mark>[:：時时點点시점]|[.h](?=\d\d))\s?{_SECONDS}(?!\.?\d)[분分]?(?:\s?(?:Uhr|uur|hrs?)\b)?\s*{_HALF}{ZONE})?"
"""Behind a date as people write it; all of it may be absent."""
ISO_TIME = rf"(?:[T\s]+(?P<first>{_BEFORE})?\s*(?P<h>\d{{1,2}}):{_SECONDS}\s*{_HALF}(?:\s*(?P<short>[zZ]\b|[+-]\d{{2}}(?![\d:]))|{ZONE}))?"
"""Behind a date as machines write it."""

_WORD = re.compile(r"\s*(?:[^\W\d_]|%)")
_MONEY = re.compile(r"[$£€¥₹]")
_SPOKEN = re.compile(
    r"(?:\b(?:kl|klo|um|at|alle|ore|ora|las|às|o|à|pukul|jam|om)\b\.?|ώρα)\s*$", re.IGNORECASE
)
"""Words before an hour, behind which ``10.25`` is one whatever comes next."""
_UNTIL = re.compile(r"-(\d\d):(\d\d)")


def timed(day: date, m: re.Match[str], hints: Hints, language: str = "") -> Moment:
    """The instant that a match names, else its day; a ValueError where there is no such time."""
    parts = m.groupdict()
    if parts.get("h") is None:
        return day
    hour = _hour(int(parts["h"]), parts.get("first") or parts.get("half"))
    time = datetime(day.year, day.month, day.day, hour, int(parts["min"]), int(parts.get("s") or 0))  # noqa: DTZ001
    if _doubtful(m):
        return day
    return placed(time, hints, parts.get("short") or parts.get("zone"), language)


def _hour(hour: int, half: str | None) -> int:
    """Of 24: both halves of the day begin with 12."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if _IN_EVENING.match(half) else 0)


def placed(time: datetime, hints: Hints, zone: str | None = None, language: str = "") -> Moment:
    """A time in the zone that is stated, else in that of the site; only its day where neither is known."""
    at = stated(zone, time, hints.time_zone or home(language)) if zone else named(hints.time_zone)
    return time.replace(tzinfo=at) if at else time.date()


def _doubtful(m: re.Match[str]) -> bool:
    """``10.25 million`` and ``10:30-12:00``: what may be a number, or the end of what is on."""
    parts = m.groupdict()
    if parts.get("half"):
        return False
    zone = parts.get("zone") or ""
    if parts.get("mark") == "." and not zone:
        return _is_number(m, parts["lead"])
    until = _UNTIL.fullmatch(zone)
    ends = until is not None and (int(until[1]), int(until[2])) > (int(parts["h"]), int(parts["min"]))
    return ends and parts.get("mark") is not None and not parts.get("s")


def _is_number(m: re.Match[str], lead: str) -> bool:
    """Whether ``10.25`` counts or costs something: a word behind it, unless one before it says that it is an hour."""
    behind = _WORD.match(m.string, m.end())
    return bool(_MONEY.search(lead)) or (behind is not None and not _SPOKEN.search(lead))
