"""What a site no longer has is copied from a public archive: a real pywb, its CDX server, its files, its TimeMaps."""

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, Story, gazette, stories
from hypothesis import given
from hypothesis import strategies as st
from replay import pywb_of_wacz
from web_server import Answer, Request, WebServer

from pipelines.archive import Archive, open_archive
from pipelines.archive.check import check
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from pipelines.archive.read import page_at
from pipelines.archive.unit import Interval
from pipelines.archive.wacz import export_wacz
from pipelines.archive.warc import read_fields
from pipelines.errors import SiteError
from spiders.crawl import CrawlReport, crawl
from spiders.discover import public
from spiders.discover.archives import NAMED, PublicArchive
from spiders.plan import plan

DAY = "2026-01-05"
CDX = "  - {cdx: 'http://archive.example/news/cdx'}\n"
FILES = "  - {cdx: 'http://archive.example/news/cdx', files: 'http://files.example/'}\n"
MEMENTO = "  - {memento: 'http://archive.example/news/timemap/link/'}\n"
WARCS = "  - {warcs: 'http://files.example/{yyyy}/warc.paths', files: 'http://files.example/'}\n"


@dataclass(frozen=True, kw_only=True)
class Past:
    """A public archive that once captured the paper, and the paper as it is now."""

    archive: httpx.Client
    files: WebServer
    captured: datetime
    bodies: dict[str, bytes]
    members: dict[str, bytes]
    """The gzip member of each capture, by URL."""
    asked: list[str]


def today(captured: datetime) -> tuple[datetime, str]:
    """The local day of the captures: public archives are asked by capture date."""
    day = gazette().local_day(captured)
    return gazette().day(day).start, str(day)


def warc_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.warc.gz"))


def records(folder: Path) -> list[RawRecord]:
    found: list[RawRecord] = []
    for path in warc_files(folder):
        with path.open("rb") as stream:
            found += list(raw_records(stream, path.name))
    return found


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """Four stories, crawled by somebody, exported as WACZ and put into a pywb."""
    folder = tmp_path_factory.mktemp("past")
    with Gazette(folder / "web", stories(MIDNIGHT, 4)) as paper:
        crawl(gazette(), to=folder / "theirs", since=DAY, **paper.options)
    export_wacz(open_archive(folder / "theirs"), folder / "out.wacz")
    pages = [r for r in records(folder / "theirs") if r.record_type == "response" and "/2026/" in r.url]
    (file,) = warc_files(folder / "theirs")
    raw, asked = file.read_bytes(), list[str]()  # pywb renames it, and changes no byte
    members = {r.url: raw[r.offset or 0 : (r.offset or 0) + (r.length or 0)] for r in pages}
    (folder / "pywb").mkdir()

    def serve(request: Request) -> Answer:
        asked.append(request.target)
        if request.target.endswith("warc.paths"):
            return Answer(body=f"crawl/{file.name}\n".encode(), media_type="text/plain")
        if not request.target.endswith(".warc.gz"):
            return Answer(status=404)
        if found := re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", "")):
            part = raw[int(found[1]) : int(found[2]) + 1]
            return Answer(status=206, body=part, media_type="application/warc")
        return Answer(body=raw, media_type="application/warc")

    with (
        WebServer(folder / "files", serve) as files,
        pywb_of_wacz(folder / "out.wacz", folder / "pywb") as client,
    ):
        captured = pages[0].captured
        assert captured is not None
        yield Past(
            archive=client, files=files, captured=captured, members=members, asked=asked,
            bodies={r.url: r.block.partition(b"\r\n\r\n")[2] for r in pages},
        )  # fmt: skip


def yaml(*archives: str) -> str:
    return YAML.replace("articles:", f"public_archives:\n{''.join(archives)}articles:") if archives else YAML


def backfill(
    past: Past, folder: Path, listed: list[Story], *archives: str, **answers: Answer
) -> tuple[CrawlReport, list[str]]:
    """Crawl the day of the captures while the paper lists only this; the report, and what the paper was asked for."""
    _, day = today(past.captured)
    with Gazette(folder / "web", listed) as paper:
        for path, answer in answers.items():
            paper.answers[f"/2026/{path.replace('_', '-')}"] = lambda answer=answer: answer  # type: ignore[misc]
        options = connected(past, paper.options)
        report = crawl(gazette(yaml(*archives)), to=folder / "ours", since=day, past=True, **options)
        return report, paper.asked()


def connected(past: Past, options: dict[str, Any]) -> dict[str, Any]:
    port = past.archive.base_url.port
    theirs = f"archive.example:80:127.0.0.1:{port},files.example:80:127.0.0.1:{past.files.ports.http}"
    return {**options, "connect_to": f"{theirs},{options['connect_to']}"}


def copies(archive: Archive, report: CrawlReport) -> dict[str, Entry]:
    assert report.manifest
    return {e.url: e for e in load_manifest(archive, report.manifest).ledger if e.end == "imported"}


