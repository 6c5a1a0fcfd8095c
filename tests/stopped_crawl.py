"""One crawl of a slow paper on the live stack, watched from outside while something is done to it."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, Self

import slow_papers
from live import Live, until
from moments import SEED
from test_faults_worker import captures, processes

from pipelines.archive import plain
from pipelines.archive.lease import Written
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import manifests
from pipelines.errors import CorantoError

SITE = "slow00"
DAG = f"days_{SITE}"
HOST = slow_papers.host(0)
STORY = f"https://{HOST}"


def crawlers(home: Path) -> set[int]:
    """The crawl children of this stack: what its processes started, in whatever session."""
    table = {pid: (parent, line) for pid, parent, line in processes()}
    found = set()
    for pid, (above, line) in table.items():
        if b"\0spiders.crawler\0" not in line:
            continue
        while above in table and bytes(home) not in table[above][1]:  # the stack's supervisor names it
            above = table[above][0]
        if above in table:
            found.add(pid)
    return found


class Watch:
    """Who crawls and who holds the lease, looked at ten times a second; a context manager."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.owners: list[int] = []
        """Processes that held the lease, one after another."""
        self.seen: set[int] = set()
        """Every crawl process."""
        self._state = live.stack.open_archive("crawl").state
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            self.seen |= crawlers(self.live.home)
            try:
                body, _ = self._state.fetch(f"leases/{SITE}.json")
            except CorantoError:  # nobody has ever crawled it, or the store is down with the stack
                continue
            held = plain.decode(Written, body)
            owner = int(held.owner.split("/")[1])
            if held.expires.year > 2000 and self.owners[-1:] != [owner]:
                self.owners.append(owner)

    def running(self) -> set[int]:
        """Those that still live."""
        return self.seen & {pid for pid, *_ in processes()}


class Crawl:
    """A run of the paper's DAG for a day that nobody has crawled yet."""

    def __init__(self, live: Live, day: date) -> None:
        self.live, self.day = live, day
        self.asked, self.sent = len(live.slow.begun()), len(live.slow.answers())
        self.done_at = datetime.now(UTC)
        conf = {"since": day.isoformat(), "until": (day + timedelta(days=1)).isoformat()}
        self.run_id = live.airflow.trigger(DAG, conf)

    def requests(self) -> list[dict[str, Any]]:
        """What was asked for since this crawl was wanted, with the asking process."""
        return [line for line in self.live.slow.begun()[self.asked :] if line["host"] == HOST]

    def stories(self) -> int:
        """How many stories were asked for."""
        return sum("/story-" in line["path"] for line in self.requests())

    def come_to(self, moment: str, cell: str) -> None:
        """Wait for a moment of the crawl, drawn for this cell: ``start-up`` ends with the first request."""
        chance = Random(f"{SEED}/{cell}")
        until(lambda: self.state() == "running", 240, lambda: f"no start\n{self.story()}")
        if moment == "start-up":
            end = time.monotonic() + chance.uniform(0, 2.5)
            while time.monotonic() < end and not self.requests():
                time.sleep(0.02)
        else:
            wanted = chance.randint(2, slow_papers.STORIES // 3)
            until(lambda: self.stories() >= wanted, 120, lambda: f"no stories\n{self.story()}")
        self.done_at = datetime.now(UTC)

    def state(self, task: str = "crawl") -> str | None:
        """Airflow's word for a task."""
        found: str | None = self.live.airflow.tasks(DAG, self.run_id)[task]["state"]
        return found

    def story(self) -> str:
        """For a failed test."""
        return self.live.airflow.story(DAG, self.run_id)

    def clear(self) -> None:
        """Clear the crawl and what follows."""
        self.live.airflow.clear(DAG, self.run_id, "crawl")

    def failures(self) -> int:
        """Retries that Airflow's store says were used up."""
        path = f"/dags/{DAG}/dagRuns/{self.run_id}/taskInstances/crawl/state-store"
        held = self.live.airflow.call("GET", path)
        return sum(entry["value"]["failures"] for entry in held["task_state_store"])

    def attempts(self) -> list[Manifest]:
        """What was committed for this run, oldest first."""
        found = manifests(self.live.stack.archive, SITE)
        return [manifest for manifest in found if manifest.run.get("run_id") == self.run_id]

    def expected(self) -> set[str]:
        """The day's stories."""
        return {STORY + path for path in slow_papers.stories(self.day)}

    def lost(self) -> Counter[str]:
        """Answers that the paper finished more than a second before, and that no manifest has."""
        early = self.done_at - timedelta(seconds=1)
        ours = [line for line in self.live.slow.answers()[self.sent :] if line["host"] == HOST]
        sent = Counter(STORY + line["path"] for line in ours if datetime.fromisoformat(line["time"]) < early)
        return sent - captures(self.live, self.attempts())

    def went_on(self) -> float:
        """Seconds to the first request of another crawl; 0 where the crawl was not interrupted."""
        before = {line["pid"] for line in self.requests() if self._at(line) < 0}
        after = [
            self._at(line) for line in self.requests() if self._at(line) >= 0 and line["pid"] not in before
        ]
        return min(after, default=0.0)

    def _at(self, line: dict[str, Any]) -> float:
        return (datetime.fromisoformat(line["time"]) - self.done_at).total_seconds()

    def met(self, watch: Watch) -> list[str]:
        """Crawls that met another one, by the paper's log, or asked without the lease."""
        groups = [pid for pid, _ in groupby(line["pid"] for line in self.requests() if line["pid"])]
        wrong = [f"{pid} came back after another: {groups}" for pid in set(groups) if groups.count(pid) > 1]
        held = [pid for pid in watch.owners if pid in groups]
        return wrong + ([] if held == groups else [f"asked {groups}, held the lease {held}"])
