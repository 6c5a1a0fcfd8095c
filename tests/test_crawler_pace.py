"""Politeness in time, what a site's refusals mean, and that nothing is fetched past the archive."""

import asyncio
import gzip
import itertools
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings
from web_server import Answer, Request, WebServer

from pipelines.archive import open_archive
from pipelines.archive.manifests import load_manifest
from pipelines.archive.unit import Unit
from pipelines.errors import ConfigError
from spiders.crawl import Job, archive_urls, crawl
from spiders.crawler.blocked import SIGNS, BlockSigns, Sight, challenge, sign
from spiders.crawler.handler import PATH, require_capture
from spiders.crawler.pace import LONGEST_WAIT, SLOWEST, Host, backoff, retry_after
from spiders.crawler.settings import settings
from spiders.crawler.spider import Outcome

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = "2026-01-05"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("120", 120), (" 7 ", 7), ("Mon, 05 Jan 2026 12:00:30 GMT", 30),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0), ("Monday, 05-Jan-26 12:01:00 GMT", 60), (None, None), ("", None),
        ("soon", None), ("-5", None), ("1.5", None), ("9" * 400, 10**9),
    ],
)  # fmt: skip
def test_what_a_retry_after_says(value: str | None, seconds: float | None) -> None:
    found = retry_after(value, NOW)
    assert found == seconds if seconds != 10**9 else (found or 0) > LONGEST_WAIT


@given(st.text(max_size=60))
def test_any_retry_after_is_read_or_left(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0


@given(st.integers(1, 60), st.floats(0, 3600))
def test_backoff_grows_from_the_pace_and_has_an_end(attempt: int, delay: float) -> None:
    assert min(delay, LONGEST_WAIT) <= backoff(attempt, delay) <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("statuses", "blocked"),
    [
        ([403] * SIGNS, True),
        ([429] * SIGNS, True),
        ([403] * (SIGNS - 1), False),
        ([200] * 12 + [403] * SIGNS, False),  # not yet half of the last twenty
        ([200] * 12 + [403] * 10, True),
        ([200, 200, 403] * 30, False),
        ([404, 410, 500, 503] * 20, False),
        ([200] * 20 + [500] * 17, False),
        ([200] * 20 + [500] * 18, True),  # a sudden end of all answers
        ([404] * 40, False),  # says something about pages, not about us
    ],
)
def test_when_a_site_is_taken_to_refuse_us(statuses: list[int], blocked: bool) -> None:
    signs = BlockSigns()
    seen = [Sight(url="https://a.example/", status=status, sign=sign(status, (), b"")) for status in statuses]
    assert [signs.see(sight) for sight in seen][-1] is blocked


CLOUDFLARE = b"<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "challenged"),
    [
        (403, (("CF-Mitigated", "challenge"),), b"", True),
        (202, (("x-amzn-waf-action", "challenge"),), b"", True),
        (403, (), CLOUDFLARE, True),
        (503, (("Content-Encoding", "gzip"),), gzip.compress(CLOUDFLARE, mtime=0), True),
        (200, (), CLOUDFLARE, True),
        (200, (), b"<script src=https://ct.captcha-delivery.com/c.js></script>", True),
        (200, (), CLOUDFLARE + b"<p>A whole article about challenge pages.</p>" * 400, False),  # the twin
        (403, (), b"<p>For subscribers only</p>", False),
        (302, (), CLOUDFLARE, False),
    ],
)
def test_a_challenge_is_told_by_its_marks(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, challenged: bool
) -> None:
    assert (challenge(status, headers, body) is not None) is challenged


def test_a_challenge_that_comes_with_200_is_no_article_and_ends_the_run_with_evidence(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 30)) as paper:
        paper.answers = {s.path: lambda: Answer(body=CLOUDFLARE) for s in paper.listed}
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
    assert (report.finish, report.complete) == ("blocked", False)
    assert report.counts.get("fetched") is None
    manifest = load_manifest(open_archive(tmp_path / "archive"), report.manifest or "")
    evidence = manifest.stats["blocked"]
    assert len(evidence) == SIGNS
    assert evidence[0]["sign"] == "challenge (_cf_chl_opt)"
    assert evidence[0]["record"] in {e.where.record_id for e in manifest.ledger if e.where}


@pytest.mark.parametrize(
    ("latencies", "well", "delays"),
    [
        ([4.0], True, [4.0]),
        ([4.0, 0.1, 0.1, 0.1], True, [4.0, 2.05, 2.0, 2.0]),  # comes down slowly, and never below the floor
        ([4.0, 0.01], False, [4.0, 4.0]),  # a quick error makes nobody quicker
        ([500.0], True, [SLOWEST]),
    ],
)
def test_the_pace_follows_the_time_a_host_takes(
    latencies: list[float], well: bool, delays: list[float]
) -> None:
    host = Host(name="a.example", delay=2.0, floor=2.0, turns=asyncio.Semaphore(1))
    found = []
    for latency in latencies:
        host.heed(latency, well)
        found.append(round(host.delay, 3))
    assert found == delays


