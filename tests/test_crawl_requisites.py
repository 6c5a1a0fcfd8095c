"""What an article needs to be shown as it was: found, fetched politely, captured once, and shared."""

import asyncio
import os
import re
import signal
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from demo_server import Newsstand
from hypothesis import given, settings
from hypothesis import strategies as st
from web_server import Answer, Request, WebServer, connect_to

from pipelines.archive import Archive, open_archive, warc
from pipelines.archive.earlier import Earlier
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.ledger import End, Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, new_id, put_manifest
from pipelines.archive.read import read_warc
from pipelines.archive.requisites import of_page, of_style
from pipelines.archive.unit import Unit
from pipelines.errors import CrawlError
from spiders.crawl import Child, Job, crawl, intervals, run_job, site_job
from spiders.crawler.cut_off import last_pages
from spiders.crawler.fetch import Answer as Fetched
from spiders.crawler.fetch import Ask
from spiders.crawler.requisites import FRESH, Requisites
from spiders.site import Site

DAY = "2026-01-05"
PAGE = b"""<html><head><link rel=stylesheet href=/a.css><link rel="alternate stylesheet" href=/other.css>
<link rel="shortcut icon" href=/icon.png><link rel=preload as=font href=/f.woff2><script src=/no.js></script>
<link rel=preload as=script href=/no2.js><style>@import "b.css"; p{background:url('p.png#x')}</style></head>
<body style="background: url(&quot;body.png&quot;)"><img src=/one.png srcset="/one-1.png 1x, /one,2.png 2x">
<img src="data:image/gif;base64,AA" data-src=//cdn.example/lazy.png>
<picture><source srcset="/s.webp 640w, /l.webp 1280w"><img src=/one.png></picture>
<noscript><img src=/ns.png></noscript><video src=/film.mp4 poster=/poster.png></video><a href=/next>x</a></body>"""
STYLES = {"/a.css", "/b.css", "/f.woff2", "/p.png", "/body.png"}
IMAGES = {
    "/icon.png", "/one.png", "/one-1.png", "/one,2.png", "//cdn.example/lazy.png", "/s.webp", "/l.webp", "/ns.png",
    "/poster.png",
}  # fmt: skip


def short(url: str) -> str:
    return url.removeprefix("https://gazette.example").removeprefix("https:")


@pytest.mark.parametrize(("images", "expected"), [(False, STYLES), (True, STYLES | IMAGES)])
def test_what_a_page_needs(images: bool, expected: set[str]) -> None:
    found = of_page(PAGE, "https://gazette.example/", images=images)
    assert {short(one.url) for one in found} == expected
    assert [one.kind for one in found] == sorted(
        (one.kind for one in found), key=("style", "part", "image", "candidate").index
    )


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("@import url(x.css) screen; @import 'y.css';", {"x.css", "y.css"}),
        ("@font-face{src:url(a.woff2) format('woff2'),url( \"b.woff\" )}", {"a.woff2", "b.woff"}),
        ("/* url(no.png) */ a{background:URL(yes.png)}", {"yes.png"}),
        (r"a{background:url(with\ space\29.png)}", {"with%20space).png"}),
        ("a{background:image-set('s.png' 1x, 'l.png' 2x)}", {"s.png", "l.png"}),
        ("a{fill:url(#gradient);b:url(data:image/png;base64,AA)}", set()),
        ("a{background:url(", set()),
    ],
)
def test_what_a_stylesheet_needs(css: str, expected: set[str]) -> None:
    found = of_style(css.encode(), "https://gazette.example/css/main.css")
    assert {one.url.removeprefix("https://gazette.example/css/") for one in found} == expected


