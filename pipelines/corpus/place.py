"""Where a corpus lives, as one JSON value that a parent hands to its children."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from pipelines.archive import Archive, Keys, open_archive
from pipelines.corpus.server import Server
from pipelines.corpus.tables import CatalogSettings
from pipelines.errors import ConfigError

TABLES = ".corpus"
INDEX = ".index"
"""Below a plain folder; names with a dot are no objects of the archive in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The archive's address, the catalog's, and the folder of the index."""

    archive: str
    """``s3://archive``, or a folder."""
    keys: Keys | None = None
    """Of the archive; None for a folder."""
    catalog: CatalogSettings | None = None
    """None: the tables lie in the folder."""
    index: str | None = None
    """None: the index lies in the folder."""
    server: Server | None = None
    """Has the index instead."""

    @classmethod
    def of(cls, where: str | Path | CatalogSettings) -> Self:
        """The place of a plain folder."""
        if isinstance(where, CatalogSettings):
            raise ConfigError("a corpus behind a catalog also needs its archive and the folder of its index")
        return cls(archive=str(where))

    @property
    def tables(self) -> Path | CatalogSettings:
        """What :func:`~pipelines.corpus.tables.open_tables` takes."""
        if self.catalog is not None:
            return self.catalog
        if self.archive.startswith("s3://"):
            raise ConfigError(f"{self.archive}: a corpus on S3 needs the address of its Iceberg catalog")
        return Path(self.archive) / TABLES

    @property
    def index_place(self) -> Path | Server:
        """The server that has the full-text index, else its folder, on a local disk."""
        if self.server is not None:
            return self.server
        if self.index is not None:
            return Path(self.index)
        if self.archive.startswith("s3://"):
            raise ConfigError(f"{self.archive}: a corpus on S3 needs a local folder for its index")
        return Path(self.archive) / INDEX

    def open_archive(self) -> Archive:
        """The archive."""
        return open_archive(self.archive, self.keys)

    def to_json(self) -> str:
        """One line, keys and all: for a pipe, never for a file or a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The opposite of :meth:`to_json`."""
        try:
            raw: dict[str, Any] = json.loads(text)
            catalog = raw.get("catalog")
            if catalog:
                read_keys = _keys(catalog.get("read_keys"))
                catalog = CatalogSettings(
                    **{**catalog, "keys": Keys(**catalog["keys"]), "read_keys": read_keys}
                )
            server = Server(**raw["server"]) if raw.get("server") else None
            return cls(
                **{**raw, "keys": _keys(raw.get("keys")), "catalog": catalog or None, "server": server}
            )
        except (ValueError, TypeError, KeyError, AttributeError) as e:
            raise ConfigError(
                f"not the settings of a corpus ({type(e).__name__}: {e}); send Place.to_json()"
            ) from e


def _keys(raw: Any) -> Keys | None:
    return Keys(**raw) if raw else None
