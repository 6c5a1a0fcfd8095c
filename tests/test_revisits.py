"""Articles are asked for again as they age: edits become versions, removals are noted, errors replace nothing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from corpus_unit import Memory, add, unit_of
from corpus_unit import Story as Page
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from demo_papers import HERALD, PAPERS, Article
from demo_server import newsstand
from hypothesis import given
from hypothesis import strategies as st
from web_server import Answer, Ports, Request, WebServer, conditional, connect_to

from pipelines.archive import open_archive
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest, manifests
from pipelines.corpus import Corpus
from spiders.crawl import CrawlReport, crawl
from spiders.crawler.known import History, Known, known
from spiders.crawler.revisits import due, step
from spiders.site import Site

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGES = (HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY)
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def seen(*captures: timedelta) -> History:
    return History(first=NOW + captures[0], last=NOW + captures[-1], manifests=())


@pytest.mark.parametrize(
    ("captures", "after", "age"),
    [
        ((0 * HOUR,), 59 * HOUR / 60, None),
        ((0 * HOUR,), HOUR, HOUR),
        ((0 * HOUR,), 2 * HOUR, HOUR),
        ((0 * HOUR,), 3 * HOUR, None),  # an hour's look two hours late says little; the next is at six
        ((0 * HOUR, 1.5 * HOUR), 5 * HOUR, None),
        ((0 * HOUR, 1.5 * HOUR), 6 * HOUR, 6 * HOUR),
        ((0 * HOUR,), DAY, DAY),  # of three that were missed one
        ((0 * HOUR, DAY), 30 * HOUR, None),
        ((0 * HOUR, DAY), 8 * DAY, 7 * DAY),
        ((0 * HOUR,), 40 * DAY, 30 * DAY),
        ((0 * HOUR,), 61 * DAY, None),  # an old stock does not fall due when the key is first written
        ((0 * HOUR, 30 * DAY), 400 * DAY, None),
    ],
)
def test_an_article_is_due_once_at_each_age(
    captures: tuple[timedelta, ...], after: timedelta, age: timedelta | None
) -> None:
    assert step(seen(*captures), AGES, NOW + after) == age


@given(st.lists(st.integers(1, 300), min_size=1, max_size=300))
def test_no_schedule_of_runs_asks_more_often_than_the_ages_say(gaps: list[int]) -> None:
    history, now, asked = seen(0 * HOUR), NOW, 0
    for gap in gaps:
        now += gap * HOUR / 4
        if step(history, AGES, now):
            history, asked = History(first=history.first, last=now, manifests=()), asked + 1
    assert asked <= len([age for age in AGES if history.first + age <= now])


def entry(path: str, end: Any = "fetched", status: int = 200) -> Entry:
    return Entry(url=f"https://gazette.example/2026/{path}", end=end, status=status)


def test_what_is_removed_moved_or_no_article_is_left_alone_and_the_longest_waiting_comes_first() -> None:
    site = gazette(f"{YAML}revisit: [1h, 1d]\n")
    entries = [
        entry("a"), entry("b"), entry("gone", "gone", 410), entry("law", "gone", 451), entry("lost", "gone", 404),
        entry("moved", "moved", 301), Entry(url="https://gazette.example/about", end="fetched"),
    ]  # fmt: skip
    settled = {e.url: e for e in entries}
    histories = {url: seen(-n * HOUR / 60) for n, url in enumerate(settled)}
    found = due(site, Known(settled=settled, histories=histories), NOW + HOUR)
    assert [one.entry.url.rpartition("/")[2] for one in found] == ["lost", "b", "a"]
    assert {one.entry.end for one in found} == {"waiting"}
    assert found[0].entry.note == "asked again, 1 h after its first capture"
    assert due(gazette(), Known(settled=settled, histories=histories), NOW + HOUR) == []


# The demo newspapers

LAST = date(2026, 1, 20)


class Herald:
    """The Herald as it is served, with some addresses answered otherwise, and its crawls into one archive."""

    def __init__(self, folder: Path) -> None:
        self.stand = newsstand(folder / "web", LAST, None)
        self.folder = folder
        self.other: dict[str, Answer] = {}
        self.server = WebServer(folder / "web", self.respond, Ports())
        text = (Path(__file__).parent / "demo_sites" / "herald.yaml").read_text()
        text = text.replace("requisites: article", "revisit: [1h, 1d]")
        self.site = Site.parse("herald", text.encode())

    def respond(self, request: Request) -> Answer:
        return self.other.get(f"https://{request.host}{request.target}") or self.stand.respond(request)

    def crawl(self, after: timedelta) -> tuple[CrawlReport, dict[str, Entry]]:
        report = crawl(
            self.site,
            to=self.folder / "archive",
            since=LAST,
            now=datetime.now(UTC) + after,
            connect_to=connect_to(tuple(p.host for p in PAPERS), self.server.ports),
            ca_file=self.folder / "web" / "ca.pem",
        )
        ledger = load_manifest(open_archive(self.folder / "archive"), report.manifest or "").ledger
        return report, {
            e.url: e for e in ledger if "/print/" not in e.url and e.end not in ("outside", "unwanted")
        }

    def plain(self) -> list[Article]:
        """Articles of the day that stay as they are."""
        now = self.stand.clock()
        printed = self.stand.press.of(HERALD, now)
        return [a for a in printed if a.day == LAST and a.kind == "article" and len(a.versions) == 1]


WORDS = {"gone": 410, "missing": 404, "broken": 500, "empty": 200}


def test_edits_become_versions_removals_are_noted_and_errors_replace_nothing(tmp_path: Path) -> None:
    herald = Herald(tmp_path)
    with herald.server:
        first, before = herald.crawl(0 * HOUR)
        edited = {str(a.final_url) for a in herald.stand.edit(HERALD, LAST, 2)}
        kept = [str(a.final_url) for a in herald.plain() if a.final_url not in edited]
        odd = dict(zip(WORDS, kept, strict=False))
        body = b"<html><title>404</title><h1>Page not found</h1><p>Sorry, this page does not exist.</p>"
        herald.other = {odd[word]: Answer(status=status, body=body) for word, status in WORDS.items()}
        second, after = herald.crawl(HOUR + HOUR / 10)
        _, later = herald.crawl(DAY + HOUR)
    assert (first.complete, second.complete) == (True, True)
    assert {after[url].end for url in edited} == {"fetched"}
    assert {word: after[url].end for word, url in odd.items()} == {
        "gone": "gone", "missing": "gone", "broken": "failed", "empty": "fetched",
    }  # fmt: skip
    pages = [url for url, e in before.items() if e.end == "fetched"]
    unchanged = {url for url in pages if after[url].end == "held" and after[url].status == 304}
    assert unchanged == set(pages) - edited - set(odd.values())
    assert later[odd["gone"]].where is None  # 410 is final
    assert later[odd["missing"]].status == 404
    in_corpus(herald, [first, second], edited, odd)
    assert list(check(open_archive(tmp_path / "archive"))) == []


def in_corpus(herald: Herald, reports: list[CrawlReport], edited: set[str], odd: dict[str, str]) -> None:
    """What the views say after both runs."""
    corpus = Corpus.open(herald.folder / "archive")
    for report in reports:
        corpus.add(report.manifest or "")
    rows = corpus.sql("select url, text from versions").to_pylist()
    versions = Counter(row["url"] for row in rows)
    assert {url for url, count in versions.items() if count > 1} == edited
    current = {row["url"]: row["text"] for row in corpus.sql('select url, text from "current"').to_pylist()}
    printed = {str(a.final_url): a for a in herald.stand.press.articles}
    for url in edited:
        stories = [version.story for version in printed[url].versions]
        assert stories[-1].body[0] in current[url] or stories[-1].body[-1] in current[url]
    for url in odd.values():
        assert printed[url].versions[-1].story.body[-1] in current[url]
    rejected = {r["url"]: r["reason"] for r in corpus.sql("select url, reason from rejected").to_pylist()}
    assert {word: rejected.get(url) for word, url in odd.items()} == {
        "gone": "error_status", "missing": "error_status", "broken": None, "empty": "soft_404",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("end", "stands"), [("failed", "The harbour reopens."), ("fetched", "Internal error 500")]
)
def test_an_error_page_replaces_the_text_only_if_it_is_taken_for_the_page(
    end: Any, stands: str, tmp_path: Path
) -> None:
    """The twin: were the answer cleaned like a page, the last good text would be gone."""
    memory, unit = Memory(), unit_of()
    corpus = Corpus.open(tmp_path)
    told = [
        memory.attempt(unit, [Page(path="a", text=text, minute=n)], number=n)
        for n, text in enumerate(("The harbour reopens.", "Internal error 500"), 1)
    ]
    told[1] = replace(told[1], ledger=tuple(replace(e, end=end) for e in told[1].ledger))
    add(corpus, memory, *told)
    assert corpus.sql('select text from "current"').to_pylist() == [{"text": stands}]


# What is new comes first


class Remembering(Gazette):
    """Gives every story an ETag, and says 304 to whoever has it."""

    def respond(self, request: Request) -> Answer:
        answer = super().respond(request)
        if not request.target.startswith("/2026/"):
            return answer
        return conditional(request, answer, modified=MIDNIGHT, etag='"1"')


def poll(paper: Gazette, folder: Path, after: timedelta, **options: Any) -> CrawlReport:
    site = gazette(f"{YAML}revisit: [1h]\ncaps: {{revisits: 3}}\n")
    span = {"since": "2026-01-05T10:00", "until": "2026-01-05T11:00", "kind": "poll"}
    return crawl(site, to=folder, now=datetime.now(UTC) + after, **span, **paper.options, **options)  # type: ignore[arg-type]


def test_what_is_new_comes_first_and_a_run_asks_again_for_so_many_only(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", stories(MIDNIGHT, 5)) as paper:
        poll(paper, to, 0 * HOUR)
        old = set(paper.asked())
        paper.listed = stories(MIDNIGHT, 7)
        paper.paths = {story.path for story in paper.listed}
        report = poll(paper, to, HOUR + HOUR / 60)
        assert (report.complete, report.counts["fetched"]) == (True, 2)
        stats = load_manifest(open_archive(to), report.manifest or "").stats
        assert stats["revisits"] == {"due": 6, "taken": 3}
        now = paper.asked()[len(old) :]
    assert now[:2] == ["/2026/story-005", "/2026/story-006"]
    assert now[2:] == ["/2026/story-000", "/2026/story-001", "/2026/story-002"]  # of six that are due three
    histories = known(manifests(open_archive(to), "gazette")).histories
    assert len(histories) == 8
    assert list(check(open_archive(to))) == []


@pytest.mark.parametrize("options", [{"limit": 50}, {"refetch": True}])
def test_a_try_and_a_refetch_ask_for_nothing_besides(options: dict[str, Any], tmp_path: Path) -> None:
    with Remembering(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        poll(paper, tmp_path / "archive", 0 * HOUR)
        paper.listed = []
        before = len(paper.asked())
        poll(paper, tmp_path / "archive", HOUR + HOUR / 60, **options)
        assert "/2026/story-000" not in paper.asked()[before:]


def test_validators_are_found_however_old_the_capture_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the manifests that every run looks through, the article's own are read."""
    from pipelines.archive import earlier

    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        poll(paper, to, 0 * HOUR)
    monkeypatch.setattr(earlier, "REMEMBERED", 0)
    monkeypatch.setattr(earlier, "SPAN", timedelta(days=-1))
    archive = open_archive(to)
    url = paper.listed[0].url
    found = earlier.Earlier.of(archive, "gazette")
    assert found.basis(url) is None  # the twin: as a run would find it without
    for key in known(manifests(archive, "gazette")).histories[url].manifests:
        found.read(archive, key)
    basis = found.basis(url)
    assert basis is not None
    assert basis.conditions[0] == ("If-None-Match", '"1"')
