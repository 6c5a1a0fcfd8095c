"""What the WARC holds is what crossed the wire, byte for byte, also where the answer is broken."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from crawler_wire import Script, WireServer
from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipelines.archive import open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from spiders.crawl import archive_urls

BODY = b"<p>" + bytes(range(256)) * 8
GZIP = gzip.compress(BODY, mtime=0)
OK = b"HTTP/1.1 200 OK\r\n"


def whole(*headers: bytes, body: bytes = BODY, status: bytes = OK) -> bytes:
    lines = (*headers, b"Content-Length: %d" % len(body))
    return status + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n" + b"3;x=y\r\n<p>\r\n1F\r\n" + b"z" * 31 + b"\r\n0\r\n"
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n"
SENT = {
    "/plain": Script(data=whole(b"Content-Type: text/html")),
    "/case": Script(data=whole(b"X-OdD-cAsE: 1", b"x-odd-case:2", b"SET-COOKIE: a=1", b"Set-Cookie: b=2 ")),
    "/spaces": Script(data=whole(b"A:b", b"C:   d  ", b"E:\tf", b"Empty:")),
    "/latin": Script(data=whole(b"X-Name: caf\xe9", status=b"HTTP/1.1 200 Tr\xe8s bien\r\n")),
    "/no-phrase": Script(data=whole(status=b"HTTP/1.1 200 \r\n")),
    "/folded": Script(data=whole(b"X-Long: one\r\n two")),
    "/no-colon": Script(data=whole(b"this is no header", b"Bad Name: x")),
    "/long-header": Script(data=whole(b"X-Long: " + b"z" * 60_000)),
    "/lf-only": Script(data=b"HTTP/1.1 200 OK\nContent-Length: 2\n\nhi"),
    "/chunked": Script(data=OK + CHUNKED + b"\r\n"),
    "/trailers": Script(data=OK + b"Trailer: X-Sum\r\n" + CHUNKED + b"X-Sum: 7\r\n\r\n"),
    "/gzip": Script(data=whole(b"Content-Encoding: gzip", body=GZIP)),
    "/gzip-chunked": Script(
        data=OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(GZIP), GZIP)
    ),
    "/close-delimited": Script(data=OK + b"\r\n" + BODY, end="close"),
    "/http10": Script(data=whole(status=b"HTTP/1.0 200 OK\r\n"), end="close"),
    "/no-content": Script(data=b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/not-modified": Script(data=b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'),
    "/gone": Script(data=whole(status=b"HTTP/1.1 410 Gone\r\n")),
    "/strange": Script(data=whole(status=b"HTTP/1.1 999 Request denied\r\n")),
}
EARLIER = {"/early": EARLY, "/early-twice": b"HTTP/1.1 100 Continue\r\n\r\n" + EARLY}
BEYOND = {"/beyond": b"HTTP/1.1 200 OK\r\n\r\nbytes beyond the message"}
CUT = {
    "/cut-length": (Script(data=whole()[:-100], end="close"), "disconnect"),
    "/cut-reset": (Script(data=whole()[:-100], end="reset"), "disconnect"),
    "/cut-chunk": (Script(data=OK + CHUNKED[:40], end="close"), "disconnect"),
    "/cut-time": (Script(data=whole()[:-100], end="stall"), "time"),
}
UNREADABLE = {
    "/no-answer": Script(data=b"", end="close"),
    "/cut-header": Script(data=whole(b"A: b")[:20], end="close"),
    "/no-http": Script(data=b"220 mail.example ESMTP\r\n\r\n", end="close"),
    "/bad-status": Script(data=b"HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nhi", end="close"),
}
SECURE = ("/plain", "/gzip-chunked", "/trailers")


@dataclass
class Kept:
    server: WireServer
    records: list[tuple[str, str, dict[str, str], bytes]]
    """(type, URL, header, block)"""
    ledger: tuple[Entry, ...]
    robots: int

    def of(self, kind: str, url: str) -> list[tuple[dict[str, str], bytes]]:
        return [(header, block) for k, u, header, block in self.records if (k, u) == (kind, url)]

    def only(self, kind: str, url: str) -> tuple[dict[str, str], bytes]:
        found = self.of(kind, url)
        assert len(found) == 1, (kind, url, found)
        return found[0]

    def entry(self, url: str) -> Entry:
        return next(e for e in self.ledger if e.url == url)


def read(folder: Path, name: str = "*.warc.gz") -> Iterator[tuple[str, str, dict[str, str], bytes]]:
    for path in sorted(folder.rglob(name)):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False, record_types=WarcRecordType.any_type):
                headers: dict[str, str] = {}
                for name, value in record.headers.items():
                    headers[name] = f"{headers[name]}, {value}" if name in headers else value
                kind = headers["WARC-Type"]
                yield kind, headers.get("WARC-Target-URI", ""), headers, record.reader.read()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("wire")
    scripts = dict(SENT)
    scripts |= {path: Script(data=early + whole()) for path, early in EARLIER.items()}
    scripts |= {path: Script(data=whole() + more) for path, more in BEYOND.items()}
    scripts |= {path: script for path, (script, _) in CUT.items()} | UNREADABLE
    with WireServer(folder / "server", scripts) as server:
        rows: list[Any] = [f"http://wire.example{path}" for path in scripts]
        rows += [f"https://wire.example{path}" for path in SECURE]
        rows.append({"url": "http://wire.example/posted", "method": "POST", "body": "k=v&u=%C3%A9"})
        rows.append({"url": "http://wire.example/plain", "method": "HEAD"})
        archive = folder / "archive"
        report = archive_urls(
            rows,
            to=archive,
            pace=0,
            timeout=3,
            connect_to=server.connect_to,
            ca_file=server.authority.ca_file,
        )
        assert report.manifest is not None
        manifest = load_manifest(open_archive(archive), report.manifest)
        yield Kept(server, list(read(archive)), manifest.ledger, len(manifest.robots))


@pytest.mark.parametrize("path", SENT)
def test_an_answer_is_kept_as_it_was_sent(kept: Kept, path: str) -> None:
    found = [f for f in kept.of("response", f"http://wire.example{path}") if f[1] == SENT[path].data]
    assert len(found) == len([s for s in kept.server.asked(path) if s.request.startswith(b"GET")]) - (
        path in SECURE
    )
    assert all("WARC-Truncated" not in header for header, _ in found)
    assert found[0][0]["WARC-IP-Address"] == "127.0.0.1"
    assert found[0][0]["WARC-Protocol"] == ("http/1.0" if path == "/http10" else "http/1.1")


@pytest.mark.parametrize("path", [*SENT, *EARLIER, *BEYOND, *CUT, *UNREADABLE, "/posted"])
def test_every_request_is_kept_as_it_was_sent(kept: Kept, path: str) -> None:
    written = sorted(
        b for scheme in ("http", "https") for _, b in kept.of("request", f"{scheme}://wire.example{path}")
    )
    assert written == sorted(seen.request for seen in kept.server.asked(path))
    assert written


@pytest.mark.parametrize("path", EARLIER)
def test_interim_answers_stand_in_the_metadata(kept: Kept, path: str) -> None:
    url = f"http://wire.example{path}"
    assert kept.only("response", url)[1] == whole()
    assert b"interimResponses: HTTP/1.1 10" in kept.only("metadata", url)[1]


def test_bytes_beyond_the_message_are_left_out_and_counted(kept: Kept) -> None:
    url = "http://wire.example/beyond"
    assert kept.only("response", url)[1] == whole()
    assert b"excessBytes: %d" % len(BEYOND["/beyond"]) in kept.only("metadata", url)[1]


@pytest.mark.parametrize("path", CUT)
def test_a_cut_answer_is_kept_and_marked(kept: Kept, path: str) -> None:
    script, cause = CUT[path]
    url = f"http://wire.example{path}"
    found = kept.of("response", url)
    assert len(found) == len(kept.server.asked(path)) == 2  # asked again once
    assert all(block == script.data and header["WARC-Truncated"] == cause for header, block in found)
    assert kept.entry(url).end == "failed"


@pytest.mark.parametrize("path", UNREADABLE)
def test_what_is_no_answer_has_a_request_and_a_reason(kept: Kept, path: str) -> None:
    url = f"http://wire.example{path}"
    assert not kept.of("response", url)
    assert all(b"fetchError: " in block for _, block in kept.of("metadata", url))
    entry = kept.entry(url)
    assert entry.end == "failed"
    assert entry.note
    assert entry.where is not None


@pytest.mark.parametrize("path", SECURE)
def test_a_tls_answer_names_its_protocol_and_cipher(kept: Kept, path: str) -> None:
    header, block = kept.only("response", f"https://wire.example{path}")
    assert block == SENT[path].data
    assert header["WARC-Protocol"] == "http/1.1, tls/1.3"
    assert header["WARC-Cipher-Suite"].startswith("TLS_")
    assert b"certificateSha256: " in kept.only("metadata", f"https://wire.example{path}")[1]


def test_robots_txt_is_kept_too_and_asked_once_for_each_origin(kept: Kept) -> None:
    assert len(kept.server.asked("/robots.txt")) == kept.robots == 2
    assert kept.only("response", "http://wire.example/robots.txt")[1].startswith(b"HTTP/1.1 404")
    assert kept.only("response", "https://wire.example/robots.txt")


def test_records_that_others_can_check(kept: Kept) -> None:
    assert {kind for kind, *_ in kept.records} == {"warcinfo", "response", "request", "metadata"}
    requests = sum(kind == "request" for kind, *_ in kept.records)
    assert requests == len(kept.server.seen)
