"""Polls ask a source less often that brings nothing new, and never one that does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, put_manifest
from pipelines.archive.unit import Interval, Unit
from spiders.crawl import CrawlReport, crawl
from spiders.crawler.known import Heard, known
from spiders.crawler.rests import rests

HOUR = timedelta(hours=1)
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
FEED = "https://gazette.example/rss.xml"


@pytest.mark.parametrize(
    ("silent", "asked", "rested"),
    [
        (8.0, 0.5, True), (8.0, 1.0, False), (8.0, 8.0, False), (0.5, 0.5, False), (16.0, 1.9, True),
        (16.0, 2.0, False), (2000.0, 23.0, True), (2000.0, 24.0, False),
    ],
)  # fmt: skip
def test_a_source_rests_for_an_eighth_of_its_silence_and_a_day_at_most(
    silent: float, asked: float, rested: bool
) -> None:
    heard = {FEED: Heard(asked=NOW - asked * HOUR, news=NOW - silent * HOUR)}
    assert (rests(heard, FEED, NOW) is not None) is rested
    assert rests(heard, "https://gazette.example/other", NOW) is None


def test_the_reason_says_until_when() -> None:
    heard = {FEED: Heard(asked=NOW, news=NOW - 8 * HOUR)}
    assert rests(heard, FEED, NOW) == "nothing new for 8.0 h; asked again after 2026-01-05 13:00 UTC"


@given(st.integers(1, 600), st.integers(5, 120))
def test_news_is_late_by_an_eighth_of_the_silence_and_one_poll_at_most(silent: int, every: int) -> None:
    """However often it is polled, from the moment it spoke to the poll that hears it."""
    gap, spoke = timedelta(minutes=every), NOW + silent * HOUR
    now, heard = NOW + gap, Heard(asked=NOW, news=NOW)
    while now < spoke or rests({FEED: heard}, FEED, now):
        if rests({FEED: heard}, FEED, now) is None:
            heard = replace(heard, asked=now)
        now += gap
    assert now - spoke <= min((now - NOW) / 8, timedelta(days=1)) + gap


def manifest(n: int, *entries: Entry) -> Manifest:
    start = NOW + n * HOUR
    return Manifest(
        id=f"{n:08}", unit=Unit.of("gazette", Interval(start=start, end=start + HOUR)), kind="poll",
        complete=True, finish="finished", started=start, ended=start, warcs=(), ledger=entries,
    )  # fmt: skip


def test_only_articles_that_nobody_had_announced_are_news() -> None:
    front = "https://gazette.example/"
    a = Entry(url="https://gazette.example/2026/a", end="fetched", sources=(FEED,))
    about = Entry(url="https://gazette.example/about", end="unwanted", sources=(front,))
    again = replace(a, end="held", sources=(FEED, front))
    heard = known([manifest(0, a, about), manifest(1, again, about), manifest(2, about)]).heard
    assert heard == {
        FEED: Heard(asked=NOW + HOUR, news=NOW)
    }  # the front page was never the first to announce


def poll(paper: Gazette, to: Path) -> CrawlReport:
    span = {"since": "2026-01-05T10:00", "until": "2026-01-05T11:00"}
    return crawl(gazette(), to=to, kind="poll", **span, **paper.options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days_silent", "asked"), [(2, 1), (0, 2)])
def test_a_poll_leaves_a_silent_feed_alone_and_asks_the_others(
    days_silent: int, asked: int, tmp_path: Path
) -> None:
    """The twin: a feed that spoke just now is asked by every poll."""
    archive = open_archive(tmp_path / "archive")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        if days_silent:
            told = [Entry(url=s.url, end="fetched", sources=(FEED,)) for s in paper.listed]
            start = datetime.now(UTC) - timedelta(days=days_silent)
            old = replace(manifest(0, *told), id="00000000-0000-7000-8000-000000000000", started=start)
            put_manifest(archive, old)
        reports = [poll(paper, tmp_path / "archive") for _ in range(2)]
        paths = [line["path"] for line in paper.log]
    assert all(report.complete for report in reports)
    assert (paths.count("/rss.xml"), paths.count("/")) == (asked, 2)
    stats = load_manifest(archive, reports[-1].manifest or "").stats
    assert list(stats["sources_rested"]) == ([FEED] if days_silent else [])


def test_a_run_for_days_asks_every_source(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "archive")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        told = Entry(url=paper.listed[0].url, end="fetched", sources=(FEED,))
        start = datetime.now(UTC) - timedelta(days=2)
        old = manifest(0, told), manifest(1, told)
        put_manifest(archive, replace(old[0], id="00000000-0000-7000-8000-000000000000", started=start))
        put_manifest(
            archive, replace(old[1], id="00000000-0000-7000-8000-000000000001", started=datetime.now(UTC))
        )
        crawl(gazette(), to=tmp_path / "archive", since="2026-01-05", **paper.options)
        assert "/rss.xml" in [line["path"] for line in paper.log]
