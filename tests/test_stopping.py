"""Whatever is done to a crawl, on the real stack: nothing is lost, two never meet, and it goes on by itself.

Each thing is done during the crawl and during its start-up. ``make test`` takes one of each kind, drawn by the
seed; ``make soak`` all of them. Workers that are killed are in test_faults_worker.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from random import Random
from typing import Any

import pytest
import slow_papers
from live import Live, Unexpected, until
from measured import load, note
from moments import SEED, SOAK
from stopped_crawl import DAG, SITE, Crawl, Watch
from test_faults_worker import captures

from pipelines.archive.check import check
from pipelines.archive.manifests import manifests
from pipelines.stack import down, groups, supervise
from pipelines.stack.guard import record_of
from pipelines.stack.supervise import Supervisor
from spiders.site import Site

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1800)]
MOMENTS = ("start-up", "crawl")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something done to a crawl."""

    kind: str
    """operator, machine or change."""
    do: Callable[[Live, Crawl], None]
    then: Callable[[Live, Crawl], None]
    """What is done, once the crawl has ended, to bring things on."""
    stops: bool = True
    """Does it end the crawl? Else the crawl must not notice."""
    tries: int = 1
    """Attempts that Airflow may count, the last one included."""


def clear(_: Live, crawl: Crawl) -> None:
    crawl.clear()


def fail_task(live: Live, crawl: Crawl) -> None:
    live.airflow.mark(DAG, crawl.run_id, "failed", "crawl")


def fail_run(live: Live, crawl: Crawl) -> None:
    live.airflow.mark(DAG, crawl.run_id, "failed")


def succeed_task(live: Live, crawl: Crawl) -> None:
    live.airflow.mark(DAG, crawl.run_id, "success", "crawl")


def succeed_run(live: Live, crawl: Crawl) -> None:
    live.airflow.mark(DAG, crawl.run_id, "success")


def clear_the_marked(live: Live, crawl: Crawl) -> None:
    """The run has ended as it was marked, and goes on when it is cleared."""
    until(
        lambda: live.airflow.run(DAG, crawl.run_id)["state"] in ("success", "failed"),
        120,
        lambda: f"the run goes on\n{crawl.story()}",
    )
    crawl.clear()


def pause(live: Live, _: Crawl) -> None:
    live.airflow.pause(DAG)


def unpause(live: Live, crawl: Crawl) -> None:
    """A paused run has crawled to its end, and begins nothing new."""
    until(lambda: crawl.state() == "success", 120, lambda: f"the crawl did not end\n{crawl.story()}")
    time.sleep(3)
    assert crawl.state("clean") not in ("queued", "running", "success")
    live.airflow.unpause(DAG)


def restart_scheduler(live: Live, _: Crawl) -> None:
    supervisor = Supervisor(live.stack.home)
    supervisor.stop("scheduler")
    until(
        lambda: supervisor.states()["scheduler"].state in ("STOPPED", "EXITED"),
        100,
        lambda: f"the scheduler does not stop: {supervisor.states()['scheduler']}",
    )


def kill_scheduler(live: Live, _: Crawl) -> None:
    recorded = groups.recorded(record_of(live.stack.home, "scheduler"))
    assert recorded is not None
    os.kill(recorded.leader, signal.SIGKILL)


def stop_stack(live: Live, _: Crawl) -> None:
    down(live.home)


def kill_stack(live: Live, _: Crawl) -> None:
    main = supervise.is_running(live.stack.home)
    assert main is not None
    tree = [main, *groups.descendants(main.pid)]
    groups.send(tree, signal.SIGKILL)
    assert groups.wait_gone(tree, 20) == ()
    supervise.reap(main.pid)


def start(live: Live, _: Crawl) -> None:
    live.start()


def parse(live: Live) -> None:
    """Have Airflow read the DAG files now instead of within half a minute."""
    token = live.airflow.dags()[DAG]["file_token"]
    with suppress(Unexpected):  # it has been asked for already
        live.airflow.call("PUT", f"/parseDagFile/{token}")


