"""What keeping pages costs: CPU of a crawl that keeps every exchange ÷ the same crawl by plain Scrapy.

Both arms run in one process, in rounds that alternate, order swapped, against a server in another one: Scrapy's
own defaults and middlewares with uvloop, 50 requests under way, connections kept alive, pages of 91 KB that are
30 KB of gzip. Ours is the handler with its connections, the opt-out signals, the writer and the spool as
``coranto crawl`` uses them; callbacks of both arms get the same unpacked page. CPU seconds are those of the whole
process. Beside them Scrapy with a middleware that writes by warcio; wget and warcprox, if
they are installed, as processes of their own.
"""

import asyncio
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import scrapy
from archive_exchanges import archive_in, attempt
from measured import load, note, ratio
from page_server import HOST
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive.spool import Spool
from spiders.crawler.address import Guard
from spiders.crawler.handler import WarcDownloadHandler
from spiders.crawler.writer import Writer

PAGES = 5000
A_ROUND = 100
ROUNDS = PAGES // A_ROUND
OTHERS_PAGES = 500
PLAIN, OURS, WARCIO = "plain Scrapy", "capture", "middleware with warcio"
SETTINGS: dict[str, Any] = {
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
    "CONCURRENT_REQUESTS": 50,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 50,
    "COOKIES_ENABLED": False,  # at the first cookie they ask the network for a list of suffixes
    "CORANTO_ALLOW_PRIVATE": True,
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is asked of both arms, and what is measured beside them."""

    what: str
    scheme: str = "http"
    parsing: bool = False
    beside: tuple[str, ...] = ()

    @property
    def arms(self) -> tuple[str, ...]:
        return (PLAIN, OURS, *self.beside)


CASES = (
    Case(what="http, no callback", beside=(WARCIO,)),
    Case(what="http, title and links of each page by lxml", parsing=True),
    Case(what="https, no callback", scheme="https"),
)


@dataclass(kw_only=True)
class Lab:
    """What the spider needs, and what it found."""

    ports: dict[str, int]
    spool: Spool
    warcio: WARCWriter
    arm: str = PLAIN
    costs: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """CPU milliseconds a page, a round, by case and arm."""


class Rounds(scrapy.Spider):
    """All rounds of all cases."""

    name = "rounds"

    def __init__(self, lab: Lab, **options: Any) -> None:
        super().__init__(**options)
        self.lab = lab
        self.guard = Guard(allow_private=True)
        self.writer = Writer(lab.spool.write, lambda e: sys.exit(f"cannot write: {e}"))
        self.left = 0
        self.parsing = False

    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests of one arm, and wait for their answers, before those of the next."""
        for case in CASES:
            self.parsing = case.parsing
            for number in range(-1, ROUNDS):  # the first warms
                for arm in case.arms if number % 2 else case.arms[::-1]:
                    self.lab.arm, self.left, self.done = arm, A_ROUND, asyncio.Event()
                    began = time.process_time()
                    for page in range(A_ROUND):
                        yield self._request(case, number % ROUNDS * A_ROUND + page)
                    await self.done.wait()
                    if number >= 0:
                        spent = time.process_time() - began
                        self.lab.costs[case.what, arm].append(1000 * spent / A_ROUND)
        self.writer.close()

    def _request(self, case: Case, page: int) -> Request:
        url = f"{case.scheme}://{HOST}:{self.lab.ports[case.scheme]}/{page}.html"
        return Request(url, callback=self.answered, errback=self.failed, dont_filter=True)

    def answered(self, response: Any) -> None:
        """Read the page, where that is asked for."""
        assert response.status == 200
        if self.parsing:
            assert response.css("title::text").get()
            assert response.css("a::attr(href)").getall()
        self.left -= 1
        if not self.left:
            self.done.set()

    def failed(self, failure: Any) -> None:
        """A figure with failures in it is none."""
        os.write(2, f"{failure}\n".encode())
        os._exit(1)


class Either(WarcDownloadHandler):
    """Ours and Scrapy's own, each with its own connections."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._lab: Lab = crawler.spider.lab
        self._plain = HTTP11DownloadHandler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch by the handler whose turn it is."""
        if self._lab.arm in (PLAIN, WARCIO):
            return await self._plain.download_request(request)
        return await super().download_request(request)

    async def close(self) -> None:
        """Let both go."""
        await self._plain.close()
        await super().close()


class WarcioMiddleware:
    """What can be kept without a handler of one's own: the answer as Scrapy hands it on."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    @classmethod
    def from_crawler(cls, crawler: Any) -> "WarcioMiddleware":
        """As Scrapy builds it."""
        return cls(crawler.spider.lab)

    def process_response(self, request: Request, response: Response) -> Response:
        """Two records of each answer."""
        if self._lab.arm == WARCIO:
            out = self._lab.warcio
            status = StatusAndHeaders(f"{response.status} OK", _pairs(response.headers), protocol="HTTP/1.1")
            answer = out.create_warc_record(
                request.url, "response", payload=BytesIO(response.body), http_headers=status
            )
            asked = StatusAndHeaders("GET / HTTP/1.1", _pairs(request.headers), is_http_request=True)
            out.write_request_response_pair(
                out.create_warc_record(request.url, "request", http_headers=asked), answer
            )
        return response


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode("latin-1")) for name, values in headers.items() for value in values]


@contextmanager
def serving(folder: Path, count: int) -> Iterator[dict[str, int]]:
    """The page server's ports, by scheme."""
    program = Path(__file__).with_name("page_server.py")
    with subprocess.Popen(
        [sys.executable, str(program), str(folder), str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout
        http, https = map(int, server.stdout.readline().split())
        yield {"http": http, "https": https}


def scrapy_arms(folder: Path, ports: dict[str, int]) -> None:
    """All cases, in one crawl: a reactor cannot be started again."""
    handlers = {"http": Either, "https": Either}
    middlewares = {WarcioMiddleware: 595}  # between the network and Scrapy's decompression
    chosen = {**SETTINGS, "DOWNLOAD_HANDLERS": handlers, "DOWNLOADER_MIDDLEWARES": middlewares}
    with (
        Spool.open(folder / "spool", attempt(), archive_in(folder)) as spool,
        (folder / "warcio.warc.gz").open("wb") as out,
    ):
        lab = Lab(ports=ports, spool=spool, warcio=WARCWriter(out, gzip=True))
        process = AsyncCrawlerProcess(chosen)
        process.crawl(Rounds, lab=lab)
        process.start()
        manifest = spool.commit(ledger=(), complete=True, finish="finished")
    kept = sum(stored.exchanges for stored in manifest.warcs)
    assert kept == (ROUNDS + 1) * A_ROUND * sum(arm not in (PLAIN, WARCIO) for c in CASES for arm in c.arms)
    for case in CASES:
        plain = lab.costs[case.what, PLAIN]
        for arm in case.arms[1:]:
            costs = lab.costs[case.what, arm]
            found = ratio(list(zip(costs, plain, strict=True)))
            spent = f"{statistics.median(costs):.2f} and {statistics.median(plain):.2f} ms a page"
            note("bench", f"{arm} ÷ {PLAIN}, {case.what}, {PAGES} pages", f"{found}; {spent}, {load()}")


def wget(folder: Path, ports: dict[str, int]) -> None:
    """wget with and without --warc-file, as whole processes."""
    if shutil.which("wget") is None:
        print("wget is not installed: left out")
        return
    listed = folder / "urls.txt"
    urls = (f"http://{HOST}:{ports['http']}/{n}.html" for n in range(OTHERS_PAGES))
    listed.write_text("\n".join(urls))
    plain = ["wget", "-q", "-O", "/dev/null", "-i", str(listed)]

    def cost(command: list[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, cwd=folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return 1000 * spent / OTHERS_PAGES

    rounds = [(cost([*plain, "--warc-file", "wget"]), cost(plain)) for _ in range(10)]
    kept, fetched = (statistics.median(side) for side in zip(*rounds, strict=True))
    note("bench", "wget --warc-file and wget, CPU ms a page", f"{kept:.2f} and {fetched:.2f}; {load()}")


def warcprox(folder: Path, ports: dict[str, int]) -> None:
    """What warcprox takes for itself, beside whatever fetches through it."""
    program = shutil.which("warcprox")
    if program is None:
        print("warcprox is not installed: left out")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [program, "-q", "-b", "127.0.0.1", "-p", str(port), "-d", str(folder / "warcs"), "-z"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as proxy:
        try:
            ask = urllib.request.build_opener(
                urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"})
            )
            _until(lambda: _page(ask, ports, 0))
            began = _spent(proxy.pid)
            for n in range(OTHERS_PAGES):
                assert _page(ask, ports, n)
            _until(lambda: _quiet(proxy.pid))
            spent = 1000 * (_spent(proxy.pid) - began) / OTHERS_PAGES
        finally:
            proxy.terminate()
    note("bench", "warcprox, CPU ms a page in its own process", f"{spent:.2f}; {load()}")


def _page(ask: urllib.request.OpenerDirector, ports: dict[str, int], number: int) -> bool:
    try:
        with ask.open(f"http://{HOST}:{ports['http']}/{number}.html", timeout=20) as answer:
            return len(answer.read()) > 1000
    except OSError:
        return False


def _spent(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _quiet(pid: int) -> bool:
    """Has it written what it had to write?"""
    before = _spent(pid)
    time.sleep(2)
    return _spent(pid) - before < 0.1


def _until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not done():
        if time.monotonic() > until:
            sys.exit("waited a minute in vain")
        time.sleep(0.2)


def main() -> int:
    """Run every measurement."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder / "web", PAGES) as ports:
            scrapy_arms(folder, ports)
            wget(folder, ports)
            warcprox(folder, ports)
    return 0


if __name__ == "__main__":
    sys.exit(main())