def test_what_nobody_announces_any_more_is_copied_with_its_payload_as_it_was(
    past: Past, tmp_path: Path
) -> None:
    report, asked = backfill(past, tmp_path, [], CDX)
    archive = open_archive(tmp_path / "ours")
    assert (report.complete, report.counts["imported"], asked) == (True, 4, [])
    for url, entry in copies(archive, report).items():
        assert entry.where is not None
        page = page_at(archive, entry.where)
        assert (page.body, page.url) == (past.bodies[url], url)
        assert entry.captured
        assert abs(entry.captured - past.captured) < timedelta(minutes=5)
    assert list(check(archive)) == []


def test_without_the_key_in_the_site_s_file_nothing_is_asked(past: Past, tmp_path: Path) -> None:
    """The twin: the same past, no public archive."""
    report, asked = backfill(past, tmp_path, [])
    assert (report.counts.get("imported"), asked) == (None, [])


def test_records_are_copied_byte_for_byte_where_the_archive_gives_its_files(
    past: Past, tmp_path: Path
) -> None:
    report, _ = backfill(past, tmp_path, [], FILES)
    assert report.counts["imported"] == 4
    ours = b"".join(path.read_bytes() for path in warc_files(tmp_path / "ours"))
    assert [
        url for url in copies(open_archive(tmp_path / "ours"), report) if past.members[url] not in ours
    ] == []
    assert list(check(open_archive(tmp_path / "ours"))) == []


@pytest.mark.parametrize("kind", [CDX, FILES])
def test_a_copy_says_whence_it_is_and_never_looks_like_our_own_fetch(
    kind: str, past: Past, tmp_path: Path
) -> None:
    backfill(past, tmp_path, [], kind)
    found = records(tmp_path / "ours")
    theirs = [r for r in found if r.url in past.members]
    assert not [r for r in theirs if r.record_type == "request"]
    told = [dict(read_fields(r.block)) for r in theirs if r.record_type == "metadata"]
    assert len(told) == 4
    ids = {r.record_id for r in found}
    for fields in told:
        assert fields["copiedFrom"].startswith("http://files" if kind == FILES else "http://archive")
        assert fields["copiedListedBy"].startswith("http://archive.example/news/cdx?url=gazette.example")
        assert fields["copiedInExchange"].strip("<>") in ids  # the exchange with the archive, kept as it was
    kinds = {r.record_type for r in theirs} - {"metadata"}
    assert kinds == {"response" if kind == FILES else "resource"}


def test_what_the_site_has_is_asked_of_the_site_and_what_is_gone_of_the_archive(
    past: Past, tmp_path: Path
) -> None:
    start, _ = today(past.captured)
    listed = [Story(path=f"/2026/story-00{n}", published=start + timedelta(hours=1)) for n in range(2)]
    report, asked = backfill(past, tmp_path, listed, CDX, story_001=Answer(status=410))
    assert asked == ["/2026/story-000", "/2026/story-001"]
    assert (report.counts["fetched"], report.counts["imported"]) == (1, 3)
    entry = copies(open_archive(tmp_path / "ours"), report)["https://gazette.example/2026/story-001"]
    assert "at the site: 410" in (entry.note or "")


def test_what_went_before_the_archive_was_named_is_copied_once_it_is(past: Past, tmp_path: Path) -> None:
    start, day = today(past.captured)
    listed = [Story(path="/2026/story-003", published=start + timedelta(hours=1))]
    with Gazette(tmp_path / "web", listed) as paper:
        paper.answers["/2026/story-003"] = lambda: Answer(status=410)
        options = connected(past, paper.options)
        counts = [
            crawl(gazette(yaml(*named)), to=tmp_path / "ours", since=day, past=True, **options).counts
            for named in ((), (CDX,), (CDX,))
        ]
    assert [found.get("imported") for found in counts] == [None, 4, None]


def test_a_gone_page_is_found_by_its_timemap(past: Past, tmp_path: Path) -> None:
    start, _ = today(past.captured)
    listed = [Story(path="/2026/story-002", published=start + timedelta(hours=1))]
    report, _ = backfill(past, tmp_path, listed, MEMENTO, story_002=Answer(status=404))
    ((url, entry),) = copies(open_archive(tmp_path / "ours"), report).items()
    assert entry.where
    assert page_at(open_archive(tmp_path / "ours"), entry.where).body == past.bodies[url]


def test_a_list_of_warc_files_is_searched_for_the_site(past: Past, tmp_path: Path) -> None:
    report, _ = backfill(past, tmp_path, [], WARCS)
    assert (report.complete, report.counts["imported"]) == (True, 4)


