"""``python tests/bench_web.py [ARTICLES …]``: what a page of the desk costs, and whether its memory stays flat.

The articles are those of ``bench_query.py``. A server of its own answers on loopback as on the stack, where an indexer
follows the tables and the server only asks. Each address of a mix is asked cold, which is the first time and hence never
from anything kept, and warm, by 1, 4 and 16 clients. On a busy machine the clock says little: the CPU time of the
server's process stands beside it. With ``--corpus FOLDER`` a corpus that was made before is asked.
"""

import argparse
import http.client
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from os import sysconf
from pathlib import Path
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.parquet as pq
from bench_query import JUDGE, articles
from measured import load, note

from pipelines.corpus import Corpus
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.schemas import COVERAGE

CLIENTS = (1, 4, 16)
WARM = 320
"""Requests of the mix for each number of clients."""
REQUESTS = 20_000
"""Over which memory has to stay flat."""
WORDS = (
    "zorbanite", "earthquake", "government", "police", "inflation", "parliament", "protests", "strike", "tariffs",
    '"prime minister"', '"climate change"', '"interest rates"', "government police", "police OR protests",
    "inflation -strike", "govern*",
)  # fmt: skip
HTML = {"Accept": "text/html"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """The desk's process."""

    port: int
    pid: int

    @property
    def cpu(self) -> float:
        """Its CPU seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")

    def resident(self, part: str = "RssAnon") -> int:
        """MiB in memory now that are its own; as ``RssFile`` those of mapped files, the index, which any other may have."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition(f"{part}:")[2].split()[0]) // 1024


GENERATOR = JUDGE / "gen.py"


def made(size: int, root: Path) -> Path:
    """A corpus of invented articles with its ledger, indexed."""
    files = root / "made"
    subprocess.run(
        [sys.executable, GENERATOR, files, str(size), "--workers", "1"], check=True, stdout=subprocess.DEVNULL
    )
    fill(Corpus.open(root / "corpus"), sorted(files.glob("*.parquet")))
    shutil.rmtree(files)
    return root / "corpus"


def fill(corpus: Corpus, files: Sequence[Path]) -> None:
    """Put files of invented articles and the ledger of their sites and days into a corpus."""
    days: set[tuple[str, date]] = set()
    for file in files:
        rows = articles(file).sort_by("captured")
        days |= set(zip(rows["site"].to_pylist(), rows["day"].to_pylist(), strict=True))
        corpus.tables.load("articles").append(rows)
    ledger = [_covered(site, day) for n, (site, day) in enumerate(sorted(days)) if n % 10]
    corpus.tables.load("coverage").append(pa.Table.from_pylist(ledger, schema=COVERAGE))
    with Indexer(corpus.tables, corpus.index) as indexer:
        indexer.step()


def _covered(site: str, day: date) -> dict[str, object]:
    counts = {field.name: 1 for field in COVERAGE if pa.types.is_integer(field.type)}
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    span = f"{start:%Y%m%dT%H%M%SZ}--{start + timedelta(days=1):%Y%m%dT%H%M%SZ}"
    told = {"site": site, "unit": span, "hour": start, "day": day, "kind": "days", "complete": True}
    return {**counts, **told, "reasons": [], "lists": [{"lists": "feed+sitemap", "urls": 1}]}


def serve(folder: Path, port: int) -> None:
    """What the server's process does."""
    from pipelines.web.server import At
    from pipelines.web.server import serve as run

    corpus = Corpus.open(folder)
    corpus.searcher(fresh=False)
    corpus._following.alone = False  # type: ignore[union-attr]  # as on the stack
    run(corpus, At(port=port))


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The desk over a corpus, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = [sys.executable, __file__, "--corpus", str(folder), "--serve", str(port)]
    process = subprocess.Popen(program, stderr=subprocess.DEVNULL)
    try:
        server = Server(port=port, pid=process.pid)
        for _ in range(600):
            try:
                get(server, "/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def get(server: Server, address: str) -> bytes:
    """One answer; every client keeps no connection, so that none waits for another."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("GET", address, headers=HTML)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, (address, answer.status)
    return body


def mix(seed: int) -> list[str]:
    """Addresses of searches: words, newspapers, months, orders, turned pages; no two are the same."""
    chance = random.Random(seed)
    found = {"/"}
    while len(found) < 120:
        asked = {"q": chance.choice(WORDS)}
        if chance.random() < 0.3:
            asked["site"] = f"news{chance.randrange(200):03d}"
        if chance.random() < 0.2:
            asked["language"] = chance.choice(("en", "de", "fr", "ru"))
        if chance.random() < 0.4:
            first = date(2015 + chance.randrange(9), 1 + chance.randrange(12), 1)
            asked |= {"since": str(first), "until": str(first + timedelta(days=chance.choice((31, 366))))}
        if chance.random() < 0.2:
            asked["sort"] = "newest"
        found.add("/?" + urlencode(asked))
    return sorted(found, key=lambda _: chance.random())


def timed(server: Server, addresses: Sequence[str], clients: int) -> str:
    """p50 and p95 of the clock, and the CPU of the server for each."""

    def one(address: str) -> float:
        start = time.perf_counter()
        get(server, address)
        return (time.perf_counter() - start) * 1000

    before = server.cpu
    with ThreadPoolExecutor(clients) as pool:
        walls = sorted(pool.map(one, addresses))
    cpu = (server.cpu - before) * 1000 / len(walls)
    p50, p95 = (walls[int(len(walls) * share)] for share in (0.5, 0.95))
    return f"p50 {p50:.0f}, p95 {p95:.0f} ms, {cpu:.1f} CPU ms ({load()})"


def measure(size: int, folder: Path, requests: int) -> None:
    """Ask one corpus."""
    with serving(folder) as server:
        told: Callable[[str, object], None] = lambda what, value: note(  # noqa: E731
            "bench", f"desk, {what}, {size} articles", str(value)
        )
        get(server, "/?q=government")
        told("search page, cold, 1 client", timed(server, mix(7), 1))
        warm = list(islice(cycle(mix(7)), WARM))
        for clients in CLIENTS:
            told(f"search page, warm, {clients} client(s)", timed(server, warm, clients))
        told("search page, cold, 16 clients", timed(server, mix(8), 16))
        hits = Corpus.open(folder).search("government", limit=100).hits
        told("article page, 1 client", timed(server, [f"/articles/{hit.id}" for hit in hits], 1))
        for address in (
            "/compare?q=government&q=police",
            "/api/search?q=government",
            "/api/facets?q=government",
        ):
            told(address.partition("?")[0], timed(server, [address] * 10, 1))
        told(f"memory over {requests} requests", flat(server, requests, [f"/articles/{h.id}" for h in hits]))


def flat(server: Server, requests: int, pages: Sequence[str]) -> str:
    """MiB after a fifth of the requests and after all: searches, most of them asked for the first time, and articles."""
    asked = (address for seed in range(100, 10**6) for address in (*mix(seed), *pages[:10]))
    seen = []
    with ThreadPoolExecutor(4) as pool:
        for part in range(5):
            list(pool.map(lambda address: len(get(server, address)), list(islice(asked, requests // 5))))
            seen.append(server.resident())
            print(part, seen[-1], server.resident("RssFile"), flush=True)
    mapped = server.resident("RssFile")
    return f"{seen[0]} MiB after a fifth, {seen[-1]} after all: {seen[-1] - seen[0]:+d}; {mapped} MiB more of mapped files"


def main() -> None:
    """Ask a corpus that is there, or make one of each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--serve", type=int)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    if given.serve:
        serve(given.corpus, given.serve)
    elif given.corpus:
        size = sum(pq.read_metadata(f).num_rows for f in given.corpus.rglob("news/articles/data/*.parquet"))
        measure(given.sizes[0] if given.sizes else size, given.corpus, given.requests)
    elif not GENERATOR.exists():
        sys.exit(f"{GENERATOR} makes the articles, and is not here")
    for size in () if given.corpus else given.sizes or [10_000]:
        root = Path(tempfile.mkdtemp(prefix="bench-web-"))
        try:
            measure(size, made(size, root), given.requests)
        finally:
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
