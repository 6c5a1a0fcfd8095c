"""Free SQL answers one SELECT of the tables and gives away nothing else."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from corpus_unit import Memory, Story, add, unit_of

from pipelines.corpus import Corpus
from pipelines.corpus.schemas import SCHEMAS
from pipelines.corpus.sql import Limits, pin
from pipelines.corpus.sqlbox import Refused, answer, connection
from pipelines.errors import CorpusError, QueryError

SHORT = Limits(seconds=2, memory_mb=300, rows=1000, mb=20)

HOSTILE = {
    "local file": "select * from read_text('/etc/passwd')",
    "local file as table": "select * from '/etc/passwd'",
    "glob": "select * from glob('/etc/*')",
    "parent of the tables": "select * from glob('{TABLES}/../../../*')",
    "its own catalog": "select * from read_blob('{TABLES}/../catalog.db')",
    "web": "select * from read_text('http://127.0.0.1:9/x')",
    "remote parquet": "select * from read_parquet('http://127.0.0.1:9/x.parquet')",
    "other table": "select * from iceberg_scan('/etc')",
    "sqlite": "select * from sqlite_scan('{TABLES}/../catalog.db', 'iceberg_tables')",
    "copy": "copy (select 1) to '{TABLES}/x.csv'",
    "copy beside": "copy (select 1) to 'x.csv'",
    "export": "export database '{TABLES}/x'",
    "insert": "insert into articles select * from articles",
    "drop": "drop view articles",
    "create": "create table t as select 1",
    "secret": "create secret s (type s3, key_id 'x', secret 'y')",
    "attach": "attach ':memory:' as other",
    "install": "install sqlite",
    "load": "load '/nowhere/x.duckdb_extension'",
    "setting": "set memory_limit = '100GB'",
    "unlock": "set lock_configuration = false",
    "reset": "reset enable_external_access",
    "pragma": "pragma enable_logging",
    "call": "call enable_logging()",
    "two": "select 1; select 2",
    "two, hidden": "select 1; drop view articles",
    "macro": "create macro f() as 1",
    "prepare": "prepare p as select 1",
    "explain of a change": "explain analyze copy (select 1) to '{TABLES}/x.csv'",
    "python variable": "select * from spec",
    "nothing": "",
    "comment": "-- nothing",
    "nonsense": "selec 1",
    "environment": "select getenv('HOME')",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("it's 100%9e [odd]")), Memory()
    stories = [Story(path=f"a{i}", text=f"words {i}", minute=i) for i in range(20)]
    add(corpus, memory, memory.attempt(unit_of(), stories, gone=("g",)))
    return corpus


Ask = Callable[[str], pa.Table]


@pytest.fixture(scope="module")
def ask(corpus: Corpus) -> Ask:
    """What the child process does, in this process: starting one takes a second."""
    tables = {name: pin(corpus.tables, name) for name in SCHEMAS}
    spec: dict[str, Any] = {"tables": tables, "keys": None, "limits": asdict(SHORT)}
    con = connection(spec)
    return lambda sql: answer(con, sql, spec["limits"])


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select count(*) n from articles", [{"n": 20}]),
        ('select count(*) n from "current"', [{"n": 20}]),
        ("select count(*) n from versions where day = '2026-01-06'", [{"n": 20}]),
        ("select reason, status from rejected", [{"reason": "error_status", "status": 410}]),
        ("select count(*) n from captures;", [{"n": 21}]),
        ("with a as (select captions[1].credit c from articles) select distinct c from a", [{"c": "© Roe"}]),
        ("from articles select count(distinct site) as n", [{"n": 1}]),
        ("select 'l''été; -- \"no comment\"' t", [{"t": 'l\'été; -- "no comment"'}]),
        ("select json_extract_string(origins, '$.headline.source') s from articles limit 1", [{"s": "h1"}]),
        ("select id from articles where false", []),
    ],
)
def test_one_select_is_answered(ask: Ask, sql: str, rows: list[dict[str, object]]) -> None:
    assert ask(sql).to_pylist() == rows


def test_explain_and_describe_are_answered(ask: Ask) -> None:
    assert ask("explain select * from articles").num_rows == 1
    columns = [row["column_name"] for row in ask("describe articles").to_pylist()]
    assert {"id", "captured", "text", "warc_record_id"} <= set(columns)


def test_tables_without_rows_can_be_asked(tmp_path: Path) -> None:
    assert Corpus.open(tmp_path).sql("select count(*) n from current").to_pylist() == [{"n": 0}]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_statements_are_refused_in_one_line(corpus: Corpus, ask: Ask, name: str) -> None:
    tables = str(corpus.place.tables).replace("'", "''") + "/tables"
    with pytest.raises(Refused, match=r"^SQL: ") as error:
        ask(HOSTILE[name].replace("{TABLES}", tables))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["local file", "secret", "two, hidden", "nonsense"])
def test_the_child_process_says_so_in_a_query_error(corpus: Corpus, name: str) -> None:
    with pytest.raises(QueryError, match=r"^SQL: [^\n]+$"):
        corpus.sql(HOSTILE[name], SHORT)


def test_without_the_locks_a_file_is_read() -> None:
    """The twin: what an open connection answers to the same statements."""
    con = duckdb.connect()
    assert con.execute(HOSTILE["local file"]).fetchall()
    con.execute(HOSTILE["macro"])
    assert con.execute("select f()").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(1000000000) a, range(1000000000) b",
        "with recursive t as (select 1 x union all select x + 1 from t) select count(*) from t",
        "select count(distinct a.range * 1000003 + b.range) from range(100000) a, range(100000) b",
    ],
)
def test_what_takes_too_long_is_stopped(ask: Ask, sql: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused, match=r"stopped after 2 s|more than 300 MB"):
        ask(sql)
    assert time.monotonic() - begun < 20


def test_what_does_not_stop_is_killed(corpus: Corpus) -> None:
    wild = (
        "select regexp_matches(repeat('a', 300000) || '!', '(a|aa)+$'), max(length(repeat('x', 900000000)))"
    )
    begun = time.monotonic()
    with suppress(QueryError, CorpusError):
        corpus.sql(f"{wild} from range(1000)", Limits(seconds=1, memory_mb=300, patience=2))
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "sql", ["select * from range(100000)", "select repeat('x', 1000000) from range(900)"]
)
def test_an_answer_that_is_too_large_is_refused(ask: Ask, sql: str) -> None:
    with pytest.raises(Refused, match=r"larger than|stopped after"):
        ask(sql)
