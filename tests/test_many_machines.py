"""CeleryExecutor, Redis and two workers with a spool of their own each, as on two machines: the same DAGs, unchanged.

A machine that dies in mid-crawl loses nothing that is committed; its site goes on elsewhere; what its spool holds is
named as missing until it is back, and then committed.
"""

import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import slow_papers
from celery_machines import CORANTO, Machine, Metrics, broker
from live import Live, until
from measured import note
from moments import SOAK
from otlp import Otlp
from stopped_crawl import Crawl
from test_faults_worker import captures

from pipelines.archive.check import check
from pipelines.archive.store import open_store
from pipelines.archive.unfinished import Unfinished, missing, unfinished

pytestmark = [pytest.mark.stack, pytest.mark.long, pytest.mark.timeout(1500)]
NAMES = ("north", "south")


@dataclass(frozen=True)
class Cluster:
    """The stack without executor of its own, and two machines."""

    live: Live
    machines: dict[str, Machine]
    metrics: Metrics
    """What arrives by StatsD: of the stack, and of the machine ``north``."""
    otlp: Otlp
    """What arrives by OpenTelemetry: of the machine ``south``."""

    def crawling(self) -> dict[str, Unfinished]:
        """Attempts under way, by the machine whose spool they write to."""
        found = unfinished(self.live.stack.archive)
        return {
            name: one
            for one in found
            for name, machine in self.machines.items()
            if Path(one.folder).is_relative_to(machine.home.spool)
        }


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("cluster")
        url = stack.enter_context(broker(folder / "broker"))
        metrics = stack.enter_context(Metrics())
        live = stack.enter_context(Live(folder / "live"))
        live.up(
            live.slow.sites,
            AIRFLOW__CORE__EXECUTOR="CeleryExecutor",
            AIRFLOW__CELERY__BROKER_URL=url,
            AIRFLOW__METRICS__STATSD_ON="True",
            AIRFLOW__METRICS__STATSD_HOST="127.0.0.1",
            AIRFLOW__METRICS__STATSD_PORT=str(metrics.port),
            AIRFLOW__LOGGING__REMOTE_LOGGING="True",
        )
        otlp = stack.enter_context(Otlp())
        machines = {"north": Machine(live, "north"), "south": Machine(live, "south", **otlp.environment)}
        for machine in machines.values():
            stack.callback(machine.stop)
            machine.start()
        yield Cluster(live, machines, metrics, otlp)


@pytest.fixture(scope="module")
def papers(cluster: Cluster) -> list[str]:
    """Two papers whose schedules have run once, through the workers."""
    names = ["slow00", "slow01"]
    cluster.live.wait_dags(*(f"days_{name}" for name in names))
    for name in names:
        cluster.live.airflow.unpause(f"days_{name}")
    until(
        lambda: set(cluster.crawling()) == set(NAMES),
        400,
        lambda: f"not both crawl\n{cluster.machines['north'].log.read_text()[-2000:]}",
    )
    for name in names:
        cluster.live.airflow.wait_scheduled(f"days_{name}", within=600)
    return names


def test_two_machines_crawl_two_papers_at_the_same_time(cluster: Cluster, papers: list[str]) -> None:
    """That both did is what the fixture has waited for."""
    rows = cluster.live.stack.corpus.sql("select site, count(*) n from current group by all").to_pylist()
    assert {row["site"]: row["n"] for row in rows} == dict.fromkeys(papers, slow_papers.STORIES)
    assert unfinished(cluster.live.stack.archive) == ()


