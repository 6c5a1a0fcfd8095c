"""Reading raw dumps: text, HTML, JSON, JSON Lines, CSV and WET files, saved pages and e-mails, also inside .gz, .zst, .zip and .tar.

What cannot be read is told by a :class:`DumpError` that names the file; the documents around it still come.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

import zstandard

from pipelines.archive import tars, zips
from pipelines.archive.conversions import unconverted
from pipelines.archive.dump_kinds import (
    LOOKED_AT,
    Document,
    Found,
    buffered,
    kind_of,
    place_of,
    sniffed,
)
from pipelines.archive.unpack import GZIP, PIECE, ZSTD, Frames, refuse_bomb
from pipelines.errors import DumpError, WarcError
from pipelines.printable import printable

_BROKEN = (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError)
_ARCHIVES = frozenset((".zip", ".tar", ".gz", ".zst", ".bz2", ".xz", ".7z", ".rar", ".wacz"))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_UNREAD = frozenset((".bz2", ".xz", ".7z", ".rar"))
_SHORT = {".tgz": ".tar.gz", ".tzst": ".tar.zst"}


def read_dump(source: Path | bytes, name: str) -> Iterator[Document]:
    """The documents of a dump; where some could not be read, DumpError once the others have come."""
    problem: DumpError | None = None
    for found in documents(source, name):
        if isinstance(found, DumpError):
            problem = problem or found
        else:
            yield found
    if problem is not None:
        raise problem


def documents(source: Path | bytes, name: str) -> Found:
    """The documents of a dump, and in their places the reasons why some could not be read."""
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
            yield from _told(_unpacked(stream, name, None), name, None)
    except OSError as e:
        yield DumpError(f"{printable(name)}: {e.strerror or e}; check that the file can be read")


def _told(found: Found, name: str, part: str | None) -> Found:
    """The same, with what breaks the reading as its last item."""
    place = place_of(name, part)
    try:
        yield from found
    except DumpError as e:
        yield e
    except (*_BROKEN, zipfile.BadZipFile, tarfile.TarError) as e:
        if part is not None and isinstance(e, tarfile.TarError | _CutFile):
            raise  # of the file, not of the member alone
        yield DumpError(f"{place}: cannot be unpacked ({e}); the file is cut or broken, copy it again")
    except (NotImplementedError, RuntimeError) as e:  # a ZIP with a password, or packed in an odd way
        yield DumpError(f"{place}: cannot be unpacked ({e}); unpack it yourself first")
    except WarcError as e:
        yield DumpError(f"{e}; what came before was read")


def _unpacked(stream: BinaryIO, name: str, part: str | None) -> Found:
    """Take off one layer of packing, told by the name."""
    inner, suffix = _split(part or name)
    if suffix == ".gz":
        yield from _read_out(gzip.GzipFile(fileobj=stream), stream, name, part, inner)
    elif suffix == ".zst":
        yield from _read_out(Frames(stream), stream, name, part, inner)
    elif suffix == ".zip" and part is None:
        yield from _zipped(stream, name)
    elif suffix in _UNREAD:
        raise DumpError(
            f"{place_of(name, part)}: packed as {suffix}, which is not read; unpack it yourself first"
        )
    elif part is None and suffix not in _ARCHIVES and kind_of(suffix) is None:
        yield from _nameless(stream, name)
    else:
        yield from _read(stream, name, part, part or name)


def _nameless(stream: BinaryIO, name: str) -> Found:
    """A file whose name says nothing: its first bytes tell how it is packed."""
    held = buffered(stream)
    magic = held.peek(LOOKED_AT)[:LOOKED_AT]
    if magic.startswith(GZIP):
        yield from _read_out(gzip.GzipFile(fileobj=held), held, name, None, name)
    elif magic.startswith(ZSTD):
        yield from _read_out(Frames(held), held, name, None, name)
    elif magic.startswith(_ZIP):
        yield from _zipped(held, name)
    elif magic[257:262] == b"ustar":
        yield from _tarred(held, name)
    else:
        yield from _read(held, name, None, name)


def _read_out(plain: Any, packed: BinaryIO, name: str, part: str | None, inner: str) -> Found:
    """Read it to its last byte: a tar says before it where it ends, and a cut shows only there."""
    stream = buffered(_Unpacked(plain, packed, place_of(name, part), _CutFile if part is None else EOFError))
    yield from _read(stream, name, part, inner)
    while stream.read(PIECE):
        pass


class _CutFile(EOFError):
    """The file itself is cut or broken, in whichever of its members that shows."""


class _Unpacked(io.RawIOBase):
    """What comes out of a packed stream, until so much comes out of so little that it was made to fill memory."""

    def __init__(self, plain: Any, packed: BinaryIO, place: str, broken: type[EOFError]) -> None:
        self._packed, self._place, self._broken = packed, place, broken
        self._take: Callable[[int], bytes] = getattr(
            plain, "read1", plain.read
        )  # read() loses what came before a cut
        self._read = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        try:
            data = self._take(len(buffer))
        except _BROKEN as e:
            raise self._broken(str(e)) from e
        self._read += len(data)
        refuse_bomb(self._read, self._packed.tell(), self._place)
        buffer[: len(data)] = data
        return len(data)


def _split(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    if long := _SHORT.get(path.suffix.lower()):
        path = path.with_suffix(long)
    return str(path.with_suffix("")) if path.suffix else name, path.suffix.lower()


def _zipped(stream: BinaryIO, name: str) -> Found:
    passed: list[DumpError] = []
    with zips.opened(stream, name, passed.append) as (archive, listed):
        yield from passed
        members = [m for m in listed if not _is_hidden(m.filename)]
        if office := unconverted(frozenset(m.filename for m in members), printable(name)):
            raise office
        if not members and not passed:
            raise DumpError(f"{printable(name)}: no files inside; give one to {zips.MEMBERS}")
        for member in members:
            yield from _told(_member(archive, member, name), name, member.filename)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Found:
    with archive.open(member) as inner:
        yield from _unpacked(cast(BinaryIO, inner), name, member.filename)


def _tarred(stream: BinaryIO, name: str) -> Found:
    empty = True
    for found in tars.members(stream, printable(name)):
        empty = False
        if isinstance(found, DumpError):
            yield found
        elif not _is_hidden(found[0]):
            yield from _told(_unpacked(found[1], name, found[0]), name, found[0])
    if empty:
        raise DumpError(f"{printable(name)}: no files inside; give one to {tars.MEMBERS}")


def named(name: str) -> bool:
    """Whether the name of a file says what it is.

    >>> [named(name) for name in ("a.jsonl.gz", "a.tgz", "a.gz", "crawl", "v1.2")]
    [True, True, False, False, False]
    """
    inner, suffix = _split(name)
    if suffix in (".gz", ".zst"):
        suffix = _split(inner)[1]
    return suffix in _ARCHIVES or kind_of(suffix) is not None


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _read(stream: BinaryIO, name: str, part: str | None, inner: str) -> Found:
    """Read one unpacked file by the suffix of its inner name."""
    suffix = _split(inner)[1]
    if suffix == ".tar" and part is None:
        yield from _tarred(stream, name)
        return
    kind = kind_of(suffix)
    if kind is None and part is None:
        stream = held = buffered(stream)
        if held.peek(LOOKED_AT)[257:262] == b"ustar":
            yield from _tarred(stream, name)
            return
    if suffix in _ARCHIVES and inner != name:
        raise DumpError(
            f"{place_of(name, part)}: an archive within an archive, or packed twice; these are not read, unpack it first"
        )
    if kind is None:
        stream = held = buffered(stream)
        kind = sniffed(held.peek(LOOKED_AT)[:LOOKED_AT], place_of(name, part))
    yield from kind(stream, name, part)
