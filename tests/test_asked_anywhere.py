"""One contract for both: a corpus that is open here, and the same one behind a served desk."""

import dataclasses
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from test_web import served
from test_web_desk import WIRE
from web_papers import filled, publish
from web_server import Answer, Request, listen

from pipelines.corpus import Asking, Corpus, open_corpus
from pipelines.corpus.connection import Connection, checked
from pipelines.corpus.export import FORMATS
from pipelines.corpus.membership import keep
from pipelines.corpus.remote import RemoteCorpus
from pipelines.errors import AccessDenied, ConfigError, CorpusError, QueryError, StoreUnreachable
from pipelines.schema import as_json
from pipelines.web import app
from pipelines.web.admission import Door
from pipelines.web.users import Users
from spiders.cli import main

DAY = date(2026, 1, 8)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("anywhere")
    made = filled(folder)
    publish(made, folder / "spool", "bote", DAY, [WIRE])
    publish(made, folder / "spool", "courant", DAY, [replace(WIRE, minute=30)])
    made.find_families()
    keep(made.archive, "small", ["bote", "courant"])
    made.freeze("ferries", name="ferries", archive_id="archive.example")
    return made


@pytest.fixture(scope="module")
def desk(corpus: Corpus) -> Iterator[str]:
    with served(app(corpus, archive_id="archive.example")) as client:
        yield str(client.base_url).rstrip("/")


@contextmanager
def answering(respond: Callable[[Request], Answer]) -> Iterator[str]:
    """A server that is no desk, or says what a test wants."""
    server = listen(0, respond)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module", params=["here", "at a URL"])
def asks(request: pytest.FixtureRequest, corpus: Corpus, desk: str) -> Asking:
    return corpus if request.param == "here" else open_corpus(desk)


# The contract: each of these holds of both


def test_hits_are_found_with_their_places(asks: Asking, corpus: Corpus) -> None:
    found = asks.search("ferries", since="2026-01-01")
    assert (found.total, len(found)) == (1, 1)
    (hit,) = found.hits
    assert hit.headline == "Harbour ferries return, trains too"
    assert [hit.headline[a:b] for a, b in hit.headline_marks] == ["ferries"]
    assert hit.where == corpus.show(hit.id).where
    assert hit.day == date(2026, 1, 17)
    assert asks.search("nothingofthekind").hits == ()
    assert asks.search("strait", per="family").total == 1


def test_pages_follow_each_other_to_the_end(asks: Asking) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        page = asks.search("council", sort="newest", limit=7, cursor=cursor)
        seen += [hit.id for hit in page]
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == len(set(seen)) == asks.count("council")
    assert [hit.id for hit in asks.search("council", sort="newest", limit=1000)] == seen


def test_counts_say_what_they_miss(asks: Asking) -> None:
    whole = asks.count("tram")
    assert whole == 32
    assert whole.known is not None
    assert whole.known.days.expected > whole.known.days.complete
    assert sum(n for _, n in asks.count("tram", by="site")) == whole  # type: ignore[union-attr,misc]
    assert asks.count("", by="month", dated_by="first_seen")
    days = asks.histogram("tram", "day", by="site")
    assert sum(bucket.count for bucket in days.buckets) == days.total == whole
    assert days.known == whole.known
    assert asks.facet("", "language").counts[0][0] == "en"
    assert asks.count("collection:small") == 2


def test_shares_have_their_intervals(asks: Asking) -> None:
    found = asks.attention("strait", "day", within="site:bote")
    (share,) = [share for share in found.shares if share.label == str(DAY)]
    assert (share.matching, share.all) == (1, 1)
    assert share.low < 1 == share.high


def test_an_article_is_whole(asks: Asking, corpus: Corpus) -> None:
    name = asks.search("trains followed").hits[0].id
    found = asks.show(name)
    assert found == corpus.show(name)
    assert asks.raw(name) == corpus.raw(name)
    table = asks.articles("trains followed", "id", "headline").arrow()
    assert table.equals(corpus.articles("trains followed", "id", "headline").arrow())
    assert (table.num_columns, table["id"].to_pylist()[-1:]) == (2, [name])
    assert [version.id for version in asks.versions(name)] == [one.id for one in corpus.versions(name)]
    assert asks.history(name) == corpus.history(name)
    member = asks.search("strait site:courant").hits[0].id
    assert asks.family(member) == corpus.family(member)
    with pytest.raises(CorpusError, match="no article 'nope'"):
        asks.show("nope")


