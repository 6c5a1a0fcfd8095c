"""A server that sends exactly the bytes it is told, and keeps what crossed each connection."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from certificates import Authority

ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Script:
    """What to send for one path, and how the connection ends."""

    data: bytes
    end: str = "keep"
    """keep, close (``goodbye``: over TLS with an alert), reset, stall (for ten seconds), abandon (the next request
    on the connection gets no answer), late (what is behind the pause is sent before the next answer), idle (what is
    behind the pause is sent while nothing is asked), half (only our side ends, and we wait for the other) or garble
    (what is no TLS at all breaks that)."""
    pause_at: int | None = None
    """Where to wait for a moment, so that the answer arrives in two pieces."""
    step: int = 0
    """So many bytes at a time, in drips; 0 for all at once."""


@dataclass(kw_only=True)
class Seen:
    """One exchange as the server saw it."""

    path: str
    request: bytes
    sent: bytes
    at: float = field(default_factory=time.time)


class WireServer:
    """Plain and TLS on loopback; a context manager."""

    def __init__(self, folder: Path, scripts: Mapping[str, Script]) -> None:
        self.scripts = scripts
        self.seen: list[Seen] = []
        self.connections = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.authority = Authority(folder)
        self._plain, self._secure = _listening(), _listening()
        self._tls = self.authority.by_sni("wire.example")
        self._open = True

    @property
    def port(self) -> int:
        return int(self._plain.getsockname()[1])

    @property
    def tls_port(self) -> int:
        return int(self._secure.getsockname()[1])

    @property
    def connect_to(self) -> str:
        """CONNECT_TO for every host."""
        return f":80:127.0.0.1:{self.port},:443:127.0.0.1:{self.tls_port}"

    def asked(self, path: str) -> list[Seen]:
        """Exchanges for a path."""
        return [one for one in self.seen if one.path == path]

    def __enter__(self) -> "WireServer":
        for listening, tls in ((self._plain, None), (self._secure, self._tls)):
            threading.Thread(target=self._accept, args=(listening, tls), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        for listening in (self._plain, self._secure):
            listening.close()

    def _accept(self, listening: socket.socket, tls: ssl.SSLContext | None) -> None:
        while self._open:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection, tls), daemon=True).start()

    def _serve(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as wire:
                late = b""
                while request := _request(wire):
                    wire.sendall(late)
                    script = self.scripts.get(_path(request), Script(data=ROBOTS))
                    if not self._answer(wire, request):
                        return
                    late = script.data[script.pause_at :] if script.end == "late" else b""
                    if script.end == "abandon":
                        if request := _request(wire):
                            self.seen.append(Seen(path=_path(request), request=request, sent=b""))
                        return
        except OSError:
            return

    def _answer(self, wire: socket.socket, request: bytes) -> bool:
        path = _path(request)
        script = self.scripts.get(path, Script(data=ROBOTS))
        self.seen.append(Seen(path=path, request=request, sent=script.data))
        if script.pause_at is not None:
            wire.sendall(script.data[: script.pause_at])
            time.sleep(0.05)
        if script.end != "late":
            rest = script.data[script.pause_at :]
            for at in range(0, len(rest), script.step or len(rest) or 1):
                wire.sendall(rest[at : at + (script.step or len(rest))])
                time.sleep(0.01 if script.step else 0)
        if script.end == "half":
            wire.shutdown(socket.SHUT_WR)
            while wire.recv(65536):
                pass
        if script.end == "garble":
            time.sleep(0.1)
            os.write(wire.fileno(), b"HTTP/1.1 400 Bad Request\r\n\r\n")  # as a broken proxy does
            time.sleep(0.1)
        if script.end == "stall":
            time.sleep(10)
        if script.end == "reset":
            time.sleep(0.2)  # let the peer read first
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if script.end == "goodbye" and isinstance(wire, ssl.SSLSocket):
            wire.settimeout(1)
            wire.unwrap()
        return script.end in ("keep", "abandon", "late", "idle")


def _listening() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    return listening


def _path(request: bytes) -> str:
    return request.split(b" ", 2)[1].decode("latin-1")


def _request(wire: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = wire.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += wire.recv(65536)
    return head + b"\r\n\r\n" + body
