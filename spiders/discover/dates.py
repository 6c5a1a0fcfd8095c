"""Dates as feeds and sitemaps write them.

Never a guess: what cannot be read, or can be read in two ways (``05/01/2026``), is None. A time without a
zone is in the site's zone; a day without a time is its local midnight.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

from spiders.local_days import midnight

CLOCK = (
    r"(?:[T\s,]+(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,](?P<f>\d+))?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?"
)
FORMS = tuple(
    re.compile(day + CLOCK, re.IGNORECASE)
    for day in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",  # W3C, as sitemaps and Atom ask for
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<d>1[3-9]|2\d|3[01])[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})",
        r"(?P<m>\d{1,2})[/-](?P<d>1[3-9]|2\d|3[01])[/-](?P<y>\d{4})",
    )
)
NAMED_ZONES = {"CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "WET": 0, "WEST": 1, "JST": 9, "KST": 9}
"""Zones by name that RFC 5322 leaves out and that mean one thing only; BST, CST, IST mean several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date that was read: the instants it may mean, first and last."""

    instant: datetime
    """The first instant it may mean, in UTC."""
    last: datetime
    """The last: the end of the local day where only a day was given."""


def read(text: str, zone: ZoneInfo) -> When | None:
    """Read a date; None where it cannot be read for certain.

    >>> read("2026-01-05", ZoneInfo("Europe/Paris")).instant.isoformat()
    '2026-01-04T23:00:00+00:00'
    """
    found = " ".join(text[:80].split())
    try:
        return _numbers(found, zone) or _mail(found, zone)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None  # 30 February, year 0, hour 25


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """The first instant a date may mean."""
    when = read(text, zone)
    return when.instant if when else None


def has_zone(text: str) -> bool:
    """Does a date say its own zone?"""
    return bool(re.search(r"(Z|GMT|UTC?|[ECMP][SD]T|[+-]\d\d:?\d\d)(\s*\(.*\))?$", text.strip().upper()))


def ambiguous(text: str) -> bool:
    """Could day and month be either way round: ``05/01/2026``?"""
    return bool(re.match(r"\s*\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b", text))


def _numbers(text: str, zone: ZoneInfo) -> When | None:
    for form in FORMS:
        if found := form.fullmatch(text):
            part = found.groupdict()
            day = date(int(part["y"]), int(part["m"]), int(part["d"]))
            if part["H"] is None:
                return _day(day, zone)
            hour, extra = (0, 1) if part["H"] == "24" and part["M"] == "00" else (int(part["H"]), 0)
            second = min(int(part["S"] or 0), 59)  # a leap second
            micro = int((part["f"] or "0")[:6].ljust(6, "0"))
            local = datetime(
                day.year, day.month, day.day, hour, int(part["M"]), second, micro, _zone(part, zone)
            )
            return _moment(local + timedelta(days=extra))
    return None


def _zone(part: dict[str, str], zone: ZoneInfo) -> ZoneInfo | timezone:
    given = part["zone"]
    if not given:
        return zone
    if given[0] not in "+-":
        return UTC
    digits = given[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if given[0] == "-" else offset)


def _mail(text: str, zone: ZoneInfo) -> When | None:
    """RFC 5322 and its relatives, as RSS asks for: ``Mon, 05 Jan 2026 23:30:00 EST``."""
    fields = parsedate_tz(text)
    # Without a colon there is no clock, and without a word no month: the module fills in what it misses.
    if fields is None or not re.search(r"[A-Za-z]{3}", text) or not re.search(r"\b\d{4}\b", text):
        return None
    year, month, day, hour, minute, second = fields[:6]
    if ":" not in text:
        return _day(date(year, month, day), zone)
    offset = fields[9]
    name = text.rsplit(" ", 1)[-1].upper()
    if name in NAMED_ZONES:
        offset = NAMED_ZONES[name] * 3600
    known = offset is not None and (
        offset != 0 or re.search(r"(GMT|UTC?|Z|[+-]0000)(\s*\(.*\))?$", text.upper())
    )
    where = timezone(timedelta(seconds=offset or 0)) if known else zone
    return _moment(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=where))


def _day(day: date, zone: ZoneInfo) -> When:
    last = midnight(day + timedelta(days=1), zone) - timedelta(microseconds=1)
    return When(instant=midnight(day, zone), last=last)


def _moment(local: datetime) -> When:
    moment = local.astimezone(UTC)
    return When(instant=moment, last=moment)
