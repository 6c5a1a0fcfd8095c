"""One sorted CDXJ in ZipNum form, as pywb reads it: gzip blocks of 3000 lines and an index of the blocks.

A run is a folder that never changes: ``cdx.gz`` (the blocks), ``cdx.idx`` (a line a block: first key and time,
part, offset, length, number), ``cdx.loc`` (where the part lies) and ``sources`` (the manifests it was made of).
"""

import os
import shutil
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from weakref import finalize

from pipelines.archive import deflate
from pipelines.archive.attempt import disk
from pipelines.archive.kept import Kept
from pipelines.archive.store import sync_folder
from pipelines.errors import ArchiveError

LINES = 3000
"""Lines in a block, as in the shards of Common Crawl."""
BLOCKS = 48
"""Blocks that whoever searches keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Where a block lies, and the key and time of its first line."""

    first: bytes
    offset: int
    length: int


Cache = Kept[tuple[str, int], list[bytes]]
"""Blocks that were read lately, as lines, by their run and place."""


class Run:
    """A run that is open: it can be read to the end even where its folder is removed meanwhile."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self.folder = folder
        self.name = folder.name
        self._cache = cache
        self._blocks = _blocks((folder / "cdx.idx").read_bytes(), folder)
        self._handle = os.open(folder / "cdx.gz", os.O_RDONLY)
        finalize(self, os.close, self._handle)
        end = self._blocks[-1].offset + self._blocks[-1].length if self._blocks else 0
        if os.fstat(self._handle).st_size != end:
            raise _broken(folder)
        self._firsts = [block.first for block in self._blocks]
        self._sources: frozenset[str] | None = None

    @property
    def sources(self) -> frozenset[str]:
        """Keys of the manifests whose captures are in it."""
        if self._sources is None:
            with disk(self.folder):
                self._sources = frozenset((self.folder / "sources").read_text().split("\n")) - {""}
        return self._sources

    def firsts(self, start: bytes, end: bytes) -> list[bytes]:
        """Keys and times that begin the blocks of a range."""
        return self._firsts[self._begin(start) : bisect_left(self._firsts, end)]

    def scan(self, start: bytes, end: bytes, *, reverse: bool = False) -> Iterator[bytes]:
        """Lines from ``start`` up to but not including ``end``."""
        numbers = range(self._begin(start), bisect_left(self._firsts, end))
        for number in reversed(numbers) if reverse else numbers:
            lines = self._cache.get((self.name, number), lambda n=number: self.block(n).splitlines(True))  # type: ignore[misc]
            held = lines[bisect_left(lines, start) : bisect_left(lines, end)]
            yield from reversed(held) if reverse else held

    def block(self, number: int) -> bytes:
        """A block's lines as they were before compression."""
        held = self._blocks[number]
        try:
            data = os.pread(self._handle, held.length, held.offset)
            return deflate.unpacked(data)
        except (OSError, ValueError) as e:
            raise _broken(self.folder) from e

    def __len__(self) -> int:
        """Number of blocks."""
        return len(self._blocks)

    def lines(self) -> Iterator[bytes]:
        """Everything, past the cache."""
        for number in range(len(self)):
            yield from self.block(number).splitlines(True)

    def _begin(self, start: bytes) -> int:
        """The block before the first that begins at or behind ``start``: lines of a key may span blocks."""
        return max(bisect_left(self._firsts, start) - 1, 0)


def write(folder: Path, lines: Iterable[bytes], sources: Iterable[str], told: Callable[[], None]) -> int:
    """Make a run of sorted lines; it appears whole or not at all. ``told`` is called after each block."""
    draft = folder.with_name(f".{folder.name}")
    count = 0
    with disk(folder):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with (draft / "cdx.gz").open("wb") as blocks, (draft / "cdx.idx").open("wb") as index:
            offset = number = 0
            left = iter(lines)
            while batch := list(islice(left, LINES)):
                data = deflate.packed(b"".join(batch))
                key, stamp, _ = batch[0].split(b" ", 2)
                number += 1
                index.write(b"%b %b\tcdx.gz\t%d\t%d\t%d\n" % (key, stamp, offset, len(data), number))
                blocks.write(data)
                offset += len(data)
                count += len(batch)
                told()
            for file in (blocks, index):
                file.flush()
                os.fsync(file.fileno())
        (draft / "cdx.loc").write_text("cdx.gz\tcdx.gz\n")
        (draft / "sources").write_text("".join(f"{key}\n" for key in sorted(sources)))
        draft.rename(folder)
        sync_folder(folder.parent)
    return count


def _blocks(index: bytes, folder: Path) -> list[Block]:
    found = []
    for line in index.splitlines():
        fields = line.split(b"\t")
        try:
            found.append(Block(first=fields[0], offset=int(fields[2]), length=int(fields[3])))
        except (IndexError, ValueError) as e:
            raise _broken(folder) from e
    return found


def _broken(folder: Path) -> ArchiveError:
    return ArchiveError(f"{folder}: not the index that was written; remove the folder, it is made again")
