"""A crawl of a site's days: what it asks for, what it leaves alone, and how every address ends."""

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from crawl_paper import MIDNIGHT, YAML, Gazette, Story, gazette, stories
from crawler_wire import Script, WireServer
from test_crawler_wire import read
from web_server import Answer

from pipelines.archive import cdx, open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest, manifests
from pipelines.archive.warc import read_fields
from pipelines.errors import ConfigError
from spiders.crawl import CrawlReport, archive_urls, crawl, intervals

DAY = "2026-01-05"
HOUR = timedelta(hours=1)


def ledger(folder: Path, report: CrawlReport) -> dict[str, Entry]:
    assert report.manifest
    found = load_manifest(open_archive(folder), report.manifest).ledger
    return {entry.url.removeprefix("https://gazette.example"): entry for entry in found}


def test_a_day_is_the_local_day_to_the_second_and_nothing_else(tmp_path: Path) -> None:
    listed = [
        Story(path="/2026/before", published=MIDNIGHT - timedelta(seconds=1)),
        Story(path="/2026/first", published=MIDNIGHT),
        Story(path="/2026/last", published=MIDNIGHT + 24 * HOUR - timedelta(seconds=1)),
        Story(path="/2026/after", published=MIDNIGHT + 24 * HOUR),
        Story(path="/opinion", published=MIDNIGHT + HOUR),
    ]
    with Gazette(tmp_path / "web", listed) as paper:
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
        assert sorted(paper.asked()) == ["/2026/first", "/2026/last"]
    assert (report.finish, report.complete, report.errors) == ("finished", True, ())
    ends = {path: entry.end for path, entry in ledger(tmp_path / "archive", report).items()}
    assert ends == {
        "/2026/before": "outside", "/2026/first": "fetched", "/2026/last": "fetched", "/2026/after": "outside",
        "/opinion": "unwanted", "/about": "unwanted", "/2026/undated": "outside",
    }  # fmt: skip


def test_what_is_held_is_not_asked_again_unless_a_refetch_is_wanted(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 5)) as paper:
        asked = []
        for refetch in (False, False, True):
            report = crawl(gazette(), to=tmp_path / "archive", since=DAY, refetch=refetch, **paper.options)
            asked.append(len(paper.asked()))
            assert report.complete
        assert asked == [5, 5, 10]
    found = list(manifests(open_archive(tmp_path / "archive"), "gazette"))
    assert [[e.end for e in m.ledger].count("held") for m in found] == [0, 5, 0]
    assert [m.previous.key if m.previous else None for m in found] == [None, found[0].key, found[1].key]


def test_every_day_is_a_unit_of_its_own(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 6, 12 * HOUR)) as paper:
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, until="2026-01-08", **paper.options)
    found = [load_manifest(open_archive(tmp_path / "archive"), key) for key in report.manifests]
    assert [m.unit.span[:8] for m in found] == ["20260104", "20260105", "20260106"]
    assert [[e.end for e in m.ledger].count("fetched") for m in found] == [2, 2, 2]
    assert report.counts["fetched"] == 6


def test_a_poll_asks_for_all_that_is_announced_and_not_held(tmp_path: Path) -> None:
    since, until = "2026-01-05T10:00", "2026-01-05T11:00"
    with Gazette(tmp_path / "web", stories(MIDNIGHT - 48 * HOUR, 3, 24 * HOUR)) as paper:
        for _ in range(2):
            crawl(gazette(), to=tmp_path / "archive", since=since, until=until, kind="poll", **paper.options)
        assert sorted(paper.asked()) == [
            "/2026/story-000",
            "/2026/story-001",
            "/2026/story-002",
            "/2026/undated",
        ]
    spans = {m.unit.span for m in manifests(open_archive(tmp_path / "archive"), "gazette")}
    assert spans == {"20260105T090000Z--20260105T100000Z"}


