"""The members of a tar file that somebody else made, read as a stream, in one pass and never onto the disk.

Links, devices and names that lead elsewhere are told and passed over; a header that is broken ends the reading, where
Python's own reader would take it for the end of the file and lose what follows without a word.
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from pipelines.errors import DumpError
from pipelines.printable import printable

MEMBERS = 100_000
"""Most members of one tar file."""
_HEADERS = 1 << 20
"""Most bytes between the content of two members: long names are stored there, and bombs."""
_BLOCK = 512
_END = ("EOFHeaderError", "EmptyHeaderError")


def members(stream: BinaryIO, place: str) -> Iterator[tuple[str, BinaryIO] | DumpError]:
    """Names and contents of the files inside, in order; each content has to be read before the next."""
    metered = _Metered(stream, place)
    with tarfile.open(fileobj=metered, mode="r|", tarinfo=_Told, errorlevel=2) as held:
        seen: set[str] = set()
        for number, member in enumerate(held):
            if number >= MEMBERS:
                raise DumpError(f"{place}: more than {MEMBERS} members; split it")
            metered.allow(member.size)
            name = member.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            if what := _wrong(member, name, seen):
                yield DumpError(f"{place}: {what}: {printable(name, limit=200)}; passed over")
            elif member.isfile() and (content := held.extractfile(member)) is not None:
                yield name, cast(BinaryIO, _Content(content))
            seen.add(name)
            cast(Any, held).members = []  # the library keeps each header, for reading in any order


class _Told(tarfile.TarInfo):
    """A header that says so when it is broken."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> "_Told":
        """As in the library, but for what it does not say."""
        try:
            return super().fromtarfile(tarfile)
        except _HEADER_ERROR as e:
            if type(e).__name__ in _END:
                raise
            raise _READ_ERROR(f"broken header, {e}") from e


_HEADER_ERROR, _READ_ERROR = tarfile.HeaderError, tarfile.ReadError


class _Metered(io.RawIOBase):
    """A stream that gives no more than the headers read so far announce, and no bomb."""

    def __init__(self, stream: BinaryIO, place: str) -> None:
        self._stream, self._place = stream, place
        self._read, self._allowed = 0, _HEADERS

    def allow(self, size: int) -> None:
        """The content of a member, and the headers of the next."""
        self._allowed = max(self._allowed, self._read) + size + _BLOCK + _HEADERS

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """For :meth:`read`."""
        data = self._stream.read(len(buffer))
        self._read += len(data)
        if self._read > self._allowed:
            raise DumpError(
                f"{self._place}: a header of more than {_HEADERS >> 20} MiB inside; not read further"
            )
        buffer[: len(data)] = data
        return len(data)


class _Content(io.RawIOBase):
    """The content of a member; what the library gives says no more of itself than a stream in a stream can."""

    def __init__(self, held: IO[bytes]) -> None:
        self._held = held
        self._position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How much was read."""
        return self._position

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        data = self._held.read(len(buffer))
        self._position += len(data)
        buffer[: len(data)] = data
        return len(data)


def _wrong(member: tarfile.TarInfo, name: str, seen: set[str]) -> str | None:
    path = PurePosixPath(name)
    if not (member.isfile() or member.isdir()):
        return "a link or device inside"
    if path.is_absolute() or "\\" in name or (path.parts[:1] and path.parts[0].endswith(":")):
        return "an absolute name inside"
    if ".." in path.parts:
        return "a name that leads out of it"
    return "the same name twice" if name in seen and member.isfile() else None
