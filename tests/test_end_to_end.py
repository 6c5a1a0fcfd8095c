"""The whole job on real components: newspapers, Airflow, archive, cleaner, corpus, and back to the bytes.

The tests share one stack and run in order: what one leaves behind, the next builds on.
"""

import contextlib
import csv
import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import demo_dumps
import httpx
import pyarrow.parquet as pq
import pytest
from live import Live
from measured import note

from pipelines import Corpus
from pipelines.archive.check import check

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1200)]
PAPER = "herald"
DAYS = f"days_{PAPER}"
CORANTO = str(Path(sys.executable).parent / "coranto")


def requested(live: Live, since: int = 0) -> list[dict[str, Any]]:
    """What the papers answered from their answer number ``since`` on."""
    return live.newspapers.answers()[since:]


def is_article(answer: dict[str, Any], live: Live) -> bool:
    urls = {url for a in live.newspapers.ledger() for url in (a["url"], a["final_url"]) if url}
    return any(answer["host"] in url and url.endswith(answer["path"]) for url in urls)


def printed(live: Live, day: date, expected: str = "record") -> set[str]:
    """Addresses of what the ledger says a day's cleaning must give."""
    return {a["final_url"] for a in live.newspapers.ledger(PAPER, day) if a["expected"] == expected}


def kept(live: Live, day: date) -> Counter[str]:
    """Addresses of the current articles of a day, by their own date."""
    rows = live.stack.corpus.sql(f"select url from current where site = '{PAPER}' and day = '{day}'")
    return Counter(row["url"] for row in rows.to_pylist())


@pytest.fixture(scope="module")
def days(live: Live) -> list[date]:
    """The five days that are backfilled."""
    last = live.closed_day(PAPER) - timedelta(days=1)
    return [last - timedelta(days=n) for n in reversed(range(5))]


def backfill(live: Live, days: list[date], **fields: Any) -> list[dict[str, Any]]:
    number = live.airflow.backfill(DAYS, days[0], days[-1], live.site(PAPER).zone, **fields)
    return live.airflow.wait_backfill(number, within=900)


def test_airflow_shows_the_sites_without_an_import_error(live: Live) -> None:
    live.wait_dags(DAYS, "days_umibe", f"poll_{PAPER}", "poll_umibe", "import_dumps")
    assert live.airflow.import_errors() == []


def test_the_scheduled_run_closes_the_last_day_that_is_due(live: Live) -> None:
    day = live.closed_day(PAPER)
    live.airflow.unpause(DAYS)
    run = live.airflow.wait_scheduled(DAYS, within=400)
    assert kept(live, day) == Counter(printed(live, day))
    assert "article" in run["note"]


def test_a_backfill_of_five_days_crawls_exactly_the_articles_of_each_day(
    live: Live, days: list[date]
) -> None:
    before = len(live.newspapers.answers())
    runs = backfill(live, days)
    assert len(runs) == 5
    for day in days:
        assert kept(live, day) == Counter(printed(live, day)), day
    asked = {a["path"] for a in requested(live, before) if is_article(a, live)}
    ours = [entry for day in days for entry in live.newspapers.ledger(PAPER, day)]
    known = {url for entry in ours for url in (entry["url"], entry["final_url"]) if url}
    assert {p for p in asked if not any(u.endswith(p) for u in known)} == set()


def test_what_is_no_article_is_rejected_with_its_reason(live: Live, days: list[date]) -> None:
    rows = live.stack.corpus.sql(f"select url, reason from rejected where site = '{PAPER}'").to_pylist()
    truth = {
        e["final_url"] or e["url"]: e["expected"]
        for d in days
        for e in live.newspapers.ledger(PAPER, d)
        if e["expected"] != "record"
    }
    found = {row["url"]: row["reason"] for row in rows}
    assert {url: found.get(url) for url in truth} == truth


def test_the_same_backfill_again_makes_no_article_request(live: Live, days: list[date]) -> None:
    before, versions = len(live.newspapers.answers()), count(live, "versions")
    backfill(live, days, reprocess_behavior="completed")
    assert [a["path"] for a in requested(live, before) if is_article(a, live)] == []
    assert count(live, "versions") == versions


def test_a_refetch_adds_a_version_only_where_the_text_has_changed(live: Live, days: list[date]) -> None:
    edited = live.newspapers.edit(PAPER, days[2], 2)
    before = count(live, "versions")
    backfill(live, days, reprocess_behavior="completed", dag_run_conf={"refetch": True})
    assert count(live, "versions") == before + 2
    sql = "select url from versions group by url, article_id having count(*) > 1"
    assert {row["url"] for row in live.stack.corpus.sql(sql).to_pylist()} == {e["final_url"] for e in edited}


def count(live: Live, table: str) -> int:
    return int(live.stack.corpus.sql(f"select count(*) n from {table}").to_pylist()[0]["n"])


