"""Deflate, RFC 1951, by the quickest library at hand: gzip members to write, and whole streams to read.

One record is one gzip member, RFC 1952 (WARC 1.1, annex D). isal packs ten times as fast as zlib.
"""

from struct import Struct

try:
    from isal import isal_zlib as _zlib
except ImportError:  # no wheel for this machine
    import zlib as _zlib  # type: ignore[no-redef]

Block = bytes | memoryview
END = b"\r\n\r\n"
"""Behind every record."""
_GZIP = 31
_RAW = -15
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_STORED = Struct("<BHH")
_TRAILER = Struct("<LL")
_MOST_STORED = 0xFFFF
_PIECE = 1 << 20


def member(head: bytes, block: Block, coded: int | None = None) -> bytes:
    """Head, block and end of a record as one gzip member; what is compressed from ``coded`` on is only stored.

    Trying to pack that costs more than all digests of a record, for nothing.
    """
    if coded is not None:
        view = memoryview(block)
        return _stored(b"".join((head, view[:coded])), view[coded:])
    if isinstance(block, memoryview):
        return _packed_in_pieces(head, block)
    return _zlib.compress(b"".join((head, block, END)), 1, _GZIP)


def _stored(head: bytes, body: memoryview) -> bytes:
    """The head packed, the body in stored blocks (RFC 1951, 3.2.4), the end in the last one."""
    engine = _zlib.compressobj(1, _zlib.DEFLATED, _RAW)
    out: list[Block] = [_HEADER, engine.compress(head), engine.flush(_zlib.Z_SYNC_FLUSH)]
    for at in range(0, len(body), _MOST_STORED):
        piece = body[at : at + _MOST_STORED]
        out += _STORED.pack(0, len(piece), len(piece) ^ _MOST_STORED), piece
    crc = _zlib.crc32(END, _zlib.crc32(body, _zlib.crc32(head)))
    size = (len(head) + len(body) + len(END)) & 0xFFFFFFFF
    out += _STORED.pack(1, len(END), len(END) ^ _MOST_STORED), END, _TRAILER.pack(crc, size)
    return b"".join(out)


def _packed_in_pieces(head: bytes, block: memoryview) -> bytes:
    """The same without a copy of the block, which is in a file."""
    engine = _zlib.compressobj(1, _zlib.DEFLATED, _GZIP)
    pieces = (block[at : at + _PIECE] for at in range(0, len(block), _PIECE))
    out = [engine.compress(piece) for piece in (head, *pieces, END)]
    return b"".join((*out, engine.flush()))


def packed(data: bytes) -> bytes:
    """Any bytes as one gzip member, packed somewhat better than records are."""
    return bytes(_zlib.compress(data, 2, _GZIP))


def unpacked(data: bytes) -> bytes:
    """The opposite; ValueError where that is no whole gzip member."""
    try:
        return bytes(_zlib.decompress(data, _GZIP))
    except _zlib.error as e:  # type: ignore[misc] # the stubs say it is an instance
        raise ValueError(str(e)) from e


def whole(data: Block, cap: int, wbits: int) -> bytes | None:
    """A stream unpacked, at most ``cap`` bytes of it; None unless it is one stream, sound and nothing behind it."""
    engine = _zlib.decompressobj(wbits)
    try:
        plain: bytes = engine.decompress(data, cap)
    except _zlib.error:  # type: ignore[misc] # the stubs say it is an instance
        return None
    return plain if len(plain) >= cap or (engine.eof and not engine.unused_data) else None
