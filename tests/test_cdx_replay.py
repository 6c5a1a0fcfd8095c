"""pywb replays what we archived, with our CDX server as its only index."""

import gzip
import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import httpx
import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from demo_html import page, view
from demo_papers import press
from replay import asked_of_pywb, cdx_server, on_s3, pywb, pywb_of_wacz

from pipelines.archive import Archive, cdx, lookup
from pipelines.archive.manifests import manifests
from pipelines.archive.merging import refresh
from pipelines.archive.shards import Shards, names
from pipelines.archive.spool import Spool
from pipelines.archive.wacz import export_wacz
from pipelines.archive.wacz_records import Wanted, export_records
from pipelines.page import Where

URL = "https://herald.example/2026/01/06/harbour.html?a=1&b=2"
STYLE = "https://static.herald.example/style.css"
DAYS = 3


def demo_page() -> bytes:
    """An article of the invented Herald, as its server sends it."""
    now = datetime.now(UTC)
    printed = press(now.date())
    article = next(a for a in printed.articles if a.kind == "article")
    return gzip.compress(page(view(printed, article, now), "utf-8").encode(), mtime=0)


def answered(body: bytes, media_type: str, *more: str) -> bytes:
    head = [f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


def kept(archive: Archive, folder: Path, body: bytes) -> None:
    """Three attempts: the page, the same page a day later (a revisit), and another text after that."""
    coded = ("Content-Encoding: gzip",)
    other = gzip.compress(b"<p>The harbour is closed again.</p>", mtime=0)
    for day, held in enumerate((body, body, other)):
        with Spool.open(folder / "spool", attempt(), archive) as spool:
            at = START + timedelta(days=day)
            spool.write(exchange(response=answered(held, "text/html", *coded), url=URL, started=at))
            spool.write(exchange(response=answered(b"p {margin: 0}", "text/css"), url=STYLE, started=at))
            spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)


@pytest.fixture(scope="module")
def body() -> bytes:
    return demo_page()


@pytest.fixture(scope="module", params=["folder", "s3"])
def replayed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("replay")
    where = on_s3(folder) if request.param == "s3" else nullcontext(archive_in(folder))
    with where as archive:
        kept(archive, folder, body)
        with cdx_server(archive) as index, pywb(archive, index) as client:
            yield client


def stamp(day: int) -> str:
    return f"{START + timedelta(days=day):%Y%m%d%H%M%S}"


def payload(client: httpx.Client, day: int, url: str = URL) -> tuple[int, bytes]:
    """As the site sent it, content coding and all."""
    with client.stream("GET", f"/news/{stamp(day)}id_/{url}") as answer:
        return answer.status_code, b"".join(answer.iter_raw())


def test_a_page_comes_back_byte_for_byte(replayed: httpx.Client, body: bytes) -> None:
    assert payload(replayed, 0) == (200, body)
    assert payload(replayed, 0, STYLE) == (200, b"p {margin: 0}")


def test_a_revisit_shows_what_it_refers_to(replayed: httpx.Client, body: bytes) -> None:
    assert payload(replayed, 1) == (200, body)


def test_each_time_shows_what_was_there_then(replayed: httpx.Client) -> None:
    status, held = payload(replayed, 2)
    assert (status, gzip.decompress(held)) == (200, b"<p>The harbour is closed again.</p>")
    link = replayed.get(f"/news/{stamp(2)}id_/{URL}").headers["memento-datetime"]
    assert link == f"{START + timedelta(days=2):%a, %d %b %Y %H:%M:%S} GMT"


def test_the_page_is_shown_with_its_links_leading_into_the_archive(replayed: httpx.Client) -> None:
    shown = replayed.get(f"/news/{stamp(0)}mp_/{URL}")
    assert shown.status_code == 200
    assert "/news/" in shown.text


def test_what_was_never_captured_is_not_found(replayed: httpx.Client) -> None:
    assert payload(replayed, 0, "https://herald.example/never")[0] == 404


