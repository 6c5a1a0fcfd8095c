"""What lies beside a record in its WARC file: its request and metadata, in the gzip members that follow."""

from collections.abc import Iterator

from pipelines.archive import Archive, warc
from pipelines.archive.frames import RawRecord, bare, raw_records
from pipelines.errors import NoSuchObject, WarcError
from pipelines.page import Where

OPT_OUT = ("xRobotsTag", "metaRobots", "tdmReservation", "tdmPolicy", "tdmrep", "license")
"""Fields of the metadata record by which a publisher says what may be done with a page."""
NEAR = 1 << 18
"""Bytes behind a record that are looked through; request and metadata are small."""


def beside(archive: Archive, where: Where) -> Iterator[RawRecord]:
    """The records that belong to the one at a place and follow it; none where they cannot be gone to."""
    if where.key is None or where.offset is None or where.length is None:
        return
    try:
        with archive.objects.open(where.key, where.offset + where.length, NEAR) as stream:
            for record in raw_records(stream, f"{where.key} behind {where.record_id}"):
                if bare(record.header("WARC-Concurrent-To")) != where.record_id:
                    return
                yield record
    except (NoSuchObject, WarcError):
        return  # the end of the file, or of what was looked through


def opt_outs(archive: Archive, where: Where) -> tuple[tuple[str, str], ...]:
    """The signals kept with a capture, as (name, value)."""
    found = (record for record in beside(archive, where) if record.record_type == "metadata")
    fields = (pair for record in found for pair in warc.read_fields(record.block))
    return tuple((name, value) for name, value in fields if name in OPT_OUT)
