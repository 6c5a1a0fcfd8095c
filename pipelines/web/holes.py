"""What the ledger knows, kept for a minute: pages draw with every count what it may miss."""

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.corpus.holes import Known, Ledgered, known_of, ledgered
from pipelines.corpus.question import Question

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

SECONDS = 60.0
"""How long what the table says is good for."""


@dataclass(slots=True)
class Holes:
    """The coverage table, read again at most once a minute."""

    corpus: "Corpus"
    _held: Ledgered | None = None
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def known(self, text: str, **bounds: Any) -> Known:
        """What is known of the sites and days of a search, with bounds as of :class:`~pipelines.corpus.question.Question`."""
        with self._lock:
            if self._held is None or time.monotonic() > self._until:
                self._held = ledgered(self.corpus.tables)
                self._until = time.monotonic() + SECONDS
            held = self._held
        return known_of(held, Question(text=text, sites=self.corpus.members, **bounds))
