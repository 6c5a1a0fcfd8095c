"""Opt-out signals are kept as evidence with each capture; what is fetched does not change."""

import gzip
from pathlib import Path

import pytest
import zstandard
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from hypothesis import given, settings
from hypothesis import strategies as st
from web_server import Answer

from pipelines.archive import http, warc
from pipelines.archive.frames import raw_records
from spiders.crawl import archive_urls, crawl
from spiders.crawler.optout import WELL_KNOWN, Reservations, signals

URL = "https://gazette.example/2026/story"


def answer(body: bytes, *headers: str, media: str = "text/html") -> bytes:
    lines = [f"Content-Type: {media}", *headers]
    return ("HTTP/1.1 200 OK\r\n" + "".join(f"{x}\r\n" for x in lines) + "\r\n").encode() + body


LATE = (
    "<html><head><title>東</title>" + "<link rel=preload href=/x>" * 4000 + "<meta name=robots content=noai></head>"
    + "<p>京 and more</p>" * 8_000 + '<a rel="LICENSE" href="/by">x</a>'
).encode()  # fmt: skip
"""Signals behind the first 100 KiB, and at the end of a page of 250 KiB."""
FOUND = [("metaRobots", "robots: noai"), ("license", "https://gazette.example/by")]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (answer(b"", "X-Robots-Tag: noarchive", "x-robots-tag: otherbot: noai"),
         [("xRobotsTag", "noarchive"), ("xRobotsTag", "otherbot: noai")]),
        (answer(b"<META content='noai, noimageai' NAME=Robots>"), [("metaRobots", "robots: noai, noimageai")]),
        (answer(b'<meta name="googlebot-news" content="noarchive"/>'), [("metaRobots", "googlebot-news: noarchive")]),
        (answer(b"<meta name=tdm-reservation content=1><meta name=tdm-policy content='/p.json'>",
                "TDM-Reservation: 1", "TDM-Policy: https://a.example/p"),
         [("tdmReservation", "header: 1"), ("tdmPolicy", "header: https://a.example/p"),
          ("tdmReservation", "meta: 1"), ("tdmPolicy", "meta: /p.json")]),
        (answer(b"<p><a rel='license nofollow' href='/by'>x</a>", 'Link: </cc>; rel="license", </n>; rel=next'),
         [("license", "https://gazette.example/cc"), ("license", "https://gazette.example/by")]),
        (answer(gzip.compress(b"<meta name=robots content=noai>"), "Content-Encoding: gzip"),
         [("metaRobots", "robots: noai")]),
        (answer(b"3\r\n<me\r\n1c\r\nta name=robots content=noai>\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
         [("metaRobots", "robots: noai")]),
        (answer(LATE), FOUND),
        (answer(gzip.compress(LATE), "Content-Encoding: gzip"), FOUND),
        (answer(zstandard.compress(LATE), "Content-Encoding: zstd"), FOUND),
        (answer(gzip.compress(LATE)[:-9], "Content-Encoding: gzip"), FOUND),
        (answer(LATE.decode().encode("utf-16")), FOUND),
        (answer(LATE.decode().encode("utf-16-be"), media="text/html; charset=UTF-16BE"), FOUND),
        (answer(LATE.decode().encode("utf-16-le"), media='text/html; charset="utf-16"'), FOUND),
        (answer(LATE.decode().encode("shift_jis"), media="text/html; charset=shift_jis"), FOUND),
        (answer(LATE.decode().encode("iso2022_jp"), media="text/html; charset=iso-2022-jp"), FOUND),
        (answer(b"<meta name=robots content=noai>", media="text/css"), []),
        (answer(b"<p>Our robots have no licence; both bots' rights: tdm-reservation=1</p>"), []),
        (b"no answer at all", []),
    ],
)  # fmt: skip
def test_signals_in_headers_and_page(response: bytes, expected: list[tuple[str, str]]) -> None:
    message = http.parse(response)
    assert list(signals(message, URL)) == expected
    if (plain := http.whole(message.payload, message.header("content-encoding") or "")) is not None:
        assert list(signals(message, URL, plain)) == expected


@given(
    st.binary(max_size=400),
    st.text(alphabet="<>meta name=robots content'\"-tdmlicensrelhf:/[]", max_size=200),
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_search(head: bytes, body: str) -> None:
    message = http.parse(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body.encode())
    for name, value in signals(message, URL):
        assert name
        assert len(value) <= 500


REP = (
    b'[{"location": "/2026/*.html$", "tdm-reservation": 0}, "odd", {"location": 7},'
    b'{"location": "/2026/", "tdm-reservation": 1, "tdm-policy": "https://gazette.example/p.json"}]'
)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/2026/a.html", "200 location=/2026/*.html$ tdm-reservation=0"),
        (
            "/2026/a.html.gz",
            "200 location=/2026/ tdm-reservation=1 tdm-policy=https://gazette.example/p.json",
        ),
        ("/about", "200"),
    ],
)
def test_the_first_rule_for_an_address_counts(path: str, said: str) -> None:
    rules = Reservations.read("https://gazette.example/x", 200, REP)
    assert rules.said(f"https://gazette.example{path}") == f"https://gazette.example/x {said}"


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"<html>", b"[" * 100_000, b"\xff", b"[[]]"])
def test_what_is_no_reservation_file_reserves_nothing(body: bytes) -> None:
    assert Reservations.read("https://a.example/x", 200, body).rules == ()


def metadata(folder: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in raw_records(stream, path.name):
                if record.record_type == "metadata":
                    found[record.url] = dict(warc.read_fields(record.block))
    return found


def test_each_capture_of_a_site_bears_its_evidence(tmp_path: Path) -> None:
    page = b"<meta name=robots content='noarchive, noai'><p>text</p>"
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        paper.answers = {
            s.path: lambda: Answer(body=page, headers=(("X-Robots-Tag", "noimageai"),)) for s in paper.listed
        }
        paper.answers[WELL_KNOWN] = lambda: Answer(media_type="application/json", body=REP)
        report = crawl(gazette(), to=tmp_path / "archive", since="2026-01-05", **paper.options)
        assert [line["path"] for line in paper.log].count(WELL_KNOWN) == 1
    assert report.counts["fetched"] == 3  # evidence, nothing else
    found = metadata(tmp_path / "archive")
    told = found["https://gazette.example/2026/story-001"]
    assert (told["xRobotsTag"], told["metaRobots"]) == ("noimageai", "robots: noarchive, noai")
    assert told["tdmrep"].startswith(
        f"https://gazette.example{WELL_KNOWN} 200 location=/2026/ tdm-reservation=1"
    )
    assert found[f"https://gazette.example{WELL_KNOWN}"]["role"] == "policy"


def test_robots_txt_holds_for_the_reservation_file_too(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        paper.answers["/robots.txt"] = lambda: Answer(body=b"User-agent: *\nDisallow: /.well-known/\n")
        crawl(gazette(), to=tmp_path / "archive", since="2026-01-05", **paper.options)
        assert WELL_KNOWN not in [line["path"] for line in paper.log]
    told = metadata(tmp_path / "archive")["https://gazette.example/2026/story-000"]
    assert told["tdmrep"] == f"https://gazette.example{WELL_KNOWN} no answer"


def test_for_a_page_kept_by_hand_nothing_more_is_asked(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        archive_urls([paper.listed[0].url], to=tmp_path / "archive", pace=0, **paper.options)
        assert [line["path"] for line in paper.log] == ["/robots.txt", "/2026/story-000"]
