"""The demo server serves what its ledger says, as awkwardly as real papers do, and logs what it sent."""

import gzip
import hashlib
import json
import re
import signal
import ssl
import subprocess
import sys
import time
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest
from demo_papers import HERALD, PAPERS, UMIBE
from demo_server import Newsstand, newsstand
from web_server import WebServer, connect_to

SERVER = Path(__file__).with_name("demo_server.py")
UNTIL = date(2026, 1, 10)
NOW = datetime(2026, 1, 10, 23, 59, 59, tzinfo=UTC)


@dataclass(kw_only=True)
class Reader:
    """A client that is led to the server whatever host it names, and trusts its root alone."""

    folder: Path
    ports: dict[str, int]
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        self.client = httpx.Client(verify=context, trust_env=False, timeout=10)

    def get(self, url: str, **headers: str) -> httpx.Response:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.client.get(
            f"{parts.scheme}://127.0.0.1:{self.ports[parts.scheme]}{path}",
            headers={"Host": str(parts.hostname), **headers},
            extensions={"sni_hostname": parts.hostname},
        )

    def ledger(self) -> dict[str, Any]:
        held: dict[str, Any] = json.loads((self.folder / "ledger.json").read_text(encoding="utf-8"))
        return held

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "access.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("demo")
    stand = Newsstand(folder=folder, until=UNTIL, clock=lambda: NOW)
    server = WebServer(folder, stand.respond)
    server.control(stand.control)
    with server:
        ports = server.ports
        held = Reader(
            folder=folder, ports={"http": ports.http, "https": ports.https, "control": ports.control}
        )
        yield held
        held.client.close()


def text_of(response: httpx.Response) -> str:
    declared = re.search(rb'<meta charset="([^"]+)"', response.content)
    assert declared
    return unescape(response.content.decode(declared[1].decode()))


def test_every_article_is_served_as_the_ledger_says(reader: Reader) -> None:
    entries = reader.ledger()["articles"]
    for entry in entries[::2]:
        answer = reader.get(entry["url"])
        if entry["kind"] == "gone":
            assert answer.status_code == 410
            continue
        if entry["kind"] == "moved":
            assert (answer.status_code, answer.headers["location"]) == (301, entry["final_url"])
            answer = reader.get(entry["final_url"])
        assert answer.status_code == 200
        text = text_of(answer)
        for part in [entry["lead"] or "", *entry["body"], *entry["footnotes"], *entry["corrections"]]:
            assert part in text
        for caption in entry["captions"]:
            assert caption["text"] in text
            assert caption["credit"] in text


@pytest.mark.parametrize("kind", ["stub", "consent", "paywalled", "live"])
def test_special_pages_say_what_they_are(reader: Reader, kind: str) -> None:
    for entry in [e for e in reader.ledger()["articles"] if e["kind"] == kind]:
        page = text_of(reader.get(entry["url"]))
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
        if kind == "consent":
            assert data is None
            continue
        assert data is not None
        said = json.loads(data[1])
        assert said["isAccessibleForFree"] is (kind == "live")
        assert said["@type"] == ("LiveBlogPosting" if kind == "live" else "NewsArticle")


def test_several_charsets_codings_and_framings_are_in_use(reader: Reader) -> None:
    seen: set[tuple[str, ...]] = set()
    for entry in reader.ledger()["articles"]:
        if entry["paper"] == "umibe" and entry["kind"] == "article":
            answer = reader.get(entry["url"])
            meta = re.search(rb'<meta charset="([^"]+)"', answer.content)
            assert meta
            seen.add(("meta", meta[1].decode()))
            seen.add(("type", answer.headers["content-type"]))
            seen.add(("coding", answer.headers.get("content-encoding", "")))
            seen.add(("framing", answer.headers.get("transfer-encoding", "")))
    assert {("meta", c) for c in ("utf-8", "Shift_JIS", "windows-1252")} <= seen
    assert {("type", "text/html"), ("type", "text/html; charset=windows-1252")} <= seen
    assert {("coding", "gzip"), ("coding", ""), ("framing", "chunked"), ("framing", "")} <= seen


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_both_schemes_answer_under_both_names(reader: Reader, scheme: str, paper: Any) -> None:
    assert f"# {paper.name}" in reader.get(f"{scheme}://{paper.host}/robots.txt").text


