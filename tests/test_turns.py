"""A scheduled run never waits long for a backfill of its site: the backfill hands the site over and goes on later."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from moments import SOAK
from test_crawl_stop import until

from pipelines.archive import Archive, open_archive
from pipelines.archive.check import check
from pipelines.archive.manifests import manifests
from pipelines.archive.unit import Unit
from pipelines.errors import LeaseBusy
from spiders.crawl import STOPPED, Child, crawl, intervals, run_job, site_job
from spiders.crawler import turns
from spiders.crawler.job import CrawlReport, Job

DAY = "2026-01-05"
DAYS = 40 if SOAK else 3
PER_DAY = 60


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Gazette]:
    """A paper whose past takes long: its answers do."""
    every = timedelta(days=1) / PER_DAY
    with Gazette(tmp_path / "web", stories(MIDNIGHT, PER_DAY * DAYS, every), delay=0.1) as paper:
        yield paper


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive")


def backfill(paper: Gazette, archive: Archive, **options: Any) -> Child:
    (interval,) = intervals(gazette(), DAY, None, "days")
    return Child.start(
        site_job(gazette(), interval, to=archive, **{**paper.options, "past": True, **options})
    )


def poll(paper: Gazette, archive: Archive, hour: int) -> float:
    """An hourly poll: seconds from its start to its end."""
    began = time.monotonic()
    span = {"since": f"2026-01-06T{hour:02}:00", "until": f"2026-01-06T{hour + 1:02}:00"}
    report = crawl(gazette(), to=archive, kind="poll", wait=120, limit=1, **span, **paper.options)  # type: ignore[arg-type]
    assert report.finish in ("finished", "limit")
    return time.monotonic() - began


def doubled(paper: Gazette) -> list[str]:
    return [path for path, n in Counter(paper.asked()).items() if n > 1]


def test_a_backfill_of_many_days_lets_every_poll_in_and_asks_nothing_twice(
    paper: Gazette, archive: Archive
) -> None:
    done: list[Any] = []
    since, last = gazette().local_day(MIDNIGHT), gazette().local_day(MIDNIGHT) + timedelta(days=DAYS)
    long = threading.Thread(
        target=lambda: done.append(
            crawl(gazette(), to=archive, since=since, until=last, past=True, **paper.options)
        )
    )
    long.start()
    waits, hour = [], 0
    try:
        until(lambda: len(paper.asked()) > 5)
        while not done and hour < 4 * DAYS:
            waits.append(poll(paper, archive, hour % 23))
            hour += 1
            time.sleep(2)
    finally:
        long.join(900)
    assert waits
    assert max(waits) < 600
    (report,) = done
    assert (report.finish, report.complete) == ("finished", True)
    assert doubled(paper) == []
    assert sorted(paper.asked("/2026/story")) == sorted(paper.paths)
    finishes = [m.finish for m in manifests(archive, "gazette") if m.kind == "days"]
    assert finishes.count("finished") == DAYS
    assert list(check(archive)) == []


def test_it_closes_its_file_between_requests_within_seconds(paper: Gazette, archive: Archive) -> None:
    child = backfill(paper, archive)
    until(lambda: len(paper.asked()) > 5)
    began = time.monotonic()
    turns.want(archive.state, "gazette", "poll")
    report = child.wait()
    assert time.monotonic() - began < 60
    assert (report.finish, child.returncode) == (turns.HANDED_OVER, STOPPED)
    assert report.counts["fetched"] == len(paper.asked())
    assert report.counts["waiting"] == PER_DAY - len(paper.asked())


@pytest.mark.parametrize(("past", "turn"), [(False, None), (False, 2.0)])
def test_a_scheduled_run_gives_way_to_nobody(
    paper: Gazette, archive: Archive, past: bool, turn: float | None
) -> None:
    """The twin: the same wish, the same turn; a run that is no backfill goes on to its end."""
    child = backfill(paper, archive, past=past, turn=turn)
    until(lambda: len(paper.asked()) > 5)
    turns.want(archive.state, "gazette", "poll")
    assert child.wait().finish == "finished"


def test_a_backfill_gives_its_place_back_after_its_turn_and_goes_on(paper: Gazette, archive: Archive) -> None:
    report = backfill(paper, archive, turn=2.0).wait()
    assert (report.finish, report.complete) == (turns.HANDED_OVER, False)
    whole = crawl(gazette(), to=archive, since=DAY, past=True, turn=3.0, **paper.options)
    assert (whole.finish, whole.complete) == ("finished", True)
    assert whole.counts["fetched"] + report.counts.get("fetched", 0) == PER_DAY
    assert doubled(paper) == []


def test_while_a_run_waits_no_backfill_takes_the_site(paper: Gazette, archive: Archive) -> None:
    turns.want(archive.state, "gazette", "scheduled__1")
    child = backfill(paper, archive, wait=0.0)
    with pytest.raises(LeaseBusy, match="wanted by scheduled__1"):
        child.wait()
    assert paper.log == []


def test_a_backfill_that_starts_while_a_run_waits_starts_after_it(paper: Gazette, archive: Archive) -> None:
    """Its twin is the test before: with no patience it gives up."""
    turns.want(archive.state, "gazette", "scheduled__1")
    child = backfill(paper, archive, wait=60.0, limit=1)
    time.sleep(6)
    assert paper.log == []
    assert child.returncode is None
    turns.got(archive.state, "gazette", "scheduled__1")
    (waiting,) = [event["why"] for event in child.lines() if event["event"] == "waiting"]
    assert "wanted by scheduled__1" in waiting
    assert child.wait().counts["fetched"] == 1


@pytest.mark.parametrize("since", [DAY, "2026-01-06"])
def test_between_two_days_a_backfill_waits_as_long_as_the_run_that_wants_the_site(
    paper: Gazette, archive: Archive, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    """The twin begins with the wanted day: a backfill that has done nothing yet says so and ends."""
    second = Unit.of("gazette", intervals(gazette(), "2026-01-06", None, "days")[0])
    given_up: list[LeaseBusy] = []

    def run(job: Job, progress: Any) -> CrawlReport:
        if job.unit == second and not given_up:
            turns.want(archive.state, "gazette", "poll")
        try:
            return run_job(job, progress)
        except LeaseBusy as e:
            given_up.append(e)
            turns.got(archive.state, "gazette", "poll")
            raise

    monkeypatch.setattr(sys.modules[crawl.__module__], "run_job", run)
    days = {"since": since, "until": "2026-01-07", "wait": 0.0, "past": True}
    if since == DAY:
        assert crawl(gazette(), to=archive, **days, **paper.options).complete  # type: ignore[arg-type]
        assert len(paper.asked("/2026/story")) == 2 * PER_DAY
    else:
        with pytest.raises(LeaseBusy, match="wanted by poll"):
            crawl(gazette(), to=archive, **days, **paper.options)  # type: ignore[arg-type]
    assert len(given_up) == 1


def test_a_wish_ends_with_its_run_or_after_its_time(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns.want(archive.state, "gazette", "a")
    turns.got(archive.state, "gazette", "somebody else")
    assert turns.wanted(archive.state, "gazette") == "a"
    turns.got(archive.state, "gazette", "a")
    assert turns.wanted(archive.state, "gazette") is None
    monkeypatch.setattr(turns, "LASTS", timedelta(seconds=-1))
    turns.want(archive.state, "gazette", "b")
    assert turns.wanted(archive.state, "gazette") is None
