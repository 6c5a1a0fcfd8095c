"""Proving one WARC file: its members, the digests that its records state, and the index beside it."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.archive import cdx, http, warc
from pipelines.archive.finish import grouped
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.errors import WarcError
from pipelines.printable import printable

RESTORE = "restore it from a copy of the archive"
REINDEX = "put the index aside and make it again: coranto cdx FILE"
AGAIN = "restore it from a copy, or fetch it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong."""

    file: str
    """Object key or path."""
    offset: int | None = None
    """Of the record, in bytes; None where the file as a whole is meant."""
    what: str
    repair: str
    """What to do about it."""

    def __str__(self) -> str:
        place = self.file if self.offset is None else f"{self.file} at offset {self.offset}"
        return printable(f"{place}: {self.what}; {self.repair}", limit=1000)


def check_file(path: Path, progress: Callable[[str], None] | None = None) -> Iterator[Problem]:
    """What is wrong in one WARC file, and in the index beside it if there is one."""
    if progress:
        progress(str(path))
    problems: list[Problem] = []
    try:
        with path.open("rb") as stream:
            entries = [group.indexed for group in grouped(walk(stream, str(path), problems), path.name)]
    except OSError as e:
        yield Problem(file=str(path), what=e.strerror or "cannot be read", repair="name a WARC file")
        return
    yield from problems
    index = path.with_name(path.name.removesuffix(".warc.gz") + ".cdxj")
    if path.name.endswith(".warc.gz") and index.is_file():
        yield from compare(index.read_bytes(), str(index), cdx.cdxj(entries))


def walk(stream: BinaryIO, name: str, problems: list[Problem]) -> Iterator[RawRecord]:
    """The whole records of a file, to its very end; what is wrong with them is added to ``problems``."""
    try:
        for record in raw_records(stream, name):
            problems.extend(_digests(record, name))
            yield record
    except WarcError as e:
        problems.append(Problem(file=name, what=str(e).removeprefix(name).lstrip(": "), repair=AGAIN))
    while stream.read(1 << 16):  # so that the whole file is hashed
        pass


def _digests(record: RawRecord, name: str) -> Iterator[Problem]:
    stated = (
        ("block", record.header("WARC-Block-Digest"), record.block),
        ("payload", record.header("WARC-Payload-Digest"), _payload(record)),
    )
    for part, digest, data in stated:
        if (
            digest
            and data is not None
            and (made := _digest(digest, data))
            and made != digest.partition(":")[2]
        ):
            what = f"the {part} of {record.record_type} {record.record_id} does not have the digest it states"
            yield Problem(file=name, offset=record.offset, what=what, repair=AGAIN)


def _payload(record: RawRecord) -> bytes | None:
    if record.record_type == "response":
        return http.parse(record.block).payload
    return record.block if record.record_type == "resource" else None


def _digest(stated: str, data: bytes) -> str | None:
    """The digest of data in the form of the stated one; None for algorithms we do not know."""
    algorithm, _, text = stated.partition(":")
    if algorithm.lower() == "sha1":
        return warc.sha1(data).partition(":")[2]
    if algorithm.lower().replace("-", "") == "sha256" and len(text) == 64:
        return hashlib.sha256(data).hexdigest()
    return None


def compare(found: bytes, name: str, expected: bytes) -> Iterator[Problem]:
    """Hold an index against the one that the records give."""
    if found == expected:
        return
    lines, right = found.splitlines(), expected.splitlines()
    differing = (n for n, (a, b) in enumerate(zip(lines, right, strict=False), 1) if a != b)
    number = next(differing, min(len(lines), len(right)) + 1)
    what = f"line {number} is not what the records say ({len(lines)} lines, {len(right)} expected)"
    yield Problem(file=name, what=what, repair=REINDEX)


class Hashed(io.RawIOBase):
    """A stream that is hashed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self.digest.update(data)
        self.size += len(data)
        buffer[: len(data)] = data
        return len(data)
