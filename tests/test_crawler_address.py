"""Only addresses of the public internet are asked: two locks, each shown to hold alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawler_wire import Script, WireServer
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import open_archive
from pipelines.archive.manifests import load_manifest, new_id
from pipelines.archive.unit import Unit
from pipelines.errors import ConfigError
from spiders.crawl import archive_urls
from spiders.crawler.address import Connect, Guard, is_public
from spiders.crawler.job import Job, Row


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "ff02::1", "localhost", "",
    ],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_public(text) in (True, False)
    assert isinstance(Guard().refusal(text), str | None)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "scheme 'file'"),
        ("ftp://herald.example/", "scheme 'ftp'"),
        ("data:text/html,x", "scheme 'data'"),
        ("http:///x", "names no host"),
        ("http://herald.example:22/", "port 22"),
        ("http://me:secret@herald.example/", "user name"),
        ("http://127.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://herald.example:x/", "not an address"),
    ],
)
def test_what_is_refused_before_a_name_is_looked_up(url: str, why: str) -> None:
    assert why in (Guard().refusal(url) or "")


def test_connect_to_opens_only_what_it_names() -> None:
    guard = Guard(connect=Connect.parse("herald.example:443:127.0.0.1:8443"))
    assert guard.target("HERALD.example", 443) == ("127.0.0.1", 8443)
    assert guard.target("herald.example", 80) is None
    assert guard.target("umibe.example", 443) is None
    assert guard.refusal("https://127.0.0.1/") is not None


@pytest.mark.parametrize(
    "text", ["herald.example", "a:80:b", "a:b:c:d", "a:80::x", ":80::80", "a:0:b:1", "a:1:b:70000"]
)
def test_a_broken_connect_to_says_how_it_is_written(text: str) -> None:
    with pytest.raises(ConfigError, match="HOST1:PORT1:HOST2:PORT2"):
        Connect.parse(text)


# Each lock alone, and none: what reached the server is counted by the server.
LOCKS = """
import asyncio, json, sys
from twisted.internet import asyncioreactor
asyncioreactor.install()
from twisted.internet import reactor
from twisted.internet.protocol import Factory, Protocol
from spiders.crawler.address import Guard
from spiders.crawler.connect import GuardedEndpoint, GuardedResolver

port, host, resolver_lock, connection_lock = int(sys.argv[1]), *json.loads(sys.argv[2])

class Say(Protocol):
    def connectionMade(self):
        self.transport.write(b"GET /reached HTTP/1.1\\r\\n\\r\\n")
        reactor.callLater(0.3, reactor.stop)

def failed(failure):
    print(failure.value)
    reactor.stop()

