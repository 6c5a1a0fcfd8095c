"""What was captured is committed exactly once, whatever dies in between."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_exchanges import archive_in, attempt, exchange
from weed import running_weed

from pipelines.archive import Archive, open_archive
from pipelines.archive import spool as spool_module
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import latest, manifests
from pipelines.archive.spool import Spool
from pipelines.archive.store import sha256_of
from pipelines.errors import ArchiveError, LeaseBusy, StoreUnreachable
from spiders.crawler.known import known

WRITER = Path(__file__).with_name("archive_writer.py")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def records(archive: Archive, manifest: Manifest) -> Iterator[RawRecord]:
    for stored in manifest.warcs:
        with archive.objects.open(stored.warc.key) as stream:
            yield from raw_records(stream, stored.warc.key)


def committed(archive: Archive) -> list[str]:
    """URL of every response that a manifest vouches for."""
    kinds = ("response", "revisit")
    return [r.url for m in manifests(archive) for r in records(archive, m) if r.record_type in kinds]


def finish(spool: Spool, **ledger: Entry) -> Manifest:
    return spool.commit(ledger=ledger.values(), complete=True, finish="finished", stats={"pages": 1})


def test_what_was_written_is_committed(archive: Archive, tmp_path: Path) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        kept = [spool.write(exchange(number)) for number in range(3)]
        entry = Entry(url="https://herald.example/news/0", end="fetched", where=kept[0].where)
        manifest = finish(spool, only=entry)
    (stored,) = manifest.warcs
    assert stored.exchanges == 3
    assert stored.warc.sha256 == sha256_of(archive.objects.read(stored.warc.key))
    assert stored.cdxj.sha256 == sha256_of(archive.objects.read(stored.cdxj.key))
    assert stored.warc.key == kept[0].where.key
    assert list(manifests(archive)) == [manifest]
    assert known(manifests(archive, "herald")).settled == {entry.url: entry}
    for receipt in kept:
        where = receipt.where
        assert where.key is not None
        assert where.offset is not None
        member = archive.objects.open(where.key, where.offset, where.length)
        (record,) = raw_records(member, "member")
        assert record.record_id == where.record_id
    assert [path.name for path in (tmp_path / "spool" / "herald").iterdir()] == [".lock"]


def test_an_attempt_without_exchanges_has_a_manifest_and_no_file(archive: Archive, tmp_path: Path) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        manifest = finish(spool)
    assert manifest.warcs == ()
    assert list(manifests(archive)) == [manifest]


def test_files_are_rotated_by_size_and_age(archive: Archive, tmp_path: Path) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive, rotate_bytes=3000) as spool:
        for number in range(9):
            spool.write(exchange(number))
        spool.rotate_bytes, spool.rotate_seconds = 1 << 30, 0.05
        time.sleep(0.1)
        spool.write(exchange(9))
        manifest = finish(spool)
    assert len(manifest.warcs) > 2
    assert manifest.warcs[-1].exchanges == 1
    assert len(set(committed(archive))) == len(committed(archive)) == 10
    assert all(next(iter(records(archive, manifest))).record_type == "warcinfo" for _ in manifest.warcs)


def test_the_chain_names_the_manifest_before(archive: Archive, tmp_path: Path) -> None:
    before = None
    for number in range(4):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            spool.write(exchange(number))
            manifest = finish(spool)
        assert manifest.previous == before
        before = latest(archive, "herald")
        assert before is not None
        assert before.key == manifest.key


def test_a_known_payload_becomes_a_revisit_of_a_committed_record(archive: Archive, tmp_path: Path) -> None:
    bodies = {1: b"same for ever", 2: b"", 3: b"cut"}
    for turn in range(2):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            kinds = {
                number: spool.write(exchange(number, body, truncated="length" if number == 3 else None))
                for number, body in bodies.items()
            }
            again = spool.write(exchange(4, b"twice in one attempt, %d" % turn))
            again = spool.write(exchange(5, b"twice in one attempt, %d" % turn))
            manifest = finish(spool)
        assert kinds[1].record_type == ("revisit" if turn else "response")
        assert kinds[2].record_type == kinds[3].record_type == again.record_type == "response"
    (revisit,) = (r for r in records(archive, manifest) if r.record_type == "revisit")
    earlier = [r for m in manifests(archive) for r in records(archive, m) if r.record_type == "response"]
    (original,) = (r for r in earlier if f"<{r.record_id}>" == revisit.header("WARC-Refers-To"))
    assert original.header("WARC-Date") == revisit.header("WARC-Refers-To-Date")
    assert original.header("WARC-Payload-Digest") == revisit.header("WARC-Payload-Digest")
    assert revisit.block.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("sha256", "size"), [("same", "same"), ("same", "other"), ("other", "same"), ("same", None)]
)
def test_a_revisit_is_decided_on_sha256_and_length(
    archive: Archive, tmp_path: Path, sha256: str, size: str | None
) -> None:
    """The first index is changed so that one or both no longer agree, as they would for another payload."""
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(1, b"nine byte"))
        (held,) = finish(spool).warcs
    lines = Path(archive.objects.url, held.cdxj.key)
    key, stamp, told = lines.read_text().split(" ", 2)
    fields = json.loads(told)
    assert (fields["sha256"], fields["size"]) == (hashlib.sha256(b"nine byte").hexdigest(), "9")
    if sha256 == "other":
        fields["sha256"] = hashlib.sha256(b"else").hexdigest()
    if size is None:  # an index of somebody who does not tell
        del fields["size"]
    elif size == "other":
        fields["size"] = "10"
    lines.write_text(f"{key} {stamp} {json.dumps(fields)}\n")
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        again = spool.write(exchange(2, b"nine byte"))
    assert again.record_type == ("revisit" if (sha256, size) == ("same", "same") else "response")


def test_without_dedup_every_payload_is_kept(archive: Archive, tmp_path: Path) -> None:
    for _ in range(2):
        with Spool.open(tmp_path / "spool", attempt(), archive, dedup=False) as spool:
            assert spool.write(exchange(1)).record_type == "response"
            finish(spool)


def killed_writer(archive: Archive, spool: Path) -> list[int]:
    """Numbers that the writer said it had captured before it was killed."""
    command = [sys.executable, str(WRITER), archive.objects.url, str(spool)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(150)]
        writer.kill()
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
    return said


def test_a_killed_writer_loses_nothing_and_repeats_nothing(archive: Archive, tmp_path: Path) -> None:
    said = killed_writer(archive, tmp_path / "spool")
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        (manifest,) = spool.recovered
        spool.write(exchange(0, b"of the next attempt"))
        finish(spool)
    urls = [r.url for r in records(archive, manifest) if r.record_type == "response"]
    assert len(urls) == len(set(urls))
    assert {f"https://herald.example/news/{number}" for number in said} <= set(urls)
    assert len(urls) <= len(said) + 1
    assert (manifest.complete, manifest.finish) == (False, "recovered")
    assert len(manifest.warcs) > 2
    assert {entry.url for entry in manifest.ledger if entry.end == "fetched"} == set(urls)
    assert len(list(manifests(archive))) == 2


def test_without_recovery_a_killed_writer_loses_all(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_writer(archive, tmp_path / "spool")
    monkeypatch.setattr(spool_module, "recover", lambda *_: ())
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        finish(spool)
    assert committed(archive) == []


@pytest.mark.parametrize("cut", [1, 8, 9, 200, 900])
def test_a_torn_exchange_is_cut_off(archive: Archive, tmp_path: Path, cut: int) -> None:
    spool = Spool.open(tmp_path / "spool", attempt(), archive)
    for number in range(3):
        spool.write(exchange(number))
    spool.close()
    (left,) = (tmp_path / "spool").rglob("*.warc.gz.open")
    os.truncate(left, left.stat().st_size - cut)
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        (manifest,) = spool.recovered
    assert len(committed(archive)) == manifest.warcs[0].exchanges == 2
    assert [r.record_type for r in records(archive, manifest)].count("metadata") == 2


def test_a_file_without_one_whole_exchange_leaves_no_manifest(archive: Archive, tmp_path: Path) -> None:
    spool = Spool.open(tmp_path / "spool", attempt(), archive)
    spool.write(exchange(0))
    spool.close()
    (left,) = (tmp_path / "spool").rglob("*.warc.gz.open")
    os.truncate(left, 700)
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        assert spool.recovered == ()


def test_a_recovered_ledger_says_how_each_url_ended(archive: Archive, tmp_path: Path) -> None:
    def answer(status: bytes, more: bytes = b"") -> bytes:
        return b"HTTP/1.1 " + status + b"\r\n" + more + b"Content-Length: 0\r\n\r\n"

    told = (
        ("announced", "2026-01-06T07:00:00+00:00"),
        ("dated", "published"),
        ("announcedBy", "https://h/rss"),
    )
    spool = Spool.open(tmp_path / "spool", attempt(), archive)
    spool.write(exchange(1, metadata=told))
    spool.write(exchange(2, response=answer(b"301 Moved", b"Location: /news/9\r\n")))
    spool.write(exchange(3, response=answer(b"410 Gone")))
    spool.write(exchange(4, response=answer(b"503 Later")))
    spool.write(exchange(5, response=None, metadata=(("fetchError", "connection refused"),)))
    spool.write(exchange(6, truncated="disconnect"))
    spool.write(exchange(7, metadata=(("role", "robots"),)))
    spool.close()
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        (manifest,) = spool.recovered
    entries = {int(entry.url.rpartition("/")[2]): entry for entry in manifest.ledger}
    ends = {number: entry.end for number, entry in entries.items()}
    assert ends == {1: "fetched", 2: "moved", 3: "gone", 4: "failed", 5: "failed", 6: "failed"}
    assert (entries[1].dated, entries[1].sources) == ("published", ("https://h/rss",))
    assert entries[2].target == "https://herald.example/news/9"
    assert entries[5].note == "connection refused"


def test_a_store_that_is_down_at_the_end_gets_the_whole_manifest_later(tmp_path: Path) -> None:
    with running_weed(table_bucket=None) as weed:
        archive = open_archive("s3://archive", weed.keys)
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            kept = spool.write(exchange(0))
            entry = Entry(url="https://herald.example/news/0", end="fetched", where=kept.where)
            weed.kill()
            with pytest.raises(StoreUnreachable, match="is it running"):
                finish(spool, only=entry)
        weed.start()
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            (manifest,) = spool.recovered
        assert (manifest.complete, manifest.finish) == (True, "finished")
        assert manifest.ledger == (entry,)
        assert committed(archive) == [entry.url]


class DyingStore:
    """A store before which the process dies at the n-th write."""

    def __init__(self, archive: Archive, survives: int) -> None:
        self._store, self._left = archive.objects, survives

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def put(self, key: str, body: bytes | Path, *, media_type: str) -> object:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return self._store.put(key, body, media_type=media_type)


@pytest.mark.parametrize("survives", range(4))
def test_a_death_between_any_two_uploads_commits_once(
    archive: Archive, tmp_path: Path, survives: int
) -> None:
    dying = Archive(objects=DyingStore(archive, survives), state=archive.state, work=archive.work)  # type: ignore[arg-type]
    spool = Spool.open(tmp_path / "spool", attempt(), dying)
    spool.write(exchange(0))
    if survives < 3:
        with pytest.raises(KeyboardInterrupt):
            finish(spool)
    else:
        finish(spool)
    spool.close()
    for _ in range(2):
        Spool.open(tmp_path / "spool", attempt(), archive).close()
    assert len(list(manifests(archive))) == len(committed(archive)) == 1


def test_two_processes_never_share_a_spool(archive: Archive, tmp_path: Path) -> None:
    with (
        Spool.open(tmp_path / "spool", attempt(), archive),
        pytest.raises(LeaseBusy, match=f"process {os.getpid()}"),
    ):
        Spool.open(tmp_path / "spool", attempt(), archive, wait=0.3)
    Spool.open(tmp_path / "spool", attempt(), archive, wait=0).close()


def test_a_full_disk_is_one_clear_line_and_leaves_no_half(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(handle: int, data: bytes) -> int:
        write(handle, data[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(ArchiveError, match="No space left on device; free space"):
                spool.write(exchange(1))
        spool.write(exchange(2))
        finish(spool)
    assert committed(archive) == ["https://herald.example/news/0", "https://herald.example/news/2"]


def test_a_spool_that_cannot_be_made_is_one_clear_line(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    with pytest.raises(ArchiveError, match="check the disk and its permissions"):
        Spool.open(tmp_path / "spool", attempt(), archive)


def test_a_file_that_somebody_took_away_is_one_clear_line(archive: Archive, tmp_path: Path) -> None:
    dying = Archive(objects=DyingStore(archive, 0), state=archive.state, work=archive.work)  # type: ignore[arg-type]
    with Spool.open(tmp_path / "spool", attempt(), dying) as spool:
        spool.write(exchange(0))
        with pytest.raises(KeyboardInterrupt):
            finish(spool)
    (file,) = (tmp_path / "spool").rglob("*.warc.gz")
    away = file.rename(tmp_path / file.name)
    with pytest.raises(ArchiveError, match=f"{file.name}: No such file"):
        Spool.open(tmp_path / "spool", attempt(), archive)
    away.rename(file)
    Spool.open(tmp_path / "spool", attempt(), archive).close()
    assert committed(archive) == ["https://herald.example/news/0"]


def test_a_broken_index_costs_only_the_revisits(archive: Archive, tmp_path: Path) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        key = finish(spool).warcs[0].cdxj.key
    Path(archive.objects.url, key).write_text("broken")
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        assert spool.write(exchange(0)).record_type == "response"
        finish(spool)


def test_what_was_written_is_on_the_disk_soon(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = threading.Event()
    monkeypatch.setattr(spool_module, "SYNC_SECONDS", 0.05)
    monkeypatch.setattr(os, "fdatasync", lambda handle: synced.set())
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        assert synced.wait(5)
        synced.clear()
        assert not synced.wait(0.3)


def once(call: Callable[..., Any]) -> Callable[..., Any]:
    """The disk fails once, then it is well."""
    left = [1]

    def failing(*arguments: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return call(*arguments)

    return failing


@pytest.mark.parametrize("step", ["fsync", "rename", "sync_folder"])
def test_a_disk_that_fails_while_a_file_is_closed_loses_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        spool.rotate_bytes = 1
        with monkeypatch.context() as patch:
            place: Any = {"fsync": os, "rename": Path, "sync_folder": spool_module}[step]
            patch.setattr(place, step, once(getattr(place, step)))
            with pytest.raises(ArchiveError, match="Input/output error"):
                spool.write(exchange(1))
        finish(spool)  # as a crawl does when it cannot write: it commits what there is
    assert committed(archive) == ["https://herald.example/news/0"]


def test_a_disk_that_keeps_failing_leaves_all_for_the_next_start(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda _: once(os.fsync)())
            with pytest.raises(ArchiveError, match="Input/output error"):
                finish(spool)
    assert committed(archive) == []
    Spool.open(tmp_path / "spool", attempt(), archive).close()
    assert committed(archive) == ["https://herald.example/news/0"]


@pytest.mark.parametrize("fails", [True, False])
def test_bytes_that_cannot_be_made_durable_end_the_writing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """The twin is a disk that is well; and what was written before is committed in any case."""
    tried = threading.Event()
    fdatasync = once(os.fdatasync) if fails else os.fdatasync

    def trying(handle: int) -> None:
        try:
            fdatasync(handle)
        finally:
            tried.set()

    monkeypatch.setattr(spool_module, "SYNC_SECONDS", 0.05)
    monkeypatch.setattr(os, "fdatasync", trying)
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(0))
        assert tried.wait(5)
        time.sleep(0.05)
        if fails:
            with pytest.raises(ArchiveError, match="Input/output error"):
                spool.write(exchange(1))
        else:
            spool.write(exchange(1))
        finish(spool)
    assert len(committed(archive)) == 2 - fails
