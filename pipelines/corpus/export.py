"""A search or an SQL answer as a file: Parquet, CSV, JSON Lines, JSON-LD, ninjs. It appears whole or not at all.

JSON Lines and ninjs, an object a line, can also be gone on with after an interruption: what is written lies in
``<name>.part`` with the question beside it in ``<name>.part.json``, and gets its name when it is complete.
"""

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

from pipelines.corpus.schemas import ARTICLES
from pipelines.corpus.shapes import news_article, ninjs
from pipelines.errors import ConfigError

Format = Literal["parquet", "csv", "jsonl", "jsonld", "ninjs"]
LINES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"jsonl": lambda row: row, "ninjs": ninjs}
"""Formats of an object a line, with what makes it of a row."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_PASSED_OVER = " \u00a0\u200b\ufeff'"
"""What some spreadsheets pass over on their way to a formula."""
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


def write_on(
    fetch: Callable[[int], Iterable[pa.Table]], path: Path, form: str, question: dict[str, Any]
) -> int:
    """Write objects a line, behind those that an interrupted export of the same question has left.

    ``fetch(n)`` gives the rows from the n-th on; ``question`` says what they answer, in JSON's own types. Where it is
    another one than before, or the file was touched, everything is written anew.
    """
    if form not in LINES:
        raise ConfigError(f"only {' and '.join(LINES)} can be gone on with, not {form!r}")
    part, asked = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part.json")
    try:
        rows = _left(part, asked, question)
        with part.open("r+b" if rows else "wb") as file:
            file.seek(0, os.SEEK_END)
            asked.write_text(json.dumps(question))
            for table in fetch(rows):
                rows += _lines(table, form, file)
                file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        asked.unlink()
    except OSError as e:
        raise ConfigError(f"cannot write {path}: {e.strerror or e}; choose another file") from e
    return rows


def _left(part: Path, asked: Path, question: dict[str, Any]) -> int:
    """Whole lines that are there already; the torn one behind them is cut off."""
    try:
        if json.loads(asked.read_bytes()) != question:
            return 0
        with part.open("r+b") as file:
            rows = end = 0
            for line in file:
                if line.endswith(b"\n"):
                    rows, end = rows + 1, end + len(line)
            file.truncate(end)
        return rows
    except (FileNotFoundError, ValueError):
        return 0


def _lines(table: pa.Table, form: str, file: IO[bytes]) -> int:
    shape = LINES[form]
    for row in table.to_pylist():
        file.write(line(shape(row)))
    return int(table.num_rows)


def line(row: Any) -> bytes:
    """A row as a line of JSON Lines, in UTF-8."""
    return json.dumps(row, ensure_ascii=False, default=written).encode() + b"\n"


def _parquet(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as out:
        for table in batches:
            out.write_table(table, row_group_size=2000)
            rows += table.num_rows
    return rows


def _jsonl(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    return sum(_lines(table, "jsonl", file) for table in batches)


def _ninjs(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    _articles_only(schema, "ninjs")
    return sum(_lines(table, "ninjs", file) for table in batches)


def _jsonld(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    """One document whose graph holds the articles, one a line."""
    _articles_only(schema, "jsonld")
    rows = 0
    file.write(b'{"@context": "https://schema.org", "@graph": [')
    for table in batches:
        for row in table.to_pylist():
            file.write(b",\n" if rows else b"\n")
            file.write(json.dumps(news_article(row), ensure_ascii=False, default=written).encode())
            rows += 1
    file.write(b"\n]}\n")
    return rows


def _articles_only(schema: pa.Schema, form: str) -> None:
    if schema.names != ARTICLES.names:
        raise ConfigError(f"export to {form!r} is for articles; write an SQL answer to parquet, csv or jsonl")


def _csv(batches: Iterable[pa.Table], schema: pa.Schema, file: IO[bytes]) -> int:
    """UTF-8 with a header; lists and structures as JSON. Spreadsheets take a leading = + - @ for a formula:
    such texts get a leading apostrophe, as OWASP advises; the other formats keep them as they are."""
    import io

    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    out, rows = csv.writer(text), 0
    out.writerow(schema.names)
    for table in batches:
        for row in table.to_pylist():
            out.writerow([cell(row[name]) for name in schema.names])
            rows += 1
    text.flush()
    text.detach()
    return rows


def cell(value: Any) -> Any:
    """A value as a spreadsheet may have it."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=written)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(_PASSED_OVER)[:1] in _FORMULA:
        return f"'{value}"
    return value


def written(value: Any) -> str:
    """What JSON has no form for: days and instants as ISO 8601, anything else as its text."""
    return value.isoformat() if isinstance(value, date) else str(value)


_WRITERS: dict[str, Callable[[Iterable[pa.Table], pa.Schema, IO[bytes]], int]] = {
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "jsonld": _jsonld,
    "ninjs": _ninjs,
}
