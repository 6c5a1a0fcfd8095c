"""What each protection of the archive is for: the faults of test_faults_capture with it off, and the harm they then do.

The sound half of each is there, or in test_archive_spool; here the protection is taken out and the loss must show.
"""

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from archive_exchanges import archive_in, attempt, exchange
from botocore.config import Config
from faulty_s3 import Fault, FaultyS3, flipped_upload, refusing, silent, sound
from weed import Weed, running_weed

from pipelines.archive import Archive, cdx, open_archive, s3
from pipelines.archive import finish as finish_module
from pipelines.archive import spool as spool_module
from pipelines.archive.check import check
from pipelines.archive.manifest import Manifest, Stored
from pipelines.archive.manifests import keys, manifests, put_manifest, to_json
from pipelines.archive.spool import Spool
from pipelines.archive.store import Store
from pipelines.errors import CorantoError, StoreError

PATIENT = 3
"""Exchanges of one attempt."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def behind(relay: FaultyS3, weed: Weed) -> Archive:
    return open_archive("s3://archive", replace(weed.keys, endpoint=relay.endpoint))


def written(folder: Path, archive: Archive, site: str = "herald", count: int = PATIENT) -> Manifest:
    """One attempt, committed."""
    with Spool.open(folder / "spool", attempt(site), archive) as spool:
        for number in range(count):
            spool.write(exchange(number))
        return spool.commit(ledger=(), complete=True, finish="finished")


def left(folder: Path, archive: Archive, site: str = "herald") -> None:
    """One attempt that died before its commit."""
    spool = Spool.open(folder / "spool", attempt(site), archive)
    for number in range(PATIENT):
        spool.write(exchange(number))
    spool.close()


def captures(archive: Archive, site: str = "herald") -> Counter[str]:
    """What is committed and can be read."""
    found = [held.cdxj.key for m in manifests(archive, site) for held in m.warcs]
    return Counter(entry.url for key in found for entry in cdx.read(archive.objects.read(key), key))


class Over:
    """A store with other ways in places."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class Hasty(Over):
    """Takes every upload for done."""

    def put(self, key: str, body: bytes | Path, **more: Any) -> object:
        try:
            return self._store.put(key, body, **more)
        except StoreError:
            return None


