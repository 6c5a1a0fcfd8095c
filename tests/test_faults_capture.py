"""Whatever fails, nothing is lost and nothing is there twice, by the newspaper's own log; the whole table:

======================================= =================================================================
fault                                   test
======================================= =================================================================
kill -9 of a crawl                      test_crawl_stop: test_after_a_kill_*, its twin without the spool
kill -9 of a crawl in its upload        test_a_crawl_killed_in_its_upload_*
kill -9 of the worker                   test_faults_worker (Airflow's own processes, on the live stack);
                                        test_crawl_stop: test_a_lost_parent_*; test_airflow_children
kill -9 of SeaweedFS in mid-upload      test_a_store_killed_in_an_upload_*
S3 is down, before and in a crawl       test_crawl_s3, test_archive_spool: test_a_store_that_is_down_*
S3 answers 500, 503, slowly, not at all test_a_store_that_fails_*, test_a_store_that_fails_for_a_while_*
S3 stores, but the answer is lost       test_a_store_that_fails_for_a_while_*
a wrong checksum on the way             test_a_store_that_fails_* (upload), test_a_bit_that_flips_*
disk full                               test_a_full_disk_*; test_archive_spool: test_a_full_disk_*
a torn file (power cut)                 test_archive_spool: test_a_torn_exchange_*
two workers on one spool                test_two_workers_on_what_a_dead_one_left_*; test_crawl_stop,
                                        test_archive_spool: test_two_processes_*
clock stepping back                     test_a_clock_that_steps_back_*; leases: test_archive_lease
an object deleted, a bit flipped        test_what_is_planted_in_the_bucket_*; test_archive_check
a WARC rewritten with its manifest      test_what_is_planted_in_the_bucket_*
======================================= =================================================================

The twins, each fault without what protects from it, are in test_faults_unprotected.
"""

import hashlib
import os
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from archive_exchanges import attempt, exchange
from crawl_paper import MIDNIGHT, YAML, Gazette, stories
from faulty_s3 import (
    Asked,
    Fault,
    FaultyS3,
    Forward,
    Said,
    answers_lost,
    flipped_download,
    flipped_upload,
    refusing,
    silent,
    slow,
    sound,
)
from moments import moments
from web_server import Answer
from weed import Weed

from pipelines.archive import Archive, Keys, cdx, open_archive, warc
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, manifests, to_json
from pipelines.archive.spool import Spool
from pipelines.archive.store import Store, StoredObject
from pipelines.errors import CorantoError, CrawlError, StoreError
from spiders.crawl import Child, CrawlReport, crawl, intervals, site_job
from spiders.site import Site

DAY = "2026-01-05"
N = 12
NUMBERS = count()


class OfSite:
    """A store that lists one site's objects only: proving the others' again and again would take long."""

    def __init__(self, store: Store, site: str) -> None:
        self._store, self._site = store, site

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        return self._store.list(f"{prefix}{self._site}/")


