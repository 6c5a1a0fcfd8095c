"""Bringing the merged index up to the archive: new manifests become a small run, small runs larger ones.

As in a log-structured merge tree: what is new is written at once, in memory-sized batches, and is visible from
then on; runs are merged so that each is several times as long as all that are shorter, which leaves a lookup
few runs to ask. While a long merge goes on, captures that arrive are still taken in.
"""

import fcntl
import hashlib
import heapq
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import orjson

from pipelines.archive import Archive
from pipelines.archive.attempt import disk, write_durably
from pipelines.archive.manifest import FORMAT as MANIFEST
from pipelines.archive.manifest import Stored
from pipelines.archive.manifests import keys, new_id
from pipelines.archive.shards import FORMAT, STATE, names
from pipelines.archive.zipnum import Cache, Run, write
from pipelines.errors import ArchiveError, ManifestError, StoreUnreachable, WarcError

log = logging.getLogger(__name__)
BATCH = 64 << 20
"""Bytes of lines that are sorted in memory."""
SMALL = 10
"""Blocks: shorter runs are merged whenever something arrives."""
RATIO = 8
"""How many times as long as all shorter runs together a run must be, to be left alone."""
FAN = 100
"""Runs that are merged at once; each takes a block of memory."""
READERS = 8
PAUSE = 10.0
"""Seconds between two looks at the archive,"""
LONGEST = 30.0
"""or as many where listing it takes long."""

Progress = Callable[[str], None]


def refresh(archive: Archive, *, progress: Progress = lambda line: None) -> bool:
    """Take in what was committed since; False where another process is at it, whose work will do."""
    if archive.shards is None:
        raise ArchiveError(f"{archive}: no folder for the index of captures; pass shards= to open_archive")
    with disk(archive.shards):
        archive.shards.mkdir(parents=True, exist_ok=True)
    with _only_one(archive.shards) as alone:
        if alone:
            Merger(archive, archive.shards, progress).step()
        return alone


