"""What the ledger knows: pages draw with every count what it may miss, as of a minute ago; programs are told what it is now."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.archive.kept import Kept
from pipelines.corpus.counting import start_of
from pipelines.corpus.frame import Frame, frame
from pipelines.corpus.holes import Known, known, known_of, ledgered
from pipelines.corpus.intervals import INTERVALS
from pipelines.corpus.ledgered import Days, Ledgered
from pipelines.corpus.question import Question
from pipelines.errors import CorantoError

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

log = logging.getLogger("uvicorn.error")
SECONDS = 60.0
"""How long what the table says is good for."""
MOST_KNOWN, MOST_KEPT = 8, 256
"""What is known names every hole, which may be many MiB; days by label are few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ledger:
    """The table as it was read, and what was concluded from it."""

    location: str
    """Of the table's metadata: another one after each commit."""
    rows: Ledgered
    known: Kept[Frame, Known] = field(default_factory=lambda: Kept(MOST_KNOWN))
    over: Kept[tuple[Frame, str, str, str], tuple[Days, ...]] = field(default_factory=lambda: Kept(MOST_KEPT))


@dataclass(slots=True)
class Holes:
    """The coverage table, read again at most once a minute, and beside the request that finds it old."""

    corpus: "Corpus"
    _held: _Ledger | None = None
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _newer: Kept[tuple[str, Frame], Known] = field(default_factory=lambda: Kept(MOST_KNOWN))

    def now(self, text: str, **bounds: Any) -> Known:
        """What is known at this moment; of a table that has changed, only what the search is of is read, once."""
        question = Question(text=text, sites=self.corpus.members, **bounds)
        held, location = self._ledger(), self._location()
        if held.location == location:
            return held.known.get(frame(question), lambda: known_of(held.rows, question))
        return self._newer.get((location, frame(question)), lambda: known(self.corpus.tables, question))

    def known(self, text: str, **bounds: Any) -> Known:
        """What was known lately of the sites and days of a search, with bounds as of :class:`~pipelines.corpus.question.Question`."""
        question = Question(text=text, sites=self.corpus.members, **bounds)
        held = self._ledger()
        return held.known.get(frame(question), lambda: known_of(held.rows, question))

    def over(self, text: str, interval: str, labels: Sequence[str], **bounds: Any) -> tuple[Days, ...]:
        """The site days of some labels of a count over time, which follow upon each other."""
        if not labels:
            return ()
        place = frame(Question(text=text, sites=self.corpus.members, **bounds))
        held = self._ledger()

        def days() -> tuple[Days, ...]:
            kind, starts = INTERVALS[interval], [start_of(interval, label) for label in labels]
            return held.rows.days(place, [(start, kind.after(start)) for start in starts])

        return held.over.get((place, interval, labels[0], labels[-1]), days)

    def _ledger(self) -> _Ledger:
        with self._lock:
            if self._held is None:
                self._held = self._read(None)
                self._until = time.monotonic() + SECONDS
            elif time.monotonic() > self._until:
                self._until = time.monotonic() + SECONDS
                threading.Thread(target=self._refresh, args=(self._held,), daemon=True).start()
            return self._held

    def _refresh(self, old: _Ledger) -> None:
        try:
            self._held = held = self._read(old)
            everything = Question()
            held.known.get(frame(everything), lambda: known_of(held.rows, everything))
        except CorantoError as error:
            log.warning("the ledger of %s cannot be read again: %s", old.location, error)

    def _read(self, old: _Ledger | None) -> _Ledger:
        location = self._location()
        if old is not None and old.location == location:
            return old
        return _Ledger(location=location, rows=ledgered(self.corpus.tables))

    def _location(self) -> str:
        location: str = self.corpus.tables.load("coverage").metadata_location
        return location