def deploy(live: Live, crawl: Crawl) -> None:
    """Other DAG code, which Airflow has read."""
    tag = f"since-{crawl.day}"
    file = live.dags / "crawl_sites.py"
    text = file.read_text()
    file.write_text(text.replace("    globals()", f'    dag.tags.add("{tag}")\n    globals()'))
    parse(live)
    until(
        lambda: tag in {t["name"] for t in live.airflow.dags()[DAG]["tags"]},
        90,
        lambda: f"no new version: {live.airflow.dags()[DAG]}",
    )


def rename(live: Live, crawl: Crawl) -> None:
    """Another site file, which Airflow has read."""
    name = f"The Slow Gazette of {crawl.day}"
    file = live.slow.sites / f"{SITE}.yaml"
    file.write_text(f"name: {name}\n" + "".join(file.read_text().splitlines(keepends=True)[1:]))
    parse(live)
    until(
        lambda: name in (live.airflow.dags()[DAG]["description"] or ""),
        90,
        lambda: f"no new version: {live.airflow.dags()[DAG]}",
    )


def spoil(live: Live, crawl: Crawl) -> None:
    """A site file that cannot be read: Airflow says so, and forgets the DAG for a while."""
    (live.slow.sites / f"{SITE}.yaml").write_text("languages: [en\n")
    parse(live)
    until(
        lambda: any(SITE in error["stack_trace"] for error in live.airflow.import_errors()),
        90,
        lambda: f"no import error: {live.airflow.import_errors()}",
    )


def repair(live: Live, _: Crawl) -> None:
    (live.slow.sites / f"{SITE}.yaml").write_text(slow_papers.site(0))


def nothing(_: Live, __: Crawl) -> None:
    pass


DEEDS = {
    "clear": Deed(kind="operator", do=clear, then=nothing, tries=2),
    "mark task failed": Deed(kind="operator", do=fail_task, then=clear_the_marked, tries=2),
    "mark run failed": Deed(kind="operator", do=fail_run, then=clear_the_marked, tries=2),
    "mark task success": Deed(kind="operator", do=succeed_task, then=clear_the_marked, tries=2),
    "mark run success": Deed(kind="operator", do=succeed_run, then=clear_the_marked, tries=2),
    "pause": Deed(kind="operator", do=pause, then=unpause, stops=False),
    "scheduler restart": Deed(kind="machine", do=restart_scheduler, then=start),
    "scheduler kill -9": Deed(kind="machine", do=kill_scheduler, then=start, tries=2),
    "stack stopped": Deed(kind="machine", do=stop_stack, then=start),
    "stack kill -9": Deed(kind="machine", do=kill_stack, then=start, tries=2),
    "new DAG code": Deed(kind="change", do=deploy, then=nothing, stops=False),
    "changed YAML": Deed(kind="change", do=rename, then=nothing, stops=False),
    "broken YAML": Deed(kind="change", do=spoil, then=repair, stops=False),
}
CELLS = [(name, moment) for name in DEEDS for moment in MOMENTS]


def chosen() -> list[tuple[str, str]]:
    """All cells, or one of each kind by the seed."""
    if SOAK:
        return CELLS
    chance = Random(SEED)
    return [
        chance.choice([cell for cell in CELLS if DEEDS[cell[0]].kind == kind])
        for kind in ("operator", "change", "machine")
    ]


@pytest.fixture(scope="module")
def slow(live: Live) -> Live:
    """The stack with its slow paper's schedule running, and nothing under way."""
    live.wait_dags(DAG)
    live.airflow.unpause(DAG)
    live.airflow.wait_scheduled(DAG, within=600)
    return live


