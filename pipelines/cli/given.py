"""What is given to be cleaned, as pages; what of it cannot be read is told, and costs nothing but itself."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from pipelines.errors import CorantoError, DumpError
from pipelines.printable import counted, printable

if TYPE_CHECKING:
    from pipelines.page import Page

STDIN = "standard input"
TOLD = 20
"""Problems of one file that are told one by one: a million of them would hide those of the next file."""


class Problems:
    """Those of a run: each is told where it is found, and the rest of the files is read."""

    def __init__(self) -> None:
        self.found = 0
        """Of all files."""

    def apart(self, files: Iterable[Path]) -> Iterator[tuple[str, "Page"]]:
        """The pages of each file, with its name; problems are told as they come."""
        for file in files:
            for page in self._without(str(file), pages(file)):
                yield str(file), page

    def piped(self, stream: BinaryIO, media_type: str) -> Iterator[tuple[str, "Page"]]:
        """The same of standard input."""
        from pipelines.cli.piped import pages_of

        for page in self._without(STDIN, pages_of(stream, media_type)):
            yield STDIN, page

    def _without(self, name: str, found: "Iterator[Page | CorantoError]") -> "Iterator[Page]":
        here = 0
        for one in found:
            if not isinstance(one, CorantoError):
                yield one
                continue
            here += 1
            if here <= TOLD:
                click.echo(f"coranto: {one}", err=True)
        if here > TOLD:
            click.echo(f"coranto: {name}: {counted(here - TOLD, 'more problem')}", err=True)
        self.found += here


def pages(source: Path) -> "Iterator[Page | CorantoError]":
    """The pages of a WARC file, or the documents of a raw dump; and in their places what cannot be read."""
    from pipelines.cli.piped import pages_of

    if str(source) == "-":
        yield from pages_of(sys.stdin.buffer, "text/plain")
    elif not source.is_file():  # a pipe, which can be read once
        with source.open("rb") as stream:
            yield from pages_of(stream, "text/plain")
    elif _is_warc(source):
        yield from captures(source)
    else:
        yield from dump_pages(source, source.name)


def _is_warc(source: Path) -> bool:
    """Whether a file has captures, by its name; or by its content, where the name says nothing."""
    from pipelines.archive.dump_files import named
    from pipelines.cli.piped import WARC, begins, is_wet

    if ".warc" in source.name.lower() or named(source.name):
        return ".warc" in source.name.lower() and ".wet" not in source.name.lower()
    try:
        return begins(source).startswith(WARC) and not is_wet(source)
    except OSError:  # whoever reads it says so
        return False


def captures(source: Path) -> "Iterator[Page | CorantoError]":
    """The pages of a WARC file."""
    from pipelines.archive.read import read_warc

    try:
        yield from read_warc(source)
    except CorantoError as e:
        yield e
    except OSError as e:
        yield DumpError(f"{printable(source)}: {e.strerror or e}; check that the file can be read")


def dump_pages(source: Path | bytes, name: str) -> "Iterator[Page | CorantoError]":
    """The documents of a dump, which is read as its name says."""
    from pipelines.archive.dump_files import documents
    from pipelines.page import Page

    for found in documents(source, name):
        if isinstance(found, CorantoError):
            yield found
        else:
            yield Page(
                body=found.body,
                media_type=found.media_type,
                url=found.url,
                fetched=found.captured,
                stated=found.fields,
            )
