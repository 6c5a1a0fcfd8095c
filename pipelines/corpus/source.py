"""The archive as the source of a unit's rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.archive import Archive, cdx, manifests
from pipelines.archive.manifest import Manifest
from pipelines.archive.memories import recalled
from pipelines.archive.read import page_at
from pipelines.archive.takedowns import Withheld
from pipelines.archive.unit import Unit
from pipelines.corpus.rows import UnitRows, unit_rows
from pipelines.errors import CorpusError
from pipelines.page import Page, Where


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Pages and captures out of the archive's WARC files and their indexes."""

    archive: Archive

    def page(self, where: Where) -> Page:
        """The page at a place."""
        return page_at(self.archive, where)

    def captures(self, manifest: Manifest) -> Iterator[dict[str, Any]]:
        """One row for each response, revisit or resource of the manifest's WARC files."""
        for stored in manifest.warcs:
            key = stored.cdxj.key
            for entry in cdx.read(self.archive.objects.read(key), key):
                yield {
                    "record_id": entry.record_id,
                    "captured": entry.captured,
                    "url": entry.url,
                    "record_type": entry.record_type,
                    "status": entry.status,
                    "media_type": entry.mime,
                    "payload_sha256": entry.sha256 or None,
                    "warc_key": stored.warc.key,
                    "warc_offset": entry.offset,
                    "warc_length": entry.length,
                }


def rows_of(archive: Archive, unit: Unit, attempts: Iterable[Manifest], without: Withheld) -> UnitRows:
    """The rows that a unit's manifests make, cleaned with the memory that each names."""
    from pipelines.clean import clean

    return unit_rows(unit, recalled(archive, attempts), ArchiveSource(archive), clean, without)


def manifests_of(archive: Archive, unit: Unit) -> tuple[Manifest, ...]:
    """All manifests of a unit, of which its rows are a function."""
    found = tuple(m for m in manifests.manifests(archive, unit=unit) if m.unit == unit)
    if not found:
        raise CorpusError(
            f"nothing is committed for unit {unit.site} {unit.span} in {archive.objects.url}; crawl or import first"
        )
    return found
