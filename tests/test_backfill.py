"""A backfill does what its plan says: all that the sources know, each article in its day, and nothing twice."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, Story, gazette, stories
from invented import body
from live import SITES, Newspapers
from measured import note
from moments import SOAK
from web_server import Answer

from pipelines.archive import Archive, open_archive
from pipelines.archive.check import check
from pipelines.archive.ledger import SETTLED
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, manifests
from pipelines.archive.unit import Unit
from spiders.crawl import CrawlReport, crawl
from spiders.crawler.holdings import recall
from spiders.plan import Plan, plan, plans
from spiders.plan_report import report
from spiders.site import Site

pytestmark = pytest.mark.timeout(7200 if SOAK else 1800)
DAYS = 40
UNTIL = date(2026, 1, 10)
SINCE = UNTIL - timedelta(days=DAYS - 1)
AFTER = UNTIL + timedelta(days=1)
AGAIN = 40 if SOAK else 5
"""Days of the second run."""
PAPERS = ("umibe", "herald") if SOAK else ("umibe",)
DAY = "2026-01-05"
HOUR = timedelta(hours=1)


class Past:
    """The demo papers, one of them backfilled over all its forty days after a plan."""

    def __init__(self, press: Newspapers, name: str, folder: Path) -> None:
        self.press, self.name, self.archive = press, name, open_archive(folder)
        self.site = Site.load(name, [SITES])
        self.options = {"connect_to": press.ports["connect_to"], "ca_file": press.folder / "ca.pem"}
        if (
            self.site.requisites != "none"
        ):  # what pages need to be shown costs requests that only history tells
            self.crawl(AFTER - timedelta(days=7), AFTER)
        start = len(press.answers())
        self.plan = plan(self.site, to=self.archive, since=SINCE, until=AFTER, **self.options)
        self.looked = len(press.answers()) - start
        self.report = self.crawl(SINCE, AFTER)
        self.asked = press.answers()[start + self.looked :]

    def crawl(self, since: date, until: date) -> CrawlReport:
        return crawl(self.site, to=self.archive, since=since, until=until, past=True, **self.options)

    @property
    def ledger(self) -> list[dict[str, Any]]:
        """What the paper printed."""
        return [a for a in self.press.ledger() if a["paper"] == self.name and a["day"] >= str(SINCE)]

    @property
    def units(self) -> dict[str, Manifest]:
        """The last manifest of each day."""
        return {m.unit.span: m for m in manifests(self.archive, self.name) if m.kind == "days"}


@pytest.fixture(scope="module", params=PAPERS)
def past(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    folder = tmp_path_factory.mktemp(request.param)
    press = Newspapers(folder / "web", "--until", str(UNTIL))
    try:
        yield Past(press, request.param, folder / "archive")
    finally:
        press.stop()


def test_all_that_the_sources_can_know_is_had(past: Past) -> None:
    known = recall(past.archive, past.name)
    wanted = {a["url"] for a in past.ledger}
    assert wanted - known.settled.keys() == set()
    ends = Counter(known.settled[url].end for url in wanted)
    truth = Counter({"gone": "gone", "moved": "moved"}.get(a["kind"], "fetched") for a in past.ledger)
    assert ends == truth
    assert past.report.complete
    note("test", f"backfill of 40 days, {past.name}", f"{len(wanted)} of {len(wanted)} articles")


def test_no_article_is_in_a_wrong_day(past: Past) -> None:
    by_day = {a["url"]: a["day"] for a in past.ledger}
    units = past.units
    assert len(units) == DAYS
    wrong = []
    for day, interval in zip(range(DAYS), past.site.days(SINCE, AFTER), strict=True):
        manifest = units[Unit.of(past.name, interval).span]
        local = str(SINCE + timedelta(days=day))
        own = [e.url for e in manifest.ledger if e.end in SETTLED and e.url in by_day]
        wrong += [(url, local) for url in own if by_day[url] != local]
    assert wrong == []


def test_requests_are_within_a_twentieth_of_the_plan(past: Past) -> None:
    planned, made = past.plan.total.requests, len(past.asked)
    assert past.plan.discovery == past.looked
    assert past.report.requests == made
    assert abs(made - planned) <= 0.05 * planned
    note("test", f"plan and run of 40 days, {past.name}", f"{planned} requests planned, {made} made")


def test_the_run_asks_no_source_again_that_its_plan_has_read(past: Past) -> None:
    articles = {url for a in past.ledger for url in (a["url"], a["final_url"]) if url}
    asked = {f"https://{a['host']}{a['path']}" for a in past.asked}
    others = {url for url in asked - articles if "/img/" not in url and "/assets/" not in url}
    assert others == set()


def test_a_second_run_asks_for_no_article(past: Past) -> None:
    before = len(past.press.answers())
    again = past.crawl(AFTER - timedelta(days=AGAIN), AFTER)
    articles = {a["url"].partition("example")[2] for a in past.ledger}
    assert again.complete
    assert [a["path"] for a in past.press.answers()[before:] if a["path"] in articles] == []
    assert "fetched" not in again.counts


def test_what_came_of_the_plan_is_all_of_it(past: Past) -> None:
    rows = report(past.site, to=past.archive, since=SINCE, until=AFTER)
    assert {row.share for row in rows} == {1.0}
    assert [row.missed for row in rows if row.missed] == []
    assert sum(row.had for row in rows) == past.plan.total.to_fetch + past.plan.total.held


def test_nothing_was_asked_for_twice_and_the_archive_is_whole(past: Past) -> None:
    articles = {a["url"].partition("example")[2] for a in past.ledger}
    asked = Counter((a["host"], a["path"]) for a in past.press.answers() if a["path"] in articles)
    assert [place for place, n in asked.items() if n > 1 and place[0].startswith(past.name)] == []
    assert list(check(past.archive)) == []


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive")


def planned(paper: Gazette, archive: Archive, yaml: str = YAML, until: str | None = None) -> Plan:
    return plan(gazette(yaml), to=archive, since=DAY, until=until, **paper.options)


def paths(paper: Gazette) -> list[str]:
    return [line["path"] for line in paper.log]


def test_a_plan_tells_what_is_known_held_and_forbidden_and_asks_for_no_article(
    tmp_path: Path, archive: Archive
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 6)) as paper:
        paper.answers["/robots.txt"] = lambda: Answer(body=b"User-agent: *\nDisallow: /2026/story-005\n")
        crawl(gazette(), to=archive, since=DAY, limit=2, **paper.options)
        before = len(paper.log)
        found = planned(paper, archive)
        assert paper.asked()[2:] == []
        assert found.discovery == len(paper.log) - before
    (day,) = found.days
    assert (day.known, day.held, day.to_fetch, day.forbidden, day.requests) == (6, 2, 3, 1, 3)
    assert found.costs.runs == 1
    assert plans(archive, "gazette") == (found,)


def test_days_of_a_plan_are_the_days_of_its_runs(tmp_path: Path, archive: Archive) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 6, 12 * HOUR)) as paper:
        found = planned(paper, archive, until="2026-01-09")
        done = crawl(gazette(), to=archive, since=DAY, until="2026-01-09", past=True, **paper.options)
    fetched = [sum(e.end == "fetched" for e in load_manifest(archive, key).ledger) for key in done.manifests]
    assert [day.to_fetch for day in found.days] == fetched == [2, 2, 2, 0]
    assert found.total.requests == done.requests


def test_a_plan_of_a_slow_site_says_how_long_it_takes(tmp_path: Path, archive: Archive) -> None:
    slow = YAML.replace("connected: 0", "connected: 0.5")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 80)) as paper:
        found = planned(paper, archive, slow)
    assert found.total.minutes == pytest.approx(80 * 0.5 * 1.125 / 60)


def test_a_run_for_a_day_that_was_not_over_when_its_sources_were_read_asks_them_again(
    tmp_path: Path, archive: Archive
) -> None:
    """The twin of sharing: an answer from before midnight cannot know what came after it."""
    today = gazette().local_day(datetime.now(UTC))
    with Gazette(tmp_path / "web", stories(datetime.now(UTC) - HOUR, 2, timedelta(minutes=1))) as paper:
        for _ in range(2):
            crawl(gazette(), to=archive, since=today, past=True, **paper.options)
        assert paths(paper).count("/rss.xml") == 2


@pytest.mark.parametrize("past", [True, False])
def test_only_a_backfill_takes_what_a_source_said_a_moment_ago(
    past: bool, tmp_path: Path, archive: Archive
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        for _ in range(2):
            crawl(gazette(), to=archive, since=DAY, past=past, **paper.options)
        assert paths(paper).count("/rss.xml") == (1 if past else 2)


def test_an_error_of_a_source_is_never_taken_for_its_answer(tmp_path: Path, archive: Archive) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        paper.answers["/rss.xml"] = lambda: Answer(status=500)
        broken = crawl(gazette(), to=archive, since=DAY, past=True, **paper.options)
        del paper.answers["/rss.xml"]
        mended = crawl(gazette(), to=archive, since=DAY, past=True, **paper.options)
    assert (broken.complete, mended.complete, mended.counts["fetched"]) == (False, True, 2)


@pytest.mark.parametrize("heard", [True, False])
def test_what_a_feed_has_forgotten_is_found_in_the_ledgers_of_earlier_runs(
    heard: bool, tmp_path: Path, archive: Archive
) -> None:
    """The twin: nobody heard it while the feed still said it."""
    told = Story(path="/2026/forgotten", published=MIDNIGHT + HOUR)
    with Gazette(tmp_path / "web", [told] if heard else []) as paper:
        paper.paths.add("/2026/forgotten")
        crawl(gazette(), to=archive, since="2026-01-08", **paper.options)  # another day: it is outside
        assert paper.asked() == []
        paper.listed = []
        found = planned(paper, archive)
        crawl(gazette(), to=archive, since=DAY, past=True, **paper.options)
        assert paper.asked() == (["/2026/forgotten"] if heard else [])
    assert found.total.known == (1 if heard else 0)


def test_a_backfill_takes_no_revisits_and_a_scheduled_run_does(tmp_path: Path, archive: Archive) -> None:
    yaml = YAML + "revisit: [1h]\n"
    later = datetime.now(UTC) + timedelta(minutes=61)
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        crawl(gazette(yaml), to=archive, since=DAY, **paper.options)
        for past, asked in ((True, 3), (False, 6)):
            crawl(gazette(yaml), to=archive, since="2026-01-08", past=past, now=later, **paper.options)
            assert len(paper.asked()) == asked


def test_a_failed_day_stops_no_other_and_can_be_done_alone(tmp_path: Path, archive: Archive) -> None:
    yaml = YAML.replace("  - front: /\n", "  - dated: /{yyyy}/{mm}/{dd}/\n")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 6, 12 * HOUR)) as paper:
        for day in ("05", "06", "07"):
            paper.answers[f"/2026/01/{day}/"] = lambda: Answer(body=b"<p>nothing but the feed</p>")
        paper.answers["/2026/01/06/"] = lambda: Answer(status=500)
        done = crawl(gazette(yaml), to=archive, since=DAY, until="2026-01-08", past=True, **paper.options)
        complete = [load_manifest(archive, key).complete for key in done.manifests]
        assert complete == [True, False, True]
        paper.answers["/2026/01/06/"] = lambda: Answer(body=b"<p>back</p>")
        before = len(paper.asked("/2026/story"))
        alone = crawl(gazette(yaml), to=archive, since="2026-01-06", past=True, **paper.options)
        assert alone.complete
        assert len(paper.asked("/2026/story")) == before == 6


def test_overlapping_ranges_and_a_poll_between_ask_for_each_article_once(
    tmp_path: Path, archive: Archive
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 40, 3 * HOUR), delay=0.02) as paper:

        def backfill(since: str, until: str) -> None:
            crawl(gazette(), to=archive, since=since, until=until, past=True, wait=300, **paper.options)

        both = [
            threading.Thread(target=backfill, args=span)
            for span in (("2026-01-05", "2026-01-08"), ("2026-01-06", "2026-01-10"))
        ]
        for thread in both:
            thread.start()
        crawl(
            gazette(), to=archive, kind="poll", since="2026-01-09T10:00", until="2026-01-09T11:00", wait=300,
            **paper.options,
        )  # fmt: skip
        for thread in both:
            thread.join(600)
        asked = Counter(paper.asked("/2026/story"))
    assert set(asked.values()) == {1}
    assert len(asked) == 40
    assert list(check(archive)) == []


def coranto(paper: Gazette, folder: Path, *words: str) -> str:
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    (sites / "gazette.yaml").write_text(YAML)
    env = {
        "PATH": "/usr/bin:/bin", "HOME": str(folder), "CORANTO_SITES": str(sites),
        "CORANTO_CONNECT_TO": paper.options["connect_to"], "CORANTO_CA_FILE": str(paper.options["ca_file"]),
    }  # fmt: skip
    command = [str(Path(sys.executable).parent / "coranto"), "--at", str(folder / "archive"), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told_in_full(folder: Path, listed: list[Story]) -> Gazette:
    """A paper whose stories are articles."""
    paper = Gazette(folder, listed)
    for story in listed:
        text = body(title=f"The ferry of {story.published:%d %B, %H} hours sails again")
        paper.answers[story.path] = partial(Answer, body=text)
    return paper


def test_the_command_shows_the_plan_and_then_what_came_of_it(tmp_path: Path) -> None:
    span = ("gazette", "--since", "2026-01-05", "--until", "2026-01-07")
    with told_in_full(tmp_path / "web", stories(MIDNIGHT, 4, 12 * HOUR)) as paper:
        table = coranto(paper, tmp_path, "plan", *span)
        assert "2026-01-06" in table
        assert "a guess" in table
        before = len(paper.log)
        told = json.loads(coranto(paper, tmp_path, "plan", *span, "--json"))
        assert len(paper.log) == before  # the first plan's answers are there
        read = "select count(*) as n from captures where unit like 'plans/%'"
        assert json.loads(coranto(paper, tmp_path, "sql", read, "--json"))["n"] > 0
        assert told["total"]["to_fetch"] == 4
        kept = json.loads(coranto(paper, tmp_path, "crawl", *span, "--no-clean"))
        assert len(paper.log) == before + 4
        assert "articles" not in kept
        cleaned = json.loads(coranto(paper, tmp_path, "crawl", *span))
        assert (cleaned["articles"], len(paper.log)) == (4, before + 4)
        assert coranto(paper, tmp_path, "count").strip() == "4"
        lines = coranto(paper, tmp_path, "plan", *span, "--report", "--json").splitlines()
        assert "100%" in coranto(paper, tmp_path, "plan", *span, "--report")
    assert [(json.loads(line)["had"], json.loads(line)["share"]) for line in lines] == [(2, 1.0), (2, 1.0)]


def test_a_page_that_is_kept_by_its_address_is_found_at_once(tmp_path: Path) -> None:
    with told_in_full(tmp_path / "web", stories(MIDNIGHT, 1, HOUR)) as paper:
        (tmp_path / "urls").write_text(paper.listed[0].url)
        told = coranto(paper, tmp_path, "archive", "--urls", str(tmp_path / "urls"), "--allow-private")
        assert json.loads(told)["articles"] == 1
        assert coranto(paper, tmp_path, "count").strip() == "1"