def test_how_addresses_end(tmp_path: Path) -> None:
    listed = stories(MIDNIGHT, 9)
    moved = {"Location": "/2026/new-place"}
    with Gazette(tmp_path / "web", listed) as paper:
        paper.answers = {
            "/2026/story-000": lambda: Answer(status=301, headers=tuple(moved.items())),
            "/2026/new-place": lambda: Answer(body=b"moved here"),
            "/2026/story-001": lambda: Answer(status=410),
            "/2026/story-002": lambda: Answer(status=302, headers=(("Location", "/2026/story-002"),)),
            "/2026/story-003": lambda: Answer(status=302, headers=(("Location", "/2026/story-004"),)),
            "/2026/story-005": lambda: Answer(
                status=302, headers=(("Location", "https://elsewhere.example/x"),)
            ),
            "/2026/story-006": lambda: Answer(status=403),
            "/2026/story-007": lambda: Answer(status=302, headers=(("Location", "http://127.0.0.1/x"),)),
            "/robots.txt": lambda: Answer(body=b"User-agent: *\nDisallow: /2026/story-008\n"),
        }
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
        assert "elsewhere.example" not in {line["host"] for line in paper.log}
    found = ledger(tmp_path / "archive", report)
    ends = {
        path.removeprefix("/2026/story-"): (e.end, e.status) for path, e in found.items() if "story" in path
    }
    assert ends == {
        "000": ("moved", 301), "001": ("gone", 410), "002": ("failed", 302), "003": ("moved", 302),
        "004": ("fetched", 200), "005": ("moved", 302), "006": ("failed", 403), "007": ("moved", 302),
        "008": ("robots", None),
    }  # fmt: skip
    assert "circle" in (found["/2026/story-002"].note or "")
    assert found["/2026/story-000"].target == "https://gazette.example/2026/new-place"
    new = found["/2026/new-place"]
    assert (new.end, new.announced, new.dated) == ("fetched", MIDNIGHT, "published")
    assert found["https://elsewhere.example/x"].end == "unwanted"
    assert found["http://127.0.0.1/x"].end == "unwanted"
    assert all(e.where and e.captured for e in found.values() if e.end in ("fetched", "moved", "gone"))


def test_a_limit_drops_the_rest_and_a_later_run_goes_on(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 5)) as paper:
        first = crawl(gazette(), to=tmp_path / "archive", since=DAY, limit=2, **paper.options)
        assert (first.finish, first.complete) == ("limit", False)
        assert paper.asked() == ["/2026/story-000", "/2026/story-001"]  # oldest first
        second = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
    assert first.counts["dropped"] == 3
    assert (second.counts["held"], second.counts["fetched"], second.complete) == (2, 3, True)


def test_a_date_of_change_counts_only_where_nothing_else_dates(tmp_path: Path) -> None:
    sitemap = (
        b"<urlset><url><loc>https://gazette.example/2026/story-000</loc>"
        b"<lastmod>2026-01-05T12:00:00+01:00</lastmod></url></urlset>"
    )
    alone = YAML.replace("feed: /rss.xml", "sitemap: /map.xml")
    both = YAML.replace("- front: /", "- sitemap: /map.xml")
    with Gazette(tmp_path / "web", stories(MIDNIGHT - 72 * HOUR, 1)) as paper:
        paper.answers["/map.xml"] = lambda: Answer(body=sitemap, media_type="application/xml")
        counts = [
            crawl(gazette(yaml), to=tmp_path / f"archive-{n}", since=DAY, **paper.options).counts
            for n, yaml in enumerate((alone, both))
        ]
    assert counts[0]["fetched"] == 1
    assert "fetched" not in counts[1]


def test_a_dead_site_gives_one_clear_line_and_is_not_complete(tmp_path: Path) -> None:
    report = crawl(gazette(), to=tmp_path, since=DAY, connect_to="::127.0.0.1:1")
    assert (report.finish, report.complete, report.counts) == ("unreachable", False, {})
    assert report.errors[0] == "https://gazette.example/rss.xml: gazette.example refuses connections"
    assert report.manifest is not None


def test_a_source_that_fails_is_named_and_the_others_are_used(tmp_path: Path) -> None:
    yaml = YAML.replace("- front: /", "- feed: /other.xml")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 2)) as paper:
        report = crawl(gazette(yaml), to=tmp_path / "archive", since=DAY, **paper.options)
    assert (report.finish, report.complete) == ("sources failed", False)
    assert report.errors == ("https://gazette.example/other.xml: status 404",)
    assert report.counts["fetched"] == 2


def test_a_site_that_refuses_again_and_again_is_left_alone(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 30)) as paper:
        paper.answers = {s.path: lambda: Answer(status=403) for s in paper.listed}
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
        assert len(paper.asked()) == 8
    assert (report.finish, report.complete) == ("blocked", False)
    assert (report.counts["failed"], report.counts["waiting"]) == (8, 22)
    assert "refuses us" in report.errors[-1]


def test_a_site_with_a_broken_page_now_and_then_is_not_taken_for_refusing(tmp_path: Path) -> None:
    """The twin of the one above."""
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 30)) as paper:
        paper.answers = {s.path: lambda: Answer(status=403) for s in paper.listed[::3]}
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **paper.options)
    assert (report.finish, report.counts["fetched"], report.counts["failed"]) == ("finished", 20, 10)


def test_the_manifest_says_with_what_it_was_made(tmp_path: Path) -> None:
    site = gazette(YAML + "contact: desk@archive.example\n")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        report = crawl(site, to=tmp_path / "archive", since=DAY, run={"dag_id": "days"}, **paper.options)
        assert all("desk@archive.example" in line["user_agent"] for line in paper.log)
    archive = open_archive(tmp_path / "archive")
    manifest: Manifest = load_manifest(archive, report.manifest or "")
    assert archive.objects.read(f"sites/gazette/{manifest.digests['site']}.yaml") == site.yaml
    assert manifest.digests["cleaner"]
    assert manifest.run["dag_id"] == "days"
    assert manifest.hints == site.hints


