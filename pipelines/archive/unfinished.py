"""Attempts that no manifest closes yet, as the ``state`` store knows them: who has uncommitted captures, and where.

A machine that dies keeps what its spool holds, and nobody else can read it. So each attempt leaves a mark in the
store when it begins, which goes when its manifest is there: what is marked and not under way is *missing* until
that machine's spool is recovered.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pipelines.archive import Archive, plain
from pipelines.archive.attempt import Attempt
from pipelines.archive.lease import current
from pipelines.archive.manifest import manifest_key
from pipelines.archive.unit import Unit
from pipelines.errors import ArchiveError, NoSuchObject, ObjectExists, StoreError

PREFIX = "attempts/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """One attempt that has begun."""

    attempt: str
    unit: Unit
    started: datetime
    host: str
    folder: str
    """Of its WARC files, on that host."""

    @property
    def key(self) -> str:
        """Of its mark."""
        return f"{PREFIX}{self.unit.site}/{self.attempt}.json"

    def __str__(self) -> str:
        return f"{self.unit.site} {self.unit.span}, begun {self.started:%Y-%m-%d %H:%M} UTC on {self.host}, in {self.folder}"


def mark(archive: Archive, attempt: Attempt, folder: Path) -> None:
    """Say that an attempt has begun; saying it twice is fine."""
    began = Unfinished(
        attempt=attempt.id,
        unit=attempt.unit,
        started=attempt.started,
        host=socket.gethostname(),
        folder=str(folder),
    )
    with suppress(ObjectExists):
        archive.state.swap(began.key, plain.encode(began), etag=None)


def unmark(archive: Archive, site: str, attempt: str) -> None:
    """Say that nothing of it is left in a spool. Where that fails, its manifest says the same."""
    with suppress(StoreError):
        archive.state.delete(f"{PREFIX}{site}/{attempt}.json")


def unfinished(archive: Archive, site: str | None = None) -> tuple[Unfinished, ...]:
    """Every attempt without a manifest, of one site or of all; by site, the oldest first."""
    prefix = f"{PREFIX}{site}/" if site else PREFIX
    found = sorted(_marks(archive, prefix), key=lambda one: (one.unit.site, one.started, one.attempt))
    return tuple(
        one
        for one in found
        if archive.objects.head(manifest_key(one.unit.site, one.unit.span, one.attempt)) is None
    )


def missing(archive: Archive, site: str | None = None) -> tuple[Unfinished, ...]:
    """Those that are not under way: what they hold is missing until their machine recovers its spool.

    Of a site whose lease is held the newest counts as under way; a dead machine's lease ends within a minute.
    """
    left: list[Unfinished] = []
    for name, group in groupby(unfinished(archive, site), lambda one: one.unit.site):
        own = list(group)
        left += own[:-1] if current(archive.state, name) else own
    return tuple(left)


def _marks(archive: Archive, prefix: str) -> Iterator[Unfinished]:
    for listed in archive.state.list(prefix):
        try:
            yield plain.decode(Unfinished, archive.state.read(listed.key))
        except NoSuchObject:  # it has just ended
            continue
        except ValueError as e:
            raise ArchiveError(f"{listed.key} is no mark of an attempt ({e}); remove it") from e
