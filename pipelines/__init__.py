"""From bytes to answers: archive, cleaning, corpus.

The public names are loaded on first use, since every DAG parse and task start pays for what this imports.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.archive import Archive, open_archive
    from pipelines.archive.check import check
    from pipelines.archive.read import read_warc
    from pipelines.clean import clean
    from pipelines.corpus import Corpus, open_corpus
    from pipelines.errors import CorantoError
    from pipelines.page import Page, Where
    from pipelines.record import NO_HINTS, Block, Hints, Record, Rejected
    from pipelines.settings import Stack, connect

_HOMES = {
    "Archive": "pipelines.archive",
    "Block": "pipelines.record",
    "CorantoError": "pipelines.errors",
    "Corpus": "pipelines.corpus",
    "Hints": "pipelines.record",
    "NO_HINTS": "pipelines.record",
    "Page": "pipelines.page",
    "Record": "pipelines.record",
    "Rejected": "pipelines.record",
    "Stack": "pipelines.settings",
    "Where": "pipelines.page",
    "check": "pipelines.archive.check",
    "clean": "pipelines.clean",
    "connect": "pipelines.settings",
    "open_archive": "pipelines.archive",
    "open_corpus": "pipelines.corpus",
    "read_warc": "pipelines.archive.read",
}

__all__ = [
    "NO_HINTS",
    "Archive",
    "Block",
    "CorantoError",
    "Corpus",
    "Hints",
    "Page",
    "Record",
    "Rejected",
    "Stack",
    "Where",
    "check",
    "clean",
    "connect",
    "open_archive",
    "open_corpus",
    "read_warc",
]


def __getattr__(name: str) -> Any:
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(import_module(home), name)
    globals()[name] = value  # a submodule of the same name must not shadow the function
    return value


def __dir__() -> list[str]:
    return list(__all__)
