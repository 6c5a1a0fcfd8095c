"""What was captured before is asked for with its validators, and an unchanged answer becomes a revisit."""

from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from fastwarc.warc import ArchiveIterator
from web_server import Answer, Request, conditional

from pipelines.archive import open_archive
from pipelines.archive.check import check
from pipelines.archive.earlier import Earlier
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.manifests import load_manifest
from pipelines.archive.read import page_at
from pipelines.archive.warc import NOT_MODIFIED
from pipelines.page import Where
from spiders.crawl import archive_urls, crawl
from spiders.crawler.job import CrawlReport

DAY = "2026-01-05"


class Remembering(Gazette):
    """Gives every answer an ETag and a date, and says 304 to whoever has it; or always, asked or not."""

    always = False
    validators = True
    edition = "1"

    def respond(self, request: Request) -> Answer:
        self.asked_with.append((request.target, request.headers.get("if-none-match")))
        answer = super().respond(request)
        if self.always and request.target.startswith("/2026/"):
            return Answer(status=304, media_type=None)
        if answer.status != 200 or not self.validators:
            return answer
        return conditional(request, answer, modified=MIDNIGHT, etag=f'"{self.edition}"')

    def __init__(self, folder: Path, count: int) -> None:
        self.asked_with: list[tuple[str, str | None]] = []
        super().__init__(folder, stories(MIDNIGHT, count))

    def conditions(self, path: str) -> list[str | None]:
        return [tag for target, tag in self.asked_with if target == path]


def records(folder: Path) -> list[RawRecord]:
    found: list[RawRecord] = []
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            found += list(raw_records(stream, path.name))
    return found


def run(paper: Gazette, to: Path, refetch: bool = False, yaml: str = YAML) -> CrawlReport:
    return crawl(gazette(yaml), to=to, since=DAY, refetch=refetch, **paper.options)


def test_an_unchanged_source_is_read_from_the_archive(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 3) as paper:
        first = run(paper, to)
        second = run(paper, to)
        assert paper.conditions("/rss.xml") == [None, '"1"']
        assert paper.conditions("/2026/story-000") == [None]
    assert first.complete
    assert second.complete
    assert (second.counts["held"], second.counts.get("failed")) == (
        3,
        None,
    )  # announced by the feed as it was
    unchanged = [r for r in records(to) if r.header("WARC-Profile") == NOT_MODIFIED]
    assert {r.url for r in unchanged} == {"https://gazette.example/rss.xml", "https://gazette.example/"}
    assert list(check(open_archive(to))) == []


def test_a_refetch_of_what_has_not_changed_costs_a_header(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 2) as paper:
        run(paper, to)
        for _ in range(2):  # the second time the newest capture is itself a revisit
            report = run(paper, to, refetch=True)
            assert (report.complete, report.counts["held"]) == (True, 2)
        paper.edition = "2"
        changed = run(paper, to, refetch=True)
        assert paper.conditions("/2026/story-000") == [None, '"1"', '"1"', '"1"']
    assert changed.counts["fetched"] == 2
    archive = open_archive(to)
    originals = {r.record_id: r for r in records(to) if r.record_type == "response"}
    for revisit in (r for r in records(to) if r.header("WARC-Profile") == NOT_MODIFIED):
        original = originals[(revisit.header("WARC-Refers-To") or "").strip("<>")]
        assert (original.url, revisit.block[:12]) == (revisit.url, b"HTTP/1.1 304")
        assert revisit.header("WARC-Refers-To-Target-URI") == original.url
        assert revisit.header("WARC-Refers-To-Date") == original.header("WARC-Date")
        assert revisit.header("WARC-Payload-Digest") == original.header("WARC-Payload-Digest")
    entry = next(e for e in load_manifest(archive, report.manifest or "").ledger if e.end == "held")
    assert (entry.status, entry.where is not None, entry.captured is not None) == (304, True, True)
    assert isinstance(entry.where, Where)
    page = page_at(archive, entry.where)
    assert (page.status, page.media_type) == (200, "text/html; charset=utf-8")
    assert page.body.startswith(b"<p>A story at /2026/story-00")
    assert list(check(archive)) == []


def test_other_readers_take_the_revisits(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 2) as paper:
        run(paper, to)
        run(paper, to, refetch=True)
    for path in to.rglob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                assert record.verify_block_digest()


def test_a_304_that_nobody_asked_for_stays_a_plain_response(tmp_path: Path) -> None:
    """The twin: the same answer, and no validator of ours that it could be about."""
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 2) as paper:
        paper.always = True
        report = run(paper, to)
    assert report.counts["failed"] == 2
    found = [r for r in records(to) if r.block.startswith(b"HTTP/1.1 304")]
    assert {r.record_type for r in found} == {"response"}


def test_pages_kept_by_hand_are_always_asked_for_whole(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 1) as paper:
        for _ in range(2):
            archive_urls([paper.listed[0].url], to=to, pace=0, **paper.options)
        assert paper.conditions("/2026/story-000") == [None, None]


@pytest.mark.parametrize("validators", [True, False])
def test_only_what_a_server_gave_is_sent_back(tmp_path: Path, validators: bool) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 1) as paper:
        paper.validators = validators
        run(paper, to)
        run(paper, to, refetch=True)
        assert paper.conditions("/2026/story-000")[1] == ('"1"' if validators else None)
    kinds = [r.record_type for r in records(to) if r.url.endswith("story-000") and r.record_type != "request"]
    assert kinds == ["response", "metadata", "revisit", "metadata"]


def test_nothing_refers_to_what_was_never_committed(tmp_path: Path) -> None:
    to = tmp_path / "archive"
    with Remembering(tmp_path / "web", 1) as paper:
        run(paper, to)
        assert Earlier.of(open_archive(to), "gazette").basis(paper.listed[0].url) is not None
        for manifest in (to / "manifests").rglob("*.json"):
            manifest.unlink()
        assert Earlier.of(open_archive(to), "gazette").basis(paper.listed[0].url) is None
        run(paper, to, refetch=True)
        assert paper.conditions("/2026/story-000") == [None, None]
