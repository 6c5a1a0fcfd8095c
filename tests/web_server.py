"""A small HTTP/1.1 server for tests: many hosts, TLS by SNI, and a log of every answer it finished sending.

Threads and blocking sockets on purpose: ``sendall`` returns only when the kernel has taken every byte, so a
line in the log means that the answer was really sent. What to answer is a plain function.
"""

import gzip
import hashlib
import json
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from certificates import Authority

LOOPBACK = "127.0.0.1"
LINE = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the client asked for; header names are in lower case."""

    method: str
    scheme: str
    host: str
    target: str
    headers: Mapping[str, str]
    client: int = 0
    """Port at the client's end."""
    arrived: str = ""
    """When it was read, ISO 8601; an answer may be sent much later, on a busy machine or by plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to send. The body is sent as it stands, after content coding has been applied."""

    status: int = 200
    media_type: str | None = "text/html; charset=utf-8"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    logged: bool = True


def conditional(request: Request, answer: Answer, *, modified: datetime, etag: str) -> Answer:
    """The answer with validators, or 304 where the client holds this very state already (RFC 9110 §13)."""
    stamp = format_datetime(modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    validators = (("ETag", etag), ("Last-Modified", stamp))
    held = request.headers.get("if-none-match")
    if held is not None:
        same = any(tag.strip().removeprefix("W/") == etag.removeprefix("W/") for tag in held.split(","))
    else:
        same = _not_since(request.headers.get("if-modified-since"), modified)
    if same:
        return Answer(status=304, media_type=None, headers=validators)
    return replace(answer, headers=(*answer.headers, *validators))


def _not_since(since: str | None, modified: datetime) -> bool:
    if since is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def gzipped(request: Request, answer: Answer) -> Answer:
    """The answer gzipped, where the client takes that and the body is not gzip already."""
    if (
        answer.status != 200
        or answer.body[:2] == b"\x1f\x8b"
        or "gzip" not in request.headers.get("accept-encoding", "")
    ):
        return answer
    headers = (*answer.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return replace(answer, body=gzip.compress(answer.body, 6, mtime=0), headers=headers)


class AccessLog:
    """One JSON line for each answer sent to its last byte; written at once, in one ``write``."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o644)

    def add(self, request: Request, answer: Answer, sent: int) -> None:
        """Log a finished answer; ``sha256`` is that of the payload: content coding kept, chunking removed."""
        body = answer.body if sent else b""
        line = {
            "time": datetime.now(UTC).isoformat(),
            "arrived": request.arrived,
            "method": request.method,
            "scheme": request.scheme,
            "host": request.host,
            "path": request.target,
            "status": answer.status,
            "bytes": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "user_agent": request.headers.get("user-agent", ""),
        }
        os.write(self._fd, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def close(self) -> None:
        """No more lines."""
        os.close(self._fd)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    server: "_Server"

    def setup(self) -> None:
        if self.server.tls is not None:
            self.request.settimeout(self.timeout)
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        # A client that goes away, by plan or by kill, is no news: what was not sent is not logged.
        try:
            super().handle()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    def finish(self) -> None:
        super().finish()
        if self.server.tls is not None:  # the server itself closes only the socket under the TLS
            self.request.close()

    def _serve(self) -> None:
        arrived = datetime.now(UTC).isoformat()
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        scheme = "https" if self.server.tls is not None else "http"
        request = Request(
            method=self.command,
            scheme=scheme,
            host=host.lower(),
            target=self.path,
            headers=headers,
            client=self.client_address[1],
            arrived=arrived,
        )
        answer = self.server.respond(request)
        sent = self._send(answer)
        if self.server.log is not None and answer.logged:
            self.server.log.add(request, answer, sent)

    do_GET = do_HEAD = do_POST = _serve  # noqa: N815  (the names http.server calls)

    def _send(self, answer: Answer) -> int:
        self.send_response(answer.status)
        if answer.media_type is not None:
            self.send_header("Content-Type", answer.media_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        bodiless = self.command == "HEAD" or answer.status in {204, 304}
        if answer.chunked and not bodiless:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.status not in {204, 304}:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if bodiless:
            return 0
        self.wfile.write(_chunks(answer.body) if answer.chunked else answer.body)
        return len(answer.body)

    def version_string(self) -> str:
        return "press"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing on stderr: the access log is a file."""


def _chunks(body: bytes, size: int = 1500) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256
    respond: Callable[[Request], Answer]
    tls: ssl.SSLContext | None = None
    log: AccessLog | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # ssl.SSLError is one too: a client that trusts another root
            super().handle_error(request, client_address)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for our name, which can take seconds.
        socket.setdefaulttimeout(None)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])


def listen(port: int, respond: Callable[[Request], Answer]) -> _Server:
    """A server bound on loopback; ``0`` takes any free port."""
    try:
        server = _Server((LOOPBACK, port), _Handler)
    except OSError as e:
        raise SystemExit(
            f"port {port} on {LOOPBACK} cannot be had: {e.strerror}; free it or name another"
        ) from e
    server.respond = respond
    return server


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the server listens; remembered in ``ports.json`` so that a restart keeps them."""

    http: int = 0
    https: int = 0
    control: int = 0

    def or_else(self, other: "Ports") -> "Ports":
        """These ports, and the other's where ours are 0."""
        return Ports(
            http=self.http or other.http,
            https=self.https or other.https,
            control=self.control or other.control,
        )


def remembered(folder: Path) -> Ports:
    """The ports of an earlier start in this folder; zeros where there was none."""
    path = folder / "ports.json"
    if not path.exists():
        return Ports()
    held = json.loads(path.read_text())
    return Ports(http=held["http"], https=held["https"], control=held.get("control", 0))


class WebServer:
    """http and https on loopback, and a control port that is never logged; a context manager."""

    def __init__(self, folder: Path, respond: Callable[[Request], Answer], wanted: Ports = Ports()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.authority = Authority(folder)
        self._log = AccessLog(folder / "access.jsonl")
        ports = wanted.or_else(remembered(folder))
        plain, secure = listen(ports.http, respond), listen(ports.https, respond)
        secure.tls = self.authority.by_sni("press.example")
        plain.log = secure.log = self._log
        self._control_port = ports.control
        self._servers = [plain, secure]

    def control(self, respond: Callable[[Request], Answer]) -> None:
        """Answer on the control port too."""
        self._servers.append(listen(self._control_port, respond))

    @property
    def ports(self) -> Ports:
        """The ports in use."""
        numbers = [int(server.server_port) for server in self._servers]
        return Ports(http=numbers[0], https=numbers[1], control=numbers[2] if len(numbers) > 2 else 0)

    def write_ports(self, connect_to: str, **more: object) -> None:
        """Write ``ports.json``: the ports, and the ready-made value of ``CORANTO_CONNECT_TO``."""
        ports = self.ports
        held = {"http": ports.http, "https": ports.https, "control": ports.control, "connect_to": connect_to}
        path = self.folder / "ports.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps({**held, "ca_file": str(self.authority.ca_file), **more}, indent=1) + "\n")
        part.replace(path)

    def __enter__(self) -> "WebServer":
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._log.close()


def connect_to(hosts: tuple[str, ...], ports: Ports) -> str:
    """curl's ``--connect-to`` for these hosts, or for every host where none is named."""
    pairs = ((80, ports.http), (443, ports.https))
    return ",".join(f"{host}:{port}:{LOOPBACK}:{ours}" for host in hosts or ("",) for port, ours in pairs)


def termination() -> threading.Event:
    """Set by SIGTERM or SIGINT from now on; to be asked for before anybody is told that all is ready."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended
