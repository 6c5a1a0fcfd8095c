"""``python tests/bench_query.py [ARTICLES[=FOLDER] | *PARTS=FOLDER …]``: the corpus and its peers on the same articles.

The invented articles and the peers are those of ``../shared/judge/query``; without it there is nothing to measure. A folder
has articles that its generator made before. Before the time counts, the counts: they are compared with those of a scan of
all texts. ``*5=FOLDER`` cuts each article in five and measures search alone among these short ones. Up to ``PEERS``
articles tantivy as it comes, SQLite FTS5, PostgreSQL and Parquet with DuckDB are asked in the same run.
"""

import contextlib
import gc
import hashlib
import importlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import psycopg2
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from measured import load, note, paired, ratio

from pipelines.corpus import Corpus
from pipelines.corpus import index as ix
from pipelines.corpus.changes import rows_of
from pipelines.corpus.columns import row_id
from pipelines.corpus.filters import among
from pipelines.corpus.following import Following
from pipelines.corpus.indexer import AT_ONCE, Indexer
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import ARTICLES
from pipelines.corpus.searcher import Searcher
from pipelines.corpus.sql import pin
from pipelines.corpus.sqlbox import _extension
from pipelines.corpus.writer import FolderWriter
from pipelines.page import Where

JUDGE = Path(__file__).parents[2] / "shared" / "judge" / "query"
PEERS = 100_000
FEW = 100_000
"""Articles from which an arm of ``build_variants.py`` is measured on a part: it holds them all in memory."""
APPENDED = 1000
SECONDS = 2.0
SOME = 11
"""Rounds of a statement."""
COUNTED = {
    "rare term": "zorbanite",
    "term": "earthquake",
    "common term": "government",
    "phrase": '"prime minister"',
}
MIX = ("term", "common term", "phrase", "boolean, site, date", "NEAR")
YEARS: dict[str, Any] = {"since": "2020-01-01", "until": "2022-01-01"}
Ask = Callable[[], Any]


def judge(name: str) -> Any:
    """A module of the judge."""
    if str(JUDGE) not in sys.path:
        sys.path.insert(0, str(JUDGE))
    return importlib.import_module(name)


def articles(file: Path) -> pa.Table:
    """One month of invented articles as rows of ours."""
    made = pq.read_table(file).sort_by("captured")
    named = zip(made["id"].to_pylist(), made["version"].to_pylist(), strict=True)
    records = [f"urn:sha1:{sha1}.{version}" for sha1, version in named]  # two of one second share the first
    hashes = made["text_hash"].to_pylist()
    wheres = [Where(record_id=r, payload_sha256=h) for r, h in zip(records, hashes, strict=True)]
    captured = made["captured"].to_pylist()
    urls = made["url"].to_pylist()
    same = {"captured", "text", "text_hash", "url", "warc_offset", "warc_length"} & set(made.column_names)
    rows = {name: made[name] for name in same} | {
        "id": [row_id(at, where) for at, where in zip(captured, wheres, strict=True)],
        "article_id": [hashlib.sha256(url.encode()).hexdigest()[:32] for url in urls],
        "site": pc.replace_substring(made["site"], ".example", ""),
        "unit": pc.strftime(made["captured"], "%Y-%m"),
        "day": pc.cast(made["published"], pa.date32(), safe=False),
        "date_published_day": pc.cast(made["published"], pa.date32(), safe=False),
        "date_published": made["published"], "headline": made["title"], "language": made["lang"],
        "authors": [[name] if name else [] for name in made["author"].to_pylist()],
        "cleaner": made["extractor"], "warc_record_id": records, "payload_sha256": made["text_hash"],
        "warc_key": made["warc_file"], "day_source": ["page"] * len(urls), "hints_digest": [""] * len(urls),
        "state": ["published"] * len(urls), "status": [200] * len(urls),
    }  # fmt: skip
    columns = [_column(rows.get(field.name), field, len(urls)) for field in ARTICLES]
    return pa.table(columns, schema=ARTICLES)


def _column(values: Any, field: pa.Field, size: int) -> Any:
    if values is None:
        return pa.nulls(size, field.type)
    return pa.array(values, field.type) if isinstance(values, list) else values.cast(field.type)


def pieces(file: Path, parts: int) -> Iterator[ix.Row]:
    """The articles of one month, each cut into some short ones."""
    for row in rows_of(articles(file).select(list(ix.COLUMNS))):
        whole, begin = row["text"], 0
        for part in range(parts):
            at = len(whole) * (part + 1) // parts
            end = next((i for i in range(at, min(at + 20, len(whole))) if whole[i] == " "), at)
            name = f"{row['id']}{part}"
            yield row | {"id": name, "article_id": name, "text": whole[begin:end]}
            begin = end


def spent() -> float:
    """CPU seconds of this process and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


@contextlib.contextmanager
def built(what: str, size: int, folder: Path) -> Iterator[None]:
    """Note the CPU time and the bytes that something takes an article."""
    start = spent()
    yield
    cpu = (spent() - start) / size * 1e6
    noted(f"{what}, {size} articles", f"{cpu:.0f} CPU us and {size_of(folder) / size:.0f} bytes an article")


def noted(what: str, result: object) -> None:
    """A line of the book, with the load that it was measured under."""
    note("bench", what, f"{result} ({load()})")


def best_arm(files: list[Path], folder: Path) -> float:
    """CPU microseconds an article of the judge's cheapest way into tantivy with the text stored."""
    made = folder / "arm"
    made.mkdir()
    for file in files:
        (made / file.name).symlink_to(file)
    code = (
        f"import sys; sys.path.insert(0, {str(JUDGE)!r}); import build_variants as b;"
        " b.run('arm', b.v_json_orjson, tok='simple', store=True)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, made, str(len(files))],
        cwd=folder, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(r"all CPU (\d+) us/doc", told)
    assert found, told
    return float(found[1])


def counts(files: str) -> dict[str, int]:
    """How many articles have each phrase in the current text or headline, by looking at all of them."""
    words = ", ".join(
        f"count(*) filter (regexp_matches(t, '(?i)\\b{text.strip(chr(34))}\\b'))" for text in COUNTED.values()
    )
    found = duckdb.sql(
        f"select {words} from (select title || '\n' || text t, row_number() over (partition by url"
        f" order by captured desc) r from '{files}') where r = 1"
    ).fetchone()
    assert found
    return dict(zip(COUNTED, map(int, found), strict=True))


def opened(root: Path) -> Corpus:
    """The corpus as on the stack: an indexer follows the table, the asker only asks."""
    corpus = Corpus.open(root)
    corpus._following = Following(index=corpus.index, tables=lambda: corpus.tables, alone=False)
    return corpus


def ours(corpus: Corpus) -> dict[str, Ask]:
    """The questions to our Python API: ids and totals, pages, counts over time."""
    searcher = corpus.searcher(fresh=False)
    newest = searcher.page(Question(text="police", sort="newest", limit=100)).rows
    some = [(row["id"], row["captured"]) for row, _ in newest]

    def ids(text: str, **bounds: str) -> Ask:
        return lambda: searcher.page(corpus.question(searcher, text, bounds))

    return {name: ids(text) for name, text in COUNTED.items()} | {
        "boolean, site, date": ids("government police site:news000", **YEARS),
        "NEAR": ids("government NEAR/10 police"),
        "wildcard": ids("govern*"),
        "stem": ids("stem:governments"),
        "Chinese phrase": ids('"中央银行"'),
        "newest 20 with snippets": lambda: corpus.search("government", sort="newest"),
        "20 with snippets": lambda: corpus.search('"prime minister"'),
        "days by site": lambda: corpus.histogram("government", "day", by="site", **YEARS),
        "months by site": lambda: corpus.histogram("government", "month", by="site"),
        "count": lambda: corpus.count("government"),
        "sites": lambda: corpus.facet("government", "site"),
        "100 texts": lambda: list(corpus.tables.rows("articles", some)),
    }


def asked(who: str, size: int, asks: dict[str, Ask], first: dict[str, float] | None = None) -> dict[str, Any]:
    """Note p50 and p95 in milliseconds and CPU milliseconds of each question, warm, and the first call, cold."""
    found = {}
    for name, ask in asks.items():
        told = found[name] = judge("lib").lat(ask, 50)
        cold = f", cold {first[name]:.0f}" if first else ""
        noted(
            f"{who}, {name}, {size} articles",
            f"p50 {told['p50']}, p95 {told['p95']}{cold} ms, {told['cpu']} CPU ms",
        )
    return found


def crowded(who: str, size: int, asks: list[Ask]) -> None:
    """Note what 1, 4 and 16 clients at once get."""
    for clients in (1, 4, 16):
        told = judge("lib").clients(lambda i: asks[i % len(asks)](), clients, SECONDS)
        noted(
            f"{who}, {clients} clients, {size} articles",
            f"{told['qps']} a second, p50 {told['p50']}, p95 {told['p95']} ms, {told['cpu_ms_per_query']} CPU ms each",
        )


def cold(root: Path) -> None:
    """Print the first call of each question in this process, after the kernel forgot the index."""
    judge("lib").evict(str(root / ".index"))
    print(json.dumps(timed(ours(opened(root)))))


def timed(asks: dict[str, Ask]) -> dict[str, float]:
    """Milliseconds of one call of each."""
    found = {}
    for name, ask in asks.items():
        start = time.perf_counter()
        ask()
        found[name] = (time.perf_counter() - start) * 1000
    return found


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server; where to connect to."""
    sockets = folder / "s"
    sockets.mkdir(parents=True)
    command = [sys.executable, "-m", "pipelines.stack.postgres", str(folder), str(sockets)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    where = f"host={sockets} user=airflow dbname=postgres"
    try:
        for _ in range(300):
            with contextlib.suppress(psycopg2.OperationalError):
                psycopg2.connect(where).close()
                break
            time.sleep(0.2)
        yield where
    finally:
        server.terminate()
        server.wait(60)


def against_tantivy(corpus: Corpus, size: int) -> None:
    """Note a count over time beside tantivy's own aggregation over the same articles."""
    searcher = corpus.searcher(fresh=False)
    assert isinstance(searcher, Searcher)
    months = {"terms": {"field": "dated_ym", "size": 9999}}
    split = {**months, "aggs": {"by": {"terms": {"field": "site", "size": 999}}}}
    plain, found = searcher.open(), searcher.index.parse_query("government", ["headline", "text"])
    cost = paired(
        lambda: corpus.histogram("government", "month", by="site"),
        lambda: plain.aggregate(found, {"over": split}),
    )
    noted(f"months by site over tantivy's own aggregation, {size} articles", cost)


def peers(files: list[Path], size: int, root: Path) -> None:
    """Ask the other engines."""
    engines, names = judge("engines"), [str(file) for file in files]
    with built("index of plain tantivy, no text stored", size, root / "tantivy"):
        engines.tantivy_build(str(root / "tantivy"), names, 1, 256_000_000, 999)
    asked("tantivy", size, engines.tantivy_calls(engines.tantivy_open(str(root / "tantivy"))))
    with built("index of SQLite FTS5", size, root / "sqlite"):
        engines.sqlite_build(str(root / "sqlite"), names)
    asked("SQLite FTS5", size, engines.sqlite_calls(str(root / "sqlite")))
    with postgres(root / "pg") as where:
        with built("index of PostgreSQL (CPU of the client alone)", size, root / "pg"):
            engines.pg_build(where, names)
        asked("PostgreSQL", size, engines.pg_calls(where))


def statements(corpus: Corpus, size: int, made: Path) -> None:
    """Our SQL, in its processes, beside the judge's on the same table and on plain Parquet, and after pauses."""
    con = duckdb.connect()
    con.execute("set threads = 2; set timezone = 'UTC'")
    for name in ("avro", "iceberg"):
        con.execute(f"load '{_extension(name)}'")
    table, parquet = f"iceberg_scan('{pin(corpus.tables, 'articles')}')", f"read_parquet('{made}/*.parquet')"
    for name in ("count day x site, 1 year", "count month x lang, all"):
        asks: list[Ask] = []
        for relation in ("articles", table, parquet):
            text = judge("sql").queries(relation, str(made))[name]
            text = text if relation == parquet else text.replace("lang", "language")
            answer = corpus.sql if relation == "articles" else lambda text: con.sql(text).to_arrow_table()
            asks.append(lambda text=text, answer=answer: len(answer(text)))  # type: ignore[misc]
        for pause in (0.0, 1.0):
            noted(
                f"SQL, {name}, {pause:.0f} s between them, {size} articles", side_by_side(corpus, asks, pause)
            )


def side_by_side(corpus: Corpus, asks: list[Ask], pause: float) -> str:
    """What each of ours, the judge's and Parquet takes, and ours over the judge's, round by round."""
    asks[0]()
    clock, cpu = ([list[float]() for _ in asks] for _ in range(2))
    for round_ in range(SOME):
        for i in sorted(range(len(asks)), reverse=bool(round_ % 2)):
            time.sleep(pause)
            start, begun = spent() + _first(corpus), time.perf_counter()
            asks[i]()
            clock[i].append(time.perf_counter() - begun)
            cpu[i].append(spent() + _first(corpus) - start)
    told = (f"{statistics.median(c) * 1000:.0f} ms" for c in clock)
    used = (f"{statistics.median(c) * 1000:.0f}" for c in cpu)
    names = ("ours", "the judge's", "Parquet")
    each = ", ".join(f"{n} {t} ({u} CPU)" for n, t, u in zip(names, told, used, strict=True))
    by_clock, by_cpu = (ratio(list(zip(c[0], c[1], strict=True))) for c in (clock, cpu))
    return f"{each}; ours over the judge's {by_clock} by the clock, {by_cpu} in CPU"


def _first(corpus: Corpus) -> float:
    """CPU seconds of the process that begins those of SQL, and of those of them that it knows to have ended."""
    if corpus._boxes is None or corpus._boxes._first is None:
        return 0.0
    first = corpus._boxes._first.process.pid
    begun = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return (sum(_ticks(first)) + sum(sum(_ticks(int(pid))[:2]) for pid in begun)) / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> list[int]:
    """Its own time in user and system mode, and that of its children that it waited for (proc(5))."""
    return [int(word) for word in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]]


