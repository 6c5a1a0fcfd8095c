"""A crawl that is stopped or killed loses nothing that the server finished sending, and two never meet."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from moments import moments
from web_server import Answer

from pipelines.archive import Archive, cdx, open_archive
from pipelines.archive.lease import hold
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, manifests
from pipelines.errors import CrawlError, LeaseBusy
from spiders.crawl import BUSY, STOPPED, Child, Job, crawl, intervals, site_job
from spiders.crawler.child import ENVIRONMENT

DAY = "2026-01-05"
N = 120


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Gazette]:
    """A paper whose pages take long enough to be stopped in the middle."""
    with Gazette(tmp_path / "web", stories(MIDNIGHT, N), delay=0.03) as paper:
        yield paper


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive")


def job_of(paper: Gazette, archive: Archive, **options: Any) -> Job:
    (interval,) = intervals(gazette(), DAY, None, "days")
    return site_job(gazette(), interval, to=archive, **{**paper.options, **options})


def until(what: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def captures(archive: Archive, found: list[Manifest]) -> Counter[str]:
    """How many committed captures there are of each address."""
    lines = (
        entry
        for m in found
        for w in m.warcs
        for entry in cdx.read(archive.objects.read(w.cdxj.key), w.cdxj.key)
    )
    return Counter(entry.url for entry in lines)


def test_a_stop_in_the_middle_commits_what_there_is(paper: Gazette, archive: Archive) -> None:
    child = Child.start(job_of(paper, archive))
    until(lambda: len(paper.asked()) > 10)
    began = time.monotonic()
    child.stop()
    child.stop()
    report = child.wait()
    assert time.monotonic() - began < 20
    assert child.returncode == STOPPED
    assert (report.finish, report.complete) == ("shutdown", False)
    sent = len(paper.asked())
    assert report.counts == {"outside": 1, "unwanted": 1, "fetched": sent, "waiting": N - sent}
    manifest = load_manifest(archive, report.manifest or "")
    assert not manifest.complete
    assert captures(archive, [manifest]).total() == len(paper.log)
    after = crawl(gazette(), to=archive, since=DAY, **paper.options)
    assert (after.complete, after.counts["held"], after.counts["fetched"]) == (True, sent, N - sent)


@pytest.mark.parametrize("moment", moments("start-up", 0, 1.2))
def test_a_stop_during_the_start_is_remembered(paper: Gazette, archive: Archive, moment: float) -> None:
    child = Child.start(job_of(paper, archive))
    time.sleep(moment)
    child.stop()
    try:
        assert not child.wait().complete
        assert child.returncode == STOPPED
    except CrawlError:  # ended by the signal itself, before Python could take it
        assert child.returncode == -signal.SIGTERM
    assert len(paper.asked()) < N


PARENT = """
import subprocess, sys, time
from spiders.crawl import Child, Job
child = Child.start(Job.read(sys.stdin.buffer.readline()))
if sys.argv[1] == "unseen":
    subprocess.Popen(["sleep", "60"], pass_fds=(child._process.stdin.fileno(),), stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("death", ["seen", "unseen"])
def test_a_lost_parent_is_a_stop(paper: Gazette, archive: Archive, death: str) -> None:
    """With its twin: where somebody else holds the pipe of the parent, the site is asked on behind its back."""
    command = [sys.executable, "-c", PARENT, death]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin
        assert parent.stdout
        parent.stdin.write(job_of(paper, archive).line())
        parent.stdin.flush()
        pid = int(parent.stdout.readline())
        until(lambda: len(paper.asked()) > 5)
        parent.kill()
    until(lambda: not _runs(pid), 60)
    (manifest,) = manifests(archive, "gazette")
    told = ("parent gone", False) if death == "seen" else ("finished", True)
    assert (manifest.finish, manifest.complete) == told
    assert captures(archive, [manifest]).total() == len(paper.log)
    assert (len(paper.asked()) == N) == (death == "unseen")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def kill_in_the_middle(paper: Gazette, archive: Archive, after: int) -> list[dict[str, Any]]:
    """kill -9 once so many articles were sent; the answers that were finished a second before."""
    child = Child.start(job_of(paper, archive))
    until(lambda: len(paper.asked()) >= after)
    time.sleep(1.1)
    killed = datetime.now(UTC)
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(CrawlError, match="no report"):
        child.wait()
    archive.state.delete("leases/gazette.json")  # the dead one's lease; it would end within a minute
    return [line for line in paper.log if (killed - datetime.fromisoformat(line["time"])).total_seconds() > 1]


@pytest.mark.parametrize("after", sorted({int(m) for m in moments("kill", 1, 55)}))
def test_after_a_kill_the_next_run_has_all_that_the_server_finished(
    paper: Gazette, archive: Archive, after: int
) -> None:
    finished = Counter(
        f"https://{line['host']}{line['path']}" for line in kill_in_the_middle(paper, archive, after)
    )
    assert finished.total() > after
    report = crawl(gazette(), to=archive, since=DAY, **paper.options)
    found = list(manifests(archive, "gazette"))
    assert [m.finish for m in found] == ["recovered", "finished"]
    assert [m.complete for m in found] == [False, True]
    recovered = captures(archive, found[:1])
    assert {url: recovered[url] for url in finished} == dict(finished)
    assert report.complete
    # What was recovered was not asked for again, and every article is there exactly once.
    every = captures(archive, found)
    assert {every[story.url] for story in paper.listed} == {1}
    assert all(paper.asked().count(path) <= 2 for path in set(paper.asked()))
    assert sum(e.end == "fetched" for e in found[0].ledger) == report.counts["held"]


def test_without_the_spool_they_would_be_lost(paper: Gazette, archive: Archive) -> None:
    """The twin: the same kill, and the spool is thrown away."""
    finished = kill_in_the_middle(paper, archive, 5)
    rmtree(Path(archive.objects.url, ".spool"))
    crawl(gazette(), to=archive, since=DAY, limit=1, **paper.options)
    every = captures(archive, list(manifests(archive, "gazette")))
    assert any(f"https://{line['host']}{line['path']}" not in every for line in finished)


def test_two_crawls_of_a_site_never_meet(paper: Gazette, archive: Archive) -> None:
    first = Child.start(job_of(paper, archive))
    until(lambda: paper.asked())
    second = Child.start(job_of(paper, archive, wait=1.0))
    with pytest.raises(LeaseBusy):
        second.wait()
    assert second.returncode == BUSY
    first.stop()
    assert first.wait().finish == "shutdown"
    assert all(n == 1 for n in Counter(paper.asked()).values())


def test_a_site_that_is_free_is_crawled(paper: Gazette, archive: Archive) -> None:
    """The twin: the lease of another site stops nobody."""
    with hold(archive.state, "herald", "somebody"):
        assert crawl(gazette(), to=archive, since=DAY, limit=1, wait=1.0, **paper.options).finish == "limit"


def test_a_lost_lease_ends_the_fetching(paper: Gazette, archive: Archive) -> None:
    child = Child.start(job_of(paper, archive))
    until(lambda: paper.asked())
    key = "leases/gazette.json"
    held, etag = archive.state.fetch(key)
    stolen = json.loads(held) | {"token": "another", "owner": "another"}
    archive.state.swap(key, json.dumps(stolen).encode(), etag=etag)
    # Renewed every 15 seconds; until then pages are served slowly enough.
    paper.delay = 0.5
    report = child.wait()
    assert (report.finish, report.complete, child.returncode) == ("lease lost", False, STOPPED)
    assert report.counts["waiting"] > 0


def test_the_child_is_confined_and_knows_nothing_of_us(
    paper: Gazette, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "AWS_SECRET_ACCESS_KEY", "AIRFLOW__CORE__FERNET_KEY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/secret")
    child = Child.start(job_of(paper, archive))
    until(lambda: paper.asked())
    proc = Path(f"/proc/{child.pid}")
    status = dict(
        line.split(":\t", 1) for line in (proc / "status").read_text().splitlines() if ":\t" in line
    )
    assert status["NoNewPrivs"] == "1"
    assert os.getsid(child.pid) == child.pid
    assert "Max core file size        0" in (proc / "limits").read_text()
    names = {
        part.partition(b"=")[0].decode() for part in (proc / "environ").read_bytes().split(b"\0") if part
    }
    assert names <= {*ENVIRONMENT, "LC_CTYPE"}
    child.stop()
    child.wait()


def test_a_retry_after_is_waited_for(tmp_path: Path) -> None:
    """The twin is the page beside it, which asks for nothing."""
    times: dict[str, list[float]] = {"/2026/story-000": [], "/2026/story-001": []}
    lock = threading.Lock()

    def answer(path: str, *headers: tuple[str, str]) -> Answer:
        with lock:
            times[path].append(time.monotonic())
            first = len(times[path]) == 1
        return Answer(status=503, headers=headers) if first else Answer(body=b"there it is")

    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        paper.answers = {
            "/2026/story-000": lambda: answer("/2026/story-000", ("Retry-After", "3")),
            "/2026/story-001": lambda: answer("/2026/story-001"),
        }
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
    waits = [second - first for first, second in times.values()]
    assert report.counts["fetched"] == 2
    assert waits[0] >= 3 > waits[1]
