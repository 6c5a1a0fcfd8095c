"""Streams under a WARC reader: one that can be looked ahead in, and the members and frames inside it."""

import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

import zstandard

from pipelines.errors import WarcError

GZIP, ZSTD, DICTIONARY = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
"""How a gzip member, a zstd frame and the dictionary frame of a ``.warc.zst`` begin."""

PIECE = 1 << 16
HEAD = 2 << 20
"""Most bytes of the header of a record."""
BOMB = 1 << 30
"""Bytes that one member may unpack to whatever its packed size is."""
RATIO = 200
"""Most times its packed size that a longer member may unpack to."""

_ZSTD_PIECE = 1 << 10
_DICTIONARY_CAP = 32 << 20
_WINDOW = 1 << 27


class Source(io.RawIOBase):
    """A stream that can be looked ahead in, takes bytes back and knows its position."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        self.position = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay."""
        while len(self._ahead) < size and (data := self._stream.read(PIECE)):
            self._ahead += data
        return self._ahead[:size]

    def take(self, size: int | None = None) -> bytes:
        """Some bytes, at most ``size``; none at the end."""
        data, self._ahead = self._ahead or self._stream.read(PIECE), b""
        if size is not None and len(data) > size:
            data, self._ahead = data[:size], data[size:]
        self.position += len(data)
        return data

    def give_back(self, data: bytes) -> None:
        """Put bytes back in front."""
        if data:
            self._ahead = data + self._ahead
            self.position -= len(data)

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Ahead(io.RawIOBase):
    """A stream whose beginning has been looked at; what broke it on the way is raised behind what came before."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._take: Callable[[int], bytes] = getattr(
            stream, "read1", stream.read
        )  # read() loses what came before a cut
        self._broken: Exception | None = None
        held = bytearray()
        try:
            while len(held) < size and (data := self._take(min(PIECE, size - len(held)))):
                held += data
        except Exception as e:  # noqa: BLE001  # raised again where a reader comes to it
            self._broken = e
        self.head = bytes(held)
        self._left = memoryview(self.head)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        if self._left:
            piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
            buffer[: len(piece)] = piece
            return len(piece)
        if self._broken is not None:
            raise self._broken
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Member(io.RawIOBase):
    """The content of one gzip member; what lies behind it stays in the source."""

    def __init__(self, source: Source, place: str) -> None:
        self._source, self._place = source, place
        self._engine = zlib.decompressobj(31)
        self._start, self._plain = source.position, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        while not self._engine.eof:
            data = self._engine.unconsumed_tail or self._source.take()
            if not data:
                raise WarcError(f"{self._place}: cut, the last gzip member is not whole")
            try:
                plain = self._engine.decompress(data, len(buffer))
            except zlib.error as e:
                raise WarcError(f"{self._place}: broken gzip member ({e})") from e
            self._source.give_back(self._engine.unused_data)  # empty before the member's end
            if plain:
                self._plain += len(plain)
                refuse_bomb(self._plain, self._source.position - self._start, self._place)
                buffer[: len(plain)] = plain
                return len(plain)
        return 0


class _Zstd(io.RawIOBase):
    """What has been unpacked, given away bit by bit; more where nothing is left of it."""

    def __init__(self) -> None:
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """For :class:`io.BufferedReader`."""
        while not self._ready and self._unpack():
            pass
        piece, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _unpack(self) -> bool:
        """Unpack a little more, which may come to nothing; False at the end."""
        raise NotImplementedError


class Frame(_Zstd):
    """The content of one zstd frame; what lies behind it stays in the source."""

    def __init__(self, source: Source, place: str, dictionary: bytes | None = None) -> None:
        super().__init__()
        self._source, self._place = source, place
        trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._engine = zstandard.ZstdDecompressor(trained, max_window_size=_WINDOW).decompressobj()
        self._start, self._plain = source.position, 0

    def _unpack(self) -> bool:
        if self._engine.eof:
            return False
        data = self._source.take(_ZSTD_PIECE)  # an output limit is not to be had, so little goes in
        if not data:
            raise WarcError(f"{self._place}: cut, the last zstd frame is not whole")
        try:
            self._ready = memoryview(self._engine.decompress(data))
        except zstandard.ZstdError as e:
            raise WarcError(f"{self._place}: broken zstd frame ({e})") from e
        self._source.give_back(self._engine.unused_data)
        self._plain += len(self._ready)
        refuse_bomb(self._plain, self._source.position - self._start, self._place)
        return True


class Frames(_Zstd):
    """The content of all zstd frames, one after the other; a last one that is cut is an EOFError, as with gzip.

    The library's own reader takes a cut frame for the end of the file, and half a dump for the whole.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._source = Source(stream)
        self._open = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj
        self._engine = self._open()
        self._within = False

    def _unpack(self) -> bool:
        data = self._source.take(_ZSTD_PIECE)
        if not data and self._within:
            raise EOFError("it ends within a zstd frame")
        if not data:
            return False
        self._ready = memoryview(self._engine.decompress(data))
        self._within = not self._engine.eof
        if not self._within:
            self._source.give_back(self._engine.unused_data)
            self._engine = self._open()
        return True


class Counted:
    """What warcio needs of a stream, and how much of it was read."""

    def __init__(self, reader: io.BufferedReader) -> None:
        self._reader = reader
        self.count = 0
        self.head = 0
        """Bytes of the lines that were read for the header of this record."""

    def read(self, size: int = -1) -> bytes:
        """Bytes, counted."""
        data = self._reader.read(size)
        self.count += len(data)
        return data

    def readline(self, size: int | None = None) -> bytes:
        """A line, counted; EOFError where a header has no end."""
        data = self._reader.readline(HEAD if size is None else min(size, HEAD))
        self.count += len(data)
        self.head += len(data)
        if self.head > HEAD:
            raise EOFError
        return data

    def tell(self) -> int:
        """How much was read."""
        return self.count

    def peek(self) -> bytes:
        """The next byte, which stays."""
        return self._reader.peek(1)[:1]

    def pass_blank_lines(self) -> None:
        """Go to what follows a record."""
        while self.peek() in {b"\r", b"\n"}:
            self.read(1)


def refuse_bomb(plain: int, packed: int, place: str) -> None:
    """WarcError where so much came out of so little that it was made to fill disks."""
    if plain > BOMB and plain > RATIO * packed:
        raise WarcError(f"{place}: unpacks to more than {RATIO} times its size, a bomb; not read further")


def dictionary(source: Source, name: str) -> bytes | None:
    """The dictionary in front of a ``.warc.zst``, itself perhaps packed; None where there is none.

    https://iipc.github.io/warc-specifications/specifications/warc-zstd/
    """
    head = source.peek(8)
    if head[:4] != DICTIONARY:
        return None
    length = int.from_bytes(head[4:8], "little")
    if length > _DICTIONARY_CAP:
        raise WarcError(f"{name}: a dictionary of {length} bytes; not read")
    held = b""
    source.take(8)
    while len(held) < length and (data := source.take(length - len(held))):
        held += data
    if not held.startswith(ZSTD):
        return held
    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(held) as reader:
            return bytes(reader.read(_DICTIONARY_CAP))
    except zstandard.ZstdError as e:
        raise WarcError(f"{name}: broken dictionary frame ({e})") from e
