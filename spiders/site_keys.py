"""What each key of a site's YAML file may hold.

A check takes the value as YAML read it and the place it stands at, and returns the value for
:class:`spiders.site.Site`, or raises :class:`SiteError` with file, key and what to write instead.
YAML has traps of its own (``country: NO`` is a boolean, ``issn: 0038-7452`` may be a number), so nothing
is ever converted silently.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Literal, Never, TypeVar, get_args
from unicodedata import category
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pipelines.errors import SiteError

T = TypeVar("T")

MediaType = Literal["newspaper", "agency", "broadcaster", "magazine", "online"]
Requisites = Literal["none", "styles", "article"]
Certificate = Literal["verify", "ignore"]
MEDIA_TYPES: tuple[str, ...] = get_args(MediaType)
REQUISITES: tuple[str, ...] = get_args(Requisites)
CERTIFICATES: tuple[str, ...] = get_args(Certificate)

PRESETS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}
CRON = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("weekday", 0, 7))

OTHERWISE = {
    "language": "languages", "lang": "languages", "timezone": "time_zone", "tz": "time_zone", "url": "home",
    "domain": "hosts", "domains": "hosts", "host": "hosts", "schedule": "day", "cron": "day", "daily": "day",
    "delay": "pace", "sources": "discover", "feeds": "discover", "sitemaps": "discover", "hints": "clean",
    "title": "name", "type": "media_type", "publisher": "owner", "email": "contact", "limits": "caps",
    "rss": "feed", "atom": "feed", "page": "front", "archive": "dated", "since": "from", "to": "until",
    "start": "from", "end": "until", "selector": "body", "remove": "drop", "concurrency": "at_once",
}  # fmt: skip
"""What people write, and what the key is called here."""

NO_OPTION = {"robots", "robots_txt", "obey_robots", "robotstxt_obey", "user_agent", "proxy", "cookies", "id"}
"""robots.txt, an honest name and the file name as id are not for a site's file to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in which file a value stands."""

    file: str
    key: str = ""

    def of(self, key: str | int) -> "Place":
        """The place one level further down."""
        tail = f"[{key}]" if isinstance(key, int) else f".{key}" if self.key else key
        return Place(file=self.file, key=f"{self.key}{tail}")

    def wrong(self, what: str) -> Never:
        """Raise the error for this place."""
        raise SiteError(f"{self.file}: {self.key}: {what}" if self.key else f"{self.file}: {what}")


Check = Callable[[object, Place], T]


def known_keys(found: Iterable[object], known: Iterable[str], at: Place) -> None:
    """Refuse a key that is not known, naming the nearest one that is."""
    names = tuple(known)
    for key in found:
        if key in names:
            continue
        if key in NO_OPTION:
            at.of(str(key)).wrong("this is not for a site's file to say; remove it")
        nearest = OTHERWISE.get(str(key).lower())
        if nearest not in names:
            nearest = next(iter(get_close_matches(str(key).lower(), names, n=1, cutoff=0.5)), None)
        remedy = f"did you mean {nearest!r}?" if nearest else f"known keys: {', '.join(names)}"
        at.of(str(key)).wrong(f"unknown key {key!r}; {remedy}")


def mapping(value: object, at: Place, known: Iterable[str]) -> Mapping[str, object]:
    """A mapping with known keys only."""
    if not isinstance(value, dict):
        at.wrong(f"expected keys with values, got {_kind(value)}")
    known_keys(value, known, at)
    return value


def text(value: object, at: Place) -> str:
    """One line of text, not empty."""
    if not isinstance(value, str):
        at.wrong(f"expected text, got {_kind(value)} ({value!r}); put it in quotes")
    if not value.strip() or value != value.strip() or any(category(c) == "Cc" for c in value):
        at.wrong(f"expected one line of text without spaces around it, got {value!r}")
    return value


def matching(pattern: str, example: str) -> Check[str]:
    """Text of a fixed form."""
    form = re.compile(pattern)

    def check(value: object, at: Place) -> str:
        found = text(value, at)
        if not form.fullmatch(found):
            at.wrong(f"{found!r} has the wrong form; write it like {example}")
        return found

    return check


def one_of(choices: tuple[str, ...]) -> Check[str]:
    """One word of a closed list."""

    def check(value: object, at: Place) -> str:
        if value not in choices:
            near = get_close_matches(str(value).lower(), choices, n=1, cutoff=0.75)
            remedy = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(choices)}"
            at.wrong(f"{value!r} is not possible; {remedy}")
        return str(value)

    return check


def many(check: Check[T]) -> Check[tuple[T, ...]]:
    """A list, each item checked; no item twice."""

    def checked(value: object, at: Place) -> tuple[T, ...]:
        if not isinstance(value, list):
            at.wrong(f"expected a list, got {_kind(value)}; write [{value}]")
        items = tuple(check(item, at.of(n)) for n, item in enumerate(value))
        for n, item in enumerate(items):
            if item in items[:n]:
                at.of(n).wrong(f"{value[n]!r} is there twice; remove one")
        return items

    return checked