@given(st.lists(st.tuples(st.floats(0, 1000), st.booleans()), max_size=50), st.floats(1, 100))
def test_no_latency_leads_below_the_floor(answers: list[tuple[float, bool]], floor: float) -> None:
    host = Host(name="a.example", delay=floor, floor=floor, turns=asyncio.Semaphore(1))
    for latency, well in answers:
        host.heed(latency, well)
        assert host.delay >= floor


def test_a_slow_host_is_asked_less_often(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3), delay=1.0) as paper:
        site = gazette(YAML.replace("connected: 0", "connected: 0.05"))
        crawl(site, to=tmp_path / "archive", since=DAY, **paper.options)
        at = [t for t, line in zip(times(paper), paper.log, strict=True) if "story" in line["path"]]
    assert min(b - a for a, b in itertools.pairwise(at[1:])) > 1.0


def times(paper: Gazette) -> list[float]:
    return [datetime.fromisoformat(line["arrived"]).timestamp() for line in paper.log]


@pytest.mark.parametrize(("robots", "least"), [(b"", 0.6), (b"User-agent: *\nCrawl-delay: 1.2\n", 1.2)])
def test_requests_to_a_host_are_spaced_by_its_pace_or_what_it_asks(
    tmp_path: Path, robots: bytes, least: float
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        paper.answers["/robots.txt"] = lambda: Answer(body=robots, media_type="text/plain")
        site = gazette(YAML.replace("connected: 0", "connected: 0.6"))
        crawl(site, to=tmp_path / "archive", since="2026-01-05", **paper.options)
        found = times(paper)
    gaps = [b - a for a, b in itertools.pairwise(found)]
    assert len(gaps) == 6
    assert min(gaps) > least / 2  # a busy server may take note of a request late, and of the next one not


def test_without_a_pace_they_are_not(tmp_path: Path) -> None:
    """The twin: the same crawl of a host for which the floor is lifted."""
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        crawl(gazette(), to=tmp_path / "archive", since="2026-01-05", **paper.options)
        found = times(paper)
    assert min(b - a for a, b in itertools.pairwise(found)) < 0.25


def test_many_hosts_are_asked_at_the_same_time_each_in_turn(tmp_path: Path) -> None:
    busy: dict[str, int] = defaultdict(int)
    most: dict[str, int] = defaultdict(int)

    def respond(request: Request) -> Answer:
        busy[request.host] += 1
        most[request.host] = max(most[request.host], busy[request.host])
        most["all"] = max(most["all"], sum(busy.values()))
        time.sleep(0.1)
        busy[request.host] -= 1
        return Answer(body=b"", media_type="text/plain")

    with WebServer(tmp_path / "web", respond) as web:
        urls = [f"http://h{n}.example/{page}" for n in range(12) for page in range(3)]
        connect = f":80:127.0.0.1:{web.ports.http}"
        report = archive_urls(urls, to=tmp_path / "archive", pace=0, connect_to=connect)
    together = most.pop("all")
    assert report.counts == {"fetched": 36}
    assert set(most.values()) == {1}
    assert 4 <= together <= 8


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_another_download_handler_is_refused(scheme: str) -> None:
    job = Job(unit=Unit(site="_", span="kept/x"), kind="kept", archive="a", spool="s")
    ours = Settings(settings(job, most_bytes=1, verify=True))
    require_capture(ours)
    ours["DOWNLOAD_HANDLERS"][scheme] = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    with pytest.raises(ConfigError, match=f"{scheme}.*not be archived"):
        require_capture(ours)
    with pytest.raises(ConfigError, match="data"):
        require_capture(Settings({"DOWNLOAD_HANDLERS": {"http": PATH, "https": PATH}}))


def test_a_crawl_that_never_began_covers_nothing() -> None:
    assert not Outcome().complete


def test_what_starts_a_crawl_loads_no_scrapy() -> None:
    code = (
        "import sys, spiders.crawl; print([m for m in ('scrapy', 'twisted', 'airflow') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_job_survives_the_way_to_its_child_and_hides_its_secret() -> None:
    from pipelines.archive import Keys

    keys = Keys(access="a", secret="hidden", endpoint="http://127.0.0.1:1")
    job = Job(unit=Unit(site="x", span="kept/y"), kind="kept", archive="s3://archive", spool="s", keys=keys)
    assert Job.read(job.line()) == job
    assert job.line().count(b"\n") == 1
    assert "hidden" not in repr(job)
    with pytest.raises(ConfigError, match="not a crawl job"):
        Job.read(b"{}\n")
