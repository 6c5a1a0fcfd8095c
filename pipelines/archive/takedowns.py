"""Receipts of takedowns: which records must no longer be shown, who said so, when and why.

``takedowns/<uuid7>.json``, put once. What is derived from the archive leaves these records out, now and whenever it is
made again; frozen corpora list them as withdrawn.
"""

from dataclasses import dataclass
from datetime import datetime

from pipelines.archive import Archive, plain
from pipelines.archive.manifests import new_id
from pipelines.errors import ArchiveError

PREFIX = "takedowns/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """One receipt."""

    records: tuple[str, ...]
    """WARC-Record-IDs, without angle brackets."""
    by: str
    at: datetime
    why: str


def put_takedown(archive: Archive, takedown: Takedown) -> str:
    """Keep a receipt; returns its key."""
    key = f"{PREFIX}{new_id()}.json"
    archive.objects.put(key, plain.encode(takedown), media_type="application/json")
    return key


def takedowns(archive: Archive) -> dict[str, Takedown]:
    """The first receipt of each record that was taken down, by WARC-Record-ID."""
    found: dict[str, Takedown] = {}
    for key in sorted(held.key for held in archive.objects.list(PREFIX)):
        try:
            receipt = plain.decode(Takedown, archive.objects.read(key))
        except ValueError as e:
            raise ArchiveError(f"{key}: not a takedown: {e}; restore it from the replica") from e
        found = dict.fromkeys(receipt.records, receipt) | found
    return found