def measure(size: int, root: Path, made: Path) -> dict[str, Any]:
    """Build, ask and compare at one size."""
    files = sorted(made.glob("*.parquet"))
    corpus = Corpus.open(root / "corpus")
    with built("table", size, root / "corpus" / ".corpus"):
        for file in files:
            corpus.tables.load("articles").append(articles(file))
    start = spent()
    with built("index", size, root / "corpus" / ".index"), Indexer(corpus.tables, corpus.index) as indexer:
        indexer.step()
    cost, few = (spent() - start) / size * 1e6, files[: max(1, len(files) * FEW // size)]
    arm = best_arm(few, root)
    noted(
        f"index over the judge's best arm with the text stored, {size} articles",
        f"{cost:.0f} / {arm:.0f} us = {cost / arm:.2f}",
    )
    appended(corpus, size, files[-1])
    scanned = counts(str(made / "*.parquet"))
    wrong = {
        name: pair
        for name, text in COUNTED.items()
        if len(set(pair := (corpus.count(text), scanned[name]))) > 1
    }
    noted(f"counts (ours, by a scan), {size} articles", wrong or f"all equal: {scanned}")
    del corpus, indexer
    gc.collect()
    first = json.loads(
        subprocess.run(
            [sys.executable, __file__, "--cold", root / "corpus"], check=True, capture_output=True
        ).stdout
    )
    corpus = opened(root / "corpus")
    asks = ours(corpus)
    found = asked("coranto", size, asks, first)
    against_tantivy(corpus, size)
    crowded("coranto", size, [asks[name] for name in MIX])
    statements(corpus, size, made)
    if size <= PEERS:
        peers(files, size, root)
    return found


def found_in_short(parts: int, root: Path, made: Path) -> None:
    """Note what search takes among many short articles, which come straight into an index, by no table."""
    start = spent()
    scanned = indexed_short(parts, root, made)
    size = scanned.pop("all")
    cpu, held = (spent() - start) / size * 1e6, size_of(root / ".index") / size
    noted(
        f"index of short articles and their scan, {size} articles",
        f"{cpu:.0f} CPU us and {held:.0f} bytes an article, {_held():.0f} MB held at most",
    )
    command = [sys.executable, __file__, "--short", str(root), str(size)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    counted = Counter(json.loads(told.splitlines()[-1]))
    said = f"all equal: {dict(scanned)}" if counted == scanned else (counted, scanned)
    noted(f"counts (ours, by a scan), {size} short articles", said)


def indexed_short(parts: int, root: Path, made: Path) -> Counter[str]:
    """Put short articles into an index; how many there are, and how many a scan finds of each phrase."""
    scans = {name: re.compile(rf"(?i)\b{text.strip(chr(34))}\b") for name, text in COUNTED.items()}
    scanned, writer = Counter[str](), FolderWriter(root / ".index")
    writer.clear()
    for file in sorted(made.glob("*.parquet")):
        left = pieces(file, parts)
        while rows := list(islice(left, AT_ONCE)):
            words = zip(rows, ix.words_of(rows), strict=True)
            writer.add([ix.fields(r, current=True, first=r["captured"], words=w) for r, w in words])
            texts = [f"{row['headline']}\n{row['text']}" for row in rows]
            scanned.update({name: sum(map(bool, map(scan.search, texts))) for name, scan in scans.items()})
            scanned["all"] += len(rows)
    writer.commit(ix.Mark(table="none", snapshot=None, sequence=0))
    writer.close()
    return scanned


def short(root: Path, size: int) -> None:
    """Ask the index of short articles."""
    judge("lib").evict(str(root / ".index"))
    corpus = opened(root)
    asks = {name: ask for name, ask in ours(corpus).items() if name != "100 texts"}
    asked("coranto, short articles", size, asks, timed(asks))
    against_tantivy(corpus, size)
    crowded("coranto, short articles", size, [asks[name] for name in MIX])
    noted(
        f"memory of who asked, {size} short articles",
        f"{_held():.0f} MB, of which the most are pages of the index",
    )
    print(json.dumps({name: corpus.count(text) for name, text in COUNTED.items()}))


def _held() -> float:
    """The largest resident size of this process in MB; getrusage(2) would count that of whoever started it, too."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def appended(corpus: Corpus, size: int, file: Path) -> None:
    """Note what it takes until some more articles are found, and take them out again."""
    more = articles(file).slice(0, APPENDED)
    ids = [f"{id[:-1]}{'0' if id[-1] != '0' else '1'}" for id in more["id"].to_pylist()]  # noqa: A001
    more = more.set_column(0, more.schema.field(0), pa.array(ids)).set_column(
        1, more.schema.field(1), pa.array([f"new-{n}" for n in range(len(ids))])
    )
    start = spent()
    corpus.tables.load("articles").append(more)
    table = spent()
    with Indexer(corpus.tables, corpus.index) as indexer:
        indexer.step()
        done = spent()
        corpus.tables.load("articles").delete(among("article_id", {f"new-{n}" for n in range(len(ids))}))
        indexer.step()
    noted(
        f"{len(ids)} articles more, {size} articles",
        f"{table - start:.2f} CPU s into the table, {done - table:.2f} into the index, all until they are found",
    )


def grown(sizes: list[int], found: list[dict[str, Any]]) -> None:
    """Note how each question grows from size to size."""
    for name in found[0] if len(sizes) > 1 else ():
        steps = ", ".join(
            f"{size}: {one[name]['p50']} ({one[name]['cpu']})" for size, one in zip(sizes, found, strict=True)
        )
        noted(f"growth of {name}, p50 (CPU) ms", steps)


def main(words: list[str]) -> None:
    """One size after the other."""
    if words[:1] == ["--cold"]:
        return cold(Path(words[1]))
    if words[:1] == ["--short"]:
        return short(Path(words[1]), int(words[2]))
    if not JUDGE.exists():
        sys.exit(f"{JUDGE} makes the articles, and is not here")
    print(datetime.now(UTC), load())
    sizes, found = [], []
    for word in words or ["10000"]:
        size, _, given = word.partition("=")
        if size.startswith("*"):
            with tempfile.TemporaryDirectory(prefix="bench-query-") as folder:
                found_in_short(int(size[1:]), Path(folder), Path(given))
            continue
        root = Path(tempfile.mkdtemp(prefix="bench-query-"))
        try:
            made = Path(given) if given else root / "made"
            if not given:
                generate = [sys.executable, str(JUDGE / "gen.py"), str(made), size, "--workers", "1"]
                subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
            sizes.append(int(size))
            found.append(measure(int(size), root, made))
        finally:
            shutil.rmtree(root, ignore_errors=True)
    return grown(sizes, found) if found else None


if __name__ == "__main__":
    main(sys.argv[1:])
