"""The spool: WARC files being written on a local disk, one folder a site, one process at a time.

An exchange is *captured* when :meth:`Spool.write` has returned: its records went down in one unbuffered
``write()``, which survives the death of any process. It is *durable* at most five seconds later.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Self

from pipelines.archive import Archive, cdx, plain, warc
from pipelines.archive.attempt import Attempt, disk, warc_key, warc_name, write_durably
from pipelines.archive.earlier import Earlier
from pipelines.archive.exchange import Copied, Exchange, Kept
from pipelines.archive.finish import ATTEMPT, OPEN, recover, stored
from pipelines.archive.finish import finish as upload_and_commit
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest, RobotsVerdict
from pipelines.archive.store import make_folder, sync_folder
from pipelines.archive.unfinished import mark
from pipelines.errors import ArchiveError, LeaseBusy, WarcError

__all__ = ["Attempt", "Spool", "Taken"]

SYNC_SECONDS = 5.0
Taken = Exchange | Copied | warc.Resource
"""What may be written."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A WARC file being written."""

    path: Path
    key: str
    handle: int
    warcinfo_id: str
    since: float
    size: int = 0
    dirty: bool = False
    entries: list[warc.Indexed] = field(default_factory=list)


class Spool:
    """The WARC files of one attempt, from the first exchange to the commit."""

    def __init__(self, folder: Path, attempt: Attempt, archive: Archive) -> None:
        """Use :meth:`open`."""
        self.folder = folder
        self.attempt = attempt
        self.recovered: tuple[Manifest, ...] = ()
        self.rotate_bytes, self.rotate_seconds = 1 << 30, 900.0
        self._archive = archive
        self._lock_file: IO[str] | None = None
        self._files: list[_Open] = []
        self._current: _Open | None = None
        self._guard = threading.Lock()
        self._failed: OSError | None = None
        """What the disk said when written bytes were to be made durable."""
        self._ended = threading.Event()
        self.earlier = Earlier()
        """What revisits may refer to."""

    @classmethod
    def open(
        cls,
        folder: Path,
        attempt: Attempt,
        archive: Archive,
        *,
        rotate_bytes: int = 1 << 30,
        rotate_seconds: float = 900,
        dedup: bool = True,
        wait: float = 60.0,
    ) -> Self:
        """Take the site's folder (LeaseBusy after ``wait`` seconds), finish what lies there, and be ready."""
        spool = cls(Path(folder, attempt.unit.site), attempt, archive)
        spool.rotate_bytes, spool.rotate_seconds = rotate_bytes, rotate_seconds
        with disk(spool.folder):
            make_folder(spool.folder)
            spool._lock_file = lock(spool.folder, wait)
        try:
            spool.recovered = recover(spool.folder, archive)
            if dedup:
                spool.earlier = Earlier.of(archive, attempt.unit.site)
            write_durably(spool.folder / f"{attempt.id}{ATTEMPT}", plain.encode(attempt))
            mark(archive, attempt, spool.folder)
        except BaseException:
            spool.close()
            raise
        threading.Thread(target=spool._sync_often, name="spool-sync", daemon=True).start()
        return spool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, taken: Taken) -> Kept:
        """Keep one exchange, copied record or document. When this returns, no death of a process can lose it.

        WarcError where what was copied is no whole response record alone.
        """
        match taken:
            case Exchange():
                find = self.earlier.same
                return self._append(lambda file: warc.exchange(taken, file.warcinfo_id, find))
            case Copied():
                indexed = cdx.of_record(_alone(taken), "")
                return self._append(lambda file: warc.copied(indexed, taken, file.warcinfo_id))
            case warc.Resource():
                return self._append(lambda file: warc.resource(taken, file.warcinfo_id))

    def commit(
        self,
        *,
        ledger: Iterable[Entry],
        robots: Iterable[RobotsVerdict] = (),
        complete: bool,
        finish: str,
        stats: dict[str, Any] | None = None,
        requisites: Iterable[Entry] = (),
    ) -> Manifest:
        """Upload everything, the manifest last. Where the store fails, the next :meth:`open` carries on."""
        self._rotate()
        manifest = Manifest(
            id=self.attempt.id,
            unit=self.attempt.unit,
            kind=self.attempt.kind,
            complete=complete,
            finish=finish,
            started=self.attempt.started,
            ended=datetime.now(UTC),
            warcs=tuple(stored(file.path, file.entries) for file in self._files),
            ledger=tuple(ledger),
            robots=tuple(robots),
            hints=self.attempt.hints,
            digests=self.attempt.digests,
            run=self.attempt.run,
            stats=stats or {},
            requisites=tuple(requisites),
        )
        return upload_and_commit(self.folder, self._archive, manifest)

    def close(self) -> None:
        """Let go. What was not committed stays for the next :meth:`open` to finish."""
        self._ended.set()
        with self._guard:
            if self._current is not None:
                os.close(self._current.handle)
                self._current = None
        if self._lock_file is not None:
            self._lock_file.close()  # which gives up the lock
            self._lock_file = None

    def _append(self, make: Callable[[_Open], warc.Batch]) -> Kept:
        file = self._file()
        batch = make(file)
        with self._guard, disk(file.path):
            if self._failed is not None:
                raise self._failed
            entry = batch.at(file.path.name.removesuffix(OPEN), file.size)
            _write_whole(file, b"".join(batch.members))
            file.dirty = True
            file.entries.append(entry)
        return warc.kept(entry, file.key)

    def _file(self) -> _Open:
        current = self._current
        if current is not None:
            age = time.monotonic() - current.since
            if current.size < self.rotate_bytes and age < self.rotate_seconds:
                return current
            self._rotate()
        if self._lock_file is None:
            raise ArchiveError(f"{self.folder}: this spool is closed; open another for a new attempt")
        now = datetime.now(UTC)
        name = warc_name(self.attempt, len(self._files), now)
        info_id, member = warc.warcinfo(name, now, self.attempt.warcinfo())
        path = self.folder / (name + OPEN)
        with disk(path):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        key = warc_key(name) or name
        opened = _Open(path=path, key=key, handle=handle, warcinfo_id=info_id, since=time.monotonic())
        try:
            _write_whole(opened, member)
            with disk(path):
                sync_folder(self.folder)
        except ArchiveError:
            os.close(handle)
            raise
        self._current = opened
        return opened

    def _rotate(self) -> None:
        """Close the current file: whole, durable, under its final name. Where that fails it stays the current one."""
        with self._guard:
            file = self._current
            if file is None:
                return
            with disk(file.path):
                os.fsync(file.handle)
                closed = file.path.with_name(file.path.name.removesuffix(OPEN))
                file.path = file.path.rename(closed)
                sync_folder(self.folder)
                os.close(file.handle)
            self._current = None
            self._files.append(file)

    def _sync_often(self) -> None:
        """fdatasync beside the writer, on a descriptor of its own, so that writing never waits for the disk."""
        while not self._ended.wait(SYNC_SECONDS):
            with self._guard:
                file = self._current
                if file is None or not file.dirty:
                    continue
                handle, file.dirty = os.dup(file.handle), False
            try:
                os.fdatasync(handle)
            except (
                OSError
            ) as e:  # for the next write to tell; what was written stays dirty for the last fsync
                self._failed = e
            finally:
                os.close(handle)


def _alone(taken: Copied) -> RawRecord:
    records = list(raw_records(BytesIO(taken.member), "the copied record")) if taken.member else []
    if len(records) != 1 or records[0].record_type != "response" or records[0].captured is None:
        raise WarcError("the archive's file holds no response record of its own at that place")
    return records[0]


def _write_whole(file: _Open, data: bytes) -> None:
    """All of it or none: what a full disk leaves of an exchange is cut off again."""
    view = memoryview(data)
    with disk(file.path):
        try:
            while view:
                view = view[os.write(file.handle, view) :]
        except OSError:
            os.ftruncate(file.handle, file.size)
            os.lseek(file.handle, file.size, os.SEEK_SET)
            raise
    file.size += len(data)


def lock(folder: Path, wait: float) -> IO[str]:
    """``flock`` for life: the kernel frees it however we end. LeaseBusy after ``wait`` seconds."""
    file = (folder / ".lock").open("a+")
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() >= until:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                file.close()
                message = f"{folder} is in use by process {holder}; wait for it, or stop it"
                raise LeaseBusy(message) from None
            time.sleep(min(0.2, wait or 0.2))
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
