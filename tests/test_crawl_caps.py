"""Where a run stops however much there is: time, traps, drips, lengths. Each with its twin."""

import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from crawler_wire import Script, WireServer
from web_server import Answer, Request

from pipelines.archive import open_archive
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from spiders.crawl import CrawlReport, archive_urls, crawl
from spiders.crawler.address import LONGEST_URL, Guard
from spiders.crawler.sources import NEXT

DAY = "2026-01-05"


def ledger(folder: Path, report: CrawlReport) -> tuple[Entry, ...]:
    return load_manifest(open_archive(folder), report.manifest or "").ledger


@pytest.mark.parametrize(("minutes", "finish"), [(0.05, "capped"), (10, "finished")])
def test_a_run_ends_when_its_minutes_are_over_and_keeps_what_it_has(
    tmp_path: Path, minutes: float, finish: str
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 12), delay=0.4) as paper:
        site = gazette(YAML + f"caps: {{minutes: {minutes}}}\n")
        report = crawl(site, to=tmp_path / "archive", since=DAY, **paper.options)
        assert (report.finish, report.complete) == (finish, finish == "finished")
        assert report.counts["fetched"] == len(paper.asked())
        if finish == "capped":
            assert 0 < report.counts["fetched"] < 12
            assert report.counts["waiting"] == 12 - report.counts["fetched"]
            assert "minutes are over" in report.errors[-1]


@pytest.mark.parametrize(("alike", "fetched"), [(5, 5), (50, 12)])
def test_of_addresses_that_differ_in_digits_only_so_many_are_asked_for(
    tmp_path: Path, alike: int, fetched: int
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 12)) as paper:
        site = gazette(YAML + f"caps: {{alike: {alike}}}\n")
        report = crawl(site, to=tmp_path / "archive", since=DAY, **paper.options)
        assert len(paper.asked()) == fetched
    dropped = [e for e in ledger(tmp_path / "archive", report) if e.end == "dropped"]
    assert len(dropped) == 12 - fetched
    assert all("addresses like https://gazette.example/0/story-0" in (e.note or "") for e in dropped)


class Calendar(Gazette):
    """A dated page that always has a next one."""

    def respond(self, request: Request) -> Answer:
        if request.target.startswith("/day/"):
            page = int(request.target.partition("p=")[2] or 1)
            return Answer(body=b'<link rel=next href="/day/2026/01/05?p=%d">' % (page + 1))
        return super().respond(request)


def test_a_calendar_without_end_is_left(tmp_path: Path) -> None:
    yaml = YAML.replace("feed: /rss.xml", "dated: /day/{yyyy}/{mm}/{dd}").replace("  - front: /\n", "")
    with Calendar(tmp_path / "web", []) as paper:
        report = crawl(gazette(yaml), to=tmp_path / "archive", since=DAY, **paper.options)
        assert len(paper.asked("/day/")) == NEXT + 1
    assert (report.finish, report.complete) == ("sources failed", False)
    assert "next pages like" in report.errors[0]


def test_a_drip_cannot_hold_a_worker(tmp_path: Path) -> None:
    with Drip(tmp_path / "web", {}) as server:
        began = time.monotonic()
        report = archive_urls(
            ["http://wire.example/drip", "http://wire.example/dripping-head"],
            to=tmp_path / "archive", pace=0, timeout=1.5, connect_to=server.connect_to,
        )  # fmt: skip
        took = time.monotonic() - began
    assert report.counts == {"failed": 2}
    assert (
        took < 30
    )  # two attempts of 1.5 seconds each, and a pause between; the drip alone would take minutes
    cut = {
        r.header("WARC-Truncated")
        for r in _records(tmp_path / "archive")
        if r.url.endswith("/drip") and r.record_type == "response"
    }
    assert cut == {"time"}


class Drip(WireServer):
    """Sends a byte every tenth of a second, for minutes: never quiet long enough for a timeout of silence."""

    def _answer(self, wire: socket.socket, request: bytes) -> bool:
        path = request.split(b" ", 2)[1].decode()
        if "drip" not in path:
            return super()._answer(wire, request)
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n" + (b"\r\n" if path == "/drip" else b"X: ")
        wire.sendall(head)
        for _ in range(5000):
            wire.sendall(b"x")
            time.sleep(0.1)
        return False


def _records(folder: Path) -> Iterator[RawRecord]:
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            yield from raw_records(stream, path.name)


def test_endless_headers_are_cut(tmp_path: Path) -> None:
    line = b"X-Padding: " + b"a" * 1000 + b"\r\n"
    endless = (
        b"HTTP/1.1 200 OK\r\n" + line * 160_000
    )  # 160 MB; the body's limit is 64 MiB, twice that may be framing
    few = b"HTTP/1.1 200 OK\r\n" + line * 50 + b"Content-Length: 2\r\n\r\nok"
    scripts = {"/endless": Script(data=endless, end="close"), "/few": Script(data=few)}
    with WireServer(tmp_path / "web", scripts) as server:
        report = archive_urls(
            [f"http://wire.example{path}" for path in scripts],
            to=tmp_path / "archive", pace=0, timeout=30, connect_to=server.connect_to,
        )  # fmt: skip
        assert len(server.asked("/endless")) == 1  # and not again
    assert report.counts == {"failed": 1, "fetched": 1}


@pytest.mark.parametrize(("length", "refused"), [(LONGEST_URL, False), (LONGEST_URL + 1, True)])
def test_an_address_may_have_so_many_characters(length: int, refused: bool) -> None:
    url = "https://gazette.example/".ljust(length, "a")
    assert (Guard().refusal(url) is not None) is refused


@pytest.mark.parametrize(("hops", "end"), [(3, "fetched"), (12, "failed")])
def test_redirects_are_followed_so_far(tmp_path: Path, hops: int, end: str) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        first = paper.listed[0].path

        def to(n: int) -> Answer:
            return Answer(status=302, headers=(("Location", f"/2026/hop-{n}"),))

        paper.answers = {f"/2026/hop-{n}": partial(to, n + 1) for n in range(hops)}
        paper.answers[f"/2026/hop-{hops}"] = lambda: Answer(body=b"here")
        paper.answers[first] = lambda: to(0)
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
    last = [e for e in ledger(tmp_path / "archive", report) if "hop" in e.url or "story" in e.url][-1]
    assert last.end == end
    assert end == "fetched" or "redirects" in (last.note or "")
