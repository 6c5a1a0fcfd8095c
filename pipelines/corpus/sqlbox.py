"""The processes that answer SQL: one that has everything open and answers nothing, and its copies.

DuckDB, its extensions and the views take half a second to be there, a copy of a process that has them some milliseconds.
The first process never reads a statement. It begins a copy for each, which locks itself, answers, and is gone: what one
does to its process no other one sees. Nothing but its own thread runs in the first process, so a copy is whole.
"""

import importlib.util
import json
import os
import resource
import socket
import threading
import warnings
from contextlib import suppress
from dataclasses import dataclass
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
    con = duckdb.connect(":memory:", config={**NO_EXTENSIONS, "threads": "1"})
    for name in ("avro", "iceberg"):
        con.execute(f"load {_quoted(_extension(name))}")
    return con


def connection(spec: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """A connection that sees the tables, and of which nothing can be changed any more."""
    con = fresh()
    show(con, spec)
    lock(con, spec)
    return con


def show(con: duckdb.DuckDBPyConnection, spec: dict[str, Any]) -> None:
    """Let a connection see the tables, in place of others that it has seen."""
    if spec["keys"]:
        con.execute(f"load {_quoted(_extension('httpfs'))}")
        con.execute("set http_keep_alive = false")  # two copies of a process must not speak on one line
        con.execute(_secret(spec["keys"]))
    try:
        for name, metadata in spec["tables"].items():
            con.execute(f"create or replace view {name} as select * from iceberg_scan({_quoted(metadata)})")
        for view in (*VIEWS, _members(spec.get("members") or [])):
            con.execute(view.replace("create ", "create or replace ", 1))
    except duckdb.Error as e:
        raise Refused(f"SQL: the tables cannot be read: {_line(e)}") from e


def lock(con: duckdb.DuckDBPyConnection, spec: dict[str, Any]) -> None:
    """Let nothing of a connection be changed any more."""
    for setting in _settings(spec):
        con.execute(setting)


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
        *(["set http_keep_alive = true"] if spec["keys"] else []),
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
        f"create or replace secret corpus (type s3, key_id {_quoted(keys['access'])}, secret {_quoted(keys['secret'])},"
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


@dataclass(slots=True, kw_only=True)
class Shown:
    """A connection and what it sees."""

    con: duckdb.DuckDBPyConnection | None = None
    seen: dict[str, Any] | None = None

    def show(self, spec: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        """Let it see what a question is about."""
        if self.con is None:
            self.con = fresh()
        wanted = {name: spec[name] for name in ("tables", "keys", "members")}
        if wanted != self.seen:
            self.seen = None
            show(self.con, spec)
            self.seen = wanted
        return self.con


def main() -> None:
    """Begin a process for each line that comes over standard input, a socket; end with whoever is on its other side."""
    duckdb.execute("set threads = 1")  # of the database that importing it opens
    # Arrow's allocator has a thread, knows of forks, and Python 3.12 warns of them.
    warnings.simplefilter("ignore", DeprecationWarning)
    shown, asker = Shown(), socket.socket(fileno=0)
    while fds := socket.recv_fds(asker, 1, 1)[1]:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        with socket.socket(fileno=fds[0]) as line:
            handle = _begun(shown, asker, line)
        socket.send_fds(asker, [b"."], [handle])
        os.close(handle)


def _begun(shown: Shown, asker: socket.socket, line: socket.socket) -> int:
    """Begin the process that answers what comes over a line; its handle (pidfd_open(2))."""
    with line.makefile("rb") as said:
        spec = json.loads(said.read())
    con: duckdb.DuckDBPyConnection | Refused
    try:
        con = shown.show(spec)
    except Refused as e:
        con = e
    pid = os.fork()
    if pid:
        return os.pidfd_open(pid)
    try:
        asker.close()
        _answer(con, spec, line)
    finally:
        os._exit(1)  # threads of DuckDB may still be busy with what was refused


def _answer(con: duckdb.DuckDBPyConnection | Refused, spec: dict[str, Any], line: socket.socket) -> None:
    """One question to its answer: a byte 0, the number of rows in eight bytes and an Arrow stream; or a byte 2 and why not."""
    os.setsid()
    os.chdir(spec["folder"])
    try:
        if isinstance(con, Refused):
            raise con
        con = con.cursor()  # of which random() begins anew
        lock(con, spec)
        _bound_process(spec["limits"])
        table = answer(con, spec["sql"], spec["limits"])
    except Refused as e:
        line.sendall(b"\2" + str(e).encode("utf-8", "replace"))
        return
    with line.makefile("wb") as out:
        out.write(b"\0" + table.num_rows.to_bytes(8))
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table)


if __name__ == "__main__":
    main()
