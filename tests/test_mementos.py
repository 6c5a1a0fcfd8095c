"""Replay: pages as they were, their neighbours in time, and no way out for what a page tries."""

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from playwright.sync_api import Browser
from replay import cdx_server, client_of, replaying
from replay import pywb as behind
from test_web import Outline, served
from web_papers import filled
from web_server import Answer, Ports, Request, WebServer

from pipelines.archive import Archive
from pipelines.archive.merging import refresh
from pipelines.archive.spool import Spool
from pipelines.errors import ConfigError
from pipelines.web import app, mementos, pywb, walls
from pipelines.web.shown import environment

URL = "https://herald.example/harbour?a=1&b=2"
OTHER = "https://bote.example/quiet"
EVIL = 'https://herald.example/"><script>alert(1)</script><img/src=x/onerror=alert(1)>'
STYLE = "https://herald.example/style.css"
WORKER = "https://herald.example/sw.js"
PICTURE = "https://static.herald.example/quay.svg"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>'
TRIES = """
const told = {}, made = new Image();
made.id = "made";
made.src = "/made.svg";
document.body.append(made);
const tries = {
  storage: () => { const left = localStorage.getItem("a"); localStorage.setItem("a", "b"); if (left !== "b") throw 1; },
  cookie: () => { document.cookie = "a=b"; if (!document.cookie.includes("a=b")) throw 1; },
  database: () => { if (!indexedDB.open("a")) throw 1; },
  parent: () => { parent.document.title = "taken"; if (parent === window) throw 1; },
  top: () => { if (top === window) throw 1; top.location.href = "LIVE/frame-breaking"; throw 1; },
  opener: () => { if (!window.opener && !top.opener) throw 1; },
  popup: () => { if (!window.open("LIVE/popup")) throw 1; },
  form: () => { const f = document.createElement("form"); f.action = "LIVE/form"; document.body.append(f); f.submit(); throw 1; },
  picture: () => { new Image().src = "LIVE/picture"; throw 1; },
  frame: () => { const f = document.createElement("iframe"); f.src = "LIVE/frame"; document.body.append(f); throw 1; },
  beacon: () => { if (!navigator.sendBeacon("LIVE/beacon", "x")) throw 1; },
  worker: () => { new Worker(URL.createObjectURL(new Blob(["fetch('LIVE/worker', {mode: 'no-cors'})"]))); throw 1; },
  socket: () => { new WebSocket("ws" + "LIVE".slice(4) + "/socket"); throw 1; },
};
const later = {
  service: async () => { await navigator.serviceWorker.register("/scripted/2026id_/WORKER"); },
  fetch: async () => { await fetch("LIVE/fetch", {mode: "no-cors"}); },
  corpus: async () => { await fetch("/view/2026/https://bote.example/quiet"); },
  neighbour: async () => { if (!(await (await fetch("/page/2026id_/OTHER")).text()).includes("quiet")) throw 1; },
};
(async () => {
  for (const [name, attempt] of Object.entries(tries)) { try { attempt(); told[name] = "done"; } catch (e) { told[name] = "failed"; } }
  for (const [name, attempt] of Object.entries(later)) { try { await attempt(); told[name] = "done"; } catch (e) { told[name] = "failed"; } }
  const out = document.createElement("output"); out.id = "told"; out.textContent = JSON.stringify(told); document.body.append(out);
})();
"""


STAYS = (
    "Set-Cookie: a=b",
    "Clear-Site-Data: *",
    f"Refresh: 600; url={URL}",
    "Memento-Datetime: Fri, 01 Jan 1999 00:00:00 GMT",
    'Link: <https://evil.example/>; rel="original"; datetime="Fri, 01 Jan 1999 00:00:00 GMT"',
    "Service-Worker-Allowed: /",
    "Access-Control-Allow-Origin: *",
)
"""What a site would leave in a browser, or have it believe."""


