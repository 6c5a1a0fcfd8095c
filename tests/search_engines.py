"""The four calls of a search engine, and the engines that the contract tests ask.

Another engine, as OpenSearch on a server of yours, joins by one more entry in ``ENGINES``; what it has to answer is in
``test_search_contract.py``.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from pipelines.corpus import index as ix
from pipelines.corpus.counting import Histogram, histogram
from pipelines.corpus.forms import Known
from pipelines.corpus.question import Question
from pipelines.corpus.search import Searcher


class Found(Protocol):
    """Hits in order."""

    @property
    def total(self) -> int:
        """Of all hits, exact."""

    @property
    def rows(self) -> tuple[tuple[ix.Row, float], ...]:
        """The rows of this page with their scores."""

    @property
    def next(self) -> str | None:
        """Cursor of the next page."""


class Engine(Protocol):
    """An index of articles; what it was told is found when a call returns."""

    def index(self, rows: Iterable[ix.Row]) -> None:
        """Put rows in; each is its article's current text, and replaces what stood there under its id."""

    def delete(self, ids: Iterable[str]) -> None:
        """Take rows out; ids that are not there are passed over."""

    def search(self, question: Question) -> Found:
        """The page that a question asks for; QueryError where it cannot be asked."""

    def histogram(self, question: Question, interval: str, zone: str | None, by: Any) -> Histogram:
        """Articles over time, by site or language where that is asked for."""


class Tantivy:
    """The engine in the process."""

    def __init__(self, folder: Path) -> None:
        self._index = ix.open_index(folder, make=True)
        self._writer = self._index.writer(15_000_000, 1)
        self._writer.commit()
        self._searcher = Searcher(folder)
        self._forms: Known = {}

    def index(self, rows: Iterable[ix.Row]) -> None:
        """One document a row."""
        made = [ix.fields(row, current=True, first=row["captured"]) for row in rows]
        for one in made:
            self._writer.delete_documents_by_term("id", one["id"])
        ix.write(self._writer, made, self._forms)
        self._writer.commit()

    def delete(self, ids: Iterable[str]) -> None:
        """By term."""
        for one in ids:
            self._writer.delete_documents_by_term("id", one)
        self._writer.commit()

    def search(self, question: Question) -> Found:
        """As everybody searches."""
        return self._searcher.page(question)

    def histogram(self, question: Question, interval: str, zone: str | None, by: Any) -> Histogram:
        """As everybody counts."""
        return histogram(self._searcher, question, interval, zone, by)

    def close(self) -> None:
        """Give the lock back."""
        self._writer.wait_merging_threads()


@contextmanager
def _tantivy(folder: Path) -> Iterator[Engine]:
    engine = Tantivy(folder)
    yield engine
    engine.close()


class Opening(Protocol):
    """How an engine is had, empty, for the tests of one file; the folder is for one that needs it."""

    def __call__(self, folder: Path) -> AbstractContextManager[Engine]: ...


ENGINES: dict[str, Opening] = {"tantivy": _tantivy}
