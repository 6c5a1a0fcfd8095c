"""Writing the index in a folder."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pipelines.corpus import index as ix
from pipelines.corpus.forms import Known, Texts, entries
from pipelines.corpus.marks import name_of
from pipelines.errors import CorpusError, IndexBusy

HEAP = 256_000_000
"""Bytes of memory for documents between flushes."""
TOGETHER = 64
"""Documents whose words are looked at together."""


class FolderWriter:
    """Holds the index's writer lock. A commit holds whole changes together with the mark of where they lead."""

    def __init__(self, folder: Path, heap: int = HEAP) -> None:
        self.forms: Known = {}
        self._anew = False
        self.index = ix.open_index(folder, make=True)
        self.name = name_of(folder)
        try:
            self.documents = self.index.writer(heap, 1)
        except ValueError as e:
            if "LockBusy" in str(e):
                raise IndexBusy(f"another process is writing the index in {folder}; only one may") from e
            raise CorpusError(f"the index in {folder} cannot be written: {e}") from e
        self._tidy()

    def mark(self) -> ix.Mark | None:
        """As committed last."""
        self.index.reload()
        return ix.mark_of(self.index)

    def begin(self, wanted: ix.Mark, place: str) -> ix.Mark:
        """Straight there: what was not committed is gone."""
        return wanted

    def held(self, articles: Iterable[str]) -> list[ix.Row]:
        """As committed last."""
        return ix.rows_of(self.index.searcher(), self.index.schema, articles)

    def add(self, made: Iterable[ix.Row]) -> None:
        """With what the dictionary of stems needs for them."""
        texts, left = Texts(), iter(made)
        while some := list(islice(left, TOGETHER)):
            if not self._anew:
                self.delete(one["id"] for one in some)
            for one in some:
                self.documents.add_document(ix.document(one))
            texts.add(some)
        if new := entries(self.forms, texts):
            self.documents.add_document(ix.document({"forms": new, "current": 0}))

    def delete(self, ids: Iterable[str]) -> None:
        """By term."""
        for one in ids:
            self.documents.delete_documents_by_term("id", one)

    def clear(self) -> None:
        """With the next commit."""
        self.documents.delete_all_documents()
        self.forms.clear()
        self._anew = True

    def commit(self, shown: ix.Mark) -> None:
        """All or nothing."""
        self.documents.delete_documents_by_term("mark", "mark")
        self.documents.add_document(ix.mark_document(shown))
        self.documents.commit()
        self._anew = False
        self.index.reload()

    def rollback(self) -> None:
        """To the last commit."""
        self.documents.rollback()
        self._tidy()
        self._anew = False
        self.forms.clear()

    def _tidy(self) -> None:
        """Take away what a commit that never came about left: tantivy numbers files of deletions by what was
        done since the last commit, so the next writer would come upon a name that is taken."""
        self.documents.garbage_collect_files()

    def close(self) -> None:
        """Let merges end and give the lock back."""
        documents = self.documents
        del self.documents
        with suppress(ValueError):
            documents.wait_merging_threads()
