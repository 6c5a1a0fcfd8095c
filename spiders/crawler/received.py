"""What arrives for one request: in memory while it is small, then on disk, so that no answer fills the memory."""

import mmap
import tempfile
from pathlib import Path
from typing import IO

IN_MEMORY = 8 << 20
"""Bytes of one answer that stay in memory."""


class Received:
    """The bytes of one answer, in order; beyond the first 8 MiB in a file without a name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._view: memoryview | None = None
        self.size = 0

    def append(self, data: bytes) -> None:
        """Take what has come; the bytes object itself is kept, not a copy."""
        if self._view is not None:  # it was cut, and what is still in some buffer comes too late
            return
        self.size += len(data)
        if self._file is None and self.size <= IN_MEMORY:
            self._pieces.append(data)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder, prefix="answer-")  # noqa: SIM115
            self._file.writelines(self._pieces)
            self._pieces.clear()
        self._file.write(data)

    def whole(self) -> bytes | memoryview:
        """All of it, when nothing more comes: bytes, or a view of the file, which lives as long as the view does."""
        if self._file is None:
            return b"".join(self._pieces)
        if self._view is None:
            self._file.flush()
            self._view = memoryview(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))
            self._file.close()
        return self._view