class Scene:
    """A paper, an archive behind a faulty relay, and what must hold in the end."""

    def __init__(self, folder: Path, archive: Archive, paper: Gazette) -> None:
        self.folder, self.archive, self.paper = folder, archive, paper
        self.site = Site.parse(f"gazette{next(NUMBERS)}", YAML.encode())

    def start(self, **options: Any) -> Child:
        (interval,) = intervals(self.site, DAY, None, "days")
        return Child.start(site_job(self.site, interval, to=self.archive, **self.paper.options, **options))

    def crawl(self) -> CrawlReport:
        return crawl(self.site, to=self.archive, since=DAY, **self.paper.options)

    def free(self) -> None:
        """Remove a dead crawl's lease; it would end within a minute."""
        self.archive.state.delete(f"leases/{self.site.id}.json")

    @property
    def manifests(self) -> list[Manifest]:
        return list(manifests(self.archive, self.site.id))

    @property
    def captures(self) -> Counter[str]:
        """How many committed captures there are of each address."""
        kept = [w.cdxj.key for m in self.manifests for w in m.warcs]
        return Counter(e.url for key in kept for e in cdx.read(self.archive.objects.read(key), key))

    @property
    def sent(self) -> Counter[str]:
        """How often the server finished sending each address."""
        return Counter(f"https://{line['host']}{line['path']}" for line in self.paper.log)

    def problems(self) -> list[str]:
        only: Any = OfSite(self.archive.objects, self.site.id)
        return [str(p) for p in check(replace(self.archive, objects=only), settling=timedelta(0))]

    def settle(self, lost: int = 0) -> CrawlReport:
        """A sound run after the fault; then all must be right."""
        self.free()
        report = self.crawl()
        assert report.complete
        self.right(lost)
        return report

    def right(self, lost: int = 0) -> None:
        """Nothing is lost, nothing is there twice; ``lost`` answers may not have been written."""
        assert self.captures - self.sent == Counter()
        assert (self.sent - self.captures).total() <= lost
        assert {self.captures[story.url] for story in self.paper.listed} == {1}
        assert self.problems() == []
        spool = self.archive.spool
        assert spool is not None
        assert not list(spool.rglob("*.warc.gz*"))


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Gazette]:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, N), delay=0.01) as paper:
        yield paper


@pytest.fixture
def scene(weed: Weed, relay: FaultyS3, paper: Gazette, tmp_path: Path) -> Scene:
    """With S3 behind the relay."""
    keys = Keys(access=weed.keys.access, secret=weed.keys.secret, endpoint=relay.endpoint)
    return Scene(tmp_path, open_archive("s3://archive", keys, spool=tmp_path / "spool"), paper)


@pytest.fixture
def local(paper: Gazette, tmp_path: Path) -> Scene:
    """With the archive in a folder."""
    return Scene(tmp_path, open_archive(tmp_path / "archive"), paper)


def during(child: Child, relay: FaultyS3, fault: Fault) -> None:
    """Put a fault in when the articles are about to be asked."""
    for event in child.lines():
        if event["event"] == "announced":
            relay.fault = fault


LASTING: dict[str, Fault] = {
    "500": refusing(500, b"InternalError"),
    "503": refusing(503, b"SlowDown"),
    "no answer": silent,
    "wrong checksum": flipped_upload,
}


@pytest.mark.parametrize("name", LASTING)
def test_a_store_that_fails_gets_everything_once_when_it_is_well(
    scene: Scene, relay: FaultyS3, name: str
) -> None:
    child = scene.start()
    during(child, relay, LASTING[name])
    with pytest.raises(StoreError) as raised:
        child.wait()
    assert "\n" not in str(raised.value)
    assert scene.manifests == []
    relay.fault = sound
    report = scene.settle()
    assert report.counts["held"] == N  # nothing was asked for again
    assert [m.finish for m in scene.manifests] == ["finished", "finished"]


PASSING: dict[str, Callable[[], Fault]] = {
    "503 twice": lambda: refusing(503, b"SlowDown", 2),
    "slowly": lambda: slow,
    "answers lost": lambda: once_lost(),
}


def once_lost() -> Fault:
    """The first answer to each upload is lost; the next try meets what it stored itself."""
    lost: set[str] = set()

    def fault(asked: Asked, forward: Forward) -> Said | None:
        if asked.path in lost:
            return forward(asked)
        if asked.uploads:
            lost.add(asked.path)
        return answers_lost(asked, forward)

    return fault


@pytest.mark.parametrize("name", PASSING)
def test_a_store_that_fails_for_a_while_costs_nothing_but_time(
    scene: Scene, relay: FaultyS3, name: str
) -> None:
    child = scene.start()
    during(child, relay, PASSING[name]())
    assert child.wait().complete
    relay.fault = sound
    scene.right()
    assert len(scene.manifests) == 1


