"""Proving one WARC file: its members, the digests that its records state, and the index beside it."""

import base64
import hashlib
import io
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipelines.archive import cdx, http
from pipelines.archive.finish import grouped
from pipelines.archive.foreign import Refers, Seen, refers_of, scan
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.warc import Indexed
from pipelines.errors import WarcError
from pipelines.printable import printable

RESTORE = "restore it from a copy of the archive: coranto check --repair"
REINDEX = "make it again: coranto check --repair"
AGAIN = "restore it from a copy, or fetch it again"
EVERY = 1000
"""Records between two words of progress."""
BESIDE = "check it together with the file that has the original"

_OFFSET = re.compile(r" at offset (\d+): ")
_ALGORITHMS = frozenset({"sha1", "sha256", "sha512", "md5"})


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

    @property
    def place_and_what(self) -> str:
        """Without the remedy."""
        place = self.file if self.offset is None else f"{self.file} at offset {self.offset}"
        return printable(f"{place}: {self.what}", limit=900)

    def __str__(self) -> str:
        return f"{self.place_and_what}; {printable(self.repair, limit=300)}"


@dataclass(slots=True)
class Revisits:
    """Revisits of files that are checked together, until all were seen."""

    seen: Seen = field(default_factory=Seen)
    open: list[tuple[str, int, Refers]] = field(default_factory=list)

    def noting(self, records: Iterable[RawRecord], name: str) -> Iterator[RawRecord]:
        """Pass records on, and remember what refers to what."""
        for record in records:
            if record.record_type == "response":
                self.seen.by_id[record.record_id] = ""
                self.seen.by_url[record.url, record.captured] = ""
            elif record.record_type == "revisit":
                self.open.append((name, record.offset or 0, refers_of(record)))
            yield record

    def dangling(self) -> Iterator[Problem]:
        """Those whose original is in none of the files."""
        for name, offset, refers in self.open:
            if self.seen.of(refers) is None:
                named = refers.record_id or f"{refers.url} of {refers.captured}"
                what = f"a revisit refers to {named}, which is in none of the files"
                yield Problem(file=name, offset=offset, what=what, repair=BESIDE)


def check_file(
    path: Path, progress: Callable[[str], None] | None = None, revisits: Revisits | None = None
) -> Iterator[Problem]:
    """What is wrong in one WARC, ARC or WET file, ours or another's, and in our index beside it if there is one."""
    if progress:
        progress(str(path))
    problems: list[Problem] = []
    crowded: list[int] = []
    try:
        with path.open("rb") as stream:
            records = _apart(told_of(walk(stream, str(path), problems), str(path), progress), crowded)
            noted = revisits.noting(records, str(path)) if revisits else records
            entries = list(cdx.of_records(noted, path.name))
    except OSError as e:
        yield Problem(file=str(path), what=e.strerror or "cannot be read", repair="name a WARC file")
        return
    yield from problems
    if crowded:
        what = f"{len(crowded)} records share members or frames with others, so no index can point to them"
        apart = path.with_name(f"apart-{path.name}")
        repair = f"give each record a member of its own: fastwarc recompress {_quoted(path)} {_quoted(apart)}"
        yield Problem(file=str(path), what=what, repair=repair)
    for index in (path.with_name(path.name.removesuffix(".warc.gz") + ".cdxj"), Path(f"{path}.cdxj")):
        if index != path and index.is_file():
            repair = f"make it again: coranto cdx {_quoted(path)} > {_quoted(index)}"
            yield from compare(index.read_bytes(), str(index), cdx.cdxj(entries), repair)


def _quoted(path: Path) -> str:
    """As a shell takes it."""
    return shlex.quote(str(path))


def told_of(
    records: Iterable[RawRecord], name: str, progress: Callable[[str], None] | None
) -> Iterator[RawRecord]:
    """Pass records on, and tell how many there were: a file may be of gigabytes."""
    for number, record in enumerate(records, 1):
        if progress and number % EVERY == 0:
            progress(f"{name}: {number} records")
        yield record


def _apart(records: Iterable[RawRecord], crowded: list[int]) -> Iterator[RawRecord]:
    for number, record in enumerate(records):
        if record.length is None:
            crowded.append(number)
        yield record


def telling(problems: list[Problem], name: str) -> Callable[[WarcError], None]:
    """What adds an error to the problems of a file."""

    def tell(error: WarcError) -> None:
        text = str(error).removeprefix(name)
        found = _OFFSET.match(text)
        what = text[found.end() :] if found else text.lstrip(": ")
        offset = int(found[1]) if found else None
        problems.append(Problem(file=name, offset=offset, what=what, repair=AGAIN))

    return tell


def walk(stream: BinaryIO, name: str, problems: list[Problem]) -> Iterator[RawRecord]:
    """The whole records of a file, to its very end; what is wrong with them is added to ``problems``."""
    tell = telling(problems, name)
    try:
        for record in raw_records(stream, name, bad=tell):
            problems.extend(digests(record, name))
            yield record
    except WarcError as e:
        tell(e)
    while stream.read(1 << 16):  # so that the whole file is hashed
        pass


def digests(record: RawRecord, name: str) -> Iterator[Problem]:
    """Where the digests that a record states are not those of its bytes."""
    stated = (
        ("block", record.header("WARC-Block-Digest"), iter((record.block,))),
        ("payload", record.header("WARC-Payload-Digest"), _payloads(record)),
    )
    for part, digest, candidates in stated:
        if digest and record.whole and not _agrees(digest, candidates):
            what = f"the {part} of {record.record_type} {record.record_id} does not have the digest it states"
            yield Problem(file=name, offset=record.offset, what=what, repair=AGAIN)


def _payloads(record: RawRecord) -> Iterator[bytes]:
    """The payload as WARC 1.1 means it; then as others took it: still chunked (warcio), or decoded (browsers)."""
    if record.record_type == "response":
        message = http.parse(record.block)
        yield message.payload
        yield record.block[len(message.head) :]
        if message.codings:
            yield http.decode(message.payload, message.codings, len(record.block) * 1000)
    elif record.record_type in {"resource", "conversion"}:
        yield record.block


def _agrees(stated: str, candidates: Iterator[bytes]) -> bool:
    """Whether one of them has the digest; True also for algorithms we do not know, and without candidates."""
    algorithm, _, text = stated.partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in _ALGORITHMS:
        return True
    none = True
    for data in candidates:
        none = False
        digest = hashlib.new(name, data, usedforsecurity=False)
        if text.strip().lower() in {digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower()}:
            return True
    return none


def entries_of(records: Iterable[RawRecord], key: str) -> list[Indexed]:
    """What the index of a committed file is to hold: exchanges of ours, captures of a file that was imported."""
    if key.startswith("imported/"):
        found = scan(records, key, lambda _: None, Seen())
        return [one.indexed for one in found if one.indexed.length]
    return [group.indexed for group in grouped(records, key.rpartition("/")[2])]


def compare(found: bytes, name: str, expected: bytes, repair: str = REINDEX) -> Iterator[Problem]:
    """Hold an index against the one that the records give."""
    if found == expected:
        return
    lines, right = found.splitlines(), expected.splitlines()
    differing = (n for n, (a, b) in enumerate(zip(lines, right, strict=False), 1) if a != b)
    number = next(differing, min(len(lines), len(right)) + 1)
    what = f"line {number} is not what the records say ({len(lines)} lines, {len(right)} expected)"
    yield Problem(file=name, what=what, repair=repair)


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
