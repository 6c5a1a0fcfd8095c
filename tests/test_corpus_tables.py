"""Publishing replaces a unit's rows: twice is once, together is one after the other."""

import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from corpus_unit import Memory, Story, add, decide, stage_unit, unit_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.corpus import Corpus
from pipelines.corpus.changes import Expired, changes, read_file
from pipelines.corpus.filters import of_unit
from pipelines.corpus.schemas import ARTICLES, SCHEMAS
from pipelines.corpus.staging import arrow
from pipelines.corpus.tables import Tables, open_tables
from pipelines.errors import CorpusError, Quarantined

UNIT = unit_of()


def stories(count: int, word: str = "text") -> list[Story]:
    return [Story(path=f"{word}{i}", text=f"{word} {i}", minute=i) for i in range(count)]


def rows(memory: Memory, count: int, day: int = 0, word: str = "text") -> pa.Table:
    from pipelines.corpus.rows import unit_rows

    unit = unit_of(day)
    attempt = memory.attempt(unit, stories(count, word))
    return arrow("articles", unit_rows(unit, [attempt], memory, memory.clean).tables["articles"])


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.open(tmp_path)


def snapshots(corpus: Corpus) -> dict[str, int]:
    return {name: len(corpus.tables.load(name).snapshots()) for name in SCHEMAS}


def test_publishing_a_batch_twice_makes_no_snapshot_and_no_row(corpus: Corpus) -> None:
    memory = Memory()
    batch = stage_unit(corpus.archive, memory, memory.attempt(UNIT, stories(5), gone=("x",)))
    first = corpus.publish(batch.key)
    before = snapshots(corpus)
    again = corpus.publish(batch.key)
    assert first.changed
    assert (
        first.rows
        == again.rows
        == {
            "captures": 6,
            "rejected": 1,
            "articles": 5,
            "coverage": 2,
        }
    )
    assert not again.changed
    assert snapshots(corpus) == before
    assert [change.snapshot for change in first.changes] == [change.snapshot for change in again.changes]


def test_staging_the_same_rows_makes_the_same_batch(corpus: Corpus) -> None:
    memory = Memory()
    attempt = memory.attempt(UNIT, stories(3))
    assert stage_unit(corpus.archive, memory, attempt) == stage_unit(corpus.archive, memory, attempt)


def test_a_second_attempt_replaces_the_units_rows_and_touches_no_other_unit(corpus: Corpus) -> None:
    memory = Memory()
    add(corpus, memory, memory.attempt(unit_of(1), stories(4, "other")))
    other = corpus.tables.unit("articles", unit_of(1))
    first = memory.attempt(UNIT, stories(5), number=1)
    add(corpus, memory, first)
    add(corpus, memory, first, memory.attempt(UNIT, [Story(path="late", text="late", minute=50)], number=2))
    assert corpus.tables.unit("articles", UNIT).num_rows == 6
    assert corpus.tables.unit("articles", unit_of(1)).equals(other)


@settings(max_examples=4)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6)), min_size=1, max_size=6))
def test_a_unit_holds_exactly_what_was_put_last(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int]]
) -> None:
    tables, memory, last = open_tables(tmp_path_factory.mktemp("t")), Memory(), {}
    for day, count in made:
        last[day] = rows(memory, count, day)
        tables.replace("articles", unit_of(day), last[day])
    for day, wanted in last.items():
        assert tables.unit("articles", unit_of(day)).to_pylist() == wanted.to_pylist()


def test_rows_come_back_as_they_were_put(corpus: Corpus) -> None:
    memory = Memory()
    wanted = rows(memory, 3)
    corpus.tables.replace("articles", UNIT, wanted)
    held = corpus.tables.unit("articles", UNIT)
    assert held.schema.equals(ARTICLES)
    assert held.to_pylist() == wanted.to_pylist()


def _race(where: Path, count: int, memory: Memory, same: bool) -> list[Exception]:
    """Several writers at once, each with a connection of its own."""
    failed: list[Exception] = []
    begin = threading.Barrier(count)

    def write(number: int) -> None:
        table = rows(memory, 10, 0 if same else number, "text" if same else f"w{number}")
        tables = open_tables(where)
        begin.wait()
        try:
            tables.replace("articles", UNIT if same else unit_of(number), table)
        except Exception as e:  # noqa: BLE001  (a thread's failure is the test's)
            failed.append(e)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.parametrize("same", [True, False])
def test_writers_at_once_lose_and_double_nothing(tmp_path: Path, same: bool) -> None:
    open_tables(tmp_path).load("articles")
    assert _race(tmp_path, 4, Memory(), same) == []
    table = open_tables(tmp_path).load("articles").scan().to_arrow()
    assert table.num_rows == len(set(table["id"].to_pylist())) == (10 if same else 40)


def test_without_the_compare_and_swap_writers_at_once_double_a_unit(tmp_path: Path) -> None:
    """The twin: an append that a conflict does not send back to look again."""
    table, memory = open_tables(tmp_path).load("articles"), Memory()
    with table.transaction() as change:
        change.set_properties({"commit.retry.num-retries": "4"})
    first, second = (open_tables(tmp_path).load("articles") for _ in range(2))
    assert first.scan(row_filter=of_unit(UNIT)).to_arrow().num_rows == 0
    for writer in (first, second):
        writer.append(rows(memory, 10))
    doubled = open_tables(tmp_path).load("articles").scan().to_arrow()
    assert doubled.num_rows == 20 > len(set(doubled["id"].to_pylist()))


