"""Single captures as one WACZ file: each record with what lies beside it, byte for byte, and originals of revisits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from pipelines.archive import Archive, cdx
from pipelines.archive.beside import beside
from pipelines.archive.foreign import refers_of
from pipelines.archive.frames import RawRecord
from pipelines.archive.read import located, original_of
from pipelines.archive.wacz import Exported, local, whole, write_index, write_package, write_pages
from pipelines.errors import ArchiveError, ConfigError
from pipelines.page import Where

FILE = "captures.warc.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One capture for the export."""

    where: Where
    url: str
    captured: datetime


def export_records(
    archive: Archive,
    output: Path,
    wanted: Iterable[Wanted],
    title: str,
    description: str,
    progress: Callable[[str], None] = lambda _: None,
) -> Exported:
    """Write these captures; those in files that a WACZ cannot have (ARC, zstd) are named in ``left_out``."""
    pages: list[tuple[str, str, datetime]] = []
    with whole(output) as (out, folder):
        path = folder / FILE
        with path.open("wb") as file:
            copying = _Copying(archive=archive, file=file)
            for number, one in enumerate(wanted, 1):
                progress(f"capture {number}")
                if copying.copy(one.where):
                    pages.append((one.where.record_id, one.url, one.captured))
        if not pages:
            raise ConfigError("none of these captures can be in a WACZ file; nothing was written")
        out.add(f"archive/{FILE}", local(path))
        lines = folder / "all.cdxj"
        lines.write_bytes(cdx.of_file(path))
        captures = write_index(out, lines, folder)
        count = write_pages(out, folder, pages)
        write_package(out, title, description)
    done = Exported(warcs=1, pages=count, captures=captures, bytes=output.stat().st_size)
    return replace(done, left_out=tuple(sorted(copying.left_out)))


@dataclass(slots=True, kw_only=True)
class _Copying:
    archive: Archive
    file: IO[bytes]
    done: set[tuple[str, int]] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def copy(self, where: Where) -> bool:
        """Copy the gzip members of a record and of what lies beside it; False where there are none."""
        record, key = located(self.archive, where)
        if key is None or not key.lower().endswith(".gz") or record.offset is None or record.length is None:
            self.left_out.add(key or where.record_id)
            return False
        if (key, record.offset) not in self.done:
            self.done.add((key, record.offset))
            place = replace(where, key=key, offset=record.offset, length=record.length)
            for body in self._members(record, place):
                self.file.write(body)
            if record.record_type == "revisit":
                original = original_of(self.archive, refers_of(record))
                if original is None:
                    raise ArchiveError(
                        f"{where.record_id}: its original is not in the archive; run coranto check"
                    )
                self.copy(original)
        return True

    def _members(self, record: RawRecord, place: Where) -> Iterator[bytes]:
        assert place.key is not None
        assert place.offset is not None
        assert place.length is not None
        yield self.archive.objects.read(place.key, place.offset, place.length)
        for other in beside(self.archive, place):
            if other.offset is not None and other.length is not None:
                yield self.archive.objects.read(
                    place.key, place.offset + place.length + other.offset, other.length
                )
