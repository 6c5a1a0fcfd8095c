"""Day and month of a numeric date, told by the other dates of its page."""

from datetime import date

import pytest
from invented import body, record

from pipelines.clean.day_order import DayOrder
from pipelines.clean.moments import Reader, parse

APRIL = date(2024, 4, 3)
MARCH = date(2024, 3, 4)


@pytest.mark.parametrize(
    ("head", "line", "url", "day"),
    [
        ("", "03/04/2024", "https://bote.example/2024/04/03/ferry", APRIL),
        ("", "03/04/2024", "https://bote.example/2024/03/04/ferry", MARCH),
        ('<meta name=lastmod content="2024-04-03T08:00:00Z">', "Posted 03/04/2024", None, APRIL),
        ("", "Posted 03/04/2024, updated 15/04/2024", None, APRIL),
        ("", "Posted 03/04/2024, updated 03/15/2024", None, MARCH),
        ("", "Posted 03/04/2024", None, None),
    ],
)  # fmt: skip
def test_other_dates_of_the_page_tell_day_from_month(
    head: str, line: str, url: str | None, day: date | None
) -> None:
    made = record(body(head, top=f'<p class="date">{line}</p>'), url=url)
    assert made.date_published == day


@pytest.mark.parametrize(
    ("language", "order", "day"),
    [
        ("es", DayOrder(), APRIL),
        ("es", DayOrder(text="03/15/2024"), MARCH),
        ("fr", DayOrder([MARCH]), MARCH),
        ("fr", DayOrder([MARCH, APRIL]), APRIL),
        ("en", DayOrder([MARCH, APRIL]), None),
        ("en", DayOrder([date(2024, 4, 4)]), None),
        ("en", DayOrder(text="15/03/2024 03/15/2024"), None),
        ("en", DayOrder(text="flat 1/15/03/2024, 15/03/20245"), None),
    ],
)
def test_what_contradicts_itself_tells_no_order(language: str, order: DayOrder, day: date | None) -> None:
    assert parse("03/04/2024", Reader(language=language, order=order)) == day
