"""The index beside its table: whoever asks a corpus asks an index that follows the table."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.corpus.engine import Where, open_reader
from pipelines.corpus.tables import Tables
from pipelines.errors import CorpusError, IndexBusy

if TYPE_CHECKING:
    from pipelines.corpus.engine import Reader

FRESH_SECONDS = 30.0


@dataclass(slots=True, kw_only=True)
class Following:
    """An index that is opened once. In a plain folder nobody else follows the table, so we do."""

    index: Where
    tables: Callable[[], Tables]
    alone: bool
    stamp: Callable[[], object] = lambda: None
    """Another one whenever the catalog has changed; None where nobody can say."""
    _shown: object = None
    _searcher: "Reader | None" = field(default=None, repr=False)

    def searcher(self, *, fresh: bool) -> "Reader":
        """The open index; with ``fresh``, or where nobody else follows, one that shows the table as it is now."""
        from pipelines.corpus.indexer import mark_of_table
        from pipelines.corpus.search import wait_for

        end = time.monotonic() + FRESH_SECONDS
        if not (self.alone or fresh):
            return self._open()
        stamp = self.stamp() if self.alone else None  # before the table is looked at
        if stamp is not None and stamp == self._shown:
            return self._open()
        wanted = mark_of_table(self.tables().load("articles"))
        if self.alone:
            self._catch_up()
        while True:
            try:
                searcher = self._open()
                break
            except CorpusError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        wait_for(searcher, wanted, max(end - time.monotonic(), 0.1))
        self._shown = stamp
        return searcher

    def _open(self) -> "Reader":
        if self._searcher is None:
            self._searcher = open_reader(self.index)
        return self._searcher

    def _catch_up(self) -> None:
        from pipelines.corpus.indexer import Indexer, mark_of_table

        table = self.tables().load("articles")
        if self._searcher is not None and self._searcher.mark() == mark_of_table(table):
            return
        try:
            with Indexer(self.tables(), self.index) as indexer:
                indexer.step()
        except IndexBusy:
            return  # another process is at it; the caller waits for its work
