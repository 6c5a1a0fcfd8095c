"""Addresses and redirects in every spelling: what is asked for is what a browser would ask for, and the record says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from crawler_wire import ROBOTS, Script, WireServer
from test_crawler_wire import read
from wire_table import head, whole

from pipelines.archive import open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from spiders.crawl import archive_urls

BASE = "http://r.example/from/"
LOCATIONS: dict[str, tuple[bytes, str | None]] = {
    "fragment": (b"/t#part", "http://r.example/t"),
    "relative": (b"t2", "http://r.example/from/t2"),
    "above": (b"../t3", "http://r.example/t3"),
    "above all": (b"/../../t4", "http://r.example/t4"),
    "query alone": (b"?x=1", "http://r.example/from/query%20alone?x=1"),
    "fragment alone": (b"#x", None),
    "nothing": (b"", None),
    "another host": (b"//o.example/t5", "http://o.example/t5"),
    "another scheme": (b"https://r.example/t6", "https://r.example/t6"),
    "stated port": (b"http://r.example:80/t7", "http://r.example:80/t7"),
    "capitals": (b"HTTP://R.Example/T8", "http://r.example/T8"),
    "dots": (b"/a/./b/../t9", "http://r.example/a/t9"),
    "utf-8": ("/café?ü=ü".encode(), "http://r.example/caf%C3%A9?%C3%BC=%C3%BC"),
    "latin-1": (b"/caf\xe9", "http://r.example/caf%E9"),
    "utf-8 in the host": ("http://café.example/t10".encode(), "http://xn--caf-dma.example/t10"),
    "escapes": (b"/%zz%2f%e9", "http://r.example/%zz%2f%e9"),
    "blank": (b"/a b", "http://r.example/a%20b"),
    "tab": (b"/a\tc", "http://r.example/ac"),
    "backslashes": (b"\\t11\\x?y=\\z", "http://r.example/t11/x?y=%5Cz"),
    "comma": (b"/t12, /t13", "http://r.example/t12,%20/t13"),
    "semicolon": (b"/t14;p=1?x=;", "http://r.example/t14;p=1?x=;"),
    "trailing dot": (b"http://r.example./t15", "http://r.example./t15"),
    "no script": (b"javascript:alert(1)", None),
    "no mail": (b"mailto:a@b.example", None),
    "folded": (b"\r\n /t16", "http://r.example/t16"),
}
STATUSES = {301: True, 302: True, 303: True, 307: True, 308: True}
STATUSES |= dict.fromkeys((300, 304, 305, 306, 310, 201, 200, 404), False)
ELSEWHERE = {
    "meta": whole(b'<meta http-equiv=refresh content="0;url=/never">'),
    "script": whole(b"<script>location='/never'</script>"),
    "refresh": whole(b"x", b"Refresh: 0; url=/never"),
    "content-location": whole(b"x", b"Content-Location: /never"),
    "link": whole(b"x", b"Link: </never>; rel=next"),
}
ASKED = {
    "http://u.example/Upper": ("u.example", "/Upper"),
    "http://U.Example/host": ("u.example", "/host"),
    "http://u.example": ("u.example", "/"),
    "http://u.example?query": ("u.example", "/?query"),
    "http://u.example:80/port": ("u.example", "/port"),
    "https://u.example:443/port": ("u.example", "/port"),
    "http://u.example./dot": ("u.example.", "/dot"),
    "http://u.example/frag#x": ("u.example", "/frag"),
    "http://u.example/café?ü": ("u.example", "/caf%C3%A9?%C3%BC"),
    "http://u.example/%e9%C3": ("u.example", "/%e9%C3"),
    "http://u.example/a b": ("u.example", "/a%20b"),
    "http://u.example//double//slash": ("u.example", "//double//slash"),
    "http://u.example/a?b?c": ("u.example", "/a?b?c"),
    "http://u.example/%": ("u.example", "/%"),
    "http://u.example/%00": ("u.example", "/%00"),
    "http://u.example/%2e%2e/x": ("u.example", "/%2e%2e/x"),
    "http://u.example/a'b!c*d(e)~": ("u.example", "/a'b!c*d(e)~"),
    "http://u.example/back\\slash": ("u.example", "/back/slash"),
    "http://u_nder.example/x": ("u_nder.example", "/x"),
    "http://café.example/idn": ("xn--caf-dma.example", "/idn"),
    "http://xn--caf-dma.example/puny": ("xn--caf-dma.example", "/puny"),
    "http://[::1]/six": ("[::1]", "/six"),
    "http://u.example/" + "l" * 4000: ("u.example", "/" + "l" * 4000),
}


class Pages(dict[str, Script]):
    """Every path has a page."""

    def get(self, key: str, default: Script | None = None) -> Script:  # type: ignore[override]
        if key == "/robots.txt":
            return Script(data=ROBOTS)
        return self[key] if key in self else Script(data=whole(b"page " + key.encode()))


def moved(location: bytes, status: int = 302) -> Script:
    return Script(
        data=head(b"Location: " + location, b"Content-Length: 0", status=b"HTTP/1.1 %d Odd" % status)
    )


def path(name: str) -> str:
    return f"/from/{name.replace(' ', '%20')}"


def scripts() -> Mapping[str, Script]:
    found = Pages({path(name): moved(location) for name, (location, _) in LOCATIONS.items()})
    found |= {path(str(status)): moved(b"/to-%d" % status, status) for status in STATUSES}
    found |= {path(name): Script(data=data) for name, data in ELSEWHERE.items()}
    return found


@dataclass
class Run:
    server: WireServer
    ledger: dict[str, Entry]
    records: list[tuple[str, str, dict[str, str], bytes]]

    def asked(self, url: str) -> list[bytes]:
        """Requests whose record bears this address."""
        return [block for kind, u, _, block in self.records if (kind, u) == ("request", url)]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("addresses")
    names = [*LOCATIONS, *map(str, STATUSES), *ELSEWHERE]
    with WireServer(folder / "server", scripts()) as server:
        report = archive_urls(
            [*(f"http://r.example{path(name)}" for name in names), *ASKED], to=folder / "archive", pace=0, dedup=False,
            connect_to=server.connect_to, ca_file=server.authority.ca_file,
        )  # fmt: skip
        manifest = load_manifest(open_archive(folder / "archive"), report.manifest or "")
        records = list(read(folder / "archive"))
        yield Run(server, {entry.url: entry for entry in manifest.ledger}, records)


def test_every_request_is_kept(run: Run) -> None:
    kept = sorted(block for kind, _, _, block in run.records if kind == "request")
    assert kept == sorted(one.request for one in run.server.seen)


@pytest.mark.parametrize("name", LOCATIONS)
def test_a_redirect_is_followed_to_where_a_browser_goes(run: Run, name: str) -> None:
    location, target = LOCATIONS[name]
    entry = run.ledger[f"http://r.example{path(name)}"]
    assert (entry.end == "moved") == (target is not None)
    if target is None:
        assert (entry.end, entry.status) == ("failed", 302)
        return
    (request,) = run.asked(target)
    host, _, rest = target.partition("://")[2].partition("/")
    assert request.startswith(f"GET /{rest} HTTP/1.1\r\n".encode())
    assert f"\r\nHost: {host.removesuffix(':80')}\r\n".encode() in request
    (block,) = [
        b for kind, u, _, b in run.records if (kind, u) == ("response", f"http://r.example{path(name)}")
    ]
    assert location in block


@pytest.mark.parametrize("status", STATUSES)
def test_only_redirects_are_followed(run: Run, status: int) -> None:
    assert len(run.asked(f"http://r.example/to-{status}")) == STATUSES[status]


def test_what_only_a_page_says_is_not_followed(run: Run) -> None:
    assert not run.server.asked("/never")
    assert all(run.ledger[f"http://r.example{path(name)}"].end == "fetched" for name in ELSEWHERE)


@pytest.mark.parametrize("url", ASKED, ids=range(len(ASKED)))
def test_an_address_is_asked_for_as_it_is_spelled(run: Run, url: str) -> None:
    host, target = ASKED[url]
    assert run.ledger[url.partition("#")[0]].end == "fetched"
    want = f"GET {target} HTTP/1.1\r\n".encode()
    found = [
        (u, block) for kind, u, _, block in run.records
        if kind == "request" and block.startswith(want) and f"\r\nHost: {host}\r\n".encode() in block
        and u.partition(":")[0] == url.partition(":")[0]
    ]  # fmt: skip
    assert len(found) == 1
    assert found[0][0].isascii()
    assert found[0][0].endswith(target.removeprefix("/"))
