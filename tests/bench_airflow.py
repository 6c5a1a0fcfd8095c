"""What Airflow costs with many sites: reading their DAGs, scheduling, memory, database, and from print to search.

    python tests/bench_airflow.py [SITES]     # 1000; needs the machine for itself for a quarter of an hour

The live part needs no network: a few of the papers answer (``slow_papers.py``), the others are files only.
"""

import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import slow_papers
from live import Live, Unexpected, until
from many_sites import write_sites
from measured import load, note
from test_many_sites import parsed

from pipelines.corpus import Corpus
from pipelines.stack import groups
from pipelines.stack.environment import database_url
from pipelines.stack.guard import record_of

RUNS = 30
"""Runs of three tasks each, of three papers."""
PUBLICATIONS = 20
WORDS = [f"zorvik{number:02}quist" for number in range(PUBLICATIONS)]


def reading(sites: int) -> None:
    """CPU seconds and memory of reading all DAGs, three times in one process."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = parsed(Path(folder), sites, "3")
    costs = ", ".join(f"{one['read']:.1f} + {one['serialize']:.1f}" for one in rounds)
    held = ", ".join(f"{one['resident']:.0f}" for one in rounds)
    note(
        "bench",
        f"reading the DAGs of {sites} sites",
        f"CPU s read + serialized {costs}; MiB {held}; {load()}",
    )


def proportional(live: Live, part: str) -> float:
    """MiB of a part with all its processes, shared pages counted by shares."""
    group = groups.recorded(record_of(live.stack.home, part))
    assert group is not None
    total = 0
    for process in groups.members(group):
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def database(live: Live) -> int:
    """Bytes of Airflow's database."""
    url = database_url(live.stack.home).replace("+psycopg2", "")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size('airflow')")
        return int(cursor.fetchone()[0])


def scheduling(live: Live, sites: int) -> None:
    """Tasks a minute, start-up of a crawl, growth of the database."""
    papers = [f"slow{number:02}" for number in range(3)]
    before, asked, last = database(live), len(live.slow.begun()), datetime.now(UTC).date()
    begin = time.monotonic()
    runs: list[tuple[str, str, date]] = []
    for number in range(RUNS):
        dag, day = f"days_{papers[number % 3]}", last - timedelta(days=3 + number)
        conf = {"since": str(day), "until": str(day + timedelta(days=1)), "max_pages": 1}
        runs.append((dag, live.airflow.trigger(dag, conf), day))
    for dag, run, _ in runs:
        live.airflow.wait_run(dag, run, within=1800)
    minutes = (time.monotonic() - begin) / 60
    starts = [started(live, asked, *run) for run in runs]
    growth = (database(live) - before) / RUNS / 1e6 * 1000
    note("bench", f"tasks a minute, {sites} sites", f"{3 * RUNS / minutes:.0f}; {load()}")
    note("bench", "a crawl from queued to its first request, s", f"{quantiles(starts)}; {load()}")
    note("bench", "growth of Airflow's database for 1,000 runs of 3 tasks, MB", f"{growth:.0f}")


def started(live: Live, asked: int, dag: str, run: str, day: date) -> float:
    """Seconds from queueing a crawl to its first request for a page of its day."""
    queued = datetime.fromisoformat(live.airflow.tasks(dag, run)["crawl"]["queued_when"])
    host, path = f"{dag.removeprefix('days_')}.example", f"/{day:%Y/%m/%d}/"
    first = next(line for line in live.slow.begun()[asked:] if (line["host"], line["path"]) == (host, path))
    return (datetime.fromisoformat(first["time"]) - queued).total_seconds()


def from_print_to_search(live: Live) -> None:
    """Publish at any second of a minute and look each second, while the paper is polled every minute."""
    live.airflow.unpause("poll_slow02")
    corpus, waiting = live.stack.corpus, dict[str, float]()
    words, due, took = list(WORDS), time.monotonic(), list[float]()
    end = due + 1800
    while words or waiting:
        if time.monotonic() > end:
            raise Unexpected(f"what was printed is not found: {', '.join(waiting)}")
        if words and time.monotonic() >= due:
            word = words.pop(0)
            httpx.post(f"http://127.0.0.1:{live.slow.ports['control']}/publish?{word}", trust_env=False)
            waiting[word] = time.monotonic()
            due += 11 + len(words) * 7 % 23
        for word in [word for word in waiting if found(corpus, word)]:
            took.append(time.monotonic() - waiting.pop(word))
        time.sleep(1)
    note("bench", "from publication to a search hit, polled every minute, s", f"{quantiles(took)}; {load()}")


def found(corpus: Corpus, word: str) -> bool:
    """Does a search find it now?"""
    return bool(list(corpus.search(word)))


def quantiles(numbers: list[float]) -> str:
    """Median and 95th percentile."""
    return f"p50 {statistics.median(numbers):.1f}, p95 {statistics.quantiles(numbers, n=20)[-1]:.1f}"


def known(live: Live) -> Any:
    """How many DAGs Airflow knows."""
    return live.airflow.call("GET", "/dags", limit=1)["total_entries"]


def main(sites: int) -> None:
    """All of it."""
    reading(sites)
    with tempfile.TemporaryDirectory(prefix="bench") as folder, Live(Path(folder)) as live:
        (live.slow.sites / "slow02.yaml").write_text(slow_papers.news_site(2))
        write_sites(live.folder / "files", sites)
        live.up(live.slow.sites, live.folder / "files")
        until(lambda: known(live) >= 2 * sites, 900, lambda: f"{known(live)} DAGs")
        for number in range(3):
            live.airflow.unpause(f"days_slow{number:02}")
            live.airflow.wait_scheduled(f"days_slow{number:02}", within=900)
        held = ", ".join(f"{part} {proportional(live, part):.0f}" for part in ("scheduler", "dag-processor"))
        note("bench", f"memory with {sites} sites, MiB (PSS)", held)
        scheduling(live, sites)
        held = ", ".join(f"{part} {proportional(live, part):.0f}" for part in ("scheduler", "dag-processor"))
        note("bench", f"memory with {sites} sites after {RUNS} runs, MiB (PSS)", held)
        from_print_to_search(live)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