@given(
    st.binary(max_size=300) | st.text(alphabet="<>=\"'/:,()@import url srcset img style link", max_size=200)
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_search(data: bytes | str) -> None:
    body = data.encode() if isinstance(data, str) else data
    for found in (
        of_page(body, "https://a.example/", images=True),
        of_style(body, "https://a.example/x.css"),
    ):
        assert all(one.url.startswith(("http://", "https://")) for one in found)


def records(folder: Path) -> list[RawRecord]:
    found: list[RawRecord] = []
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            found += list(raw_records(stream, path.name))
    return found


def captures(folder: Path) -> dict[str, list[str]]:
    """Kinds of capture of each address."""
    found: dict[str, list[str]] = {}
    for record in records(folder):
        if record.record_type in ("response", "revisit"):
            found.setdefault(record.url, []).append(record.record_type)
    return found


def told(folder: Path, url: str) -> dict[str, str]:
    found = [r for r in records(folder) if r.record_type == "metadata" and r.url == url]
    return dict(warc.read_fields(found[0].block))


def test_a_replay_of_a_demo_paper_lacks_nothing_and_costs_each_part_once(tmp_path: Path) -> None:
    until = date(2026, 1, 20)
    now = datetime(2026, 1, 20, 23, tzinfo=UTC)
    stand = Newsstand(folder=tmp_path / "web", until=until, clock=lambda: now)
    site = Site.load("herald", [Path(__file__).parent / "demo_sites"])
    with WebServer(tmp_path / "web", stand.respond) as server:
        to = {
            "connect_to": connect_to(("herald.example",), server.ports),
            "ca_file": server.authority.ca_file,
        }
        archive = tmp_path / "archive"
        first = crawl(site, to=archive, since="2026-01-12", **to)  # type: ignore[arg-type]
        assert first.complete
        held = captures(archive)
        pages = [
            p
            for path in archive.rglob("*.warc.gz")
            for p in read_warc(path)
            if "/2026/01/12/" in (p.url or "")
        ]
        articles = [p for p in pages if p.status == 200 and b"<img" in p.body]
        assert articles
        for page in articles:
            # Found by other means than the crawler's: every address that a browser would load without scripts, and
            # that robots may.
            named = re.findall(
                rb'(?:<i(?:mg|frame) src|rel="stylesheet" href)="(?!/members/)([^"]+)"', page.body
            )
            assert {f"https://herald.example{name.decode()}" for name in named} <= held.keys()
        parts = {url for url in held if "/img/" in url or url.endswith(".css")}
        assert len(parts) > len(articles)
        assert all(held[url] == ["response"] for url in parts)
        crawl(site, to=archive, since="2026-01-12", refetch=True, **to)  # type: ignore[arg-type]
        again = captures(archive)
        assert all(again[url] == ["response"] for url in parts)  # within a day: not asked for at all
        articles_again = [kinds for url, kinds in again.items() if url in {p.url for p in articles}]
        assert all(kinds == ["response", "revisit"] for kinds in articles_again)


class Illustrated(Gazette):
    """Every story is shown with the same style and font, and a picture of its own on another host."""

    robots: bytes = b""
    moved: str | None = None
    """A picture that is at /big.jpg now."""

    def respond(self, request: Request) -> Answer:
        path = request.target
        if path in self.answers:
            return self.answers[path]()
        if path == self.moved:
            return Answer(status=301, headers=(("Location", "/big.jpg"),))
        if path.startswith("/2026/"):
            number = path[-3:].encode()
            return Answer(
                body=b'<link rel=stylesheet href=/a.css><img src=https://cdn.example/%b.png srcset="/%b-l.png 2x">'
                % (number, number)
            )
        if path.endswith(".css"):
            deeper = b"@import 'deep.css';" if path == "/a.css" else b"p{color:red}"
            return Answer(media_type="text/css", body=deeper + b"@font-face{src:url(//cdn.example/f.woff2)}")
        if path.endswith((".png", ".woff2")):
            return Answer(media_type="image/png", body=path.encode() * 100)
        if path == "/robots.txt":
            return Answer(media_type="text/plain", body=self.robots)
        return super().respond(request)

    def parts(self) -> list[str]:
        return [f"{x['host']}{x['path']}" for x in self.log if x["path"].endswith((".css", ".png", ".woff2"))]


def illustrated(level: str = "article", caps: str = "") -> Site:
    return gazette(f"{YAML}requisites: {level}\n" + (f"caps: {{{caps}}}\n" if caps else ""))


def test_parts_are_asked_once_whatever_host_they_are_on_and_how_they_are_named(tmp_path: Path) -> None:
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        report = crawl(illustrated(), to=tmp_path / "archive", since=DAY, **paper.options)
        asked = Counter(paper.parts())
        hosts = {line["host"] for line in paper.log if line["path"] == "/robots.txt"}
    shared = {"gazette.example/a.css", "gazette.example/deep.css", "cdn.example/f.woff2"}
    own = {f"cdn.example/{n:03}.png" for n in range(3)} | {f"gazette.example/{n:03}-l.png" for n in range(3)}
    assert asked == Counter(shared | own)
    assert hosts == {"gazette.example", "cdn.example"}
    manifest = load_manifest(open_archive(tmp_path / "archive"), report.manifest or "")
    assert manifest.stats["requisites"] == {"fetched": 9}
    assert not any("cdn.example" in entry.url or entry.url.endswith(".css") for entry in manifest.ledger)
    font = told(tmp_path / "archive", "https://cdn.example/f.woff2")
    assert (font["hopsFromSeed"], font["role"]) in [("LEE", "requisite"), ("LEEE", "requisite")]
    assert font["via"] in ("https://gazette.example/a.css", "https://gazette.example/deep.css")


@pytest.mark.parametrize(("level", "parts"), [("none", 0), ("styles", 3), ("article", 5)])
def test_the_site_says_how_much_is_kept(tmp_path: Path, level: str, parts: int) -> None:
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        crawl(illustrated(level), to=tmp_path / "archive", since=DAY, **paper.options)
        assert len(paper.parts()) == parts


def test_a_host_that_forbids_its_pictures_keeps_them(tmp_path: Path) -> None:
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        paper.robots = b"User-agent: *\nDisallow: /*.png$\n"
        report = crawl(illustrated(), to=tmp_path / "archive", since=DAY, **paper.options)
        assert not [part for part in paper.parts() if part.endswith(".png")]
    assert report.complete
    manifest = load_manifest(open_archive(tmp_path / "archive"), report.manifest or "")
    assert manifest.stats["requisites"] == {"fetched": 3, "robots": 4}


@pytest.mark.parametrize(
    ("caps", "whole"), [("requisite_bytes: 100000", False), ("requisite_bytes: 5000000", True)]
)
def test_a_page_costs_no_more_where_a_part_has_moved(tmp_path: Path, caps: str, whole: bool) -> None:
    """The second row is the twin."""
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        paper.answers["/big.jpg"] = lambda: Answer(media_type="image/jpeg", body=b"z" * 3_000_000)
        paper.moved = "/000.png"
        crawl(illustrated(caps=caps), to=tmp_path / "archive", since=DAY, **paper.options)
    kept = [
        r for r in records(tmp_path / "archive") if r.url.endswith("/big.jpg") and r.record_type == "response"
    ]
    assert [len(r.block) > 3_000_000 for r in kept] == [whole]


@pytest.mark.parametrize(
    ("caps", "fetched"), [("requisites: 2", 2), ("requisite_bytes: 1024", 4), ("requisites: 50", 5)]
)
def test_a_page_costs_no_more_than_its_caps(tmp_path: Path, caps: str, fetched: int) -> None:
    """The last row is the twin."""
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        report = crawl(illustrated(caps=caps), to=tmp_path / "archive", since=DAY, **paper.options)
    assert report.complete
    manifest = load_manifest(open_archive(tmp_path / "archive"), report.manifest or "")
    found = manifest.stats["requisites"]
    assert found["fetched"] <= fetched
    assert found.get("dropped", 0) + found.get("failed", 0) == 5 - found["fetched"]


@pytest.mark.parametrize(
    ("later", "asked"), [(timedelta(hours=23), []), (FRESH + timedelta(hours=1), ["y.png", "x.png"])]
)
def test_within_a_day_a_part_is_not_asked_for_again(later: timedelta, asked: list[str]) -> None:
    """The second row is the twin: a day later it is, with the validators of the earlier capture."""
    seen: list[Ask] = []

    async def fetch(ask: Ask) -> Fetched:
        seen.append(ask)
        return Fetched(url=ask.url, end="fetched", status=200, body=b"x")

    site = illustrated()
    captured = datetime(2026, 1, 5, tzinfo=UTC)
    earlier = Earlier(
        None, {}, {f"https://gazette.example/{name}": _entry(name, captured) for name in ("y.png", "x.png")}
    )
    requisites = Requisites(site, fetch, earlier)
    requisites._now = lambda: captured + later
    page = b"<img src=/y.png><img src=/x.png>"
    ask = Ask(url="https://gazette.example/2026/1")
    asyncio.run(requisites.of(ask, Fetched(url=ask.url, end="fetched", status=200, body=page)))
    assert [one.url.rpartition("/")[2] for one in seen] == asked
    assert all(one.again for one in seen)


def _entry(name: str, captured: datetime) -> warc.Indexed:
    return warc.Indexed(
        url=f"https://gazette.example/{name}", captured=captured, record_type="response", record_id="urn:uuid:1",
        mime="text/css", status=200, digest="sha1:A", sha256="a", payload_length=1,
    )  # fmt: skip


def job_of(paper: Illustrated, archive: Archive) -> Job:
    (interval,) = intervals(illustrated(), DAY, None, "days")
    return site_job(illustrated(), interval, to=archive, **paper.options)


def cut_off(paper: Illustrated, archive: Archive, how: signal.Signals) -> None:
    """A crawl that ends while a picture of its second page is on the wire."""
    child = Child.start(job_of(paper, archive))
    reached, go_on = threading.Event(), threading.Event()

    def slow() -> Answer:
        reached.set()
        go_on.wait(60)
        return Answer(status=503, logged=False)  # whether a dead client was sent it is chance

    paper.answers["/001.png"] = slow
    assert reached.wait(60)
    os.kill(child.pid, how)
    with suppress(CrawlError):
        child.wait()
    go_on.set()
    del paper.answers["/001.png"]
    archive.state.delete("leases/gazette.json")  # a dead one's would end within a minute


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("looks_back", [True, False])
def test_the_next_crawl_fetches_what_the_last_page_of_one_that_was_cut_off_still_needs(
    tmp_path: Path, how: signal.Signals, looks_back: bool
) -> None:
    """With its twin, which knows no earlier captures: the page is settled, so nobody asks for its parts any more."""
    archive = open_archive(tmp_path / "archive")
    picture = "https://cdn.example/001.png"
    with Illustrated(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        cut_off(paper, archive, how)
        asked = Counter(paper.parts())
        assert run_job(replace(job_of(paper, archive), dedup=looks_back)).complete
        assert paper.asked().count("/2026/story-001") == 1
        once = Counter(paper.parts())
        crawl(illustrated(), to=archive, since=DAY, **paper.options)
        assert Counter(paper.parts()) == once  # of a crawl that came to its end no page is looked at again
    there = [r for r in records(tmp_path / "archive") if r.url == picture and r.record_type == "response"]
    assert any(r.block.endswith(b"/001.png" * 100) for r in there) == looks_back
    if looks_back:
        assert set((once - asked).values()) == {1}
        assert not [part for part in once - asked if "/000" in part or part.endswith((".css", ".woff2"))]


def test_only_the_last_pages_of_a_crawl_that_was_cut_off_can_lack_something(tmp_path: Path) -> None:
    def entry(host: str, minute: int, end: End = "fetched") -> Entry:
        captured = MIDNIGHT + timedelta(minutes=minute)
        return Entry(url=f"https://{host}.example/{minute}", end=end, captured=captured)

    archive, unit = open_archive(tmp_path), Unit(site="gazette", span="20260105T000000Z--20260106T000000Z")
    ledger = (*(entry("a", n) for n in (3, 1, 2)), entry("b", 0), entry("b", 5, "gone"))
    ends: list[tuple[str, tuple[Entry, ...], set[str]]] = [
        ("finished", ledger, set()),
        ("recovered", ledger, {"https://a.example/2", "https://a.example/3", "https://b.example/0"}),
        ("shutdown", (), {"https://a.example/2", "https://a.example/3", "https://b.example/0"}),
        ("shutdown", (entry("a", 9),), {"https://a.example/9"}),
        ("blocked", ledger, set()),
        ("finished", (), set()),
    ]
    for finish, entries, expected in ends:
        attempt = Manifest(
            id=new_id(), unit=unit, kind="days", complete=finish == "finished", finish=finish, started=MIDNIGHT,
            ended=MIDNIGHT, warcs=(), ledger=entries,
        )  # fmt: skip
        put_manifest(archive, attempt)
        assert set(last_pages(archive, "gazette", 2)) == expected
