"""What a run asks for: the DAG, its interval and its form decide, never the clock or the kind of click."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.unit import Interval
from pipelines.errors import ConfigError
from spiders.airflow.asked import MOST_DAYS, Run, asked_days, asked_poll
from spiders.site import Site

YAML = b"""
name: The Harbour Herald
home: https://herald.example/
languages: [fr]
time_zone: Europe/Paris
discover:
  - feed: /rss
"""
SITE = Site.parse("herald", YAML)
PARIS = ZoneInfo("Europe/Paris")
RUN_AFTER = datetime(2026, 1, 11, 4, 0, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def run(kind: str = "manual", **fields: Any) -> Run:
    return Run(kind=kind, run_after=fields.pop("run_after", RUN_AFTER), **fields)


def scheduled(day: date, kind: str = "scheduled") -> Run:
    interval = SITE.day(day)
    return run(kind, logical=interval.start, start=interval.start, end=interval.end)


def days(of: Run, **form: Any) -> list[str]:
    return [str(SITE.local_day(i.start)) for i in asked_days(SITE, of, form).intervals]


@pytest.mark.parametrize("kind", ["scheduled", "backfill"])
@pytest.mark.parametrize("form", [{}, {"since": "2020-01-01", "until": "2020-02-01"}, {"since": "nonsense"}])
def test_a_scheduled_or_backfill_run_crawls_its_own_day_whatever_its_form_says(
    kind: str, form: dict[str, Any]
) -> None:
    assert days(scheduled(date(2026, 1, 5), kind), **form) == ["2026-01-05"]


def test_refetch_and_the_page_limit_count_in_a_backfill() -> None:
    asked = asked_days(SITE, scheduled(date(2026, 1, 5), "backfill"), {"refetch": True, "max_pages": 7})
    assert (asked.refetch, asked.limit) == (True, 7)


def test_a_backfill_that_takes_over_a_manual_run_of_that_midnight_crawls_the_day_it_is_named_for() -> None:
    """Airflow infers the day before as interval of a run that was triggered for a midnight by hand."""
    taken = run("backfill", logical=local("2026-01-05"), start=local("2026-01-04"), end=local("2026-01-05"))
    assert days(taken) == ["2026-01-05"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, ["2026-01-10"]),
        ({"since": None, "until": None}, ["2026-01-10"]),
        ({"since": "2026-01-02"}, ["2026-01-02"]),
        ({"since": "2026-01-02", "until": "2026-01-05"}, ["2026-01-02", "2026-01-03", "2026-01-04"]),
        ({"since": "2026-01-11"}, ["2026-01-11"]),
    ],
)
def test_a_manual_run_crawls_the_days_of_its_form_else_yesterday(
    form: dict[str, Any], expected: list[str]
) -> None:
    assert days(run(), **form) == expected


@pytest.mark.parametrize(
    ("moment", "yesterday"),
    [("2026-01-10T22:59:00+00:00", "2026-01-09"), ("2026-01-10T23:00:00+00:00", "2026-01-10")],
)
def test_yesterday_is_the_site_s_own(moment: str, yesterday: str) -> None:
    assert days(run(run_after=datetime.fromisoformat(moment))) == [yesterday]


def test_the_same_run_asks_the_same_however_late_it_is_repeated() -> None:
    assert asked_days(SITE, run(), {}) == asked_days(SITE, run(), {})


def test_a_manual_run_with_an_interval_crawls_the_days_it_touches() -> None:
    touched = run(start=local("2026-01-03 10:00"), end=local("2026-01-05 00:00"))
    assert days(touched) == ["2026-01-03", "2026-01-04"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"since": "5 January"}, "write a date like"),
        ({"until": "2026-01-05"}, "since is empty"),
        ({"since": "2026-01-05", "until": "2026-01-05"}, "until is the day after"),
        ({"since": "2026-01-05", "until": "2026-01-13"}, "future"),
        ({"since": "2031-01-05"}, "future"),
        ({"since": "2025-01-05", "until": "2026-01-05"}, "use Backfill"),
    ],
)
def test_a_form_that_cannot_be_meant_is_refused_with_what_to_write(form: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        days(run(), **form)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-01-05", 24)])
def test_days_are_as_long_as_the_clock_makes_them(day: str, hours: int) -> None:
    (interval,) = asked_days(SITE, scheduled(date.fromisoformat(day)), {}).intervals
    assert interval.end - interval.start == timedelta(hours=hours)


def test_a_poll_files_under_its_own_interval_and_by_hand_under_the_hour_before() -> None:
    hour = Interval(start=datetime(2026, 1, 5, 8, tzinfo=UTC), end=datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert asked_poll(run("scheduled", start=hour.start, end=hour.end), {}).intervals == (hour,)
    (by_hand,) = asked_poll(run(), {"max_pages": 3}).intervals
    assert (by_hand.end, by_hand.end - by_hand.start) == (RUN_AFTER, timedelta(hours=1))


@given(
    since=st.dates(date(2000, 1, 1), date(2025, 1, 1)),
    length=st.integers(1, MOST_DAYS),
)
def test_the_days_of_a_form_are_whole_and_adjoin(since: date, length: int) -> None:
    form = {"since": str(since), "until": str(since + timedelta(days=length))}
    found = asked_days(SITE, run(), form).intervals
    assert len(found) == length
    assert all(a.end == b.start for a, b in pairwise(found))
    assert found[0].start == SITE.day(since).start


@pytest.mark.parametrize(
    ("of", "form", "past"),
    [
        (scheduled(date(2026, 1, 5)), {}, False),
        (scheduled(date(2026, 1, 5), "backfill"), {}, True),
        (run(), {"since": "2026-01-01", "until": "2026-01-03"}, True),
        (run(), {}, False),
    ],
)
def test_backfills_and_days_chosen_by_hand_give_way_and_scheduled_runs_do_not(
    of: Run, form: dict[str, Any], past: bool
) -> None:
    assert asked_days(SITE, of, form).past is past


def test_a_dry_run_is_asked_for_by_the_form() -> None:
    assert asked_days(SITE, scheduled(date(2026, 1, 5), "backfill"), {"dry_run": True}).dry_run
    assert not asked_days(SITE, scheduled(date(2026, 1, 5)), {}).dry_run
