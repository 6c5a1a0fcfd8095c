"""Replay as a stack has it: the archive on a real S3 server, `coranto replay` with pywb behind, captures that arrive."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from archive_exchanges import START, attempt, exchange
from measured import note
from playwright.sync_api import Browser
from replay import client_of
from replayed_papers import program
from weed import Weed, running_weed

from pipelines.archive.merging import following
from pipelines.archive.spool import Spool
from pipelines.settings import Home, Stack

URL = "https://herald.example/quay"
STYLE = "https://herald.example/quay.css"
LATEST = 60.0
"""Seconds until a committed capture is replayed."""


def answered(body: bytes, media_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def keep(stack: Stack, day: int, text: str) -> None:
    """What a crawl of a day would commit: a page with its style, the latter unchanged from the second day on."""
    archive, at = stack.archive, START + timedelta(days=day)
    page = f'<!doctype html><link rel="stylesheet" href="/quay.css"><h1>{text}</h1>'.encode()
    assert archive.spool
    with Spool.open(archive.spool, attempt(), archive) as spool:
        spool.write(exchange(response=answered(page, "text/html"), url=URL, started=at))
        style = answered(b"h1 { color: rgb(1, 2, 3) }", "text/css")
        spool.write(exchange(response=style, url=STYLE, started=at))
        spool.commit(ledger=(), complete=True, finish="finished")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A home as `coranto up` leaves it, of which S3 runs and what follows the archive."""
    home = Home(tmp_path_factory.mktemp("home"))
    with running_weed(table_bucket=None) as weed:
        _written(home, weed)
        stack = Stack(home)
        keep(stack, 0, "The first day")
        with following(stack.open_archive("publish")):  # as the stack's indexer does
            yield stack


def _written(home: Home, weed: Weed) -> None:
    keys = (weed.keys.access, weed.keys.secret)
    addresses = {"airflow": "", "search": "", "catalog": "", "s3": weed.endpoint}
    secrets = {"fernet": "", "jwt": "", "api": "", "passwords": {}, "keys": {"crawl": keys, "publish": keys}}
    (home.path / "stack.json").write_text(json.dumps({"addresses": addresses}))
    (home.path / "secrets.json").write_text(json.dumps(secrets))
    for folder in (home.run, home.spool):
        folder.mkdir(parents=True)


@pytest.fixture(scope="module")
def address(stack: Stack) -> Iterator[str]:
    with program("--home", str(stack.home.path), "replay", "--port", "0") as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with client_of(address) as made:
        yield made


def within(client: httpx.Client, path: str) -> float:
    """Seconds until there is a page at a path."""
    begin = time.monotonic()
    while (status := client.get(path).status_code) != 200:
        assert status == 404
        assert time.monotonic() - begin < LATEST, f"{path} is not replayed after {LATEST:.0f} s"
        time.sleep(0.2)
    return time.monotonic() - begin


def stamp(day: int) -> str:
    return f"{START + timedelta(days=day):%Y%m%d%H%M%S}"


def test_a_page_on_s3_is_replayed_with_what_it_needs(
    client: httpx.Client, address: str, stack: Stack, browser: Browser
) -> None:
    assert stack.home.replay() == address  # where the article pages of the stack look
    within(client, f"/view/{stamp(0)}/{URL}")
    page = browser.new_page()
    page.goto(f"{address}/view/{stamp(0)}/{URL}")
    shown = page.frame_locator("iframe")
    assert shown.locator("h1").inner_text() == "The first day"
    assert shown.locator("h1").evaluate("one => getComputedStyle(one).color") == "rgb(1, 2, 3)"
    page.close()


def test_a_new_capture_on_s3_is_replayed_within_a_minute(client: httpx.Client, stack: Stack) -> None:
    within(client, f"/view/{stamp(0)}/{URL}")
    before = client.get(f"/page/{stamp(1)}mp_/{URL}", follow_redirects=True)
    assert "The first day" in before.text  # the nearest there is
    keep(stack, 1, "The second day")
    begin = time.monotonic()
    while "The second day" not in client.get(f"/page/{stamp(1)}mp_/{URL}", follow_redirects=True).text:
        assert time.monotonic() - begin < LATEST
        time.sleep(0.2)
    took = time.monotonic() - begin
    note("test", "from a commit on S3 to its replay, s", f"{took:.1f}")
    answer = client.get(f"/page/{stamp(1)}id_/{STYLE}")  # a revisit
    assert (answer.status_code, answer.content) == (200, b"h1 { color: rgb(1, 2, 3) }")
    listed = client.get(f"/page/timemap/link/{URL}").text
    assert all(f"{address_of(client)}/page/{stamp(day)}/{URL}" in listed for day in range(2))


def address_of(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")
