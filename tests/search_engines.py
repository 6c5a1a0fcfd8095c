"""The four calls of a search engine, and the engines that the contract tests ask.

Another engine joins by one more entry in ``ENGINES``; what it has to answer is in ``test_search_contract.py``. OpenSearch is
asked where ``CORANTO_TEST_OPENSEARCH`` is the URL of a server; what the tests put there goes away with them.
"""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from pipelines.corpus import index as ix
from pipelines.corpus.counting import Histogram, histogram
from pipelines.corpus.engine import Page, Reader, Where, Writer, open_reader, open_writer
from pipelines.corpus.question import Question
from pipelines.corpus.server import Server
from pipelines.corpus.writer import FolderWriter

URL = os.environ.get("CORANTO_TEST_OPENSEARCH", "")
NO_SERVER = "needs CORANTO_TEST_OPENSEARCH, the URL of an OpenSearch server"


class Engine:
    """An index of articles; what it was told is found when a call returns."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.writer, self.reader = writer, reader
        self._shown = NOTHING

    def index(self, rows: Iterable[ix.Row]) -> None:
        """Put rows in; each is its article's current text, and replaces what stood there under its id."""
        with self._commit():
            self.writer.add([ix.fields(row, current=True, first=row["captured"]) for row in rows])

    def delete(self, ids: Iterable[str]) -> None:
        """Take rows out; ids that are not there are passed over."""
        with self._commit():
            self.writer.delete(ids)

    def search(self, question: Question) -> Page:
        """The page that a question asks for; QueryError where it cannot be asked."""
        return self.reader.page(question)

    def histogram(self, question: Question, interval: str, zone: str | None, by: Any) -> Histogram:
        """Articles over time, by site or language where that is asked for."""
        return histogram(self.reader, question, interval, zone, by)

    @contextmanager
    def _commit(self) -> Iterator[None]:
        self._shown = replace(self._shown, sequence=self._shown.sequence + 1)
        assert self.writer.begin(self._shown, PLACE) == self._shown
        yield
        self.writer.commit(self._shown)


PLACE = "memory:contract"
NOTHING = ix.Mark(table="contract", snapshot=None, sequence=0)


def _begun(writer: Writer) -> Writer:
    writer.begin(NOTHING, PLACE)
    writer.clear()
    writer.commit(NOTHING)
    return writer


@contextmanager
def _tantivy(folder: Path) -> Iterator[Engine]:
    writer = _begun(FolderWriter(folder, heap=15_000_000))
    yield Engine(writer, open_reader(folder))
    writer.close()


@contextmanager
def _opensearch(folder: Path) -> Iterator[Engine]:
    with index_of("opensearch") as server:
        writer = _begun(open_writer(server or folder))
        yield Engine(writer, open_reader(server or folder))
        writer.close()


@contextmanager
def index_of(engine: str) -> Iterator[Server | None]:
    """An index of its own on the server, which goes away afterwards; None where the engine has it in the folder."""
    if engine == "tantivy":
        yield None
        return
    from pipelines.corpus.opensearch import connected

    server = replace(Server.of(URL), name=f"coranto-test-{uuid.uuid4().hex[:12]}")
    client = connected(server)
    try:
        yield server
    finally:
        for index in client.indices.get_alias(name=f"{server.name}-*"):
            client.indices.delete(index=index)
        client.close()


def held(where: Where, articles: list[str]) -> list[ix.Row]:
    """All rows that an index has of these articles, as they are seen; whoever writes it is not disturbed."""
    if isinstance(where, Server):
        with closing(open_writer(where)) as writer:
            return writer.held(articles)
    index = ix.open_index(where)
    return ix.rows_of(index.searcher(), index.schema, articles)


class Opening(Protocol):
    """How an engine is had, empty, for the tests of one file; the folder is for one that needs it."""

    def __call__(self, folder: Path) -> AbstractContextManager[Engine]: ...


ENGINES: dict[str, Opening] = {"tantivy": _tantivy, "opensearch": _opensearch}
EVERY = (
    "tantivy",
    pytest.param("opensearch", marks=pytest.mark.skipif(not URL, reason=NO_SERVER)),
)
"""For ``parametrize``."""
