"""Every kind of answer in the table is kept as the server's own log says, and read as browsers read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawler_wire import Script, WireServer
from fastwarc.warc import ArchiveIterator
from test_crawler_wire import read
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from wire_table import BR, GZIP, KINDS, NOTHING, PAGE, ZSTD, head, whole

from pipelines.archive import open_archive, warc
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from pipelines.archive.read import read_warc
from pipelines.page import Page
from spiders.crawl import archive_urls

NUMBERS = {name: number for number, name in enumerate(KINDS)}
Record = tuple[dict[str, str], bytes]


def address(name: str) -> str:
    """Each has a host of its own, since a host is left alone for a while after a cut answer."""
    number = NUMBERS[name]
    return f"http{'s' if KINDS[name].tls else ''}://k{number}.example/{number}"


@dataclass
class Run:
    folder: Path
    server: WireServer
    records: dict[tuple[str, str], list[Record]]
    ledger: dict[str, Entry]
    pages: dict[str, Page]

    def of(self, name: str, kind: str) -> list[Record]:
        """Records of one kind."""
        return self.records.get((kind, address(name)), [])

    def told(self, name: str) -> list[dict[str, str]]:
        """Fields of its metadata records."""
        return [dict(warc.read_fields(block)) for _, block in self.of(name, "metadata")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("table")
    scripts = {f"/{NUMBERS[name]}": kind.script for name, kind in KINDS.items()}
    with WireServer(folder / "server", scripts) as server:
        archive = open_archive(folder / "archive")
        report = archive_urls(
            [address(name) for name in KINDS], to=archive, pace=0, timeout=10, dedup=False,
            connect_to=server.connect_to, ca_file=server.authority.ca_file,
        )  # fmt: skip
        records: dict[tuple[str, str], list[Record]] = {}
        for kind, url, header, block in read(folder / "archive"):
            records.setdefault((kind, url), []).append((header, block))
        ledger = {entry.url: entry for entry in load_manifest(archive, report.manifest or "").ledger}
        (file,) = folder.rglob("*.warc.gz")
        pages = {page.url or "": page for page in read_warc(file)}
        yield Run(folder, server, records, ledger, pages)


@pytest.mark.parametrize("name", KINDS)
def test_an_answer_is_kept_as_it_crossed_the_wire(run: Run, name: str) -> None:
    kind = KINDS[name]
    asked = run.server.asked(f"/{NUMBERS[name]}")
    assert sorted(block for _, block in run.of(name, "request")) == sorted(one.request for one in asked) != []
    found = run.of(name, "response")
    assert [block for _, block in found] == [kind.kept] * (len(asked) if kind.answered else 0)
    assert {"WARC-Truncated" in header for header, _ in found} <= {kind.cut}
    if kind.payload is not None:
        assert {header["WARC-Payload-Digest"] for header, _ in found} == {warc.sha1(kind.payload)}


@pytest.mark.parametrize("name", KINDS)
def test_a_page_counts_where_a_browser_shows_one(run: Run, name: str) -> None:
    """What counts, and what is whole, is asked for once; what is cut or no answer, once more."""
    kind, entry = KINDS[name], run.ledger[address(name)]
    assert (entry.end == "fetched") == kind.fetched
    again = kind.cut or not kind.answered
    too_long = "longer than allowed" in (entry.note or "")
    assert len(run.server.asked(f"/{NUMBERS[name]}")) == (1 if too_long or not again else 2)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.before or kind.excess])
def test_what_is_no_part_of_the_answer_stands_beside_it(run: Run, name: str) -> None:
    (told,) = run.told(name)
    before = told.get("interimResponses", "").encode().decode("unicode_escape").encode("latin-1")
    assert before == KINDS[name].before
    assert int(told.get("excessBytes", 0)) == len(KINDS[name].excess)


CODED = [name for name in KINDS if name.startswith("coding: ")]
CUT = (GZIP[:-9], GZIP[:10], NOTHING, b"", BR[:-3], ZSTD[:-3])


@pytest.mark.parametrize("name", CODED)
def test_a_coded_page_is_read_as_it_was_meant(run: Run, name: str) -> None:
    """Of what is cut so much as came; what only says that it is coded is taken as it is."""
    body = run.pages[address(name)].body
    assert body.startswith(PAGE) or (KINDS[name].payload in CUT and PAGE.startswith(body))


def test_a_codings_bytes_behind_its_end_are_no_page(run: Run) -> None:
    """The twin of several members, which are all read."""
    bodies = {name: run.pages[address(name)].body for name in CODED}
    assert bodies["coding: gzip 2"] == PAGE + b"<p>More.</p>"
    assert bodies["coding: gzip 3"] == bodies["coding: gzip 4"] == bodies["coding: br 12"] == PAGE


def test_others_read_every_record(run: Run) -> None:
    assert list(check(open_archive(run.folder / "archive"))) == []
    (file,) = run.folder.rglob("*.warc.gz")
    with file.open("rb") as stream:
        found = [record.verify_block_digest() for record in ArchiveIterator(stream, parse_http=False)]
    assert found.count(True) == len(found)
    with file.open("rb") as stream:
        assert sum(1 for record in WarcioIterator(stream) if record.raw_stream.read() is not None) == len(
            found
        )


def test_what_comes_unasked_for_is_no_answer_to_the_next_request(tmp_path: Path) -> None:
    """A server speaks on an idle connection; the twin is the one that says nothing."""
    answer, unasked = whole(b"right"), whole(b"wrong")
    scripts = {
        "/idle": Script(data=answer + unasked, pause_at=len(answer), end="idle"),
        "/quiet": Script(data=answer),
        "/next": Script(data=answer),
        "/last": Script(data=answer),
    }
    urls = [f"http://wire.example{path}" for path in scripts]
    with WireServer(tmp_path / "server", scripts) as server:
        report = archive_urls(urls, to=tmp_path / "archive", pace=0.2, connect_to=server.connect_to)
        assert report.counts == {"fetched": 4}
        assert server.connections == 2
    blocks = {url: block for kind, url, _, block in read(tmp_path / "archive") if kind == "response"}
    assert {blocks[url] for url in urls} == {answer}


def test_cookies_are_kept_and_never_sent_back(tmp_path: Path) -> None:
    data = head(b"Set-Cookie: a=b; Path=/", b"Set-Cookie: c=d", b"Content-Length: 0")
    urls = [f"http://wire.example/{n}" for n in range(3)]
    with WireServer(tmp_path / "server", {f"/{n}": Script(data=data) for n in range(3)}) as server:
        archive_urls(urls, to=tmp_path / "archive", pace=0, connect_to=server.connect_to)
        assert not [one for one in server.seen if b"cookie" in one.request.lower()]
    assert [
        block for kind, url, _, block in read(tmp_path / "archive") if kind == "response" and url in urls
    ] == [data] * 3