FAULTS: dict[str, Fault] = {
    "500": refusing(500, b"InternalError"), "503": refusing(503, b"SlowDown"), "no answer": silent,
    "wrong checksum": flipped_upload,
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_without_waiting_for_the_store_its_faults_lose_everything(
    weed: Weed, relay: FaultyS3, tmp_path: Path, name: str
) -> None:
    site, archive = f"hasty{list(FAULTS).index(name)}", behind(relay, weed)
    hasty: Any = Hasty(archive.objects)
    relay.fault = FAULTS[name]
    written(tmp_path, replace(archive, objects=hasty), site)
    relay.fault = sound
    Spool.open(tmp_path / "spool", attempt(site), archive).close()  # the next start finds nothing to bring in
    assert captures(archive, site).total() == 0


def test_without_waiting_a_store_that_dies_loses_everything(tmp_path: Path) -> None:
    with running_weed(table_bucket=None) as weed:
        archive = open_archive("s3://archive", weed.keys)
        hasty: Any = Hasty(archive.objects)
        with Spool.open(tmp_path / "spool", attempt(), replace(archive, objects=hasty)) as spool:
            spool.write(exchange())
            weed.kill()
            patch = pytest.MonkeyPatch()
            patch.setattr(finish_module, "_committed", lambda *_: None)
            patch.setattr(finish_module, "latest", lambda *_: None)
            spool.commit(ledger=(), complete=True, finish="finished")
            patch.undo()
        weed.start()
        Spool.open(tmp_path / "spool", attempt(), archive).close()
        assert captures(archive).total() == 0


@pytest.mark.parametrize("stated", [True, False])
def test_without_a_checksum_a_flipped_bit_is_stored(
    weed: Weed, relay: FaultyS3, monkeypatch: pytest.MonkeyPatch, stated: bool
) -> None:
    archive = behind(relay, weed)
    store: Any = archive.objects
    if not stated:
        store._s3.meta.config.request_checksum_calculation = "when_required"  # boto3 adds a CRC by itself
        put = store._s3.put_object
        monkeypatch.setattr(store._s3, "put_object", lambda ChecksumSHA256, **more: put(**more))  # noqa: N803
    relay.fault = flipped_upload
    key, body = f"flip/{stated}", b"body" * 9
    if stated:
        with pytest.raises(StoreError):
            store.put(key, body)
    else:
        store.put(key, body)
    relay.fault = sound
    assert (store.head(key) is None) is stated
    assert stated or store.read(key) != body


def test_without_another_try_a_busy_store_ends_the_commit(
    weed: Weed, relay: FaultyS3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = {"retries": {"total_max_attempts": 1, "mode": "standard"}}
    monkeypatch.setattr(s3, "Config", lambda **options: Config(**(options | once)))
    relay.fault = refusing(503, b"SlowDown", 2)
    with pytest.raises(StoreError, match="503"):
        written(tmp_path, behind(relay, weed), "once")


class Dying(Over):
    """The process dies before the n-th upload."""

    def __init__(self, store: Store, survives: int) -> None:
        super().__init__(store)
        self._left = survives

    def put(self, key: str, body: bytes | Path, **more: Any) -> object:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return self._store.put(key, body, **more)


def test_with_the_manifest_first_a_death_leaves_one_that_names_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def manifest_first(folder: Path, to: Archive, manifest: Manifest) -> Manifest:
        put_manifest(to, manifest)
        for held in manifest.warcs:
            to.objects.put(held.warc.key, folder / held.warc.key.rpartition("/")[2])
        return manifest

    monkeypatch.setattr(spool_module, "upload_and_commit", manifest_first)
    dying: Any = Dying(archive.objects, 1)
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path, replace(archive, objects=dying))
    assert any("is missing" in str(problem) for problem in check(archive))


def test_with_an_id_of_its_own_a_recovery_commits_twice(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest that was about to be written is kept, so that a death behind its upload is no second commit."""
    dying: Any = Dying(archive.objects, 3)
    monkeypatch.setattr(finish_module, "clear", lambda *_: None)  # dead before it
    written(tmp_path, replace(archive, objects=dying))
    monkeypatch.undo()
    planned = finish_module._left

    def renamed(folder: Path, left: Any) -> Manifest | None:
        manifest = planned(folder, left)
        return manifest and replace(manifest, id=attempt().id)

    monkeypatch.setattr(finish_module, "_left", renamed)
    Spool.open(tmp_path / "spool", attempt(), archive).close()
    assert set(captures(archive).values()) == {2}


@pytest.mark.parametrize("locked", [True, False])
def test_without_the_lock_two_starts_take_each_others_files_away(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    left(tmp_path, archive)
    if not locked:
        monkeypatch.setattr(spool_module, "lock", lambda folder, _: (folder / ".lock").open("a+"))
    inside, go_on = threading.Event(), threading.Event()
    went: list[BaseException | None] = []

    class Slow(Over):
        """Stops in the middle of its first upload."""

        def put(self, key: str, body: bytes | Path, **more: Any) -> object:
            inside.set()
            go_on.wait(20)
            return self._store.put(key, body, **more)

    def start(store: Any, wait: float) -> None:
        try:
            Spool.open(tmp_path / "spool", attempt(), replace(archive, objects=store), wait=wait).close()
            went.append(None)
        except (OSError, CorantoError) as e:
            went.append(e)

    first = threading.Thread(target=start, args=(Slow(archive.objects), 0.0))
    first.start()
    assert inside.wait(20)
    second = threading.Thread(target=start, args=(archive.objects, 20.0))
    second.start()
    second.join(1.0 if locked else 20)
    go_on.set()
    first.join(20)
    second.join(20)
    assert (went == [None, None]) is locked
    assert captures(archive).total() == PATIENT  # the ids keep it at once even so


def by_id_alone(archive: Archive, site: str) -> Stored | None:
    """The end of the chain, if clocks were to be trusted."""
    found = keys(archive, site)
    if not found:
        return None
    body = archive.objects.read(found[-1])
    return Stored(key=found[-1], size=len(body), sha256=hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("trusted", [False, True])
def test_if_the_clock_were_trusted_the_chain_would_fork(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setattr(finish_module, "latest", by_id_alone)
    ids = [attempt().id for _ in range(3)]
    for number in (0, 2, 1):  # the third comes when the clock has stepped back
        with Spool.open(tmp_path / "spool", attempt(id=ids[number]), archive) as spool:
            spool.write(exchange(number))
            spool.commit(ledger=(), complete=True, finish="finished")
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.commit(ledger=(), complete=True, finish="finished")
    forked = [str(problem) for problem in check(archive) if "manifests follow" in str(problem)]
    assert bool(forked) is trusted


@pytest.mark.parametrize("protected", [True, False])
def test_without_cutting_off_the_half_a_full_disk_spoils_what_follows(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    write, full = os.write, [False]

    def filling(handle: int, data: bytes) -> int:
        if full[0]:
            write(handle, bytes(data)[:100])
            raise OSError(28, os.strerror(28))
        return write(handle, data)

    monkeypatch.setattr(os, "write", filling)
    if not protected:
        monkeypatch.setattr(os, "ftruncate", lambda *_: None)
        monkeypatch.setattr(os, "lseek", lambda *_: None)
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        full[0] = True
        with pytest.raises(CorantoError, match="No space left"):
            spool.write(exchange(1))
        full[0] = False
        spool.write(exchange(2))
        spool.commit(ledger=(), complete=True, finish="finished")
    assert bool(list(check(archive))) is not protected


@pytest.mark.parametrize("protected", [True, False])
def test_without_a_look_at_its_end_a_torn_file_is_committed(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    left(tmp_path, archive)
    (torn,) = (tmp_path / "spool").rglob("*.warc.gz.open")
    os.truncate(torn, torn.stat().st_size - 9)
    if not protected:
        salvage: Callable[[Path], Any] = finish_module.salvage

        def blind(path: Path) -> Any:
            whole = path.read_bytes()
            groups = salvage(path)
            path.write_bytes(whole)
            return groups

        monkeypatch.setattr(finish_module, "salvage", blind)
    Spool.open(tmp_path / "spool", attempt(), archive).close()
    assert bool([str(p) for p in check(archive, settling=timedelta(0))]) is not protected


def test_without_the_chain_a_rewritten_manifest_goes_unseen(archive: Archive, tmp_path: Path) -> None:
    """The twin of what is planted: the last manifest has no follower that vouches for it."""
    for number in range(2):
        written(tmp_path, archive, count=number + 1)
    problems = {}
    for made in list(manifests(archive)):
        path = Path(archive.objects.url, made.key)
        body = path.read_bytes()
        path.write_bytes(to_json(replace(made, finish="prettier")))
        problems[made.previous is None] = [str(p) for p in check(archive)]
        path.write_bytes(body)
    assert any("has other bytes" in line for line in problems[True])
    assert problems[False] == []  # which is what a replica is for
