"""Exchanges of every kind, drawn by chance: the WARC holds what the server's own log says, byte for byte."""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

import base64
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from crawler_wire import Script, WireServer
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from moments import SEED, SOAK
from scrapy.core.downloader.handlers import http11
from test_crawler_wire import read
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import Protocol
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers
from wire_exchanges import Planned, chunked, every_cut, generated

from pipelines.archive import http, open_archive, warc
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from spiders.crawl import archive_urls
from spiders.crawler.capture import split_interim
from spiders.crawler.framing import MOST_HEAD, Broken, Chunks, Endless, Framing, NotHttp

COUNT = 3000 if SOAK else 300
HOSTS = 40
"""Several, since a host is left alone for a while after a cut answer."""
UNREAD = "ConnectionError: connection lost; asked again"
Record = tuple[dict[str, str], bytes]


@dataclass
class Run:
    """What was planned, what the server saw, what the archive holds."""

    planned: list[Planned]
    server: WireServer
    folder: Path
    records: dict[str, list[tuple[str, dict[str, str], bytes]]]
    ledger: dict[str, Entry]

    def of(self, number: int, kind: str) -> list[Record]:
        """Records of one kind of one exchange."""
        found = self.records.get(address(number, self.planned[number]), [])
        return [(header, block) for one, header, block in found if one == kind]

    def told(self, number: int) -> list[dict[str, str]]:
        """Fields of its metadata records, but for requests that no server read."""
        return [one for one in self._metadata(number) if one.get("fetchError") != UNREAD]

    def unread(self, number: int) -> int:
        """How often it was sent while the server was closing a connection that it had kept open."""
        return sum(one.get("fetchError") == UNREAD for one in self._metadata(number))

    def _metadata(self, number: int) -> list[dict[str, str]]:
        return [dict(warc.read_fields(block)) for _, block in self.of(number, "metadata")]

    def wrong(self, right: Callable[[int, Planned], bool]) -> list[tuple[int, Planned]]:
        """Exchanges of which something is not as it should be."""
        return [(n, one) for n, one in enumerate(self.planned) if not right(n, one)]


def address(number: int, planned: Planned) -> str:
    return f"http{'s' if planned.tls else ''}://h{number % HOSTS}.example/{number}"


def crawled(folder: Path, planned: list[Planned]) -> Iterator[Run]:
    scripts = {f"/{number}": one.script for number, one in enumerate(planned)}
    rows = [
        {"url": address(n, one), "method": one.method, "body": "k=v" if one.method == "POST" else ""}
        for n, one in enumerate(planned)
    ]
    with WireServer(folder / "server", scripts) as server:
        archive = open_archive(folder / "archive")
        report = archive_urls(
            rows, to=archive, pace=0, timeout=15, dedup=False,
            connect_to=server.connect_to, ca_file=server.authority.ca_file,
        )  # fmt: skip
        records: dict[str, list[tuple[str, dict[str, str], bytes]]] = {}
        for kind, url, header, block in read(folder / "archive"):
            records.setdefault(url, []).append((kind, header, block))
        ledger = load_manifest(archive, report.manifest or "").ledger
        yield Run(planned, server, folder, records, {entry.url: entry for entry in ledger})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    planned = list(generated(Random(f"{SEED}/wire"), COUNT))
    yield from crawled(tmp_path_factory.mktemp("kinds"), [*planned, *every_cut("close"), *every_cut("reset")])


def test_every_request_is_kept_as_the_server_read_it(run: Run) -> None:
    """And beside them none but those that no server read."""

    def right(number: int, _: Planned) -> bool:
        seen = [one.request for one in run.server.asked(f"/{number}")]
        kept = [block for _, block in run.of(number, "request")]
        return set(seen) == set(kept) != set() and len(seen) == len(kept) - run.unread(number)

    assert run.wrong(right) == []