@pytest.mark.parametrize(("name", "moment"), chosen(), ids=lambda word: str(word).replace(" ", "-"))
def test_a_crawl_survives(slow: Live, name: str, moment: str) -> None:
    deed = DEEDS[name]
    day = slow.closed_day("herald") - timedelta(days=2 + CELLS.index((name, moment)))
    digest = Site.load(SITE, [slow.slow.sites]).digest
    crawl = Crawl(slow, day)
    with Watch(slow) as watch:
        crawl.come_to(moment, f"{name} {moment}")
        began = time.monotonic()
        deed.do(slow, crawl)
        if deed.stops:
            until(lambda: not watch.running(), 60, lambda: f"the crawl goes on\n{crawl.story()}")
        stopped = time.monotonic() - began
        deed.then(slow, crawl)
        slow.airflow.wait_run(DAG, crawl.run_id, within=600)
        wrong = crawl.met(watch)
    seconds = (
        f"ended after {stopped:.1f} s, went on after {crawl.went_on():.1f} s" if deed.stops else "undisturbed"
    )
    note(
        "soak" if SOAK else "test",
        f"{name} during {moment}",
        f"{seconds}; lost {crawl.lost().total()}; {load()}",
    )
    attempts = crawl.attempts()
    held = captures(slow, attempts)
    assert wrong == []
    assert crawl.lost() == {}
    assert {held[url] for url in crawl.expected()} == {1}, "each story once, in all attempts together"
    assert [m.complete for m in attempts] == [False] * (len(attempts) - 1) + [True]
    assert deed.stops or len(attempts) == 1
    assert {m.digests["site"] for m in attempts[:1]} == {digest}, "an attempt keeps the file it began with"
    assert len(slow.airflow.tries(DAG, crawl.run_id, "crawl")) <= deed.tries
    assert crawl.failures() == 0, "a retry was used up"
    assert list(check(slow.stack.archive)) == []


@pytest.mark.long
def test_a_crawl_that_dies_by_itself_uses_up_a_retry(slow: Live) -> None:
    """The twin of the count above. Clearing it begins the count anew, and starts it at once."""
    crawl = Crawl(slow, slow.closed_day("herald") - timedelta(days=2 + len(CELLS)))
    with Watch(slow) as watch:
        crawl.come_to("crawl", "child")
        for pid in watch.running():
            os.kill(pid, signal.SIGKILL)
        until(lambda: crawl.state() == "up_for_retry", 60, lambda: f"no retry\n{crawl.story()}")
        assert crawl.failures() == 1
        crawl.clear()
        slow.airflow.wait_run(DAG, crawl.run_id, within=600)
        assert crawl.met(watch) == []
    assert crawl.lost() == {}
    assert [m.finish for m in crawl.attempts()] == ["recovered", "finished"]


def test_a_cleared_run_and_a_backfill_are_done_by_the_latest_code_and_site_file(slow: Live) -> None:
    crawl = Crawl(slow, slow.closed_day("herald") - timedelta(days=3 + len(CELLS)))
    slow.airflow.wait_run(DAG, crawl.run_id, within=600)
    asked = crawl.stories()
    before, old = Site.load(SITE, [slow.slow.sites]).digest, version(slow, crawl.run_id)
    rename(slow, crawl)
    after = Site.load(SITE, [slow.slow.sites]).digest
    # A version that no task has run is changed in place, so the newest one need not be newer than itself.
    until(lambda: newest(slow) > old, 120, lambda: f"no version after {old}: {versions(slow)}")
    crawl.clear()
    slow.airflow.wait_run(DAG, crawl.run_id, within=600)
    assert [m.digests["site"] for m in crawl.attempts()] == [before, after]
    assert version(slow, crawl.run_id) > old
    number = slow.airflow.backfill(DAG, crawl.day, crawl.day, UTC)
    (filled,) = slow.airflow.wait_backfill(number)
    assert version(slow, filled["dag_run_id"]) > old
    made = [m for m in manifests(slow.stack.archive, SITE) if m.run.get("run_id") == filled["dag_run_id"]]
    assert [m.digests["site"] for m in made] == [after]
    assert crawl.stories() == asked, "what is held is not asked for again"


def versions(live: Live) -> list[dict[str, Any]]:
    """All versions of the DAG that Airflow has."""
    found: list[dict[str, Any]] = live.airflow.call("GET", f"/dags/{DAG}/dagVersions", limit=100)[
        "dag_versions"
    ]
    return found


def newest(live: Live) -> int:
    """Number of the newest version of the DAG."""
    return max(int(found["version_number"]) for found in versions(live))


def version(live: Live, run_id: str) -> int:
    """Number of the version of the DAG by which a run was last done."""
    return int(live.airflow.run(DAG, run_id)["dag_versions"][-1]["version_number"])