def test_a_client_that_does_not_trust_the_root_is_refused(reader: Reader) -> None:
    with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        stranger.get(f"https://127.0.0.1:{reader.ports['https']}/", extensions={"sni_hostname": HERALD.host})


def addresses(entries: list[dict[str, Any]]) -> set[str]:
    return {e["url"] for e in entries}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_the_page_of_a_day_lists_exactly_its_articles(reader: Reader, paper: Any) -> None:
    entries = reader.ledger()["articles"]
    for back in range(6):
        day = UNTIL - timedelta(days=back)
        page = reader.get(
            paper.home + paper.archive.format(yyyy=day.year, mm=f"{day:%m}", dd=f"{day:%d}")
        ).text
        links = set(re.findall(rf'href="({paper.home}/[^"]+)"', page))
        printed = [e for e in entries if (e["paper"], e["day"]) == (paper.id, day.isoformat())]
        assert links == addresses(printed)
        assert "/print/" in page


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_a_feed_lists_the_thirty_latest(reader: Reader, paper: Any, name: str) -> None:
    feed = feedparser.parse(reader.get(f"{paper.home}/{name}").content)
    assert not feed.bozo
    mine = [
        e for e in reader.ledger()["articles"] if e["paper"] == paper.id and e["published"] <= NOW.isoformat()
    ]
    latest = {e["url"]: e["published"] for e in sorted(mine, key=lambda e: e["published"])[-30:]}
    found = {
        e.link.partition("?")[0]: datetime.fromtimestamp(timegm(e.published_parsed), UTC)
        for e in feed.entries
    }
    assert found == {url: datetime.fromisoformat(at) for url, at in latest.items()}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_the_sitemaps_list_everything_published(reader: Reader, paper: Any) -> None:
    index = gzip.decompress(reader.get(f"{paper.home}/sitemaps/index.xml.gz").content).decode()
    children = re.findall(r"<loc>([^<]+)</loc>", index)
    assert len(children) >= 2
    found: set[str] = set()
    for child in children:
        body = reader.get(child).content
        found |= set(
            re.findall(
                r"<loc>([^<]+)</loc>", (gzip.decompress(body) if child.endswith(".gz") else body).decode()
            )
        )
    mine = [e for e in reader.ledger()["articles"] if e["paper"] == paper.id]
    assert found == addresses(mine)
    news = reader.get(f"{paper.home}/sitemaps/news.xml").text
    recent = [e for e in mine if datetime.fromisoformat(e["published"]) > NOW - timedelta(days=2)]
    assert set(re.findall(r"<loc>([^<]+)</loc>", news)) == addresses(recent)


def test_nothing_is_served_or_announced_before_it_is_published(tmp_path: Path) -> None:
    early = datetime(2026, 1, 5, 12, tzinfo=UTC)
    stand = Newsstand(folder=tmp_path, until=UNTIL, clock=lambda: early)
    later = next(a for a in stand.press.articles if a.paper is HERALD and a.published > early)
    with WebServer(tmp_path, stand.respond) as server:
        reader = Reader(folder=tmp_path, ports={"http": server.ports.http, "https": server.ports.https})
        assert reader.get(later.url).status_code == 404
        assert later.url not in reader.get(f"{HERALD.home}/rss.xml").text
        assert reader.get(f"{HERALD.home}/2026/01/06/").status_code == 404
        reader.client.close()


def test_an_unchanged_page_is_answered_with_304(reader: Reader) -> None:
    entry = next(e for e in reader.ledger()["articles"] if e["paper"] == "herald" and e["kind"] == "article")
    first = reader.get(entry["url"])
    same = reader.get(entry["url"], **{"If-None-Match": first.headers["etag"]})
    since = reader.get(entry["url"], **{"If-Modified-Since": first.headers["last-modified"]})
    assert (same.status_code, same.content, since.status_code) == (304, b"", 304)
    assert reader.get(entry["url"], **{"If-None-Match": '"other"'}).status_code == 200
    assert first.content == reader.get(entry["url"]).content


def test_the_couriers_bytes_change_where_its_text_does_not(reader: Reader) -> None:
    entry = next(e for e in reader.ledger()["articles"] if e["paper"] == "umibe" and e["kind"] == "article")
    one, two = reader.get(entry["url"]), reader.get(entry["url"])
    assert one.content != two.content
    assert re.sub(rb't\d{6}"', b"", one.content) == re.sub(rb't\d{6}"', b"", two.content)


