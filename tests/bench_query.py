"""``python tests/bench_query.py [ARTICLES …]``: the corpus and its peers on the same invented articles and questions.

The articles are those of ``../shared/judge/query/gen.py``; without it there is nothing to measure. Beside our Python API
stand tantivy as it comes, SQLite FTS5, PostgreSQL full text and DuckDB over the same Parquet files. Each question is asked
warm, by one client. Before the time counts, the counts: they are compared with those of a plain scan of the texts.
"""

import contextlib
import hashlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import psycopg2
import pyarrow as pa
import pyarrow.parquet as pq
import tantivy
from measured import load, note

from pipelines.corpus import Corpus
from pipelines.corpus.columns import row_id
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.schemas import ARTICLES
from pipelines.page import Where

GENERATOR = Path(__file__).parents[2] / "shared" / "judge" / "query" / "gen.py"
RUNS = 30
SLOW = 1.0
"""Seconds from which a question is asked three times only."""
PHRASES = {
    "rare term": "zorbanite",
    "term": "earthquake",
    "common term": "government",
    "phrase": '"prime minister"',
}
Row = dict[str, Any]
Ask = Callable[[], Any]


def articles(file: Path) -> pa.Table:
    """One month of invented articles as rows of ours."""
    rows = [_row(row) for row in pq.read_table(file).to_pylist()]
    return pa.Table.from_pylist(rows, schema=ARTICLES)


def _row(row: Row) -> Row:
    record = f"urn:sha1:{row['id']}"
    where = Where(record_id=record, payload_sha256=row["text_hash"])
    return {
        "id": row_id(row["captured"], where), "article_id": hashlib.sha256(row["url"].encode()).hexdigest()[:32],
        "site": row["site"].partition(".")[0], "unit": f"{row['captured']:%Y-%m}", "captured": row["captured"],
        "day": row["published"].date(), "day_source": "page", "text": row["text"], "text_hash": row["text_hash"],
        "cleaner": row["extractor"], "hints_digest": "", "state": "published", "url": row["url"],
        "headline": row["title"], "authors": [row["author"]] if row["author"] else [], "language": row["lang"],
        "date_published": row["published"], "date_published_day": row["published"].date(),
        "warc_record_id": record, "payload_sha256": row["text_hash"], "warc_key": row["warc_file"],
        "warc_offset": row["warc_offset"], "warc_length": row["warc_length"], "status": 200,
    }  # fmt: skip


@contextlib.contextmanager
def spent(what: str, size: int, folder: Path | None = None) -> Iterator[None]:
    """Note the CPU seconds of this process, a row, and the bytes a row that a folder has then."""
    start = time.process_time()
    yield
    cpu = time.process_time() - start
    held = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / size if folder else 0
    note(
        "bench",
        f"{what}, {size} articles",
        f"{cpu:.1f} CPU s, {cpu / size * 1e6:.0f} us and {held:.0f} bytes an article",
    )


def asked(asks: dict[str, Ask]) -> dict[str, tuple[float, float, float]]:
    """p50 and p95 in milliseconds of the clock, and the mean in CPU milliseconds, of each question, warm."""
    found = {}
    for name, ask in asks.items():
        ask()
        start = time.perf_counter()
        ask()
        runs = RUNS if time.perf_counter() - start < SLOW else 3
        walls, cpu = [], time.process_time()
        for _ in range(runs):
            start = time.perf_counter()
            ask()
            walls.append((time.perf_counter() - start) * 1000)
        mean = (time.process_time() - cpu) * 1000 / runs
        found[name] = (statistics.median(walls), sorted(walls)[max(int(runs * 0.95) - 1, 0)], mean)
    return found


def each(ask: Callable[[str], Any]) -> dict[str, Ask]:
    """The four questions that all can answer."""
    return {name: partial(ask, text) for name, text in PHRASES.items()}


def ours(corpus: Corpus, since: str, until: str) -> dict[str, Ask]:
    """The questions to our Python API."""
    some = [(row["id"], row["captured"]) for row in corpus.searcher(fresh=False).rows(_all(corpus))][:100]
    return each(corpus.count) | {
        "boolean, site, date": lambda: corpus.count(
            "government police site:news000", since=since, until=until
        ),
        "NEAR": lambda: corpus.count("government NEAR/10 police"),
        "wildcard": lambda: corpus.count("govern*"),
        "Chinese phrase": lambda: corpus.count('"中央银行"'),
        "newest 20": lambda: corpus.search("government", sort="newest"),
        "20 with snippets": lambda: corpus.search('"prime minister"'),
        "days by site": lambda: corpus.histogram("government", "day", by="site", since=since, until=until),
        "months by site": lambda: corpus.histogram("government", "month", by="site"),
        "100 texts": lambda: list(corpus.tables.rows("articles", some)),
    }


def _all(corpus: Corpus) -> Any:
    return corpus.question(corpus.searcher(fresh=False), "", {})


def scanned(files: str, text: str) -> int:
    """How many articles have a phrase in the current text or headline, by looking at each."""
    word = re.sub(r'"', "", text)
    found = duckdb.sql(
        "select count(*) from (select *, row_number() over (partition by url order by captured desc) r"
        f" from '{files}') where r = 1 and regexp_matches(title || '\n' || text, '(?i)\\b{word}\\b')"
    ).fetchone()
    assert found
    return int(found[0])


