"""The index on a server, as far as the wire goes: a real peer on loopback, real errors, the real client."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority
from click.testing import CliRunner
from corpus_unit import FIRST, Memory, Story, add, unit_of
from document_server import (
    CLOSE,
    Asked,
    DocumentServer,
    Fault,
    document_server,
    found,
    item,
    missing,
    name_of_its_own,
    once,
    refused,
)

from pipelines.archive.manifest import Manifest
from pipelines.corpus import Corpus, Server, opensearch, opensearch_writer
from pipelines.corpus import index as ix
from pipelines.corpus.engine import open_reader, open_writer
from pipelines.corpus.indexer import Indexer, mark_of_table
from pipelines.corpus.opensearch_reader import OpenSearchReader
from pipelines.corpus.opensearch_writer import OpenSearchWriter
from pipelines.corpus.place import Place
from pipelines.corpus.question import Question
from pipelines.errors import ConfigError, CorpusError, IndexBusy, QueryError, ServerError
from pipelines.settings import search_server, search_url
from spiders.cli import main

PASSWORD = "s3cret/word"
NOTHING = ix.Mark(table="t", snapshot=None, sequence=0)
BLOCKED = "index [news] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[DocumentServer]:
    monkeypatch.setattr(opensearch_writer, "FIRST_PAUSE", 0)
    with document_server() as made:
        yield made


def server_of(peer: DocumentServer) -> Server:
    address = peer.url.replace("http://", f"http://clerk:{PASSWORD.replace('/', '%2F')}@")
    return Server.of(f"{address}/{name_of_its_own()}")


def writer_of(peer: DocumentServer, server: Server | None = None) -> OpenSearchWriter:
    """With an empty index."""
    writer = open_writer(server or server_of(peer))
    assert isinstance(writer, OpenSearchWriter)
    writer.begin(NOTHING, "here")
    writer.clear()
    writer.commit(NOTHING)
    peer.asked.clear()
    return writer


def reader_of(peer: DocumentServer) -> OpenSearchReader:
    """Of an empty index."""
    reader = open_reader(writer_of(peer).server)
    assert isinstance(reader, OpenSearchReader)
    return reader


def document(number: int) -> ix.Row:
    row: ix.Row = dict.fromkeys(ix.COLUMNS)
    row |= {"id": f"{number}-a", "article_id": f"a{number}", "text": "rail", "site": "herald", "authors": []}
    row |= {
        "captured": FIRST,
        "day": FIRST.date(),
        "day_source": "page",
    }
    return ix.fields(row | {"headline": "H"}, current=True, first=row["captured"])


# What is said where something goes wrong


def _answers(status: int, kind: str, reason: str) -> Fault:
    return once("_search", (status, refused(kind, reason, status)))


def _says(body: str, media_type: str = "application/json") -> Fault:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    return once("_search", (200, f"{head}{body}".encode()))


WRONG: dict[str, tuple[Fault, type[CorpusError], str]] = {
    "no such user": (_answers(401, "security_exception", "missing authentication"), ServerError, "see user and password"),
    "no right": (_answers(403, "security_exception", "no permissions for [indices:data/read]"), ServerError, "rights"),
    "too large": (_answers(413, "x", "entity content is too long"), ServerError, "http.max_content_length"),
    "busy": (_answers(429, "circuit_breaking_exception", "Data too large"), ServerError, "too much to do"),
    "broken": (_answers(500, "null_pointer_exception", "null"), ServerError, "answered 500 .*look at its log"),
    "gone": (once("_search", missing("news")), ServerError, "no search index .*start the indexer"),
    "refused": (_answers(400, "parsing_exception", "no"), QueryError, "asks too much of the index"),
    "clauses": (_answers(500, "too_many_clauses", "maxClauseCount is set to 1024"), QueryError, "1024"),
    "buckets": (_answers(503, "too_many_buckets_exception", "65535"), QueryError, "several queries"),
    "bomb": (_answers(400, "illegal_argument_exception", "Determinizing [.*a.{40}]"), QueryError, "more letters"),
    "too slow": (_answers(500, "task_cancelled_exception", "cancelled task"), QueryError, "cancelled"),
    "a page": (_says("<h1>Welcome</h1>", "text/html"), ServerError, "does not speak as OpenSearch"),
    "no JSON": (_says('{"hits":'), ServerError, "does not speak as OpenSearch"),
    "other JSON": (_says('{"ok": true}'), ServerError, "does not speak as OpenSearch"),
    "a list": (_says("[]"), ServerError, "does not speak as OpenSearch"),
    "no rows": (_says(json.dumps(found({"_source": {}}))), ServerError, "does not speak as OpenSearch"),
    "a part": (_says(json.dumps(found(_shards={"total": 3, "successful": 2, "failed": 1}))), ServerError, "only 2 of 3"),
    "in part": (_says(json.dumps(found(timed_out=True))), ServerError, "shards"),
    "at least": (
        _says(json.dumps(found(hits={"total": {"value": 10000, "relation": "gte"}, "hits": []}))),
        ServerError, "only a part",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_whatever_the_server_says_is_told_in_our_words(peer: DocumentServer, name: str) -> None:
    fault, kind, said = WRONG[name]
    reader = reader_of(peer)
    peer.faults += [fault] * 3  # the client asks again after 502 to 504
    with pytest.raises(kind, match=said) as error:
        reader.total(Question(text="rail"))
    assert type(error.value) is kind
    assert PASSWORD not in str(error.value)
    assert len(str(error.value)) < 500


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    server = Server.of(f"http://clerk:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{port}/news")
    with pytest.raises(
        ServerError, match=f"at http://127.0.0.1:{port} does not answer.*CORANTO_SEARCH_URL"
    ) as e:
        open_reader(server)
    assert PASSWORD not in str(e.value)


def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    peer: DocumentServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listening:  # which takes the connection, and no more
        server = Server.of(f"http://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(ServerError, match=r"did not answer within 0\.2 s"):
            open_reader(server)


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-le", "does not speak as OpenSearch"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{", "does not answer"),
    ],
)
def test_half_an_answer_is_none(peer: DocumentServer, half: bytes, said: str) -> None:
    reader = reader_of(peer)
    peer.faults += [once("_search", (200, half))] * 3
    with pytest.raises(ServerError, match=said):
        reader.total(Question(text="rail"))


def test_a_connection_that_was_cut_is_tried_again(peer: DocumentServer) -> None:
    reader = reader_of(peer)
    peer.faults.append(once("_search", CLOSE))
    assert reader.mark() == NOTHING


def test_a_search_asks_for_all_shards_and_an_exact_total(peer: DocumentServer) -> None:
    reader = reader_of(peer)
    peer.faults.append(_says(json.dumps(found())))
    assert reader.total(Question(text="rail")) == 0
    asked = peer.asked[-1]
    assert asked.params == {"allow_partial_search_results": "false", "cancel_after_time_interval": "60s"}
    assert json.loads(asked.body)["track_total_hits"] is True


# The user and the password


def test_the_password_is_sent_and_never_shown(peer: DocumentServer) -> None:
    server = server_of(peer)
    reader = open_reader(writer_of(peer, server).server)
    assert reader.mark() == NOTHING
    assert {asked.headers["authorization"].partition(" ")[0] for asked in peer.asked} == {"Basic"}
    assert PASSWORD not in f"{server} {server!r} {vars(reader)} {Place(archive='a', server=server)}"
    assert PASSWORD in server.password, "the twin: it is there to be shown"


@pytest.mark.parametrize(
    "text",
    [
        "search.example:9200", "ftp://u:hidden@h/news", "https://u:hidden@", "https://u:hidden@h:x/news",
        "https://u:hidden@h/News*", "https://u:hidden@h/a/b", "https://u:hidden@h/news?x=1", "http://u:hidden@search.example",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ConfigError) as error:
        Server.of(text)
    assert "hidden" not in str(error.value)


def test_the_setting_is_an_address_or_a_file_that_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORANTO_SEARCH_URL", raising=False)
    assert (search_url(), search_server(None)) == (None, None)
    (tmp_path / "url").write_text("https://clerk:a%40b@search.example:9200/news\n")
    monkeypatch.setenv("CORANTO_SEARCH_URL", f"@{tmp_path / 'url'}")
    wanted = Server(url="https://search.example:9200", name="news", user="clerk", password="a@b")
    assert search_server(search_url()) == wanted
    place = Place(archive="a", server=wanted)
    assert Place.from_json(place.to_json()) == place
    assert place.index_place == wanted


def test_a_verb_says_in_one_line_that_the_server_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORANTO_SEARCH_URL", f"http://u:{PASSWORD.replace('/', '%2F')}@127.0.0.1:1/news")
    done = CliRunner().invoke(main, ["--at", str(tmp_path), "search", "rail"])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "the search server at http://127.0.0.1:1 does not answer" in done.output
    assert PASSWORD not in done.output


def test_without_the_setting_nothing_loads_the_client(tmp_path: Path) -> None:
    program = (
        "import sys; from pipelines.corpus import Corpus; print(int(Corpus.open(sys.argv[1]).count('rail')),"
        " 'opensearchpy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["0", "False"]


def test_without_the_client_its_extra_is_named() -> None:
    program = (
        "import sys; sys.modules['opensearchpy'] = None\n"
        "from pipelines.corpus import Server; from pipelines.corpus.engine import open_reader, open_writer\n"
        "from pipelines.errors import ConfigError\n"
        "for opening in (open_reader, open_writer):\n"
        "    try: opening(Server.of('http://127.0.0.1:1'))\n"
        "    except ConfigError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.count("install coranto[opensearch]") == 2


# Documents, in bounded requests


def bulks(peer: DocumentServer) -> list[list[Any]]:
    return [asked.lines for asked in peer.asked if asked.path.endswith("/_bulk")]


def test_documents_go_in_bounded_requests(peer: DocumentServer, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = writer_of(peer)
    writer.add([document(number) for number in range(1201)])
    assert [len(lines) // 2 for lines in bulks(peer)] == [500, 500, 201]
    monkeypatch.setattr(opensearch_writer, "LARGEST", 20_000)
    peer.asked.clear()
    writer.add([document(number) for number in range(100)])
    assert len(bulks(peer)) > 2
    assert all(len(asked.body) <= 20_000 for asked in peer.asked)
    assert sum(len(lines) for lines in bulks(peer)) == 200


def test_only_what_the_server_had_no_time_for_is_sent_again(peer: DocumentServer) -> None:
    writer = writer_of(peer)
    late = item("index", "2-a", 429, "opensearch_rejected_execution_exception", "queue full")
    rest = [{"index": {"_id": f"{number}-a", "status": 201}} for number in (1, 3)]
    peer.faults += [
        once("_bulk", (429, refused("opensearch_rejected_execution_exception", "queue full", 429))),
        once("_bulk", (200, {"errors": True, "items": [rest[0], late, rest[1]]})),
    ]
    writer.add([document(number) for number in (1, 2, 3)])
    ids = [[line["index"]["_id"] for line in lines[::2]] for lines in bulks(peer)]
    assert ids == [["1-a", "2-a", "3-a"], ["1-a", "2-a", "3-a"], ["2-a"]]


def _one_wrong(status: int, kind: str, reason: str) -> Fault:
    def fault(asked: Asked) -> Any:
        if not asked.path.endswith("/_bulk"):
            return None
        ids = [next(iter(line.values()))["_id"] for line in asked.lines if "index" in line]
        items = [{"index": {"_id": one, "status": 201}} for one in ids[:-1]]
        return 200, {"errors": True, "items": [*items, item("index", ids[-1], status, kind, reason)]}

    return fault


BAD_ITEMS: dict[str, tuple[int, str, str, type[CorpusError], str]] = {
    "not understood": (400, "strict_dynamic_mapping_exception", "mapping set to strict", ServerError, "row 3-a .*strict"),
    "too late": (409, "version_conflict_engine_exception", "version conflict", IndexBusy, "only one may"),
    "full": (429, "cluster_block_exception", BLOCKED, ServerError, "room on its disk"),
    "read only": (403, "cluster_block_exception", BLOCKED, ServerError, "read_only_allow_delete"),
    "busy for long": (429, "opensearch_rejected_execution_exception", "queue full", ServerError, "row 3-a .*429"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ITEMS)
def test_a_document_that_is_not_taken_is_an_error(peer: DocumentServer, name: str) -> None:
    status, cause, reason, kind, said = BAD_ITEMS[name]
    writer = writer_of(peer)
    peer.faults += [_one_wrong(status, cause, reason)] * (1 + opensearch_writer.TRIES)
    with pytest.raises(kind, match=said):
        writer.add([document(number) for number in (1, 2, 3)])
    assert len(bulks(peer)) == (1 + opensearch_writer.TRIES if status == 429 else 1)


def test_the_client_alone_would_say_nothing_of_it(peer: DocumentServer) -> None:
    """The twin: an answer of 200 with an error within."""
    writer = writer_of(peer)
    peer.faults.append(_one_wrong(400, "strict_dynamic_mapping_exception", "mapping set to strict"))
    lines = '{"index": {"_id": "1-a", "version": 1}}\n{}\n'
    assert writer.client.bulk(body=lines, index=writer.alias)["errors"] is True


@pytest.mark.parametrize(
    ("status", "said"), [(429, "too much to do"), (413, "http.max_content_length"), (403, "rights")]
)
def test_a_request_that_is_refused_whole_is_an_error(peer: DocumentServer, status: int, said: str) -> None:
    writer = writer_of(peer)
    answer = (status, refused("some_exception", "no", status))
    peer.faults += [once("_bulk", answer)] * (1 + opensearch_writer.TRIES)
    with pytest.raises(ServerError, match=said):
        writer.add([document(1)])


def test_an_index_that_somebody_removed_is_not_made_again_by_its_name(peer: DocumentServer) -> None:
    writer = writer_of(peer)
    writer.add([document(1)])
    assert {asked.params.get("require_alias") for asked in peer.asked} == {"true"}
    peer.indices.clear()
    with pytest.raises(ServerError, match="no search index"):
        writer.add([document(2)])
    assert writer.mark() is None


# The table, followed


@dataclass(slots=True, kw_only=True)
class Day:
    """A day of three pages, of which some hold an article."""

    number: int
    memory: Memory = field(default_factory=Memory)
    attempt: Manifest | None = None

    def add(self, corpus: Corpus, *texts: str) -> None:
        """Its rows in the place of those that it had."""
        told = (*texts, "reject", "reject", "reject")[:3]
        found = [Story(path=f"{self.number}-{i}", text=text, minute=i) for i, text in enumerate(told)]
        if self.attempt is None:
            self.attempt = self.memory.attempt(unit_of(self.number), found)
        by_path = {story.path: story for story in found}
        self.memory.stories = {key: by_path[old.path] for key, old in self.memory.stories.items()}
        add(corpus, self.memory, self.attempt)


def in_table(corpus: Corpus) -> dict[str, Any]:
    rows = corpus.tables.load("articles").scan(selected_fields=ix.COLUMNS).to_arrow().to_pylist()
    return {row["id"]: {name: row[name] for name in ix.COLUMNS} for row in rows}


def on_server(peer: DocumentServer, server: Server) -> dict[str, Any]:
    rows = peer.rows(opensearch.alias_of(server))
    return {id: ix.restored(json.dumps(row)) for id, row in rows.items()}  # noqa: A001


@pytest.fixture
def corpus(peer: DocumentServer, tmp_path: Path) -> Corpus:
    """With one day in the table, and on the server."""
    made = Corpus.open(tmp_path, index=server_of(peer))
    Day(number=0).add(made, "rail", "bus")
    with Indexer(made.tables, made.index) as indexer:
        assert indexer.step()
        assert not indexer.step()
    return made


def test_the_server_has_the_rows_of_the_table_whatever_becomes_of_them(
    peer: DocumentServer, corpus: Corpus
) -> None:
    server, day = corpus.index, Day(number=1)
    assert isinstance(server, Server)
    assert on_server(peer, server) == in_table(corpus)
    made = set(peer.indices)
    with Indexer(corpus.tables, server) as indexer:
        for texts in (("tram",), ("tram", "ferry"), ("ferry, late",), ("reject", "coach")):
            day.add(corpus, *texts)
            assert indexer.step()
            assert on_server(peer, server) == in_table(corpus)
    assert set(peer.indices) == made, "followed, not made anew"
    assert open_reader(server).mark() == mark_of_table(corpus.tables.load("articles"))


def test_an_index_that_is_made_anew_takes_over_when_it_is_whole(peer: DocumentServer, corpus: Corpus) -> None:
    server = corpus.index
    assert isinstance(server, Server)
    (old,) = peer.indices
    peer.indices[old].documents["mark"] = ({"row": '{"shown": null, "towards": null, "place": ""}'}, 1)
    peer.faults.append(once("_bulk", (500, refused("x", "broken", 500))))
    with Indexer(corpus.tables, server) as indexer:
        with pytest.raises(ServerError):
            indexer.step()
        assert peer.indices[old].aliases == {opensearch.alias_of(server)}, "searches go on there"
        assert indexer.step()
    (new,) = peer.indices
    assert new != old
    assert peer.indices[new].aliases == {opensearch.alias_of(server)}
    assert on_server(peer, server) == in_table(corpus)


def _breaking_off(corpus: Corpus, peer: DocumentServer) -> None:
    """A writer that is killed when it has sent its documents, before it says so."""
    with Indexer(corpus.tables, corpus.index) as indexer:
        peer.faults.append(
            lambda asked: (500, {}) if asked.path.endswith("_refresh") and bulks(peer) else None
        )
        peer.asked.clear()
        with pytest.raises(ServerError):
            indexer.step()


@pytest.mark.parametrize("protected", [True, False])
def test_what_a_killed_writer_had_sent_does_not_stay_behind(
    peer: DocumentServer, corpus: Corpus, protected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(number=1)
    day.add(corpus, "tram")
    _breaking_off(corpus, peer)
    day.add(
        corpus, "reject", "ferry"
    )  # in the place of the tram, which no difference to the mark tells any more
    if not protected:
        monkeypatch.setattr(OpenSearchWriter, "begin", _straight(OpenSearchWriter.begin))
    with Indexer(corpus.tables, corpus.index) as indexer:
        assert indexer.step()
    assert isinstance(corpus.index, Server)
    assert (on_server(peer, corpus.index) == in_table(corpus)) == protected


def _straight(begin: Callable[..., ix.Mark]) -> Callable[..., ix.Mark]:
    def straight(self: OpenSearchWriter, wanted: ix.Mark, place: str) -> ix.Mark:
        begin(self, wanted, place)
        self._wanted = wanted
        return wanted

    return straight


def test_of_two_writers_the_slower_one_gives_way(peer: DocumentServer, corpus: Corpus) -> None:
    server, table = corpus.index, corpus.tables.load("articles")
    assert isinstance(server, Server)
    first, second = OpenSearchWriter(server), OpenSearchWriter(server)
    shown, place = mark_of_table(table), table.location()
    later = ix.Mark(table=shown.table, snapshot=7, sequence=shown.sequence + 1)
    latest = ix.Mark(table=shown.table, snapshot=8, sequence=shown.sequence + 2)
    assert first.begin(later, place) == later
    assert second.begin(latest, place) == later, "first where the other one was going"
    second.commit(later)
    assert second.begin(latest, place) == latest
    second.add([document(1)])
    with pytest.raises(IndexBusy):
        first.add([document(1)])
    with pytest.raises(IndexBusy):
        first.commit(later)
    second.commit(latest)
    with pytest.raises(IndexBusy, match="later state"):
        first.begin(later, place)


def test_a_mark_that_another_one_has_written_is_not_written_over(
    peer: DocumentServer, corpus: Corpus
) -> None:
    server, table = corpus.index, corpus.tables.load("articles")
    assert isinstance(server, Server)
    writer = OpenSearchWriter(server)
    shown = mark_of_table(table)
    peer.faults.append(
        once("_doc/mark", (409, refused("version_conflict_engine_exception", "seqNo", 409)), "PUT")
    )
    with pytest.raises(IndexBusy):
        writer.begin(ix.Mark(table=shown.table, snapshot=7, sequence=shown.sequence + 1), table.location())


def test_a_search_before_any_index_on_the_server_says_what_to_do(peer: DocumentServer) -> None:
    with pytest.raises(CorpusError, match="start the indexer"):
        open_reader(server_of(peer))


def test_another_corpus_on_the_same_server_is_left_alone(peer: DocumentServer, tmp_path: Path) -> None:
    one = server_of(peer)
    other = Server(url=one.url, name=f"{one.name}-new", user=one.user, password=one.password)
    for server in (one, other, one, other):
        writer_of(peer, server)
    assert sorted(alias for held in peer.indices.values() for alias in held.aliases) == sorted(
        map(opensearch.alias_of, (one, other))
    )


def test_the_index_of_another_corpus_is_not_written_over(
    peer: DocumentServer, corpus: Corpus, tmp_path: Path
) -> None:
    other, (held,) = Corpus.open(tmp_path / "other", index=corpus.place.server), peer.indices
    Day(number=3).add(other, "ferry")
    with Indexer(other.tables, other.index) as indexer, pytest.raises(CorpusError, match="name one for this"):
        indexer.step()
    assert isinstance(corpus.index, Server)
    assert on_server(peer, corpus.index) == in_table(corpus)
    assert set(peer.indices) == {held}


def test_a_table_that_was_lost_and_made_again_at_its_place_is_followed(
    peer: DocumentServer, corpus: Corpus
) -> None:
    table = corpus.tables.load("articles")
    writer = OpenSearchWriter(server := corpus.place.server or server_of(peer))
    lost = ix.Mark(table="lost", snapshot=1, sequence=9)
    writer.begin(mark_of_table(table), table.location())
    writer.clear()
    writer.commit(lost)
    with Indexer(corpus.tables, server) as indexer:
        assert indexer.step()
    assert on_server(peer, server) == in_table(corpus)


@pytest.mark.parametrize("trusted", [True, False])
def test_only_a_server_whose_certificate_is_trusted_is_told_the_password(
    trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file) if trusted else "")
    with document_server(authority.context("127.0.0.1")) as peer:
        server = Server.of(f"{peer.url.replace('https://', 'https://clerk:a@')}/news")
        if trusted:
            assert writer_of(peer, server).mark() == NOTHING
        else:
            with pytest.raises(ServerError, match=r"not trusted.*SSL_CERT_FILE"):
                open_writer(server).mark()
            assert peer.asked == []
