"""A relay before a real S3 server, which does to single requests what networks and servers do."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from weed import Weed, running_weed

HOP = {"connection", "keep-alive", "transfer-encoding", "expect"}
ERROR = b"<?xml version='1.0'?><Error><Code>%b</Code><Message>planted</Message></Error>"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request on its way to the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def uploads(self) -> bool:
        """Does it put something into the archive?"""
        return self.method == "PUT" and self.path.startswith("/archive/")


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer on its way back; None in place of one closes the connection without any."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


Forward = Callable[[Asked], Said]
Fault = Callable[[Asked, Forward], Said | None]


def sound(asked: Asked, forward: Forward) -> Said | None:
    """No fault."""
    return forward(asked)


def refusing(status: int, code: bytes, times: int = 1 << 30) -> Fault:
    """Uploads are answered so, as often as said."""
    left = [times]

    def fault(asked: Asked, forward: Forward) -> Said | None:
        if not asked.uploads or left[0] == 0:
            return forward(asked)
        left[0] -= 1
        return Said(status=status, headers=[("Content-Type", "application/xml")], body=ERROR % code)

    return fault


def slow(asked: Asked, forward: Forward) -> Said | None:
    """Every answer takes a while."""
    time.sleep(0.4)
    return forward(asked)


def silent(asked: Asked, forward: Forward) -> Said | None:
    """Uploads vanish: nothing is stored, nobody answers."""
    return None if asked.uploads else forward(asked)


def answers_lost(asked: Asked, forward: Forward) -> Said | None:
    """Uploads are stored, but their first answer is lost."""
    said = forward(asked)
    return None if asked.uploads and said.status == 200 else said


def flipped_upload(asked: Asked, forward: Forward) -> Said | None:
    """A bit of every uploaded object flips on its way; its checksum is then wrong."""
    if asked.uploads:
        body = bytearray(asked.body)
        body[len(body) // 2] ^= 1
        asked = Asked(method=asked.method, path=asked.path, headers=asked.headers, body=bytes(body))
    return forward(asked)


def flipped_download(asked: Asked, forward: Forward) -> Said | None:
    """A bit of every WARC file flips when it is read."""
    said = forward(asked)
    if asked.method != "GET" or not asked.path.endswith(".warc.gz") or len(said.body) < 200:
        return said
    body = bytearray(said.body)
    body[len(body) // 2] ^= 1
    return Said(status=said.status, headers=said.headers, body=bytes(body))


class _Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        asked = Asked(method=self.command, path=self.path, headers=headers, body=body)
        try:
            said = self.server.owner.fault(asked, self._forward)
        except OSError:  # the server behind us is gone
            said = None
        if said is None:
            self.close_connection = True
            return
        self.send_response_only(said.status)
        for name, value in said.headers:
            if name.lower() not in HOP | {"content-length"}:
                self.send_header(name, value)
        length = next((v for n, v in said.headers if n.lower() == "content-length"), None)
        self.send_header(
            "Content-Length", length if self.command == "HEAD" and length else str(len(said.body))
        )
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815 - the names http.server calls

    def _forward(self, asked: Asked) -> Said:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.owner.behind, timeout=60)
        try:
            connection.request(asked.method, asked.path, asked.body or None, asked.headers)
            answer = connection.getresponse()
            return Said(status=answer.status, headers=answer.getheaders(), body=answer.read())
        except http.client.HTTPException as e:
            raise ConnectionError(str(e)) from e
        finally:
            connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing on stderr."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: "FaultyS3"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed is no news."""


class FaultyS3:
    """The relay; set :attr:`fault` at any time. A context manager."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.fault: Fault = sound
        self._server = _Server(("127.0.0.1", 0), _Relay)
        self._server.owner = self

    @property
    def endpoint(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FaultyS3":
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def weed() -> Iterator[Weed]:
    """A real S3 server for one test file."""
    with running_weed(table_bucket=None) as weed:
        yield weed


@pytest.fixture
def relay(weed: Weed) -> Iterator[FaultyS3]:
    """A relay before it, without a fault."""
    with FaultyS3(weed.ports["s3.port"]) as relay:
        yield relay
