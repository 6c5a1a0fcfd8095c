"""What a page needs to be shown as it was, what of it the archive has, and why the rest is missing."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from web_papers import filled
from web_server import Answer

from pipelines.archive import Archive, open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from pipelines.archive.merging import refresh
from pipelines.archive.needed import Needed, Part, needed, needed_at
from pipelines.archive.read import read_warc
from pipelines.archive.shards import Shards
from pipelines.archive.spool import Spool
from pipelines.errors import CorpusError
from pipelines.page import Page
from spiders.crawl import crawl

HOME = "https://gazette.example"
PAGE = b"""<html><link rel=stylesheet href=/a.css><img src=/one.png><img src=/lost.png><img src=/moved.png>
<img src=/closed/x.png><img src=https://gazette.example:8443/x.png><iframe src=/chart></iframe><iframe src=https://ads.example/></iframe>
<img srcset="/over.png 2x, /last.png 3x"><script src=/a.js></script><script type=application/json src=/b.json></script></html>"""
ANSWERS = {
    "/2026/story-000": Answer(body=PAGE),
    "/robots.txt": Answer(media_type="text/plain", body=b"User-agent: *\nDisallow: /closed/\n"),
    "/a.css": Answer(media_type="text/css", body=b"p{background:url(/ground.png)}"),
    "/chart": Answer(body=b"<img src=/curve.png>"),
    "/moved.png": Answer(status=302, headers=(("Location", "/there.png"),)),
    **{f"/{name}.png": Answer(media_type="image/png", body=b"x") for name in ("one", "ground", "curve", "there", "last")},
}  # fmt: skip
WHY = {
    "/a.css": None,
    "/ground.png": None,
    "/one.png": None,
    "/moved.png": None,
    "/chart": None,
    "/curve.png": None,
    "/last.png": None,
    "/lost.png": "the answer was an error, status 404",
    "/closed/x.png": "robots.txt forbids it: forbidden by https://gazette.example/robots.txt",
    ":8443/x.png": "it lies at an address that may not be connected to: ",
    "https://ads.example/": "it is not asked for: a frame of another site",
    "/over.png": "the page had cost as much as the site's file allows (caps)",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Page, str]:
    """An archive, a page in it, and the manifest of its crawl."""
    folder = tmp_path_factory.mktemp("needed")
    with Gazette(folder / "web", stories(MIDNIGHT, 1)) as paper:
        paper.answers = {path: lambda answer=answer: answer for path, answer in ANSWERS.items()}  # type: ignore[misc]
        site = gazette(f"{YAML}requisites: article\ncaps: {{requisites: 10}}\n")
        report = crawl(site, to=folder / "archive", since="2026-01-05", **paper.options)
        assert not [path for path in paper.asked("/") if path in ("/a.js", "/closed/x.png")]
    archive = open_archive(folder / "archive")
    refresh(archive)
    (page,) = (
        page
        for path in (folder / "archive").rglob("*.warc.gz")
        for page in read_warc(path)
        if page.url == f"{HOME}/2026/story-000"
    )
    assert report.manifest
    return archive, page, report.manifest


def look(archive: Archive, page: Page, manifest: str | None = None) -> Needed:
    assert archive.shards
    return needed(archive, Shards(archive.shards), page, (manifest,) if manifest else ())


def told(found: Needed) -> dict[str, str | None]:
    return {part.url.removeprefix(HOME): part.why for part in found.parts}


def test_each_part_that_is_missing_is_told_with_the_reason(crawled: tuple[Archive, Page, str]) -> None:
    found = look(*crawled)
    said = told(found)
    private = said.pop(":8443/x.png")
    assert private
    assert private.startswith(WHY[":8443/x.png"] or "")
    assert said == {url: why for url, why in WHY.items() if url != ":8443/x.png"}
    assert [(part.url, part.captured) for part in found.scripts] == [(f"{HOME}/a.js", None)]
    assert "scripts are not kept" in (found.scripts[0].why or "")
    assert len(found.missing) == 5
    assert found.span
    assert found.span[0] <= found.span[1] < datetime.now(UTC)


def test_without_the_manifest_nobody_knows_why(crawled: tuple[Archive, Page, str]) -> None:
    """The twin: the reasons are those that the crawl wrote down, not guessed."""
    archive, page, _ = crawled
    said = told(look(archive, page))
    for url in ("/closed/x.png", "/over.png", "https://ads.example/"):
        assert said[url] == "it was not captured"
    assert said["/lost.png"] == WHY["/lost.png"]


def test_the_place_of_a_record_is_enough(crawled: tuple[Archive, Page, str]) -> None:
    archive, page, key = crawled
    assert archive.shards
    assert page.where
    manifest = load_manifest(archive, key)
    found = needed_at(archive, Shards(archive.shards), page.where, (manifest.unit.site, manifest.unit.span))
    assert found == look(*crawled)
    assert {entry.end for entry in manifest.requisites} == {
        "gone",
        "robots",
        "refused",
        "unwanted",
        "dropped",
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"stats": {"requisites_level": "none"}}, "the site's file asks for no such parts (requisites: none)"),
        ({"stats": {"requisites_level": "styles"}}, "the site's file asks for no such parts (requisites: styles)"),
        ({"complete": False, "finish": "shutdown"}, "the crawl ended before it (shutdown)"),
        ({"requisites": (Entry(url="https://a.example/x.png", end="failed", note="no answer"),)}, "it could not be had: no answer"),
        ({}, "it was not captured"),
    ],
)  # fmt: skip
def test_a_reason_may_hold_for_a_whole_crawl(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    archive = archive_in(tmp_path)
    options = {"complete": True, "finish": "finished", **changes}
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        kept = spool.write(exchange(started=START))
        manifest = spool.commit(ledger=(), **options)  # type: ignore[arg-type]
    refresh(archive)
    page = Page(
        body=b"<img src=https://a.example/x.png>",
        media_type="text/html",
        url="https://a.example/",
        fetched=START,
    )
    assert look(archive, page, manifest.key).parts == (
        Part(url="https://a.example/x.png", kind="image", why=why),
    )
    assert kept.where


def test_the_capture_nearest_to_the_page_counts(tmp_path: Path) -> None:
    """As a replay shows it: an error of that day, though another day has the picture."""
    archive = archive_in(tmp_path)
    url = "https://a.example/x.png"
    with Spool.open(tmp_path / "spool", attempt(), archive, dedup=False) as spool:
        for day, status in enumerate(("200 OK", "503 Busy", "200 OK")):
            held = f"HTTP/1.1 {status}\r\nContent-Type: image/png\r\nContent-Length: 1\r\n\r\nx".encode()
            spool.write(exchange(response=held, url=url, started=START + timedelta(days=day)))
        spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)
    page = Page(body=b"<img src=/x.png>", media_type="text/html", url="https://a.example/", fetched=START)
    found = [
        look(archive, replace(page, fetched=START + timedelta(days=day, hours=1))).parts[0]
        for day in range(3)
    ]
    assert [part.why for part in found] == [None, "the answer was an error, status 503", None]
    assert [part.captured for part in found] == [START + timedelta(days=day) for day in range(3)]


@pytest.mark.parametrize(
    ("url", "media_type"), [(None, "text/html"), ("https://a.example/", "text/plain"), ("https://a.example/", "image/png")]
)  # fmt: skip
def test_what_is_no_page_needs_nothing(
    crawled: tuple[Archive, Page, str], url: str | None, media_type: str
) -> None:
    page = Page(body=b"<img src=/x.png>", media_type=media_type, url=url, fetched=START)
    assert look(crawled[0], page) == Needed()


def test_without_an_index_it_is_not_said_that_everything_is_missing(tmp_path: Path) -> None:
    corpus = filled(tmp_path)
    name = corpus.search("zebra").hits[0].id
    assert corpus.requisites(name).missing
    shutil.rmtree(tmp_path / "archive" / ".cdx")
    with pytest.raises(CorpusError, match="no index of captures yet"):
        corpus.requisites(name)