def test_a_sample_and_a_concordance_are_the_same(asks: Asking, corpus: Corpus) -> None:
    assert asks.sample("tram", 5, seed=3, by=["site"]) == corpus.sample("tram", 5, seed=3, by=["site"])
    assert asks.concordance("strait", order="left") == corpus.concordance("strait", order="left")
    assert asks.coverage("bote") == corpus.coverage("bote")


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_holds_the_same_bytes(asks: Asking, corpus: Corpus, tmp_path: Path, form: str) -> None:
    assert asks.export("tram", tmp_path / "a", form) == corpus.export("tram", tmp_path / "b", form) == 32
    if form == "parquet":
        assert pq.read_table(tmp_path / "a").equals(pq.read_table(tmp_path / "b"))
    else:
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_query_that_cannot_be_read_points_at_its_mistake(asks: Asking) -> None:
    for ask in (asks.search, asks.count, asks.histogram, lambda text: list(asks.articles(text).batches())):
        with pytest.raises(QueryError) as caught:
            ask("tram AND (bus")
        assert (caught.value.at, caught.value.what) == (9, caught.value.what)
        assert caught.value.what
    with pytest.raises(QueryError, match="YYYY-MM-DD"):
        asks.count("", since="yesterday")


def test_what_is_found_is_frozen_checked_and_handed_on(asks: Asking, corpus: Corpus, tmp_path: Path) -> None:
    name = "trams-" + ("here" if asks is corpus else "there")
    made = asks.freeze("tram", name=name, since="2026-01-07")
    assert made.manifest == corpus.frozen(name).manifest
    assert {"ferries", name} <= set(asks.frozen_names())
    assert [one.kind for one in asks.check_frozen(name)] == []
    for form in ("edition", "ro-crate", "jsonl"):
        assert asks.frozen(name).hand_on(form, tmp_path / form).members == made.manifest.articles
    assert json.loads((tmp_path / "ro-crate/ro-crate-metadata.json").read_text())["@graph"]
    assert len((tmp_path / "jsonl").read_text().splitlines()) == made.manifest.articles
    with pytest.raises(CorpusError, match="exists, and never changes"):
        asks.freeze("tram", name=name)
    with pytest.raises(CorpusError, match="no frozen corpus"):
        asks.frozen("never")


ASKED: tuple[Callable[[Any], Any], ...] = (
    lambda asks: asks.search("council", limit=30, sort="oldest"),
    lambda asks: asks.histogram("tram collection:small", "week", zone="Asia/Tokyo"),
    lambda asks: asks.attention("tram", "week", by="site"),
    lambda asks: asks.facet("tram", "author"),
    lambda asks: asks.frozen("ferries").manifest,
)


@pytest.mark.parametrize("ask", ASKED)
def test_answers_are_the_same_down_to_their_last_field(
    corpus: Corpus, desk: str, ask: Callable[[Any], Any]
) -> None:
    here, there = ask(corpus), ask(RemoteCorpus(desk))
    assert there == here
    assert as_json(there) == as_json(here)
    compared = [f.name for f in dataclasses.fields(here) if f.compare]
    assert [type(getattr(there, n)) for n in compared] == [type(getattr(here, n)) for n in compared]


# Only of a desk


def test_a_token_is_asked_for_and_taken(corpus: Corpus, tmp_path: Path) -> None:
    users = Users(tmp_path / "users.sqlite")
    users.add("jane", "snippets")
    token = users.give_token("jane")
    with served(app(corpus, door=Door(users=users))) as client:
        url = str(client.base_url)
        with pytest.raises(AccessDenied, match="CORANTO_TOKEN"):
            open_corpus(url).count()
        with pytest.raises(AccessDenied, match="CORANTO_TOKEN"):
            open_corpus(url, "coranto_wrong").count()
        jane = open_corpus(url, token)
        assert jane.count() == corpus.count()
        with pytest.raises(AccessDenied, match="needs the role full"):
            jane.show(corpus.search("tram").hits[0].id)


