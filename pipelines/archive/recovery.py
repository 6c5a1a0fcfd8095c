"""Committing what lies in this machine's spool, of any site: after a crash, or when a dead worker is back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive import Archive
from pipelines.archive.finish import ATTEMPT, recover
from pipelines.archive.lease import hold
from pipelines.archive.manifest import Manifest
from pipelines.archive.spool import lock
from pipelines.errors import ArchiveError, LeaseBusy


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What came of one site's folder."""

    site: str
    manifests: tuple[Manifest, ...] = ()
    why_not: str | None = None
    """Why the folder had to be left as it is."""


def recover_spool(archive: Archive, owner: str) -> Iterator[Recovered]:
    """Commit what every site's folder holds; sites that somebody crawls at the moment are left to that crawl."""
    for site, folder in left_behind(archive.spool):
        try:
            with hold(archive.state, site, owner), lock(folder, 0):
                yield Recovered(site=site, manifests=recover(folder, archive))
        except (LeaseBusy, ArchiveError) as e:
            yield Recovered(site=site, why_not=str(e))


def left_behind(spool: Path | None) -> list[tuple[str, Path]]:
    """Sites with attempts in the spool, and their folders; also those that are crawled now."""
    if spool is None or not spool.is_dir():
        return []
    return sorted({(path.parent.name, path.parent) for path in spool.glob(f"*/*{ATTEMPT}")})
