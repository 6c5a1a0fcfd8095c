"""Zones as they are written beside a time: offsets, and letters where they mean one zone and no other."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

_OFFSETS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "JST": 9, "KST": 9,
    "WIB": 7, "WITA": 8, "WIT": 9, "WET": 0, "WEST": 1, "TRT": 3, "SAST": 2, "EAT": 3, "WAT": 1, "PKT": 5, "NPT": 5.75, "ICT": 7, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8,
    "AWST": 8, "ACST": 9.5, "AEST": 10, "BRT": -3, "HST": -10,
}  # fmt: skip
"""Hours. Not here is what means several: AST, GST, CST, IST, AMT, SST, WST, ECT."""
_SEASONS = MappingProxyType(
    {"BST": "Europe/London", "AEDT": "Australia/Sydney", "ACDT": "Australia/Adelaide", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "IDT": "Asia/Jerusalem",
     "AKST": "America/Anchorage", "AKDT": "America/Anchorage"}
)  # fmt: skip
"""Letters that hold for a part of the year, each with a place where they do: out of season they are a slip, or mean another zone."""
_AMERICAN = {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""As RFC 2822 has them. CST is not here: it is China's, too."""
_HOMES = MappingProxyType(
    {"in": "Asia/Kolkata", "il": "Asia/Jerusalem", "ie": "Europe/Dublin", "hi": "Asia/Kolkata", "mr": "Asia/Kolkata", "gu": "Asia/Kolkata",
     "te": "Asia/Kolkata", "kn": "Asia/Kolkata", "ml": "Asia/Kolkata", "or": "Asia/Kolkata", "as": "Asia/Kolkata", "he": "Asia/Jerusalem", "ga": "Europe/Dublin"}
)  # fmt: skip
"""Zones of countries, and of languages that are written in one country, where ``IST`` means three things."""
_FAR = ("Asia/", "Australia/", "Pacific/")
"""Where papers mean other zones by the letters of America and Britain."""
_GENERIC = frozenset(["ET", "CT", "MT", "PT", "Eastern", "Central", "Mountain", "Pacific"])
"""What Americans write summer and winter."""
_MOST = 14 * 60
ZONE = (
    r"(?:\s*[([]?(?P<zone>(?-i:(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?[0-5]\d)?|[+\u2212-]\d{2}:?[0-5]\d"
    r"|Z|UTC?|GMT|MSK|МСК|мск|MESZ?|MEZ|WITA|WIB|[A-Z]{1,3}T|(?:Eastern|Central|Mountain|Pacific)(?:\s(?:Standard\s|Daylight\s)?Time)?)(?!\w)))?"
)
"""Beside a time. Letters that end in T are mostly a zone: one that is not known is better than that of the site."""
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+\u2212-])\s?(\d{1,2}):?(\d\d)?$")


def home(language: str) -> str | None:
    """The zone in which letters beside a time are understood on a page in a language: of its country, else its own.

    >>> home("en-IN"), home("he"), home("en")
    ('Asia/Kolkata', 'Asia/Jerusalem', None)
    """
    first, *rest = language.lower().split("-")
    country = rest[-1] if rest and len(rest[-1]) == 2 else None
    return _HOMES.get(country) if country else _HOMES.get(first) if first not in ("in", "il", "ie") else None


def zone(said: str, time: datetime, site: str | None) -> tzinfo | None:
    """What is written beside a time; None where it could be more zones than one."""
    if offset := _OFFSET.match(said.upper()):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return _fixed(minutes if offset[1] == "+" else -minutes)
    local = named(site)
    return local if local and _is_local(said, time, local) else _lettered(said.upper(), time, site or "")


def _is_local(said: str, time: datetime, local: tzinfo) -> bool:
    """Whether the letters are what the site's zone is called at that time: ``IST`` in India, ``ET`` in New York."""
    name = time.replace(tzinfo=local).tzname() or ""
    generic = said.removesuffix(" Time") in _GENERIC and name[1:] in ("ST", "DT")
    return name == said or (generic and name[0] == said[0])


def _lettered(said: str, time: datetime, site: str) -> tzinfo | None:
    if said in _OFFSETS:
        return _fixed(round(_OFFSETS[said] * 60))
    if site.startswith(_FAR) and (said in _AMERICAN or said == "BST"):
        return None
    if said in _SEASONS:
        return _in_season(said, time)
    return _fixed(_AMERICAN[said] * 60) if said in _AMERICAN else None


def _in_season(said: str, time: datetime) -> tzinfo | None:
    local = named(_SEASONS[said])
    there = time.replace(tzinfo=local) if local else time
    offset = there.utcoffset()
    return (
        _fixed(round(offset.total_seconds() / 60)) if offset is not None and there.tzname() == said else None
    )


def _fixed(minutes: int) -> tzinfo | None:
    if abs(minutes) > _MOST:
        return None
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


@cache
def named(name: str | None) -> tzinfo | None:
    """A zone by its name in the site's hints; None if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