@pytest.mark.parametrize(
    ("url", "token", "why"),
    [
        ("ftp://desk.example", "", "no address"),
        ("https://", "", "no address"),
        ("https://desk.example/?q=1", "", "no address"),
        ("https://jane:secret@desk.example", "", "no password"),
        ("http://desk.example", "coranto_x", "not encrypted"),
        ("https://desk.example", "wi\nth", "signs that no token has"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(url: str, token: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        checked(url, token)


def test_a_token_goes_to_this_machine_or_over_tls() -> None:
    assert checked("http://127.0.0.1:8090/", "coranto_x") == "http://127.0.0.1:8090"
    assert checked("https://desk.example/news/", "coranto_x") == "https://desk.example/news"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"<h1>Welcome</h1>", 200, ConfigError),
        (b"<h1>Not here</h1>", 404, CorpusError),
        (b'{"total": "many"}', 200, CorpusError),
        (b"{}", 502, CorpusError),
        (b'{"detail": "later"}', 503, StoreUnreachable),
        (b'{"detail": "no such"}', 404, CorpusError),
        (b"[]", 500, CorpusError),
    ],
)
def test_whatever_answers_is_an_error_of_ours(body: bytes, status: int, kind: type[Exception]) -> None:
    with answering(lambda _: Answer(status=status, body=body)) as url, pytest.raises(kind):
        RemoteCorpus(url).search("tram")


def test_nobody_at_the_address_is_said_to_be_nobody() -> None:
    with pytest.raises(StoreUnreachable, match="does not answer"):
        open_corpus("http://127.0.0.1:9").count()


def test_an_export_that_breaks_off_leaves_no_file(desk: str, tmp_path: Path) -> None:
    whole = httpx.get(f"{desk}/api/export?q=tram&form=arrow", trust_env=False).content
    with answering(lambda _: Answer(body=whole[: len(whole) // 2])) as url, pytest.raises(CorpusError):
        RemoteCorpus(url).export("tram", tmp_path / "a.jsonl", "jsonl")
    assert list(tmp_path.iterdir()) == []


def test_whoever_asks_too_often_waits_as_long_as_the_desk_says() -> None:
    asked: list[str] = []
    late = Answer(status=429, headers=(("Retry-After", "0"),), body=b'{"detail": "too often"}')

    def answer(request: Request) -> Answer:
        asked.append(request.target)
        told = json.dumps({"total": 3, "counts": None}).encode()
        return late if len(asked) < 3 else Answer(body=told)

    with answering(answer) as url:
        assert RemoteCorpus(url).count() == 3
        assert len(asked) == 3
    far = Answer(status=429, headers=(("Retry-After", "3600"),), body=b'{"detail": "too often"}')
    with answering(lambda _: far) as url, pytest.raises(StoreUnreachable, match="too often"):
        Connection(url).get("/api/count")


# On the command line


def test_the_verbs_say_the_same_at_a_url(corpus: Corpus, desk: str, tmp_path: Path) -> None:
    def said(*words: str, at: tuple[str, ...] = (), status: int = 0) -> str:
        told = CliRunner().invoke(main, [*at, *words])
        assert told.exit_code == status, told.output
        return told.output

    here = ("--at", corpus.archive.objects.url)
    name = corpus.search("trains followed").hits[0].id
    for words in (
        ("search", "council", "--limit", "3", "--json"),
        ("search", "strait", "--context", "left"),
        ("count", "tram", "--by", "site"),
        ("count", "tram", "--split", "site"),
        ("attention", "strait", "--by", "day"),
        ("show", name),
        ("show", name, "--versions"),
        ("coverage", "bote", "--json"),
        ("freeze", "--name", "ferries"),
        ("freeze", "--name", "ferries", "--check"),
    ):
        assert said(*words, "--url", desk) == said(*words, at=here), words
    for form in ("a", "b"):
        place = () if form == "a" else here
        more = ("--url", desk) if form == "a" else ()
        said("export", "tram", "-o", str(tmp_path / f"{form}.csv"), *more, at=place)
        said(
            "sample", "tram", "-n", "5", "--seed", "1", "-o", str(tmp_path / f"{form}.s.csv"), *more, at=place
        )
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.s.csv").read_bytes() == (tmp_path / "b.s.csv").read_bytes()
    assert "give one of them" in said("count", "--url", desk, at=here, status=2)
    assert said("count", "tram OR", "--url", desk, status=1) == said("count", "tram OR", at=here, status=1)


def test_address_and_token_come_from_the_environment(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = Users(tmp_path / "users.sqlite")
    users.add("jane", "counts")
    (tmp_path / "token").write_text(users.give_token("jane") + "\n")
    with served(app(corpus, door=Door(users=users))) as client:
        monkeypatch.setenv("CORANTO_URL", str(client.base_url))
        assert CliRunner().invoke(main, ["count"]).exit_code == 1
        monkeypatch.setenv("CORANTO_TOKEN", f"@{tmp_path / 'token'}")
        told = CliRunner().invoke(main, ["count"])
        assert told.output.splitlines()[0] == f"{corpus.count()}"
        at = CliRunner().invoke(main, ["--at", corpus.archive.objects.url, "count"])
        assert at.exit_code == 0  # what the command line says goes before
        monkeypatch.setenv("CORANTO_TOKEN", f"@{tmp_path / 'nowhere'}")
        assert CliRunner().invoke(main, ["count"]).exit_code == 2


def test_reading_from_many_threads_is_safe(desk: str) -> None:
    there, found = open_corpus(desk), []
    threads = [threading.Thread(target=lambda: found.append(there.count("tram"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [32] * 8
