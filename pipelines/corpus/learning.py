"""What a site's pages in the archive have in common."""

from collections.abc import Iterator

from pipelines.archive import Archive
from pipelines.archive.manifests import manifests
from pipelines.clean import clean
from pipelines.clean.memory import Reading, learn
from pipelines.corpus.columns import Task
from pipelines.corpus.rows import tasks
from pipelines.corpus.source import ArchiveSource
from pipelines.errors import CorpusError
from pipelines.record import SiteMemory

MOST = 1000
"""Pages looked at, the latest ones: what a site no longer prints is no longer worth knowing."""


def learned(archive: Archive, site: str, *, most: int = MOST) -> SiteMemory:
    """The memory of a site, from the pages that its manifests name, each cleaned without any memory."""
    wanted = [t for t in tasks(tuple(manifests(archive, site))) if t.entry.end != "gone"][-most:]
    if not wanted:
        raise CorpusError(f"nothing of site {site} is in {archive}; crawl or import first")
    return learn(site, _readings(archive, wanted))


def _readings(archive: Archive, wanted: list[Task]) -> Iterator[Reading]:
    source = ArchiveSource(archive)
    for task in wanted:
        yield Reading(result=clean(source.page(task.where), task.hints), captured=task.captured)