def test_a_second_backfill_asks_no_archive_for_a_page(past: Past, tmp_path: Path) -> None:
    _, day = today(past.captured)
    with Gazette(tmp_path / "web", []) as paper:
        options = connected(past, paper.options)
        site = gazette(yaml(FILES))
        foreseen = plan(site, to=open_archive(tmp_path / "ours"), since=day, **options)
        assert (foreseen.total.known, foreseen.total.to_fetch) == (4, 4)
        first = crawl(site, to=tmp_path / "ours", since=day, past=True, **options)
        before = len(past.asked)
        second = crawl(site, to=tmp_path / "ours", since=day, past=True, **options)
    assert (first.counts["imported"], second.counts["held"]) == (4, 4)
    assert [path for path in past.asked[before:] if path.endswith(".warc.gz")] == []


def test_an_archive_that_forbids_robots_is_left_alone(past: Past, tmp_path: Path) -> None:
    def closed(request: Request) -> Answer:
        return (
            Answer(body=b"User-agent: *\nDisallow: /\n")
            if request.target == "/robots.txt"
            else Answer(status=500)
        )

    with WebServer(tmp_path / "closed", closed) as server, Gazette(tmp_path / "web", []) as paper:
        options = dict(paper.options)
        options["connect_to"] = f"archive.example:80:127.0.0.1:{server.ports.http},{options['connect_to']}"
        _, day = today(past.captured)
        report = crawl(gazette(yaml(CDX)), to=tmp_path / "ours", since=day, past=True, **options)
        log = (tmp_path / "closed" / "access.jsonl").read_text()
    assert "imported" not in report.counts
    assert not report.complete
    assert "cdx" not in log


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("[google]", "choose from wayback"),
        ("[{cdx: nowhere}]", "is no web address"),
        ("[{cdx: 'http://a.example/cdx', warcs: 'http://a.example/list'}]", "name one of cdx"),
        ("[{replay: 'http://a.example/'}]", "name one of cdx"),
        ("[{warcs: 'http://a.example/{jahr}'}]", "unknown placeholder"),
    ],
)
def test_a_wrong_archive_in_a_site_file_is_named(given: str, says: str) -> None:
    with pytest.raises(SiteError, match=says):
        gazette(YAML + f"public_archives: {given}\n")


def test_named_archives_need_no_address() -> None:
    site = gazette(YAML + "public_archives: [wayback, common_crawl, cc_news]\n")
    assert site.public_archives == tuple(NAMED.values())


INTERVAL = Interval.parse("20260105T230000Z--20260106T230000Z")
WAYBACK = (
    b'[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],'
    b'["x","20260106010203","https://herald.example/a","text/html","200","D","9"],'
    b'["x","20260106010203","https://herald.example/b","text/html","404","D","9"]]'
)
COLLECTIONS = (
    b'[{"id":"CC-MAIN-2026-05","cdx-api":"https://index.example/CC-MAIN-2026-05-index","from":"2026-01-01T00:00:00","to":"2026-01-30T00:00:00"},'
    b'{"id":"CC-MAIN-2025-51","cdx-api":"https://index.example/CC-MAIN-2025-51-index","from":"2025-12-01T00:00:00","to":"2025-12-20T00:00:00"}]'
)


def test_the_wayback_machine_s_rows_are_read() -> None:
    (found,) = public.mementos(WAYBACK, "https://asked.example/", NAMED["wayback"])
    assert found.replay == "https://web.archive.org/web/20260106010203id_/https://herald.example/a"


def test_of_common_crawl_s_collections_only_those_of_the_time_are_asked() -> None:
    (found,) = public.collections(COLLECTIONS, NAMED["common_crawl"], INTERVAL)
    assert (found.kind, found.url) == ("cdx", "https://index.example/CC-MAIN-2026-05-index")


def test_of_a_list_only_the_files_of_the_time_are_read() -> None:
    names = [f"crawl-data/CC-NEWS/2026/01/CC-NEWS-2026010{day}120000-00001.warc.gz" for day in range(3, 9)]
    found = public.files("\n".join(names).encode(), NAMED["cc_news"], INTERVAL)
    assert found == (f"https://data.commoncrawl.org/{names[3]}",)


@pytest.mark.parametrize(
    "spoil", [lambda whole: whole[:-9], lambda whole: whole + gzip.compress(b" " * (65 << 20))]
)
def test_a_list_that_is_cut_or_becomes_too_large_names_nothing(spoil: Callable[[bytes], bytes]) -> None:
    whole = gzip.compress(b"crawl-data/CC-NEWS-20260106120000-00001.warc.gz")
    assert len(public.files(whole, NAMED["cc_news"], INTERVAL)) == 1
    assert public.files(spoil(whole), NAMED["cc_news"], INTERVAL) == ()


@given(st.binary(max_size=300))
def test_no_answer_of_an_archive_breaks_the_run(body: bytes) -> None:
    archive = PublicArchive(
        kind="cdx", url="http://a.example/cdx", replay="http://a.example/{timestamp}id_/{url}"
    )
    for said in (body, b'{"url":' + body, b"[[" + body, b"\x1f\x8b" + body):
        public.mementos(said, "http://a.example/", archive)
        public.timemap(said, "http://a.example/", "http://b.example/")
        public.files(said, archive, INTERVAL)
        public.collections(said, archive, INTERVAL)
