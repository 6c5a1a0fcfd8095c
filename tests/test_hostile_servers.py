"""Servers that mean harm cost bounded time and memory, and nobody else's articles.

One crawl meets them all, each under a host of its own, and after each the host has a good article:

================================================== ==================================================
harm                                               tests
================================================== ==================================================
bombs (gzip, br, zstd, nested), as page, robots    test_a_bomb_*, test_rules_in_a_bomb_*
endless bodies, headers, interim answers, trailers test_what_has_no_end_is_cut_*, its twin
drips, silence                                     test_a_drip_*
redirect loops, chains, to file: and gopher:       test_a_redirect_*
redirects into private networks, in every spelling test_no_spelling_*, and test_crawler_address
a name that re-resolves                            test_the_address_that_was_looked_at_*
robots.txt of 100 MB                               test_of_a_robots_txt_of_100_mb_*
links to file: and gopher:                         test_links_to_other_schemes_*
WARC headers in bodies and addresses               test_smuggled_*, and test_archive_warc
10,000 cookies                                     test_ten_thousand_cookies_*
================================================== ==================================================
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, rss, stories
from crawler_wire import Script, WireServer
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hostile_server import BIG_ROBOTS, CODINGS, COOKIES, SMUGGLED, TRAPS, HostileServer, bomb, moved, whole
from measured import peak
from web_server import Answer

from pipelines.archive import open_archive
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, new_id
from pipelines.archive.unit import Unit
from spiders.crawl import Child, Job, crawl
from spiders.crawler.job import Row

TIMEOUT = 3.0
MOST_MEMORY = 1 << 30
"""Of the crawl child, bytes; answers are kept whole up to 64 MiB, several at a time."""
ENDLESS = [name for name in TRAPS if name.startswith("endless-")]
HEADS = ["endless-headers", "endless-line", "endless-status", "endless-interim"]
INSIDE = [
    "127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f000001", "017700000001", "0x7f.1", "127.1",
    "0177.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0", "0.0.0.0", "169.254.169.254", "2852039166",
    "[fe80::1]", "[fd00:ec2::254]", "10.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1",
]  # fmt: skip
ODD = "http://smuggler.example/odd%0d%0aWARC-Type:%20request\r\nWARC-Target-URI: http://evil.example/\u2028x"


@dataclass
class Run:
    manifest: Manifest
    folder: Path
    server: HostileServer
    inside: WireServer
    seconds: float
    memory: int
    all: list[tuple[dict[str, str], bytes]]
    """WARC header and block of every record."""

    def entry(self, host: str, path: str = "/trap") -> Entry:
        return next(e for e in self.manifest.ledger if e.url == f"http://{host}.example{path}")

    def records(self, host: str, kind: str = "response") -> list[tuple[dict[str, str], bytes]]:
        place = f"//{host}.example/"
        return [r for r in self.all if r[0]["WARC-Type"] == kind and place in r[0].get("WARC-Target-URI", "")]

    def asked(self, host: str) -> list[str]:
        return [one.path for one in self.server.seen if one.path.startswith(f"//{host}/")]


def everything(folder: Path) -> Iterator[tuple[dict[str, str], bytes]]:
    for file in folder.rglob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False, record_types=WarcRecordType.any_type):
                yield dict(record.headers.items()), record.reader.read()


def job(folder: Path, urls: list[str], connect_to: str, timeout: float = TIMEOUT) -> Job:
    return Job(
        unit=Unit(site="_", span=f"kept/{new_id()}"), kind="kept", archive=str(folder / "archive"),
        spool=str(folder / "spool"), rows=tuple(Row(url=url) for url in urls), timeout=timeout, pace=0.0,
        connect_to=connect_to,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("hostile")
    secret = {"/secret": Script(data=whole(b"secret"))}
    server = HostileServer(folder / "server", {})
    with WireServer(folder / "inside", secret) as inside, server:
        port = inside.port
        inner = {f"in-{n}": moved(b"http://%b:%d/secret" % (h.encode(), port)) for n, h in enumerate(INSIDE)}
        server.traps = TRAPS | {host: (lambda _, sent=sent: [sent]) for host, sent in inner.items()}
        hosts = [*server.traps, *BIG_ROBOTS]
        urls = [f"http://{host}.example/{page}" for host in hosts for page in ("trap", "fine")]
        urls += [f"http://127.0.0.1:{port}/secret", ODD, "file:///etc/passwd", "gopher://x.example/"]
        connect = ",".join(f"{host}.example:80:127.0.0.1:{server.port}" for host in hosts)
        for kind in CODINGS:
            bomb(kind)  # made before the clock runs
        began = time.monotonic()
        child = Child.start(job(folder, urls, connect))
        memory = peak(child)
        report = child.wait()
        seconds = time.monotonic() - began
        manifest = load_manifest(open_archive(folder / "archive"), report.manifest or "")
        yield Run(manifest, folder, server, inside, seconds, memory[0], list(everything(folder)))


def test_the_crawl_ends_soon_and_in_little_memory(run: Run) -> None:
    assert run.seconds < 90
    assert 0 < run.memory < MOST_MEMORY
    assert run.manifest.complete


@pytest.mark.parametrize("host", [*TRAPS, *(f"in-{n}" for n in range(len(INSIDE)))])
def test_the_article_behind_it_still_comes_in(run: Run, host: str) -> None:
    """The twin of all others: a host is not written off for one bad answer."""
    assert run.entry(host, "/fine").end == "fetched"


def test_everything_asked_is_captured_or_refused_with_its_reason(run: Run) -> None:
    assert all(e.where or e.note for e in run.manifest.ledger)
    assert not any(e.end == "waiting" for e in run.manifest.ledger)
    assert list(check(open_archive(run.folder / "archive"))) == []
    for host in TRAPS:
        asked = sorted(one.request for one in run.server.seen if one.path.startswith(f"//{host}/"))
        assert sorted(block for _, block in run.records(host, "request")) == asked


@pytest.mark.parametrize("kind", CODINGS)
def test_a_bomb_is_kept_as_it_came(run: Run, kind: str) -> None:
    ((_, block),) = [r for r in run.records(kind) if r[0]["WARC-Target-URI"].endswith("robots.txt")]
    assert block.endswith(bomb(kind))


@pytest.mark.parametrize("kind", CODINGS)
def test_rules_in_a_bomb_hold(run: Run, kind: str) -> None:
    assert run.entry(kind).end == "robots"
    assert run.asked(kind) == [f"//{kind}/robots.txt", f"//{kind}/fine"]


@pytest.mark.parametrize("host", ENDLESS)
def test_what_has_no_end_is_cut_and_kept_as_far(run: Run, host: str) -> None:
    entry = run.entry(host)
    assert entry.end == "failed"
    assert entry.note
    kept = [r for r in run.records(host) if r[0]["WARC-Target-URI"].endswith("/trap")]
    assert bool(kept) == (host not in HEADS)
    for headers, block in kept:
        assert headers["WARC-Truncated"]
        assert len(block) <= 66 << 20


@pytest.mark.parametrize("host", ["drip-body", "drip-header", "silent"])
def test_a_drip_does_not_hold_us(run: Run, host: str) -> None:
    entry = run.entry(host)
    assert entry.end == "failed"
    assert "in time" in (entry.note or "")
    kept = [r[0] for r in run.records(host) if r[0]["WARC-Target-URI"].endswith("/trap")]
    assert bool(kept) == (host == "drip-body")
    assert all(headers["WARC-Truncated"] == "time" for headers in kept)


def test_a_redirect_that_leads_nowhere_is_followed_only_so_far(run: Run) -> None:
    ends = {e.url: e for e in run.manifest.ledger}
    assert "in a circle" in (ends["http://loop.example/back"].note or "")
    assert len(run.asked("loop")) == 2 + 2
    assert any("more than 10 redirects" in (e.note or "") for u, e in ends.items() if "//chain." in u)
    assert len(run.asked("chain")) == 2 + 11


@pytest.mark.parametrize("host", ["to-file", "to-gopher"])
def test_a_redirect_to_another_scheme_is_not_followed(run: Run, host: str) -> None:
    assert (run.entry(host).end, run.entry(host).status) == ("failed", 302)


def test_a_redirect_to_an_endless_address_is_refused(run: Run) -> None:
    (entry,) = [e for e in run.manifest.ledger if len(e.url) > 90_000]
    assert (entry.end, entry.note) == ("refused", "is longer than 8192 characters")


@pytest.mark.parametrize("number", range(len(INSIDE)), ids=INSIDE)
def test_no_spelling_of_a_private_address_is_asked(run: Run, number: int) -> None:
    assert run.entry(f"in-{number}").end == "moved"
    target = run.entry(f"in-{number}").target
    (entry,) = [e for e in run.manifest.ledger if e.url == target]
    assert entry.end in ("refused", "failed")
    assert entry.note
    assert entry.where is None
    assert run.inside.connections == 0


@pytest.mark.parametrize("host", BIG_ROBOTS)
def test_of_a_robots_txt_of_100_mb_the_beginning_counts(run: Run, host: str) -> None:
    """Its first 500 KiB (RFC 9309 §2.5); the twin is the one whose rules are behind them."""
    assert run.entry(host, "/fine").end == "fetched"
    assert (run.entry(host).end == "robots") == (host != "far-robots")
    robots = [r for r in run.records(host) if r[0]["WARC-Target-URI"].endswith("/robots.txt")]
    assert [headers["WARC-Truncated"] for headers, _ in robots] == ["length"]
    assert 1 << 20 < len(robots[0][1]) < 2 << 20
    (verdict,) = [v for v in run.manifest.robots if f"//{host}." in v.url]
    assert verdict.verdict == "rules"


def test_addresses_of_other_schemes_are_refused(run: Run) -> None:
    for scheme in ("file", "gopher"):
        (entry,) = [e for e in run.manifest.ledger if e.url.startswith(f"{scheme}:")]
        assert (entry.end, entry.where) == ("refused", None)
        assert "only http and https" in (entry.note or "")


def test_ten_thousand_cookies_are_kept_and_none_is_sent(run: Run) -> None:
    ((_, block),) = [r for r in run.records("cookies") if r[0]["WARC-Target-URI"].endswith("/trap")]
    assert block == whole(b"many", COOKIES.removesuffix(b"\r\n"))
    assert all(b"\nCookie:" not in block for _, block in run.records("cookies", "request"))


def test_smuggled_headers_stay_in_their_block(run: Run) -> None:
    pages = [r for r in run.records("smuggler") if b"X: WARC/1.1" in r[1]]
    assert len(pages) == len(run.asked("smuggler")) - 2
    assert all(block.count(SMUGGLED) == 2 for _, block in pages)
    assert not run.records("smuggled")
    targets = [headers["WARC-Target-URI"] for headers, _ in pages]
    assert all(target.isascii() and "\n" not in target for target in targets)


@pytest.mark.parametrize("bounded", [True, False])
def test_headers_without_end_are_ended_by_their_bound(tmp_path: Path, bounded: bool) -> None:
    """With its twin: without the bound they are taken in until the time is over."""
    most = "" if bounded else "from spiders.crawler import framing; framing.MOST_HEAD = 1 << 40\n"
    script = f"{most}from spiders.crawler.__main__ import main; raise SystemExit(main())"
    with HostileServer(tmp_path / "server", {}) as server:
        host = "endless-headers.example"
        given = job(tmp_path, [f"http://{host}/trap"], f"{host}:80:127.0.0.1:{server.port}", timeout=1.5)
        with subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as child:
            assert child.stdin
            assert child.stdout
            child.stdin.write(given.line())
            child.stdin.flush()
            events = [json.loads(line) for line in child.stdout]
    taken = events[-1]["report"]["bytes"]
    assert (taken < 6 << 20) == bounded
    (entry,) = load_manifest(open_archive(tmp_path / "archive"), events[-1]["report"]["manifest"]).ledger
    assert ("in time" in (entry.note or "")) != bounded


RESOLVING = """
import socket
from twisted.internet import reactor
from twisted.internet.protocol import Factory, Protocol
from spiders.crawler.address import Guard
from spiders.crawler.connect import GuardedEndpoint, GuardedResolver

