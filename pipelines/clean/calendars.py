"""Other calendars than the Gregorian that papers date by: Iran's, Thailand's, Japan's eras and the Republic of China's.

Each form says by itself which calendar it is in: a month of it, an era, or digits and a year that the language of the
page explains.
"""

import re
from datetime import date, timedelta
from types import MappingProxyType

_SOLAR = """
فروردین|اردیبهشت|خرداد|تیر|مرداد,امرداد|شهریور|مهر|آبان,ابان|آذر,اذر|دی|بهمن|اسفند
حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت
"""
"""Months of the Solar Hijri year, in Iran and in Afghanistan."""
_THAI = """
ม.ค.|ก.พ.|มี.ค.|เม.ย.|พ.ค.|มิ.ย.|ก.ค.|ส.ค.|ก.ย.|ต.ค.|พ.ย.|ธ.ค.
มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม
"""
ERAS = MappingProxyType({"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911})
"""The year before the first of each."""
BUDDHIST = 543
"""Years by which Thailand counts more."""
_EPOCH = date(622, 3, 21)
"""The day that the rule of 33 years leads back to, though the calendar had another rule then."""
_CYCLE = 33 * 365 + 8
"""Days of 33 years, of which 8 are leap years: right from 1206 to 1498 (Heydari-Malayeri 2004, Birashk 1993)."""
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
"""Which of the 33 they are."""
_KNOWN = range(1206, 1499)


def _numbers(names: str) -> dict[str, int]:
    rows = names.strip().splitlines()
    return {name: n for row in rows for n, both in enumerate(row.split("|"), 1) for name in both.split(",")}


SOLAR = MappingProxyType(_numbers(_SOLAR))
THAI = MappingProxyType({name.replace(".", ""): n for name, n in _numbers(_THAI).items()})
IN_SOLAR = "|".join(SOLAR)
IN_THAI = "|".join(map(re.escape, _numbers(_THAI))).replace(r"\.", r"\.?\s?")
"""The months as patterns: a Thai abbreviation with its points or without."""


def gregorian(year: int, month: int, day: int) -> date:
    """A day of the Solar Hijri calendar; a ValueError where there is no such day.

    >>> gregorian(1403, 1, 1), gregorian(1402, 12, 15)
    (datetime.date(2024, 3, 20), datetime.date(2024, 3, 5))
    """
    if year not in _KNOWN or not 1 <= month <= 12 or not 1 <= day <= _length(year, month):
        msg = f"no day of the Solar Hijri calendar: {year}-{month}-{day}"
        raise ValueError(msg)
    before = 31 * (month - 1) - max(0, month - 7)
    return _EPOCH + timedelta(days=_new_year(year) + before + day - 1)


def _new_year(year: int) -> int:
    """Days from the epoch to the first of the year."""
    cycles, place = divmod(year - 1, 33)
    return cycles * _CYCLE + place * 365 + sum(leap <= place for leap in _LEAPS)


def _length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if (year - 1) % 33 + 1 in _LEAPS else 29