def plain_tantivy(files: list[Path], folder: Path) -> dict[str, Ask]:
    """tantivy as its documentation shows it, with the text stored."""
    build = tantivy.SchemaBuilder()
    for name in ("headline", "text"):
        build.add_text_field(name, stored=True, tokenizer_name="default")
    build.add_text_field("site", tokenizer_name="raw", fast=True)
    build.add_integer_field("ym", fast=True, indexed=True)
    index = tantivy.Index(build.build(), path=str(folder))
    writer = index.writer(128_000_000, 1)
    for file in files:
        for row in articles(file).select(["headline", "text", "site", "day"]).to_pylist():
            day = row.pop("day")
            writer.add_document(tantivy.Document(**row, ym=day.year * 100 + day.month))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    by_site = {
        "over": {
            "terms": {"field": "ym", "size": 9999},
            "aggs": {"by": {"terms": {"field": "site", "size": 999}}},
        }
    }
    government = index.parse_query("government", ["headline", "text"])

    def count(text: str) -> int:
        found = searcher.search(index.parse_query(text, ["headline", "text"]), limit=1)
        return int(found.count)  # type: ignore[attr-defined]

    return each(count) | {"months by site": lambda: searcher.aggregate(government, by_site)}


def sqlite(files: list[Path], folder: Path) -> dict[str, Ask]:
    """SQLite FTS5, which finds and counts without ranking."""
    con = sqlite3.connect(folder / "fts.db")
    con.execute("create virtual table f using fts5(headline, text)")
    for file in files:
        rows = pq.read_table(file, columns=["title", "text"]).to_pylist()
        con.executemany("insert into f values (?, ?)", [(row["title"], row["text"]) for row in rows])
    con.commit()
    sql = "select count(*) from f where f match ?"
    return each(lambda text: con.execute(sql, [text]).fetchone())


@contextlib.contextmanager
def postgres(files: list[Path], folder: Path) -> Iterator[dict[str, Ask]]:
    """PostgreSQL with a GIN index over the words."""
    sockets = folder / "s"
    sockets.mkdir(parents=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "pipelines.stack.postgres", str(folder), str(sockets)],
        stderr=subprocess.DEVNULL,
    )
    try:
        con = _connected(sockets)
        con.autocommit = True
        cursor = con.cursor()
        cursor.execute("create table f (headline text, text text, words tsvector)")
        insert = "insert into f values (%s, %s, to_tsvector('simple', %s))"
        for file in files:
            rows = pq.read_table(file, columns=["title", "text"]).to_pylist()
            cursor.executemany(insert, [(r["title"], r["text"], f"{r['title']} {r['text']}") for r in rows])
        cursor.execute("create index on f using gin (words)")
        cursor.execute("analyze f")
        sql = "select count(*) from f where words @@ websearch_to_tsquery('simple', %s)"

        def ask(text: str) -> Any:
            cursor.execute(sql, [text])
            return cursor.fetchone()

        yield each(ask)
        con.close()
    finally:
        server.terminate()
        server.wait(60)


def _connected(sockets: Path) -> Any:
    for _ in range(300):
        with contextlib.suppress(psycopg2.OperationalError):
            return psycopg2.connect(host=str(sockets), user="airflow", dbname="postgres")
        time.sleep(0.2)
    sys.exit("PostgreSQL does not start")


def scans(files: str) -> dict[str, Ask]:
    """DuckDB over the Parquet files, looking at each text."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    sql = f"select count(*) from '{files}' where text ilike ? or title ilike ?"

    def ask(text: str) -> Any:
        word = f"%{text.strip(chr(34))}%"
        return con.execute(sql, [word, word]).fetchone()

    return each(ask)


def told(who: str, size: int, asks: dict[str, Ask]) -> None:
    """Note the times of one engine."""
    for name, (p50, p95, cpu) in asked(asks).items():
        note(
            "bench",
            f"{who}, {name}, {size} articles",
            f"p50 {p50:.2f}, p95 {p95:.2f} ms, {cpu:.2f} CPU ms ({load()})",
        )


def measure(size: int, root: Path) -> None:
    """Build, ask and compare at one size."""
    made = root / "made"
    subprocess.run(
        [sys.executable, GENERATOR, made, str(size), "--workers", "1"], check=True, stdout=subprocess.DEVNULL
    )
    files, pattern = sorted(made.glob("*.parquet")), str(made / "*.parquet")
    corpus = Corpus.open(root / "corpus")
    with spent("table", size, root / "corpus" / ".corpus"):
        for file in files:
            corpus.tables.load("articles").append(articles(file).sort_by("captured"))
    with spent("index", size, root / "corpus" / ".index"), Indexer(corpus.tables, corpus.index) as indexer:
        indexer.step()
    wrong = {name: (corpus.count(text), scanned(pattern, text)) for name, text in PHRASES.items()}
    note(
        "bench",
        f"counts (ours, by a scan), {size} articles",
        {n: pair for n, pair in wrong.items() if pair[0] != pair[1]} or "all equal",
    )
    corpus._following.alone = False  # type: ignore[union-attr]  # as on the stack: the indexer follows, the asker only asks
    told("coranto", size, ours(corpus, "2020-01-01", "2022-01-01"))
    (root / "tantivy").mkdir()
    with spent("index of plain tantivy", size, root / "tantivy"):
        plain = plain_tantivy(files, root / "tantivy")
    told("tantivy", size, plain)
    (root / "sqlite").mkdir()
    with spent("index of SQLite FTS5", size, root / "sqlite"):
        lite = sqlite(files, root / "sqlite")
    told("SQLite FTS5", size, lite)
    with postgres(files, root / "pg") as words:
        told("PostgreSQL", size, words)
    told("DuckDB over Parquet", size, scans(pattern))


def main(sizes: list[int]) -> None:
    """One size after the other."""
    if not GENERATOR.exists():
        sys.exit(f"{GENERATOR} makes the articles, and is not here")
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="bench-query-"))
        try:
            measure(size, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(datetime.now(UTC), load())
    main([int(word) for word in sys.argv[1:]] or [10_000])
