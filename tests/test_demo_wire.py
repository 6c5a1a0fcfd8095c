"""The wire server answers for many hosts under their own names, real or invented."""

import gzip
import json
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from web_server import WebServer
from wire_server import WIRE, Choice, Wire, address, choose, write_state

SHARED = Path(__file__).parents[2] / "shared" / "data" / "dev.jsonl.gz"
DAY = date(2026, 1, 5)
URLS = [
    "https://one.example/news/1",
    "http://two.example/story.php?id=7&page=2#top",
    "https://two.example/story.php?id=8&utm_source=feed",
    "https://three.example/a page/über.html ",
    "https://münchen.example/",
    "https://one.example/news/1",
    "https://one.example:8443/odd-port",
    "ftp://one.example/file",
    "not an address",
    "https://four.example/web/2011/http://five.example/x?y=1",
]


def fetch(folder: Path, server: WebServer, url: str) -> httpx.Response:
    context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    parts = urlsplit(url)
    port = server.ports.https if parts.scheme == "https" else server.ports.http
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    with httpx.Client(verify=context, trust_env=False) as client:
        return client.get(
            f"{parts.scheme}://127.0.0.1:{port}{target}",
            headers={"Host": str(parts.hostname)},
            extensions={"sni_hostname": parts.hostname},
        )


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "pages.jsonl.gz"
    rows = [
        {"id": f"x/{n}", "url": url, "html": f"<p>page {n} é", "gold": {"title": str(n)}}
        for n, url in enumerate(URLS)
    ]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


@pytest.fixture(scope="module")
def served(
    invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, WebServer, Choice]]:
    folder = tmp_path_factory.mktemp("wire")
    choice = choose(invented, 0)
    wire = Wire(choice.pages, DAY)
    write_state(folder, wire)
    with WebServer(folder, wire.respond) as server:
        yield folder, server, choice


def test_every_page_that_can_be_served_is_and_the_rest_is_counted(
    served: tuple[Path, WebServer, Choice],
) -> None:
    folder, server, choice = served
    assert choice.left_out == {
        "no address that can be served": 3,
        "same address as another page": 1,
        "not asked for": 0,
    }
    for page in choice.pages:
        answer = fetch(folder, server, page.url)
        assert (answer.status_code, answer.content) == (200, page.body)
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {t["url"]: t["gold"]["title"] for t in truth}.keys() == {p.url for p in choice.pages}


def test_an_address_without_its_tracking_parameters_is_the_same_page(
    served: tuple[Path, WebServer, Choice],
) -> None:
    folder, server, _ = served
    assert fetch(folder, server, "https://two.example/story.php?id=8").status_code == 200
    assert fetch(folder, server, "https://two.example/story.php?id=9").status_code == 404


def test_the_sitemap_lists_every_page_within_the_day(served: tuple[Path, WebServer, Choice]) -> None:
    folder, server, choice = served
    body = fetch(folder, server, f"https://{WIRE}/sitemap.xml").text
    assert {unescape(u) for u in re.findall("<loc>([^<]+)", body)} == {p.url for p in choice.pages}
    stamps = [datetime.fromisoformat(s) for s in re.findall("<news:publication_date>([^<]+)", body)]
    assert {s.date() for s in stamps} == {DAY}


def test_robots_txt_allows_or_is_missing(served: tuple[Path, WebServer, Choice]) -> None:
    folder, server, choice = served
    for host in {page.host for page in choice.pages}:
        answer = fetch(folder, server, f"https://{host}/robots.txt")
        assert answer.status_code == 404 or "Disallow" not in answer.text


def test_the_registry_takes_the_sites_file(served: tuple[Path, WebServer, Choice]) -> None:
    from spiders import Site

    folder, _, choice = served
    site = Site.load("wire", [folder / "sites"])
    assert {page.host for page in choice.pages} <= set(site.hosts)
    assert site.caps.pages > len(choice.pages)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example", ("https", "a.example", "/", "")),
        ("http://a.example:80/x?q=é#f", ("http", "a.example", "/x", "q=%C3%A9")),
        ("https://a.example/%E3%81%82", ("https", "a.example", "/%E3%81%82", "")),
        ("https://a.example:444/", None),
        ("https://localhost/", None),
        ("https://[broken/", None),
        ("", None),
    ],
)
def test_addresses_are_put_as_a_client_sends_them(url: str, found: tuple[str, ...] | None) -> None:
    assert address(url) == found


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_real_pages_are_served_under_their_own_addresses(tmp_path: Path) -> None:
    choice = choose(SHARED, 300)
    assert len(choice.pages) == 300
    wire = Wire(choice.pages, DAY)
    with WebServer(tmp_path, wire.respond) as server:
        for page in choice.pages[::10]:
            assert fetch(tmp_path, server, page.url).content == page.body


def test_the_program_says_when_it_is_ready_and_ends_when_told(invented: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("wire_server.py")), "--pages", str(invented)]
    command += ["--state", str(tmp_path), "--day", DAY.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline().startswith('ready {"pages": 6')
        ports = json.loads((tmp_path / "ports.json").read_text())
        assert ports["connect_to"] == f":80:127.0.0.1:{ports['http']},:443:127.0.0.1:{ports['https']}"
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=10)
    assert (program.returncode, errors) == (0, "")
