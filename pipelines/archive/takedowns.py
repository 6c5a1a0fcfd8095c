"""Receipts of what must no longer be shown: which records or addresses, who said so, when and why.

``takedowns/<uuid7>.json``, put once. What is derived from the archive leaves these captures out, now and whenever it is
made again; frozen corpora list them as withdrawn, and replay shows none of them, neither as a page nor as a part of one.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from pipelines.archive import Archive, lookup, plain
from pipelines.archive.manifests import new_id
from pipelines.archive.surt import surt
from pipelines.errors import ArchiveError

PREFIX = "takedowns/"
SECONDS = 5.0
"""How long a server goes on with the receipts that it knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """One receipt, of records or of addresses."""

    records: tuple[str, ...] = ()
    """WARC-Record-IDs, without angle brackets."""
    addresses: tuple[str, ...] = ()
    """Opted out: a URL, all that begin so (``https://a.example/x*``), or a domain (``*.a.example``); all captures, those
    to come too."""
    by: str
    at: datetime
    why: str

    @property
    def said(self) -> str:
        """In two words what became of it."""
        return "opted out" if self.addresses else "taken down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """All that must not be shown."""

    records: dict[str, Takedown] = field(default_factory=dict)
    """The first receipt of each record."""
    spans: tuple[tuple[bytes, bytes, Takedown], ...] = ()
    """Of each address that was opted out where its lines in the index begin, and before what they end."""

    def __bool__(self) -> bool:
        return bool(self.records or self.spans)

    def of(self, record: str, url: str | None) -> Takedown | None:
        """The receipt of a capture; None for what may be shown."""
        found = self.records.get(record)
        return found or (self._at(f"{surt(url)} ".encode()) if url and self.spans else None)

    def capture(self, found: lookup.Capture) -> Takedown | None:
        """The same for a line of the index of captures."""
        return self._at(found.line) or (
            self.records.get(found.fields.get("id", "")) if self.records else None
        )

    def shows(self, found: lookup.Capture) -> bool:
        """May a capture be shown?"""
        return self.capture(found) is None

    def _at(self, line: bytes) -> Takedown | None:
        return next((receipt for start, end, receipt in self.spans if start <= line < end), None)


def put_takedown(archive: Archive, takedown: Takedown) -> str:
    """Keep a receipt; returns its key. QueryError where an address is none."""
    _spans(takedown)
    key = f"{PREFIX}{new_id()}.json"
    archive.objects.put(key, plain.encode(takedown), media_type="application/json")
    receipts_of(archive).forget()
    return key


def withheld(archive: Archive) -> Withheld:
    """What the receipts say now."""
    return held_by(_read(archive, key) for key in _keys(archive))


def held_by(receipts: Iterable[Takedown]) -> Withheld:
    """What receipts say, in the order in which they were made."""
    records: dict[str, Takedown] = {}
    spans: list[tuple[bytes, bytes, Takedown]] = []
    for receipt in receipts:
        records = dict.fromkeys(receipt.records, receipt) | records
        spans += _spans(receipt)
    return Withheld(records=records, spans=tuple(spans))


class Receipts:
    """The receipts for who asks often: each is read once, and looked for again after :data:`SECONDS`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._read: dict[str, Takedown] = {}
        self._held = Withheld()
        self._until = 0.0

    def now(self) -> Withheld:
        """What must not be shown; what the store raises where nobody can know."""
        with self._lock:
            if time.monotonic() >= self._until:
                keys = _keys(self._archive)
                if keys != list(self._read):
                    self._read = {key: self._read.get(key) or _read(self._archive, key) for key in keys}
                    self._held = held_by(self._read.values())
                self._until = time.monotonic() + SECONDS
            return self._held

    def forget(self) -> None:
        """Look again when next asked."""
        self._until = 0.0


@lru_cache(16)
def receipts_of(archive: Archive) -> Receipts:
    """The receipts of an archive, the same for all who ask in this process."""
    return Receipts(archive)


def _keys(archive: Archive) -> list[str]:
    return sorted(held.key for held in archive.objects.list(PREFIX))


def _read(archive: Archive, key: str) -> Takedown:
    try:
        return plain.decode(Takedown, archive.objects.read(key))
    except ValueError as e:
        raise ArchiveError(f"{key}: not a takedown: {e}; restore it from the replica") from e


def _spans(receipt: Takedown) -> list[tuple[bytes, bytes, Takedown]]:
    return [(*lookup.span(lookup.Query(url=address)), receipt) for address in receipt.addresses]