@pytest.mark.parametrize("moment", moments("upload", 0, 6))
def test_a_crawl_killed_in_its_upload_is_committed_once(scene: Scene, relay: FaultyS3, moment: float) -> None:
    """The uploads of the commit are WARC, index, manifest; the crawl dies before or after one of them."""
    step, stored = int(moment) // 2, bool(int(moment) % 2)
    child, seen = scene.start(), count()

    def killing(asked: Asked, forward: Forward) -> Said | None:
        if not asked.uploads or next(seen) != step:
            return forward(asked)
        if stored:
            forward(asked)
        os.kill(child.pid, signal.SIGKILL)
        return None

    during(child, relay, killing)
    with pytest.raises(CrawlError, match="no report"):
        child.wait()
    relay.fault = sound
    assert scene.settle().counts["held"] == N
    assert len(scene.manifests) == 2


@pytest.mark.parametrize("moment", moments("weed", 0, 6))
def test_a_store_killed_in_an_upload_gets_everything_once(
    weed: Weed, scene: Scene, relay: FaultyS3, moment: float
) -> None:
    """SeaweedFS dies with part of an object taken in, or all of it and no answer given."""
    step, part, seen = int(moment) // 2, moment % 1, count()

    def killing(asked: Asked, forward: Forward) -> Said | None:
        if not asked.uploads or next(seen) != step:
            return forward(asked)
        if int(moment) % 2:
            forward(asked)
        else:
            some = asked.body[: int(len(asked.body) * part)]
            relay_half(relay.behind, asked, some)
        weed.kill()
        return None

    child = scene.start()
    during(child, relay, killing)
    with pytest.raises(StoreError):
        child.wait()
    relay.fault = sound
    weed.start()
    assert relay.behind == weed.ports["s3.port"]
    assert scene.settle().counts["held"] == N


def relay_half(port: int, asked: Asked, some: bytes) -> None:
    """Send the head of a request and a part of its body."""
    import socket

    head = f"{asked.method} {asked.path} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in asked.headers.items())
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(head.encode() + b"\r\n" + some)
        time.sleep(0.1)


def test_a_bit_that_flips_on_the_way_back_is_found(scene: Scene, relay: FaultyS3) -> None:
    """The twin is the same archive over a sound line."""
    with Spool.open(scene.folder / "spool", attempt(scene.site.id), scene.archive) as spool:
        spool.write(exchange())
        spool.commit(ledger=(), complete=True, finish="finished")
    relay.fault = flipped_download
    assert any("warc.gz" in problem for problem in scene.problems())
    relay.fault = sound
    assert scene.problems() == []


def test_a_full_disk_ends_the_crawl_and_loses_nothing_written(local: Scene) -> None:
    """The disk takes no more bytes of any file; the twin is the sound run after it."""
    for story in local.paper.listed:
        body = os.urandom(4000).hex().encode()
        local.paper.answers[story.path] = partial(Answer, body=body)
    child = local.start()
    for event in child.lines():
        if event["event"] == "announced":
            resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (30_000, 30_000))
    report = child.wait()
    assert "cannot write" in report.finish
    assert "File too large; free space" in report.finish
    assert not report.complete
    fetched = report.counts["fetched"]
    assert 0 < fetched < N
    assert local.settle(lost=2).counts["held"] == fetched


def test_two_workers_on_what_a_dead_one_left_commit_it_once(local: Scene) -> None:
    local.paper.delay = 0.1
    dead = local.start()
    while len(local.paper.asked()) < 4:
        time.sleep(0.02)
    os.kill(dead.pid, signal.SIGKILL)
    with pytest.raises(CrawlError):
        dead.wait()
    local.free()
    both = [local.start(wait=60.0), local.start(wait=60.0)]
    assert all(worker.wait().complete for worker in both)
    assert sorted(m.finish for m in local.manifests) == ["finished", "finished", "recovered"]
    local.right(lost=2)


STEPPING = """
import os, time
seconds, nanoseconds, flag = time.time, time.time_ns, os.path.join(os.path.dirname(__file__), "back")
def ago():
    return 7200 if os.path.exists(flag) else 0
time.time = lambda: seconds() - ago()
time.time_ns = lambda: nanoseconds() - ago() * 10**9
"""