def test_every_answer_is_kept_as_the_server_sent_it(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        blocks = [block for _, block in run.of(number, "response")]
        asked = len(run.server.asked(f"/{number}"))
        return blocks == [planned.kept] * (asked if planned.answered else 0)

    assert run.wrong(right) == []


def test_what_is_cut_is_marked_and_nothing_else(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        marks = {header.get("WARC-Truncated") for header, _ in run.of(number, "response")}
        return not planned.answered or marks == {None if planned.whole else "disconnect"}

    assert run.wrong(right) == []


def test_whole_answers_are_asked_for_once_and_settled(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        entry = run.ledger[address(number, planned)]
        once = len(run.server.asked(f"/{number}")) == 1
        fetched = entry.end == "fetched"
        return (
            once
            if planned.whole and not fetched
            else fetched == (planned.whole and b" 200" in planned.head[:13])
        )

    assert run.wrong(right) == []


def test_payload_digests_are_over_what_the_framing_held(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        digests = {header["WARC-Payload-Digest"] for header, _ in run.of(number, "response")}
        return not planned.whole or digests == {warc.sha1(planned.digested)}

    assert run.wrong(right) == []


def test_interim_answers_and_bytes_beyond_stand_in_the_metadata(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        for told in run.told(number):
            interim = told.get("interimResponses", "").encode().decode("unicode_escape").encode("latin-1")
            beyond = base64.b64decode(told.get("excessBase64", ""))
            if planned.answered and (interim != planned.interim or not planned.excess.startswith(beyond)):
                return False
            if len(beyond) != int(told.get("excessBytes", "0")):
                return False
        return True

    assert run.wrong(right) == []
    assert any(told.get("excessBytes") for n in range(len(run.planned)) for told in run.told(n))


def test_what_is_no_answer_stands_in_the_metadata_whole(run: Run) -> None:
    def right(number: int, planned: Planned) -> bool:
        if planned.answered:
            return True
        told = run.told(number)
        got = [
            one.get("interimResponses", "").encode().decode("unicode_escape").encode("latin-1")
            + base64.b64decode(one.get("receivedBase64", ""))
            for one in told
        ]
        return all("fetchError" in one for one in told) and set(got) == {planned.sent}

    assert run.wrong(right) == []


def test_others_and_we_find_nothing_wrong_with_it(run: Run) -> None:
    assert list(check(open_archive(run.folder / "archive"))) == []
    for file in run.folder.rglob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
                assert record.verify_block_digest()


ODD = {
    "bare line feeds": b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
    "a padded size": b"Transfer-Encoding: chunked\r\n\r\n5   \r\nhello\r\n0\r\n\r\n",
    "another coding first": b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "no coding": b"Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello",
    "no length": b"Content-Length: none\r\n\r\nhello",
    "a folded first line": b" folded\r\nContent-Length: 5\r\n\r\nhello",
}


def framed(answer: bytes, cuts: Sequence[int] = ()) -> tuple[Framing, bytes]:
    """What is known of an answer that came in pieces, and the body that its record holds."""
    framing = Framing("GET")
    for start, end in pairwise((0, *cuts, len(answer))):
        if start < end:
            framing.take(answer[start:end])
    return framing, bytes(http.parse(answer[: len(answer) - framing.excess]).payload)


class Collected(Protocol):
    """A body as it is delivered, and how it ended."""

    def __init__(self) -> None:
        self.body, self.ended = b"", ""

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        self.body += data

    def connectionLost(self, reason: Any = None) -> None:  # noqa: N802
        self.ended = reason.type.__name__


def parsed_by_scrapy(answer: bytes) -> bytes | None:
    """The body that the client makes of it that Scrapy comes with; None where it refuses."""
    headers, collected = Headers({b"host": [b"h.example"]}), Collected()
    reading = http11._LenientHTTPClientParser(Request(b"GET", b"/", headers, None), lambda rest: None)
    reading._responseDeferred.addCallbacks(
        lambda response: response.deliverBody(collected), lambda failed: None
    )
    reading.makeConnection(StringTransport())
    try:
        reading.dataReceived(answer)
    except Exception:  # noqa: BLE001 - whatever it raises, the client closes the connection
        return None
    reading.connectionLost(Failure(ConnectionDone()))
    return collected.body if collected.ended in ("ResponseDone", "PotentialDataLoss") else None


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_is_read_as_browsers_do(name: str) -> None:
    """With its twin: Twisted and Scrapy refuse it, and what had not come by then is lost."""
    answer = b"HTTP/1.1 200 OK\r\n" + ODD[name]
    framing, body = framed(answer)
    assert framing.ended or framing.by_close
    assert (body, framing.body) == (b"hello", 5)
    assert parsed_by_scrapy(answer) is None


OK = b"HTTP/1.1 200 OK\r\n"
FIVE = b"Content-Length: 5\r\n\r\n"
ENDS = (
    ("GET", OK + FIVE + b"hello", True, True, 0),
    ("GET", OK + FIVE + b"hello, more", True, False, 6),
    ("GET", OK + FIVE + b"hell", False, False, 0),
    ("GET", OK + b"Connection: Keep-Alive, CLOSE\r\n" + FIVE + b"hello", True, False, 0),
    ("GET", b"HTTP/1.0 200 OK\r\n" + FIVE + b"hello", True, False, 0),
    ("GET", b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + FIVE + b"hello", True, True, 0),
    ("GET", b"HTTP/1.1 304 Not Modified\r\n" + FIVE, True, True, 0),
    ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", True, True, 0),
    ("GET", b"HTTP/1.1 100 Continue\r\n\r\n" + OK + FIVE + b"hello", True, True, 0),
    ("GET", b"HTTP/1.1 101 Switching Protocols\r\n" + FIVE + b"hello", True, False, 5),
    ("HEAD", OK + FIVE, True, False, 0),  # a body may come after all
    ("HEAD", OK + FIVE + b"hello", True, False, 5),
    ("GET", OK + b"\r\nhello", False, False, 0),
    ("GET", OK + b"Transfer-Encoding: chunked\r\n" + FIVE + b"5\r\nhello\r\n0\r\n\r\n", True, True, 0),
)


@pytest.mark.parametrize(("method", "answer", "ended", "lasting", "excess"), ENDS)
def test_where_an_answer_ends_and_whether_another_may_follow(
    method: str, answer: bytes, ended: bool, lasting: bool, excess: int
) -> None:
    framing = Framing(method)
    framing.take(answer)
    assert (framing.ended, framing.lasting, framing.excess) == (ended, lasting, excess)
    slow = Framing(method)
    for n in range(len(answer) - excess):
        assert not slow.ended
        slow.take(answer[n : n + 1])
    assert (slow.ended, slow.excess, slow.body) == (ended, 0, framing.body)


@pytest.mark.parametrize(
    "piece", [b"HTTP/1.1 100 Continue\r\n\r\n" * 4000, b"HTTP/1.1 200 OK\r\nA: b", b"x" * 60_000]
)
def test_headers_without_an_end_are_given_up(piece: bytes) -> None:
    framing, came = Framing("GET"), 0
    with pytest.raises(Endless):  # noqa: PT012 - whichever piece it is
        while came < 2 * MOST_HEAD:
            framing.take(piece)
            came += len(piece)
    assert came < MOST_HEAD + len(piece)


@given(st.randoms(use_true_random=False), st.binary(max_size=200), st.lists(st.integers(0, 400), max_size=30))
def test_an_answer_ends_where_its_record_does_however_it_comes(
    chance: Random, payload: bytes, cuts: list[int]
) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" * chance.randint(0, 2)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer, more = interim + head + chunked(chance, payload), b"more"[: chance.randint(0, 4)]
    sent = answer + more
    framing = Framing("GET")
    for start, end in pairwise(sorted({0, len(sent), *(cut % len(sent) for cut in cuts)})):
        if not framing.ended:
            framing.take(sent[start:end])
            seen = end
    assert framing.ended
    assert seen - framing.excess == len(answer)
    assert framing.body == len(payload)
    assert http.parse(answer[len(interim) :]).payload == payload


@given(
    st.lists(
        st.sampled_from([b"5", b"0", b"\r\n", b"\n", b"hello", b";x", b" ", b"\r", b"f" * 20, b"\0"]),
        max_size=12,
    ),
    st.lists(st.integers(0, 60), max_size=5),
)
def test_no_framing_makes_the_reader_fail_in_another_way(parts: list[bytes], cuts: list[int]) -> None:
    """What it takes for whole, the record's reader takes for the same, wherever it was cut on its way."""
    sent = b"".join(parts)
    chunks, seen, end = Chunks(), 0, None
    for start, stop in pairwise(sorted({0, len(sent), *(cut % (len(sent) + 1) for cut in cuts)})):
        seen = start
        try:
            end = chunks.end(sent[start:stop])
        except Broken:
            return
        if end is not None:
            break
    if end is not None:
        assert len(http.dechunk(sent[: seen + end])) == chunks.body


@given(
    st.lists(
        st.sampled_from(
            [
                b"HTTP/1.1 200 OK",
                b"HTTP/1.1 100",
                b"\r\n",
                b"\n",
                b"\0",
                b"Content-Length: 5",
                b"Content-Length: 99999999999999999999",
                b":",
                b" ",
                b"hello",
            ]
        ),
        max_size=12,
    )
)
def test_no_bytes_make_the_reading_fail_in_another_way(parts: list[bytes]) -> None:
    framing = Framing("GET")
    try:
        for part in parts:
            framing.take(part)
    except (NotHttp, Broken):
        return
    if framing.status is not None:
        assert framing.body == len(http.parse(split_interim(b"".join(parts))[1]).payload) - framing.excess


def test_a_request_on_a_dead_connection_is_kept_and_made_again(tmp_path: Path) -> None:
    """The server closes a connection that it kept open, just as the next request comes; by GET and by POST."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    scripts = {path: Script(data=answer, end="abandon") for path in ("/a", "/b", "/c")}
    rows = [{"url": f"http://wire.example{path}", "method": m, "body": ""} for path, m in
            (("/a", "GET"), ("/b", "GET"), ("/c", "POST"))]  # fmt: skip
    with WireServer(tmp_path / "server", scripts) as server:
        report = archive_urls(rows, to=tmp_path / "archive", pace=0, connect_to=server.connect_to)
        assert report.counts == {"fetched": 3}
        records = list(read(tmp_path / "archive"))
        requests = sorted(block for kind, _, _, block in records if kind == "request")
        assert requests == sorted(one.request for one in server.seen)
        unanswered = [one for one in server.seen if not one.sent]
        assert [one.path for one in unanswered] == ["/b", "/c"]
    failed = [block for kind, _, _, block in records if kind == "metadata" and b"fetchError" in block]
    assert len(failed) == len(unanswered)
    assert sum(block == answer for kind, _, _, block in records if kind == "response") == 3


def test_a_body_after_a_head_is_not_taken_for_the_next_answer(tmp_path: Path) -> None:
    """The twin is the same after GET: there the bytes are behind the end, and come with the next answer."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
    after = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nbody"
    scripts = {
        "/head": Script(data=answer, pause_at=len(answer) - 4, end="late"),
        "/get": Script(data=after, pause_at=len(after) - 4, end="late"),
        "/b": Script(data=answer),
        "/c": Script(data=answer),
    }
    asked = (("/head", "HEAD"), ("/b", "GET"), ("/get", "GET"), ("/c", "GET"))
    rows = [{"url": f"http://wire.example{path}", "method": method, "body": ""} for path, method in asked]
    with WireServer(tmp_path / "server", scripts) as server:
        report = archive_urls(rows, to=tmp_path / "archive", pace=0, connect_to=server.connect_to)
        assert [len(server.asked(path)) for path, _ in asked] == [1, 1, 1, 2]
    assert report.counts == {"fetched": 4}  # in any case nothing is lost: it is asked for again
    records = list(read(tmp_path / "archive"))
    blocks = [block for kind, url, _, block in records if kind == "response" and "robots" not in url]
    assert blocks == [answer[:-4], answer, after[:-4], answer]


@pytest.mark.parametrize(
    ("answer", "end", "connections"),
    [
        (OK + b"Content-Length: 2\r\n\r\nhi", "keep", 1),
        (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nhi", "keep", 4),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "keep", 4),
        (OK + b"\r\nhi", "close", 4),
    ],
)
def test_one_connection_serves_as_long_as_the_server_lets_it(
    tmp_path: Path, answer: bytes, end: str, connections: int
) -> None:
    paths = ("/a", "/b", "/c", "/d")
    scripts = {path: Script(data=answer, end=end) for path in paths}
    with WireServer(tmp_path / "server", scripts) as server:
        rows = [f"http://wire.example{path}" for path in paths]
        report = archive_urls(rows, to=tmp_path / "archive", pace=0, connect_to=server.connect_to)
        assert report.counts == {"fetched": 4}
        assert server.connections == connections  # robots.txt leaves one open
        assert len(server.seen) == 5


@pytest.mark.timeout(60)
def test_a_server_that_speaks_first_is_not_waited_for(tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        held = []

        def greet() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    connection.sendall(b"220 mail.example ESMTP\r\n")
                    held.append(connection)  # and keeps it open

        threading.Thread(target=greet, daemon=True).start()
        port = listening.getsockname()[1]
        report = archive_urls(
            ["http://mail.example/"], to=tmp_path / "archive", pace=0, timeout=300,
            connect_to=f":80:127.0.0.1:{port}",
        )  # fmt: skip
        assert report.counts == {"robots": 1}  # which says that nobody answers
        assert held
