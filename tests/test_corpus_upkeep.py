"""The upkeep of the tables changes no row, whoever writes meanwhile and whenever it is killed."""

import json
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of
from moments import killed, moments

from pipelines.corpus import Corpus, Place
from pipelines.corpus import compaction as compacting
from pipelines.corpus.catalogs import NAMESPACE, PROPERTIES
from pipelines.corpus.changes import changes, stretches
from pipelines.corpus.compaction import Compacted, compact
from pipelines.corpus.expiry import expire, reachable, remove_orphans
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.meanings import COMMON, MEANINGS
from pipelines.corpus.schemas import ARTICLES, CAPTURES, KEYS, TABLES
from pipelines.corpus.staging import arrow
from pipelines.corpus.tables import COMMIT_WITHIN, Tables, in_time, open_tables
from pipelines.errors import ConfigError, CorpusError
from spiders.cli import main

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LATER = timedelta(days=30)


def rows(memory: Memory, day: int, count: int = 4, word: str = "text") -> pa.Table:
    from pipelines.corpus.rows import unit_rows

    unit = unit_of(day)
    stories = [Story(path=f"{word}{day}-{n}", text=f"{word} {n} of {day}", minute=n) for n in range(count)]
    attempt = memory.attempt(unit, stories)
    return arrow("articles", unit_rows(unit, [attempt], memory, memory.clean).tables["articles"])


def filled(where: Any, days: int = 5) -> tuple[Tables, Memory]:
    tables, memory = open_tables(where), Memory()
    for day in range(days):
        tables.replace("articles", unit_of(day), rows(memory, day))
    return tables, memory


def held(tables: Tables, name: str = "articles") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tables.load(name).scan().to_arrow().sort_by(KEYS[name]).to_pylist()
    return found


def files(tables: Tables) -> int:
    return len(list(tables.load("articles").scan().plan_files()))


def test_closed_months_become_one_file_each_with_the_same_rows(tmp_path: Path) -> None:
    tables, memory = filled(tmp_path)
    for day in (40, 41, 42):
        tables.replace("articles", unit_of(day), rows(memory, day))
    before = held(tables)
    assert compact(tables, "articles", NOW) == Compacted(before=8, after=2)
    assert compact(tables, "articles", NOW) == Compacted()
    assert (files(tables), held(tables)) == (2, before)
    assert tables.replace("articles", unit_of(2), rows(memory, 2, 1, "new")).before == 4
    assert len(held(tables)) == len(before) - 3


def test_the_present_month_is_left_alone_until_it_is_crowded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, _ = filled(tmp_path)
    january = datetime(2026, 1, 20, tzinfo=UTC)
    assert compact(tables, "articles", january) == Compacted()
    monkeypatch.setattr(compacting, "BUSY", 5)
    assert compact(tables, "articles", january) == Compacted(before=5, after=1)


def test_large_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables, _ = filled(tmp_path)
    size = max(task.file.file_size_in_bytes for task in tables.load("articles").scan().plan_files())
    monkeypatch.setattr(compacting, "SMALL", size + 1)  # two are enough, and two together are large
    before = held(tables)
    assert compact(tables, "articles", NOW).after < 5
    assert held(tables) == before
    monkeypatch.setattr(compacting, "SMALL", 1)
    assert compact(tables, "articles", NOW) == Compacted()


def test_compaction_and_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    tables, memory = filled(tmp_path, 3)
    wanted = {day: rows(memory, day, 3, "late") for day in range(8)}
    failed: list[Exception] = []

    def write(days: range) -> None:
        mine = open_tables(tmp_path)
        try:
            for day in days:
                mine.replace("articles", unit_of(day), wanted[day])
        except Exception as e:  # noqa: BLE001  (a thread's failure is the test's)
            failed.append(e)

    writers = [threading.Thread(target=write, args=(days,)) for days in (range(4), range(4, 8))]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        compact(tables, "articles", NOW)
    for writer in writers:
        writer.join()
    compact(tables, "articles", NOW)
    assert failed == []
    assert files(tables) == 1
    assert held(tables) == pa.concat_tables(wanted.values()).sort_by("id").to_pylist()


def test_a_compaction_of_files_that_are_gone_is_not_committed(tmp_path: Path) -> None:
    tables, memory = filled(tmp_path, 2)
    stale = tables.load("articles")
    group = list(stale.scan().plan_files())
    tables.replace("articles", unit_of(0), rows(memory, 0, 1, "new"))
    assert compacting._exchange(stale, "articles", group) is None
    assert len(held(tables)) == 5


def test_without_the_compare_and_swap_it_brings_back_what_was_replaced(tmp_path: Path) -> None:
    """The twin: the commit is put on whatever the table is by now."""
    tables, memory = filled(tmp_path, 2)
    old = tables.load("articles").scan().to_arrow()
    tables.replace("articles", unit_of(0), rows(memory, 0, 1, "new"))
    now = tables.load("articles")
    now.overwrite(old.cast(ARTICLES).sort_by("captured"))  # what was read before, on top of what is there
    found = {row["text"] for row in held(tables)}
    assert "text 0 of 0" in found
    assert "new 0 of 0" not in found