def test_our_numbers_arrive_where_airflow_sends_its_own(cluster: Cluster, papers: list[str]) -> None:
    sums, stories = cluster.metrics.sums + cluster.otlp.sums, len(papers) * slow_papers.STORIES
    assert sums["airflow.coranto.captures"] >= stories
    assert sums["airflow.coranto.requests"] > stories
    assert sums["airflow.coranto.articles"] == stories
    assert sums["airflow.coranto.bytes"] > 100 * stories
    assert sums["airflow.coranto.quarantined"] == sums["airflow.coranto.blocked"] == 0
    for way in (cluster.metrics, cluster.otlp):
        assert way.sums["airflow.coranto.captures"] >= slow_papers.STORIES, "each machine has crawled a paper"
        assert way.last["airflow.coranto.missing"] == 0
        assert any(name.startswith("airflow.ti.finish") for name in way.sums), "the twin"
    assert {
        value for name, key, value in cluster.otlp.tags if (name, key) == ("airflow.coranto.captures", "site")
    } < set(papers)


def test_a_task_log_is_read_from_s3_when_the_machine_has_it_no_more(
    cluster: Cluster, papers: list[str]
) -> None:
    (run,) = cluster.live.airflow.runs(f"days_{papers[0]}", run_type="scheduled")
    for machine in cluster.machines.values():
        for file in machine.home.airflow.rglob("attempt=*.log"):
            file.unlink()
    last = cluster.live.airflow.tries(f"days_{papers[0]}", run["dag_run_id"], "crawl")[-1]["try_number"]
    text = cluster.live.airflow.log(f"days_{papers[0]}", run["dag_run_id"], "crawl", last)
    assert f"{slow_papers.STORIES} pages" in text
    store = open_store("s3://logs", cluster.live.stack.keys("publish"))
    keys = [one.key for one in store.list("airflow/") if f"days_{papers[0]}" in one.key]
    assert all(any(f"task_id={task}/" in key for key in keys) for task in ("crawl", "clean", "publish"))


def status(live: Live) -> subprocess.CompletedProcess[str]:
    command = [CORANTO, "--home", str(live.home), "status"]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_machine_that_dies_is_missed_and_made_up_for(cluster: Cluster, papers: list[str]) -> None:
    live, archive = cluster.live, cluster.live.stack.archive
    assert papers
    committed = {one.key for one in archive.objects.list("manifests/")}
    crawl = Crawl(live, live.closed_day("herald") - timedelta(days=3))
    until(lambda: crawl.stories() >= 2, 240, lambda: f"no stories\n{crawl.story()}")
    crawl.done_at = datetime.now(UTC)
    ((name, attempt),) = cluster.crawling().items()
    cluster.machines[name].die()
    until(lambda: missing(archive), 90, lambda: "nobody misses it")
    assert [one.attempt for one in missing(archive)] == [attempt.attempt]
    said = status(live)
    assert said.returncode == 1
    assert str(cluster.machines[name].home.spool) in said.stdout
    run = live.airflow.wait_run("days_slow00", crawl.run_id, within=600)
    assert "not yet recovered" in run["note"]
    assert {one.key for one in archive.objects.list("manifests/")} > committed
    (elsewhere,) = crawl.attempts()
    assert elsewhere.complete
    assert {captures(live, [elsewhere])[url] for url in crawl.expected()} == {1}
    assert list(check(archive)) == []
    cluster.machines[name].start()
    assert missing(archive) == ()
    both = crawl.attempts()
    assert sorted(m.finish for m in both) == ["finished", "recovered"]
    recovered = captures(live, [m for m in both if m.finish == "recovered"])
    assert finished_before(crawl) - recovered == Counter(), "what the paper had sent a second before"
    assert list(check(archive)) == []
    assert "missing" not in status(live).stdout
    on = crawl.went_on()
    note(
        "soak" if SOAK else "test",
        "kill -9 of a Celery worker",
        f"went on elsewhere after {on:.0f} s; lost 0",
    )


def finished_before(crawl: Crawl) -> Counter[str]:
    """Stories that the paper had sent a second before the machine died."""
    early = crawl.done_at - timedelta(seconds=1)
    lines = [a for a in crawl.live.slow.answers()[crawl.sent :] if datetime.fromisoformat(a["time"]) < early]
    return Counter(f"https://{a['host']}{a['path']}" for a in lines)