asked, connected = [], []
def lookup(name, *more):
    asked.append(name)
    return "93.184.216.34" if len(asked) == 1 else "127.0.0.1"

def connect(host, port, *more, **options):
    connected.append(host)
    reactor.callLater(0, reactor.stop)

socket.gethostbyname, reactor.connectTCP = lookup, connect
endpoint = GuardedEndpoint(reactor, GuardedResolver(reactor, 0, 5.0), Guard(), "turning.example", 80, 5.0)
reactor.callWhenRunning(lambda: endpoint.connect(Factory.forProtocol(Protocol)))
reactor.callLater(10, reactor.stop)
reactor.run()
print(asked, connected)
"""


def test_the_address_that_was_looked_at_is_the_one_connected_to() -> None:
    """A name that stands for another address a moment later gains nothing: it is not asked a second time."""
    command = [sys.executable, "-c", RESOLVING]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.strip() == "['turning.example'] ['93.184.216.34']"


def test_links_to_other_schemes_are_not_followed(tmp_path: Path) -> None:
    """The twin is the stories beside them."""
    bad = (
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/1",
        "ftp://x.example/",
        "javascript:alert(1)",
        "data:,x",
    )
    links = "".join(f'<a href="{link}">Read</a>' for link in bad).encode()
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        items = b"".join(b"<item><link>%b</link></item>" % link.encode() for link in bad)
        feed = rss(paper.listed).replace(b"<item>", items + b"<item>", 1)
        paper.answers["/rss.xml"] = lambda: Answer(body=feed, media_type="application/rss+xml")
        paper.answers["/"] = lambda: Answer(body=links)
        report = crawl(gazette(), to=tmp_path / "archive", since="2026-01-05", **paper.options)
        asked = {line["path"] for line in paper.log} - {"/.well-known/tdmrep.json"}
        assert asked == {"/", "/2026/story-000", "/2026/story-001", "/robots.txt", "/rss.xml"}
    assert report.complete
    assert report.counts["fetched"] == 2