def one_or_many(check: Check[T]) -> Check[tuple[T, ...]]:
    """A list, or one item standing alone."""
    listed = many(check)
    return lambda value, at: listed(value, at) if isinstance(value, list) else (check(value, at),)


def flag(value: object, at: Place) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        at.wrong(f"expected true or false, got {value!r}")
    return value


def whole(least: int, most: int) -> Check[int]:
    """A whole number within bounds."""

    def check(value: object, at: Place) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            at.wrong(f"expected a whole number, got {_kind(value)} ({value!r})")
        if not least <= value <= most:
            at.wrong(f"{value} is out of bounds; at least {least}, at most {most}")
        return value

    return check


def seconds(value: object, at: Place) -> float:
    """A number of seconds, not negative, at most an hour."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        at.wrong(f"expected seconds from 0 to 3600, got {value!r}")
    return float(value)


def url(value: object, at: Place) -> str:
    """An absolute http or https address without credentials or fragment."""
    found = text(value, at)
    try:
        parts = urlsplit(found)
        sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 80) > 0
    except ValueError:
        parts, sound = None, False
    if not sound or parts is None or " " in found:
        at.wrong(f"{found!r} is no web address; write it like https://herald.example/")
    if parts.username or parts.password or parts.fragment:
        at.wrong(f"{found!r}: an address here has no user name, password or #fragment")
    return found


def pattern(value: object, at: Place) -> re.Pattern[str]:
    """A regular expression."""
    found = text(value, at)
    try:
        return re.compile(found)
    except re.error as e:
        at.wrong(f"{found!r} is no regular expression: {e}")


def time_zone(value: object, at: Place) -> str:
    """An IANA time zone, such as Europe/Paris."""
    found = text(value, at)
    # available_timezones() walks the disk (8 ms): only to explain a miss.
    try:
        ZoneInfo(found)
    except (KeyError, ValueError, OSError):
        near = get_close_matches(found, available_timezones(), n=1, cutoff=0.5)
        remedy = f"did you mean {near[0]!r}?" if near else "write it like Europe/Paris"
        at.wrong(f"unknown time zone {found!r}; {remedy}")
    return found


def cron(value: object, at: Place) -> str:
    """Five cron fields, read in the site's time zone, or a preset such as @hourly (returned as five fields)."""
    found = text(value, at)
    found = PRESETS.get(found, found)
    fields = found.split()
    if len(fields) != len(CRON):
        at.wrong(f"{found!r} is no schedule; write five cron fields like '15 5 * * *', or @hourly, @daily")
    for field, (what, least, most) in zip(fields, CRON, strict=True):
        for item in field.split(","):
            if not _cron_item(item, least, most):
                at.wrong(f"{found!r}: {item!r} is no {what} ({least} to {most})")
    return " ".join(fields)


def ages(value: object, at: Place) -> tuple[timedelta, ...]:
    """Ages in rising order, in hours, days or weeks: ``[1h, 1d, 4w]``."""
    named = many(matching(r"[1-9]\d{0,2}[hdw]", "1h, 3d or 2w"))(value, at)
    units = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
    found = tuple(int(age[:-1]) * units[age[-1]] for age in named)
    if list(found) != sorted(set(found)):
        at.wrong(f"{', '.join(named)}: write ages in rising order, each once: [1h, 6h, 1d, 7d]")
    return found


def once_a_day(value: object, at: Place) -> str:
    """A cron schedule that fires once on every day."""
    found = cron(value, at)
    minute, hour, *days = found.split()
    if not (minute.isdecimal() and hour.isdecimal() and days == ["*"] * 3):
        at.wrong(f"{found!r} does not run once every day; write a minute and an hour: '15 5 * * *'")
    return found


def issn(value: object, at: Place) -> str:
    """An ISSN whose check digit is right (ISO 3297)."""
    found = matching(r"\d{4}-\d{3}[\dX]", "'0261-3077' (in quotes)")(value, at)
    digits = [10 if c == "X" else int(c) for c in found.replace("-", "")]
    if sum(d * weight for d, weight in zip(digits, range(8, 0, -1), strict=True)) % 11:
        at.wrong(f"{found}: the check digit is wrong; look the number up again")
    return found


def _cron_item(item: str, least: int, most: int) -> bool:
    found = re.fullmatch(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?", item)
    if not found:
        return False
    first, last, step = (int(g) if g is not None else None for g in found.groups())
    inside = all(n is None or least <= n <= most for n in (first, last))
    return inside and step != 0 and (first is None or last is None or first <= last)


def _kind(value: object) -> str:
    names = {
        str: "text",
        bool: "true/false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "keys",
    }
    return "nothing" if value is None else names.get(type(value), f"a {type(value).__name__}")