@pytest.fixture(scope="module")
def dumps(live: Live) -> list[dict[str, Any]]:
    """A folder of raw dumps, imported by the DAG."""
    folder = live.folder / "dumps"
    truth = demo_dumps.write(folder)
    run = live.airflow.trigger("import_dumps", {"source": str(folder), "site": "_"})
    live.airflow.wait_run("import_dumps", run, within=400)
    return truth


def test_raw_dumps_become_records(live: Live, dumps: list[dict[str, Any]]) -> None:
    rows = live.stack.corpus.sql("select headline from current where site = '_'").to_pylist()
    wanted = {d["headline"] for d in dumps if d.get("headline")}
    assert wanted - {row["headline"] for row in rows} == set()


def test_importing_the_same_dumps_again_adds_nothing(live: Live, dumps: list[dict[str, Any]]) -> None:
    before = count(live, "articles")
    run = live.airflow.trigger("import_dumps", {"source": str(live.folder / "dumps"), "site": "_"})
    live.airflow.wait_run("import_dumps", run, within=400)
    assert count(live, "articles") == before


def test_search_counts_what_the_papers_planted(live: Live) -> None:
    corpus = live.stack.corpus
    held = {row["url"] for row in corpus.sql("select url from current").to_pylist()}
    ledger = json.loads((live.newspapers.folder / "ledger.json").read_text())
    for planted in ledger["planted"]:
        hits = corpus.search(f'"{planted["phrase"]}" site:{PAPER}', limit=1000, fresh=True)
        urls = {u for u in planted["urls"] if u in held and PAPER in u}
        assert {h.url for h in hits} == urls
        assert hits.total == len(urls)
    for noise in ledger["noise"]:
        assert corpus.search(f'"{noise}"').total == 0


def test_counts_by_search_and_by_sql_agree(live: Live) -> None:
    by_sql = live.stack.corpus.sql(
        "select site, count(*) n from current group by all order by all"
    ).to_pylist()
    assert sorted(live.stack.corpus.count(by="site", fresh=True)) == [(r["site"], r["n"]) for r in by_sql]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_an_export_holds_every_hit(live: Live, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{kind}"
    rows = live.stack.corpus.export(f"site:{PAPER}", path, format=kind)
    assert rows == live.stack.corpus.count(f"site:{PAPER}")
    if kind == "parquet":
        read = pq.read_table(path).num_rows
    elif kind == "csv":
        with path.open(newline="") as file:
            read = sum(1 for _ in csv.DictReader(file))
    else:
        read = len(path.read_text().splitlines())
    assert read == rows


def test_a_hit_leads_back_to_the_bytes_that_the_paper_sent(live: Live) -> None:
    sent = {(a["host"], a["path"]): a for a in live.newspapers.answers() if a["status"] == 200}
    hits = list(live.stack.corpus.search(f"site:{PAPER}", limit=25))
    assert hits
    for hit in hits:
        head, _, _ = live.stack.corpus.raw(hit.id).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\nServer: press\r\n")
        assert hit.url
        assert any(hit.url.endswith(path) for _, path in sent)


def test_every_capture_is_found_by_its_url_within_a_minute(live: Live) -> None:
    asked = {"url": f"{PAPER}.example", "matchType": "domain", "output": "json", "fl": "id"}
    rows = live.stack.corpus.sql(f"select record_id from captures where site = '{PAPER}'").to_pylist()
    wanted, end = {row["record_id"] for row in rows}, time.monotonic() + 60
    found: set[str] = set()
    while not found >= wanted and time.monotonic() < end:
        lines = httpx.get(f"{live.stack.search_url}/cdx", params=asked, trust_env=False).text.splitlines()
        found = {json.loads(line)["id"] for line in lines}
        time.sleep(0.5)
    assert wanted
    assert wanted - found == set()


def test_every_warc_proves_itself_to_others_and_to_us(live: Live, tmp_path: Path) -> None:
    objects = live.stack.archive.objects
    files = [o.key for o in objects.list("warc/") if o.key.endswith(".warc.gz")]
    assert files
    for number, key in enumerate(files):
        copy = tmp_path / f"{number}.warc.gz"
        copy.write_bytes(objects.read(key))
        fastwarc = [str(Path(sys.executable).parent / "fastwarc"), "check", "--quiet", str(copy)]
        assert subprocess.run(fastwarc, capture_output=True).returncode == 0, key
    assert list(check(live.stack.archive)) == []


def test_everything_the_papers_answered_is_in_the_archive_once(live: Live) -> None:
    rows = live.stack.corpus.sql("select url, payload_sha256 from captures").to_pylist()
    held = Counter(hashlib.sha256(r["url"].encode()).hexdigest() for r in rows)
    sent = Counter(
        hashlib.sha256(f"{a['scheme']}://{a['host']}{a['path']}".encode()).hexdigest()
        for a in live.newspapers.answers()
    )
    assert sent - held == Counter()


def test_no_secret_is_in_a_log_or_on_a_command_line(live: Live) -> None:
    secrets = [text.encode() for text in live.stack.home.secrets().texts()]
    logs = [
        f
        for f in (*live.home.joinpath("logs").rglob("*"), *live.home.joinpath("airflow").rglob("*.log"))
        if f.is_file()
    ]
    lines = list(Path("/proc").glob("[0-9]*/cmdline"))
    assert len(logs) > 20
    for file in (*logs, *lines):
        with contextlib.suppress(OSError):  # a process may have ended
            assert not any(secret in file.read_bytes() for secret in secrets), file


def test_status_names_every_part_and_answers(live: Live) -> None:
    done = subprocess.run([CORANTO, "--home", str(live.home), "status"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("postgres", "seaweedfs", "api-server", "scheduler", "dag-processor", "indexer", "search"):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("crawl", "nowhere", "--since", "2026-01-01"), "nowhere"),
        (("crawl", PAPER, "--since", "yesterday"), "yesterday"),
        (("search", '"unclosed'), "quotation"),
        (("sql", "drop table articles"), "SELECT"),
        (("show", "no-such-id"), "no-such-id"),
        (("clean", "/no/such/file"), "no/such/file"),
    ],
)
def test_bad_input_is_one_clear_line_and_a_status(live: Live, words: tuple[str, ...], says: str) -> None:
    done = subprocess.run([CORANTO, "--home", str(live.home), *words], capture_output=True, text=True)
    assert done.returncode in {1, 2}
    last = done.stderr.strip().splitlines()[-1]
    assert says.lower() in last.lower(), done.stderr
    assert "Traceback" not in done.stderr


