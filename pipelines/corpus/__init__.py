"""The corpus: Iceberg tables, full-text index, search, SQL and export."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.corpus.asking import Asking, open_corpus
    from pipelines.corpus.handle import Corpus
    from pipelines.corpus.place import Place
    from pipelines.corpus.server import Server
    from pipelines.corpus.tables import CatalogSettings

_HOMES = {
    "Asking": "asking",
    "CatalogSettings": "tables",
    "Corpus": "handle",
    "Place": "place",
    "Server": "server",
    "open_corpus": "asking",
}

__all__ = ["Asking", "CatalogSettings", "Corpus", "Place", "Server", "open_corpus"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
