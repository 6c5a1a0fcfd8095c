"""robots.txt by RFC 9309: what each kind of answer allows, and that nothing is asked against it."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_server import Answer, Request, WebServer

from pipelines.archive import open_archive
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import load_manifest
from spiders.crawl import archive_urls
from spiders.crawler.robots import MOST_DELAY, READ_AT_MOST, origin, take

TEXT = "text/plain"
RULES = b"User-agent: *\nDisallow: /closed\n\nUser-agent: coranto\nDisallow: /ours\nAllow: /ours/open\n"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, "rules"), (204, "rules"), (301, "allow_all"), (400, "allow_all"), (401, "allow_all"),
        (403, "allow_all"), (404, "allow_all"), (410, "allow_all"), (429, "disallow_all"),
        (500, "disallow_all"), (503, "disallow_all"), (999, "disallow_all"), (None, "disallow_all"),
    ],
)  # fmt: skip
def test_what_a_status_means(status: int | None, verdict: str) -> None:
    rules = take("https://herald.example/robots.txt", status, b"", None)
    assert rules.verdict.verdict == verdict
    assert rules.allows("https://herald.example/a") is (verdict != "disallow_all")


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        (RULES, "/closed", True),  # a group of our own replaces the one for all
        (RULES, "/ours/x", False),
        (RULES, "/ours/open/x", True),  # the longest match counts
        (b"User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        (b"User-agent: Coranto\nDisallow: /", "/a", False),
        (b"User-agent: corantox\nDisallow: /", "/a", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", "/a", False),
        (b"\xff\xfe\x00<html>not found</html>", "/a", True),
        (b"User-agent: *\nDisallow: /" + b"\n#" * READ_AT_MOST, "/a", False),
        (b"#" * READ_AT_MOST + b"\nUser-agent: *\nDisallow: /", "/a", True),  # beyond what must be read
    ],
)
def test_what_rules_allow(body: bytes, path: str, allowed: bool) -> None:
    rules = take("https://herald.example/robots.txt", 200, body, None)
    assert rules.allows(f"https://herald.example{path}") is allowed


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        (b"Crawl-delay: 5", 5.0),
        (b"Crawl-delay: 0.5", 0.5),
        (b"Crawl-delay: 3600", MOST_DELAY),
        (b"Crawl-delay: soon", 0.0),
        (b"Request-rate: 1/10", 10.0),
        (b"Request-rate: 1/10\nCrawl-delay: 2", 10.0),
        (b"Disallow:", 0.0),
    ],
)
def test_how_long_it_asks_to_wait(line: bytes, delay: float) -> None:
    assert take("https://herald.example/robots.txt", 200, b"User-agent: *\n" + line, None).delay == delay


@given(st.binary(max_size=300), st.sampled_from([None, 200, 302, 404, 503]))
def test_no_bytes_make_it_fail(body: bytes, status: int | None) -> None:
    rules = take("https://herald.example/robots.txt", status, body, None)
    assert rules.allows("https://herald.example/a") in (True, False)
    assert 0 <= rules.delay <= MOST_DELAY


def test_scheme_host_and_port_each_have_their_own() -> None:
    urls = ("http://a.example/x", "https://a.example/x", "https://a.example:8443/", "https://b.example/")
    assert len({origin(url) for url in urls}) == 4
    assert origin("https://A.example:443/x") == origin("https://a.example/")


def respond(request: Request) -> Answer:
    """What robots.txt is depends on the host's name; every page is there."""
    kind = request.host.partition(".")[0]
    if request.target == "/robots.txt":
        if kind.startswith("hops"):
            return Answer(status=301, headers=(("Location", f"http://{request.host}/1"),))
        if kind == "rules":
            return Answer(body=RULES, media_type=TEXT)
        if kind == "open":
            return Answer(body=b"User-agent: *\nAllow: /\n", media_type=TEXT)
        return Answer(status=int(kind.removeprefix("status")))
    step = request.target.removeprefix("/")
    if kind.startswith("hops") and step.isdigit():
        if int(step) >= int(kind.removeprefix("hops")):
            return Answer(body=RULES, media_type=TEXT)
        return Answer(status=302, headers=(("Location", f"/{int(step) + 1}"),))
    return Answer(body=b"a page")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Manifest, list[dict[str, object]]]]:
    folder = tmp_path_factory.mktemp("robots")
    hosts = ("rules", "open", "status404", "status403", "status503", "status429", "hops5", "hops6")
    with WebServer(folder / "web", respond) as web:
        urls = [f"http://{host}.example/{page}" for host in hosts for page in ("page", "ours/page")]
        urls += ["https://rules.example/ours/page", "http://dead.example/page"]
        ports = web.ports
        connect = f"dead.example:80:127.0.0.1:1,:80:127.0.0.1:{ports.http},:443:127.0.0.1:{ports.https}"
        archive = folder / "archive"
        report = archive_urls(urls, to=archive, pace=0, connect_to=connect, ca_file=web.authority.ca_file)
        manifest = load_manifest(open_archive(archive), report.manifest or "")
        yield manifest, [json.loads(line) for line in (folder / "web/access.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    ("host", "page", "ours"),
    [
        ("rules", "fetched", "robots"),
        ("open", "fetched", "fetched"),  # the twin: the same pages where robots.txt allows them
        ("status404", "fetched", "fetched"),
        ("status403", "fetched", "fetched"),
        ("status503", "robots", "robots"),
        ("status429", "robots", "robots"),
        ("hops5", "fetched", "robots"),
        ("hops6", "fetched", "fetched"),  # not reached within five redirects: as if there were none
    ],
)
def test_what_becomes_of_pages(
    run: tuple[Manifest, list[dict[str, object]]], host: str, page: str, ours: str
) -> None:
    manifest, log = run
    ends = {entry.url: entry.end for entry in manifest.ledger}
    wanted = {"page": page, "ours/page": ours}
    assert {name: ends[f"http://{host}.example/{name}"] for name in wanted} == wanted
    asked = {f"http://{line['host']}{line['path']}" for line in log if line["scheme"] == "http"}
    for name, end in wanted.items():
        assert (f"http://{host}.example/{name}" in asked) is (end == "fetched")


def test_every_verdict_is_in_the_manifest_with_its_capture(
    run: tuple[Manifest, list[dict[str, object]]],
) -> None:
    manifest, log = run
    verdicts = {verdict.url: verdict for verdict in manifest.robots}
    assert len(verdicts) == 10
    assert verdicts["http://status503.example/robots.txt"].verdict == "disallow_all"
    assert verdicts["http://status404.example/robots.txt"].verdict == "allow_all"
    rules = verdicts["http://rules.example/robots.txt"]
    assert rules.sha256 in {line["sha256"] for line in log}
    assert rules.captured is not None
    # http and https are two origins (RFC 9309 §2.3), and each was asked.
    assert verdicts["https://rules.example/robots.txt"].verdict == "rules"


def test_a_dead_host_is_failed_in_one_clear_line(run: tuple[Manifest, list[dict[str, object]]]) -> None:
    entry = next(e for e in run[0].ledger if "dead.example" in e.url)
    assert (entry.end, entry.note, entry.where) == ("failed", "dead.example refuses connections", None)