def test_real_pages_are_crawled_by_a_dag_run_and_found(live: Live) -> None:
    if live.wire is None:
        pytest.skip("needs ../shared")
    wire = live.wire
    live.airflow.unpause("days_wire")
    run = live.airflow.trigger(
        "days_wire", {"since": str(wire.day), "until": str(wire.day + timedelta(days=1))}
    )
    live.airflow.wait_run("days_wire", run, within=900)
    corpus = live.stack.corpus
    articles = corpus.sql("select url, headline, text from current where site = 'wire'").to_pylist()
    reasons = corpus.sql(
        "select reason, count(*) n from rejected where site = 'wire' group by all order by all"
    ).to_pylist()
    truth = {row["url"]: row for row in wire.truth()}
    scores = [
        f1(row["text"], truth[row["url"]]["gold"]["body"])
        for row in articles
        if truth.get(row["url"], {}).get("gold", {}).get("body")
    ]
    assert len(truth) >= 300
    assert len(articles) >= 0.9 * len(truth)
    assert sum(scores) / len(scores) >= 0.85
    rejected = ", ".join(f"{r['n']} {r['reason']}" for r in reasons)
    note(
        "test",
        "real pages through a DAG run",
        f"{len(articles)} of {len(truth)} pages; rejected: {rejected or 'none'}; body F1 {sum(scores) / len(scores):.3f} on {len(scores)}",
    )
    corpus.count(fresh=True)
    assert [row["url"] for row in articles if not finds(corpus, row)] == []


def finds(corpus: Corpus, row: dict[str, Any]) -> bool:
    """Does a search for the first words of an article's text find the article?"""
    words = " ".join(row["text"].split()[:8])[:200].replace('"', " ")
    return any(hit.url == row["url"] for hit in corpus.search(f'"{words}" site:wire', limit=50))


def f1(text: str, gold: str) -> float:
    """F1 of the multisets of four-word runs, as the field scores body text."""

    def grams(words: list[str]) -> Counter[tuple[str, ...]]:
        return Counter(tuple(words[i : i + 4]) for i in range(max(len(words) - 3, 1)))

    ours, theirs = grams(text.split()), grams(gold.split())
    both = sum((ours & theirs).values())
    return 2 * both / (sum(ours.values()) + sum(theirs.values()))


def test_the_operators_own_dump_comes_in_through_the_dag(live: Live) -> None:
    if live.wire is None:
        pytest.skip("needs ../shared")
    source = next((Path(__file__).parents[2] / "shared" / "seed").glob("*.txt"))
    expected = json.loads(source.with_suffix(".expected.json").read_text())
    run = live.airflow.trigger("import_dumps", {"source": str(source), "site": "_"})
    live.airflow.wait_run("import_dumps", run, within=400)
    quoted = expected["fields"]["headline"].replace("'", "''")
    row = live.stack.corpus.sql(
        f"select text, language, publisher, date_published from current where headline = '{quoted}'"
    ).to_pylist()
    assert [r["text"].split("\n\n") for r in row] == [expected["body"]]
    assert (row[0]["language"], row[0]["publisher"], row[0]["date_published"]) == (
        "fr",
        "Sputnik Afrique",
        None,
    )
