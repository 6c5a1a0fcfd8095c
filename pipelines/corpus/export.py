"""A search or an SQL answer as a file: Parquet, CSV or JSON Lines. The file appears whole or not at all."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import ConfigError

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[str, ...] = get_args(Format)


def write(batches: Iterable[pa.Table], schema: pa.Schema, path: Path, form: str) -> int:
    """Write tables of one schema one after another; returns the number of rows."""
    if form not in FORMATS:
        raise ConfigError(f"export to {form!r}: there are {', '.join(FORMATS)}")
    try:
        with _whole(path) as file:
            return _WRITERS[form](batches, schema, file)
    except OSError as e:
        raise ConfigError(f"cannot write {path}: {e.strerror or e}; choose another file") from e


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file beside the wanted one, put in its place when it is complete."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # mkstemp makes files that only the owner reads
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _parquet(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as out:
        for table in batches:
            out.write_table(table, row_group_size=2000)
            rows += table.num_rows
    return rows


def _jsonl(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    rows = 0
    for table in batches:
        for row in table.to_pylist():
            file.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
            rows += 1
    return rows


def _csv(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    """UTF-8 with a header; lists and structures as JSON. Spreadsheets take a leading = + - @ for a formula:
    such texts get a leading apostrophe, as OWASP advises; the other formats keep them as they are."""
    import io

    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    out, rows = csv.writer(text), 0
    out.writerow(schema.names)
    for table in batches:
        for row in table.to_pylist():
            out.writerow([_cell(row[name]) for name in schema.names])
            rows += 1
    text.flush()
    text.detach()
    return rows


def _cell(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_WRITERS: dict[str, Callable[[Iterable[pa.Table], pa.Schema, IO[bytes]], int]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
}
