"""The index of all captures: the CDXJ of every manifest, merged into few sorted runs on a local disk.

Derived: whatever is missing or broken is made again from the archive. ``state.json`` names the runs that
count and is replaced at once; a run never changes, so readers need no lock.
"""

import heapq
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from threading import Lock

import orjson

from pipelines.archive import Archive, cdx
from pipelines.archive.surt import surt
from pipelines.archive.warc import Indexed
from pipelines.archive.zipnum import BLOCKS, Cache, Run
from pipelines.errors import ArchiveError

FORMAT = "coranto shards 1"
STATE = "state.json"


class Shards:
    """The runs of a folder, read as one sorted CDXJ."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cache = Cache(BLOCKS)
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._runs: tuple[Run, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs that count now; none where nothing was merged yet."""
        with self._lock:
            for _ in range(5):
                try:
                    return self._current()
                except FileNotFoundError as e:
                    self._seen, missing = None, e  # merged away since state.json was read: it is a new one
        raise ArchiveError(f"{missing.filename} is missing; it is made again within a minute") from missing

    def scan(self, start: bytes, end: bytes, *, reverse: bool = False) -> Iterator[bytes]:
        """Lines from ``start`` up to but not including ``end``, of all runs.

        A line is told once, even where two manifests name the same file, as imports of two sites may.
        """
        found = [run.scan(start, end, reverse=reverse) for run in self.runs]
        return (line for line, _ in groupby(heapq.merge(*found, reverse=reverse)))

    def firsts(self, start: bytes, end: bytes) -> list[bytes]:
        """What begins the blocks of a range, sorted."""
        return sorted(first for run in self.runs for first in run.firsts(start, end))

    def entry(self, record_id: str, url: str = "") -> Indexed | None:
        """What the index says of a record: at once where its URL is known, else every block is looked through."""
        mark = b'"%b"' % record_id.encode()
        key = surt(url)
        near = self.scan(f"{key} ".encode(), f"{key}!".encode()) if url else iter(())
        for line in chain((line for line in near if mark in line), self._marked(mark)):
            entry = next(cdx.read(line, str(self.folder)))
            if entry.record_id == record_id:
                return entry
        return None

    def _marked(self, mark: bytes) -> Iterator[bytes]:
        for run in self.runs:
            for number in range(len(run)):
                block = run.block(number)
                if mark in block:
                    yield from (line for line in block.splitlines() if mark in line)

    def _current(self) -> tuple[Run, ...]:
        try:
            told = (self.folder / STATE).stat()
        except FileNotFoundError:
            self._runs = ()
            return ()
        seen = told.st_mtime_ns, told.st_ino
        if seen != self._seen:
            held = {run.name: run for run in self._runs}
            self._runs = tuple(
                held.get(name) or Run(self.folder / name, self._cache) for name in names(self.folder)
            )
            self._seen = seen
        return self._runs


def names(folder: Path) -> list[str]:
    """The runs that ``state.json`` names."""
    path = folder / STATE
    try:
        state = orjson.loads(path.read_bytes())
        if state["format"] == FORMAT:
            return [str(name) for name in state["runs"]]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, OSError) as e:
        raise ArchiveError(f"{path} cannot be read ({e}); remove {folder}, it is made again") from e
    raise ArchiveError(f"{path}: another version's index; remove {folder}, it is made again")


def shards_of(archive: Archive) -> Shards | None:
    """The index of an archive, where it has a folder for one."""
    return Shards(archive.shards) if archive.shards else None
