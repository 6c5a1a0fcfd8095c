"""The corpus on real object storage with its REST catalog: the same promises as in a folder."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from corpus_unit import Memory, Story, add, stage_unit, unit_of
from weed import Weed, running_weed

from pipelines.archive import open_archive
from pipelines.corpus import CatalogSettings, Corpus, snapshots
from pipelines.corpus.compaction import compact
from pipelines.corpus.expiry import expire, remove_orphans
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.schemas import SCHEMAS
from pipelines.corpus.searcher import Searcher
from pipelines.corpus.sql import Limits, pin
from pipelines.corpus.sqlbox import Refused, answer, connection
from pipelines.errors import AccessDenied, CorpusError, StoreError


@pytest.fixture(scope="module")
def weed() -> Iterator[Weed]:
    with running_weed() as server:
        yield server


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


def opened(weed: Weed, index: Path) -> Corpus:
    settings = CatalogSettings(uri=weed.catalog_uri, warehouse="s3://corpus", keys=weed.keys)
    return Corpus.open(settings, archive=open_archive("s3://archive", weed.keys), index=index)


Ask = Callable[[str], pa.Table]


@pytest.fixture(scope="module")
def ask(weed: Weed, index: Path) -> Ask:
    """What the child process of SQL does, in this process."""
    tables = {name: pin(opened(weed, index).tables, name) for name in SCHEMAS}
    spec = {"tables": tables, "keys": asdict(weed.keys), "limits": asdict(Limits(seconds=5))}
    con = connection(spec)
    return lambda sql: answer(con, sql, spec["limits"])


@contextmanager
def indexer(corpus: Corpus) -> Iterator[None]:
    """The indexer as its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.corpus", "index"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stdin
    process.stdin.write(corpus.place.to_json().encode() + b"\n")
    process.stdin.flush()
    try:
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0


def stories(word: str, count: int) -> list[Story]:
    return [Story(path=f"{word}{i}", text=f"{word} number {i}", minute=i) for i in range(count)]


def test_published_articles_are_found_by_search_and_sql(weed: Weed, index: Path) -> None:
    corpus, memory = opened(weed, index), Memory()
    with indexer(corpus):
        attempt = memory.attempt(unit_of(), stories("harbour", 12), gone=("x",))
        batch = stage_unit(corpus.archive, memory, attempt)
        assert corpus.publish(batch.key).rows == {
            "captures": 13,
            "rejected": 1,
            "articles": 12,
            "coverage": 2,
        }
        assert corpus.count("harbour", fresh=True) == 12
        before = {name: len(corpus.tables.load(name).snapshots()) for name in SCHEMAS}
        assert not opened(weed, index).publish(batch.key).changed
        assert {name: len(corpus.tables.load(name).snapshots()) for name in SCHEMAS} == before
        (hit,) = corpus.search('"harbour number 7"')
        assert corpus.show(hit.id).text == "harbour number 7"
        more = memory.attempt(
            unit_of(), [Story(path="harbour7", text="harbour rebuilt", minute=40)], number=2
        )
        add(corpus, memory, attempt, more)
        assert corpus.count("harbour", fresh=True) == 12
        assert [v.current for v in corpus.versions(hit.id)] == [False, True]
    assert corpus.sql("select count(*) n, count(distinct article_id) a from articles").to_pylist() == [
        {"n": 13, "a": 12}
    ]
    assert corpus.sql("select count(*) n from current").to_pylist() == [{"n": 12}]