RANGES = """
import json, sys
from pywb.utils.canonicalize import calc_search_range
print(json.dumps([calc_search_range(url, match) for url, match in json.load(sys.stdin)]))
"""
ASKED = [
    (url, match)
    for match in ("exact", "prefix", "host", "domain")
    for url in (
        "https://www.herald.example",
        "http://herald.example/",
        "https://herald.example/a/b/",
        "https://herald.example/a/b?",
        "https://herald.example/a/?",
        "https://Herald.example/A?z=1&b=2",
        "http://news.herald.example:8080/x",
        "herald.example/x",
    )
]


def test_the_ranges_are_those_of_pywb() -> None:
    theirs = json.loads(asked_of_pywb(RANGES, json.dumps(ASKED)))
    for (url, match), (start, end) in zip(ASKED, theirs, strict=True):
        ours = lookup.span(lookup.Query(url=url, match=match))  # type: ignore[arg-type]
        # Of one URL we begin behind its key, so that no time can lie before it.
        assert (ours[0].decode().rstrip(" "), ours[1].decode()) == (start, end), (url, match)


ZIPNUM = """
import sys
from pywb.warcserver.index.zipnum import ZipNumIndexSource
source = ZipNumIndexSource(sys.argv[1])
for cdx in source.load_index({"url": "https://herald.example/", "matchType": "host"}):
    sys.stdout.write(cdx.to_text())
"""


def test_pywb_reads_the_merged_index_itself(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    assert archive.spool
    assert archive.shards
    with Spool.open(archive.spool, attempt(), archive) as spool:
        for number in range(3100):  # more than a block
            spool.write(exchange(number))
        spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)
    (run,) = names(archive.shards)
    theirs = asked_of_pywb(ZIPNUM, "", str(archive.shards / run / "cdx.idx"))
    assert theirs.encode() == b"".join(Shards(archive.shards).scan(b"\0", b"\xff"))
    assert theirs.count("\n") == 3100


def test_an_export_is_replayed_without_the_archive(body: bytes, tmp_path: Path) -> None:
    """Of the second day only: a revisit, with which the file of its original goes along."""
    archive = archive_in(tmp_path)
    kept(archive, tmp_path, body)
    second = list(manifests(archive))[1]
    assert export_wacz(archive, tmp_path / "out.wacz", run=second.key).warcs == 2
    rmtree(archive.objects.url)
    with pywb_of_wacz(tmp_path / "out.wacz", tmp_path) as client:
        assert payload(client, 1) == (200, body)
        assert payload(client, 1, STYLE) == (200, b"p {margin: 0}")
        assert (
            b"closed again" not in client.get(f"/news/{stamp(2)}/{URL}").content
        )  # the third day's, not exported
        assert payload(client, 1, "https://herald.example/never")[0] == 404  # the twin


def test_single_captures_are_replayed_without_the_archive(body: bytes, tmp_path: Path) -> None:
    """The page of the second day: a revisit, with which just the record of its original goes along."""
    archive = archive_in(tmp_path)
    kept(archive, tmp_path, body)
    (file,) = list(manifests(archive))[1].warcs
    index = cdx.read(archive.objects.read(file.cdxj.key), file.cdxj.key)
    (entry,) = (e for e in index if (e.url, e.record_type) == (URL, "revisit"))
    where = Where(
        record_id=entry.record_id, payload_sha256=entry.sha256, key=file.warc.key, offset=entry.offset,
        length=entry.length,
    )  # fmt: skip
    wanted = Wanted(where=where, url=entry.url, captured=entry.captured)
    told = export_records(archive, tmp_path / "out.wacz", [wanted], "one", "page")
    assert (told.pages, told.captures) == (1, 2)
    rmtree(archive.objects.url)
    with pywb_of_wacz(tmp_path / "out.wacz", tmp_path) as client:
        assert payload(client, 1) == (200, body)
        assert payload(client, 1, STYLE)[0] == 404  # the twin: not asked for
