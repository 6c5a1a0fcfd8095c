"""The child process of :mod:`pipelines.corpus.sql`: JSON in, an Arrow stream out, or one line and status 2."""

import importlib.util
import json
import os
import resource
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.corpus.views import VIEWS

NO_EXTENSIONS = {
    "allow_unsigned_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
ALLOWED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


class Refused(Exception):
    """What cannot be answered."""


def fresh() -> duckdb.DuckDBPyConnection:
    """A connection that can read Iceberg and sees nothing yet: what can be done before there is a question."""
    con = duckdb.connect(":memory:", config=dict(NO_EXTENSIONS))
    for name in ("avro", "iceberg"):
        con.execute(f"load {_quoted(_extension(name))}")
    return con


def connection(
    spec: dict[str, Any], con: duckdb.DuckDBPyConnection | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that sees the tables, and of which nothing can be changed any more."""
    con = con or fresh()
    if spec["keys"]:
        con.execute(f"load {_quoted(_extension('httpfs'))}")
        con.execute(_secret(spec["keys"]))
    try:
        for name, metadata in spec["tables"].items():
            con.execute(f"create view {name} as select * from iceberg_scan({_quoted(metadata)})")
        for view in (*VIEWS, _members(spec.get("members") or [])):
            con.execute(view)
    except duckdb.Error as e:
        raise Refused(f"SQL: the tables cannot be read: {_line(e)}") from e
    for setting in _settings(spec):
        con.execute(setting)
    return con


def _members(rows: list[list[str]]) -> str:
    """The view of the newest version of each collection, one row a site."""
    listed = ", ".join(f"({', '.join(map(_quoted, row))})" for row in rows) or "(null, null, null)"
    return (
        "create view collections as select name, version::integer as version, site"
        f" from (values {listed}) as held(name, version, site) where name is not null"
    )


def _settings(spec: dict[str, Any]) -> list[str]:
    folders = [metadata.rsplit("/metadata/", 1)[0] + "/" for metadata in spec["tables"].values()]
    listed = ", ".join(map(_quoted, folders))
    return [
        "set python_enable_replacements = false",
        "set python_scan_all_frames = false",
        "set enable_progress_bar = false",
        "set timezone = 'UTC'",
        "set threads = 2",
        f"set memory_limit = '{int(spec['limits']['memory_mb'])}MB'",
        f"set temp_directory = {_quoted(str(Path.cwd() / 'spill'))}",
        "set max_temp_directory_size = '2GB'",
        f"set allowed_directories = [{listed}]",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ]


def _extension(name: str) -> str:
    """The extension's file in its own package: installing it would copy up to 50 MB for each question."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or not spec.submodule_search_locations:
        raise Refused(f"SQL: the package duckdb-extension-{name} is not installed; install coranto again")
    package = spec.submodule_search_locations[0]
    return str(Path(package, "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension"))


def _secret(keys: dict[str, str]) -> str:
    scheme, _, host = keys["endpoint"].partition("://")
    return (
        f"create secret corpus (type s3, key_id {_quoted(keys['access'])}, secret {_quoted(keys['secret'])},"
        f" endpoint {_quoted(host.rstrip('/'))}, url_style 'path', use_ssl {scheme == 'https'},"
        f" region {_quoted(keys['region'])})"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def answer(con: duckdb.DuckDBPyConnection, text: str, limits: dict[str, Any]) -> pa.Table:
    """The result of one SELECT or EXPLAIN within the limits."""
    if "\0" in text:  # DuckDB would read up to there and answer the half of it
        raise Refused("SQL: a statement holds no NUL")
    try:
        statements = con.extract_statements(text)
    except duckdb.Error as e:
        raise Refused(f"SQL: {_line(e)}") from e
    if len(statements) != 1 or statements[0].type not in ALLOWED:
        raise Refused(
            "SQL: exactly one SELECT (or EXPLAIN) is answered, nothing that changes or sets anything"
        )
    timer = threading.Timer(limits["seconds"], con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        return _bounded(con.execute(statements[0]).to_arrow_reader(2048), limits)
    except (duckdb.Error, OSError) as e:  # what happens between batches comes as Arrow's OSError
        raise Refused(_reason(e, limits)) from e
    finally:
        timer.cancel()


def _reason(error: Exception, limits: dict[str, Any]) -> str:
    said = _line(error)
    if "INTERRUPT" in said:
        return f"SQL: stopped after {limits['seconds']:.0f} s; narrow it by site, unit or captured"
    if "Out of Memory" in said:
        return f"SQL: needs more than {limits['memory_mb']} MB of memory; narrow it"
    return f"SQL: {said}"


def _bounded(reader: pa.RecordBatchReader, limits: dict[str, Any]) -> pa.Table:
    batches: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in reader:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > limits["rows"] or size > limits["mb"] << 20:
            raise Refused(
                f"SQL: the answer is larger than {limits['rows']} rows or {limits['mb']} MB; add a limit,"
                " or export instead"
            )
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=reader.schema)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _bound_process(limits: dict[str, Any]) -> None:
    """No core files, no runaway processor time, no more memory than DuckDB's limit and what it cannot count."""
    seconds = int(limits["seconds"]) * 2 + 10
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    space = (limits["memory_mb"] * 2 + 3000) << 20
    resource.setrlimit(resource.RLIMIT_AS, (space, space))


def main() -> int:
    """One question from standard input to its answer on standard output; ready for it before it comes."""
    try:
        con = fresh()
        told = sys.stdin.read()
        if not told:  # whoever wanted to ask has gone, perhaps without a chance to clean up
            with suppress(OSError):
                Path.cwd().rmdir()
            return 0
        spec = json.loads(told)
        connection(spec, con)
        _bound_process(spec["limits"])
        table = answer(con, spec["sql"], spec["limits"])
    except Refused as e:
        sys.stderr.write(f"{e}\n")
        return 2
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as out:
        out.write_table(table)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # threads of DuckDB may still be busy with what was refused