def test_a_folder_s_catalog_has_its_namespace_before_any_table(tmp_path: Path) -> None:
    """It is made under the folder's lock: the library looks and then writes, and two at once would fail."""
    assert open_tables(tmp_path).catalog.list_namespaces() == [("news",)]
    assert open_tables(tmp_path).catalog.list_tables("news") == []


def test_two_processes_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from pipelines.corpus.tables import open_tables; "
    code += "open_tables(Path(sys.argv[1])).load('articles')"
    both = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]


def test_changes_show_what_an_overwrite_removed(corpus: Corpus) -> None:
    tables, memory = corpus.tables, Memory()
    tables.replace("articles", UNIT, rows(memory, 5))
    since = _snapshot(tables)
    tables.replace("articles", UNIT, rows(memory, 3, word="new"))
    tables.replace("articles", unit_of(1), rows(memory, 2, 1))
    table = tables.load("articles")
    found = changes(table, since, _snapshot(tables))
    gone = [r["id"] for path in found.removed for r in read_file(table, path, ("id",)).to_pylist()]
    assert (len(gone), found.rows, len(found.added)) == (5, 5, 2)
    assert changes(table, None, _snapshot(tables)).rows == 5  # what came and went in between is left out
    assert changes(table, since, since).added == ()
    with pytest.raises(Expired):
        changes(table, 12345, _snapshot(tables))


def test_the_incremental_scan_of_the_library_misses_them(corpus: Corpus) -> None:
    """The twin: why the manifests are read."""
    tables, memory = corpus.tables, Memory()
    tables.replace("articles", UNIT, rows(memory, 5))
    since = _snapshot(tables)
    tables.replace("articles", UNIT, rows(memory, 3, word="new"))
    scan = tables.load("articles").incremental_append_scan(from_snapshot_id_exclusive=since)
    assert scan.to_arrow().num_rows == 3  # and not a word of the five that are gone


def _snapshot(tables: Tables) -> int:
    now = tables.load("articles").current_snapshot()
    assert now is not None
    return now.snapshot_id


def test_many_publications_stay_few_manifests(corpus: Corpus) -> None:
    memory = Memory()
    with corpus.tables.load("articles").transaction() as change:
        change.set_properties({"commit.manifest.min-count-to-merge": "4"})
    for day in range(9):
        corpus.tables.replace("articles", unit_of(day), rows(memory, 2, day))
    table = corpus.tables.load("articles")
    now = table.current_snapshot()
    assert now is not None
    assert len(now.manifests(table.io)) < 6
    assert changes(table, None, now.snapshot_id).rows == 18


def test_a_batch_of_rejections_only_is_held_back_until_released(corpus: Corpus) -> None:
    memory = Memory()
    add(corpus, memory, memory.attempt(UNIT, stories(8)))
    bad = memory.attempt(unit_of(1), [Story(path=f"r{i}", text=f"reject {i}", minute=i) for i in range(6)])
    batch = stage_unit(corpus.archive, memory, bad)
    with pytest.raises(Quarantined, match="all 6 pages were rejected \\(not_article 6\\)"):
        corpus.publish(batch.key)
    assert corpus.tables.unit("rejected", unit_of(1)).num_rows == 0
    decide(corpus, "herald", "publish")
    assert corpus.publish(batch.key).rows["rejected"] == 6


def test_a_unit_that_loses_all_its_articles_is_held_back(corpus: Corpus) -> None:
    memory = Memory()
    attempt = memory.attempt(UNIT, [Story(path="a", text="one")])
    add(corpus, memory, attempt)
    for record_id, story in list(memory.stories.items()):
        memory.stories[record_id] = Story(path=story.path, text="reject now")
    with pytest.raises(Quarantined, match="no article is left where 1"):
        add(corpus, memory, attempt)


def test_few_rejections_are_no_symptom(corpus: Corpus) -> None:
    memory = Memory()
    few = memory.attempt(UNIT, [Story(path="r", text="reject")], gone=tuple("abcdefgh"))
    assert add(corpus, memory, few).rows["rejected"] == 9


def test_a_batch_older_than_an_attempt_is_not_published(corpus: Corpus) -> None:
    memory = Memory()
    first = memory.attempt(UNIT, stories(5), number=1)
    old = stage_unit(corpus.archive, memory, first)
    add(corpus, memory, first, memory.attempt(UNIT, [Story(path="late", text="late", minute=50)], number=2))
    with pytest.raises(CorpusError, match="stage the unit again"):
        corpus.publish(old.key)
    assert corpus.tables.unit("articles", UNIT).num_rows == 6


def test_a_damaged_batch_is_refused(corpus: Corpus) -> None:
    memory = Memory()
    batch = stage_unit(corpus.archive, memory, memory.attempt(UNIT, stories(2)))
    file = batch.key.replace("report.json", "articles.parquet")
    body = corpus.archive.work.read(file)
    corpus.archive.work.overwrite(file, body[:-1] + b"?")
    with pytest.raises(CorpusError, match="not what its report says"):
        corpus.publish(batch.key)
    corpus.archive.work.overwrite(batch.key, b"{")
    with pytest.raises(CorpusError, match="damaged"):
        corpus.publish(batch.key)


@pytest.mark.parametrize("key", ["staged/herald/x/y/report.json", "warc/x", ""])
def test_a_batch_that_is_not_there_is_an_error_of_one_line(corpus: Corpus, key: str) -> None:
    with pytest.raises(CorpusError, match="staged") as error:
        corpus.publish(key)
    assert "\n" not in str(error.value)
