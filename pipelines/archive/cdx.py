"""The index beside each WARC file: CDXJ lines, one a response, revisit or resource, sorted.

Beside the usual fields a line has ours: ``id`` (WARC-Record-ID), ``sha256`` and ``size`` (of the payload,
in bytes; a revisit's is elsewhere), ``date`` (WARC-Date with microseconds) and ``truncated``; other tools ignore them.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from pipelines.archive import http, warc
from pipelines.archive.frames import RawRecord, bare, raw_records
from pipelines.archive.surt import stamp, surt
from pipelines.errors import WarcError

TYPES = frozenset({"response", "revisit", "resource"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cdxj(entries: Iterable[warc.Indexed]) -> bytes:
    """The index of one WARC file."""
    return b"".join(sorted(line(entry) for entry in entries if entry.record_type in TYPES))


def line(entry: warc.Indexed) -> bytes:
    """One line, with its line end."""
    fields: dict[str, Any] = {
        "url": entry.url,
        "mime": entry.mime,
        "status": None if entry.status is None else str(entry.status),
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.filename,
        "id": entry.record_id,
        "sha256": entry.sha256 or None,
        "size": None if entry.record_type == "revisit" else str(entry.payload_length),
        "date": warc.date(entry.captured),
        "truncated": "true" if entry.truncated else None,
    }
    told = orjson.dumps({name: held for name, held in fields.items() if held is not None})
    return f"{surt(entry.url)} {stamp(entry.captured)} ".encode() + told + b"\n"


def read(data: bytes, name: str) -> Iterator[warc.Indexed]:
    """The entries of an index; WarcError names the line that is none."""
    for number, text in enumerate(data.splitlines(), 1):
        try:
            fields = orjson.loads(text.split(b" ", 2)[2])
            yield warc.Indexed(
                url=fields["url"],
                captured=datetime.fromisoformat(fields["date"]),
                record_type=_type(fields),
                record_id=fields["id"],
                mime=fields.get("mime"),
                status=int(fields["status"]) if "status" in fields else None,
                digest=fields.get("digest"),
                sha256=fields.get("sha256", ""),
                payload_length=int(fields.get("size", -1)),
                truncated="truncated" in fields,
                filename=fields["filename"],
                offset=int(fields["offset"]),
                length=int(fields["length"]),
            )
        except (ValueError, KeyError, IndexError, TypeError) as e:
            raise WarcError(f"{name}, line {number}: no CDXJ line of ours; run coranto check --repair") from e


def _type(fields: dict[str, Any]) -> str:
    if fields.get("mime") == "warc/revisit":
        return "revisit"
    return "response" if "status" in fields else "resource"


def of_file(path: Path) -> bytes:
    """The index of any WARC file, ours or another's. A cut file raises WarcError."""
    with path.open("rb") as stream:
        return cdxj(of_records(raw_records(stream, str(path)), path.name))


def of_records(records: Iterable[RawRecord], filename: str) -> Iterator[warc.Indexed]:
    """The entries of a file's records; a revisit gets the SHA-256 that its metadata record states."""
    last: warc.Indexed | None = None
    for record in records:
        if record.record_type == "metadata" and last is not None and last.record_type == "revisit":
            told = dict(warc.read_fields(record.block))
            if bare(record.header("WARC-Concurrent-To")) == last.record_id and warc.SHA256 in told:
                last = replace(last, sha256=told[warc.SHA256])
        elif record.record_type in TYPES and record.length is not None:  # else no reader could seek it
            if last is not None:
                yield last
            last = of_record(record, filename)
    if last is not None:
        yield last


def of_record(record: RawRecord, filename: str, sha256: str | None = None) -> warc.Indexed:
    """What an index says about a record that was read. A revisit's payload is elsewhere: pass its SHA-256."""
    is_http = record.record_type in {"response", "revisit"}
    message = http.parse(record.block) if is_http else None
    payload = message.payload if message else record.block
    media = (message.header("content-type") if message else record.header("Content-Type")) or ""
    if record.record_type == "revisit":
        media, found = "warc/revisit", sha256 or ""
    else:
        found = hashlib.sha256(payload).hexdigest()
    return warc.Indexed(
        url=record.url,
        captured=record.captured or _EPOCH,
        record_type=record.record_type,
        record_id=record.record_id,
        mime=re.split(r"[;\s]", media)[0] or None,
        status=message.status if message else None,
        digest=record.header("WARC-Payload-Digest") or warc.sha1(payload),
        sha256=found,
        payload_length=-1 if record.record_type == "revisit" else len(payload),
        truncated=record.header("WARC-Truncated") is not None,
        filename=filename,
        offset=record.offset or 0,
        length=record.length or 0,
    )