def test_the_index_passes_a_compaction_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    for day in range(3):
        add(corpus, memory, memory.attempt(unit_of(day), [Story(path=f"a{day}", text=f"harbour {day}")]))
    assert corpus.count("harbour") == 3
    # One unit comes and another changes before, a unit changes after: each stretch has files that the next lacks.
    add(corpus, memory, memory.attempt(unit_of(3), [Story(path="a3", text="harbour 3")]))
    corpus.tables.replace("articles", unit_of(0), rows(memory, 0, 1, "quay"))
    assert compact(corpus.tables, "articles", NOW).after == 1
    corpus.tables.replace("articles", unit_of(2), rows(memory, 2, 1, "quay"))
    monkeypatch.setattr(Indexer, "_rebuild", None)
    assert (corpus.count("harbour"), corpus.count("quay"), corpus.count()) == (2, 2, 4)
    assert {hit.id for hit in corpus.search("", limit=9)} == {row["id"] for row in held(corpus.tables)}
    monkeypatch.undo()


def test_files_of_a_compaction_taken_for_changes_would_bring_rows_back(tmp_path: Path) -> None:
    """The twin: what the stretch before a compaction added is not in the table any more, but would be indexed."""
    tables, memory = filled(tmp_path, 2)
    since = tables.load("articles").current_snapshot()
    assert since is not None
    tables.replace("articles", unit_of(2), rows(memory, 2))
    compact(tables, "articles", NOW)
    tables.replace("articles", unit_of(2), rows(memory, 2, 1, "new"))
    table = tables.load("articles")
    now = table.current_snapshot()
    assert now is not None
    cut = stretches(table, since.snapshot_id, now.snapshot_id)
    assert [stretch.compacted for stretch in cut] == [False, True, False]
    live = {task.file.file_path for task in table.scan().plan_files()}
    first = changes(table, cut[0].since, cut[0].until)
    assert not set(first.added) & live


def test_a_snapshot_is_forgotten_when_it_was_replaced_long_ago(tmp_path: Path) -> None:
    tables, _ = filled(tmp_path, 3)
    now = datetime.now(UTC)
    assert expire(tables, "articles", now - timedelta(hours=1)) == 0
    table = tables.load("articles")
    current = table.current_snapshot()
    assert current is not None
    table.manage_snapshots().create_tag(table.metadata.snapshots[0].snapshot_id, "cited").commit()
    assert expire(tables, "articles", now + LATER) == 1
    left = {snapshot.snapshot_id for snapshot in tables.load("articles").metadata.snapshots}
    assert left == {table.metadata.snapshots[0].snapshot_id, current.snapshot_id}
    assert len(held(tables)) == 12


def test_files_of_nobody_go_and_all_others_stay(tmp_path: Path) -> None:
    tables, _ = filled(tmp_path)
    before = held(tables)
    first = tables.load("articles").metadata.snapshots[0].snapshot_id
    tables.load("articles").manage_snapshots().create_tag(first, "cited").commit()
    compact(tables, "articles", NOW)
    stray = tmp_path / "tables/news/articles/data/captured_month=2026-01/stray.parquet"
    stray.write_bytes(b"of a writer that died")
    now = datetime.now(UTC)
    assert remove_orphans(tables, "articles", None, now).files == 0  # it may still be committed
    assert remove_orphans(tables, "articles", None, now + LATER).files == 1
    assert not stray.exists()
    expire(tables, "articles", now + LATER)
    assert remove_orphans(tables, "articles", None, now + LATER).files > 4
    assert held(tables) == before
    assert tables.load("articles").scan(snapshot_id=first).to_arrow().num_rows == 4
    names = {Path(path) for path in reachable(tables.load("articles"))}
    assert {path for path in names if path.suffix != ".json"} == {
        path
        for path in (tmp_path / "tables/news/articles").rglob("*")
        if path.is_file() and path.suffix != ".json"
    }


def test_a_file_that_a_running_writer_may_still_commit_is_never_removed(tmp_path: Path) -> None:
    tables, memory = filled(tmp_path, 1)
    with tables.load("articles").transaction() as change:
        change.append(rows(memory, 1).sort_by("captured"))
        assert remove_orphans(tables, "articles", None, datetime.now(UTC)).files == 0
    assert len(held(tables)) == 8
    with pytest.raises(ConfigError, match="commit under way"):
        remove_orphans(tables, "articles", None, datetime.now(UTC), COMMIT_WITHIN / 2)


def test_without_the_age_a_running_writer_would_commit_a_hole(tmp_path: Path) -> None:
    """The twin."""
    tables, memory = filled(tmp_path, 1)
    with tables.load("articles").transaction() as change:
        change.append(rows(memory, 1).sort_by("captured"))
        assert remove_orphans(tables, "articles", None, datetime.now(UTC) + LATER).files > 0
    with pytest.raises(FileNotFoundError):
        held(tables)


