"""The dates of teasers below a story and of alternative texts: no page is dated by them."""

from datetime import date, datetime

import pytest
from invented import SENTENCES, body, record

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import Record

TEASER = '<div class="box"><a href="/{0}"><span>The bridge of {0} is closed</span></a><div class="{1}">{2}</div></div>'


def teasers(*days: str, name: str = "date") -> str:
    """Boxes of other articles, each with its date below the link."""
    towns = ("Harrowgate", "Veleska", "Millbrook")
    boxes = (TEASER.format(t, name, d) for t, d in zip(towns, days, strict=False))
    return f"</article><div class='list'>{''.join(boxes)}</div><article>"


@pytest.mark.parametrize("name", ["date", "x"])
def test_the_dates_of_several_teasers_date_no_page(name: str) -> None:
    assert record(body(tail=teasers("5 March 2024", "6 March 2024", name=name))).date_published is None


@pytest.mark.parametrize(
    "tail",
    [
        '<p class="meta">5 March 2024</p>',
        '<div class="foot"><a href="#c">Leave a comment on Ferry sails again</a><div class="date">5 March 2024</div></div>',
        '<div class="foot"><div class="date">5 March 2024</div></div>'
        + teasers("6 March 2024", "7 March 2024"),
        teasers("6 March 2024", "7 March 2024") + '<div class="foot"><p>Published on 5 March 2024</p></div>',
    ],
)
def test_the_storys_own_date_below_it_stays(tail: str) -> None:
    made = record(body(tail=tail)).date_published
    assert (made.date() if isinstance(made, datetime) else made) == date(2024, 3, 5)


def test_without_the_rule_a_teaser_would_date_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.clean.dates.teased", lambda draft, last: {})
    assert record(body(tail=teasers("5 March 2024", "6 March 2024"))).date_published is not None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("The quay of Millbrook - Agence Afrique, 1920, 14.03.2023", None),
        ("Millbrook, 14.03.2023", date(2023, 3, 14)),
    ],
)
def test_the_day_of_a_picture_in_its_alternative_text_is_no_date_of_a_dump(
    line: str, day: date | None
) -> None:
    text = "\n\n".join(("Ferry sails again for the first time since the flood", line, *SENTENCES))
    made = clean(Page(body=text.encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    assert made.date_published == day
