"""The members of a ZIP file that somebody else made, refused as a whole where its names or sizes are tricks.

Nothing is ever unpacked to a path that the file names; names are looked at since they go into ledgers, and
since a file that lies about one thing is not to be believed in others.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pipelines.errors import DumpError
from pipelines.printable import printable

Bad = Callable[[DumpError], None]
MEMBERS = 100_000
"""Most files in one ZIP."""
_DIRECTORY = 64 << 20
"""Most bytes of its list of files."""
_TAIL = 22 + 65535
_ENTRY, _END, _END64 = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06"
_WHOLE = 4 << 30
_RATIO = 200

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading a member may raise: cut, other bytes than its checksum says, packed in an odd way, a password."""


@contextmanager
def opened(
    source: Path | BinaryIO, name: str, bad: Bad | None = None
) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """The file and its members without folders; DumpError in one line where it is not to be trusted.

    With ``bad``, members whose names are tricks are told to it and left out, and the others are given.
    """
    place = printable(name)
    if isinstance(source, Path):
        with source.open("rb") as stream, opened(stream, name, bad) as found:
            yield found
        return
    _count(source, place)
    try:
        held = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError) as e:
        raise DumpError(f"{place}: no ZIP file, cannot be unpacked ({e}); copy it again") from e
    with held as file:
        members = file.infolist()
        good = _trusted(members, place, bad)
        yield file, [member for member in good if not member.is_dir()]


def _count(stream: BinaryIO, place: str) -> None:
    """Look at the size of the list of files before it is read into memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL - 76))
    tail = stream.read()
    at = tail.rfind(_END)
    if at >= 0:
        count = int.from_bytes(tail[at + 10 : at + 12], "little")
        length = int.from_bytes(tail[at + 12 : at + 16], "little")
        if count == 0xFFFF or length == 0xFFFFFFFF:
            at64 = tail.rfind(_END64, 0, at)
            count = int.from_bytes(tail[at64 + 32 : at64 + 40], "little") if at64 >= 0 else 0
            length = int.from_bytes(tail[at64 + 40 : at64 + 48], "little") if at64 >= 0 else size
        if min(length, size) <= _DIRECTORY:  # the list is believed, not the number
            stream.seek(max(0, size - len(tail) + at - length))
            count = max(count, stream.read(length).count(_ENTRY))
        if count > MEMBERS or min(length, size) > _DIRECTORY:
            raise DumpError(f"{place}: {count} files inside; give one to {MEMBERS}")
    stream.seek(0)


def _trusted(members: list[zipfile.ZipInfo], place: str, bad: Bad | None) -> list[zipfile.ZipInfo]:
    seen: set[str] = set()
    good: list[zipfile.ZipInfo] = []
    packed = plain = 0
    for member in members:
        what = _wrong(member, seen, strict=bad is None)
        if what and bad is None:
            raise DumpError(f"{place}: {what}: {printable(member.orig_filename, limit=200)}; not read")
        if what and bad is not None:
            bad(DumpError(f"{place}: {what}: {printable(member.orig_filename, limit=200)}; passed over"))
            continue
        good.append(member)
        seen.add(member.filename)
        packed, plain = packed + member.compress_size, plain + member.file_size
        if member.file_size > _WHOLE and member.file_size > _RATIO * member.compress_size:
            raise DumpError(f"{place}: {printable(member.filename)} is a bomb; not read")
    if not 0 < len(members) <= MEMBERS:
        raise DumpError(f"{place}: {len(members)} files inside; give one to {MEMBERS}")
    if plain > _WHOLE and plain > _RATIO * packed:
        raise DumpError(f"{place}: unpacks to more than {_RATIO} times its size, a bomb; not read")
    return good


def _wrong(member: zipfile.ZipInfo, seen: set[str], *, strict: bool) -> str | None:
    name = member.orig_filename
    path = PurePosixPath(name.replace("\\", "/"))  # of Windows
    if path.is_absolute() or (strict and "\\" in name) or (path.parts[:1] and path.parts[0].endswith(":")):
        return "an absolute name inside"
    if ".." in path.parts:
        return "a name that leads out of it"
    if "\0" in name:
        return "a name with a zero byte inside"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "a link or device inside"
    if member.filename in seen:
        return "the same name twice"
    return None
