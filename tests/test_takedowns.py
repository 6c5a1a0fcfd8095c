"""What was taken down or opted out of is shown nowhere: not by replay, as a page or a part of one, nor in any table."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from click.testing import CliRunner
from printed_units import published, story, tables_of
from replay import client_of, replaying

from pipelines.archive import Archive, takedowns
from pipelines.archive.ledger import Entry
from pipelines.archive.merging import refresh
from pipelines.archive.needed import needed, needed_at
from pipelines.archive.shards import Shards
from pipelines.archive.spool import Spool
from pipelines.archive.surt import stamp
from pipelines.archive.takedowns import Takedown, Withheld, put_takedown, withheld
from pipelines.corpus import Corpus
from pipelines.errors import CorpusError, QueryError
from pipelines.page import Page
from spiders.cli import main

HOME = "https://herald.example"
PAGE, AGAIN, GONE = f"{HOME}/story", f"{HOME}/again", f"{HOME}/gone"
PORTRAIT, LETTERS, QUAY = f"{HOME}/portrait.svg", f"{HOME}/letters/a.svg", f"{HOME}/quay.svg"
BODY = b"<img src=/portrait.svg><img src=/letters/a.svg><img src=/quay.svg><p>A story"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def answered(body: bytes, media_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def keep(archive: Archive, folder: Path, day: int) -> dict[str, str]:
    """The record ids of a day's captures, by address."""
    found = {}
    with Spool.open(folder / "spool", attempt(), archive, dedup=False) as spool:
        for url in (PAGE, AGAIN, GONE, PORTRAIT, LETTERS, QUAY):
            held = answered(SVG, "image/svg+xml") if url.endswith(".svg") else answered(BODY, "text/html")
            kept = spool.write(exchange(response=held, url=url, started=START + timedelta(days=day)))
            assert kept.where
            found[url] = kept.where.record_id
        spool.commit(ledger=(), complete=True, finish="finished")
    refresh(archive)
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Two days of a paper; of the first one page is taken down, of both another and a picture; letters opted out before
    the second day."""
    folder = tmp_path_factory.mktemp("takedowns")
    made = archive_in(folder)
    first = keep(made, folder, 0)
    put_takedown(made, Takedown(addresses=(f"{HOME}/letters/*",), by="us", at=START, why="they opted out"))
    second = keep(made, folder, 1)
    gone = (first[AGAIN], first[GONE], second[GONE], first[PORTRAIT], second[PORTRAIT])
    put_takedown(made, Takedown(records=gone, by="us", at=START, why="a court said so"))
    return made


@pytest.fixture(scope="module")
def client(archive: Archive) -> Iterator[httpx.Client]:
    with replaying(archive) as address, client_of(address) as made:
        yield made


def day(number: int) -> str:
    return stamp(START + timedelta(days=number))


REFUSED = [GONE, PORTRAIT, LETTERS]
"""What no capture is left of that may be shown."""


@pytest.mark.parametrize("url", REFUSED)
@pytest.mark.parametrize("number", [0, 1])
def test_what_was_taken_down_is_neither_replayed_nor_listed(
    client: httpx.Client, url: str, number: int
) -> None:
    for kind in ("mp_", "im_", "id_", ""):
        answer = client.get(f"/page/{day(number)}{kind}/{url}", follow_redirects=True)
        assert answer.status_code == 404, kind
        assert SVG not in answer.content
        assert b"A story" not in answer.content
    assert client.get(f"/index/cdx?url={url}").text == ""
    assert "memento" not in client.get(f"/page/timemap/link/{url}").text.replace("timemap", "")
    told = client.get(f"/view/{day(number)}/{url}", headers={"accept": "text/html"})
    assert told.status_code == 451
    assert ("opted out" if url == LETTERS else "taken down") in told.text


def test_of_a_page_the_captures_that_may_be_shown_are_shown(client: httpx.Client) -> None:
    assert client.get(f"/page/{day(0)}mp_/{PAGE}").status_code == 200
    assert client.get(f"/page/{day(0)}im_/{QUAY}").status_code == 200
    other = client.get(f"/page/{day(0)}mp_/{AGAIN}", follow_redirects=True)
    assert other.headers["memento-datetime"] == f"{START + timedelta(days=1):%a, %d %b %Y %H:%M:%S} GMT"
    assert client.get(f"/index/cdx?url={AGAIN}").text.count("\n") == 1


@pytest.mark.parametrize("url", REFUSED)
def test_without_the_receipts_it_would_be_shown(
    client: httpx.Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    monkeypatch.setattr(Withheld, "shows", lambda *_: True)
    assert client.get(f"/page/{day(0)}id_/{url}").status_code == 200
    assert client.get(f"/view/{day(0)}/{url}").status_code == 200


def test_a_part_that_was_taken_down_is_told_as_such(archive: Archive) -> None:
    assert archive.shards
    page = Page(body=BODY, media_type="text/html", url=PAGE, fetched=START)
    found = needed(archive, Shards(archive.shards), page)
    assert {part.url: part.why for part in found.parts} == {
        PORTRAIT: "it was taken down",
        LETTERS: "it was opted out",
        QUAY: None,
    }


def test_a_receipt_is_known_after_some_seconds_to_who_serves(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = archive_in(tmp_path)
    served, other = takedowns.Receipts(made), takedowns.Receipts(made)
    assert not served.now()
    put_takedown(made, Takedown(records=("urn:uuid:a",), by="us", at=START, why="so"))
    assert not served.now()  # as it was a moment ago
    assert other.now() == withheld(made) != Withheld()
    later = time.monotonic() + takedowns.SECONDS
    monkeypatch.setattr("pipelines.archive.takedowns.time.monotonic", lambda: later)
    assert served.now().of("urn:uuid:a", None)


@pytest.mark.parametrize(
    ("address", "url", "held"),
    [
        (f"{HOME}/a", f"{HOME}/a", True),
        (f"{HOME}/a", f"{HOME}/a?b=1", False),
        (f"{HOME}/a", "http://www.herald.example:80/a/", True),
        (f"{HOME}/a*", f"{HOME}/about", True),
        (f"{HOME}/a/*", f"{HOME}/about", False),
        (f"{HOME}/a/*", f"{HOME}/a/b?c", True),
        (f"{HOME}/*", f"{HOME}/", True),
        (f"{HOME}/*", "https://herald.example.evil.example/", False),
        ("*.herald.example", "https://m.herald.example/x", True),
        ("*.herald.example", "https://theherald.example/x", False),
    ],
)
def test_an_address_is_opted_out_as_it_is_written(address: str, url: str, held: bool) -> None:
    receipt = Takedown(addresses=(address,), by="us", at=START, why="so")
    assert bool(takedowns.held_by([receipt]).of("urn:uuid:a", url)) is held


def test_what_is_no_address_makes_no_receipt(tmp_path: Path) -> None:
    made = archive_in(tmp_path)
    with pytest.raises(QueryError, match="url= is missing"):
        put_takedown(made, Takedown(addresses=("",), by="us", at=START, why="so"))
    assert not withheld(made)


# The tables


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.open(tmp_path)
    published(made, 0, {"a/1": story("One", "steamers"), "b/2": story("Two", "barges")})
    published(made, 1, {"a/1": story("One", "steamers"), "b/3": story("Three", "tugs")})
    return made


def take(corpus: Corpus, *words: str) -> str:
    """What the command says."""
    command = ["--at", corpus.archive.objects.url, "takedown", *words, "--why", "so", "--by", "us"]
    return CliRunner().invoke(main, command).output


def held(corpus: Corpus) -> set[str]:
    """The paths that the tables tell of."""
    rows = [row["url"] for table in ("captures", "articles") for row in tables_of(corpus)[table]]
    return {url.removeprefix(f"{HOME}/") for url in rows}


def test_an_address_that_opted_out_is_in_no_table_now_or_later(corpus: Corpus) -> None:
    assert held(corpus) == {"a/1", "b/2", "b/3"}
    assert take(corpus, "--address", f"{HOME}/a/*").startswith("takedowns/")
    assert held(corpus) == {"b/2", "b/3"}
    published(corpus, 2, {"a/1": story("One", "barges"), "a/4": story("Four"), "b/5": story("Five")})
    assert held(corpus) == {"b/2", "b/3", "b/5"}
    assert corpus.search("steamers OR ferries", fresh=True).total == 1
    corpus.rebuild()
    assert held(corpus) == {"b/2", "b/3", "b/5"}


def test_the_same_bytes_of_the_same_address_go_along(corpus: Corpus) -> None:
    first = corpus.search("steamers", fresh=True).hits[0].id
    published(corpus, 2, {"a/1": story("One", "hydrofoils")})
    take(corpus, first)
    assert {row["text_hash"] for row in tables_of(corpus)["articles"] if row["url"] == f"{HOME}/a/1"} == {
        corpus.show(corpus.search("hydrofoils", fresh=True).hits[0].id).text_hash
    }
    (receipt,) = set(withheld(corpus.archive).records.values())
    assert len(receipt.records) == 2


@pytest.mark.parametrize("words", [(), ("1-2", "--address", "https://a.example/")])
def test_records_and_addresses_are_receipts_of_their_own(tmp_path: Path, words: tuple[str, ...]) -> None:
    made = Corpus.open(tmp_path)
    assert "either IDS or --address" in take(made, *words)
    with pytest.raises(CorpusError, match="either records or addresses"):
        made.take_down((), by="us", why="so")


# Reasons, where a crawl was cut off and another went on


def test_the_attempt_that_went_on_tells_why_a_part_is_missing(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    assert archive.shards
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        kept = spool.write(exchange(response=answered(BODY, "text/html"), url=PAGE, started=START))
        spool.commit(ledger=(), complete=False, finish="recovered")
    lacking = (Entry(url=PORTRAIT, end="robots"), Entry(url=LETTERS, end="failed", note="no answer"))
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        spool.write(exchange())
        second = spool.commit(ledger=(), complete=True, finish="finished", requisites=lacking)
    refresh(archive)
    assert kept.where
    unit = (second.unit.site, second.unit.span)
    told = {part.url: part.why for part in needed_at(archive, Shards(archive.shards), kept.where, unit).parts}
    cut = "the crawl ended before it (recovered)"
    assert told == {PORTRAIT: "robots.txt forbids it", LETTERS: "it could not be had: no answer", QUAY: cut}
    page = Page(body=BODY, media_type="text/html", url=PAGE, fetched=START)
    own = next(key for key in (held.key for held in archive.objects.list("manifests/")) if key != second.key)
    alone = needed(archive, Shards(archive.shards), page, (own,))  # the twin
    assert {part.why for part in alone.parts} == {cut}