def test_each_answer_is_logged_once_with_the_digest_of_its_payload(reader: Reader) -> None:
    before = len(reader.log())
    url = f"{UMIBE.home}/assets/paper.css"
    raw = reader.client.build_request(
        "GET",
        f"http://127.0.0.1:{reader.ports['http']}/assets/paper.css",
        headers={"Host": UMIBE.host, "User-Agent": "tester/1", "Accept-Encoding": "identity"},
    )
    body = reader.client.send(raw).content
    for _ in range(100):
        new = reader.log()[before:]
        if new:
            break
        time.sleep(0.02)
    (line,) = new
    assert (line["host"], line["path"], line["status"]) == (UMIBE.host, urlsplit(url).path, 200)
    assert (line["bytes"], line["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert line["user_agent"] == "tester/1"


def test_the_control_port_edits_exactly_as_many_as_asked(reader: Reader) -> None:
    before = {e["url"]: e["body"] for e in reader.ledger()["articles"]}
    logged = len(reader.log())
    control = f"http://127.0.0.1:{reader.ports['control']}/control/edit"
    answer = reader.client.post(control, params={"paper": "herald", "day": "2026-01-08", "n": 2})
    edited = {a["url"] for a in answer.json()}
    after = {e["url"]: e for e in reader.ledger()["articles"]}
    assert {url for url in before if before[url] != after[url]["body"]} == edited
    assert len(edited) == 2
    assert len(reader.log()) == logged
    for url in edited:
        assert after[url]["day"] == "2026-01-08"
        assert after[url]["body"][-1] in text_of(reader.get(url))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("paper=herald&day=2026-01-08&n=99", 409),
        ("paper=gazette&day=2026-01-08", 404),
        ("paper=herald&n=two", 400),
    ],
)
def test_an_edit_that_cannot_be_made_changes_nothing(reader: Reader, query: str, status: int) -> None:
    before = reader.ledger()
    answer = reader.client.post(f"http://127.0.0.1:{reader.ports['control']}/control/edit?{query}")
    assert answer.status_code == status
    assert reader.ledger() == before


def test_no_article_is_dated_in_the_future(tmp_path: Path) -> None:
    stand = newsstand(tmp_path, datetime.now(UTC).date(), None)
    assert stand.clock() <= datetime.now(UTC)
    assert newsstand(tmp_path, UNTIL, None).clock() >= datetime(2026, 1, 10, 23, 59, 59, tzinfo=UTC)
    assert abs(newsstand(tmp_path, None, "real").clock() - datetime.now(UTC)) < timedelta(seconds=5)


def started(folder: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, str(SERVER), "--state", str(folder), *more]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout
    assert program.stdout.readline().startswith("ready")
    return program


def ended(program: "subprocess.Popen[str]") -> int:
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=10)
    assert errors == ""
    return program.returncode


def test_a_restart_keeps_ports_dates_and_edits(tmp_path: Path) -> None:
    program = started(tmp_path, "--until", "2026-01-10")
    ports = json.loads((tmp_path / "ports.json").read_text())
    control = f"http://127.0.0.1:{ports['control']}/control/edit?paper=umibe&n=1&day=2026-01-09"
    edited = httpx.post(control, trust_env=False).json()
    ledger = (tmp_path / "ledger.json").read_bytes()
    assert ended(program) == 0
    again = started(tmp_path)
    assert json.loads((tmp_path / "ports.json").read_text()) == ports
    assert (tmp_path / "ledger.json").read_bytes() == ledger
    assert len(edited) == 1
    assert ended(again) == 0


def test_the_connect_to_text_names_every_host_and_port(tmp_path: Path) -> None:
    stand = Newsstand(folder=tmp_path, until=UNTIL, clock=lambda: NOW)
    with WebServer(tmp_path, stand.respond) as server:
        text = connect_to((HERALD.host, UMIBE.host), server.ports)
        assert text.split(",")[1] == f"herald.example:443:127.0.0.1:{server.ports.https}"
        assert connect_to((), server.ports).split(",")[0] == f":80:127.0.0.1:{server.ports.http}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_the_registry_entry_fits_the_paper(paper: Any) -> None:
    from spiders import Site

    site = Site.load(paper.id, [Path(__file__).with_name("demo_sites")])
    assert (site.name, site.time_zone, site.pace_connected) == (paper.name, paper.time_zone, 0)
