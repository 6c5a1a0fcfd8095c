"""The catalog that knows the tables: SQLite in a plain folder, or an Iceberg REST catalog."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.archive.store import Keys
from pipelines.corpus.schemas import TABLES, TIMES
from pipelines.errors import AccessDenied, ConfigError, StoreError, StoreUnreachable

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog

NAMESPACE = "news"
PROPERTIES = {
    "format-version": "2",
    "write.parquet.compression-codec": "zstd",
    "write.parquet.row-group-limit": "2000",  # one hit's text is one row group to read
    # Bounds are cut to 16 characters by default: a unit could then not be told from its neighbours, and
    # an overwrite would read and rewrite their files instead of dropping its own.
    "write.metadata.metrics.column.site": "full",
    "write.metadata.metrics.column.unit": "full",
    "write.metadata.previous-versions-max": "100",
    "write.metadata.delete-after-commit.enabled": "true",
    "commit.manifest-merge.enabled": "true",
    "commit.manifest.min-count-to-merge": "25",  # of 100, the default, each commit reads 50: a third of its cost
    "commit.retry.num-retries": "0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSettings:
    """An Iceberg REST catalog and the keys to commit with."""

    uri: str
    warehouse: str = "s3://corpus"
    keys: Keys
    read_keys: Keys | None = None
    """Keys that may only read, for SQL of strangers; None uses ``keys``."""


def open_catalog(where: Path | CatalogSettings) -> "Catalog":
    """The catalog of a plain folder (files below it), or the one at an address."""
    return _folder(where) if isinstance(where, Path) else _rest(where)


def _folder(where: Path) -> "Catalog":
    from pyiceberg.catalog.sql import SqlCatalog
    from sqlalchemy import URL, NullPool, create_engine

    if '"' in str(where.absolute()):
        raise ConfigError(
            f'{where}: DuckDB reads no table below a folder with a " in its name; choose another'
        )
    # A plain path, not a file: URI, whose escapes pyiceberg would take for part of the name.
    files = where.absolute() / "tables"
    files.mkdir(parents=True, exist_ok=True)
    address = URL.create("sqlite", database=str(where.absolute() / "catalog.db"))
    with (where / "catalog.lock").open("w") as lock:  # two processes would make tables and namespace twice
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalog = SqlCatalog("coranto", uri=address.render_as_string(), warehouse=str(files))
        catalog.create_namespace_if_not_exists(NAMESPACE)
    # Nobody closes a catalog, so no connection may outlive its use; a writer waits for another.
    catalog.engine.dispose()
    catalog.engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": 60})
    return catalog


def _rest(settings: CatalogSettings) -> "Catalog":
    from pyiceberg.catalog.rest import RestCatalog

    limits = {"s3.connect-timeout": "5", "s3.request-timeout": "60"}
    with explained("catalog"):
        return RestCatalog("coranto", **address(settings, settings.keys), **limits)


def address(settings: CatalogSettings, keys: Keys) -> dict[str, str]:
    """The catalog and its store with these keys, in the words of PyIceberg, which Daft, Polars and others share."""
    uri = settings.uri.rstrip("/")
    return {
        "type": "rest",
        "uri": uri,
        "warehouse": settings.warehouse,
        "credential": f"{keys.access}:{keys.secret}",
        "oauth2-server-uri": f"{uri}/v1/oauth/tokens",
        "s3.endpoint": keys.endpoint,
        "s3.access-key-id": keys.access,
        "s3.secret-access-key": keys.secret,
        "s3.region": keys.region,
        "s3.path-style-access": "true",
    }


def folder_stamp(where: Path) -> tuple[int, bytes] | None:
    """Another one after each commit to a folder's catalog; None where it cannot be told.

    SQLite itself goes by the same counter (https://sqlite.org/fileformat2.html, 1.3.7), but where it keeps a WAL.
    """
    try:
        with (where / "catalog.db").open("rb") as file:
            head = file.read(28)
            inode = os.fstat(file.fileno()).st_ino
    except OSError:
        return None
    return (inode, head[24:]) if len(head) == 28 and head[18] == head[19] == 1 else None


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Errors of the catalog and its store as ours, with the address and the remedy."""
    from pyiceberg.exceptions import ForbiddenError, OAuthError, RESTError, UnauthorizedError
    from requests.exceptions import ConnectionError as Refused
    from requests.exceptions import RequestException, Timeout

    try:
        yield
    except (Refused, Timeout) as e:
        at = str(e.request.url) if e.request is not None else "its address"
        raise StoreUnreachable(f"{what}: the catalog does not answer at {at}; is the stack running?") from e
    except (OAuthError, UnauthorizedError, ForbiddenError) as e:
        raise AccessDenied(f"{what}: the catalog refuses these keys ({e}); check them") from e
    except (RESTError, RequestException) as e:
        raise StoreError(
            f"{what}: the catalog answers with an error ({e}); try again, then see its log"
        ) from e
    except OSError as e:
        if "AWS Error" not in str(e):
            raise
        raise StoreUnreachable(
            f"{what}: the object store does not answer ({e}); is the stack running?"
        ) from e


def make_table(catalog: "Catalog", name: str) -> None:
    from pyiceberg.exceptions import (
        CommitFailedException,
        NamespaceAlreadyExistsError,
        TableAlreadyExistsError,
    )
    from pyiceberg.transforms import MonthTransform

    full = f"{NAMESPACE}.{name}"
    if catalog.table_exists(full):
        return
    try:
        catalog.create_namespace_if_not_exists(NAMESPACE)
        with (
            catalog.create_table_transaction(full, schema=TABLES[name], properties=PROPERTIES) as made,
            made.update_spec() as spec,
        ):
            spec.add_field(TIMES[name], MonthTransform(), f"{TIMES[name]}_month")
    except (NamespaceAlreadyExistsError, TableAlreadyExistsError, CommitFailedException):
        return  # another process made it in between