def test_a_clock_that_steps_back_mixes_nothing_up(local: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hours, in the middle of the second of three crawls; the third is before the first by its clock."""
    folder = local.folder / "clock"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(STEPPING)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    every = local.paper.listed
    local.paper.listed = every[:2]
    local.crawl()
    local.paper.listed, local.paper.delay = every, 0.05
    child = local.start()
    while len(local.paper.asked()) < 6:
        time.sleep(0.02)
    (folder / "back").touch()
    assert child.wait().complete
    local.settle()
    dates = [e.captured for m in local.manifests for e in m.ledger if e.captured]
    assert max(dates) - min(dates) > timedelta(hours=1)
    assert len({m.id for m in local.manifests}) == 3
    ends = {m.previous.key for m in local.manifests if m.previous}
    assert len(ends) == 2  # a chain, not a fork


Plant = Callable[[Archive, Manifest], str]


def rewritten(archive: Archive, manifest: Manifest) -> str:
    """Another page in the place of the first, digests, index and manifest all made to fit."""
    (held,) = manifest.warcs
    body = archive.objects.read(held.warc.key)
    added = warc.record((("WARC-Type", "metadata"), ("WARC-Record-ID", "<urn:x>")), warc.FIELDS, b"a: b\r\n")
    forged = replace(held.warc, size=len(body + added), sha256=hashlib.sha256(body + added).hexdigest())
    change(archive, held.warc.key, body + added)
    change(archive, manifest.key, to_json(replace(manifest, warcs=(replace(held, warc=forged),))))
    return "has other bytes than manifests/"


def flipped(archive: Archive, manifest: Manifest) -> str:
    key = manifest.warcs[0].warc.key
    body = bytearray(archive.objects.read(key))
    body[len(body) // 2] ^= 16
    change(archive, key, bytes(body))
    return key


def deleted(what: Callable[[Manifest], str]) -> Plant:
    def plant(archive: Archive, manifest: Manifest) -> str:
        archive.objects.delete(what(manifest))
        return f"{what(manifest)}: is missing"

    return plant


def change(archive: Archive, key: str, body: bytes) -> None:
    archive.objects.delete(key)
    archive.objects.put(key, body)


PLANTS: dict[str, Plant] = {
    "bit flipped": flipped,
    "WARC and manifest rewritten": rewritten,
    "WARC deleted": deleted(lambda m: m.warcs[0].warc.key),
    "index deleted": deleted(lambda m: m.warcs[0].cdxj.key),
    "manifest deleted": deleted(lambda m: m.key),
}


def test_what_is_planted_in_the_bucket_is_found_and_gone_once_restored(scene: Scene) -> None:
    for number in range(2):
        with Spool.open(scene.folder / "spool", attempt(scene.site.id), scene.archive) as spool:
            kept = spool.write(exchange(number))
            entry = Entry(url=exchange(number).url, end="fetched", where=kept.where)
            spool.commit(ledger=(entry,), complete=True, finish="finished")
    first = load_manifest(scene.archive, scene.manifests[0].key)
    (held,) = first.warcs
    sound_bytes = {key: scene.archive.objects.read(key) for key in (held.warc.key, held.cdxj.key, first.key)}
    for name, plant in PLANTS.items():
        what = plant(scene.archive, first)
        assert any(what in problem for problem in scene.problems()), name
        for key, body in sound_bytes.items():
            change(scene.archive, key, body)
        assert scene.problems() == [], name


def test_without_put_once_a_lost_answer_would_look_like_a_stranger(scene: Scene, relay: FaultyS3) -> None:
    """The twin of the lost answer: other bytes under the same key are refused, never overwritten."""
    scene.archive.objects.put(f"warc/{scene.site.id}/x", b"ours")
    relay.fault = once_lost()
    scene.archive.objects.put(f"warc/{scene.site.id}/y", b"ours")
    with pytest.raises(CorantoError, match="exists with other bytes"):
        scene.archive.objects.put(f"warc/{scene.site.id}/x", b"theirs")
    for name in "xy":
        scene.archive.objects.delete(f"warc/{scene.site.id}/{name}")