def follow(archive: Archive, stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Keep the index up to the archive until ``stop`` is set; what fails is said and tried again."""
    wait = pause
    while not stop.is_set():
        start = time.monotonic()
        try:
            refresh(archive)
            wait = max(pause, min(5 * (time.monotonic() - start), LONGEST))
        except ArchiveError as e:
            wait = min(wait * 2, 60.0)
            log.warning("captures cannot be indexed, next try in %.0f s: %s", wait, " ".join(str(e).split()))
        stop.wait(wait)


@contextmanager
def following(archive: Archive) -> Iterator[None]:
    """:func:`follow` in a thread of its own, until the end of the block."""
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(archive, stop), name="captures", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)  # a merge that takes longer is begun again by the next process


class Merger:
    """Holds the runs while they are changed."""

    def __init__(self, archive: Archive, folder: Path, progress: Progress) -> None:
        self._archive = archive
        self._folder = folder
        self._progress = progress
        self._named, self._runs = _sound(folder)
        self._looked = 0.0

    def step(self) -> None:
        """Take in what is new, then merge what has become due."""
        self._sweep()
        self._arrivals()
        while due := _due(self._runs):
            self._merge(due)
        self._sweep()

    def _arrivals(self) -> None:
        """Write what no run has. A run of which a manifest has gone is forgotten, and its others read again."""
        listed = set(keys(self._archive))
        runs = [run for run in self._runs if run.sources <= listed]
        if [run.name for run in runs] != self._named:
            self._publish(runs)
        new = sorted(listed.difference(*(run.sources for run in runs)))
        lines: list[bytes] = []
        sources: list[str] = []
        size = 0
        for number, (key, found) in enumerate(_indexes(self._archive, new), 1):
            lines += found
            sources.append(key)
            size += sum(map(len, found))
            if size >= BATCH or number == len(new):
                self._write(lines, sources)
                self._progress(f"{number} of {len(new)} manifests indexed")
                lines, sources, size = [], [], 0
        if sources:
            self._write(lines, sources)
        self._looked = time.monotonic()

    def _write(self, lines: list[bytes], sources: list[str]) -> None:
        lines.sort()
        self._publish([*self._runs, self._made(iter(lines), sources, lambda: None)])

    def _merge(self, due: list[Run]) -> None:
        def told() -> None:
            self._progress(f"merging {len(due)} runs")
            if time.monotonic() - self._looked > PAUSE:
                self._arrivals()

        made = self._made(
            heapq.merge(*(run.lines() for run in due)), frozenset().union(*(run.sources for run in due)), told
        )
        self._publish([*(run for run in self._runs if run not in due), made])

    def _made(
        self, lines: Iterator[bytes], sources: list[str] | frozenset[str], told: Callable[[], None]
    ) -> Run:
        folder = self._folder / new_id()
        write(folder, lines, sources, told)
        return Run(folder, Cache(0))

    def _publish(self, runs: list[Run]) -> None:
        named = [run.name for run in runs]
        state = {"format": FORMAT, "archive": str(self._archive), "runs": named}
        write_durably(self._folder / STATE, orjson.dumps(state))
        self._named, self._runs = named, runs

    def _sweep(self) -> None:
        """Remove the folders of runs that do not count; whoever has them open can read on."""
        held = {run.name for run in self._runs}
        for path in self._folder.iterdir():
            if path.is_dir() and path.name not in held:
                shutil.rmtree(path, ignore_errors=True)


def _due(runs: list[Run]) -> list[Run]:
    """The runs to merge next, the shortest first."""
    due: list[Run] = []
    total = 0
    for run in sorted(runs, key=len):
        if len(due) == FAN or (due and len(run) >= max(SMALL, RATIO * total)):
            break
        due.append(run)
        total += len(run)
    return due if len(due) > 1 else []


def _sound(folder: Path) -> tuple[list[str] | None, list[Run]]:
    """The runs that are named, and those that can be read; the others' captures are read again."""
    found = []
    try:
        named = names(folder) if (folder / STATE).exists() else None
    except ArchiveError as e:
        log.warning("indexing the archive again: %s", e)
        named = None
    for name in named or ():
        try:
            run = Run(folder / name, Cache(0))
            len(run.sources)
            found.append(run)
        except (ArchiveError, OSError) as e:
            log.warning("indexing part of the archive again: %s", e)
    return named, found


def _indexes(archive: Archive, manifests: list[str]) -> Iterator[tuple[str, list[bytes]]]:
    """The lines of each manifest, in their order; a manifest that cannot be read is said and left out."""
    with ThreadPoolExecutor(READERS) as pool:
        for at in range(0, len(manifests), 256):
            part = manifests[at : at + 256]
            for key, found in zip(part, pool.map(lambda key: _lines(archive, key), part), strict=True):
                if found is not None:
                    yield key, found


def _lines(archive: Archive, key: str) -> list[bytes] | None:
    try:
        return [line for stored, warc in _named(archive, key) for line in _index(archive, stored, warc)]
    except StoreUnreachable:
        raise
    except ArchiveError as e:
        log.warning("not indexed, tried again later: %s", e)
        return None


def _named(archive: Archive, key: str) -> Iterator[tuple[Stored, str]]:
    """CDXJ and key of each WARC file that a manifest names; its long ledger is passed over."""
    try:
        raw = orjson.loads(archive.objects.read(key))
        if raw["format"] != MANIFEST:
            raise ManifestError(f"{key}: format {raw['format']!r}, not {MANIFEST!r}; use a newer coranto")
        for warc in raw["warcs"]:
            yield Stored(**warc["cdxj"]), warc["warc"]["key"]
    except (ValueError, KeyError, TypeError) as e:
        raise ManifestError(f"{key}: not a manifest: {e}; run coranto check") from e


def _index(archive: Archive, stored: Stored, warc: str) -> list[bytes]:
    """Its lines, naming the WARC by its whole key, so that a replay finds it below the archive."""
    data = archive.objects.read(stored.key)
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise WarcError(f"{stored.key}: not the index that was committed; run coranto check")
    name = orjson.dumps(warc.rpartition("/")[2])
    data = data.replace(b'"filename":%b' % name, b'"filename":%b' % orjson.dumps(warc))
    return data.splitlines(keepends=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
