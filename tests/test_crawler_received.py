"""Long answers wait on disk, and are kept to the byte."""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import asyncio
import gc
import gzip
import os
import tracemalloc
import weakref
from pathlib import Path
from typing import Any

import pytest
from crawler_wire import Script, WireServer
from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.internet.testing import StringTransport

from pipelines.archive import http, open_archive, warc
from pipelines.archive.check import check
from pipelines.archive.frames import raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from spiders.crawl import archive_urls
from spiders.crawler import received
from spiders.crawler.protocol import Capture, Connection, Unanswered
from spiders.crawler.received import IN_MEMORY, Received

MIB = 1 << 20


@given(st.lists(st.binary(max_size=40), max_size=30), st.integers(0, 200))
@settings(max_examples=100, deadline=None)
def test_what_came_is_what_is_there(pieces: list[bytes], limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(received, "IN_MEMORY", limit)
        taken = Received()
        for piece in pieces:
            taken.append(piece)
        whole = taken.whole()
    assert bytes(whole) == b"".join(pieces)
    assert isinstance(whole, memoryview) is (taken.size > limit)


@pytest.mark.parametrize(("limit", "least", "most"), [(IN_MEMORY, 0, 10), (1 << 30, 20, 30)])
def test_a_long_answer_takes_no_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: int, least: int, most: int
) -> None:
    """The second row is the twin: without the file all of it is in memory."""
    monkeypatch.setattr(received, "IN_MEMORY", limit)
    tracemalloc.start()
    try:
        taken = Received(tmp_path)
        for _ in range(24):
            taken.append(os.urandom(MIB))
        held = tracemalloc.get_traced_memory()[0] / MIB
    finally:
        tracemalloc.stop()
    assert least <= held <= most
    assert (taken.size, len(taken.whole())) == (24 * MIB, 24 * MIB)
    assert not list(tmp_path.iterdir())  # the file has no name: no death can leave it behind


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100_000] for at in range(0, len(body), 100_000)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_view_of_a_file_makes_the_same_records_as_bytes() -> None:
    body = os.urandom(300_000)
    for answer in (
        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body),
    ):
        mine, other = http.parse(memoryview(answer)), http.parse(answer)
        assert (mine.head, mine.status, mine.headers, bytes(mine.payload)) == (
            other.head, other.status, other.headers, other.payload,
        )  # fmt: skip
        fields = (("WARC-Type", "response"),)
        member = warc.record(fields, warc.RESPONSE, answer)
        assert gzip.decompress(
            warc._member("WARC-Type: response\r\n", warc.RESPONSE, memoryview(answer))
        ) == (gzip.decompress(member))


def test_long_answers_are_kept_as_they_were_sent(tmp_path: Path) -> None:
    body = os.urandom(20 * MIB)
    sent = {
        "/long": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
        "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body),
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort",
    }
    scripts = {path: Script(data=data) for path, data in sent.items()}
    scripts["/cut"] = Script(data=sent["/long"][: 12 * MIB], end="close")
    with WireServer(tmp_path / "web", scripts) as server:
        report = archive_urls(
            [f"http://wire.example{path}" for path in scripts],
            to=tmp_path / "archive", pace=0, timeout=60, connect_to=server.connect_to,
        )  # fmt: skip
    assert report.counts == {"fetched": 3, "failed": 1}
    archive = open_archive(tmp_path / "archive")
    assert list(check(archive)) == []
    found: dict[str, list[bytes]] = {}
    for stored in load_manifest(archive, report.manifest or "").warcs:
        with archive.objects.open(stored.warc.key) as stream:
            for record in raw_records(stream, "warc"):
                if record.record_type == "response":
                    found.setdefault(record.url.removeprefix("http://wire.example"), []).append(record.block)
    assert {path: found[path][0] == data for path, data in sent.items()} == dict.fromkeys(sent, True)
    assert all(block == scripts["/cut"].data for block in found["/cut"])


def test_a_source_of_links_that_is_long_is_still_read(tmp_path: Path) -> None:
    from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, rss, stories
    from web_server import Answer

    from spiders.crawl import crawl

    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        long = rss(paper.listed) + b"<!-- " + b"x" * (9 * MIB) + b" -->"
        paper.answers["/rss.xml"] = lambda: Answer(body=long, media_type="application/rss+xml")
        report = crawl(gazette(YAML), to=tmp_path / "archive", since="2026-01-05", **paper.options)
    ledger: tuple[Entry, ...] = load_manifest(
        open_archive(tmp_path / "archive"), report.manifest or ""
    ).ledger
    assert report.counts["fetched"] == 2
    assert all(entry.end != "failed" for entry in ledger)


def connected() -> Connection:
    connection = Connection(lambda _: None, lambda _: None)
    transport: Any = StringTransport()
    transport.getHandle = lambda: None
    transport.getPeer = lambda: None
    connection.makeConnection(transport)
    return connection


def test_an_answer_is_let_go_at_once_not_at_the_next_collection() -> None:
    """Else megabytes of answers pile up between two collections, each of which takes longer for them."""

    async def answered() -> "weakref.ref[Capture]":
        connection, capture = connected(), Capture()
        waiting = connection.ask(capture, b"GET / HTTP/1.1\r\nHost: wire.example\r\n\r\n")
        connection.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await waiting
        assert capture.wires[0].whole
        return weakref.ref(capture)

    gc.disable()
    try:
        assert asyncio.run(answered())() is None
    finally:
        gc.enable()


def test_nothing_is_asked_on_a_connection_that_is_over() -> None:
    """Nobody would say any more that it is lost, and the request would wait until its time is over."""

    async def asked() -> None:
        connection, capture = connected(), Capture()
        connection.dataReceived(b"220 mail.example ESMTP\r\n")
        with pytest.raises(Unanswered):
            await connection.ask(capture, b"GET / HTTP/1.1\r\n\r\n")
        assert capture.wires == []

    asyncio.run(asked())


@pytest.mark.parametrize("answered", [True, False])
def test_who_gives_up_late_does_not_take_the_connection_from_the_next(answered: bool) -> None:
    """The second row is the twin: whoever is still waiting for an answer ends the connection."""

    async def asked() -> None:
        connection, first, second = connected(), Capture(), Capture()
        waiting = connection.ask(first, b"GET /1 HTTP/1.1\r\n\r\n")
        if answered:
            connection.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            waiting = connection.ask(second, b"GET /2 HTTP/1.1\r\n\r\n")
        connection.give_up(first)
        connection.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        assert (waiting.done(), connection.over) == (answered, not answered)

    asyncio.run(asked())
