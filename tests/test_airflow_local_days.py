"""The timetable: data intervals are the site's own days, also where clocks change at midnight."""

import warnings
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.local_days import midnight


@pytest.fixture(scope="session", autouse=True)
def _airflow(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Airflow reads its home when it is imported, and warns of its own ways."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        import airflow.timetables.base  # noqa: F401


def days_of(
    zone: str, first: str, last: str, at: str = "0 5 * * *"
) -> "list[tuple[datetime, datetime, datetime]]":
    """(start, end, run after) of every run from the first midnight to the last, as a backfill makes them."""
    import pendulum
    from airflow.timetables.base import DataInterval, TimeRestriction

    from spiders.airflow.local_days import LocalDays

    table = LocalDays.of(zone, at)
    restriction = TimeRestriction(
        earliest=pendulum.parse(first, tz=zone),  # type: ignore[arg-type]
        latest=pendulum.parse(last, tz=zone),  # type: ignore[arg-type]
        catchup=True,
    )
    found: list[tuple[datetime, datetime, datetime]] = []
    before = None
    while info := table.next_dagrun_info(last_automated_data_interval=before, restriction=restriction):
        assert isinstance(info.data_interval, DataInterval)
        before = info.data_interval
        found.append((before.start, before.end, info.run_after))
    return found


@pytest.mark.parametrize(
    ("zone", "first", "last", "hours"),
    [
        ("Europe/Paris", "2026-03-28", "2026-03-30", [24, 23, 24]),
        ("Europe/Paris", "2026-10-24", "2026-10-26", [24, 25, 24]),
        ("Asia/Kathmandu", "2026-03-28", "2026-03-29", [24, 24]),
        ("Africa/Cairo", "2023-04-27", "2023-04-29", [24, 23, 24]),
        ("Pacific/Apia", "2011-12-29", "2011-12-31", [24, 24]),
    ],
)
def test_intervals_run_from_local_midnight_to_local_midnight(
    zone: str, first: str, last: str, hours: list[int]
) -> None:
    found = days_of(zone, first, last)
    assert [(end - start).total_seconds() / 3600 for start, end, _ in found] == hours
    assert all(a[1] == b[0] for a, b in pairwise(found))


def test_a_run_starts_at_the_hour_of_the_site_s_file_after_its_day_is_over() -> None:
    ((_, end, after),) = days_of("Europe/Paris", "2026-03-28", "2026-03-28", "30 6 * * *")
    assert (after - end).total_seconds() == 5.5 * 3600  # the clock went forward in between


def test_a_backfill_of_five_days_by_local_midnights_makes_five_runs_also_from_utc_dates() -> None:
    assert len(days_of("Europe/Paris", "2026-01-05", "2026-01-09")) == 5
    assert len(days_of("America/New_York", "2026-01-05", "2026-01-09")) == 5


def test_without_catchup_the_first_run_closes_the_last_day_that_is_due() -> None:
    import pendulum
    from airflow.timetables.base import TimeRestriction

    from spiders.airflow.local_days import LocalDays

    table = LocalDays.of("Europe/Paris", "0 5 * * *")
    restriction = TimeRestriction(earliest=pendulum.datetime(1990, 1, 1), latest=None, catchup=False)
    for now, day in (("2026-01-06T03:59:59Z", 4), ("2026-01-06T04:00:01Z", 5)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pendulum.now", lambda *_, now=now: pendulum.parse(now))
            info = table.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
        assert info is not None
        assert info.data_interval is not None
        assert info.data_interval.start == midnight(date(2026, 1, day), table._zone)


def test_a_manual_run_is_about_the_last_whole_day() -> None:
    import pendulum

    from spiders.airflow.local_days import LocalDays

    interval = LocalDays.of("Asia/Tokyo", "0 5 * * *").infer_manual_data_interval(
        run_after=pendulum.datetime(2026, 1, 5, 15, 0)
    )
    assert interval.start.isoformat() == "2026-01-04T15:00:00+00:00"


@given(
    zone=st.sampled_from(
        ["Europe/Paris", "Africa/Cairo", "Pacific/Apia", "America/St_Johns", "Asia/Tehran", "UTC"]
    ),
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)),
    hour=st.integers(0, 23),
)
def test_each_run_follows_the_last_without_gap_and_never_before_its_day_is_over(
    zone: str, moment: datetime, hour: int
) -> None:
    import pendulum
    from airflow.timetables.base import TimeRestriction

    from spiders.airflow.local_days import LocalDays

    table = LocalDays(zone, hour)
    assert LocalDays.deserialize(table.serialize()).summary == table.summary
    earliest = pendulum.instance(moment.replace(tzinfo=UTC))
    restriction = TimeRestriction(earliest=earliest, latest=None, catchup=True)
    first = table.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    assert first is not None
    assert first.data_interval is not None
    second = table.next_dagrun_info(last_automated_data_interval=first.data_interval, restriction=restriction)
    assert second is not None
    assert second.data_interval is not None
    assert first.data_interval.start >= earliest
    assert second.data_interval.start == first.data_interval.end
    assert first.run_after >= first.data_interval.end
