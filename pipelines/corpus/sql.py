"""Free SQL: one SELECT of a stranger, in a child process that can read the tables and nothing else.

The child gets the pinned metadata file of each table and read-only keys, so an answer is of one snapshot
and no catalog is asked. What each lock stops was tried one by one: the check for a single SELECT stops
secrets, settings, COPY, ATTACH and INSTALL (which goes to the network although external access is off);
allowed folders and the locked configuration stop everything that a SELECT can name; the parent's kill ends
what DuckDB does not interrupt (a gigabyte of ``repeat``, a regular expression gone wild).
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from weakref import finalize

import pyarrow as pa

from pipelines.archive.store import Keys
from pipelines.corpus.membership import Collection
from pipelines.corpus.schemas import TABLES
from pipelines.corpus.tables import Tables
from pipelines.errors import CorpusError, QueryError


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
    box = boxes.take()
    try:
        code, out, said = box.answer(json.dumps(spec).encode(), limits.seconds + limits.patience)
    finally:
        box.close()
    boxes.make_ready()
    if code == 0:
        with pa.ipc.open_stream(out) as answer:
            return answer.read_all()
    if code == 2:
        raise QueryError(said)
    raise CorpusError(
        f"the SQL process ended with status {code}: {said or 'it used too much memory or was killed'}"
    )


def pin(tables: Tables, name: str) -> str:
    """The present metadata file."""
    location: str = tables.load(name).metadata_location
    return location


class Box:
    """A child process in a folder of its own, for one statement; what nobody asks ends with whoever started it."""

    def __init__(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="coranto-sql-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "pipelines.corpus.sqlbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder.name,
            env={"PATH": "/usr/bin:/bin", "HOME": folder.name, "LC_ALL": "C.UTF-8", "TMPDIR": folder.name},
            start_new_session=True,
        )
        self.close = finalize(self, _ended, self.process, folder)

    def answer(self, spec: bytes, seconds: float) -> tuple[int, bytes, str]:
        """Exit status, standard output and the last line of what was said."""
        try:
            out, err = self.process.communicate(spec, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise QueryError(
                "SQL: no answer in time and no reaction to the interrupt; ask for less"
            ) from None
        lines = err.decode("utf-8", "replace").strip().splitlines()
        return self.process.returncode, out, lines[-1].strip() if lines else ""


def _ended(process: "subprocess.Popen[bytes]", folder: "tempfile.TemporaryDirectory[str]") -> None:
    process.kill()
    process.communicate()
    folder.cleanup()


class Boxes:
    """A box is made ready while nobody asks, from the second statement on: most programs ask only one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: Box | None = None
        self._asked = 0

    def take(self) -> Box:
        """The one that is ready, or a new one."""
        with self._lock:
            box, self._ready = self._ready, None
            self._asked += 1
        if box is not None and box.process.poll() is None:
            return box
        if box is not None:
            box.close()
        return Box()

    def make_ready(self) -> None:
        """Start the next one."""
        with self._lock:
            if self._ready is None and self._asked > 1:
                self._ready = Box()
