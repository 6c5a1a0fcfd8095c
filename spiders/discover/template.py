"""Addresses that hold a date: templates such as ``https://herald.example/{yyyy}/{mm}/{dd}/``.

A template is filled in for every local day that an interval touches: an interval given in UTC touches two
local days of a site elsewhere, and both must be asked. Filtering by publication time comes later.
"""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from pipelines.archive.unit import Interval

KINDS = ("feed", "sitemap", "front", "dated")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PLACEHOLDERS = ("yyyy", "yy", "mm", "m", "mon", "dd", "d")
BRACES = re.compile(r"\{([^{}]*)\}")


def check_template(kind: str, template: str) -> None:
    """Raise ValueError where a template cannot serve a source of this kind.

    >>> check_template("dated", "https://herald.example/{yyyy}/{mm}/")
    Traceback (most recent call last):
    ValueError: a dated address needs year, month and day: …/{yyyy}/{mm}/{dd}/
    """
    used = BRACES.findall(template)
    for name in used:
        if name not in PLACEHOLDERS:
            near = get_close_matches(name.lower(), PLACEHOLDERS, n=1, cutoff=0.0)[0]
            raise ValueError(f"unknown placeholder {{{name}}}; did you mean {{{near}}}?")
    if re.search(r"[{}]", BRACES.sub("", template)):
        raise ValueError(f"a brace stands alone in {template!r}; write placeholders like {{yyyy}}")
    if kind == "front" and used:
        raise ValueError("a front page has one address; use kind dated for addresses that hold a date")
    whole = {"yyyy", "yy"} & set(used) and {"mm", "m", "mon"} & set(used) and {"dd", "d"} & set(used)
    if kind == "dated" and not whole:
        raise ValueError("a dated address needs year, month and day: …/{yyyy}/{mm}/{dd}/")


def fill(template: str, day: date) -> str:
    """The address for one day.

    >>> fill("https://herald.example/{yyyy}/{mon}/{d}/", date(2026, 1, 5))
    'https://herald.example/2026/jan/5/'
    """
    words = {
        "yyyy": f"{day.year:04}", "yy": f"{day.year % 100:02}", "mm": f"{day.month:02}", "m": f"{day.month}",
        "mon": MONTHS[day.month - 1], "dd": f"{day.day:02}", "d": f"{day.day}",
    }  # fmt: skip
    return BRACES.sub(lambda found: words[found[1]], template)


def days(interval: Interval, zone: ZoneInfo) -> tuple[date, ...]:
    """Every local day that a half-open interval touches."""
    first = interval.start.astimezone(zone).date()
    last = (interval.end - timedelta(microseconds=1)).astimezone(zone).date()
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def urls(template: str, interval: Interval, zone: ZoneInfo) -> tuple[str, ...]:
    """The addresses a template stands for within an interval, each once, in order.

    A template without placeholders stands for itself; one with a month but no day for each month.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> urls("https://lejour.example/{yyyy}/{mm}/{dd}/", Interval.parse("20260105T230000Z--20260106T230000Z"), paris)
    ('https://lejour.example/2026/01/06/',)
    """
    return tuple(dict.fromkeys(fill(template, day) for day in days(interval, zone)))