resolver = GuardedResolver(reactor, 0, 5.0)
resolver.allow_private = not resolver_lock
guard = Guard(allow_private=not connection_lock)
endpoint = GuardedEndpoint(reactor, resolver, guard, host, port, 5.0)
reactor.callWhenRunning(lambda: endpoint.connect(Factory.forProtocol(Say)).addErrback(failed))
reactor.run()
"""


def through(server: WireServer, host: str, *, resolver: bool, connection: bool) -> str:
    asked = json.dumps([host, resolver, connection])
    run = subprocess.run(
        [sys.executable, "-c", LOCKS, str(server.port), asked],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WireServer]:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    with WireServer(tmp_path / "server", {"/reached": Script(data=page)}) as server:
        yield server


@pytest.mark.parametrize("host", ["localhost", "0x7f000001", "2130706433"])
def test_the_resolver_refuses_names_of_private_addresses(server: WireServer, host: str) -> None:
    assert "private address" in through(server, host, resolver=True, connection=False)
    assert server.connections == 0


def test_the_connection_refuses_a_private_peer_before_a_byte_is_sent(server: WireServer) -> None:
    assert "private address" in through(server, "localhost", resolver=False, connection=True)
    assert not server.seen


def test_without_both_locks_the_private_server_is_reached(server: WireServer) -> None:
    assert "private" not in through(server, "localhost", resolver=False, connection=False)
    assert len(server.asked("/reached")) == 1


def test_a_redirect_into_the_private_network_is_refused(tmp_path: Path) -> None:
    """The twin is the same redirect with private addresses allowed."""
    inside = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"
    with WireServer(tmp_path / "inside", {"/secret": Script(data=inside)}) as private:
        targets = {f"/{host}": f"http://{host}:{private.port}/secret" for host in ("127.0.0.1", "localhost")}
        scripts = {
            path: Script(
                data=b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % to.encode()
            )
            for path, to in targets.items()
        }
        with WireServer(tmp_path / "outside", scripts) as public:
            urls = [f"http://herald.example{path}" for path in targets]
            # The private port is among those allowed, so that the address alone decides.
            urls.append(f"http://herald.example:{private.port}/")
            connect = f"herald.example::127.0.0.1:{public.port}"
            ends = {}
            for allowed in (False, True):
                archive = tmp_path / f"archive-{allowed}"
                report = archive_urls(
                    urls, to=archive, pace=0, timeout=5, connect_to=connect, allow_private=allowed
                )
                ledger = load_manifest(open_archive(archive), report.manifest or "").ledger
                ends[allowed] = {e.url: e.end for e in ledger if "secret" in e.url}
                if not allowed:
                    assert private.connections == 0
    assert set(ends[False].values()) == {"refused"}
    assert set(ends[True].values()) == {"fetched"}


# Everything the crawl child looks up or connects to, written to the end of its standard error.
WATCHED = """
import json, socket, sys
from spiders.crawler import run
from spiders.crawler.__main__ import main

seen = []
def watched(name, owner):
    call = getattr(owner, name)
    def noting(*arguments, **options):
        seen.append(str(arguments[1] if isinstance(arguments[0], socket.socket) else arguments[0]))
        return call(*arguments, **options)
    setattr(owner, name, noting)

for name in ("connect", "connect_ex", "sendto"):
    watched(name, socket.socket)
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    watched(name, socket)
if sys.argv[1] == "cookies":
    settings = run.settings
    base = {"scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700}
    run.settings = lambda *a, **o: settings(*a, **o) | {"COOKIES_ENABLED": True, "DOWNLOADER_MIDDLEWARES_BASE": base}
code = main()
print("seen", json.dumps(seen), file=sys.stderr)
raise SystemExit(code)
"""


@pytest.mark.parametrize("cookies", [False, True])
def test_nothing_is_asked_beside_the_archive(tmp_path: Path, cookies: bool) -> None:
    """The twin: with Scrapy's cookies on, a list of public suffixes is fetched that no archive would have."""
    page = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Domain=example.co.uk\r\nContent-Length: 2\r\n\r\nhi"
    with WireServer(tmp_path / "server", {"/a": Script(data=page), "/b": Script(data=page)}) as server:
        job = Job(
            unit=Unit(site="_", span=f"kept/{new_id()}"), kind="kept", archive=str(tmp_path / "archive"),
            spool=str(tmp_path / "spool"), timeout=10.0, pace=0.0,
            rows=tuple(Row(url=f"http://www.example.co.uk{path}") for path in ("/a", "/b")),
            connect_to=f":80:127.0.0.1:{server.port}",
        )  # fmt: skip
        command = [sys.executable, "-c", WATCHED, "cookies" if cookies else "none"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        pipe = subprocess.PIPE
        with (
            (tmp_path / "stderr").open("wb") as errors,
            subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, env=environment) as child,
        ):
            assert child.stdin
            assert child.stdout
            child.stdin.write(job.line())
            child.stdin.flush()  # and left open: its end would be a lost parent
            child.stdout.read()
        own = str(("127.0.0.1", server.port))
        assert [one.path for one in server.seen] == ["/robots.txt", "/a", "/b"]
    (line,) = [line for line in (tmp_path / "stderr").read_text().splitlines() if line.startswith("seen ")]
    beside = [where for where in json.loads(line.removeprefix("seen ")) if where not in (own, "127.0.0.1")]
    assert any("publicsuffix" in where for where in beside) if cookies else beside == []