def test_publishers_at_once_lose_and_double_nothing(weed: Weed, index: Path) -> None:
    corpus, memory = opened(weed, index), Memory()
    units = [unit_of(n, "race") for n in (0, 1, 2)]
    keys = [
        stage_unit(corpus.archive, memory, memory.attempt(unit, stories("race", 8))).key for unit in units
    ]
    failed: list[Exception] = []

    def publish(key: str) -> None:
        try:
            opened(weed, index).publish(key)
        except Exception as e:  # noqa: BLE001  (a thread's failure is the test's)
            failed.append(e)

    threads = [threading.Thread(target=publish, args=(key,)) for key in (*keys, keys[0])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    counted = corpus.sql(
        "select unit, count(*) n, count(distinct id) d from articles where site = 'race' group by 1"
    )
    assert [(row["n"], row["d"]) for row in counted.to_pylist()] == [(8, 8)] * 3


@pytest.mark.parametrize(
    "sql",
    [
        "select * from glob('s3://archive/**')",
        "select * from read_text('s3://archive/manifests/*')",
        "select * from read_text('http://127.0.0.1:{PORT}/')",
        "create secret other (type s3, key_id 'x', secret 'y', endpoint '127.0.0.1:9')",
        "copy (select 1) to 's3://corpus/news/articles/x.csv'",
        "select * from read_text('/etc/passwd')",
    ],
)
def test_sql_reaches_nothing_beside_the_tables(weed: Weed, ask: Ask, sql: str) -> None:
    with pytest.raises(Refused, match="SQL: "):
        ask(sql.replace("{PORT}", str(weed.ports["s3.port"])))


def test_sql_never_shows_the_secret_key(weed: Weed, ask: Ask) -> None:
    shown = ask("select secret_string from duckdb_secrets()").to_pylist()
    assert weed.keys.secret not in str(shown)
    with pytest.raises(Refused):
        ask("select secret_string from duckdb_secrets(redact = false)")


def test_a_wrong_key_is_an_error_of_one_line(weed: Weed, index: Path) -> None:
    wrong = replace(weed.keys, secret="wrong")
    settings = CatalogSettings(uri=weed.catalog_uri, keys=wrong)
    corpus = Corpus.open(settings, archive=open_archive("s3://archive", weed.keys), index=index)
    with pytest.raises(AccessDenied, match="refuses these keys") as error:
        corpus.sql("select 1")
    assert weed.keys.secret not in str(error.value)


def test_fresh_without_an_indexer_gives_up_with_advice(
    weed: Weed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.corpus.following.FRESH_SECONDS", 1.0)
    corpus = opened(weed, tmp_path)
    with pytest.raises(CorpusError, match="start the indexer"):
        corpus.search("harbour", fresh=True)


def test_a_store_that_is_killed_loses_nothing_and_the_indexer_goes_on(tmp_path: Path) -> None:
    with running_weed() as weed:
        corpus, memory = opened(weed, tmp_path), Memory()
        with indexer(corpus):
            add(corpus, memory, memory.attempt(unit_of(), stories("before", 6)))
            assert corpus.count("before", fresh=True) == 6
            batch = stage_unit(corpus.archive, memory, memory.attempt(unit_of(1), stories("after", 6)))
            weed.kill()
            begun = time.monotonic()
            with pytest.raises(StoreError, match="answer"):
                opened(weed, tmp_path).publish(batch.key)
            assert time.monotonic() - begun < 40
            assert Searcher(tmp_path).mark() is not None  # searching goes on without the store
            assert corpus.count("before") == 6
            weed.start()
            again = opened(weed, tmp_path)
            again.publish(batch.key)
            assert again.count("after", fresh=True) == 6


def test_the_upkeep_changes_no_row(weed: Weed, index: Path) -> None:
    corpus, memory = opened(weed, index), Memory()
    for day in range(60, 63):
        add(corpus, memory, memory.attempt(unit_of(day), stories("upkeep", 3)))
    before = corpus.tables.load("articles").scan().to_arrow().sort_by("id").to_pylist()
    assert {one.removed.files for one in corpus.maintain()} == {0}
    later = corpus.archive.objects.now() + timedelta(days=30)
    files = {task.file.file_path for task in corpus.tables.load("articles").scan().plan_files()}
    months = {row["captured"].month for row in before}
    assert len(files) == len(months)
    assert expire(corpus.tables, "articles", later) > 2
    assert remove_orphans(corpus.tables, "articles", weed.keys, later).files > 2
    assert corpus.tables.load("articles").scan().to_arrow().sort_by("id").to_pylist() == before


def test_snapshots_are_forgotten_by_number_and_the_index_goes_on(
    weed: Weed, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, few in (("NEWEST", 3), ("HOURS", 2), ("BATCH", 2)):
        monkeypatch.setattr(snapshots, name, few)
    corpus, memory = opened(weed, index), Memory()
    add(corpus, memory, memory.attempt(unit_of(90), stories("ebb", 3)))
    with Indexer(corpus.tables, index) as follower:
        follower.step()
        for day in range(91, 94):
            add(corpus, memory, memory.attempt(unit_of(day), stories(f"flood{day}", 2)))
        corpus.tables.replace("articles", unit_of(90), SCHEMAS["articles"].empty_table())
        compact(corpus.tables, "articles", corpus.archive.objects.now())
        add(corpus, memory, memory.attempt(unit_of(95), stories("neap", 2)))
        for name in SCHEMAS:  # and both ends of the compaction, which the index has not seen
            assert len(corpus.tables.load(name).snapshots()) <= 3 + 2 + 2 + 2 + 2
        monkeypatch.setattr(Indexer, "_rebuild", None)
        follower.step()
    assert [corpus.count(word) for word in ("ebb", "flood*", "neap")] == [0, 6, 2]
