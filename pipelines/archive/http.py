"""Taking an HTTP/1.x message apart: head, payload, decoded body. Tolerant, since news sites are not."""

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from pipelines.archive import deflate

CAP = 32 << 20
"""Most bytes that a decoded body may have; more is cut off."""

HEAD_END = re.compile(rb"\r?\n\r?\n")
BLANK_LINES = re.compile(rb"[\r\n]*")
"""What may stand before an answer without being part of it: browsers pass over it."""
STATUS_LINE = re.compile(rb"(?i:HTTP)/\d+(?:\.\d+)?[ \t]+(\d{3})(?!\d)")
"""How one begins; browsers, too, look at no more of it."""
CHUNK_SIZE = re.compile(rb"[ \t]*0*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_CUT_SIZE = re.compile(rb"[ \t]*[0-9A-Fa-f]*[ \t]*(?:;[^\n]*)?\r?")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One HTTP message."""

    head: bytes
    """Start line and headers, with the blank line that ends them."""
    status: int | None
    headers: tuple[tuple[str, str], ...]
    """In order, as received, folded lines joined; lines without a colon left out."""
    payload: bytes
    """Transfer-decoded, content coding kept."""

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def codings(self) -> str | None:
        """The content codings, in the order in which they were applied."""
        return codings(self.headers)


def parse(message: bytes | memoryview) -> Message:
    """Take a message apart; without a blank line all of it is head. Of a view the payload is a view, not a copy.

    >>> parse(b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhi\\r\\n0\\r\\n\\r\\n").payload
    b'hi'
    """
    end = HEAD_END.search(message)
    head = bytes(message[: end.end()] if end else message)
    rest = cast("bytes", message[end.end() :]) if end else b""
    fields = headers(head)
    status = STATUS_LINE.match(head)
    if is_chunked(fields):
        rest = dechunk(rest)
    return Message(head=head, status=int(status[1]) if status else None, headers=fields, payload=rest)


def headers(head: bytes) -> tuple[tuple[str, str], ...]:
    """Header fields of a message head.

    >>> headers(b"HTTP/1.1 200 OK\\r\\nA: b\\r\\n c\\r\\n\\r\\n")
    (('A', 'b c'),)
    """
    found: list[tuple[str, str]] = []
    for line in head.decode("latin-1").split("\n")[1:]:
        text = line.rstrip("\r")
        if text[:1] in {" ", "\t"} and found:  # obsolete folding, RFC 9112, 5.2
            name, value = found[-1]
            found[-1] = (name, " ".join((value, text.strip(" \t"))).strip())
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            found.append((name.strip(" \t"), value.strip(" \t")))
    return tuple(found)


def is_chunked(fields: tuple[tuple[str, str], ...]) -> bool:
    """Whether the last transfer coding is chunked."""
    codings = ",".join(value for name, value in fields if name.lower() == "transfer-encoding")
    return codings.rpartition(",")[2].strip().lower() == "chunked"


def address(text: str) -> str:
    """The address in a header field, whose bytes may be UTF-8 or anything: as browsers read it.

    >>> address("/caf\xc3\xa9"), address("/caf\xe9")
    ('/café', '/caf%E9')
    """
    if text.isascii():
        return text
    raw = text.encode("latin-1", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def codings(fields: tuple[tuple[str, str], ...]) -> str | None:
    """The content codings that header fields state: all lines of the name are one list (RFC 9110, 5.3 and 8.4).

    >>> codings((("Content-Encoding", "gzip"), ("content-encoding", "br")))
    'gzip,br'
    """
    return ",".join([value for name, value in fields if name.lower() == "content-encoding"]) or None


def dechunk(data: bytes) -> bytes:
    """Remove chunking; a cut or broken message gives what came before, one never chunked comes back whole.

    >>> dechunk(b"3;x=y\\r\\nabc\\r\\n5\\r\\nde")
    b'abcde'
    """
    out: list[bytes] = []
    position = 0
    while size := CHUNK_SIZE.match(data, position):
        length = int(size[1], 16)
        if not length:
            break
        start = size.end()
        out.append(data[start : start + length])
        position = start + length
        position += 2 if data[position : position + 2] == b"\r\n" else data[position : position + 1] == b"\n"
    if not size and not out and not _CUT_SIZE.fullmatch(data):
        return data  # announced as chunked, but is not
    return b"".join(out)


def decode(payload: bytes, codings: str | None, cap: int = CAP) -> bytes:
    """Undo the content codings, last first, and cut off what exceeds ``cap``.

    What is not in the coding it claims, or in one we do not know, is left as it is; a stream that breaks
    gives what came before, and bytes behind its end are passed over.

    >>> decode(b"plain", "gzip")
    b'plain'
    """
    for coding in reversed((codings or "").lower().split(",")):
        decoder = _DECODERS.get(coding.strip())
        if decoder is None:
            if coding.strip() in {"", "identity"}:
                continue
            break
        plain = decoder(payload, cap)
        magic = _MAGIC.get(coding.strip())
        if not plain and payload and not (magic and payload.startswith(magic)):
            break
        payload = plain
    return payload[:cap]


def whole(payload: bytes | memoryview, codings: str, cap: int = CAP) -> bytes | None:
    """The body with its content codings undone; None unless they are known, each stream is sound and ends where the
    payload ends, and no more than ``cap`` bytes come of it.

    >>> whole(b"plain", "gzip"), whole(b"plain", "identity"), whole(b"", "gzip")
    (None, None, None)
    """
    plain: bytes | None = None
    for coding in reversed(codings.lower().split(",")):
        undo = _WHOLE.get(coding.strip())
        plain = undo(payload, cap + 1) if undo else None
        if plain is None or len(plain) > cap:
            return None
        payload = plain
    return plain


def _inflate(data: bytes, cap: int, wbits: int) -> bytes:
    if (plain := deflate.whole(data, cap, wbits)) is not None:
        return plain
    out: list[bytes] = []
    room = cap
    while data and room > 0:  # gzip may have several members, RFC 1952, 2.2
        engine = zlib.decompressobj(wbits)
        try:
            piece = engine.decompress(data, room)
        except zlib.error:
            # Some hundred bytes of a broken stream may be inside; take them piecemeal.
            out.append(_salvage(zlib.decompressobj(wbits).decompress, data, room))
            break
        out.append(piece)
        room -= len(piece)
        if not engine.eof:
            break
        data = engine.unused_data.lstrip(b"\0")
    return b"".join(out)


def _salvage(decompress: Callable[[bytes, int], bytes], data: bytes, room: int) -> bytes:
    out: list[bytes] = []
    for start in range(0, len(data), 256):
        try:
            piece = decompress(data[start : start + 256], room)
        except zlib.error:
            break
        out.append(piece)
        room -= len(piece)
        if room <= 0:
            break
    return b"".join(out)


def _gzip(data: bytes, cap: int) -> bytes:
    return _inflate(data, cap, 31)


def _deflate(data: bytes, cap: int) -> bytes:
    """RFC 9110 says zlib, many servers send raw deflate."""
    return _inflate(data, cap, 15) or _inflate(data, cap, -15)


def _brotli(data: bytes, cap: int) -> bytes:
    """Bytes behind its end make the whole piece fail that has them, so that its last one is then gone through singly."""
    plain, broken = _unbrotli(data, cap, len(data))
    return plain if broken is None else _unbrotli(data, cap, broken)[0]


def _unbrotli(data: bytes, cap: int, singly: int) -> tuple[bytes, int | None]:
    """What came out, and where the piece began that broke the stream; from ``singly`` on a byte is a piece."""
    import brotli  # type: ignore[import-untyped]

    engine = brotli.Decompressor()
    out: list[bytes] = []
    room, position = cap, 0
    while room > 0 and not engine.is_finished():
        step = min(_PIECE, singly - position) if position < singly else 1
        given = data[position : position + step] if engine.can_accept_more_data() else b""
        try:
            piece = engine.process(given, output_buffer_limit=room)
        except brotli.error:
            return b"".join(out), position
        position += len(given)
        if not piece and not given:  # at its end, but not finished: the stream is cut
            break
        out.append(piece)
        room -= len(piece)
    return b"".join(out), None


def _whole_brotli(data: bytes | memoryview, cap: int) -> bytes | None:
    import brotli

    engine = brotli.Decompressor()
    try:
        plain: bytes = engine.process(bytes(data), output_buffer_limit=cap)
    except brotli.error:
        return None
    return plain if engine.is_finished() else None


def _zstd(data: bytes, cap: int) -> bytes:
    import zstandard

    out: list[bytes] = []
    room = cap
    # RFC 9659 bounds the window of the content coding to 8 MiB.
    engine = zstandard.ZstdDecompressor(max_window_size=1 << 23)
    with engine.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
        try:
            while room > 0 and (piece := reader.read(min(room, _PIECE))):
                out.append(piece)
                room -= len(piece)
        except zstandard.ZstdError:
            pass
    return b"".join(out)


_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
"""With which a coded payload begins, also one that holds nothing or was cut before anything came out."""
_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
_WHOLE: dict[str, Callable[[bytes | memoryview, int], bytes | None]] = {
    "gzip": lambda data, cap: deflate.whole(data, cap, 31),
    "x-gzip": lambda data, cap: deflate.whole(data, cap, 31),
    "deflate": lambda data, cap: deflate.whole(data, cap, 15) or deflate.whole(data, cap, -15),
    "br": _whole_brotli,
}
"""Not zstd: its library does not tell where a stream was cut."""
