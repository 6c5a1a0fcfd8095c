"""What each index shows, noted in the ``work`` store, so that no writer forgets a snapshot that an index goes on from.

An index notes the snapshot that it shows and the one that it is about to show before it commits: killed at any moment, it
shows one of the two.
"""

import json
import uuid
from collections.abc import Iterable
from pathlib import Path

from pipelines.archive.store import Store

PREFIX = "indexes/"
NAME = "name"
"""File in an index's folder that says what its note is called."""


def note(work: Store, name: str, snapshots: Iterable[int | None]) -> None:
    """Note that the index of this name shows one of these; only its writer may."""
    named = sorted({snapshot for snapshot in snapshots if snapshot is not None})
    work.overwrite(f"{PREFIX}{name}.json", json.dumps({"snapshots": named}).encode())


def shown(work: Store) -> frozenset[int]:
    """Every snapshot that an index may show."""
    notes = [json.loads(work.read(held.key)) for held in work.list(PREFIX)]
    return frozenset(snapshot for said in notes for snapshot in said["snapshots"])


def name_of(folder: Path) -> str:
    """What the note of the index in a folder is called, given to it once."""
    file = folder / NAME
    if not file.exists():
        file.write_text(uuid.uuid4().hex)
    return file.read_text()