def test_a_writer_that_took_too_long_begins_again() -> None:
    from pyiceberg.exceptions import ValidationException

    in_time(time.monotonic())
    with pytest.raises(ValidationException):
        in_time(time.monotonic() - COMMIT_WITHIN.total_seconds() - 1)


def test_killed_at_any_moment_it_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    tables, _ = filled(tmp_path)
    before = held(tables)
    code = "import sys, datetime as d; from pathlib import Path; from pipelines.corpus.tables import open_tables; "
    code += (
        "from pipelines.corpus.upkeep import tidy; t = open_tables(Path(sys.argv[1])); print(flush=True); "
    )
    code += "tidy(t, None, d.datetime.now(d.UTC) + d.timedelta(days=30))"
    for moment in moments("upkeep", 0, 0.9):
        killed(code, str(tmp_path), moment)
        assert held(open_tables(tmp_path)) == before
    compact(tables, "articles", NOW)
    assert (files(tables), held(tables)) == (1, before)


def test_the_verb_says_what_it_did(tmp_path: Path) -> None:
    filled(tmp_path / ".corpus", 2)
    done = CliRunner().invoke(main, ["--at", str(tmp_path), "maintain"])
    assert done.exit_code == 0, done.output
    assert '"table": "articles", "compacted": {"before": 2, "after": 1}' in done.output


def test_the_program_of_the_dag_says_what_it_did(tmp_path: Path) -> None:
    filled(tmp_path / ".corpus", 2)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pipelines.corpus", "maintain"],
        input=Place.of(tmp_path).to_json() + "\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {"files": 1, "snapshots": 0, "orphans": 0}, done.stderr


OLD = {
    "articles": pa.schema(
        [field for field in ARTICLES if field.name not in ("corrections", "is_live", "warc_part")]
    ),
    "captures": pa.schema(
        [pa.field(f.name, pa.int32() if f.name == "warc_offset" else f.type, f.nullable) for f in CAPTURES]
    ),
}
"""As an earlier version might have made them: without some columns, with a narrower one."""


def _of_yesterday(tables: Tables, name: str, schema: pa.Schema) -> None:
    from pyiceberg.transforms import MonthTransform

    tables.catalog.create_namespace_if_not_exists(NAMESPACE)
    full = f"{NAMESPACE}.{name}"
    with (
        tables.catalog.create_table_transaction(full, schema=schema, properties=PROPERTIES) as made,
        made.update_spec() as spec,
    ):
        spec.add_field("captured", MonthTransform(), "captured_month")


def test_tables_of_an_earlier_version_get_the_columns_of_this_one(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    for name, schema in OLD.items():
        _of_yesterday(corpus.tables, name, schema)
    old = rows(memory, 0)
    early = corpus.tables.catalog.load_table(f"{NAMESPACE}.articles")
    early.append(old.select(OLD["articles"].names).cast(OLD["articles"]))
    add(corpus, memory, memory.attempt(unit_of(1), [Story(path="n", text="new", corrections=("An error.",))]))
    assert corpus.tables.unit("articles", unit_of(0)).drop(["corrections"]).to_pylist() == (
        old.drop(["corrections"]).to_pylist()
    )
    assert corpus.show(held(corpus.tables)[-1]["id"]).corrections == ("An error.",)
    assert corpus.count() == 5
    answer = corpus.sql("select count(corrections) as new, count(*) as all from articles").to_pylist()
    assert answer == [{"new": 1, "all": 5}]
    before = held(corpus.tables)
    assert compact(corpus.tables, "articles", NOW) == Compacted(before=2, after=1)
    assert held(corpus.tables) == before
    kinds = {field.name: str(field.field_type) for field in corpus.tables.load("captures").schema().fields}
    assert kinds["warc_offset"] == "long"


def test_what_only_a_rebuild_can_do_is_said(tmp_path: Path) -> None:
    tables = open_tables(tmp_path)
    _of_yesterday(tables, "articles", ARTICLES.remove(ARTICLES.get_field_index("text")))
    with pytest.raises(CorpusError, match=r"column text is required .* coranto rebuild"):
        tables.load("articles")
    _of_yesterday(
        tables, "captures", CAPTURES.set(CAPTURES.get_field_index("url"), pa.field("url", pa.int64()))
    )
    with pytest.raises(CorpusError, match=r"column url is long .* coranto rebuild"):
        tables.load("captures")


def test_every_column_says_what_it_means_there_too(tmp_path: Path) -> None:
    assert [set(said) - set(TABLES[name].names) for name, said in MEANINGS.items()] == [set()] * len(TABLES)
    assert all(name in schema.names for name in COMMON for schema in (ARTICLES, CAPTURES))
    assert open_tables(tmp_path).load("articles").schema().find_field("site").doc == COMMON["site"]
    printed = CliRunner().invoke(main, ["schema"]).output
    assert printed.count("table ") >= len(TABLES)
    assert COMMON["unit"] in printed