def answered(body: bytes, media_type: str, *more: str) -> bytes:
    head = [f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


def hostile(live: str, text: str) -> bytes:
    return f"""<!doctype html><html><head><title>Harbour</title><link rel="stylesheet" href="/style.css">
<meta http-equiv="refresh" content="600; url={live}/refresh"></head>
<body><h1>{text}</h1><img id="quay" src="{PICTURE}" alt="The quay"><a href="{OTHER}">quiet</a>
<div style="position:fixed;top:0;left:0">Captured on 1 January 1999</div><p id="ran">no script ran</p>
<script>document.getElementById("ran").textContent = "a script ran";{TRIES.replace("LIVE", live).replace("WORKER", WORKER).replace("OTHER", OTHER)}</script></body></html>""".encode()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The live web: its address, and what was asked of it."""
    asked: list[str] = []

    def respond(request: Request) -> Answer:
        asked.append(request.target)
        # An answer without content leaves a page that tries to go there where it is, to try the next thing.
        return Answer(body=b"live") if request.target == "/start" else Answer(status=204, body=b"")

    with WebServer(tmp_path_factory.mktemp("live"), respond, Ports()) as server:
        yield f"http://127.0.0.1:{server.ports.http}", asked


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, live: tuple[str, list[str]]) -> Archive:
    folder = tmp_path_factory.mktemp("mementos")
    made = archive_in(folder)
    for day, text in enumerate(("The first day", "The second day", "The third day")):
        keep(made, folder, day, hostile(live[0], text))
    return made


def keep(archive: Archive, folder: Path, day: int, body: bytes) -> None:
    at = START + timedelta(days=day)
    with Spool.open(folder / "spool", attempt(), archive) as spool:
        for url, held in (
            (
                URL,
                answered(body, "text/html", *STAYS),
            ),
            (STYLE, answered(b"h1 { color: rgb(1, 2, 3) }", "text/css")),
            (EVIL, answered(b"<p>An evil address", "text/html")),
            ("https://herald.example/made.svg", answered(SVG, "image/svg+xml")),
            (WORKER, answered(b"void 0", "text/javascript")),
            (PICTURE, answered(SVG, "image/svg+xml")),
            (OTHER, answered(b"<!doctype html><title>Quiet</title><p>A quiet page", "text/html")),
        ):
            spool.write(exchange(response=held, url=url, started=at))
        spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)


@pytest.fixture(scope="module")
def address(archive: Archive) -> Iterator[str]:
    with replaying(archive) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with client_of(address) as made:
        yield made


def stamp(day: int) -> str:
    return f"{START + timedelta(days=day):%Y%m%d%H%M%S}"


def gmt(day: int) -> str:
    return f"{START + timedelta(days=day):%a, %d %b %Y %H:%M:%S} GMT"


# Through time (RFC 7089)


def test_a_timegate_finds_the_memento_of_a_moment(client: httpx.Client) -> None:
    for day in range(3):
        answer = client.get(f"/page/{URL}", headers={"accept-datetime": gmt(day)}, follow_redirects=True)
        assert answer.status_code == 200
        assert answer.headers["memento-datetime"] == gmt(day)
        assert 'rel="original"' in answer.headers["link"]
        assert ("The first day", "The second day", "The third day")[day] in answer.text
    assert client.get(f"/page/{stamp(0)}/https://nobody.example/").status_code == 404


def test_a_timemap_lists_every_memento(client: httpx.Client, address: str) -> None:
    listed = client.get(f"/page/timemap/link/{URL}").text
    assert listed.count('rel="memento"') + listed.count('memento"; datetime') >= 3
    for day in range(3):
        assert gmt(day) in listed
        assert f"{address}/page/{stamp(day)}/{URL}" in listed
    told = [json.loads(line) for line in client.get(f"/page/timemap/json/{URL}").text.splitlines()]
    assert [one["timestamp"] for one in told] == [stamp(day) for day in range(3)]


def test_the_frame_leads_to_the_neighbours_in_time(client: httpx.Client) -> None:
    page = client.get(f"/view/{stamp(1)}/{URL}")
    assert page.status_code == 200
    for day in (0, 2):
        assert f'href="/view/{stamp(day)}/{URL.replace("&", "&amp;")}"' in page.text
    assert "off" in page.text
    assert 'sandbox=""' in page.text
    nearest = client.get(f"/view/1999/{URL}")
    assert f"/page/{stamp(0)}mp_/" in nearest.text


@pytest.mark.parametrize(
    "path",
    [
        "/view/x/https://a.example/",
        "/view/2026/javascript:alert(1)",
        "/view/2026/https://nobody.example/",
        "/view/20261399/" + URL,
        "/",
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_a_new_capture_is_there_as_soon_as_the_index_has_it(
    archive: Archive, client: httpx.Client, tmp_path: Path
) -> None:
    new = "https://herald.example/new"
    assert client.get(f"/view/2026/{new}").status_code == 404
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange(response=answered(b"<p>New", "text/html"), url=new, started=START))
        spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)
    assert client.get(f"/view/2026/{new}").status_code == 200
    assert "New" in client.get(f"/page/{stamp(0)}mp_/{new}").text


# Shut in


def test_nothing_of_a_site_passes_that_would_stay_or_lead_out(client: httpx.Client, address: str) -> None:
    headers = client.get(f"/page/{stamp(0)}mp_/{URL}").headers
    for name in (
        "set-cookie",
        "clear-site-data",
        "refresh",
        "service-worker-allowed",
        "access-control-allow-origin",
    ):
        assert name not in headers
    told = headers["content-security-policy"]
    assert told == walls.policy(address, "page")
    assert "sandbox;" in told
    assert "allow-same-origin" not in told + walls.policy(address, "scripted")
    framed = client.get(f"/page/{stamp(0)}if_/{URL}").headers["content-security-policy"]
    assert framed == walls.policy(address, "page", framed=True)  # or no archived page could hold another
    assert f"{framed}; frame-ancestors {address}" == told
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]
    worker = client.get(f"/page/{stamp(0)}mp_/{URL}", headers={"service-worker": "script"})
    assert worker.status_code == 403
    assert client.post(f"/page/{stamp(0)}mp_/{URL}").status_code == 405
    assert client.get("/healthz", headers={"host": "rebound.example"}).status_code == 400
    assert client.get("/cdx", params={"url": URL}).status_code == 404  # only pywb knows where the index is


def test_a_site_cannot_say_when_it_was_captured(client: httpx.Client) -> None:
    for path in (f"/page/{stamp(0)}mp_/{URL}", f"/page/{stamp(0)}id_/{URL}"):
        headers = client.get(path).headers
        assert headers.get_list("memento-datetime") == [gmt(0)]
        assert "1999" not in headers["link"]
        assert "evil.example" not in headers["link"]


def test_pywb_alone_would_pass_on_what_the_site_said(archive: Archive) -> None:
    """The twin."""
    with cdx_server(archive) as index, behind(archive, index) as client:
        headers = client.get(f"/news/{stamp(0)}id_/{URL}").headers
        assert headers.get_list("memento-datetime")[0] == "Fri, 01 Jan 1999 00:00:00 GMT"


@pytest.mark.parametrize(("url", "status"), [(EVIL, 200), (f"{EVIL}?never", 404)])
def test_an_address_is_shown_and_never_obeyed(address: str, url: str, status: int) -> None:
    """As a program may ask for it; browsers escape more."""
    with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)) as asking:
        asking.putrequest("GET", f"/view/{stamp(0)}/{url}")
        asking.putheader("Accept", "text/html")
        asking.endheaders()
        answer = asking.getresponse()
        shown = Outline(answer.read().decode())
    assert answer.status == status
    assert "<script>alert(1)</script>" in "".join(shown.words)
    assert not {"script", "img"} & {tag for tag, _ in shown.tags}
    assert not [name for _, attrs in shown.tags for name in attrs if name.startswith("on")]


def test_without_escaping_the_same_address_would_run_its_script() -> None:
    """The twin."""
    templates = environment()
    templates.autoescape = False
    now = mementos.Moment(stamp=stamp(0), status="200")
    around = dict.fromkeys(("first", "before", "after", "last"))
    told = {"url": EVIL, "quoted": EVIL, "source": "", "sandbox": "", "scripts": False}
    text = templates.get_template("view.html").render(**told, now=now, around=around, moments=1)
    assert "<script>alert(1)</script>" in text


def test_a_page_is_shown_with_its_style_and_without_its_scripts(
    browser: Browser, address: str, live: tuple[str, list[str]]
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/view/{stamp(1)}/{URL}")
    shown = page.frame_locator("iframe")
    assert shown.locator("h1").inner_text() == "The second day"
    assert shown.locator("#ran").inner_text() == "no script ran"
    frame = page.frames[1]
    assert page.title().startswith(URL)
    assert "1 January 1999" not in page.locator("header").inner_text()
    assert f"{START + timedelta(days=1):%-d %B %Y}" in page.locator("header").inner_text()
    assert frame.url == f"{address}/page/{stamp(1)}mp_/{URL}"
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(f"{address}/")] == []
    assert any(url.endswith(f"/{STYLE}") for url in asked)
    assert any(url.endswith(f"/{PICTURE}") for url in asked)
    page.close()


SAID = ("storage", "cookie", "database", "parent", "opener", "service", "corpus", "neighbour")
"""Tries that the page itself sees succeed;"""
HEARD = ("frame-breaking", "popup", "form", "picture", "frame", "beacon", "worker", "socket", "fetch")
"""and those that the live web would hear of."""


NO_POLICY = {"content-security-policy": "no-policy"}
NO_SANDBOX = "allow-scripts allow-same-origin allow-popups allow-forms allow-top-navigation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a page's tries where its scripts are on."""

    told: dict[str, str]
    heard: tuple[str, ...]
    title: str
    url: str
    pages: int
    cookies: int
    made: int
    """Width of the picture that its script makes."""


def opened(browser: Browser, address: str, live: tuple[str, list[str]], modifier: str) -> Tried:
    """A page of another origin opens the archived page in our frame, scripts on, and waits for its tries."""
    context = browser.new_context()
    before = len(live[1])
    first = context.new_page()
    first.goto(f"{live[0]}/start")
    source = f"{address}/scripted/{stamp(1)}{modifier}/{URL}"
    if modifier == "id_":  # pywb stops some tries itself, but not of the page as it was sent
        context.route(
            "**/scripted/*mp_/**", lambda route: route.fulfill(status=302, headers={"location": source})
        )
    with context.expect_page() as new:
        first.evaluate("where => { window.open(where) }", f"{address}/view/{stamp(1)}/{URL}?scripts=on")
    page = new.value
    shown = page.frame_locator("iframe")
    shown.locator("#told").wait_for(timeout=60_000)
    page.reload(wait_until="commit")  # what was left in the browser is there now
    told = json.loads(shown.locator("#told").inner_text(timeout=60_000))
    assert shown.locator("#ran").inner_text() == "a script ran"
    page.wait_for_timeout(500)
    made = shown.locator("#made").evaluate("one => one.naturalWidth")
    heard = tuple(path.strip("/?") for path in live[1][before:] if path not in ("/start", "/favicon.ico"))
    tried = Tried(
        told=told, heard=heard, title=page.title(), url=page.url, pages=len(context.pages), cookies=len(context.cookies()), made=made
    )  # fmt: skip
    context.close()
    return tried


@pytest.fixture(scope="module", params=["mp_", "id_"], ids=["rewritten", "as sent"])
def tried(
    request: pytest.FixtureRequest, browser: Browser, address: str, live: tuple[str, list[str]]
) -> Tried:
    return opened(browser, address, live, request.param)


@pytest.mark.parametrize("name", SAID)
def test_with_scripts_on_a_page_still_gets_nowhere(tried: Tried, name: str) -> None:
    assert tried.told[name] == "failed"


def test_no_try_left_a_trace_or_reached_the_live_web(tried: Tried, address: str) -> None:
    assert tried.heard == ()
    assert tried.title.startswith(URL)
    assert tried.url.startswith(f"{address}/view/")
    assert (tried.pages, tried.cookies) == (2, 0)


def test_what_a_script_makes_comes_from_the_archive(tried: Tried, request: pytest.FixtureRequest) -> None:
    assert tried.made == (30 if "rewritten" in request.node.name else 0)


@pytest.fixture(scope="module")
def unguarded(browser: Browser, archive: Archive, live: tuple[str, list[str]]) -> Iterator[Tried]:
    """The same page on a server without its walls."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walls, "shut_in", lambda request, collection: NO_POLICY)
        patch.setattr(walls, "ours", lambda request: NO_POLICY)
        patch.setattr(walls, "stays", lambda request: False)
        patch.setattr(walls, "SANDBOX", (NO_SANDBOX, NO_SANDBOX))
        with replaying(archive) as address:
            yield opened(browser, address, live, "id_")


@pytest.mark.parametrize("name", SAID)
def test_without_its_walls_the_page_would_get_what_it_wants(unguarded: Tried, name: str) -> None:
    """The twin."""
    assert unguarded.told[name] == "done"


@pytest.mark.parametrize("name", HEARD)
def test_without_its_walls_the_live_web_would_hear_of_it(unguarded: Tried, name: str) -> None:
    """The twin."""
    assert name in unguarded.heard


# As a program


def test_the_program_says_where_it_is_and_takes_pywb_along_when_it_ends(archive: Archive) -> None:
    command = [
        str(Path(sys.executable).parent / "coranto"),
        "--at",
        archive.objects.url,
        "replay",
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stderr is not None
            found = re.fullmatch(r"replay: (http://127\.0\.0\.1:\d+)/\n", program.stderr.readline())
            assert found
            with client_of(found[1]) as client:
                assert client.get(f"/view/{stamp(0)}/{URL}").status_code == 200
                assert "The first day" in client.get(f"/page/{stamp(0)}mp_/{URL}").text
            children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
            assert any("wayback" in Path(f"/proc/{child}/cmdline").read_text() for child in children)
        finally:
            program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=30) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_without_pywb_it_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="make replay"):
        pywb.program(tmp_path / "nothing")


def test_an_article_leads_to_its_page_while_replay_runs(tmp_path: Path) -> None:
    corpus = filled(tmp_path)
    name = corpus.search("ferries").hits[0].id
    running = [""]
    with served(app(corpus, replay=lambda: running[0]), accept="text/html") as client:
        assert "The page as it was" not in client.get(f"/articles/{name}").text
        running[0] = "http://127.0.0.1:8091"
        link = 'href="http://127.0.0.1:8091/view/20260117090000/https://herald.example/harbour"'
        assert link in client.get(f"/articles/{name}").text
