"""A callback sees of an answer what Scrapy's own handler and middlewares show of it; only it comes unpacked once."""

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from crawler_wire import Script, WireServer

PAGE = "<html><head><title>Fähre</title></head><body>".encode() + b"<p>A story, told again.</p>" * 200
DATA = bytes(range(256)) * 20
OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def whole(*headers: bytes, body: bytes = PAGE, status: bytes = OK) -> bytes:
    return status + b"".join(headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def coded(coding: bytes) -> bytes:
    return b"Content-Encoding: %b\r\n" % coding


RAW = zlib.compressobj(6, zlib.DEFLATED, -15)
DEFLATED = RAW.compress(PAGE) + RAW.flush()
PACKED = gzip.compress(PAGE, mtime=0)
SAME = {
    "/plain": Script(data=whole(HTML)),
    "/undeclared": Script(data=whole(b"X-A: 1\r\n", b"x-a: 2\r\n")),
    "/gzip": Script(data=whole(HTML, coded(b"gzip"), body=PACKED)),
    "/x-gzip": Script(data=whole(HTML, coded(b"X-GZIP"), body=PACKED)),
    "/deflate": Script(data=whole(HTML, coded(b"deflate"), body=zlib.compress(PAGE))),
    "/raw-deflate": Script(data=whole(HTML, coded(b"deflate"), body=DEFLATED)),
    "/br": Script(data=whole(HTML, coded(b"br"), body=brotli.compress(PAGE))),
    "/zstd": Script(data=whole(HTML, coded(b"zstd"), body=zstandard.compress(PAGE))),
    "/twice": Script(data=whole(HTML, coded(b"br, gzip"), body=gzip.compress(brotli.compress(PAGE)))),
    "/two-lines": Script(
        data=whole(HTML, coded(b"br"), coded(b"gzip"), body=gzip.compress(brotli.compress(PAGE)))
    ),
    "/unknown": Script(data=whole(HTML, coded(b"rot13"), body=PAGE)),
    "/no-gzip": Script(data=whole(HTML, coded(b"gzip"), body=b"plain after all")),
    "/identity": Script(data=whole(HTML, coded(b"identity"))),
    "/cut-gzip": Script(data=whole(HTML, coded(b"gzip"), body=PACKED[: len(PACKED) // 2])),
    "/members": Script(data=whole(HTML, coded(b"gzip"), body=PACKED + PACKED)),
    "/bomb": Script(data=whole(HTML, coded(b"gzip"), body=gzip.compress(bytes(2 << 20)))),
    "/bomb-br": Script(data=whole(HTML, coded(b"br"), body=brotli.compress(bytes(2 << 20)))),
    "/long": Script(data=whole(HTML, body=bytes(2 << 20))),
    "/data": Script(data=whole(b"Content-Type: image/png\r\n", body=DATA)),
    "/chunked": Script(
        data=OK + HTML + coded(b"gzip") + b"Transfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED), PACKED)
    ),
    "/by-close": Script(data=OK + HTML + b"\r\n" + PAGE, end="close"),
    "/cut": Script(data=whole(HTML)[:-50], end="close"),
    "/cut-head": Script(data=whole(HTML)[:20], end="close"),
    "/none": Script(data=b"", end="close"),
    "/no-http": Script(data=b"220 mail.example ESMTP\r\n\r\n", end="close"),
    "/empty": Script(data=whole(HTML, body=b"")),
    "/gone": Script(data=whole(HTML, status=b"HTTP/1.1 410 Gone\r\n")),
    "/moved": Script(data=whole(b"Location: /plain\r\n", body=b"", status=b"HTTP/1.1 302 Found\r\n")),
    "/old": Script(data=whole(HTML, status=b"HTTP/1.0 200 OK\r\n"), end="close"),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Any, Any]]]:
    folder = tmp_path_factory.mktemp("handed-on")
    with WireServer(folder / "web", SAME) as server:
        asked = [["GET", f"http://127.0.0.1:{server.port}{path}"] for path in SAME]
        asked += [["HEAD", f"http://127.0.0.1:{server.port}/gzip"]]
        asked += [["GET", f"https://127.0.0.1:{server.tls_port}/gzip"]]
        program = Path(__file__).with_name("handed_on.py")
        run = subprocess.run(
            [sys.executable, str(program), json.dumps(asked), str(folder)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        yield dict(zip([*SAME, "HEAD", "https"], json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("path", [*SAME, "HEAD", "https"])
def test_a_callback_sees_what_scrapy_itself_shows(seen: dict[str, tuple[Any, Any]], path: str) -> None:
    theirs, ours = seen[path]
    assert ours == theirs
    assert ours is not None


def test_what_unpacks_to_more_than_is_wanted_is_ignored(seen: dict[str, tuple[Any, Any]]) -> None:
    assert [seen[path][1] for path in ("/bomb", "/bomb-br", "/long")] == [
        "IgnoreRequest", "IgnoreRequest", "DownloadCancelledError",
    ]  # fmt: skip
    assert bytes.fromhex(seen["/gzip"][1]["body"]) == PAGE
