"""Schedules of many sites do not start at the same minute."""

from collections import Counter
from itertools import pairwise

import pytest
from crawl_paper import gazette

from spiders.site_minute import spread

IDS = [f"site{n}" for n in range(1200)]


def test_a_thousand_hourly_sites_start_in_all_minutes_alike() -> None:
    counts = Counter(spread("0 * * * *", site).split()[0] for site in IDS)
    assert set(counts) == {str(minute) for minute in range(60)}
    assert max(counts.values()) <= 2.2 * len(IDS) / 60  # chi square far from a heap at minute 0
    assert sum((n - 20) ** 2 / 20 for n in counts.values()) < 100  # 59 degrees of freedom: p < 0.001 beyond


@pytest.mark.parametrize("every", [5, 10, 15, 20, 30])
def test_every_so_many_minutes_stays_so_many_minutes(every: int) -> None:
    first = Counter()  # type: Counter[int]
    for site in IDS:
        minutes = [int(m) for m in spread(f"*/{every} 6-22 * * 1-5", site).split()[0].split(",")]
        assert [b - a for a, b in pairwise(minutes)] == [every] * (60 // every - 1)
        first[minutes[0]] += 1
    assert set(first) == set(range(every))


@pytest.mark.parametrize("cron", ["7 * * * *", "15,45 * * * *", "30 5 * * *", "*/7 * * * *", "* * * * *"])
def test_a_minute_that_somebody_chose_stays(cron: str) -> None:
    assert {spread(cron, site) for site in IDS} == {cron}


def test_a_site_s_days_and_polls_are_spread_and_the_same_at_every_parse() -> None:
    site = gazette()
    assert site.day_at == gazette().day_at == spread("0 5 * * *", "gazette")
    assert site.day_at.split()[1:] == ["5", "*", "*", "*"]
