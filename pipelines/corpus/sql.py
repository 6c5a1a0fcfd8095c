"""Free SQL: one SELECT of a stranger, in a child process that can read the tables and nothing else.

The child gets the pinned metadata file of each table and read-only keys, so an answer is of one snapshot
and no catalog is asked. What each lock stops was tried one by one: the check for a single SELECT stops
secrets, settings, COPY, ATTACH and INSTALL (which goes to the network although external access is off);
allowed folders and the locked configuration stop everything that a SELECT can name; the parent's kill ends
what DuckDB does not interrupt (a gigabyte of ``repeat``, a regular expression gone wild).

The child is a copy of a process that has all of that open and never reads a statement, see :mod:`.sqlbox`; it takes some
milliseconds to begin where a program of its own takes half a second.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from typing import Any
from weakref import finalize

import pyarrow as pa

from pipelines.archive.store import Keys
from pipelines.corpus.membership import Collection
from pipelines.corpus.schemas import TABLES
from pipelines.corpus.tables import Tables
from pipelines.errors import CorpusError, QueryError

STARTED = 120.0
"""Seconds until a process for a statement has to be there: it reads the metadata of the tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one statement may use."""

    seconds: float = 30.0
    memory_mb: int = 1000
    rows: int = 1_000_000
    mb: int = 512
    """Size of the answer in memory."""
    patience: float = 15.0
    """Seconds more until a process that does not heed the interrupt is killed."""


def run(
    tables: Tables,
    keys: Keys | None,
    text: str,
    limits: Limits | None,
    collections: Iterable[Collection],
    boxes: "Boxes",
) -> pa.Table:
    """The answer of one SELECT over the tables and views."""
    limits = limits or Limits()
    pinned = {name: pin(tables, name) for name in TABLES}
    members = [[c.name, str(c.version), site] for c in collections for site in c.sites]
    spec = {"sql": text, "tables": pinned, "keys": asdict(keys) if keys else None, "limits": asdict(limits),
            "members": members}  # fmt: skip
    box = boxes.begin(spec)
    try:
        said = box.answer(limits.seconds + limits.patience)
    finally:
        box.close()
    if said[:1] == b"\2":
        raise QueryError(said[1:].decode())
    with suppress(pa.ArrowInvalid, OSError):
        found = pa.ipc.open_stream(memoryview(said)[9:]).read_all()
        if found.num_rows == int.from_bytes(said[1:9]):
            return found
    raise CorpusError("the SQL process ended without an answer; it used too much memory or was killed")


def pin(tables: Tables, name: str) -> str:
    """The present metadata file."""
    location: str = tables.load(name).metadata_location
    return location


class Box:
    """A process in a folder of its own, for one statement."""

    def __init__(self, first: "socket.socket", spec: dict[str, Any]) -> None:
        with ExitStack() as undone:
            folder = tempfile.TemporaryDirectory(prefix="coranto-sql-", ignore_cleanup_errors=True)
            undone.callback(folder.cleanup)
            line, other = socket.socketpair()
            undone.callback(line.close)
            with other:
                socket.send_fds(first, [b"."], [other.fileno()])
            line.sendall(json.dumps(spec | {"folder": folder.name}).encode())
            line.shutdown(socket.SHUT_WR)
            handles = socket.recv_fds(first, 1, 1)[1]
            if not handles:
                raise ConnectionError("what begins them has ended")
            undone.pop_all()
        self.line, self.handle = line, handles[0]
        self.close = finalize(self, _ended, line, self.handle, folder)

    def answer(self, seconds: float) -> bytes:
        """All that it says."""
        end, parts = time.monotonic() + seconds, list[bytes]()
        try:
            while not parts or parts[-1]:
                self.line.settimeout(max(end - time.monotonic(), 0.001))
                parts.append(self.line.recv(1 << 20))
        except TimeoutError:
            raise QueryError(
                "SQL: no answer in time and no reaction to the interrupt; ask for less"
            ) from None
        except ConnectionError:
            return b""
        return b"".join(parts)


def _ended(line: socket.socket, handle: int, folder: "tempfile.TemporaryDirectory[str]") -> None:
    line.close()
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    gone = select.poll()
    gone.register(handle, select.POLLIN)
    gone.poll(10_000)
    os.close(handle)
    folder.cleanup()


class Boxes:
    """The process that begins one for each statement; it is there from the first one on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._first: _First | None = None

    def begin(self, spec: dict[str, Any]) -> Box:
        """A process for one statement."""
        with self._lock:
            if self._first is not None:
                with suppress(OSError):  # it was killed; another one is started
                    return Box(self._first.asks, spec)
                self._first.close()
            self._first = _First()
            try:
                return Box(self._first.asks, spec)
            except OSError as e:
                self._first.close()
                self._first = None
                raise CorpusError(f"SQL: no process could be begun: {e}") from e


class _First:
    """A process that ends with whoever started it."""

    def __init__(self) -> None:
        self.asks, other = socket.socketpair()
        with other:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipelines.corpus.sqlbox"],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={
                    "PATH": "/usr/bin:/bin",
                    "HOME": "/nonexistent",
                    "LC_ALL": "C.UTF-8",
                    "OPENBLAS_NUM_THREADS": "1",
                },
                start_new_session=True,
            )
        self.asks.settimeout(STARTED)
        self.close = finalize(self, _stopped, self.process, self.asks)


def _stopped(process: "subprocess.Popen[bytes]", asks: socket.socket) -> None:
    asks.close()
    process.kill()
    process.wait()
