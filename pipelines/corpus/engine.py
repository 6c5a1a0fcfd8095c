"""What search is asked of: the index in a folder, or on a server. Both are read, and written, by the calls said here.

The rows of an index are those of ``articles`` by :data:`.index.COLUMNS`, its documents the fields of :func:`.index.fields`.
"""

from collections.abc import Hashable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipelines.archive.kept import Kept
from pipelines.corpus.server import Server

if TYPE_CHECKING:
    from pipelines.corpus.index import Mark, Row
    from pipelines.corpus.question import Question

Where = Path | Server
"""Where an index is: a folder on a local disk, or a name on a server."""
Item = TypeVar("Item")
_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of current versions with their scores, in order."""

    total: int
    """Of all hits, exact."""
    rows: "tuple[tuple[Row, float], ...]"
    next: str | None
    """Cursor of the page behind; None where there is none."""


class View(Protocol):
    """What a question finds in one state of the index, to be counted."""

    def aggregate(self, asked: dict[str, Any], **flags: int) -> dict[str, Any]:
        """Counts, asked for and answered as tantivy and OpenSearch alike have them, of the hits with these flags."""


class Reader(Protocol):
    """An open index for reading; safe to use from several threads."""

    counted: "Kept[Any, Any]"
    """What was counted lately, by :meth:`generation` and question."""

    def mark(self) -> "Mark | None":
        """What the index shows now; None while it has never been filled."""

    def generation(self) -> Hashable:
        """Another one after each commit: with the same one, the same answers."""

    def page(self, question: "Question") -> Page:
        """The rows that a question's place among the hits leads to; QueryError where it cannot be asked."""

    def total(self, question: "Question") -> int:
        """Articles in all."""

    def rows(self, question: "Question") -> "Iterator[Row]":
        """Every hit's row, newest first."""

    def among(self, question: "Question", field: str, names: Iterable[str]) -> "Iterator[tuple[Row, int]]":
        """The hits whose id or article id is one of these, each with its key in time."""

    def versions(self, id: str) -> "list[Row]":  # noqa: A002  (the word of the interface)
        """The rows of all versions of an article, oldest first; empty where nothing has this id."""

    def view(self, question: "Question") -> AbstractContextManager[View]:
        """One state of the index."""


class Writer(Protocol):
    """An index for its only writer. Nothing is seen before the commit."""

    name: str
    """Tells it from other indexes of the same table, wherever it is written from."""

    def mark(self) -> "Mark | None":
        """What the index shows; None where it has to be made anew."""

    def begin(self, wanted: "Mark", place: str) -> "Mark":
        """Where to go: as wanted, or first where a writer was on its way to that did not arrive.

        ``place`` is where the table is. IndexBusy where another one writes, CorpusError where the index is another corpus's.
        """

    def held(self, articles: Iterable[str]) -> "list[Row]":
        """All rows that the index holds of these articles."""

    def add(self, made: "Iterable[Row]") -> None:
        """Put documents in, given by their fields; each replaces the one that has its id."""

    def delete(self, ids: Iterable[str]) -> None:
        """Take rows out; ids that are not there are passed over."""

    def clear(self) -> None:
        """Begin anew; searches go on in what was there."""

    def commit(self, shown: "Mark") -> None:
        """From here on the index shows what it was told, and this mark with it."""

    def rollback(self) -> None:
        """Forget what was told since the last commit, as far as that can be done: :meth:`begin` does the rest."""

    def close(self) -> None:
        """Let another one write."""


def open_reader(where: Where) -> Reader:
    """The index for reading; CorpusError where there is none yet."""
    if isinstance(where, Server):
        from pipelines.corpus.opensearch_reader import OpenSearchReader

        return OpenSearchReader(where)
    from pipelines.corpus.searcher import Searcher

    return Searcher(where)


def open_writer(where: Where) -> Writer:
    """The index for its only writer, made where it is missing; IndexBusy where another one writes."""
    if isinstance(where, Server):
        from pipelines.corpus.opensearch_writer import OpenSearchWriter

        return OpenSearchWriter(where)
    from pipelines.corpus.writer import FolderWriter

    return FolderWriter(where)


def kept() -> "Kept[Any, Any]":
    """Room for what is counted."""
    return Kept(_KEPT)