def test_a_server_that_shows_a_wrong_certificate_is_not_believed(tmp_path: Path) -> None:
    """The twin is every other test here, which trusts the root that signed it."""
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 1)) as paper:
        options = {**paper.options, "ca_file": None}
        report = crawl(gazette(), to=tmp_path / "archive", since=DAY, **options)
        assert paper.log == []
    assert report.finish == "unreachable"
    assert "TLS: certificate verify failed" in report.errors[0]


@pytest.mark.parametrize(
    ("home", "trusted", "verdict"),
    [
        ("gazette.example", True, "valid"),
        ("gazette.example", False, "unable to get local issuer certificate"),
        ("another.example", True, "for another name"),
    ],
)
def test_where_a_bad_certificate_is_allowed_the_verdict_is_kept(
    tmp_path: Path, home: str, trusted: bool, verdict: str
) -> None:
    """The twin is the same site without ``certificate: ignore``: nothing is asked of it."""
    script = {"/": Script(data=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")}
    server = WireServer(tmp_path / "web", script)
    server._tls = server.authority.context(home)
    with server:
        options: dict[str, Any] = {"connect_to": server.connect_to, "pace": 0}
        options["ca_file"] = server.authority.ca_file if trusted else None
        url = "https://gazette.example/"
        report = archive_urls([url], to=tmp_path / "archive", insecure=True, **options)
        assert report.counts == {"fetched": 1}
        told = [block for kind, at, _, block in read(tmp_path / "archive") if (kind, at) == ("metadata", url)]
        fields = dict(read_fields(told[0]))
        assert (fields["certificateVerified"], fields["certificateVerdict"]) == ("no", verdict)
        verified = archive_urls([url], to=tmp_path / "verified", **options)
        assert (verified.counts == {"fetched": 1}) == (verdict == "valid")


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (DAY, None, 1),
        (date(2026, 1, 5), date(2026, 1, 7), 2),
        ("2026-01-05T00:00", "2026-01-06T00:00", 1),
        ("2026-01-05T12:00", "2026-01-06T12:00", 2),
        (MIDNIGHT, MIDNIGHT + timedelta(days=1), 1),
        (datetime(2026, 1, 5, 23, 30, tzinfo=UTC), None, 1),
        ("2026-03-29", "2026-03-30", 1),
    ],
)
def test_whole_local_days_are_asked_for(since: str | date, until: str | date | None, days: int) -> None:
    assert len(intervals(gazette(), since, until, "days")) == days


@pytest.mark.parametrize(("since", "until"), [("yesterday", None), (DAY, DAY), (DAY, "2026-01-04")])
def test_days_that_are_none_say_so(since: str, until: str | None) -> None:
    with pytest.raises(ConfigError, match=r"date|no day"):
        intervals(gazette(), since, until, "days")


def test_a_broken_setting_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="CONNECT_TO"):
        crawl(gazette(), to=tmp_path, since=DAY, connect_to="nonsense")
    with pytest.raises(ConfigError, match="beside CONNECT_TO"):
        crawl(gazette(), to=tmp_path, since=DAY, ca_file=tmp_path)
    with pytest.raises(ConfigError, match="CA file"):
        crawl(gazette(), to=tmp_path, since=DAY, ca_file=tmp_path / "none.pem", connect_to="::127.0.0.1:1")


def test_an_answer_longer_than_the_cap_is_cut_and_marked(tmp_path: Path) -> None:
    """The twin is the short story beside it."""
    site = gazette(YAML + "caps: {bytes: 1048576}\n")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        paper.answers["/2026/story-000"] = lambda: Answer(body=b"z" * 3_000_000)
        paper.answers["/2026/story-001"] = lambda: Answer(body=b"z" * 3_000_000, chunked=True)
        report = crawl(site, to=tmp_path / "archive", since=DAY, **paper.options)
    found = ledger(tmp_path / "archive", report)
    assert [found[f"/2026/story-00{n}"].end for n in range(3)] == ["failed", "failed", "fetched"]
    archive = open_archive(tmp_path / "archive")
    (stored,) = load_manifest(archive, report.manifest or "").warcs
    entries = cdx.read(archive.objects.read(stored.cdxj.key), "cdxj")
    cut = sorted(e.url for e in entries if e.truncated)
    assert cut == [story.url for story in paper.listed[:2]]  # and not asked for again
    assert gzip.decompress(archive.objects.read(stored.warc.key)).count(b"WARC-Truncated: length") == 2
