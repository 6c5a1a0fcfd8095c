"""Every article of a range lands in exactly one local day: over midnight, over clocks that change, in every zone."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from crawl_paper import YAML
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.ledger import Dated, Entry
from spiders.crawler.decide import Wish, decide, remembered
from spiders.discover.link import Link
from spiders.local_days import midnight
from spiders.plan import of_days
from spiders.site import Site

ZONES = (
    "Europe/Paris", "America/New_York", "Africa/Cairo", "Asia/Beirut", "America/St_Johns", "Australia/Lord_Howe",
    "Asia/Tehran", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu", "UTC",
)  # fmt: skip
URL = "https://gazette.example/2026/a"
CHANGES = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2023, 4, 28),
    date(2011, 12, 30),
)


@cache
def site(zone: str) -> Site:
    return Site.parse("gazette", YAML.replace("Europe/Paris", zone).encode())


instants = st.one_of(
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(lambda t: t.replace(tzinfo=UTC)),
    st.builds(
        lambda day, zone, off: midnight(day, ZoneInfo(zone)) + timedelta(seconds=off),
        st.sampled_from(CHANGES), st.sampled_from(ZONES), st.integers(-7300, 7300),
    ),
)  # fmt: skip


@given(
    st.sampled_from(ZONES),
    instants,
    st.sampled_from(["published", "day"]),
    st.integers(0, 5),
    st.integers(1, 6),
)
def test_an_article_is_wanted_by_one_day_of_a_range_that_holds_it_and_by_none_of_another(
    zone: str, announced: datetime, dated: Dated, before: int, after: int
) -> None:
    paper = site(zone)
    day = paper.local_day(announced)
    days = paper.days(day - timedelta(days=before), day + timedelta(days=after))
    link = Link(url=URL, announced=announced, dated=dated, source="x")
    ends = [decide(link, Wish(site=paper, interval=interval)) for interval in days]
    assert ends.count(None) == 1
    assert all(end in (None, "outside") for end in ends)
    wanting = days[ends.index(None)]
    assert paper.local_day(wanting.start) == day
    later = paper.days(day + timedelta(days=1), day + timedelta(days=4))
    assert all(decide(link, Wish(site=paper, interval=i)) == "outside" for i in later)


def within_a_year(first: datetime, seconds: list[int]) -> list[datetime]:
    """Instants close to one that may be a midnight, and others up to a year after it."""
    return [first + timedelta(seconds=off) for off in seconds]


offsets = st.one_of(st.integers(-7300, 7300), st.integers(0, 366 * 86400))


@given(
    st.sampled_from(ZONES),
    st.builds(within_a_year, instants, st.lists(offsets, min_size=1, max_size=20)),
)
def test_a_plan_counts_each_article_in_the_day_in_which_a_run_asks_for_it(
    zone: str, found: list[datetime]
) -> None:
    paper = site(zone)
    first, last = min(map(paper.local_day, found)), max(map(paper.local_day, found))
    days = paper.days(first, last + timedelta(days=1))
    entries = [
        Entry(url=f"{URL}{n}", end="waiting", announced=at, dated="published", sources=("x",))
        for n, at in enumerate(found)
    ]
    by_day = of_days(days, entries)
    assert sorted(e.url for some in by_day.values() for e in some) == sorted(e.url for e in entries)
    for interval, some in by_day.items():
        assert {link.url for link in remembered(entries, interval)} == {e.url for e in some}


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2026, 3, 29), 23),
        ("Europe/Paris", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("Africa/Cairo", date(2023, 4, 28), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Tokyo", date(2026, 3, 29), 24),
    ],
)
def test_the_days_on_which_clocks_change_are_whole_and_touch_their_neighbours(
    zone: str, day: date, hours: float
) -> None:
    paper = site(zone)
    before, here, after = paper.days(day - timedelta(days=1), day + timedelta(days=2))
    assert (here.end - here.start) / timedelta(hours=1) == hours
    assert (before.end, after.start) == (here.start, here.end)
    edge = Link(url=URL, announced=here.end, dated="published", source="x")
    assert decide(edge, Wish(site=paper, interval=here)) == "outside"  # half-open
    assert decide(edge, Wish(site=paper, interval=after)) is None


def test_a_range_in_utc_days_would_put_articles_into_two_days_or_none() -> None:
    """The twin: with days of UTC instead of the site's own, an hour after midnight is yesterday's."""
    paper, utc = site("Europe/Paris"), site("UTC")
    announced = midnight(date(2026, 1, 6), paper.zone) + timedelta(minutes=10)
    link = Link(url=URL, announced=announced, dated="published", source="x")
    own, others = paper.day(date(2026, 1, 6)), utc.day(date(2026, 1, 6))
    assert decide(link, Wish(site=paper, interval=own)) is None
    assert decide(link, Wish(site=paper, interval=others)) == "outside"
