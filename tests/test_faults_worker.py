"""kill -9 of what Airflow runs a crawl in: nothing is lost, nothing is asked for twice, and Airflow goes on by itself.

``task`` is the process that executes the task; ``worker`` is that and the worker of the executor above it, as when
the machine's memory runs out. The twin without the watch over the parent is in test_crawl_stop.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from live import Live, until
from moments import SOAK, moments

from pipelines.archive import cdx
from pipelines.archive.check import check
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import manifests

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1800)]
PAPERS = {"task": "herald", "worker": "umibe"}
ROUNDS = len(moments("worker", 0, 1)) if SOAK else 1


@dataclass(frozen=True, kw_only=True)
class Killed:
    """One run whose worker was killed."""

    paper: str
    day: date
    run_id: str
    child: int
    asked: int
    """Answers that the papers had given before the run."""


def processes() -> Iterator[tuple[int, int, bytes]]:
    """Number, parent and command line of every process."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            if stat[0] != "Z":
                yield int(folder.name), int(stat[1]), (folder / "cmdline").read_bytes()


def crawls(pid: int, folder: Path) -> bool:
    """Does this process hold a file of the folder open?"""
    for handle in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):  # it is closed by now, or the process has ended
            if folder in handle.readlink().parents:
                return True
    return False


def crawling(home: Path, paper: str) -> tuple[int, int, int] | None:
    """The crawl child of this paper and stack, the task that runs it, and the worker above.

    Another paper's may run, too: the retry of the one that was killed before.
    """
    found = {pid: (parent, line) for pid, parent, line in processes()}
    for pid, (task, line) in found.items():
        if b"\0spiders.crawler\0" not in line or task not in found or not crawls(pid, home / "spool" / paper):
            continue
        above = task
        while above in found and bytes(home) not in found[above][1]:  # the stack's supervisor names it
            above = found[above][0]
        if above in found:
            return pid, task, found[task][0]
    return None


def killed(live: Live, kind: str, day: date, after: int) -> Killed:
    """Start a run and kill what runs it once the paper has given so many answers."""
    paper, before = PAPERS[kind], len(live.newspapers.answers())
    conf = {"since": day.isoformat(), "until": (day + timedelta(days=1)).isoformat()}
    run_id = live.airflow.trigger(f"days_{paper}", conf)
    child, task, worker = until(
        lambda: crawling(live.home, paper),
        120,
        lambda: f"{paper}: no crawl\n{live.airflow.story(f'days_{paper}', run_id)}",
    )
    end = time.monotonic() + 60
    while sum(line["host"] == f"{paper}.example" for line in live.newspapers.answers()[before:]) < after:
        if time.monotonic() > end:
            break
        time.sleep(0.005)
    for pid in (worker, task) if kind == "worker" else (task,):
        os.kill(pid, signal.SIGKILL)
    return Killed(paper=paper, day=day, run_id=run_id, child=child, asked=before)


def captures(live: Live, found: list[Manifest]) -> Counter[str]:
    objects = live.stack.archive.objects
    keys = [held.cdxj.key for manifest in found for held in manifest.warcs]
    return Counter(entry.url for key in keys for entry in cdx.read(objects.read(key), key))


def answered(live: Live, run: Killed) -> Counter[str]:
    """What the paper sent since the run began, by its own log."""
    lines = live.newspapers.answers()[run.asked :]
    return Counter(
        f"{a['scheme']}://{a['host']}{a['path']}" for a in lines if a["host"] == f"{run.paper}.example"
    )


@pytest.fixture
def slowly(live: Live) -> Iterator[None]:
    """The papers take their time, or a crawl would be over before it can be found."""
    for paper in PAPERS.values():
        live.newspapers.delay(paper, 0.3)
    yield
    for paper in PAPERS.values():
        live.newspapers.delay(paper, 0)


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_worker_loses_nothing_and_airflow_goes_on(live: Live, number: int) -> None:
    for paper in PAPERS.values():
        live.wait_dags(f"days_{paper}")
        live.airflow.unpause(f"days_{paper}")
        live.airflow.wait_scheduled(f"days_{paper}", within=600)
    runs = []
    for kind, paper in PAPERS.items():
        after = int(moments(kind, 1, 10)[number])
        runs.append(killed(live, kind, live.closed_day(paper) - timedelta(days=8 + number), after))
        until(lambda: runs[-1].child not in {pid for pid, *_ in processes()}, 60, lambda: "the crawl goes on")
    for run in runs:
        live.airflow.wait_run(f"days_{run.paper}", run.run_id, within=600)
        attempts = [m for m in manifests(live.stack.archive, run.paper) if m.run.get("run_id") == run.run_id]
        assert [m.complete for m in attempts] == [False, True]
        assert attempts[0].finish in ("parent gone", "recovered")
        assert {m.run["try_number"] for m in attempts} == {"1", "2"}
        held = captures(live, attempts)
        assert answered(live, run) - held == Counter()
        entries = live.newspapers.ledger(run.paper, run.day)
        articles = {entry["final_url"] or entry["url"] for entry in entries}
        assert articles
        assert {held[url] for url in articles} == {1}
    assert list(check(live.stack.archive)) == []
