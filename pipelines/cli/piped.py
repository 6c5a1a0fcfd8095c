"""Standard input as pages: read as a file of that content would be, since nobody names it.

WARC and packed files, which :func:`pages_of` tells by their first bytes, and rows of JSON; text may hold several articles,
as in a file. All else is one page of the media type that was said.
"""

import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipelines.cli.given import STDIN, captures, dump_pages
from pipelines.errors import CorantoError

if TYPE_CHECKING:
    from pipelines.page import Page

_HEAD = 1 << 18
_LINE = 1 << 16
"""Bytes of a first line, without an end so far, that begins as an object does."""
_PLAIN = ("", "text/plain")
WARC = b"WARC/1."
_KINDS = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
_LOOKED_AT = 20
"""Records that show whether a WARC holds captures or only texts taken out of them."""


def pages_of(stream: BinaryIO, media_type: str) -> "Iterator[Page | CorantoError]":
    """The pages of standard input, and in their places what cannot be read."""
    kind = media_type.partition(";")[0].strip().lower()
    head = _head(stream)
    packed = _packed(head)
    plain = _plain(head, packed)
    if plain.startswith(WARC):
        yield from _kept(head, stream, ".warc")
    elif inner := _inner(plain, kind):
        yield from _kept(head, stream, inner + packed)
    elif packed:
        yield from _kept(head, stream, packed)
    else:
        yield from _texts(head + stream.read(), kind, media_type)


def _inner(plain: bytes, kind: str) -> str:
    """The suffix that a file of this content would have; empty where none is certain."""
    from pipelines.archive.dump_rows import json_kind

    if plain[257:262] == b"ustar":
        return ".tar"
    if kind in _KINDS and _packed(plain) != ".zip":
        return _KINDS[kind]
    return json_kind(plain) if kind in _PLAIN else ""


def begins(path: Path) -> bytes:
    """The first bytes of a file, without its packing."""
    with path.open("rb") as stream:
        head = _head(stream)
    return _plain(head, _packed(head))


def _head(stream: BinaryIO) -> bytes:
    """The first bytes; a pipe gives fewer at a time."""
    head = b""
    while len(head) < _HEAD and (data := stream.read(_HEAD - len(head))):
        head += data
    return head


def _packed(head: bytes) -> str:
    from pipelines.archive.unpack import DICTIONARY, GZIP, ZSTD

    magic = {GZIP: ".gz", ZSTD: ".zst", DICTIONARY: ".zst", b"PK\x03\x04": ".zip", b"PK\x05\x06": ".zip"}
    return next((suffix for mark, suffix in magic.items() if head.startswith(mark)), "")


def _plain(head: bytes, suffix: str) -> bytes:
    """The first bytes of what is packed."""
    from pipelines.archive.unpack import DICTIONARY, Frames

    if head.startswith(DICTIONARY):
        return WARC  # only a .warc.zst has one
    try:
        if suffix == ".gz":
            return zlib.decompressobj(31).decompress(head, _LINE)
        return Frames(io.BytesIO(head)).read(_LINE) if suffix == ".zst" else head
    except Exception:  # noqa: BLE001  # broken: whoever reads it says how
        return b""


def _kept(head: bytes, stream: BinaryIO, suffix: str) -> "Iterator[Page | CorantoError]":
    """Through a file: a ZIP is read from its end, and a WARC may be longer than memory."""
    with tempfile.NamedTemporaryFile(prefix="coranto-") as held:
        held.write(head)
        shutil.copyfileobj(stream, held)
        held.flush()
        path = Path(held.name)
        if suffix != ".warc":
            yield from dump_pages(path, STDIN + suffix)
        elif is_wet(path):
            yield from dump_pages(path, f"{STDIN}.wet{_packed(head)}")
        else:
            yield from captures(path)


def is_wet(path: Path) -> bool:
    """Whether the records of a WARC are texts that were taken out of captures."""
    from pipelines.archive.frames import raw_records

    try:
        with path.open("rb") as stream:
            for _, record in zip(range(_LOOKED_AT), raw_records(stream, STDIN), strict=False):
                if record.record_type not in {"warcinfo", "metadata"}:
                    return record.record_type == "conversion"
    except CorantoError:
        pass
    return False


def _texts(body: bytes, kind: str, media_type: str) -> "Iterator[Page | CorantoError]":
    """One page; or where it is plain text of several articles, as many; or what a file of that content would be."""
    from pipelines.archive.dump_kinds import LOOKED_AT, recognised
    from pipelines.archive.dump_texts import parts
    from pipelines.page import Page

    if kind in _PLAIN and recognised(body[:LOOKED_AT]):
        yield from dump_pages(body, STDIN)
        return
    divided = parts(body) if kind in _PLAIN and not body.lstrip().startswith(b"<") else ()
    for held in divided:
        told = media_type if "charset" in media_type.lower() else f"text/plain; charset={held.encoding}"
        yield Page(body=body[held.first : held.end], media_type=told)
    if not divided:
        yield Page(body=body, media_type=media_type)
