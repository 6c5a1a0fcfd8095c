"""What lies beside a record in its WARC file: its request and metadata, in the gzip members that follow."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pipelines.archive import Archive, warc
from pipelines.archive.frames import LIMIT, RawRecord, bare, raw_records
from pipelines.errors import NoSuchObject, WarcError
from pipelines.page import Where

OPT_OUT = ("xRobotsTag", "metaRobots", "tdmReservation", "tdmPolicy", "tdmrep", "license")
"""Fields of the metadata record by which a publisher says what may be done with a page."""
NEAR = 1 << 18
"""Bytes behind a record that are looked through; request and metadata are small."""
ROW = "row-"
"""Before the name of a column, in the metadata of what was a dump's row."""


def beside(archive: Archive, where: Where, near: int = NEAR) -> Iterator[RawRecord]:
    """The records that belong to the one at a place and follow it; none where they cannot be gone to."""
    if where.key is None or where.offset is None or where.length is None:
        return
    try:
        with archive.objects.open(where.key, where.offset + where.length, near) as stream:
            for record in raw_records(stream, f"{where.key} behind {where.record_id}"):
                if not _belongs(record, where.record_id):
                    return
                yield record
    except (NoSuchObject, WarcError):
        return  # the end of the file, or of what was looked through


def opt_outs(archive: Archive, where: Where) -> tuple[tuple[str, str], ...]:
    """The signals kept with a capture, as (name, value)."""
    found = (record for record in beside(archive, where) if record.record_type == "metadata")
    fields = (pair for record in found for pair in warc.read_fields(record.block))
    return tuple((name, value) for name, value in fields if name in OPT_OUT)


def _belongs(record: RawRecord, record_id: str) -> bool:
    return bare(record.header("WARC-Concurrent-To")) == record_id


def row_of(metadata: RawRecord | None) -> tuple[tuple[str, str], ...]:
    """The columns that a dump's row had beside the text, as (name, value); empty for what was no row."""
    if metadata is None or metadata.record_type != "metadata":
        return ()
    fields = warc.read_fields(metadata.block)
    return tuple(
        (unquote(name.removeprefix(ROW)), warc.unvalue(text)) for name, text in fields if name.startswith(ROW)
    )


def row_at(archive: Archive, where: Where) -> tuple[tuple[str, str], ...]:
    """The columns that were kept with the document at a place."""
    return row_of(next(beside(archive, where, LIMIT), None))


def with_metadata(records: Iterable[RawRecord]) -> Iterator[tuple[RawRecord, RawRecord | None]]:
    """The records of a file, each document of a dump with the record behind it that belongs to it."""
    held: RawRecord | None = None
    try:
        for record in records:
            if held is not None:
                last, held = held, None
                if _belongs(record, last.record_id):
                    yield last, record
                    continue
                yield last, None
            if record.record_type == "resource":
                held = record
            else:
                yield record, None
    except WarcError:  # of a file that is cut: what was whole before it
        if held is not None:
            yield held, None
        raise
    if held is not None:
        yield held, None
