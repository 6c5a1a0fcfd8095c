"""Whether the day or the month comes first in the numeric dates of a page, told by its other dates.

``03/04/2024`` is two days. Of these the one that the page also names without doubt is meant, else the one in the order of
the numeric dates beside it of which one number is no month. Where they disagree nothing is told.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:19|20)\d\d(?![\d/-])")


@dataclass(frozen=True)
class DayOrder:
    """What a page's dates tell of their order; the text is looked at only when that is asked for."""

    days: Collection[date] = ()
    """Days that the page names without doubt."""
    text: str = ""

    def pick(self, day_first: date | None, month_first: date | None) -> date | None:
        """Which of two readings is meant; None where that cannot be told.

        >>> DayOrder([date(2024, 4, 3)]).pick(date(2024, 4, 3), date(2024, 3, 4))
        datetime.date(2024, 4, 3)
        >>> DayOrder(text="Posted 03/15/2024").pick(date(2024, 4, 3), date(2024, 3, 4))
        datetime.date(2024, 3, 4)
        """
        fits = [day for day in (day_first, month_first) if day is not None and day in self.days]
        if fits:
            return fits[0] if len(fits) == 1 else None
        return {"day": day_first, "month": month_first}.get(self.first)

    @cached_property
    def first(self) -> str:
        """What the numeric dates of the text begin with: ``day``, ``month``, or nothing that can be told."""
        pairs = ((int(m[1]), int(m[3])) for m in _NUMERIC.finditer(self.text))
        return _only("day" if a > 12 else "month" for a, b in pairs if (a > 12) != (b > 12))


def _only(said: Iterable[str]) -> str:
    found = set(said)
    return found.pop() if len(found) == 1 else ""
